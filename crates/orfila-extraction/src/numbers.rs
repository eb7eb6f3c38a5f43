//! Printed numbers: thousands separators, decimal commas, powers of ten.
//!
//! A number that can be read in two ways is read by the document's style ([`NumberStyle`]), never by chance; in a document
//! that shows both styles it is not read.

use std::sync::LazyLock;

use orfila_records::{Document, DocumentFormat, TextRange};
use regex::Regex;

/// How a document prints its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberStyle {
    /// `1,234.5`: English.
    #[default]
    DecimalPoint,
    /// `1.234,5`: German, French, Spanish and others.
    DecimalComma,
    /// Both stand in the document: only numbers with one reading are read.
    Mixed,
}

/// Numbers of the rarer style that are no slip of the pen: with so many, the more frequent style is not the document's.
const NO_SLIP: usize = 3;

impl NumberStyle {
    /// The style of a document: the one its own numbers show, both if they show both, else that of its language (many
    /// sheets are written in English with decimal commas). A workbook stores numbers, and they are written with a point.
    #[must_use]
    pub fn of_document(document: &Document) -> Self {
        match document.format {
            DocumentFormat::Xlsx => Self::DecimalPoint,
            _ => Self::shown_by(&document.text).unwrap_or_else(|| Self::of_language(document.language.as_deref())),
        }
    }

    /// The style that the numbers before units show: those that can be read in one way only are counted, and one style
    /// must be three times there and twice as frequent as the other.
    fn shown_by(text: &str) -> Option<Self> {
        static BEFORE_UNIT: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:^|[^\d.,/-])(?P<whole>\d+)(?P<mark>[.,])(?P<part>\d+)[ \u{a0}]?(?:°|%|[mµuk]?g\b|[mµu]?[lL]\b|[hkM]?Pa|mm|cm|ppm|mPa|cSt|psi|bar\b|mol|kJ|lb)")
                .expect("the pattern is constant")
        });
        let (mut points, mut commas) = (0_usize, 0_usize);
        for found in BEFORE_UNIT.captures_iter(text) {
            let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
            let (whole, mark, decimals) = (part("whole"), part("mark"), part("part"));
            if decimals.len() == 3 && whole != "0" && whole.len() <= 3 {
                continue;
            }
            match mark {
                "." => points += 1,
                _ => commas += 1,
            }
        }
        // Cells of tables and files of values hold numbers without units; both marks in one number leave no doubt. The first
        // cell of a line is often the number of a section.
        static IN_CELL: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?m)(?P<before>^|[;\t|])[ \u{a0}]*[<>≤≥~]?[ \u{a0}]*(?P<whole>\d+(?:[.,]\d{3})*)(?P<mark>[.,])(?P<part>\d+)[ \u{a0}]*(?:$|[;\t|])")
                .expect("the pattern is constant")
        });
        let (mut cell_points, mut cell_commas) = (0, 0);
        let mut rest = text;
        while let Some(found) = IN_CELL.captures(rest) {
            let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
            let (whole, mark, decimals) = (part("whole"), part("mark"), part("part"));
            let count = match mark {
                "." => (&mut points, &mut cell_points),
                _ => (&mut commas, &mut cell_commas),
            };
            if whole.contains(['.', ',']) && !whole.contains(mark) {
                *count.0 += 3;
            } else if decimals.len() != 3 && !whole.contains(mark) && !part("before").is_empty() {
                *count.1 += 1;
            }
            // The mark that ends one cell begins the next one.
            let end = found.name("part").map_or(rest.len(), |part| part.end());
            rest = &rest[end..];
        }
        let (all_points, all_commas) = (points + cell_points, commas + cell_commas);
        if points >= NO_SLIP && commas >= NO_SLIP {
            return Some(Self::Mixed);
        }
        Self::of_counts(points, commas)
            .or_else(|| Self::of_counts(all_points, all_commas))
            .or_else(|| (all_points > 0 && all_commas > 0).then_some(Self::Mixed))
    }

    /// The style that is three times there and twice as frequent as the other.
    fn of_counts(points: usize, commas: usize) -> Option<Self> {
        match (points, commas) {
            (3.., _) if points >= 2 * commas => Some(Self::DecimalPoint),
            (_, 3..) if commas >= 2 * points => Some(Self::DecimalComma),
            _ => None,
        }
    }

    /// The style of the number that begins at byte `start`: in a document of both styles the one that its own marks show,
    /// `None` where they show neither (`1.234`, `1,234`).
    fn of_number(self, text: &str, start: usize) -> Option<Self> {
        if self != Self::Mixed {
            return Some(self);
        }
        let rest = text.get(start..)?;
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        let digits = rest[..length].trim_end_matches(['.', ',']);
        let Some(last) = digits.rfind(['.', ',']) else { return Some(Self::DecimalPoint) };
        let is_point = digits[last..].starts_with('.');
        let (own, other) =
            if is_point { (Self::DecimalPoint, Self::DecimalComma) } else { (Self::DecimalComma, Self::DecimalPoint) };
        let (whole, decimals) = (&digits[..last], digits.len() - last - 1);
        let groups = whole.contains(if is_point { '.' } else { ',' });
        match () {
            () if groups => Some(other),
            () if whole.contains(['.', ',']) || decimals != 3 => Some(own),
            () if whole.is_empty() || whole.starts_with('0') || whole.len() > 3 => Some(own),
            () => None,
        }
    }

    /// The style usual in a language (two-letter ISO 639-1 code).
    #[must_use]
    pub fn of_language(language: Option<&str>) -> Self {
        match language {
            Some("de" | "fr" | "es" | "it" | "nl" | "pt" | "pl" | "cs" | "sv" | "da" | "fi" | "nb") => {
                Self::DecimalComma
            }
            _ => Self::DecimalPoint,
        }
    }
}

