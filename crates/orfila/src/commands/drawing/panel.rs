//! The side panel: the chosen block, problems, losses, figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use orfila_records::{Document, PageNumber, Severity};
use serde_json::json;

use super::super::pages::PageRange;
use super::{class, escape, flow, overlay};

/// More entries of one kind than this are counted.
const MOST: usize = 200;

/// Appends the panel.
pub(super) fn draw(html: &mut String, document: &Document, range: &PageRange) {
    html.push_str("<aside><h2>Block</h2><div id=\"chosen\"><p>Click a block to see its text.</p></div>");
    legend(html);
    problems(html, document, range);
    losses(html, document, range);
    figures(html, document, range);
    html.push_str("</aside>");
}

fn legend(html: &mut String) {
    html.push_str("<h2>Kinds</h2><div class=\"legend\">");
    let kinds =
        ["heading", "paragraph", "list_item", "caption", "table_row", "footnote", "reference", "furniture", "label"];
    for kind in kinds {
        let _ = write!(html, "<span class=\"{kind}\"><i></i>{}</span>", kind.replace('_', " "));
    }
    for (class, name) in
        [("label", "label of a field"), ("value", "its value"), ("header", "header cell"), ("concealed", "hidden")]
    {
        let _ = write!(html, "<span class=\"mark {class}\"><i></i>{name}</span>");
    }
    html.push_str("</div>");
    html.push_str(
        "<p class=\"keys\"><kbd>j</kbd> <kbd>k</kbd> next, previous block · <kbd>n</kbd> <kbd>p</kbd> page · \
         <kbd>1</kbd>–<kbd>0</kbd> layers</p>",
    );
}

fn link(page: Option<PageNumber>) -> String {
    page.map(|page| format!("<a href=\"#p{page}\">page {page}</a> ")).unwrap_or_default()
}

fn listed(html: &mut String, title: &str, entries: Vec<String>) {
    let _ = write!(html, "<h2>{title} ({})</h2><ul>", entries.len());
    for entry in entries.iter().take(MOST) {
        let _ = write!(html, "<li>{entry}</li>");
    }
    if entries.len() > MOST {
        let _ = write!(html, "<li>and {} more</li>", entries.len() - MOST);
    }
    if entries.is_empty() {
        html.push_str("<li>none</li>");
    }
    html.push_str("</ul>");
}

fn problems(html: &mut String, document: &Document, range: &PageRange) {
    let shown = document.problems.iter().filter(|problem| problem.page.is_none_or(|page| range.holds(page)));
    let entries = shown.map(|problem| {
        let severity = match problem.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let (code, page) = (escape(&problem.code), link(problem.page));
        format!("{page}<b class=\"{severity}\">{code}</b> {} {}", escape(&problem.message), escape(&problem.remedy))
    });
    let entries = entries.collect();
    listed(html, "Problems", entries);
}

fn losses(html: &mut String, document: &Document, range: &PageRange) {
    let mut totals: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let shown = || document.losses.iter().filter(|loss| loss.page.is_none_or(|page| range.holds(page)));
    for loss in shown() {
        let total = totals.entry(format!("{:?}", loss.reason)).or_default();
        *total = (total.0 + 1, total.1 + loss.characters);
    }
    let totals = totals
        .into_iter()
        .map(|(reason, (entries, characters))| format!("<b>{reason}</b>: {entries} entries, {characters} characters"));
    let entries = shown().map(|loss| {
        let detail = escape(loss.detail.as_deref().unwrap_or_default());
        format!("{}{:?} <q>{}</q> {detail}", link(loss.page), loss.reason, escape(&loss.text))
    });
    let entries = totals.chain(entries).collect();
    listed(html, "Losses", entries);
}

fn figures(html: &mut String, document: &Document, range: &PageRange) {
    let entries = document.figures.iter().enumerate().filter_map(|(number, figure)| {
        let page = figure.region.map(|region| region.page);
        let caption = escape(&overlay::caption(document, figure));
        page.is_none_or(|page| range.holds(page))
            .then(|| format!("{}<b>{}</b> {caption}", link(page), escape(&overlay::name(number, figure))))
    });
    let entries = entries.collect();
    listed(html, "Figures", entries);
}

/// The texts of all blocks for the script, as JSON that cannot end its element.
pub(super) fn texts(document: &Document, range: &PageRange) -> String {
    let mut texts = serde_json::Map::new();
    for (number, passage) in document.passages.iter().enumerate() {
        // Rows of tables on no page are cells that nobody can choose.
        let cells = document.pages.is_empty() && passage.table.is_some();
        if cells || passage.page.is_some_and(|page| !range.holds(page)) {
            continue;
        }
        if document.pages.is_empty() && texts.len() >= flow::MOST_PASSAGES {
            break;
        }
        let place = [
            passage.page.map(|page| format!("page {page}")),
            passage.level.map(|level| format!("level {level}")),
            passage.table.map(|table| format!("table {}", table + 1)),
            passage.figure.map(|figure| format!("figure {}", figure + 1)),
        ];
        let place: Vec<String> = place.into_iter().flatten().collect();
        let entry = json!({
            "kind": class(passage).replace('_', " "),
            "where": place.join(" · "),
            "section": passage.section.join(" › "),
            "text": document.passage_text(passage),
        });
        texts.insert(number.to_string(), entry);
    }
    serde_json::Value::Object(texts).to_string().replace('<', "\\u003c")
}
