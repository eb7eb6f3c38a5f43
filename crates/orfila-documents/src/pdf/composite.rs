//! Composite (Type 0) fonts: multi-byte codes, character collections and CID widths (ISO 32000-1, 9.7).

use std::cell::RefCell;
use std::collections::HashMap;

use encoding_rs::Encoding;
use lopdf::{Dictionary, Document, Object};

use crate::pdf::cmap::CharacterMap;
use crate::pdf::encoding::{CodeTable, pictorial_encoding};
use crate::pdf::font::{GlyphText, ShownGlyph, restored};
use crate::pdf::truetype;
use crate::pdf::{inflate, objects};

/// How the bytes of a string become codes.
enum Codes {
    /// Two bytes a code, which is the glyph identifier.
    Identity,
    /// Two bytes a code, which is UTF-16.
    Unicode,
    /// A legacy encoding of East Asian text.
    Legacy(&'static Encoding),
    /// An embedded map.
    Map(CharacterMap),
}

/// A composite font.
pub(crate) struct Composite {
    codes: Codes,
    to_unicode: Option<CharacterMap>,
    /// Characters by glyph identifier, from the embedded TrueType program, where the file states no map.
    program: HashMap<u32, char>,
    pictorial: Option<CodeTable>,
    widths: HashMap<u32, f32>,
    default_width: f32,
    /// Texts already looked up; a document shows few codes many times.
    known: RefCell<HashMap<u32, GlyphText>>,
}

impl Composite {
    pub(crate) fn load(
        document: &Document,
        dictionary: &Dictionary,
        descendant: &Dictionary,
        to_unicode: Option<CharacterMap>,
        limit: usize,
    ) -> Self {
        let base_font = objects::name(document, descendant, b"BaseFont").unwrap_or_default();
        let program = match &to_unicode {
            Some(_) => HashMap::new(),
            None => embedded_characters(document, descendant, limit),
        };
        Self {
            codes: codes(document, dictionary, limit),
            to_unicode,
            program,
            pictorial: pictorial_encoding(&String::from_utf8_lossy(base_font)),
            widths: widths(document, descendant),
            default_width: objects::number(document, descendant, b"DW").unwrap_or(1000.0) / 1000.0,
            known: RefCell::default(),
        }
    }

    pub(crate) fn decode(&self, bytes: &[u8], mut show: impl FnMut(ShownGlyph)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, length) = self.next_code(rest);
            let length = length.clamp(1, rest.len());
            let text = self.text(code, &rest[..length]);
            let width = self.width(code, &text);
            show(ShownGlyph { text, width, word_space: length == 1 && code == 32 });
            rest = &rest[length..];
        }
    }

    fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match &self.codes {
            Codes::Map(map) if map.has_codespaces() => map.next_code(bytes),
            Codes::Legacy(_) if bytes[0] < 0x80 => (u32::from(bytes[0]), 1),
            // Half-width katakana of Shift JIS are single bytes.
            Codes::Legacy(encoding) if encoding.name() == "Shift_JIS" && (0xA1..=0xDF).contains(&bytes[0]) => {
                (u32::from(bytes[0]), 1)
            }
            _ => match bytes {
                [high, low, ..] => ((u32::from(*high) << 8) | u32::from(*low), 2),
                _ => (u32::from(bytes[0]), 1),
            },
        }
    }

    fn text(&self, code: u32, bytes: &[u8]) -> GlyphText {
        if let Some(text) = self.known.borrow().get(&code) {
            return text.clone();
        }
        let text = self.look_up(code, bytes);
        self.known.borrow_mut().insert(code, text.clone());
        text
    }

    fn look_up(&self, code: u32, bytes: &[u8]) -> GlyphText {
        if let Some(text) = self.to_unicode.as_ref().and_then(|map| map.text(code)) {
            let text = GlyphText::of(&restored(&text, self.pictorial.as_ref()));
            if text != GlyphText::Unmapped {
                return text;
            }
        }
        match &self.codes {
            Codes::Unicode => char::from_u32(code).map_or(GlyphText::Unmapped, GlyphText::One),
            Codes::Legacy(encoding) => GlyphText::of(&encoding.decode_without_bom_handling(bytes).0),
            Codes::Identity | Codes::Map(_) => {
                let character = self.program.get(&self.identifier(code)).copied();
                character.map_or(GlyphText::Unmapped, |character| {
                    GlyphText::of(&restored(&character.to_string(), self.pictorial.as_ref()))
                })
            }
        }
    }

    fn identifier(&self, code: u32) -> u32 {
        match &self.codes {
            Codes::Map(map) => map.identifier(code).unwrap_or(code),
            _ => code,
        }
    }

    fn width(&self, code: u32, text: &GlyphText) -> f32 {
        // Identifiers of predefined collections are not known here: Latin letters are half as wide as ideographs.
        if matches!(self.codes, Codes::Unicode | Codes::Legacy(_)) {
            let narrow = matches!(text, GlyphText::One(character) if (*character as u32) < 0x2E80);
            return if narrow { 0.5 * self.default_width } else { self.default_width };
        }
        self.widths.get(&self.identifier(code)).copied().unwrap_or(self.default_width)
    }
}

