//! Tables whose cells are ruled: lines that touch each other make a grid; where a piece of a line is missing, cells are
//! merged.

use crate::pdf::glyphs::Area;
use crate::pdf::layout::tables::rules::{SNAP, Segment, places};

/// Lines end this many points before those they meet, at most.
const TOUCH: f32 = 3.5;
/// A side of a cell is drawn if this share of it is.
const DRAWN: f32 = 0.6;
/// More pairs of lines than this are a drawing.
const MOST_PAIRS: usize = 2_000_000;
/// More places than this are a drawing.
const MOST_PLACES: usize = 40_000;
/// Rows and columns that are thinner than this many points are gaps between double lines.
const THINNEST: f32 = 4.0;

/// A cell of a grid of lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    pub(super) area: Area,
}

/// Lines that touch each other.
#[derive(Debug)]
pub(super) struct Lattice {
    pub(super) across: Vec<Segment>,
    pub(super) down: Vec<Segment>,
    /// The heights of its row boundaries, from top to bottom.
    pub(super) heights: Vec<f32>,
    /// The places of its column boundaries, from left to right.
    pub(super) stops: Vec<f32>,
}

/// The groups of lines that touch each other, with at least two lines across and one line down.
pub(super) fn lattices(across: &[Segment], down: &[Segment]) -> Vec<Lattice> {
    if across.len().saturating_mul(down.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let mut groups = Groups::new(across.len() + down.len());
    for (i, line) in across.iter().enumerate() {
        let first = down.partition_point(|other| other.at < line.from - TOUCH);
        for (j, other) in down.iter().enumerate().skip(first).take_while(|(_, other)| other.at <= line.to + TOUCH) {
            if (other.from - TOUCH..=other.to + TOUCH).contains(&line.at) {
                groups.join(i, across.len() + j);
            }
        }
    }
    let mut members: std::collections::BTreeMap<usize, (Vec<Segment>, Vec<Segment>)> = Default::default();
    for (i, line) in across.iter().enumerate() {
        members.entry(groups.root(i)).or_default().0.push(*line);
    }
    for (j, line) in down.iter().enumerate() {
        members.entry(groups.root(across.len() + j)).or_default().1.push(*line);
    }
    let touching = members.into_values().filter(|(across, down)| across.len() >= 2 && !down.is_empty());
    touching.filter_map(|(across, down)| Lattice::of(across, down)).collect()
}

impl Lattice {
    fn of(across: Vec<Segment>, down: Vec<Segment>) -> Option<Self> {
        let ends = |lines: &[Segment]| {
            let from = lines.iter().map(|line| line.from).fold(f32::INFINITY, f32::min);
            (from, lines.iter().map(|line| line.to).fold(f32::NEG_INFINITY, f32::max))
        };
        let heights = bounded(places(across.iter().map(|line| line.at).collect()), ends(&down));
        let heights = with_ends(heights, &down);
        let stops = bounded(places(down.iter().map(|line| line.at).collect()), ends(&across));
        let sane = heights.len() >= 2 && stops.len() >= 2 && heights.len().saturating_mul(stops.len()) <= MOST_PLACES;
        sane.then_some(Self { across, down, heights, stops })
    }

    /// The part of it between two row boundaries.
    pub(super) fn clipped(&self, from: usize, to: usize) -> Option<Self> {
        let (top, bottom) = (*self.heights.get(from)?, *self.heights.get(to)?);
        let inside = |line: &&Segment| (top - TOUCH..=bottom + TOUCH).contains(&line.at);
        let part = |line: &Segment| Segment { at: line.at, from: line.from.max(top), to: line.to.min(bottom) };
        let across = self.across.iter().filter(inside).copied().collect();
        let down = self.down.iter().map(part).filter(|line| line.length() > SNAP).collect();
        Self::of(across, down)
    }

    pub(super) fn area(&self) -> Area {
        let end = |values: &[f32]| (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (end(&self.stops), end(&self.heights));
        Area { x0, y0, x1, y1 }
    }

    /// Its cells: stretches of places without a line between them, always rectangles, in row-major order.
    pub(super) fn cells(&self) -> Vec<GridCell> {
        let (rows, columns) = (self.heights.len() - 1, self.stops.len() - 1);
        let walls = Walls::of(self);
        let mut taken = vec![false; rows * columns];
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken[row * columns + column] {
                    continue;
                }
                let free = |row: usize, column: usize| !taken[row * columns + column];
                let mut right = column + 1;
                while right < columns && !walls.left(row, right) && free(row, right) {
                    right += 1;
                }
                let mut below = row + 1;
                while below < rows
                    && (column..right).all(|column| !walls.top(below, column) && free(below, column))
                    && (column + 1..right).all(|column| !walls.left(below, column))
                    && (right == columns || walls.left(below, right))
                {
                    below += 1;
                }
                for row in row..below {
                    taken[row * columns + column..row * columns + right].fill(true);
                }
                let area = Area {
                    x0: self.stops[column],
                    y0: self.heights[row],
                    x1: self.stops[right],
                    y1: self.heights[below],
                };
                cells.push(GridCell { row, column, row_span: below - row, column_span: right - column, area });
            }
        }
        cells
    }
}

