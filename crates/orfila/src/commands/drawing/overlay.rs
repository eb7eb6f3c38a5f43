//! Tables, fields, figures and marked words over a page.

use orfila_documents::recognition::DOUBTFUL;
use orfila_records::{BoundingBox, Cell, Concealment, Document, Figure, FigureKind, Page, Script, TextRange};

use super::{passages_on, sheet, svg};

/// Every cell's box, header cells shaded, and the table's own box.
pub(super) fn tables(html: &mut String, document: &Document, page: &Page) {
    svg::open(html, "tables");
    for (number, table) in document.tables.iter().enumerate() {
        let regions = table.regions.iter().filter(|region| region.page == page.number).map(|region| region.bounds);
        let mut whole = regions.reduce(BoundingBox::cover);
        for cell in &table.cells {
            let class = match cell {
                cell if cell.header => "cell header",
                cell if cell.column < table.stub_columns => "cell stub",
                _ => "cell",
            };
            for bounds in cell_boxes(document, page, cell) {
                svg::rectangle(html, class, &bounds, 0.0, &format!("row {}, column {}", cell.row + 1, cell.column + 1));
                whole = table.regions.is_empty().then(|| whole.map_or(bounds, |whole| whole.cover(bounds))).or(whole);
            }
        }
        if let Some(bounds) = whole {
            svg::rectangle(html, "table", &bounds, 2.5, "");
            let tag = format!("Table {}: {} × {}, {:?}", number + 1, table.rows, table.columns, table.evidence);
            svg::text(html, "tag", sheet::scale(page), (bounds.x0, bounds.y0 - 4.0), &tag);
        }
    }
    svg::close(html);
}

fn cell_boxes(document: &Document, page: &Page, cell: &Cell) -> Vec<BoundingBox> {
    if cell.regions.is_empty() {
        return boxes(document, page, cell.range);
    }
    cell.regions.iter().filter(|region| region.page == page.number).map(|region| region.bounds).collect()
}

/// The lines under a stretch of text, if they are on the page.
fn boxes(document: &Document, page: &Page, range: TextRange) -> Vec<BoundingBox> {
    if range.is_empty() {
        return Vec::new();
    }
    let (found, boxes, _) = document.boxes(range);
    if found == Some(page.number) { boxes } else { Vec::new() }
}

/// Labels and values of forms.
pub(super) fn fields(html: &mut String, document: &Document, page: &Page) {
    svg::open(html, "fields");
    for field in &document.fields {
        for (class, range) in [("field-label", field.label), ("field-value", field.value)] {
            for bounds in boxes(document, page, range) {
                svg::rectangle(html, class, &bounds, 0.4, range.slice(&document.text).unwrap_or_default());
            }
        }
    }
    svg::close(html);
}

/// Boxes of images and drawings.
pub(super) fn figures(html: &mut String, document: &Document, page: &Page) {
    svg::open(html, "figures");
    for (number, figure) in document.figures.iter().enumerate() {
        let Some(region) = figure.region.filter(|region| region.page == page.number) else { continue };
        svg::rectangle(html, "figure-box", &region.bounds, 1.0, &caption(document, figure));
        let scale = sheet::scale(page);
        let corner = (region.bounds.x0, region.bounds.y0 - 2.0 * scale);
        svg::text(html, "tag figure", scale, corner, &name(number, figure));
    }
    svg::close(html);
}

/// What a figure is called in the drawing.
pub(super) fn name(number: usize, figure: &Figure) -> String {
    let kind = match figure.kind {
        FigureKind::Image => "image",
        FigureKind::Drawing => "drawing",
    };
    format!("Figure {}: {kind}", number + 1)
}

/// A figure's caption on one line.
pub(super) fn caption(document: &Document, figure: &Figure) -> String {
    figure.caption.map(|caption| document.joined(caption)).unwrap_or_default()
}

/// Words that cannot be seen, that stand above or below their line, or that recognition is not sure of.
pub(super) fn words(html: &mut String, document: &Document, page: &Page) {
    let segments = || {
        let on_page = passages_on(document, page).flat_map(|(_, passage)| &passage.segments);
        on_page.filter(|segment| segment.page == page.number)
    };
    svg::open(html, "hidden");
    for segment in segments() {
        if let Some(reason) = segment.hidden {
            svg::rectangle(html, "hidden-word", &segment.bounds, 0.0, in_words(reason));
        }
    }
    svg::close(html);
    svg::open(html, "scripts");
    for segment in segments().filter(|segment| segment.script != Script::Normal) {
        let tip = if segment.script == Script::Superscript { "superscript" } else { "subscript" };
        svg::rectangle(html, "script", &segment.bounds, 0.0, tip);
    }
    svg::close(html);
    svg::open(html, "doubt");
    for segment in segments() {
        if let Some(confidence) = segment.confidence.filter(|confidence| *confidence < DOUBTFUL) {
            let text = segment.range.slice(&document.text).unwrap_or_default();
            svg::rectangle(html, "doubtful", &segment.bounds, 0.0, &format!("{text}: confidence {confidence:.2}"));
        }
    }
    svg::close(html);
}

/// Why a reader cannot see a word.
fn in_words(reason: Concealment) -> &'static str {
    match reason {
        Concealment::Colour => "hidden: in the colour of what lies below",
        Concealment::NotPainted => "hidden: not painted",
        Concealment::OffPage => "hidden: outside the page",
        Concealment::Clipped => "hidden: outside the clipping path",
        Concealment::Covered => "hidden: covered by something drawn later",
        Concealment::Tiny => "hidden: less than one point high",
        Concealment::LayerOff => "hidden: in a layer that is switched off",
    }
}
