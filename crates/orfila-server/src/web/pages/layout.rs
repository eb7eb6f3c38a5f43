//! The frame of every page, its stylesheet, and the page of a failure.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::Page;
use crate::dossier::STYLESHEET;
use crate::web::failure::Failure;

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    query: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailureBody<'a> {
    failure: &'a Failure,
}

/// A page with a title, the text of its search box and its body.
pub(crate) fn page(title: &str, query: &str, body: &impl Template) -> Page {
    let body = body.render()?;
    Ok(Html(Layout { title, query, body: &body }.render()?).into_response())
}

/// The page of a failure.
pub(crate) fn failure(failure: &Failure) -> Response {
    match page(&failure.title, "", &FailureBody { failure }) {
        Ok(response) => (failure.status(), response).into_response(),
        Err(other) => other.into_response(),
    }
}

/// The stylesheet.
pub(crate) async fn stylesheet() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("max-age=300")),
    ];
    (headers, STYLESHEET).into_response()
}
