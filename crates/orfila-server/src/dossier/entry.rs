//! One statement of a dossier: what is claimed, in words for people, with the claim itself and its proof.

use std::collections::BTreeMap;

use orfila_records::{
    DocumentId, EffectValue, Exposure, ExposureKind, GhsClassification, Hazard, Payload, ProductionVolume, Property,
    Quantity, Record, SubstanceRole, ValueState,
};
use serde::Serialize;

use super::proof::Proof;

/// A circumstance of a statement: species, route, year, medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What it is.
    pub name: &'static str,
    /// What it says.
    pub value: String,
}

/// One statement with its proof.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// What is stated: the endpoint, the property, the limit, the activity.
    pub label: String,
    /// The value in words for people; empty for a statement without a value.
    pub value: String,
    /// The value's characters as printed, where they are not the same as `value`.
    pub printed: Option<String>,
    /// Under which circumstances.
    pub details: Vec<Detail>,
    /// The claim itself.
    pub claim: Payload,
    /// What it rests on.
    pub proof: Proof,
}

/// A word of JSON (`snake_case`) as words for people.
pub(crate) fn words(value: &impl Serialize) -> String {
    let word = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    word.unwrap_or_default().replace('_', " ")
}

/// A quantity for people: statistic, state, qualifier, bounds, unit. A nondetect is named before its limit.
pub(crate) fn shown_quantity(quantity: &Quantity) -> String {
    let bounded = quantity.low.is_some() || quantity.high.is_some();
    let value = match quantity.state {
        ValueState::NotDetected if bounded => format!("not detected ({quantity})"),
        _ => quantity.to_string(),
    };
    match &quantity.statistic {
        Some(statistic) => format!("{value} ({})", words(statistic)),
        None => value,
    }
}

/// Label, value and circumstances of a claim.
struct Parts {
    label: String,
    value: String,
    details: Vec<Detail>,
}

struct Details(Vec<Detail>);

impl Details {
    fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        let value = value.map(|value| value.to_string()).filter(|value| !value.is_empty());
        self.0.extend(value.map(|value| Detail { name, value }));
        self
    }
}

fn volume(volume: &ProductionVolume) -> Parts {
    let status = match volume.status {
        orfila_records::VolumeStatus::Reported => None,
        other => Some(words(&other)),
    };
    let year = volume.year.map(|year| year.to_string()).filter(|_| volume.period.is_none());
    Parts {
        label: words(&volume.activity),
        value: shown_quantity(&volume.quantity),
        details: Details(Vec::new())
            .with("year", year)
            .with("period", volume.period.as_ref())
            .with("region", volume.region.as_ref())
            .with("scope", volume.scope.map(|scope| words(&scope)))
            .with("programme", volume.programme.as_ref())
            .with("status", status)
            .0,
    }
}

fn exposure(exposure: &Exposure) -> Parts {
    let medium = exposure.medium_raw.as_ref().or(exposure.medium.as_ref());
    let rate = exposure.detection_rate.map(|rate| format!("{} %", (rate * 10_000.0).round() / 100.0));
    let details = Details(Vec::new())
        .with("medium", medium)
        .with("population", exposure.population.as_ref())
        .with("authority", exposure.authority.as_ref())
        .with("limit type", exposure.limit_type.map(|kind| words(&kind)))
        .with("samples", exposure.sample_size)
        .with("detected in", rate)
        .with("LOD", exposure.lod.as_ref().map(shown_quantity))
        .with("LOQ", exposure.loq.as_ref().map(shown_quantity))
        .with("place", exposure.place.as_ref())
        .with("dates", exposure.dates.as_ref())
        .with("function", exposure.function_category.as_ref())
        .with("product category", exposure.product_category.as_ref())
        .with("tool", exposure.tool.as_ref())
        .with("route", exposure.route.as_ref())
        .with("duration", exposure.duration.as_ref());
    let value = exposure.quantity.as_ref().map(shown_quantity).unwrap_or_default();
    Parts { label: exposure.name.clone(), value, details: details.0 }
}

