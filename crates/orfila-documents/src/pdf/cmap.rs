//! Character maps (CMaps): from the codes of a string to Unicode or to glyph identifiers (ISO 32000-1, 9.7.5 and 9.10.3).

use std::collections::HashMap;

use crate::pdf::encoding::expand_ligature;
use crate::pdf::lexer::{Lexer, Operand, Token};

/// A range of codes whose targets count up with them.
#[derive(Debug, Clone)]
struct CodeRange<T> {
    low: u32,
    high: u32,
    target: T,
}

/// A parsed CMap.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterMap {
    /// `(bytes, low, high)`.
    codespaces: Vec<(usize, u32, u32)>,
    texts: HashMap<u32, String>,
    text_ranges: Vec<CodeRange<String>>,
    identifiers: HashMap<u32, u32>,
    identifier_ranges: Vec<CodeRange<u32>>,
    /// Whether it is for vertical writing (`WMode` 1).
    pub(crate) vertical: bool,
}

impl CharacterMap {
    /// Reads what it can; a broken map gives the entries before and after the break.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes);
        let mut operands = Vec::new();
        while let Some(token) = lexer.next_token() {
            match token {
                Token::Operand(operand) => operands.push(operand),
                Token::Operator(operator) => {
                    map.section(operator, &operands);
                    operands.clear();
                }
            }
        }
        map.text_ranges.sort_by_key(|range| range.low);
        map.identifier_ranges.sort_by_key(|range| range.low);
        map
    }

    fn section(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        match operator {
            b"endcodespacerange" => {
                for pair in operands.chunks_exact(2) {
                    if let [Operand::String(low), Operand::String(high)] = pair {
                        self.codespaces.push((low.len(), code(low), code(high)));
                    }
                }
            }
            b"endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Operand::String(source), Operand::String(target)] = pair {
                        self.texts.insert(code(source), utf16(target));
                    }
                }
            }
            b"endbfrange" => self.text_section(operands),
            b"endcidchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Operand::String(source), Operand::Number(target)] = pair {
                        self.identifiers.insert(code(source), *target as u32);
                    }
                }
            }
            b"endcidrange" => {
                for triple in operands.chunks_exact(3) {
                    if let [Operand::String(low), Operand::String(high), Operand::Number(target)] = triple {
                        let (low, high, target) = (code(low), code(high), *target as u32);
                        self.identifier_ranges.push(CodeRange { low, high, target });
                    }
                }
            }
            b"def" => {
                if let [.., Operand::Name(name), Operand::Number(mode)] = operands {
                    self.vertical |= name.as_ref() == b"WMode" && *mode == 1.0;
                }
            }
            _ => {}
        }
    }

    fn text_section(&mut self, operands: &[Operand<'_>]) {
        let mut rest = operands;
        while let [Operand::String(low), Operand::String(high), tail @ ..] = rest {
            let (low, high) = (code(low), code(high));
            match tail {
                [Operand::String(target), tail @ ..] => {
                    self.text_ranges.push(CodeRange { low, high, target: utf16_units(target) });
                    rest = tail;
                }
                [Operand::ArrayStart, tail @ ..] => {
                    let count = tail.iter().take_while(|operand| **operand != Operand::ArrayEnd).count();
                    for (source, target) in (low..=high).zip(&tail[..count]) {
                        if let Operand::String(target) = target {
                            self.texts.insert(source, utf16(target));
                        }
                    }
                    rest = tail.get(count + 1..).unwrap_or_default();
                }
                _ => return,
            }
        }
    }

    /// Whether the map gives any text.
    pub(crate) fn has_text(&self) -> bool {
        !self.texts.is_empty() || !self.text_ranges.is_empty()
    }

    /// Hands every text to `take`, with the number of codes that have it or count up from it. The order is not fixed.
    pub(crate) fn each_target(&self, mut take: impl FnMut(&str, usize)) {
        self.texts.values().for_each(|text| take(text, 1));
        for range in &self.text_ranges {
            take(&range.target, (range.high.saturating_sub(range.low) as usize).saturating_add(1).min(65_536));
        }
    }

    /// Whether the map states which codes there are.
    pub(crate) fn has_codespaces(&self) -> bool {
        !self.codespaces.is_empty()
    }

    /// The characters of a code; `None` if the map has none.
    pub(crate) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.texts.get(&code) {
            return Some(text.clone());
        }
        let range = find(&self.text_ranges, code)?;
        let mut characters: Vec<char> = range.target.chars().collect();
        let last = characters.last_mut()?;
        *last = (*last as u32).checked_add(code - range.low).and_then(char::from_u32)?;
        Some(
            characters
                .into_iter()
                .flat_map(|character| expand_ligature(character).chars().collect::<Vec<_>>())
                .collect(),
        )
    }

    /// The glyph identifier of a code; `None` if the map has none.
    pub(crate) fn identifier(&self, code: u32) -> Option<u32> {
        if let Some(identifier) = self.identifiers.get(&code) {
            return Some(*identifier);
        }
        let range = find(&self.identifier_ranges, code)?;
        range.target.checked_add(code - range.low)
    }

    /// The next code of a string and how many bytes it takes (at least one).
    pub(crate) fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        for length in 1..=bytes.len().min(4) {
            let value = code(&bytes[..length]);
            let fits = |(size, low, high): &(usize, u32, u32)| *size == length && within(*low, *high, value, length);
            if self.codespaces.iter().any(fits) {
                return (value, length);
            }
        }
        let shortest = self.codespaces.iter().map(|(length, _, _)| *length).min().unwrap_or(1);
        let length = shortest.clamp(1, bytes.len().max(1));
        (code(bytes.get(..length).unwrap_or(bytes)), length)
    }
}

