//! Annotations and form fields: what they show stands on the page like any other text (ISO 32000-1, 12.5 and 12.7).

use lopdf::{Dictionary, Document, Object, Stream};

use crate::pdf::font::GlyphText;
use crate::pdf::glyphs::{Area, Glyph, Note};
use crate::pdf::interpreter::Interpreter;
use crate::pdf::marked::text_string;
use crate::pdf::matrix::Matrix;
use crate::pdf::objects;
use crate::pdf::state::GraphicsState;
use crate::pdf::widths::standard_width;

/// Annotations read of one page.
const MOST: usize = 10_000;
/// Ancestors of a form field looked at.
const DEEPEST_FIELD: usize = 32;
/// Flags of annotations that no viewer shows: hidden and no view.
const UNSEEN: i64 = 2 | 32;

impl<'d> Interpreter<'_, 'd> {
    /// Shows the page's annotations as a viewer does.
    pub(crate) fn annotations(&mut self, page: &'d Dictionary) {
        let document = self.reader.document();
        let base = self.state.clone();
        for item in objects::array(document, page, b"Annots").unwrap_or_default().iter().take(MOST) {
            let Some(Object::Dictionary(annotation)) = objects::resolve(document, item) else { continue };
            self.annotation(annotation);
            self.state = base.clone();
        }
    }

    fn annotation(&mut self, annotation: &'d Dictionary) {
        let document = self.reader.document();
        let kind = objects::name(document, annotation, b"Subtype").unwrap_or_default();
        let flags = objects::value(document, annotation, b"F").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
        let layer_off = annotation.get(b"OC").is_ok_and(|group| self.reader.hides(group));
        let area = objects::numbers::<4>(document, annotation, b"Rect");
        if flags & UNSEEN != 0 || layer_off {
            let text = value(document, annotation).or_else(|| contents(document, annotation));
            self.note(text, true);
            return;
        }
        match kind {
            b"Link" | b"Popup" | b"PrinterMark" | b"TrapNet" => return,
            // A sticky note's icon is no text of the page; what it says is shown when asked for.
            b"Text" | b"FileAttachment" | b"Sound" | b"Movie" => {
                return self.note(contents(document, annotation), false);
            }
            _ => {}
        }
        let before = self.content.glyphs.len();
        let appearance = appearance(document, annotation);
        if let (Some(stream), Some(area)) = (appearance, area) {
            self.appear(stream, annotation, area);
        }
        let silent = self.content.glyphs.len() == before;
        match kind {
            b"Widget" if silent => self.bare_value(annotation, area),
            b"FreeText" if appearance.is_none() => self.bare_text(contents(document, annotation), area),
            b"FreeText" | b"Widget" => {}
            _ => self.note(contents(document, annotation), false),
        }
    }

    /// Runs an appearance so that its box fills the annotation's rectangle.
    fn appear(&mut self, stream: &'d Stream, annotation: &'d Dictionary, rectangle: [f32; 4]) {
        let document = self.reader.document();
        let Some(bounds) = objects::numbers::<4>(document, &stream.dict, b"BBox") else { return };
        let matrix = objects::numbers::<6>(document, &stream.dict, b"Matrix").map_or(Matrix::IDENTITY, Matrix::new);
        let fit = fit(bounds, &matrix, rectangle);
        self.state.transform = fit.then(&self.state.transform);
        let resources = objects::dictionary(document, &stream.dict, b"Resources").unwrap_or(annotation);
        self.form(stream, resources, 0);
    }

    /// A field's value that no appearance shows: viewers make one up, and so do we.
    fn bare_value(&mut self, annotation: &'d Dictionary, area: Option<[f32; 4]>) {
        let document = self.reader.document();
        let kind = inherited(document, annotation, b"FT").and_then(|kind| kind.as_name().ok());
        if matches!(kind, Some(b"Tx" | b"Ch")) {
            self.bare_text(value(document, annotation), area);
        }
    }

    fn bare_text(&mut self, text: Option<String>, area: Option<[f32; 4]>) {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
        let Some([x0, y0, x1, y1]) = area else { return self.note(Some(text), false) };
        let transform = self.state.transform;
        let mut rectangle = Area::EMPTY;
        rectangle.include(transform.apply(x0, y0));
        rectangle.include(transform.apply(x1, y1));
        if !rectangle.is_finite() || rectangle.size() <= 0.0 {
            return self.note(Some(text), false);
        }
        self.content.bare_values += 1;
        let room = self.reader.limits().page_glyphs.saturating_sub(self.content.glyphs.len());
        let state = GraphicsState::new(transform, self.crop);
        self.canvas.show(self.content.glyphs.len(), crate::pdf::concealment::Manner::Painted(state.fill));
        self.content.glyphs.extend(set(&text, &rectangle).into_iter().take(room));
    }

    fn note(&mut self, text: Option<String>, hidden: bool) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.content.notes.push(Note { text, hidden });
        }
    }
}

