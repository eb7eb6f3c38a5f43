//! Composition tables of generated safety data sheets: which rows come out exactly as they were printed.

mod rows;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;

use super::Run;
use super::ours;
use super::peers::{self, TABLE_FINDERS};
use super::report::{Part, Table};
use super::tables::form::FoundTable;
use super::terminal::{print, say};
use crate::sheets::{self, Sheet, Truth};
use rows::Row;

const MEANING: &str = "\
(`--seed N` takes others; `cargo xtask corpus sheets` writes sheets; those of seeds below 9001 were looked at while reading \
was made better), 3 to 12 substances each. A row is exact if all its cells are what was printed, column by column; a line break counts as a space, \
and a hyphen at a line break may be kept. A sheet is exact if all its rows are, in order, and no row too many stands \
among or below them; what a program has above the first right row counts as the table's head and is not judged. Tables \
without any right row are taken for other tables of the sheet.";

/// What came out of a sheet.
struct Judged {
    /// Rows exactly right, in order.
    right: usize,
    /// Rows printed.
    printed: usize,
    /// Rows that are there and were not printed, the head above the first right row apart.
    invented: Vec<Row>,
    /// The printed rows that did not come out.
    missed: Vec<usize>,
}

impl Judged {
    fn exact(&self) -> bool {
        self.missed.is_empty() && self.invented.is_empty()
    }
}

/// How many of how many.
#[derive(Default)]
struct Sum {
    sheets: (usize, usize),
    rows: (usize, usize),
}

/// Scores ours and the others.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let part = &run.options.file;
    let sheets: Vec<Sheet> =
        sheets::all(run.options.seed)?.into_iter().filter(|sheet| sheet.truth.file.contains(part)).collect();
    let mut table = Table::new(&[
        "program",
        "ruled sheets exact",
        "borderless sheets exact",
        "ruled rows exact",
        "borderless rows exact",
    ]);
    let mine: Vec<Vec<FoundTable>> = sheets.iter().map(ours_of).collect();
    for (sheet, found) in sheets.iter().zip(&mine) {
        let judged = judge(found, &sheet.truth);
        print(&line(&sheet.truth.file, &judged));
        if run.options.errors {
            print(&errors(&judged, &sheet.truth, found));
        }
    }
    table.row(row("Orfila", &sheets, &mine));
    let mut notes = Vec::new();
    if let Some(peers) = &run.peers {
        let folder = run.scratch("sheets");
        sheets::build(&folder)?;
        let files: Vec<PathBuf> = sheets.iter().map(|sheet| folder.join(&sheet.truth.file)).collect();
        for finder in &TABLE_FINDERS {
            match peers.tables(finder, &files) {
                Ok(mut found) => {
                    let of = |file: &PathBuf| found.tables.remove(&peers::name(file)).unwrap_or_default();
                    table.row(row(finder.name, &sheets, &files.iter().map(of).collect::<Vec<_>>()));
                    notes.extend(found.failed(finder));
                }
                Err(error) => notes.push(format!("{}: missing ({error:#})", finder.name)),
            }
        }
    }
    let (first, last) = (run.options.seed, run.options.seed.saturating_add(sheets::COUNT - 1));
    let seeds = format!("Section 3 of 40 ruled and 40 borderless sheets, generated from the seeds {first} to {last}");
    let text = format!("{seeds} {MEANING}\n\n{}\n{}", table.markdown(), notes.join("\n"));
    Ok(Part { key: "sheets", heading: "Composition tables of generated safety data sheets", text })
}

fn ours_of(sheet: &Sheet) -> Vec<FoundTable> {
    match ours::read_bytes(&sheet.bytes, &sheet.truth.file) {
        Ok(document) => ours::tables(&document),
        Err(error) => {
            say(&format!("{}: {error:#}", sheet.truth.file));
            Vec::new()
        }
    }
}

