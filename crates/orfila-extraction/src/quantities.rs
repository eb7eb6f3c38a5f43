//! Quantities in running text: qualifier, number or range, unit.

use orfila_records::{Qualifier, Quantity, TextRange, units};

use crate::numbers::{Number, NumberStyle, may_begin, number_at};

/// A quantity and where its parts stand in the scanned text.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMatch {
    /// The whole of it, qualifier and unit included.
    pub range: TextRange,
    /// The number or numbers alone.
    pub number: TextRange,
    /// The unit alone.
    pub unit: Option<TextRange>,
    /// What it says.
    pub quantity: Quantity,
}

const QUALIFIERS: &[(&str, Qualifier)] = &[
    ("greater than or equal to", Qualifier::GreaterOrEqual),
    ("less than or equal to", Qualifier::LessOrEqual),
    ("greater than", Qualifier::Greater),
    ("higher than", Qualifier::Greater),
    ("more than", Qualifier::Greater),
    ("in excess of", Qualifier::Greater),
    ("exceeding", Qualifier::Greater),
    ("mehr als", Qualifier::Greater),
    ("plus de", Qualifier::Greater),
    ("más de", Qualifier::Greater),
    ("superior a", Qualifier::Greater),
    ("mayor que", Qualifier::Greater),
    ("größer als", Qualifier::Greater),
    ("supérieur à", Qualifier::Greater),
    ("less than", Qualifier::Less),
    ("weniger als", Qualifier::Less),
    ("moins de", Qualifier::Less),
    ("menos de", Qualifier::Less),
    ("inferior a", Qualifier::Less),
    ("menor que", Qualifier::Less),
    ("höchstens", Qualifier::LessOrEqual),
    ("maximal", Qualifier::LessOrEqual),
    ("au moins", Qualifier::GreaterOrEqual),
    ("aproximadamente", Qualifier::Approximate),
    ("aprox.", Qualifier::Approximate),
    ("ungefähr", Qualifier::Approximate),
    ("lower than", Qualifier::Less),
    ("kleiner als", Qualifier::Less),
    ("inférieur à", Qualifier::Less),
    ("not more than", Qualifier::LessOrEqual),
    ("not less than", Qualifier::GreaterOrEqual),
    ("no more than", Qualifier::LessOrEqual),
    ("no less than", Qualifier::GreaterOrEqual),
    ("at least", Qualifier::GreaterOrEqual),
    ("mindestens", Qualifier::GreaterOrEqual),
    ("at most", Qualifier::LessOrEqual),
    ("up to", Qualifier::LessOrEqual),
    ("approximately", Qualifier::Approximate),
    ("approx.", Qualifier::Approximate),
    ("approx", Qualifier::Approximate),
    ("about", Qualifier::Approximate),
    ("circa", Qualifier::Approximate),
    ("env.", Qualifier::Approximate),
    ("environ", Qualifier::Approximate),
    ("etwa", Qualifier::Approximate),
    ("ca.", Qualifier::Approximate),
    ("ca", Qualifier::Approximate),
    ("over", Qualifier::Greater),
    ("above", Qualifier::Greater),
    ("below", Qualifier::Less),
    ("under", Qualifier::Less),
    ("<=", Qualifier::LessOrEqual),
    (">=", Qualifier::GreaterOrEqual),
    ("=<", Qualifier::LessOrEqual),
    ("=>", Qualifier::GreaterOrEqual),
    ("< or =", Qualifier::LessOrEqual),
    ("> or =", Qualifier::GreaterOrEqual),
    ("≤", Qualifier::LessOrEqual),
    ("≥", Qualifier::GreaterOrEqual),
    ("<", Qualifier::Less),
    (">", Qualifier::Greater),
    ("~", Qualifier::Approximate),
    ("≈", Qualifier::Approximate),
    ("=", Qualifier::Equal),
];

