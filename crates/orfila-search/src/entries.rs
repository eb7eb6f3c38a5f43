//! Entries: what of a passage, a record or a substance goes into which field.

use std::collections::BTreeSet;

use orfila_records::identifiers::content_hash;
use orfila_records::substance::fold_name;
use orfila_records::{Document, Hazard, Passage, Payload, Record, ReviewStatus, Substance};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::batch::{SubstanceClaims, document_of};
use crate::measure_code::encode;
use crate::measures::measured;
use crate::query::h_terms;
use crate::schema::Fields;
use crate::title::claim;
use crate::tokens::fold;

/// Longest value of a raw field, in bytes; the engine drops terms above 65,530 bytes without a word.
const LONGEST_VALUE: usize = 1_000;

/// The kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Everything known under one substance key.
    Substance,
    /// One record.
    Record,
    /// One passage of a document.
    Passage,
}

impl EntryKind {
    /// All kinds; the position of a kind is its code in the index.
    pub const ALL: [Self; 3] = [Self::Substance, Self::Record, Self::Passage];

    /// The kind's word in queries and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Record => "record",
            Self::Passage => "passage",
        }
    }
}

/// A document for the engine under construction.
struct Entry<'a> {
    fields: &'a Fields,
    document: TantivyDocument,
    seen: BTreeSet<(Field, String)>,
}

impl<'a> Entry<'a> {
    fn new(fields: &'a Fields, kind: EntryKind, uid: &str) -> Self {
        let mut document = TantivyDocument::default();
        document.add_text(fields.uid, uid);
        document.add_text(fields.entry, kind.as_str());
        document.add_u64(fields.entry_code, kind as u64);
        let hash = content_hash([uid.as_bytes()]);
        document.add_u64(fields.order, u64::from_str_radix(hash.get(..16).unwrap_or_default(), 16).unwrap_or_default());
        Self { fields, document, seen: BTreeSet::new() }
    }

    /// A value, once, cut to [`LONGEST_VALUE`]; nothing if it is empty.
    fn add(&mut self, field: Field, value: &str) {
        let value = clip(value.trim(), LONGEST_VALUE);
        if !value.is_empty() && self.seen.insert((field, value.to_owned())) {
            self.document.add_text(field, value);
        }
    }

    fn add_all<'v>(&mut self, field: Field, values: impl IntoIterator<Item = Option<&'v str>>) {
        for value in values.into_iter().flatten() {
            self.add(field, value);
        }
    }

    fn substance(&mut self, substance: &Substance) {
        let fields = self.fields;
        let names =
            [Some(substance.raw_name.as_str()), substance.preferred_name.as_deref(), substance.formula.as_deref()];
        let synonyms = substance.synonyms.iter().map(|name| Some(name.as_str()));
        for name in names.into_iter().chain(synonyms).flatten() {
            self.add(fields.names, name);
            self.add(fields.name_exact, &fold(&fold_name(name)));
        }
        for identifier in identifiers(substance) {
            self.add(fields.identifiers, &identifier);
        }
        for component in &substance.components {
            self.add(fields.names, &component.substance.raw_name);
            for casrn in &component.substance.casrn {
                self.add(fields.identifiers, casrn.as_str());
            }
        }
    }

    /// What a record claims, apart from its number.
    fn claim(&mut self, record: &Record) {
        let fields = self.fields;
        self.add(fields.kind, record.kind().as_str());
        match &record.payload {
            Payload::Identity(_) => {}
            Payload::Volume(volume) => {
                self.add_all(fields.region, [volume.region.as_deref()]);
                self.add_all(fields.authority, [volume.programme.as_deref()]);
                self.add_all(fields.year, [volume.year.map(|year| year.to_string()).as_deref()]);
            }
            Payload::Exposure(exposure) => {
                self.add_all(fields.medium, [exposure.medium_raw.as_deref(), exposure.medium.as_deref()]);
                self.add_all(fields.region, [exposure.place.as_deref()]);
                self.add_all(fields.authority, [exposure.authority.as_deref()]);
                self.add_all(fields.route, [exposure.route.as_deref()]);
                let category = [exposure.function_category.as_deref(), exposure.product_category.as_deref()];
                self.add_all(fields.use_words, category);
                if exposure.kind == orfila_records::ExposureKind::Use {
                    self.add(fields.use_words, &exposure.name);
                }
            }
            Payload::Hazard(Hazard::Ghs(ghs)) => {
                for code in &ghs.h_codes {
                    self.add(fields.h, code);
                    h_terms(code).iter().for_each(|term| self.add(fields.h_terms, term));
                }
                self.add_all(fields.class, [ghs.class.as_deref()]);
                self.add_all(fields.region, [ghs.jurisdiction.as_deref()]);
                self.add_all(fields.route, [ghs.route.as_deref()]);
            }
            Payload::Hazard(Hazard::Effect(effect)) => {
                self.add(fields.endpoint, &effect.endpoint);
                self.add_all(fields.species, [effect.species.as_deref()]);
                self.add_all(fields.route, [effect.route.as_deref()]);
                self.add_all(fields.medium, [effect.medium.as_deref()]);
            }
            Payload::Property(property) => self.add(fields.property, &property.name),
        }
    }
}

