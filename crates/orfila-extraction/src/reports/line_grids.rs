//! Tables that a page prints as lines of text: cells aligned by their place on the page.

use std::collections::HashMap;
use std::sync::LazyLock;

use orfila_records::{DocumentFormat, PassageKind, TextRange};
use regex::Regex;

use super::cells::{CellReading, read_cell};
use super::grid::{Grid, GridCell};
use super::unit_shapes::units_in;
use crate::claims::Context;
use crate::reading::Line;

/// Lines with several cells that a table needs at least, its header included.
const MIN_LINES: usize = 3;

/// Lines of one cell in a row that end a table.
const MAX_LONE: usize = 2;

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:table|tab\.|tabelle|tableau)\s*(?:[ivx]+|\d+|[a-z]\d*)\b").expect("the pattern is constant")
});

/// A table of lines and the passages it was made of.
pub(super) struct LineGrid {
    /// The table.
    pub grid: Grid,
    /// Passages whose lines it took, as indices into the document's passages.
    pub passages: Vec<usize>,
}

/// The tables printed as lines, in text order. Documents whose reader gave tables keep those.
pub(super) fn line_grids(context: &Context<'_>) -> Vec<LineGrid> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < context.lines.len() {
        let end = run_end(context, start);
        if end > start {
            found.extend(grid(context, start, end));
        }
        start = end.max(start + 1);
    }
    found
}

fn is_candidate(line: &Line) -> bool {
    line.table.is_none() && matches!(line.kind, PassageKind::Paragraph | PassageKind::TableRow | PassageKind::ListItem)
}

/// The end of the run of lines with several cells that begins at `start`; `start` itself if there is none.
fn run_end(context: &Context<'_>, start: usize) -> usize {
    let first = &context.lines[start];
    if !is_candidate(first) || first.cells.len() < 2 {
        return start;
    }
    let mut end = start + 1;
    let mut lone = 0;
    // Plain text parts its lists by lines of their own.
    let max_lone = if context.document.format == DocumentFormat::Text { 0 } else { MAX_LONE };
    for (index, line) in context.lines.iter().enumerate().skip(start + 1) {
        if !is_candidate(line) || line.page != first.page {
            break;
        }
        if line.cells.len() >= 2 {
            lone = 0;
            end = index + 1;
        } else {
            lone += 1;
            if lone > max_lone || line.range.len() > 60 {
                break;
            }
        }
    }
    end
}

fn grid(context: &Context<'_>, start: usize, end: usize) -> Option<LineGrid> {
    let lines = &context.lines[start..end];
    if lines.iter().filter(|line| line.cells.len() >= 2).count() < MIN_LINES {
        return None;
    }
    let is_data = |line: &Line| {
        let numbers = line.cells.iter().skip(1).filter(|cell| {
            matches!(
                read_cell(context.text(**cell), context.style),
                CellReading::Numbers { .. } | CellReading::NotDetected
            )
        });
        line.cells.len() >= 2 && numbers.count() * 2 >= line.cells.len() - 1
    };
    // A list whose first line has values with units has no header.
    let headless = lines.first().is_some_and(|line| {
        is_data(line)
            && line.cells.iter().skip(1).all(|cell| context.quantities(*cell).iter().any(|found| found.unit.is_some()))
    });
    let header_rows = if headless { 0 } else { lines.iter().position(is_data).unwrap_or(1).max(1) };
    let columns = column_places(context, &lines[header_rows.min(lines.len())..]);
    if columns.len() < 2 {
        return None;
    }
    let mut cells = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for (position, cell) in line.cells.iter().enumerate() {
            let (column, width) = place(context, &columns, *cell, position, line.cells.len());
            cells.push(GridCell { range: *cell, row, column, rows: 1, columns: width });
        }
    }
    let mut grid = Grid::new(lines.len(), columns.len(), header_rows, cells);
    grid.caption = caption(context, start);
    let mut passages: Vec<usize> = lines.iter().map(|line| line.passage).collect();
    passages.dedup();
    Some(LineGrid { grid, passages })
}

/// Left and right edge of every column, from the rows that have the usual number of cells.
fn column_places(context: &Context<'_>, body: &[Line]) -> Vec<Option<(f32, f32)>> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for line in body.iter().filter(|line| line.cells.len() >= 2) {
        *counts.entry(line.cells.len()).or_default() += 1;
    }
    let Some((width, _)) = counts.into_iter().max_by_key(|(cells, lines)| (*lines, *cells)) else { return Vec::new() };
    let mut places: Vec<Option<(f32, f32)>> = vec![None; width];
    for line in body.iter().filter(|line| line.cells.len() == width) {
        for (place, cell) in places.iter_mut().zip(&line.cells) {
            if let Some((left, right)) = edges(context, *cell) {
                *place = Some(place.map_or((left, right), |(l, r)| (l.min(left), r.max(right))));
            }
        }
    }
    places
}

fn edges(context: &Context<'_>, cell: TextRange) -> Option<(f32, f32)> {
    let (_, boxes, _) = context.document.boxes(cell);
    let bounds = boxes.into_iter().reduce(orfila_records::BoundingBox::cover)?;
    Some((bounds.x0, bounds.x1))
}

/// The column of a cell and the number of columns it covers: those it overlaps, else the nearest one.
fn place(
    context: &Context<'_>,
    columns: &[Option<(f32, f32)>],
    cell: TextRange,
    position: usize,
    cells: usize,
) -> (usize, usize) {
    let by_order = if cells < columns.len() && position > 0 { position + columns.len() - cells } else { position };
    let by_order = (by_order.min(columns.len() - 1), 1);
    let Some((left, right)) = edges(context, cell) else { return by_order };
    let overlapped: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_some_and(|(l, r)| right.min(r) - left.max(l) > 0.3 * (r - l).min(right - left)))
        .map(|(column, _)| column)
        .collect();
    if let (Some(first), Some(last)) = (overlapped.first(), overlapped.last()) {
        return (*first, last - first + 1);
    }
    let middle = (left + right) / 2.0;
    let distance = |column: &Option<(f32, f32)>| column.map_or(f32::MAX, |(l, r)| ((l + r) / 2.0 - middle).abs());
    let nearest = columns.iter().enumerate().min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
    nearest.map_or(by_order, |(column, _)| (column, 1))
}

/// The caption: the passage that begins with `Table N` among the few lines before the table.
fn caption(context: &Context<'_>, start: usize) -> Option<TextRange> {
    let before = context.lines[..start].iter().rev().take(4);
    let Some(line) = before.into_iter().find(|line| CAPTION.is_match(context.text(line.range))) else {
        // Plain text has no captions, but a line above that gives the unit says what the numbers are.
        let above = context.lines[..start].last()?;
        let text = context.text(above.range);
        let says = !units_in(text).is_empty() || crate::vocabulary::names_limit(text);
        let titled = above.cells.len() == 1 && above.range.len() < 120 && says;
        return titled.then_some(above.range);
    };
    let passage = context.document.passages.get(line.passage)?.range;
    let first = context.lines.get(start)?.range;
    Some(TextRange::new(line.range.start, passage.end.min(first.start)).cover(line.range))
}
