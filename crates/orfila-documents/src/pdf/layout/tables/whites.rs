//! Columns that stand as close to each other as words do: white that is a little wider than spaces between words runs
//! through all their lines.

use std::collections::BTreeMap;

use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{Piece, TextLine};
use crate::pdf::layout::words::{Word, Words};

/// White between columns is at least so many times as wide as the spaces between words.
const WIDER: f32 = 1.25;
/// Fewer lines with texts on both sides of the white do not tell columns.
const FEWEST: usize = 3;
/// Texts whose edges are within this many ems stand below each other.
const ALIGNED: f32 = 0.3;
/// Lines closer than so many ems stand beside each other.
const BESIDE: f32 = 0.85;
/// What is taken for the usual space between words where there are few of them, in ems.
const USUAL_SPACE: f32 = 0.26;

/// A stretch of white through all lines of a body.
#[derive(Debug, Clone, Copy)]
pub(super) struct White {
    from: f32,
    to: f32,
    /// Where texts on its right begin and texts on its left end, if several of them do so below each other.
    start: Option<f32>,
    end: Option<f32>,
}

impl White {
    fn middle(self) -> f32 {
        0.5 * (self.from + self.to)
    }

    fn width(self) -> f32 {
        self.to - self.from
    }

    /// Whether a word before it and one after it stand as the texts beside it do.
    fn is_beside(self, before: &Word, after: &Word) -> bool {
        let near = |place: Option<f32>, u: f32| place.is_some_and(|place| (place - u).abs() < ALIGNED * after.size);
        near(self.start, after.u0) || near(self.end, before.u1)
    }
}

/// A place where several are, if there is one.
fn common(mut places: Vec<f32>, slack: f32) -> Option<f32> {
    places.sort_by(f32::total_cmp);
    let runs = places.chunk_by(|a, b| b - a < slack);
    runs.max_by_key(|run| run.len()).filter(|run| run.len() >= 2).and_then(|run| run.get(run.len() / 2)).copied()
}

/// A word of a line.
#[derive(Debug, Clone, Copy)]
struct Ink {
    line: usize,
    index: usize,
    u0: f32,
    u1: f32,
}

/// Moves borders of columns that texts lie over into the white beside them, and adds borders where white runs through a
/// column; the lines' texts are cut there. Gives the white it went by; `None` if nothing was to be done.
pub(super) fn part_by_white(words: &Words, body: &mut [TextLine], stops: &mut Vec<Column>) -> Option<Vec<White>> {
    let least = WIDER * space(words, body);
    let mut found = settle_all(words, body, stops, least);
    let mut left = f32::NEG_INFINITY;
    let mut parted = Vec::with_capacity(stops.len());
    for column in stops.iter() {
        let inks = inks(words, body, (left, column.cut));
        let whites: Vec<White> = rivers(words, body, &inks, least);
        parted.extend(cut(*column, &inks, &whites));
        found.extend(whites);
        left = column.cut;
    }
    if found.is_empty() {
        return None;
    }
    *stops = parted;
    body.iter_mut().for_each(|line| cut_line(words, line, &found, least * line.size));
    Some(found)
}

/// Moves borders of known columns that texts lie over into the white beside them, and cuts the lines' texts there.
pub(super) fn settle_by_white(words: &Words, body: &mut [TextLine], stops: &mut [Column]) {
    let least = WIDER * space(words, body);
    let found = settle_all(words, body, stops, least);
    body.iter_mut().for_each(|line| cut_line(words, line, &found, least * line.size));
}

fn settle_all(words: &Words, body: &[TextLine], stops: &mut [Column], least: f32) -> Vec<White> {
    (1..stops.len()).filter_map(|at| settle(words, body, stops, at, least)).collect()
}

/// Cuts the titles above a body at its white, where they are further apart than words are.
pub(super) fn cut_titles(words: &Words, head: &mut [TextLine], whites: &[White]) {
    let least = WIDER * space(words, head);
    head.iter_mut().for_each(|line| cut_line(words, line, whites, least * line.size));
}

