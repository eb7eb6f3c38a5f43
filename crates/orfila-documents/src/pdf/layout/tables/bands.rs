//! What stands between two lines across, seen beside its neighbours: texts that stand in the columns of the rows above or
//! below are a row too, however their cells are broken into lines.

use crate::pdf::layout::tables::carried::Carried;
use crate::pdf::layout::tables::stacked::Band;
use crate::pdf::layout::tables::stops::{Column, columns};
use crate::pdf::layout::tables::text_lines::{Piece, TextLine};
use crate::pdf::layout::words::Words;

/// Fewer columns may be text beside text.
const FEWEST_COLUMNS: usize = 3;
/// A head has at most so many lines.
const MOST_OF_HEAD: usize = 10;
/// Longer texts are no titles of columns, in characters.
const LONGEST_TITLE: usize = 50;

/// Bands that seem to be no part of a table become one where they fit to what stands beside them.
pub(super) fn join_bands(words: &Words, bands: &mut [(Vec<TextLine>, Band)], carried: Option<&Carried>) {
    for at in 0..bands.len() {
        if let Some(again) = bands.get(at).and_then(|(lines, _)| carried?.again(words, lines)) {
            let whole = bands.get(at).is_some_and(|(lines, _)| lines.len() > again.lines);
            set(bands, at, if whole { Band::Tabular } else { Band::Heading });
            spread(bands, at, &again.columns);
        }
    }
    let mut at = 0;
    while at < bands.len() {
        let length = bands[at..].iter().take_while(|(_, band)| is_of_table(*band)).count();
        let (run, end) = (&bands[at..at + length], at + length);
        if let Some(first) = run.iter().position(|(_, band)| *band == Band::Tabular) {
            let lines: Vec<TextLine> = run.iter().flat_map(|(lines, _)| lines.iter().cloned()).collect();
            let columns = columns(&lines);
            let last = spread(bands, at + first, &columns);
            spread_up(bands, at, &columns);
            at = at.max(last);
        }
        at = (at + 1).max(end);
    }
}

fn is_of_table(band: Band) -> bool {
    matches!(band, Band::Tabular | Band::Heading | Band::Neutral)
}

fn set(bands: &mut [(Vec<TextLine>, Band)], at: usize, to: Band) {
    if let Some((_, band)) = bands.get_mut(at) {
        *band = to;
    }
}

/// Makes the bands below one rows of its table as far as they fit; gives the last.
fn spread(bands: &mut [(Vec<TextLine>, Band)], from: usize, columns: &[Column]) -> usize {
    let mut last = from;
    while let Some((lines, band)) = bands.get(last + 1) {
        if matches!(band, Band::Prose | Band::Heading) && fits(lines, columns) {
            set(bands, last + 1, Band::Tabular);
        } else if !is_of_table(*band) {
            break;
        }
        last += 1;
    }
    last
}

/// Makes the bands above one rows of its table, or its head.
fn spread_up(bands: &mut [(Vec<TextLine>, Band)], from: usize, columns: &[Column]) {
    for at in (0..from).rev() {
        let Some((lines, band)) = bands.get(at) else { return };
        if *band == Band::Prose && fits(lines, columns) {
            set(bands, at, Band::Tabular);
        } else if *band == Band::Prose && is_head(lines, columns) {
            set(bands, at, Band::Heading);
            return;
        } else if !is_of_table(*band) {
            return;
        }
    }
}

/// The column that a text stands in as a whole: it may reach up to the texts of the columns beside it.
fn column_of(piece: &Piece, columns: &[Column], size: f32) -> Option<usize> {
    let slack = 0.25 * size;
    let at = columns.iter().position(|column| piece.middle() < column.cut).or(columns.len().checked_sub(1))?;
    let left = at.checked_sub(1).and_then(|left| columns.get(left)).map_or(f32::NEG_INFINITY, |left| left.u1);
    let right = columns.get(at + 1).map_or(f32::INFINITY, |right| right.u0);
    (piece.u0 > left - slack && piece.u1 < right + slack).then_some(at)
}

/// Whether all texts stand in one column each, in several of them.
fn fits(lines: &[TextLine], columns: &[Column]) -> bool {
    let places: Option<Vec<usize>> =
        lines.iter().flat_map(|line| line.pieces.iter().map(|piece| column_of(piece, columns, line.size))).collect();
    let several = |places: Vec<usize>| places.iter().any(|place| *place > 0) && places.contains(&0);
    columns.len() >= FEWEST_COLUMNS && places.is_some_and(several)
}

/// Whether short texts stand over nearly all columns.
fn is_head(lines: &[TextLine], columns: &[Column]) -> bool {
    let pieces = || lines.iter().flat_map(|line| line.pieces.iter().map(|piece| (piece, line.size)));
    let titled = |column: &usize| pieces().any(|(piece, size)| column_of(piece, columns, size) == Some(*column));
    let titles = (0..columns.len()).filter(titled).count();
    let short = pieces().all(|(piece, _)| piece.count <= LONGEST_TITLE);
    columns.len() >= FEWEST_COLUMNS && short && lines.len() <= MOST_OF_HEAD && titles * 4 >= columns.len() * 3
}
