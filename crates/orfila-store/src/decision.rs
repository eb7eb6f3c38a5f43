//! Curators' decisions: checked, chained to the one before, and never lost to another curator's.

use orfila_records::identifiers::content_hash;
use orfila_records::{Decision, DecisionAction, DecisionId, Record, RecordId, Review};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;

use crate::clock::is_utc;
use crate::correction::{self, Obstacle};
use crate::current;
use crate::error::{Fault, StoreError};
use crate::event::{self, EventKind, integer, to_json};
use crate::journal::Journal;

/// A decision that is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDecision {
    /// The record it is about.
    pub record: RecordId,
    /// What is done.
    pub action: DecisionAction,
    /// Who does it.
    pub actor: String,
    /// In which role, for example `curator`.
    pub role: String,
    /// When, in UTC, RFC 3339 ([`crate::now_utc`]).
    pub at: String,
    /// For a correction: the field as a JSON pointer into the record, under `/payload/` or `/substance/`.
    pub field: Option<String>,
    /// For a correction: the value after. [`Value::Null`] empties a field that may be empty.
    pub new: Option<Value>,
    /// Why. A correction and a rejection need it.
    pub reason: Option<String>,
    /// For an undo: the decision that is taken back.
    pub undoes: Option<DecisionId>,
}

impl NewDecision {
    /// A decision with an action and nothing else said.
    #[must_use]
    pub fn new(record: &RecordId, action: DecisionAction, actor: &str, role: &str, at: &str) -> Self {
        Self {
            record: record.clone(),
            action,
            actor: actor.to_owned(),
            role: role.to_owned(),
            at: at.to_owned(),
            field: None,
            new: None,
            reason: None,
            undoes: None,
        }
    }

    /// The same decision with a reason.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// The same decision about a field and its value after.
    #[must_use]
    pub fn setting(mut self, field: &str, new: Value) -> Self {
        self.field = Some(field.to_owned());
        self.new = Some(new);
        self
    }

    /// The same decision, taking back another.
    #[must_use]
    pub fn undoing(mut self, decision: &DecisionId) -> Self {
        self.undoes = Some(decision.clone());
        self
    }
}

/// The decisions about a record, oldest first, taken-back ones included.
pub(crate) fn of_record(connection: &Connection, record: &RecordId) -> Result<Vec<Decision>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT id, json FROM decisions WHERE record = ? ORDER BY ordinal")?;
    let rows =
        statement.query_map([record.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (id, json) = row?;
        parse_decision(&id, &json)
    })
    .collect()
}

/// A decision from its stored JSON.
pub(crate) fn parse_decision(id: &str, json: &str) -> Result<Decision, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::damaged("decision", id, &error))
}

/// The identifier that a decision's content and its predecessor on the same record give.
pub(crate) fn content_id(previous: Option<&DecisionId>, decision: &Decision) -> Result<DecisionId, StoreError> {
    let bare = Decision { id: DecisionId::from_hash(""), ..decision.clone() };
    let json = to_json("a decision", &bare)?;
    let previous = previous.map_or("", DecisionId::as_str);
    Ok(DecisionId::from_hash(&content_hash([previous.as_bytes(), json.as_bytes()])[..32]))
}

/// The value with the keys of its objects sorted: whether `serde_json` keeps or sorts them is a build option, and a
/// decision's hash must not depend on it.
fn canonical(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.into_iter().map(|(key, value)| (key, canonical(value))).collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(pairs.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(canonical).collect()),
        other => other,
    }
}

