//! The sections of a dossier and how statements are grouped in them.

use std::collections::BTreeMap;

use orfila_records::substance::fold_name;
use orfila_records::{DocumentId, Exposure, ExposureKind, Hazard, Payload, Record};
use serde::Serialize;

use super::document_of;
use super::entry::Entry;

/// Statements that belong together: one medium, one endpoint, one document's classification.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// What they have in common.
    pub title: String,
    /// The statements, those of one document together.
    pub entries: Vec<Entry>,
}

/// A part of the dossier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// A stable word for machines and links: `volumes`, `measurements`, `limits`, `uses`, `estimates`,
    /// `classifications`, `effects`, `properties`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to say if it is empty.
    pub empty: &'static str,
    /// Its groups in alphabetical order.
    pub groups: Vec<Group>,
}

impl Section {
    /// Number of statements.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.groups.iter().map(|group| group.entries.len()).sum()
    }
}

type Titles<'a> = BTreeMap<&'a DocumentId, &'a str>;

struct Plan {
    id: &'static str,
    title: &'static str,
    empty: &'static str,
}

const PLANS: [Plan; 8] = [
    Plan { id: "volumes", title: "Production volumes", empty: "No document states a production volume." },
    Plan { id: "measurements", title: "Exposure: measurements", empty: "No document reports a measurement." },
    Plan { id: "limits", title: "Exposure: limits and guidance values", empty: "No document states a limit." },
    Plan { id: "uses", title: "Uses", empty: "No document states a use." },
    Plan { id: "estimates", title: "Exposure: modelled estimates", empty: "No document reports an estimate." },
    Plan {
        id: "classifications",
        title: "Hazard classification (GHS)",
        empty: "No document classifies the substance.",
    },
    Plan { id: "effects", title: "Effect values", empty: "No document reports an effect value." },
    Plan { id: "properties", title: "Physical and chemical properties", empty: "No document states a property." },
];

/// The section and the group a record belongs to; `None` for identity records.
fn place(record: &Record, titles: &Titles<'_>) -> Option<(&'static str, String)> {
    Some(match &record.payload {
        Payload::Identity(_) => return None,
        Payload::Volume(volume) => {
            let region = volume.region.clone().filter(|region| !region.is_empty());
            ("volumes", region.unwrap_or_else(|| "region not stated".to_owned()))
        }
        Payload::Exposure(exposure) => exposed(exposure),
        Payload::Hazard(Hazard::Ghs(ghs)) => {
            let document = document_of(record).and_then(|document| titles.get(document).copied());
            let document = document.or_else(|| record.evidence.first().map(|evidence| evidence.title.as_str()));
            let document = document.unwrap_or("document not stated");
            let group = match &ghs.jurisdiction {
                Some(jurisdiction) => format!("{document} ({jurisdiction})"),
                None => document.to_owned(),
            };
            ("classifications", group)
        }
        Payload::Hazard(Hazard::Effect(effect)) => ("effects", effect.endpoint.trim().to_uppercase()),
        Payload::Property(property) => ("properties", fold_name(&property.name)),
    })
}

fn exposed(exposure: &Exposure) -> (&'static str, String) {
    let medium = || {
        let medium = exposure.medium.as_ref().or(exposure.medium_raw.as_ref());
        medium.filter(|medium| !medium.is_empty()).map_or_else(|| "medium not stated".to_owned(), |m| fold_name(m))
    };
    match exposure.kind {
        ExposureKind::Measurement => ("measurements", medium()),
        ExposureKind::Limit => {
            ("limits", exposure.authority.clone().unwrap_or_else(|| "authority not stated".to_owned()))
        }
        ExposureKind::Use => ("uses", exposure.function_category.clone().unwrap_or_else(|| "stated uses".to_owned())),
        ExposureKind::Estimate => ("estimates", medium()),
    }
}

/// Order within a group: year, then label, then the document, then the place in it.
fn order(entry: &Entry) -> (i32, String, String, usize) {
    let year = match &entry.claim {
        Payload::Volume(volume) => volume.year.unwrap_or(i32::MAX),
        _ => 0,
    };
    let citation = entry.proof.first();
    let title = citation.map(|citation| citation.title.clone()).unwrap_or_default();
    (year, entry.label.to_lowercase(), title, citation.map_or(0, |citation| citation.range.start))
}

/// All sections, filled.
pub(super) fn all(records: &[&Record], titles: &Titles<'_>) -> Vec<Section> {
    let mut placed: BTreeMap<&str, BTreeMap<String, Vec<Entry>>> = BTreeMap::new();
    for record in records {
        if let Some((section, group)) = place(record, titles) {
            placed.entry(section).or_default().entry(group).or_default().push(Entry::of(record, titles));
        }
    }
    PLANS
        .iter()
        .map(|plan| {
            let groups = placed.remove(plan.id).unwrap_or_default().into_iter().map(|(title, mut entries)| {
                entries.sort_by_cached_key(order);
                Group { title, entries }
            });
            Section { id: plan.id, title: plan.title, empty: plan.empty, groups: groups.collect() }
        })
        .collect()
}
