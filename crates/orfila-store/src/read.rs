//! Reading records: by identifier, by filter, by substance, and in the order in which people should look at them.

use orfila_records::{DocumentId, Record, RecordId, RecordKind, ReviewStatus, RunId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::correction;
use crate::current;
use crate::decision;
use crate::error::{Fault, StoreError};
use crate::event::integer;
use crate::journal::Journal;
use crate::words::{parse, word};

/// Which records to read. The default is every current record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Of this kind.
    pub kind: Option<RecordKind>,
    /// Read from this document.
    pub document: Option<DocumentId>,
    /// About the substance with this key ([`orfila_records::Substance::key`]).
    pub substance_key: Option<String>,
    /// With this review status.
    pub status: Option<ReviewStatus>,
    /// Without those that were rejected or superseded.
    pub without_rejected: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// After so many others.
    pub offset: usize,
}

/// A substance and how much is known about it, from current records that were not rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubstanceSummary {
    /// Its key ([`orfila_records::Substance::key`]).
    pub key: String,
    /// The name that most of its records show; among equals the alphabetically first.
    pub name: String,
    /// Its CAS Registry Number, if a record states one.
    pub casrn: Option<String>,
    /// Number of records of each kind, in reading order, kinds without records left out.
    pub records: Vec<(RecordKind, usize)>,
}

impl SubstanceSummary {
    /// Number of records of all kinds.
    #[must_use]
    pub fn total(&self) -> usize {
        self.records.iter().map(|(_, count)| count).sum()
    }
}

/// How far curation has come, over current records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStats {
    /// Number of records of each status, statuses without records left out.
    pub by_status: Vec<(ReviewStatus, usize)>,
    /// Number of current records.
    pub records: usize,
    /// Number of decisions in the journal, about records of earlier runs too.
    pub decisions: usize,
}

struct Query {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Query {
    fn require(&mut self, condition: &str, value: impl Into<Value>) {
        self.conditions.push(condition.to_owned());
        self.values.push(value.into());
    }

    fn of(filter: &RecordFilter) -> Result<Self, Fault> {
        let mut query = Self { conditions: vec!["TRUE".to_owned()], values: Vec::new() };
        if let Some(kind) = filter.kind {
            query.require("c.kind = ?", kind.as_str().to_owned());
        }
        if let Some(document) = &filter.document {
            query.require("c.document = ?", document.as_str().to_owned());
        }
        if let Some(key) = &filter.substance_key {
            query.require("c.substance_key = ?", key.clone());
        }
        if let Some(status) = filter.status {
            query.require("c.status = ?", word(&status)?);
        }
        if filter.without_rejected {
            query.conditions.push("c.status NOT IN ('rejected', 'superseded')".to_owned());
        }
        Ok(query)
    }
}

/// Records with review and corrections from rows of identifier, JSON and number of decisions.
fn load(connection: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<Record>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, json): (String, String) = (row.get(0)?, row.get(1)?);
        let record = current::parse_record(&id, &json)?;
        let decided: bool = row.get(2)?;
        let decisions = if decided { decision::of_record(connection, &record.id)? } else { Vec::new() };
        records.push(correction::reviewed(record, decisions)?);
    }
    Ok(records)
}

const CURRENT: &str = "FROM current_records AS c JOIN records AS r ON r.id = c.record";

pub(crate) fn filtered(connection: &Connection, filter: &RecordFilter) -> Result<Vec<Record>, Fault> {
    let Query { conditions, mut values } = Query::of(filter)?;
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "SELECT r.id, r.json, c.decisions > 0 {CURRENT} WHERE {conditions} ORDER BY c.seq, c.ordinal LIMIT ? OFFSET ?"
    );
    values.push(filter.limit.map_or(-1, integer).into());
    values.push(integer(filter.offset).into());
    load(connection, &sql, values)
}

fn one(connection: &Connection, id: &RecordId) -> Result<Option<Record>, Fault> {
    let json: Option<String> = connection
        .prepare_cached("SELECT json FROM records WHERE id = ?")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    let Some(json) = json else { return Ok(None) };
    let record = current::parse_record(id.as_str(), &json)?;
    Ok(Some(correction::reviewed(record, decision::of_record(connection, id)?)?))
}

