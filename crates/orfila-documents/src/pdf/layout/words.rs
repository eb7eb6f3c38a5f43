//! Glyphs become words: runs without a gap, with raised and lowered runs tied to the line they belong to.

use std::ops::Range;

use orfila_records::{Concealment, Script};
use unicode_normalization::char::canonical_combining_class;

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{Glyph, Visibility};
use crate::pdf::layout::radicals::ideograph;

/// Filled signs that mark headings and items.
const MARKS: [char; 8] = ['■', '▪', '●', '•', '◆', '►', '▶', '◾'];
/// A gap wider than this many ems separates two words.
pub(crate) const WORD_GAP: f32 = 0.1;
/// So does this one, where the weight of the type changes: labels are set against their values.
pub(crate) const WEIGHT_GAP: f32 = 0.04;

/// A space is taken back if the letters around it are less than so many ems apart; no justified line has them that close.
const TAKEN_BACK: f32 = 0.035;

/// A word; see [`Glyph`] for the coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Its characters in [`Words::characters`].
    pub(crate) text: Range<usize>,
    pub(crate) u0: f32,
    pub(crate) u1: f32,
    /// Its own baseline.
    pub(crate) v: f32,
    /// The baseline of the line it belongs to.
    pub(crate) line_v: f32,
    pub(crate) size: f32,
    pub(crate) ascent: f32,
    pub(crate) depth: f32,
    pub(crate) bold: bool,
    /// The typeface of its first letter; 0 if it is not known.
    pub(crate) face: u32,
    /// Whether it is set in a typeface that the document uses seldom.
    pub(crate) apart: bool,
    /// Whether a space was shown before it.
    pub(crate) space_before: bool,
    pub(crate) script: Script,
    /// How sure text recognition was of it, 0 to 1.
    pub(crate) confidence: Option<f32>,
    pub(crate) concealed: Option<Concealment>,
    /// Number of characters.
    pub(crate) count: usize,
}

impl Word {
    pub(crate) fn top(&self) -> f32 {
        self.v - self.ascent
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.v + self.depth
    }

    /// Whether its middle lies on another word.
    pub(crate) fn stands_on(&self, other: &Self) -> bool {
        let (u, v) = (0.5 * (self.u0 + self.u1), 0.5 * (self.top() + self.bottom()));
        (other.u0..=other.u1).contains(&u) && (other.top()..=other.bottom()).contains(&v)
    }
}

/// The words of a page in one direction, in the order they were shown.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) characters: String,
    pub(crate) words: Vec<Word>,
    /// Glyphs whose characters the font does not tell; each stands as U+FFFD.
    pub(crate) unmapped: usize,
}

impl Words {
    pub(crate) fn text(&self, word: &Word) -> &str {
        self.characters.get(word.text.clone()).unwrap_or_default()
    }

    /// Adds the words of another source.
    pub(crate) fn append(&mut self, other: Self) {
        for mut word in other.words {
            let start = self.characters.len();
            self.characters.push_str(other.characters.get(word.text).unwrap_or_default());
            word.text = start..self.characters.len();
            self.words.push(word);
        }
        self.unmapped += other.unmapped;
    }

    /// Words of the glyphs, and their scripts.
    pub(crate) fn of<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> Self {
        let mut words = Self::default();
        let mut space = false;
        let mut open = false;
        for glyph in glyphs {
            if glyph.text.is_space() {
                (space, open) = (true, false);
                continue;
            }
            if space && words.takes_back_space(glyph) {
                (space, open) = (false, true);
            }
            if !(open && words.continues(glyph)) {
                words.begin(glyph, space);
                open = true;
            }
            space = false;
            words.push(glyph);
        }
        words.tie_scripts();
        words.tie_distant_scripts();
        words.level_bullets();
        words
    }

    fn continues(&self, glyph: &Glyph) -> bool {
        let Some(last) = self.words.last() else { return false };
        let gap = glyph.u0 - last.u1;
        let same_line = (glyph.v - last.v).abs() < 0.08 * last.size;
        let same_size = (glyph.size - last.size).abs() < 0.08 * last.size;
        let widest = if last.bold == glyph.bold { WORD_GAP } else { WEIGHT_GAP };
        same_line && same_size && gap < widest * glyph.size && gap > -0.4 * glyph.size
    }

