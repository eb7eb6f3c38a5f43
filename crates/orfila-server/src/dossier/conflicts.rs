//! Conflicts: what two documents state differently, side by side. Nobody is declared right.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::substance::fold_name;
use orfila_records::{DocumentId, Exposure, ExposureKind, Hazard, Payload, Record};
use serde::Serialize;

use super::compare::{Degree, difference};
use super::document_of;
use super::entry::{Entry, words};
use super::ghs::hazard_family;
use super::proof::Proof;

/// What one document states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// What is stated, in words for people.
    pub statement: String,
    /// What it rests on.
    pub proofs: Vec<Proof>,
}

/// One question that documents answer differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// The question: `LD50, rat, oral`, `carcinogenicity (GHS)`, `boiling point`.
    pub subject: String,
    /// How far apart the furthest two answers are.
    pub degree: Degree,
    /// The answers.
    pub positions: Vec<Position>,
}

type Titles<'a> = BTreeMap<&'a DocumentId, &'a str>;

/// The question that a record with a number answers, and the circumstances that must not differ for a comparison.
fn question(record: &Record) -> Option<(String, Vec<Option<&str>>)> {
    let joined = |parts: &[Option<&str>]| {
        parts.iter().flatten().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    match &record.payload {
        Payload::Hazard(Hazard::Effect(effect)) => {
            let endpoint = effect.endpoint.trim().to_uppercase();
            let subject = joined(&[Some(&endpoint), effect.species.as_deref(), effect.route.as_deref()]);
            let circumstances = [&effect.duration, &effect.study_type, &effect.sex, &effect.life_stage, &effect.medium];
            Some((subject, circumstances.map(|value| value.as_deref()).to_vec()))
        }
        Payload::Property(property) => {
            let circumstances = [&property.temperature, &property.pressure, &property.ph];
            Some((fold_name(&property.name), circumstances.map(|value| value.as_deref()).to_vec()))
        }
        Payload::Exposure(exposure) if exposure.kind == ExposureKind::Limit => Some(limit(exposure)),
        Payload::Volume(volume) => {
            let year = volume.period.clone().or_else(|| volume.year.map(|year| year.to_string()))?;
            let activity = words(&volume.activity);
            let scope = volume.scope.map(|scope| words(&scope));
            let subject =
                joined(&[Some(&format!("volume {activity}")), volume.region.as_deref(), Some(&year), scope.as_deref()]);
            Some((subject, Vec::new()))
        }
        _ => None,
    }
}

fn limit(exposure: &Exposure) -> (String, Vec<Option<&str>>) {
    let kind = exposure.limit_type.map(|kind| words(&kind)).unwrap_or_else(|| fold_name(&exposure.name));
    let parts = [Some(kind.as_str()), exposure.authority.as_deref(), exposure.route.as_deref()];
    let subject = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let circumstances = [&exposure.population, &exposure.medium, &exposure.duration, &exposure.place];
    (subject, circumstances.map(|value| value.as_deref()).to_vec())
}

/// Circumstances are compatible if none is stated on both sides and different.
fn compatible(a: &[Option<&str>], b: &[Option<&str>]) -> bool {
    a.iter().zip(b).all(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => fold_name(a) == fold_name(b),
        _ => true,
    })
}

fn degree(a: &Record, b: &Record) -> Option<Degree> {
    if document_of(a) == document_of(b) {
        return None;
    }
    difference(a.payload.quantity()?, b.payload.quantity()?)
}

fn numeric(records: &[&Record], titles: &Titles<'_>) -> Vec<Conflict> {
    type Asked<'a> = Vec<(&'a Record, Vec<Option<&'a str>>)>;
    let mut questions: BTreeMap<String, Asked<'_>> = BTreeMap::new();
    for record in records {
        if let Some((subject, circumstances)) = question(record) {
            questions.entry(subject).or_default().push((record, circumstances));
        }
    }
    let mut conflicts = Vec::new();
    for (subject, asked) in questions {
        let mut taking_part = BTreeSet::new();
        let mut worst = None;
        for (first, (a, a_circumstances)) in asked.iter().enumerate() {
            for (second, (b, b_circumstances)) in asked.iter().enumerate().skip(first + 1) {
                let Some(degree) = degree(a, b).filter(|_| compatible(a_circumstances, b_circumstances)) else {
                    continue;
                };
                worst = worst.max(Some(degree));
                taking_part.extend([first, second]);
            }
        }
        let Some(degree) = worst else { continue };
        let taking_part = taking_part.into_iter().filter_map(|index| asked.get(index));
        let positions = taking_part.map(|(record, _)| position(record, titles)).collect();
        conflicts.push(Conflict { subject, degree, positions });
    }
    conflicts
}

