//! Composite (Type 0) fonts: multi-byte codes, character collections and CID widths (ISO 32000-1, 9.7).

use std::cell::RefCell;
use std::collections::HashMap;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use lopdf::{Dictionary, Document, Object, Stream};

use crate::pdf::cmap::CharacterMap;
use crate::pdf::encoding::{CodeTable, glyph_name_text, pictorial_encoding};
use crate::pdf::font::{GlyphText, ShownGlyph, restored};
use crate::pdf::{cff, inflate, objects, truetype, trust};

/// How the bytes of a string become codes, and codes identifiers.
enum Codes {
    /// Two bytes a code, which is the identifier.
    Identity,
    /// Two bytes a code, or four for a surrogate pair: UTF-16. The map gives the identifiers.
    Unicode(Option<Box<CMap>>),
    /// One of the predefined maps of East Asian encodings.
    Predefined(Box<CMap>),
    /// An embedded map.
    Map(CharacterMap),
}

/// Advances down the column, in ems.
struct Drops {
    usual: f32,
    stated: HashMap<u32, f32>,
}

/// A composite font.
pub(crate) struct Composite {
    codes: Codes,
    to_unicode: Option<CharacterMap>,
    /// Why the file's own map is not believed.
    fault: Option<&'static str>,
    /// Characters by identifier, from the embedded program; read when first asked for.
    program: RefCell<Program>,
    /// Characters by identifier of a standard collection.
    collection: Option<Box<CMap>>,
    pictorial: Option<CodeTable>,
    widths: HashMap<u32, f32>,
    default_width: f32,
    drops: Drops,
    /// Whether it is for vertical writing.
    pub(crate) vertical: bool,
    /// Characters already looked up; a document shows few codes many times.
    known: RefCell<HashMap<u32, Known>>,
}

/// What was found about a code.
#[derive(Clone)]
struct Known {
    text: GlyphText,
    width: f32,
    drop: f32,
    doubtful: bool,
}

/// The embedded program, before and after it is read.
enum Program {
    Unread { streams: Vec<Stream>, glyphs: Option<Stream>, limit: usize },
    Read(HashMap<u32, String>),
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
        let pictorial = pictorial_encoding(&String::from_utf8_lossy(base_font));
        let fault = to_unicode.as_ref().and_then(|map| trust::fault(map, pictorial.as_ref()));
        let (codes, vertical) = codes(document, dictionary, limit);
        let width = |value: f32| value / 1000.0;
        Self {
            codes,
            to_unicode: to_unicode.filter(|_| fault.is_none()),
            fault,
            program: RefCell::new(program(document, descendant, limit)),
            collection: collection(document, descendant),
            pictorial,
            widths: widths(document, descendant, b"W", 1).into_iter().map(|(cid, of)| (cid, width(of))).collect(),
            default_width: width(objects::number(document, descendant, b"DW").unwrap_or(1000.0)),
            drops: Drops {
                usual: width(objects::numbers::<2>(document, descendant, b"DW2").map_or(-1000.0, |numbers| numbers[1])),
                stated: match vertical {
                    true => {
                        widths(document, descendant, b"W2", 3).into_iter().map(|(cid, of)| (cid, width(of))).collect()
                    }
                    false => HashMap::new(),
                },
            },
            vertical,
            known: RefCell::default(),
        }
    }

    /// Why its characters are doubtful, in words.
    pub(crate) fn doubt(&self, name: &str) -> Option<String> {
        let reason = self.fault.unwrap_or("its map gives them private or control characters");
        let stated = self.fault.is_some() || self.to_unicode.is_some();
        stated.then(|| format!("the font {name} does not tell them soundly ({reason}); they are read another way"))
    }

    pub(crate) fn decode(&self, bytes: &[u8], mut show: impl FnMut(ShownGlyph)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, length) = self.next_code(rest);
            let length = length.clamp(1, rest.len());
            let Known { text, width, drop, doubtful } = self.character(code, length);
            show(ShownGlyph { text, width, drop, word_space: length == 1 && code == 32, doubtful });
            rest = &rest[length..];
        }
    }

    fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        match &self.codes {
            Codes::Map(map) if map.has_codespaces() => map.next_code(bytes),
            Codes::Predefined(map) => predefined_code(map, bytes),
            Codes::Unicode(_) if bytes.len() >= 4 && bytes[0] & 0xFC == 0xD8 && bytes[2] & 0xFC == 0xDC => {
                (code(&bytes[..4]), 4)
            }
            _ => (code(&bytes[..bytes.len().min(2)]), 2),
        }
    }

    fn character(&self, code: u32, length: usize) -> Known {
        // Codes of different lengths may have one value.
        let key = code.wrapping_add((length as u32).wrapping_mul(0x2000_0000) & 0x6000_0000);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let identifier = self.identifier(code, length);
        let (text, doubtful) = self.look_up(code, identifier);
        let width = self.widths.get(&identifier).copied().unwrap_or(self.default_width);
        let drop = self.drops.stated.get(&identifier).copied().unwrap_or(self.drops.usual);
        let known = Known { text, width, drop, doubtful };
        self.known.borrow_mut().insert(key, known.clone());
        known
    }

    /// The text of a code, and whether the file contradicts itself about it.
    fn look_up(&self, code: u32, identifier: u32) -> (GlyphText, bool) {
        let mut doubtful = self.fault.is_some();
        if let Some(text) = self.to_unicode.as_ref().and_then(|map| map.text(code)) {
            let text = GlyphText::of(&restored(&text, self.pictorial.as_ref()));
            if text != GlyphText::Unmapped {
                return (text, false);
            }
            doubtful = true;
        }
        if let Codes::Unicode(_) = &self.codes {
            let units = [(code >> 16) as u16, code as u16];
            let units = if units[0] == 0 { &units[1..] } else { &units[..] };
            return (GlyphText::of(&String::from_utf16_lossy(units)), false);
        }
        let found = self.collected(identifier).or_else(|| self.programmed(identifier));
        let text = found.map(|text| GlyphText::of(&restored(&text, self.pictorial.as_ref())));
        (text.unwrap_or_default(), doubtful)
    }

    fn collected(&self, identifier: u32) -> Option<String> {
        match self.collection.as_ref()?.lookup_bf_string(identifier)? {
            BfString::Char(character) => Some(character.to_string()),
            BfString::String(text) => Some(text),
        }
    }

    fn programmed(&self, identifier: u32) -> Option<String> {
        let mut program = self.program.borrow_mut();
        if let Program::Unread { streams, glyphs, limit } = &*program {
            let texts = texts(streams, glyphs.as_ref(), *limit);
            *program = Program::Read(texts);
        }
        match &*program {
            Program::Read(texts) => texts.get(&identifier).cloned(),
            Program::Unread { .. } => None,
        }
    }

    fn identifier(&self, code: u32, length: usize) -> u32 {
        match &self.codes {
            Codes::Map(map) => map.identifier(code).unwrap_or(code),
            Codes::Predefined(map) => map.lookup_cid_code(code, length as u8).unwrap_or(0),
            Codes::Unicode(Some(map)) => map.lookup_cid_code(code, length as u8).unwrap_or(0),
            Codes::Identity | Codes::Unicode(None) => code,
        }
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| (code << 8) | u32::from(*byte))
}