/// Every quantity in `text`, left to right, none overlapping.
#[must_use]
pub fn scan(text: &str, style: NumberStyle) -> Vec<QuantityMatch> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < text.len() {
        match quantity_at(text, index, style) {
            Some(quantity) => {
                index = quantity.range.end.max(index + 1);
                found.push(quantity);
            }
            None => index += text[index..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The quantity that begins exactly at byte `start` (at its qualifier, sign or first digit).
#[must_use]
pub fn quantity_at(text: &str, start: usize, style: NumberStyle) -> Option<QuantityMatch> {
    let (qualifier, number_start) = match qualifier_at(text, start) {
        Some((qualifier, end)) => (Some(qualifier), skip_spaces(text, end)),
        None => (None, start),
    };
    let first = signed_number_at(text, number_start, style, qualifier.is_some())?;
    if is_code_part(text, first.range) {
        return None;
    }
    let first_unit = unit_at(text, first.range.end);
    let second = range_end(text, &first, first_unit, style).filter(|(_, high)| is_one_kind(text, first_unit, high));
    Some(match second {
        Some((high_qualifier, high)) => {
            let unit = unit_at(text, high.range.end).or(first_unit);
            // `between 5 and 8 mg`: without its first word the range would not say that it is one.
            let words = &text[first.range.end..high.range.start];
            let paired = words.split_whitespace().any(|word| matches!(word, "and" | "und" | "et" | "y"));
            let start = if paired { between_start(text, first.range.start) } else { start };
            build(text, start, qualifier, first, Some((high_qualifier, high)), unit)
        }
        None => build(text, start, qualifier, first, None, first_unit),
    })
}

/// A range whose ends stand with their conversions or conditions: `160 °C (320 °F) - 162 °C`, `0.4 g/cc at 20 °C - 1 g/cc`.
///
/// Both ends must bear the same unit and grow; nothing but one bracket or one condition may stand between the first end
/// and the dash.
#[must_use]
pub fn converted_range(text: &str, style: NumberStyle) -> Option<QuantityMatch> {
    let found = scan(text, style);
    let first = found.first().filter(|first| text[..first.range.start].trim().is_empty())?;
    let unit = first.unit?;
    let rest = &text[first.range.end..];
    let opened = rest.trim_start();
    let behind = if let Some(inner) = opened.strip_prefix('(') {
        &inner[inner.find(')')? + 1..]
    } else {
        let condition = opened.strip_prefix("at ")?;
        let end = condition.find([' ', '\u{a0}']).filter(|end| condition[..*end].parse::<f64>().is_ok())?;
        condition[end..].trim_start().trim_start_matches(['°', 'C', 'F'])
    };
    let at = behind.trim_start().strip_prefix(['-', '–', '—'])?;
    let start = text.len() - at.trim_start().len();
    let second = quantity_at(text, start, style)?;
    let same = second.unit.and_then(|other| other.slice(text)).map(units::fold) == unit.slice(text).map(units::fold);
    let (low, high) = (first.quantity.low?, second.quantity.high?);
    let single = first.quantity.is_single() && second.quantity.is_single();
    if !same || !single || high < low {
        return None;
    }
    let range = first.range.cover(second.range);
    let quantity = Quantity::reported(range.slice(text)?, Qualifier::Equal, Some(low), Some(high), unit.slice(text));
    Some(QuantityMatch { range, number: first.number.cover(second.number), unit: Some(unit), quantity })
}

/// A range printed from its larger end down, `35.46- 0.96 µg/kg`, which only words such as `ranged` around it tell from a
/// code or a difference.
#[must_use]
pub fn descending_range(text: &str, style: NumberStyle) -> Option<QuantityMatch> {
    let first = number_at(text, 0, style)?;
    let rest = text.get(first.range.end..)?;
    let dash = rest.trim_start().strip_prefix(['-', '–', '—', '−'])?;
    let start = text.len() - dash.trim_start().len();
    let second = number_at(text, start, style)?;
    let unit = unit_at(text, second.range.end);
    let end = unit.map_or(second.range.end, |unit| unit.end);
    let goes_on = text[second.range.end..].starts_with(['-', '–', '/']) || !(0.0..first.value).contains(&second.value);
    let range = TextRange::new(0, end);
    (!goes_on).then(|| QuantityMatch {
        range,
        number: first.range.cover(second.range),
        unit,
        quantity: Quantity::reported(
            range.slice(text).unwrap_or_default(),
            Qualifier::Equal,
            Some(second.value),
            Some(first.value),
            unit.and_then(|unit| unit.slice(text)),
        ),
    })
}

/// Whether both ends of a range measure the same: `4 h - 86 mg/l` are a time and an amount.
fn is_one_kind(text: &str, first: Option<TextRange>, high: &Number) -> bool {
    let dimension = |unit: TextRange| unit.slice(text).and_then(units::parse).map(|unit| unit.dimension);
    match (first.and_then(dimension), unit_at(text, high.range.end).and_then(dimension)) {
        (Some(low), Some(high)) => low == high,
        _ => true,
    }
}

fn build(
    text: &str,
    start: usize,
    qualifier: Option<Qualifier>,
    first: Number,
    second: Option<(Option<Qualifier>, Number)>,
    unit: Option<TextRange>,
) -> QuantityMatch {
    let number = second.as_ref().map_or(first.range, |(_, high)| first.range.cover(high.range));
    let end = unit.map_or(number.end, |unit| unit.end.max(number.end));
    let range = TextRange::new(start, end);
    let raw = range.slice(text).unwrap_or_default();
    let unit_raw = unit.and_then(|unit| unit.slice(text)).map(|unit| unit.replace('\n', " "));
    let unit_raw = unit_raw.as_deref();
    let quantity = match second {
        Some((high_qualifier, high)) => {
            let mut quantity = Quantity::reported(raw, Qualifier::Equal, Some(first.value), Some(high.value), unit_raw);
            quantity.low_inclusive = qualifier != Some(Qualifier::Greater);
            quantity.high_inclusive = high_qualifier != Some(Qualifier::Less);
            quantity
        }
        None => {
            let value = Some(first.value);
            let (low, high) = match qualifier.unwrap_or(Qualifier::Equal) {
                Qualifier::Less | Qualifier::LessOrEqual => (None, value),
                Qualifier::Greater | Qualifier::GreaterOrEqual => (value, None),
                Qualifier::Equal | Qualifier::Approximate => (value, value),
            };
            Quantity::reported(raw, qualifier.unwrap_or(Qualifier::Equal), low, high, unit_raw)
        }
    };
    QuantityMatch { range, number, unit, quantity }
}

/// The comparator at `start` and where it ends; words must stand alone.
fn qualifier_at(text: &str, start: usize) -> Option<(Qualifier, usize)> {
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    if !(first.is_alphabetic() || matches!(first, '<' | '>' | '=' | '≤' | '≥' | '~' | '≈')) {
        return None;
    }
    if first.is_alphabetic() && text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    QUALIFIERS.iter().find_map(|(word, qualifier)| {
        let head = rest.get(..word.len()).filter(|head| head.to_lowercase() == *word)?;
        let end = start + head.len();
        let next = text[end..].chars().next()?;
        (!first.is_alphabetic() || next.is_whitespace() || next.is_ascii_digit()).then_some((*qualifier, end))
    })
}

/// Whether a text ends in words that compare what follows (`up to`, `less than`, `about`).
pub(crate) fn ends_in_comparator(text: &str) -> bool {
    let words: Vec<&str> =
        QUALIFIERS.iter().map(|(word, _)| *word).filter(|word| word.starts_with(char::is_alphabetic)).collect();
    ends_in_word(text, &words)
}

/// Whether a text ends in one of these words, which stand alone; case apart.
pub(crate) fn ends_in_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some(start) = text.len().checked_sub(word.len()) else { return false };
        let tail = text.get(start..).filter(|tail| tail.to_lowercase() == *word);
        tail.is_some() && !text[..start].ends_with(char::is_alphanumeric)
    })
}

