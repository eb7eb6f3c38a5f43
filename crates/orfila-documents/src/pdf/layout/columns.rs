//! Columns of running text. A gutter is a tall gap with long, dense lines on both sides; the gaps between the cells of
//! a table or between labels and values are none, so that a row of a table stays one line.

use crate::pdf::layout::rows::{Chunk, cluster};

const DEEPEST_SPLIT: usize = 6;
/// Fewer pieces are not parted.
const FEWEST_CHUNKS: usize = 8;
/// Edges compared at most, so that a page of scattered letters stays cheap.
const MOST_GUTTERS: usize = 40;

/// The page's chunks in reading order: each region is read row by row from top to bottom. Chunks without words stand for
/// lines of figures (see [`stands_in`]); they fill their column and are left out of what is given back.
pub(crate) fn regions(chunks: Vec<Chunk>, dividers: &[Divider]) -> Vec<Vec<Chunk>> {
    let mut regions = Vec::new();
    divide(in_rows(chunks), dividers, &mut regions);
    for region in &mut regions {
        region.retain(|chunk| !stands_in(chunk));
    }
    regions.retain(|region| !region.is_empty());
    regions
}

/// Whether a chunk only holds the place of a figure.
fn stands_in(chunk: &Chunk) -> bool {
    chunk.words.is_empty()
}

type Row = Vec<Chunk>;

fn in_rows(chunks: Vec<Chunk>) -> Vec<Row> {
    cluster(chunks, |chunk| (chunk.v, chunk.size, chunk.u0))
}

/// A line drawn from top to bottom that may part two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Divider {
    pub(crate) x: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

impl Divider {
    /// Lines on either side, at least.
    const FEWEST_LINES: usize = 5;

    /// Whether a row stands beside the line.
    fn spans(&self, row: &Row) -> bool {
        row.first().is_some_and(|chunk| (self.top..=self.bottom).contains(&chunk.v))
    }

    /// Whether it parts two texts: nothing crosses it, both sides are about as wide, and they do not go in pairs as
    /// labels and values do.
    fn parts(&self, rows: &[Row]) -> bool {
        let beside = || rows.iter().filter(|row| self.spans(row));
        let chunks = || beside().flatten();
        let edge = |fold: fn(f32, f32) -> f32, start: f32, of: fn(&Chunk) -> f32| chunks().map(of).fold(start, fold);
        let left = self.x - edge(f32::min, f32::INFINITY, |chunk| chunk.u0);
        let right = edge(f32::max, f32::NEG_INFINITY, |chunk| chunk.u1) - self.x;
        let crossed = chunks().any(|chunk| chunk.u0 < self.x && chunk.u1 > self.x);
        let before = |row: &&Row| row.iter().any(|chunk| chunk.u0 < self.x);
        let after = |row: &&Row| row.iter().any(|chunk| chunk.u0 >= self.x);
        let (before_count, after_count) = (beside().filter(before).count(), beside().filter(after).count());
        let fewer = before_count.min(after_count);
        let paired = beside().filter(before).filter(after).count();
        !crossed && fewer >= Self::FEWEST_LINES && Side::alike(left, right) && 5 * paired < 4 * fewer
    }
}

/// Parts the rows at the first line drawn between two columns, then at gutters.
fn divide(rows: Vec<Row>, dividers: &[Divider], regions: &mut Vec<Vec<Chunk>>) {
    let Some(divider) = dividers.iter().find(|divider| divider.parts(&rows)) else {
        split(rows, DEEPEST_SPLIT, regions);
        return;
    };
    let (above, rest): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.first().is_some_and(|chunk| chunk.v < divider.top));
    let (beside, below): (Vec<Row>, Vec<Row>) = rest.into_iter().partition(|row| divider.spans(row));
    let (left, right) = part(beside, divider.x);
    for rows in [above, left, right, below] {
        split(rows, DEEPEST_SPLIT, regions);
    }
}