/// Places with those where several lines down end together though none across is drawn there: what stands beyond them is
/// no part of their cells.
fn with_ends(places: Vec<f32>, down: &[Segment]) -> Vec<f32> {
    const FEWEST: usize = 2;
    const FAR: f32 = 2.0 * THINNEST;
    let mut ends: Vec<f32> = down.iter().flat_map(|line| [line.from, line.to]).collect();
    ends.sort_by(f32::total_cmp);
    let inside = |at: f32| {
        let after = places.partition_point(|place| *place < at);
        let apart = |place: Option<&f32>| place.is_some_and(|place| (place - at).abs() > FAR);
        apart(after.checked_sub(1).and_then(|before| places.get(before))) && apart(places.get(after))
    };
    let mut found: Vec<f32> = Vec::new();
    let mut from = 0;
    while let Some(first) = ends.get(from) {
        let length = ends[from..].partition_point(|end| end - first <= SNAP);
        let at = ends[from..from + length].iter().sum::<f32>() / length.max(1) as f32;
        found.extend((length >= FEWEST && inside(at)).then_some(at));
        from += length.max(1);
    }
    found.extend(&places);
    found.sort_by(f32::total_cmp);
    found
}

/// Places with the ends of the crossing lines, where those reach further (tables without outer lines); without gaps
/// between double lines.
fn bounded(mut places: Vec<f32>, (from, to): (f32, f32)) -> Vec<f32> {
    if places.first().is_some_and(|first| from < first - 2.0 * SNAP) {
        places.insert(0, from);
    }
    if places.last().is_some_and(|last| to > last + 2.0 * SNAP) {
        places.push(to);
    }
    let mut kept: Vec<f32> = Vec::with_capacity(places.len());
    for place in places {
        if kept.last().is_none_or(|last| place - last >= THINNEST) {
            kept.push(place);
        }
    }
    kept
}

/// Which sides of the places of a grid are drawn.
struct Walls {
    columns: usize,
    /// For each place, whether its left and its upper side are drawn.
    drawn: Vec<(bool, bool)>,
}

impl Walls {
    fn of(lattice: &Lattice) -> Self {
        let (rows, columns) = (lattice.heights.len() - 1, lattice.stops.len() - 1);
        let mut covered = vec![(0.0_f32, 0.0_f32); rows * columns];
        for line in &lattice.down {
            let Some(column) = near(&lattice.stops, line.at).filter(|column| *column < columns) else { continue };
            for row in 0..rows {
                covered[row * columns + column].0 += line.covers(lattice.heights[row], lattice.heights[row + 1]);
            }
        }
        for line in &lattice.across {
            let Some(row) = near(&lattice.heights, line.at).filter(|row| *row < rows) else { continue };
            for column in 0..columns {
                covered[row * columns + column].1 += line.covers(lattice.stops[column], lattice.stops[column + 1]);
            }
        }
        let drawn = covered.into_iter().enumerate().map(|(place, (left, top))| {
            let (row, column) = (place / columns, place % columns);
            let height = lattice.heights[row + 1] - lattice.heights[row];
            let width = lattice.stops[column + 1] - lattice.stops[column];
            (left >= DRAWN * height, top >= DRAWN * width)
        });
        Self { columns, drawn: drawn.collect() }
    }

    fn left(&self, row: usize, column: usize) -> bool {
        self.drawn[row * self.columns + column].0
    }

    fn top(&self, row: usize, column: usize) -> bool {
        self.drawn[row * self.columns + column].1
    }
}

/// The place nearest to a line, if it is near.
fn near(places: &[f32], at: f32) -> Option<usize> {
    let after = places.partition_point(|place| *place < at);
    let candidates = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let nearest = candidates
        .filter_map(|index| Some((index, (places.get(index)? - at).abs())))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    (nearest.1 <= THINNEST + SNAP).then_some(nearest.0)
}

/// Disjoint sets.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut item: usize) -> usize {
        while self.0[item] != item {
            self.0[item] = self.0[self.0[item]];
            item = self.0[item];
        }
        item
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(at: f32, from: f32, to: f32) -> Segment {
        Segment { at, from, to }
    }

    fn spans(across: &[Segment], down: &[Segment]) -> Vec<(usize, usize, usize, usize)> {
        let lattices = lattices(across, down);
        let cells = lattices.iter().flat_map(Lattice::cells);
        cells.map(|cell| (cell.row, cell.column, cell.row_span, cell.column_span)).collect()
    }

    #[test]
    fn missing_pieces_merge_cells() {
        let across = [segment(0.0, 0.0, 90.0), segment(20.0, 30.0, 90.0), segment(40.0, 0.0, 90.0)];
        let down =
            [segment(0.0, 0.0, 40.0), segment(30.0, 0.0, 40.0), segment(60.0, 20.0, 40.0), segment(90.0, 0.0, 40.0)];
        assert_eq!(spans(&across, &down), [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn what_stands_above_the_ends_of_inner_lines_is_no_part_of_their_cells() {
        let across = [segment(0.0, 0.0, 90.0), segment(60.0, 0.0, 90.0)];
        let sides = [segment(0.0, 0.0, 60.0), segment(90.0, 0.0, 60.0)];
        let inner = |from: f32| [segment(30.0, from, 60.0), segment(60.0, from, 60.0)];
        let down = |from: f32| [sides[0], inner(from)[0], inner(from)[1], sides[1]];
        assert_eq!(spans(&across, &down(30.0)), [(0, 0, 1, 3), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]);
        assert_eq!(spans(&across, &down(0.0)), [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]);
        // Lines that end close to those across only miss them.
        assert_eq!(spans(&across, &down(6.0)), [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]);
    }

    #[test]
    fn tables_without_outer_lines_have_outer_columns() {
        let across = [segment(0.0, 0.0, 90.0), segment(20.0, 0.0, 90.0), segment(40.0, 0.0, 90.0)];
        assert_eq!(
            spans(&across, &[segment(45.0, 0.0, 40.0)]),
            [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
        );
        assert!(spans(&across, &[segment(200.0, 0.0, 40.0)]).is_empty());
    }
}
