//! Sets a table on paper: head, rows, rules; over several pages with the head repeated.

use anyhow::Result;

use super::breaking::{self, CellLine};
use super::column::Kind;
use super::design::{Design, Pen, Place, Rules};
use super::grid::Grid;
use super::paper::{BOTTOM, Paper};
use crate::demo_corpus::typeset::Letters;

/// A cell on the page: its area, its lines and how they stand in it.
struct Area<'a> {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    lines: &'a [CellLine],
    across: Place,
    down: Place,
}

/// Sets the table; returns the pages on which its rows stand.
pub(super) fn set(paper: &mut Paper<'_>, grid: &Grid) -> Result<Vec<usize>> {
    let design = paper.design;
    let heights: Vec<f32> = grid.rows.iter().map(|row| height(design, row.iter().map(Vec::len))).collect();
    let head: f32 = head_heights(design, grid).iter().sum();
    let mut pages = Vec::new();
    if paper.y - head - heights.first().copied().unwrap_or_default() < BOTTOM {
        paper.turn();
    }
    let mut edges = begin(paper, grid)?;
    for (row, height) in heights.iter().enumerate() {
        if paper.y - height < BOTTOM {
            rules(paper, grid, &edges);
            paper.turn();
            edges = begin(paper, grid)?;
        }
        body(paper, grid, row, *height)?;
        edges.push(paper.y);
        pages.push(paper.page());
    }
    rules(paper, grid, &edges);
    Ok(pages)
}

/// Height of a row of cells with so many lines.
fn height(design: &Design, lines: impl Iterator<Item = usize>) -> f32 {
    let lines = lines.max().unwrap_or_default().max(1);
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * design.line() + 2.0 * design.above
}

/// Heights of the rows of the head; cells over two rows make the second one high enough.
fn head_heights(design: &Design, grid: &Grid) -> Vec<f32> {
    let of = |row: usize| {
        let cells = grid.head.iter().filter(move |cell| cell.row == row && cell.row_span == 1);
        height(design, cells.map(|cell| cell.lines.len()))
    };
    let mut heights: Vec<f32> = (0..grid.head_rows).map(of).collect();
    let tallest =
        height(design, grid.head.iter().filter(|cell| cell.row_span == grid.head_rows).map(|cell| cell.lines.len()));
    let missing = tallest - heights.iter().sum::<f32>();
    if let Some(last) = heights.last_mut() {
        *last += missing.max(0.0);
    }
    heights
}

/// Sets the head; returns the upper edge of the table and the lower edges of its rows.
fn begin(paper: &mut Paper<'_>, grid: &Grid) -> Result<Vec<f32>> {
    let design = paper.design;
    let heights = head_heights(design, grid);
    let mut edges = vec![paper.y];
    for height in &heights {
        edges.push(edges[edges.len() - 1] - height);
    }
    if design.ground < 1.0 {
        let (bottom, width) = (edges[heights.len()], grid.widths.iter().sum::<f32>());
        paper.fill((design.margin, bottom), (width, edges[0] - bottom), design.ground);
    }
    for cell in &grid.head {
        let top = edges[cell.row];
        let across = if design.head_centred || cell.column_span > 1 { Place::Middle } else { Place::First };
        let area = Area {
            left: design.margin + grid.widths[..cell.column].iter().sum::<f32>(),
            top,
            width: grid.widths[cell.column..cell.column + cell.column_span].iter().sum(),
            height: top - edges[cell.row + cell.row_span],
            lines: &cell.lines,
            across,
            down: design.head_rows,
        };
        let grey = if design.ground < 0.5 { 1.0 } else { 0.0 };
        lines(paper, &area, design.letters(true), grey)?;
    }
    paper.y = edges[edges.len() - 1];
    Ok(edges)
}

