//! Rows told by a column that is filled once a row: registry numbers and amounts of components.

use std::collections::BTreeMap;

use crate::pdf::layout::tables::stops::Placed;
use crate::pdf::layout::tables::text_lines::BOUNDS;
use crate::pdf::layout::tables::wraps::{GridLine, goes_on};
use crate::pdf::layout::words::Words;

/// Lines further apart than this many of those in cells are in different rows.
const WIDE: f32 = 1.12;

/// A share has no more letters (`w/w`).
const MOST_LETTERS: usize = 3;

/// Lines closer than so many ems stand beside each other.
const BESIDE: f32 = 0.85;

/// A table of fewer columns is not told by one registry number.
const FEWEST_OF_ONE_ROW: usize = 4;

/// What a cell says that only one line of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Casrn,
    EcNumber,
    Amount,
}

/// Lines that begin a row, if a column is filled once a row; `None` where no column is. In what surely is the rest of a
/// table (`known`), one number tells one row.
pub(super) fn anchored_starts(words: &Words, lines: &[GridLine], columns: usize, known: bool) -> Option<Vec<bool>> {
    let anchors =
        numbered_lines(words, lines, columns, 2).or_else(|| only_row(words, lines, columns, known)).or_else(|| {
            let (column, found) =
                (1..columns).find_map(|column| Some((column, anchors(words, lines, column, Key::Amount, 2)?)))?;
            // Lines with nothing but a name between the amounts are rows of their own more often than not.
            let rest = || (0..lines.len()).filter(|line| !found.contains(line));
            let named = rest().filter(|line| lines[*line].cells.iter().all(|cell| cell.last == 0)).count();
            // Another value below a share is another row's.
            let valued = rest().any(|line| {
                let cell = lines.get(line).and_then(|line| line.at(column));
                cell.is_some_and(|cell| cell.piece.is_value(words) && cell.piece.has_digit(words))
            });
            (!valued && named * 3 <= rest().count() && rest().count() > 0 && found.len() * 2 <= lines.len() + 1)
                .then_some(found)
        })?;
    let mut starts = vec![false; lines.len()];
    *starts.first_mut()? = true;
    let usual = cell_leading(lines);
    let mut top = lines.first()?.v;
    for pair in anchors.windows(2) {
        let begin = boundary(lines, (pair[0], pair[1]), usual, top, &anchors);
        top = lines.get(begin)?.v;
        *starts.get_mut(begin)? = true;
    }
    Some(starts)
}

/// A column that holds registry numbers, and the lines with one.
struct Numbered {
    column: usize,
    lines: Vec<usize>,
}

impl Numbered {
    /// The first column with as many numbers or more; EC numbers where there are no CAS numbers.
    fn of(words: &Words, lines: &[GridLine], columns: usize, least: usize) -> Option<Self> {
        let with = |key, column| Some(Self { column, lines: anchors(words, lines, column, key, least)? });
        let column = |key| (0..columns).find_map(|column| with(key, column));
        [Key::Casrn, Key::EcNumber].into_iter().find_map(column)
    }

    /// Lines that say in words why they have no number (`trade secret`): they hold all that the lines with a number hold,
    /// and nothing in them goes on with the line above.
    fn stand_ins(&self, words: &Words, lines: &[GridLine]) -> Vec<usize> {
        const FEWEST_CELLS: usize = 3;
        let usual = self.usual_columns(lines);
        if usual.len() < FEWEST_CELLS {
            return Vec::new();
        }
        let stands = |at: &usize| {
            lines.get(*at).is_some_and(|line| {
                let above = at.checked_sub(1).and_then(|above| lines.get(above));
                usual.iter().all(|column| line.at(*column).is_some_and(|cell| cell.first == cell.last))
                    && line.at(self.column).is_some_and(|cell| is_worded(&cell.piece.text(words)))
                    && !above.is_some_and(|above| goes_on_anywhere(words, above, line))
            })
        };
        (0..lines.len()).filter(|at| !self.lines.contains(at)).filter(stands).collect()
    }

