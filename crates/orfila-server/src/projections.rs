//! Bringing the projections up to date with the journal: the search index by catching up, the graph by building.
//!
//! The index carries its own watermark, which it commits together with its entries; a kill between two batches leaves it
//! behind the journal, never ahead of it, and the next call goes on from there.

use std::collections::{BTreeMap, BTreeSet};

use orfila_graph::{DocumentRecords, Graph};
use orfila_records::{Document, DocumentId, Record, RecordId};
use orfila_search::{Batch, SearchError, SearchIndex, SubstanceClaims};
use orfila_store::{DocumentOutcome, EventKind, Journal, RecordFilter, StoreError};
use thiserror::Error;

/// Why a projection could not be brought up to date. Nothing of the journal is touched.
#[derive(Debug, Error)]
pub enum ProjectionError {
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] StoreError),
    /// The index could not be written.
    #[error(transparent)]
    Index(#[from] SearchError),
    /// The index is ahead of the journal: it belongs to another one.
    #[error("the search index is at event {watermark}, the journal ends at event {last}: they do not belong together; run `orfila rebuild`")]
    AheadOfJournal {
        /// The index's watermark.
        watermark: u64,
        /// The journal's last event.
        last: u64,
    },
}

/// Events taken into one commit of the index.
const BATCH_EVENTS: usize = 256;

/// Feeds every event after the index's watermark to the index. Returns the number of events.
///
/// # Errors
/// [`ProjectionError`]; what was committed before stands, and the next call goes on from there.
pub fn refresh_index(journal: &Journal, index: &mut SearchIndex) -> Result<usize, ProjectionError> {
    let last = journal.last_seq()?;
    let mut watermark = index.watermark().unwrap_or(0);
    if watermark > last {
        return Err(ProjectionError::AheadOfJournal { watermark, last });
    }
    let mut taken = 0;
    while watermark < last {
        let events = journal.events_after(watermark, BATCH_EVENTS)?;
        let Some(newest) = events.last().map(|event| event.seq) else { break };
        let mut touched = BTreeSet::new();
        for event in &events {
            match event.kind {
                EventKind::DocumentRead => {
                    touched.insert(DocumentId::from_hash(event.subject.as_str()));
                }
                EventKind::Decision => {
                    let record = journal.record(&RecordId::from_hash(event.subject.as_str()))?;
                    touched.extend(record.iter().flat_map(|record| &record.evidence).map(|evidence| evidence.document.clone()));
                }
                EventKind::Run | EventKind::DocumentRefused => {}
            }
        }
        apply(journal, index, &touched, newest)?;
        taken += events.len();
        watermark = newest;
    }
    Ok(taken)
}

fn apply(journal: &Journal, index: &mut SearchIndex, touched: &BTreeSet<DocumentId>, watermark: u64) -> Result<(), ProjectionError> {
    let mut documents: Vec<Document> = Vec::new();
    let mut records: Vec<Record> = Vec::new();
    for id in touched {
        documents.extend(journal.document(id)?);
        records.extend(journal.records(&RecordFilter { document: Some(id.clone()), ..RecordFilter::default() })?);
    }
    let ids: Vec<DocumentId> = touched.iter().cloned().collect();
    let mut keys = index.touched_substances(&ids)?;
    keys.extend(records.iter().map(|record| record.substance.key()));
    let mut claims: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for key in keys {
        let filter = RecordFilter { substance_key: Some(key.clone()), without_rejected: true, ..RecordFilter::default() };
        claims.insert(key, journal.records(&filter)?);
    }
    let substances: Vec<SubstanceClaims<'_>> =
        claims.iter().map(|(key, records)| SubstanceClaims { key: key.clone(), records: records.iter().collect() }).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    let records: Vec<&Record> = records.iter().collect();
    index.update(Batch { documents: &documents, records: &records, substances: &substances, removed_documents: &[] }, watermark)?;
    Ok(())
}

/// The knowledge graph of the journal's current records.
///
/// # Errors
/// If the journal cannot be read.
pub fn build_graph(journal: &Journal) -> Result<Graph, ProjectionError> {
    let mut graph = Graph::default();
    for row in journal.documents()? {
        let DocumentOutcome::Read { title, .. } = &row.outcome else { continue };
        let records = journal.records(&RecordFilter { document: Some(row.id.clone()), ..RecordFilter::default() })?;
        let title = title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&row.file_name);
        graph.apply(DocumentRecords { id: &row.id, title, records: &records });
    }
    Ok(graph)
}
