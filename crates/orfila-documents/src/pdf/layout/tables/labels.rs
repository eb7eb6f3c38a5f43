//! Forms: labels beside their values are no tables.

use std::collections::BTreeMap;

use crate::pdf::layout::tables::PageCell;
use crate::pdf::layout::tables::anchors::is_casrn;
use crate::pdf::layout::tables::grid::Grid;
use crate::pdf::layout::tables::text_lines::{BOUNDS, Piece, TextLine, text_of};
use crate::pdf::layout::words::Words;

/// Longer texts are no labels, in characters.
const LONGEST_LABEL: usize = 70;
/// Longer texts are no heads of columns, in characters.
const LONGEST_HEAD: usize = 45;
/// What is left of a quantity without its numbers, in characters.
const LONGEST_UNIT: usize = 12;

/// The kind of registry numbers.
const NUMBERED: &str = "#";

/// Whether lines are labels with colons beside their values.
pub(super) fn has_colons(words: &Words, lines: &[TextLine]) -> bool {
    let colon = |line: &&TextLine| {
        let ends = |piece: &Piece, first: bool| {
            let index = if first { piece.words.first() } else { piece.words.last() };
            let word = index.and_then(|index| words.words.get(*index)).map(|word| words.text(word));
            word.is_some_and(|word| if first { word.starts_with(':') } else { word.ends_with(':') })
        };
        line.pieces.iter().take(3).any(|piece| ends(piece, true) || ends(piece, false))
    };
    let celled = lines.iter().filter(|line| line.pieces.len() >= 2).count();
    lines.iter().filter(colon).count() * 5 >= celled * 2
}

/// Whether a line is several entries beside each other, each a label with a colon before its value. Registry numbers are
/// the cells of a table whatever stands before them.
pub(super) fn is_entries(words: &Words, line: &TextLine) -> bool {
    let labelled = |piece: &&Piece| {
        let text = piece.text(words);
        let (label, value) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, ""))).unwrap_or_default();
        let numbered = value.split_whitespace().any(is_registered);
        is_label(label.trim_end()) && !label.contains(',') && !numbered
    };
    let count = line.pieces.iter().filter(labelled).count();
    count >= 2 && count * 2 >= line.pieces.len() && line.pieces.first().is_some_and(|piece| labelled(&piece))
}

/// Whether a grid without heads of columns is a block of labels and their values: two texts a row, the first in words, the
/// second of another kind in every row. Quantities of one unit below each other are a column of a table.
pub(super) fn is_label_block(words: &Words, grid: &Grid) -> bool {
    if has_heads(words, grid) {
        return false;
    }
    let rows = rows(&grid.cells);
    let pairs: Vec<(String, String)> = rows.iter().filter_map(|row| pair(words, row)).collect();
    let wide = rows.iter().filter(|row| row.len() > 2).count();
    let labels = pairs.iter().filter(|(label, _)| is_label(label)).count();
    let values: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
    pairs.len() >= 2 && wide * 5 <= rows.len() && labels * 10 >= pairs.len() * 7 && !is_column(&values)
}

/// Whether it is the number of a substance in a register, such as `603-002-00-5` and `01-2119457610-43-0000`.
fn is_registered(word: &str) -> bool {
    const FEWEST_PARTS: usize = 3;
    let parts = || word.split('-');
    parts().count() >= FEWEST_PARTS && parts().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn rows(cells: &[PageCell]) -> Vec<Vec<&PageCell>> {
    let mut rows: BTreeMap<usize, Vec<&PageCell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| !cell.words.is_empty()) {
        rows.entry(cell.row).or_default().push(cell);
    }
    rows.into_values().collect()
}

fn pair(words: &Words, row: &[&PageCell]) -> Option<(String, String)> {
    let [label, value] = row else { return None };
    Some((text_of(words, &label.words), text_of(words, &value.words)))
}

/// Whether its header is one: few short words over every column, parted from the rest by a line or in bold.
fn has_heads(words: &Words, grid: &Grid) -> bool {
    let of_header = |cell: &&PageCell| cell.row < grid.header_rows;
    let heads: Vec<&PageCell> = grid.cells.iter().filter(of_header).collect();
    let short = |cell: &&PageCell| text_of(words, &cell.words).chars().count() <= LONGEST_HEAD;
    let bold = |cell: &PageCell| cell.words.iter().all(|word| words.words.get(*word).is_some_and(|word| word.bold));
    let plain = grid.cells.iter().filter(|cell| cell.column > 0 && !of_header(cell) && !bold(cell)).count();
    let parted = grid.ruled_head || heads.iter().all(|cell| bold(cell)) && plain > 0;
    (1..=2).contains(&grid.header_rows) && heads.len() >= 2 && heads.iter().all(short) && parted
}

