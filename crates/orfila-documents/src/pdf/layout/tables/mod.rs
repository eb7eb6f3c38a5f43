//! Tables on a page: ruled, partly ruled, and told by the alignment of words alone.

mod aligned;
mod anchors;
mod bands;
pub(crate) mod captions;
pub(crate) mod carried;
pub(crate) mod emit;
mod grid;
mod header;
mod labels;
mod lattice;
mod listings;
mod records;
mod ruled;
mod ruled_columns;
mod ruled_rows;
pub(crate) mod rules;
mod runs;
mod spacing;
mod stacked;
mod stops;
mod text_lines;
mod titled;
mod top;
#[cfg(test)]
mod typed;
mod values;
mod whites;
mod wraps;

use std::collections::HashSet;

use orfila_records::TableEvidence;

use crate::pdf::glyphs::Area;
use crate::pdf::layout::clock::Clock;
use crate::pdf::layout::panels::Panels;
use crate::pdf::layout::words::Words;
use crate::pdf::path::Strokes;

pub(crate) use aligned::aligned;
pub(crate) use carried::Carried;
pub(crate) use stops::Column;

/// A cell on its page, in the frame of the text (`x` along the lines, `y` across them).
#[derive(Debug, Clone)]
pub(crate) struct PageCell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) row_span: usize,
    pub(crate) column_span: usize,
    /// Indices into [`Words::words`].
    pub(crate) words: Vec<usize>,
    /// The ruled area; without rules the area of the words.
    pub(crate) area: Area,
}

/// A table on its page.
#[derive(Debug, Clone)]
pub(crate) struct PageTable {
    pub(crate) area: Area,
    pub(crate) evidence: TableEvidence,
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) header_rows: usize,
    pub(crate) stub_columns: usize,
    /// In row-major order.
    pub(crate) cells: Vec<PageCell>,
}

impl PageTable {
    /// The words it takes.
    pub(crate) fn words(&self) -> impl Iterator<Item = usize> + '_ {
        self.cells.iter().flat_map(|cell| cell.words.iter().copied())
    }
}

/// What is known of a page before its tables are sought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// Boxes of running text that stand side by side.
    pub(crate) panels: &'a Panels,
    /// The words of its head and foot.
    pub(crate) furniture: &'a HashSet<usize>,
    /// The words of its foot alone.
    pub(crate) feet: &'a HashSet<usize>,
    /// The head of the table at the foot of the page before.
    pub(crate) carried: Option<&'a Carried>,
}

/// Tables with drawn lines, in the words of one direction (`angle` degrees, a right angle). `page` is the page's area in
/// square points. No word is in two tables, none of the page's foot in any; once the clock is late, no more tables are sought.
pub(crate) fn drawn(
    words: &Words,
    strokes: &Strokes,
    (angle, page): (i16, f32),
    around: Around<'_>,
    clock: &Clock,
) -> Vec<PageTable> {
    if words.words.len() < 4 || strokes.rules.is_empty() && strokes.fills.is_empty() {
        return Vec::new();
    }
    let rules = rules::Rules::of(strokes, angle, page);
    let mut taken = vec![false; words.words.len()];
    for foot in around.feet {
        if let Some(taken) = taken.get_mut(*foot) {
            *taken = true;
        }
    }
    let mut tables = ruled::ruled(words, &rules, around.furniture, &mut taken, clock);
    let stacked = stacked::stacked(words, &rules, &tables, around, &mut taken, clock);
    tables.extend(stacked);
    tables.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
    tables
}

/// The area of words.
fn area_of(words: &Words, indices: &[usize]) -> Area {
    let mut area = Area::EMPTY;
    for index in indices {
        let word = &words.words[*index];
        area.include((word.u0, word.top()));
        area.include((word.u1, word.bottom()));
    }
    area
}
