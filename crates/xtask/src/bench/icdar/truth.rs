//! The competition's ground truth: which cells stand where.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::bench::tables::form::{FoundCell, FoundTable};
use orfila_corpora::xml::{self, Node};

/// Where the corpus lies below the shared folder.
const FOLDER: &str = "corpora/icdar2013_tables/src/test/resources/technology/tabula/icdar2013-dataset";

/// A document of the competition.
pub(crate) struct Sample {
    /// Its name without ending.
    pub(crate) name: String,
    /// The PDF.
    pub(crate) pdf: PathBuf,
    /// Its tables; where the annotators let two readings pass, each of them.
    pub(crate) readings: Vec<Vec<FoundTable>>,
}

/// All documents whose name contains `part`, by name.
pub(crate) fn samples(shared: &Path, part: &str) -> Result<Vec<Sample>> {
    let mut found = Vec::new();
    for half in ["competition-dataset-eu", "competition-dataset-us"] {
        let folder = shared.join(FOLDER).join(half);
        let entries = std::fs::read_dir(&folder).with_context(|| {
            format!("{} is missing: give the folder of the corpora with --shared", folder.display())
        })?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.extension().is_some_and(|ending| ending == "pdf") && name.contains(part) {
                found.push(Sample { readings: readings(&folder, &name)?, name, pdf: path });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    anyhow::ensure!(!found.is_empty(), "no file of the corpus has `{part}` in its name");
    Ok(found)
}

/// `eu-009a.pdf` has the readings `eu-009a-str.xml` and `eu-009b-str.xml`.
fn readings(folder: &Path, name: &str) -> Result<Vec<Vec<FoundTable>>> {
    let other = name.strip_suffix('a').map(|stem| format!("{stem}b"));
    let files = [Some(name.to_owned()), other].into_iter().flatten().map(|name| folder.join(format!("{name}-str.xml")));
    files.filter(|file| file.exists()).map(|file| tables(&file)).collect()
}

fn tables(file: &Path) -> Result<Vec<FoundTable>> {
    let place = || format!("in {}", file.display());
    let text = std::fs::read_to_string(file).with_context(place)?;
    let root = xml::parse(&text).with_context(place)?;
    root.all("table").into_iter().map(|table| self::table(table).with_context(place)).collect()
}

fn table(node: &Node) -> Result<FoundTable> {
    let mut page = 1;
    let mut cells = Vec::new();
    for region in node.all("region") {
        let number = region.number("page").and_then(|page| u32::try_from(page).ok());
        page = number.context("a region without a page")?;
        let shift = (region.number("row-increment").unwrap_or(0), region.number("col-increment").unwrap_or(0));
        for cell in region.all("cell") {
            cells.push(self::cell(cell, shift).context("a cell without a place")?);
        }
    }
    Ok(FoundTable { page, cells })
}

fn cell(node: &Node, (rows, columns): (i64, i64)) -> Option<FoundCell> {
    let (row, column) = (node.number("start-row")?, node.number("start-col")?);
    let last = |names: [&str; 2], first: i64| names.iter().find_map(|name| node.number(name)).unwrap_or(first);
    let count = |last: i64, first: i64| usize::try_from(last - first + 1).unwrap_or(1).max(1);
    Some(FoundCell {
        row: usize::try_from(row + rows).ok()?,
        column: usize::try_from(column + columns).ok()?,
        row_span: count(last(["end-row", "row-end"], row), row),
        column_span: count(last(["end-col", "col-end"], column), column),
        text: node.all("content").first()?.text_without(&[]),
        pages: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::icdar::judge;
    use crate::bench::tables::adjacency::Comparison;
    use crate::bench::terminal::say;

    fn corpus() -> Option<Vec<Sample>> {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        if !shared.join(FOLDER).is_dir() {
            say(&format!("skipped: {} is missing", shared.join(FOLDER).display()));
            return None;
        }
        Some(samples(&shared, "").unwrap())
    }

    #[test]
    fn the_truth_is_right_by_itself_and_one_changed_cell_is_not() {
        for sample in corpus().unwrap_or_default() {
            for reading in &sample.readings {
                for comparison in [Comparison::Characters, Comparison::LettersAndDigits] {
                    let judged = judge::judge(reading, reading, comparison);
                    assert!(judged.counts.wanted > 0, "{}: no relations", sample.name);
                    assert_eq!(judged.counts.f1(), 1.0, "{}: {}", sample.name, judged.errors.join("\n"));
                    assert_eq!((judged.tables.1, judged.tables.2), (judged.tables.0, 0), "{}", sample.name);
                }
                let mut changed = reading.clone();
                let cell =
                    changed.iter_mut().flat_map(|table| &mut table.cells).find(|cell| !cell.text.trim().is_empty());
                cell.unwrap().text.push_str("changed");
                let judged = judge::judge(&changed, reading, Comparison::Characters);
                assert!(judged.counts.f1() < 1.0, "{}: a changed cell is not seen", sample.name);
            }
        }
    }
}
