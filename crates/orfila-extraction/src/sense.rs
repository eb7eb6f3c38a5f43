//! Whether what stands beside cited characters changes what they say: `5 mg` says something else than `< 5 mg`, `5` than `-5`
//! or `5 × 10⁻³`, and `mg` than `mg kg⁻¹`. Whether they are whole is the matter of [`crate::standing`].

use std::sync::LazyLock;

use orfila_records::{TextRange, units};
use regex::Regex;

use crate::numbers::NumberStyle;
use crate::quantities;

/// Bytes beside a value that are looked at.
const BESIDE: usize = 48;

/// Whether the number in `raw` stands in the cited `range` of `text` at a place where neither a comparator nor a sign before
/// it nor a power behind it is left out. Where the comparator has evidence of its own (`compared`), it may stand before it.
pub(crate) fn number_keeps_sense(text: &str, range: TextRange, raw: &str, style: NumberStyle, compared: bool) -> bool {
    let cited = range.slice(text).unwrap_or_default();
    cited.match_indices(raw).any(|(at, _)| {
        let start = range.start + at;
        let before = before(text, start);
        (compared || !is_compared(before, raw)) && !is_negative(text, start, raw, style) && !is_scaled(text, start, raw)
    })
}

fn before(text: &str, start: usize) -> &str {
    let mut from = start.saturating_sub(BESIDE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..start).unwrap_or_default()
}

/// Whether a comparator stands before `raw` that is no part of it.
fn is_compared(before: &str, raw: &str) -> bool {
    let blank = [' ', '\u{a0}', '\n', '\t'];
    let lead = before.trim_end_matches(blank);
    let of_two_signs = raw.starts_with(['=', '<', '>']) && lead.ends_with(['<', '>', '=']);
    if raw.starts_with(|first: char| first.is_alphabetic()) {
        return quantities::ends_in_word(lead, &["not", "no", "nicht", "non", "pas"]);
    }
    if raw.starts_with(['=', '<', '>', '≤', '≥', '~', '≈']) {
        return of_two_signs;
    }
    let lead = lead.trim_end_matches(['-', '−', '–']).trim_end_matches(blank);
    let equal = lead.strip_suffix('=').is_some_and(|lead| lead.ends_with(['<', '>']));
    equal || lead.ends_with(['<', '>', '≤', '≥', '~', '≈', '±']) || quantities::ends_in_comparator(lead)
}

/// Whether the minus before `raw` is a sign that it leaves out.
fn is_negative(text: &str, start: usize, raw: &str, style: NumberStyle) -> bool {
    if !raw.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let lead = before(text, start).trim_end_matches([' ', '\u{a0}']);
    let Some(minus) = lead.chars().next_back().filter(|sign| matches!(sign, '-' | '−' | '–')) else { return false };
    let gap = before(text, start).len() - lead.len();
    let at = start - gap - minus.len_utf8();
    let compared = lead[..lead.len() - minus.len_utf8()].trim_end().ends_with(['<', '>', '≤', '≥', '=', '~', '≈']);
    let read = quantities::quantity_at(text, at, style);
    compared || read.is_some_and(|found| found.quantity.low.or(found.quantity.high).is_some_and(|value| value < 0.0))
}

/// Whether a power of ten stands behind the last number of `raw` that it leaves out.
fn is_scaled(text: &str, start: usize, raw: &str) -> bool {
    static POWER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[ \x{a0}]?[×xX*·⋅][ \x{a0}]?10[\^⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−–+-]|[eE][-−+]?\d)")
            .expect("the pattern is constant")
    });
    let rest = text.get(start + raw.len()..).unwrap_or_default();
    raw.ends_with(|last: char| last.is_ascii_digit()) && POWER.is_match(rest)
}

