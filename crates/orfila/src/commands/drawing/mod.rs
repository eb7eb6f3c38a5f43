//! A document drawn over its pages, so that a person sees at a glance what Orfila saw. One file, no network.

mod flow;
mod overlay;
mod panel;
mod sheet;
mod svg;

use std::fmt::Write as _;

use orfila_records::{Document, Page, Passage, PassageKind};

use super::pages::PageRange;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Resolution of the pages under the drawing: readable at the width of a screen.
pub(crate) const DPI: f32 = 110.0;

/// What can be switched on and off: its class, its name, its colour, whether it is on at first.
const LAYERS: [(&str, &str, &str, bool); 10] = [
    ("image", "Page", "#adb5bd", true),
    ("words", "Words", "#343a40", false),
    ("blocks", "Blocks", "#1c7ed6", true),
    ("order", "Reading order", "#e03131", true),
    ("tables", "Tables", "#2f9e44", true),
    ("fields", "Fields", "#f08c00", true),
    ("figures", "Figures", "#862e9c", true),
    ("hidden", "Hidden text", "#c92a2a", true),
    ("scripts", "Scripts", "#f76707", false),
    ("doubt", "Doubtful words", "#fcc419", true),
];

/// A page's picture as a `data:` address, or why there is none.
pub(crate) type Picture = Result<String, String>;

/// The document as one HTML page. `pictures` belong to those of its pages that are in `range`, in order.
pub(crate) fn html(document: &Document, pictures: &[Picture], range: &PageRange) -> String {
    let name = escape(&document.file_name);
    let open: Vec<&str> = LAYERS.iter().filter(|layer| layer.3).map(|layer| layer.0).collect();
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{name}</title><style>{STYLE}</style></head><body class=\"{}\">",
        open.join(" ")
    );
    header(&mut html, document, &name);
    html.push_str("<main><div>");
    if document.pages.is_empty() {
        flow::draw(&mut html, document);
    }
    let none = Err("it was not drawn".to_owned());
    let shown = document.pages.iter().filter(|page| range.holds(page.number));
    for (index, page) in shown.enumerate() {
        sheet::draw(&mut html, document, page, pictures.get(index).unwrap_or(&none));
    }
    html.push_str("</div>");
    panel::draw(&mut html, document, range);
    let _ = write!(
        html,
        "</main><script type=\"application/json\" id=\"texts\">{}</script><script>{SCRIPT}</script></body></html>",
        panel::texts(document, range)
    );
    html
}

fn header(html: &mut String, document: &Document, name: &str) {
    let pages = document.pages.len();
    let (tables, figures) = (document.tables.len(), document.figures.len());
    let _ = write!(
        html,
        "<header><h1>{name}<small>{pages} pages · {} passages · {tables} tables · {figures} figures</small></h1>",
        document.passages.len()
    );
    for (class, title, colour, on) in LAYERS.iter().filter(|_| pages > 0) {
        let checked = if *on { " checked" } else { "" };
        let _ = write!(
            html,
            "<label style=\"--c:{colour}\"><input type=\"checkbox\" name=\"{class}\"{checked}><i></i>{title}</label>"
        );
    }
    html.push_str("</header>");
}

/// The class of a passage: its kind, or that it is a label in a figure.
fn class(passage: &Passage) -> &'static str {
    match passage.kind {
        PassageKind::Paragraph if passage.figure.is_some() => "label",
        PassageKind::Title => "title",
        PassageKind::Heading => "heading",
        PassageKind::Paragraph => "paragraph",
        PassageKind::ListItem => "list_item",
        PassageKind::Caption => "caption",
        PassageKind::TableRow => "table_row",
        PassageKind::Footnote => "footnote",
        PassageKind::Reference => "reference",
        PassageKind::Furniture => "furniture",
    }
}

/// Passages with words on a page, with their numbers, in reading order.
fn passages_on<'a>(document: &'a Document, page: &'a Page) -> impl Iterator<Item = (usize, &'a Passage)> {
    let on_page = |passage: &Passage| passage.segments.iter().any(|segment| segment.page == page.number);
    document.passages.iter().enumerate().filter(move |(_, passage)| on_page(passage))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use orfila_documents::{Limits, read};

    #[test]
    fn what_a_document_says_is_no_markup() {
        let bytes = b"# A <script>alert(1)</script> & \"B\"\n\n</script><b>bold\n";
        let document = read(bytes, "a<b>.txt", &Limits::default()).expect("a document");
        let html = html(&document, &[], &PageRange::default());
        assert!(!html.contains("<script>alert") && !html.contains("</script><b>") && !html.contains("a<b>.txt"));
        assert!(html.contains("a&lt;b&gt;.txt") && html.contains("\\u003c/script>"));
        assert!(!html.contains("http://") && !html.contains("https://"));
    }
}
