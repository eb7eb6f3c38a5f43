//! The proof that stands beside every value: which record, which characters of which document, and what people decided.

use std::collections::BTreeMap;

use orfila_records::{
    BoundingBox, DecisionAction, DocumentId, Evidence, Grounding, PageNumber, Record, RecordId, Review, ReviewStatus,
    TextRange,
};
use serde::Serialize;

/// The characters one field was read from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citation {
    /// The field as a JSON pointer into the record.
    pub field: String,
    /// The document.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// The page, from 1.
    pub page: Option<PageNumber>,
    /// The characters themselves.
    pub quote: String,
    /// Where they stand in the document's text, in bytes.
    pub range: TextRange,
    /// Boxes on the page in points, origin at the top left.
    pub boxes: Vec<BoundingBox>,
    /// Table, row and column, base 0, if the quote is a cell.
    pub table_cell: Option<(usize, usize, usize)>,
    /// How the value stands to the quote.
    pub grounding: Grounding,
}

/// A standing correction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correction {
    /// The field as a JSON pointer into the record.
    pub field: String,
    /// The value that was read.
    pub old: Option<serde_json::Value>,
    /// The value that holds now; `None` for an emptied field.
    pub new: Option<serde_json::Value>,
    /// Who corrected it.
    pub actor: String,
    /// When, in UTC, RFC 3339.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// What a value rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// The record.
    pub record: RecordId,
    /// Where the record stands with the curators.
    pub review: ReviewStatus,
    /// The extractor that read it.
    pub extractor: String,
    /// Where it was read, the value's own place first.
    pub citations: Vec<Citation>,
    /// Corrections that stand. A corrected value differs from its quote.
    pub corrections: Vec<Correction>,
}

impl Citation {
    fn of(evidence: &Evidence, titles: &BTreeMap<&DocumentId, &str>) -> Self {
        let title = titles.get(&evidence.document).copied().unwrap_or(&evidence.title);
        Self {
            field: evidence.field.clone(),
            document: evidence.document.clone(),
            title: title.to_owned(),
            page: evidence.page,
            quote: evidence.quote.clone(),
            range: evidence.range,
            boxes: evidence.boxes.clone(),
            table_cell: evidence.table_cell,
            grounding: evidence.grounding,
        }
    }
}

impl Proof {
    /// The proof of a record, with the evidence of fields under `pointer` first.
    pub(crate) fn of(record: &Record, pointer: &str, titles: &BTreeMap<&DocumentId, &str>) -> Self {
        let mut evidence: Vec<&Evidence> = record.evidence.iter().collect();
        evidence.sort_by_key(|evidence| !evidence.field.starts_with(pointer));
        Self {
            record: record.id.clone(),
            review: record.review.status,
            extractor: record.extraction.extractor.clone(),
            citations: evidence.into_iter().map(|evidence| Citation::of(evidence, titles)).collect(),
            corrections: corrections(&record.review),
        }
    }

    /// The citation to show where there is place for one.
    #[must_use]
    pub fn first(&self) -> Option<&Citation> {
        self.citations.first()
    }

    /// The review status as a word for people.
    #[must_use]
    pub fn review_word(&self) -> &'static str {
        review_word(self.review)
    }

    /// The review status as a class of the stylesheet.
    pub(crate) fn review_class(&self) -> String {
        review_class(self.review)
    }
}

/// A review status as a class of the stylesheet.
pub(crate) fn review_class(status: ReviewStatus) -> String {
    review_word(status).replace(' ', "-")
}

/// A review status in words for people.
pub(crate) fn review_word(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Unreviewed => "unreviewed",
        ReviewStatus::InReview => "in review",
        ReviewStatus::Accepted => "accepted",
        ReviewStatus::Corrected => "corrected",
        ReviewStatus::Rejected => "rejected",
        ReviewStatus::Conflict => "conflict",
        ReviewStatus::Adjudicated => "adjudicated",
        ReviewStatus::Superseded => "superseded",
    }
}

fn corrections(review: &Review) -> Vec<Correction> {
    Review::standing(&review.decisions)
        .filter(|decision| decision.action == DecisionAction::Correct)
        .map(|decision| Correction {
            field: decision.field.clone().unwrap_or_default(),
            old: decision.old.clone(),
            new: decision.new.clone(),
            actor: decision.actor.clone(),
            at: decision.at.clone(),
            reason: decision.reason.clone().unwrap_or_default(),
        })
        .collect()
}

impl Correction {
    /// The correction in one line: field, value before, value after, who, why.
    #[must_use]
    pub fn line(&self) -> String {
        let shown = |value: &Option<serde_json::Value>| match value {
            None | Some(serde_json::Value::Null) => "nothing".to_owned(),
            Some(serde_json::Value::String(text)) => format!("“{text}”"),
            Some(other) => other.to_string(),
        };
        let (old, new) = (shown(&self.old), shown(&self.new));
        format!("{} corrected from {old} to {new} by {} ({}): {}", self.field, self.actor, self.at, self.reason)
    }
}
