//! Which rows of a table are its header.

use crate::pdf::layout::tables::PageCell;
use crate::pdf::layout::tables::text_lines::Letters;
use crate::pdf::layout::words::Words;

/// More rows than this are no header.
const MOST: usize = 6;

/// The number of header rows at the top: rows of words above columns of values, rows in bold above others, and the rows
/// that a cell of the first row spans.
pub(super) fn count_header_rows(words: &Words, cells: &[PageCell], rows: usize) -> usize {
    if rows < 2 {
        return 0;
    }
    let row = |at: usize| cells.iter().filter(move |cell| cell.row == at && !cell.words.is_empty());
    let mut header = 0;
    while header < MOST.min(rows - 1) && is_header(words, &row(header).collect::<Vec<_>>(), cells, header) {
        header += 1;
    }
    let spanned = |header: usize| {
        let reach = cells
            .iter()
            .filter(|cell| cell.row < header && !cell.words.is_empty())
            .map(|cell| cell.row + cell.row_span);
        reach.max().unwrap_or(header)
    };
    if header > 0 { spanned(header).max(header).min(rows - 1).min(MOST) } else { 0 }
}

fn is_header(words: &Words, row: &[&PageCell], cells: &[PageCell], at: usize) -> bool {
    if row.is_empty() {
        return false;
    }
    let below = |cell: &&PageCell| cell.row > at && !cell.words.is_empty();
    let bold_row = row.iter().all(|cell| is_bold(words, cell));
    let body: Vec<&PageCell> = cells.iter().filter(below).collect();
    let bold_body = body.iter().filter(|cell| is_bold(words, cell)).count() * 2 > body.len();
    if bold_row && !bold_body {
        return row.len() >= 2 || at == 0;
    }
    let lettered = row.iter().filter(|cell| !is_value(words, cell)).count();
    let under = |cell: &PageCell| {
        let column: Vec<&&PageCell> =
            body.iter().filter(|other| other.column == cell.column && other.column_span == 1).collect();
        let values = column.iter().filter(|other| is_value(words, other)).count();
        !column.is_empty() && values * 2 > column.len()
    };
    let above_values = row.iter().filter(|cell| cell.column > 0 && !is_value(words, cell) && under(cell)).count();
    lettered == row.len() && above_values > 0 && above_values * 2 >= row.iter().filter(|cell| cell.column > 0).count()
}

fn is_bold(words: &Words, cell: &PageCell) -> bool {
    cell.words.iter().all(|word| words.words[*word].bold)
}

/// Whether a cell holds a number or a sign for a missing one.
pub(super) fn is_value(words: &Words, cell: &PageCell) -> bool {
    let count = cell.words.iter().filter_map(|word| words.words.get(*word)).map(|word| word.count).sum();
    count > 0 && Letters::of(words, &cell.words).are_value(count)
}
