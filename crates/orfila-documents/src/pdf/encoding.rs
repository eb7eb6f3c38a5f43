//! What the codes and glyph names of simple fonts mean (ISO 32000-1, annex D; Adobe Glyph List).

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use lopdf::{Dictionary, Object};
use unicode_normalization::UnicodeNormalization;

/// Characters of the 256 codes; `None` where the encoding has none.
pub(crate) type CodeTable = [Option<char>; 256];

/// The built-in encoding of the font Symbol from code 0x20 on; `\0` where there is none.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼";

/// The same from code 0xA0 on.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// The signs of Wingdings that documents use as bullets, check marks, arrows and numbers, by runs of codes; `\0` where
/// the plainest character is not known.
const WINGDINGS: &[(usize, &str)] = &[
    (0x21, "✎✂✁"),
    (0x28, "☎✆✉"),
    (0x36, "⌛"),
    (0x3E, "✇✍"),
    (0x41, "✌"),
    (0x45, "☜☞☝☟"),
    (0x4A, "☺\0☹\0☠⚐"),
    (0x51, "✈☼\0❄"),
    (0x58, "✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓"),
    (0x6C, "●❍■□◻❑❒⬧⧫◆❖◆☒"),
    (0x7A, "⌘"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•▪○◉◉◉◎○▪◻"),
    (0xAB, "★"),
    (0xB1, "⌖"),
    (0xB5, "✪✰"),
    (0xD5, "⌫⌦\0➢"),
    (0xDF, "←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳"),
    (0xFB, "✗✓☒☑"),
];

/// The same of Wingdings 2: crosses, check marks and bullets.
const WINGDINGS_2: &[(usize, &str)] = &[(0x4F, "✗✓☒☑☒☒"), (0x96, "•●●"), (0xA1, "▪■□")];

/// The same of Wingdings 3: arrowheads.
const WINGDINGS_3: &[(usize, &str)] = &[(0x70, "▲▼△▽◀▶◁▷"), (0x7C, "◀▶")];

/// The same of Webdings.
const WEBDINGS: &[(usize, &str)] = &[(0x33, "◀▶▲▼"), (0x61, "✓"), (0x63, "□"), (0x67, "■"), (0x6E, "●"), (0x72, "✗")];

/// The table of one of the encodings that a font may name.
pub(crate) fn named_encoding(name: &[u8]) -> Option<CodeTable> {
    if !matches!(name, b"StandardEncoding" | b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding") {
        return None;
    }
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Name(name.to_vec()));
    let document = lopdf::Document::new();
    let encoding = font.get_font_encoding(&document).ok()?;
    let mut table = [None; 256];
    for (code, slot) in (0_u8..=255).zip(table.iter_mut()) {
        *slot = encoding.bytes_to_string(&[code]).ok().and_then(|text| text.chars().next());
    }
    if name == b"WinAnsiEncoding" {
        // Codes without a character show a bullet (annex D, note 3); 0xA0 and 0xAD are space and hyphen.
        for code in [0x7F_usize, 0x81, 0x8D, 0x8F, 0x90, 0x9D] {
            table[code] = table[code].or(Some('•'));
        }
        table[0xAD] = Some('-');
        table[0xA0] = Some(' ');
    }
    Some(table)
}

/// The built-in table of Symbol, ZapfDingbats, Wingdings or Webdings, told by the font's name.
pub(crate) fn pictorial_encoding(base_font: &str) -> Option<CodeTable> {
    let name = base_font.rsplit('+').next().unwrap_or(base_font).to_ascii_lowercase();
    if name.starts_with("symbol") && !name.contains("neu") {
        Some(symbol())
    } else if name.contains("dingbats") {
        Some(dingbats())
    } else {
        let name: String = name.chars().filter(|character| character.is_alphanumeric()).collect();
        let runs = [
            ("wingdings2", WINGDINGS_2),
            ("wingdings3", WINGDINGS_3),
            ("wingdings", WINGDINGS),
            ("webdings", WEBDINGS),
        ];
        runs.into_iter().find(|(font, _)| name.starts_with(font)).map(|(_, runs)| of_runs(runs))
    }
}

fn of_runs(runs: &[(usize, &str)]) -> CodeTable {
    let mut table = [None; 256];
    table[0x20] = Some(' ');
    for (first, characters) in runs {
        for (code, character) in (*first..).zip(characters.chars()) {
            let slot: Option<&mut Option<char>> = table.get_mut(code);
            if let Some(slot) = slot {
                *slot = Some(character).filter(|character| *character != '\0');
            }
        }
    }
    table
}

fn symbol() -> CodeTable {
    let mut table = [None; 256];
    let low = SYMBOL_LOW.chars().zip(0x20..);
    for (character, code) in low.chain(SYMBOL_HIGH.chars().zip(0xA0..)) {
        let slot: Option<&mut Option<char>> = table.get_mut(code);
        if let Some(slot) = slot {
            *slot = Some(character).filter(|character| *character != '\0');
        }
    }
    table
}