    /// Whether the space before `glyph` was shown and then taken back, so that nobody sees it: writers put such spaces into
    /// web addresses where a line may break. In unseen text, say of a text layer, letters stand anyhow.
    fn takes_back_space(&self, glyph: &Glyph) -> bool {
        let Some(last) = self.words.last() else { return false };
        let seen = glyph.visibility == Visibility::Visible && last.concealed.is_none();
        seen && (glyph.v - last.v).abs() < 0.01 * last.size && (glyph.u0 - last.u1).abs() < TAKEN_BACK * glyph.size
    }

    fn begin(&mut self, glyph: &Glyph, space_before: bool) {
        let at = self.characters.len();
        self.words.push(Word {
            text: at..at,
            u0: glyph.u0,
            u1: glyph.u1,
            v: glyph.v,
            line_v: glyph.v,
            size: glyph.size,
            ascent: glyph.ascent,
            depth: glyph.depth,
            bold: glyph.bold,
            face: glyph.face,
            apart: false,
            space_before,
            script: Script::Normal,
            confidence: None,
            concealed: glyph.visibility.concealment(),
            count: 0,
        });
    }

    fn push(&mut self, glyph: &Glyph) {
        match &glyph.text {
            // Shown as a glyph, a soft hyphen is a hyphen that the reader sees.
            GlyphText::One('\u{AD}') => self.characters.push('-'),
            GlyphText::One(character) => match character {
                '\u{FB00}'..='\u{FB06}' => {
                    self.characters.push_str(&crate::pdf::encoding::expand_ligature(*character));
                }
                _ => self.characters.push(ideograph(*character)),
            },
            GlyphText::Many(text) => self.characters.push_str(text.trim()),
            GlyphText::Unmapped => {
                self.characters.push('\u{FFFD}');
                self.unmapped += 1;
            }
        }
        let end = self.characters.len();
        if let Some(word) = self.words.last_mut() {
            word.text.end = end;
            word.u0 = word.u0.min(glyph.u0);
            // A mark that is set over the letter before it takes no room, whatever width its font states.
            let mark = matches!(glyph.text, GlyphText::One(sign) if canonical_combining_class(sign) != 0);
            word.u1 = if mark { word.u1 } else { word.u1.max(glyph.u1) };
            word.bold &= glyph.bold;
            word.count += 1;
        }
    }

    /// Scripts that were shown long before or after the word they stand beside, as writers do that show all raised letters
    /// of a line first.
    fn tie_distant_scripts(&mut self) {
        /// Words on neighbouring baselines that are looked at, so that no page costs much.
        const MOST: usize = 80;
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by(|a, b| self.words[*a].v.total_cmp(&self.words[*b].v));
        for at in 0..order.len() {
            let index = order[at];
            let word = &self.words[index];
            if word.count > 3 || word.script != Script::Normal {
                continue;
            }
            let near = |other: &&usize| (self.words[**other].v - word.v).abs() < word.size;
            let below = order[at + 1..].iter().take(MOST).take_while(near);
            let above = order[..at].iter().rev().take(MOST).take_while(near);
            let anchors = below.chain(above).map(|other| &self.words[*other]);
            let anchors = anchors.filter(|anchor| anchor.script == Script::Normal && anchor.count > 1);
            let tied = anchors.filter_map(|anchor| tie(word, anchor, NEAR)).next();
            if let Some((script, line_v)) = tied {
                let word = &mut self.words[index];
                (word.script, word.line_v) = (script, line_v);
            }
        }
    }

    /// Squares and discs before a heading or an item are often set from a larger type, lower than the text they mark: they
    /// stand on its line, in its size.
    fn level_bullets(&mut self) {
        for index in 0..self.words.len() {
            let bullet = &self.words[index];
            let text = self.text(bullet);
            let marks = !text.is_empty() && text.chars().all(|sign| MARKS.contains(&sign));
            let levels = |next: &&Word| {
                let gap = next.u0 - bullet.u1;
                let (low, size) = ((bullet.v - next.v).abs(), next.size);
                (-0.1 * size..2.0 * size).contains(&gap) && (0.05 * size..0.8 * size).contains(&low)
            };
            if let Some(next) = marks.then(|| self.words.get(index + 1).filter(levels)).flatten() {
                let (v, size) = (next.v, next.size);
                let bullet = &mut self.words[index];
                (bullet.line_v, bullet.size) = (v, size);
            }
        }
    }

