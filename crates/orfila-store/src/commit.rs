//! Committing a document with everything that was read from it, in one transaction.

use std::collections::HashSet;

use orfila_records::identifiers::content_hash;
use orfila_records::{Document, DocumentId, Loss, PassageOutcome, Record, Review, RunId, Violation};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::clock::is_utc;
use crate::current;
use crate::error::{Fault, StoreError};
use crate::event::{self, EventKind, to_json};
use crate::extraction::{self, DocumentRead, EXTRACTION, READING};
use crate::journal::Journal;

/// A document and everything that one run read from it.
#[derive(Debug, Clone, Copy)]
pub struct DocumentEntry<'a> {
    /// The document. Its own losses ([`Document::losses`]) are stored too.
    pub document: &'a Document,
    /// Where the file was found, as the user named it.
    pub path: &'a str,
    /// The file's length in bytes.
    pub byte_length: u64,
    /// Hash of configuration, model and pipeline version. Every record must carry it.
    pub run: &'a RunId,
    /// The run in JSON: configuration, model and pipeline version, for people who ask what the hash stands for.
    pub run_description: &'a str,
    /// The records. Each must keep every rule and cite this document alone.
    pub records: &'a [Record],
    /// Losses of the extraction, without those of the reader, which stand in the document.
    pub losses: &'a [Loss],
    /// What became of each passage.
    pub outcomes: &'a [PassageOutcome],
    /// When, in UTC, RFC 3339 ([`crate::now_utc`]).
    pub at: &'a str,
}

/// What a commit changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The journal had never seen the document.
    pub new_document: bool,
    /// The journal had no extraction of the document by the run. If `false`, nothing was stored.
    pub new_extraction: bool,
    /// Records added.
    pub new_records: usize,
    /// Records with decisions that are no longer current, because an earlier run read them. The decisions are kept;
    /// a curator should look at the new records.
    pub reviewed_records_replaced: usize,
    /// The run had read something else from the same document before: the extractor is not deterministic.
    /// What was stored first stands.
    pub differs: bool,
}

/// An entry in the form in which it is stored.
struct Prepared<'a> {
    entry: &'a DocumentEntry<'a>,
    reading: String,
    reading_hash: String,
    records: Vec<(&'a Record, String)>,
    digest: String,
}

/// Hash over everything that belongs to one extraction.
pub(crate) fn digest<'a>(
    reading_hash: &str,
    records: impl IntoIterator<Item = &'a str>,
    losses: &[(&'static str, String)],
    outcomes: &[String],
) -> String {
    let list = |hashes: Vec<String>| content_hash(hashes.iter().map(String::as_bytes));
    let records = list(records.into_iter().map(|json| content_hash([json.as_bytes()])).collect());
    let losses = list(losses.iter().map(|(stage, json)| content_hash([stage.as_bytes(), json.as_bytes()])).collect());
    let outcomes = list(outcomes.iter().map(|json| content_hash([json.as_bytes()])).collect());
    content_hash([reading_hash.as_bytes(), records.as_bytes(), losses.as_bytes(), outcomes.as_bytes()])
}

fn staged_losses<'a>(document: &'a Document, losses: &'a [Loss]) -> impl Iterator<Item = (&'static str, &'a Loss)> {
    let read = document.losses.iter().map(|loss| (READING, loss));
    read.chain(losses.iter().map(|loss| (EXTRACTION, loss)))
}

fn invalid(document: &DocumentId, record: &str, field: &str, rule: impl Into<String>) -> StoreError {
    StoreError::Invalid {
        document: document.clone(),
        record: record.to_owned(),
        violation: Violation { field: field.to_owned(), rule: rule.into() },
    }
}

impl<'a> Prepared<'a> {
    fn new(entry: &'a DocumentEntry<'a>) -> Result<Self, StoreError> {
        let refuse = |field: &str, rule: &str| Err(invalid(&entry.document.id, "-", field, rule));
        if !is_utc(entry.at) {
            return refuse("at", "a time stamp is RFC 3339 in UTC");
        }
        if entry.run.as_str().is_empty() || entry.document.id.as_str().is_empty() {
            return refuse("run", "document and run need an identifier");
        }
        let reading = to_json("a document", entry.document)?;
        if serde_json::from_str::<Document>(&reading).ok().as_ref() != Some(entry.document) {
            return refuse("document", "the document does not survive being stored (a number that is not finite?)");
        }
        let records = distinct(entry)?;
        let losses: Vec<_> = staged_losses(entry.document, entry.losses)
            .map(|(stage, loss)| Ok((stage, to_json("a loss", loss)?)))
            .collect::<Result<_, StoreError>>()?;
        let outcomes: Vec<_> =
            entry.outcomes.iter().map(|outcome| to_json("an outcome", outcome)).collect::<Result<_, _>>()?;
        let reading_hash = content_hash([reading.as_bytes()]);
        let digest = digest(&reading_hash, records.iter().map(|(_, json)| json.as_str()), &losses, &outcomes);
        Ok(Self { entry, reading, reading_hash, records, digest })
    }

    fn event(&self) -> DocumentRead {
        let (entry, document) = (self.entry, self.entry.document);
        DocumentRead {
            document: document.id.clone(),
            run: entry.run.clone(),
            reading: self.reading_hash.clone(),
            digest: self.digest.clone(),
            path: entry.path.to_owned(),
            byte_length: entry.byte_length,
            file_name: document.file_name.clone(),
            format: document.format,
            title: document.title.clone(),
            pages: document.pages.len(),
            passages: document.passages.len(),
            problems: document.problems.len(),
            coverage: document.coverage(),
            records: self.records.len(),
            losses: document.losses.len() + entry.losses.len(),
            outcomes: entry.outcomes.len(),
        }
    }
}

