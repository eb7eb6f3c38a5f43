//! Fact sheets: labelled lines with properties, uses and hazard statements of the substance the sheet is about.

use std::sync::LazyLock;

use orfila_records::{Payload, Property, SubstanceRole, TextRange};
use regex::Regex;

use super::agents::Agents;
use super::inventory::{claim_codes, claim_use};
use crate::claims::Context;
use crate::codes::{self, CodeFamily};
use crate::quantities::QuantityMatch;
use crate::reading::{Line, trimmed};
use crate::vocabulary::{PropertyWords, property_label};

static USE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[-•*]\s*)?(?:(?:main|major|identified|typical|principal|known|industrial|intended)\s+)?(?:uses?|applications?|functions?|use\s+category)\s*(?::|–|\t)\s*").expect("the pattern is constant")
});

static USED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:is|are|was|were)\s+(?:(?:mainly|primarily|widely|commonly|largely|also|often|mostly)\s+)?used\s+(?:mainly\s+|primarily\s+)?(?:as|in|for)\s+(?P<use>[^.;]{4,140})").expect("the pattern is constant")
});

/// A number after these words is a condition of measurement.
static CONDITION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:@|\bat|\bbei|\bà)\s*$").expect("the pattern is constant"));

/// Reads a labelled line that is no row of a table read otherwise; the subject is the substance named in the line, else
/// the one the document is about.
pub(super) fn read(context: &mut Context<'_>, agents: &Agents, line: &Line) {
    let hazards =
        codes::scan(context.text(line.range)).iter().any(|code| code.family == CodeFamily::Hazard && code.known);
    let label = line.cells.first().is_some_and(|first| property_label(context.text(*first)).is_some());
    let text = context.text(line.range);
    if !hazards && !label && !USE.is_match(text) && !USED.is_match(text) {
        return;
    }
    let subject = agents.sole.or_else(|| sole_subject(context));
    if hazards {
        let named = agents.named_in(context, line.range).first().map(|(index, _)| *index);
        if let Some(substance) = named.or(subject) {
            claim_codes(context, substance, line.range);
        }
    }
    if let Some(substance) = subject {
        read_property(context, substance, line);
        read_use(context, agents, substance, line);
    }
}

/// The one substance with the role of a subject.
fn sole_subject(context: &Context<'_>) -> Option<usize> {
    let mut subjects =
        context.substances.items().iter().enumerate().filter(|(_, item)| item.role == SubstanceRole::Subject);
    match (subjects.next(), subjects.next()) {
        (Some((only, _)), None) => Some(only),
        _ => None,
    }
}

fn read_property(context: &mut Context<'_>, substance: usize, line: &Line) {
    let Some(first) = line.cells.first().copied() else { return };
    let Some((words, end)) = property_label(context.text(first)) else { return };
    let label = TextRange::new(first.start, first.start + end);
    let rest = context.text(TextRange::new(label.end, first.end));
    let colon = rest.find(':').filter(|colon| rest[..*colon].chars().count() <= 60);
    let (value, between) = match (colon, line.cells.get(1)) {
        (Some(colon), _) if !rest[colon + 1..].trim().is_empty() => {
            (TextRange::new(label.end + colon + 1, first.end), TextRange::new(label.end, label.end + colon))
        }
        (_, Some(second)) if rest.len() <= 60 => (*second, TextRange::new(label.end, first.end)),
        _ => return,
    };
    let unit = unit_in(context, between, words);
    let before = |found: &QuantityMatch| context.text(TextRange::new(value.start, found.range.start));
    let found = context.quantities(value).into_iter().find(|found| {
        let dimension = found.quantity.dimension.or_else(|| {
            unit.and_then(|unit| orfila_records::units::parse(context.text(unit))).map(|unit| unit.dimension)
        });
        words.value.takes(dimension) && !CONDITION.is_match(before(found)) && before(found).chars().count() <= 40
    });
    let Some(found) = found else { return };
    let borrowed = unit.filter(|_| found.unit.is_none());
    let quantity =
        borrowed.map_or_else(|| found.quantity.clone(), |unit| found.quantity.with_unit(Some(context.text(unit))));
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/name", label),
        borrowed.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
    ];
    context.claim(substance, Payload::Property(Property::new(words.name, quantity)), evidence);
}

/// The unit in brackets between label and value.
fn unit_in(context: &Context<'_>, between: TextRange, words: &PropertyWords) -> Option<TextRange> {
    let text = context.text(between);
    let open = text.find(['(', '['])?;
    let close = open + text[open..].find([')', ']'])?;
    let unit = orfila_records::units::parse(&text[open + 1..close])?;
    words.value.takes(Some(unit.dimension)).then(|| TextRange::new(between.start + open + 1, between.start + close))
}

fn read_use(context: &mut Context<'_>, agents: &Agents, substance: usize, line: &Line) {
    let text = context.text(line.range);
    if let Some(label) = USE.find(text) {
        claim_use(context, substance, TextRange::new(line.range.start + label.end(), line.range.end));
        return;
    }
    static LABORATORY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)mobile\s+phase|\bstandard|reagent|\bcolumn\b|eluent|carrier\s+gas|\bcontrol\b|\bvehicle\b|\bsolvent\s+[AB]\b|extraction|derivati").expect("the pattern is constant")
    });
    let Some(found) = USED.captures(text).filter(|_| !LABORATORY.is_match(text)) else { return };
    let (Some(whole), Some(words)) = (found.get(0), found.name("use")) else { return };
    let before = TextRange::new(line.range.start, line.range.start + whole.start());
    let bearer = agents.named_in(context, before).last().map(|(index, place)| (*index, before.end - place.end));
    if let Some((index, distance)) = bearer
        && distance <= 12
    {
        let range = TextRange::new(line.range.start + words.start(), line.range.start + words.end());
        claim_use(context, index, trimmed(&context.document.text, range));
    }
}