/// A number and the characters it was read from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Byte range in the scanned text.
    pub range: TextRange,
    /// Its value.
    pub value: f64,
}

/// The value of a superscript digit.
fn superscript_digit(character: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    DIGITS.iter().position(|digit| *digit == character).and_then(|digit| char::from_digit(digit as u32, 10))
}

/// Reads an unsigned number that begins exactly at byte `start`.
///
/// `1,108`, `17 800` (with a no-break or thin space, or a plain space where exactly three digits follow and a unit-like
/// word comes after), `0,5`, `1.2E-5`, `1.2 × 10⁻⁵`, `10⁻⁶`, `1.2x10-5`.
#[must_use]
pub fn number_at(text: &str, start: usize, style: NumberStyle) -> Option<Number> {
    let style = style.of_number(text, start)?;
    let mantissa_end = mantissa_end(text, start, style)?;
    if has_two_readings(text, start, mantissa_end) || is_second_group(text, start, mantissa_end) {
        return None;
    }
    let mantissa = parse_mantissa(text.get(start..mantissa_end)?, style)?;
    let (value, end) = match power_of_ten(text, start, mantissa_end, mantissa) {
        Some((value, end)) => (value, end),
        None => (mantissa, mantissa_end),
    };
    value.is_finite().then_some(Number { range: TextRange::new(start, end), value })
}

/// The numbers in `text` that have two readings in a document of both styles, with their places.
#[must_use]
pub fn of_two_readings(text: &str) -> Vec<TextRange> {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\p{L}\d.,/_])(?P<number>[1-9]\d{0,2}[.,]\d{3})(?:$|[^\d.,]|[.,](?:$|\D))")
            .expect("the pattern is constant")
    });
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(number) = GROUP.captures_at(text, from).and_then(|found| found.name("number")) {
        found.push(TextRange::new(number.start(), number.end()));
        from = number.end();
    }
    found
}

/// The end of the digits and separators that begin at `start`.
fn mantissa_end(text: &str, start: usize, style: NumberStyle) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = start;
    if bytes.get(start) == Some(&b'.') {
        end += 1;
    }
    let digits_from = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = digits_from(end);
    if first == 0 {
        return None;
    }
    end += first;
    let mut seen_decimal = bytes.get(start) == Some(&b'.');
    let mut group = first;
    while let Some(character) = text.get(end..).and_then(|rest| rest.chars().next()) {
        let after = end + character.len_utf8();
        let digits = if after <= bytes.len() { digits_from(after) } else { 0 };
        let grouping = group <= 3 && digits == 3 && !seen_decimal;
        let accepted = match (character, style) {
            ('.', NumberStyle::DecimalPoint) | (',', NumberStyle::DecimalComma) => digits > 0 && !seen_decimal,
            (',', NumberStyle::DecimalPoint) => grouping || (digits > 0 && digits != 3 && !seen_decimal && group <= 3),
            ('.', NumberStyle::DecimalComma) => digits > 0 && !seen_decimal,
            ('\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’', _) => grouping,
            (' ', _) => grouping && space_groups(text, start, after + 3),
            _ => false,
        };
        if !accepted {
            break;
        }
        let is_decimal = match (character, style) {
            ('.', NumberStyle::DecimalPoint) | (',', NumberStyle::DecimalComma) => true,
            (',', NumberStyle::DecimalPoint) | ('.', NumberStyle::DecimalComma) => {
                !grouping || text[start..end] == *"0"
            }
            _ => false,
        };
        seen_decimal |= is_decimal;
        group = digits;
        end = after + digits;
    }
    Some(end)
}