/// The entry's records as they are stored, each once, after every rule was checked.
fn distinct<'a>(entry: &'a DocumentEntry<'a>) -> Result<Vec<(&'a Record, String)>, StoreError> {
    let mut seen = HashSet::new();
    let mut records = Vec::with_capacity(entry.records.len());
    for record in entry.records {
        let json = check(entry, record)?;
        if seen.insert(&record.id) {
            records.push((record, json));
        }
    }
    Ok(records)
}

/// Checks a record and returns the JSON that is stored: without review, which follows from decisions.
fn check(entry: &DocumentEntry<'_>, record: &Record) -> Result<String, StoreError> {
    let document = &entry.document.id;
    let refuse = |field: &str, rule: &str| Err(invalid(document, record.id.as_str(), field, rule));
    if let Some(violation) = record.violations().into_iter().next() {
        return refuse(&violation.field, &violation.rule);
    }
    if &record.extraction.run != entry.run {
        return refuse("/extraction/run", "a record carries the run it is committed with");
    }
    if let Some(index) = record.evidence.iter().position(|evidence| &evidence.document != document) {
        return refuse(&format!("/evidence/{index}"), "a record cites the document it is committed with");
    }
    let bare = Record { review: Review::default(), ..record.clone() };
    let json = to_json("a record", &bare)?;
    if serde_json::from_str::<Record>(&json).ok().as_ref() != Some(&bare) {
        return refuse("", "the record does not survive being stored (a number that is not finite?)");
    }
    Ok(json)
}

impl Journal {
    /// Whether the run's extraction of the document is stored, so that an interrupted batch can go on where it stopped.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn has_extraction(&self, document: &DocumentId, run: &RunId) -> Result<bool, StoreError> {
        self.read(|connection| Ok(stored_digest(connection, document, run)?.is_some()))
    }

    /// Stores a document with its records, losses and outcomes, all or nothing; durable when it returns.
    ///
    /// Committing the same document by the same run again stores nothing. A new run's records become the document's
    /// current ones, and those of earlier runs stay in the journal.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field and the rule that a record breaks; nothing is stored then.
    pub fn commit_document(&mut self, entry: &DocumentEntry<'_>) -> Result<Committed, StoreError> {
        let prepared = Prepared::new(entry)?;
        self.write(|connection| store(connection, &prepared))
    }
}

fn stored_digest(connection: &Connection, document: &DocumentId, run: &RunId) -> Result<Option<String>, Fault> {
    Ok(connection
        .prepare_cached("SELECT digest FROM extractions WHERE document = ? AND run = ?")?
        .query_row([document.as_str(), run.as_str()], |row| row.get(0))
        .optional()?)
}

fn store(connection: &Connection, prepared: &Prepared<'_>) -> Result<Committed, Fault> {
    let entry = prepared.entry;
    if let Some(stored) = stored_digest(connection, &entry.document.id, entry.run)? {
        return Ok(Committed { differs: stored != prepared.digest, ..Committed::default() });
    }
    store_run(connection, entry.run, entry.run_description, entry.at)?;
    let read = prepared.event();
    let payload = to_json("an event", &read)?;
    let seq = event::append(connection, entry.at, EventKind::DocumentRead, read.document.as_str(), &payload)?;
    let new_document = store_identity(connection, &read.document, seq)?;
    if !exists(connection, "SELECT 1 FROM readings WHERE hash = ?", &read.reading)? {
        let mut statement = connection.prepare_cached("INSERT INTO readings (hash, json, seq) VALUES (?, ?, ?)")?;
        statement.execute(params![read.reading, prepared.reading, seq])?;
    }
    read.store(connection, seq)?;
    extraction::store_records(connection, &read, &prepared.records)?;
    extraction::store_losses(connection, &read, staged_losses(entry.document, entry.losses))?;
    extraction::store_outcomes(connection, &read, entry.outcomes)?;
    let reviewed_records_replaced = current::replace_document(connection, &entry.document.id)?;
    Ok(Committed {
        new_document,
        new_extraction: true,
        new_records: prepared.records.len(),
        reviewed_records_replaced,
        differs: false,
    })
}

pub(crate) fn exists(connection: &Connection, sql: &str, key: &str) -> Result<bool, Fault> {
    Ok(connection.prepare_cached(sql)?.exists([key])?)
}

/// Stores a run that the journal has not seen, as an event of its own.
pub(crate) fn store_run(connection: &Connection, run: &RunId, description: &str, at: &str) -> Result<(), Fault> {
    if exists(connection, "SELECT 1 FROM runs WHERE id = ?", run.as_str())? {
        return Ok(());
    }
    let seq = event::append(connection, at, EventKind::Run, run.as_str(), description)?;
    connection.prepare_cached("INSERT INTO runs (id, description, seq) VALUES (?, ?, ?)")?.execute(params![
        run.as_str(),
        description,
        seq
    ])?;
    Ok(())
}

/// Stores that the journal knows a document; says whether that is new.
pub(crate) fn store_identity(connection: &Connection, document: &DocumentId, seq: i64) -> Result<bool, Fault> {
    if exists(connection, "SELECT 1 FROM documents WHERE id = ?", document.as_str())? {
        return Ok(false);
    }
    connection
        .prepare_cached("INSERT INTO documents (id, seq) VALUES (?, ?)")?
        .execute(params![document.as_str(), seq])?;
    Ok(true)
}
