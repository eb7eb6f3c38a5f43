//! Fonts: how wide the glyphs of a string are and which characters they stand for (ISO 32000-1, 9.5 to 9.10).

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};

use crate::pdf::cmap::CharacterMap;
use crate::pdf::composite::Composite;
use crate::pdf::encoding::{CodeTable, expand_ligature, glyph_name_text, named_encoding, pictorial_encoding};
use crate::pdf::type1;
use crate::pdf::widths::standard_width;
use crate::pdf::{inflate, objects};

/// The characters of one glyph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum GlyphText {
    One(char),
    Many(Rc<str>),
    /// The font does not tell.
    Unmapped,
}

impl GlyphText {
    pub(crate) fn of(text: &str) -> Self {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Self::Unmapped,
            (Some(character), None) if !is_meaningless(character) => Self::One(character),
            (Some(_), None) => Self::Unmapped,
            _ if text.chars().all(is_meaningless) => Self::Unmapped,
            _ => Self::Many(text.into()),
        }
    }
}

/// Control characters, the replacement character and private-use characters tell a reader nothing.
fn is_meaningless(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFD}' | '\u{FFFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}')
}

/// One shown glyph.
#[derive(Debug, Clone)]
pub(crate) struct ShownGlyph {
    pub(crate) text: GlyphText,
    /// Advance in ems.
    pub(crate) width: f32,
    /// Whether word spacing applies: a single-byte code 32.
    pub(crate) word_space: bool,
}

enum Codes {
    Simple(Box<[(GlyphText, f32)]>),
    Composite(Box<Composite>),
}

/// A font, decoded once for the whole document.
pub(crate) struct Font {
    codes: Codes,
    pub(crate) bold: bool,
    /// Height of letters above the baseline in ems.
    pub(crate) ascent: f32,
    /// Depth below the baseline in ems, negative.
    pub(crate) descent: f32,
}

impl Font {
    /// Reads a font dictionary; what is missing is replaced by the standard font's metrics. `limit` bounds each stream.
    pub(crate) fn load(document: &Document, dictionary: &Dictionary, limit: usize) -> Self {
        let subtype = objects::name(document, dictionary, b"Subtype").unwrap_or_default();
        let base_font = objects::name(document, dictionary, b"BaseFont").unwrap_or_default();
        let base_font = String::from_utf8_lossy(base_font).into_owned();
        let to_unicode = objects::stream(document, dictionary, b"ToUnicode")
            .and_then(|stream| inflate::bytes(stream, limit).ok())
            .map(|content| CharacterMap::parse(&content))
            .filter(CharacterMap::has_text);
        let descendant = objects::array(document, dictionary, b"DescendantFonts")
            .and_then(|fonts| objects::resolve(document, fonts.first()?)?.as_dict().ok());
        let described = descendant.unwrap_or(dictionary);
        let descriptor = objects::dictionary(document, described, b"FontDescriptor");
        let style = Style::of(document, descriptor, &base_font);
        let codes = match descendant.filter(|_| subtype == b"Type0") {
            Some(descendant) => {
                let composite = Composite::load(document, dictionary, descendant, to_unicode, limit);
                Codes::Composite(Box::new(composite))
            }
            None => {
                let simple = Simple { document, dictionary, descriptor, subtype, base_font: &base_font, style: &style };
                Codes::Simple(simple.codes(to_unicode.as_ref(), limit))
            }
        };
        Self { codes, bold: style.bold, ascent: style.ascent, descent: style.descent }
    }

    /// Hands every glyph of a string to `show`, in order.
    pub(crate) fn decode(&self, bytes: &[u8], mut show: impl FnMut(ShownGlyph)) {
        match &self.codes {
            Codes::Simple(table) => {
                for byte in bytes {
                    if let Some((text, width)) = table.get(usize::from(*byte)) {
                        show(ShownGlyph { text: text.clone(), width: *width, word_space: *byte == b' ' });
                    }
                }
            }
            Codes::Composite(composite) => composite.decode(bytes, show),
        }
    }
}

struct Style {
    bold: bool,
    italic: bool,
    symbolic: bool,
    ascent: f32,
    descent: f32,
}

impl Style {
    fn of(document: &Document, descriptor: Option<&Dictionary>, base_font: &str) -> Self {
        let name = base_font.to_ascii_lowercase();
        let number = |key: &[u8]| descriptor.and_then(|descriptor| objects::number(document, descriptor, key));
        let flags = number(b"Flags").unwrap_or(0.0) as u32;
        let words = ["bold", "black", "heavy", "-bd", "demi"];
        let bold = words.iter().any(|word| name.contains(word))
            || number(b"FontWeight").is_some_and(|weight| weight >= 600.0)
            || flags & (1 << 18) != 0;
        let italic = name.contains("italic") || name.contains("oblique") || flags & (1 << 6) != 0;
        let metric = |key: &[u8], low: f32, high: f32, usual: f32| {
            number(key).map(|value| value / 1000.0).filter(|value| (low..=high).contains(value)).unwrap_or(usual)
        };
        Self {
            bold,
            italic,
            symbolic: flags & 4 != 0,
            ascent: metric(b"Ascent", 0.5, 1.1, 0.75),
            descent: metric(b"Descent", -0.4, -0.05, -0.22),
        }
    }
}

struct Simple<'a> {
    document: &'a Document,
    dictionary: &'a Dictionary,
    descriptor: Option<&'a Dictionary>,
    subtype: &'a [u8],
    base_font: &'a str,
    style: &'a Style,
}

