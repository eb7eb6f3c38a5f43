//! Parts of one scheme: structures in a row, with the arrows between them.

use orfila_records::FigureKind;

use super::labels::{LONGEST_LABEL, Piece};
use super::{Candidate, Strength, grown, union};
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
    apart(a, b) <= ROW_GAP && beside(a, b)
}

/// How far apart two areas are from left to right.
fn apart(a: &Area, b: &Area) -> f32 {
    (b.x0 - a.x1).max(a.x0 - b.x1)
}

/// Whether half of the lower one stands beside the other.
fn beside(a: &Area, b: &Area) -> bool {
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    shared >= 0.5 * (a.y1 - a.y0).min(b.y1 - b.y0)
}

/// Joins structures, the arrows between them and their labels where the lines of the page's text run across all of them,
/// so that the room between them is no gutter: the schemes of a page in one column.
pub(super) fn join_schemes(figures: &mut Vec<Candidate>, pieces: &[Piece], body_size: f32) {
    if figures.len() > MOST {
        return;
    }
    // So many lines show where text runs; each pair of drawings looks at them all.
    const MOST_LINES: usize = 500;
    let text = pieces.iter().filter(|piece| piece.count > LONGEST_LABEL).map(|piece| piece.area);
    let text: Vec<Area> = text.take(MOST_LINES).collect();
    let mut index = 0;
    while let Some(figure) = figures.get(index).cloned() {
        let next = (index + 1..figures.len())
            .find(|other| figures.get(*other).is_some_and(|other| is_one_scheme(&figure, other, &text)));
        let Some(other) = next.map(|other| figures.remove(other)) else {
            index += 1;
            continue;
        };
        if let Some(figure) = figures.get_mut(index) {
            figure.area = union(&figure.area, &other.area);
            figure.strength = Strength::Sure;
            take_labels(&mut figure.area, pieces, body_size);
        }
        index = 0;
    }
}

/// Whether two drawings beside each other are parts of one scheme.
fn is_one_scheme(a: &Candidate, b: &Candidate, text: &[Area]) -> bool {
    const GAP: f32 = 75.0;
    const SHORTEST: f32 = 5.0;
    const FEWEST_LINES: usize = 3;
    let drawn = |figure: &Candidate| {
        let long = figure.area.x1 - figure.area.x0 >= SHORTEST;
        figure.kind == FigureKind::Drawing && figure.strength != Strength::Straight && long
    };
    if !drawn(a) || !drawn(b) || !(0.0..=GAP).contains(&apart(&a.area, &b.area).max(0.0)) || !beside(&a.area, &b.area) {
        return false;
    }
    let both = union(&a.area, &b.area);
    let (from, to) = (a.area.x1.min(b.area.x1), a.area.x0.max(b.area.x0));
    let across = text.iter().filter(|line| line.x0 < from.min(to) && from.max(to) < line.x1).count();
    let on = |line: &Area| line.y1 > both.y0 && line.y0 < both.y1 && line.x1 > both.x0 && line.x0 < both.x1;
    across >= FEWEST_LINES && !text.iter().any(on)
}

/// Widens a scheme by the atoms at its edges and the numbers below its structures.
fn take_labels(area: &mut Area, pieces: &[Piece], body_size: f32) {
    const LONGEST: usize = 24;
    const BELOW: f32 = 14.0;
    const BESIDE: f32 = 4.0;
    let whole = *area;
    let near = Area { y1: whole.y1 + BELOW, y0: whole.y0, ..grown(&whole, BESIDE) };
    let short =
        |piece: &&Piece| !piece.caption && piece.upright && piece.count <= LONGEST && piece.size <= 1.1 * body_size;
    for piece in pieces.iter().filter(short) {
        let shared = piece.area.intersect(&near);
        if shared.x1 > shared.x0 && shared.y1 > shared.y0 {
            *area = union(area, &piece.area);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(x0: f32, x1: f32, y0: f32, y1: f32, strength: Strength) -> Candidate {
        Candidate { kind: FigureKind::Drawing, area: Area { x0, y0, x1, y1 }, name: None, strength }
    }

    #[test]
    fn a_scheme_across_the_lines_of_the_text_is_one_figure_and_columns_are_kept() {
        let piece = |x0: f32, x1: f32, y0: f32, count: usize| Piece {
            area: Area { x0, y0, x1, y1: y0 + 8.0 },
            size: 8.0,
            count,
            numeric: false,
            upright: true,
            caption: false,
        };
        let parts = || {
            vec![
                part(90.0, 170.0, 170.0, 187.0, Strength::Slight),
                part(235.0, 262.0, 168.0, 186.0, Strength::Sure),
                part(290.0, 333.0, 181.0, 185.0, Strength::Slight),
                part(355.0, 457.0, 170.0, 189.0, Strength::Sure),
            ]
        };
        let number = piece(120.0, 135.0, 196.0, 3);
        let wide = (0..4).map(|line| piece(60.0, 480.0, 250.0 + 20.0 * line as f32, 70));
        let mut figures = parts();
        join_schemes(&mut figures, &wide.chain([number]).collect::<Vec<_>>(), 10.0);
        let areas: Vec<Area> = figures.iter().map(|figure| figure.area).collect();
        assert_eq!(areas, [Area { x0: 90.0, y0: 168.0, x1: 457.0, y1: 204.0 }]);
        let columns = (0..8).map(|line| {
            let x0 = if line % 2 == 0 { 60.0 } else { 275.0 };
            piece(x0, x0 + 200.0, 250.0 + 20.0 * (line / 2) as f32, 50)
        });
        let mut figures = parts();
        join_schemes(&mut figures, &columns.collect::<Vec<_>>(), 10.0);
        assert!(figures.iter().all(|figure| figure.area.x1 < 270.0 || figure.area.x0 > 270.0));
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
