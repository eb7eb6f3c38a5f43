//! Reading documents, their losses and what became of their passages.

use orfila_records::{
    Coverage, Document, DocumentFormat, DocumentId, Loss, LossReason, PageNumber, PassageOutcome, RunId, TextRange,
};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use crate::error::{Fault, StoreError};
use crate::event::count;
use crate::extraction::{DocumentRead, EXTRACTION, READING};
use crate::journal::Journal;
use crate::refusal::DocumentRefused;
use crate::words::parse;

/// How a document ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum DocumentOutcome {
    /// It was read. All figures are those of its latest run.
    Read {
        /// The latest run that read it.
        run: RunId,
        /// What kind of file it is.
        format: DocumentFormat,
        /// Its title, where it states one.
        title: Option<String>,
        /// Number of pages; 0 where the source has none.
        pages: usize,
        /// Number of passages.
        passages: usize,
        /// Number of problems that the reader met.
        problems: usize,
        /// Number of records.
        records: usize,
        /// Number of losses, the reader's included.
        losses: usize,
        /// How many characters are accounted for.
        coverage: Coverage,
    },
    /// No run could read it.
    Refused {
        /// The last run that tried.
        run: RunId,
        /// A stable word for machines, for example `encrypted`.
        code: String,
        /// What happened.
        message: String,
        /// What the user can do.
        remedy: String,
    },
}

/// A document that the journal knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// SHA-256 of its bytes; of its path, if the bytes could not be read.
    pub id: DocumentId,
    /// Its name.
    pub file_name: String,
    /// Where it was found by the run that `outcome` tells of.
    pub path: String,
    /// Its length in bytes, if known.
    pub byte_length: Option<u64>,
    /// When it was read or refused, in UTC, RFC 3339.
    pub at: String,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: DocumentOutcome,
}

/// Losses with one reason, over the latest run of every document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossTotal {
    /// Why.
    pub reason: LossReason,
    /// Number of losses.
    pub losses: usize,
    /// Characters that stand in no document's text because of them.
    pub characters: usize,
}

const READ: &str = "
    SELECT e.*, v.at AS at FROM documents AS d JOIN current_extractions AS e ON e.document = d.id
    JOIN events AS v ON v.seq = e.seq ORDER BY d.seq";

/// The last refusal of each document that no run read; one known by its path alone gives way to a reading of that path.
const REFUSED: &str = "
    SELECT r.*, v.at AS at FROM documents AS d JOIN refusals AS r ON r.document = d.id JOIN events AS v ON v.seq = r.seq
    WHERE r.seq = (SELECT MAX(later.seq) FROM refusals AS later WHERE later.document = d.id)
      AND NOT EXISTS (SELECT 1 FROM extractions AS e WHERE e.document = d.id)
      AND NOT (r.by_path AND EXISTS (SELECT 1 FROM extractions AS e WHERE e.path = r.path AND e.seq > r.seq))
    ORDER BY d.seq";

fn read_row(row: &Row<'_>) -> Result<DocumentRow, Fault> {
    let read = DocumentRead::from_row(row)?;
    Ok(DocumentRow {
        id: read.document,
        file_name: read.file_name,
        path: read.path,
        byte_length: Some(read.byte_length),
        at: row.get("at")?,
        outcome: DocumentOutcome::Read {
            run: read.run,
            format: read.format,
            title: read.title,
            pages: read.pages,
            passages: read.passages,
            problems: read.problems,
            records: read.records,
            losses: read.losses,
            coverage: read.coverage,
        },
    })
}

fn refused_row(row: &Row<'_>) -> Result<DocumentRow, Fault> {
    let refused = DocumentRefused::from_row(row)?;
    let file_name = refused.path.rsplit(['/', '\\']).next().unwrap_or(&refused.path).to_owned();
    let DocumentRefused { document: id, path, byte_length, run, code, message, remedy, .. } = refused;
    let outcome = DocumentOutcome::Refused { run, code, message, remedy };
    Ok(DocumentRow { id, file_name, path, byte_length, at: row.get("at")?, outcome })
}

fn collect(
    connection: &Connection,
    sql: &str,
    parse: fn(&Row<'_>) -> Result<DocumentRow, Fault>,
    rows: &mut Vec<DocumentRow>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        rows.push(parse(row)?);
    }
    Ok(())
}

/// The run whose extraction of a document is its current one.
pub(crate) fn current_run(connection: &Connection, document: &DocumentId) -> Result<Option<RunId>, Fault> {
    let run: Option<String> = connection
        .prepare_cached("SELECT run FROM current_extractions WHERE document = ?")?
        .query_row([document.as_str()], |row| row.get(0))
        .optional()?;
    Ok(run.map(RunId::from_hash))
}

/// A document as one run read it.
pub(crate) fn reading(connection: &Connection, document: &DocumentId, run: &RunId) -> Result<Option<Document>, Fault> {
    let json: Option<String> = connection
        .prepare_cached(
            "SELECT g.json FROM extractions AS e JOIN readings AS g ON g.hash = e.reading
             WHERE e.document = ? AND e.run = ?",
        )?
        .query_row([document.as_str(), run.as_str()], |row| row.get(0))
        .optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(|error| Fault::damaged("document", document.as_str(), &error)))
        .transpose()
}

