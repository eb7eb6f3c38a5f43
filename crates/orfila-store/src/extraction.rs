//! The rows of one extraction: what one run read from one document.

use orfila_records::{Coverage, DocumentFormat, DocumentId, Loss, PassageOutcome, Record, RunId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::error::Fault;
use crate::event::{count, integer, to_json};
use crate::words::{parse, word};

/// The stage of a loss that the reader met.
pub(crate) const READING: &str = "reading";
/// The stage of a loss that the extraction met.
pub(crate) const EXTRACTION: &str = "extraction";

/// The content of a [`crate::EventKind::DocumentRead`] event: one run's reading of one document, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRead {
    /// The document.
    pub document: DocumentId,
    /// The run.
    pub run: RunId,
    /// SHA-256 of the stored document in JSON.
    pub reading: String,
    /// SHA-256 over `reading` and every record, loss and passage outcome in order.
    pub digest: String,
    /// Where the file was found.
    pub path: String,
    /// Its length in bytes.
    pub byte_length: u64,
    /// Its name.
    pub file_name: String,
    /// What kind of file it is.
    pub format: DocumentFormat,
    /// Its title, where it states one.
    pub title: Option<String>,
    /// Number of pages; 0 where the source has none.
    pub pages: usize,
    /// Number of passages.
    pub passages: usize,
    /// Number of problems that the reader met.
    pub problems: usize,
    /// How many characters are accounted for.
    pub coverage: Coverage,
    /// Number of records.
    pub records: usize,
    /// Number of losses, the reader's included.
    pub losses: usize,
    /// Number of passage outcomes.
    pub outcomes: usize,
}

impl DocumentRead {
    pub(crate) fn store(&self, connection: &Connection, seq: i64) -> Result<(), Fault> {
        connection
            .prepare_cached(
                "INSERT INTO extractions (document, run, reading, digest, path, byte_length, file_name, format, title,
                     pages, passages, problems, characters_read, characters_left_out, characters_unexplained, records,
                     losses, outcomes, seq)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.document.as_str(),
                self.run.as_str(),
                self.reading,
                self.digest,
                self.path,
                integer(self.byte_length),
                self.file_name,
                word(&self.format)?,
                self.title,
                integer(self.pages),
                integer(self.passages),
                integer(self.problems),
                integer(self.coverage.in_passages),
                integer(self.coverage.left_out),
                integer(self.coverage.unexplained),
                integer(self.records),
                integer(self.losses),
                integer(self.outcomes),
                seq,
            ])?;
        Ok(())
    }

    /// From a row with every column of `extractions`.
    pub(crate) fn from_row(row: &Row<'_>) -> Result<Self, Fault> {
        Ok(Self {
            document: DocumentId::from_hash(row.get::<_, String>("document")?),
            run: RunId::from_hash(row.get::<_, String>("run")?),
            reading: row.get("reading")?,
            digest: row.get("digest")?,
            path: row.get("path")?,
            byte_length: row.get::<_, i64>("byte_length")?.unsigned_abs(),
            file_name: row.get("file_name")?,
            format: parse("document format", &row.get::<_, String>("format")?)?,
            title: row.get("title")?,
            pages: count(row, "pages")?,
            passages: count(row, "passages")?,
            problems: count(row, "problems")?,
            coverage: Coverage {
                in_passages: count(row, "characters_read")?,
                left_out: count(row, "characters_left_out")?,
                unexplained: count(row, "characters_unexplained")?,
            },
            records: count(row, "records")?,
            losses: count(row, "losses")?,
            outcomes: count(row, "outcomes")?,
        })
    }

    /// The row that the event with this number stored.
    pub(crate) fn stored(connection: &Connection, seq: i64) -> Result<Option<Self>, Fault> {
        connection
            .prepare_cached("SELECT * FROM extractions WHERE seq = ?")?
            .query_row([seq], |row| Ok(Self::from_row(row)))
            .optional()?
            .transpose()
    }
}

pub(crate) fn store_records(
    connection: &Connection,
    read: &DocumentRead,
    records: &[(&Record, String)],
) -> Result<(), Fault> {
    let mut statement =
        connection.prepare_cached("INSERT INTO records (id, document, run, ordinal, json) VALUES (?, ?, ?, ?, ?)")?;
    for (ordinal, (record, json)) in (0_i64..).zip(records) {
        statement.execute(params![record.id.as_str(), read.document.as_str(), read.run.as_str(), ordinal, json])?;
    }
    Ok(())
}

pub(crate) fn store_losses<'a>(
    connection: &Connection,
    read: &DocumentRead,
    losses: impl Iterator<Item = (&'static str, &'a Loss)>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO losses (document, run, ordinal, stage, reason, page, start, \"end\", text, characters, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (ordinal, (stage, loss)) in (0_i64..).zip(losses) {
        statement.execute(params![
            read.document.as_str(),
            read.run.as_str(),
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

pub(crate) fn store_outcomes(
    connection: &Connection,
    read: &DocumentRead,
    outcomes: &[PassageOutcome],
) -> Result<(), Fault> {
    let mut statement =
        connection.prepare_cached("INSERT INTO passage_outcomes (document, run, ordinal, json) VALUES (?, ?, ?, ?)")?;
    for (ordinal, outcome) in (0_i64..).zip(outcomes) {
        let json = to_json("an outcome", outcome)?;
        statement.execute(params![read.document.as_str(), read.run.as_str(), ordinal, json])?;
    }
    Ok(())
}
