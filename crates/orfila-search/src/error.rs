//! What can go wrong in the index, and what the user can do about it.

use std::path::PathBuf;

use thiserror::Error;

/// An error of the search index.
///
/// The variants up to [`SearchError::TooLong`] are about the query: `position` is a byte offset into the query's text,
/// base 0, always on a character boundary. The others are about the index on disk.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The query uses a field that does not exist.
    #[error("`{field}` at character {position} of the query is not a field that can be searched{}; put the text in quotes to search for it as it stands", suggestion(.nearest.as_deref()))]
    UnknownField {
        /// The field as typed.
        field: String,
        /// Where it stands.
        position: usize,
        /// The known field that looks most like it.
        nearest: Option<String>,
    },
    /// The query gives a field a value that the field cannot have.
    #[error("`{value}` at character {position} of the query is not a value of `{field}`{}; its values are {}", suggestion(.nearest.as_deref()), .known.join(", "))]
    UnknownValue {
        /// The field.
        field: String,
        /// The value as typed.
        value: String,
        /// Where it stands.
        position: usize,
        /// The known value that looks most like it.
        nearest: Option<String>,
        /// All values of the field.
        known: Vec<String>,
    },
    /// The unit of a range is not known.
    #[error("the unit `{unit}` at character {position} of the query is not known{}", suggestion(.nearest.as_deref()))]
    UnknownUnit {
        /// The unit as typed.
        unit: String,
        /// Where it stands.
        position: usize,
        /// The known unit that looks most like it.
        nearest: Option<String>,
    },
    /// The unit of a range can be read in two ways.
    #[error(
        "the unit `{unit}` at character {position} of the query can be read in two ways; write mg/kg/d or mg/kg instead"
    )]
    AmbiguousUnit {
        /// The unit as typed.
        unit: String,
        /// Where it stands.
        position: usize,
    },
    /// A range lacks the unit without which its numbers mean nothing.
    #[error("`{field}` at character {position} of the query needs a unit, for example `{field}:<300 {example}`")]
    MissingUnit {
        /// The field.
        field: String,
        /// Where the number stands.
        position: usize,
        /// A unit that fits the field.
        example: String,
    },
    /// A number was expected.
    #[error(
        "`{text}` at character {position} of the query is not a number; write for example 1500, 0.5 or 2e-3, without thousands separators"
    )]
    Number {
        /// What stands there.
        text: String,
        /// Where it stands.
        position: usize,
    },
    /// The query cannot be understood.
    #[error("the query cannot be understood at character {position}: {message}")]
    Syntax {
        /// What is wrong and how to write it.
        message: String,
        /// Where it is wrong.
        position: usize,
    },
    /// The query is too long.
    #[error("the query is {found} long and {limit} are allowed ({what}): shorten it")]
    TooLong {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Files of the index do not hold what was written into them.
    #[error("the search index in {} is damaged ({reason}; files: {}): run `orfila rebuild` to make it anew from the journal", .folder.display(), .files.join(", "))]
    Damaged {
        /// The index's folder.
        folder: PathBuf,
        /// The damaged files, where they are known.
        files: Vec<String>,
        /// How the damage showed.
        reason: String,
    },
    /// The index was written by a version of Orfila with other fields.
    #[error("the search index in {} was written by another version of Orfila ({reason}): run `orfila rebuild` to make it anew from the journal", .folder.display())]
    OtherVersion {
        /// The index's folder.
        folder: PathBuf,
        /// What differs.
        reason: String,
    },
    /// Another process writes to the index.
    #[error("the search index in {} is being written by another process: wait until it is through and try again", .folder.display())]
    Busy {
        /// The index's folder.
        folder: PathBuf,
    },
    /// The folder cannot be used.
    #[error("the folder {} of the search index cannot be used ({source}): check that it exists, that it is a folder, that there is space and that you may write to it", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The search engine failed in a way that the user cannot mend by another query.
    #[error("the search engine failed on {}: {source}; `orfila doctor` tells more", .folder.display())]
    Engine {
        /// The index's folder.
        folder: PathBuf,
        /// What the engine said.
        source: tantivy::TantivyError,
    },
}

impl SearchError {
    /// Whether the query is at fault, so that another query helps.
    #[must_use]
    pub fn is_query_error(&self) -> bool {
        self.position().is_some() || matches!(self, Self::TooLong { .. })
    }

    /// Where in the query's text the error is, as a byte offset; `None` for errors of the index.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::UnknownField { position, .. }
            | Self::UnknownValue { position, .. }
            | Self::UnknownUnit { position, .. }
            | Self::AmbiguousUnit { position, .. }
            | Self::MissingUnit { position, .. }
            | Self::Number { position, .. }
            | Self::Syntax { position, .. } => Some(*position),
            _ => None,
        }
    }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (did you mean `{nearest}`?)"))
}
