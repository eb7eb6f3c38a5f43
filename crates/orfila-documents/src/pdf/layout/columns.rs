//! Columns of running text. A gutter is a tall gap with long, dense lines on both sides; the gaps between the cells of
//! a table or between labels and values are none, so that a row of a table stays one line.

use crate::pdf::layout::rows::{Chunk, cluster};

const DEEPEST_SPLIT: usize = 3;

/// The page's chunks in reading order: each region is read row by row from top to bottom.
pub(crate) fn regions(chunks: Vec<Chunk>) -> Vec<Vec<Chunk>> {
    let mut regions = Vec::new();
    split(chunks, DEEPEST_SPLIT, &mut regions);
    regions
}

type Row = Vec<Chunk>;

fn split(chunks: Vec<Chunk>, depth: usize, regions: &mut Vec<Vec<Chunk>>) {
    if chunks.is_empty() {
        return;
    }
    let Some(gutter) = (depth > 0 && chunks.len() >= 8).then(|| best_gutter(&chunks)).flatten() else {
        regions.push(chunks);
        return;
    };
    for band in gutter.bands(chunks) {
        match band {
            Band::Full(rows) => regions.push(rows.into_iter().flatten().collect()),
            Band::Columns(rows) => {
                let (left, right) = rows.into_iter().flatten().partition(|chunk: &Chunk| chunk.u0 < gutter.x);
                split(left, depth - 1, regions);
                split(right, depth - 1, regions);
            }
        }
    }
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
fn best_gutter(chunks: &[Chunk]) -> Option<Gutter> {
    let left = chunks.iter().map(|chunk| chunk.u0).fold(f32::INFINITY, f32::min);
    let right = chunks.iter().map(|chunk| chunk.u1).fold(f32::NEG_INFINITY, f32::max);
    let width = right - left;
    let mut edges: Vec<f32> = chunks.iter().map(|chunk| chunk.u0).collect();
    edges.sort_by(f32::total_cmp);
    let mut best = None;
    let mut from = 0;
    while from < edges.len() {
        let to = edges.partition_point(|edge| *edge <= edges[from] + 2.5).max(from + 1);
        let x = edges[from] - 0.5;
        let inside = (left + 0.2 * width..right - 0.15 * width).contains(&x);
        if to - from >= 4 && inside {
            let gutter = Gutter { x, left, right };
            let score = gutter.score(chunks);
            if score > best.map_or(0, |(score, _)| score) {
                best = Some((score, gutter));
            }
        }
        from = to;
    }
    best.map(|(_, gutter)| gutter)
}

impl Gutter {
    fn crosses(&self, chunk: &Chunk) -> bool {
        chunk.u0 < self.x && chunk.u1 > self.x - 0.3 * chunk.size
    }

    /// Characters that would be read in columns.
    fn score(&self, chunks: &[Chunk]) -> usize {
        let references: Vec<&Chunk> = chunks.iter().collect();
        let rows = cluster(references, |chunk| (chunk.v, chunk.size, chunk.u0));
        let mut score = 0;
        let mut band: Vec<Vec<&Chunk>> = Vec::new();
        for row in rows {
            if row.iter().any(|chunk| self.crosses(chunk)) {
                score += self.evidence(&band).strong;
                band.clear();
            } else {
                band.push(row);
            }
        }
        score + self.evidence(&band).strong
    }

    /// The region cut into full-width bands and bands of two columns.
    fn bands(&self, chunks: Vec<Chunk>) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let mut open: Vec<Row> = Vec::new();
        for row in cluster(chunks, |chunk| (chunk.v, chunk.size, chunk.u0)) {
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
        let references: Vec<Vec<&Chunk>> = rows.iter().map(|row| row.iter().collect()).collect();
        let evidence = self.evidence(&references);
        if evidence.strong == 0 && !evidence.weak {
            push_full(bands, rows);
            return;
        }
        let tabular = self.tabular_runs(&references);
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
    fn tabular_runs(&self, rows: &[Vec<&Chunk>]) -> Vec<bool> {
        let tabular: Vec<bool> = rows
            .iter()
            .map(|row| {
                let right = row.iter().filter(|chunk| chunk.u0 >= self.x).count();
                let long = row.iter().any(|chunk| self.is_running(chunk));
                row.len() >= 3 && right > 0 && right < row.len() && !long
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

    fn evidence(&self, rows: &[Vec<&Chunk>]) -> Evidence {
        let chunks = || rows.iter().flatten().copied();
        let left = Side::of(self, chunks().filter(|chunk| chunk.u0 < self.x));
        let right = Side::of(self, chunks().filter(|chunk| chunk.u0 >= self.x));
        let (narrow, wide) = {
            let (a, b) = (self.x - self.left, self.right - self.x);
            (a.min(b), a.max(b))
        };
        let alike = narrow >= 0.6 * wide;
        let filled = left.running_share() >= 0.6 && right.running_share() >= 0.6;
        let dense = left.is_dense() && right.is_dense();
        let lines = left.running.min(right.running);
        let strong = alike && filled && dense && lines >= 5;
        // The end of a section leaves few lines beside each other.
        let weak = alike && dense && lines >= 1 && left.running_share() >= 0.5 && right.running_share() >= 0.5;
        Evidence { strong: if strong { left.characters + right.characters } else { 0 }, weak }
    }
}

struct Evidence {
    /// Characters in columns if the band is surely in columns, else 0.
    strong: usize,
    /// Whether the band may be in columns where others surely are.
    weak: bool,
}

/// What stands on one side of a gutter.
#[derive(Default)]
struct Side {
    rows: usize,
    running: usize,
    characters: usize,
    running_characters: usize,
    size: f32,
    top: f32,
    bottom: f32,
}

impl Side {
    fn of<'a>(gutter: &Gutter, chunks: impl Iterator<Item = &'a Chunk>) -> Self {
        let mut side = Self { top: f32::INFINITY, bottom: f32::NEG_INFINITY, ..Self::default() };
        let mut last = f32::NEG_INFINITY;
        for chunk in chunks {
            if chunk.v - last > 0.4 * chunk.size {
                side.rows += 1;
            }
            last = chunk.v;
            side.top = side.top.min(chunk.v);
            side.bottom = side.bottom.max(chunk.v);
            side.size = side.size.max(chunk.size);
            side.characters += chunk.count;
            if gutter.is_running(chunk) {
                side.running += 1;
                side.running_characters += chunk.count;
            }
        }
        side
    }

    fn running_share(&self) -> f32 {
        self.running_characters as f32 / self.characters.max(1) as f32
    }

    /// Running text has a line at least every two and a half line heights; labels beside long values do not.
    fn is_dense(&self) -> bool {
        self.rows > 0 && (self.bottom - self.top) <= 2.5 * self.size.max(1.0) * self.rows as f32
    }
}

fn push_full(bands: &mut Vec<Band>, rows: Vec<Row>) {
    match bands.last_mut() {
        Some(Band::Full(open)) => open.extend(rows),
        _ => bands.push(Band::Full(rows)),
    }
}
