//! Words inside drawings: the numbers of an axis, the letters of a structure. They belong to their figure and are no
//! running text.

use orfila_records::FigureKind;

use super::{Candidate, Strength, grown, share, union};
use crate::pdf::glyphs::Area;

/// A stretch of text on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    pub(crate) area: Area,
    pub(crate) size: f32,
    /// Number of characters.
    pub(crate) count: usize,
    /// Whether most of its characters are digits and marks.
    pub(crate) numeric: bool,
    /// Whether its lines run left to right.
    pub(crate) upright: bool,
    /// Whether it begins as the caption of a figure does.
    pub(crate) caption: bool,
}

/// A stretch longer than this is running text.
pub(super) const LONGEST_LABEL: usize = 45;

/// Drops what has running text on it: a box around text, a coloured panel, the background of a poster. The boxes of a
/// flow chart are full of short lines.
pub(crate) fn drop_panels(figures: &mut Vec<Candidate>, pieces: &[Piece]) {
    const MOST_LINES: usize = 2;
    figures.retain(|figure| {
        let inside = || pieces.iter().filter(|piece| figure.area.contains(middle(&piece.area)));
        let lines = inside().filter(|piece| piece.count > LONGEST_LABEL).count();
        let ink: f32 = inside().map(|piece| piece.area.size()).sum();
        let straight = figure.strength == Strength::Straight;
        let densest = if straight { 0.6 } else { 0.3 };
        // Some boxes of a chart hold a long line; a chart is loosely filled, a box around text is not.
        let few = lines <= MOST_LINES || straight && ink < 0.2 * figure.area.size();
        few && ink < densest * figure.area.size()
    });
}

/// Widens drawings by the letters at the ends of their lines: the atoms of a structure.
pub(crate) fn take_touching(figures: &mut [Candidate], pieces: &[Piece]) {
    const NEAR: f32 = 2.5;
    const LONGEST: usize = 8;
    let drawn = |figure: &&mut Candidate| figure.kind == FigureKind::Drawing && figure.strength == Strength::Sure;
    for figure in figures.iter_mut().filter(drawn) {
        let near = grown(&figure.area, NEAR);
        for piece in pieces.iter().filter(|piece| !piece.caption && piece.count <= LONGEST) {
            let shared = piece.area.intersect(&near);
            if shared.x1 > shared.x0 && shared.y1 > shared.y0 {
                figure.area = union(&figure.area, &piece.area);
            }
        }
    }
}

/// Widens the figures by the labels that stand just outside: the numbers of the axes, then the words beside them.
pub(crate) fn take_along(figures: &mut [Candidate], pieces: &[Piece], body_size: f32) {
    const ROUNDS: usize = 2;
    const LONGEST: usize = 32;
    // A pictogram has no axes; the word beside it is text.
    const SMALLEST_PLOT: f32 = 80.0;
    let plot = |figure: &&mut Candidate| {
        let (width, height) = (figure.area.x1 - figure.area.x0, figure.area.y1 - figure.area.y0);
        figure.kind == FigureKind::Drawing && width.min(height) >= SMALLEST_PLOT
    };
    for _ in 0..ROUNDS {
        for figure in figures.iter_mut().filter(plot) {
            let whole = figure.area;
            for piece in
                pieces.iter().filter(|piece| !piece.caption && piece.count <= LONGEST && piece.size <= 1.1 * body_size)
            {
                if is_label_of(piece, &whole) {
                    figure.area = union(&figure.area, &piece.area);
                }
            }
        }
    }
}

/// Whether a short stretch beside a figure is its label.
fn is_label_of(piece: &Piece, figure: &Area) -> bool {
    let (x, y) = middle(&piece.area);
    let width = figure.x1 - figure.x0;
    let near = grown(figure, 1.4 * piece.size);
    let touches =
        piece.area.x0 < near.x1 && near.x0 < piece.area.x1 && piece.area.y0 < near.y1 && near.y0 < piece.area.y1;
    let beside = (figure.y0..=figure.y1).contains(&y);
    let centred_below = y > figure.y1 && (x - 0.5 * (figure.x0 + figure.x1)).abs() < 0.15 * width;
    touches
        && (piece.numeric || !piece.upright || (beside && piece.count <= 24) || (centred_below && piece.count <= 24))
}

/// The figure that a stretch of text stands in; a long one only if it does not reach over the figure's edge.
pub(crate) fn owner(piece: &Piece, figures: &[Area]) -> Option<usize> {
    let whole = |figure: &Area| piece.count <= LONGEST_LABEL || share(&piece.area, figure) > 0.99;
    let inside = |figure: &Area| figure.contains(middle(&piece.area)) && whole(figure);
    figures.iter().position(|figure| !piece.caption && inside(figure))
}

fn middle(area: &Area) -> (f32, f32) {
    (0.5 * (area.x0 + area.x1), 0.5 * (area.y0 + area.y1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use orfila_records::FigureKind;

    fn piece(x0: f32, y0: f32, count: usize, numeric: bool) -> Piece {
        let area = Area { x0, y0, x1: x0 + 4.0 * count as f32, y1: y0 + 8.0 };
        Piece { area, size: 8.0, count, numeric, upright: true, caption: false }
    }

    fn plot() -> Candidate {
        Candidate {
            kind: FigureKind::Drawing,
            area: Area { x0: 100.0, y0: 100.0, x1: 300.0, y1: 200.0 },
            name: None,
            strength: Strength::Sure,
        }
    }

    #[test]
    fn a_panel_with_running_text_is_no_figure() {
        let text: Vec<Piece> = (0..4).map(|line| piece(110.0, 110.0 + 10.0 * line as f32, 46, false)).collect();
        let mut figures = vec![plot()];
        drop_panels(&mut figures, &text[..2]);
        assert_eq!(figures.len(), 1);
        drop_panels(&mut figures, &text);
        assert!(figures.is_empty());
    }

    #[test]
    fn axis_numbers_and_titles_are_taken_along_and_text_is_not() {
        let numbers = piece(140.0, 206.0, 3, true);
        let title = piece(180.0, 218.0, 12, false);
        let text = piece(100.0, 240.0, 40, false);
        let heading = piece(100.0, 85.0, 14, false);
        let mut figures = vec![plot()];
        take_along(&mut figures, &[numbers, title, text, heading], 10.0);
        assert_eq!(figures[0].area, Area { x0: 100.0, y0: 100.0, x1: 300.0, y1: 226.0 });
        let areas = [figures[0].area];
        let owners: Vec<_> = [numbers, title, text, heading].iter().map(|piece| owner(piece, &areas)).collect();
        assert_eq!(owners, [Some(0), Some(0), None, None]);
    }
}