fn body(paper: &mut Paper<'_>, grid: &Grid, row: usize, height: f32) -> Result<()> {
    let design = paper.design;
    let (top, mut left) = (paper.y, design.margin);
    if design.rules == Rules::Zebra && row % 2 == 1 {
        paper.fill((left, top - height), (grid.widths.iter().sum(), height), 0.92);
    }
    for ((cell, width), kind) in grid.rows[row].iter().zip(&grid.widths).zip(&grid.kinds) {
        let across = match kind {
            Kind::Share => design.shares,
            Kind::Cas | Kind::Ec | Kind::Index | Kind::Number => design.numbers,
            _ => Place::First,
        };
        let area = Area { left, top, width: *width, height, lines: cell, across, down: design.rows };
        lines(paper, &area, design.letters(false), 0.0)?;
        left += width;
    }
    paper.y = top - height;
    Ok(())
}

fn lines(paper: &mut Paper<'_>, area: &Area<'_>, letters: Letters, grey: f32) -> Result<()> {
    let design = paper.design;
    let count = f32::from(u16::try_from(area.lines.len())?);
    let spare = area.height - 2.0 * design.above - count * design.line();
    let part = |place| match place {
        Place::First => 0.0,
        Place::Middle => 0.5,
        Place::Last => 1.0,
    };
    let mut y = area.top - design.above - spare.max(0.0) * part(area.down);
    for line in area.lines {
        y -= design.line();
        let room = area.width - 2.0 * design.side - breaking::width(&line.text, letters)?;
        let x = area.left + design.side + room.max(0.0) * part(area.across);
        paper.set(&line.text, letters, x, y + 0.24 * letters.size, grey)?;
    }
    Ok(())
}

/// Draws the rules of what stands on a page; `edges` are those of its rows from above.
fn rules(paper: &mut Paper<'_>, grid: &Grid, edges: &[f32]) {
    let design = paper.design;
    let mut columns = vec![design.margin];
    for width in &grid.widths {
        columns.push(columns[columns.len() - 1] + width);
    }
    let (rows, count) = (edges.len() - 1, columns.len() - 1);
    for (at, y) in edges.iter().enumerate().filter(|(at, _)| level(design.rules, *at, rows, grid.head_rows)) {
        let free = |column: usize| {
            !grid.head.iter().any(|cell| {
                crosses(cell.column, cell.column_span, column) && cell.row < at && at < cell.row + cell.row_span
            })
        };
        for (from, to) in runs(count, design.pen, free) {
            paper.rule((columns[from], *y), (columns[to], *y));
        }
    }
    for (at, x) in columns.iter().enumerate().filter(|(at, _)| upright(design.rules, *at, count)) {
        let free = |row: usize| {
            !grid.head.iter().any(|cell| {
                crosses(cell.row, cell.row_span, row) && cell.column < at && at < cell.column + cell.column_span
            })
        };
        for (from, to) in runs(rows, design.pen, free) {
            paper.rule((*x, edges[from]), (*x, edges[to]));
        }
    }
}

fn crosses(first: usize, span: usize, at: usize) -> bool {
    (first..first + span).contains(&at)
}

/// Whether there is a rule at the upper edge of row `at`.
fn level(rules: Rules, at: usize, rows: usize, head: usize) -> bool {
    match rules {
        Rules::None => false,
        Rules::Grid | Rules::OpenSides | Rules::Rows => true,
        Rules::Columns | Rules::Zebra => at == 0 || at == rows || at == head,
    }
}

/// Whether there is a rule at the left edge of column `at`.
fn upright(rules: Rules, at: usize, columns: usize) -> bool {
    match rules {
        Rules::None | Rules::Rows => false,
        Rules::Grid | Rules::Columns => true,
        Rules::OpenSides => at > 0 && at < columns,
        Rules::Zebra => at == 0 || at == columns,
    }
}

/// The stretches of free units, as long as they go or one by one.
fn runs(count: usize, pen: Pen, free: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in (0..count).filter(|at| free(*at)) {
        match found.last_mut().filter(|last| last.1 == at && pen != Pen::Segments) {
            Some(last) => last.1 = at + 1,
            None => found.push((at, at + 1)),
        }
    }
    found
}
