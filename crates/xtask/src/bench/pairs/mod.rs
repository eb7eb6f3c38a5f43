//! Articles that are there as PDF and as JATS: which cells of the XML's tables come out of the PDF as cells.

mod cells;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_records::Document;

use super::report::{Part, Table};
use super::score::Counts;
use super::terminal::{print, say};
use super::{Run, ours};
use cells::Cells;

const MEANING: &str = "\
Articles that are there as PDF and as JATS. Wanted are all cells with text of the XML's tables; a cell is found if a cell \
of the PDF's tables has the same characters, as often as the XML has it (compatibility characters such as superscripts \
unified, dashes and quotation marks of one kind, no white space, hyphens left out that only a line break put there). Each \
table of the PDF counts for the one table of the XML with which it shares most cells.";

/// Scores ours.
pub(crate) fn run(run: &Run<'_>) -> anyhow::Result<Part> {
    let mut table =
        Table::new(&["pair", "cells wanted", "found", "recall", "cells of those tables of ours", "precision"]);
    let mut all = Counts::default();
    for (pdf, xml) in pairs(&run.shared, &run.options.file)? {
        let text = std::fs::read_to_string(&xml).with_context(|| format!("cannot read {}", xml.display()))?;
        let root = orfila_corpora::xml::parse(&text).with_context(|| format!("in {}", xml.display()))?;
        let wanted: Vec<Cells> = root.all("table").into_iter().map(cells::of_table).collect();
        let found = ours::read(&pdf).map(|document| found(&document)).unwrap_or_else(|error| {
            say(&format!("{error:#}"));
            Vec::new()
        });
        let name = pdf.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let counts = pair(&name, &wanted, &found, run.options.errors);
        table.row(row(&name, counts));
        all = all.and(counts);
    }
    table.row(row("all", all));
    Ok(Part {
        key: "pairs",
        heading: "Tables of articles against their JATS",
        text: format!("{MEANING}\n\n{}", table.markdown()),
    })
}

fn row(name: &str, counts: Counts) -> Vec<String> {
    let Counts { right, found, wanted } = counts;
    let share = |figure: f64| format!("{figure:.3}");
    vec![
        name.to_owned(),
        wanted.to_string(),
        right.to_string(),
        share(counts.recall()),
        found.to_string(),
        share(counts.precision()),
    ]
}

/// PDFs with an XML of the same name beside them.
pub(crate) fn pairs(shared: &Path, part: &str) -> anyhow::Result<Vec<(PathBuf, PathBuf)>> {
    let mut found = Vec::new();
    for pdf in super::pdfs(&shared.join("documents/pdf"), part)? {
        let name = pdf.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let xml = shared.join("documents/xml").join(format!("{name}.xml"));
        if xml.exists() {
            found.push((pdf, xml));
        }
    }
    anyhow::ensure!(!found.is_empty(), "no pair of PDF and XML has `{part}` in its name");
    Ok(found)
}

/// The cells of each table of ours, without hyphens that only a line break put there.
fn found(document: &Document) -> Vec<Cells> {
    let texts =
        |table: &orfila_records::Table| cells::counted(table.cells.iter().map(|cell| document.joined(cell.range)));
    document.tables.iter().map(texts).collect()
}

/// Each table of ours stands for the one table of the XML with which it shares most cells; what several stand for
/// together (a table that we keep in parts) is put together.
fn given(wanted: &[Cells], found: &[Cells]) -> Vec<Cells> {
    let mut given = vec![Cells::new(); wanted.len()];
    for table in found {
        let fits = wanted.iter().enumerate().map(|(at, other)| (cells::shared(other, table), std::cmp::Reverse(at)));
        if let Some((_, std::cmp::Reverse(at))) = fits.max().filter(|(most, _)| *most > 0) {
            cells::add(&mut given[at], table);
        }
    }
    given
}

fn pair(name: &str, wanted: &[Cells], found: &[Cells], errors: bool) -> Counts {
    let given = given(wanted, found);
    let mut sum = Counts::default();
    for (at, (mine, theirs)) in wanted.iter().zip(&given).enumerate() {
        let counts =
            Counts { right: cells::shared(mine, theirs), found: cells::size(theirs), wanted: cells::size(mine) };
        sum = sum.and(counts);
        if errors {
            print(&line(&format!("  {name} table {}", at + 1), counts));
            let (missed, rest) = (cells::without(mine, theirs), cells::without(theirs, mine));
            for text in missed.keys() {
                print(&format!("    `{text}` – nearest of ours: {}", cells::nearest(text, &rest).unwrap_or("none")));
            }
        }
    }
    sum
}

fn line(name: &str, counts: Counts) -> String {
    let (recall, precision) = (counts.recall(), counts.precision());
    let Counts { right, wanted, found } = counts;
    format!(
        "{name:<28} cells {right} of {wanted} = {recall:.3}   (of the {found} cells of those tables of ours: {precision:.3})"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_table_count_together_and_each_once() {
        let cells = |texts: &[&str]| cells::counted(texts.iter().map(|text| (*text).to_owned()));
        let wanted = [cells(&["a", "b", "c", "d"]), cells(&["x", "y"])];
        let found = [cells(&["a", "b"]), cells(&["c", "e"]), cells(&["q"])];
        let counts = pair("test", &wanted, &found, false);
        assert_eq!(counts, Counts { right: 3, found: 4, wanted: 6 });
    }
}
