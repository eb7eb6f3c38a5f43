//! What holds for every request: where it may come from, how long it may take, what headers the answer has.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use orfila_store::Journal;

use super::App;
use super::failure::{Failure, PROBLEM_JSON};
use super::pages::layout;

/// Longest that a request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest text of an error that is passed on, in bytes.
const LONGEST_ERROR: usize = 4096;

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The host without its port.
fn without_port(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    }
}

/// Why a request is refused: on this machine alone, a page of another site must not speak to the server under a name
/// of its own (DNS rebinding), and no other site may post to it.
fn foreign(app: &App, request: &Request) -> Option<Failure> {
    let headers = request.headers();
    let host = header_text(headers, header::HOST).or_else(|| request.uri().authority().map(|host| host.as_str()));
    let host = host.unwrap_or_default();
    let name = without_port(host);
    let loopback = name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    if !loopback && !app.access.allow_remote {
        let detail = "This server answers under 127.0.0.1 and localhost alone. Use one of these in the address.";
        return Some(Failure::new(StatusCode::MISDIRECTED_REQUEST, detail));
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let origin = header_text(headers, header::ORIGIN).filter(|_| !safe)?;
    let same = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    let detail = "The request comes from a page of another site. Use the pages of this server.";
    (!same).then(|| Failure::new(StatusCode::FORBIDDEN, detail))
}

/// The outermost layer.
pub(crate) async fn every_request(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let refused = foreign(&app, &request);
    let mut response = match refused {
        Some(failure) => tidy(failure.into_response(), api).await,
        None => match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                let detail = "The answer took too long. Ask for less, or try again.";
                tidy(Failure::new(StatusCode::GATEWAY_TIMEOUT, detail).into_response(), api).await
            }
        },
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Turns every failure into problem details, those of the framework too.
pub(crate) async fn as_problems(request: Request, next: Next) -> Response {
    tidy(next.run(request).await, true).await
}

/// Turns every failure into a page.
pub(crate) async fn as_pages(request: Request, next: Next) -> Response {
    tidy(next.run(request).await, false).await
}

async fn tidy(response: Response, api: bool) -> Response {
    let status = response.status();
    let kind = header_text(response.headers(), header::CONTENT_TYPE).unwrap_or_default();
    let wanted = if api { PROBLEM_JSON } else { "text/html" };
    if !(status.is_client_error() || status.is_server_error()) || kind.starts_with(wanted) {
        return response;
    }
    let problem = kind.starts_with(PROBLEM_JSON);
    let allow = response.headers().get(header::ALLOW).cloned();
    let body = to_bytes(response.into_body(), LONGEST_ERROR).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let parsed = problem.then(|| serde_json::from_str::<Failure>(&text).ok()).flatten();
    let failure = parsed.unwrap_or_else(|| Failure::new(status, said(status, &text)));
    let mut response = if api { failure.into_response() } else { layout::failure(&failure) };
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn said(status: StatusCode, text: &str) -> String {
    match (status, text.trim()) {
        (StatusCode::PAYLOAD_TOO_LARGE, _) => "The request is larger than 64 KiB: send less at once.".to_owned(),
        (StatusCode::METHOD_NOT_ALLOWED, _) => "This address does not take that method.".to_owned(),
        (_, "") => "The request was refused.".to_owned(),
        (_, text) => text.to_owned(),
    }
}

/// The tag of a state of the journal. The version is in it because another version may answer otherwise.
fn etag(seq: u64) -> String {
    format!("\"{seq}-{}\"", env!("CARGO_PKG_VERSION"))
}

fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = header_text(headers, header::IF_NONE_MATCH).unwrap_or_default();
    known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// Answers GETs with the journal's last sequence number as their tag, and with 304 if the client has that state.
///
/// The number is read before the answer is made: a tag may be too old for its answer, never too new.
pub(crate) async fn with_etag(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let seq = match app.blocking(|state| Ok(state.read(Journal::last_seq)?)).await {
        Ok(seq) => seq,
        Err(failure) => return failure.into_response(),
    };
    let tag = etag(seq);
    let mut response = match knows(request.headers(), &tag) {
        true => (StatusCode::NOT_MODIFIED, Body::empty()).into_response(),
        false => next.run(request).await,
    };
    let taggable = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if let Some(tag) = HeaderValue::from_str(&tag).ok().filter(|_| taggable) {
        let headers = response.headers_mut();
        headers.entry(header::ETAG).or_insert(tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}
