//! Lower and upper explosion limits that stand under one label, in the many ways sheets print the pair.

use std::sync::LazyLock;

use orfila_records::{Payload, Property, TextRange, units};
use regex::Regex;

use super::names::Names;
use crate::claims::Context;
use crate::quantities::QuantityMatch;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)^(?:\(?[a-z0-9]{1,2}[.)]\s*)?(?:
        (?:lower|upper)\s*(?:/|and|or|,)\s*(?:lower|upper)\s+(?:explo\w+|flamm\w+)
      | (?:upper|lower)\s*/?\s*(?:upper|lower)\s+flamm\w+
      | (?:explosion|explosive|flammab(?:le|ility))\s+(?:limits?|range)(?:\s+in\s+air)?
      | (?:flamm\w+|explo\w+)\s+or\s+(?:flamm\w+|explo\w+)\s+limits?
      | explosionsgrenzen?|z[üu]ndgrenzen?|explosionsbereich
      | (?:untere|obere)\s+(?:und|/)\s*(?:untere|obere)\s+explosionsgrenze
      | limites?\s+(?:inf[ée]rieures?\s*(?:/|et)\s*sup[ée]rieures?\s+)?d.(?:explosi|inflammabi)\w*
      | l[íi]mites?\s+(?:superior(?:es)?\s*(?:/|y)?\s*(?:inferior(?:es)?)?\s+)?de\s+(?:explosi|inflamabi)\w*)",
    )
});

static LOWER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)lower|untere|inf[ée]rieure|inferior|\bLEL\b|\bLFL\b|\bUEG\b|\bLIE\b|\bmin"));
static UPPER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)upper|obere|sup[ée]rieure|superior|\bUEL\b|\bUFL\b|\bOEG\b|\bLSE\b|\bmax"));

/// Lines below the label that may go on about the pair.
const REACH: usize = 2;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant and tested")
}

/// Which end a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Lower,
    Upper,
}

/// Reads the pair if the line's label names both limits; says whether the line was one.
pub(super) fn read(context: &mut Context<'_>, names: &Names, product: usize, line: usize) -> bool {
    let Some(this) = context.lines.get(line).cloned() else { return false };
    let Some(first) = this.cells.first() else { return false };
    let Some(label) = LABEL.find(context.text(*first)) else { return false };
    let words = label.as_str();
    if LOWER.is_match(words) != UPPER.is_match(words) {
        // A label of one end alone is a property like others.
        return false;
    }
    let label = TextRange::new(first.start, first.start + label.end());
    let unit = label_unit(context, TextRange::new(label.end, this.range.end));
    let mut area = TextRange::new(unit.map_or(label.end, |unit| unit.end), this.range.end);
    for below in context.lines.iter().skip(line + 1).take(REACH) {
        let text = context.text(below.range);
        let goes_on = below.topic == this.topic
            && !below.opens_topic
            && below.range.len() < 80
            && (LOWER.is_match(text) || UPPER.is_match(text))
            && !LABEL.is_match(text);
        if !goes_on {
            break;
        }
        area = area.cover(below.range);
    }
    let reversed = {
        let words = context.text(label);
        matches!((LOWER.find(words), UPPER.find(words)), (Some(low), Some(high)) if high.start() < low.start())
    };
    let values = values(context, area, unit);
    let before = context.claims.len();
    let product = names.of_extreme(context, area).unwrap_or(product);
    for (end, found, unit) in ends(context, area, &values, reversed) {
        let bearer = names.in_brackets(context, TextRange::new(found.range.end, area.end)).unwrap_or(product);
        claim(context, bearer, label, end, &found, unit);
    }
    context.claims.len() > before
}

/// A unit that the label gives for values without one: `(Approximate volume % in air)`, `(vol %)`.
fn label_unit(context: &Context<'_>, rest: TextRange) -> Option<TextRange> {
    let text = context.text(rest);
    let digit = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
    let percent = text[..digit].find('%')?;
    Some(TextRange::new(rest.start + percent, rest.start + percent + 1))
}

type Value = (QuantityMatch, Option<TextRange>);

