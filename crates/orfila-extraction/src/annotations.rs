//! Records in the form of the gold annotations, for scoring and for people who work with such files.

use std::collections::BTreeMap;

use orfila_records::{
    Activity, Document, EffectValue, Exposure, ExposureKind, Hazard, LimitType, Payload, Qualifier, Quantity, Record,
    Statistic, ValueState,
};
use serde_json::{Map, Value, json};

use crate::extractor::role_word;
use crate::vocabulary::{endpoint_limit, endpoints};

/// The records of one document as one annotation object.
#[must_use]
pub fn annotations(document: &Document, records: &[Record]) -> Value {
    let mut kinds: BTreeMap<&str, Vec<Value>> =
        ["substances", "composition", "ghs", "toxicity", "exposure", "volume", "properties"]
            .map(|kind| (kind, Vec::new()))
            .into();
    let mut ids: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for record in records {
        let Some(naming) = record.evidence.first() else { continue };
        let key = (naming.range.start, naming.range.end);
        let next = format!("s{}", ids.len() + 1);
        let id = ids.entry(key).or_insert(next).clone();
        if let Payload::Identity(identity) = &record.payload {
            let mut value = substance(record, &id);
            value["role"] = json!(role_word(identity.role));
            add(&mut kinds, "substances", value);
        }
        if let Some((kind, value)) = item(record, &id) {
            add(&mut kinds, kind, value);
        }
    }
    let subject = records.iter().find_map(|record| match &record.payload {
        Payload::Identity(identity) if matches!(role_word(identity.role), "product" | "subject") => {
            record.evidence.first()
        }
        _ => None,
    });
    let subject = subject.and_then(|naming| ids.get(&(naming.range.start, naming.range.end)));
    let mut object = Map::new();
    object.insert("file".into(), json!(document.file_name));
    object.insert("language".into(), json!(document.language));
    object.insert("subject".into(), json!(subject));
    object.extend(kinds.into_iter().map(|(kind, items)| (kind.to_owned(), Value::Array(items))));
    Value::Object(object)
}

fn add(kinds: &mut BTreeMap<&str, Vec<Value>>, kind: &'static str, value: Value) {
    let items = kinds.entry(kind).or_default();
    // A substance that is placed twice (component of two products, say) is one substance.
    if kind != "substances" || !items.iter().any(|item| item["id"] == value["id"]) {
        items.push(value);
    }
}

/// The substance of a record as an item.
pub(crate) fn substance_item(record: &Record) -> Value {
    substance(record, "")
}

fn substance(record: &Record, id: &str) -> Value {
    let substance = &record.substance;
    let (page, quote) = proof(record, &["/substance/raw_name", "/substance/raw_ids/0"]);
    json!({
        "id": id,
        "name": if substance.raw_name.is_empty() { substance.display_name() } else { &substance.raw_name },
        "cas": substance.casrn,
        "ec": substance.ec_number.iter().collect::<Vec<_>>(),
        "other_ids": {},
        "page": page,
        "quote": quote,
    })
}

fn proof(record: &Record, fields: &[&str]) -> (Value, String) {
    let evidence = fields.iter().find_map(|field| record.evidence_for(field)).or(record.evidence.last());
    evidence.map_or((Value::Null, String::new()), |evidence| {
        (json!(evidence.page), evidence.quote.chars().take(200).collect())
    })
}

/// A claim as an item of its kind; `None` for a claim that annotations have no place for.
pub(crate) fn item(record: &Record, id: &str) -> Option<(&'static str, Value)> {
    let pointer = record.payload.quantity_pointer();
    let (page, quote) = proof(record, &[pointer, "/payload/h_codes/0", "/payload/class", "/payload/name"]);
    let (kind, mut value) = match &record.payload {
        Payload::Identity(identity) => {
            let concentration = identity.concentration.as_ref()?;
            let withheld = concentration.state == ValueState::Withheld;
            ("composition", json!({"withheld": withheld}))
        }
        Payload::Hazard(Hazard::Ghs(ghs)) => {
            let code = ghs.h_codes.first();
            (
                "ghs",
                json!({"h_code": code, "class": ghs.class, "category": ghs.category, "signal_word": ghs.signal_word}),
            )
        }
        Payload::Hazard(Hazard::Effect(effect)) => (
            "toxicity",
            json!({"endpoint": effect.endpoint, "species": species(record, effect), "route": effect.route,
                   "duration": effect.duration, "effect": effect.effect}),
        ),
        // A nondetect without a printed limit is no item of the gold files.
        Payload::Exposure(exposure) if is_unbounded(exposure) => return None,
        Payload::Exposure(exposure) => match health_based(exposure) {
            Some(endpoint) => (
                "toxicity",
                json!({"endpoint": endpoint, "species": null, "route": exposure.route, "duration": exposure.duration, "effect": null}),
            ),
            None => ("exposure", exposure_item(exposure)),
        },
        // A withheld amount is no item of the gold files.
        Payload::Volume(volume) if volume.quantity.low.is_none() && volume.quantity.high.is_none() => return None,
        Payload::Volume(volume) => (
            "volume",
            json!({"activity": activity_word(volume.activity), "year": volume.year.map(|year| year.to_string()), "region": volume.region}),
        ),
        Payload::Property(property) => ("properties", json!({"property": property.name})),
    };
    if kind != "ghs" {
        insert_quantity(&mut value, record.payload.quantity());
    }
    value["substance"] = json!(id);
    value["page"] = page;
    value["quote"] = json!(quote);
    Some((kind, value))
}

