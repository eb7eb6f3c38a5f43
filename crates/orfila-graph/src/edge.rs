//! Edges: what a record says between two nodes.

use orfila_records::{Qualifier, RecordId, ReviewStatus};
use serde::{Deserialize, Serialize};

/// The kinds of edge. The first node is always the substance (for `HasComponent`, the product).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// A product or mixture has a component (substance).
    HasComponent,
    /// A substance is mentioned in a document; the record is the first of those that say so.
    MentionedIn,
    /// A substance is used as or in (use).
    UsedAs,
    /// A substance is classified as (hazard class or code).
    ClassifiedAs,
    /// A substance was tested in (species).
    TestedIn,
    /// A substance has a value of (endpoint).
    HasEndpoint,
    /// A substance was measured or estimated in (medium).
    MeasuredIn,
    /// A substance has a limit in or by (medium, region, authority).
    LimitedIn,
    /// A substance is made, imported, used or released in (region).
    ProducedIn,
}

impl EdgeKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::HasComponent,
        Self::MentionedIn,
        Self::UsedAs,
        Self::ClassifiedAs,
        Self::TestedIn,
        Self::HasEndpoint,
        Self::MeasuredIn,
        Self::LimitedIn,
        Self::ProducedIn,
    ];

    /// The kind's word in JSON and in exports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HasComponent => "has_component",
            Self::MentionedIn => "mentioned_in",
            Self::UsedAs => "used_as",
            Self::ClassifiedAs => "classified_as",
            Self::TestedIn => "tested_in",
            Self::HasEndpoint => "has_endpoint",
            Self::MeasuredIn => "measured_in",
            Self::LimitedIn => "limited_in",
            Self::ProducedIn => "produced_in",
        }
    }

    /// The words between the first node and the second.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::HasComponent => "has the component",
            Self::MentionedIn => "is mentioned in",
            Self::UsedAs => "is used as",
            Self::ClassifiedAs => "is classified as",
            Self::TestedIn => "was tested in",
            Self::HasEndpoint => "has a value of",
            Self::MeasuredIn => "was measured in",
            Self::LimitedIn => "is limited in or by",
            Self::ProducedIn => "is reported for",
        }
    }

    /// The words between the second node and the first.
    pub(crate) fn words_back(self) -> &'static str {
        match self {
            Self::HasComponent => "is a component of",
            Self::MentionedIn => "mentions",
            Self::UsedAs => "is a use of",
            Self::ClassifiedAs => "is a classification of",
            Self::TestedIn => "was given",
            Self::HasEndpoint => "is known for",
            Self::MeasuredIn => "was found to hold",
            Self::LimitedIn => "limits",
            Self::ProducedIn => "is a place of",
        }
    }
}

/// What one record says between two nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// What is said.
    pub kind: EdgeKind,
    /// The record that says it.
    pub record: RecordId,
    /// What the value is of: the endpoint, the limit's name, the activity.
    pub subject: Option<String>,
    /// The value as it is shown to people, with its unit.
    pub value: Option<String>,
    /// The comparator of the value.
    pub qualifier: Option<Qualifier>,
    /// Where the record stands with the curators.
    pub review: ReviewStatus,
}

impl Edge {
    /// A total order, so that edges come out the same whatever order they went in.
    pub(crate) fn order(&self) -> (EdgeKind, &str, Option<&str>, Option<&str>) {
        (self.kind, self.record.as_str(), self.subject.as_deref(), self.value.as_deref())
    }
}
