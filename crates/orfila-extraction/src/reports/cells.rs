//! What stands in a cell of a table of measurements: `88.0 ± 8.5`, `1.00 (0.50 – 1.70)`, `< 0.5`, `ND`.

use std::sync::LazyLock;

use orfila_records::{Quantity, TextRange};
use regex::Regex;

use crate::numbers::NumberStyle;
use crate::quantities;

/// The place of a number in its cell, which tells what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The first number.
    Point,
    /// A range that stands alone or in brackets behind the first number.
    Interval,
    /// A lone number in brackets behind the first number: a deviation unless the header says otherwise.
    Bracketed,
    /// The first of two numbers that are parted by a comma, in brackets.
    LowEnd,
    /// The second of them.
    HighEnd,
    /// The upper end of a range that begins below the limit of detection: `ND–94`.
    Largest,
}

/// One number or range of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CellNumber {
    /// Its characters in the cell.
    pub range: TextRange,
    /// Its value; no unit unless one is printed behind it.
    pub quantity: Quantity,
    /// Where in the cell it stands.
    pub part: Part,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellReading {
    /// Numbers.
    Numbers {
        /// The numbers, left to right.
        numbers: Vec<CellNumber>,
        /// A footnote mark behind the first number.
        mark: Option<char>,
        /// Whether a deviation follows the first number after `±`.
        deviation: bool,
    },
    /// Looked for and not found; the whole cell says so.
    NotDetected,
    /// No value: a dash, `NA`, nothing.
    Empty,
    /// Anything else.
    Words,
}

static NOT_DETECTED: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:n\.?\s?d\.?|not\s+detect(?:ed|able)|non[\s-]*detect(?:ed|able|s)?|undetected|b\.?d\.?l\.?|<\s*(?:the\s+)?(?:LOD|LOQ|LLOQ|MDL|DL|LD|LQ|limit\s+of\s+(?:detection|quantification))|below\s+(?:the\s+)?(?:LOD|LOQ|(?:limit\s+of\s+)?(?:detection|quantification))(?:\s+limit)?)[\s*†‡a-d]{0,3}$",
    )
});

