//! The blocks and tables of a page in reading order.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::PassageKind;

use crate::pdf::glyphs::Area;
use crate::pdf::layout::abreast;
use crate::pdf::layout::blocks::{Block, blocks, mark_footnotes};
use crate::pdf::layout::boxes::boxed_texts;
use crate::pdf::layout::clock::Clock;
use crate::pdf::layout::columns::Divider;
use crate::pdf::layout::lines::{Line, lines};
use crate::pdf::layout::panels::Panels;
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::tables::captions::{is_table_caption, opens_note};
use crate::pdf::layout::tables::emit::{OpenTable, Place};
use crate::pdf::layout::tables::{Carried, PageTable, aligned};
use crate::pdf::layout::words::Words;

/// A block or a table; tables are numbered in reading order.
#[derive(Debug)]
pub(crate) enum Item {
    Block(Block, Option<Bond>),
    Table(usize, Box<PageTable>),
}

/// What ties a block to a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bond {
    /// The table's number on the page.
    pub(crate) table: usize,
    /// Its caption, or else a note to it.
    pub(crate) caption: bool,
}

/// What layout goes by on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'a> {
    /// The size that most characters of the document are set in.
    pub(crate) body_size: f32,
    /// Half-way down the page.
    pub(crate) middle: f32,
    /// Lines drawn from top to bottom outside of tables and figures.
    pub(crate) dividers: &'a [Divider],
    /// Whether the page is a diagram: it has no lines of text, only boxes of it.
    pub(crate) diagram: bool,
    /// Whether words alone may make tables.
    pub(crate) seek_tables: bool,
    /// How long it may take; once late, no columns are sought, and words alone make no tables.
    pub(crate) clock: &'a Clock,
    /// Boxes that are read one after the other.
    pub(crate) panels: &'a Panels,
    /// The head of the table at the foot of the page before.
    pub(crate) carried: Option<&'a Carried>,
}

/// A page's text in reading order.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) items: Vec<Item>,
    tables: usize,
}

impl Flow {
    /// Puts the pieces of a page's lines and the tables drawn between them in order, and finds the tables that words
    /// alone make.
    pub(crate) fn of(words: &Words, mut pieces: Vec<Chunk>, tables: Vec<PageTable>, look: Look<'_>) -> Self {
        let mut owners = BTreeMap::new();
        for (index, table) in tables.iter().enumerate() {
            let marks = marks(words, table);
            owners.extend(marks.iter().filter_map(|mark| Some((*mark.words.first()?, index))));
            pieces.extend(marks);
        }
        let mut tables: Vec<Option<PageTable>> = tables.into_iter().map(Some).collect();
        let mut flow = Self::default();
        let regions = match look.clock.is_late() {
            true => vec![texts(pieces)],
            false if look.diagram => {
                flow.boxes(words, texts(pieces), &look);
                return flow;
            }
            false => look.panels.regions(pieces, look.dividers),
        };
        for region in regions {
            for part in parted(region, &owners) {
                match part {
                    Part::Table(index) => flow.table(tables.get_mut(index).and_then(Option::take)),
                    Part::Text(chunks) if look.clock.is_late() => flow.text(words, chunks, &look),
                    Part::Text(chunks) => {
                        abreast::parted(words, chunks).into_iter().for_each(|part| flow.text(words, part, &look));
                    }
                }
            }
        }
        flow.bind_captions();
        flow
    }

    /// The item before which what stands in an area is read: the one after the last that begins above it, among those that
    /// stand above or below it.
    pub(crate) fn place_of(&self, area: &Area) -> usize {
        let extent = |item: &Item| match item {
            Item::Table(_, table) => Some((table.area.x0, table.area.x1, table.area.y0)),
            Item::Block(block, _) => {
                let edge = |fold: fn(f32, f32) -> f32, start: f32, of: fn(&Line) -> f32| {
                    block.lines.iter().map(of).fold(start, fold)
                };
                let (u0, u1) = (edge(f32::min, f32::INFINITY, |line| line.u0), edge(f32::max, 0.0, |line| line.u1));
                block.lines.first().map(|line| (u0, u1, line.v - line.size))
            }
        };
        let mut place = None;
        for (index, item) in self.items.iter().enumerate() {
            let Some((_, _, top)) = extent(item).filter(|(u0, u1, _)| *u0 < area.x1 && area.x0 < *u1) else { continue };
            if top < area.y0 {
                place = Some(index + 1);
            } else if place.is_none() {
                return index;
            }
        }
        place.unwrap_or(self.items.len())
    }

    fn table(&mut self, table: Option<PageTable>) {
        if let Some(table) = table {
            self.items.push(Item::Table(self.tables, Box::new(table)));
            self.tables += 1;
        }
    }

