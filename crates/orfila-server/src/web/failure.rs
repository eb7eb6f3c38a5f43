//! Failures as problem details (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use orfila_graph::GraphError;
use orfila_search::SearchError;
use orfila_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::error::ServerError;

/// The media type of problem details.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// A URI that names the sort of problem.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The sort of problem in words.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What happened and what to do.
    pub(crate) detail: String,
    /// Where in the query's text, as a byte offset, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<usize>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Failure");
        let kind = format!("urn:orfila:problem:{}", title.to_lowercase().replace(' ', "-"));
        Self { kind, title: title.to_owned(), status: status.as_u16(), detail: detail.into(), position: None }
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// A fault of the program: told to the log, not to the client.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The server failed; its log tells more. Try again, and report it.")
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(&self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::UnknownRecord { .. } => StatusCode::NOT_FOUND,
            StoreError::DecisionRefused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            StoreError::Conflict { .. } => StatusCode::CONFLICT,
            StoreError::Locked { .. } => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::DiskFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
            _ => return Self::internal(error),
        };
        Self::new(status, error.to_string())
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match &error {
            error if error.is_query_error() => {
                Self { position: error.position(), ..Self::bad_request(error.to_string()) }
            }
            SearchError::Busy { .. } => Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            _ => Self::internal(error),
        }
    }
}

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        match &error {
            GraphError::UnknownNode { .. } => Self::not_found(error.to_string()),
            GraphError::AmbiguousNode { .. } => Self::bad_request(error.to_string()),
            GraphError::Write(_) => Self::internal(error),
        }
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Store(error) => error.into(),
            ServerError::Search(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}
