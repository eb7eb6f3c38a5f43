//! Columns inside ruled columns: white space alone may part them.

use crate::pdf::glyphs::Area;
use crate::pdf::layout::tables::PageCell;
use crate::pdf::layout::tables::stops::{Column, columns};
use crate::pdf::layout::tables::text_lines::{Piece, text_lines, word_rows};
use crate::pdf::layout::words::Words;

/// Columns of values that white space alone parts inside a ruled column become columns; gives all stops.
pub(super) fn refine(words: &Words, cells: &mut [PageCell], stops: &[f32]) -> Vec<f32> {
    let mut refined: Vec<f32> = Vec::with_capacity(stops.len());
    let mut places: Vec<usize> = Vec::with_capacity(stops.len());
    for (column, stop) in stops.iter().enumerate() {
        places.push(refined.len());
        refined.push(*stop);
        let inside: Vec<usize> = cells
            .iter()
            .filter(|cell| cell.column == column && cell.column_span == 1)
            .flat_map(|cell| cell.words.iter().copied())
            .collect();
        let rows = word_rows(words, inside);
        let found = inner_columns(words, rows.clone(), 0.9, 0.4);
        let found = found.or_else(|| inner_columns(words, rows, 0.42, 0.9)).unwrap_or_default();
        refined.extend(found.iter().take(found.len().saturating_sub(1)).map(|column| column.cut));
    }
    for cell in cells {
        let end = places.get(cell.column + cell.column_span).copied().unwrap_or(refined.len() - 1);
        cell.column = places.get(cell.column).copied().unwrap_or(0);
        cell.column_span = end.saturating_sub(cell.column).max(1);
    }
    refined
}

/// Columns of lines of values, parted by gaps of `gap` ems; at least this share of the texts are values.
fn inner_columns(words: &Words, rows: Vec<Vec<usize>>, gap: f32, share: f32) -> Option<Vec<Column>> {
    let lines = text_lines(words, rows, gap);
    let celled = lines.iter().filter(|line| line.pieces.len() >= 2).count();
    let pieces = || lines.iter().flat_map(|line| &line.pieces);
    // A bullet is no value.
    let values = pieces().filter(|piece| piece.is_value(words) && piece.has_digit(words)).count();
    let tabular = celled >= 3 && celled * 10 >= lines.len() * 6 && values as f32 >= share * pieces().count() as f32;
    tabular.then(|| columns(&lines)).filter(|columns| columns.len() >= 2)
}

/// Every line of a cell in the one column its texts stand in; `None` if a text stands in several.
fn split_lines(words: &Words, cell: &PageCell, stops: &[f32], rows: Vec<Vec<usize>>) -> Option<Vec<PageCell>> {
    let value = |row: &Vec<usize>| row.iter().all(|word| Piece::of(words, vec![*word]).is_value(words));
    let values = rows.iter().filter(|row| value(row)).count();
    let lines = text_lines(words, rows.clone(), if values * 10 >= rows.len() * 8 { 0.42 } else { 0.9 });
    let end = cell.column + cell.column_span;
    let mut parts: Vec<PageCell> = (cell.column..end)
        .map(|column| {
            let area = Area { x0: *stops.get(column)?, x1: *stops.get(column + 1)?, ..cell.area };
            Some(PageCell { column, column_span: 1, words: Vec::new(), area, ..*cell })
        })
        .collect::<Option<_>>()?;
    for piece in lines.iter().flat_map(|line| &line.pieces) {
        let slack = 2.0;
        let part = parts.iter_mut().find(|part| piece.u0 > part.area.x0 - slack && piece.u1 < part.area.x1 + slack)?;
        part.words.extend(&piece.words);
    }
    let filled = parts.iter().filter(|part| !part.words.is_empty()).count();
    (filled >= 2).then_some(parts)
}

/// Texts with wide gaps in a cell over several columns are cells of their own, if a column border stands in every gap.
pub(super) fn split_columns(words: &Words, cells: Vec<PageCell>, stops: &[f32]) -> Vec<PageCell> {
    cells.into_iter().flat_map(|cell| split_cell(words, &cell, stops).unwrap_or_else(|| vec![cell])).collect()
}

fn split_cell(words: &Words, cell: &PageCell, stops: &[f32]) -> Option<Vec<PageCell>> {
    if cell.column_span < 2 || cell.words.len() < 2 {
        return None;
    }
    let rows = word_rows(words, cell.words.clone());
    let [row] = rows.as_slice() else { return split_lines(words, cell, stops, rows) };
    let lines = text_lines(words, vec![row.clone()], 0.9);
    let pieces = &lines.first()?.pieces;
    let mut parts: Vec<PageCell> = Vec::new();
    let mut from = cell.column;
    for (at, piece) in pieces.iter().enumerate() {
        let end = cell.column + cell.column_span;
        let to = match pieces.get(at + 1) {
            // The border nearest to the middle between the two texts.
            Some(next) => (from + 1..end)
                .filter(|stop| stops.get(*stop).is_some_and(|stop| piece.u1 < *stop && *stop < next.u0))
                .min_by(|a, b| {
                    let off = |stop: usize| (stops[stop] - 0.5 * (piece.u1 + next.u0)).abs();
                    off(*a).total_cmp(&off(*b))
                })?,
            None => end,
        };
        let area = Area { x0: *stops.get(from)?, x1: *stops.get(to)?, ..cell.area };
        parts.push(PageCell { column: from, column_span: to - from, words: piece.words.clone(), area, ..*cell });
        from = to;
    }
    (parts.len() >= 2).then_some(parts)
}
