//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::tokens::TOKENIZER_NAME;

/// Version of the fields and of the tokenizer. An index of another version is refused, because its terms differ.
pub(crate) const INDEX_VERSION: u32 = 1;

/// The names of the fields that are counted as facets, in the order in which they are shown.
pub(crate) const FACETS: [&str; 9] =
    ["type", "kind", "h", "review", "document", "region", "species", "medium", "endpoint"];

/// Every field, by its role.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// `s:<key>`, `r:<record>` or `p:<passage>`: one entry each.
    pub uid: Field,
    /// The document whose replacement replaces the entry; absent from substances.
    pub owner: Field,
    pub entry: Field,
    /// 0 substance, 1 record, 2 passage: the entry for the collector, without a dictionary.
    pub entry_code: Field,
    /// First bytes of a hash of the uid: a stable order among equal scores.
    pub order: Field,
    pub kind: Field,
    pub review: Field,
    pub state: Field,
    pub key: Field,
    pub record: Field,
    pub document: Field,
    pub passage: Field,
    pub page: Field,
    pub year: Field,
    pub title: Field,
    pub body: Field,
    /// Where the body begins in the document's text, in bytes.
    pub body_offset: Field,
    pub names: Field,
    pub name_exact: Field,
    pub identifiers: Field,
    /// Hazard codes as recorded, for counting.
    pub h: Field,
    /// Hazard codes with their families, for searching.
    pub h_terms: Field,
    pub species: Field,
    pub route: Field,
    pub medium: Field,
    pub region: Field,
    pub authority: Field,
    pub use_words: Field,
    pub class: Field,
    pub endpoint: Field,
    pub property: Field,
    pub measure: Field,
    pub low: Field,
    pub high: Field,
    /// How `low` and `high` are to be read; see [`crate::measure_code`].
    pub interval: Field,
}

/// Full text with positions, cut by our tokenizer.
fn words() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER_NAME)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

impl Fields {
    /// The schema and its fields.
    pub(crate) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let counted = || words().set_fast("raw");
        let fields = Self {
            uid: schema.add_text_field("uid", STRING | STORED),
            owner: schema.add_text_field("owner", STRING),
            entry: schema.add_text_field("type", STRING | FAST | STORED),
            entry_code: schema.add_u64_field("entry_code", FAST),
            order: schema.add_u64_field("order", FAST),
            kind: schema.add_text_field("kind", STRING | FAST | STORED),
            review: schema.add_text_field("review", STRING | FAST | STORED),
            state: schema.add_text_field("state", STRING),
            key: schema.add_text_field("key", STRING | FAST | STORED),
            record: schema.add_text_field("record", STRING | STORED),
            document: schema.add_text_field("document", STRING | FAST | STORED),
            passage: schema.add_text_field("passage", STRING | STORED),
            page: schema.add_u64_field("page", STORED | INDEXED),
            year: schema.add_text_field("year", STRING),
            title: schema.add_text_field("title", words().set_stored()),
            body: schema.add_text_field("body", words().set_stored()),
            body_offset: schema.add_u64_field("body_offset", STORED),
            names: schema.add_text_field("names", words()),
            name_exact: schema.add_text_field("name_exact", STRING),
            identifiers: schema.add_text_field("identifiers", STRING),
            h: schema.add_text_field("h", STRING | FAST),
            h_terms: schema.add_text_field("h_terms", STRING),
            species: schema.add_text_field("species", counted()),
            route: schema.add_text_field("route", counted()),
            medium: schema.add_text_field("medium", counted()),
            region: schema.add_text_field("region", counted()),
            authority: schema.add_text_field("authority", counted()),
            use_words: schema.add_text_field("use", counted()),
            class: schema.add_text_field("class", counted()),
            endpoint: schema.add_text_field("endpoint", counted()),
            property: schema.add_text_field("property", counted()),
            measure: schema.add_text_field("measure", STRING),
            low: schema.add_f64_field("low", FAST),
            high: schema.add_f64_field("high", FAST),
            interval: schema.add_u64_field("interval", FAST),
        };
        (schema.build(), fields)
    }
}
