//! Which lines of a table begin a row, and which go on with the row above.

use crate::pdf::layout::tables::anchors::{anchored_starts, keyed_lines};
use crate::pdf::layout::tables::records::{parted_starts, recorded_starts};
use crate::pdf::layout::tables::spacing::spaced_starts;
use crate::pdf::layout::tables::stops::{Column, Placed};
use crate::pdf::layout::words::Words;

/// A line of a table in its columns.
#[derive(Debug, Clone)]
pub(super) struct GridLine {
    pub(super) v: f32,
    pub(super) size: f32,
    pub(super) cells: Vec<Placed>,
}

impl GridLine {
    pub(super) fn at(&self, column: usize) -> Option<&Placed> {
        self.cells.iter().find(|cell| (cell.first..=cell.last).contains(&column))
    }

    fn only(&self, column: usize) -> bool {
        self.cells.iter().all(|cell| cell.first == column && cell.last == column)
    }
}

/// Whether the text of `next` is there because it did not fit on the line of `above`. Values below each other are values
/// of their own, however narrow their column.
fn is_wrapped(words: &Words, above: &Placed, next: &Placed, right: f32, size: f32) -> bool {
    let values = above.piece.is_value(words) && next.piece.is_value(words);
    let last = above.piece.words.last().and_then(|index| words.words.get(*index)).map(|word| words.text(word));
    let led = last.is_some_and(|text| text.ends_with("..") || text.ends_with('…') || text == ".");
    !values
        && !led
        && !are_items(words, above, next)
        && above.piece.u1 + 0.25 * size + next.piece.first > right + 0.3 * size
}

/// Whether two texts below each other look like items of a list: short, and built alike (`PEL (USA)` and `REL (USA)`), or
/// both beginning with a number or a code.
fn are_items(words: &Words, above: &Placed, next: &Placed) -> bool {
    let shape = |cell: &Placed, most: usize| {
        let mut shape = String::new();
        for (at, word) in cell.piece.words.iter().take(most).filter_map(|index| words.words.get(*index)).enumerate() {
            if at > 0 {
                shape.push(' ');
            }
            for character in words.text(word).chars() {
                let kind = match character {
                    _ if character.is_ascii_digit() => '9',
                    _ if character.is_uppercase() => 'A',
                    _ if character.is_lowercase() => 'a',
                    _ => character,
                };
                // Names in brackets may be codes or words (`PEL (USA)`, `EV (Canada)`).
                let inner = kind == 'a' && shape.ends_with('A');
                if !inner && !shape.ends_with(kind) {
                    shape.push(kind);
                }
            }
        }
        shape
    };
    let (a, b) = (shape(above, 1), shape(next, 1));
    let counted = a.starts_with('9') && b.starts_with('9') || a.starts_with("A9") && b.starts_with("A9");
    if begin_alike(words, above, next) {
        return true;
    }
    let short = (2..=3).contains(&above.piece.words.len()) && above.piece.words.len() == next.piece.words.len();
    counted || short && shape(above, 3) == shape(next, 3)
}

/// Whether two texts begin with the same two words, the first in capitals (`Acute LC50 21 mg/l` and `Acute LC50 5 mg/l`).
fn begin_alike(words: &Words, above: &Placed, next: &Placed) -> bool {
    let first = |cell: &Placed| -> Vec<&str> {
        let all = cell.piece.words.iter().take(2).filter_map(|index| words.words.get(*index));
        all.map(|word| words.text(word)).collect()
    };
    let (a, b) = (first(above), first(next));
    a.len() == 2 && a == b && a[0].starts_with(char::is_uppercase)
}

