//! Bytes of a file in, an [`orfila_records::Document`] out: text in reading order, cut into passages that know their
//! page, their boxes and their characters.
//!
//! Nothing is lost in silence: what a reader leaves out of the text stands in `Document.losses` with its reason, what
//! went wrong on a page in `Document.problems`, and a file that gives no text at all is a [`ReadError`] with a remedy.

mod builder;
mod characters;
mod delimited;
mod error;
mod fields;
mod format;
mod hyphens;
mod language;
mod limits;
mod markup;
mod outline;
mod pdf;
mod picture;
mod plain;
pub mod recognition;
#[cfg(feature = "render")]
pub mod render;
mod workbook;

pub use error::ReadError;
pub use format::detect_format;
pub use limits::Limits;

use orfila_records::{Document, DocumentFormat};

use crate::recognition::Recognition;

/// Reads a file's bytes into a document; pages that are images stay unread.
///
/// `file_name` is the name without its folder; it decides the format where the content does not.
///
/// # Errors
/// [`ReadError`] if the file gives no text at all or is past a limit as a whole; every error carries a remedy.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Document, ReadError> {
    read_with(bytes, file_name, limits, None)
}

/// As [`read`]; pages that are images are read by `recognition`, if there is one.
///
/// # Errors
/// As [`read`].
pub fn read_with(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    recognition: Option<&Recognition<'_>>,
) -> Result<Document, ReadError> {
    if bytes.len() as u64 > limits.bytes {
        return Err(ReadError::TooLarge {
            what: "the file's size in bytes",
            found: bytes.len() as u64,
            limit: limits.bytes,
        });
    }
    let mut document = match detect_format(bytes, file_name)? {
        DocumentFormat::Pdf => pdf::read(bytes, file_name, limits, recognition),
        DocumentFormat::Image => picture::read(bytes, file_name, limits, recognition),
        format @ (DocumentFormat::Jats | DocumentFormat::Xml) => markup::read_xml(bytes, file_name, format, limits),
        DocumentFormat::Html => markup::read_html(bytes, file_name, limits),
        DocumentFormat::Text => plain::read(bytes, file_name, limits),
        DocumentFormat::Csv => delimited::read(bytes, file_name, limits),
        DocumentFormat::Xlsx => workbook::read(bytes, file_name, limits),
    }?;
    if document.language.is_none() {
        document.language = language::detect(&document.text).map(str::to_owned);
    }
    if !matches!(document.format, DocumentFormat::Csv | DocumentFormat::Xlsx) {
        fields::find(&mut document);
    }
    if matches!(document.format, DocumentFormat::Pdf | DocumentFormat::Text) {
        hyphens::mark(&mut document);
    }
    Ok(document)
}