fn skip_spaces(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\n', '\t']).len())
}

/// A number with an optional minus sign that is no range dash.
fn signed_number_at(text: &str, start: usize, style: NumberStyle, after_qualifier: bool) -> Option<Number> {
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    if matches!(first, '-' | '−' | '–') {
        let before = text[..start].trim_end_matches([' ', '\u{a0}']).chars().next_back();
        let opens = after_qualifier || matches!(before, None | Some(':' | '(' | '\t' | '\n' | '|' | ';' | ',' | '='));
        let digits = skip_spaces(text, start + first.len_utf8());
        let spaced = digits > start + first.len_utf8();
        let touches_word = !spaced && text[..start].ends_with([' ', '\u{a0}']);
        if !(opens || touches_word) || text[start + first.len_utf8()..digits].contains(['\n', '\t']) {
            return None;
        }
        let number = number_at(text, digits, style)?;
        return Some(Number { range: TextRange::new(start, number.range.end), value: -number.value });
    }
    let is_number = first.is_ascii_digit() || first == '.' && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if !is_number || !may_begin(text, start) {
        return None;
    }
    number_at(text, start, style)
}

/// The upper end of a range after `first`: `- 30`, `to < 25`, `bis 30`.
fn range_end(
    text: &str,
    first: &Number,
    unit: Option<TextRange>,
    style: NumberStyle,
) -> Option<(Option<Qualifier>, Number)> {
    let after = unit.map_or(first.range.end, |unit| unit.end);
    let at = skip_spaces(text, after);
    let rest = text.get(at..)?;
    let crossed = &text[after..at];
    if crossed.contains('\n') && crossed.contains('\t') {
        return None;
    }
    let dash = rest.chars().next().filter(|dash| matches!(dash, '-' | '–' | '—' | '−' | '‐' | '‑'));
    let separator = match dash {
        Some(dash) => dash.len_utf8(),
        None if crossed.contains('\t') => return None,
        None => {
            let plain = ["to ", "bis ", "à ", "through ", "...", "… "].into_iter();
            let paired = ["and", "und", "et", "y"].into_iter().filter(|word| {
                let behind = rest.strip_prefix(word).is_some_and(|behind| behind.starts_with([' ', '\n', '\u{a0}']));
                behind && follows_between(text, first.range.start)
            });
            plain.filter(|word| rest.starts_with(word)).chain(paired).next()?.len()
        }
    };
    let at = skip_spaces(text, at + separator);
    let (qualifier, at) = match qualifier_at(text, at) {
        Some((qualifier @ (Qualifier::Less | Qualifier::LessOrEqual), end)) => {
            (Some(qualifier), skip_spaces(text, end))
        }
        Some(_) => return None,
        None => (None, at),
    };
    let number = match text.get(at..)?.chars().next()? {
        sign @ ('-' | '−' | '–') => {
            let number = number_at(text, at + sign.len_utf8(), style)?;
            Number { range: TextRange::new(at, number.range.end), value: -number.value }
        }
        _ => number_at(text, at, style)?,
    };
    let joined = text[number.range.end..].chars().next();
    let goes_on = joined.is_some_and(|next| matches!(next, '-' | '‐'))
        && text[number.range.end + 1..].chars().next().is_some_and(|next| next.is_ascii_digit());
    (number.value >= first.value && !goes_on).then_some((qualifier, number))
}

