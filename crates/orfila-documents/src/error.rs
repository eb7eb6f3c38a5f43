//! Why a file gave no document, and what its owner can do about it.

use orfila_records::DocumentFormat;
use thiserror::Error;

/// A file that could not be read at all. What went wrong on a single page stands in `Document.problems` instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The content is not what the file's name says.
    #[error("the name `{file_name}` says {claimed:?}, but the content is {found}")]
    NotWhatItsNameSays {
        /// The file's name.
        file_name: String,
        /// What the name's ending stands for.
        claimed: DocumentFormat,
        /// What the content looks like.
        found: String,
    },
    /// Neither content nor name tells what the file is.
    #[error("cannot tell what `{file_name}` is: {found}")]
    UnknownFormat {
        /// The file's name.
        file_name: String,
        /// What the content looks like.
        found: String,
    },
    /// The file needs a password.
    #[error("the file is encrypted and does not open without its password: {reason}")]
    Encrypted {
        /// What the decryption said.
        reason: String,
    },
    /// The file's structure is broken.
    #[error("the file is damaged: {reason}")]
    Damaged {
        /// What is broken, with its place where known.
        reason: String,
    },
    /// The file is sound as a container and has no pages, sheets or elements.
    #[error("the file has no pages")]
    NoPages,
    /// No page has text.
    #[error("no text on any of {pages} pages; pages with images only: {scanned:?}")]
    NoText {
        /// Number of pages; 0 where the source has none.
        pages: u32,
        /// Pages that hold an image and no text, from 1 (the first 50).
        scanned: Vec<u32>,
    },
    /// Something is past a configured limit.
    #[error("{what} is {found}, the limit is {limit}")]
    TooLarge {
        /// What was measured.
        what: &'static str,
        /// How much there is, or how much was met before reading stopped.
        found: u64,
        /// How much is allowed.
        limit: u64,
    },
    /// The document type declares entities that stand for other entities or for outside files.
    #[error("the document type declares the entity `{entity}`: {reason}")]
    DoctypeRefused {
        /// The entity's name.
        entity: String,
        /// Why it is refused.
        reason: &'static str,
    },
}

impl ReadError {
    /// A stable word for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotWhatItsNameSays { .. } => "not_what_its_name_says",
            Self::UnknownFormat { .. } => "unknown_format",
            Self::Encrypted { .. } => "encrypted",
            Self::Damaged { .. } => "damaged",
            Self::NoPages => "no_pages",
            Self::NoText { .. } => "no_text",
            Self::TooLarge { .. } => "too_large",
            Self::DoctypeRefused { .. } => "doctype_refused",
        }
    }

    /// What the user can do.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Empty => "Fetch the file again; the copy or download did not finish.".into(),
            Self::NotWhatItsNameSays { .. } => {
                "Give the file the ending that fits its content, or fetch the file that the name promises.".into()
            }
            Self::UnknownFormat { .. } => {
                "Convert the file to PDF, JATS XML, HTML, plain text, CSV or XLSX and read it again.".into()
            }
            Self::Encrypted { .. } => {
                "Save a copy without a password (open it, enter the password, print or export it) and read the copy."
                    .into()
            }
            Self::Damaged { .. } => {
                "Fetch the file again; if it still fails, open it in a viewer, save it anew and read the new file."
                    .into()
            }
            Self::NoPages => {
                "Check that the file opens in a viewer; if it does, save it anew and read the new file.".into()
            }
            Self::NoText { scanned, .. } if !scanned.is_empty() => {
                "The pages are images: install tesseract-ocr (`orfila doctor` says how) and read the file again.".into()
            }
            Self::NoText { .. } => "The pages are blank; check that this is the right file.".into(),
            Self::TooLarge { .. } => "Raise the limit in the configuration, or split the file.".into(),
            Self::DoctypeRefused { .. } => {
                "Resolve the entities with an XML tool that you trust, and read the file without its document type."
                    .into()
            }
        }
    }
}
