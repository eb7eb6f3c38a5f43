//! Words become rows (one baseline) and chunks (stretches of a row without a wide gap).

use crate::pdf::layout::words::{Word, Words};

/// A gap wider than this many ems ends a chunk: it may be a cell boundary or a gutter.
const CHUNK_GAP: f32 = 0.8;

/// A stretch of a row without a wide gap.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    /// Indices into [`Words::words`], from left to right.
    pub(crate) words: Vec<usize>,
    pub(crate) u0: f32,
    pub(crate) u1: f32,
    pub(crate) v: f32,
    pub(crate) size: f32,
    /// Number of characters.
    pub(crate) count: usize,
}

/// Groups items by baseline: an item joins the row whose first item's baseline is within a third of the smaller size.
pub(crate) fn cluster<T>(mut items: Vec<T>, place: impl Fn(&T) -> (f32, f32, f32)) -> Vec<Vec<T>> {
    items.sort_by(|a, b| place(a).0.total_cmp(&place(b).0));
    let mut rows: Vec<Vec<T>> = Vec::new();
    let mut reference = (f32::NEG_INFINITY, 0.0_f32);
    for item in items {
        let (v, size, _) = place(&item);
        let near = (v - reference.0) <= 0.33 * size.min(reference.1).max(3.0);
        match rows.last_mut().filter(|_| near) {
            Some(row) => row.push(item),
            None => {
                reference = (v, size);
                rows.push(vec![item]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| place(a).2.total_cmp(&place(b).2));
    }
    rows
}

/// The page's rows from top to bottom, each with its words from left to right.
pub(crate) fn rows(words: &Words) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..words.words.len()).collect();
    cluster(all, |index| {
        let word = &words.words[*index];
        (word.line_v, word.size, word.u0)
    })
}

/// Cuts a row at its wide gaps.
pub(crate) fn chunks(words: &Words, row: &[usize]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for index in row {
        let word = &words.words[*index];
        let size = |chunk: &Chunk| chunk.size.max(word.size);
        match chunks.last_mut().filter(|chunk| word.u0 - chunk.u1 <= CHUNK_GAP * size(chunk)) {
            Some(chunk) => chunk.add(*index, word),
            None => chunks.push(Chunk::of(*index, word)),
        }
    }
    chunks
}

impl Chunk {
    fn of(index: usize, word: &Word) -> Self {
        Self { words: vec![index], u0: word.u0, u1: word.u1, v: word.line_v, size: word.size, count: word.count }
    }

    fn add(&mut self, index: usize, word: &Word) {
        self.words.push(index);
        self.u0 = self.u0.min(word.u0);
        self.u1 = self.u1.max(word.u1);
        if word.size > self.size {
            self.size = word.size;
            self.v = word.line_v;
        }
        self.count += word.count;
    }
}