fn filled(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// The rules that concern the decision alone.
fn well_formed(decision: &NewDecision) -> Result<(), Obstacle> {
    use DecisionAction::{Correct, Reject, Undo};
    let rule = |holds: bool, reason: &str, remedy: &str| {
        if holds { Ok(()) } else { Err(Obstacle::new(reason, remedy)) }
    };
    let action = decision.action;
    rule(!decision.actor.trim().is_empty(), "nobody is named as its author", "say who decides")?;
    rule(!decision.role.trim().is_empty(), "no role is named", "say in which role, for example `curator`")?;
    rule(is_utc(&decision.at), "its time is not RFC 3339 in UTC", "give a time such as 2026-01-31T12:00:00Z")?;
    let reasoned = !matches!(action, Correct | Reject) || filled(decision.reason.as_ref());
    rule(reasoned, "a correction and a rejection need a reason", "give a reason")?;
    let correction = action == Correct;
    rule(filled(decision.field.as_ref()) == correction, "a correction names a field, others do not", "name the field")?;
    rule(decision.new.is_some() == correction, "a correction gives a value, others do not", "give the new value")?;
    rule(decision.undoes.is_some() == (action == Undo), "an undo names a decision, others do not", "name the decision")
}

/// The rules that concern an undo and the decisions before it.
fn can_be_undone(decisions: &[Decision], undoes: &DecisionId) -> Result<(), Obstacle> {
    let remedy = "name a decision as `review show` prints it";
    let Some(target) = decisions.iter().find(|decision| &decision.id == undoes) else {
        return Err(Obstacle::new(format!("the record has no decision {undoes}"), remedy));
    };
    if target.action == DecisionAction::Undo {
        return Err(Obstacle::new(format!("{undoes} is an undo itself"), "make the decision again instead"));
    }
    if !Review::standing(decisions).any(|decision| &decision.id == undoes) {
        return Err(Obstacle::new(format!("decision {undoes} was taken back already"), remedy));
    }
    Ok(())
}

/// The decision that follows on `before`, or why it may not be made.
fn shape(record: &Record, before: &[Decision], wanted: &NewDecision) -> Result<Decision, Obstacle> {
    well_formed(wanted)?;
    if let Some(undoes) = &wanted.undoes {
        can_be_undone(before, undoes)?;
    }
    let standing = correction::apply(record.clone(), before)?;
    let old = wanted.field.as_ref().and_then(|field| correction::value_at(&standing, field));
    let new = wanted.new.clone().map(canonical);
    if wanted.action == DecisionAction::Correct && old.is_some() && old == new {
        return Err(Obstacle::new("the field has that value already", "accept the record instead"));
    }
    let decision = Decision {
        id: DecisionId::from_hash(""),
        record: wanted.record.clone(),
        action: wanted.action,
        actor: wanted.actor.clone(),
        role: wanted.role.clone(),
        at: wanted.at.clone(),
        field: wanted.field.clone(),
        old: old.map(canonical).filter(|value| !value.is_null()),
        new: new.filter(|value| !value.is_null()),
        reason: wanted.reason.clone(),
        undoes: wanted.undoes.clone(),
    };
    let mut after = before.to_vec();
    after.push(decision.clone());
    let undoing = wanted.action == DecisionAction::Undo;
    correction::apply(record.clone(), &after).map_err(|obstacle| match undoing {
        true => Obstacle::new(
            format!("without it a later correction does not hold: {}", obstacle.reason),
            "take the later corrections back first",
        ),
        false => obstacle,
    })?;
    Ok(decision)
}

fn refused(record: &RecordId, obstacle: Obstacle) -> Fault {
    let Obstacle { reason, remedy } = obstacle;
    StoreError::DecisionRefused { record: record.clone(), reason, remedy }.into()
}

fn bare_record(connection: &Connection, id: &RecordId) -> Result<Record, Fault> {
    let json: Option<String> = connection
        .prepare_cached("SELECT json FROM records WHERE id = ?")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    let json = json.ok_or_else(|| StoreError::UnknownRecord { record: id.clone() })?;
    current::parse_record(id.as_str(), &json)
}

fn make(connection: &Connection, wanted: &NewDecision, expected: Option<&DecisionId>) -> Result<Decision, Fault> {
    let record = bare_record(connection, &wanted.record)?;
    let before = of_record(connection, &wanted.record)?;
    let last = before.last().map(|decision| &decision.id);
    if last != expected {
        return Err(StoreError::Conflict {
            record: wanted.record.clone(),
            expected: expected.cloned(),
            found: last.cloned(),
        }
        .into());
    }
    let mut decision = shape(&record, &before, wanted).map_err(|obstacle| refused(&wanted.record, obstacle))?;
    decision.id = content_id(last, &decision)?;
    store(connection, &decision, before.len())?;
    Ok(decision)
}

fn store(connection: &Connection, decision: &Decision, ordinal: usize) -> Result<(), Fault> {
    let json = to_json("a decision", decision)?;
    let seq = event::append(connection, &decision.at, EventKind::Decision, decision.record.as_str(), &json)?;
    connection
        .prepare_cached("INSERT INTO decisions (id, record, ordinal, json, seq) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![decision.id.as_str(), decision.record.as_str(), integer(ordinal), json, seq])?;
    current::refresh_record(connection, &decision.record)
}

/// Takes over a decision made elsewhere; `false` if it is here already. It must follow on the record's last decision.
pub(crate) fn adopt(connection: &Connection, decision: &Decision) -> Result<bool, Fault> {
    let before = of_record(connection, &decision.record)?;
    if before.iter().any(|known| known == decision) {
        return Ok(false);
    }
    let wanted = NewDecision {
        record: decision.record.clone(),
        action: decision.action,
        actor: decision.actor.clone(),
        role: decision.role.clone(),
        at: decision.at.clone(),
        field: decision.field.clone(),
        new: (decision.action == DecisionAction::Correct).then(|| decision.new.clone().unwrap_or(Value::Null)),
        reason: decision.reason.clone(),
        undoes: decision.undoes.clone(),
    };
    let last = before.last().map(|decision| decision.id.clone());
    let made = make(connection, &wanted, last.as_ref())?;
    if &made == decision {
        return Ok(true);
    }
    let reason = "it does not follow on the last decision here, or was changed since it was made";
    Err(refused(&decision.record, Obstacle::new(reason, "compare the decisions on both sides and decide anew")))
}

impl Journal {
    /// Makes a decision about a record. `expected_last` is the last decision that the curator saw, `None` for none.
    ///
    /// # Errors
    /// - [`StoreError::UnknownRecord`];
    /// - [`StoreError::Conflict`] if there is another last decision by now: no decision is ever overwritten unseen;
    /// - [`StoreError::DecisionRefused`] for a correction or rejection without a reason, a field that does not exist or
    ///   is not open to correction, a value that does not fit or breaks a rule, an undo of nothing.
    pub fn decide(
        &mut self,
        decision: &NewDecision,
        expected_last: Option<&DecisionId>,
    ) -> Result<Decision, StoreError> {
        self.write(|connection| make(connection, decision, expected_last))
    }

    /// The decisions about a record, oldest first, taken-back ones included.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn decisions(&self, record: &RecordId) -> Result<Vec<Decision>, StoreError> {
        self.read(|connection| of_record(connection, record))
    }
}
