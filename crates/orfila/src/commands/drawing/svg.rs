//! The few shapes of the drawing.

use std::fmt::Write as _;

use orfila_records::BoundingBox;

use super::escape;

/// A rectangle, with a tip that is shown under the pointer unless it is empty.
pub(super) fn rectangle(svg: &mut String, class: &str, bounds: &BoundingBox, margin: f32, tip: &str) {
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"1\"",
        bounds.x0 - margin,
        bounds.y0 - margin,
        (bounds.width() + 2.0 * margin).max(0.5),
        (bounds.height() + 2.0 * margin).max(0.5),
    );
    if tip.is_empty() {
        svg.push_str("/>");
    } else {
        let _ = write!(svg, "><title>{}</title></rect>", escape(tip));
    }
}

/// Words at a place, their left end on the baseline `y`, `scale` times as large as on a sheet of paper.
pub(super) fn text(svg: &mut String, class: &str, scale: f32, (x, y): (f32, f32), text: &str) {
    let size = 6.0 * scale;
    let text = escape(text);
    let _ = write!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\">{text}</text>");
}

/// Opens a group.
pub(super) fn open(svg: &mut String, class: &str) {
    let _ = write!(svg, "<g class=\"{class}\">");
}

/// Closes a group.
pub(super) fn close(svg: &mut String) {
    svg.push_str("</g>");
}