/// A codespace range holds for each byte of the code by itself.
fn within(low: u32, high: u32, value: u32, length: usize) -> bool {
    (0..length).all(|index| {
        let byte = |code: u32| (code >> (8 * index)) & 0xFF;
        (byte(low)..=byte(high)).contains(&byte(value))
    })
}

fn find<T>(ranges: &[CodeRange<T>], code: u32) -> Option<&CodeRange<T>> {
    let after = ranges.partition_point(|range| range.low <= code);
    // Ranges may overlap in careless files: the nearest few before the code are tried.
    ranges[..after].iter().rev().take(4).find(|range| code <= range.high)
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| (code << 8) | u32::from(*byte))
}

fn utf16_units(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn utf16(bytes: &[u8]) -> String {
    utf16_units(bytes).chars().flat_map(|character| expand_ligature(character).chars().collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = b"/CIDInit /ProcSet findresource begin begincmap\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
        2 beginbfchar <0003> <0020> <0010> <00660066> endbfchar\n\
        2 beginbfrange <0020> <0022> <0041> <0030> <0031> [<03B1> <D83DDE00>] endbfrange\n\
        1 begincidrange <0100> <01FF> 7 endcidrange 1 begincidchar <0003> 99 endcidchar endcmap";

    #[test]
    fn codes_give_text_and_identifiers() {
        let map = CharacterMap::parse(SAMPLE);
        for (code, text) in [
            (0x03, Some(" ")),
            (0x10, Some("ff")),
            (0x20, Some("A")),
            (0x22, Some("C")),
            (0x23, None),
            (0x30, Some("α")),
            (0x31, Some("😀")),
        ] {
            assert_eq!(map.text(code).as_deref(), text, "{code:x}");
        }
        assert_eq!([map.identifier(0x101), map.identifier(3), map.identifier(4)], [Some(8), Some(99), None]);
        assert_eq!(map.next_code(&[0, 3, 0]), (3, 2));
    }

    #[test]
    fn codes_may_have_several_lengths() {
        let map = CharacterMap::parse(b"2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange");
        assert_eq!(map.next_code(&[0x41, 0x42]), (0x41, 1));
        assert_eq!(map.next_code(&[0x81, 0x42]), (0x8142, 2));
        assert_eq!(map.next_code(&[0x81, 0x20]), (0x81, 1));
        assert_eq!(map.next_code(&[]).1, 1);
    }

    #[test]
    fn broken_maps_give_what_they_have() {
        for bytes in [&b""[..], b"<00> endbfchar", b"<00> <FF> [ <41> endbfrange", b"<FF> <00> <41> endbfrange 5"] {
            let map = CharacterMap::parse(bytes);
            assert_eq!(map.text(0x1234), None);
        }
        let wide = CharacterMap::parse(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(wide.text(1).as_deref(), Some("B"));
        assert_eq!(wide.text(u32::MAX), None);
    }
}
