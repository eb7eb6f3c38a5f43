//! The lines that are drawn on a page, in the frame of its text: turned, snapped and joined.

use crate::pdf::glyphs::Area;
use crate::pdf::path::Strokes;

/// Lines closer to each other than this many points are one line (double rules, borders of neighbouring cells).
pub(super) const SNAP: f32 = 2.6;
/// Pieces of a line with smaller gaps in points between them are one line (dotted rules, cell by cell).
const JOIN: f32 = 3.0;
/// Shorter lines are marks, not rules.
const SHORTEST: f32 = 5.0;
/// Shaded areas on a page of which edges are looked at.
const MOST_FILLS: usize = 3_000;

/// A straight line across (`at` is a height, it runs along `u`) or down (`at` is a `u`, it runs along `v`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

impl Segment {
    pub(super) fn length(&self) -> f32 {
        self.to - self.from
    }

    /// How much of the stretch it covers, in points.
    pub(super) fn covers(&self, from: f32, to: f32) -> f32 {
        (self.to.min(to) - self.from.max(from)).max(0.0)
    }
}

/// The lines of a page.
#[derive(Debug, Default, Clone)]
pub(super) struct Rules {
    /// Lines across, from top to bottom.
    pub(super) across: Vec<Segment>,
    /// Lines down, from left to right.
    pub(super) down: Vec<Segment>,
    /// Edges of shaded areas and lines, across and down.
    pub(super) shaded: (Vec<Segment>, Vec<Segment>),
}

impl Rules {
    /// The page's lines as seen by text that runs `angle` degrees clockwise; `page` is the page's area in square points.
    pub(super) fn of(strokes: &Strokes, angle: i16, page: f32) -> Self {
        let fills: Vec<Area> = strokes
            .fills
            .iter()
            .filter(|fill| !fill.white && fill.area.size() < 0.6 * page)
            .take(MOST_FILLS)
            .map(|fill| turned(&fill.area, angle))
            .collect();
        let mut found = Self::default();
        for rule in &strokes.rules {
            let area = turned(&rule.area, angle);
            // White lines part shaded cells; on white paper nobody sees them.
            let (u, v) = (0.5 * (area.x0 + area.x1), 0.5 * (area.y0 + area.y1));
            let seen = !rule.white || fills.iter().any(|fill| fill.contains((u, v)));
            if seen {
                found.push(&area);
            }
        }
        let mut shaded = Self::default();
        for area in &fills {
            shaded.edges(area);
        }
        shaded.across.extend(&found.across);
        shaded.down.extend(&found.down);
        found.shaded =
            if fills.is_empty() { (Vec::new(), Vec::new()) } else { (join(shaded.across), join(shaded.down)) };
        found.across = join(found.across);
        found.down = join(found.down);
        found
    }

    /// Whether lines down close two lines across to a box.
    pub(super) fn are_closed(&self, upper: &Segment, lower: &Segment) -> bool {
        let height = lower.at - upper.at;
        let side = |at: f32| {
            self.down
                .iter()
                .any(|down| (down.at - at).abs() < 2.0 * SNAP && down.covers(upper.at, lower.at) > 0.8 * height)
        };
        side(upper.from) && side(upper.to)
    }

    fn push(&mut self, area: &Area) {
        if area.x1 - area.x0 >= area.y1 - area.y0 {
            self.across.push(Segment { at: 0.5 * (area.y0 + area.y1), from: area.x0, to: area.x1 });
        } else {
            self.down.push(Segment { at: 0.5 * (area.x0 + area.x1), from: area.y0, to: area.y1 });
        }
    }

    fn edges(&mut self, area: &Area) {
        for at in [area.y0, area.y1] {
            self.across.push(Segment { at, from: area.x0, to: area.x1 });
        }
        for at in [area.x0, area.x1] {
            self.down.push(Segment { at, from: area.y0, to: area.y1 });
        }
    }
}

/// An area of the page in the frame of text that runs `angle` degrees clockwise (a right angle).
pub(crate) fn turned(area: &Area, angle: i16) -> Area {
    let corner = |x: f32, y: f32| match angle {
        90 => (y, -x),
        180 => (-x, -y),
        -90 => (-y, x),
        _ => (x, y),
    };
    let mut turned = Area::EMPTY;
    turned.include(corner(area.x0, area.y0));
    turned.include(corner(area.x1, area.y1));
    turned
}

/// Lines at nearly the same place become lines at the same place; pieces in a row become one.
fn join(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Segment> = Vec::new();
    let mut from = 0;
    while let Some(first) = segments.get(from) {
        let to = from + segments[from..].partition_point(|segment| segment.at - first.at <= SNAP);
        joined.extend(join_pieces(&mut segments[from..to]));
        from = to;
    }
    joined.retain(|segment| segment.length() >= SHORTEST);
    joined
}

fn join_pieces(pieces: &mut [Segment]) -> Vec<Segment> {
    let at = pieces.iter().map(|piece| piece.at).sum::<f32>() / pieces.len().max(1) as f32;
    pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut joined: Vec<Segment> = Vec::new();
    for piece in pieces.iter() {
        match joined.last_mut().filter(|last| piece.from <= last.to + JOIN) {
            Some(last) => last.to = last.to.max(piece.to),
            None => joined.push(Segment { at, ..*piece }),
        }
    }
    joined
}

/// Places that lie within [`SNAP`] of each other become one.
pub(super) fn places(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut places: Vec<f32> = Vec::new();
    for value in values {
        if places.last().is_none_or(|last| value - last > SNAP) {
            places.push(value);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(at: f32, from: f32, to: f32) -> Segment {
        Segment { at, from, to }
    }

    #[test]
    fn pieces_and_double_lines_become_one_line() {
        let dotted = (0..20).map(|index| segment(10.0, index as f32 * 3.0, index as f32 * 3.0 + 1.0)).collect();
        assert_eq!(join(dotted), [segment(10.0, 0.0, 58.0)]);
        let double = join(vec![segment(10.0, 0.0, 50.0), segment(12.0, 0.0, 50.0), segment(40.0, 0.0, 50.0)]);
        assert_eq!(double, [segment(11.0, 0.0, 50.0), segment(40.0, 0.0, 50.0)]);
        assert!(join(vec![segment(0.0, 0.0, 2.0)]).is_empty());
    }
}
