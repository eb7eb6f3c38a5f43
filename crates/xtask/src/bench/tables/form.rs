//! A table as any program may have found it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FoundCell {
    /// Row, base 0.
    pub(crate) row: usize,
    /// First column, base 0.
    pub(crate) column: usize,
    /// Rows covered.
    #[serde(default = "one")]
    pub(crate) row_span: usize,
    /// Columns covered.
    #[serde(default = "one")]
    pub(crate) column_span: usize,
    /// Its characters; line breaks as `\n`.
    pub(crate) text: String,
    /// The pages it stands on, from 1; empty: the first of the table's.
    #[serde(default)]
    pub(crate) pages: Vec<u32>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FoundTable {
    /// The page it begins on, from 1.
    pub(crate) page: u32,
    /// Its cells, in row-major order.
    pub(crate) cells: Vec<FoundCell>,
}

fn one() -> usize {
    1
}

impl FoundTable {
    /// The table as each of its pages shows it; rows and columns that are empty there are left out.
    pub(crate) fn by_page(&self) -> Vec<Self> {
        let pages: BTreeSet<u32> = self.cells.iter().flat_map(|cell| self.pages_of(cell)).collect();
        let on = |page: u32| self.cells.iter().filter(move |cell| self.pages_of(cell).contains(&page));
        pages.into_iter().map(|page| Self { page, cells: compact(on(page)) }).collect()
    }

    /// The whole table; rows and columns that are empty are left out.
    pub(crate) fn compacted(&self) -> Self {
        Self { page: self.page, cells: compact(self.cells.iter()) }
    }

    fn pages_of(&self, cell: &FoundCell) -> Vec<u32> {
        if cell.pages.is_empty() { vec![self.page] } else { cell.pages.clone() }
    }
}

/// Cells with text, moved so that no row and no column is without any.
fn compact<'a>(cells: impl Iterator<Item = &'a FoundCell>) -> Vec<FoundCell> {
    let mut cells: Vec<FoundCell> = cells.filter(|cell| !cell.text.trim().is_empty()).cloned().collect();
    let mut rows: Vec<(&mut usize, &mut usize)> = Vec::new();
    let mut columns: Vec<(&mut usize, &mut usize)> = Vec::new();
    for cell in &mut cells {
        rows.push((&mut cell.row, &mut cell.row_span));
        columns.push((&mut cell.column, &mut cell.column_span));
    }
    squeeze(rows);
    squeeze(columns);
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells
}

/// Numbers the places where stretches (first, count) begin from 0 on. A place where none begins is merged into the one
/// before it: a cell that spans it spans one place less.
fn squeeze(mut stretches: Vec<(&mut usize, &mut usize)>) {
    let begins: BTreeSet<usize> = stretches.iter().map(|(first, _)| **first).collect();
    for (first, count) in &mut stretches {
        let spanned = begins.range(**first..first.saturating_add(**count)).count();
        **first = begins.range(..**first).count();
        **count = spanned.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: usize, column: usize, column_span: usize, text: &str, pages: &[u32]) -> FoundCell {
        FoundCell { row, column, row_span: 1, column_span, text: text.into(), pages: pages.to_vec() }
    }

    #[test]
    fn carried_header_stands_on_both_pages_and_empty_columns_go() {
        let table = FoundTable {
            page: 1,
            cells: vec![
                cell(0, 0, 1, "Name", &[1, 2]),
                cell(0, 1, 1, " ", &[1, 2]),
                cell(0, 2, 2, "Share", &[1, 2]),
                cell(1, 0, 1, "Water", &[1]),
                cell(1, 2, 1, "1", &[1]),
                cell(2, 0, 1, "Ethanol", &[2]),
                cell(2, 2, 1, "2", &[2]),
            ],
        };
        let pages = table.by_page();
        assert_eq!(pages.iter().map(|table| table.page).collect::<Vec<_>>(), [1, 2]);
        let places = |table: &FoundTable| {
            let place = |cell: &FoundCell| (cell.row, cell.column, cell.column_span, cell.text.clone());
            table.cells.iter().map(place).collect::<Vec<_>>()
        };
        let expected = |name: &str, share: &str| {
            vec![
                (0, 0, 1, "Name".to_owned()),
                (0, 1, 1, "Share".to_owned()),
                (1, 0, 1, name.to_owned()),
                (1, 1, 1, share.to_owned()),
            ]
        };
        assert_eq!(places(&pages[0]), expected("Water", "1"));
        assert_eq!(places(&pages[1]), expected("Ethanol", "2"));
    }
}
