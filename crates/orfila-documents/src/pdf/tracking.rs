//! Character spacing that writers take back: some set a spacing and undo it in every adjustment between two letters, so
//! that it says nothing about where words end. What the letters show is the spacing; what is left is a gap.

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::Glyph;

/// Fewer gaps tell nothing; the stated spacing then stands.
const FEWEST_GAPS: usize = 2;

/// Corrects the right edges of glyphs that one operator showed, each of which was given `spacing` points of character
/// spacing: as much of it is taken back as the middle one of the gaps between them shows to be undone.
pub(crate) fn settle(glyphs: &mut [Glyph], spacing: f32) {
    let shown: Vec<f32> = glyphs.windows(2).filter_map(|pair| gap(&pair[0], &pair[1])).collect();
    let size = glyphs.first().map_or(1.0, |glyph| glyph.size.max(0.1));
    if shown.len() < FEWEST_GAPS || spacing.abs() < 0.02 * size {
        return;
    }
    // Nobody spaces letters widely and then sets two of them closely again: there the spacing makes the gaps of words.
    let makes_words = spacing > 0.15 * size && shown.iter().any(|gap| (gap + spacing).abs() < 0.1 * spacing);
    let undone = if makes_words { -spacing } else { middle(shown).clamp((-spacing).min(0.0), (-spacing).max(0.0)) };
    for glyph in glyphs {
        glyph.u1 = (glyph.u1 + undone).max(glyph.u0);
    }
}

/// Takes wide spacing back beside the signs of relations, and at the end: it stands for spaces there, as in `n = 3 (mean`.
pub(crate) fn settle_signs(glyphs: &mut [Glyph], spacing: f32) {
    let size = glyphs.first().map_or(1.0, |glyph| glyph.size.max(0.1));
    if spacing < 0.15 * size {
        return;
    }
    let signs: Vec<bool> = glyphs.iter().map(|glyph| is_relation(&glyph.text)).collect();
    let last = glyphs.len().saturating_sub(1);
    for (at, glyph) in glyphs.iter_mut().enumerate().filter(|_| signs.contains(&true)) {
        let beside = |at: usize| signs.get(at).copied().unwrap_or_default();
        if at == last || beside(at) || beside(at + 1) {
            glyph.u1 = (glyph.u1 - spacing).max(glyph.u0);
        }
    }
}

fn is_relation(text: &GlyphText) -> bool {
    matches!(text, GlyphText::One('=' | '±' | '<' | '>' | '≤' | '≥' | '≈' | '×' | '+'))
}

/// The gap between two letters that stand beside each other on one line.
fn gap(left: &Glyph, right: &Glyph) -> Option<f32> {
    let beside = left.angle == right.angle && left.v == right.v && !left.text.is_space() && !right.text.is_space();
    beside.then_some(right.u0 - left.u1)
}

fn middle(mut values: Vec<f32>) -> f32 {
    let at = (values.len() - 1) / 2;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 5 points that were given `spacing` and then the adjustments.
    fn letters(spacing: f32, adjustments: &[f32]) -> Vec<Glyph> {
        let mut u = 0.0;
        let mut glyphs = Vec::new();
        for adjustment in adjustments.iter().chain([&0.0]) {
            glyphs.push(Glyph {
                text: GlyphText::One('n'),
                u0: u,
                u1: u + 5.0 + spacing,
                v: 100.0,
                size: 10.0,
                ascent: 7.0,
                depth: 2.0,
                ..Glyph::default()
            });
            u += 5.0 + spacing + adjustment;
        }
        glyphs
    }

    #[test]
    fn spacing_that_is_undone_is_no_part_of_a_letter() {
        for (spacing, adjustments, width) in [
            // Undone but for one gap, which is that of a word.
            (2.0, vec![-2.0, -2.0, 0.0, -2.0], 5.0),
            (-1.0, vec![1.0, 1.0, 3.0, 1.0], 5.0),
            // Short words, as in `C in a`: most gaps are those of words.
            (3.5, vec![0.0, -3.46, 0.0], 5.0),
            // Letters that are spaced indeed.
            (2.0, vec![0.0, 0.0, 0.0, 3.0], 7.0),
            // One letter alone says nothing.
            (2.0, vec![-2.0], 7.0),
        ] {
            let mut glyphs = letters(spacing, &adjustments);
            settle(&mut glyphs, spacing);
            assert_eq!(glyphs[0].u1 - glyphs[0].u0, width, "{spacing} {adjustments:?}");
        }
    }

    #[test]
    fn wide_spacing_stands_for_spaces_around_signs() {
        let texts = |spacing: f32| {
            let mut glyphs = letters(spacing, &[0.0, 0.0, 0.0]);
            for (glyph, sign) in glyphs.iter_mut().zip("n=10".chars()) {
                glyph.text = GlyphText::One(sign);
            }
            settle_signs(&mut glyphs, spacing);
            glyphs.iter().map(|glyph| glyph.u1 - glyph.u0).collect::<Vec<_>>()
        };
        assert_eq!(texts(2.5), [5.0, 5.0, 7.5, 5.0]);
        assert_eq!(texts(0.5), [5.5, 5.5, 5.5, 5.5]);
    }
}
