//! Questions to the knowledge graph.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use orfila_graph::{Filter, PathOptions};
use serde::Deserialize;
use serde_json::json;

use super::Answer;
use crate::web::App;
use crate::web::failure::Failure;
use crate::web::paging::LARGEST_LIMIT;

const DEEPEST: usize = 4;
const LONGEST_PATH: usize = 12;

#[derive(Debug, Deserialize)]
pub(crate) struct NeighboursAsked {
    node: String,
    depth: Option<usize>,
    limit: Option<usize>,
}

/// Everything up to `depth` edges away from `node`.
pub(crate) async fn neighbours(State(app): State<App>, Query(asked): Query<NeighboursAsked>) -> Answer {
    let (depth, limit) = (asked.depth.unwrap_or(1), asked.limit.unwrap_or(100));
    if depth > DEEPEST || limit == 0 || limit > LARGEST_LIMIT {
        let detail = format!("`depth` is at most {DEEPEST} and `limit` 1 to {LARGEST_LIMIT}.");
        return Err(Failure::bad_request(detail));
    }
    let filter = Filter { limit: Some(limit), ..Filter::default() };
    let found =
        app.blocking(move |state| Ok(state.graph(|graph| graph.neighbours(&asked.node, depth, &filter))??)).await?;
    Ok(Json(found).into_response())
}

#[derive(Debug, Deserialize)]
pub(crate) struct PathAsked {
    from: String,
    to: String,
    #[serde(default)]
    through_documents: bool,
}

/// A shortest path; `path` is `null` if there is none.
pub(crate) async fn path(State(app): State<App>, Query(asked): Query<PathAsked>) -> Answer {
    let base = if asked.through_documents { PathOptions::through_documents() } else { PathOptions::default() };
    let options = PathOptions { longest: Some(LONGEST_PATH), ..base };
    let found = app
        .blocking(move |state| Ok(state.graph(|graph| graph.shortest_path(&asked.from, &asked.to, &options))??))
        .await?;
    Ok(Json(json!({ "path": found })).into_response())
}