/// The next code of a predefined map: the shortest that it knows, else two bytes.
fn predefined_code(map: &CMap, bytes: &[u8]) -> (u32, usize) {
    let knows =
        |length: &usize| map.lookup_cid_code(code(&bytes[..*length]), *length as u8).is_some_and(|cid| cid != 0);
    let length = (1..=bytes.len().min(4)).find(knows).unwrap_or(2).min(bytes.len());
    (code(&bytes[..length]), length)
}

/// How strings become codes, and whether the font is for vertical writing.
fn codes(document: &Document, dictionary: &Dictionary, limit: usize) -> (Codes, bool) {
    match objects::value(document, dictionary, b"Encoding") {
        Some(Object::Name(name)) => (predefined(name), name.ends_with(b"-V") || name.as_slice() == b"V"),
        Some(Object::Stream(stream)) => {
            let stated = objects::number(document, &stream.dict, b"WMode") == Some(1.0);
            match inflate::bytes(stream, limit) {
                Ok(content) => {
                    let map = CharacterMap::parse(&content);
                    let vertical = stated || map.vertical;
                    (Codes::Map(map), vertical)
                }
                Err(_) => (Codes::Identity, stated),
            }
        }
        _ => (Codes::Identity, false),
    }
}

/// The predefined CMaps of ISO 32000-1, table 118.
fn predefined(name: &[u8]) -> Codes {
    if name.starts_with(b"Identity") {
        return Codes::Identity;
    }
    let map = embedded(CMapName::from_bytes(name)).map(Box::new);
    let text = String::from_utf8_lossy(name);
    if text.contains("UCS2") || text.contains("UTF16") {
        return Codes::Unicode(map);
    }
    map.map_or(Codes::Identity, Codes::Predefined)
}

