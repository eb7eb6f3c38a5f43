//! Opening a PDF file: decryption, damage, metadata.

use lopdf::{Document, Error, LoadOptions};
use orfila_records::{LossReason, Severity};

use crate::builder::DocumentBuilder;
use crate::pdf::{objects, page_tree, sealed};
use crate::{Limits, ReadError};

/// Loads the objects of a file; an empty user password is tried.
pub(crate) fn load(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let per_stream = usize::try_from(limits.decompressed_bytes).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(per_stream);
    let mut document = Document::load_mem_with_options(bytes, options.clone()).map_err(|error| refusal(&error))?;
    if let Some(file) = sealed::with_reference(bytes, &document) {
        document = Document::load_mem_with_options(&file, options).map_err(|error| refusal(&error))?;
    }
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(ReadError::Encrypted { reason: "it has a password that is not empty".to_owned() });
    }
    if document.objects.len() > limits.objects {
        return Err(ReadError::TooLarge {
            what: "the number of objects",
            found: document.objects.len() as u64,
            limit: limits.objects as u64,
        });
    }
    Ok(document)
}

fn refusal(error: &Error) -> ReadError {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            ReadError::Encrypted { reason: error.to_string() }
        }
        _ => ReadError::Damaged { reason: in_words(error) },
    }
}

fn in_words(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// A document without pages is encrypted, damaged or truly empty.
pub(crate) fn why_no_pages(document: &Document) -> ReadError {
    if document.trailer.has(b"Encrypt") {
        return ReadError::Encrypted { reason: "no page can be read without the password".to_owned() };
    }
    match page_tree::stated_count(document) {
        Some(0) => ReadError::NoPages,
        Some(count) => ReadError::Damaged { reason: format!("{count} pages are stated and none can be found") },
        None => ReadError::Damaged { reason: "the page tree is missing; the file may be cut off".to_owned() },
    }
}

/// Notes what was repaired or is missing.
pub(crate) fn note_repairs(document: &Document, found: usize, limits: &Limits, builder: &mut DocumentBuilder) {
    if document.xref_recovery.is_some() {
        let remedy = "Compare the text with the file in a viewer; if something is missing, fetch the file again.";
        let message = "the cross-reference table was damaged and was rebuilt";
        builder.problem(Severity::Warning, "repaired", message, remedy, None);
    }
    let stated = page_tree::stated_count(document).unwrap_or(found);
    let most = limits.pages as usize;
    if found > most {
        let left_out = stated.max(found) - most;
        let message = format!("{left_out} pages after page {most} are past the limit and were not read");
        builder.loss(LossReason::LimitExceeded, None, "", &message);
        builder.problem(Severity::Error, "too_many_pages", message, "Raise the page limit or split the file.", None);
    } else if stated > found {
        let message = format!("{stated} pages are stated, {found} can be found");
        builder.loss(LossReason::UnreadablePage, None, "", &message);
        builder.problem(Severity::Error, "missing_pages", message, "Fetch the file again; it may be damaged.", None);
    }
}

/// The title that the file's metadata state, if the document's first pages print it too.
pub(crate) fn note_printed_title(document: &Document, builder: &mut DocumentBuilder) {
    const OPENING: usize = 6_000;
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let Some(title) = stated_title(document) else { return };
    let opening: String = builder.text().chars().take(OPENING).collect();
    if letters(&opening).contains(&letters(&title)) {
        builder.set_title(&title);
    }
}

fn stated_title(document: &Document) -> Option<String> {
    let information = objects::dictionary(document, &document.trailer, b"Info")?;
    let title = objects::value(document, information, b"Title")?;
    lopdf::decode_text_string(title).ok().filter(|title| is_title(title))
}

/// Title and language from the file's own metadata, where the pages gave none.
pub(crate) fn note_metadata(document: &Document, builder: &mut DocumentBuilder) {
    if let Some(title) = stated_title(document) {
        builder.set_title(&title);
    }
    let language = document.catalog().ok().and_then(|catalog| objects::value(document, catalog, b"Lang"));
    if let Some(language) = language.and_then(|language| lopdf::decode_text_string(language).ok()) {
        builder.set_language(&language);
    }
}

/// Writers put file names and placeholders into the title.
fn is_title(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let junk = ["microsoft word", "untitled", ".doc", ".pdf", ".indd", ".qxd", ".rtf", ".tex", ".fm", "print"];
    lower.chars().count() >= 6 && lower.contains(' ') && !junk.iter().any(|junk| lower.contains(junk))
}
