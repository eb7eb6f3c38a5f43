//! Safety data sheets whose composition table is known cell by cell: drawn by lot from seeds, the same bytes on every run.
//!
//! The seeds are 1 to 40 for each kind; nothing in the readers may be tuned to them. Fonts are the standard ones, whose
//! widths the files state; they are not embedded.

mod breaking;
mod column;
mod design;
mod grid;
mod paper;
pub(crate) mod random;
mod substances;
mod table;
mod truth;
mod words;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::demo_corpus::typeset::Letters;
use design::Design;
use paper::Paper;
use random::Lot;
use words::{LANGUAGES, Words};

pub(crate) use breaking::{Break, CellLine};
pub(crate) use truth::Truth;

/// Sheets of each kind.
pub(crate) const COUNT: u64 = 40;
/// The first seed where none is asked for; sheets of lower seeds were looked at while reading was made better.
pub(crate) const FIRST: u64 = 9_001;

/// A sheet.
pub(crate) struct Sheet {
    /// The PDF's bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its table.
    pub(crate) truth: Truth,
}

/// The sheets of [`COUNT`] seeds from `first` on, the ruled ones first.
pub(crate) fn all(first: u64) -> Result<Vec<Sheet>> {
    let seeds = first..first.saturating_add(COUNT);
    let kinds = [true, false].into_iter().flat_map(|ruled| seeds.clone().map(move |seed| (ruled, seed)));
    kinds.map(|(ruled, seed)| sheet(ruled, seed).with_context(|| format!("ruled {ruled}, seed {seed}"))).collect()
}

/// Writes every sheet as PDF and its truth beside it as JSON.
pub(crate) fn build(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}: is it writable?", folder.display()))?;
    for sheet in all(FIRST)? {
        let pdf = folder.join(&sheet.truth.file);
        let json = serde_json::to_vec_pretty(&sheet.truth)?;
        fs::write(&pdf, &sheet.bytes).with_context(|| format!("cannot write {}: is it writable?", pdf.display()))?;
        fs::write(pdf.with_extension("json"), json)?;
    }
    Ok(())
}

/// The sheet of a seed.
pub(crate) fn sheet(ruled: bool, seed: u64) -> Result<Sheet> {
    let mut lot = Lot::new(seed.wrapping_add(if ruled { 0 } else { 1_000 }));
    let design = Design::drawn(&mut lot, ruled);
    let language = lot.one([0, 0, 1, 1, 2]);
    let words = &LANGUAGES[language];
    let grid = grid::drawn(&mut lot, &design, words, language)?;
    let mut paper = Paper::new(&design, words);
    before(&mut paper, &mut lot, words)?;
    let pages = table::set(&mut paper, &grid)?;
    after(&mut paper, &mut lot, words)?;
    let file = format!("{}_{seed:02}.pdf", if ruled { "ruled" } else { "borderless" });
    let title = words.fields.first().map_or("", |(_, value)| value);
    Ok(Sheet { bytes: paper.finish(title)?, truth: Truth::of(file, ruled, grid, pages) })
}

/// Text above the table: a title, fields, sections, and the table's own headings.
fn before(paper: &mut Paper<'_>, lot: &mut Lot, words: &Words) -> Result<()> {
    let design = paper.design;
    let body = Letters { face: design.body, size: design.size };
    let strong = Letters { face: design.strong, size: design.size + 1.0 };
    if lot.chance(60) {
        paper.paragraph(words.title, Letters { size: design.size + 3.0, ..strong }, 0.0)?;
        paper.y -= 8.0;
        for (label, value) in words.fields.iter().take(2 + lot.below(5)) {
            paper.field(label, value)?;
        }
        paper.y -= 8.0;
    }
    for (heading, text) in words.before.iter().take(lot.below(4)) {
        sections(paper, [(*heading, *text)], strong, body, lot.below(5))?;
    }
    paper.paragraph(words.section[0], strong, 0.0)?;
    paper.y -= 3.0;
    paper.paragraph(words.section[1], Letters { face: design.strong, size: design.size }, 0.0)?;
    if lot.chance(60) {
        paper.paragraph(words.section[2], body, 0.0)?;
    }
    paper.y -= lot.between(5.0, 14.0);
    Ok(())
}

/// A note close below the table, and sections.
fn after(paper: &mut Paper<'_>, lot: &mut Lot, words: &Words) -> Result<()> {
    let design = paper.design;
    let body = Letters { face: design.body, size: design.size };
    let strong = Letters { face: design.strong, size: design.size + 1.0 };
    paper.y -= lot.between(6.0, 12.0);
    if lot.chance(65) {
        paper.paragraph(words.note, Letters { face: design.body, size: design.small }, 0.0)?;
    }
    paper.y -= 10.0;
    let count = 1 + lot.below(3);
    sections(paper, words.after.iter().take(count).copied(), strong, body, 0)
}

fn sections(
    paper: &mut Paper<'_>,
    of: impl IntoIterator<Item = (&'static str, &'static str)>,
    strong: Letters,
    body: Letters,
    more: usize,
) -> Result<()> {
    for (heading, text) in of {
        paper.paragraph(heading, strong, 0.0)?;
        paper.y -= 2.0;
        for _ in 0..=more {
            paper.paragraph(text, body, 0.0)?;
        }
        paper.y -= 8.0;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_and_seeds_differ() {
        let bytes = |seed| sheet(false, seed).unwrap().bytes;
        assert!(bytes(1) == bytes(1), "not the same bytes");
        assert!(bytes(1) != bytes(2), "seed 2 is seed 1");
    }

    #[test]
    fn sheets_vary_as_said() {
        let sheets = all(1).unwrap();
        assert_eq!(sheets.len(), 80);
        let count = |what: &dyn Fn(&Truth) -> bool| sheets.iter().filter(|sheet| what(&sheet.truth)).count();
        assert_eq!(count(&|truth| truth.ruled), 40);
        assert!(count(&|truth| truth.pages.first() != truth.pages.last()) >= 8, "tables over two pages");
        assert!(count(&|truth| truth.head.iter().any(|cell| cell.spans())) >= 15, "merged headings");
        let lines =
            |truth: &Truth, then: Break| truth.rows.iter().flatten().flatten().any(|line: &CellLine| line.then == then);
        assert!(count(&|truth| lines(truth, Break::Hyphenation)) >= 15, "hyphenated names");
        assert!(count(&|truth| lines(truth, Break::Hyphen)) >= 15, "names broken after their own hyphen");
        for sheet in &sheets {
            let columns = sheet.truth.rows.first().map_or(0, Vec::len);
            assert!((3..=12).contains(&sheet.truth.rows.len()) && columns >= 3, "{}", sheet.truth.file);
            assert!(sheet.truth.rows.iter().all(|row| row.len() == columns), "{}", sheet.truth.file);
        }
    }
}