/// The longest start of `text` of at most `limit` bytes that ends on a character boundary.
fn clip(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Every identifier of a substance, as it is written and as it is searched.
fn identifiers(substance: &Substance) -> Vec<String> {
    let mut identifiers: Vec<String> = substance.casrn.iter().map(ToString::to_string).collect();
    identifiers.extend(substance.ec_number.as_ref().map(ToString::to_string));
    identifiers.extend(substance.dtxsid.as_ref().map(ToString::to_string));
    identifiers.extend(substance.inchikey.as_ref().map(ToString::to_string));
    identifiers.extend(substance.smiles.clone());
    identifiers.extend(substance.raw_ids.iter().map(|id| fold(id)));
    identifiers
}

/// A review's word in queries, as in the JSON of a record.
pub(crate) fn review_word(status: ReviewStatus) -> String {
    word(&status)
}

/// The word of a unit-like enum in JSON.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A passage as an entry; `None` if it holds no text.
pub(crate) fn passage(fields: &Fields, document: &Document, passage: &Passage) -> Option<TantivyDocument> {
    let text = document.passage_text(passage);
    if text.trim().is_empty() {
        return None;
    }
    let mut entry = Entry::new(fields, EntryKind::Passage, &format!("p:{}", passage.id));
    entry.add(fields.owner, document.id.as_str());
    entry.add(fields.document, document.id.as_str());
    entry.add(fields.passage, passage.id.as_str());
    let title = document.title.as_deref().unwrap_or(&document.file_name);
    let place = passage.section.last().map_or_else(String::new, |section| format!(" · {section}"));
    entry.add(fields.title, &format!("{title}{place}"));
    entry.document.add_text(fields.body, text);
    entry.document.add_u64(fields.body_offset, passage.range.start as u64);
    if let Some(page) = passage.page {
        entry.document.add_u64(fields.page, u64::from(page.0));
    }
    Some(entry.document)
}

/// A record as an entry.
pub(crate) fn record(fields: &Fields, record: &Record) -> TantivyDocument {
    let mut entry = Entry::new(fields, EntryKind::Record, &format!("r:{}", record.id));
    entry.add_all(fields.owner, [document_of(record).map(|document| document.as_str())]);
    entry.add_all(fields.document, record.evidence.iter().map(|evidence| Some(evidence.document.as_str())));
    entry.add(fields.record, record.id.as_str());
    entry.add(fields.key, &record.substance.key());
    entry.add(fields.review, &review_word(record.review.status));
    entry.add(fields.title, &format!("{} · {}", record.substance.display_name(), claim(record)));
    entry.substance(&record.substance);
    entry.claim(record);
    let quotes: BTreeSet<&str> = record.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
    entry.document.add_text(fields.body, quotes.into_iter().collect::<Vec<_>>().join("\n"));
    if let Some(page) = record.evidence.iter().find_map(|evidence| evidence.page) {
        entry.document.add_u64(fields.page, u64::from(page.0));
    }
    if let Some(quantity) = record.payload.quantity() {
        entry.add(fields.state, &word(&quantity.state));
    }
    if let Some((names, measured)) = measured(record) {
        let (low, high, code) = encode(&measured);
        names.iter().for_each(|name| entry.add(fields.measure, name));
        entry.document.add_f64(fields.low, low);
        entry.document.add_f64(fields.high, high);
        entry.document.add_u64(fields.interval, code);
    }
    entry.document
}

/// A substance as an entry; `None` without records.
///
/// Names and identifiers come from every record, claims only from those that still stand.
pub(crate) fn substance(fields: &Fields, claims: &SubstanceClaims<'_>) -> Option<TantivyDocument> {
    let mut records = claims.records.clone();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let title = most_used_name(&records)?;
    let mut entry = Entry::new(fields, EntryKind::Substance, &format!("s:{}", claims.key));
    entry.add(fields.key, &claims.key);
    let identifier = claims.key.split_once(':').map_or("", |(_, identifier)| identifier);
    let shown = if claims.key.starts_with("name:") { title } else { format!("{title} · {identifier}") };
    entry.add(fields.title, &shown);
    for record in &records {
        entry.substance(&record.substance);
        entry.add_all(fields.document, record.evidence.iter().map(|evidence| Some(evidence.document.as_str())));
        entry.add(fields.review, &review_word(record.review.status));
        if !matches!(record.review.status, ReviewStatus::Rejected | ReviewStatus::Superseded) {
            entry.claim(record);
        }
    }
    Some(entry.document)
}

/// The name most records show; the first in order among equals, so that the order of records does not matter.
fn most_used_name(records: &[&Record]) -> Option<String> {
    let mut names: Vec<&str> = records.iter().map(|record| record.substance.display_name()).collect();
    names.sort_unstable();
    let mut best: Option<(usize, &str)> = None;
    for run in names.chunk_by(|a, b| a == b) {
        if best.is_none_or(|(count, _)| run.len() > count) {
            best = run.first().map(|name| (run.len(), *name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}
