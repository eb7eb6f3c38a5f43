//! What a sheet's table holds, as a scorer needs it.

use serde::{Deserialize, Serialize};

use super::breaking::CellLine;
use super::grid::Grid;

/// A heading and the columns it stands over.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Heading {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    lines: Vec<CellLine>,
}

#[cfg(test)]
impl Heading {
    pub(super) fn spans(&self) -> bool {
        self.row_span > 1 || self.column_span > 1
    }
}

/// The composition table of a sheet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Truth {
    /// The PDF's name.
    pub(crate) file: String,
    /// Whether rules part its cells, rows or columns.
    pub(crate) ruled: bool,
    /// The cells of its head.
    pub(crate) head: Vec<Heading>,
    /// A row for each substance, a list of lines for each cell; none for an empty cell.
    pub(crate) rows: Vec<Vec<Vec<CellLine>>>,
    /// The page of each row, from 1.
    pub(crate) pages: Vec<usize>,
}

impl Truth {
    pub(super) fn of(file: String, ruled: bool, grid: Grid, pages: Vec<usize>) -> Self {
        let head = grid.head.into_iter().map(|cell| Heading {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            lines: cell.lines,
        });
        Self { file, ruled, head: head.collect(), rows: grid.rows, pages }
    }
}