    fn tie_scripts(&mut self) {
        for index in 0..self.words.len() {
            let word = &self.words[index];
            if word.count > 12 {
                continue;
            }
            let next = [index.checked_sub(1), Some(index + 1)].map(|other| (other, FAR));
            let second = [index.checked_sub(2), Some(index + 2)].map(|other| (other, NEAR));
            let tied =
                next.into_iter().chain(second).find_map(|(other, reach)| tie(word, self.words.get(other?)?, reach));
            if let Some((script, line_v)) = tied {
                let word = &mut self.words[index];
                word.script = script;
                word.line_v = line_v;
            }
        }
    }
}

/// A script stands within so many ems of its word.
const NEAR: f32 = 0.35;
/// So does one that was shown just before or after it: marks of notes, and sums that are raised whole, have spaces.
const FAR: f32 = 0.7;

/// Whether `word` is a script within `reach` ems of `anchor`, and the baseline it then belongs to.
fn tie(word: &Word, anchor: &Word, reach: f32) -> Option<(Script, f32)> {
    let touches = |size: f32| {
        let after = word.u0 - anchor.u1;
        let before = anchor.u0 - word.u1;
        (-0.35 * size..reach * size).contains(&after) || (-0.2 * size..reach * size).contains(&before)
    };
    if anchor.script != Script::Normal {
        let alike = (word.size - anchor.size).abs() < 0.1 * word.size;
        let beside = (word.v - anchor.v).abs() < 0.1 * word.size;
        if alike && beside && touches(anchor.size) {
            return Some((anchor.script, anchor.line_v));
        }
        // A raised and a lowered one over each other, as in a specific rotation, begin at one place.
        let over = (word.u0 - anchor.u0).abs() < 0.35 * word.size;
        let raised = (0.3..1.2).contains(&((anchor.line_v - word.v) / word.size.max(0.1)));
        let lowered = (0.05..0.8).contains(&((word.v - anchor.line_v) / word.size.max(0.1)));
        // So does the mark of a note after a lowered letter.
        let after = alike && touches(anchor.size) && word.u0 > anchor.u0;
        return match anchor.script {
            Script::Subscript if alike && (over || after) && raised => Some((Script::Superscript, anchor.line_v)),
            Script::Superscript if alike && over && lowered => Some((Script::Subscript, anchor.line_v)),
            _ => None,
        };
    }
    if word.size > 0.84 * anchor.size || !touches(anchor.size) {
        return None;
    }
    let up = anchor.v - word.v;
    if (0.16 * anchor.size..0.8 * anchor.size).contains(&up) {
        Some((Script::Superscript, anchor.v))
    } else if (-0.5 * anchor.size..-0.05 * anchor.size).contains(&up) {
        Some((Script::Subscript, anchor.v))
    } else {
        None
    }
}

