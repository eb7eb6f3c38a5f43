//! The ordered, hash-chained event log.

use orfila_records::identifiers::content_hash;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::error::{Fault, StoreError};
use crate::journal::Journal;

/// What sort of event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A run was seen for the first time. Subject: the run.
    Run,
    /// A document was read and its records, losses and passage outcomes were stored. Subject: the document.
    /// Its records take the place of all records that earlier runs read from the document.
    DocumentRead,
    /// A document could not be read. Subject: the document.
    DocumentRefused,
    /// A curator decided. Subject: the record.
    Decision,
}

impl EventKind {
    /// The kind's word in the journal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::DocumentRead => "document_read",
            Self::DocumentRefused => "document_refused",
            Self::Decision => "decision",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Run, Self::DocumentRead, Self::DocumentRefused, Self::Decision]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// One event. Each carries the hash of the one before it, so that none can be changed, removed or moved unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the log, from 1, without gaps.
    pub seq: u64,
    /// When, in UTC, RFC 3339, as the caller stated it.
    pub at: String,
    /// What sort of event it is.
    pub kind: EventKind,
    /// Identifier of what it is about; see [`EventKind`].
    pub subject: String,
    /// Its content as JSON.
    pub payload: String,
    /// [`Event::hash`] of the event before it; empty for the first.
    pub previous_hash: String,
    /// SHA-256 over the previous hash, place, time, kind, subject and payload, in hexadecimal.
    pub hash: String,
}

impl Event {
    /// The hash that the event's fields give. A stored event whose `hash` differs was tampered with.
    #[must_use]
    pub fn content_hash(&self) -> String {
        content_hash([
            self.previous_hash.as_bytes(),
            &self.seq.to_le_bytes()[..],
            self.at.as_bytes(),
            self.kind.as_str().as_bytes(),
            self.subject.as_bytes(),
            self.payload.as_bytes(),
        ])
    }

    pub(crate) fn from_row(row: &Row<'_>) -> Result<Self, Fault> {
        let (seq, kind): (i64, String) = (row.get(0)?, row.get(2)?);
        Ok(Self {
            seq: u64::try_from(seq).map_err(|error| Fault::damaged("event number", &seq.to_string(), &error))?,
            at: row.get(1)?,
            kind: EventKind::parse(&kind)
                .ok_or_else(|| Fault::Damaged(format!("event {seq} is of an unknown kind `{kind}`")))?,
            subject: row.get(3)?,
            payload: row.get(4)?,
            previous_hash: row.get(5)?,
            hash: row.get(6)?,
        })
    }
}

pub(crate) const COLUMNS: &str = "seq, at, kind, subject, payload, previous_hash, hash";

/// The last event's number and hash; `(0, "")` in an empty journal.
pub(crate) fn head(connection: &Connection) -> Result<(i64, String), Fault> {
    let head = connection
        .prepare_cached("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(head.unwrap_or_default())
}

/// Appends an event and returns its number.
pub(crate) fn append(
    connection: &Connection,
    at: &str,
    kind: EventKind,
    subject: &str,
    payload: &str,
) -> Result<i64, Fault> {
    let (last, previous_hash) = head(connection)?;
    let seq = last + 1;
    let mut event = Event {
        seq: seq.unsigned_abs(),
        at: at.to_owned(),
        kind,
        subject: subject.to_owned(),
        payload: payload.to_owned(),
        previous_hash,
        hash: String::new(),
    };
    event.hash = event.content_hash();
    connection
        .prepare_cached(
            "INSERT INTO events (seq, at, kind, subject, payload, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![seq, at, kind.as_str(), subject, payload, event.previous_hash, event.hash])?;
    Ok(seq)
}

/// Serialises something of ours.
pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Encoding { what, source })
}

impl Journal {
    /// Up to `limit` events after number `seq`, in order. A projection catches up from its own watermark with this.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn events_after(&self, seq: u64, limit: usize) -> Result<Vec<Event>, StoreError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ?");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![integer(seq), integer(limit)])?;
            let mut events = Vec::new();
            while let Some(row) = rows.next()? {
                events.push(Event::from_row(row)?);
            }
            Ok(events)
        })
    }

    /// Number of the last event; 0 in an empty journal.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        self.read(|connection| Ok(head(connection)?.0.unsigned_abs()))
    }
}

/// A count as SQLite keeps it. What does not fit is past anything that can be stored.
pub(crate) fn integer<N: TryInto<i64>>(number: N) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// A count as it was kept.
pub(crate) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    Ok(usize::try_from(number).unwrap_or(0))
}
