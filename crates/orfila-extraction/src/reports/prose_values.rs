//! Amounts in a sentence: numbers with the unit behind them or behind the last of a list.

use std::sync::LazyLock;

use orfila_records::{Qualifier, Quantity, TextRange};
use regex::Regex;

use super::unit_shapes::{is_level, unit_at};
use crate::claims::Context;
use crate::quantities::QuantityMatch;

/// An amount and the unit that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProseValue {
    /// Number with qualifier, and the unit if it follows directly.
    pub range: TextRange,
    /// The number alone.
    pub number: TextRange,
    /// The unit.
    pub unit: TextRange,
    /// What it says.
    pub quantity: Quantity,
    /// The list it belongs to, counted in the sentence.
    pub group: usize,
    /// Whether it follows `±`.
    pub deviation: bool,
}

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:,\s*and|and|or|,|;|&|/|±|\+/[-−–]|\(|,\s*\()\s*$").expect("the pattern is constant")
});

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:between|both)\s*$").expect("the pattern is constant"));

/// The amounts of `sentence` whose unit is one of concentration or intake.
pub(super) fn values(context: &Context<'_>, sentence: TextRange) -> Vec<ProseValue> {
    let found = with_descending(context, sentence, context.quantities(sentence));
    let mut units: Vec<Option<TextRange>> = found.iter().map(|found| own_unit(context, found)).collect();
    let own: Vec<bool> = units.iter().map(Option::is_some).collect();
    let mut joined = vec![false; found.len()];
    let respective = context.text(sentence).contains("respectively");
    for index in (0..found.len().saturating_sub(1)).rev() {
        let next = found[index + 1].range.start;
        let between = context.text(TextRange::new(found[index].number.end, next));
        // `1 – 2 µg/kg and 3 – 4 µg/kg for A and B respectively`: each has a unit and they are a list all the same.
        let listed =
            units[index].filter(|unit| respective && unit.end <= next).map(|unit| TextRange::new(unit.end, next));
        let between = listed.map_or(between, |gap| context.text(gap));
        let bare = found[index].unit.is_none() && units[index].is_none();
        if LIST.is_match(between)
            && units[index + 1].is_some()
            && (bare || units[index].is_some())
            && !is_year(&found[index])
        {
            joined[index] = true;
            units[index] = units[index].or(units[index + 1]);
        }
    }
    let mut values = Vec::new();
    let mut group = 0;
    for (index, found) in found.iter().enumerate() {
        if index > 0 && !joined[index - 1] {
            group += 1;
        }
        let Some(unit) = units[index] else { continue };
        let before = context.text(TextRange::new(sentence.start, found.range.start)).trim_end();
        // `between 10 and 20 µg/L` is a range whose two ends the comparison with the printed characters cannot join.
        let half_of_range =
            BETWEEN.is_match(before) || index > 0 && joined[index - 1] && between_starts(context, sentence, &values);
        let deviation = before.ends_with('±') || before.ends_with("+/-");
        let Some(value) = value(context, found, unit, own[index], group, deviation) else { continue };
        if !half_of_range || value.quantity.low != value.quantity.high {
            values.push(value);
        }
    }
    values
}

/// Joins two numbers that words around them call a range although the larger one comes first.
fn with_descending(context: &Context<'_>, sentence: TextRange, found: Vec<QuantityMatch>) -> Vec<QuantityMatch> {
    static CALLED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\brang(?:e|es|ed|ing)\b[^.;]{0,40}$").expect("the pattern is constant"));
    let mut joined: Vec<QuantityMatch> = Vec::with_capacity(found.len());
    let mut until = sentence.start;
    for first in found {
        if first.range.start < until {
            continue;
        }
        let lead = context.text(TextRange::new(sentence.start, first.range.start));
        let down = (first.unit.is_none() && first.quantity.is_single() && CALLED.is_match(lead))
            .then(|| {
                crate::quantities::descending_range(
                    context.text(TextRange::new(first.number.start, sentence.end)),
                    context.style,
                )
            })
            .flatten();
        match down {
            Some(range) => {
                let start = first.number.start;
                until = range.range.end + start;
                joined.push(QuantityMatch {
                    range: range.range.shifted(start),
                    number: range.number.shifted(start),
                    unit: range.unit.map(|unit| unit.shifted(start)),
                    quantity: range.quantity,
                });
            }
            None => joined.push(first),
        }
    }
    joined
}

fn between_starts(context: &Context<'_>, sentence: TextRange, values: &[ProseValue]) -> bool {
    let from = values.last().map_or(sentence.start, |value| value.number.end);
    context.text(TextRange::new(from, sentence.end)).trim_start().to_lowercase().starts_with("between")
}

fn is_year(found: &QuantityMatch) -> bool {
    let whole = found.quantity.low.is_some_and(|low| low.fract() == 0.0 && (1900.0..2100.0).contains(&low));
    whole && found.number.len() == 4
}

/// The unit directly behind the number, or behind the bracket that closes after it.
fn own_unit(context: &Context<'_>, found: &QuantityMatch) -> Option<TextRange> {
    let text = &context.document.text;
    let direct = unit_at(text, found.number.end);
    let bracketed =
        || text.get(found.number.end..)?.starts_with(')').then(|| unit_at(text, found.number.end + 1)).flatten();
    direct.or_else(bracketed).filter(is_level).map(|unit| unit.range)
}

fn value(
    context: &Context<'_>,
    found: &QuantityMatch,
    unit: TextRange,
    own: bool,
    group: usize,
    deviation: bool,
) -> Option<ProseValue> {
    let adjacent = own && unit.start <= found.number.end + 2;
    let range = if adjacent {
        TextRange::new(found.range.start, unit.end)
    } else {
        TextRange::new(found.range.start, found.number.end)
    };
    let quantity = found.quantity.with_unit(Some(context.text(unit))).with_raw(context.text(range));
    let negative = quantity.low.or(quantity.high).is_some_and(|value| value < 0.0);
    (!negative).then_some(ProseValue { range, number: found.number, unit, quantity, group, deviation })
}

/// Whether the first value of a list has a comparator that is meant for all of them.
pub(super) fn shares_qualifier(values: &[ProseValue], index: usize) -> bool {
    let value = &values[index];
    let first = values.iter().find(|other| other.group == value.group);
    first.is_some_and(|first| first.quantity.qualifier != Qualifier::Equal)
        && value.quantity.qualifier == Qualifier::Equal
}
