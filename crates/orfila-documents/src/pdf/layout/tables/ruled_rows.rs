//! Rows inside ruled rows: several may stand between two lines across.

use std::collections::BTreeMap;

use crate::pdf::glyphs::Area;
use crate::pdf::layout::tables::PageCell;
use crate::pdf::layout::tables::ruled::interval;
use crate::pdf::layout::tables::stops::Placed;
use crate::pdf::layout::tables::text_lines::{Piece, word_rows};
use crate::pdf::layout::tables::wraps::{GridLine, ruled_row_starts};
use crate::pdf::layout::words::Words;

/// Rows of text between two lines across become rows, where they surely are rows of their own.
pub(super) fn split_rows(words: &Words, cells: Vec<PageCell>, heights: &[f32]) -> Vec<PageCell> {
    let count = heights.len().saturating_sub(1);
    let mut by_row: Vec<Vec<PageCell>> = vec![Vec::new(); count];
    for cell in cells {
        if let Some(row) = by_row.get_mut(cell.row) {
            row.push(cell);
        }
    }
    cut_spanning(words, &mut by_row, heights);
    let parts = by_row.into_iter().map(|cells| parts_of_row(words, cells)).collect();
    numbered(parts)
}

fn parts_of_row(words: &Words, cells: Vec<PageCell>) -> Vec<Vec<PageCell>> {
    let single = cells.iter().all(|cell| cell.row_span == 1);
    if single { split_row(words, &cells) } else { None }.unwrap_or_else(|| vec![cells])
}

/// Gives all cells their rows; `parts` holds the rows that each ruled row became.
fn numbered(parts: Vec<Vec<Vec<PageCell>>>) -> Vec<PageCell> {
    let mut offsets = vec![0_usize];
    for pieces in &parts {
        offsets.push(offsets.last().copied().unwrap_or(0) + pieces.len());
    }
    let offset = |row: usize| offsets.get(row).or(offsets.last()).copied().unwrap_or(0);
    let mut cells = Vec::new();
    for (row, pieces) in parts.into_iter().enumerate() {
        let several = pieces.len() > 1;
        for (nth, part) in pieces.into_iter().enumerate() {
            for mut cell in part {
                let span = offset(row + cell.row_span).saturating_sub(offset(row) + nth).max(1);
                cell.row_span = if several { 1 } else { span };
                cell.row = offset(row) + nth;
                cells.push(cell);
            }
        }
    }
    cells
}

/// A column of many rows beside one that is ruled further up or down: its cell is cut at the lines across beside it, if
/// the rows between those come apart and it holds a line for nearly each of them.
fn cut_spanning(words: &Words, by_row: &mut [Vec<PageCell>], heights: &[f32]) {
    let mut from = 0;
    while from < by_row.len() {
        let to = group_end(by_row, from);
        if to - from > 1
            && let Some(group) = by_row.get_mut(from..to)
            && let Some(cut) = cut_group(words, group, heights, from)
        {
            group.clone_from_slice(&cut);
        }
        from = to;
    }
}

/// The end of the rows that spanning cells tie to the one at `from`.
fn group_end(by_row: &[Vec<PageCell>], from: usize) -> usize {
    let mut to = from + 1;
    let mut row = from;
    while row < to.min(by_row.len()) {
        let reach = by_row[row].iter().filter(|cell| !cell.words.is_empty()).map(|cell| cell.row + cell.row_span).max();
        to = to.max(reach.unwrap_or(to));
        row += 1;
    }
    to.min(by_row.len())
}

fn cut_group(words: &Words, group: &[Vec<PageCell>], heights: &[f32], from: usize) -> Option<Vec<Vec<PageCell>>> {
    let mut cut: Vec<Vec<PageCell>> = vec![Vec::new(); group.len()];
    let mut spanning = Vec::new();
    for cell in group.iter().flatten() {
        if cell.row_span > 1 && !cell.words.is_empty() {
            spanning.push(word_rows(words, cell.words.clone()).len());
        }
        for part in parts_of_cell(words, cell, heights) {
            cut.get_mut(part.row.checked_sub(from)?)?.push(part);
        }
    }
    cut.iter_mut().for_each(|row| row.sort_by_key(|cell| cell.column));
    let mut rows = 0;
    for row in &cut {
        let lines = word_rows(words, row.iter().flat_map(|cell| cell.words.iter().copied()).collect()).len();
        let parts = split_row(words, row).map_or(1, |parts| parts.len());
        if lines > 1 && parts * 10 < lines * 6 {
            return None;
        }
        rows += parts;
    }
    let columns = spanning.iter().all(|lines| lines * 10 >= rows * 6);
    (rows > group.len() && !spanning.is_empty() && columns).then_some(cut)
}

