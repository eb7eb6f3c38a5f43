//! Documents: the list, and one with its passages, what became of each, and what was lost.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use orfila_records::{Document, DocumentId, Loss, PassageId, PassageKind, PassageOutcome, Problem};
use orfila_store::{DocumentRow, Journal};
use serde::Deserialize;

use super::{Page, layout};
use crate::dossier::words;
use crate::state::ServerState;
use crate::web::App;
use crate::web::failure::Failure;
use crate::web::paging::Pager;
use crate::web::session::encode;

/// Rows and passages on a page.
const ROWS: usize = 100;

/// Everything of a document.
pub(crate) struct DocumentParts {
    pub(crate) row: DocumentRow,
    /// `None` if it was refused.
    pub(crate) document: Option<Document>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) outcomes: Vec<PassageOutcome>,
}

/// Everything of the document with this identifier.
pub(crate) fn document_parts(state: &ServerState, id: &DocumentId) -> Result<DocumentParts, Failure> {
    let parts = state.read(|journal| {
        let Some(row) = journal.documents()?.into_iter().find(|row| &row.id == id) else { return Ok(None) };
        let (document, losses) = (journal.document(id)?, journal.losses(id)?);
        Ok(Some(DocumentParts { row, document, losses, outcomes: journal.passage_outcomes(id)? }))
    })?;
    parts.ok_or_else(|| Failure::not_found("There is no such document. Take it from the list of documents."))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    page: Option<usize>,
    /// A passage to open the page at.
    #[serde(default)]
    passage: Option<String>,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct ListBody {
    rows: Vec<DocumentRow>,
    total: usize,
    pager: Pager,
}

/// `GET /documents`
pub(crate) async fn list(State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let rows = app.blocking(|state| Ok(state.read(Journal::documents)?)).await?;
    let total = rows.len();
    let pager = Pager::new(asked.page.unwrap_or(1), total, ROWS, "/documents?page=".to_owned());
    let rows = rows.into_iter().skip(pager.offset(ROWS)).take(ROWS).collect();
    layout::page("Documents – Orfila", "", &ListBody { rows, total, pager })
}

struct PassageRow {
    id: String,
    kind: String,
    section: String,
    page: Option<u32>,
    text: String,
    outcome: String,
    records: Vec<String>,
}

struct LossRow {
    reason: String,
    page: Option<u32>,
    text: String,
    detail: String,
    characters: usize,
}

struct ProblemRow {
    severity: String,
    page: Option<u32>,
    message: String,
    remedy: String,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentBody {
    row: DocumentRow,
    passages: Vec<PassageRow>,
    losses: Vec<LossRow>,
    losses_total: usize,
    problems: Vec<ProblemRow>,
    pager: Pager,
    from: usize,
    passages_total: usize,
}

fn passage_of(outcome: &PassageOutcome) -> &PassageId {
    match outcome {
        PassageOutcome::Used { passage, .. }
        | PassageOutcome::Unused { passage, .. }
        | PassageOutcome::NothingRecognised { passage } => passage,
    }
}

fn outcomes(outcomes: &[PassageOutcome]) -> HashMap<&PassageId, (String, Vec<String>)> {
    let told = |outcome: &PassageOutcome| match outcome {
        PassageOutcome::Used { records, .. } => {
            let records: Vec<String> = records.iter().map(|record| record.as_str().to_owned()).collect();
            (format!("gave {} records", records.len()), records)
        }
        PassageOutcome::Unused { losses, .. } => (format!("{losses} things seen and not used"), Vec::new()),
        PassageOutcome::NothingRecognised { .. } => ("nothing recognised".to_owned(), Vec::new()),
    };
    outcomes.iter().map(|outcome| (passage_of(outcome), told(outcome))).collect()
}

fn passages(document: &Document, told: &[PassageOutcome], from: usize) -> Vec<PassageRow> {
    let told = outcomes(told);
    let row = |passage: &orfila_records::Passage| {
        let missing = || match passage.kind {
            PassageKind::Furniture => ("running head or foot".to_owned(), Vec::new()),
            _ => ("no outcome recorded".to_owned(), Vec::new()),
        };
        let (outcome, records) = told.get(&passage.id).cloned().unwrap_or_else(missing);
        PassageRow {
            id: passage.id.as_str().to_owned(),
            kind: words(&passage.kind),
            section: passage.section.join(" › "),
            page: passage.page.map(|page| page.0),
            text: document.passage_text(passage).to_owned(),
            outcome,
            records,
        }
    };
    document.passages.iter().skip(from).take(ROWS).map(row).collect()
}

fn loss(loss: &Loss) -> LossRow {
    LossRow {
        reason: words(&loss.reason),
        page: loss.page.map(|page| page.0),
        text: loss.text.clone(),
        detail: loss.detail.clone().unwrap_or_default(),
        characters: loss.characters,
    }
}

fn problem(problem: &Problem) -> ProblemRow {
    ProblemRow {
        severity: words(&problem.severity),
        page: problem.page.map(|page| page.0),
        message: problem.message.clone(),
        remedy: problem.remedy.clone(),
    }
}

fn body(parts: DocumentParts, asked: &Asked) -> DocumentBody {
    let known = parts.document.as_ref().map(|document| document.passages.as_slice()).unwrap_or_default();
    let wanted = asked.passage.as_deref().and_then(|id| known.iter().position(|passage| passage.id.as_str() == id));
    let page = asked.page.unwrap_or_else(|| wanted.map_or(1, |at| at / ROWS + 1));
    let address = format!("/documents/{}?page=", encode(parts.row.id.as_str()));
    let pager = Pager::new(page, known.len(), ROWS, address);
    let from = pager.offset(ROWS);
    DocumentBody {
        passages: parts.document.as_ref().map(|d| passages(d, &parts.outcomes, from)).unwrap_or_default(),
        losses: parts.losses.iter().take(5 * ROWS).map(loss).collect(),
        losses_total: parts.losses.len(),
        problems: parts.document.iter().flat_map(|document| document.problems.iter().map(problem)).collect(),
        passages_total: known.len(),
        row: parts.row,
        pager,
        from,
    }
}

/// `GET /documents/{sha256}`
pub(crate) async fn show(State(app): State<App>, Path(id): Path<String>, Query(asked): Query<Asked>) -> Page {
    let parts = app.blocking(move |state| document_parts(state, &DocumentId::from_hash(id))).await?;
    let title = format!("{} – Orfila", parts.row.file_name);
    layout::page(&title, "", &body(parts, &asked))
}
