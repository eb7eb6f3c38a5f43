//! From a stored entry to a hit.

use orfila_records::{DocumentId, PageNumber, PassageId, RecordId};
use serde::de::DeserializeOwned;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use crate::collect::Ranked;
use crate::entries::EntryKind;
use crate::results::Hit;
use crate::schema::Fields;
use crate::snippet::{Needle, snippet};

/// The hit that an entry gives.
pub(crate) fn hit(fields: &Fields, document: &TantivyDocument, ranked: &Ranked, needles: &[Needle]) -> Hit {
    let text = |field: Field| document.get_first(field).and_then(|value| value.as_str()).map(str::to_owned);
    let number = |field: Field| document.get_first(field).and_then(|value| value.as_u64());
    let entry = text(fields.entry).and_then(parsed).unwrap_or(EntryKind::Passage);
    let only = |kind: EntryKind, value: Option<String>| value.filter(|_| entry == kind);
    let offset = number(fields.body_offset).and_then(|offset| usize::try_from(offset).ok());
    Hit {
        entry,
        substance_key: text(fields.key),
        record: text(fields.record).map(RecordId::from_hash),
        kind: only(EntryKind::Record, text(fields.kind)).and_then(parsed),
        review: only(EntryKind::Record, text(fields.review)).and_then(parsed),
        document: text(fields.document).filter(|_| entry != EntryKind::Substance).map(DocumentId::from_hash),
        passage: text(fields.passage).map(PassageId::from_hash),
        page: number(fields.page).and_then(|page| u32::try_from(page).ok()).map(PageNumber),
        title: text(fields.title).unwrap_or_default(),
        snippet: text(fields.body).and_then(|body| snippet(&body, offset, needles)),
        certainty: ranked.standing.map(|(certainty, _)| certainty),
        unknown_reason: ranked.standing.and_then(|(_, reason)| reason),
        score: ranked.score,
    }
}

/// A word of JSON as its value.
fn parsed<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}
