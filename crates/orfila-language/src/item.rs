//! What a model reads and learns from: one window of a text, cut into words, with what is known about it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::random::SeededGenerator;
use crate::vocabulary::{Vocabulary, Words};

/// A window of a text as the encoder reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The words of the text that it holds.
    pub words: Range<usize>,
    /// Rows of the table of pieces, with the pieces that begin and end a sequence.
    pub pieces: Vec<u32>,
    /// How the word of each piece is written; 0 for begin and end.
    pub shapes: Vec<u8>,
    /// First and last piece of each word, as positions of `pieces`.
    pub places: Vec<(u32, u32)>,
}

/// Cuts a text into windows of at most `most` pieces (begin and end included) that share up to `overlap` words with the
/// window before. Every word is in at least one window; a word of more than `most - 2` pieces loses its last ones.
#[must_use]
pub fn windows(vocabulary: &Vocabulary, words: &Words, most: usize, overlap: usize) -> Vec<Window> {
    let room = most.saturating_sub(2).max(1);
    let mut windows = Vec::new();
    let mut start = 0;
    while start < words.words.len() {
        let mut end = start;
        let mut used = 0;
        while end < words.words.len() && (end == start || used + words.words[end].pieces.len() <= room) {
            used += words.words[end].pieces.len().min(room);
            end += 1;
        }
        windows.push(window(vocabulary, words, start..end, room));
        if end == words.words.len() {
            break;
        }
        // Windows share at most half of their words, so that each brings new ones.
        start = end - overlap.min((end - start) / 2);
    }
    windows
}

fn window(vocabulary: &Vocabulary, words: &Words, range: Range<usize>, room: usize) -> Window {
    let (mut pieces, mut shapes, mut places) = (vec![vocabulary.begin()], vec![0], Vec::new());
    for word in &words.words[range.clone()] {
        let first = pieces.len() as u32;
        let kept = word.pieces.start..word.pieces.end.min(word.pieces.start.saturating_add(room));
        pieces.extend(&words.pieces[kept]);
        shapes.resize(pieces.len(), word.shape);
        places.push((first, pieces.len() as u32 - 1));
    }
    pieces.push(vocabulary.end());
    shapes.push(0);
    Window { words: range, pieces, shapes, places }
}

/// The window in which each word is farthest from an edge, by word.
#[must_use]
pub fn best_windows(windows: &[Window], words: usize) -> Vec<usize> {
    let margin = |window: &Window, word: usize| {
        let left = if window.words.start == 0 { usize::MAX } else { word - window.words.start };
        let right = if window.words.end == words { usize::MAX } else { window.words.end - 1 - word };
        left.min(right)
    };
    let mut best: Vec<Option<(usize, usize)>> = vec![None; words];
    for (index, window) in windows.iter().enumerate() {
        for word in window.words.clone() {
            let margin = margin(window, word);
            if best[word].is_none_or(|(most, _)| margin > most) {
                best[word] = Some((margin, index));
            }
        }
    }
    best.into_iter().map(|best| best.map_or(0, |(_, index)| index)).collect()
}

/// A span of words of a window: first and last word (inclusive), counted from the window's first, and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordSpan {
    /// First word.
    pub first: u32,
    /// Last word.
    pub last: u32,
    /// Kind, a number of the task.
    pub kind: u16,
}

/// Two groups of mentions that may be related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The group that the relation starts from.
    pub head: u32,
    /// The group that it leads to.
    pub tail: u32,
    /// What tells how they stand to each other, a number below [`crate::pairs::PLACES`].
    pub place: u16,
    /// The relation's number in the task, from 1; 0 for none.
    pub label: u16,
}

/// Groups of mentions of the same thing, and the pairs among them that are asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairSet {
    /// Each group's mentions; a group of a single mention is the usual case.
    pub groups: Vec<Vec<WordSpan>>,
    /// The pairs.
    pub pairs: Vec<Pair>,
}

