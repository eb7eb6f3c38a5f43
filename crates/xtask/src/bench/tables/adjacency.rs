//! Adjacency relations of cells, as the ICDAR 2013 table competition scored them.
//!
//! M. Göbel, T. Hassan, E. Oro, G. Orsi: ICDAR 2013 table competition (and, by the same, A methodology for evaluating
//! algorithms for table understanding in PDF documents, DocEng 2012). Each cell with text is related to the nearest cell
//! with text to its right and below it; a relation holds the two texts without white space and in upper case, the
//! direction and the number of blank places between them, as the competition's own program compares them. Rows and
//! columns that are blank as a whole are left out on both sides, so that no program pays for an empty column.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::form::FoundTable;
use crate::bench::score::Counts;

/// Larger grids than this are not searched: no page has them.
const LARGEST: usize = 4_000_000;

/// How cell texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Without white space, compatibility characters unified, in upper case.
    Characters,
    /// As the competition's option for difficult encodings has it: also, every character that is neither letter nor
    /// digit of ASCII counts as the same sign.
    LettersAndDigits,
}

impl Comparison {
    /// What is compared.
    pub(crate) fn normal(self, text: &str) -> String {
        let characters = text.nfkc().filter(|character| !character.is_whitespace());
        let upper = characters.flat_map(char::to_uppercase);
        match self {
            Self::Characters => upper.collect(),
            Self::LettersAndDigits => {
                upper.map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect()
            }
        }
    }
}

/// Where the second cell of a relation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Towards {
    Right,
    Below,
}

/// One relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Relation {
    towards: Towards,
    from: String,
    to: String,
    blanks: usize,
}

impl std::fmt::Display for Relation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let arrow = if self.towards == Towards::Right { "→" } else { "↓" };
        write!(f, "`{}` {arrow}{} `{}`", self.from, "·".repeat(self.blanks.min(20)), self.to)
    }
}

/// Relations with how often they occur.
pub(crate) type Relations = BTreeMap<Relation, usize>;

/// The relations of a table on one page (see [`FoundTable::by_page`]).
pub(crate) fn relations(table: &FoundTable, comparison: Comparison) -> Relations {
    let texts: Vec<String> = table.cells.iter().map(|cell| comparison.normal(&cell.text)).collect();
    let (places, rows, columns) = places(table, &texts);
    let across = (0..rows).map(|row| (0..columns).map(|column| places.get(&(row, column)).copied()).collect());
    let down = (0..columns).map(|column| (0..rows).map(|row| places.get(&(row, column)).copied()).collect());
    let mut seen = BTreeSet::new();
    let mut found = Relations::new();
    let lines = across.map(|line| (Towards::Right, line)).chain(down.map(|line| (Towards::Below, line)));
    for (towards, line) in lines {
        for (from, to, blanks) in neighbours(line) {
            if seen.insert((towards, from, to)) {
                let relation = Relation { towards, from: texts[from].clone(), to: texts[to].clone(), blanks };
                *found.entry(relation).or_default() += 1;
            }
        }
    }
    found
}

/// Which cell takes which place of the grid (row, column), the number of rows and of columns.
fn places(table: &FoundTable, texts: &[String]) -> (BTreeMap<(usize, usize), usize>, usize, usize) {
    let mut places = BTreeMap::new();
    let (mut rows, mut columns) = (0, 0);
    for (index, cell) in table.cells.iter().enumerate().filter(|(index, _)| !texts[*index].is_empty()) {
        for row in cell.row..cell.row.saturating_add(cell.row_span) {
            for column in cell.column..cell.column.saturating_add(cell.column_span) {
                places.entry((row, column)).or_insert(index);
                rows = rows.max(row + 1);
                columns = columns.max(column + 1);
            }
        }
    }
    if rows.saturating_mul(columns) > LARGEST { (BTreeMap::new(), 0, 0) } else { (places, rows, columns) }
}

