//! Typewritten pages for tests: letters 5 points wide in lines 12 points apart.

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::Glyph;
use crate::pdf::layout::rows::{Chunk, chunks, rows};
use crate::pdf::layout::tables::PageCell;
use crate::pdf::layout::tables::text_lines::{text_of, word_rows};
use crate::pdf::layout::words::Words;

/// How wide letters are, and how far apart lines, in points.
pub(super) const LETTER: f32 = 5.0;
pub(super) const LEADING: f32 = 12.0;

/// The words of lines; a line that begins with `*` is in bold.
pub(super) fn typed(lines: &[&str]) -> Words {
    typed_apart(lines, LEADING)
}

/// The same with lines as many points apart: at half of [`LEADING`], cells may stand half-way between the lines of their
/// neighbours.
pub(super) fn typed_apart(lines: &[&str], leading: f32) -> Words {
    let mut glyphs = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        let bold = text.starts_with('*');
        for (at, character) in text.trim_start_matches('*').chars().enumerate().filter(|(_, c)| *c != ' ') {
            let u0 = LETTER * at as f32;
            glyphs.push(Glyph {
                text: GlyphText::One(character),
                u0,
                u1: u0 + LETTER,
                v: leading * (line + 1) as f32,
                size: 10.0,
                ascent: 7.0,
                depth: 2.0,
                bold,
                ..Glyph::default()
            });
        }
    }
    Words::of(glyphs.iter())
}

/// The stretches of all lines.
pub(super) fn chunks_of(words: &Words) -> Vec<Chunk> {
    rows(words).iter().flat_map(|row| chunks(words, row)).collect()
}

/// Rows of cells as text: cells parted by `|`, lines in a cell by `/`.
pub(super) fn rows_of(words: &Words, cells: &[PageCell]) -> Vec<String> {
    let count = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
    let text = |cell: &PageCell| {
        let lines = word_rows(words, cell.words.clone());
        lines.iter().map(|line| text_of(words, line)).collect::<Vec<_>>().join("/")
    };
    let row = |row: usize| cells.iter().filter(|cell| cell.row == row).map(text).collect::<Vec<_>>().join("|");
    (0..count).map(row).collect()
}
