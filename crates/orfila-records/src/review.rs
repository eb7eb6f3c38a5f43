//! What curators decided. A decision is an event; a record's status follows from its events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifiers::{DecisionId, RecordId};

/// Where a record stands with the curators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Nobody has looked at it.
    #[default]
    Unreviewed,
    /// Somebody is looking at it.
    InReview,
    /// Accepted as it is.
    Accepted,
    /// Accepted with corrections.
    Corrected,
    /// Rejected.
    Rejected,
    /// Two curators decided differently.
    Conflict,
    /// An adjudicator decided.
    Adjudicated,
    /// Another record stands in its place.
    Superseded,
}

/// What a curator did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionAction {
    /// Accept the record as it is.
    Accept,
    /// Set one field to another value; needs a reason.
    Correct,
    /// Reject the record; needs a reason.
    Reject,
    /// Take back an earlier decision.
    Undo,
}

/// One event of curation. It is never changed or removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Content hash of the fields below and of the decision before it.
    pub id: DecisionId,
    /// The record it is about.
    pub record: RecordId,
    /// What was done.
    pub action: DecisionAction,
    /// Who did it.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// When, in UTC, RFC 3339.
    pub at: String,
    /// For a correction: the field as a JSON pointer into the record.
    pub field: Option<String>,
    /// For a correction: the value before.
    pub old: Option<serde_json::Value>,
    /// For a correction: the value after.
    pub new: Option<serde_json::Value>,
    /// Why.
    pub reason: Option<String>,
    /// For an undo: the decision that is taken back.
    pub undoes: Option<DecisionId>,
}

/// A record's status and the decisions it follows from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Where the record stands.
    pub status: ReviewStatus,
    /// The decisions, oldest first.
    pub decisions: Vec<Decision>,
}

impl Review {
    /// The review that follows from the decisions, oldest first. Taken-back decisions stay listed and count for nothing.
    #[must_use]
    pub fn from_decisions(decisions: Vec<Decision>) -> Self {
        let status =
            Self::standing(&decisions).last().map_or(ReviewStatus::Unreviewed, |decision| match decision.action {
                DecisionAction::Accept if Self::standing(&decisions).any(|d| d.action == DecisionAction::Correct) => {
                    ReviewStatus::Corrected
                }
                DecisionAction::Accept => ReviewStatus::Accepted,
                DecisionAction::Correct => ReviewStatus::Corrected,
                DecisionAction::Reject => ReviewStatus::Rejected,
                DecisionAction::Undo => ReviewStatus::Unreviewed,
            });
        Self { status, decisions }
    }

    /// The decisions that were not taken back, undo events left out.
    pub fn standing(decisions: &[Decision]) -> impl Iterator<Item = &Decision> {
        decisions.iter().filter(|decision| {
            decision.action != DecisionAction::Undo
                && !decisions.iter().any(|other| other.undoes.as_ref() == Some(&decision.id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(id: &str, action: DecisionAction, undoes: Option<&str>) -> Decision {
        Decision {
            id: DecisionId::from_hash(id),
            record: RecordId::from_hash("r"),
            action,
            actor: "ada".into(),
            role: "curator".into(),
            at: "2026-01-01T00:00:00Z".into(),
            field: None,
            old: None,
            new: None,
            reason: None,
            undoes: undoes.map(DecisionId::from_hash),
        }
    }

    #[test]
    fn status_follows_from_standing_decisions() {
        use DecisionAction::{Accept, Correct, Reject, Undo};
        let status = |decisions| Review::from_decisions(decisions).status;
        assert_eq!(status(vec![]), ReviewStatus::Unreviewed);
        assert_eq!(status(vec![decision("a", Accept, None)]), ReviewStatus::Accepted);
        assert_eq!(status(vec![decision("a", Accept, None), decision("b", Undo, Some("a"))]), ReviewStatus::Unreviewed);
        assert_eq!(status(vec![decision("a", Correct, None), decision("b", Accept, None)]), ReviewStatus::Corrected);
        assert_eq!(
            status(vec![decision("a", Accept, None), decision("b", Reject, None), decision("c", Undo, Some("b"))]),
            ReviewStatus::Accepted
        );
    }
}