fn position(record: &Record, titles: &Titles<'_>) -> Position {
    let entry = Entry::of(record, titles);
    let circumstances = entry.circumstances();
    let statement = match circumstances.is_empty() {
        true => entry.value,
        false => format!("{} ({circumstances})", entry.value),
    };
    Position { statement, proofs: vec![entry.proof] }
}

/// Codes of one hazard by document.
type Codes<'a> = BTreeMap<&'a DocumentId, (BTreeSet<String>, Vec<&'a Record>)>;

fn classifications(records: &[&Record], titles: &Titles<'_>) -> Vec<Conflict> {
    let mut families: BTreeMap<&'static str, Codes<'_>> = BTreeMap::new();
    for record in records {
        let Payload::Hazard(Hazard::Ghs(ghs)) = &record.payload else { continue };
        let Some(document) = document_of(record) else { continue };
        for code in ghs.h_codes.iter().flat_map(|code| code.split('+')) {
            let Some(family) = hazard_family(code) else { continue };
            let (codes, stating) = families.entry(family).or_default().entry(document).or_default();
            if codes.insert(code.to_owned()) {
                stating.push(record);
            }
        }
    }
    let mut conflicts = Vec::new();
    for (family, documents) in families {
        let distinct: BTreeSet<&BTreeSet<String>> = documents.values().map(|(codes, _)| codes).collect();
        if distinct.len() < 2 {
            continue;
        }
        let positions = documents.values().map(|(codes, stating)| Position {
            statement: codes.iter().cloned().collect::<Vec<_>>().join(", "),
            proofs: stating.iter().map(|record| Proof::of(record, "/payload/h_codes", titles)).collect(),
        });
        let subject = format!("{family} (GHS)");
        conflicts.push(Conflict { subject, degree: Degree::Clear, positions: positions.collect() });
    }
    conflicts
}

/// Identifiers of which a substance has one.
fn identifiers(record: &Record) -> [(&'static str, Option<String>); 4] {
    let substance = &record.substance;
    [
        ("EC number", substance.ec_number.as_ref().map(ToString::to_string)),
        ("DTXSID", substance.dtxsid.as_ref().map(ToString::to_string)),
        ("InChIKey", substance.inchikey.as_ref().map(ToString::to_string)),
        ("molecular formula", substance.formula.clone()),
    ]
}

fn identity(records: &[&Record], titles: &Titles<'_>) -> Vec<Conflict> {
    let mut kinds: BTreeMap<&'static str, BTreeMap<String, &Record>> = BTreeMap::new();
    for record in records {
        for (kind, value) in identifiers(record) {
            if let Some(value) = value {
                kinds.entry(kind).or_default().entry(value).or_insert(record);
            }
        }
    }
    kinds
        .into_iter()
        .filter(|(_, values)| values.len() > 1)
        .map(|(kind, values)| Conflict {
            subject: kind.to_owned(),
            degree: Degree::Clear,
            positions: values
                .into_iter()
                .map(|(statement, record)| Position {
                    statement,
                    proofs: vec![Proof::of(record, "/substance", titles)],
                })
                .collect(),
        })
        .collect()
}

/// All conflicts, clear ones first.
pub(super) fn find(records: &[&Record], titles: &Titles<'_>) -> Vec<Conflict> {
    let mut conflicts = identity(records, titles);
    conflicts.extend(classifications(records, titles));
    conflicts.extend(numeric(records, titles));
    conflicts.sort_by_key(|conflict| std::cmp::Reverse(conflict.degree));
    conflicts
}