/// Whether a text says in words what stands beside it.
fn is_label(text: &str) -> bool {
    let (letters, digits) = letters_and_digits(text);
    letters >= 2
        && letters > 2 * digits
        && text.chars().count() <= LONGEST_LABEL
        && text.starts_with(|c: char| c.is_alphabetic() || c == '(')
}

fn letters_and_digits(text: &str) -> (usize, usize) {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    (count(char::is_alphabetic), count(char::is_numeric))
}

/// Whether most values are of one kind: registry numbers, or quantities of one unit.
fn is_column(values: &[&str]) -> bool {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for kind in values.iter().filter_map(|value| kind(value)) {
        *kinds.entry(kind).or_default() += 1;
    }
    // A number without its unit has that of the others.
    let (bare, numbered) = (kinds.remove("").unwrap_or(0), kinds.remove(NUMBERED).unwrap_or(0));
    let most = numbered.max(kinds.values().copied().max().unwrap_or(0) + bare);
    most >= 2 && most * 10 >= values.len() * 6
}

/// Whether a text is a number, with or without its unit.
pub(super) fn is_quantity(text: &str) -> bool {
    kind(text).is_some_and(|kind| kind != NUMBERED)
}

/// The unit of a quantity (none is empty), or [`NUMBERED`] for a registry number; `None` for what is neither.
fn kind(value: &str) -> Option<String> {
    if value.split_whitespace().any(is_casrn) {
        return Some(NUMBERED.to_owned());
    }
    let number = value.split_whitespace().find(|word| !BOUNDS.contains(word)).unwrap_or_default();
    let counted = number
        .trim_start_matches(|c: char| "<>≤≥=~≈±+-–−.".contains(c))
        .starts_with(|c: char| c.is_ascii_digit())
        || value.trim_start_matches(|c: char| "<>≤≥=~≈±+-–−. ".contains(c)).starts_with(|c: char| c.is_ascii_digit());
    let identifier = value.split_whitespace().any(|word| word.matches(['-', '/']).count() >= 2);
    let bound = |word: &&str| !["bis", "à", "and"].contains(word) && !BOUNDS.contains(word);
    let unit: String = value
        .split_whitespace()
        .filter(bound)
        .flat_map(str::chars)
        .filter(|c| c.is_alphabetic() || "%°/".contains(*c))
        .collect();
    // Both ends of a range may have it.
    let unit = match unit.split_at_checked(unit.len() / 2) {
        Some((half, other)) if half == other => half.to_owned(),
        _ => unit,
    };
    (counted && !identifier && unit.chars().count() <= LONGEST_UNIT).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::text_lines::{text_lines, word_rows};
    use crate::pdf::layout::tables::typed::typed;

    #[test]
    fn values_of_one_unit_are_a_column() {
        for (values, expected) in [
            (vec!["0.14 to 0.20%", "0.05 to 0.4%", "1.5 – 2.8 %"], true),
            (vec!["5,170.00 mg/kg", "99,999.00", "99,999.00"], true),
            (vec!["1", "2", "0", "-"], true),
            (vec!["0.15 to 0.3%", "less than 0.5%, at least 0.1%", "0.0005% to 0.006%"], true),
            (vec!["less than 0.28%", "up to 0.60 %", "max. 0.4", "not stated"], true),
            (vec!["67-56-1", "64-17-5", "7732-18-5"], true),
            (vec!["01-2119457610-43-0000", "64-17-5", "200-578-6", "603-002-00-5"], false),
            (vec!["40 °C (104 °F)", "350 mmHg (20 °C)", "1.21 g/mL", "3 - 4"], false),
            (vec!["Cleaner 12", "030 12345", "64-17-5"], false),
            (vec!["D-Mannitol", "Laboratory chemicals.", "+32 14 57 52 11"], false),
        ] {
            assert_eq!(is_column(&values), expected, "{values:?}");
        }
    }

    #[test]
    fn labels_before_values_are_entries() {
        for (line, expected) in [
            ("Health: 1          Fire: 1        Reactivity: 0", true),
            ("Revision date : 2017/05/04        Page: 8/8", true),
            ("CAS: 64-17-5       EC: 200-578-6  Ethanol", false),
            ("Index: 603-002     ethyl (3:1)", false),
            ("REACH : 01-2119488639-16    sodium    H319: 5 % and more", false),
            ("LD50: 500 mg/kg    Rat: 700       Mouse    Dog      Cat", false),
            ("Substance          Use: as a fuel", false),
        ] {
            let words = typed(&[line]);
            let lines = text_lines(&words, word_rows(&words, (0..words.words.len()).collect()), 0.8);
            assert_eq!(is_entries(&words, &lines[0]), expected, "{line}");
        }
    }

    #[test]
    fn labels_are_words() {
        for (text, expected) in [
            ("Product name", true),
            ("CAS No", true),
            ("E-mail address", true),
            ("H225", false),
            ("1978", false),
            ("64-17-5", false),
            ("•", false),
        ] {
            assert_eq!(is_label(text), expected, "{text}");
        }
    }
}