fn split(rows: Vec<Row>, depth: usize, regions: &mut Vec<Vec<Chunk>>) {
    if rows.is_empty() {
        return;
    }
    let texts = rows.iter().flatten().filter(|chunk| !stands_in(chunk));
    let enough = depth > 0 && texts.count() >= FEWEST_CHUNKS;
    let Some(gutter) = enough.then(|| best_gutter(&rows)).flatten() else {
        regions.push(rows.into_iter().flatten().collect());
        return;
    };
    for band in gutter.bands(rows) {
        match band {
            // A band that this gutter leaves whole may have columns of its own.
            Band::Full(rows) => split(rows, depth - 1, regions),
            Band::Columns(rows) => {
                let (left, right) = part(rows, gutter.x);
                split(left, depth - 1, regions);
                split(right, depth - 1, regions);
            }
        }
    }
}

/// The pieces left and right of a gutter, still in rows.
fn part(rows: Vec<Row>, x: f32) -> (Vec<Row>, Vec<Row>) {
    let (mut left, mut right) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in rows {
        let (before, after): (Row, Row) = row.into_iter().partition(|chunk| chunk.u0 < x);
        left.extend((!before.is_empty()).then_some(before));
        right.extend((!after.is_empty()).then_some(after));
    }
    (left, right)
}

enum Band {
    Full(Vec<Row>),
    Columns(Vec<Row>),
}

/// A vertical line that may separate two columns, and the extent of the region around it.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    x: f32,
    left: f32,
    right: f32,
}

/// The gutter with most text in columns beside it.
fn best_gutter(rows: &[Row]) -> Option<Gutter> {
    let chunks = || rows.iter().flatten();
    let left = chunks().map(|chunk| chunk.u0).fold(f32::INFINITY, f32::min);
    let right = chunks().map(|chunk| chunk.u1).fold(f32::NEG_INFINITY, f32::max);
    let width = right - left;
    let mut edges: Vec<f32> = chunks().filter(|chunk| !stands_in(chunk)).map(|chunk| chunk.u0).collect();
    edges.sort_unstable_by(f32::total_cmp);
    let mut candidates = Vec::new();
    let mut from = 0;
    while from < edges.len() {
        let to = edges.partition_point(|edge| *edge <= edges[from] + 2.5).max(from + 1);
        let x = edges[from] - 0.5;
        if to - from >= 4 && (left + 0.12 * width..right - 0.12 * width).contains(&x) {
            candidates.push((to - from, x));
        }
        from = to;
    }
    candidates.sort_by_key(|(lines, _)| std::cmp::Reverse(*lines));
    let scored = candidates.into_iter().take(MOST_GUTTERS).map(|(_, x)| {
        let gutter = Gutter { x, left, right };
        (gutter.score(rows), gutter)
    });
    let scored: Vec<(usize, Gutter)> = scored.filter(|(score, _)| *score > 0).collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    // Numbers and bullets before the lines of the right column belong to it.
    let good = scored.into_iter().filter(|(score, _)| *score >= best - best / 50);
    good.map(|(_, gutter)| gutter).min_by(|a, b| a.x.total_cmp(&b.x)).map(|gutter| gutter.up_to_hanging_lines(rows))
}

impl Gutter {
    /// The same gutter left of lines that begin further left than the column's others, as a heading does over a list
    /// with its numbers indented, as far as they stand clear of the left column.
    fn up_to_hanging_lines(self, rows: &[Row]) -> Self {
        const CLEAR: f32 = 1.0;
        const FURTHEST: f32 = 2.0;
        let chunks = || rows.iter().flatten();
        let reached = chunks().map(|chunk| chunk.u1).filter(|edge| *edge <= self.x).fold(f32::NEG_INFINITY, f32::max);
        let hanging = chunks().filter(|chunk| {
            let before = self.x - chunk.u0;
            !stands_in(chunk)
                && (0.0..FURTHEST * chunk.size).contains(&before)
                && chunk.u0 > reached + CLEAR * chunk.size
        });
        let x = hanging.map(|chunk| chunk.u0 - 0.5).fold(self.x, f32::min);
        Self { x, ..self }
    }

    fn crosses(&self, chunk: &Chunk) -> bool {
        chunk.u0 < self.x && chunk.u1 > self.x - 0.3 * chunk.size
    }

    /// Characters that would be read in columns.
    fn score(&self, rows: &[Row]) -> usize {
        let bands = rows.split(|row| row.iter().any(|chunk| self.crosses(chunk)));
        bands.map(|band| self.evidence(band).strong).sum()
    }

