//! Passages: stretches of text that belong together, and the words in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identifiers::PassageId;
use crate::text::{BoundingBox, PageNumber, TextRange};

/// A word (or, where the source has no words, a run) with its place on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its characters in [`crate::Document::text`].
    pub range: TextRange,
    /// The page it stands on.
    pub page: PageNumber,
    /// Its box on that page.
    pub bounds: BoundingBox,
    /// Why a reader of the page cannot see it; `None` if he can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Concealment>,
    /// Whether it is set above or below its line.
    #[serde(default, skip_serializing_if = "Script::is_normal")]
    pub script: Script,
    /// How sure text recognition was of it, 0 to 1; `None` where the file states the characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// Whether characters stand on, above or below their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// On the line.
    #[default]
    Normal,
    /// Raised: an exponent, a charge, a footnote mark.
    Superscript,
    /// Lowered: an index, as in H₂O or log K_ow.
    Subscript,
}

impl Script {
    /// Whether characters stand on their line.
    #[must_use]
    pub fn is_normal(&self) -> bool {
        *self == Self::Normal
    }
}

/// Why a reader of a page cannot see characters that its file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Concealment {
    /// Drawn in the colour of what lies below (white on white).
    Colour,
    /// Drawn with neither fill nor stroke (render mode 3) and with no image below that it could be the text of.
    NotPainted,
    /// Outside the page.
    OffPage,
    /// Outside the clipping path.
    Clipped,
    /// Covered by an image or a filled shape that was drawn later.
    Covered,
    /// Less than one point high.
    Tiny,
    /// In a layer (optional content group) that is switched off.
    LayerOff,
}

/// What a passage is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// The document's title.
    Title,
    /// A heading.
    Heading,
    /// Running text. In PDF passages a line break is `\n` and a wide gap inside a line (a cell or column boundary) is `\t`.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// The caption of a table or figure.
    Caption,
    /// One row of a table; its cells are separated by `\t` and listed in [`crate::Document::tables`].
    TableRow,
    /// A footnote, of a page or of a table.
    Footnote,
    /// A bibliographic reference.
    Reference,
    /// A running head, running foot or page number.
    Furniture,
}

/// A stretch of a document's text that belongs together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Content hash of document and range.
    pub id: PassageId,
    /// What it is on the page.
    pub kind: PassageKind,
    /// Its characters in [`crate::Document::text`].
    pub range: TextRange,
    /// The page it begins on; `None` where the source has no pages.
    pub page: Option<PageNumber>,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// Words with their boxes, in text order; empty where the source has no pages.
    pub segments: Vec<Segment>,
    /// The table a row or caption belongs to, as an index into [`crate::Document::tables`].
    pub table: Option<usize>,
    /// The figure a caption or label belongs to, as an index into [`crate::Document::figures`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<usize>,
    /// For headings: how deep, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u32>,
    /// How its lines run on the page.
    #[serde(default, skip_serializing_if = "Direction::is_upright")]
    pub direction: Direction,
    /// Hyphens that only the line break put there, each with its line break (`-\n`): [`crate::Document::joined`] leaves them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hyphens: Vec<TextRange>,
}

/// How lines of text run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    /// Degrees clockwise from lines that run left to right; lines that run upwards have 270.
    pub rotation: u16,
    /// Whether the script is written from right to left. The text is in logical order all the same.
    pub right_to_left: bool,
    /// Whether characters stand below each other, in columns from right to left (writing mode 1).
    pub vertical: bool,
}

impl Direction {
    /// Whether lines run left to right and characters stand upright.
    #[must_use]
    pub fn is_upright(&self) -> bool {
        *self == Self::default()
    }
}

/// A label and its value, as forms print them (`Flash point : 13 °C`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The label's characters in [`crate::Document::text`], without the colon.
    pub label: TextRange,
    /// The value's characters in [`crate::Document::text`].
    pub value: TextRange,
}
