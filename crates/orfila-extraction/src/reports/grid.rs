//! Tables as grids: every place knows its cell, every cell the headers above it and the labels beside it.

use orfila_records::{Document, TextRange};

use super::cells::{CellReading, read_cell};
use crate::numbers::NumberStyle;
use crate::reading::trimmed;

/// Places a grid may have; a table with more is read row by row as far as this reaches.
const MAX_PLACES: usize = 4_000_000;

/// A cell and the places it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GridCell {
    /// Its characters in the document's text, trimmed.
    pub range: TextRange,
    /// First row, base 0.
    pub row: usize,
    /// First column, base 0.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
}

impl GridCell {
    /// Whether the cell covers all columns of `other`.
    fn spans(&self, other: &Self) -> bool {
        self.column <= other.column
            && other.column.saturating_add(other.columns) <= self.column.saturating_add(self.columns)
    }
}

/// A table with its cells in place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// Label and caption.
    pub caption: Option<TextRange>,
    /// Footnotes.
    pub footnotes: Vec<TextRange>,
    /// Rows of headers at the top.
    pub header_rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Cells that hold text, in row-major order.
    pub cells: Vec<GridCell>,
    /// Index into `cells` for every place, row by row.
    places: Vec<Vec<Option<usize>>>,
    /// Index into [`Document::tables`]; `None` for a table made of lines.
    pub table: Option<usize>,
}

impl Grid {
    /// A grid of the given cells; cells without text and cells outside the grid are left out.
    pub(crate) fn new(rows: usize, columns: usize, header_rows: usize, cells: Vec<GridCell>) -> Self {
        let rows = rows.min(MAX_PLACES / columns.max(1));
        let mut grid = Self { header_rows, columns, places: vec![vec![None; columns]; rows], ..Self::default() };
        for cell in cells.into_iter().filter(|cell| !cell.range.is_empty()) {
            let index = grid.cells.len();
            for row in grid.places.iter_mut().skip(cell.row).take(cell.rows.max(1)) {
                for place in row.iter_mut().skip(cell.column).take(cell.columns.max(1)) {
                    place.get_or_insert(index);
                }
            }
            grid.cells.push(cell);
        }
        grid
    }

    /// Number of rows, headers included.
    pub(crate) fn rows(&self) -> usize {
        self.places.len()
    }

    /// The cell that covers a place.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<&GridCell> {
        self.cells.get((*self.places.get(row)?.get(column)?)?)
    }

    /// The cells of a row that begin in it or reach into it, left to right, each once.
    pub(crate) fn row(&self, row: usize) -> Vec<&GridCell> {
        let mut indices: Vec<usize> = self.places.get(row).into_iter().flatten().flatten().copied().collect();
        indices.dedup();
        indices.into_iter().filter_map(|index| self.cells.get(index)).collect()
    }

    /// The header cells above a cell, top first: those that span all its columns.
    pub(crate) fn headers(&self, cell: &GridCell) -> Vec<TextRange> {
        let mut headers: Vec<&GridCell> = Vec::new();
        for row in 0..self.header_rows.min(cell.row) {
            let Some(header) = self.at(row, cell.column) else { continue };
            if header.spans(cell) && headers.last() != Some(&header) {
                headers.push(header);
            }
        }
        headers.into_iter().map(|header| header.range).collect()
    }

    /// The header cells above a column, top first.
    pub(crate) fn column_headers(&self, column: usize) -> Vec<TextRange> {
        let cell = GridCell { range: TextRange::new(0, 0), row: usize::MAX, column, rows: 1, columns: 1 };
        self.headers(&cell)
    }
}

/// The tables of a document as grids, in text order.
pub(crate) fn grids(document: &Document) -> Vec<Grid> {
    document.tables.iter().enumerate().map(|(index, table)| of_table(document, index, table)).collect()
}

fn of_table(document: &Document, index: usize, table: &orfila_records::Table) -> Grid {
    let cells = table
        .cells
        .iter()
        .map(|cell| GridCell {
            range: trimmed(&document.text, cell.range),
            row: cell.row,
            column: cell.column,
            rows: cell.row_span,
            columns: cell.column_span,
        })
        .collect();
    let mut grid = Grid::new(table.rows, table.columns, table.header_rows, cells);
    grid.caption = table.caption;
    grid.footnotes.clone_from(&table.footnotes);
    grid.table = Some(index);
    if grid.header_rows == 0 {
        grid.header_rows = guessed_header_rows(document, &grid);
    }
    grid
}

/// Leading rows without a number behind their first cell are headers, as long as rows with numbers follow.
fn guessed_header_rows(document: &Document, grid: &Grid) -> usize {
    let style = NumberStyle::of_document(document);
    let is_data = |row: usize| {
        grid.row(row).iter().skip(1).any(|cell| {
            let text = cell.range.slice(&document.text).unwrap_or_default();
            matches!(read_cell(text, style), CellReading::Numbers { .. } | CellReading::NotDetected)
        })
    };
    let first = (0..grid.rows().min(6)).find(|row| is_data(*row));
    first.unwrap_or(0).max(1).min(grid.rows())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_stand_above_all_the_columns_they_span() {
        let cell = |row, column, columns| GridCell {
            range: TextRange::new(row * 10 + column, row * 10 + column + 1),
            row,
            column,
            rows: 1,
            columns,
        };
        let cells = vec![
            cell(0, 0, 1),
            cell(0, 1, 2),
            cell(1, 1, 1),
            cell(1, 2, 1),
            cell(2, 0, 1),
            cell(2, 1, 1),
            cell(2, 2, 1),
            cell(3, 1, 2),
        ];
        let grid = Grid::new(4, 3, 2, cells.clone());
        assert_eq!(grid.headers(&cells[5]), [cells[1].range, cells[2].range]);
        assert_eq!(grid.headers(&cells[7]), [cells[1].range]);
        assert_eq!(grid.row(3).len(), 1);
        assert_eq!(grid.at(9, 9), None);
    }

    #[test]
    fn spans_past_the_edge_are_cut() {
        let cell = GridCell { range: TextRange::new(0, 1), row: 0, column: 0, rows: usize::MAX, columns: usize::MAX };
        let grid = Grid::new(2, 2, 0, vec![cell]);
        assert_eq!(grid.at(1, 1).map(|cell| cell.range), Some(TextRange::new(0, 1)));
        assert!(Grid::new(usize::MAX, 0, 0, Vec::new()).row(0).is_empty());
    }
}
