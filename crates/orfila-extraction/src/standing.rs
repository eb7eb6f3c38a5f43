//! Whether a value stands in cited characters whole: `80` does not stand in `280`, `ethanol` not in `methanol`, `mg` not in
//! `mg/kg`. The characters beside the cited ones are looked at too, so that a citation cannot be cut to fit.

use orfila_records::{TextRange, units};

use crate::codes;
use crate::numbers::is_second_group;

/// What must not go on beyond the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// A number, with what is printed around it: neither digits nor a decimal point go on.
    Number,
    /// A unit: neither letters, a stroke nor an exponent go on.
    Unit,
    /// A name: neither letters nor digits go on.
    Name,
    /// The digits of a registry number, whatever parts them: no digits go on.
    Registry,
}

/// Characters of the document beside the cited ones that are looked at.
const BESIDE: usize = 16;

/// Whether `value` stands whole in the cited `range` of `text`; white space and, but for numbers, case and spelling of units
/// apart.
pub(crate) fn stands(text: &str, range: TextRange, value: &str, whole: Whole) -> bool {
    let value = Folded::of([value, "", ""], whole);
    let (before, after) = beside(text, range);
    let text = Folded::of([range.slice(text).unwrap_or_default(), &before, &after], whole);
    let length = value.signs.len();
    let starts = text.first..(text.end + 1).saturating_sub(length);
    length > 0
        && starts.into_iter().any(|start| {
            let end = start + length;
            text.signs[start..end] == value.signs && !text.goes_on(start, whole) && !text.goes_on(end, whole)
        })
}

fn beside(text: &str, range: TextRange) -> (String, String) {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let start = before.char_indices().rev().nth(BESIDE - 1).map_or(0, |(at, _)| at);
    (before[start..].to_owned(), after.chars().take(BESIDE).collect())
}

/// Whether a statement code stands in the cited `range` of `text`, not as a piece of a combination or without its suffix.
pub(crate) fn code_stands(text: &str, range: TextRange, code: &str) -> bool {
    let (before, after) = beside(text, range);
    let start = range.start - before.len();
    let around = TextRange::new(start, range.end + after.len());
    let found = codes::scan(around.slice(text).unwrap_or_default());
    found.iter().any(|found| found.code == code && range.contains(found.range.shifted(start)))
}

/// Whether the number in `raw` stands in the cited `range` of `text` at a place where it is not the last three digits of a
/// longer one (`210` of `1 210`).
pub(crate) fn is_first_group(text: &str, range: TextRange, raw: &str) -> bool {
    let digit = |sign: &char| sign.is_ascii_digit();
    let Some(first) = raw.find(|sign: char| sign.is_ascii_digit()) else { return true };
    let length = raw[first..].chars().take_while(digit).count();
    let places = range.slice(text).unwrap_or_default().match_indices(raw);
    places.map(|(at, _)| range.start + at + first).any(|start| !is_second_group(text, start, start + length))
}

/// Text without white space, each sign with whether white space stood before it.
struct Folded {
    signs: Vec<char>,
    apart: Vec<bool>,
    /// The signs that are cited.
    first: usize,
    end: usize,
}

impl Folded {
    fn of([cited, before, after]: [&str; 3], whole: Whole) -> Self {
        let mut folded = Self { signs: Vec::new(), apart: Vec::new(), first: 0, end: 0 };
        let mut apart = true;
        for (part, text) in [before, cited, after].into_iter().enumerate() {
            if part == 1 {
                folded.first = folded.signs.len();
            }
            for sign in text.chars() {
                if sign.is_whitespace() || whole == Whole::Registry && !sign.is_ascii_digit() {
                    apart = true;
                    continue;
                }
                for sign in fold(sign, whole) {
                    folded.signs.push(sign);
                    folded.apart.push(std::mem::take(&mut apart));
                }
            }
            if part == 1 {
                folded.end = folded.signs.len();
            }
        }
        folded
    }

    /// Whether a word, number or unit goes on over the place before the sign `at`.
    fn goes_on(&self, at: usize, whole: Whole) -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| self.signs[at]), self.signs.get(at)) else {
            return false;
        };
        // A comma and a blank between digits part numbers.
        let second = self.signs.get(at + 1).filter(|_| !self.apart[at + 1]).copied().unwrap_or(' ');
        let last_but_one = at.checked_sub(2).filter(|_| !self.apart[at - 1]).map_or(' ', |at| self.signs[at]);
        let point = |sign: char| matches!(sign, '.' | ',');
        let stroke =
            *after == '/' && before.is_alphabetic() && self.signs.get(at + 1).is_some_and(|next| next.is_alphabetic())
                || before == '/'
                    && after.is_alphabetic()
                    && at.checked_sub(2).is_some_and(|at| self.signs[at].is_alphabetic());
        match whole {
            // A stroke binds units that are printed apart too.
            Whole::Unit if stroke => true,
            _ if self.apart[at] => false,
            Whole::Number => {
                before.is_ascii_digit() && after.is_ascii_digit()
                    || before.is_ascii_digit() && point(*after) && second.is_ascii_digit()
                    || point(before) && after.is_ascii_digit() && last_but_one.is_ascii_digit()
            }
            Whole::Unit => {
                before.is_alphabetic() && after.is_alphabetic() || before == 'm' && matches!(after, '2' | '3')
            }
            Whole::Name | Whole::Registry => before.is_alphanumeric() && after.is_alphanumeric(),
        }
    }
}