/// The sums over both kinds.
fn row(name: &str, sheets: &[Sheet], found: &[Vec<FoundTable>]) -> Vec<String> {
    let (mut ruled, mut borderless) = (Sum::default(), Sum::default());
    for (sheet, found) in sheets.iter().zip(found) {
        let judged = judge(found, &sheet.truth);
        let sum = if sheet.truth.ruled { &mut ruled } else { &mut borderless };
        sum.sheets = (sum.sheets.0 + usize::from(judged.exact()), sum.sheets.1 + 1);
        sum.rows = (sum.rows.0 + judged.right, sum.rows.1 + judged.printed);
    }
    let of = |(some, all): (usize, usize)| format!("{some} of {all}");
    vec![name.to_owned(), of(ruled.sheets), of(borderless.sheets), of(ruled.rows), of(borderless.rows)]
}

fn line(name: &str, judged: &Judged) -> String {
    let word = if judged.exact() { "exact" } else { "-" };
    let Judged { right, printed, invented, .. } = judged;
    format!("{name:<18} {word:<6} rows {right} of {printed}, {} too many", invented.len())
}

/// Judges the tables that hold at least one right row; others on the page are not the composition table. In each, what
/// stands above its first right row is its head; a row that repeats a row of a head is one too.
fn judge(found: &[FoundTable], truth: &Truth) -> Judged {
    let right = |row: &Row| truth.rows.iter().any(|printed| rows::same(row, printed));
    let mut heads: BTreeSet<Row> = BTreeSet::new();
    let mut body: Vec<Row> = Vec::new();
    for table in found.iter().map(rows::of_table) {
        let Some(first) = table.iter().position(right) else { continue };
        heads.extend(table[..first].iter().cloned());
        body.extend(table[first..].iter().filter(|row| !heads.contains(*row)).cloned());
    }
    let pairs = rows::in_order(&body, &truth.rows);
    let missed = (0..truth.rows.len()).filter(|row| pairs.iter().all(|(_, printed)| printed != row)).collect();
    let invented = body.iter().enumerate().filter(|(at, _)| pairs.iter().all(|(found, _)| found != at));
    Judged {
        right: pairs.len(),
        printed: truth.rows.len(),
        invented: invented.map(|(_, row)| row.clone()).collect(),
        missed,
    }
}

/// The printed rows that did not come out, and all that did in their place.
fn errors(judged: &Judged, truth: &Truth, found: &[FoundTable]) -> String {
    if judged.exact() {
        return String::new();
    }
    let printed = |row: &usize| truth.rows[*row].iter().map(|cell| rows::read(cell)).collect::<Vec<_>>().join(" | ");
    let missed = judged.missed.iter().map(|row| format!("    missed   {}", printed(row)));
    let invented: Vec<Row> = if judged.right > 0 {
        judged.invented.clone()
    } else {
        found.iter().flat_map(rows::of_table).take(30).collect()
    };
    let invented = invented.iter().map(|row| format!("    instead  {}", row.join(" | ")));
    missed.chain(invented).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tables::form::FoundCell;

    /// The printed table as a perfect reader gives it, head included.
    fn perfect(truth: &Truth) -> FoundTable {
        let mut cells =
            vec![FoundCell { row: 0, column: 0, row_span: 1, column_span: 1, text: "Head".into(), pages: Vec::new() }];
        for (row, printed) in truth.rows.iter().enumerate() {
            for (column, cell) in printed.iter().enumerate() {
                let text = cell.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
                cells.push(FoundCell { row: row + 1, column, row_span: 1, column_span: 1, text, pages: Vec::new() });
            }
        }
        FoundTable { page: 1, cells }
    }

    #[test]
    fn a_perfect_reading_is_exact_and_one_wrong_digit_is_not() {
        for sheet in sheets::all(1).unwrap() {
            let mut table = perfect(&sheet.truth);
            let judged = judge(std::slice::from_ref(&table), &sheet.truth);
            assert!(judged.exact(), "{}: {}", sheet.truth.file, errors(&judged, &sheet.truth, &[table]));
            let last = table.cells.iter_mut().rev().find(|cell| !cell.text.is_empty()).unwrap();
            last.text.push('1');
            let judged = judge(&[table], &sheet.truth);
            assert_eq!((judged.right, judged.invented.len()), (judged.printed - 1, 1), "{}", sheet.truth.file);
        }
    }
}
