//! The audit: does the journal still say what was committed?

use orfila_records::identifiers::content_hash;
use orfila_records::{Decision, DecisionId, DocumentId, RecordId, Review, RunId};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use crate::commit;
use crate::current;
use crate::decision;
use crate::documents;
use crate::error::{Fault, StoreError};
use crate::event::{COLUMNS, Event, EventKind, integer, to_json};
use crate::extraction::DocumentRead;
use crate::journal::Journal;
use crate::refusal::DocumentRefused;

/// The newest event: enough to tell later whether anything before it was changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The event's number.
    pub seq: u64,
    /// Its hash.
    pub hash: String,
}

/// Something that does not stand as it was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The event it belongs to; `None` if it belongs to no event.
    pub seq: Option<u64>,
    /// What was found, in words.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "event {seq}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// What the audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Events walked.
    pub events: usize,
    /// Extractions checked against their digests.
    pub extractions: usize,
    /// Records whose content gives their identifier.
    pub records: usize,
    /// Decisions that follow on the ones before them.
    pub decisions: usize,
    /// The newest event; `None` in an empty journal.
    pub head: Option<Head>,
    /// What does not stand as it was committed, the first bad event first. At most [`MOST_FINDINGS`].
    pub findings: Vec<Finding>,
}

/// The audit stops after so many findings.
pub const MOST_FINDINGS: usize = 100;

impl Verification {
    /// Whether everything stands as it was committed.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, seq: Option<u64>, what: impl Into<String>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { seq, what: what.into() });
        }
    }
}

/// A failure to understand what is stored is a finding; a failure to read is an error.
fn found(result: Result<Option<String>, Fault>) -> Result<Option<String>, Fault> {
    match result {
        Err(Fault::Damaged(what)) => Ok(Some(what)),
        Err(Fault::Sqlite(error)) if error.sqlite_error_code().is_none() => {
            Ok(Some(format!("what it speaks of is missing or of the wrong type ({error})")))
        }
        other => other,
    }
}

fn walk(connection: &Connection, verification: &mut Verification) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM events ORDER BY seq");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let (mut expected, mut previous) = (1_u64, String::new());
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let event = match Event::from_row(row) {
            Ok(event) => event,
            Err(fault) => {
                verification.find(Some(seq.unsigned_abs()), fault.to_string());
                return Ok(());
            }
        };
        chained(&event, expected, &previous, verification);
        if let Some(what) = found(content(connection, &event, verification))? {
            verification.find(Some(event.seq), what);
        }
        verification.events += 1;
        expected = event.seq.saturating_add(1);
        previous.clone_from(&event.hash);
        verification.head = Some(Head { seq: event.seq, hash: event.hash });
    }
    Ok(())
}

fn chained(event: &Event, expected: u64, previous: &str, verification: &mut Verification) {
    let seq = Some(event.seq);
    if event.seq != expected {
        verification.find(seq, format!("event {expected} is missing"));
    }
    if event.previous_hash != previous {
        verification.find(seq, "it does not follow on the event before it: one was changed, removed or moved");
    }
    if event.hash != event.content_hash() {
        verification.find(seq, "its content does not give its hash: it was changed");
    }
}

/// What is wrong with the content that an event speaks of, if anything is.
fn content(connection: &Connection, event: &Event, verification: &mut Verification) -> Result<Option<String>, Fault> {
    match event.kind {
        EventKind::Run => run(connection, event),
        EventKind::DocumentRead => {
            verification.extractions += 1;
            extraction(connection, event, verification)
        }
        EventKind::DocumentRefused => refusal(connection, event),
        EventKind::Decision => {
            verification.decisions += 1;
            decided(connection, event)
        }
    }
}

fn run(connection: &Connection, event: &Event) -> Result<Option<String>, Fault> {
    let description: Option<String> = connection
        .prepare_cached("SELECT description FROM runs WHERE id = ?")?
        .query_row([&event.subject], |row| row.get(0))
        .optional()?;
    let same = description.as_deref() == Some(event.payload.as_str());
    Ok((!same).then(|| format!("the description of run {} was changed or removed", event.subject)))
}

fn payload<T: for<'a> Deserialize<'a>>(event: &Event) -> Result<T, Fault> {
    serde_json::from_str(&event.payload)
        .map_err(|error| Fault::damaged("payload of event", &event.seq.to_string(), &error))
}

fn extraction(
    connection: &Connection,
    event: &Event,
    verification: &mut Verification,
) -> Result<Option<String>, Fault> {
    let read: DocumentRead = payload(event)?;
    let (document, run) = (&read.document, &read.run);
    if DocumentRead::stored(connection, integer(event.seq))?.as_ref() != Some(&read) {
        return Ok(Some(format!("the extraction of document {document} was changed or removed")));
    }
    let json: String = connection
        .prepare_cached("SELECT json FROM readings WHERE hash = ?")?
        .query_row([&read.reading], |row| row.get(0))?;
    if content_hash([json.as_bytes()]) != read.reading {
        return Ok(Some(format!("the text of document {document} was changed")));
    }
    let records = records(connection, document, run)?;
    verification.records += records.len();
    let losses: Result<Vec<_>, StoreError> = documents::staged_losses(connection, document, run)?
        .iter()
        .map(|(stage, loss)| Ok((*stage, to_json("a loss", loss)?)))
        .collect();
    let outcomes = outcomes(connection, document, run)?;
    let digest = commit::digest(&read.reading, records.iter().map(String::as_str), &losses?, &outcomes);
    Ok((digest != read.digest)
        .then(|| format!("a record, a loss or an outcome of document {document} was changed, added or removed")))
}

