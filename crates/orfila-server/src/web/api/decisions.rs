//! Decisions by JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use orfila_records::{DecisionAction, DecisionId, RecordId};
use orfila_store::{NewDecision, now_utc};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Answer;
use crate::web::App;

/// A decision to be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionAsked {
    action: DecisionAction,
    actor: String,
    #[serde(default = "curator")]
    role: String,
    field: Option<String>,
    /// `null` empties a field, which is something else than saying nothing.
    #[serde(default, deserialize_with = "present")]
    new: Option<Value>,
    reason: Option<String>,
    undoes: Option<DecisionId>,
    /// The last decision that was seen, `null` for none. It must be said, so that nobody decides unseen.
    #[serde(deserialize_with = "Option::deserialize")]
    expected_last: Option<DecisionId>,
}

fn curator() -> String {
    "curator".to_owned()
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Makes a decision. Another site cannot send it: JSON from elsewhere needs a permission that is never given.
pub(crate) async fn decide(State(app): State<App>, Path(id): Path<String>, Json(asked): Json<DecisionAsked>) -> Answer {
    let record = RecordId::from_hash(id);
    let decision = app
        .blocking(move |state| {
            let wanted = NewDecision {
                record,
                action: asked.action,
                actor: asked.actor,
                role: asked.role,
                at: now_utc(),
                field: asked.field,
                new: asked.new,
                reason: asked.reason,
                undoes: asked.undoes,
            };
            Ok(state.write(|journal| journal.decide(&wanted, asked.expected_last.as_ref()))?)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(decision)).into_response())
}
