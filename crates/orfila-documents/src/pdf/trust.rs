//! Whether what a font states about its characters can be believed (ISO 32000-1, 9.10).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::pdf::cmap::CharacterMap;
use crate::pdf::encoding::CodeTable;
use crate::pdf::font::{GlyphText, restored};

/// Fewest entries for a verdict.
const FEWEST: usize = 4;

/// Why a `ToUnicode` map cannot be right, if it cannot. Private characters of pictorial fonts have a known meaning.
pub(crate) fn fault(map: &CharacterMap, pictorial: Option<&CodeTable>) -> Option<&'static str> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let (mut total, mut meaningless) = (0, 0);
    map.each_target(|text, count| {
        total += count;
        let text = &restored(text, pictorial);
        if GlyphText::of(text) == GlyphText::Unmapped {
            meaningless += count;
        } else if count == 1 {
            *counts.entry(text.clone()).or_default() += 1;
        }
    });
    let most = counts.values().copied().max().unwrap_or(0);
    if total < FEWEST {
        None
    } else if 2 * meaningless > total {
        Some("its map gives most codes private or control characters")
    } else if 2 * most > total && most >= FEWEST {
        Some("its map gives most codes the same character")
    } else {
        None
    }
}

/// Whether pairs of what a map and what glyph names say show that the map is wrong as a whole.
pub(crate) fn contradicts<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    let (mut compared, mut different) = (0, 0);
    for (mapped, named) in pairs {
        compared += 1;
        different += usize::from(!same(mapped, named));
    }
    compared >= FEWEST && 2 * different > compared
}

/// Whether two texts are one and the same to a reader: compatibility forms, dashes, quotes and look-alikes are.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a == b || folded(a) == folded(b)
}

/// A text as a reader takes it: small letters, compatibility forms, one form of look-alikes, no white space.
pub(crate) fn folded(text: &str) -> String {
    let fold = |character: char| match character {
        '‐' | '‑' | '–' | '—' | '−' | '\u{AD}' => '-',
        '’' | '‘' | '´' | '`' => '\'',
        '“' | '”' | '"' | '″' => '"',
        'μ' | 'µ' => 'µ',
        '∆' => 'Δ',
        'Ω' => 'Ω',
        '·' | '∙' | '•' | '⋅' => '·',
        '\u{A0}' => ' ',
        'β' | 'ß' => 'ß',
        '∕' | '⁄' => '/',
        '∼' | '˜' => '~',
        '˚' | 'º' => '°',
        '¯' | 'ˉ' => '‾',
        other => other,
    };
    text.nfkc().map(fold).filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(u32, &str)]) -> CharacterMap {
        let mut source = String::new();
        for (code, target) in entries {
            let units: String = target.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            source.push_str(&format!("1 beginbfchar <{code:02X}> <{units}> endbfchar\n"));
        }
        CharacterMap::parse(source.as_bytes())
    }

    #[test]
    fn maps_that_cannot_be_right_are_told() {
        let same: Vec<(u32, &str)> = (1..9).map(|code| (code, "a")).collect();
        assert!(fault(&map(&same), None).is_some());
        let private: Vec<(u32, &str)> = (1..9).map(|code| (code, "\u{E010}")).collect();
        assert!(fault(&map(&private), None).is_some());
        let sound = [(1, "a"), (2, "b"), (3, "c"), (4, "-"), (5, "-"), (6, "\u{E010}")];
        assert_eq!(fault(&map(&sound), None), None);
        let range = CharacterMap::parse(b"1 beginbfrange <00> <7F> <0041> endbfrange");
        assert_eq!(fault(&range, None), None);
    }

    #[test]
    fn a_map_is_wrong_where_most_names_say_something_else() {
        let shifted = [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")];
        assert!(contradicts(shifted.into_iter()));
        let alike = [("µ", "μ"), ("ﬁ", "fi"), ("-", "−"), ("x", "y"), ("A", "A")];
        assert!(!contradicts(alike.into_iter()));
        assert!(!contradicts([("a", "b")].into_iter()));
    }
}
