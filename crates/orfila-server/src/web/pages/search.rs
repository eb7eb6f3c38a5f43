//! Search: hits with marked words, facets as links, the remedy of a query that was not understood.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use orfila_records::ReviewStatus;
use orfila_search::{Certainty, EntryKind, Facet, Hit, Query as SearchQuery, RangeCounts, SearchResults, Snippet};
use orfila_store::Journal;
use serde::Deserialize;

use super::{Page, layout};
use crate::dossier::{review_class, review_word, words};
use crate::web::App;
use crate::web::failure::Failure;
use crate::web::paging::{ON_A_PAGE, Pager};
use crate::web::session::encode;

/// Values shown of one facet.
const FACET_VALUES: usize = 12;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: Option<usize>,
}

/// A piece of text, marked or not.
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) marked: bool,
}

struct HitView {
    title: String,
    link: String,
    kind: String,
    review: Option<(&'static str, String)>,
    certainty: Option<&'static str>,
    reason: String,
    page: Option<u32>,
    pieces: Vec<Piece>,
    cut: bool,
}

struct FacetLink {
    value: String,
    count: u64,
    link: String,
    active: bool,
}

struct FacetView {
    field: String,
    links: Vec<FacetLink>,
    more: u64,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchBody {
    query: String,
    total: u64,
    hits: Vec<HitView>,
    facets: Vec<FacetView>,
    ranges: Option<RangeCounts>,
    notices: Vec<String>,
    lagging: bool,
    pager: Pager,
    failure: Option<Failure>,
}

/// A snippet cut into marked and unmarked pieces. Marks that do not fit the text are left out, never the text.
fn pieces(snippet: &Snippet) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(text) = snippet.text.get(from..to).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), marked });
        }
    };
    for range in &snippet.highlights {
        if range.start < at || range.slice(&snippet.text).is_none() {
            continue;
        }
        push(at, range.start, false);
        push(range.start, range.end, true);
        at = range.end;
    }
    push(at, snippet.text.len(), false);
    pieces
}

fn link(hit: &Hit) -> String {
    match (&hit.entry, &hit.substance_key, &hit.record, &hit.document) {
        (EntryKind::Substance, Some(key), ..) => format!("/substances/{}", encode(key)),
        (EntryKind::Record, _, Some(record), _) => format!("/records/{}", encode(record.as_str())),
        (_, _, _, Some(document)) => {
            let passage = hit.passage.as_ref().map(|passage| passage.as_str()).unwrap_or_default();
            format!("/documents/{}?passage={}#p-{}", encode(document.as_str()), encode(passage), encode(passage))
        }
        _ => "/search".to_owned(),
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
        Certainty::Unknown => "unknown",
    }
}

fn hit(hit: &Hit) -> HitView {
    let review = |status: ReviewStatus| (review_word(status), review_class(status));
    let kind = hit.kind.map_or_else(|| hit.entry.as_str().to_owned(), |kind| format!("{kind} record"));
    HitView {
        title: hit.title.clone(),
        link: link(hit),
        kind,
        review: hit.review.map(review),
        certainty: hit.certainty.map(certainty),
        reason: hit.unknown_reason.map(|reason| words(&reason)).unwrap_or_default(),
        page: hit.page.map(|page| page.0),
        pieces: hit.snippet.as_ref().map(pieces).unwrap_or_default(),
        cut: hit.snippet.as_ref().is_some_and(|snippet| snippet.cut),
    }
}

/// A facet's value as a condition of the query language.
fn condition(field: &str, value: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    match !value.is_empty() && value.chars().all(bare) {
        true => format!("{field}:{value}"),
        false => format!("{field}:\"{}\"", value.replace(['"', '“', '”', '„'], " ")),
    }
}

/// The query with a condition added, or taken out if it is there.
fn toggled(query: &str, condition: &str) -> (String, bool) {
    let padded = format!(" {query} ");
    let there = format!(" {condition} ");
    match padded.contains(&there) {
        true => (padded.replacen(&there, " ", 1).trim().to_owned(), true),
        false => (format!("{} {condition}", query.trim()).trim().to_owned(), false),
    }
}

fn facet(facet: &Facet, query: &str, titles: &HashMap<String, String>) -> FacetView {
    let links = facet.values.iter().take(FACET_VALUES).map(|count| {
        let (next, active) = toggled(query, &condition(&facet.field, &count.value));
        let value = titles.get(&count.value).filter(|_| facet.field == "document").unwrap_or(&count.value);
        FacetLink { value: value.clone(), count: count.count, link: format!("/search?q={}", encode(&next)), active }
    });
    let links: Vec<FacetLink> = links.collect();
    FacetView { field: words(&facet.field), more: facet.distinct.saturating_sub(links.len() as u64), links }
}

fn titles(journal: &Journal) -> Result<HashMap<String, String>, orfila_store::StoreError> {
    let rows = journal.documents()?;
    Ok(rows.into_iter().map(|row| (row.id.as_str().to_owned(), row.file_name)).collect())
}

fn body(query: String, page: usize, results: &SearchResults, titles: &HashMap<String, String>) -> SearchBody {
    let total = usize::try_from(results.total).unwrap_or(usize::MAX);
    let address = format!("/search?q={}&page=", encode(&query));
    SearchBody {
        total: results.total,
        hits: results.hits.iter().map(hit).collect(),
        facets: results.facets.iter().map(|known| facet(known, &query, titles)).collect(),
        ranges: results.ranges,
        notices: results.notices.clone(),
        lagging: false,
        pager: Pager::new(page, total, ON_A_PAGE, address),
        failure: None,
        query,
    }
}

/// `GET /search?q=…&page=…`
pub(crate) async fn show(State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let page = asked.page.unwrap_or(1).max(1);
    let offset = Pager::new(page, usize::MAX, ON_A_PAGE, String::new()).offset(ON_A_PAGE);
    let query = SearchQuery::new(asked.q.clone()).page(offset, ON_A_PAGE);
    let found = app
        .blocking(move |state| {
            let (results, lagging) = state.search(&query)?;
            Ok((results, lagging, state.read(titles)?))
        })
        .await;
    match found {
        Ok((results, lagging, titles)) => {
            let body = SearchBody { lagging, ..body(asked.q.clone(), page, &results, &titles) };
            layout::page("Search – Orfila", &asked.q, &body)
        }
        Err(failure) if failure.status().is_client_error() => {
            let body = body(asked.q.clone(), 1, &SearchResults::default(), &HashMap::new());
            let status = failure.status();
            let page = layout::page("Search – Orfila", &asked.q, &SearchBody { failure: Some(failure), ..body })?;
            Ok(axum::response::IntoResponse::into_response((status, page)))
        }
        Err(failure) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_added_and_taken_out() {
        let kind = condition("kind", "hazard");
        assert_eq!(toggled("bisphenol", &kind), ("bisphenol kind:hazard".to_owned(), false));
        assert_eq!(toggled("bisphenol kind:hazard", &kind), ("bisphenol".to_owned(), true));
        assert_eq!(condition("medium", "drinking water"), "medium:\"drinking water\"");
        assert_eq!(condition("medium", "a\"b"), "medium:\"a b\"");
    }
}
