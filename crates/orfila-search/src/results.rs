//! What a search gives back.

use orfila_records::{DocumentId, PageNumber, PassageId, RecordId, RecordKind, ReviewStatus, TextRange};
use serde::{Deserialize, Serialize};

use crate::entries::EntryKind;
use crate::interval::{Certainty, UnknownReason};

/// A stretch of an entry's text with the searched words in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// Where the text begins in [`orfila_records::Document::text`], in bytes; `None` for records, whose text is their quotes.
    pub offset: Option<usize>,
    /// The searched words in `text`: byte offsets, base 0, half-open, in order, not overlapping.
    pub highlights: Vec<TextRange>,
    /// Whether text before or after it was left out.
    pub cut: bool,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What was hit.
    pub entry: EntryKind,
    /// The substance's key; `None` for passages.
    pub substance_key: Option<String>,
    /// The record, if it is one.
    pub record: Option<RecordId>,
    /// The kind of record, if it is one.
    pub kind: Option<RecordKind>,
    /// Where the record stands with the curators, if it is one.
    pub review: Option<ReviewStatus>,
    /// The document of a record or passage.
    pub document: Option<DocumentId>,
    /// The passage, if it is one.
    pub passage: Option<PassageId>,
    /// The page, from 1.
    pub page: Option<PageNumber>,
    /// One line that stands for the entry.
    pub title: String,
    /// The text that was hit.
    pub snippet: Option<Snippet>,
    /// How the hit stands to the query's ranges; `None` if the query has no range.
    pub certainty: Option<Certainty>,
    /// Why a hit is [`Certainty::Unknown`].
    pub unknown_reason: Option<UnknownReason>,
    /// Relevance (BM25); larger is better, comparable only within one search.
    pub score: f32,
}

/// How often a value occurs among the hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Number of hits with it.
    pub count: u64,
}

/// The values of a field among all hits, not only those returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The field, as it is named in queries.
    pub field: String,
    /// The most frequent values (at most [`MOST_FACET_VALUES`]), most frequent first, equals in alphabetical order.
    pub values: Vec<FacetCount>,
    /// Number of different values, those not listed included.
    pub distinct: u64,
}

/// Most values listed for one facet.
pub const MOST_FACET_VALUES: usize = 50;

/// How many hits stand how to the query's ranges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeCounts {
    /// Hits whose whole interval lies in the range.
    pub certain: u64,
    /// Hits whose interval overlaps the range.
    pub possible: u64,
    /// Hits of which nothing comparable is known (withheld, not reported, another dimension).
    pub unknown: u64,
}

/// The hits of a search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Number of hits, those not returned included.
    pub total: u64,
    /// How the hits stand to the ranges; `None` if the query has no range.
    pub ranges: Option<RangeCounts>,
    /// The hits from `offset` on, at most `limit`: certain before possible before unknown, then by score.
    pub hits: Vec<Hit>,
    /// Counts over all hits; fields without values are left out.
    pub facets: Vec<Facet>,
    /// What the user should know about how the query was read.
    pub notices: Vec<String>,
    /// How many hits were left out at the start.
    pub offset: usize,
    /// How many hits were asked for.
    pub limit: usize,
}

impl SearchResults {
    /// The facet of a field, if any hit has a value in it.
    #[must_use]
    pub fn facet(&self, field: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.field == field)
    }
}