fn codes(document: &Document, dictionary: &Dictionary, limit: usize) -> Codes {
    match objects::value(document, dictionary, b"Encoding") {
        Some(Object::Name(name)) => predefined(name),
        Some(Object::Stream(stream)) => match inflate::bytes(stream, limit) {
            Ok(content) => Codes::Map(CharacterMap::parse(&content)),
            Err(_) => Codes::Identity,
        },
        _ => Codes::Identity,
    }
}

/// The predefined CMaps of ISO 32000-1, table 118.
fn predefined(name: &[u8]) -> Codes {
    let name = String::from_utf8_lossy(name);
    if name.contains("UCS2") || name.contains("UTF16") {
        return Codes::Unicode;
    }
    let legacy = [
        ("GBK", encoding_rs::GBK),
        ("GBpc", encoding_rs::GBK),
        ("GB-EUC", encoding_rs::GBK),
        ("B5", encoding_rs::BIG5),
        ("RKSJ", encoding_rs::SHIFT_JIS),
        ("KSC", encoding_rs::EUC_KR),
        ("EUC", encoding_rs::EUC_JP),
    ];
    let found = legacy.into_iter().find(|(part, _)| name.contains(part));
    found.map_or(Codes::Identity, |(_, encoding)| Codes::Legacy(encoding))
}

fn embedded_characters(document: &Document, descendant: &Dictionary, limit: usize) -> HashMap<u32, char> {
    let descriptor = objects::dictionary(document, descendant, b"FontDescriptor");
    let program = descriptor
        .and_then(|descriptor| objects::stream(document, descriptor, b"FontFile2"))
        .and_then(|stream| inflate::bytes(stream, limit).ok());
    let by_glyph = program.map(|program| truetype::characters_by_glyph(&program)).unwrap_or_default();
    match objects::stream(document, descendant, b"CIDToGIDMap") {
        None => by_glyph,
        Some(stream) => {
            let map = inflate::bytes(stream, limit).unwrap_or_default();
            let glyphs = map.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])));
            (0_u32..).zip(glyphs).filter_map(|(cid, glyph)| Some((cid, *by_glyph.get(&glyph)?))).collect()
        }
    }
}

/// The `W` array: `first [w w …]` or `first last w`, in thousandths of an em.
fn widths(document: &Document, descendant: &Dictionary) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut items = objects::array(document, descendant, b"W").unwrap_or_default();
    let number = |object: &Object| objects::resolve(document, object).and_then(|object| object.as_float().ok());
    while let [first, second, tail @ ..] = items {
        let Some(first) = number(first).map(|first| first.clamp(0.0, 65_535.0) as u32) else { break };
        match objects::resolve(document, second) {
            Some(Object::Array(list)) => {
                let values = list.iter().take(65_536).filter_map(number).map(|width| width / 1000.0);
                widths.extend((first..).zip(values));
                items = tail;
            }
            Some(last) => {
                let last = last.as_float().unwrap_or(0.0).clamp(0.0, 65_535.0) as u32;
                let Some((width, tail)) = tail.split_first() else { break };
                if let Some(width) = number(width) {
                    widths.extend((first..=last).map(|cid| (cid, width / 1000.0)));
                }
                items = tail;
            }
            None => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_arrays_have_two_forms() {
        let mut font = Dictionary::new();
        let list: Vec<Object> = vec![500.into(), 600.into()];
        font.set("W", vec![Object::Integer(3), list.into(), 10.into(), 12.into(), 250.into()]);
        let widths = widths(&Document::new(), &font);
        for (cid, width) in [(3, 0.5), (4, 0.6), (10, 0.25), (12, 0.25)] {
            assert_eq!(widths.get(&cid), Some(&width));
        }
        assert_eq!(widths.get(&13), None);
    }

    #[test]
    fn predefined_maps_are_told_by_name() {
        assert!(matches!(predefined(b"Identity-H"), Codes::Identity));
        assert!(matches!(predefined(b"UniGB-UCS2-H"), Codes::Unicode));
        assert!(matches!(predefined(b"90ms-RKSJ-H"), Codes::Legacy(encoding) if encoding.name() == "Shift_JIS"));
    }
}
