//! Marked content: stretches of a page that belong to a layer, or for which the file states other text
//! (ISO 32000-1, 14.6 and 14.9.4).

use unicode_normalization::UnicodeNormalization;

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::Glyph;
use crate::pdf::lexer::Operand;

/// Stretches open at a time; deeper ones are only counted.
const DEEPEST: usize = 512;
/// Text longer than this describes; it does not replace letters.
const LONGEST: usize = 64;

/// What the file states instead of the letters shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stated {
    /// The text itself (`ActualText`).
    Text(String),
    /// A description (`Alt`).
    Description(String),
}

struct Mark {
    hidden: bool,
    stated: Option<Stated>,
    /// Number of letters shown before.
    first: usize,
}

/// The stretches open at a place of the content.
#[derive(Default)]
pub(crate) struct MarkedContent {
    open: Vec<Mark>,
    deeper: usize,
    hidden: usize,
}

impl MarkedContent {
    pub(crate) fn begin(&mut self, hidden: bool, stated: Option<Stated>, first: usize) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.hidden += usize::from(hidden);
        self.open.push(Mark { hidden, stated, first });
    }

    /// Ends the innermost stretch; gives what it states and the letter it began with.
    pub(crate) fn end(&mut self) -> Option<(Stated, usize)> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let mark = self.open.pop()?;
        self.hidden -= usize::from(mark.hidden);
        mark.stated.map(|stated| (stated, mark.first))
    }

    /// Number of open stretches, to end those that a form leaves open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len() + self.deeper
    }

    /// Whether the place is in a layer that is switched off.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }
}

/// What the operands of `BDC` state, where the property list is written in place.
pub(crate) fn stated(operands: &[Operand<'_>]) -> Option<Stated> {
    let after = |key: &[u8]| {
        let at = operands.iter().position(|operand| matches!(operand, Operand::Name(name) if name.as_ref() == key))?;
        match operands.get(at + 1)? {
            Operand::String(bytes) => text_string(bytes),
            _ => None,
        }
    };
    after(b"ActualText").map(Stated::Text).or_else(|| after(b"Alt").map(Stated::Description))
}

/// A text string of the file.
pub(crate) fn text_string(bytes: &[u8]) -> Option<String> {
    lopdf::decode_text_string(&lopdf::Object::string_literal(bytes)).ok()
}

/// Puts stated text in the place of letters whose characters are not known, and gives how many letters that concerned.
/// Letters that are known stay: what is printed is what counts, and stated text must not hide it.
pub(crate) fn replace(glyphs: &mut [Glyph], stated: &Stated) -> usize {
    let (text, whole) = match stated {
        Stated::Text(text) => (text, false),
        Stated::Description(text) => (text, true),
    };
    let text: String = text.chars().filter(|character| !is_mark(*character)).collect();
    let unknown = glyphs.iter().filter(|glyph| glyph.text == GlyphText::Unmapped).count();
    let silent = text.trim().is_empty() || text.chars().count() > LONGEST;
    if glyphs.is_empty() || silent || unknown == 0 || (whole && unknown < glyphs.len()) {
        return 0;
    }
    let characters: Vec<char> = text.nfc().collect();
    if characters.len() == glyphs.len() {
        return fill(glyphs, &characters);
    }
    if unknown < glyphs.len() {
        return 0;
    }
    // One text for several shapes, or several letters for one: the first shape carries all of it.
    let end = glyphs.iter().map(|glyph| glyph.u1).fold(f32::NEG_INFINITY, f32::max);
    for glyph in glyphs.iter_mut().skip(1) {
        glyph.text = GlyphText::One(' ');
    }
    if let Some(first) = glyphs.first_mut() {
        first.text = GlyphText::of(text.trim());
        first.u1 = first.u1.max(end);
    }
    unknown
}

/// Letter by letter, if all known letters agree.
fn fill(glyphs: &mut [Glyph], characters: &[char]) -> usize {
    let agrees = |(glyph, character): (&Glyph, &char)| match glyph.text {
        GlyphText::One(shown) => shown == *character || shown.nfkc().eq(character.nfkc()),
        GlyphText::Many(_) => false,
        GlyphText::Unmapped => true,
    };
    if !glyphs.iter().zip(characters).all(agrees) {
        return 0;
    }
    let mut filled = 0;
    for (glyph, character) in glyphs.iter_mut().zip(characters) {
        if glyph.text == GlyphText::Unmapped {
            glyph.text = GlyphText::of(&character.to_string());
            filled += 1;
        }
    }
    filled
}

/// Marks of direction and language that stated text may carry.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{1B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(texts: &[GlyphText]) -> Vec<Glyph> {
        texts.iter().map(|text| Glyph { text: text.clone(), ..Glyph::default() }).collect()
    }

    fn shown(glyphs: &[Glyph]) -> String {
        let text = |glyph: &Glyph| match &glyph.text {
            GlyphText::One(character) => character.to_string(),
            GlyphText::Many(text) => text.to_string(),
            GlyphText::Unmapped => "?".to_owned(),
        };
        glyphs.iter().map(text).collect()
    }

    #[test]
    fn stated_text_fills_gaps_and_never_hides_letters() {
        use GlyphText::{One, Unmapped};
        for (letters, stated, expected, replaced) in [
            (vec![Unmapped], Stated::Text("≤".into()), "≤", 1),
            (vec![Unmapped], Stated::Text("ffi".into()), "ffi", 1),
            (vec![Unmapped, Unmapped], Stated::Text("≥".into()), "≥ ", 2),
            (vec![One('5'), Unmapped, One('C')], Stated::Text("5°C".into()), "5°C", 1),
            (vec![One('5'), Unmapped], Stated::Text("6°".into()), "5?", 0),
            (vec![One('5'), One('0')], Stated::Text("60".into()), "50", 0),
            (vec![One('5')], Stated::Text("".into()), "5", 0),
            (vec![Unmapped], Stated::Description("delta".into()), "delta", 1),
            (vec![One('a'), Unmapped], Stated::Description("ab".into()), "a?", 0),
        ] {
            let mut glyphs = glyphs(&letters);
            assert_eq!(replace(&mut glyphs, &stated), replaced, "{letters:?} {stated:?}");
            assert_eq!(shown(&glyphs), expected, "{letters:?} {stated:?}");
        }
    }

    #[test]
    fn stretches_nest_and_end() {
        let mut marked = MarkedContent::default();
        marked.begin(true, None, 0);
        marked.begin(false, Some(Stated::Text("x".into())), 4);
        assert!(marked.is_hidden());
        assert_eq!(marked.end(), Some((Stated::Text("x".into()), 4)));
        assert_eq!(marked.end(), None);
        assert!(!marked.is_hidden());
        assert_eq!(marked.end(), None);
    }
}
