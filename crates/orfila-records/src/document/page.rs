//! Pages, and where their characters come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{BoundingBox, PageNumber};

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "state", content = "reason")]
pub enum PageOutcome {
    /// The page's text was read.
    Read,
    /// The page holds no text and no image.
    Blank,
    /// The page holds an image and no text: it needs optical character recognition.
    Scanned,
    /// The page could not be read; the reason is in words.
    Unreadable(String),
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its number, from 1.
    pub number: PageNumber,
    /// Width in points as a reader sees it, that is after rotation.
    pub width: f32,
    /// Height in points as a reader sees it.
    pub height: f32,
    /// What became of it.
    pub outcome: PageOutcome,
    /// Where its characters come from.
    #[serde(default)]
    pub text_source: TextSource,
}

/// Where the characters of a page come from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "source")]
pub enum TextSource {
    /// The file states them.
    #[default]
    Stated,
    /// The file states them in an invisible layer over the page's image, as text recognition programs write it.
    Layer,
    /// They were recognised in the page's image while the file was read.
    Recognised {
        /// Program and version, for example `tesseract 5.3.0`.
        engine: String,
        /// Mean confidence of the words, 0 to 1.
        confidence: f32,
    },
}

/// An area on a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The page.
    pub page: PageNumber,
    /// The area, in points from the page's top left.
    pub bounds: BoundingBox,
}