/// The losses of an extraction in order, each with the stage it comes from.
pub(crate) fn staged_losses(
    connection: &Connection,
    document: &DocumentId,
    run: &RunId,
) -> Result<Vec<(&'static str, Loss)>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT stage, reason, page, start, \"end\" AS finish, text, characters, detail FROM losses
         WHERE document = ? AND run = ? ORDER BY ordinal",
    )?;
    let mut rows = statement.query([document.as_str(), run.as_str()])?;
    let mut losses = Vec::new();
    while let Some(row) = rows.next()? {
        let stage = match row.get::<_, String>("stage")?.as_str() {
            READING => READING,
            EXTRACTION => EXTRACTION,
            other => return Err(Fault::Damaged(format!("a loss of {document} has an unknown stage `{other}`"))),
        };
        losses.push((stage, loss(row)?));
    }
    Ok(losses)
}

fn loss(row: &Row<'_>) -> Result<Loss, Fault> {
    let bounds: (Option<i64>, Option<i64>) = (row.get("start")?, row.get("finish")?);
    let offset = |value: i64| usize::try_from(value).unwrap_or(0);
    Ok(Loss {
        reason: parse("loss reason", &row.get::<_, String>("reason")?)?,
        range: bounds.0.zip(bounds.1).map(|(start, end)| TextRange { start: offset(start), end: offset(end) }),
        page: row.get::<_, Option<u32>>("page")?.map(PageNumber),
        text: row.get("text")?,
        characters: count(row, "characters")?,
        detail: row.get("detail")?,
    })
}

/// What became of each passage in one extraction, in order.
pub(crate) fn outcomes(
    connection: &Connection,
    document: &DocumentId,
    run: &RunId,
) -> Result<Vec<PassageOutcome>, Fault> {
    let mut statement = connection
        .prepare_cached("SELECT json FROM passage_outcomes WHERE document = ? AND run = ? ORDER BY ordinal")?;
    let rows = statement.query_map([document.as_str(), run.as_str()], |row| row.get::<_, String>(0))?;
    rows.map(|json| {
        serde_json::from_str(&json?).map_err(|error| Fault::damaged("passage outcome of", document.as_str(), &error))
    })
    .collect()
}

fn totals(connection: &Connection) -> Result<Vec<LossTotal>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT l.reason AS reason, COUNT(*) AS losses, SUM(l.characters) AS characters
         FROM losses AS l JOIN current_extractions AS e ON e.document = l.document AND e.run = l.run GROUP BY 1",
    )?;
    let mut rows = statement.query([])?;
    let mut totals = Vec::new();
    while let Some(row) = rows.next()? {
        totals.push(LossTotal {
            reason: parse("loss reason", &row.get::<_, String>("reason")?)?,
            losses: count(row, "losses")?,
            characters: count(row, "characters")?,
        });
    }
    totals.sort_by_key(|total| total.reason);
    Ok(totals)
}

impl Journal {
    /// Every document: those that were read in the order in which they were first seen, then those that were refused.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, StoreError> {
        self.read(|connection| {
            let mut rows = Vec::new();
            collect(connection, READ, read_row, &mut rows)?;
            collect(connection, REFUSED, refused_row, &mut rows)?;
            Ok(rows)
        })
    }

    /// A document as its latest run read it; `None` if no run did.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, StoreError> {
        self.read(|connection| match current_run(connection, id)? {
            Some(run) => reading(connection, id, &run),
            None => Ok(None),
        })
    }

    /// A document as one run read it. The evidence of that run's records counts offsets in this text.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn document_of_run(&self, id: &DocumentId, run: &RunId) -> Result<Option<Document>, StoreError> {
        self.read(|connection| reading(connection, id, run))
    }

    /// What was seen in a document and not used, by its latest run: the reader's losses first, then the extraction's.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn losses(&self, id: &DocumentId) -> Result<Vec<Loss>, StoreError> {
        self.read(|connection| match current_run(connection, id)? {
            Some(run) => Ok(staged_losses(connection, id, &run)?.into_iter().map(|(_, loss)| loss).collect()),
            None => Ok(Vec::new()),
        })
    }

    /// What became of each passage of a document, by its latest run.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn passage_outcomes(&self, id: &DocumentId) -> Result<Vec<PassageOutcome>, StoreError> {
        self.read(|connection| match current_run(connection, id)? {
            Some(run) => outcomes(connection, id, &run),
            None => Ok(Vec::new()),
        })
    }

    /// How much was lost for which reason, over the latest run of every document.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn loss_summary(&self) -> Result<Vec<LossTotal>, StoreError> {
        self.read(totals)
    }

    /// The JSON that describes a run; `None` if the journal has not seen it.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn run_description(&self, run: &RunId) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT description FROM runs WHERE id = ?")?
                .query_row([run.as_str()], |row| row.get(0))
                .optional()?)
        })
    }
}
