//! Documents without pages: passages one after the other, tables as tables.

use std::fmt::Write as _;

use orfila_records::{Document, PassageKind, Table};

use super::{class, escape, overlay};

/// More passages than this are counted: a browser shows no more of them in one page.
pub(super) const MOST_PASSAGES: usize = 5000;
/// More rows of a table than this are counted.
const MOST_ROWS: usize = 1000;

/// Appends the document as running text.
pub(super) fn draw(html: &mut String, document: &Document) {
    html.push_str("<article>");
    let mut last_table = None;
    let mut shown = 0;
    for (number, passage) in document.passages.iter().enumerate() {
        let row = passage.table.filter(|_| passage.kind == PassageKind::TableRow);
        if row.is_some() && row == last_table {
            continue;
        }
        last_table = row;
        shown += 1;
        if shown > MOST_PASSAGES {
            more(html, document.passages.len() - number, "passages");
            break;
        }
        match row.and_then(|table| document.tables.get(table)) {
            Some(table) => draw_table(html, document, table),
            None => {
                let text = escape(document.passage_text(passage));
                let _ = write!(html, "<div class=\"passage {}\" data-n=\"{number}\">{text}</div>", class(passage));
            }
        }
    }
    for (number, figure) in document.figures.iter().enumerate() {
        let (name, source) = (overlay::name(number, figure), figure.name.as_deref().unwrap_or_default());
        let caption = overlay::caption(document, figure);
        let _ = write!(html, "<p><b>{}</b> {} {}</p>", escape(&name), escape(source), escape(&caption));
    }
    html.push_str("</article>");
}

/// Says how many of something are left out.
fn more(html: &mut String, count: usize, what: &str) {
    let _ = write!(html, "<p>… and {count} more {what}; <code>--format json</code> has all of them.</p>");
}

fn draw_table(html: &mut String, document: &Document, table: &Table) {
    html.push_str("<table>");
    for row in table.cells.chunk_by(|a, b| a.row == b.row).take(MOST_ROWS) {
        html.push_str("<tr>");
        for cell in row {
            let tag = if cell.header { "th" } else { "td" };
            let text = escape(cell.range.slice(&document.text).unwrap_or_default());
            let _ = write!(
                html,
                "<{tag} rowspan=\"{}\" colspan=\"{}\">{text}</{tag}>",
                cell.row_span.max(1),
                cell.column_span.max(1)
            );
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    let rows = table.rows;
    if rows > MOST_ROWS {
        more(html, rows - MOST_ROWS, "rows");
    }
}