/// The cell's words in each of its ruled rows.
fn parts_of_cell(words: &Words, cell: &PageCell, heights: &[f32]) -> Vec<PageCell> {
    let part = |row: usize| {
        let y0 = heights.get(row).copied().unwrap_or(cell.area.y0);
        let y1 = heights.get(row + 1).copied().unwrap_or(cell.area.y1);
        let inside = |index: &&usize| {
            words.words.get(**index).is_some_and(|word| interval(heights, word.line_v - 0.35 * word.size) == Some(row))
        };
        let area = Area { y0, y1, ..cell.area };
        PageCell { row, row_span: 1, words: cell.words.iter().filter(inside).copied().collect(), area, ..*cell }
    };
    if cell.row_span == 1 { vec![cell.clone()] } else { (cell.row..cell.row + cell.row_span).map(part).collect() }
}

fn split_row(words: &Words, cells: &[PageCell]) -> Option<Vec<Vec<PageCell>>> {
    let all: Vec<usize> = cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
    let rows = word_rows(words, all);
    if rows.len() < 2 || cells.len() < 2 {
        return None;
    }
    let mut owner = BTreeMap::new();
    for (index, cell) in cells.iter().enumerate() {
        owner.extend(cell.words.iter().map(|word| (*word, index)));
    }
    let lines: Vec<GridLine> = rows.iter().map(|row| grid_line(words, row, &owner)).collect();
    let rights: Vec<f32> = cells.iter().map(|cell| cell.area.x1).collect();
    let starts = ruled_row_starts(words, &lines, &rights);
    if starts.iter().filter(|start| **start).count() < 2 {
        return None;
    }
    let mut parts: Vec<Vec<PageCell>> = Vec::new();
    for ((line, row), start) in lines.iter().zip(&rows).zip(starts) {
        if start || parts.is_empty() {
            let blank = cells.iter().map(|cell| PageCell { words: Vec::new(), ..cell.clone() });
            parts.push(blank.collect());
        }
        let Some(part) = parts.last_mut() else { continue };
        for word in row {
            if let Some(cell) = owner.get(word).and_then(|index| part.get_mut(*index)) {
                cell.words.push(*word);
            }
        }
        for cell in part.iter_mut() {
            cell.area.y0 = if start { line.v - line.size } else { cell.area.y0 };
            cell.area.y1 = line.v + 0.3 * line.size;
        }
    }
    Some(parts)
}

fn grid_line(words: &Words, row: &[usize], owner: &BTreeMap<usize, usize>) -> GridLine {
    let mut groups: BTreeMap<usize, Vec<usize>> = Default::default();
    for word in row {
        groups.entry(owner.get(word).copied().unwrap_or(0)).or_default().push(*word);
    }
    let (v, size) = row.first().map_or((0.0, 1.0), |word| (words.words[*word].line_v, words.words[*word].size));
    let cells = groups.into_iter().map(|(at, group)| Placed { piece: Piece::of(words, group), first: at, last: at });
    GridLine { v, size, cells: cells.collect() }
}

/// Where a column has no lines across (names beside ruled values), each of its lines stands in the row beside it.
pub(super) fn split_open(words: &Words, cells: Vec<PageCell>, heights: &[f32]) -> Vec<PageCell> {
    cells.into_iter().flat_map(|cell| split_down(words, &cell, heights).unwrap_or_else(|| vec![cell])).collect()
}

fn split_down(words: &Words, cell: &PageCell, heights: &[f32]) -> Option<Vec<PageCell>> {
    if cell.row_span < 3 {
        return None;
    }
    let lines = word_rows(words, cell.words.clone());
    let mut rows: Vec<usize> = Vec::new();
    for line in &lines {
        let word = words.words.get(*line.first()?)?;
        rows.push(interval(heights, word.line_v - 0.35 * word.size)?);
    }
    let single = rows.windows(2).all(|pair| pair[0] < pair[1]);
    if !single || lines.len() * 10 < cell.row_span * 6 {
        return None;
    }
    let part = |(line, row): (Vec<usize>, &usize)| {
        let area = Area { y0: *heights.get(*row)?, y1: *heights.get(row + 1)?, ..cell.area };
        Some(PageCell { row: *row, row_span: 1, words: line, area, ..*cell })
    };
    lines.into_iter().zip(&rows).map(part).collect()
}