/// Whether `unit` stands in the cited `range` of `text` at a place where it is no factor of a longer unit.
pub(crate) fn unit_keeps_sense(text: &str, range: TextRange, unit: &str) -> bool {
    places(text, range, unit).into_iter().any(|place| {
        let (lead, rest) = (before(text, place.start), text.get(place.end..).unwrap_or_default());
        !is_multiplied(lead) && !has_more_factors(rest) && !is_part_of_known(text, place, unit)
    })
}

/// Places of a unit in cited characters, white space, case and spelling apart.
fn places(text: &str, range: TextRange, unit: &str) -> Vec<TextRange> {
    let wanted: Vec<char> = units::fold(unit).chars().collect();
    let cited = range.slice(text).unwrap_or_default();
    let ends_at = |start: usize| {
        let mut read = 0;
        for (at, sign) in cited[start..].char_indices() {
            for folded in units::fold(sign.encode_utf8(&mut [0; 4])).chars() {
                if wanted.get(read) != Some(&folded) {
                    return None;
                }
                read += 1;
            }
            if read == wanted.len() {
                return Some(start + at + sign.len_utf8());
            }
        }
        None
    };
    let starts = cited.char_indices().filter(|(_, sign)| !sign.is_whitespace()).map(|(start, _)| start);
    let found = starts.filter_map(|start| Some(TextRange::new(start, ends_at(start)?)));
    found.map(|place| place.shifted(range.start)).collect()
}

/// `×10⁻³ ` before a unit, with no number that it belongs to.
fn is_multiplied(lead: &str) -> bool {
    static FACTOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d\s])\s*[×xX]\s?10\s?[\^−–⁻-]?\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+\s?$").expect("the pattern is constant")
    });
    FACTOR.is_match(lead)
}

/// Whether a further factor follows: ` kg⁻¹`, `·day-1`, ` bw d-1`, ` per day`.
fn has_more_factors(rest: &str) -> bool {
    static FACTOR: LazyLock<Regex> = LazyLock::new(|| {
        let unit = r"(?:kg|mg|[µμun]g|g|m?mol|[mdµμ]?l|m|cm|days?|d|hours?|hr?|h|weeks?|months?|years?|yr|a|s|min|person|capita|ha|tonnes?)";
        let basis = r"(?:(?:b\.?\s?w\.?|body\s?weight|d\.?\s?w\.?|dry\s+weight|creatinine)\s?)?";
        let power = r"(?:\^?[-−–]\s?[1-4](?:$|[^\d.,])|⁻[¹²³⁴])";
        let gap = r"[ \x{a0}\x{2009}\x{202f}·⋅.*×]{0,2}";
        Regex::new(&format!(r"(?i)^{gap}{basis}{gap}(?:{unit}\s?{power}|[ \x{{a0}}]per[ \x{{a0}}](?:{unit})\b)"))
            .expect("the pattern is constant")
    });
    FACTOR.is_match(rest)
}

