//! Lines of passages cut into cells that know where they stand.

use std::collections::HashMap;

use orfila_records::{Document, Passage, PassageKind, Segment, TextRange};

/// A value column is where the second cells of at least this many lines of a page begin.
const FEWEST_LINES: usize = 3;

/// A stretch of a line between wide gaps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) range: TextRange,
    /// Its left edge in points; 0 where the source has no pages.
    pub(crate) left: f32,
    pub(crate) right: f32,
}

/// A line of a passage.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) page: u32,
    pub(crate) cells: Vec<Cell>,
}

impl Line {
    pub(crate) fn left(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.left)
    }

    /// Whether it is a line of running text that reaches about as far as the longest one.
    pub(crate) fn fills(&self, right: f32) -> bool {
        const SHORTEST: usize = 35;
        let long = self.cells.last().is_some_and(|cell| cell.range.len() >= SHORTEST);
        let whole = self.cells.len() == 1 || self.is_item();
        whole && long && self.right() > right - 0.12 * (right - self.left())
    }

    /// Whether it is a bullet or number and one stretch of text.
    fn is_item(&self) -> bool {
        matches!(self.cells.as_slice(), [marker, _] if marker.range.len() <= 4)
    }

    pub(crate) fn right(&self) -> f32 {
        self.cells.last().map_or(0.0, |cell| cell.right)
    }
}

/// The lines of a passage.
pub(crate) fn of(document: &Document, passage: &Passage) -> Vec<Line> {
    let page = passage.page.map_or(0, |page| page.0);
    let mut segments = passage.segments.iter().peekable();
    let mut start = passage.range.start;
    let mut lines = Vec::new();
    for text in document.passage_text(passage).split('\n') {
        let mut cells = Vec::new();
        for cell in text.split('\t') {
            let range = TextRange::new(start, start + cell.len());
            let mut sides: Option<(f32, f32)> = None;
            while let Some(segment) = segments.next_if(|segment: &&Segment| segment.range.start < range.end) {
                let (left, right) = sides.unwrap_or((segment.bounds.x0, segment.bounds.x1));
                sides = Some((left.min(segment.bounds.x0), right.max(segment.bounds.x1)));
            }
            let (left, right) = sides.unwrap_or((0.0, range.len() as f32));
            if !cell.trim().is_empty() {
                cells.push(Cell { range, left, right });
            }
            start = range.end + 1;
        }
        lines.push(Line { page, cells });
    }
    lines
}

/// Where values begin that stand in a column beside their labels, by page.
pub(crate) struct ValueColumns(HashMap<u32, Vec<f32>>);

impl ValueColumns {
    pub(crate) fn of(document: &Document) -> Self {
        let mut columns: HashMap<u32, Vec<f32>> = HashMap::new();
        let mut open: (u32, Vec<(f32, bool)>) = (0, Vec::new());
        let forms = |passage: &&Passage| {
            passage.page.is_some() && matches!(passage.kind, PassageKind::Paragraph | PassageKind::ListItem)
        };
        for passage in document.passages.iter().filter(forms) {
            for line in of(document, passage) {
                if line.page != open.0 {
                    columns.insert(open.0, settled(std::mem::take(&mut open.1)));
                    open.0 = line.page;
                }
                if let [_, value] = line.cells.as_slice() {
                    let text = value.range.slice(&document.text).unwrap_or_default().trim();
                    open.1.push((value.left, !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())));
                }
            }
        }
        columns.insert(open.0, settled(open.1));
        Self(columns)
    }

    /// Whether a cell of a line begins in such a column.
    pub(crate) fn holds(&self, line: &Line, cell: Option<&Cell>) -> bool {
        let columns = self.0.get(&line.page).map(Vec::as_slice).unwrap_or_default();
        cell.is_some_and(|cell| columns.iter().any(|column| (column - cell.left).abs() < 3.0))
    }
}

/// How far to the right the text of each column reaches, by page and by where its passages begin.
pub(crate) struct RightEdges(HashMap<(u32, i32), f32>);

/// Passages that begin within this many points of each other stand in one column.
const COLUMN: f32 = 40.0;

impl RightEdges {
    pub(crate) fn of(document: &Document) -> Self {
        let mut edges: HashMap<(u32, i32), f32> = HashMap::new();
        for passage in document.passages.iter().filter(|passage| passage.kind == PassageKind::Paragraph) {
            let sides = |segment: &Segment| (segment.page.0, segment.bounds.x0, segment.bounds.x1);
            let joined = passage.segments.iter().map(sides).reduce(|a, b| (a.0, a.1.min(b.1), a.2.max(b.2)));
            if let Some((page, left, right)) = joined {
                let edge = edges.entry((page, band(left))).or_insert(right);
                *edge = edge.max(right);
            }
        }
        Self(edges)
    }

    /// The right edge of the column that a line begins in.
    pub(crate) fn beside(&self, line: &Line) -> f32 {
        let near = (-1..=1).filter_map(|step| self.0.get(&(line.page, band(line.left()) + step)));
        near.copied().fold(f32::NEG_INFINITY, f32::max)
    }
}

fn band(left: f32) -> i32 {
    (left.clamp(-1.0e6, 1.0e6) / COLUMN).round() as i32
}

/// Places at which enough cells begin; bare numbers are the pages of a table of contents.
fn settled(mut places: Vec<(f32, bool)>) -> Vec<f32> {
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let groups = places.chunk_by(|a, b| b.0 - a.0 < 1.5);
    let enough = groups.filter(|group| {
        let bare = group.iter().filter(|(_, bare)| *bare).count();
        group.len() >= FEWEST_LINES && 10 * bare < 7 * group.len()
    });
    enough.filter_map(|group| group.get(group.len() / 2)).map(|(place, _)| *place).collect()
}