fn fold(sign: char, whole: Whole) -> Vec<char> {
    match whole {
        Whole::Number | Whole::Registry => vec![sign],
        Whole::Unit => units::fold(sign.encode_utf8(&mut [0; 4])).chars().collect(),
        Whole::Name => sign.to_lowercase().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cites the first place of `quote` in `text`.
    #[track_caller]
    fn check(text: &str, quote: &str, value: &str, whole: Whole, expected: bool) {
        let start = text.find(quote).unwrap();
        let range = TextRange::new(start, start + quote.len());
        assert_eq!(stands(text, range, value, whole), expected, "{value} in `{quote}` of `{text}`");
    }

    #[test]
    fn numbers_are_whole() {
        for (text, quote, value, expected) in [
            ("at 280°F", "280°F", "280°F", true),
            ("at 280°F", "280°F", "80°F", false),
            ("at 280°F", "80°F", "80°F", false),
            ("6.61 mg", "6.61 mg", "6.6", false),
            ("6.61 mg", "6.61 mg", "61 mg", false),
            ("1.7 cSt", ".7 cSt", ".7 cSt", false),
            ("1.6–334", "1.6–334", "1.6–33", false),
            ("1.6–334", "1.6–334", "334", true),
            ("the dose was 5, 10 and 20", "5, 10 and 20", "5", true),
            ("the dose was 5.", "5", "5", true),
            ("1.1, 2.2 and 1.2 ppb", "1.1", "1.1", true),
            ("1.1, 2.2 and 1.2 ppb", "2.2", "2.2", true),
            ("", "", "5", false),
            ("5", "5", "", false),
        ] {
            check(text, quote, value, Whole::Number, expected);
        }
    }

    #[test]
    fn registry_numbers_are_whole() {
        for (text, quote, value, expected) in [
            ("CAS: 872-50-\n4", "872-50-\n4", "872-50-4", true),
            ("872-50-4", "872-50-4", "72-50-4", false),
            ("872-50-4", "72-50-4", "72-50-4", false),
            ("872-50-4 212-828-1", "872-50-4", "872-50-4", true),
        ] {
            check(text, quote, &value.replace('-', ""), Whole::Registry, expected);
        }
    }

    #[test]
    fn codes_and_groups_of_digits_are_whole() {
        let cite = |text: &str, quote: &str| {
            let start = text.find(quote).unwrap();
            TextRange::new(start, start + quote.len())
        };
        for (text, quote, code, expected) in [
            ("causes H361d *", "H361d", "H361d", true),
            ("causes H361d *", "H361", "H361", false),
            ("H301+H311+H331", "H301+H311+H331", "H301+H311+H331", true),
            ("H301+H311+H331", "H301", "H301", false),
            ("H301, H311", "H301", "H301", true),
        ] {
            assert_eq!(code_stands(text, cite(text, quote), code), expected, "{code} in {text}");
        }
        for (text, quote, raw, expected) in [
            ("1 210 mg", "210 mg", "210 mg", false),
            ("1 210 mg", "1 210 mg", "1 210 mg", true),
            ("in 210 mg", "210 mg", "210", true),
        ] {
            assert_eq!(is_first_group(text, cite(text, quote), raw), expected, "{raw} in {text}");
        }
    }

    #[test]
    fn units_are_whole() {
        for (text, quote, value, expected) in [
            ("5mg/kg bw", "5mg/kg bw", "mg/kg", true),
            ("5 MG/KG", "5 MG/KG", "mg/kg", true),
            ("5 mg/ kg", "5 mg/ kg", "mg/kg", true),
            ("5 mg/kg", "5 mg/kg", "g/kg", false),
            ("5 mg/kg", "5 mg", "mg", false),
            ("5 µg/L", "5 µg/L", "ug/l", true),
            ("5 gm / m3", "5 gm / m3", "gm", false),
            ("5 g/cm³", "5 g/cm³", "g/cm", false),
            ("5 % (w/w)", "5 %", "%", true),
            ("280°F/137.8°C", "280°F", "°F", true),
            ("41000 ppm/6H (mouse)", "41000 ppm", "ppm", true),
            ("5 m 3", "5 m", "m", true),
        ] {
            check(text, quote, value, Whole::Unit, expected);
        }
    }

    #[test]
    fn names_are_whole() {
        for (text, quote, value, expected) in [
            ("the methanol was", "methanol", "Methanol", true),
            ("the methanol was", "methanol", "ethanol", false),
            ("the methanol was", "ethanol", "ethanol", false),
            ("diethyl ether", "diethyl ether", "ether", true),
            ("aflatoxin G1", "aflatoxin G1", "aflatoxin G", false),
            ("a long\nname, 95 %", "long\nname, 95 %", "long name", true),
            ("(benzene)", "(benzene)", "benzene", true),
        ] {
            check(text, quote, value, Whole::Name, expected);
        }
    }
}