    /// The columns that nearly all lines with a number fill.
    fn usual_columns(&self, lines: &[GridLine]) -> Vec<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for line in self.lines.iter().filter_map(|line| lines.get(*line)) {
            line.cells.iter().for_each(|cell| *counts.entry(cell.first).or_default() += 1);
        }
        counts.into_iter().filter(|(_, count)| count * 5 >= self.lines.len() * 4).map(|(column, _)| column).collect()
    }
}

fn is_worded(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(|c: char| c.is_ascii_digit())
}

fn goes_on_anywhere(words: &Words, above: &GridLine, line: &GridLine) -> bool {
    line.cells.iter().any(|cell| above.at(cell.first).is_some_and(|above| goes_on(words, above, cell)))
}

/// The lines with the registry numbers of a column, and those that say in words why they have none.
fn numbered_lines(words: &Words, lines: &[GridLine], columns: usize, least: usize) -> Option<Vec<usize>> {
    let enough = Numbered::of(words, lines, columns, least);
    let sure = enough.is_some();
    let mut numbered = enough.or_else(|| Numbered::of(words, lines, columns, 1))?;
    let others = numbered.stand_ins(words, lines);
    let found = sure || !others.is_empty();
    numbered.lines.extend(others);
    numbered.lines.sort_unstable();
    found.then_some(numbered.lines)
}

/// The line of the only registry number, where no wide gap parts lines: all of them are one row.
fn only_row(words: &Words, lines: &[GridLine], columns: usize, known: bool) -> Option<Vec<usize>> {
    let number = numbered_lines(words, lines, columns, 1)?;
    let wide = WIDE * cell_leading(lines);
    let close = lines.windows(2).all(|pair| pair[1].v - pair[0].v <= wide);
    (number.len() == 1 && (known || columns >= FEWEST_OF_ONE_ROW) && close).then_some(number)
}

/// How many lines stand above the first row of a table of substances: it begins below the last wide gap above its registry
/// number; where rows are no further apart than lines, with its number.
pub(super) fn lines_above_rows(words: &Words, lines: &[GridLine], columns: usize) -> Option<usize> {
    // One number is enough where a table is plainly no form: the rest of a page's table on the next page.
    let least = if columns >= FEWEST_OF_ONE_ROW { 1 } else { 2 };
    let numbered = Numbered::of(words, lines, columns, least)?;
    // Words instead of the number may be a head; beside a value in a column of values they are not.
    let is_valued = |line: &GridLine, column: usize| {
        line.at(column).is_some_and(|cell| cell.piece.is_value(words) && cell.piece.has_digit(words))
    };
    let with_value = |column: usize| {
        numbered.lines.iter().filter(|at| lines.get(**at).is_some_and(|line| is_valued(line, column))).count()
    };
    let of_values: Vec<usize> = (0..columns).filter(|column| with_value(*column) * 2 > numbered.lines.len()).collect();
    let valued =
        |at: &usize| lines.get(*at).is_some_and(|line| of_values.iter().any(|column| is_valued(line, *column)));
    let stand_in = numbered.stand_ins(words, lines).into_iter().find(valued);
    let first = *numbered.lines.first()?;
    let first = stand_in.map_or(first, |stand_in| first.min(stand_in));
    let wide = WIDE * cell_leading(lines);
    let gap = |index: &usize| *index > 0 && lines[*index].v - lines[*index - 1].v > wide;
    // Where a line stands half-way beside the number's, rows are centred in their height, and wide gaps part them.
    let above = first.checked_sub(1).and_then(|above| lines.get(above));
    let beside = above.zip(lines.get(first)).is_some_and(|(above, line)| line.v - above.v < BESIDE * line.size);
    Some((0..=first).rev().find(gap).unwrap_or(if beside { 0 } else { first }))
}

/// The number of lines with a registry number.
pub(super) fn keyed_lines(words: &Words, lines: &[GridLine]) -> usize {
    let keyed = |cell: &Placed| {
        cell.piece.words.iter().any(|index| words.words.get(*index).is_some_and(|word| is_casrn(words.text(word))))
    };
    lines.iter().filter(|line| line.cells.iter().any(keyed)).count()
}