/// The usual space between words, in ems: around signs and numbers it may be narrower than between words of letters.
fn space(words: &Words, lines: &[TextLine]) -> f32 {
    const FEWEST_SPACES: usize = 4;
    const FEWEST_OF_LETTERS: usize = 2;
    let (mut all, mut lettered): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
    for line in lines {
        for pair in line.pieces.iter().flat_map(|piece| piece.words.windows(2)) {
            let Some((a, b)) = words.words.get(pair[0]).zip(words.words.get(pair[1])) else { continue };
            let gap = (b.u0 - a.u1) / line.size;
            if !(0.12..0.8).contains(&gap) {
                continue;
            }
            all.push(gap);
            let letters =
                words.text(a).ends_with(char::is_alphabetic) && words.text(b).starts_with(char::is_alphabetic);
            lettered.extend(letters.then_some(gap));
        }
    }
    // Where columns stand close to each other, most gaps may be theirs: the lower ones are spaces.
    let of = |mut gaps: Vec<f32>, fewest: usize, part: usize| {
        gaps.sort_by(f32::total_cmp);
        gaps.get(gaps.len() / part).copied().filter(|_| gaps.len() >= fewest)
    };
    of(lettered, FEWEST_OF_LETTERS, 2).or_else(|| of(all, FEWEST_SPACES, 4)).unwrap_or(USUAL_SPACE)
}

/// The words of all lines between two places; texts that stand alone on their lines, begin at the left and reach over
/// either place, such as titles of groups, are left out.
fn inks(words: &Words, lines: &[TextLine], (from, to): (f32, f32)) -> Vec<Ink> {
    let mut inks = Vec::new();
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    for (line, text) in lines.iter().enumerate() {
        let over = |piece: &Piece| piece.u0 < from && piece.u1 > from || piece.u0 < to && piece.u1 > to;
        let begins = |piece: &Piece| piece.u0 < left + text.size;
        if matches!(text.pieces.as_slice(), [piece] if begins(piece) && over(piece)) {
            continue;
        }
        for index in text.pieces.iter().flat_map(|piece| &piece.words) {
            let Some(word) = words.words.get(*index) else { continue };
            if word.u1 > from && word.u0 < to {
                inks.push(Ink { line, index: *index, u0: word.u0, u1: word.u1 });
            }
        }
    }
    inks.sort_by(|a, b| a.u0.total_cmp(&b.u0));
    inks
}

/// The white between words, from left to right.
fn gaps(inks: &[Ink]) -> Vec<White> {
    let mut gaps = Vec::new();
    let mut reached = f32::INFINITY;
    for ink in inks {
        if ink.u0 > reached {
            gaps.push(White { from: reached, to: ink.u0, start: None, end: None });
        }
        reached = if reached.is_finite() { reached.max(ink.u1) } else { ink.u1 };
    }
    gaps
}

/// Moves the border to the left of the column `at` into the widest white beside it, if texts lie over the border.
fn settle(words: &Words, body: &[TextLine], stops: &mut [Column], at: usize, least: f32) -> Option<White> {
    let [left, right] = stops.get_mut(at - 1..=at)? else { return None };
    let over = |piece: &&Piece| piece.u0 < left.cut && piece.u1 > left.cut && piece.words.len() > 1;
    if !body.iter().any(|line| line.pieces.iter().any(|piece| over(&piece))) {
        return None;
    }
    let size = body.first()?.size;
    let inks = inks(words, body, (left.middle(), right.middle()));
    let widest = gaps(&inks).into_iter().max_by(|a, b| a.width().total_cmp(&b.width()))?;
    let widest = with_edges(&sides(body, &inks, widest), widest, size);
    let parted =
        |line: &TextLine| line.pieces.iter().filter(over).any(|piece| !is_one_text(words, line, piece, widest));
    if widest.width() < least * size || !body.iter().any(parted) {
        return None;
    }
    (left.u1, left.cut, right.u0) = (widest.from, widest.middle(), widest.to);
    Some(widest)
}

