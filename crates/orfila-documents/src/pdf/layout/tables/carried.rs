//! The head of a table that goes on on the next page: where it stands again, so do its columns.

use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{TextLine, word_rows};
use crate::pdf::layout::tables::top::Heading;
use crate::pdf::layout::tables::{PageCell, PageTable, area_of};
use crate::pdf::layout::words::{Word, Words};

/// Words that stand further than this many points from where they are expected are others.
const NEAR: f32 = 1.5;

/// The head and the columns of the table at the foot of a page.
#[derive(Debug, Clone)]
pub(crate) struct Carried {
    lines: Vec<Vec<HeadWord>>,
    /// The head's cells, without their words.
    cells: Vec<PageCell>,
    rows: usize,
    columns: Vec<Column>,
}

/// A word of a head, and the cell it is in.
#[derive(Debug, Clone)]
struct HeadWord {
    text: String,
    u0: f32,
    cell: usize,
}

/// The same head on another page.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) heading: Heading,
    /// How many of the lines it takes.
    pub(super) lines: usize,
    pub(super) columns: Vec<Column>,
}

impl Carried {
    /// What a table's next part is known by; `None` if it has no head of several cells.
    pub(crate) fn of(words: &Words, table: &PageTable) -> Option<Self> {
        let head = table.cells.iter().filter(|cell| cell.row < table.header_rows && !cell.words.is_empty());
        let cells: Vec<PageCell> = head.cloned().collect();
        let owner = |word: usize| cells.iter().position(|cell| cell.words.contains(&word));
        let of_word = |index: usize| {
            let word = words.words.get(index)?;
            Some(HeadWord { text: words.text(word).to_owned(), u0: word.u0, cell: owner(index)? })
        };
        let indices = cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
        let lines = word_rows(words, indices).into_iter();
        let lines = lines.map(|line| line.into_iter().map(of_word).collect()).collect::<Option<_>>()?;
        let cells: Vec<PageCell> = cells.iter().map(|cell| PageCell { words: Vec::new(), ..cell.clone() }).collect();
        let (rows, columns) = (table.header_rows, table.columns.clone());
        (cells.len() >= 2 && columns.len() >= 2).then_some(Self { lines, cells, rows, columns })
    }

    /// How many of the lines the head takes, if they begin with it.
    pub(super) fn lines_of(&self, words: &Words, lines: &[TextLine]) -> Option<usize> {
        self.shift(words, lines).map(|_| self.lines.len())
    }

    /// How far to the right the head stands on this page, if the lines begin with it.
    fn shift(&self, words: &Words, lines: &[TextLine]) -> Option<f32> {
        let first = lines.first()?.pieces.first()?.words.first().and_then(|index| words.words.get(*index))?;
        let shift = first.u0 - self.lines.first()?.first()?.u0;
        let same = |(line, known): (&TextLine, &Vec<HeadWord>)| is_line(words, line, known, shift);
        (lines.len() >= self.lines.len() && lines.iter().zip(&self.lines).all(same)).then_some(shift)
    }

    /// The head that the lines begin with, if it is this one.
    pub(super) fn again(&self, words: &Words, lines: &[TextLine]) -> Option<Again> {
        let shift = self.shift(words, lines)?;
        let mut cells = self.cells.clone();
        for (line, known) in lines.iter().zip(&self.lines) {
            for (index, known) in line.pieces.iter().flat_map(|piece| &piece.words).zip(known) {
                cells.get_mut(known.cell)?.words.push(*index);
            }
        }
        cells.iter_mut().for_each(|cell| cell.area = area_of(words, &cell.words));
        let moved = |column: &Column| Column { u0: column.u0 + shift, u1: column.u1 + shift, cut: column.cut + shift };
        let columns = self.columns.iter().map(moved).collect();
        Some(Again { heading: Heading { cells, rows: self.rows }, lines: self.lines.len(), columns })
    }
}

fn is_line(words: &Words, line: &TextLine, known: &[HeadWord], shift: f32) -> bool {
    let indices = || line.pieces.iter().flat_map(|piece| &piece.words);
    let same = |(word, known): (Option<&Word>, &HeadWord)| {
        word.is_some_and(|word| words.text(word) == known.text && (word.u0 - known.u0 - shift).abs() < NEAR)
    };
    indices().count() == known.len() && indices().map(|index| words.words.get(*index)).zip(known).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::aligned;
    use crate::pdf::layout::tables::typed::{chunks_of, rows_of, typed};

    const FIRST: [&str; 5] = [
        "               Identifiers",
        "Substance      CAS No.      EC No.       Limits       Share",
        "Ethanol        64-17-5      200-578-6    C > 50 %     10 %",
        "Methanol       67-56-1      200-659-6    C > 10 %     20 %",
        "Formic acid    64-18-6      200-579-1    C > 90 %     30 %",
    ];

    /// What is read on the page after the one with [`FIRST`].
    fn check(page: &[&str], expected: &[&[&str]]) {
        let first = typed(&FIRST);
        let tables = aligned(&first, &chunks_of(&first), None);
        let carried = Carried::of(&first, tables.first().unwrap()).unwrap();
        let words = typed(page);
        let found = aligned(&words, &chunks_of(&words), Some(&carried));
        let found: Vec<Vec<String>> = found.iter().map(|table| rows_of(&words, &table.cells)).collect();
        assert_eq!(found, expected, "{page:#?}");
    }

    #[test]
    fn columns_stand_where_they_stood_though_no_row_fills_them() {
        check(
            &[
                FIRST[0],
                FIRST[1],
                "Water          7732-18-5                              40 %",
                "and salts",
                "",
                "The full text of all statements stands in the sixteenth section.",
            ],
            &[&["Substance|Identifiers/CAS No.|EC No.|Limits|Share", "Water/and salts|7732-18-5|40 %"]],
        );
    }

    #[test]
    fn longer_texts_reach_up_to_the_next_column() {
        check(
            &[FIRST[0], FIRST[1], "Glycol ethers", "and waters     64-17-5      200-578-6    C > 50 %     10 %"],
            &[&[
                "Substance|Identifiers/CAS No.|EC No.|Limits|Share",
                "Glycol ethers/and waters|64-17-5|200-578-6|C > 50 %|10 %",
            ]],
        );
    }

    #[test]
    fn another_head_is_another_table() {
        check(&[FIRST[0], "Substance      CAS No.      EC No.       Limits       Class", "Water     none"], &[]);
    }
}
