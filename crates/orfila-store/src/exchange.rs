//! Export and import as JSON lines: the whole journal, its current records, or its decisions.

use std::io::{BufRead, Read as _, Write};

use orfila_records::{Decision, Document, DocumentId, Loss, PassageOutcome, Record, RunId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::commit::DocumentEntry;
use crate::current;
use crate::decision;
use crate::documents;
use crate::error::{Fault, StoreError};
use crate::event::{Event, EventKind, to_json};
use crate::extraction::{DocumentRead, EXTRACTION};
use crate::journal::Journal;
use crate::read::{RecordFilter, filtered};
use crate::refusal::{self, DocumentRefused};

/// The longest line that an import takes, in bytes.
const LONGEST_LINE: u64 = 1 << 30;

/// Events are read in pieces of this size, so that an export needs little memory.
const PIECE: usize = 256;

/// One line of a journal's export. Lines stand in the order of events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event", deny_unknown_fields)]
enum Line {
    /// A document with everything that one run read from it.
    DocumentRead {
        at: String,
        path: String,
        byte_length: u64,
        run: RunId,
        run_description: String,
        document: Box<Document>,
        records: Vec<Record>,
        losses: Vec<Loss>,
        outcomes: Vec<PassageOutcome>,
    },
    /// A file that could not be read.
    DocumentRefused { at: String, run_description: String, refusal: DocumentRefused },
    /// A decision.
    Decision { decision: Decision },
}

/// What an import added. What was there already is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Extractions added.
    pub extractions: usize,
    /// Records added.
    pub records: usize,
    /// Refusals added.
    pub refusals: usize,
    /// Decisions added.
    pub decisions: usize,
    /// Extractions that differ from what the same run had read from the same document here. They were left out.
    pub differing: usize,
}

fn payload<T: for<'a> Deserialize<'a>>(event: &Event) -> Result<T, Fault> {
    serde_json::from_str(&event.payload)
        .map_err(|error| Fault::damaged("payload of event", &event.seq.to_string(), &error))
}

/// Records of one extraction as they were stored, without decisions.
fn bare_records(connection: &Connection, document: &DocumentId, run: &RunId) -> Result<Vec<Record>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT id, json FROM records WHERE document = ? AND run = ? ORDER BY ordinal")?;
    let rows = statement
        .query_map([document.as_str(), run.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (id, json) = row?;
        current::parse_record(&id, &json)
    })
    .collect()
}

fn description(connection: &Connection, run: &RunId) -> Result<String, Fault> {
    Ok(connection
        .prepare_cached("SELECT description FROM runs WHERE id = ?")?
        .query_row([run.as_str()], |row| row.get(0))?)
}

/// The line that makes an event again; `None` for a run, which comes with its first document.
fn line(connection: &Connection, event: &Event) -> Result<Option<Line>, Fault> {
    Ok(match event.kind {
        EventKind::Run => None,
        EventKind::DocumentRead => Some(document_line(connection, event)?),
        EventKind::DocumentRefused => {
            let refusal: DocumentRefused = payload(event)?;
            let run_description = description(connection, &refusal.run)?;
            Some(Line::DocumentRefused { at: event.at.clone(), run_description, refusal })
        }
        EventKind::Decision => Some(Line::Decision { decision: payload(event)? }),
    })
}

fn document_line(connection: &Connection, event: &Event) -> Result<Line, Fault> {
    let DocumentRead { document: id, run, path, byte_length, .. } = payload(event)?;
    let document = documents::reading(connection, &id, &run)?
        .ok_or_else(|| Fault::Damaged(format!("document {id} of event {} is missing", event.seq)))?;
    let losses = documents::staged_losses(connection, &id, &run)?;
    Ok(Line::DocumentRead {
        at: event.at.clone(),
        path,
        byte_length,
        run_description: description(connection, &run)?,
        records: bare_records(connection, &id, &run)?,
        losses: losses.into_iter().filter(|(stage, _)| *stage == EXTRACTION).map(|(_, loss)| loss).collect(),
        outcomes: documents::outcomes(connection, &id, &run)?,
        run,
        document: Box::new(document),
    })
}

fn write_line<T: Serialize>(output: &mut dyn Write, what: &'static str, value: &T) -> Result<(), StoreError> {
    output.write_all(to_json(what, value)?.as_bytes())?;
    Ok(output.write_all(b"\n")?)
}

/// Calls `take` with each line that is not blank, and its number from 1.
fn each_line(mut input: impl BufRead, mut take: impl FnMut(&str) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        let length = input.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
        if length == 0 {
            break;
        }
        if !line.trim().is_empty() {
            take(line.trim()).map_err(|error| located(error, number))?;
        }
    }
    Ok(())
}

/// What is wrong with a line, with its number. Failures of the journal itself stay what they are.
fn located(error: StoreError, line: usize) -> StoreError {
    match error {
        StoreError::Invalid { .. }
        | StoreError::UnknownRecord { .. }
        | StoreError::DecisionRefused { .. }
        | StoreError::Conflict { .. } => StoreError::Import { line, reason: error.to_string() },
        StoreError::Import { reason, .. } => StoreError::Import { line, reason },
        other => other,
    }
}

