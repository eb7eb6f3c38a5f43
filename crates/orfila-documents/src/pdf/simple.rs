//! Simple fonts: 256 codes, each with a width and a character (ISO 32000-1, 9.6 and 9.10.2).

use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Document, Object};

use crate::pdf::cmap::CharacterMap;
use crate::pdf::encoding::{CodeTable, expand_ligature, glyph_name_text, named_encoding, pictorial_encoding};
use crate::pdf::font::{Character, GlyphText, Style, restored};
use crate::pdf::inner::Inner;
use crate::pdf::widths::standard_width;
use crate::pdf::{cff, inflate, objects, truetype, trust, type1};

/// A simple font's dictionary and what is known from it.
pub(crate) struct Simple<'a> {
    pub(crate) document: &'a Document,
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) descriptor: Option<&'a Dictionary>,
    pub(crate) subtype: &'a [u8],
    pub(crate) base_font: &'a str,
    pub(crate) style: &'a Style,
}

impl Simple<'_> {
    /// The characters of the codes, and why they are doubtful if they are. `limit` bounds each stream.
    pub(crate) fn codes(&self, to_unicode: Option<&CharacterMap>, limit: usize) -> (Box<[Character]>, Option<String>) {
        let pictorial = pictorial_encoding(self.base_font);
        let named = self.named(pictorial.as_ref(), limit);
        let fault = to_unicode.and_then(|map| trust::fault(map, pictorial.as_ref()));
        let mut mapped: Vec<Option<String>> = (0..256)
            .map(|code| Some(restored(&to_unicode.filter(|_| fault.is_none())?.text(code)?, pictorial.as_ref())))
            .collect();
        let widths = self.widths();
        let wrong = fault.is_none() && self.names_decide() && self.contradicts(&mapped, &named, &widths);
        if wrong {
            self.believe_names(&mut mapped, &named);
        }
        if self.names_decide() {
            believe_case(&mut mapped, &named);
        }
        let mut doubted = false;
        let drawn = self.drawn(limit);
        let codes = (0_u32..256)
            .map(|code| {
                let index = code as usize;
                let stated = to_unicode.and_then(|map| map.text(code));
                let of = |text: Option<&String>| text.map_or(GlyphText::Unmapped, |text| GlyphText::of(text));
                let mut text = of(mapped[index].as_ref());
                if text == GlyphText::Unmapped {
                    text = of(named[index].as_ref());
                }
                if text == GlyphText::Unmapped {
                    text = of(drawn.get(&code));
                }
                // What the map says about a code is not believed; the user should know.
                let disbelieved = |stated: &String| {
                    fault.is_some() || mapped[index].is_none() || GlyphText::of(stated) == GlyphText::Unmapped
                };
                let doubtful = stated.is_some_and(|stated| disbelieved(&restored(&stated, pictorial.as_ref())))
                    && !text.is_space();
                doubted |= doubtful;
                let width = widths.get(&code).copied().unwrap_or_else(|| self.fallback_width(&text));
                Character { text, width, doubtful }
            })
            .collect();
        let reason = fault.unwrap_or(match wrong {
            true => "its map contradicts the names of its glyphs",
            false => "its map gives them private or control characters",
        });
        let doubt =
            format!("the font {} does not tell them soundly ({reason}); they are read another way", self.base_font);
        (codes, doubted.then_some(doubt))
    }

    /// Whether glyph names (or the standard meaning of codes) decide which shapes are drawn.
    fn names_decide(&self) -> bool {
        match self.subtype {
            b"Type1" | b"MMType1" => true,
            b"TrueType" => !self.style.symbolic,
            _ => false,
        }
    }

    /// Compares the map with the names of the codes that the font has glyphs for.
    fn contradicts(&self, mapped: &[Option<String>], named: &[Option<String>], widths: &HashMap<u32, f32>) -> bool {
        let used = |code: usize| widths.is_empty() || widths.get(&(code as u32)).is_some_and(|width| *width > 0.0);
        let pairs = mapped.iter().zip(named).enumerate().filter(|(code, _)| used(*code));
        trust::contradicts(pairs.filter_map(|(_, (mapped, named))| Some((mapped.as_deref()?, named.as_deref()?))))
    }

    fn believe_names(&self, mapped: &mut [Option<String>], named: &[Option<String>]) {
        for (mapped, named) in mapped.iter_mut().zip(named) {
            if let (Some(text), Some(name)) = (mapped.as_ref(), named)
                && !trust::same(text, name)
            {
                *mapped = None;
            }
        }
    }

    /// What glyph names, the embedded program and the encoding say about the codes.
    fn named(&self, pictorial: Option<&CodeTable>, limit: usize) -> Vec<Option<String>> {
        let names = self.differences();
        let built_in = self.built_in(limit);
        let base = self.base_table(pictorial);
        (0_u32..256)
            .map(|code| {
                let index = code as usize;
                match names.get(&code) {
                    Some(name) => glyph_name_text(name)
                        .or_else(|| built_in.get(&code).cloned())
                        .or_else(|| pictorial?[index].map(String::from)),
                    None => built_in.get(&code).cloned().or_else(|| base[index].map(expand_ligature)),
                }
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

    /// What the glyph procedures of a Type 3 font show with letters of other fonts.
    fn drawn(&self, limit: usize) -> HashMap<u32, String> {
        let procedures = objects::dictionary(self.document, self.dictionary, b"CharProcs");
        let resources = objects::dictionary(self.document, self.dictionary, b"Resources");
        let Some((procedures, resources)) = procedures.zip(resources).filter(|_| self.subtype == b"Type3") else {
            return HashMap::new();
        };
        let mut inner = Inner::new(self.document, resources, limit);
        let mut drawn = HashMap::new();
        let names: BTreeMap<u32, &[u8]> = self.differences().into_iter().collect();
        for (code, name) in names {
            let stream = objects::stream(self.document, procedures, name);
            if let Some(content) = stream.and_then(|stream| inflate::bytes(stream, limit).ok()) {
                let text = inner.text(&content);
                drawn.extend((!text.is_empty()).then_some((code, text)));
            }
        }
        drawn
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

    /// What the embedded program says about the codes, where the dictionary names no encoding.
    fn built_in(&self, limit: usize) -> HashMap<u32, String> {
        let encoding = objects::value(self.document, self.dictionary, b"Encoding");
        let stated = match encoding {
            Some(Object::Name(_)) => true,
            Some(Object::Dictionary(encoding)) => encoding.has(b"BaseEncoding"),
            _ => false,
        };
        let Some(descriptor) = self.descriptor else { return HashMap::new() };
        let program = |key: &[u8]| inflate::bytes(objects::stream(self.document, descriptor, key)?, limit).ok();
        if let Some(program) = program(b"FontFile2").filter(|_| self.style.symbolic || !stated) {
            return truetype::characters_by_code(&program);
        }
        if stated {
            return HashMap::new();
        }
        let names = match (program(b"FontFile"), program(b"FontFile3")) {
            (Some(program), _) => type1::built_in_encoding(&program),
            (None, Some(program)) => cff::built_in_encoding(truetype::compact(&program)),
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

/// Small capitals are mapped to small letters by some writers, and with them the capitals that share their codes: the
/// name of the glyph tells which letter is seen.
fn believe_case(mapped: &mut [Option<String>], named: &[Option<String>]) {
    for (mapped, named) in mapped.iter_mut().zip(named) {
        if let (Some(text), Some(name)) = (mapped.as_ref(), named)
            && text != name
            && text.to_lowercase() == name.to_lowercase()
        {
            *mapped = Some(name.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glyph_tells_the_case() {
        let texts = |texts: [&str; 4]| texts.map(|text| Some(text.to_owned())).to_vec();
        let mut mapped = texts(["n", "S", "ffi", "µ"]);
        believe_case(&mut mapped, &texts(["N", "S", "f", "mu"]));
        assert_eq!(mapped, texts(["N", "S", "ffi", "µ"]));
    }
}
