//! The dossier: one substance, everything known, each value with its proof.
//!
//! It is a projection of the journal's current records ([`Dossier::assemble`], [`Dossier::from_journal`]) and is rendered
//! as JSON, Markdown or a page of HTML. Nothing is averaged and nothing is chosen: what documents state differently
//! stands side by side ([`Conflict`]), what no document states is listed ([`Gap`]), and what a model says stands apart
//! ([`PredictionSection`]).

mod compare;
mod conflicts;
mod entry;
mod gaps;
mod ghs;
mod html;
mod identity;
mod journal;
mod markdown;
mod prediction;
mod proof;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::{DocumentId, Payload, Record, ReviewStatus};
use serde::Serialize;

pub use compare::Degree;
pub use conflicts::{Conflict, Position};
pub use entry::{Detail, Entry};
pub use gaps::Gap;
pub use ghs::hazard_family;
pub use identity::{IdentityFact, IdentitySection, Part};
pub use prediction::{PREDICTION_CAUTION, PredictedEndpoint, PredictionSection};
pub use proof::{Citation, Correction, Proof};
pub use sections::{Group, Section};

pub(crate) use entry::{claim_line, words};
pub(crate) use html::{DossierBody, STYLESHEET, place};
pub(crate) use proof::{review_class, review_word};

/// A document that a dossier cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentSource {
    /// SHA-256 of its bytes.
    pub id: DocumentId,
    /// Its title, or its file name.
    pub title: String,
    /// The file's name.
    pub file_name: String,
    /// When it was read, in UTC, RFC 3339; empty if unknown.
    pub read_at: String,
    /// Number of pages; 0 where the source has none.
    pub pages: usize,
    /// Number of things that were seen in the whole document and not used.
    pub losses: usize,
    /// Number of problems that the reader met.
    pub problems: usize,
    /// Number of the dossier's records that cite it.
    pub records: usize,
}

/// Another substance key whose records use one of this substance's names. Nothing is merged: a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamesakeKey {
    /// The key.
    pub key: String,
    /// The name in common.
    pub name: String,
    /// Number of records under it.
    pub records: usize,
}

/// How many records stand behind a dossier, and how far people have looked at them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DossierCounts {
    /// Records shown.
    pub shown: usize,
    /// Shown records that a curator accepted as they are (adjudicated ones included).
    pub accepted: usize,
    /// Shown records that a curator corrected.
    pub corrected: usize,
    /// Shown records that no curator has decided about.
    pub undecided: usize,
    /// Records left out because a curator rejected them.
    pub rejected: usize,
    /// Records left out because another stands in their place.
    pub superseded: usize,
}

/// Everything known about one substance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dossier {
    /// The substance's key ([`orfila_records::Substance::key`]).
    pub key: String,
    /// The name that most of its records show.
    pub name: String,
    /// What stands behind it.
    pub counts: DossierCounts,
    /// Names, identifiers, composition.
    pub identity: IdentitySection,
    /// Volumes, exposures, hazards, properties, in reading order; sections without entries are empty, not absent.
    pub sections: Vec<Section>,
    /// What documents state differently.
    pub conflicts: Vec<Conflict>,
    /// What no document states.
    pub gaps: Vec<Gap>,
    /// What a model says, apart from all evidence.
    pub prediction: Option<PredictionSection>,
    /// The documents cited, those with the most records first.
    pub documents: Vec<DocumentSource>,
    /// Other keys under which the same name occurs.
    pub namesakes: Vec<NamesakeKey>,
}

impl Dossier {
    /// The dossier of the substance with `key`.
    ///
    /// `records` holds the substance's records and, for a product, the identity records of its components
    /// ([`orfila_records::Identity::part_of`]); records of other substances are passed over. Rejected and superseded
    /// records are counted and left out. `documents` gives titles and figures; a document that is cited and missing
    /// there stands under the title in the evidence.
    #[must_use]
    pub fn assemble(
        key: &str,
        records: &[Record],
        documents: &[DocumentSource],
        prediction: Option<PredictionSection>,
    ) -> Self {
        let (own, counts) = standing(key, records);
        let titles: BTreeMap<&DocumentId, &str> =
            documents.iter().map(|document| (&document.id, document.title.as_str())).collect();
        let parts: Vec<&Record> = records.iter().filter(|record| is_part_of(record, key)).collect();
        let identity = identity::section(&own, &parts, &titles);
        let sections = sections::all(&own, &titles);
        let conflicts = conflicts::find(&own, &titles);
        let gaps = gaps::find(&own);
        Self {
            key: key.to_owned(),
            name: most_used_name(&own).unwrap_or_else(|| key.to_owned()),
            counts,
            identity,
            sections,
            conflicts,
            gaps,
            prediction,
            documents: cited(&own, documents),
            namesakes: Vec::new(),
        }
    }

    /// The dossier as indented JSON.
    ///
    /// # Errors
    /// If a value cannot be written as JSON, which is a fault of the program.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// Whether a record has been taken out of what is held true.
pub(crate) fn is_out(status: ReviewStatus) -> bool {
    matches!(status, ReviewStatus::Rejected | ReviewStatus::Superseded)
}

fn standing<'a>(key: &str, records: &'a [Record]) -> (Vec<&'a Record>, DossierCounts) {
    let mut counts = DossierCounts::default();
    let mut own = Vec::new();
    for record in records.iter().filter(|record| record.substance.key() == key) {
        match record.review.status {
            ReviewStatus::Rejected => counts.rejected += 1,
            ReviewStatus::Superseded => counts.superseded += 1,
            ReviewStatus::Accepted | ReviewStatus::Adjudicated => counts.accepted += 1,
            ReviewStatus::Corrected => counts.corrected += 1,
            ReviewStatus::Unreviewed | ReviewStatus::InReview | ReviewStatus::Conflict => counts.undecided += 1,
        }
        if !is_out(record.review.status) {
            own.push(record);
        }
    }
    counts.shown = own.len();
    (own, counts)
}

fn is_part_of(record: &Record, key: &str) -> bool {
    let Payload::Identity(identity) = &record.payload else { return false };
    identity.part_of.as_deref() == Some(key) && !is_out(record.review.status)
}

/// The document a record was read from: that of its first evidence.
pub(crate) fn document_of(record: &Record) -> Option<&DocumentId> {
    record.evidence.first().map(|evidence| &evidence.document)
}

/// The name most records show; the alphabetically first among equals.
fn most_used_name(records: &[&Record]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        *counts.entry(record.substance.display_name()).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name.to_owned())
}

fn cited(records: &[&Record], documents: &[DocumentSource]) -> Vec<DocumentSource> {
    let mut counts: BTreeMap<&DocumentId, (usize, &str)> = BTreeMap::new();
    for record in records {
        let unique: BTreeSet<(&DocumentId, &str)> =
            record.evidence.iter().map(|evidence| (&evidence.document, evidence.title.as_str())).collect();
        for (document, title) in unique {
            counts.entry(document).or_insert((0, title)).0 += 1;
        }
    }
    let mut cited: Vec<DocumentSource> = counts
        .into_iter()
        .map(|(id, (records, title))| match documents.iter().find(|document| &document.id == id) {
            Some(known) => DocumentSource { records, ..known.clone() },
            None => DocumentSource {
                id: id.clone(),
                title: title.to_owned(),
                file_name: String::new(),
                read_at: String::new(),
                pages: 0,
                losses: 0,
                problems: 0,
                records,
            },
        })
        .collect();
    cited.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.title.cmp(&b.title)));
    cited
}
