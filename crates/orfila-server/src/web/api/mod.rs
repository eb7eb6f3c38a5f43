//! The JSON API under `/api/v1`. Every failure is a problem detail (RFC 9457).

mod decisions;
mod graph;
mod predictions;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use orfila_records::{DocumentId, RecordId};
use orfila_search::Query as SearchQuery;
use orfila_store::Journal;
use serde::Deserialize;
use serde_json::json;

use super::App;
use super::failure::Failure;
use super::pages::{document_parts, dossier_of};
use super::paging::{Paging, Part};

pub(crate) use decisions::decide;
pub(crate) use graph::{neighbours, path};
pub(crate) use predictions::{predict, predict_posted};

pub(crate) type Answer = Result<Response, Failure>;

/// What the server holds.
pub(crate) async fn status(State(app): State<App>) -> Answer {
    let value = app
        .blocking(|state| {
            let (seq, stats, documents) =
                state.read(|journal| Ok((journal.last_seq()?, journal.review_stats()?, journal.documents()?.len())))?;
            Ok(json!({
                "version": env!("CARGO_PKG_VERSION"),
                "journal_sequence": seq,
                "documents": documents,
                "records": stats.records,
                "decisions": stats.decisions,
                "review": stats.by_status.iter().map(|(status, count)| json!({"status": status, "records": count})).collect::<Vec<_>>(),
                "predictions": state.has_model(),
            }))
        })
        .await?;
    Ok(Json(value).into_response())
}

#[derive(Debug, Deserialize)]
pub(crate) struct SearchAsked {
    #[serde(default)]
    q: String,
}

/// Hits of a query in the search language.
pub(crate) async fn search(
    State(app): State<App>,
    Query(asked): Query<SearchAsked>,
    Query(paging): Query<Paging>,
) -> Answer {
    let (limit, offset) = paging.checked()?;
    let query = SearchQuery::new(asked.q).page(offset, limit);
    let (results, lagging) = app.blocking(move |state| Ok(state.search(&query)?)).await?;
    let mut response = Json(json!({ "results": results, "lagging": lagging })).into_response();
    if lagging {
        // The journal's tag would vouch for an index that is behind it.
        response.headers_mut().insert(axum::http::header::ETAG, axum::http::HeaderValue::from_static("W/\"lagging\""));
    }
    Ok(response)
}

/// The dossier of a substance.
pub(crate) async fn substance(State(app): State<App>, Path(key): Path<String>) -> Answer {
    let dossier = app.blocking(move |state| dossier_of(state, &key)).await?;
    Ok(Json(dossier).into_response())
}

/// A record with review and corrections.
pub(crate) async fn record(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let unknown = Failure::not_found(format!("There is no record {id}. Take the id from a search."));
    let id = RecordId::from_hash(id);
    let record = app.blocking(move |state| Ok(state.read(|journal| journal.record(&id))?)).await?;
    record.map(|record| Json(record).into_response()).ok_or(unknown)
}

/// All documents, read and refused.
pub(crate) async fn documents(State(app): State<App>, Query(paging): Query<Paging>) -> Answer {
    let part = paging.checked()?;
    let rows = app.blocking(|state| Ok(state.read(Journal::documents)?)).await?;
    Ok(Json(Part::of(rows, part)).into_response())
}

/// A document with passages, outcomes, losses and problems.
pub(crate) async fn document(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let parts = app.blocking(move |state| document_parts(state, &DocumentId::from_hash(id))).await?;
    let value = json!({
        "row": parts.row,
        "document": parts.document,
        "losses": parts.losses,
        "outcomes": parts.outcomes,
    });
    Ok(Json(value).into_response())
}

/// The records that wait for a decision, those that need people most first.
pub(crate) async fn review_next(State(app): State<App>, Query(paging): Query<Paging>) -> Answer {
    let (limit, offset) = paging.checked()?;
    let (records, stats) = app
        .blocking(move |state| {
            Ok(state
                .read(|journal| Ok((journal.review_queue(limit.saturating_add(offset))?, journal.review_stats()?)))?)
        })
        .await?;
    let records: Vec<_> = records.into_iter().skip(offset).collect();
    Ok(Json(json!({ "records": records, "progress": stats, "limit": limit, "offset": offset })).into_response())
}