/// After a plain space and three digits a number goes on only where a further group or a unit follows, or where it fills
/// its cell alone: columns of numbers must not be fused.
fn space_groups(text: &str, start: usize, after: usize) -> bool {
    let rest = text.get(after..).unwrap_or_default();
    let mut characters = rest.chars();
    let unit_follows = match characters.next() {
        Some(' ' | '\u{a0}') => {
            characters
                .next()
                .is_some_and(|next| next.is_alphabetic() || matches!(next, '%' | '°' | 'µ' | 'μ' | '-' | '–'))
                || rest.get(1..4).is_some_and(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
                    && space_groups(text, start, after + 4)
        }
        Some(next) => next.is_alphabetic() || matches!(next, '%' | '°'),
        None => false,
    };
    unit_follows || fills_its_cell(text, start, after)
}

/// Whether a cell holds nothing but this number: before it only comparators or the lower end of a range, behind it nothing
/// or the upper end.
fn fills_its_cell(text: &str, start: usize, after: usize) -> bool {
    let is_edge = |character: char| matches!(character, '\t' | '\n');
    let is_quiet =
        |part: &str| part.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "<>≤≥=~-–,.".contains(c));
    let before = text[..start].rsplit(is_edge).next().unwrap_or_default();
    let behind = text[after..].split(is_edge).next().unwrap_or_default();
    let is_upper_end = |part: &str| part.trim().is_empty() || part.trim_start().starts_with(['-', '–', '—']);
    let is_lower_end =
        |part: &str| part.trim().is_empty() || part.trim_end().ends_with(['-', '–', '—', '<', '>', '≤', '≥', '=', '~']);
    is_quiet(before) && is_quiet(behind) && is_upper_end(behind) && is_lower_end(before)
}

/// Whether a plain space and exactly three digits follow a number of at most three digits: `341 000` is one number or two,
/// and nothing tells which. Neither reading is taken.
fn has_two_readings(text: &str, start: usize, end: usize) -> bool {
    let short = (1..=3).contains(&(end - start)) && text[start..end].bytes().all(|byte| byte.is_ascii_digit());
    let group = text[end..].strip_prefix(' ').unwrap_or_default();
    let digits = group.bytes().take_while(u8::is_ascii_digit).count();
    let decimal =
        group[digits..].strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    short && digits == 3 && !decimal && !is_registry_tail(&group[digits..])
}

/// Whether what follows three digits makes them the beginning of a registry number: `-97-2`, `-377-0`.
fn is_registry_tail(rest: &str) -> bool {
    let mut groups = rest.split('-');
    let digits = |group: Option<&str>| group.map_or(0, |group| group.bytes().take_while(u8::is_ascii_digit).count());
    groups.next() == Some("") && matches!(digits(groups.next()), 2 | 3) && digits(groups.next()) == 1
}

/// Whether exactly three digits stand behind a plain space and one to three digits: the other half of [`has_two_readings`].
pub(crate) fn is_second_group(text: &str, start: usize, end: usize) -> bool {
    let three = end - start == 3 && text[start..end].bytes().all(|byte| byte.is_ascii_digit());
    let Some(before) = text[..start].strip_suffix(' ').filter(|_| three) else { return false };
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let stands_alone = before[..before.len() - digits]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '-' | '/'));
    (1..=3).contains(&digits) && stands_alone
}

/// The value of digits and separators in the given style.
fn parse_mantissa(digits: &str, style: NumberStyle) -> Option<f64> {
    let last = digits.rfind(['.', ',']);
    let mut plain = String::with_capacity(digits.len());
    for (index, character) in digits.char_indices() {
        match character {
            '0'..='9' => plain.push(character),
            '.' | ',' if Some(index) == last && is_decimal_mark(digits, index, style) => plain.push('.'),
            _ => {}
        }
    }
    plain.parse().ok()
}

/// Whether the separator at `index`, the last one, is a decimal mark and not a thousands separator.
fn is_decimal_mark(digits: &str, index: usize, style: NumberStyle) -> bool {
    let mark = &digits[index..=index];
    let usual = if style == NumberStyle::DecimalPoint { "." } else { "," };
    if mark == usual {
        return true;
    }
    let before = &digits[..index];
    let after = digits.len() - index - 1;
    let grouped = after == 3 && !before.is_empty() && before != "0" && before.len() <= 3 || before.contains(mark);
    !grouped
}