/// Whether the text of a cell is plainly the middle of a sentence or name.
pub(super) fn goes_on(words: &Words, above: &Placed, next: &Placed) -> bool {
    let text = |index: Option<&usize>| index.and_then(|index| words.words.get(*index)).map(|word| words.text(word));
    let begins = text(next.piece.words.first()).unwrap_or_default();
    let ended = text(above.piece.words.last()).unwrap_or_default();
    // A dash alone stands for a value that is not there.
    let missing = |cell: &Placed, dash: &str| cell.piece.words.len() == 1 && ["-", "–", "—"].contains(&dash);
    if missing(above, ended) || missing(next, begins) {
        return false;
    }
    let small = begins.starts_with(|first: char| first.is_lowercase() || ",;)]–".contains(first));
    small
        || begins.starts_with('(')
        || ended.ends_with(['-', ',', '/', '–', '(', '&', ';', ':'])
        || ["and", "or", "of", "the", "for", "with", "in", "to", "by", "und", "et", "de"].contains(&ended)
}

/// Lines that begin a row, where no line is drawn between rows: all but those that go on with the row above.
/// `parted` says before which lines a rule is drawn, `known` whether they surely are the rest of a table.
pub(super) fn row_starts(
    words: &Words,
    lines: &[GridLine],
    columns: &[Column],
    parted: &[bool],
    known: bool,
) -> Vec<bool> {
    if let Some(starts) = spaced_starts(lines, &going_on(words, lines)) {
        return starts.iter().zip(parted.iter().chain(std::iter::repeat(&false))).map(|(a, b)| *a || *b).collect();
    }
    let leading = usual_leading(lines);
    let anchored = anchored_starts(words, lines, columns.len(), known);
    let mut starts = vec![true; lines.len()];
    let mut first = 0;
    for index in 1..lines.len() {
        let drawn = parted.get(index).copied().unwrap_or(false);
        if !drawn && anchored.is_none() && (is_centred(words, lines, index) || is_centred(words, lines, index - 1)) {
            starts[index] = is_centred(words, lines, index - 1);
            first = if starts[index] { index } else { first };
            continue;
        }
        starts[index] = drawn
            || match &anchored {
                Some(anchored) => anchored.get(index).copied().unwrap_or(true),
                None => !continues(words, &lines[first..=index], columns, leading),
            };
        if starts[index] {
            first = index;
        }
    }
    starts
}

/// Which lines cannot begin a row: all they hold goes on with the line above.
fn going_on(words: &Words, lines: &[GridLine]) -> Vec<bool> {
    let on = |line: &GridLine, above: &GridLine| {
        let on = |cell: &Placed| above.at(cell.first).is_some_and(|above| goes_on(words, above, cell));
        are_spreads(words, line, above) || line.cells.iter().all(on)
    };
    let pairs = lines.windows(2).map(|pair| on(&pair[1], &pair[0]));
    std::iter::once(false).chain(pairs).collect()
}

/// Whether a line holds only cells that span the rows above and below it, half-way between the two: it is read with the
/// upper one.
fn is_centred(words: &Words, lines: &[GridLine], index: usize) -> bool {
    let around = index.checked_sub(1).and_then(|above| Some((lines.get(above)?, lines.get(index + 1)?)));
    let (Some(line), Some((above, below))) = (lines.get(index), around) else { return false };
    let size = line.size.max(1.0);
    let (up, down) = ((line.v - above.v) / size, (below.v - line.v) / size);
    let apart = |other: &GridLine| {
        line.cells.iter().all(|cell| other.cells.iter().all(|far| cell.last < far.first || far.last < cell.first))
    };
    (0.25..1.5).contains(&up)
        && (0.25..1.5).contains(&down)
        && (up - down).abs() < 0.25
        && above.cells.len() >= 2
        && below.cells.len() >= 2
        && apart(above)
        && apart(below)
        && !is_bracketed(words, below)
}

/// Whether a line holds nothing but texts in brackets, which say more about the values above them.
fn is_bracketed(words: &Words, line: &GridLine) -> bool {
    line.cells.iter().all(|cell| in_brackets(&cell.piece.text(words)))
}

/// Whether a text is in brackets, but for a mark of a footnote behind them.
fn in_brackets(text: &str) -> bool {
    let unmarked = text.trim_end_matches(['*', '†', '‡', '§', '¶']);
    let lettered = unmarked.strip_suffix(|mark: char| mark.is_ascii_lowercase()).unwrap_or(unmarked);
    let closed = |text: &str| text.ends_with([')', ']']);
    text.starts_with(['(', '[']) && (closed(unmarked) || closed(lettered))
}