fn embedded(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

/// The characters of the font's collection, if it is one of Adobe's.
fn collection(document: &Document, descendant: &Dictionary) -> Option<Box<CMap>> {
    let information = objects::dictionary(document, descendant, b"CIDSystemInfo")?;
    let text = |key: &[u8]| objects::value(document, information, key)?.as_str().ok();
    let family = CidFamily::from_registry_ordering(text(b"Registry")?, text(b"Ordering")?);
    embedded(family.ucs2_cmap()?).map(Box::new)
}

/// The embedded program, to be read when it is needed.
fn program(document: &Document, descendant: &Dictionary, limit: usize) -> Program {
    let descriptor = objects::dictionary(document, descendant, b"FontDescriptor");
    let stream = |key: &[u8]| objects::stream(document, descriptor?, key).cloned();
    let streams = [b"FontFile2".as_slice(), b"FontFile3"].into_iter().filter_map(stream).collect();
    Program::Unread { streams, glyphs: objects::stream(document, descendant, b"CIDToGIDMap").cloned(), limit }
}

fn texts(streams: &[Stream], glyphs: Option<&Stream>, limit: usize) -> HashMap<u32, String> {
    let mut by_glyph = HashMap::new();
    for program in streams.iter().filter_map(|stream| inflate::bytes(stream, limit).ok()) {
        let named = cff::glyph_names(truetype::compact(&program)).into_iter();
        by_glyph.extend(named.filter_map(|(glyph, name)| Some((glyph, glyph_name_text(&name)?))));
        by_glyph.extend(truetype::texts_by_glyph(&program));
    }
    let Some(map) = glyphs.and_then(|stream| inflate::bytes(stream, limit).ok()) else { return by_glyph };
    let glyphs = map.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])));
    (0_u32..).zip(glyphs).filter_map(|(cid, glyph)| Some((cid, by_glyph.get(&glyph)?.clone()))).collect()
}

/// The first number of each entry of `W` or `W2`: `first [n n …]` or `first last n…`, `step` numbers an entry.
fn widths(document: &Document, descendant: &Dictionary, key: &[u8], step: usize) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut items = objects::array(document, descendant, key).unwrap_or_default();
    let number = |object: &Object| objects::resolve(document, object).and_then(|object| object.as_float().ok());
    while let [first, second, tail @ ..] = items {
        let Some(first) = number(first).map(|first| first.clamp(0.0, 65_535.0) as u32) else { break };
        match objects::resolve(document, second) {
            Some(Object::Array(list)) => {
                let values = list.iter().step_by(step).take(65_536).filter_map(number);
                widths.extend((first..).zip(values));
                items = tail;
            }
            Some(last) => {
                let last = last.as_float().unwrap_or(0.0).clamp(0.0, 65_535.0) as u32;
                let Some(width) = tail.first() else { break };
                if let Some(width) = number(width) {
                    widths.extend((first..=last).map(|cid| (cid, width)));
                }
                items = tail.get(step..).unwrap_or_default();
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
        let drops: Vec<Object> = vec![(-900).into(), 500.into(), 880.into(), (-800).into(), 500.into(), 880.into()];
        font.set(
            "W2",
            vec![Object::Integer(3), drops.into(), 10.into(), 12.into(), (-700).into(), 500.into(), 880.into()],
        );
        let wide = widths(&Document::new(), &font, b"W", 1);
        let deep = widths(&Document::new(), &font, b"W2", 3);
        for (cid, width, drop) in [(3, 500.0, -900.0), (4, 600.0, -800.0), (10, 250.0, -700.0), (12, 250.0, -700.0)] {
            assert_eq!((wide.get(&cid), deep.get(&cid)), (Some(&width), Some(&drop)));
        }
        assert_eq!((wide.get(&13), deep.get(&13)), (None, None));
    }

    fn text(encoding: &str, ordering: &str, bytes: &[u8]) -> String {
        let mut information = Dictionary::new();
        information.set("Registry", Object::string_literal("Adobe"));
        information.set("Ordering", Object::string_literal(ordering));
        let mut descendant = Dictionary::new();
        descendant.set("CIDSystemInfo", information);
        let mut font = Dictionary::new();
        font.set("Encoding", Object::Name(encoding.as_bytes().to_vec()));
        let composite = Composite::load(&Document::new(), &font, &descendant, None, 1 << 20);
        let mut text = String::new();
        composite.decode(bytes, |shown| match shown.text {
            GlyphText::One(character) => text.push(character),
            GlyphText::Many(many) => text.push_str(&many),
            GlyphText::Unmapped => text.push('?'),
        });
        text
    }

    #[test]
    fn predefined_maps_give_characters() {
        for (encoding, ordering, bytes, expected) in [
            ("90ms-RKSJ-H", "Japan1", &b"\x88\xC0\x91\x53 5\x81\x8B"[..], "安全\u{2002}5°"),
            ("GBK-EUC-H", "GB1", b"\xB1\xBD 1", "苯\u{2002}1"),
            ("UniGB-UCS2-H", "GB1", b"\x82\xEF\x00A", "苯A"),
            ("UniJIS-UTF16-H", "Japan1", b"\xD8\x42\xDF\xB7\x00B", "𠮷B"),
            ("Identity-H", "Japan1", b"\x00\x22\x00\x23", "AB"),
            ("Identity-H", "Identity", b"\x00\x22", "?"),
        ] {
            assert_eq!(text(encoding, ordering, bytes), expected, "{encoding} {ordering}");
        }
    }
}
