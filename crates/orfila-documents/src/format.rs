//! What kind of file the bytes are: the content decides, the name settles what content leaves open.

use orfila_records::DocumentFormat;

use crate::ReadError;

/// Tells the format from the content first and the name second.
///
/// # Errors
/// [`ReadError::Empty`] for no bytes, [`ReadError::NotWhatItsNameSays`] if the name's ending stands for another kind of
/// content, [`ReadError::UnknownFormat`] for binary content of no known kind.
pub fn detect_format(bytes: &[u8], file_name: &str) -> Result<DocumentFormat, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let claimed = claimed(file_name);
    let content = Content::of(bytes);
    let found = match content {
        Content::Pdf => DocumentFormat::Pdf,
        Content::Workbook => DocumentFormat::Xlsx,
        Content::Image(_) => DocumentFormat::Image,
        Content::Jats => DocumentFormat::Jats,
        Content::Html => DocumentFormat::Html,
        Content::Xml if claimed == Some(DocumentFormat::Html) => DocumentFormat::Html,
        Content::Xml => DocumentFormat::Xml,
        Content::Text if claimed == Some(DocumentFormat::Csv) => DocumentFormat::Csv,
        Content::Text if claimed == Some(DocumentFormat::Html) => DocumentFormat::Html,
        Content::Text => DocumentFormat::Text,
        Content::Binary(found) => {
            let file_name = file_name.to_owned();
            return Err(match claimed {
                Some(claimed) => ReadError::NotWhatItsNameSays { file_name, claimed, found: found.to_owned() },
                None => ReadError::UnknownFormat { file_name, found: found.to_owned() },
            });
        }
    };
    match claimed.filter(|claimed| !agrees(*claimed, found)) {
        Some(claimed) => {
            let (file_name, found) = (file_name.to_owned(), content.in_words().to_owned());
            Err(ReadError::NotWhatItsNameSays { file_name, claimed, found })
        }
        None => Ok(found),
    }
}

/// What the name's ending stands for.
fn claimed(file_name: &str) -> Option<DocumentFormat> {
    let ending = file_name.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "pdf" => DocumentFormat::Pdf,
        "xml" | "nxml" | "jats" => DocumentFormat::Xml,
        "html" | "htm" | "xhtml" => DocumentFormat::Html,
        "txt" | "text" | "md" => DocumentFormat::Text,
        "csv" | "tsv" | "tab" => DocumentFormat::Csv,
        "xlsx" | "xlsm" => DocumentFormat::Xlsx,
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => DocumentFormat::Image,
        _ => return None,
    })
}

/// Text formats contain each other: markup may be named `.txt`, a page may be well-formed XML.
fn agrees(claimed: DocumentFormat, found: DocumentFormat) -> bool {
    use DocumentFormat::{Csv, Html, Image, Jats, Pdf, Text, Xlsx, Xml};
    match claimed {
        Pdf | Xlsx | Image => claimed == found,
        Xml | Jats => matches!(found, Xml | Jats | Html),
        Html => matches!(found, Html | Xml | Text),
        Csv => matches!(found, Csv),
        Text => matches!(found, Text | Html | Xml | Jats | Csv),
    }
}