fn parse<T: for<'a> Deserialize<'a>>(what: &str, line: &str) -> Result<T, StoreError> {
    serde_json::from_str(line).map_err(|error| StoreError::Import { line: 0, reason: format!("not {what}: {error}") })
}

impl Journal {
    /// Writes the whole journal, one JSON object a line, in the order of its events.
    ///
    /// [`Journal::import_journal`] makes the same journal of it, event by event and hash by hash.
    ///
    /// # Errors
    /// If the journal cannot be read, or [`StoreError::Exchange`] if `output` fails.
    pub fn export_journal(&self, output: &mut dyn Write) -> Result<(), StoreError> {
        let mut seq = 0;
        loop {
            let events = self.events_after(seq, PIECE)?;
            let Some(last) = events.last() else { return Ok(()) };
            seq = last.seq;
            for event in &events {
                if let Some(line) = self.read(|connection| line(connection, event))? {
                    write_line(output, "an event", &line)?;
                }
            }
        }
    }

    /// Takes over what [`Journal::export_journal`] wrote. What is here already is left as it is.
    ///
    /// # Errors
    /// [`StoreError::Import`] names the first line that cannot be taken over; the lines before it were.
    pub fn import_journal(&mut self, input: impl BufRead) -> Result<Imported, StoreError> {
        let mut imported = Imported::default();
        each_line(input, |text| self.import_line(parse("a line of a journal", text)?, &mut imported))?;
        Ok(imported)
    }

    fn import_line(&mut self, line: Line, imported: &mut Imported) -> Result<(), StoreError> {
        match line {
            Line::DocumentRead { .. } => self.import_document(&line, imported),
            Line::DocumentRefused { at, run_description, refusal: refused } => {
                refusal::check(&refused, &at)?;
                let new = self.write(|connection| refusal::store(connection, &refused, &run_description, &at))?;
                imported.refusals += usize::from(new);
                Ok(())
            }
            Line::Decision { decision } => {
                let new = self.write(|connection| decision::adopt(connection, &decision))?;
                imported.decisions += usize::from(new);
                Ok(())
            }
        }
    }

    fn import_document(&mut self, line: &Line, imported: &mut Imported) -> Result<(), StoreError> {
        let Line::DocumentRead { at, path, byte_length, run, run_description, document, records, losses, outcomes } =
            line
        else {
            return Ok(());
        };
        let byte_length = *byte_length;
        let entry = DocumentEntry { document, path, byte_length, run, run_description, records, losses, outcomes, at };
        let committed = self.commit_document(&entry)?;
        imported.extractions += usize::from(committed.new_extraction);
        imported.records += committed.new_records;
        imported.differing += usize::from(committed.differs);
        Ok(())
    }

    /// Writes the records that pass a filter, with reviews and corrections, one [`Record`] a line; returns how many.
    ///
    /// # Errors
    /// If the journal cannot be read, or [`StoreError::Exchange`] if `output` fails.
    pub fn export_records(&self, filter: &RecordFilter, output: &mut dyn Write) -> Result<usize, StoreError> {
        let mut written = 0;
        let end = filter.limit.unwrap_or(usize::MAX);
        loop {
            let limit = PIECE.min(end.saturating_sub(written));
            let piece =
                RecordFilter { limit: Some(limit), offset: filter.offset.saturating_add(written), ..filter.clone() };
            let records = self.read(|connection| filtered(connection, &piece))?;
            if records.is_empty() {
                return Ok(written);
            }
            for record in &records {
                write_line(output, "a record", record)?;
            }
            written += records.len();
        }
    }

    /// Writes every decision, one [`Decision`] a line, in the order in which they were made; returns how many.
    ///
    /// # Errors
    /// If the journal cannot be read, or [`StoreError::Exchange`] if `output` fails.
    pub fn export_decisions(&self, output: &mut dyn Write) -> Result<usize, StoreError> {
        let decisions = self.read(|connection| {
            let mut statement = connection.prepare("SELECT id, json FROM decisions ORDER BY seq")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            let parsed: Result<Vec<Decision>, Fault> = rows
                .map(|row| {
                    let (id, json) = row?;
                    decision::parse_decision(&id, &json)
                })
                .collect();
            parsed
        })?;
        for decision in &decisions {
            write_line(output, "a decision", decision)?;
        }
        Ok(decisions.len())
    }

    /// Takes over decisions, one [`Decision`] a line, about records that are here. Returns how many were new.
    ///
    /// Each must follow on the last decision about its record here: two journals that were curated apart are not
    /// mixed in silence.
    ///
    /// # Errors
    /// [`StoreError::Import`] names the first line that cannot be taken over; the lines before it were.
    pub fn import_decisions(&mut self, input: impl BufRead) -> Result<usize, StoreError> {
        let mut new = 0;
        each_line(input, |text| {
            let decision: Decision = parse("a decision", text)?;
            new += usize::from(self.write(|connection| decision::adopt(connection, &decision))?);
            Ok(())
        })?;
        Ok(new)
    }
}
