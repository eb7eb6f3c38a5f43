//! Marks to claims: what the grammars did not read, and what they left open.

use orfila_records::{
    EffectValue, Evidence, Hazard, Loss, LossReason, Payload, Quantity, SubstanceRole, TextRange, units,
};

use super::facts::Facts;
use super::values;
use super::{MarkKind, Marks};
use crate::claims::Context;
use crate::sds;
use crate::standing::{self, Whole};
use crate::vocabulary::{self, endpoint_limit, endpoint_takes, endpoints};

/// What is as sure as this belongs to a value that is claimed.
pub(super) const SURE: f32 = 0.5;

/// An effect value as sure as this is claimed; a less sure one is a candidate that a curator may look at.
const SURE_EFFECT: f32 = 0.9;

/// Below this, nothing is said of a candidate.
const WORTH_A_LOOK: f32 = 0.1;

/// Reads claims from marks into the context, after the grammars.
pub fn read(context: &mut Context<'_>, marks: &Marks) {
    let taken = Taken::of(context);
    for facts in Facts::of_amounts(marks) {
        let at = facts.amount.range;
        if taken.values.iter().any(|range| range.overlaps(at)) {
            complete(context, &facts);
        } else if taken.others.iter().any(|range| range.overlaps(at)) {
            // A condition, a year or a number of samples of something that was read.
        } else if let Some(endpoint) = facts.tail(MarkKind::Endpoint) {
            effect(context, &facts, endpoint.0.range);
        } else {
            values::read(context, &facts);
        }
    }
}

/// The characters that the grammars claimed.
#[derive(Default)]
struct Taken {
    values: Vec<TextRange>,
    others: Vec<TextRange>,
}

impl Taken {
    fn of(context: &Context<'_>) -> Self {
        let mut taken = Self::default();
        for evidence in context.claims.iter().flat_map(|claim| &claim.evidence) {
            let value = evidence.field.ends_with("/quantity") || evidence.field.ends_with("/concentration");
            if value { taken.values.push(evidence.range) } else { taken.others.push(evidence.range) }
        }
        taken
    }
}

/// A value as the grammars of numbers read it, with the characters of its number and of a unit that stands elsewhere.
pub(super) struct Value {
    pub(super) quantity: Quantity,
    pub(super) number: TextRange,
    pub(super) unit: Option<TextRange>,
}

pub(super) fn value(context: &Context<'_>, facts: &Facts<'_>) -> Option<Value> {
    let amount = facts.amount.range;
    let qualifier = facts.tail(MarkKind::Qualifier).map(|(mark, _)| mark.range);
    let unit = facts.tail(MarkKind::Unit).map(|(mark, _)| mark.range);
    let near = |other: TextRange| {
        let gap = if other.end <= amount.start {
            TextRange::new(other.end, amount.start)
        } else {
            TextRange::new(amount.end, other.start.max(amount.end))
        };
        (context.text(gap).trim().is_empty() && gap.end - gap.start <= 3).then_some(other)
    };
    let mut whole = amount;
    for part in [qualifier, unit].into_iter().flatten().filter_map(near) {
        whole = whole.cover(part);
    }
    let found = context.quantities(whole).into_iter().find(|found| found.number.overlaps(amount))?;
    // The model's number must be all of what the grammar reads as one: a part of a number is a wrong number.
    if !amount.contains(found.number) && !found.range.contains(amount) {
        return None;
    }
    if !standing::stands(&context.document.text, found.range, &found.quantity.raw, Whole::Number) {
        return None;
    }
    match (found.unit, unit) {
        (None, Some(unit)) => {
            let quantity = found.quantity.with_unit(Some(context.text(unit)));
            Some(Value { quantity, number: found.range, unit: Some(unit) })
        }
        _ => Some(Value { quantity: found.quantity, number: found.range, unit: None }),
    }
}

pub(super) fn candidate(context: &mut Context<'_>, range: TextRange, sure: f32, why: &str) {
    if sure >= WORTH_A_LOOK {
        let detail = format!("{why} (probability {sure:.2})");
        context.losses.push(Loss::unused(LossReason::PossiblyMissed, context.document, range, Some(detail)));
    }
}

