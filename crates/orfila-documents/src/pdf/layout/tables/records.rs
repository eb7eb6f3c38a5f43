//! Records inside a ruled row, told by a column that holds one quantity for each (doses, times, concentrations), or by white
//! between them.

use std::collections::BTreeSet;

use crate::pdf::layout::tables::labels::is_quantity;
use crate::pdf::layout::tables::stops::Placed;
use crate::pdf::layout::tables::wraps::GridLine;
use crate::pdf::layout::words::Words;

/// Fewer columns beside the names say nothing.
const FEWEST_COLUMNS: usize = 3;

/// How much further apart than the lines of a record two records are at least.
const WIDER: f32 = 1.6;

/// Lines that begin a record, if white runs through all columns above each of them, and each has a name with more beside
/// it. The first may be the name of the records below it alone.
pub(super) fn parted_starts(lines: &[GridLine]) -> Option<Vec<bool>> {
    let distances: Vec<f32> = lines.windows(2).map(|pair| pair[1].v - pair[0].v).collect();
    let leading = distances.iter().zip(lines).filter(|(distance, line)| **distance > 0.9 * line.size);
    let leading = leading.map(|(distance, _)| *distance).fold(f32::INFINITY, f32::min);
    let parted = distances.iter().map(|distance| *distance > WIDER * leading);
    let starts: Vec<bool> = std::iter::once(true).chain(parted).collect();
    let named = |line: &GridLine| line.at(0).is_some() && line.cells.len() >= 2;
    let others = || lines.iter().zip(&starts).skip(1).filter(|(_, start)| **start);
    let sure = others().count() > 0 && others().all(|(line, _)| named(line)) && lines.first()?.at(0).is_some();
    sure.then_some(starts)
}

/// Lines that begin a record, if a column is filled with one quantity or sign for a missing one on each of them, and what
/// the first line fills beside its name stands on all of them too. No other line holds a quantity.
pub(super) fn recorded_starts(words: &Words, lines: &[GridLine], columns: usize) -> Option<Vec<bool>> {
    let all: BTreeSet<usize> =
        lines.first()?.cells.iter().filter(|cell| cell.first > 0).map(|cell| cell.first).collect();
    let quantified = lines.iter().any(|line| line.cells.iter().any(|cell| is_quantity(&cell.piece.text(words))));
    if all.len() < FEWEST_COLUMNS || !quantified {
        return None;
    }
    (1..columns).find_map(|column| starts_by(words, lines, column, &all))
}

fn starts_by(words: &Words, lines: &[GridLine], column: usize, all: &BTreeSet<usize>) -> Option<Vec<bool>> {
    let cell = |line: &GridLine| line.cells.iter().find(|cell| cell.first == column && cell.last == column).cloned();
    let starts: Vec<bool> = lines.iter().map(|line| cell(line).is_some()).collect();
    let held = lines.iter().filter_map(|line| Some((line, cell(line)?)));
    let full = |line: &GridLine| all.iter().all(|column| line.at(*column).is_some());
    let told = |cell: &Placed| {
        let text = cell.piece.text(words);
        is_quantity(&text) || matches!(text.as_str(), "-" | "–" | "—")
    };
    let valued = |line: &GridLine| line.cells.iter().any(|cell| is_quantity(&cell.piece.text(words)));
    let rest = lines.iter().zip(&starts).filter(|(_, start)| !**start).all(|(line, _)| !valued(line));
    let sure = rest && held.clone().all(|(line, cell)| full(line) && told(&cell));
    (sure && starts.first() == Some(&true) && held.count() >= 2).then_some(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::stops::{columns, place};
    use crate::pdf::layout::tables::text_lines::{text_lines, word_rows};
    use crate::pdf::layout::tables::typed::typed;

    /// `expected` has a letter for every line: `R` begins a record, `.` goes on; empty where no column tells.
    fn check(page: &[&str], expected: &str) {
        check_with(page, expected, recorded_starts);
    }

    fn check_with(page: &[&str], expected: &str, tell: impl Fn(&Words, &[GridLine], usize) -> Option<Vec<bool>>) {
        let words = typed(page);
        let lines = text_lines(&words, word_rows(&words, (0..words.words.len()).collect()), 0.8);
        let stops = columns(&lines);
        let line = |line: &crate::pdf::layout::tables::text_lines::TextLine| GridLine {
            v: line.v,
            size: line.size,
            cells: place(&words, line, &stops),
        };
        let lines: Vec<GridLine> = lines.iter().map(line).collect();
        let starts = tell(&words, &lines, stops.len()).unwrap_or_default();
        let found: String = starts.iter().map(|start| if *start { 'R' } else { '.' }).collect();
        assert_eq!(found, expected, "{page:#?}");
    }

    #[test]
    fn one_quantity_a_record_tells_records() {
        check(
            &[
                "Benzene   Acute EC50 16 mg/l Fresh water   Algae - Selenastrum     96 hours",
                "          Acute EC50 9.2 mg/l Fresh water  Daphnia - Daphnia        48 hours",
                "                                           - Neonate",
                "          Chronic NOEC 98 mg/l Marine      Fish - Morone            3 weeks",
            ],
            "RR.R",
        );
        check(
            &[
                "Benzene   Eyes - Mild irritant     Rabbit   -    88 mg",
                "          Eyes - Severe irritant   Rabbit   -    24 hours 2",
                "                                                 mg",
                "          Skin - Mild irritant     Rat      -    8 hours 60",
            ],
            "RR.R",
        );
    }

    #[test]
    fn white_through_all_columns_parts_records() {
        let check = |page: &[&str], expected| check_with(page, expected, |_, lines, _| parted_starts(lines));
        let page = [
            "Stationary:",
            "",
            "Major        Emissions of 10     Utilities",
            "             tons a year         and others",
            "",
            "Area         Emissions of 5      Cleaners",
            "             tons a year         and shops",
        ];
        check(&page, "RR.R.");
        check(&["Storage      Keep cool", "             and dry", "", "             Keep dark"], "");
        check(&page[2..4], "");
    }

    #[test]
    fn numbers_of_one_substance_and_prose_tell_none() {
        check(&["64-17-5     Ethanol          Flam. Liq. 2     10 %", "200-578-6   Ethyl alcohol    Eye Irrit. 2"], "");
        check(
            &[
                "Run of all   Compared with   Differences     Numbers that",
                "sources      48 in all       of 3 in all     are small",
                "             and others      are seen        as before",
            ],
            "",
        );
        check(
            &[
                "32 years   3,712,217   72 years   1,371,235   112 years   1,535",
                "33 years   3,653,921   73 years   1,261,994   113 years   1,002",
                "34 years   2,860,647   74 years   1,208,272",
            ],
            "",
        );
        check(&["Limit   Ethanol    1000 ppm", "        (vapour)   1900 mg/m3"], "");
    }
}