/// What the bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Pdf,
    Workbook,
    Jats,
    Xml,
    Html,
    Text,
    Image(&'static str),
    Binary(&'static str),
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(4096)];
        if head.windows(5).take(1024).any(|window| window == b"%PDF-") {
            return Self::Pdf;
        }
        if let Some(found) = archive(bytes) {
            return found;
        }
        if let Some(found) = binary(head) {
            return found;
        }
        let text = crate::plain::decode(head).0.to_lowercase();
        Self::of_text(text.trim_start())
    }

    fn of_text(text: &str) -> Self {
        let starts_markup = text.starts_with('<');
        let jats = ["<article ", "<article>", "jats", "//nlm//dtd"];
        if starts_markup && (text.contains("<!doctype html") || text.contains("<html")) {
            Self::Html
        } else if text.starts_with("<?xml") || text.starts_with("<!doctype") || text.starts_with("<article") {
            if jats.iter().any(|mark| text.contains(mark)) { Self::Jats } else { Self::Xml }
        } else if starts_markup
            && ["<head", "<body", "<div", "<p>", "<table", "<h1"].iter().any(|tag| text.starts_with(tag))
        {
            Self::Html
        } else if starts_markup && text[1..].starts_with(|first: char| first.is_ascii_alphabetic()) {
            Self::Xml
        } else {
            Self::Text
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF file",
            Self::Workbook => "an Office Open XML workbook",
            Self::Jats => "JATS XML",
            Self::Xml => "XML",
            Self::Html => "HTML",
            Self::Text => "plain text",
            Self::Image(found) | Self::Binary(found) => found,
        }
    }
}

fn archive(bytes: &[u8]) -> Option<Content> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    // The names of an archive's parts stand uncompressed in it, in the directory at its end at the latest.
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    Some(if holds(b"xl/workbook") {
        Content::Workbook
    } else if holds(b"word/document") {
        Content::Binary("a Word document")
    } else {
        Content::Binary("a ZIP archive")
    })
}

fn binary(head: &[u8]) -> Option<Content> {
    let images: [(&[u8], &'static str); 2] = [(b"\x89PNG", "a PNG image"), (b"\xFF\xD8\xFF", "a JPEG image")];
    if crate::picture::header::is_tiff(head) {
        return Some(Content::Image("a TIFF image"));
    }
    if let Some((_, words)) = images.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Content::Image(words));
    }
    let kinds: [(&[u8], &'static str); 5] = [
        (b"\xD0\xCF\x11\xE0", "an old Office file (.xls or .doc)"),
        (b"GIF8", "a GIF image"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"{\\rtf", "a Rich Text file"),
        (b"%!PS", "a PostScript file"),
    ];
    if let Some((_, words)) = kinds.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Content::Binary(words));
    }
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || crate::plain::looks_like_utf16(head);
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    (!wide && controls * 50 > head.len()).then_some(Content::Binary("binary data of no known kind"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_settles() {
        use DocumentFormat::{Csv, Html, Jats, Pdf, Text, Xml};
        for (bytes, name, expected) in [
            (&b"%PDF-1.4\n"[..], "a.pdf", Pdf),
            (b"junk\n%PDF-1.4\n", "a", Pdf),
            (b"<?xml version='1.0'?><article xmlns:x='y'>", "a.xml", Jats),
            (b"<?xml version='1.0'?><us-patent-grant>", "a.xml", Xml),
            (b"<!DOCTYPE html><html>", "a.html", Html),
            (b"a;b\n1;2", "a.csv", Csv),
            (b"a,b", "a.txt", Text),
            (b"caf\xE9", "a.txt", Text),
            (b"\xFF\xFEa\0b\0", "a.txt", Text),
        ] {
            assert_eq!(detect_format(bytes, name), Ok(expected), "{name}");
        }
    }

    #[test]
    fn a_wrong_name_is_refused() {
        for (bytes, name, code) in [
            (&b""[..], "a.pdf", "empty"),
            (b"plain text", "a.pdf", "not_what_its_name_says"),
            (b"%PDF-1.4", "a.xlsx", "not_what_its_name_says"),
            (b"\x89PNG\r\n", "a.pdf", "not_what_its_name_says"),
            (b"PK\x03\x04word/document.xml", "a.docx", "unknown_format"),
            (b"\0\x01\x02\x03\x04\x05\x06\x07", "a", "unknown_format"),
            (b"%PDF-1.4", "a.csv", "not_what_its_name_says"),
        ] {
            let error = detect_format(bytes, name).expect_err(name);
            assert_eq!(error.code(), code, "{name}");
            assert!(!error.remedy().is_empty());
        }
    }
}
