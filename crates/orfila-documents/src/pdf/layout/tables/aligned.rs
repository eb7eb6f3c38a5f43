//! Tables that the alignment of words alone tells: at least three lines in a row with cells in the same columns.

use orfila_records::TableEvidence;

use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::tables::anchors::is_casrn;
use crate::pdf::layout::tables::grid::{Grid, grid};
use crate::pdf::layout::tables::header::is_value;
use crate::pdf::layout::tables::labels::{has_colons, is_label_block};
use crate::pdf::layout::tables::listings::is_listing;
use crate::pdf::layout::tables::runs::{FEWEST, Run, runs};
use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{TextLine, piece_gap, text_lines, word_rows};
use crate::pdf::layout::tables::{PageCell, PageTable, area_of};
use crate::pdf::layout::words::Words;

/// Tables among the chunks of a region, from top to bottom.
pub(crate) fn aligned(words: &Words, chunks: &[Chunk]) -> Vec<PageTable> {
    if chunks.len() < 2 * FEWEST {
        return Vec::new();
    }
    let indices: Vec<usize> = chunks.iter().flat_map(|chunk| chunk.words.iter().copied()).collect();
    let rows = word_rows(words, indices);
    let gap = piece_gap(words, &rows).max(0.6);
    let lines = text_lines(words, rows, gap);
    runs(words, &lines).into_iter().filter_map(|run| table(words, &run)).collect()
}

fn table(words: &Words, run: &Run<'_>) -> Option<PageTable> {
    if has_colons(words, run.lines) || is_listing(words, run.lines) {
        return None;
    }
    let indices: Vec<usize> =
        run.lines.iter().flat_map(|line| line.pieces.iter().flat_map(|piece| piece.words.iter().copied())).collect();
    let size = run.lines.first()?.size;
    let found = grid(words, indices, &[], f32::INFINITY)?;
    if is_label_block(words, &found) || !is_table(words, &found, size, run.captioned) {
        return None;
    }
    let indices: Vec<usize> = found.cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
    let area = area_of(words, &indices);
    let Grid { columns, cells, rows, header_rows, .. } = found;
    Some(PageTable { area, evidence: TableEvidence::Aligned, rows, columns, header_rows, stub_columns: 1, cells })
}

/// Three columns or more; or two with a header and values: a label beside a text is no table.
fn is_table(words: &Words, grid: &Grid, size: f32, captioned: bool) -> bool {
    let rows = grid.rows - grid.header_rows;
    let filled = |row: usize| grid.cells.iter().filter(|cell| cell.row == row).count();
    let celled = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 2).count();
    let values = grid.cells.iter().filter(|cell| is_value(words, cell)).count();
    let characters: usize = grid.lines.iter().map(TextLine::count).sum();
    let short = characters <= 45 * grid.cells.len();
    let wide = grid.columns.len() >= 3;
    let full = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 3).count();
    let headed = grid.header_rows > 0 || values * 3 >= grid.cells.len();
    let parted = apart(&grid.columns, size);
    let enough = celled >= FEWEST.min(rows.max(2)) && celled * 2 >= rows && rows >= 2;
    // The last row of a table of substances, alone below its head on the next page; the first below a caption.
    let numbered = |cell: &&PageCell| {
        cell.words.iter().any(|word| words.words.get(*word).is_some_and(|word| is_casrn(words.text(word))))
    };
    let alone = rows == 1
        && grid.header_rows > 0
        && filled(grid.header_rows) >= if captioned { 3 } else { 4 }
        && (captioned || grid.cells.iter().any(|cell| numbered(&cell)));
    if alone && short && parted {
        return true;
    }
    enough && short && parted && headed && (wide && full >= 2 || values * 5 >= 2 * grid.cells.len() && rows >= 4)
}

/// Whether white space parts all columns.
fn apart(columns: &[Column], size: f32) -> bool {
    columns.windows(2).filter(|pair| pair[1].u0 - pair[0].u1 > 0.5 * size).count() * 2 >= columns.len() - 1
}
