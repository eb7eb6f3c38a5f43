//! Fonts: how wide the glyphs of a string are and which characters they stand for (ISO 32000-1, 9.5 to 9.10).

use std::rc::Rc;

use lopdf::{Dictionary, Document};

use crate::pdf::cmap::CharacterMap;
use crate::pdf::composite::Composite;
use crate::pdf::encoding::CodeTable;
use crate::pdf::simple::Simple;
use crate::pdf::{inflate, objects};

/// The characters of one glyph.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum GlyphText {
    One(char),
    Many(Rc<str>),
    /// The font does not tell.
    #[default]
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

    /// Whether it is white space.
    pub(crate) fn is_space(&self) -> bool {
        matches!(self, Self::One(character) if character.is_whitespace())
    }
}

/// Control characters, the replacement character and private-use characters tell a reader nothing.
pub(crate) fn is_meaningless(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFD}' | '\u{FFFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}')
}

/// One shown glyph.
#[derive(Debug, Clone)]
pub(crate) struct ShownGlyph {
    pub(crate) text: GlyphText,
    /// Advance in ems.
    pub(crate) width: f32,
    /// Advance in ems down the column, in vertical writing; negative.
    pub(crate) drop: f32,
    /// Whether word spacing applies: a single-byte code 32.
    pub(crate) word_space: bool,
    /// Whether the file contradicts itself about the character.
    pub(crate) doubtful: bool,
}

/// A code's character.
#[derive(Debug, Clone)]
pub(crate) struct Character {
    pub(crate) text: GlyphText,
    /// Advance in ems.
    pub(crate) width: f32,
    /// Whether the file contradicts itself about it.
    pub(crate) doubtful: bool,
}

enum Codes {
    Simple(Box<[Character]>),
    Composite(Box<Composite>),
}

/// A font, decoded once for the whole document.
pub(crate) struct Font {
    codes: Codes,
    /// Its name without the tag of a subset.
    pub(crate) name: String,
    pub(crate) bold: bool,
    /// What tells its typeface from others; 0 if it has no name.
    pub(crate) face: u32,
    /// Height of letters above the baseline in ems.
    pub(crate) ascent: f32,
    /// Depth below the baseline in ems, negative.
    pub(crate) descent: f32,
    /// How many units of text space an em is; not 1 for fonts whose glyphs are drawn in another scale.
    pub(crate) em: f32,
    /// Whether characters stand below each other.
    pub(crate) vertical: bool,
    /// Why its characters are doubtful, in words.
    pub(crate) doubt: Option<String>,
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
        let name = base_font.rsplit('+').next().unwrap_or_default().to_owned();
        let mut font = Self {
            codes: Codes::Simple(Box::default()),
            name,
            bold: style.bold,
            face: face(&base_font),
            ascent: style.ascent,
            descent: style.descent,
            em: em(document, dictionary, subtype),
            vertical: false,
            doubt: None,
        };
        match descendant.filter(|_| subtype == b"Type0") {
            Some(descendant) => {
                let composite = Composite::load(document, dictionary, descendant, to_unicode, limit);
                font.vertical = composite.vertical;
                font.doubt = composite.doubt(&font.name);
                font.codes = Codes::Composite(Box::new(composite));
            }
            None => {
                let simple = Simple { document, dictionary, descriptor, subtype, base_font: &base_font, style: &style };
                let (codes, doubt) = simple.codes(to_unicode.as_ref(), limit);
                (font.codes, font.doubt) = (Codes::Simple(codes), doubt);
            }
        }
        font
    }

    /// Hands every glyph of a string to `show`, in order.
    pub(crate) fn decode(&self, bytes: &[u8], mut show: impl FnMut(ShownGlyph)) {
        match &self.codes {
            Codes::Simple(table) => {
                for byte in bytes {
                    if let Some(Character { text, width, doubtful }) = table.get(usize::from(*byte)) {
                        let (text, word_space) = (text.clone(), *byte == b' ');
                        show(ShownGlyph { text, width: *width, drop: -1.0, word_space, doubtful: *doubtful });
                    }
                }
            }
            Codes::Composite(composite) => composite.decode(bytes, show),
        }
    }
}

/// What the descriptor and the name tell about a font's letters.
pub(crate) struct Style {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) symbolic: bool,
    ascent: f32,
    descent: f32,
}

impl Style {
    fn of(document: &Document, descriptor: Option<&Dictionary>, base_font: &str) -> Self {
        let name = base_font.to_ascii_lowercase();
        let number = |key: &[u8]| descriptor.and_then(|descriptor| objects::number(document, descriptor, key));
        let flags = number(b"Flags").unwrap_or(0.0) as u32;
        let words = ["bold", "black", "heavy", "-bd", "demi"];
        // TeX's `CMBX12` and `NimbusRomNo9L-Medi`, and the `AdvTTaf7f9f4f.B` of some publishers.
        let ends = ["-medi", "-medital", ".b", ".bi"];
        let plain = name.split_once('+').filter(|(tag, _)| tag.len() == 6).map_or(name.as_str(), |(_, plain)| plain);
        let plain = plain.split('+').next().unwrap_or_default();
        let bold = words.iter().any(|word| name.contains(word))
            || ["cmbx", "cmssbx", "sfbx"].iter().any(|start| plain.starts_with(start))
            || ends.iter().any(|end| plain.ends_with(end))
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

/// A number for the typeface that a font is cut from: programs cut one face into several fonts, and tell them apart by
/// a tag before the name (`ABCDEF+Name`) or the part of the code table behind it (`Name+20`).
fn face(base_font: &str) -> u32 {
    let tagged = base_font.split_once('+').filter(|(tag, _)| tag.len() == 6);
    let name = tagged.map_or(base_font, |(_, name)| name);
    let name = name.split('+').next().unwrap_or_default();
    // FNV-1a: the same number in every run.
    let hash = name.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    if name.is_empty() { 0 } else { hash.max(1) }
}

/// The size of an em in text space. Only Type 3 fonts choose the scale of their glyphs freely; the height of their box
/// tells it.
fn em(document: &Document, dictionary: &Dictionary, subtype: &[u8]) -> f32 {
    if subtype != b"Type3" {
        return 1.0;
    }
    let matrix =
        objects::numbers::<6>(document, dictionary, b"FontMatrix").unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let bounds = objects::numbers::<4>(document, dictionary, b"FontBBox").unwrap_or_default();
    let height = (bounds[3] - bounds[1]).abs() * matrix[3].abs().max(matrix[1].abs());
    // A box of no height or of any height tells nothing.
    if (0.2..50.0).contains(&height) && !(0.6..2.5).contains(&height) { height / 1.2 } else { 1.0 }
}

/// Symbol fonts of some writers map their codes into the private-use area at U+F000. The bullet of Symbol is one in any
/// font: writers keep its code when another font takes its place.
pub(crate) fn restored(text: &str, pictorial: Option<&CodeTable>) -> String {
    let restore = |character: char| {
        let code = (character as u32).checked_sub(0xF000).filter(|code| *code < 256)?;
        match pictorial {
            Some(table) => table[code as usize],
            None => (code == 0xB7).then_some('•'),
        }
    };
    text.chars().map(|character| restore(character).unwrap_or(character)).collect()
}
