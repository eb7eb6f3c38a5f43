//! Committing a document with everything that was read from it, in one transaction.

use std::collections::HashSet;

use orfila_records::identifiers::content_hash;
use orfila_records::{Document, DocumentId, Loss, PassageOutcome, Record, Review, RunId, Violation};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::clock::is_utc;
use crate::current;
use crate::error::{Fault, StoreError};
use crate::event::{self, EventKind, integer, to_json};
use crate::journal::Journal;
use crate::words::word;

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

/// Which part of the work a loss comes from.
pub(crate) const READING: &str = "reading";
pub(crate) const EXTRACTION: &str = "extraction";

/// An entry in the form in which it is stored.
struct Prepared<'a> {
    entry: &'a DocumentEntry<'a>,
    reading: String,
    reading_hash: String,
    records: Vec<(&'a Record, String)>,
    digest: String,
}

/// The content of a [`EventKind::DocumentRead`] event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRead {
    /// The document.
    pub document: DocumentId,
    /// The run.
    pub run: RunId,
    /// The file's name.
    pub file_name: String,
    /// Where it was found.
    pub path: String,
    /// Its length in bytes.
    pub byte_length: u64,
    /// SHA-256 of the stored document in JSON.
    pub reading: String,
    /// Number of records.
    pub records: usize,
    /// Number of losses, the reader's included.
    pub losses: usize,
    /// Number of passage outcomes.
    pub outcomes: usize,
    /// SHA-256 over the reading's hash and every record, loss and outcome in order.
    pub digest: String,
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
        let entry = self.entry;
        DocumentRead {
            document: entry.document.id.clone(),
            run: entry.run.clone(),
            file_name: entry.document.file_name.clone(),
            path: entry.path.to_owned(),
            byte_length: entry.byte_length,
            reading: self.reading_hash.clone(),
            records: self.records.len(),
            losses: entry.document.losses.len() + entry.losses.len(),
            outcomes: entry.outcomes.len(),
            digest: self.digest.clone(),
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
    let document = entry.document.id.as_str();
    let payload = to_json("an event", &prepared.event())?;
    let seq = event::append(connection, entry.at, EventKind::DocumentRead, document, &payload)?;
    let new_document = store_identity(connection, document, &entry.document.file_name, entry.path, seq)?;
    if !exists(connection, "SELECT 1 FROM readings WHERE hash = ?", &prepared.reading_hash)? {
        connection.prepare_cached("INSERT INTO readings (hash, json, seq) VALUES (?, ?, ?)")?.execute(params![
            prepared.reading_hash,
            prepared.reading,
            seq
        ])?;
    }
    store_extraction(connection, prepared, seq)?;
    store_records(connection, prepared, seq)?;
    store_losses(connection, entry)?;
    store_outcomes(connection, entry)?;
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

/// Stores name and place of a document that the journal has not seen; says whether it was new.
pub(crate) fn store_identity(
    connection: &Connection,
    document: &str,
    file_name: &str,
    path: &str,
    seq: i64,
) -> Result<bool, Fault> {
    if exists(connection, "SELECT 1 FROM documents WHERE id = ?", document)? {
        return Ok(false);
    }
    connection
        .prepare_cached("INSERT INTO documents (id, file_name, path, seq) VALUES (?, ?, ?, ?)")?
        .execute(params![document, file_name, path, seq])?;
    Ok(true)
}

fn store_extraction(connection: &Connection, prepared: &Prepared<'_>, seq: i64) -> Result<(), Fault> {
    let (entry, document) = (prepared.entry, prepared.entry.document);
    let coverage = document.coverage();
    connection
        .prepare_cached(
            "INSERT INTO extractions (document, run, reading, path, byte_length, format, title, pages, passages,
                 problems, records, losses, characters_read, characters_left_out, characters_unexplained, digest, seq)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            document.id.as_str(),
            entry.run.as_str(),
            prepared.reading_hash,
            entry.path,
            integer(entry.byte_length),
            word(&document.format)?,
            document.title,
            integer(document.pages.len()),
            integer(document.passages.len()),
            integer(document.problems.len()),
            integer(prepared.records.len()),
            integer(document.losses.len() + entry.losses.len()),
            integer(coverage.in_passages),
            integer(coverage.left_out),
            integer(coverage.unexplained),
            prepared.digest,
            seq,
        ])?;
    Ok(())
}

fn store_records(connection: &Connection, prepared: &Prepared<'_>, seq: i64) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO records (id, document, run, ordinal, kind, substance_key, json, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (ordinal, (record, json)) in (0_i64..).zip(&prepared.records) {
        statement.execute(params![
            record.id.as_str(),
            prepared.entry.document.id.as_str(),
            prepared.entry.run.as_str(),
            ordinal,
            record.kind().as_str(),
            record.substance.key(),
            json,
            seq,
        ])?;
    }
    Ok(())
}

fn store_losses(connection: &Connection, entry: &DocumentEntry<'_>) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO losses (document, run, ordinal, stage, reason, page, start, \"end\", text, characters, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (ordinal, (stage, loss)) in (0_i64..).zip(staged_losses(entry.document, entry.losses)) {
        statement.execute(params![
            entry.document.id.as_str(),
            entry.run.as_str(),
            ordinal,
            stage,
            word(&loss.reason)?,
            loss.page.map(|page| page.0),
            loss.range.map(|range| integer(range.start)),
            loss.range.map(|range| integer(range.end)),
            loss.text,
            integer(loss.characters),
            loss.detail,
        ])?;
    }
    Ok(())
}

fn store_outcomes(connection: &Connection, entry: &DocumentEntry<'_>) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO passage_outcomes (document, run, ordinal, passage, outcome, json) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for (ordinal, outcome) in (0_i64..).zip(entry.outcomes) {
        let (passage, name) = match outcome {
            PassageOutcome::Used { passage, .. } => (passage, "used"),
            PassageOutcome::Unused { passage, .. } => (passage, "unused"),
            PassageOutcome::NothingRecognised { passage } => (passage, "nothing_recognised"),
        };
        let json = to_json("an outcome", outcome)?;
        statement.execute(params![
            entry.document.id.as_str(),
            entry.run.as_str(),
            ordinal,
            passage.as_str(),
            name,
            json,
        ])?;
    }
    Ok(())
}
