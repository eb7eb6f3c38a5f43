//! Parts of one scheme: structures in a row, with the arrows between them.

use orfila_records::FigureKind;

use super::{Candidate, Strength, union};
use crate::pdf::glyphs::Area;

/// Parts of a row are no farther apart than this, in points; columns of text are.
const ROW_GAP: f32 = 15.0;
/// A page with more parts than this is a texture, and its parts stay as they are.
const MOST: usize = 150;

/// Joins drawings that stand in one row and close to each other.
pub(super) fn join_rows(figures: &mut Vec<Candidate>) {
    let loose = |figure: &&Candidate| figure.kind == FigureKind::Drawing && figure.strength != Strength::Straight;
    if figures.iter().filter(loose).count() > MOST {
        return;
    }
    let mut index = 0;
    while let Some(figure) = figures.get(index).cloned() {
        let joins = |other: &Candidate| {
            loose(&other)
                && loose(&&figure)
                && in_one_row(&figure.area, &other.area)
                && (figure.strength, other.strength) != (Strength::Slight, Strength::Slight)
        };
        let next = (0..figures.len()).find(|other| *other != index && figures.get(*other).is_some_and(joins));
        let Some(other) = next.map(|other| figures.remove(other)) else {
            index += 1;
            continue;
        };
        let place = index - usize::from(next.is_some_and(|next| next < index));
        if let Some(figure) = figures.get_mut(place) {
            figure.area = union(&figure.area, &other.area);
            figure.strength = figure.strength.max(other.strength);
        }
        index = 0;
    }
}

fn in_one_row(a: &Area, b: &Area) -> bool {
    let across = (b.x0 - a.x1).max(a.x0 - b.x1);
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    let lower = (a.y1 - a.y0).min(b.y1 - b.y0);
    across <= ROW_GAP && shared >= 0.5 * lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(x0: f32, x1: f32, y0: f32, y1: f32, strength: Strength) -> Candidate {
        Candidate { kind: FigureKind::Drawing, area: Area { x0, y0, x1, y1 }, name: None, strength }
    }

    #[test]
    fn structures_and_the_arrow_between_them_are_one_scheme() {
        let mut parts = vec![
            part(100.0, 160.0, 100.0, 150.0, Strength::Sure),
            part(170.0, 220.0, 120.0, 124.0, Strength::Slight),
            part(230.0, 300.0, 100.0, 150.0, Strength::Sure),
            part(330.0, 400.0, 100.0, 150.0, Strength::Sure),
            part(100.0, 300.0, 155.0, 200.0, Strength::Sure),
        ];
        join_rows(&mut parts);
        let spans: Vec<_> = parts.iter().map(|part| (part.area.x0, part.area.x1)).collect();
        assert_eq!(spans, [(100.0, 300.0), (330.0, 400.0), (100.0, 300.0)]);
    }
}