impl Simple<'_> {
    fn codes(&self, to_unicode: Option<&CharacterMap>, limit: usize) -> Box<[(GlyphText, f32)]> {
        let names = self.differences();
        let pictorial = pictorial_encoding(self.base_font);
        let built_in = self.built_in(limit);
        let base = self.base_table(pictorial.as_ref());
        let widths = self.widths();
        (0_u32..256)
            .map(|code| {
                let index = code as usize;
                let mapped = to_unicode.and_then(|map| map.text(code)).map(|text| restored(&text, pictorial.as_ref()));
                let named = || match names.get(&code) {
                    Some(name) => glyph_name_text(name).or_else(|| pictorial.as_ref()?[index].map(String::from)),
                    None => built_in.get(&code).cloned().or_else(|| base[index].map(expand_ligature)),
                };
                let text = mapped
                    .map(|text| GlyphText::of(&text))
                    .filter(|text| *text != GlyphText::Unmapped)
                    .unwrap_or_else(|| named().map_or(GlyphText::Unmapped, |text| GlyphText::of(&text)));
                let width = widths.get(&code).copied().unwrap_or_else(|| self.fallback_width(&text));
                (text, width)
            })
            .collect()
    }

    /// The glyph names that replace the base encoding's.
    fn differences(&self) -> HashMap<u32, &[u8]> {
        let mut names = HashMap::new();
        let encoding = objects::dictionary(self.document, self.dictionary, b"Encoding");
        let items = encoding.and_then(|encoding| objects::array(self.document, encoding, b"Differences"));
        let mut code = 0_u32;
        for item in items.unwrap_or_default() {
            match objects::resolve(self.document, item) {
                Some(Object::Integer(value)) => code = u32::try_from(*value).unwrap_or(0).min(256),
                Some(Object::Name(name)) => {
                    names.insert(code, name.as_slice());
                    code = (code + 1).min(256);
                }
                _ => {}
            }
        }
        names
    }

    fn base_table(&self, pictorial: Option<&CodeTable>) -> CodeTable {
        let encoding = objects::value(self.document, self.dictionary, b"Encoding");
        let stated = match encoding {
            Some(Object::Name(name)) => Some(name.as_slice()),
            Some(Object::Dictionary(encoding)) => objects::name(self.document, encoding, b"BaseEncoding"),
            _ => None,
        };
        if let Some(table) = pictorial {
            return *table;
        }
        if let Some(table) = stated.and_then(named_encoding) {
            return table;
        }
        if self.subtype == b"Type3" {
            return [None; 256];
        }
        let fallback: &[u8] = if self.subtype == b"TrueType" { b"WinAnsiEncoding" } else { b"StandardEncoding" };
        named_encoding(fallback).unwrap_or([None; 256])
    }

    /// The encoding inside an embedded Type 1 program, where the dictionary names none.
    fn built_in(&self, limit: usize) -> HashMap<u32, String> {
        let encoding = objects::value(self.document, self.dictionary, b"Encoding");
        let stated = match encoding {
            Some(Object::Name(_)) => true,
            Some(Object::Dictionary(encoding)) => encoding.has(b"BaseEncoding"),
            _ => false,
        };
        if stated && !self.style.symbolic {
            return HashMap::new();
        }
        let Some(descriptor) = self.descriptor.filter(|_| !stated) else { return HashMap::new() };
        let program = |key: &[u8]| inflate::bytes(objects::stream(self.document, descriptor, key)?, limit).ok();
        let names = match (program(b"FontFile"), program(b"FontFile3")) {
            (Some(program), _) => type1::built_in_encoding(&program),
            (None, Some(program)) => crate::pdf::cff::built_in_encoding(&program),
            (None, None) => return HashMap::new(),
        };
        names.into_iter().filter_map(|(code, name)| Some((code, glyph_name_text(&name)?))).collect()
    }

    fn widths(&self) -> HashMap<u32, f32> {
        let scale = match self.subtype {
            b"Type3" => objects::numbers::<6>(self.document, self.dictionary, b"FontMatrix")
                .map_or(0.001, |matrix| matrix[0].abs()),
            _ => 0.001,
        };
        let first = objects::number(self.document, self.dictionary, b"FirstChar").unwrap_or(0.0) as u32;
        let items = objects::array(self.document, self.dictionary, b"Widths").unwrap_or_default();
        let mut widths = HashMap::with_capacity(items.len().min(256));
        for (code, item) in (first..256).zip(items) {
            if let Some(width) = objects::resolve(self.document, item).and_then(|item| item.as_float().ok()) {
                widths.insert(code, width * scale);
            }
        }
        widths
    }

    fn fallback_width(&self, text: &GlyphText) -> f32 {
        let missing =
            self.descriptor.and_then(|descriptor| objects::number(self.document, descriptor, b"MissingWidth"));
        let stated = self.dictionary.has(b"Widths");
        match (missing, text) {
            (Some(width), _) if stated => width / 1000.0,
            (_, GlyphText::One(character)) => {
                standard_width(self.base_font, self.style.bold, self.style.italic, *character) / 1000.0
            }
            _ => 0.5,
        }
    }
}

/// Symbol fonts of some writers map their codes into the private-use area at U+F000.
pub(crate) fn restored(text: &str, pictorial: Option<&CodeTable>) -> String {
    let restore = |character: char| {
        let code = (character as u32).checked_sub(0xF000).filter(|code| *code < 256)?;
        pictorial?[code as usize]
    };
    text.chars().map(|character| restore(character).unwrap_or(character)).collect()
}