fn dingbats() -> CodeTable {
    const EXCEPTIONS: &[(u8, u32)] = &[
        (0x25, 0x260E),
        (0x2A, 0x261B),
        (0x2B, 0x261E),
        (0x48, 0x2605),
        (0x6C, 0x25CF),
        (0x6E, 0x25A0),
        (0x73, 0x25B2),
        (0x74, 0x25BC),
        (0x75, 0x25C6),
        (0x77, 0x25D7),
        (0xA8, 0x2663),
        (0xA9, 0x2666),
        (0xAA, 0x2665),
        (0xAB, 0x2660),
        (0xD5, 0x2192),
        (0xD6, 0x2194),
        (0xD7, 0x2195),
    ];
    let mut table = [None; 256];
    for (code, slot) in (0_u32..256).zip(table.iter_mut()) {
        let point = match code {
            0x20 => Some(0x20),
            0x21..=0x7E => Some(0x2701 + code - 0x21),
            0xA1..=0xA7 => Some(0x2761 + code - 0xA1),
            0xAC..=0xB5 => Some(0x2460 + code - 0xAC),
            0xB6..=0xFE if code != 0xF0 => Some(0x2776 + code - 0xB6),
            _ => None,
        };
        *slot = point.and_then(char::from_u32);
    }
    for (code, point) in EXCEPTIONS {
        table[usize::from(*code)] = char::from_u32(*point);
    }
    table
}

/// The characters that a glyph name stands for: the Adobe Glyph List, `uniXXXX…`, `uXXXXX`, `a_b`, and `name.suffix`.
pub(crate) fn glyph_name_text(name: &[u8]) -> Option<String> {
    let stem = match name.iter().position(|byte| *byte == b'.') {
        Some(0) => return None,
        Some(dot) => &name[..dot],
        None => name,
    };
    if let Some(character) = listed(stem) {
        return Some(expand_ligature(character));
    }
    let text = std::str::from_utf8(stem).ok()?;
    if let Some(digits) = text.strip_prefix("uni").filter(|digits| digits.len() >= 4 && digits.len() % 4 == 0) {
        return hexadecimal_units(digits);
    }
    if let Some(digits) = text.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len())) {
        return u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    }
    if text.contains('_') && text.len() < 64 {
        return text.split('_').map(|part| listed(part.as_bytes()).map(expand_ligature)).collect();
    }
    None
}

fn hexadecimal_units(digits: &str) -> Option<String> {
    let units: Option<Vec<u16>> = (0..digits.len())
        .step_by(4)
        .map(|start| digits.get(start..start + 4).and_then(|unit| u16::from_str_radix(unit, 16).ok()))
        .collect();
    String::from_utf16(&units?).ok()
}

/// One name of the Adobe Glyph List. The list is lopdf's; the answers are kept, because a look-up is a linear search.
fn listed(name: &[u8]) -> Option<char> {
    static KNOWN: OnceLock<Mutex<HashMap<Vec<u8>, Option<char>>>> = OnceLock::new();
    const MOST_KEPT: usize = 8_192;
    if let [byte @ (b'a'..=b'z' | b'A'..=b'Z')] = name {
        return Some(char::from(*byte));
    }
    let mut known = KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(character) = known.get(name) {
        return *character;
    }
    let character = look_up(name);
    if known.len() < MOST_KEPT {
        known.insert(name.to_vec(), character);
    }
    character
}

fn look_up(name: &[u8]) -> Option<char> {
    let mut encoding = Dictionary::new();
    encoding.set("Differences", vec![Object::Integer(0), Object::Name(name.to_vec())]);
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    let document = lopdf::Document::new();
    let encoding = font.get_font_encoding(&document).ok()?;
    encoding.bytes_to_string(&[0]).ok()?.chars().next().map(preferred)
}

/// The list gives a few letters as mathematical signs; units and names are written with the letters.
fn preferred(character: char) -> char {
    match character {
        '\u{2206}' => 'Δ',
        '\u{2126}' => 'Ω',
        '\u{03BC}' => 'µ',
        other => other,
    }
}

/// `ﬀ` to `ﬆ` as their letters; any other character as it is.
pub(crate) fn expand_ligature(character: char) -> String {
    if ('\u{FB00}'..='\u{FB06}').contains(&character) {
        return character.nfkc().collect();
    }
    character.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_give_their_characters() {
        for (name, expected) in [
            ("A", Some("A")),
            ("alpha", Some("α")),
            ("mu", Some("µ")),
            ("lessequal", Some("≤")),
            ("greaterequal", Some("≥")),
            ("plusminus", Some("±")),
            ("minus", Some("−")),
            ("fi", Some("fi")),
            ("ffi", Some("ffi")),
            ("f_i", Some("fi")),
            ("uni00B5", Some("µ")),
            ("uni00410042", Some("AB")),
            ("u1F600", Some("😀")),
            ("five.oldstyle", Some("5")),
            ("degree", Some("°")),
            ("g37", None),
            (".notdef", None),
            ("", None),
        ] {
            assert_eq!(glyph_name_text(name.as_bytes()).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn encodings_give_their_characters() {
        let windows = named_encoding(b"WinAnsiEncoding").expect("a named encoding");
        assert_eq!(
            [windows[0x41], windows[0x80], windows[0xB5], windows[0x96]].map(Option::unwrap),
            ['A', '€', 'µ', '–']
        );
        let mac = named_encoding(b"MacRomanEncoding").expect("a named encoding");
        assert_eq!(mac[0xA1], Some('°'));
        assert!(named_encoding(b"Identity-H").is_none());
        let symbol = pictorial_encoding("ABCDEF+SymbolMT").expect("a pictorial font");
        for (code, expected) in
            [(0x61, 'α'), (0x6D, 'µ'), (0xA3, '≤'), (0xB3, '≥'), (0xB1, '±'), (0xB0, '°'), (0xB4, '×')]
        {
            assert_eq!(symbol[code], Some(expected), "{code:x}");
        }
        assert_eq!(symbol[0xFE], Some('⎭'));
        assert_eq!(symbol[0x7E], Some('∼'));
        assert_eq!(pictorial_encoding("ZapfDingbats").map(|table| table[0x34]), Some(Some('✔')));
        assert!(pictorial_encoding("Helvetica").is_none());
    }
}