/// An effect value that no grammar read.
fn effect(context: &mut Context<'_>, facts: &Facts<'_>, printed: TextRange) {
    let Some(endpoint) = endpoints(context.text(printed)).into_iter().next() else {
        return candidate(
            context,
            facts.amount.range,
            facts.sure(&[MarkKind::Endpoint]),
            "a value of an endpoint that is not known",
        );
    };
    if endpoint_limit(&endpoint.endpoint).is_some() {
        return;
    }
    let Some(value) = value(context, facts) else {
        return candidate(
            context,
            facts.amount.range,
            facts.sure(&[MarkKind::Endpoint]),
            "a number of an effect value that cannot be read",
        );
    };
    let quantity = &value.quantity;
    if !endpoint_takes(&endpoint.endpoint, quantity.dimension, quantity.unit.as_deref()) {
        return candidate(
            context,
            value.number,
            facts.sure(&[MarkKind::Endpoint]),
            "a value whose unit the endpoint does not take",
        );
    }
    if quantity.unit_raw.as_deref().is_some_and(units::is_ambiguous) {
        return candidate(
            context,
            value.number,
            facts.sure(&[MarkKind::Endpoint]),
            "a value whose unit has more than one reading",
        );
    }
    let sure = facts.sure(&[MarkKind::Endpoint, MarkKind::Unit]);
    let denied = facts.tail(MarkKind::Negation).is_some_and(|(_, probability)| probability >= SURE);
    let owner = facts.tail(MarkKind::Substance).map_or(1.0, |(mark, probability)| mark.probability.min(probability));
    let enough = sure >= SURE_EFFECT && owner >= SURE_EFFECT;
    let Some(substance) = (enough && !denied).then(|| substance(context, facts)).flatten() else {
        return candidate(context, value.number, sure, "an effect value that the model marked");
    };
    let mut payload = EffectValue::new(&endpoint.endpoint, value.quantity.clone());
    let mut evidence = vec![
        context.evidence("/payload/quantity", value.number),
        value.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
        context.normalized("/payload/endpoint", printed),
    ];
    circumstances(context, facts, &mut payload, &mut evidence);
    context.claim(substance, Payload::Hazard(Hazard::Effect(Box::new(payload))), evidence);
}

/// Species, route and duration, where they are still open.
fn circumstances(
    context: &Context<'_>,
    facts: &Facts<'_>,
    payload: &mut EffectValue,
    evidence: &mut Vec<Option<Evidence>>,
) {
    let sure = |kind| facts.tail(kind).filter(|(_, probability)| *probability >= SURE).map(|(mark, _)| mark.range);
    if payload.species.is_none()
        && let Some(range) = sure(MarkKind::Species)
        && let Some(word) = vocabulary::species(context.text(range))
    {
        payload.species = Some(word.word.to_owned());
        evidence.push(context.normalized("/payload/species", range));
    }
    if payload.route.is_none()
        && let Some(range) = sure(MarkKind::Route)
        && let Some(word) = vocabulary::route(context.text(range))
    {
        payload.route = Some(word.word.to_owned());
        evidence.push(context.normalized("/payload/route", range));
    }
    if payload.duration.is_none()
        && let Some(range) = sure(MarkKind::Duration)
        && context.text(range).chars().any(|character| character.is_ascii_digit())
    {
        payload.duration = Some(context.text(range).to_owned());
        evidence.push(context.evidence("/payload/duration", range));
    }
}

/// Fills what the grammars left open in the claims of a value.
fn complete(context: &mut Context<'_>, facts: &Facts<'_>) {
    let value = facts.amount.range;
    let open = |payload: &Payload| match payload {
        Payload::Hazard(Hazard::Effect(effect)) => {
            effect.species.is_none() || effect.route.is_none() || effect.duration.is_none()
        }
        _ => false,
    };
    let of_value = |evidence: &Evidence| evidence.field == "/payload/quantity" && evidence.range.overlaps(value);
    let places: Vec<usize> = (0..context.claims.len())
        .filter(|at| open(&context.claims[*at].payload) && context.claims[*at].evidence.iter().any(of_value))
        .collect();
    for at in places {
        let Payload::Hazard(Hazard::Effect(mut effect)) = context.claims[at].payload.clone() else { continue };
        let mut more = Vec::new();
        circumstances(context, facts, &mut effect, &mut more);
        let claim = &mut context.claims[at];
        claim.payload = Payload::Hazard(Hazard::Effect(effect));
        claim.evidence.extend(more.into_iter().flatten());
    }
}

/// Words for the thing the document is about.
const ANAPHORA: &[&str] = &[
    "product",
    "test substance",
    "substance",
    "test material",
    "test item",
    "mixture",
    "material",
    "compound",
    "chemical",
    "preparation",
    "extract",
    "produkt",
    "stoff",
    "gemisch",
    "prüfsubstanz",
    "produit",
    "mélange",
    "substancia",
    "producto",
    "mezcla",
    "active substance",
    "active ingredient",
    "parent compound",
];

/// The substance of a value: the one its mark names, by any of the names that are the same thing; the document's subject
/// for words that stand for it; else a new one.
pub(super) fn substance(context: &mut Context<'_>, facts: &Facts<'_>) -> Option<usize> {
    let Some((mark, probability)) = facts.tail(MarkKind::Substance) else {
        return if sds::is_safety_data_sheet(context) { context.subject() } else { None };
    };
    let names: Vec<TextRange> = facts.names(mark);
    let known = names.iter().find_map(|range| context.substances.named(context.text(*range)));
    if known.is_some() {
        return known;
    }
    let printed = context.text(mark.range).to_lowercase();
    if ANAPHORA.contains(&printed.as_str()) {
        return context.subject();
    }
    let named =
        probability >= SURE && mark.probability >= SURE && printed.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if named { context.name_substance(mark.range, SubstanceRole::Mentioned) } else { None }
}
