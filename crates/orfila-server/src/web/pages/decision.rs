//! The curator's forms: accept, correct, reject, undo. A stale form changes nothing and says so.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use orfila_records::{Decision, DecisionAction, DecisionId, Record, RecordId};
use orfila_store::{Journal, NewDecision, StoreError, now_utc};
use serde::Deserialize;
use serde_json::Value;

use super::record::what_it_did;
use super::{Page, layout};
use crate::dossier::words;
use crate::state::ServerState;
use crate::web::App;
use crate::web::failure::Failure;
use crate::web::session::{self, LONGEST_NAME, encode};

/// What a form sends.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sent {
    #[serde(default)]
    token: String,
    #[serde(default)]
    actor: String,
    /// The last decision that the page showed; empty for none.
    #[serde(default)]
    expected: String,
    action: DecisionAction,
    #[serde(default)]
    field: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    undoes: String,
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictBody {
    record: String,
    action: String,
    field: String,
    new: String,
    reason: String,
    since: Vec<(String, String, String, String, String)>,
}

enum Outcome {
    Decided,
    Conflict(Vec<Decision>),
}

/// The values that a curator may mean by what was typed, the likeliest first.
///
/// Where text stands, text is meant, unless it is typed in JSON's quotes or as `null`; where a number, a list or a word
/// such as `true` stands, JSON is meant; an empty field tells nothing, so that both are tried.
fn values_meant(standing: Option<&Value>, typed: &str) -> Result<Vec<Value>, Failure> {
    let typed = typed.trim();
    let text = || Value::String(typed.to_owned());
    let json = serde_json::from_str::<Value>(typed).ok();
    match (standing, json) {
        (Some(Value::String(_)), Some(json @ (Value::String(_) | Value::Null))) => Ok(vec![json]),
        (Some(Value::String(_)), _) => Ok(vec![text()]),
        (Some(Value::Null) | None, Some(json)) => Ok(vec![json, text()]),
        (Some(Value::Null) | None, None) => Ok(vec![text()]),
        (Some(_), Some(json)) => Ok(vec![json]),
        (Some(standing), None) => {
            let detail = format!(
                "The field holds {standing}, so its new value must be JSON of that sort (for example 12.5, [\"H315\"] or null), \
                 not `{typed}`. Go back and mend it."
            );
            Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, detail))
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn standing_value(record: &Record, field: &str) -> Option<Value> {
    serde_json::to_value(record).ok()?.pointer(field).cloned()
}

/// The decisions that the form may mean; more than one only where the sort of a value is open.
fn wanted(journal: &Journal, id: &RecordId, sent: &Sent) -> Result<Vec<NewDecision>, Failure> {
    let mut decision = NewDecision::new(id, sent.action, sent.actor.trim(), "curator", &now_utc());
    decision.reason = filled(&sent.reason).map(str::to_owned);
    if sent.action == DecisionAction::Undo {
        decision.undoes = filled(&sent.undoes).map(DecisionId::from_hash);
    }
    if sent.action != DecisionAction::Correct {
        return Ok(vec![decision]);
    }
    let record = journal.record(id)?.ok_or_else(|| StoreError::UnknownRecord { record: id.clone() })?;
    let field = sent.field.trim();
    let standing = standing_value(&record, field);
    let values = values_meant(standing.as_ref(), &sent.new)?;
    Ok(values.into_iter().map(|value| decision.clone().setting(field, value)).collect())
}

fn make(journal: &mut Journal, id: &RecordId, sent: &Sent) -> Result<Outcome, Failure> {
    let expected = filled(&sent.expected).map(DecisionId::from_hash);
    let mut refused = None;
    for decision in wanted(journal, id, sent)? {
        match journal.decide(&decision, expected.as_ref()) {
            Ok(_) => return Ok(Outcome::Decided),
            Err(StoreError::Conflict { .. }) => {
                let decisions = journal.decisions(id)?;
                let seen = decisions.iter().position(|known| Some(&known.id) == expected.as_ref());
                let since = decisions.into_iter().skip(seen.map_or(0, |seen| seen + 1)).collect();
                return Ok(Outcome::Conflict(since));
            }
            Err(error @ StoreError::DecisionRefused { .. }) => refused = refused.or(Some(error)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(refused.map_or_else(|| Failure::bad_request("The form decides nothing."), Failure::from))
}

fn decided(state: &ServerState, id: &RecordId, sent: &Sent) -> Result<Outcome, Failure> {
    state.write(|journal| Ok(make(journal, id, sent)))?
}

fn conflict(id: &str, sent: &Sent, since: &[Decision]) -> Page {
    let body = ConflictBody {
        record: id.to_owned(),
        action: words(&sent.action),
        field: sent.field.clone(),
        new: sent.new.clone(),
        reason: sent.reason.clone(),
        since: since
            .iter()
            .map(|decision| {
                let reason = decision.reason.clone().unwrap_or_default();
                let (action, what) = (words(&decision.action), what_it_did(decision));
                (action, decision.actor.clone(), decision.at.clone(), what, reason)
            })
            .collect(),
    };
    let page = layout::page("Somebody decided first – Orfila", "", &body)?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// `POST /records/{id}/decisions`
pub(crate) async fn decide(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Page {
    session::check(&app.state, &headers, &sent.token)?;
    if filled(&sent.actor).is_none() || sent.actor.chars().count() > LONGEST_NAME {
        let detail = format!("A decision needs the name of who decides, of at most {LONGEST_NAME} characters.");
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, detail));
    }
    let (record, form) = (RecordId::from_hash(id.clone()), sent.clone());
    let outcome = app.blocking(move |state| decided(state, &record, &form)).await?;
    let mut response = match outcome {
        Outcome::Decided => Redirect::to(&format!("/records/{}?done=1", encode(&id))).into_response(),
        Outcome::Conflict(since) => conflict(&id, &sent, &since)?,
    };
    session::remember(response.headers_mut(), sent.actor.trim());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn typed_values_are_taken_as_what_stands_there() {
        let check = |standing: Option<Value>, typed: &str, expected: Option<Vec<Value>>| {
            assert_eq!(values_meant(standing.as_ref(), typed).ok(), expected, "{standing:?} {typed}");
        };
        check(Some(json!("1B")), "2", Some(vec![json!("2")]));
        check(Some(json!("1B")), "\"2\"", Some(vec![json!("2")]));
        check(Some(json!("1B")), "null", Some(vec![Value::Null]));
        check(Some(json!(5.0)), "6.5", Some(vec![json!(6.5)]));
        check(Some(json!(5.0)), "six", None);
        check(Some(json!(["H315"])), "[\"H319\"]", Some(vec![json!(["H319"])]));
        check(Some(Value::Null), "96", Some(vec![json!(96), json!("96")]));
        check(Some(Value::Null), "96 h", Some(vec![json!("96 h")]));
        check(None, "x", Some(vec![json!("x")]));
    }
}