fn is_unbounded(exposure: &Exposure) -> bool {
    exposure.kind == ExposureKind::Measurement
        && exposure.quantity.as_ref().is_some_and(|quantity| quantity.low.is_none() && quantity.high.is_none())
}

/// The short form of a health-based guidance value: the gold files list these among the effect values.
fn health_based(exposure: &Exposure) -> Option<String> {
    let names = endpoints(&exposure.name);
    names
        .into_iter()
        .map(|found| found.endpoint)
        .find(|endpoint| exposure.kind == ExposureKind::Limit && endpoint_limit(endpoint).is_some())
        .or_else(|| match exposure.limit_type {
            Some(LimitType::Dnel) => Some("DNEL".to_owned()),
            Some(LimitType::Pnec) => Some("PNEC".to_owned()),
            _ => None,
        })
        .filter(|_| exposure.kind == ExposureKind::Limit)
}

/// The plain word, and the printed one beside it where that is another: `green alga (Pseudokirchneriella subcapitata)`.
fn species(record: &Record, effect: &EffectValue) -> Option<String> {
    let word = effect.species.clone()?;
    let printed = record.evidence_for("/payload/species").map(|evidence| evidence.quote.to_lowercase());
    Some(match printed {
        Some(printed) if !printed.contains(&word) && printed.len() > word.len().min(6) => {
            let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{word} ({printed})")
        }
        _ => word,
    })
}

fn exposure_item(exposure: &Exposure) -> Value {
    let kind = match exposure.kind {
        // The gold files write an estimate as a measurement whose statistic is `estimate`.
        ExposureKind::Measurement | ExposureKind::Estimate => "measurement",
        ExposureKind::Limit => "limit",
        ExposureKind::Use => "use",
    };
    let estimate = (exposure.kind == ExposureKind::Estimate).then_some("estimate");
    let statistic = exposure
        .quantity
        .as_ref()
        .and_then(|quantity| quantity.statistic)
        .map(statistic_word)
        .or_else(|| exposure.limit_type.and_then(limit_word))
        .or(estimate);
    json!({"kind": kind, "name": exposure.name, "medium": exposure.medium_raw.as_ref().or(exposure.medium.as_ref()),
           "statistic": statistic, "population": exposure.population})
}

/// Bounds and qualifier as the gold files write them: a single value stands in `low` alone.
fn insert_quantity(value: &mut Value, quantity: Option<&Quantity>) {
    let (qualifier, low, high, unit) = match quantity {
        None => (Value::Null, None, None, None),
        Some(quantity) => {
            let unit = quantity.unit_raw.as_deref().map(plain_degree);
            match (quantity.low, quantity.high) {
                (None, None) => (Value::Null, None, None, unit),
                (Some(low), Some(high)) if low == high => {
                    (json!(qualifier_sign(quantity.qualifier)), Some(low), None, unit)
                }
                (Some(low), Some(high)) => (json!("range"), Some(low), Some(high), unit),
                (low, high) => (json!(qualifier_sign(quantity.qualifier)), low, high, unit),
            }
        }
    };
    value["qualifier"] = qualifier;
    value["low"] = json!(low);
    value["high"] = json!(high);
    value["unit"] = json!(unit);
}

/// The unit as printed, with the sign for degrees where a raised letter or figure stands for it.
fn plain_degree(unit: &str) -> &str {
    let scale = unit.trim_start_matches(['o', '0', '⁰', 'ᵒ', '˚', 'º', '°', ' ', '\u{a0}']);
    match scale {
        "C" if scale.len() < unit.len() => "°C",
        "F" if scale.len() < unit.len() => "°F",
        _ => unit,
    }
}

fn qualifier_sign(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Equal => "=",
        Qualifier::Less => "<",
        Qualifier::LessOrEqual => "<=",
        Qualifier::GreaterOrEqual => ">=",
        Qualifier::Greater => ">",
        Qualifier::Approximate => "~",
    }
}

fn activity_word(activity: Activity) -> &'static str {
    match activity {
        Activity::Manufactured => "manufactured",
        Activity::Imported => "imported",
        Activity::Exported => "exported",
        Activity::Used => "used",
        Activity::Sold => "sold",
        Activity::Released => "released",
        // The gold files know no total: what is made and brought in together stands under its first word.
        Activity::Total => "manufactured",
    }
}

fn limit_word(limit: LimitType) -> Option<&'static str> {
    match limit {
        LimitType::Twa => Some("TWA"),
        LimitType::Stel => Some("STEL"),
        LimitType::Ceiling => Some("ceiling"),
        LimitType::Idlh => Some("IDLH"),
        _ => None,
    }
}

fn statistic_word(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Mean => "mean",
        Statistic::GeometricMean => "geometric mean",
        Statistic::Median | Statistic::P50 => "median",
        Statistic::Minimum => "min",
        Statistic::Maximum => "max",
        Statistic::Range => "range",
        Statistic::P5 => "P5",
        Statistic::P10 => "P10",
        Statistic::P25 => "P25",
        Statistic::P75 => "P75",
        Statistic::P90 => "P90",
        Statistic::P95 => "P95",
        Statistic::P975 => "P97.5",
        Statistic::P99 => "P99",
        Statistic::Single => "single",
        Statistic::StandardDeviation => "standard deviation",
    }
}