/// Whether all that a line holds beside a name are spreads in brackets (`(±0.26)*`, `(0.1–0.3)`) right below the values
/// that they are said of.
fn are_spreads(words: &Words, line: &GridLine, above: &GridLine) -> bool {
    let spread = |cell: &&Placed| {
        let text = cell.piece.text(words);
        let of = above.at(cell.first).map(|of| (of.piece.is_value(words), of.piece.text(words)));
        in_brackets(&text)
            && cell.piece.has_digit(words)
            && cell.piece.is_value(words)
            && of.is_some_and(|(value, of)| value && !in_brackets(&of))
    };
    // A name of its own makes a row of it: losses are in brackets below gains.
    let named = line.at(0).is_some_and(|name| !above.at(0).is_some_and(|above| goes_on(words, above, name)));
    let beside = || line.cells.iter().filter(|cell| cell.first > 0);
    let signed = || beside().all(|cell| cell.piece.text(words).contains('±'));
    beside().count() > 0 && beside().all(|cell| spread(&cell)) && (!named || signed())
}

/// The smallest usual distance of baselines in ems.
fn usual_leading(lines: &[GridLine]) -> f32 {
    let mut distances: Vec<f32> =
        lines.windows(2).map(|pair| (pair[1].v - pair[0].v) / pair[1].size.max(1.0)).filter(|d| *d > 0.85).collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 10).copied().unwrap_or(1.2).clamp(1.0, 1.6)
}

/// Whether the last of `row` goes on with the others.
fn continues(words: &Words, row: &[GridLine], columns: &[Column], leading: f32) -> bool {
    let [earlier @ .., line] = row else { return false };
    let Some(last) = earlier.last() else { return false };
    let distance = (line.v - last.v) / line.size.max(1.0);
    // Cells set half-way between the lines of their neighbours overlap with both.
    if distance < 0.8 {
        return line
            .cells
            .iter()
            .all(|cell| last.cells.iter().all(|other| cell.last < other.first || other.last < cell.first))
            || distance < 0.5;
    }
    if distance > 1.3 * leading {
        return false;
    }
    let above = |cell: &Placed| earlier.iter().rev().find_map(|line| line.at(cell.first)).cloned();
    if are_spreads(words, line, last) {
        return true;
    }
    let whole = |cell: &Placed| cell.last > cell.first;
    if line.cells.iter().any(whole) {
        return false;
    }
    let keyed = line.at(0).is_some();
    let fits = |cell: &Placed| {
        let Some(above) = above(cell) else { return (false, false) };
        let Some(column) = columns.get(cell.first) else { return (false, false) };
        (is_wrapped(words, &above, cell, column.u1, line.size), goes_on(words, &above, cell))
    };
    let fit: Vec<(bool, bool)> = line.cells.iter().map(fits).collect();
    if !keyed {
        // Nothing new is named: the line goes on with the cells above it.
        let values = line.cells.iter().filter(|cell| cell.piece.is_value(words)).count();
        // As many values as the row has are a row without a name.
        let full = earlier.first().is_some_and(|first| line.cells.len() + 1 >= first.cells.len());
        let again =
            || line.cells.iter().any(|cell| above(cell).is_some_and(|above| says_the_same(words, &above, cell)));
        if line.cells.len() >= 3 && full && (values * 2 >= line.cells.len() || again()) {
            return false;
        }
        // Two amounts below each other are two values.
        let amount = |cell: &Placed| cell.piece.is_value(words) && cell.piece.has_digit(words);
        let second = |cell: &&Placed| {
            amount(cell) && above(cell).is_some_and(|above| amount(&above) && !goes_on(words, &above, cell))
        };
        if line.cells.len() == 2 && full && line.cells.iter().any(|cell| second(&cell)) {
            return false;
        }
        // A name set beside the first of its rows; the next fills the same columns.
        let named =
            earlier.iter().skip(1).any(|line| line.only(0)) && earlier.first().is_some_and(|f| f.at(0).is_none());
        let same =
            |first: &GridLine| first.cells.iter().map(|cell| cell.first).eq(line.cells.iter().map(|cell| cell.first));
        if named && line.cells.len() >= 2 && values > 0 && earlier.first().is_some_and(same) {
            return false;
        }
        return fit.iter().any(|(wrapped, on)| *wrapped || *on)
            && (values < line.cells.len() || fit.iter().all(|(wrapped, on)| *wrapped || *on));
    }
    if line.only(0) && earlier.iter().any(|line| line.cells.len() > 1) {
        // A name that goes on below the values of its first line.
        return fit.iter().all(|(wrapped, on)| *on && (*wrapped || line_begins_small(words, line)));
    }
    if line.only(0) || last.only(0) && earlier.len() == 1 {
        // A name over two lines, with its values beside the last.
        let deeper = line.at(0).zip(last.at(0)).is_some_and(|(a, b)| a.piece.u0 > b.piece.u0 + 0.3 * line.size);
        let long = last.at(0).is_some_and(|cell| cell.piece.count >= 24);
        let small = line_begins_small(words, line);
        return fit.first().is_some_and(|(wrapped, on)| *wrapped && (*on || deeper && long) || *on && small);
    }
    fit.iter().all(|(wrapped, on)| *wrapped && *on)
}