/// Rows of key, name, CASRN, kind and count, folded into one summary a key.
fn summaries(connection: &Connection) -> Result<Vec<SubstanceSummary>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT substance_key, substance_name, casrn, kind, COUNT(*) FROM current_records
         WHERE status NOT IN ('rejected', 'superseded') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    let mut summaries: Vec<SubstanceSummary> = Vec::new();
    let mut names: Vec<(String, usize)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, name, casrn): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (kind, number): (String, i64) = (row.get(3)?, row.get(4)?);
        let (kind, number): (RecordKind, _) = (parse("record kind", &kind)?, usize::try_from(number).unwrap_or(0));
        if summaries.last().is_none_or(|last| last.key != key) {
            names.clear();
            summaries.push(SubstanceSummary { key, name: name.clone(), casrn: None, records: Vec::new() });
        }
        let Some(summary) = summaries.last_mut() else { continue };
        summary.casrn = summary.casrn.take().or(casrn);
        add(&mut summary.records, kind, number);
        add(&mut names, name, number);
        let most = names.iter().map(|(_, count)| *count).max();
        if let Some((name, _)) = names.iter().find(|(_, count)| Some(*count) == most) {
            summary.name.clone_from(name);
        }
        summary.records.sort_by_key(|(kind, _)| *kind);
    }
    Ok(summaries)
}

fn add<T: PartialEq>(counts: &mut Vec<(T, usize)>, key: T, number: usize) {
    match counts.iter_mut().find(|(known, _)| *known == key) {
        Some((_, count)) => *count += number,
        None => counts.push((key, number)),
    }
}

fn stats(connection: &Connection) -> Result<ReviewStats, Fault> {
    let mut stats = ReviewStats::default();
    let mut statement =
        connection.prepare_cached("SELECT status, COUNT(*) FROM current_records GROUP BY 1 ORDER BY 1")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (status, number): (String, i64) = (row.get(0)?, row.get(1)?);
        let number = usize::try_from(number).unwrap_or(0);
        stats.by_status.push((parse("review status", &status)?, number));
        stats.records += number;
    }
    let decisions: i64 = connection.query_row("SELECT COUNT(*) FROM decisions", [], |row| row.get(0))?;
    stats.decisions = usize::try_from(decisions).unwrap_or(0);
    Ok(stats)
}

impl Journal {
    /// A record of any run, with its review and its corrections; `None` if there is no such record.
    ///
    /// A corrected record keeps the identifier of the original: [`orfila_records::Record::content_id`] gives another.
    /// What stood there before is in [`orfila_records::Decision::old`].
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn record(&self, id: &RecordId) -> Result<Option<Record>, StoreError> {
        self.read(|connection| one(connection, id))
    }

    /// The records that pass a filter, in the order in which they were committed, with reviews and corrections.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn records(&self, filter: &RecordFilter) -> Result<Vec<Record>, StoreError> {
        self.read(|connection| filtered(connection, filter))
    }

    /// The records that one run read from a document, whether it is the document's latest or not, with reviews and
    /// corrections, in the order of extraction.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn records_of_run(&self, document: &DocumentId, run: &RunId) -> Result<Vec<Record>, StoreError> {
        let sql = "SELECT r.id, r.json, EXISTS (SELECT 1 FROM decisions AS d WHERE d.record = r.id) FROM records AS r
                   WHERE r.document = ? AND r.run = ? ORDER BY r.ordinal";
        let values = vec![document.as_str().to_owned().into(), run.as_str().to_owned().into()];
        self.read(|connection| load(connection, sql, values))
    }

    /// Every substance with current records that were not rejected, by key.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn substances(&self) -> Result<Vec<SubstanceSummary>, StoreError> {
        self.read(summaries)
    }

    /// Up to `limit` records that wait for a decision, those that need people most first.
    ///
    /// Order: doubtful identity before clear identity; then the lowest stated confidence; then hazards before other
    /// kinds; then as committed. A record whose extractor states no confidence counts as 1.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn review_queue(&self, limit: usize) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT r.id, r.json, c.decisions > 0 {CURRENT}
             WHERE c.status IN ('unreviewed', 'in_review', 'conflict')
             ORDER BY c.status <> 'unreviewed', c.attention, c.confidence, c.kind <> 'hazard', c.seq, c.ordinal LIMIT ?"
        );
        self.read(|connection| load(connection, &sql, vec![integer(limit).into()]))
    }

    /// How far curation has come.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn review_stats(&self) -> Result<ReviewStats, StoreError> {
        self.read(stats)
    }
}