/// Whether the number at `start` is the first of `between 120 and 2 400`.
fn follows_between(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let words: Vec<String> = before.split_whitespace().rev().take(2).map(str::to_lowercase).collect();
    let opens = words.first().is_some_and(|word| ["between", "zwischen", "entre"].contains(&word.as_str()));
    opens && before.ends_with(char::is_whitespace) && words.get(1).is_none_or(|word| !word.starts_with("differen"))
}

/// Where the word that pairs two numbers begins: `between` before the first of them.
fn between_start(text: &str, first: usize) -> usize {
    let before = text.get(..first).unwrap_or_default().trim_end();
    before
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + before[space..].chars().next().map_or(1, char::len_utf8))
}

/// Whether the number is part of a registry number, a telephone number, a date or a version.
fn is_code_part(text: &str, number: TextRange) -> bool {
    let after = &text[number.end..];
    let mut rest = after;
    let mut groups = 0;
    // Behind a hyphen a point makes a decimal: `0.35-0.5` is a range.
    let dotted = rest.starts_with('.');
    while let Some(next) = rest.strip_prefix(['-', '‐', '‑', '/', '.']) {
        if rest.starts_with('.') && !dotted {
            break;
        }
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            break;
        }
        groups += 1;
        rest = &next[digits..];
    }
    let mut before = text[..number.start].chars().rev();
    let hyphenated = matches!(before.next(), Some('-' | '‐' | '‑' | '/'))
        && before.next().is_some_and(|character| character.is_ascii_digit())
        && after.starts_with(['-', '/']);
    let glued = after.chars().next().is_some_and(|next| next == '_' || next == '#');
    groups >= 2 || hyphenated || glued
}

