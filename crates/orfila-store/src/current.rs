//! The current records: a projection of the journal that holds one row for each record of each document's latest run,
//! as it stands after every decision. It is kept in step inside the same transaction, and can be made again at any time.

use orfila_records::{DocumentId, MappingStatus, Record, RecordId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::correction;
use crate::decision;
use crate::error::{Fault, StoreError};
use crate::event::integer;
use crate::journal::Journal;
use crate::words::word;

/// Makes the latest run's records of a document its current ones; returns how many records with decisions gave way.
pub(crate) fn replace_document(connection: &Connection, document: &DocumentId) -> Result<usize, Fault> {
    let replaced: i64 = connection
        .prepare_cached("SELECT COUNT(*) FROM current_records WHERE document = ? AND decisions > 0")?
        .query_row([document.as_str()], |row| row.get(0))?;
    connection.prepare_cached("DELETE FROM current_records WHERE document = ?")?.execute([document.as_str()])?;
    let mut statement = connection.prepare_cached(
        "SELECT r.id FROM records AS r JOIN current_extractions AS e ON e.document = r.document AND e.run = r.run
         WHERE r.document = ? ORDER BY r.ordinal",
    )?;
    let records: Vec<String> = statement.query_map([document.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for record in records {
        insert(connection, &RecordId::from_hash(record))?;
    }
    Ok(usize::try_from(replaced).unwrap_or(0))
}

/// Brings one record's row up to date after a decision; a record of an earlier run has no row and gets none.
pub(crate) fn refresh_record(connection: &Connection, record: &RecordId) -> Result<(), Fault> {
    let removed =
        connection.prepare_cached("DELETE FROM current_records WHERE record = ?")?.execute([record.as_str()])?;
    if removed > 0 {
        insert(connection, record)?;
    }
    Ok(())
}

/// One row, beside the record's identifier.
#[derive(Debug, Clone, PartialEq)]
struct CurrentRow {
    document: String,
    seq: i64,
    ordinal: i64,
    kind: String,
    substance_key: String,
    substance_name: String,
    casrn: Option<String>,
    status: String,
    decisions: i64,
    attention: i64,
    confidence: f64,
}

impl CurrentRow {
    /// The row as it follows from the journal.
    fn derived(connection: &Connection, id: &RecordId) -> Result<Self, Fault> {
        let Some((record, seq, ordinal, document)) = stored(connection, id)? else {
            return Err(Fault::Damaged(format!("record {id} is missing")));
        };
        let record = correction::reviewed(record, decision::of_record(connection, id)?)?;
        Ok(Self {
            document,
            seq,
            ordinal,
            kind: record.kind().as_str().to_owned(),
            substance_key: record.substance.key(),
            substance_name: record.substance.display_name().to_owned(),
            casrn: record.substance.casrn.first().map(|casrn| casrn.as_str().to_owned()),
            status: word(&record.review.status)?,
            decisions: integer(record.review.decisions.len()),
            attention: attention(&record),
            confidence: confidence(&record),
        })
    }

    /// The row as it stands, from a query of every column after the identifier.
    fn standing(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            document: row.get(1)?,
            seq: row.get(2)?,
            ordinal: row.get(3)?,
            kind: row.get(4)?,
            substance_key: row.get(5)?,
            substance_name: row.get(6)?,
            casrn: row.get(7)?,
            status: row.get(8)?,
            decisions: row.get(9)?,
            attention: row.get(10)?,
            confidence: row.get(11)?,
        })
    }
}

const COLUMNS: &str = "record, document, seq, ordinal, kind, substance_key, substance_name, casrn, status, decisions,
    attention, confidence";

fn insert(connection: &Connection, id: &RecordId) -> Result<(), Fault> {
    let row = CurrentRow::derived(connection, id)?;
    let sql = format!("INSERT INTO current_records ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    connection.prepare_cached(&sql)?.execute(params![
        id.as_str(),
        row.document,
        row.seq,
        row.ordinal,
        row.kind,
        row.substance_key,
        row.substance_name,
        row.casrn,
        row.status,
        row.decisions,
        row.attention,
        row.confidence,
    ])?;
    Ok(())
}

/// The first record whose row does not follow from the journal, or how many rows there are if that is wrong.
pub(crate) fn out_of_step(connection: &Connection) -> Result<Option<String>, Fault> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let expected = count("SELECT COALESCE(SUM(records), 0) FROM current_extractions")?;
    let rows = count("SELECT COUNT(*) FROM current_records")?;
    if expected != rows {
        return Ok(Some(format!("{rows} records are current and the journal tells of {expected}")));
    }
    let strange = "SELECT COUNT(*) FROM current_records AS c JOIN records AS r ON r.id = c.record
         LEFT JOIN current_extractions AS e ON e.document = r.document AND e.run = r.run WHERE e.run IS NULL";
    if count(strange)? > 0 {
        return Ok(Some("records of an earlier run stand among the current ones".to_owned()));
    }
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM current_records"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = RecordId::from_hash(row.get::<_, String>(0)?);
        if CurrentRow::derived(connection, &id)? != CurrentRow::standing(row)? {
            return Ok(Some(format!("record {id} does not stand as its decisions leave it")));
        }
    }
    Ok(None)
}

/// A stored record without its review, with the number of its event, its place in the extraction, and its document.
fn stored(connection: &Connection, id: &RecordId) -> Result<Option<(Record, i64, i64, String)>, Fault> {
    let row = connection
        .prepare_cached(
            "SELECT r.json, e.seq, r.ordinal, r.document FROM records AS r
             JOIN extractions AS e ON e.document = r.document AND e.run = r.run WHERE r.id = ?",
        )?
        .query_row([id.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    row.map(|(json, seq, ordinal, document)| Ok((parse_record(id.as_str(), &json)?, seq, ordinal, document)))
        .transpose()
}

/// A record from its stored JSON.
pub(crate) fn parse_record(id: &str, json: &str) -> Result<Record, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::damaged("record", id, &error))
}

/// How urgently people should look: 0 where the document's statements of identity disagree or leave a choice, else 1.
fn attention(record: &Record) -> i64 {
    let doubtful = matches!(record.substance.mapping.status, MappingStatus::Ambiguous | MappingStatus::Conflict);
    i64::from(!doubtful)
}

/// The lowest stated confidence of a field; 1 where none is stated.
fn confidence(record: &Record) -> f64 {
    record.extraction.confidence.values().copied().fold(1.0, f64::min)
}

/// Makes all rows again from the journal's tables.
pub(crate) fn rebuild(connection: &Connection) -> Result<(), Fault> {
    connection.execute("DELETE FROM current_records", [])?;
    let mut statement = connection.prepare("SELECT document FROM current_extractions ORDER BY seq")?;
    let documents: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for document in documents {
        replace_document(connection, &DocumentId::from_hash(document))?;
    }
    Ok(())
}

impl Journal {
    /// Makes the table of current records again from the journal. It changes nothing unless the table was tampered with.
    ///
    /// # Errors
    /// If the journal cannot be read or written.
    pub fn rebuild_current(&mut self) -> Result<(), StoreError> {
        self.write(rebuild)
    }
}