/// The transform of ISO 32000-1, 12.5.5: the transformed box of the appearance onto the rectangle.
fn fit([x0, y0, x1, y1]: [f32; 4], matrix: &Matrix, rectangle: [f32; 4]) -> Matrix {
    let mut box_ = Area::EMPTY;
    for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
        box_.include(matrix.apply(x, y));
    }
    let [ax, ay, bx, by] = rectangle;
    let (left, low) = (ax.min(bx), ay.min(by));
    let scale = |target: f32, size: f32| if size > 0.0 { target / size } else { 1.0 };
    let horizontal = scale((ax - bx).abs(), box_.x1 - box_.x0);
    let vertical = scale((ay - by).abs(), box_.y1 - box_.y0);
    Matrix::new([horizontal, 0.0, 0.0, vertical, left - horizontal * box_.x0, low - vertical * box_.y0])
}

/// The stream that shows the annotation in its present state.
fn appearance<'d>(document: &'d Document, annotation: &'d Dictionary) -> Option<&'d Stream> {
    let appearances = objects::dictionary(document, annotation, b"AP")?;
    match objects::value(document, appearances, b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dictionary(states) => {
            let state = objects::name(document, annotation, b"AS").unwrap_or(b"Off");
            objects::stream(document, states, state)
        }
        _ => None,
    }
}

fn contents(document: &Document, annotation: &Dictionary) -> Option<String> {
    text_string(objects::value(document, annotation, b"Contents")?.as_str().ok()?)
}

/// A field's value as text, its own or inherited.
fn value(document: &Document, annotation: &Dictionary) -> Option<String> {
    match inherited(document, annotation, b"V")? {
        Object::String(bytes, _) => text_string(bytes),
        Object::Array(items) => {
            let texts = items.iter().filter_map(|item| text_string(objects::resolve(document, item)?.as_str().ok()?));
            Some(texts.take(1_000).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

/// The value of a key of a form field, its own or an ancestor's.
fn inherited<'d>(document: &'d Document, field: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    let mut node = field;
    for _ in 0..DEEPEST_FIELD {
        if let Some(value) = objects::value(document, node, key) {
            return Some(value);
        }
        node = objects::dictionary(document, node, b"Parent")?;
    }
    None
}

/// Letters of a text in a rectangle, line by line from its top, as a viewer would set them.
fn set(text: &str, area: &Area) -> Vec<Glyph> {
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).collect();
    let height = (area.y1 - area.y0) / lines.len().max(1) as f32;
    let size = (0.75 * height).clamp(2.0, 10.0);
    let mut glyphs = Vec::new();
    for (row, line) in (0_u16..).zip(lines) {
        let mut u = area.x0 + 0.2 * size;
        let v = area.y0 + (f32::from(row) + 0.5) * height + 0.35 * size;
        for character in line.chars() {
            let width = standard_width("Helvetica", false, false, character) / 1000.0 * size;
            glyphs.push(Glyph {
                text: GlyphText::of(&character.to_string()),
                u0: u,
                u1: u + width,
                v,
                size,
                ascent: 0.72 * size,
                depth: 0.2 * size,
                ..Glyph::default()
            });
            u += width;
        }
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appearances_fill_their_rectangle() {
        let turned = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        for (matrix, point, place) in [
            (Matrix::IDENTITY, (0.0, 0.0), (100.0, 200.0)),
            (Matrix::IDENTITY, (10.0, 20.0), (140.0, 240.0)),
            (turned, (0.0, 0.0), (140.0, 200.0)),
        ] {
            let fit = fit([0.0, 0.0, 10.0, 20.0], &matrix, [140.0, 240.0, 100.0, 200.0]);
            let (x, y) = matrix.then(&fit).apply(point.0, point.1);
            assert!((x - place.0).abs() < 1e-3 && (y - place.1).abs() < 1e-3, "{x} {y}");
        }
    }

    #[test]
    fn values_are_set_line_by_line() {
        let glyphs = set("ab\nc", &Area { x0: 10.0, y0: 10.0, x1: 90.0, y1: 40.0 });
        assert_eq!(glyphs.len(), 3);
        assert!(glyphs[0].v == glyphs[1].v && glyphs[2].v > glyphs[1].v && glyphs[1].u0 >= glyphs[0].u1);
    }
}