/// Reads `E-5`, `× 10⁻⁵`, `x10-5`, `*10^-5` after a mantissa, or `⁻⁶` after `10`.
fn power_of_ten(text: &str, start: usize, end: usize, mantissa: f64) -> Option<(f64, usize)> {
    let rest = text.get(end..)?;
    if &text[start..end] == "10"
        && let Some((exponent, length)) = superscript_exponent(rest)
    {
        return Some((10f64.powi(exponent), end + length));
    }
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let (exponent, length) = plain_exponent(after)?;
        let next = after[length..].chars().next();
        return (!next.is_some_and(char::is_alphanumeric)).then(|| (scale(mantissa, exponent), end + 1 + length));
    }
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let times = trimmed.strip_prefix(['×', 'x', 'X', '*', '·', '⋅'])?.trim_start_matches([' ', '\u{a0}']);
    let after_ten = times.strip_prefix("10")?;
    let caret = after_ten.strip_prefix('^').unwrap_or(after_ten);
    let (exponent, length) = superscript_exponent(caret).or_else(|| plain_exponent(caret))?;
    let consumed = text.len() - caret.len() + length;
    Some((scale(mantissa, exponent), consumed))
}

/// `mantissa × 10^exponent`, rounded as the decimal text would be.
fn scale(mantissa: f64, exponent: i32) -> f64 {
    format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN)
}

fn superscript_exponent(text: &str) -> Option<(i32, usize)> {
    let mut digits = String::new();
    let mut length = 0;
    for character in text.chars() {
        match (character, superscript_digit(character)) {
            (_, Some(digit)) => digits.push(digit),
            ('⁻' | '⁺', None) if digits.is_empty() && length == 0 => {
                digits.push(if character == '⁻' { '-' } else { '+' })
            }
            _ => break,
        }
        length += character.len_utf8();
    }
    let exponent: i32 = digits.parse().ok()?;
    (exponent.abs() <= 60).then_some((exponent, length))
}

fn plain_exponent(text: &str) -> Option<(i32, usize)> {
    let sign_length =
        text.chars().next().filter(|sign| matches!(sign, '-' | '+' | '−' | '–')).map_or(0, char::len_utf8);
    let digits: String = text[sign_length..].chars().take_while(char::is_ascii_digit).take(3).collect();
    let magnitude: i32 = digits.parse().ok()?;
    let negative = sign_length > 0 && !text.starts_with('+');
    (magnitude <= 60).then_some((if negative { -magnitude } else { magnitude }, sign_length + digits.len()))
}