/// The percentages and densities of the area.
fn values(context: &Context<'_>, area: TextRange, unit: Option<TextRange>) -> Vec<Value> {
    let fits = |found: &QuantityMatch| found.quantity.unit.as_deref() == Some("%");
    let found = context.quantities(area);
    let shared = found.iter().any(fits);
    found
        .into_iter()
        .filter_map(|found| {
            if fits(&found) {
                return Some((found, None));
            }
            let unit = unit.filter(|_| found.unit.is_none() && !shared)?;
            let quantity = found.quantity.with_unit(Some(context.text(unit)));
            Some((QuantityMatch { quantity, ..found }, Some(unit)))
        })
        .collect()
}

/// Each value with the end it is: by the words before it or in brackets behind it, else by order and size.
fn ends(
    context: &Context<'_>,
    area: TextRange,
    values: &[Value],
    reversed: bool,
) -> Vec<(End, QuantityMatch, Option<TextRange>)> {
    let closed = |found: &QuantityMatch| matches!((found.quantity.low, found.quantity.high), (Some(low), Some(high)) if low != high);
    if let [(found, unit)] = values
        && closed(found)
    {
        return halves(context, found, *unit);
    }
    let mut start = area.start;
    let mut named = Vec::new();
    for (index, (found, unit)) in values.iter().enumerate() {
        let until = values.get(index + 1).map_or(area.end, |(next, _)| next.range.start);
        let before = context.text(TextRange::new(start, found.range.start));
        let behind = context.text(TextRange::new(found.range.end, until)).trim_start();
        let bracketed = behind.strip_prefix('(').and_then(|inner| inner.split(')').next()).unwrap_or_default();
        let end = [bracketed, before].into_iter().find_map(|words| {
            match (LOWER.find_iter(words).last(), UPPER.find_iter(words).last()) {
                (Some(low), Some(high)) => Some(if low.start() > high.start() { End::Lower } else { End::Upper }),
                (Some(_), None) => Some(End::Lower),
                (None, Some(_)) => Some(End::Upper),
                (None, None) => None,
            }
        });
        start = found.range.end;
        named.push((end, found.clone(), *unit));
    }
    if named.iter().any(|(end, ..)| end.is_some()) {
        return named.into_iter().filter_map(|(end, found, unit)| Some((end?, found, unit))).collect();
    }
    match values {
        [(first, unit), (second, other)] => {
            let order = if reversed { [End::Upper, End::Lower] } else { [End::Lower, End::Upper] };
            vec![(order[0], first.clone(), *unit), (order[1], second.clone(), *other)]
        }
        _ => Vec::new(),
    }
}

/// The two ends of `0.8 to 7.0 %`, each with its own digits.
fn halves(
    context: &Context<'_>,
    found: &QuantityMatch,
    unit: Option<TextRange>,
) -> Vec<(End, QuantityMatch, Option<TextRange>)> {
    let digits = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',');
    let text = context.text(found.number);
    let first = text.find(|character| !digits(character)).unwrap_or(text.len());
    let last = text
        .rfind(|character| !digits(character))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let Some(unit) = found.unit.or(unit) else { return Vec::new() };
    let whole = found.number;
    [(End::Lower, whole.start, whole.start + first), (End::Upper, whole.start + last, whole.end)]
        .into_iter()
        .filter_map(|(end, start, stop)| {
            let range = TextRange::new(start, stop);
            let part = context.quantities(range).into_iter().find(|part| part.number == range)?;
            units::parse(context.text(unit))?;
            let quantity = part.quantity.with_unit(Some(context.text(unit)));
            Some((end, QuantityMatch { quantity, ..part }, Some(unit)))
        })
        .collect()
}

fn claim(
    context: &mut Context<'_>,
    substance: usize,
    label: TextRange,
    end: End,
    found: &QuantityMatch,
    unit: Option<TextRange>,
) {
    let name = match end {
        End::Lower => "lower explosion limit",
        End::Upper => "upper explosion limit",
    };
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/name", label),
        unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
    ];
    context.claim(substance, Payload::Property(Property::new(name, found.quantity.clone())), evidence);
}