/// One window with what is known about it; tasks go by their number in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the encoder reads.
    pub window: Window,
    /// A label for each word, by tagging task.
    pub tags: BTreeMap<usize, Vec<u16>>,
    /// Pairs, by relation task.
    pub pairs: BTreeMap<usize, PairSet>,
    /// The class, by classification task.
    pub classes: BTreeMap<usize, u16>,
    /// Pieces that are hidden: positions of the window's pieces, and the pieces that stood there.
    pub masked: Vec<(u32, u32)>,
}

impl Item {
    /// A window about which nothing is known.
    #[must_use]
    pub fn bare(window: Window) -> Self {
        Self { window, tags: BTreeMap::new(), pairs: BTreeMap::new(), classes: BTreeMap::new(), masked: Vec::new() }
    }

    /// Hides about `share` of the words whole: eight of ten behind the mask, one behind another piece of the vocabulary, one
    /// not at all (Devlin et al. 2019).
    pub fn hide(&mut self, share: f32, vocabulary: &Vocabulary, generator: &mut SeededGenerator) {
        for (first, last) in self.window.places.clone() {
            if generator.uniform() >= share {
                continue;
            }
            let way = generator.uniform();
            for position in first..=last {
                let Some(piece) = self.window.pieces.get_mut(position as usize) else { continue };
                self.masked.push((position, *piece));
                if way < 0.8 {
                    *piece = vocabulary.mask();
                } else if way < 0.9 {
                    *piece = generator.below(vocabulary.size()) as u32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::small;

    #[test]
    fn windows_cover_every_word() {
        let vocabulary = small();
        let text = "the benzene of rat 50mg/kg oral dose was no effect in LD50 ".repeat(7);
        let words = vocabulary.words(&text);
        for (most, overlap) in [(6, 0), (12, 3), (12, 50), (4, 1), (3, 0), (1000, 10), (0, 0)] {
            let windows = windows(&vocabulary, &words, most, overlap);
            let mut covered = 0;
            for window in &windows {
                assert!(window.words.start <= covered && window.words.end >= covered, "{most} {overlap}");
                covered = window.words.end;
                assert!(window.pieces.len() <= most.max(3), "{most}: {}", window.pieces.len());
                assert_eq!(window.pieces.len(), window.shapes.len());
                assert_eq!(window.places.len(), window.words.len());
                assert_eq!((window.pieces[0], window.pieces.last()), (vocabulary.begin(), Some(&vocabulary.end())));
            }
            assert_eq!(covered, words.words.len());
            let best = best_windows(&windows, words.words.len());
            assert!(best.iter().enumerate().all(|(word, index)| windows[*index].words.contains(&word)));
        }
        assert!(windows(&vocabulary, &vocabulary.words(""), 10, 2).is_empty());
    }

    #[test]
    fn words_are_hidden_whole_and_remembered() {
        let vocabulary = small();
        let text = "the benzene of rat 50mg/kg oral dose was no effect in LD50 ".repeat(20);
        let words = vocabulary.words(&text);
        let whole = Item::bare(windows(&vocabulary, &words, 1000, 0).remove(0));
        let mut item = whole.clone();
        item.hide(0.15, &vocabulary, &mut SeededGenerator::new(1, 1));
        let share = item.masked.len() as f32 / item.window.pieces.len() as f32;
        assert!((0.08..0.25).contains(&share), "{share}");
        for (position, piece) in &item.masked {
            assert_eq!(whole.window.pieces[*position as usize], *piece);
        }
        let hidden: Vec<u32> = item.masked.iter().map(|(position, _)| *position).collect();
        let changed = (0_u32..).zip(item.window.pieces.iter().zip(&whole.window.pieces));
        for (position, (now, before)) in changed {
            assert!(now == before || hidden.contains(&position));
        }
        for (first, last) in &item.window.places {
            assert_eq!(hidden.contains(first), hidden.contains(last));
        }
    }
}