fn outcomes(connection: &Connection, document: &DocumentId, run: &RunId) -> Result<Vec<String>, Fault> {
    let mut statement = connection
        .prepare_cached("SELECT json FROM passage_outcomes WHERE document = ? AND run = ? ORDER BY ordinal")?;
    let rows = statement.query_map([document.as_str(), run.as_str()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The records' JSON, after each was found to give its identifier.
fn records(connection: &Connection, document: &DocumentId, run: &RunId) -> Result<Vec<String>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT id, json FROM records WHERE document = ? AND run = ? ORDER BY ordinal")?;
    let mut rows = statement.query([document.as_str(), run.as_str()])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(sound_record(row)?);
    }
    Ok(records)
}

fn sound_record(row: &Row<'_>) -> Result<String, Fault> {
    let (id, json): (String, String) = (row.get(0)?, row.get(1)?);
    let record = current::parse_record(&id, &json)?;
    let id = RecordId::from_hash(id);
    if record.id != id || record.content_id() != id || record.review != Review::default() {
        return Err(Fault::Damaged(format!("record {id} was changed: its content does not give its identifier")));
    }
    Ok(json)
}

fn refusal(connection: &Connection, event: &Event) -> Result<Option<String>, Fault> {
    let refused: DocumentRefused = payload(event)?;
    let same = DocumentRefused::stored(connection, integer(event.seq))?.as_ref() == Some(&refused);
    Ok((!same).then(|| format!("the refusal of document {} was changed or removed", refused.document)))
}

fn decided(connection: &Connection, event: &Event) -> Result<Option<String>, Fault> {
    let told: Decision = payload(event)?;
    let stored: Option<(String, i64)> = connection
        .prepare_cached("SELECT json, ordinal FROM decisions WHERE id = ? AND record = ? AND seq = ?")?
        .query_row((told.id.as_str(), told.record.as_str(), integer(event.seq)), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((json, ordinal)) = stored.filter(|(json, _)| json == &event.payload) else {
        return Ok(Some(format!("decision {} was changed or removed", told.id)));
    };
    let previous: Option<String> = connection
        .prepare_cached("SELECT id FROM decisions WHERE record = ? AND ordinal = ?")?
        .query_row((told.record.as_str(), ordinal - 1), |row| row.get(0))
        .optional()?;
    let previous = previous.map(DecisionId::from_hash);
    let decision = decision::parse_decision(told.id.as_str(), &json)?;
    let follows = previous.is_some() == (ordinal > 0) && decision::content_id(previous.as_ref(), &decision)? == told.id;
    Ok((!follows).then(|| format!("decision {} does not follow on the one before it", told.id)))
}

/// Rows that no event speaks of, and damage of the file itself.
fn whole(connection: &Connection, verification: &mut Verification) -> Result<(), Fault> {
    for (table, kind) in [
        ("runs", EventKind::Run),
        ("extractions", EventKind::DocumentRead),
        ("refusals", EventKind::DocumentRefused),
        ("decisions", EventKind::Decision),
    ] {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM {table}), (SELECT COUNT(*) FROM events WHERE kind = '{}')",
            kind.as_str()
        );
        let (rows, events): (i64, i64) = connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if rows != events {
            verification.find(None, format!("{table} has {rows} rows and the log tells of {events}"));
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        verification.find(None, format!("a row of {table} speaks of something that is not there"));
    }
    let integrity: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if integrity != "ok" {
        verification.find(None, format!("the file is damaged: {integrity}"));
    }
    Ok(())
}

/// Whether the current records are those that follow from the rest.
fn projection(connection: &Connection, verification: &mut Verification) -> Result<(), Fault> {
    if let Some(what) = found(current::out_of_step(connection))? {
        verification.find(None, format!("the table of current records is out of step: {what}; make it again"));
    }
    Ok(())
}

fn audit(connection: &Connection) -> Result<Verification, Fault> {
    let mut verification = Verification::default();
    walk(connection, &mut verification)?;
    whole(connection, &mut verification)?;
    projection(connection, &mut verification)?;
    Ok(verification)
}

impl Journal {
    /// Walks the chain of events and checks that each one's content stands as it was committed.
    ///
    /// The newest events can be removed unseen together with all they speak of; [`Journal::verify_against`] sees that.
    ///
    /// # Errors
    /// If the file cannot be read at all. Whatever can be read and is wrong is a [`Finding`].
    pub fn verify(&self) -> Result<Verification, StoreError> {
        self.read(audit)
    }

    /// As [`Journal::verify`], and checks that the event noted earlier as the newest still stands.
    ///
    /// # Errors
    /// As [`Journal::verify`].
    pub fn verify_against(&self, noted: &Head) -> Result<Verification, StoreError> {
        self.read(|connection| {
            let mut verification = audit(connection)?;
            let hash: Option<String> = connection
                .prepare_cached("SELECT hash FROM events WHERE seq = ?")?
                .query_row([integer(noted.seq)], |row| row.get(0))
                .optional()?;
            if hash.as_ref() != Some(&noted.hash) {
                verification.find(Some(noted.seq), "the event noted here is gone or another stands in its place");
            }
            Ok(verification)
        })
    }
}