fn says_the_same(words: &Words, above: &Placed, next: &Placed) -> bool {
    let text = |cell: &Placed| -> Vec<String> {
        let all = cell.piece.words.iter().filter_map(|index| words.words.get(*index));
        all.map(|word| words.text(word)).map(str::to_owned).collect()
    };
    text(above) == text(next)
}

fn line_begins_small(words: &Words, line: &GridLine) -> bool {
    let first = line.cells.first().and_then(|cell| cell.piece.words.first()).and_then(|index| words.words.get(*index));
    first.is_some_and(|word| words.text(word).starts_with(|c: char| c.is_lowercase()))
}

/// Lines that begin a row inside a ruled row: several rows may stand between two rules. They are told apart where every
/// name begins a row, or where values stand below each other in several columns; else the whole is one row.
pub(super) fn ruled_row_starts(words: &Words, lines: &[GridLine], rights: &[f32]) -> Vec<bool> {
    if let Some(starts) = anchored_starts(words, lines, rights.len(), false) {
        return starts;
    }
    if let Some(starts) = recorded_starts(words, lines, rights.len()).or_else(|| parted_starts(lines)) {
        return starts;
    }
    if keyed_lines(words, lines) == 1 {
        return (0..lines.len()).map(|index| index == 0).collect();
    }
    if are_numbered(words, lines) {
        return vec![true; lines.len()];
    }
    let mut starts = vec![true];
    let (mut named, mut nameless_starts, mut names) = (0_usize, 0_usize, 1_usize);
    let headed = lines.first().is_some_and(|line| line.at(0).is_some());
    let mut first = 0;
    for (at, pair) in lines.windows(2).enumerate() {
        let kind = kind(words, &lines[first], &pair[0], &pair[1], rights);
        first = if kind == Kind::Rest { first } else { at + 1 };
        names += usize::from(pair[1].at(0).is_some());
        named += usize::from(kind == Kind::Named);
        nameless_starts += usize::from(kind == Kind::Parallel);
        starts.push(kind != Kind::Rest);
    }
    let rows = starts.iter().filter(|start| **start).count();
    let most = headed && named > 0 && rows * 10 >= lines.len() * 6;
    let each = headed && named > 0 && named + 1 == names;
    let parallel = nameless_starts > 0;
    if rights.len() >= 2 && (lines.len() >= 3 && (most || each) || parallel) {
        starts
    } else {
        (0..lines.len()).map(|index| index == 0).collect()
    }
}

