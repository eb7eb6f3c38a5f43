//! The standard fonts a page may use, their codes and their widths.

use anyhow::{Result, bail};

use super::metrics;

/// One of the standard fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// Helvetica.
    Sans,
    /// Helvetica-Bold.
    SansBold,
    /// Times-Roman.
    Serif,
    /// Times-Bold.
    SerifBold,
    /// Times-Italic.
    SerifItalic,
    /// Symbol, for the few signs WinAnsi lacks.
    Symbol,
}

/// Every face with its resource name and its PostScript name.
pub(super) const FACES: [(Face, &str, &str); 6] = [
    (Face::Sans, "F1", "Helvetica"),
    (Face::SansBold, "F2", "Helvetica-Bold"),
    (Face::Serif, "F3", "Times-Roman"),
    (Face::SerifBold, "F4", "Times-Bold"),
    (Face::SerifItalic, "F5", "Times-Italic"),
    (Face::Symbol, "F6", "Symbol"),
];

/// Signs set in Symbol: character, code, width.
pub(super) const SYMBOLS: [(char, u8, u16); 5] =
    [('≥', 0xb3, 549), ('≤', 0xa3, 549), ('α', 0x61, 631), ('β', 0x62, 549), ('→', 0xae, 987)];

/// Characters of WinAnsi above 127 that are not at their Latin-1 place.
const MOVED: [(char, u8); 11] = [
    ('€', 0x80),
    ('…', 0x85),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('™', 0x99),
    ('œ', 0x9c),
];

impl Face {
    /// The name under which a page's resources know the face.
    pub(crate) fn resource(self) -> &'static str {
        FACES.iter().find(|(face, ..)| *face == self).map_or("F1", |(_, resource, _)| resource)
    }

    /// Widths of the codes 32 to 255, in thousandths of the size; Symbol has none of its own.
    pub(super) fn widths(self) -> Option<&'static [u16; 224]> {
        match self {
            Self::Sans => Some(&metrics::HELVETICA),
            Self::SansBold => Some(&metrics::HELVETICA_BOLD),
            Self::Serif => Some(&metrics::TIMES),
            Self::SerifBold => Some(&metrics::TIMES_BOLD),
            Self::SerifItalic => Some(&metrics::TIMES_ITALIC),
            Self::Symbol => None,
        }
    }

    /// The face that really sets `character`, its code there, and its width in thousandths of the size.
    pub(crate) fn glyph(self, character: char) -> Result<(Self, u8, u16)> {
        if let Some((_, code, width)) = SYMBOLS.iter().find(|(sign, ..)| *sign == character) {
            return Ok((Self::Symbol, *code, *width));
        }
        let moved = MOVED.iter().find(|(sign, _)| *sign == character).map(|(_, code)| *code);
        let code = match (moved, u32::from(character)) {
            (Some(code), _) => code,
            (None, point @ (0x20..=0x7e | 0xa0..=0xff)) => u8::try_from(point)?,
            _ => bail!("no standard font has `{character}`: write the text without it"),
        };
        let width = self.widths().map_or(500, |widths| widths[usize::from(code) - 32]);
        Ok((self, code, width))
    }
}