    /// The region cut into full-width bands and bands of two columns.
    fn bands(&self, rows: Vec<Row>) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let mut open: Vec<Row> = Vec::new();
        for row in rows {
            if row.iter().any(|chunk| self.crosses(chunk)) {
                self.close(std::mem::take(&mut open), &mut bands);
                push_full(&mut bands, vec![row]);
            } else if open.is_empty() && self.ends_paragraph(bands.last(), &row) {
                push_full(&mut bands, vec![row]);
            } else {
                open.push(row);
            }
        }
        self.close(open, &mut bands);
        bands
    }

    /// The short last line of a paragraph that spans both columns.
    fn ends_paragraph(&self, before: Option<&Band>, row: &Row) -> bool {
        let (Some(Band::Full(rows)), [chunk]) = (before, row.as_slice()) else { return false };
        let Some(last) = rows.last().and_then(|row| row.first()) else { return false };
        let follows = chunk.v - last.v <= 1.4 * last.size && (chunk.size - last.size).abs() <= 0.1 * last.size;
        follows && chunk.u0 - self.left < 2.0 * chunk.size
    }

    fn close(&self, rows: Vec<Row>, bands: &mut Vec<Band>) {
        if rows.is_empty() {
            return;
        }
        let evidence = self.evidence(&rows);
        if evidence.strong == 0 && !evidence.weak {
            push_full(bands, rows);
            return;
        }
        let tabular = self.tabular_runs(&rows);
        let mut columns = Vec::new();
        for (row, tabular) in rows.into_iter().zip(tabular) {
            if tabular {
                if !columns.is_empty() {
                    bands.push(Band::Columns(std::mem::take(&mut columns)));
                }
                push_full(bands, vec![row]);
            } else {
                columns.push(row);
            }
        }
        if !columns.is_empty() {
            bands.push(Band::Columns(columns));
        }
    }

    /// Rows of a table that spans both columns: at least three in a run with cells and no long line on either side.
    fn tabular_runs(&self, rows: &[Row]) -> Vec<bool> {
        let tabular: Vec<bool> = rows
            .iter()
            .map(|row| {
                let texts = || row.iter().filter(|chunk| !stands_in(chunk));
                let (all, right) = (texts().count(), texts().filter(|chunk| chunk.u0 >= self.x).count());
                let long = texts().any(|chunk| self.is_running(chunk));
                all >= 3 && right > 0 && right < all && !long
            })
            .collect();
        let mut kept = vec![false; rows.len()];
        let mut from = 0;
        while from < rows.len() {
            let length = tabular[from..].iter().take_while(|tabular| **tabular).count();
            if length >= 3 {
                kept[from..from + length].fill(true);
            }
            from += length.max(1);
        }
        kept
    }

    fn column_width(&self, chunk: &Chunk) -> f32 {
        if chunk.u0 < self.x { self.x - self.left } else { self.right - self.x }
    }

    /// A line of running text: long in characters and in its column.
    fn is_running(&self, chunk: &Chunk) -> bool {
        chunk.count >= 20 && chunk.u1 - chunk.u0 >= 0.55 * self.column_width(chunk)
    }

    /// Whether a column of running text stands beside lines of which few are on its rows, as at the end of an article.
    fn is_unpaired(&self, rows: &[Row], left: &Side, right: &Side) -> bool {
        const FEWEST_LINES: usize = 6;
        let fewer = left.lines.len().min(right.lines.len());
        let paired = rows.iter().filter(|row| {
            let mut texts = row.iter().filter(|chunk| !stands_in(chunk));
            texts.clone().any(|chunk| chunk.u0 >= self.x) && texts.any(|chunk| chunk.u0 < self.x)
        });
        let text =
            left.is_filled() && right.running >= FEWEST_LINES || right.is_filled() && left.running >= FEWEST_LINES;
        text && fewer >= FEWEST_LINES && Side::alike(left.extent, right.extent) && 3 * paired.count() < fewer
    }

    fn evidence(&self, rows: &[Row]) -> Evidence {
        let chunks = || rows.iter().flatten();
        let left = Side::of(chunks().filter(|chunk| chunk.u0 < self.x), self.x - self.left);
        let right = Side::of(chunks().filter(|chunk| chunk.u0 >= self.x), self.right - self.x);
        let lines = left.running.min(right.running);
        if lines == 0 && left.tight.min(right.tight) < FEWEST_TIGHT && left.filled.min(right.filled) < FEWEST_FILLED {
            return Evidence::default();
        }
        let alike = Side::alike(left.extent, right.extent);
        let dense = left.is_dense() && right.is_dense();
        let share = left.running_share().min(right.running_share());
        let halves = alike && dense && share >= 0.6 && lines >= 5;
        // Three columns: one side of the gutter is as wide as two of them.
        let thirds = Side::alike(left.typical, right.typical) && left.is_filled() && right.is_filled();
        let columns = halves || thirds || left.is_independent_of(&right);
        let strong = columns && !left.stands_in_rows_with(&right) || self.is_unpaired(rows, &left, &right);
        // The end of a section leaves few lines beside each other.
        let weak = alike && dense && lines >= 1 && share >= 0.5;
        Evidence { strong: if strong { left.characters + right.characters } else { 0 }, weak }
    }
}