fn ghs(ghs: &GhsClassification) -> Parts {
    let class = ghs.class.clone().or_else(|| ghs.signal_word.as_ref().map(|_| "signal word".to_owned()));
    let label = class.unwrap_or_else(|| if ghs.h_codes.is_empty() { "pictograms" } else { "hazard statements" }.into());
    let codes = ghs.h_codes.join(", ");
    let value = [ghs.category.as_deref().map(|category| format!("category {category}")), Some(codes)];
    let value: Vec<String> = value.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let minimum = ghs.minimum.then_some("minimum classification (*)");
    Parts {
        label,
        value: value.join(" · "),
        details: Details(Vec::new())
            .with("jurisdiction", ghs.jurisdiction.as_ref())
            .with("edition", ghs.edition.as_ref())
            .with("basis", ghs.basis.as_ref())
            .with("signal word", ghs.signal_word.as_ref())
            .with("pictograms", Some(ghs.pictograms.join(", ")))
            .with("route", ghs.route.as_ref())
            .with("target organ", ghs.target_organ.as_ref())
            .with("note", minimum)
            .with("specific limits", Some(ghs.specific_limits.join("; ")))
            .with("M-factor", ghs.m_factor)
            .0,
    }
}

fn effect(effect: &EffectValue) -> Parts {
    let glp = effect.glp.map(|glp| if glp { "yes" } else { "no" });
    Parts {
        label: effect.endpoint.clone(),
        value: shown_quantity(&effect.quantity),
        details: Details(Vec::new())
            .with("species", effect.species.as_ref())
            .with("strain", effect.strain.as_ref())
            .with("sex", effect.sex.as_ref())
            .with("life stage", effect.life_stage.as_ref())
            .with("route", effect.route.as_ref())
            .with("method", effect.method.as_ref())
            .with("duration", effect.duration.as_ref())
            .with("study", effect.study_type.as_ref())
            .with("medium", effect.medium.as_ref())
            .with("effect", effect.effect.as_ref())
            .with("guideline", effect.guideline.as_ref())
            .with("GLP", glp)
            .with("Klimisch", effect.klimisch)
            .0,
    }
}

fn property(property: &Property) -> Parts {
    Parts {
        label: property.name.clone(),
        value: shown_quantity(&property.quantity),
        details: Details(Vec::new())
            .with("temperature", property.temperature.as_ref())
            .with("pressure", property.pressure.as_ref())
            .with("pH", property.ph.as_ref())
            .with("method", property.method.as_ref())
            .0,
    }
}

fn parts(payload: &Payload) -> Parts {
    match payload {
        Payload::Identity(identity) => {
            let label = match identity.role {
                SubstanceRole::Product => "product",
                SubstanceRole::Component => "component",
                SubstanceRole::Impurity => "impurity",
                SubstanceRole::Subject => "subject of the document",
                SubstanceRole::Mentioned => "mentioned",
            };
            Parts {
                label: label.to_owned(),
                value: identity.concentration.as_ref().map(shown_quantity).unwrap_or_default(),
                details: Details(Vec::new()).with("part of", identity.part_of.as_ref()).0,
            }
        }
        Payload::Volume(claim) => volume(claim),
        Payload::Exposure(claim) => exposure(claim),
        Payload::Hazard(Hazard::Ghs(claim)) => ghs(claim),
        Payload::Hazard(Hazard::Effect(claim)) => effect(claim),
        Payload::Property(claim) => property(claim),
    }
}

impl Entry {
    /// The statement that a record makes.
    pub(crate) fn of(record: &Record, titles: &BTreeMap<&DocumentId, &str>) -> Self {
        let Parts { label, value, details } = parts(&record.payload);
        let raw = record.payload.quantity().map(|quantity| quantity.raw.trim());
        let printed = raw.filter(|raw| !raw.is_empty() && *raw != value).map(str::to_owned);
        let proof = Proof::of(record, record.payload.quantity_pointer(), titles);
        Self { label, value, printed, details, claim: record.payload.clone(), proof }
    }

    /// The circumstances in one line: `rat, oral, 96 h`.
    #[must_use]
    pub fn circumstances(&self) -> String {
        let named = |detail: &Detail| match detail.name {
            "species" | "route" | "medium" | "year" | "region" | "duration" | "population" | "authority" => {
                detail.value.clone()
            }
            name => format!("{name} {}", detail.value),
        };
        self.details.iter().map(named).collect::<Vec<_>>().join(", ")
    }
}

/// A claim in one line: `LD50 3250 mg/kg (rat, oral)`.
pub(crate) fn claim_line(record: &Record) -> String {
    let entry = Entry::of(record, &BTreeMap::new());
    let use_only = matches!(&record.payload, Payload::Exposure(exposure) if exposure.kind == ExposureKind::Use);
    let label = if use_only { format!("use: {}", entry.label) } else { entry.label.clone() };
    let circumstances = entry.circumstances();
    match (entry.value.is_empty(), circumstances.is_empty()) {
        (true, true) => label,
        (true, false) => format!("{label} ({circumstances})"),
        (false, true) => format!("{label} {}", entry.value),
        (false, false) => format!("{label} {} ({circumstances})", entry.value),
    }
}
