//! Keeping the search index and the knowledge graph in step with the journal.
//!
//! Both follow the journal's events from a watermark. The index commits its own watermark together with what it speaks
//! of, so a kill at any moment means at most that some events are applied again, which changes nothing.

use std::collections::BTreeSet;

use orfila_graph::{DocumentRecords, Graph};
use orfila_records::{Document, DocumentId, Record, RecordId};
use orfila_search::{Batch, SearchIndex, SubstanceClaims};
use orfila_store::{DocumentOutcome, Event, EventKind, Journal, RecordFilter, StoreError};

use crate::error::ServerError;

/// Documents in one commit of the index: enough to pay for the commit, few enough to hold in memory.
const DOCUMENTS_IN_A_BATCH: usize = 32;
/// Events read at once.
const EVENTS_AT_ONCE: usize = 256;

/// What a refresh did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Events applied.
    pub events: usize,
    /// Documents indexed anew, each counted once a batch.
    pub documents: usize,
    /// The journal's sequence number that the projection now stands at.
    pub watermark: u64,
}

/// Events up to the point where they touch [`DOCUMENTS_IN_A_BATCH`] documents.
struct Step {
    documents: Vec<DocumentId>,
    last: u64,
    events: usize,
}

fn document_of_event(journal: &Journal, event: &Event) -> Result<Option<DocumentId>, StoreError> {
    Ok(match event.kind {
        EventKind::DocumentRead => Some(DocumentId::from_hash(event.subject.clone())),
        EventKind::Decision => {
            let record = journal.record(&RecordId::from_hash(event.subject.clone()))?;
            record.as_ref().and_then(crate::dossier::document_of).cloned()
        }
        EventKind::Run | EventKind::DocumentRefused => None,
    })
}

fn next_step(journal: &Journal, after: u64) -> Result<Option<Step>, StoreError> {
    let mut documents = BTreeSet::new();
    let mut step = Step { documents: Vec::new(), last: after, events: 0 };
    for event in journal.events_after(after, EVENTS_AT_ONCE)? {
        documents.extend(document_of_event(journal, &event)?);
        step.last = event.seq;
        step.events += 1;
        if documents.len() >= DOCUMENTS_IN_A_BATCH {
            break;
        }
    }
    step.documents = documents.into_iter().collect();
    Ok((step.events > 0).then_some(step))
}

fn records_of(journal: &Journal, document: &DocumentId) -> Result<Vec<Record>, StoreError> {
    journal.records(&RecordFilter { document: Some(document.clone()), ..RecordFilter::default() })
}

fn apply_to_index(journal: &Journal, index: &mut SearchIndex, step: &Step) -> Result<(), ServerError> {
    let mut documents: Vec<Document> = Vec::new();
    let mut records: Vec<Record> = Vec::new();
    for id in &step.documents {
        documents.extend(journal.document(id)?);
        records.extend(records_of(journal, id)?);
    }
    // Both the keys that the old records had and those that the new ones have: a correction may move a record.
    let mut keys = index.touched_substances(&step.documents)?;
    keys.extend(records.iter().map(|record| record.substance.key()));
    let mut claims: Vec<(String, Vec<Record>)> = Vec::new();
    for key in keys {
        let filter = RecordFilter { substance_key: Some(key.clone()), ..RecordFilter::default() };
        claims.push((key, journal.records(&filter)?));
    }
    let substances: Vec<SubstanceClaims<'_>> = claims
        .iter()
        .map(|(key, records)| SubstanceClaims { key: key.clone(), records: records.iter().collect() })
        .collect();
    let batch = Batch {
        documents: &documents.iter().collect::<Vec<_>>(),
        records: &records.iter().collect::<Vec<_>>(),
        substances: &substances,
        removed_documents: &[],
    };
    index.update(batch, step.last)?;
    Ok(())
}

/// Brings the search index up to date with the journal.
///
/// An index whose watermark lies past the journal's end belongs to another journal: it is emptied and filled anew.
///
/// # Errors
/// If the journal cannot be read, or another process writes to the index ([`orfila_search::SearchError::Busy`]).
pub fn refresh_index(journal: &Journal, index: &mut SearchIndex) -> Result<Refreshed, ServerError> {
    if index.watermark().is_some_and(|watermark| watermark > journal.last_seq().unwrap_or(u64::MAX)) {
        tracing::warn!("the search index belongs to another journal and is made anew");
        index.clear()?;
    }
    let mut refreshed = Refreshed { watermark: index.watermark().unwrap_or(0), ..Refreshed::default() };
    while let Some(step) = next_step(journal, refreshed.watermark)? {
        apply_to_index(journal, index, &step)?;
        refreshed.events += step.events;
        refreshed.documents += step.documents.len();
        refreshed.watermark = step.last;
    }
    Ok(refreshed)
}

fn title_of(journal: &Journal, id: &DocumentId) -> Result<Option<String>, StoreError> {
    let title = |document: Document| document.title.filter(|title| !title.is_empty()).unwrap_or(document.file_name);
    Ok(journal.document(id)?.map(title))
}

/// Brings the graph, which stands at `watermark`, up to date with the journal.
///
/// # Errors
/// If the journal cannot be read or is damaged.
pub fn refresh_graph(journal: &Journal, graph: &mut Graph, watermark: u64) -> Result<Refreshed, ServerError> {
    let mut refreshed = Refreshed { watermark, ..Refreshed::default() };
    while let Some(step) = next_step(journal, refreshed.watermark)? {
        for id in &step.documents {
            if let Some(title) = title_of(journal, id)? {
                graph.apply(DocumentRecords { id, title: &title, records: &records_of(journal, id)? });
            }
        }
        refreshed.events += step.events;
        refreshed.documents += step.documents.len();
        refreshed.watermark = step.last;
    }
    Ok(refreshed)
}

/// The graph of everything the journal holds, and the sequence number it stands at.
///
/// # Errors
/// If the journal cannot be read or is damaged.
pub fn build_graph_at(journal: &Journal) -> Result<(Graph, u64), ServerError> {
    // Read before the documents: what is committed meanwhile is applied again by the next refresh.
    let watermark = journal.last_seq()?;
    let mut graph = Graph::default();
    for row in journal.documents()? {
        let DocumentOutcome::Read { title, .. } = &row.outcome else { continue };
        let title = title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&row.file_name);
        graph.apply(DocumentRecords { id: &row.id, title, records: &records_of(journal, &row.id)? });
    }
    Ok((graph, watermark))
}

/// The graph of everything the journal holds.
///
/// # Errors
/// If the journal cannot be read or is damaged.
pub fn build_graph(journal: &Journal) -> Result<Graph, ServerError> {
    Ok(build_graph_at(journal)?.0)
}

/// Brings index and graph up to date; the graph stands at `graph_watermark`.
///
/// # Errors
/// Those of [`refresh_index`] and [`refresh_graph`].
pub fn refresh(
    journal: &Journal,
    index: &mut SearchIndex,
    graph: &mut Graph,
    graph_watermark: &mut u64,
) -> Result<Refreshed, ServerError> {
    *graph_watermark = refresh_graph(journal, graph, *graph_watermark)?.watermark;
    refresh_index(journal, index)
}
