//! Ranges: `<300 mg/kg`, `[1 t/a TO 10 kt/a]`, `7`.

use orfila_records::{Dimension, Unit, units};

use super::Clause;
use super::parser::Cursor;
use crate::error::SearchError;
use crate::interval::{Interval, Wanted};
use crate::measures::{UNITS, UnitRule};
use crate::nearest::nearest;

/// Most words of a printed unit, for example `mg/kg body weight per day`.
const LONGEST_UNIT: usize = 5;

/// A number with its unit and where it stands.
#[derive(Debug, Clone, Copy)]
struct Bound {
    /// Infinite for `*`.
    number: f64,
    unit: Option<Unit>,
    position: usize,
}

/// Reads the range that stands behind `measure:`; the cursor stands on its first character.
pub(super) fn read(cursor: &mut Cursor<'_>, measure: &str, rule: Option<UnitRule>) -> Result<Clause, SearchError> {
    let clause = match cursor.peek() {
        Some(open @ ('[' | '{')) => bracketed(cursor, open, measure, rule)?,
        _ => compared(cursor, measure, rule)?,
    };
    let Wanted { interval, .. } = clause.1;
    let empty =
        interval.low > interval.high || (interval.low == interval.high && (interval.low_open || interval.high_open));
    if empty {
        let message = "the range is empty: its lower end lies above its upper end".to_owned();
        return Err(SearchError::Syntax { message, position: clause.0 });
    }
    Ok(Clause::Range { measure: measure.to_owned(), wanted: clause.1 })
}

fn compared(cursor: &mut Cursor<'_>, measure: &str, rule: Option<UnitRule>) -> Result<(usize, Wanted), SearchError> {
    let position = cursor.position();
    let comparator = comparator(cursor);
    cursor.skip_spaces();
    let (number, number_position) = number(cursor)?;
    let unit = if rule == Some(UnitRule::None) { None } else { trailing_unit(cursor)? };
    let bound = Bound { number, unit, position: number_position };
    let (value, dimension) = canonical(bound, measure, rule)?;
    let open = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY, low_open: true, high_open: true };
    let interval = match comparator {
        "<" => Interval { high: value, ..open },
        "<=" => Interval { high: value, high_open: false, ..open },
        ">" => Interval { low: value, ..open },
        ">=" => Interval { low: value, low_open: false, ..open },
        _ => Interval { low: value, high: value, low_open: false, high_open: false },
    };
    Ok((position, Wanted { interval, dimension }))
}

/// The comparator at the cursor, in its plain form; `=` if there is none.
fn comparator(cursor: &mut Cursor<'_>) -> &'static str {
    for (typed, plain) in [
        ("<=", "<="),
        ("=<", "<="),
        ("≤", "<="),
        (">=", ">="),
        ("=>", ">="),
        ("≥", ">="),
        ("<", "<"),
        (">", ">"),
        ("=", "="),
    ] {
        if cursor.rest().starts_with(typed) {
            cursor.advance(typed.len());
            return plain;
        }
    }
    "="
}

fn bracketed(
    cursor: &mut Cursor<'_>,
    open: char,
    measure: &str,
    rule: Option<UnitRule>,
) -> Result<(usize, Wanted), SearchError> {
    let position = cursor.position();
    let unfinished = |message: &str| SearchError::Syntax { message: message.to_owned(), position };
    let end =
        cursor.rest().find([']', '}']).ok_or_else(|| unfinished("the range is not closed: write [low TO high]"))?;
    let inside = cursor.rest().get(1..end).unwrap_or_default();
    let close = cursor.rest().as_bytes().get(end).copied().unwrap_or(b']');
    let (at, length) = separator(inside)
        .ok_or_else(|| unfinished("a range has two ends: write [low TO high], with * for an open end"))?;
    let mut low = bound(&inside[..at], position + 1)?;
    let mut high = bound(&inside[at + length..], position + 1 + at + length)?;
    low.unit = low.unit.or(high.unit);
    high.unit = high.unit.or(low.unit);
    cursor.advance(end + 1);
    wanted(low, high, (open == '{', close == b'}'), measure, rule).map(|wanted| (position, wanted))
}

/// Where ` TO ` (any case) or `..` stands, and how long it is.
fn separator(inside: &str) -> Option<(usize, usize)> {
    // Only ASCII letters change, so the offsets stay those of `inside`.
    let upper = inside.to_ascii_uppercase();
    upper.find(" TO ").map(|at| (at, 4)).or_else(|| upper.find("..").map(|at| (at, 2)))
}

fn bound(text: &str, offset: usize) -> Result<Bound, SearchError> {
    let start = offset + (text.len() - text.trim_start().len());
    let trimmed = text.trim();
    if trimmed == "*" {
        return Ok(Bound { number: f64::INFINITY, unit: None, position: start });
    }
    let mut cursor = Cursor::at(trimmed, start);
    let (number, position) = number(&mut cursor)?;
    let unit_position = cursor.position();
    let printed = cursor.rest().trim();
    let unit = if printed.is_empty() { None } else { Some(parse_unit(printed, unit_position)?) };
    Ok(Bound { number, unit, position })
}

fn wanted(
    low: Bound,
    high: Bound,
    (low_open, high_open): (bool, bool),
    measure: &str,
    rule: Option<UnitRule>,
) -> Result<Wanted, SearchError> {
    let mut interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY, low_open: true, high_open: true };
    let mut dimensions = Vec::new();
    if low.number.is_finite() {
        let (value, dimension) = canonical(low, measure, rule)?;
        interval = Interval { low: value, low_open, ..interval };
        dimensions.push(dimension);
    }
    if high.number.is_finite() {
        let (value, dimension) = canonical(high, measure, rule)?;
        interval = Interval { high: value, high_open, ..interval };
        dimensions.push(dimension);
    }
    let message = match dimensions.as_slice() {
        [low, high] if low != high => "the two ends of the range have units that cannot be compared",
        [] => "at least one end of the range must be a number",
        _ => return Ok(Wanted { interval, dimension: dimensions[0] }),
    };
    Err(SearchError::Syntax { message: message.to_owned(), position: low.position })
}

