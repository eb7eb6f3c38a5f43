//! One page: its picture, and everything that was found on it above that.

use std::fmt::Write as _;

use orfila_records::{BoundingBox, Document, Page, PageOutcome, Passage, PassageKind, TextSource};

use super::{Picture, class, escape, overlay, passages_on, svg};

/// Appends the drawing of a page.
pub(super) fn draw(html: &mut String, document: &Document, page: &Page, picture: &Picture) {
    let (width, height) = (page.width.max(1.0), page.height.max(1.0));
    let _ = write!(
        html,
        "<figure class=\"sheet\" id=\"p{0}\"><figcaption><b>Page {0}</b><span>{1}</span></figcaption>\
         <svg viewBox=\"0 0 {width:.1} {height:.1}\" xmlns=\"http://www.w3.org/2000/svg\">",
        page.number,
        escape(&state(page, picture))
    );
    if let Ok(address) = picture {
        let _ = write!(html, "<image href=\"{address}\" width=\"{width:.1}\" height=\"{height:.1}\"/>");
    }
    words(html, document, page, picture.is_err());
    blocks(html, document, page);
    overlay::tables(html, document, page);
    overlay::fields(html, document, page);
    overlay::figures(html, document, page);
    overlay::words(html, document, page);
    order(html, document, page);
    html.push_str("</svg></figure>");
}

/// What became of the page, where its characters come from, and whether it could be drawn.
fn state(page: &Page, picture: &Picture) -> String {
    let outcome = match &page.outcome {
        PageOutcome::Read => String::new(),
        PageOutcome::Blank => "blank".to_owned(),
        PageOutcome::Scanned => "an image without text: not read".to_owned(),
        PageOutcome::Unreadable(reason) => format!("not read: {reason}"),
    };
    let source = match &page.text_source {
        TextSource::Stated => String::new(),
        TextSource::Layer => "text layer of a scan".to_owned(),
        TextSource::Recognised { engine, confidence } => {
            format!("recognised by {engine}, mean confidence {confidence:.2}")
        }
    };
    let drawn = picture.as_ref().err().map(|reason| format!("drawn from its words ({reason})"));
    let parts = [outcome, source, drawn.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The words at their places; instead of the page's picture where there is none.
fn words(html: &mut String, document: &Document, page: &Page, only: bool) {
    let class = if only { "drawn only" } else { "drawn" };
    for (_, passage) in passages_on(document, page) {
        let upright = passage.direction.is_upright() || passage.direction.right_to_left;
        for segment in passage.segments.iter().filter(|segment| segment.page == page.number) {
            let bounds = segment.bounds;
            let text = segment.range.slice(&document.text).unwrap_or_default();
            let (size, turn) = if upright {
                (bounds.height(), String::new())
            } else {
                let (x, y, angle) = (bounds.x0, bounds.y1, passage.direction.rotation);
                (bounds.width().min(bounds.height()), format!(" transform=\"rotate({angle} {x:.1} {y:.1})\""))
            };
            let _ = write!(
                html,
                "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\"{turn} textLength=\"{:.1}\" \
                 lengthAdjust=\"spacingAndGlyphs\">{}</text>",
                bounds.x0,
                bounds.y1 - 0.2 * size,
                (0.85 * size).max(1.0),
                bounds.width().max(bounds.height() * f32::from(u8::from(!upright))).max(0.1),
                escape(text)
            );
        }
    }
}

/// The part of a passage that stands on a page.
fn outline(passage: &Passage, page: &Page) -> Option<BoundingBox> {
    let on_page = passage.segments.iter().filter(|segment| segment.page == page.number);
    on_page.map(|segment| segment.bounds).reduce(BoundingBox::cover)
}

fn blocks(html: &mut String, document: &Document, page: &Page) {
    svg::open(html, "blocks");
    for (number, passage) in passages_on(document, page) {
        let Some(bounds) = outline(passage, page) else { continue };
        let _ = write!(html, "<g class=\"block {}\" data-n=\"{number}\">", class(passage));
        svg::rectangle(html, "outline", &bounds, 1.2, "");
        let level = passage.level.map(|level| format!(" H{level}")).unwrap_or_default();
        badge(html, &bounds, scale(page), &format!("{}{level}", number + 1));
        svg::close(html);
    }
    svg::close(html);
}

/// How much larger than on a sheet of paper marks are, so that they can be read on a poster.
pub(super) fn scale(page: &Page) -> f32 {
    (page.width / 700.0).max(1.0)
}

/// The number of a block, hung to its upper left corner, inside the page.
fn badge(html: &mut String, bounds: &BoundingBox, scale: f32, text: &str) {
    let width = scale * (3.7 * text.chars().count() as f32 + 4.0);
    let x0 = (bounds.x0 - width - 1.2).max(0.0);
    let place = BoundingBox { x0, y0: bounds.y0 - 1.2, x1: x0 + width, y1: bounds.y0 + 7.0 * scale };
    svg::rectangle(html, "badge", &place, 0.0, "");
    svg::text(html, "number", scale, (x0 + 0.5 * width, bounds.y0 + 5.2 * scale), text);
}

/// A line through the blocks in reading order; the rows of one table are one stop.
fn order(html: &mut String, document: &Document, page: &Page) {
    let mut stops: Vec<(f32, f32)> = Vec::new();
    let mut last_table = None;
    for (_, passage) in passages_on(document, page) {
        let row = passage.table.filter(|_| passage.kind == PassageKind::TableRow);
        if row.is_some() && row == last_table || passage.kind == PassageKind::Furniture {
            continue;
        }
        last_table = row;
        if let Some(bounds) = outline(passage, page) {
            stops.push((bounds.x0 + 0.12 * bounds.width(), bounds.y0 + (0.5 * bounds.height()).min(6.0)));
        }
    }
    svg::open(html, "order");
    let points: Vec<String> = stops.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = write!(html, "<polyline points=\"{}\"/>", points.join(" "));
    for (index, (x, y)) in stops.iter().enumerate() {
        let radius = scale(page) * if index == 0 { 3.2 } else { 1.5 };
        let _ = write!(html, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
    }
    svg::close(html);
}
