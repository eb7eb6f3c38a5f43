//! What went wrong while a document was read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::PageNumber;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was lost or is doubtful; the rest stands.
    Warning,
    /// The document or a page of it could not be read.
    Error,
}

/// Something that went wrong while reading, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for machines, for example `encrypted`, `no_pages`, `not_a_pdf`, `scanned_page`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What the user can do.
    pub remedy: String,
    /// The page it happened on.
    pub page: Option<PageNumber>,
}
