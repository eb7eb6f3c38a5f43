//! The proof of a field: which characters of which document it was read from, and by what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::identifiers::{DocumentId, RunId};
use crate::text::{BoundingBox, PageNumber, TextRange};

/// How a field's value stands to its quote. Only `Exact` and `Normalized` are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grounding {
    /// Every character of the value stands in the quote.
    Exact,
    /// The value follows from the quote by a stated rule (a repaired line break, a unit's canonical form).
    Normalized,
    /// The quote stands in more than one place.
    Ambiguous,
    /// The quote was not found.
    Unmatched,
}

impl Grounding {
    /// Whether a field with this grounding may stand in a record.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Exact | Self::Normalized)
    }
}

/// The characters one field was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The field it proves, as a JSON pointer into the record (`/payload/quantity`, `/substance/casrn/0`).
    pub field: String,
    /// SHA-256 of the document's bytes.
    pub document: DocumentId,
    /// The document's title, or its file name.
    pub title: String,
    /// The page, from 1.
    pub page: Option<PageNumber>,
    /// Boxes on that page, one a line.
    pub boxes: Vec<BoundingBox>,
    /// Table, row and column (base 0) if the quote is a cell.
    pub table_cell: Option<(usize, usize, usize)>,
    /// The characters themselves.
    pub quote: String,
    /// Where they stand in the document's text.
    pub range: TextRange,
    /// How the field's value stands to them.
    pub grounding: Grounding,
    /// Whether a reader of the page cannot see them. Hidden text is no evidence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

impl Evidence {
    pub(crate) fn new(
        document: &Document,
        field: &str,
        quote: &str,
        range: TextRange,
        page: Option<PageNumber>,
        boxes: Vec<BoundingBox>,
        hidden: bool,
    ) -> Self {
        Self {
            field: field.to_owned(),
            document: document.id.clone(),
            title: document.title.clone().unwrap_or_else(|| document.file_name.clone()),
            page,
            boxes,
            table_cell: None,
            quote: quote.to_owned(),
            range,
            grounding: Grounding::Exact,
            hidden,
        }
    }

    /// The same evidence with another grounding.
    #[must_use]
    pub fn grounded(mut self, grounding: Grounding) -> Self {
        self.grounding = grounding;
        self
    }
}

/// Who read the record out of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// Hash of configuration, model and pipeline version; the same for every record of a like run.
    pub run: RunId,
    /// The extractor's name, for example `grammar`.
    pub extractor: String,
    /// SHA-256 of the model's weights, where a model took part.
    pub model: Option<String>,
    /// SHA-256 of the prompt, where one was sent.
    pub prompt: Option<String>,
    /// Version of the extraction pipeline.
    pub pipeline: String,
    /// Probability that a field is right, by JSON pointer. Grammars state none until they are calibrated.
    pub confidence: BTreeMap<String, f64>,
}
