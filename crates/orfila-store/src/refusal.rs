//! Files that could not be read: an outcome like any other, with its reason and what the user can do.

use orfila_records::identifiers::content_hash;
use orfila_records::{DocumentId, RunId, Violation};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::clock::is_utc;
use crate::commit::{exists, store_identity, store_run};
use crate::error::{Fault, StoreError};
use crate::event::{self, EventKind, integer, to_json};
use crate::journal::Journal;

/// A file that could not be read.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// SHA-256 of its bytes; `None` if not even these could be read (no permission, vanished): its path stands in.
    pub document: Option<&'a DocumentId>,
    /// Where it was found, as the user named it.
    pub path: &'a str,
    /// Its length in bytes, if known.
    pub byte_length: Option<u64>,
    /// The run that tried.
    pub run: &'a RunId,
    /// The run in JSON.
    pub run_description: &'a str,
    /// A stable word for machines, for example `encrypted`.
    pub code: &'a str,
    /// What happened.
    pub message: &'a str,
    /// What the user can do.
    pub remedy: &'a str,
    /// When, in UTC, RFC 3339.
    pub at: &'a str,
}

/// The content of a [`EventKind::DocumentRefused`] event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRefused {
    /// SHA-256 of the file's bytes, or of its path.
    pub document: DocumentId,
    /// Whether `document` is the hash of the path, because the bytes could not be read.
    pub by_path: bool,
    /// Where it was found.
    pub path: String,
    /// Its length in bytes, if known.
    pub byte_length: Option<u64>,
    /// The run that tried.
    pub run: RunId,
    /// A stable word for machines.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What the user can do.
    pub remedy: String,
}

impl DocumentRefused {
    /// The identifier of a file of which only the path is known.
    #[must_use]
    pub fn path_identifier(path: &str) -> DocumentId {
        DocumentId::from_hash(content_hash([&b"path"[..], path.as_bytes()]))
    }

    /// From a row with every column of `refusals`.
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            document: DocumentId::from_hash(row.get::<_, String>("document")?),
            by_path: row.get("by_path")?,
            path: row.get("path")?,
            byte_length: row.get::<_, Option<i64>>("byte_length")?.map(i64::unsigned_abs),
            run: RunId::from_hash(row.get::<_, String>("run")?),
            code: row.get("code")?,
            message: row.get("message")?,
            remedy: row.get("remedy")?,
        })
    }

    /// The row that the event with this number stored.
    pub(crate) fn stored(connection: &Connection, seq: i64) -> Result<Option<Self>, Fault> {
        Ok(connection
            .prepare_cached("SELECT * FROM refusals WHERE seq = ?")?
            .query_row([seq], Self::from_row)
            .optional()?)
    }

    fn of(refusal: &Refusal<'_>) -> Self {
        let document = refusal.document.cloned().unwrap_or_else(|| Self::path_identifier(refusal.path));
        Self {
            document,
            by_path: refusal.document.is_none(),
            path: refusal.path.to_owned(),
            byte_length: refusal.byte_length,
            run: refusal.run.clone(),
            code: refusal.code.to_owned(),
            message: refusal.message.to_owned(),
            remedy: refusal.remedy.to_owned(),
        }
    }
}

/// Stores a refusal; `false` if the same was stored before.
pub(crate) fn store(
    connection: &Connection,
    refused: &DocumentRefused,
    description: &str,
    at: &str,
) -> Result<bool, Fault> {
    let payload = to_json("a refusal", refused)?;
    let id = content_hash([payload.as_bytes()]);
    if exists(connection, "SELECT 1 FROM refusals WHERE id = ?", &id)? {
        return Ok(false);
    }
    store_run(connection, &refused.run, description, at)?;
    let document = refused.document.as_str();
    let seq = event::append(connection, at, EventKind::DocumentRefused, document, &payload)?;
    store_identity(connection, &refused.document, seq)?;
    connection
        .prepare_cached(
            "INSERT INTO refusals (id, document, run, path, byte_length, by_path, code, message, remedy, seq)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            id,
            document,
            refused.run.as_str(),
            refused.path,
            refused.byte_length.map(integer),
            refused.by_path,
            refused.code,
            refused.message,
            refused.remedy,
            seq,
        ])?;
    Ok(true)
}

pub(crate) fn check(refused: &DocumentRefused, at: &str) -> Result<(), StoreError> {
    let rule = |holds: bool, field: &str, rule: &str| match holds {
        true => Ok(()),
        false => Err(StoreError::Invalid {
            document: refused.document.clone(),
            record: "-".to_owned(),
            violation: Violation { field: field.to_owned(), rule: rule.to_owned() },
        }),
    };
    rule(is_utc(at), "at", "a time stamp is RFC 3339 in UTC")?;
    rule(!refused.code.is_empty(), "code", "a refusal needs a code")?;
    rule(!refused.message.is_empty(), "message", "a refusal says what happened")
}

impl Journal {
    /// Stores that a file could not be read; `false` if the same run had refused it for the same reason before.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if code, message or time are missing.
    pub fn commit_refusal(&mut self, refusal: &Refusal<'_>) -> Result<bool, StoreError> {
        let refused = DocumentRefused::of(refusal);
        check(&refused, refusal.at)?;
        self.write(|connection| store(connection, &refused, refusal.run_description, refusal.at))
    }

    /// Whether the run has refused the document, so that an interrupted batch need not try it again.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn has_refusal(&self, document: &DocumentId, run: &RunId) -> Result<bool, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT 1 FROM refusals WHERE document = ? AND run = ?")?
                .exists([document.as_str(), run.as_str()])?)
        })
    }
}
