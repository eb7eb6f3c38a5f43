//! Columns of values set closer to each other than words are: one white gap runs through all their lines.

use crate::pdf::layout::tables::stops::{Column, columns};
use crate::pdf::layout::tables::text_lines::{Piece, TextLine, text_lines};
use crate::pdf::layout::words::Words;

/// Values further apart than this many ems may be in two columns.
const GAP: f32 = 0.18;
/// Fewer lines with several values say nothing.
const FEWEST: usize = 4;

/// Cuts columns of lines of several values at the white between those.
pub(super) fn part_values(words: &Words, lines: &[TextLine], stops: &[Column]) -> Vec<Column> {
    let mut left = f32::NEG_INFINITY;
    let mut parted = Vec::with_capacity(stops.len());
    for column in stops {
        let inside = |piece: &&Piece| piece.u0 >= left && piece.u1 <= column.cut;
        let rows = lines.iter().flat_map(|line| line.pieces.iter().filter(inside)).map(|piece| piece.words.clone());
        match inner(words, rows.collect()) {
            Some(found) => parted.extend(within(column, found)),
            None => parted.push(*column),
        }
        left = column.cut;
    }
    parted
}

fn inner(words: &Words, rows: Vec<Vec<usize>>) -> Option<Vec<Column>> {
    let all = rows.len();
    let lines: Vec<TextLine> =
        text_lines(words, rows, GAP).into_iter().filter(|line| are_values(words, line)).collect();
    let grouped = lines.iter().filter(|line| is_one_number(words, line)).count();
    let sure = lines.len() >= FEWEST && lines.len() * 10 >= all * 7 && grouped * 2 < lines.len();
    sure.then(|| columns(&lines)).filter(|columns| columns.len() >= 2)
}

/// Whether a line is several values: no signs that tie them (`5 ± 2`), no brackets that say more of the value before.
fn are_values(words: &Words, line: &TextLine) -> bool {
    let texts: Vec<String> = line.pieces.iter().map(|piece| piece.text(words)).collect();
    let value = |text: &String| !text.contains(char::is_alphabetic) && text.contains(|c: char| c.is_ascii_digit());
    let tied = |text: &String| text.starts_with(['(', '[', '-', '–', '−', '±', '/', '+', '×']);
    let ties =
        |text: &String| text.ends_with(['(', '[', '-', '–', '−', '±', '/', '+', '×', '<', '>', '≤', '≥', '=', '~']);
    let untied = !texts.iter().skip(1).any(tied) && !texts.iter().rev().skip(1).any(ties);
    texts.len() >= 2 && texts.iter().all(value) && untied
}

/// Whether the values may be one number with spaces between its thousands (`1 090 000`).
fn is_one_number(words: &Words, line: &TextLine) -> bool {
    let texts: Vec<String> = line.pieces.iter().map(|piece| piece.text(words)).collect();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let first = texts.first().is_some_and(|first| {
        let first = first.trim_start_matches(['<', '>', '≤', '≥', '~', '-', '–', '−']);
        (1..=3).contains(&first.len()) && digits(first)
    });
    let group = |text: &String| text.split(['.', ',']).next().is_some_and(|whole| whole.len() == 3 && digits(whole));
    first && texts.iter().skip(1).all(group)
}

/// The columns, between the ends of the one they were found in.
fn within(column: &Column, mut found: Vec<Column>) -> Vec<Column> {
    if let Some(first) = found.first_mut() {
        first.u0 = first.u0.min(column.u0);
    }
    if let Some(last) = found.last_mut() {
        (last.u1, last.cut) = (last.u1.max(column.u1), column.cut);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::text_lines::word_rows;
    use crate::pdf::layout::tables::typed::typed;

    fn check(page: &[&str], expected: usize) {
        let words = typed(page);
        let lines = text_lines(&words, word_rows(&words, (0..words.words.len()).collect()), 0.8);
        let stops = columns(&lines);
        assert_eq!(part_values(&words, &lines, &stops).len(), expected, "{page:#?}");
    }

    #[test]
    fn white_parts_values_but_not_thousands_and_signs() {
        check(&["Iowa      1,144 193.5", "Ohio     39,385 181.2", "Utah      6,930 177.4", "Texas    10,602 167.8"], 3);
        check(&["Iowa      1 144 500", "Ohio     39 385 181", "Utah      6 930 177", "Texas    10 602 167"], 2);
        check(&["Iowa      11.4 ± 1.5", "Ohio      38.5 ± 1.2", "Utah      69.3 ± 7.4", "Texas     10.6 ± 7.8"], 2);
        check(&["Iowa      11.4 (1.5)", "Ohio      38.5 (1.2)", "Utah      69.3 (7.4)", "Texas     10.6 (7.8)"], 2);
        check(&["Iowa      11.4 –1.5", "Ohio      38.5 –1.2", "Utah      69.3 –7.4", "Texas     10.6 –7.8"], 2);
    }
}