/// Whether a number can begin at byte `index`: the character before must not make it part of a word, code or number.
#[must_use]
pub fn may_begin(text: &str, index: usize) -> bool {
    let mut before = text[..index].chars().rev();
    match before.next() {
        None => true,
        Some(character) if character.is_alphanumeric() || character == '_' || character == '#' => false,
        Some('.' | ',') => !before.next().is_some_and(|character| character.is_ascii_digit()),
        Some('-' | '‐' | '‑') => !before.next().is_some_and(char::is_alphanumeric),
        // `280°F/137.8°C`: the letter before the stroke is a unit.
        Some('/') => {
            let letter = before.next();
            !letter.is_some_and(char::is_alphabetic) || matches!(before.next(), Some('°' | 'º' | '˚'))
        }
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, style: NumberStyle, value: f64, length: usize) {
        let number = number_at(text, 0, style).unwrap_or_else(|| panic!("{text} is no number"));
        assert_eq!((number.value, number.range.end), (value, length), "{text}");
    }

    #[test]
    fn numbers_are_read_in_their_style() {
        use NumberStyle::{DecimalComma, DecimalPoint};
        check("1,108ppm", DecimalPoint, 1108.0, 5);
        check("17,800 mg/kg", DecimalPoint, 17800.0, 6);
        check("2,000,000.00", DecimalPoint, 2e6, 12);
        check("0,5 %", DecimalPoint, 0.5, 3);
        check("0,5 %", DecimalComma, 0.5, 3);
        check("0.016 mg", DecimalPoint, 0.016, 5);
        check("1.234,5", DecimalComma, 1234.5, 7);
        check("1.000 t/a", DecimalComma, 1000.0, 5);
        check("0.879", DecimalComma, 0.879, 5);
        check("25 000 t/a", DecimalPoint, 25000.0, 6);
        check("1 000 000 kg", DecimalPoint, 1e6, 9);
        check("341 000", DecimalPoint, 341_000.0, 7);
        check("1 090 000\t2014", DecimalPoint, 1_090_000.0, 9);
        check("2 000 – 4 000", DecimalPoint, 2000.0, 5);
        check("5 22.35", DecimalPoint, 5.0, 1);
        check("1.2 × 10⁻⁵ Pa", DecimalPoint, 1.2e-5, 15);
        check("10⁻⁶", DecimalPoint, 1e-6, 8);
        check("3.37e-7", DecimalPoint, 3.37e-7, 7);
        check("4.6x10-3", DecimalPoint, 4.6e-3, 8);
        check("5² rats", DecimalPoint, 5.0, 1);
        check(".5 %", DecimalPoint, 0.5, 2);
        check("96.", DecimalPoint, 96.0, 2);
        check("50-00-0", DecimalPoint, 50.0, 2);
    }

    #[test]
    fn a_document_shows_its_style_by_its_own_numbers() {
        let comma = "3.1 Substances 32,04 g/mol, 9,7 °C, 169,27 hPa, 1.000 g/l at 20 °C";
        assert_eq!(NumberStyle::shown_by(comma), Some(NumberStyle::DecimalComma));
        assert_eq!(NumberStyle::shown_by("80.09 °C, 0.5 ppm, 1,600 mg/kg, 2.5 %"), Some(NumberStyle::DecimalPoint));
        assert_eq!(NumberStyle::shown_by("1,600 mg/kg and 1.000 g/l, 3.1 %"), None);
        assert_eq!(NumberStyle::shown_by("1,600 mg/kg and 1.000 g/l, 3.1 %, 2,5 %"), Some(NumberStyle::Mixed));
        let slips = "1.5 mg, 2.5 mg, 3.5 mg, 4.5 mg";
        assert_eq!(NumberStyle::shown_by(&format!("{slips}, 2,5 %")), Some(NumberStyle::DecimalPoint));
        let both = format!("{slips}, 5.5 mg, 6.5 mg, 2,5 %, 3,5 %, 4,5 %");
        assert_eq!(NumberStyle::shown_by(&both), Some(NumberStyle::Mixed));
        let sections = "1.1\tProduct identifier\n2.1\tLabel elements\n9.1\tProperties\n2.6\tFlammable liquid\n1,519 mm²/s\n0,81 g/cm³, 3,1 vol%, 124,7 mg/l, 46,07 g/mol";
        assert_eq!(NumberStyle::shown_by(sections), Some(NumberStyle::DecimalComma), "section numbers are no cells");
        let values = "substance\tvalue\nA\t2,5\nB\t0,75\nC\t12,25";
        assert_eq!(NumberStyle::shown_by(values), Some(NumberStyle::DecimalComma));
        assert_eq!(NumberStyle::shown_by("Menge;1.240,5"), Some(NumberStyle::DecimalComma));
    }

    #[test]
    fn a_number_with_two_readings_is_not_read() {
        for (text, start) in [("rats 170 208 236.5", 5), ("rats 170 208 236.5", 9), ("of 5 170 were", 3)] {
            let read = number_at(text, start, NumberStyle::DecimalPoint);
            assert!(read.is_none_or(|number| number.range.len() > 3), "{text} at {start}: {read:?}");
        }
    }

    #[test]
    fn with_both_styles_only_numbers_of_one_reading_are_read() {
        for (text, value) in [
            ("0.123 mg", Some(0.123)),
            ("0,123 mg", Some(0.123)),
            ("1,5 mg", Some(1.5)),
            ("1.25 mg", Some(1.25)),
            ("1.234,5 mg", Some(1234.5)),
            ("1,234.5 mg", Some(1234.5)),
            ("1,234,567 mg", Some(1_234_567.0)),
            ("1.234.567 mg", Some(1_234_567.0)),
            ("1234.567 mg", Some(1234.567)),
            ("12 mg", Some(12.0)),
            ("12.", Some(12.0)),
            ("1.234 mg", None),
            ("1,234 mg", None),
            ("12,500.", None),
        ] {
            let read = number_at(text, 0, NumberStyle::Mixed).map(|number| number.value);
            assert_eq!(read, value, "{text}");
        }
        let text = "1,234 mg and 0,123 or 1.500. Then 1,234,567 and CAS 50-00-0 v1.234";
        let refused: Vec<&str> = of_two_readings(text).into_iter().filter_map(|range| range.slice(text)).collect();
        assert_eq!(refused, ["1,234", "1.500"]);
    }

    #[test]
    fn numbers_do_not_begin_inside_words() {
        assert!(!may_begin("LD50", 2));
        assert!(!may_begin("C9-10", 1));
        assert!(may_begin("> 5", 2));
        assert!(!may_begin("212-377-0", 8), "the end of a registry number is no number");
        assert!(may_begin("(-30", 2));
    }
}
