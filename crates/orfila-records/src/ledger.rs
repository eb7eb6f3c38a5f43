//! The loss ledger: what was seen and not used, each with its reason, so that nothing is lost in silence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::identifiers::{PassageId, RecordId};
use crate::text::{PageNumber, TextRange};

/// Why something that was seen is in no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LossReason {
    /// Running head, running foot or page number.
    Furniture,
    /// Markup, scripts or metadata that a reader does not see.
    Markup,
    /// Text that a reader of the page cannot see.
    HiddenText,
    /// A scanned page without a text layer.
    ScannedPage,
    /// A page that could not be read.
    UnreadablePage,
    /// Characters whose meaning the font does not tell.
    UnmappedGlyphs,
    /// Something past a configured limit.
    LimitExceeded,
    /// A registry number whose check digit is wrong.
    CheckDigit,
    /// A value with a unit that nothing on the page assigns to a substance and an endpoint.
    UnassignedValue,
    /// A value whose substance is not known.
    NoSubstance,
    /// A unit that has more than one reading.
    AmbiguousUnit,
    /// A code that is not in the edition's list.
    UnknownCode,
    /// The same claim was read from another place already.
    Duplicate,
    /// A record that broke a validation rule.
    Invalid,
    /// A candidate that a second reader marked and that was not sure enough to make a record.
    PossiblyMissed,
}

/// One thing that was seen and not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Why.
    pub reason: LossReason,
    /// Where in the document's text, if it stands there at all.
    pub range: Option<TextRange>,
    /// The page, from 1.
    pub page: Option<PageNumber>,
    /// The characters, or the first 200 of them.
    pub text: String,
    /// How many characters were lost from `text`; 0 if they stand in a passage and only gave no record.
    pub characters: usize,
    /// More in words, if there is more to say.
    pub detail: Option<String>,
}

impl Loss {
    /// Something left out of the document's text on a page.
    #[must_use]
    pub fn unread(reason: LossReason, page: Option<PageNumber>, text: &str) -> Self {
        let characters = text.chars().count();
        Self { reason, range: None, page, text: text.chars().take(200).collect(), characters, detail: None }
    }

    /// Something that stands in the text and gave no record.
    #[must_use]
    pub fn unused(reason: LossReason, document: &Document, range: TextRange, detail: Option<String>) -> Self {
        let text = range.slice(&document.text).unwrap_or_default().chars().take(200).collect();
        let page = document.passage_at(range.start).and_then(|passage| passage.page);
        Self { reason, range: Some(range), page, text, characters: 0, detail }
    }
}

/// What became of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum PassageOutcome {
    /// It gave records.
    Used {
        /// The passage.
        passage: PassageId,
        /// The records that quote it.
        records: Vec<RecordId>,
    },
    /// Something in it was seen and not used; the losses say what.
    Unused {
        /// The passage.
        passage: PassageId,
        /// Number of losses in it.
        losses: usize,
    },
    /// Nothing in it was recognised.
    NothingRecognised {
        /// The passage.
        passage: PassageId,
    },
}

/// How much of a document's text is accounted for, in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Characters in passages.
    pub in_passages: usize,
    /// Characters that were seen and left out, each in the ledger.
    pub left_out: usize,
    /// Characters of the text that stand in no passage, separators apart. Anything above 0 is a defect.
    pub unexplained: usize,
}

impl Coverage {
    pub(crate) fn of(document: &Document) -> Self {
        let characters = |from: usize, to: usize| document.text.get(from..to).map_or(0, |text| text.chars().count());
        let mut end = 0;
        let mut coverage = Self { in_passages: 0, left_out: 0, unexplained: 0 };
        for passage in &document.passages {
            let gap = document.text.get(end..passage.range.start).unwrap_or_default();
            coverage.unexplained += gap.chars().filter(|character| !character.is_whitespace()).count();
            coverage.in_passages += characters(passage.range.start, passage.range.end);
            end = passage.range.end;
        }
        let rest = document.text.get(end..).unwrap_or_default();
        coverage.unexplained += rest.chars().filter(|character| !character.is_whitespace()).count();
        coverage.left_out = document.losses.iter().map(|loss| loss.characters).sum();
        coverage
    }
}
