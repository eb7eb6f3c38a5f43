//! Corrections applied to a record: one field set to another value, by JSON pointer, and what follows from it.

use orfila_records::{Decision, DecisionAction, Quantity, Record, Review, units};
use serde_json::Value;

use crate::error::Fault;

/// Why a correction cannot be applied: what is wrong, and what the curator can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) reason: String,
    pub(crate) remedy: String,
}

impl Obstacle {
    pub(crate) fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { reason: reason.into(), remedy: remedy.into() }
    }
}

/// The record with its review and with every standing correction applied. It keeps the identifier of the original.
pub(crate) fn reviewed(record: Record, decisions: Vec<Decision>) -> Result<Record, Fault> {
    let mut record = apply(record, &decisions).map_err(|obstacle| Fault::Damaged(obstacle.reason))?;
    record.review = Review::from_decisions(decisions);
    Ok(record)
}

/// The record with every standing correction applied, oldest first.
pub(crate) fn apply(mut record: Record, decisions: &[Decision]) -> Result<Record, Obstacle> {
    for decision in Review::standing(decisions).filter(|decision| decision.action == DecisionAction::Correct) {
        let field = decision.field.as_deref().unwrap_or_default();
        let new = decision.new.clone().unwrap_or(Value::Null);
        record = correct(record, field, new)?;
    }
    Ok(record)
}

/// The value of a field as it stands; `None` if the pointer leads nowhere.
pub(crate) fn value_at(record: &Record, field: &str) -> Option<Value> {
    serde_json::to_value(record).ok()?.pointer(field).cloned()
}

/// The record with one field set to another value, checked against every rule.
fn correct(record: Record, field: &str, new: Value) -> Result<Record, Obstacle> {
    may_be_corrected(field)?;
    let id = record.id.clone();
    let mut json = serde_json::to_value(&record).map_err(|error| Obstacle::new(error.to_string(), "report this"))?;
    let place = json.pointer_mut(field).ok_or_else(|| {
        Obstacle::new(format!("the record has no field `{field}`"), "name a field as `review show` prints it")
    })?;
    *place = new;
    derive(&mut json, field)?;
    let mut corrected: Record = serde_json::from_value(json).map_err(|error| {
        Obstacle::new(format!("the value does not fit `{field}`: {error}"), "give a value of the field's type")
    })?;
    corrected.id = corrected.content_id();
    if let Some(violation) = corrected.violations().into_iter().next() {
        return Err(Obstacle::new(format!("the corrected record breaks a rule: {violation}"), "correct it otherwise"));
    }
    corrected.id = id;
    Ok(corrected)
}

/// Claim and substance can be corrected. Evidence and extraction tell what was read and by what: that does not change.
fn may_be_corrected(field: &str) -> Result<(), Obstacle> {
    let open = field.starts_with("/payload/") || field.starts_with("/substance/");
    if !open {
        return Err(Obstacle::new(
            format!("`{field}` cannot be corrected"),
            "correct a field under `/payload/` or `/substance/`, or reject the record",
        ));
    }
    let leaf = field.rsplit('/').next().unwrap_or_default();
    if matches!(leaf, "canonical_low" | "canonical_high" | "unit" | "dimension") {
        return Err(Obstacle::new(
            format!("`{field}` follows from the bounds and the printed unit"),
            "correct `low`, `high` or `unit_raw` instead",
        ));
    }
    Ok(())
}

/// Brings the canonical bounds of a corrected quantity in step, or checks them where the whole quantity was given.
fn derive(json: &mut Value, field: &str) -> Result<(), Obstacle> {
    let (parent, leaf) = field.rsplit_once('/').unwrap_or_default();
    if let Some(quantity) = json.pointer_mut(parent).and_then(as_quantity)
        && matches!(leaf, "low" | "high" | "unit_raw")
    {
        let corrected = in_step(quantity, leaf, parent)?;
        let place = json.pointer_mut(parent);
        let encoded = serde_json::to_value(&corrected);
        if let Some((place, encoded)) = place.zip(encoded.ok()) {
            *place = encoded;
        }
        return Ok(());
    }
    match json.pointer_mut(field).and_then(as_quantity) {
        Some(quantity) => consistent(&quantity, field),
        None => Ok(()),
    }
}

fn as_quantity(value: &mut Value) -> Option<Quantity> {
    serde_json::from_value(value.clone()).ok()
}

/// The quantity with unit, dimension and canonical bounds as they follow from `low`, `high` and `unit_raw`.
fn in_step(mut quantity: Quantity, leaf: &str, field: &str) -> Result<Quantity, Obstacle> {
    let unit = quantity.unit_raw.as_deref().and_then(units::parse);
    if leaf == "unit_raw" {
        quantity.unit = unit.map(|unit| unit.ucum.to_owned());
        quantity.dimension = unit.map(|unit| unit.dimension);
    } else if quantity.unit.is_some() && quantity.unit.as_deref() != unit.map(|unit| unit.ucum) {
        return Err(Obstacle::new(
            format!("the canonical value of `{field}` does not follow from its printed unit alone"),
            format!("correct the whole of `{field}`"),
        ));
    }
    let derived = Quantity::reported(
        &quantity.raw,
        quantity.qualifier,
        quantity.low,
        quantity.high,
        quantity.unit_raw.as_deref(),
    );
    let known = unit.is_some();
    quantity.canonical_low = derived.canonical_low.filter(|_| known);
    quantity.canonical_high = derived.canonical_high.filter(|_| known);
    match (leaf, quantity.low.is_some(), quantity.high.is_some()) {
        ("low", false, _) => quantity.low_inclusive = false,
        ("high", _, false) => quantity.high_inclusive = false,
        _ => {}
    }
    Ok(quantity)
}

/// A quantity given as a whole must not contradict itself where its unit is known.
fn consistent(quantity: &Quantity, field: &str) -> Result<(), Obstacle> {
    let Some(unit) = quantity.unit_raw.as_deref().and_then(units::parse) else { return Ok(()) };
    if quantity.unit.as_deref() != Some(unit.ucum) {
        return Ok(());
    }
    let agrees = |printed: Option<f64>, canonical: Option<f64>| match (printed, canonical) {
        (None, None) => true,
        (Some(printed), Some(canonical)) => {
            let expected = unit.to_canonical(printed);
            (expected - canonical).abs() <= 1e-9 * expected.abs().max(f64::MIN_POSITIVE)
        }
        _ => false,
    };
    if agrees(quantity.low, quantity.canonical_low) && agrees(quantity.high, quantity.canonical_high) {
        return Ok(());
    }
    Err(Obstacle::new(
        format!("the canonical bounds of `{field}` do not follow from its bounds and its unit"),
        "correct `low`, `high` or `unit_raw`, and the canonical bounds follow",
    ))
}