/// The longest known unit that begins at or just after `start` (one space may stand between).
#[must_use]
pub fn unit_at(text: &str, start: usize) -> Option<TextRange> {
    let at = skip_blank(text, start);
    // A unit that opens the next line counts if it is more than a letter or two.
    let wrapped = text.get(at..).is_some_and(|rest| rest.starts_with('\n'));
    let at = if wrapped { skip_blank(text, at + 1) } else { at };
    let rest = text.get(at..)?;
    let spaced = at > start;
    let mut best = None;
    for (length, character) in
        rest.char_indices().take(32).map(|(index, character)| (index + character.len_utf8(), character))
    {
        let breaks = character == '\n' && !goes_on_below(&rest[length..]);
        if breaks || matches!(character, '\t' | ',' | ';' | ':') {
            break;
        }
        let next = rest[length..].chars().next();
        if next.is_some_and(|next| next.is_alphanumeric() && !is_superscript(next)) && character != '%' {
            continue;
        }
        let candidate = &rest[..length];
        let divided =
            rest[length..].strip_prefix('/').is_some_and(|under| !under.starts_with(|c: char| c.is_ascii_digit()));
        let plain = candidate.chars().all(char::is_alphabetic);
        if wrapped && plain && !matches!(candidate, "ppm" | "ppb" | "mmHg" | "hPa" | "kPa") {
            continue;
        }
        if accept_unit(candidate, next.filter(|next| *next != '/' || divided), spaced) {
            best = Some(length);
        }
    }
    best.map(|length| TextRange::new(at, at + length))
}

/// Whether a line opens with what a dose is taken by: `BW/d` below `1.371 mg/kg`. Without it the unit would be another.
fn goes_on_below(line: &str) -> bool {
    let head: String = line.trim_start().chars().take(5).flat_map(char::to_lowercase).collect();
    ["bw", "b.w", "body", "kw/", "pc/", "/", "per "].iter().any(|word| head.starts_with(word))
}

