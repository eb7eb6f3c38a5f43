//! A document in the form in which the model reads it.

use orfila_records::{Document, PassageKind, TextRange};

use crate::claims::Context;
use crate::reading::Line;
use crate::reports::grid::{Grid, GridCell, grids};
use crate::sections::Topic;

/// Words of a view at most, header rows left out; a longer line is a view of its own.
const WORDS: usize = 150;

/// A stretch of a document in the form in which the model reads it, with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// What the model reads.
    pub text: String,
    /// The part of a safety data sheet it stands in.
    pub topic: Option<Topic>,
    /// The table it is of, as an index into [`Document::tables`].
    pub table: Option<usize>,
    /// Stretches of `text` (first byte) and the characters of the document that they stand for, in order.
    parts: Vec<(usize, TextRange)>,
    words: usize,
}

impl View {
    /// Adds characters of the document; line breaks and tabs become spaces, so that every byte keeps its place.
    fn add(&mut self, document: &Document, range: TextRange) {
        let Some(text) = range.slice(&document.text) else { return };
        self.parts.push((self.text.len(), range));
        self.text.extend(text.chars().map(|character| match character {
            '\n' | '\t' | '\r' => ' ',
            // A border of a table is told from a bar in the text by what stands around it only; bars are rare in texts.
            other => other,
        }));
        self.words += text.split_whitespace().count();
    }

    /// The characters of the document for a stretch of the view; `None` if it reaches over what was added between two parts.
    #[must_use]
    pub fn range(&self, start: usize, end: usize) -> Option<TextRange> {
        let at = self.parts.partition_point(|(first, _)| *first <= start).checked_sub(1)?;
        let (first, range) = self.parts[at];
        let (from, to) = (range.start + start - first, range.start + end - first);
        (start < end && to <= range.end).then(|| TextRange::new(from, to))
    }

    /// The bytes of the view that stand for characters of the document; `None` if the view does not hold all of them in one
    /// part.
    #[must_use]
    pub fn place(&self, range: TextRange) -> Option<std::ops::Range<usize>> {
        let (first, part) = self.parts.iter().find(|(_, part)| part.contains(range))?;
        let start = first + range.start - part.start;
        Some(start..start + range.len())
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// The views of a document, in reading order; every line and cell is in one at least.
#[must_use]
pub fn views(context: &Context<'_>) -> Vec<View> {
    let mut views = Vec::new();
    let grids = grids(context.document);
    let mut current = View::default();
    let mut shown = vec![false; grids.len()];
    let mut last: Option<&Line> = None;
    for line in &context.lines {
        if let Some(table) = line.table.filter(|table| *table < grids.len()) {
            if !shown[table] {
                shown[table] = true;
                finish(&mut views, &mut current);
                table_views(context.document, &grids[table], line.topic, &mut views);
            }
            last = None;
            continue;
        }
        let other = last.is_some_and(|last| last.topic != line.topic || line.opens_topic);
        if other || current.words + words(context, line) > WORDS || line.kind == PassageKind::Heading {
            finish(&mut views, &mut current);
        }
        add_line(context, line, last, &mut current);
        last = Some(line);
    }
    finish(&mut views, &mut current);
    views
}

fn words(context: &Context<'_>, line: &Line) -> usize {
    context.text(line.range).split_whitespace().count()
}

fn finish(views: &mut Vec<View>, current: &mut View) {
    let done = std::mem::take(current);
    if !done.is_empty() {
        views.push(done);
    }
}

/// Adds a line; lines of one paragraph are joined by a space, cells of a line parted by two.
fn add_line(context: &Context<'_>, line: &Line, last: Option<&Line>, current: &mut View) {
    if !current.is_empty() {
        let flows = line.kind == PassageKind::Paragraph && last.is_some_and(|last| last.passage == line.passage);
        current.text.push(if flows && line.cells.len() == 1 { ' ' } else { '\n' });
    }
    current.topic = current.topic.or(line.topic);
    for (at, cell) in line.cells.iter().enumerate() {
        if at > 0 {
            current.text.push_str("   ");
        }
        current.add(context.document, *cell);
    }
}

/// The views of a table: its caption and header rows, then as many rows as a view holds.
fn table_views(document: &Document, grid: &Grid, topic: Option<Topic>, views: &mut Vec<View>) {
    let header = |view: &mut View| {
        if let Some(caption) = grid.caption {
            view.add(document, caption);
        }
        (0..grid.header_rows).for_each(|row| add_row(document, grid, row, view));
        view.words = 0;
    };
    let fresh = || View { topic, table: grid.table, ..View::default() };
    let mut current = fresh();
    header(&mut current);
    for row in grid.header_rows..grid.rows() {
        let count: usize = row_words(document, grid, row);
        if current.words > 0 && current.words + count > WORDS {
            finish(views, &mut current);
            current = fresh();
            header(&mut current);
        }
        add_row(document, grid, row, &mut current);
    }
    finish(views, &mut current);
}

fn row_words(document: &Document, grid: &Grid, row: usize) -> usize {
    let text = |cell: &&GridCell| cell.range.slice(&document.text).unwrap_or_default().split_whitespace().count();
    grid.row(row).iter().map(text).sum()
}

/// `| a | b |`: an empty place is an empty cell; a cell over several places stands in its first.
fn add_row(document: &Document, grid: &Grid, row: usize, view: &mut View) {
    if !view.text.is_empty() {
        view.text.push('\n');
    }
    view.text.push('|');
    for column in 0..grid.columns {
        view.text.push(' ');
        let cell =
            grid.at(row, column).filter(|cell| cell.column == column && (cell.row == row || row >= grid.header_rows));
        if let Some(cell) = cell {
            view.add(document, cell.range);
            view.text.push(' ');
        }
        view.text.push('|');
    }
}
