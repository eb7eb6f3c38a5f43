//! The queue of records that wait for a decision.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use orfila_records::{MappingStatus, Record};
use orfila_store::{Journal, ReviewStats, StoreError};
use serde::Deserialize;

use super::{Page, layout};
use crate::dossier::{claim_line, review_word};
use crate::web::App;
use crate::web::session::encode;

/// Records listed, and records looked at to find the next.
const LISTED: usize = 50;

struct Waiting {
    id: String,
    substance: String,
    claim: String,
    document: String,
    confidence: String,
    why: &'static str,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewBody {
    stats: ReviewStats,
    decided: usize,
    waiting: Vec<Waiting>,
}

impl ReviewBody {
    fn word(&self, status: &orfila_records::ReviewStatus) -> &'static str {
        review_word(*status)
    }
}

fn waiting(record: &Record) -> Waiting {
    let confidence = record.extraction.confidence.values().copied().reduce(f64::min);
    let doubtful = matches!(record.substance.mapping.status, MappingStatus::Ambiguous | MappingStatus::Conflict);
    Waiting {
        id: record.id.as_str().to_owned(),
        substance: record.substance.display_name().to_owned(),
        claim: claim_line(record),
        document: record.evidence.first().map(|evidence| evidence.title.clone()).unwrap_or_default(),
        confidence: confidence.map_or_else(|| "not stated".to_owned(), |confidence| format!("{confidence:.2}")),
        why: if doubtful { "identity in doubt" } else { "" },
    }
}

fn gather(journal: &Journal) -> Result<(ReviewStats, Vec<Record>), StoreError> {
    Ok((journal.review_stats()?, journal.review_queue(LISTED)?))
}

/// `GET /review`
pub(crate) async fn show(State(app): State<App>) -> Page {
    use orfila_records::ReviewStatus::{Conflict, InReview, Unreviewed};
    let (stats, queue) = app.blocking(|state| Ok(state.read(gather)?)).await?;
    let open = |status| matches!(status, Unreviewed | InReview | Conflict);
    let decided = stats.by_status.iter().filter(|(status, _)| !open(*status)).map(|(_, count)| count).sum();
    layout::page("Review – Orfila", "", &ReviewBody { stats, decided, waiting: queue.iter().map(waiting).collect() })
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// A record to leave for later.
    #[serde(default)]
    after: Option<String>,
}

/// `GET /review/next`: leads on to the record that waits first, or to the queue if none waits.
pub(crate) async fn next(State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let queue = app.blocking(|state| Ok(state.read(|journal| journal.review_queue(LISTED))?)).await?;
    let after = asked.after.as_deref();
    let at = queue.iter().position(|record| Some(record.id.as_str()) == after).map_or(0, |at| at + 1);
    let next = queue.get(at).or_else(|| queue.first()).filter(|record| Some(record.id.as_str()) != after);
    let address =
        next.map_or_else(|| "/review".to_owned(), |record| format!("/records/{}", encode(record.id.as_str())));
    Ok(Redirect::to(&address).into_response())
}