/// Whether all lines are names with bare numbers in the same other columns: two of them below each other are no one value.
fn are_numbered(words: &Words, lines: &[GridLine]) -> bool {
    let bare = |cell: &Placed| {
        let mut characters = cell
            .piece
            .words
            .iter()
            .filter_map(|index| words.words.get(*index))
            .flat_map(|word| words.text(word).chars());
        cell.piece.has_digit(words)
            && characters.all(|character| character.is_ascii_digit() || ".,".contains(character))
    };
    let numbered =
        |line: &GridLine| line.at(0).is_some() && line.cells.len() >= 2 && line.cells.iter().skip(1).all(bare);
    let columns = |line: &GridLine| line.cells.iter().map(|cell| cell.first).collect::<Vec<_>>();
    let fresh = |above: &GridLine, next: &GridLine| {
        let names = next.at(0).zip(above.at(0));
        columns(above) == columns(next) && names.is_some_and(|(next, above)| !goes_on(words, above, next))
    };
    lines.iter().all(numbered) && lines.windows(2).all(|pair| fresh(&pair[0], &pair[1]))
}

/// What a line between two rules is to the line above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A row that begins with a name.
    Named,
    /// A row without a name of its own: as many values as above, each below another.
    Parallel,
    Rest,
}

fn kind(words: &Words, start: &GridLine, above: &GridLine, line: &GridLine, rights: &[f32]) -> Kind {
    let fresh = |cell: &&Placed| {
        above.at(cell.first).is_none_or(|other| {
            let right = rights.get(other.last).copied().unwrap_or(f32::INFINITY);
            !is_wrapped(words, other, cell, right, line.size) && !goes_on(words, other, cell)
        })
    };
    if line.v - above.v < 0.8 * line.size {
        return Kind::Rest;
    }
    // A name in bold below one that is not names what stands below it.
    let bold =
        |cell: &Placed| cell.piece.words.iter().all(|index| words.words.get(*index).is_some_and(|word| word.bold));
    if line.only(0) && line.at(0).is_some_and(bold) && above.at(0).is_some_and(|above| !bold(above)) {
        return Kind::Named;
    }
    let count = line.cells.iter().filter(fresh).count();
    let mates = || line.cells.iter().filter_map(|cell| Some((start.at(cell.first)?, cell)));
    let counted = mates().any(|(a, b)| a.piece.has_digit(words) && b.piece.has_digit(words));
    let as_many = line.cells.len() + 1 >= start.cells.len() && mates().count() >= 3;
    if line.cells.len() >= 3 && count == line.cells.len() && as_many && counted {
        return if line.at(0).is_some() { Kind::Named } else { Kind::Parallel };
    }
    let others = line.cells.iter().filter(|cell| cell.first > 0);
    let rest_fresh = counted && others.clone().count() > 0 && others.clone().all(|cell| fresh(&cell));
    let named = line.cells.iter().find(|cell| cell.first == 0).is_some_and(|cell| {
        fresh(&cell) || rest_fresh && above.at(0).is_some_and(|other| !goes_on(words, other, cell))
    });
    if named && line.cells.len() >= 3 && rest_fresh && above.cells.len() == line.cells.len() {
        return Kind::Parallel;
    }
    if named && line.cells.len() >= 2 && count * 2 > line.cells.len() { Kind::Named } else { Kind::Rest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::stops::{columns, place};
    use crate::pdf::layout::tables::text_lines::{text_lines, word_rows};
    use crate::pdf::layout::tables::typed::typed;

    fn placed(words: &Words) -> (Vec<GridLine>, Vec<Column>) {
        let lines = text_lines(words, word_rows(words, (0..words.words.len()).collect()), 0.8);
        let stops = columns(&lines);
        let line = |line: &crate::pdf::layout::tables::text_lines::TextLine| GridLine {
            v: line.v,
            size: line.size,
            cells: place(words, line, &stops),
        };
        (lines.iter().map(line).collect(), stops)
    }

    /// `expected` has a letter for every line: `R` begins a row, `.` goes on.
    fn check(page: &[&str], ruled: bool, expected: &str) {
        let words = typed(page);
        let (lines, stops) = placed(&words);
        let starts = if ruled {
            let rights: Vec<f32> = stops.iter().map(|column| column.u1 + 60.0).collect();
            ruled_row_starts(&words, &lines, &rights)
        } else {
            row_starts(&words, &lines, &stops, &[], false)
        };
        let found: String = starts.iter().map(|start| if *start { 'R' } else { '.' }).collect();
        assert_eq!(found, expected, "{page:#?}");
    }

    #[test]
    fn lines_that_go_on_are_told_from_rows() {
        for (page, expected) in [
            (["Rat      oral      500", "Mouse    oral      700", "Dog      skin      900"], "RRR"),
            (["Ethanol  harmful         500", "         if swallowed", "Water    none            900"], "R.R"),
            (["Rat      oral      500", "         skin      700", "Dog      skin      900"], "RRR"),
        ] {
            check(&page, false, expected);
        }
    }

    #[test]
    fn spreads_in_brackets_stand_below_their_values() {
        check(
            &[
                "Observed mass   1.91      1.92",
                "flow (mg/h)     (±0.26)*  (±0.24)",
                "pH value of     5.60      5.62",
                "the solution    (0.1–0.3) (0.2–0.4)a",
                "at the egress",
                "Ratio           90 (±4)   93 (±1)",
            ],
            false,
            "R.R..R",
        );
        check(&["Iowa     500      600", "         (12)     (14)", "Utah     700      800"], false, "R.R");
        check(&["Gains    500      600", "Losses   (300)    (400)", "Sums     200      200"], false, "RRR");
    }

    #[test]
    fn shares_within_sentences_tell_no_rows() {
        check(
            &[
                "Run of all     Chloroform,          Some large         Compared",
                "sources        48 %, 2 %            differences        numbers",
                "               xylenes (mixed),     of acrolein        that are",
                "               48 %, 3 %            in the air         small",
                "               acrolein, at",
                "               31 %, 13 %",
            ],
            true,
            "R.....",
        );
    }

    #[test]
    fn rows_of_substances_begin_with_their_numbers() {
        check(
            &[
                "Hydrocarbons, C9-C11,    64742-48-9    10 %",
                "n-alkanes",
                "Formic acid              64-18-6       1 %",
                "Surfactant blend         Trade secret  5 %",
                "Inhibitor                Trade secret  -",
            ],
            false,
            "R.RRR",
        );
    }

    #[test]
    fn several_rows_may_stand_between_two_lines() {
        check(&["Rat      oral      500", "Mouse    oral      700", "Dog      skin      900"], true, "RRR");
        // Dashes for missing values end no text, and results that begin alike are results of their own.
        check(
            &[
                "benzene   Eyes - Moderate    Rabbit    -    88 mg      -",
                "          Eyes - Severe      Rabbit    -    24 h 2     -",
                "                                            mg",
            ],
            true,
            "RR.",
        );
        check(
            &[
                "benzene   Acute EC50 1600000 µg/l fresh    Algae      96 hours",
                "          Acute EC50 9.23 mg/l fresh       Daphnia    48 hours",
            ],
            true,
            "RR",
        );
        check(
            &[
                "Formic acid     64-18-6       1 %",
                "Surfactant      Trade secret  5 %",
                "Inhibitor       Trade secret  -",
            ],
            true,
            "RRR",
        );
        check(
            &["Ethanol, also   harmful if    500", "called spirit   swallowed or", "of wine         inhaled"],
            true,
            "R..",
        );
    }

    #[test]
    fn items_below_each_other_are_no_wraps() {
        for (above, next, expected) in [
            ("PEL (USA)", "REL (USA)", true),
            ("TLV (USA)", "EV (Canada)", true),
            ("2 years", "3 years", true),
            ("H225", "H319", true),
            ("harmful if", "swallowed", false),
        ] {
            let words = typed(&[above, next]);
            let (lines, _) = placed(&words);
            assert_eq!(are_items(&words, &lines[0].cells[0], &lines[1].cells[0]), expected, "{above} / {next}");
        }
    }
}