/// Whether the longest known unit at the place is another one.
fn is_part_of_known(text: &str, place: TextRange, unit: &str) -> bool {
    let Some(longest) = quantities::unit_at(text, place.start).filter(|longest| longest.end > place.end) else {
        return false;
    };
    let code = |printed: &str| units::parse(printed).map(|unit| unit.ucum);
    longest.slice(text).and_then(code).is_some_and(|known| Some(known) != code(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cite(text: &str, quote: &str) -> TextRange {
        let start = text.find(quote).unwrap();
        TextRange::new(start, start + quote.len())
    }

    #[test]
    fn comparators_signs_and_powers_are_not_left_out() {
        for (text, quote, raw, expected) in [
            ("LD50 < 5 mg", "< 5 mg", "< 5 mg", true),
            ("LD50 < 5 mg", "< 5 mg", "5 mg", false),
            ("dose < 5 mg", "5 mg", "5 mg", false),
            ("dose >5 mg", "5", "5", false),
            ("up to 5000 mg/kg", "5000 mg/kg", "5000 mg/kg", false),
            ("less than\n5 mg", "5 mg", "5 mg", false),
            ("not less than 5 mg", "less than 5 mg", "less than 5 mg", false),
            ("not less than 5 mg", "not less than 5 mg", "not less than 5 mg", true),
            ("<= 5 mg", "= 5 mg", "= 5 mg", false),
            ("<= 5 mg", "5 mg", "5 mg", false),
            ("pH = 5", "5", "5", true),
            ("ca. 5 mg", "5 mg", "5 mg", false),
            ("africa 5 mg", "5 mg", "5 mg", true),
            ("mean 7 ± 5 mg", "5 mg", "5 mg", false),
            ("melting point: -5 °C", "5 °C", "5 °C", false),
            ("melting point: -5 °C", "-5 °C", "-5 °C", true),
            ("melting point - 5 °C", "5 °C", "5 °C", true),
            ("at -20 to -5 °C", "5 °C", "5 °C", false),
            ("3-5 mg", "5 mg", "5 mg", true),
            ("1.6–334", "334", "334", true),
            ("< -5 °C", "5 °C", "5 °C", false),
            ("5 × 10-3 mg", "5", "5", false),
            ("5 × 10-3 mg", "5 × 10-3 mg", "5 × 10-3 mg", true),
            ("5e-3 mg", "5", "5", false),
            ("5 x 10 animals", "5", "5", true),
            ("< 5 mg, then 5 mg", "< 5 mg, then 5 mg", "5 mg", true),
            ("", "", "5", false),
        ] {
            let kept = number_keeps_sense(text, cite(text, quote), raw, NumberStyle::DecimalPoint, false);
            assert_eq!(kept, expected, "{raw} in `{quote}` of `{text}`");
        }
        let header = "< | 5 mg".replace(" | ", "\t");
        assert!(number_keeps_sense(&header, cite(&header, "5 mg"), "5 mg", NumberStyle::DecimalPoint, true));
    }

    #[test]
    fn units_are_no_factors_of_longer_ones() {
        for (text, quote, unit, expected) in [
            ("5 mg kg-1", "5 mg kg-1", "mg", false),
            ("5 mg kg-1", "5 mg", "mg", false),
            ("5 mg kg⁻¹ here", "mg", "mg", false),
            ("5 mg·kg−1", "mg", "MG", false),
            ("5 mg kg-1", "5 mg kg-1", "mg kg-1", true),
            ("5 mg kg-1 day-1", "5 mg kg-1 day-1", "mg kg-1", false),
            ("5 mg/kg bw/day", "mg/kg", "mg/kg", false),
            ("5 mg/kg bw per day", "mg/kg bw", "mg/kg bw", false),
            ("5 mg/kg bw", "mg/kg", "mg/kg", true),
            ("5 mg in 2", "5 mg", "mg", true),
            ("5 µg/L d", "µg/L", "ug/l", true),
            ("Intake (×10−3 μg/kg)", "μg/kg", "μg/kg", false),
            ("Intake (×10−3 μg/kg)", "×10−3 μg/kg", "×10−3 μg/kg", true),
            ("5 × 10−3 μg/kg", "μg/kg", "μg/kg", true),
            ("5 mg a day", "5 mg", "mg", true),
            ("10 % d-limonene", "10 %", "%", true),
            ("5 g 1-propanol", "5 g", "g", true),
        ] {
            assert_eq!(unit_keeps_sense(text, cite(text, quote), unit), expected, "{unit} in `{quote}` of `{text}`");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_checks(text in "[<>≤=~±×0-9. -−mgk⁻¹µ\u{a0}a-z]{0,40}|\\PC{0,30}", raw in "[<0-9a-z. -]{0,5}") {
            let whole = TextRange::new(0, text.len());
            let _ = number_keeps_sense(&text, whole, &raw, NumberStyle::Mixed, false);
            let _ = unit_keeps_sense(&text, whole, &raw);
        }
    }
}
