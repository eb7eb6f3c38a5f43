//! Columns that no row of a page fills: their titles stand in white, beside those of all other columns.

use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{Piece, TextLine};

/// Adds the columns of titles that stand over no column, where every column has a title of its own; gives whether there
/// are any.
pub(super) fn add_titled(head: &[TextLine], body: &[TextLine], stops: &mut Vec<Column>) -> bool {
    let size = head.iter().map(|line| line.size).fold(1.0, f32::max);
    let slack = 0.2 * size;
    let stands_over = |(from, to): (f32, f32), column: &Column| column.u0 < to + slack && from < column.u1 + slack;
    let filled = filled(body, stops);
    let count = |place: (f32, f32)| filled.iter().filter(|column| stands_over(place, column)).count();
    let titles = titles(head, |place| count(place) <= 1);
    let free: Vec<Title> = titles.iter().copied().filter(|title| count(title.place) == 0).collect();
    let titled = |column: &Column| titles.iter().any(|title| stands_over(title.place, column));
    // What stands above the titles of its neighbours is said of those.
    let beside = |free: &Title| {
        let highest = titles.iter().filter(|other| count(other.place) > 0).map(|other| other.top);
        highest.fold(f32::INFINITY, f32::min) <= free.bottom + slack
    };
    if free.is_empty() || !filled.iter().all(titled) || !free.iter().all(beside) {
        return false;
    }
    *stops = filled;
    for (u0, u1) in free.into_iter().map(|title| title.place) {
        let at = stops.partition_point(|column| column.u1 < u0);
        let next = stops.get(at).map(|column| column.u0);
        let cut = match next {
            Some(next) => 0.5 * (u1 + next),
            None => stops.last().map_or(f32::INFINITY, |last| last.cut),
        };
        if let Some(left) = at.checked_sub(1).and_then(|left| stops.get_mut(left)) {
            left.cut = 0.5 * (left.u1 + u0);
        }
        stops.insert(at, Column { u0, u1, cut });
    }
    true
}

/// The columns as far as the texts of the body fill them.
fn filled(body: &[TextLine], stops: &[Column]) -> Vec<Column> {
    let mut left = f32::NEG_INFINITY;
    let mut filled = Vec::with_capacity(stops.len());
    for column in stops {
        let inside = |piece: &&Piece| piece.u0 >= left && piece.u1 <= column.cut;
        let pieces = || body.iter().flat_map(|line| &line.pieces).filter(inside);
        let (u0, u1) =
            (pieces().map(|piece| piece.u0).reduce(f32::min), pieces().map(|piece| piece.u1).reduce(f32::max));
        filled.push(Column { u0: u0.unwrap_or(column.u0), u1: u1.unwrap_or(column.u1), ..*column });
        left = column.cut;
    }
    filled
}

/// A title: its place, and its first and last baseline.
#[derive(Debug, Clone, Copy)]
struct Title {
    place: (f32, f32),
    top: f32,
    bottom: f32,
}

/// The titles of one column each: texts below each other are one.
fn titles(head: &[TextLine], is_of_one: impl Fn((f32, f32)) -> bool) -> Vec<Title> {
    let pieces = head.iter().flat_map(|line| line.pieces.iter().map(|piece| (line.v, piece.u0, piece.u1)));
    let mut parts: Vec<Title> =
        pieces.map(|(v, u0, u1)| Title { place: (u0, u1), top: v, bottom: v }).filter(|t| is_of_one(t.place)).collect();
    parts.sort_by(|a, b| a.place.0.total_cmp(&b.place.0));
    let mut titles: Vec<Title> = Vec::new();
    for part in parts {
        match titles.last_mut().filter(|last| part.place.0 < last.place.1) {
            Some(last) => {
                last.place.1 = last.place.1.max(part.place.1);
                (last.top, last.bottom) = (last.top.min(part.top), last.bottom.max(part.bottom));
            }
            None => titles.push(part),
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::stops::columns;
    use crate::pdf::layout::tables::text_lines::{text_lines, word_rows};
    use crate::pdf::layout::tables::typed::typed;

    #[test]
    fn a_title_over_white_is_a_column_where_all_columns_have_one() {
        let row = "Ethanol        64-17-5                   10 %";
        for (head, expected) in [
            (["Substance      CAS No.       Limits      Share", ""], 4),
            (["Substance      CAS No.                   Share", ""], 3),
            (["Substance      CAS No.                   Share      Notes", ""], 4),
            // It may be the title of the column beside it, whose values stand further right.
            (["Substance      CAS No.       Share", ""], 3),
            // What stands above the titles of its neighbours is said of both.
            (["                      Year of data", "Substance      CAS No.                   Share"], 3),
        ] {
            let words = typed(&[head[0], head[1], row, row, row]);
            let mut lines = text_lines(&words, word_rows(&words, (0..words.words.len()).collect()), 0.8);
            let body = lines.split_off(lines.len() - 3);
            let mut stops = columns(&body);
            assert_eq!(add_titled(&lines, &body, &mut stops), expected > 3, "{head:?}");
            assert_eq!(stops.len(), expected, "{head:?}");
        }
    }
}