/// The number in the canonical unit, and what the unit measures.
fn canonical(bound: Bound, measure: &str, rule: Option<UnitRule>) -> Result<(f64, Option<Dimension>), SearchError> {
    let position = bound.position;
    let Some(unit) = bound.unit else {
        return match rule {
            Some(UnitRule::Needed(example)) => {
                Err(SearchError::MissingUnit { field: measure.to_owned(), position, example: example.to_owned() })
            }
            _ => Ok((bound.number, None)),
        };
    };
    let value = unit.to_canonical(bound.number);
    if !value.is_finite() {
        return Err(SearchError::Number { text: bound.number.to_string(), position });
    }
    // A volume is always an amount a year, whether or not the year is typed.
    if measure == "volume" && unit.dimension == Dimension::Mass {
        return Ok((value * 1e-3, Some(Dimension::MassPerTime)));
    }
    Ok((value, Some(unit.dimension)))
}

/// Reads a number such as `300`, `0.5`, `-12` or `2e-3`. Separators are refused: `1,500` has two readings.
fn number(cursor: &mut Cursor<'_>) -> Result<(f64, usize), SearchError> {
    let position = cursor.position();
    let rest = cursor.rest();
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(bytes.first().is_some_and(|byte| matches!(byte, b'-' | b'+')));
    let mut end = sign + digits(sign);
    let mut count = end - sign;
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        count += digits(end + 1);
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        if digits(end + 1 + sign) > 0 {
            end += 1 + sign + digits(end + 1 + sign);
        }
    }
    let separated = matches!(bytes.get(end), Some(b',' | b'.' | b'\''));
    let value = rest.get(..end).and_then(|text| text.parse::<f64>().ok()).filter(|value| value.is_finite());
    match value.filter(|_| count > 0 && !separated) {
        Some(value) => {
            cursor.advance(end);
            Ok((value, position))
        }
        None => {
            let text = rest.split([' ', '\t', '\n', ']', '}']).next().unwrap_or_default().chars().take(40).collect();
            Err(SearchError::Number { text, position })
        }
    }
}

/// The unit behind a number: the longest run of words that is one. A word that only looks like a unit is refused.
fn trailing_unit(cursor: &mut Cursor<'_>) -> Result<Option<Unit>, SearchError> {
    let rest = cursor.rest();
    let attached = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
    let mut best = None;
    let mut end = 0;
    let mut first = None;
    for _ in 0..LONGEST_UNIT {
        let gap = rest[end..].len() - rest[end..].trim_start().len();
        let length = rest[end + gap..].find(char::is_whitespace).unwrap_or(rest.len() - end - gap);
        let (start, stop) = (end + gap, end + gap + length);
        if length == 0 || rest[start..stop].contains([':', '"']) {
            break;
        }
        first = first.or(Some(start..stop));
        end = stop;
        if let Some(unit) = units::parse(&rest[..end]) {
            best = Some((unit, end));
        }
    }
    if let Some((unit, end)) = best {
        cursor.advance(end);
        return Ok(Some(unit));
    }
    let Some(word) = first else { return Ok(None) };
    let text = &rest[word.clone()];
    if attached || text.contains(['/', '%', '°', 'µ', 'μ']) {
        return parse_unit(text, cursor.position() + word.start).map(Some);
    }
    Ok(None)
}

fn parse_unit(printed: &str, position: usize) -> Result<Unit, SearchError> {
    if let Some(unit) = units::parse(printed) {
        return Ok(unit);
    }
    let unit: String = printed.chars().take(40).collect();
    if units::is_ambiguous(printed) {
        return Err(SearchError::AmbiguousUnit { unit, position });
    }
    Err(SearchError::UnknownUnit { nearest: nearest(printed, UNITS.iter().copied()), unit, position })
}
