//! Glyphs drawn twice at the same place, as writers do for bold letters and shadows.

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{Glyph, PageContent, Visibility};

/// Side of the cells by which neighbours are looked up, in points; no letter's tolerance is larger.
const CELL: f32 = 8.0;
const BUCKETS: usize = 1 << 12;
/// Neighbours compared at most, so that a page of tiny letters stays cheap.
const MOST_COMPARED: usize = 64;
const NONE: u32 = u32::MAX;

/// Kept glyphs by character and place: chains of indices in a table of fixed size.
struct Places {
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Places {
    fn new(glyphs: usize) -> Self {
        Self { heads: vec![NONE; BUCKETS], next: vec![NONE; glyphs] }
    }

    fn keep(&mut self, index: usize, character: char, glyph: &Glyph) {
        let bucket = bucket(cell(glyph.u0), cell(glyph.v), character);
        self.next[index] = std::mem::replace(&mut self.heads[bucket], index as u32);
    }

    /// Whether the same character is kept at this place.
    fn holds(&self, glyphs: &[Glyph], glyph: &Glyph, character: char) -> bool {
        let near = (0.12 * glyph.size).min(CELL);
        let (left, right) = (cell(glyph.u0 - near), cell(glyph.u0 + near));
        let (upper, lower) = (cell(glyph.v - near), cell(glyph.v + near));
        let same = |other: &Glyph| {
            (other.u0 - glyph.u0).abs() < near
                && (other.v - glyph.v).abs() < near
                && other.angle == glyph.angle
                && other.text == GlyphText::One(character)
        };
        (upper..=lower).any(|row| {
            (left..=right).any(|column| self.chain(bucket(column, row, character)).any(|index| same(&glyphs[index])))
        })
    }

    fn chain(&self, bucket: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = self.heads[bucket];
        std::iter::from_fn(move || {
            let index = (at != NONE).then_some(at as usize)?;
            at = self.next[index];
            Some(index)
        })
        .take(MOST_COMPARED)
    }
}

fn cell(place: f32) -> i32 {
    (place * (1.0 / CELL)).floor() as i32
}

fn bucket(column: i32, row: i32, character: char) -> usize {
    let mixed = (column as u32).wrapping_mul(0x9E37_79B1) ^ (row as u32).wrapping_mul(0x85EB_CA77);
    let mixed = (mixed ^ (character as u32).wrapping_mul(0xC2B2_AE3D)).wrapping_mul(0x27D4_EB2F);
    (mixed >> 20) as usize % BUCKETS
}

impl PageContent {
    /// Drops glyphs drawn twice at the same place and returns how many. Of two, the one that a reader sees is kept.
    pub(crate) fn drop_overprints(&mut self) -> usize {
        let mut places = Places::new(self.glyphs.len());
        let mut drop = vec![false; self.glyphs.len()];
        let hidden = |glyph: &Glyph| glyph.visibility != Visibility::Visible;
        for pass in [false, true] {
            for (index, glyph) in self.glyphs.iter().enumerate() {
                let GlyphText::One(character) = glyph.text else { continue };
                if hidden(glyph) != pass || character.is_whitespace() {
                    continue;
                }
                if places.holds(&self.glyphs, glyph, character) {
                    drop[index] = true;
                } else {
                    places.keep(index, character, glyph);
                }
            }
            if pass || !self.glyphs.iter().any(hidden) {
                break;
            }
        }
        let before = self.glyphs.len();
        let mut dropped = drop.into_iter();
        self.glyphs.retain(|_| !dropped.next().unwrap_or(false));
        before - self.glyphs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIDDEN: Visibility = Visibility::Hidden(orfila_records::Concealment::Colour);

    fn glyph(character: char, u0: f32, visibility: Visibility) -> Glyph {
        Glyph { text: GlyphText::One(character), u0, u1: u0 + 5.0, v: 16.0, size: 10.0, visibility, ..Glyph::default() }
    }

    #[test]
    fn shadows_go_and_the_visible_letter_stays() {
        let glyphs = vec![
            glyph('a', 16.0, HIDDEN),
            glyph('a', 15.7, Visibility::Visible),
            glyph('a', 16.3, Visibility::Visible),
            glyph('b', 16.0, Visibility::Visible),
            glyph('a', 22.0, Visibility::Visible),
            glyph('a', 80.0, HIDDEN),
        ];
        let mut content = PageContent { glyphs, ..PageContent::default() };
        assert_eq!(content.drop_overprints(), 2);
        let left: Vec<(f32, bool)> =
            content.glyphs.iter().map(|glyph| (glyph.u0, glyph.visibility == Visibility::Visible)).collect();
        assert_eq!(left, [(15.7, true), (16.0, true), (22.0, true), (80.0, false)]);
    }
}
