//! A document drawn from its own boxes, so that a person sees at a glance what Orfila saw.

use std::fmt::Write as _;

use orfila_records::{BoundingBox, Document, Page, Passage, PassageKind};

const STYLE: &str = "body{font:14px system-ui,sans-serif;margin:2rem;background:#f4f4f2;color:#222}svg{background:#fff;box-shadow:0 1px 4px #0003;margin:1rem 0;max-width:100%}text{font-family:sans-serif;fill:#222}text.hidden{fill:#c00}rect{fill:none;stroke-width:.7}.paragraph{stroke:#3b7dd8}.heading,.title{stroke:#c0392b}.furniture{stroke:#aaa;stroke-dasharray:3 2}.table_row{stroke:#27ae60}.caption{stroke:#8e44ad}.other{stroke:#e67e22}.number{font-size:7px;fill:#c0392b}pre{white-space:pre-wrap;background:#fff;padding:1rem}";

/// The document as one HTML page: each page's words at their places, each passage's outline with its number in reading
/// order; documents without pages as text.
pub(crate) fn html(document: &Document) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title><style>{STYLE}</style><h1>{0}</h1>",
        escape(&document.file_name)
    );
    for problem in &document.problems {
        let _ = write!(
            page,
            "<p><strong>{}</strong> {} {}</p>",
            escape(&problem.code),
            escape(&problem.message),
            escape(&problem.remedy)
        );
    }
    if document.pages.is_empty() {
        for passage in &document.passages {
            let _ = write!(page, "<pre>{}</pre>", escape(document.passage_text(passage)));
        }
    }
    for sheet in &document.pages {
        draw(&mut page, document, sheet);
    }
    page.push_str("</html>\n");
    page
}

fn draw(page: &mut String, document: &Document, sheet: &Page) {
    let (width, height) = (sheet.width.max(1.0), sheet.height.max(1.0));
    let _ = write!(
        page,
        "<h2>Page {}</h2><svg viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{:.0}\">",
        sheet.number,
        width * 1.4
    );
    for (number, passage) in document.passages.iter().enumerate() {
        let words: Vec<_> = passage.segments.iter().filter(|segment| segment.page == sheet.number).collect();
        let Some(outline) = words.iter().map(|segment| segment.bounds).reduce(BoundingBox::cover) else { continue };
        for segment in words {
            let text = segment.range.slice(&document.text).unwrap_or_default();
            let bounds = segment.bounds;
            let class = if segment.hidden.is_some() { " class=\"hidden\"" } else { "" };
            let _ = write!(
                page,
                "<text{class} x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
                bounds.x0,
                bounds.y1 - bounds.height() * 0.2,
                (bounds.height() * 0.85).max(1.0),
                bounds.width().max(0.1),
                escape(text)
            );
        }
        let _ = write!(
            page,
            "<rect class=\"{}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/><text class=\"number\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            class(passage),
            outline.x0 - 1.5,
            outline.y0 - 1.5,
            outline.width() + 3.0,
            outline.height() + 3.0,
            outline.x0 - 1.5,
            outline.y0 - 2.5,
            number + 1
        );
    }
    page.push_str("</svg>");
}

fn class(passage: &Passage) -> &'static str {
    match passage.kind {
        PassageKind::Paragraph => "paragraph",
        PassageKind::Title | PassageKind::Heading => "heading",
        PassageKind::Furniture => "furniture",
        PassageKind::TableRow => "table_row",
        PassageKind::Caption => "caption",
        _ => "other",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
