//! JATS, other XML and HTML: one tree, one walk in reading order.

pub(crate) mod definitions;
mod figures;
mod html;
mod inline;
mod nesting;
mod roles;
mod tables;
mod tree;
mod walker;
mod xml;

use encoding_rs::Encoding;
use orfila_records::{Document, DocumentFormat, LossReason, Severity};

use crate::builder::DocumentBuilder;
use crate::markup::tree::Tree;
use crate::plain;
use crate::{Limits, ReadError};

/// Reads JATS or any other XML.
pub(crate) fn read_xml(
    bytes: &[u8],
    file_name: &str,
    format: DocumentFormat,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let (text, encoding) = decode(bytes);
    let parsed = xml::parse(&text, limits)?;
    let mut builder = DocumentBuilder::new(bytes, file_name, format);
    plain::note_encoding(&mut builder, &text, encoding);
    note_oddities(&parsed, &mut builder);
    let root = parsed.tree.children(Tree::ROOT).iter().find_map(|node| parsed.tree.element(*node));
    if let Some(language) = root.and_then(|root| root.attribute("lang")) {
        builder.set_language(language);
    }
    walker::walk(&parsed.tree, &mut builder, limits.cells);
    match (builder.has_text(), parsed.broken) {
        (true, _) => Ok(builder.finish()),
        (false, Some(reason)) => Err(ReadError::Damaged { reason }),
        (false, None) => Err(ReadError::NoText { pages: 0, scanned: Vec::new() }),
    }
}

/// Reads HTML as a browser shows it.
pub(crate) fn read_html(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Document, ReadError> {
    let (text, encoding) = decode(bytes);
    let tree = html::parse(&text, limits)?;
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Html);
    plain::note_encoding(&mut builder, &text, encoding);
    for node in tree.descendants(Tree::ROOT) {
        match tree.name(node) {
            "html" => {
                if let Some(language) = tree.element(node).and_then(|root| root.attribute("lang")) {
                    builder.set_language(language);
                }
            }
            "title" => builder.set_title(&inline::text_of(&tree, node)),
            "body" => break,
            _ => {}
        }
    }
    walker::walk(&tree, &mut builder, limits.cells);
    if !builder.has_text() {
        return Err(ReadError::NoText { pages: 0, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

fn note_oddities(parsed: &xml::Parsed, builder: &mut DocumentBuilder) {
    if let Some(reason) = &parsed.broken {
        builder.loss(LossReason::UnreadablePage, None, "", reason);
        let remedy = "Fetch the file again; what stands after the break was not read.";
        builder.problem(Severity::Error, "broken_markup", reason.clone(), remedy, None);
    }
    if !parsed.unresolved.is_empty() {
        let message = format!("entities without a definition stand as written: {}", parsed.unresolved.join(", "));
        let remedy = "Resolve the file's entities with its document type and read the result.";
        builder.problem(Severity::Warning, "undefined_entities", message, remedy, None);
    }
}

/// Decodes markup by its byte order mark, its declared encoding, or as plain text.
fn decode(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, &'static Encoding) {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
        if let Some(encoding) = declared_encoding(&head).and_then(|name| Encoding::for_label(name.as_bytes())) {
            return (encoding.decode_without_bom_handling(bytes).0, encoding);
        }
    }
    plain::decode(bytes)
}

/// The value of `encoding="…"` or `charset=…`.
fn declared_encoding(head: &str) -> Option<&str> {
    let after = ["encoding=", "charset="].iter().find_map(|key| head.split_once(key))?.1;
    let value = after.trim_start_matches(['"', '\'']);
    value.split(['"', '\'', ' ', '?', '>', ';']).next().filter(|value| !value.is_empty())
}