/// Lines that follow each other closely, at least, on either side of a gutter between columns of any width.
const FEWEST_TIGHT: usize = 4;
/// Lines that fill their column, at least, on either side of a gutter that has several columns on one of its sides.
const FEWEST_FILLED: usize = 8;

#[derive(Default)]
struct Evidence {
    /// Characters in columns if the band is surely in columns, else 0.
    strong: usize,
    /// Whether the band may be in columns where others surely are.
    weak: bool,
}

/// What stands on one side of a gutter.
#[derive(Default)]
struct Side {
    /// The width it may take.
    extent: f32,
    /// The width that its longer lines have.
    typical: f32,
    /// Its baselines and sizes from top to bottom, those of one row once.
    lines: Vec<(f32, f32)>,
    /// Lines that figures take the place of.
    drawn: usize,
    /// Lines of running text: long in characters and for their column.
    running: usize,
    characters: usize,
    running_characters: usize,
    /// Lines about as long as the longer ones.
    filled: usize,
    /// Lines that follow the one above as lines of one paragraph do.
    tight: usize,
    size: f32,
}

impl Side {
    fn of<'a>(chunks: impl Iterator<Item = &'a Chunk> + Clone, extent: f32) -> Self {
        let mut side = Self { extent, typical: typical_width(chunks.clone(), extent), ..Self::default() };
        let mut last = (f32::NEG_INFINITY, 0.0);
        for chunk in chunks {
            if stands_in(chunk) {
                side.drawn += 1;
                side.running += usize::from(chunk.u1 - chunk.u0 >= 0.55 * extent);
                continue;
            }
            let distance = chunk.v - last.0;
            if distance > 0.4 * chunk.size {
                let alike = (chunk.size - last.1).abs() < 0.1 * chunk.size;
                side.tight += usize::from(alike && distance < 1.6 * chunk.size && chunk.count >= 8);
                side.lines.push((chunk.v, chunk.size));
            }
            last = (chunk.v, chunk.size);
            side.size = side.size.max(chunk.size);
            side.characters += chunk.count;
            side.filled += usize::from(chunk.count >= 20 && chunk.u1 - chunk.u0 >= 0.8 * side.typical);
            if chunk.count >= 20 && chunk.u1 - chunk.u0 >= 0.55 * extent {
                side.running += 1;
                side.running_characters += chunk.count;
            }
        }
        side
    }

    fn alike(a: f32, b: f32) -> bool {
        a.min(b) >= 0.6 * a.max(b)
    }

    fn running_share(&self) -> f32 {
        self.running_characters as f32 / self.characters.max(1) as f32
    }

    /// Running text has a line at least every two and a half line heights; labels beside long values do not.
    fn is_dense(&self) -> bool {
        let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) else { return false };
        last.0 - first.0 <= 2.5 * self.size.max(1.0) * (self.lines.len() + self.drawn) as f32
    }

    /// Lines of paragraphs are full but for the last one; lines of cells are not.
    fn is_filled(&self) -> bool {
        let close = self.lines.windows(2).filter(|pair| pair[1].0 - pair[0].0 < 1.7 * pair[1].1).count();
        self.filled >= FEWEST_FILLED && 4 * self.filled >= 3 * self.lines.len() && 5 * close >= 4 * self.lines.len()
    }

    /// Whether two sides of any width are two texts: paragraphs whose lines do not stand on common baselines, as the
    /// rows of a table and labels with their values do.
    fn is_independent_of(&self, other: &Self) -> bool {
        let paragraphs = |side: &Self| side.tight >= FEWEST_TIGHT && 2 * side.tight >= side.lines.len();
        if !paragraphs(self) || !paragraphs(other) {
            return false;
        }
        let mut offsets = self.offsets(other);
        if offsets.len() < FEWEST_TIGHT {
            return false;
        }
        offsets.sort_unstable_by(f32::total_cmp);
        let at = |part: usize| offsets.get(offsets.len() * part / 4).copied().unwrap_or_default();
        let aligned = offsets.iter().filter(|offset| offset.abs() <= 0.12).count();
        // Values that are set a little lower than all their labels still stand beside them.
        let level = at(2).abs() <= 0.3 && at(3) - at(1) <= 0.25;
        3 * aligned < offsets.len() && !level
    }

    /// Whether nearly all blocks of lines stand half-way beside a block of the other side, as the cells of a row do that
    /// are centred in its height.
    fn stands_in_rows_with(&self, other: &Self) -> bool {
        const FEWEST_ROWS: usize = 3;
        let (few, many) = (self.blocks(), other.blocks());
        let (few, many) = if few.len() <= many.len() { (few, many) } else { (many, few) };
        let middle = |block: &(f32, f32)| 0.5 * (block.0 + block.1);
        let slack = 0.35 * self.size.min(other.size);
        let beside = |block: &&(f32, f32)| {
            let at = many.partition_point(|other| middle(other) < middle(block) - slack);
            many.get(at).is_some_and(|other| (middle(other) - middle(block)).abs() <= slack)
        };
        let paired = few.iter().filter(beside).count();
        let (Some(first), Some(last)) = (few.first(), few.last()) else { return false };
        let within = many.iter().filter(|block| block.1 > first.0 - self.size && block.0 < last.1 + self.size).count();
        paired >= FEWEST_ROWS && 5 * paired >= 4 * few.len() && 3 * few.len() >= 2 * within
    }

    /// Where blocks of lines begin and end: lines further apart than those of one text are of two.
    fn blocks(&self) -> Vec<(f32, f32)> {
        const APART: f32 = 1.2;
        let pairs = self.lines.windows(2).map(|pair| (pair[1].0 - pair[0].0, pair[1].1));
        let mut distances: Vec<f32> = pairs.filter(|(far, size)| *far > 0.85 * size).map(|(far, _)| far).collect();
        distances.sort_unstable_by(f32::total_cmp);
        let leading = distances.get(distances.len() / 4).copied().unwrap_or(self.size);
        let mut blocks: Vec<(f32, f32)> = Vec::new();
        for (v, _) in &self.lines {
            match blocks.last_mut().filter(|block| *v - block.1 <= APART * leading) {
                Some(block) => block.1 = *v,
                None => blocks.push((*v, *v)),
            }
        }
        blocks
    }

    /// For each line of the side with fewer lines, where the nearest line of the other one stands, in ems below it, as
    /// far as both sides have lines.
    fn offsets(&self, other: &Self) -> Vec<f32> {
        let (few, many) = if self.lines.len() <= other.lines.len() {
            (&self.lines, &other.lines)
        } else {
            (&other.lines, &self.lines)
        };
        let (Some(first), Some(last)) = (many.first(), many.last()) else { return Vec::new() };
        let within = few.iter().filter(|(v, size)| (first.0 - size..=last.0 + size).contains(v));
        let mut offsets = Vec::new();
        let mut at = 0;
        for (v, size) in within {
            while many.get(at + 1).is_some_and(|next| (next.0 - v).abs() <= (many[at].0 - v).abs()) {
                at += 1;
            }
            offsets.push((many[at].0 - v) / size.max(1.0));
        }
        offsets
    }
}

