//! Headings, fields, notes, references and stubs come out of HTML and JATS as they come out of pages.

use orfila_documents::{Limits, read};
use orfila_records::{Document, PassageKind, TextRange};

fn html(body: &str) -> Document {
    let page = format!("<!DOCTYPE html><html><head><title>Made</title></head><body>{body}</body></html>");
    read(page.as_bytes(), "made.html", &Limits::default()).expect("a page with text")
}

fn jats(body: &str) -> Document {
    let article = format!("<?xml version=\"1.0\"?><article><body>{body}</body></article>");
    read(article.as_bytes(), "made.xml", &Limits::default()).expect("an article with text")
}

fn text(document: &Document, range: TextRange) -> &str {
    range.slice(&document.text).expect("a range of the text")
}

fn fields(document: &Document) -> Vec<(&str, &str)> {
    document.fields.iter().map(|field| (text(document, field.label), text(document, field.value))).collect()
}

fn of_kind(document: &Document, kind: PassageKind) -> Vec<&str> {
    let kept = document.passages.iter().filter(|passage| passage.kind == kind);
    kept.map(|passage| document.passage_text(passage)).collect()
}

#[test]
fn headings_state_their_level() {
    let levels = |document: &Document| -> Vec<Option<u32>> {
        let headings = document.passages.iter().filter(|passage| passage.kind == PassageKind::Heading);
        headings.map(|heading| heading.level).collect()
    };
    let page = html("<h1>Hazards</h1><p>a</p><h2>Oral</h2><p>b</p><h2>Dermal</h2><p>c</p><h1>Fate</h1><p>d</p>");
    assert_eq!(levels(&page), [Some(1), Some(2), Some(2), Some(1)]);
    let article = jats(
        "<sec><title>Methods</title><p>a</p><sec><title>Animals</title><p>b</p></sec></sec><sec><title>Results</title><p>c</p></sec>",
    );
    assert_eq!(levels(&article), [Some(1), Some(2), Some(1)]);
}

#[test]
fn lists_of_definitions_are_fields() {
    let page = html("<dl><dt>Flash point:</dt><dd>13 °C</dd><dt>Odour</dt><dd>none</dd><dd>or faint</dd></dl>");
    assert_eq!(fields(&page), [("Flash point", "13 °C"), ("Odour", "none\nor faint")]);
    let article = jats(
        "<sec><title>Terms</title><def-list><def-item><term>NOAEL</term><def><p>no observed adverse effect level</p></def>\
         </def-item></def-list></sec>",
    );
    assert_eq!(fields(&article), [("NOAEL", "no observed adverse effect level")]);
}

#[test]
fn tables_of_two_columns_without_a_header_are_fields() {
    let form = html("<table><tr><td>Flash point:</td><td>13 °C</td></tr><tr><td>Odour</td><td>none</td></tr></table>");
    assert_eq!(fields(&form), [("Flash point", "13 °C"), ("Odour", "none")]);
    let table = html(
        "<table><thead><tr><th>Substance</th><th>Amount</th></tr></thead><tbody><tr><td>Benzene</td><td>5 mg</td></tr></tbody></table>",
    );
    assert!(fields(&table).is_empty());
}

#[test]
fn header_cells_at_the_left_are_the_stub() {
    for (rows, expected) in [
        ("<tr><th>Rat</th><td>5</td></tr><tr><th>Mouse</th><td>7</td></tr>", 1),
        ("<tr><th rowspan='2'>Rat</th><th>oral</th><td>5</td></tr><tr><th>dermal</th><td>7</td></tr>", 2),
        ("<tr><td>Rat</td><td>5</td></tr>", 0),
    ] {
        let page =
            html(&format!("<table><thead><tr><th>Animal</th><th>Dose</th></tr></thead><tbody>{rows}</tbody></table>"));
        assert_eq!(page.tables[0].stub_columns, expected, "{rows}");
    }
}

#[test]
fn notes_references_items_and_captions_keep_their_kinds() {
    let article = jats(
        "<sec><title>Results</title><list><list-item><p>first</p></list-item></list><table-wrap><label>Table 1</label>\
         <caption><p>Doses</p></caption><table><tr><td>1</td></tr></table><table-wrap-foot><fn><p>a note</p></fn>\
         </table-wrap-foot></table-wrap></sec><ref-list><title>References</title><ref><mixed-citation>Smith 1999</mixed-citation>\
         </ref></ref-list>",
    );
    assert_eq!(of_kind(&article, PassageKind::ListItem), ["first"]);
    assert_eq!(of_kind(&article, PassageKind::Caption), ["Table 1 Doses"]);
    assert_eq!(of_kind(&article, PassageKind::Footnote), ["a note"]);
    assert_eq!(of_kind(&article, PassageKind::Reference), ["Smith 1999"]);
    assert_eq!(article.tables[0].footnotes.len(), 1);
    let page = html("<h2>Results</h2><ul><li>one</li></ul><h2>References</h2><ol><li>Smith 1999</li></ol>");
    assert_eq!(of_kind(&page, PassageKind::ListItem), ["one"]);
    assert_eq!(of_kind(&page, PassageKind::Reference), ["Smith 1999"]);
}