/// Words of letters 5 points wide and 10 high at `(left edge, baseline)`.
#[cfg(test)]
pub(crate) fn written(texts: &[(&str, f32, f32)]) -> Words {
    let mut glyphs = Vec::new();
    for (text, left, v) in texts {
        for (at, character) in text.chars().enumerate() {
            let u0 = left + 5.0 * at as f32;
            glyphs.push(Glyph {
                text: GlyphText::One(character),
                u0,
                u1: u0 + 5.0,
                v: *v,
                size: 10.0,
                ascent: 7.0,
                depth: 2.0,
                ..Glyph::default()
            });
        }
    }
    Words::of(glyphs.iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter or a space 5 points wide.
    fn glyph(character: char, u0: f32, bold: bool) -> Glyph {
        let (u1, text) = (u0 + 5.0, GlyphText::One(character));
        Glyph { text, u0, u1, v: 100.0, size: 10.0, ascent: 7.0, depth: 2.0, bold, ..Glyph::default() }
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        let words = Words::of(glyphs.iter());
        words.words.iter().map(|word| words.text(word).to_owned()).collect()
    }

    #[test]
    fn spaces_part_words_unless_they_are_taken_back() {
        for (second, visibility, expected) in [
            (55.0, Visibility::Visible, vec!["a", "b"]),
            (50.0, Visibility::Visible, vec!["ab"]),
            // A space that was only narrowed is seen.
            (50.5, Visibility::Visible, vec!["a", "b"]),
            // Letters of a text layer stand as their picture asks, not as a reader sees them.
            (50.0, Visibility::Layer, vec!["a", "b"]),
        ] {
            let second = Glyph { visibility, ..glyph('b', second, false) };
            assert_eq!(texts(&[glyph('a', 45.0, false), glyph(' ', 50.0, false), second]), expected, "{visibility:?}");
        }
    }

    #[test]
    fn a_small_gap_parts_words_where_the_weight_changes() {
        for (bold, gap, expected) in [
            (false, 0.6, vec!["ab"]),
            (true, 0.6, vec!["a", "b"]),
            (true, 0.1, vec!["ab"]),
            (false, 1.2, vec!["a", "b"]),
        ] {
            assert_eq!(texts(&[glyph('a', 45.0, bold), glyph('b', 50.0 + gap, false)]), expected, "{bold} {gap}");
        }
    }

    /// Words as `(text, left edge, baseline, size)`, letters half as wide as their size.
    fn set(texts: &[(&str, f32, f32, f32)]) -> Words {
        let glyphs = texts.iter().flat_map(|(text, left, v, size)| {
            let place = |(at, character): (usize, char)| {
                let u0 = left + 0.5 * size * at as f32;
                let (u1, text) = (u0 + 0.5 * size, GlyphText::One(character));
                Glyph { text, u0, u1, v: *v, size: *size, ascent: 0.7 * size, depth: 0.2 * size, ..Glyph::default() }
            };
            text.chars().enumerate().map(place).collect::<Vec<_>>()
        });
        Words::of(glyphs.collect::<Vec<_>>().iter())
    }

    #[test]
    fn raised_and_lowered_letters_are_tied_to_their_line() {
        use Script::{Normal, Subscript, Superscript};
        for (texts, expected) in [
            // The mark of a note stands before a space.
            (vec![("a", 50.0, 96.0, 6.0), ("Potential", 58.0, 100.0, 10.0)], vec![Superscript, Normal]),
            // `[x]D20`: the number over the letter.
            (
                vec![("[x]", 50.0, 100.0, 10.0), ("D", 65.2, 102.0, 6.0), ("20", 65.2, 96.0, 6.0)],
                vec![Normal, Subscript, Superscript],
            ),
            (
                vec![("MMCT", 50.0, 100.0, 10.0), ("CT", 70.2, 102.0, 6.0), ("c", 78.0, 96.0, 6.0)],
                vec![Normal, Subscript, Superscript],
            ),
            // Shown long before the line it belongs to.
            (
                vec![
                    ("3", 50.0, 96.0, 6.0),
                    ("one", 50.0, 200.0, 10.0),
                    ("two", 50.0, 220.0, 10.0),
                    ("three", 50.0, 240.0, 10.0),
                    ("MLCT", 53.1, 100.0, 10.0),
                ],
                vec![Superscript, Normal, Normal, Normal, Normal],
            ),
            // A small word in a cell of its own is none.
            (vec![("12", 50.0, 97.0, 7.0), ("Potential", 80.0, 100.0, 10.0)], vec![Normal, Normal]),
        ] {
            let words = set(&texts);
            assert_eq!(words.words.iter().map(|word| word.script).collect::<Vec<_>>(), expected, "{texts:?}");
        }
    }

    #[test]
    fn marks_over_letters_take_no_room() {
        let mark = Glyph { u0: 54.8, u1: 60.5, ..glyph('\u{308}', 54.8, false) };
        assert_eq!(texts(&[glyph('u', 50.0, false), mark, glyph('l', 55.0, false)]), ["u\u{308}l"]);
    }

    #[test]
    fn a_large_square_stands_on_the_line_it_marks() {
        let words = set(&[("■", 50.0, 103.0, 30.0), ("RESULTS", 72.0, 100.0, 10.0)]);
        assert_eq!((words.words[0].line_v, words.words[0].size), (100.0, 10.0));
    }
}