    fn text(&mut self, words: &Words, chunks: Vec<Chunk>, look: &Look<'_>) {
        let found =
            if look.seek_tables && !look.clock.is_late() { aligned(words, &chunks, look.carried) } else { Vec::new() };
        let mut rest = chunks;
        for table in found {
            let taken: BTreeSet<usize> = table.words().collect();
            let middle = 0.5 * (table.area.y0 + table.area.y1);
            rest.retain(|chunk| chunk.words.iter().all(|word| !taken.contains(word)));
            let (above, below) = rest.into_iter().partition(|chunk: &Chunk| chunk.v < middle);
            self.blocks(words, above, look);
            self.table(Some(table));
            rest = below;
        }
        self.blocks(words, rest, look);
    }

    /// The texts of a diagram, box by box.
    fn boxes(&mut self, words: &Words, chunks: Vec<Chunk>, look: &Look<'_>) {
        for text in boxed_texts(words, chunks) {
            self.items.extend(blocks(text, look.body_size).into_iter().map(|block| Item::Block(block, None)));
        }
    }

    fn blocks(&mut self, words: &Words, chunks: Vec<Chunk>, look: &Look<'_>) {
        let mut blocks = blocks(lines(words, chunks), look.body_size);
        mark_footnotes(&mut blocks, look.body_size, look.middle);
        self.items.extend(blocks.into_iter().map(|block| Item::Block(block, None)));
    }

    /// Ties captions and notes to the tables they stand beside.
    fn bind_captions(&mut self) {
        for at in 0..self.items.len() {
            let Some(Item::Table(number, table)) = self.items.get(at) else { continue };
            let (number, area) = (*number, table.area);
            if let Some(caption) = self.caption_of(at, area.y0, area.y1) {
                self.bind(caption, Bond { table: number, caption: true });
            }
            for note in self.notes_of(at, area.y1) {
                self.bind(note, Bond { table: number, caption: false });
            }
        }
    }

    fn bind(&mut self, at: usize, to: Bond) {
        if let Some(Item::Block(_, bond)) = self.items.get_mut(at) {
            *bond = bond.or(Some(to));
        }
    }

    fn free_block(&self, at: usize) -> Option<&Block> {
        match self.items.get(at)? {
            Item::Block(block, None) => Some(block),
            _ => None,
        }
    }

    /// The caption above the table at `at` (few lines further up at most), else the one just below it.
    fn caption_of(&self, at: usize, top: f32, bottom: f32) -> Option<usize> {
        let above = (1..=3).map_while(|back| {
            let index = at.checked_sub(back)?;
            self.free_block(index).map(|block| (index, block))
        });
        let near = |block: &Block, limit: f32| {
            let last = block.lines.last();
            last.is_some_and(|line| line.v < top + 2.0 && top - line.v < limit * line.size.max(1.0))
        };
        let found = above
            .take_while(|(_, block)| near(block, 9.0) && block.lines.len() <= 8)
            .find(|(_, block)| is_table_caption(&block.text()));
        let below = || {
            let block = self.free_block(at + 1)?;
            let line = block.lines.first()?;
            let near = line.v > bottom - 2.0 && line.v - bottom < 3.0 * line.size.max(1.0);
            // Some writers call a table a figure; a caption right below one is not another's.
            let named = is_table_caption(&block.text()) || block.kind == PassageKind::Caption;
            (near && named).then_some(at + 1)
        };
        found.map(|(index, _)| index).or_else(below)
    }

    /// Blocks just below a table that begin as notes do.
    fn notes_of(&self, at: usize, bottom: f32) -> Vec<usize> {
        let mut notes = Vec::new();
        let mut reached = bottom;
        for index in at + 1..at + 8 {
            if matches!(self.items.get(index), Some(Item::Block(_, Some(_)))) {
                continue;
            }
            let Some(block) = self.free_block(index) else { break };
            let (Some(first), Some(last)) = (block.lines.first(), block.lines.last()) else { break };
            let near = first.v > bottom - 2.0 && first.v - reached < 2.6 * first.size.max(1.0);
            if !near || !opens_note(&block.text()) {
                break;
            }
            notes.push(index);
            reached = last.v;
        }
        notes
    }

    /// Whether the table that begins the page goes on with one of the page before.
    pub(crate) fn goes_on_with(&self, open: &OpenTable, place: &Place<'_>) -> bool {
        self.leading_table().is_some_and(|(table, recaptioned)| !recaptioned && open.goes_on_with(place, table))
    }