/// White inside a column that parts two columns of texts.
fn rivers(words: &Words, body: &[TextLine], inks: &[Ink], least: f32) -> Vec<White> {
    let size = body.first().map_or(1.0, |line| line.size);
    let wide = gaps(inks).into_iter().filter(|gap| gap.width() > least * size);
    wide.filter_map(|gap| {
        let sides = sides(body, inks, gap);
        parts_columns(words, &sides, size).then(|| with_edges(&sides, gap, size))
    })
    .collect()
}

/// The white with the places where the texts beside it begin and end.
fn with_edges(sides: &[Sides], white: White, size: f32) -> White {
    let start = common(sides.iter().map(|sides| sides.after.u0).collect(), ALIGNED * size);
    White { start, end: common(sides.iter().map(|sides| sides.before.u1).collect(), ALIGNED * size), ..white }
}

/// Whether a text that alone stands on its line runs over the white as one: a title of rows.
fn is_one_text(words: &Words, line: &TextLine, piece: &Piece, white: White) -> bool {
    let word = |index: usize| words.words.get(index);
    let beside = |pair: &[usize]| {
        word(pair[0]).zip(word(pair[1])).is_some_and(|(before, after)| {
            before.u1 <= white.middle() && white.middle() <= after.u0 && white.is_beside(before, after)
        })
    };
    line.pieces.len() == 1 && !piece.words.windows(2).any(beside)
}

/// What stands beside the white on a line: the words next to it and where the last one ends.
#[derive(Debug, Clone, Copy)]
struct Sides {
    before: Ink,
    after: Ink,
    end: f32,
}

/// The lines with texts on both sides of the white; a line set half-way between two others stands beside those.
fn sides(body: &[TextLine], inks: &[Ink], white: White) -> Vec<Sides> {
    let mut lines: BTreeMap<usize, (Option<Ink>, Option<Ink>, f32)> = BTreeMap::new();
    for ink in inks {
        let line = lines.entry(ink.line).or_insert((None, None, f32::NEG_INFINITY));
        if ink.u0 < white.middle() {
            line.0 = Some(*ink);
        } else {
            line.1 = line.1.or(Some(*ink));
        }
        line.2 = line.2.max(ink.u1);
    }
    let near = |at: usize, other: usize| {
        let lines = body.get(at).zip(body.get(other));
        lines.is_some_and(|(line, other)| (line.v - other.v).abs() < BESIDE * line.size)
    };
    // Where the line beside goes on with a text further left, that is its neighbour.
    let before = |at: usize, after: Ink| {
        let around = [Some(at), at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let nearest = |other: usize| {
            let (before, far, _) = lines.get(&other)?;
            before.filter(|_| far.is_none_or(|far| far.u0 >= after.u0))
        };
        around.filter(|other| near(at, *other)).find_map(nearest)
    };
    let both = lines.iter().filter_map(|(at, (_, after, end))| Some((before(*at, (*after)?)?, (*after)?, *end)));
    both.map(|(before, after, end)| Sides { before, after, end }).collect()
}

/// Whether texts stand below each other on one side of the white, and on both sides there is more than marks of items,
/// labels, or signs that tie two values.
fn parts_columns(words: &Words, sides: &[Sides], size: f32) -> bool {
    let spread = |of: fn(&Sides) -> f32| {
        let most = sides.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
        most - sides.iter().map(of).fold(f32::INFINITY, f32::min)
    };
    let edges: [fn(&Sides) -> f32; 4] = [
        |sides| sides.after.u0,
        |sides| sides.before.u1,
        |sides| sides.end,
        |sides| 0.5 * (sides.after.u0 + sides.end),
    ];
    let text = |ink: &Ink| words.words.get(ink.index).map_or("", |word| words.text(word));
    let range = |sides: &Sides| is_dash(text(&sides.after)) && sides.end > sides.after.u1 + 0.1 * size;
    let is_tied = |sides: &&Sides| is_mark(text(&sides.before)) || begins_tied(text(&sides.after)) || range(sides);
    let tied = sides.iter().filter(is_tied).count();
    let tells = |text: &str| text.contains(|c: char| c.is_alphanumeric() || c == '%');
    let told = sides.iter().filter(|sides| tells(text(&sides.before))).count();
    let aligned = edges.into_iter().any(|edge| spread(edge) < ALIGNED * size);
    sides.len() >= FEWEST && aligned && tied * 3 <= sides.len() && told * 2 >= sides.len()
}

/// Whether a text is the mark of an item, a label or a sign, so that what follows belongs to it.
fn is_mark(text: &str) -> bool {
    let short = text.chars().count() <= 3 && text.ends_with([')', '.', ']']);
    let sign = text.chars().all(|c| !c.is_alphanumeric() && !"-–—%".contains(c));
    short || sign || text.ends_with([':', '(', '[', '±', '/', '+', '×', '<', '>', '≤', '≥', '=', '~', ','])
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "−")
}