/// The width that a quarter of a side's lines reach, and at most the side's own.
fn typical_width<'a>(chunks: impl Iterator<Item = &'a Chunk>, extent: f32) -> f32 {
    let long = chunks.filter(|chunk| chunk.count >= 15);
    let mut widths: Vec<f32> = long.map(|chunk| chunk.u1 - chunk.u0).collect();
    let at = widths.len() * 3 / 4;
    match widths.get(at) {
        Some(_) => widths.select_nth_unstable_by(at, f32::total_cmp).1.min(extent),
        None => extent,
    }
}

fn push_full(bands: &mut Vec<Band>, rows: Vec<Row>) {
    match bands.last_mut() {
        Some(Band::Full(open)) => open.extend(rows),
        _ => bands.push(Band::Full(rows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::{chunks, rows};
    use crate::pdf::layout::words::written;

    #[test]
    fn a_heading_that_hangs_out_of_its_column_does_not_cut_it() {
        let left = "a line of running text that fills its column ok";
        let right = "the text of a reference that fills its column";
        let mut texts = vec![("References", 312.0, 112.0)];
        for line in 0..12 {
            texts.push((left, 50.0, 100.0 + 12.0 * line as f32));
        }
        for line in 2..12 {
            texts.push(("1", 318.0, 100.0 + 12.0 * line as f32));
            texts.push((right, 334.0, 100.0 + 12.0 * line as f32));
        }
        let words = written(&texts);
        let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        let read: Vec<usize> = regions(pieces, &[]).iter().map(Vec::len).collect();
        assert_eq!(read, [12, 21], "the left column is read whole, then the right one with its heading");
    }

    #[test]
    fn a_line_between_two_texts_parts_them_and_one_between_labels_and_values_does_not() {
        let divider = Divider { x: 250.0, top: 90.0, bottom: 400.0 };
        let left = (0..8).map(|line| ("an inventor", 50.0, 100.0 + 12.0 * line as f32));
        let entries = |step: f32| {
            (0..8).map(move |line| ("a reference that the patent cites", 260.0, 100.0 + step * line as f32))
        };
        for (step, expected) in [(17.0, vec![8, 8]), (12.0, vec![16])] {
            let words = written(&left.clone().chain(entries(step)).collect::<Vec<_>>());
            let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
            let read: Vec<usize> = regions(pieces, &[divider]).iter().map(Vec::len).collect();
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn a_figure_fills_its_column() {
        let mut texts = Vec::new();
        for line in 0..40 {
            texts.push(("a line of running text that fills its column ok", 50.0, 100.0 + 12.0 * line as f32));
        }
        for line in 34..40 {
            texts.push(("the text below a figure that fills its column", 312.0, 100.0 + 12.0 * line as f32));
        }
        let words = written(&texts);
        let pieces: Vec<Chunk> = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        let place = |line: usize| {
            let v = 100.0 + 12.0 * line as f32;
            Chunk { words: Vec::new(), u0: 320.0, u1: 530.0, v, size: 10.0, count: 0 }
        };
        let with: Vec<Chunk> = pieces.into_iter().chain((0..32).map(place)).collect();
        let read: Vec<usize> = regions(with, &[]).iter().map(Vec::len).collect();
        assert_eq!(read, [40, 6], "two columns, and the figure's place is not given back");
    }

    #[test]
    fn a_table_with_cells_half_way_down_its_rows_is_not_cut() {
        let mut texts = Vec::new();
        for (row, statements) in [4, 6, 4, 8, 6].into_iter().enumerate() {
            let middle = 150.0 + 130.0 * row as f32;
            texts.push(("Sodium hypochlorite", 50.0, middle));
            for line in 0..4 {
                texts.push(("REACH: 01-2119488154-34", 200.0, middle + 12.0 * (line as f32 - 1.5)));
            }
            for line in 0..statements {
                let above = 0.5 * (statements - 1) as f32;
                texts.push(("Aquatic Chronic 1, H410", 400.0, middle + 12.0 * (line as f32 - above)));
            }
        }
        let words = written(&texts);
        let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        assert_eq!(regions(pieces, &[]).len(), 1);
    }
}