    /// The table that begins the page, and whether it has a caption of its own that does not say that it goes on.
    fn leading_table(&self) -> Option<(&PageTable, bool)> {
        let mut lines = 0;
        let mut recaptioned = false;
        for item in &self.items {
            match item {
                Item::Table(_, table) => return Some((table, recaptioned)),
                Item::Block(block, bond) => {
                    let text = block.text().to_lowercase();
                    let continued = ["cont", "forts", "suite", "seguito"].iter().any(|word| text.contains(word));
                    recaptioned |= (bond.is_some() || is_table_caption(&block.text())) && !continued;
                    lines += if continued { 0 } else { block.lines.len() };
                }
            }
            if lines > 2 {
                return None;
            }
        }
        None
    }

    /// Whether nothing but notes stands below the last table.
    pub(crate) fn has_trailing_table(&self) -> bool {
        let after = self.items.iter().rev().take_while(|item| !matches!(item, Item::Table(..)));
        let lines: usize = after
            .filter_map(|item| match item {
                Item::Block(block, None) => Some(block.lines.len()),
                _ => None,
            })
            .sum();
        lines <= 3
    }
}

/// A run of a region's text, or a table.
enum Part {
    Text(Vec<Chunk>),
    Table(usize),
}

/// The pieces without those that only hold the places of figures.
fn texts(mut pieces: Vec<Chunk>) -> Vec<Chunk> {
    pieces.retain(|piece| !piece.words.is_empty());
    pieces
}

/// Stretches that hold a table's place: as wide as the table, one for each of its lines.
fn marks(words: &Words, table: &PageTable) -> Vec<Chunk> {
    let mut marks: Vec<Chunk> = Vec::new();
    let mut indices: Vec<usize> = table.words().collect();
    indices.sort_by(|a, b| words.words[*a].line_v.total_cmp(&words.words[*b].line_v));
    for index in indices {
        let word = &words.words[index];
        if marks.last().is_none_or(|last| word.line_v - last.v > 0.5 * word.size) {
            let (u0, u1) = (table.area.x0, table.area.x1);
            marks.push(Chunk { words: vec![index], u0, u1, v: word.line_v, size: word.size, count: 0 });
        }
    }
    marks
}

/// A region's text above, between and below the tables in it.
fn parted(region: Vec<Chunk>, owners: &BTreeMap<usize, usize>) -> Vec<Part> {
    let owner = |chunk: &Chunk| chunk.words.first().and_then(|word| owners.get(word)).copied();
    let mut middles: BTreeMap<usize, (f32, f32)> = BTreeMap::new();
    for chunk in &region {
        if let Some(table) = owner(chunk) {
            let ends = middles.entry(table).or_insert((chunk.v, chunk.v));
            *ends = (ends.0.min(chunk.v), ends.1.max(chunk.v));
        }
    }
    let mut tables: Vec<(usize, f32)> = middles.into_iter().map(|(table, (a, b))| (table, 0.5 * (a + b))).collect();
    tables.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut texts: Vec<Vec<Chunk>> = (0..=tables.len()).map(|_| Vec::new()).collect();
    for chunk in region.into_iter().filter(|chunk| owner(chunk).is_none()) {
        let place = tables.partition_point(|(_, middle)| *middle <= chunk.v);
        if let Some(text) = texts.get_mut(place) {
            text.push(chunk);
        }
    }
    let mut parts = Vec::new();
    for (place, text) in texts.into_iter().enumerate() {
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        parts.extend(tables.get(place).map(|(table, _)| Part::Table(*table)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::rows::chunks;

    #[test]
    fn captions_right_below_tables_are_theirs() {
        for (text, v, expected) in [
            ("Table 1. Doses", 112.0, true),
            ("Figure 1. Kinds of tests", 112.0, true),
            ("Figure 1. Kinds of tests", 180.0, false),
            ("The tests were of several kinds", 112.0, false),
        ] {
            let words = crate::pdf::layout::words::written(&[(text, 50.0, v)]);
            let pieces =
                crate::pdf::layout::rows::rows(&words).into_iter().flat_map(|row| chunks(&words, &row)).collect();
            let area = Area { x0: 50.0, y0: 20.0, x1: 250.0, y1: 100.0 };
            let evidence = orfila_records::TableEvidence::Ruled;
            let (columns, cells) = (Vec::new(), Vec::new());
            let table = PageTable { area, evidence, rows: 1, columns, header_rows: 0, stub_columns: 0, cells };
            let mut flow = Flow::default();
            flow.table(Some(table));
            flow.items.extend(blocks(lines(&words, pieces), 10.0).into_iter().map(|block| Item::Block(block, None)));
            flow.bind_captions();
            let bound = flow.items.iter().any(|item| matches!(item, Item::Block(_, Some(bond)) if bond.caption));
            assert_eq!(bound, expected, "{text}");
        }
    }
}