fn begins_tied(text: &str) -> bool {
    text.starts_with(['±', '/', '+', '×', ')', '%', '=']) && !text.contains(char::is_alphabetic)
}

/// The column in parts.
fn cut(column: Column, inks: &[Ink], whites: &[White]) -> Vec<Column> {
    let mut parts = Vec::with_capacity(whites.len() + 1);
    let mut rest = column;
    for white in whites {
        parts.push(Column { u1: white.from, cut: white.middle(), ..rest });
        rest.u0 = white.to;
    }
    if !whites.is_empty() {
        rest.u1 = inks.iter().map(|ink| ink.u1).filter(|u1| *u1 < column.cut).fold(rest.u1, f32::max);
    }
    parts.push(rest);
    parts
}

/// Cuts the texts of a line at the white where no word of theirs is and the gap is as wide as `least` points.
fn cut_line(words: &Words, line: &mut TextLine, whites: &[White], least: f32) {
    let mut pieces = Vec::with_capacity(line.pieces.len());
    let alone = line.pieces.len() == 1;
    for piece in line.pieces.drain(..) {
        let mut open: Vec<usize> = Vec::new();
        for index in piece.words {
            let Some(word) = words.words.get(index) else { continue };
            let last = open.last().and_then(|last| words.words.get(*last));
            let parts = |white: &White| {
                let beside = |last: &Word| !alone || white.is_beside(last, word);
                last.is_some_and(|last| last.u1 <= white.middle() && word.u0 - last.u1 >= least && beside(last))
                    && white.middle() <= word.u0
            };
            if whites.iter().any(parts) {
                pieces.push(Piece::of(words, std::mem::take(&mut open)));
            }
            open.push(index);
        }
        pieces.push(Piece::of(words, open));
    }
    line.pieces = pieces;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::stops::columns;
    use crate::pdf::layout::tables::text_lines::{text_lines, word_rows};
    use crate::pdf::layout::words::written;

    /// What comes out of texts at their left edges and baselines, in letters 5 points wide with spaces as wide.
    fn check(page: &[(&str, f32, f32)], expected: &[&str]) {
        let words = written(page);
        let rows = word_rows(&words, (0..words.words.len()).collect());
        let mut lines = text_lines(&words, rows, 0.8);
        let mut stops = columns(&lines);
        part_by_white(&words, &mut lines, &mut stops);
        let text = |line: &TextLine| line.pieces.iter().map(|piece| piece.text(&words)).collect::<Vec<_>>().join("|");
        assert_eq!(lines.iter().map(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn white_wider_than_spaces_parts_columns() {
        // The second column begins 7 points right of the longest number of the first, and the third 7 points further.
        check(
            &[
                ("Solvent naphtha", 0.0, 100.0),
                ("64742-95-6", 90.0, 100.0),
                ("918-668-5", 147.0, 100.0),
                ("Acute Tox. 4", 199.0, 100.0),
                ("Lauryl glucoside", 0.0, 112.0),
                ("68515-73-1", 90.0, 112.0),
                ("500-220-1", 147.0, 112.0),
                ("Eye Dam. 1", 199.0, 112.0),
                ("Zinc oxide", 0.0, 124.0),
                ("1314-13-2", 90.0, 124.0),
                ("215-222-5", 147.0, 124.0),
                ("not classified", 199.0, 124.0),
            ],
            &[
                "Solvent naphtha|64742-95-6|918-668-5|Acute Tox. 4",
                "Lauryl glucoside|68515-73-1|500-220-1|Eye Dam. 1",
                "Zinc oxide|1314-13-2|215-222-5|not classified",
            ],
        );
    }

    #[test]
    fn texts_half_way_between_lines_stand_beside_them() {
        let row = |v: f32, name: &'static str| {
            [
                ("CAS: 67-64-1", 0.0, v),
                (name, 67.0, v + 6.0),
                ("EC: 200-662-2", 0.0, v + 12.0),
                ("10 %", 200.0, v + 6.0),
            ]
        };
        check(
            &[row(100.0, "Acetone"), row(136.0, "Toluene"), row(172.0, "Ethanol")].concat(),
            &[
                "CAS: 67-64-1",
                "Acetone|10 %",
                "EC: 200-662-2",
                "CAS: 67-64-1",
                "Toluene|10 %",
                "EC: 200-662-2",
                "CAS: 67-64-1",
                "Ethanol|10 %",
                "EC: 200-662-2",
            ],
        );
    }

    #[test]
    fn a_percent_sign_ends_a_value() {
        let row = |v: f32, share: &'static str, left: f32| {
            [(share, left, v), ("not classified", 60.0, v), ("67-64-1", 200.0, v)]
        };
        check(
            &[row(100.0, "50 – 75 %", 8.0), row(112.0, "1 – 5 %", 13.0), row(124.0, "20 – 30 %", 8.0)].concat(),
            &["50 – 75 %|not classified|67-64-1", "1 – 5 %|not classified|67-64-1", "20 – 30 %|not classified|67-64-1"],
        );
    }

    #[test]
    fn words_values_and_marks_stay_together() {
        // Spaces alone, even below each other; signs that tie values; items; and a range of values.
        for second in ["oil", "± 12", "– 25 %"] {
            let first = if second == "oil" { "Diesel" } else { "1234" };
            let at = 5.0 * first.len() as f32 + if second == "oil" { 5.0 } else { 7.0 };
            let line = |v: f32| [(first, 0.0, v), (second, at, v), ("67-64-1", 120.0, v)];
            let expected = format!("{first} {second}|67-64-1");
            check(&[line(100.0), line(112.0), line(124.0)].concat(), &[expected.as_str(); 3]);
        }
        let item = |v: f32| [("•", 0.0, v), ("Wash hands well", 12.0, v), ("67-64-1", 120.0, v)];
        check(&[item(100.0), item(112.0), item(124.0)].concat(), &["• Wash hands well|67-64-1"; 3]);
    }

    #[test]
    fn a_title_over_several_columns_is_left_whole() {
        let row = |v: f32| [("Ethanol", 0.0, v), ("49,293", 100.0, v), ("49,266", 140.0, v), ("50,353", 180.0, v)];
        let title = [("Enrolment in", 80.0, 112.0), ("thousands", 147.0, 112.0)];
        check(
            &[&row(100.0)[..], &title, &row(124.0), &row(136.0)].concat(),
            &[
                "Ethanol|49,293|49,266|50,353",
                "Enrolment in thousands",
                "Ethanol|49,293|49,266|50,353",
                "Ethanol|49,293|49,266|50,353",
            ],
        );
    }
}