static EMPTY: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:[-–—−‒.…/*]*|n\.?[asrq]\.?|not\s+(?:applicable|available|analy[sz]ed|measured|tested|reported|determined|calculated)|nil|none|x)$",
    )
});

/// The lower end of a range that was not detected, with the dash behind it.
static FROM_NOT_DETECTED: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^\s*(?:n\.?\s?d\.?|b\.?d\.?l\.?|<\s*(?:LOD|LOQ|LLOQ|MDL|DL))\s*(?:[-–—−‒]|to\s)\s*")
});

/// Marks of significance and footnotes behind a number.
const MARKS: &str = r"(?:\s?[*∗⁎†‡§¶#^∧ψΨφф$]+|\s?[a-hA-H](?:\s?,?\s?[a-hA-H]){0,4}\b|\s?[ᵃᵇᶜᵈᵉ⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱ⁽⁾]+){0,3}";

static DEVIATION: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"^(?P<marks>{MARKS})\s*(?:±|\+\s?/?\s?[-−–]|∓)\s*[\d.,]+(?:\s?[×x]\s?10\s?[−–⁻-]?\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+|[eE][-−+]?\d+)?{MARKS}"
    ))
});

static TAIL: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"^(?P<marks>{MARKS})\s*[.,;]?$")));

static BRACKET: LazyLock<Regex> =
    LazyLock::new(|| constant(&format!(r"^(?P<marks>{MARKS})\s*[,;]?\s*[\(\[\{{](?P<inner>[^()\[\]{{}}]*)[\)\]\}}]")));

/// Two numbers in brackets that are parted by a comma or semicolon.
static PAIR: LazyLock<Regex> = LazyLock::new(|| constant(r"^\s*(?P<low>[\d.]+)\s*[,;/]\s*(?P<high>[\d.]+)\s*$"));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("cell patterns are constant and tested")
}

/// Reads one cell.
pub(crate) fn read_cell(text: &str, style: NumberStyle) -> CellReading {
    let trimmed = text.trim();
    if trimmed.is_empty() || EMPTY.is_match(trimmed) {
        return CellReading::Empty;
    }
    if NOT_DETECTED.is_match(trimmed) {
        return CellReading::NotDetected;
    }
    read_numbers(text, text.len() - text.trim_start().len(), style).unwrap_or(CellReading::Words)
}

fn read_numbers(text: &str, start: usize, style: NumberStyle) -> Option<CellReading> {
    if let Some(largest) = largest(text, style) {
        let tail = TAIL.captures(&text[largest.range.end..])?;
        return Some(CellReading::Numbers { mark: mark_in(&tail), numbers: vec![largest], deviation: false });
    }
    let first = quantities::quantity_at(text, start, style)?;
    let closed = first.quantity.low.is_some() && first.quantity.high.is_some();
    let interval = closed && first.quantity.low != first.quantity.high;
    let part = if interval { Part::Interval } else { Part::Point };
    let mut at = first.range.end;
    let mut numbers = vec![CellNumber { range: first.range, quantity: first.quantity, part }];
    let mut mark = None;
    let mut deviation = false;
    if let Some(found) = DEVIATION.captures(&text[at..]) {
        mark = mark_in(&found);
        deviation = true;
        at += found.get(0)?.end();
    }
    if let Some(found) = BRACKET.captures(&text[at..]) {
        let inner = found.name("inner")?;
        let offset = at + inner.start();
        mark = mark.or_else(|| mark_in(&found));
        let inside = bracketed(inner.as_str(), style);
        let read = !inside.is_empty();
        numbers.extend(inside.into_iter().map(|number| CellNumber { range: number.range.shifted(offset), ..number }));
        if !read && inner.as_str().chars().any(char::is_alphabetic) && !is_remark(inner.as_str()) {
            return None;
        }
        at += found.get(0)?.end();
    }
    let tail = TAIL.captures(&text[at..])?;
    mark = mark.or_else(|| mark_in(&tail));
    Some(CellReading::Numbers { numbers, mark, deviation })
}

/// The upper end of `ND–94`, the only number of such a range.
fn largest(text: &str, style: NumberStyle) -> Option<CellNumber> {
    let from = FROM_NOT_DETECTED.find(text)?.end();
    let found = quantities::quantity_at(&text[from..], 0, style).filter(|found| found.quantity.is_single())?;
    Some(CellNumber { range: found.range.shifted(from), quantity: found.quantity, part: Part::Largest })
}

/// A lone letter is a footnote mark; stars are significance.
fn mark_in(found: &regex::Captures<'_>) -> Option<char> {
    found.name("marks")?.as_str().chars().find(|character| character.is_ascii_lowercase())
}

fn is_remark(inner: &str) -> bool {
    inner.contains('%') || inner.trim_start().to_lowercase().starts_with('n')
}

/// The numbers inside brackets: a lone one, a range, or two ends parted by a comma.
fn bracketed(inner: &str, style: NumberStyle) -> Vec<CellNumber> {
    let number = |start: usize, part: Part| {
        let found = quantities::quantity_at(inner, start, style)?;
        Some((found.range, CellNumber { range: found.range, quantity: found.quantity, part }))
    };
    if let Some(pair) = PAIR.captures(inner)
        && let (Some(low), Some(high)) = (pair.name("low"), pair.name("high"))
    {
        let ends = [(low, Part::LowEnd), (high, Part::HighEnd)];
        return ends
            .into_iter()
            .filter_map(|(end, part)| number(end.start(), part))
            .map(|(_, number)| number)
            .collect();
    }
    if let Some(largest) = largest(inner, style) {
        return if inner[largest.range.end..].trim().is_empty() { vec![largest] } else { Vec::new() };
    }
    let start = inner.len() - inner.trim_start().len();
    let Some((range, found)) = number(start, Part::Bracketed) else { return Vec::new() };
    if !inner[range.end..].trim().is_empty() {
        return Vec::new();
    }
    let closed = found.quantity.low.is_some() && found.quantity.high.is_some();
    let part = if closed && found.quantity.low != found.quantity.high { Part::Interval } else { Part::Bracketed };
    vec![CellNumber { part, ..found }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(String, Part)> {
        match read_cell(text, NumberStyle::DecimalPoint) {
            CellReading::Numbers { numbers, .. } => {
                numbers.into_iter().map(|number| (number.quantity.to_string(), number.part)).collect()
            }
            _ => Vec::new(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Part)]) {
        let expected: Vec<(String, Part)> = expected.iter().map(|(value, part)| ((*value).to_owned(), *part)).collect();
        assert_eq!(numbers(text), expected, "{text}");
    }

    #[test]
    fn cells_give_their_numbers_and_the_place_of_each() {
        use Part::{Bracketed, HighEnd, Interval, Largest, LowEnd, Point};
        check("88.0 ± 8.5", &[("88", Point)]);
        check("2.6–440", &[("2.6 – 440", Interval)]);
        check("1.00 (0.50 – 1.70)", &[("1", Point), ("0.5 – 1.7", Interval)]);
        check("222.65 (0 – 376.80)", &[("222.65", Point), ("0 – 376.8", Interval)]);
        check("45.16 (9.32)", &[("45.16", Point), ("9.32", Bracketed)]);
        check("0.5 a ± 0.0", &[("0.5", Point)]);
        check("3.9 × 10-3", &[("0.0039", Point)]);
        check("56.40 ± 1.39(100%)", &[("56.4", Point), ("100 %", Bracketed)]);
        check("24.00 ±1.70***", &[("24", Point)]);
        check("9.0 c", &[("9", Point)]);
        check("3.1 [2.0, 5.1]", &[("3.1", Point), ("2", LowEnd), ("5.1", HighEnd)]);
        check("< 0.5", &[("< 0.5", Point)]);
        check("16,983.2", &[("16983.2", Point)]);
        check("12.3 ± 2.1a,b", &[("12.3", Point)]);
        check("5.2 μg/kg", &[("5.2 μg/kg", Point)]);
        check("17 (ND-94)", &[("17", Point), ("94", Largest)]);
        check("<LOD – 14,700", &[("14700", Largest)]);
    }

    #[test]
    fn absence_and_words_are_told_apart() {
        for text in ["ND", "n.d.", "<LOD", "< LOQ", "BDL", "not detected", "below detection limit"] {
            assert_eq!(read_cell(text, NumberStyle::DecimalPoint), CellReading::NotDetected, "{text}");
        }
        for text in ["", "-", "–", "NA", "Nr", "x", "n.a."] {
            assert_eq!(read_cell(text, NumberStyle::DecimalPoint), CellReading::Empty, "{text}");
        }
        for text in ["18-60 yrs(adults)", "Rice", "0.07- 0.175 (adults)0.920 (infants)", "6-52 mths(infants)"] {
            assert_eq!(read_cell(text, NumberStyle::DecimalPoint), CellReading::Words, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_cell_breaks_the_reader(text in "[0-9.,±()×<>–a-c* ND%\\[\\]]{0,30}|\\PC{0,20}") {
            let _ = read_cell(&text, NumberStyle::DecimalPoint);
        }
    }
}
