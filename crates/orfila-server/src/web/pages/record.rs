//! A record beside what it was read from, with the curator's forms.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use orfila_records::{Decision, DecisionAction, Record, RecordId, Review};
use orfila_store::{Journal, StoreError};
use serde::Deserialize;
use serde_json::Value;

use super::passage::{PassageView, quoted};
use super::{Page, layout};
use crate::dossier::{claim_line, place, review_class, review_word, words};
use crate::web::App;
use crate::web::failure::Failure;
use crate::web::session;

/// Fields listed at most.
const MOST_FIELDS: usize = 400;

/// One field of a record.
pub(crate) struct FieldView {
    /// JSON pointer into the record.
    pub(crate) pointer: String,
    /// Its value.
    pub(crate) value: String,
    /// Whether a curator may set it.
    pub(crate) open: bool,
}

struct EvidenceView {
    field: String,
    title: String,
    document: String,
    page: Option<u32>,
    quote: String,
    range: String,
    cell: String,
    boxes: Vec<String>,
    grounding: String,
}

struct DecisionView {
    action: String,
    actor: String,
    role: String,
    at: String,
    what: String,
    reason: String,
    id: String,
    standing: bool,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordBody {
    id: String,
    claim: String,
    kind: String,
    substance: String,
    key: String,
    review: &'static str,
    review_class: String,
    extractor: String,
    pipeline: String,
    passages: Vec<PassageView>,
    evidence: Vec<EvidenceView>,
    fields: Vec<FieldView>,
    decisions: Vec<DecisionView>,
    last: String,
    token: String,
    actor: String,
    done: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: Option<String>,
}

/// Fields that follow from others and cannot be set.
fn derived(pointer: &str) -> bool {
    let leaf = pointer.rsplit('/').next().unwrap_or_default();
    let tags = ["/payload/record_kind", "/payload/type"];
    matches!(leaf, "canonical_low" | "canonical_high" | "unit" | "dimension") || tags.contains(&pointer)
}

fn collect(pointer: &str, value: &Value, fields: &mut Vec<FieldView>) {
    let nested = |value: &Value| value.is_object() || value.is_array();
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(&format!("{pointer}/{key}"), value, fields);
            }
        }
        Value::Array(values) if values.iter().any(nested) => {
            for (index, value) in values.iter().enumerate() {
                collect(&format!("{pointer}/{index}"), value, fields);
            }
        }
        other if fields.len() < MOST_FIELDS => {
            let value = match other {
                Value::Null => "–".to_owned(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            fields.push(FieldView { pointer: pointer.to_owned(), value, open: !derived(pointer) });
        }
        _ => {}
    }
}

/// The fields of claim and substance, those with values first within each.
pub(crate) fn fields(record: &Record) -> Vec<FieldView> {
    let mut fields = Vec::new();
    for (pointer, value) in
        [("/payload", serde_json::to_value(&record.payload)), ("/substance", serde_json::to_value(&record.substance))]
    {
        let mut part = Vec::new();
        collect(pointer, &value.unwrap_or_default(), &mut part);
        part.sort_by_key(|field| field.value == "–");
        fields.append(&mut part);
    }
    fields
}

fn evidence(record: &Record) -> Vec<EvidenceView> {
    let cell = |cell: (usize, usize, usize)| format!("table {}, row {}, column {} (from 0)", cell.0, cell.1, cell.2);
    let view = |evidence: &orfila_records::Evidence| EvidenceView {
        field: evidence.field.clone(),
        title: evidence.title.clone(),
        document: evidence.document.as_str().to_owned(),
        page: evidence.page.map(|page| page.0),
        quote: evidence.quote.clone(),
        range: format!("{}–{}", evidence.range.start, evidence.range.end),
        cell: evidence.table_cell.map(cell).unwrap_or_default(),
        boxes: evidence.boxes.iter().map(place).collect(),
        grounding: words(&evidence.grounding),
    };
    record.evidence.iter().map(view).collect()
}

/// What a decision did to which field, in words.
pub(crate) fn what_it_did(decision: &Decision) -> String {
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
    match (&decision.action, &decision.field, &decision.undoes) {
        (DecisionAction::Correct, Some(field), _) => {
            format!("{field}: {} → {}", shown(&decision.old), shown(&decision.new))
        }
        (DecisionAction::Undo, _, Some(undone)) => format!("takes back {undone}"),
        _ => String::new(),
    }
}

fn decisions(review: &Review) -> Vec<DecisionView> {
    let standing: Vec<&Decision> = Review::standing(&review.decisions).collect();
    let view = |decision: &Decision| DecisionView {
        action: words(&decision.action),
        actor: decision.actor.clone(),
        role: decision.role.clone(),
        at: decision.at.clone(),
        what: what_it_did(decision),
        reason: decision.reason.clone().unwrap_or_default(),
        id: decision.id.as_str().to_owned(),
        standing: standing.iter().any(|known| known.id == decision.id),
    };
    review.decisions.iter().map(view).collect()
}

fn gather(journal: &Journal, id: &RecordId) -> Result<Option<(Record, Vec<PassageView>)>, StoreError> {
    let Some(record) = journal.record(id)? else { return Ok(None) };
    let document = match crate::dossier::document_of(&record) {
        Some(document) => journal.document_of_run(document, &record.extraction.run)?,
        None => None,
    };
    let passages = document.map(|document| quoted(&document, &record)).unwrap_or_default();
    Ok(Some((record, passages)))
}

/// `GET /records/{id}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Page {
    let unknown = Failure::not_found(format!("There is no record {id}. Take the id from a search."));
    let actor = session::actor(&headers);
    let (found, token) = app
        .blocking(move |state| {
            let id = RecordId::from_hash(id);
            Ok((state.read(|journal| gather(journal, &id))?, state.secret().to_owned()))
        })
        .await?;
    let (record, passages) = found.ok_or(unknown)?;
    let body = RecordBody {
        id: record.id.as_str().to_owned(),
        claim: claim_line(&record),
        kind: record.kind().as_str().to_owned(),
        substance: record.substance.display_name().to_owned(),
        key: record.substance.key(),
        review: review_word(record.review.status),
        review_class: review_class(record.review.status),
        extractor: record.extraction.extractor.clone(),
        pipeline: record.extraction.pipeline.clone(),
        passages,
        evidence: evidence(&record),
        fields: fields(&record),
        decisions: decisions(&record.review),
        last: record.review.decisions.last().map(|last| last.id.as_str().to_owned()).unwrap_or_default(),
        token: token.clone(),
        actor,
        done: asked.done.is_some(),
    };
    let mut response = layout::page(&format!("{} – Orfila", body.claim), "", &body)?;
    session::give_token(response.headers_mut(), &token);
    Ok(response)
}