fn skip_blank(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let blank: usize = rest
        .chars()
        .take(2)
        .take_while(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'))
        .map(char::len_utf8)
        .sum();
    from + blank
}

fn is_superscript(character: char) -> bool {
    matches!(character, '⁰' | '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹' | '⁺' | '⁻' | '®' | '™')
}

/// A known unit, where it cannot be a word or a letter of another sort.
fn accept_unit(candidate: &str, next: Option<char>, spaced: bool) -> bool {
    if next == Some('/') && !candidate.contains('/') && candidate != "%" {
        return false;
    }
    if units::is_ambiguous(candidate) {
        return true;
    }
    if candidate.trim() != candidate || units::parse(candidate).is_none() {
        return false;
    }
    match candidate {
        "a" | "y" | "u" | "m" | "s" | "f" | "c" | "k" | "M" | "A" | "D" | "H" | "S" | "U" | "Y" | "T" => {
            !spaced && candidate == "H"
        }
        "C" | "F" | "K" | "L" | "l" | "g" | "G" | "h" | "d" | "t" => next != Some('-'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<String> =
            scan(text, NumberStyle::DecimalPoint).iter().map(|found| found.quantity.to_string()).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn quantities_are_read_with_qualifier_range_and_unit() {
        check("LD50 Oral Rat > 2,000 mg/kg", &["> 2000 mg/kg"]);
        check("Boiling point : 80.09°C (176.2°F)", &["80.09 °C", "176.2 °F"]);
        check("STEL: 8 mg/m³ 15 minutes.", &["8 mg/m³", "15 minutes"]);
        check("1.371 mg/kg\nBW/d", &["1.371 mg/kg BW/d"]);
        check("12.849\nmg/m³", &["12.849 mg/m³"]);
        check("25 °C\n/ 77 °F", &["25 °C", "77 °F"]);
        check("0.461 Pa m³/mol", &["0.461 Pa m³/mol"]);
        check("20 - 26 8002-74-2", &["20 – 26"]);
        check("≥ 10 - < 25 %", &["10 – < 25 %"]);
        check("1108ppm", &["1108 ppm"]);
        check("melting point: - 15.7° F", &["-15.7 ° F"]);
        check("10 % to 30 %", &["10 – 30 %"]);
        check("50 mg/kg bw/day", &["50 mg/kg bw/day"]);
        check("1 000 – 10 000 tonnes per annum", &["1000 – 10000 tonnes per annum"]);
        check("approximately 3 mg/kg", &["~ 3 mg/kg"]);
        check("-26.5 °C", &["-26.5 °C"]);
        check("5 ug/mg/kg", &["5 ug/mg/kg"]);
        check("<5%", &["< 5 %"]);
        check("up to 5000 mg/kg", &["≤ 5000 mg/kg"]);
        check("DEHP\t2007\tEU\t341 000", &["2007", "341000"]);
        check("Germany\t> 10 000", &["> 10000"]);
        check("paper\t2 000 – 4 000", &["2000 – 4000"]);
        check("96 h", &["96 h"]);
        check("between 120 and\n2 400 mg/kg", &["120 – 2400 mg/kg"]);
        check("a difference between 5 and 8 mg", &["5", "8 mg"]);
        check("of 5 and 8 mg", &["5", "8 mg"]);
        check("LC50/6H 41000 ppm/6H (mouse)", &["6 H", "41000 ppm"]);
        check("LC50 Rat - 4 h - 86 mg/l", &["4 h", "86 mg/l"]);
        check("10 ppm - 7 mg/m3", &["10 ppm", "7 mg/m3"]);
        check("> 3,600\nmg/kg", &["> 3600 mg/kg"]);
        check("Bulk density: 0.35-0.5g/cm3", &["0.35 – 0.5 g/cm3"]);
        check("280°F/137.8°C (TOC)", &["280 °F", "137.8 °C"]);
        check("listed 3\nmen", &["3"]);
        check("Tetrafluoroethane 100 811-97-2 212-377-0", &["100"]);
    }

    #[test]
    fn codes_and_telephone_numbers_are_no_quantities() {
        check("CAS 7732-18-5, call 1-800-424-9300", &[]);
        check("H315 LD50 UN1114", &[]);
        check("29-03-2010", &[]);
    }

    #[test]
    fn ranges_stand_with_their_conversions() {
        let read = |text| converted_range(text, NumberStyle::DecimalPoint).map(|found| found.quantity.to_string());
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(read("160°C (320°F) - 162°C (324°F) [ASTM]"), said("160 – 162 °C"));
        assert_eq!(read("0.4 g/cc at 20 °C - 1 g/cc at 20 °C"), said("0.4 – 1 g/cc"));
        assert_eq!(read("940 kg/m³ (7.84 lbs/gal) - 970 kg/m³"), said("940 – 970 kg/m³"));
        for refused in [
            "160°C (320°F) - 162°F",
            "162°C (324°F) - 160°C",
            "160°C (320°F)",
            "> 160°C (320°F) - 162°C",
            "a 1 °C (2) - 3 °C",
        ] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    #[test]
    fn ranges_may_run_downwards() {
        let read = |text| descending_range(text, NumberStyle::DecimalPoint).map(|found| found.quantity.to_string());
        assert_eq!(read("35.46- 0.96 mg/kg and"), Some("0.96 – 35.46 mg/kg".to_owned()));
        for refused in ["0.96 - 35.46 mg/kg", "35 mg/kg", "50-00-0", "5 - -3 mg/kg"] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_scanner(text in "\\PC{0,60}|[0-9.,<>= %°a-z\u{a0}⁻¹³/-]{0,40}") {
            for found in scan(&text, NumberStyle::DecimalPoint) {
                proptest::prop_assert!(found.range.slice(&text).is_some());
                proptest::prop_assert!(found.number.slice(&text).is_some());
            }
            let _ = scan(&text, NumberStyle::DecimalComma);
            let _ = converted_range(&text, NumberStyle::DecimalPoint);
            let _ = descending_range(&text, NumberStyle::DecimalPoint);
        }
    }
}
