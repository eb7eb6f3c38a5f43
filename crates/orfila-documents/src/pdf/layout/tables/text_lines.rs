//! The words of an area as lines, and lines as pieces that may be cells.

use crate::pdf::layout::rows::cluster;
use crate::pdf::layout::words::{Word, Words};

/// A stretch of a line without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Indices into [`Words::words`], from left to right.
    pub(super) words: Vec<usize>,
    pub(super) u0: f32,
    pub(super) u1: f32,
    /// Number of characters.
    pub(super) count: usize,
    /// Width of its first word.
    pub(super) first: f32,
}

/// A line of an area.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    pub(super) v: f32,
    pub(super) size: f32,
    pub(super) pieces: Vec<Piece>,
}

impl TextLine {
    /// Half-way up its letters.
    pub(super) fn middle(&self) -> f32 {
        self.v - 0.35 * self.size
    }

    pub(super) fn count(&self) -> usize {
        self.pieces.iter().map(|piece| piece.count).sum()
    }

    pub(super) fn ends(&self) -> (f32, f32) {
        let u0 = self.pieces.iter().map(|piece| piece.u0).fold(f32::INFINITY, f32::min);
        (u0, self.pieces.iter().map(|piece| piece.u1).fold(f32::NEG_INFINITY, f32::max))
    }
}

impl Piece {
    pub(super) fn of(words: &Words, indices: Vec<usize>) -> Self {
        let of = |pick: fn(&Word) -> f32| indices.iter().map(move |index| pick(&words.words[*index]));
        Self {
            u0: of(|word| word.u0).fold(f32::INFINITY, f32::min),
            u1: of(|word| word.u1).fold(f32::NEG_INFINITY, f32::max),
            count: indices.iter().map(|index| words.words[*index].count).sum(),
            first: of(|word| word.u1 - word.u0).next().unwrap_or(0.0),
            words: indices,
        }
    }

    pub(super) fn middle(&self) -> f32 {
        0.5 * (self.u0 + self.u1)
    }

    /// Its words, parted by spaces.
    pub(super) fn text(&self, words: &Words) -> String {
        text_of(words, &self.words)
    }

    pub(super) fn has_digit(&self, words: &Words) -> bool {
        self.words.iter().any(|index| words.text(&words.words[*index]).contains(|c: char| c.is_ascii_digit()))
    }

    /// Whether it is a number, a sign for a missing one, or a short value with digits.
    pub(super) fn is_value(&self, words: &Words) -> bool {
        Letters::of(words, &self.words).are_value(self.count)
    }
}

/// Digits and letters of words.
pub(super) struct Letters {
    digits: usize,
    letters: usize,
    /// Letters of words that say how a number bounds a value.
    bounds: usize,
}

/// Words that belong to the number beside them.
pub(super) const BOUNDS: [&str; 14] =
    ["less", "more", "than", "up", "to", "at", "least", "most", "about", "over", "max.", "min.", "ca.", "approx."];

impl Letters {
    pub(super) fn of(words: &Words, indices: &[usize]) -> Self {
        let mut counted = Self { digits: 0, letters: 0, bounds: 0 };
        for text in indices.iter().filter_map(|index| words.words.get(*index)).map(|word| words.text(word)) {
            let letters = text.chars().filter(|character| character.is_alphabetic()).count();
            counted.digits += text.chars().filter(|character| character.is_numeric()).count();
            counted.letters += letters;
            counted.bounds += if BOUNDS.contains(&text) { letters } else { 0 };
        }
        counted
    }

    /// Whether it is a number, or a sign for a missing one; `count` is how many characters there are.
    pub(super) fn are_value(&self, count: usize) -> bool {
        self.digits > self.letters.saturating_sub(self.bounds) || self.letters == 0 && count <= 4
    }
}

/// Words in their order, parted by spaces.
pub(super) fn text_of(words: &Words, indices: &[usize]) -> String {
    let texts = indices.iter().filter_map(|index| words.words.get(*index)).map(|word| words.text(word));
    texts.collect::<Vec<_>>().join(" ")
}

/// The gap in ems that ends a piece: clearly wider than the spaces between the words of these lines.
pub(super) fn piece_gap(words: &Words, rows: &[Vec<usize>]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    for row in rows {
        for pair in row.windows(2) {
            let (a, b) = (&words.words[pair[0]], &words.words[pair[1]]);
            let gap = (b.u0 - a.u1) / a.size.max(b.size).max(1.0);
            if (0.1..0.7).contains(&gap) {
                gaps.push(gap);
            }
        }
    }
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).map_or(0.6, |median| (1.9 * median).clamp(0.42, 0.8))
}

/// Words as rows of one baseline, each from left to right.
pub(super) fn word_rows(words: &Words, indices: Vec<usize>) -> Vec<Vec<usize>> {
    cluster(indices, |index| {
        let word = &words.words[*index];
        (word.line_v, word.size, word.u0)
    })
}

/// Rows of words as lines, cut at gaps of `gap` ems.
pub(super) fn text_lines(words: &Words, rows: Vec<Vec<usize>>, gap: f32) -> Vec<TextLine> {
    rows.into_iter().map(|row| text_line(words, row, gap)).collect()
}

fn text_line(words: &Words, row: Vec<usize>, gap: f32) -> TextLine {
    let most = row.iter().map(|index| &words.words[*index]).max_by_key(|word| word.count);
    let (v, size) = most.map_or((0.0, 1.0), |word| (word.line_v, word.size.max(1.0)));
    let mut pieces: Vec<Vec<usize>> = Vec::new();
    let mut reached = f32::NEG_INFINITY;
    for index in row {
        let word = &words.words[index];
        match pieces.last_mut().filter(|_| word.u0 - reached <= gap * size) {
            Some(piece) => piece.push(index),
            None => pieces.push(vec![index]),
        }
        reached = reached.max(word.u1);
    }
    TextLine { v, size, pieces: pieces.into_iter().map(|piece| Piece::of(words, piece)).collect() }
}