/// Pairs of different cells that follow each other along a line, with the blank places between them.
fn neighbours(line: Vec<Option<usize>>) -> Vec<(usize, usize, usize)> {
    let filled = line.iter().enumerate().filter_map(|(at, cell)| cell.map(|cell| (at, cell)));
    let filled: Vec<(usize, usize)> = filled.collect();
    let pairs = filled.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    pairs.map(|pair| (pair[0].1, pair[1].1, pair[1].0 - pair[0].0 - 1)).collect()
}

/// How many relations.
pub(crate) fn size(relations: &Relations) -> usize {
    relations.values().sum()
}

/// The relations of `a` that `b` lacks.
pub(crate) fn without(a: &Relations, b: &Relations) -> Relations {
    let left = a.iter().map(|(relation, count)| {
        let others = b.get(relation).copied().unwrap_or_default();
        (relation.clone(), count.saturating_sub(others))
    });
    left.filter(|(_, count)| *count > 0).collect()
}

/// How two tables' relations agree.
pub(crate) fn counts(found: &Relations, wanted: &Relations) -> Counts {
    let (all, missed) = (size(wanted), size(&without(wanted, found)));
    Counts { right: all - missed, found: size(found), wanted: all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tables::form::FoundCell;

    fn table(cells: &[(usize, usize, usize, usize, &str)]) -> FoundTable {
        let cell = |(row, column, row_span, column_span, text): &(usize, usize, usize, usize, &str)| FoundCell {
            row: *row,
            column: *column,
            row_span: *row_span,
            column_span: *column_span,
            text: (*text).to_owned(),
            pages: Vec::new(),
        };
        FoundTable { page: 1, cells: cells.iter().map(cell).collect() }
    }

    fn printed(table: &FoundTable) -> Vec<String> {
        relations(table, Comparison::Characters).keys().map(ToString::to_string).collect()
    }

    #[test]
    fn spanning_cells_give_one_relation_each_and_blanks_are_counted() {
        let spanned = table(&[(0, 1, 1, 2, "Dose"), (1, 0, 1, 1, "Rat"), (1, 1, 1, 1, "1 0"), (1, 2, 1, 1, "20")]);
        assert_eq!(printed(&spanned), ["`10` → `20`", "`RAT` → `10`", "`DOSE` ↓ `10`", "`DOSE` ↓ `20`"]);
        let gap = table(&[(0, 0, 1, 1, "a"), (0, 1, 1, 1, " "), (0, 2, 1, 1, "b")]);
        assert_eq!(printed(&gap), ["`A` →· `B`"]);
    }

    #[test]
    fn a_cell_torn_in_two_costs_its_relations_and_adds_wrong_ones() {
        // `C D` is torn in two, so that A spans both: A → B and B ↓ E alone are right.
        let wanted = table(&[(0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"), (1, 0, 1, 1, "C D"), (1, 1, 1, 1, "E")]);
        let found =
            table(&[(0, 0, 1, 2, "A"), (0, 2, 1, 1, "B"), (1, 0, 1, 1, "C"), (1, 1, 1, 1, "D"), (1, 2, 1, 1, "E")]);
        let of = |table| relations(table, Comparison::Characters);
        let counts = counts(&of(&found), &of(&wanted));
        assert_eq!(counts, Counts { right: 2, found: 6, wanted: 4 });
        assert_eq!(size(&without(&of(&wanted), &of(&found))), 2);
    }

    #[test]
    fn repeated_texts_are_counted_as_often_as_they_stand() {
        let twice = table(&[(0, 0, 1, 1, "0"), (0, 1, 1, 1, "0"), (0, 2, 1, 1, "0")]);
        let once = table(&[(0, 0, 1, 1, "0"), (0, 1, 1, 1, "0")]);
        let of = |table| relations(table, Comparison::Characters);
        assert_eq!(counts(&of(&once), &of(&twice)), Counts { right: 1, found: 1, wanted: 2 });
        assert_eq!(counts(&of(&twice), &of(&once)), Counts { right: 1, found: 2, wanted: 1 });
    }

    #[test]
    fn comparisons_differ_in_signs_alone() {
        assert_eq!(Comparison::Characters.normal("a–\nb 1,5"), "A–B1,5");
        assert_eq!(Comparison::LettersAndDigits.normal("a–\nb 1,5"), "A_B1_5");
    }
}