/// The lines on which a column holds a key, if it does so on as many lines or more.
fn anchors(words: &Words, lines: &[GridLine], column: usize, key: Key, least: usize) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    let (mut sure, mut worded) = (0_usize, 0_usize);
    for (index, line) in lines.iter().enumerate() {
        let Some(cell) = line.cells.iter().find(|cell| cell.first == column && cell.last == column) else { continue };
        let text = cell.piece.text(words);
        let is_key = match key {
            Key::Casrn => text.split([' ', ',', ';', ':', '(', ')', '[', ']']).any(is_casrn),
            Key::EcNumber => text.split([' ', ',', ';', ':', '(', ')']).any(is_ec_number),
            Key::Amount => is_amount(&text),
        };
        // A dash stands for a number that a row has not.
        if is_key || key != Key::Amount && matches!(text.as_str(), "-" | "–" | "—" | "---" | "n/a" | "N/A") {
            found.push(index);
        }
        sure += usize::from(is_key);
        worded += usize::from(!is_key && text.chars().filter(|c| c.is_alphabetic()).count() > MOST_LETTERS);
    }
    // Shares between words are part of what is told there.
    let told = key == Key::Amount && worded * 2 > sure;
    (sure >= least && !told).then_some(found)
}

fn digits(part: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_casrn(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '‐', '‑', '–']).collect();
    matches!(parts.as_slice(), [a, b, c] if digits(a, 2, 7) && digits(b, 2, 2) && digits(c, 1, 1))
}

pub(super) fn is_ec_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '‐', '‑', '–']).collect();
    matches!(parts.as_slice(), [a, b, c] if digits(a, 3, 3) && digits(b, 3, 3) && digits(c, 1, 1))
}

/// A share: digits, a percent sign or bounds, and no words.
fn is_amount(text: &str) -> bool {
    let worded = text.split_whitespace().filter(|word| !BOUNDS.contains(word));
    let letters = worded.flat_map(str::chars).filter(|c| c.is_alphabetic()).count();
    let counted = text.contains(|c: char| c.is_ascii_digit());
    counted && letters <= MOST_LETTERS && text.contains('%')
}

/// The distance of lines in cells: the smallest between lines next to each other in a column.
fn cell_leading(lines: &[GridLine]) -> f32 {
    let mut last: BTreeMap<usize, f32> = BTreeMap::new();
    let mut smallest = f32::INFINITY;
    for line in lines {
        for cell in line.cells.iter().filter(|cell| cell.first == cell.last) {
            let distance = last.insert(cell.first, line.v).map_or(f32::INFINITY, |above| line.v - above);
            smallest = if distance > 0.95 * line.size { smallest.min(distance) } else { smallest };
        }
    }
    if smallest.is_finite() { smallest } else { 12.0 }
}

/// The line that begins the row of the second anchor: after a gap that is wider than others between the two; else, where
/// keys stand on the first line of their rows, the anchor itself; where they stand on the last, the line after the first
/// anchor; where they stand half-way, the line that is as far below the first as the row began above it.
fn boundary(lines: &[GridLine], (from, to): (usize, usize), usual: f32, top: f32, anchors: &[usize]) -> usize {
    let distance = |index: usize| lines[index].v - lines[index - 1].v;
    let widest = (from + 1..=to).max_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    if let Some(widest) = widest.filter(|index| distance(*index) > WIDE * usual) {
        return widest;
    }
    if anchors.first() == Some(&0) {
        return to;
    }
    if anchors.last() == Some(&(lines.len() - 1)) {
        return from + 1;
    }
    let reach = 2.0 * lines[from].v - top + 0.6 * usual;
    (from + 1..to).find(|index| lines[*index].v > reach).unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_texts() {
        for (text, casrn, amount) in [
            ("67-56-1", true, false),
            ("7732-18-5", true, false),
            ("200-659-6", false, false),
            ("≥ 2,5 - < 5 %", false, true),
            ("less than 5 %", false, true),
            ("H225", false, false),
            ("Flam. Liq. 2 < 5", false, false),
        ] {
            assert_eq!((is_casrn(text), is_amount(text)), (casrn, amount), "{text}");
        }
        assert!(is_ec_number("200-659-6"));
    }
}
