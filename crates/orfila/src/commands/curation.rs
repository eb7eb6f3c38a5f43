//! `orfila review`: curation without a browser.

use orfila_records::{Decision, DecisionAction, DecisionId, Record, RecordId};
use orfila_store::{Journal, NewDecision, StoreError, now_utc};
use serde_json::Value;

use super::Session;
use crate::cli::{Deciding, Review};
use crate::output::{self, Outcome, WrongUse};

/// Runs one step of curation.
///
/// # Errors
/// If there is no project, no such record, or the decision is refused.
pub(crate) fn run(session: &Session, review: Review) -> anyhow::Result<Outcome> {
    match review {
        Review::Next { limit } => next(session, limit),
        Review::Show { record } => show_one(session, &record),
        Review::Accept(deciding) => decide(session, &deciding, DecisionAction::Accept, None),
        Review::Correct { deciding, field, value } => {
            let value = serde_json::from_str(&value).unwrap_or(Value::String(value));
            decide(session, &deciding, DecisionAction::Correct, Some((field, value)))
        }
        Review::Reject(deciding) => decide(session, &deciding, DecisionAction::Reject, None),
        Review::Undo(deciding) => undo(session, &deciding),
        Review::Stats => stats(session),
    }
}

fn next(session: &Session, limit: usize) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    let queue = journal.review_queue(limit)?;
    if queue.is_empty() && !session.json {
        output::line("nothing is waiting for review");
    }
    for record in &queue {
        show(session, record)?;
    }
    Ok(Outcome::AllWell)
}

fn show_one(session: &Session, id: &str) -> anyhow::Result<Outcome> {
    let journal = session.project.existing_journal()?;
    show(session, &find(&journal, id)?)?;
    Ok(Outcome::AllWell)
}

fn find(journal: &Journal, id: &str) -> anyhow::Result<Record> {
    let missing = || {
        WrongUse(format!("{id}: the journal holds no such record; take the id from `orfila review next` or a search"))
    };
    Ok(journal.record(&RecordId::from_hash(id))?.ok_or_else(missing)?)
}

/// Writes a record with the characters it was read from.
pub(crate) fn show(session: &Session, record: &Record) -> anyhow::Result<()> {
    if session.json {
        return output::json(record);
    }
    output::line(&format!(
        "{}  {}  {}  [{:?}]",
        record.id,
        record.kind(),
        record.substance.display_name(),
        record.review.status
    ));
    output::line(&format!("  {}", summary(record)));
    for evidence in &record.evidence {
        let page = evidence.page.map(|page| format!(", page {page}")).unwrap_or_default();
        let quote = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        output::line(&format!("  {:28} “{quote}” ({}{page})", evidence.field, evidence.title));
    }
    let least = record.extraction.confidence.iter().min_by(|one, other| one.1.total_cmp(other.1));
    if let Some((field, probability)) = least {
        output::line(&format!("  least sure of {field}: probability {probability:.2}"));
    }
    for decision in &record.review.decisions {
        let reason = decision.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        output::line(&format!(
            "  {} {:?} by {} ({}){reason}",
            decision.at, decision.action, decision.actor, decision.id
        ));
    }
    Ok(())
}

/// The claim in one line.
pub(crate) fn summary(record: &Record) -> String {
    let mut payload = serde_json::to_value(&record.payload).unwrap_or_default();
    if let Some(object) = payload.as_object_mut() {
        object.remove("record_kind");
        if let Some(quantity) = record.payload.quantity() {
            let pointer = record.payload.quantity_pointer().trim_start_matches("/payload/");
            object.insert(pointer.to_owned(), Value::String(quantity.to_string()));
        }
        object.retain(|_, value| {
            !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()) && *value != Value::Bool(false)
        });
        return object
            .iter()
            .map(|(key, value)| format!("{key}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect::<Vec<_>>()
            .join("; ");
    }
    String::new()
}

fn decide(
    session: &Session,
    deciding: &Deciding,
    action: DecisionAction,
    correction: Option<(String, Value)>,
) -> anyhow::Result<Outcome> {
    let mut journal = existing_for_writing(session)?;
    let record = find(&journal, &deciding.record)?;
    let mut decision = NewDecision::new(&record.id, action, &actor(deciding)?, "curator", &now_utc());
    decision.reason.clone_from(&deciding.reason);
    if let Some((field, value)) = correction {
        decision = decision.setting(&field, value);
    }
    commit(session, &mut journal, &record, deciding, &decision)
}

fn undo(session: &Session, deciding: &Deciding) -> anyhow::Result<Outcome> {
    let mut journal = existing_for_writing(session)?;
    let record = find(&journal, &deciding.record)?;
    let standing =
        orfila_records::Review::standing(&record.review.decisions).last().map(|decision| decision.id.clone());
    let last = standing.ok_or_else(|| WrongUse(format!("{}: there is no decision to take back", record.id)))?;
    let mut decision =
        NewDecision::new(&record.id, DecisionAction::Undo, &actor(deciding)?, "curator", &now_utc()).undoing(&last);
    decision.reason.clone_from(&deciding.reason);
    commit(session, &mut journal, &record, deciding, &decision)
}

fn commit(
    session: &Session,
    journal: &mut Journal,
    record: &Record,
    deciding: &Deciding,
    decision: &NewDecision,
) -> anyhow::Result<Outcome> {
    let seen = deciding.after.as_ref().map(DecisionId::from_hash);
    let last = record.review.decisions.last().map(|decision| decision.id.clone());
    let made: Decision = journal.decide(decision, seen.as_ref().or(last.as_ref())).map_err(refused)?;
    session.project.search_index(journal)?;
    let after = find(journal, record.id.as_str())?;
    if session.json {
        return output::json(&made).map(|()| Outcome::AllWell);
    }
    output::line(&format!("{:?} by {} at {}: {}", made.action, made.actor, made.at, made.id));
    show(session, &after)?;
    Ok(Outcome::AllWell)
}

/// A decision that breaks a rule or comes too late is wrong use; anything else is the environment's fault.
fn refused(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::DecisionRefused { .. } | StoreError::Conflict { .. } | StoreError::UnknownRecord { .. } => {
            WrongUse(error.to_string()).into()
        }
        other => other.into(),
    }
}

/// Decisions need a project that exists: a mistyped folder must not become a new one.
fn existing_for_writing(session: &Session) -> anyhow::Result<Journal> {
    session.project.existing_journal()?;
    session.project.journal()
}

fn actor(deciding: &Deciding) -> anyhow::Result<String> {
    let login = || std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).ok();
    let actor = deciding.actor.clone().or_else(login).filter(|actor| !actor.trim().is_empty());
    Ok(actor.ok_or_else(|| WrongUse("who decides? Give --actor NAME".to_owned()))?)
}

fn stats(session: &Session) -> anyhow::Result<Outcome> {
    let stats = session.project.existing_journal()?.review_stats()?;
    if session.json {
        output::json(&stats)?;
    } else {
        output::line(&format!("{} records, {} decisions", stats.records, stats.decisions));
        for (status, count) in &stats.by_status {
            output::line(&format!("  {count:>8} {status:?}"));
        }
    }
    Ok(Outcome::AllWell)
}
