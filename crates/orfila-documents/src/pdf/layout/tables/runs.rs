//! Stretches of lines that may be a table without any line drawn.

use crate::pdf::layout::tables::anchors::is_casrn;
use crate::pdf::layout::tables::captions::opens_note;
use crate::pdf::layout::tables::carried::Carried;
use crate::pdf::layout::tables::labels::is_entries;
use crate::pdf::layout::tables::stacked::{is_caption, is_section};
use crate::pdf::layout::tables::text_lines::TextLine;
use crate::pdf::layout::words::Words;

/// Lines further apart than this many ems are in different tables.
const FAR: f32 = 3.2;
/// Fewer lines with cells are no table.
pub(super) const FEWEST: usize = 3;
/// More lines than this without cells part two tables; in the first column alone, a name may take more.
const MOST_WITHOUT_CELLS: usize = 3;
const MOST_OF_A_NAME: usize = 9;
/// Lines closer than this many ems may be of one text.
const CLOSE: f32 = 1.6;
/// Lines of titles above the first line with several cells.
const MOST_ABOVE: usize = 4;

/// A stretch of lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) lines: &'a [TextLine],
    /// Whether the line above it is a table's caption.
    pub(super) captioned: bool,
    /// Whether it begins with the head of the table at the foot of the page before.
    pub(super) carried: bool,
}

/// Stretches of lines with cells, and of the few lines without between them.
pub(super) fn runs<'a>(words: &'a Words, lines: &'a [TextLine], carried: Option<&Carried>) -> Vec<Run<'a>> {
    let region = Region { words, lines, width: width(lines) };
    let mut runs = Vec::new();
    let (mut from, mut taken) = (0, 0);
    while let Some(first) = lines.get(from) {
        let head = lines.get(from..).and_then(|lines| carried?.lines_of(words, lines));
        if head.is_none() && (!is_celled(first) || region.parts(first)) {
            from += 1;
            continue;
        }
        let (last, to) = Growth::at(&region, from, from + head.unwrap_or(0)).grow();
        let begin = if head.is_some() { from } else { region.first_of_head(from, taken) };
        let captioned = begin.checked_sub(1).and_then(|above| lines.get(above)).is_some_and(|l| is_caption(words, l));
        if let Some(run) = lines.get(begin..=last) {
            let least = if captioned || is_numbered(words, run) { FEWEST - 1 } else { FEWEST };
            let celled = run.iter().filter(|line| is_celled(line)).count();
            let found = Run { lines: run, captioned, carried: head.is_some() };
            runs.extend((found.carried || celled >= least).then_some(found));
        }
        taken = last + 1;
        from = to.max(taken);
    }
    runs
}

/// Whether it may be the last row of a table of substances, alone below its head on the next page.
fn is_numbered(words: &Words, run: &[TextLine]) -> bool {
    const FEWEST_CELLS: usize = 4;
    let celled = run.iter().any(|line| line.pieces.len() >= FEWEST_CELLS);
    let mut rest = run.iter().skip(1).flat_map(|line| line.pieces.iter().flat_map(|piece| &piece.words));
    celled && rest.any(|index| words.words.get(*index).is_some_and(|word| is_casrn(words.text(word))))
}

fn width(lines: &[TextLine]) -> f32 {
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    lines.iter().map(|line| line.ends().1).fold(f32::NEG_INFINITY, f32::max) - left
}

fn is_celled(line: &TextLine) -> bool {
    line.pieces.len() >= 2
}

/// Where the second cell of a line begins.
fn second_column(line: &TextLine) -> f32 {
    line.pieces.get(1).map_or(f32::INFINITY, |piece| piece.u0)
}

/// The lines among which stretches are sought.
struct Region<'a> {
    words: &'a Words,
    lines: &'a [TextLine],
    width: f32,
}

impl Region<'_> {
    /// Whether a line is running text, entries of a form, the heading of a section or a caption: no table goes on over it.
    fn parts(&self, line: &TextLine) -> bool {
        let (u0, u1) = line.ends();
        let wide = |u0: f32, u1: f32, share: f32| u1 - u0 > share * self.width;
        let long =
            line.pieces.iter().any(|piece| piece.count > 70 || wide(piece.u0, piece.u1, 0.75) && piece.count > 35);
        let long = long && !self.is_coded(line) || self.is_enumerated(line);
        let single = line.pieces.len() == 1 && wide(u0, u1, 0.6) && line.count() > 45;
        long || single || is_section(self.words, line) || is_caption(self.words, line) || is_entries(self.words, line)
    }

    /// Whether it is the number of a paragraph or claim and how that begins.
    fn is_enumerated(&self, line: &TextLine) -> bool {
        const LONG: usize = 30;
        let [number, text] = line.pieces.as_slice() else { return false };
        let mark = number.text(self.words);
        let counted = mark.strip_suffix(['.', ')']).is_some_and(|number| number.parse::<u8>().is_ok());
        counted && text.count > LONG
    }

    /// Whether it is a code of several digits beside a name, as lists of substances have it.
    fn is_coded(&self, line: &TextLine) -> bool {
        const FEWEST_DIGITS: usize = 3;
        const LONGEST_NAME: usize = 110;
        let [code, name] = line.pieces.as_slice() else { return false };
        let text = code.text(self.words);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let coded = text.chars().all(|c| c.is_ascii_digit() || "-/".contains(c));
        coded && digits >= FEWEST_DIGITS && name.count <= LONGEST_NAME
    }

    /// The first line of the head that the line `from` with several cells belongs to: lone texts close above it that do not
    /// begin at the left, in the same weight, are the upper lines of its titles.
    fn first_of_head(&self, from: usize, taken: usize) -> usize {
        let Some(first) = self.lines.get(from) else { return from };
        let left = first.ends().0;
        let belongs = |at: &usize| {
            let (Some(line), Some(below)) = (self.lines.get(*at), self.lines.get(at + 1)) else { return false };
            let close = below.v - line.v < CLOSE * line.size && (line.size - first.size).abs() < 0.05 * line.size;
            let (u0, u1) = line.ends();
            let inner = u0 > left + 2.0 * line.size && u1 - u0 < 0.5 * self.width;
            close && inner && !self.parts(line) && self.is_bold(line) == self.is_bold(first)
        };
        (taken..from).rev().take_while(belongs).take(MOST_ABOVE).last().unwrap_or(from)
    }

    fn is_bold(&self, line: &TextLine) -> bool {
        let mut words = line.pieces.iter().flat_map(|piece| &piece.words);
        words.all(|index| self.words.words.get(*index).is_some_and(|word| word.bold))
    }

    fn text(&self, line: &TextLine) -> String {
        line.pieces.first().map(|piece| piece.text(self.words)).unwrap_or_default()
    }

    /// Whether a line begins in the middle of a sentence or name.
    fn begins_small(&self, line: &TextLine) -> bool {
        self.text(line).starts_with(char::is_lowercase)
    }
}

/// A stretch that grows line by line.
struct Growth<'a> {
    region: &'a Region<'a>,
    from: usize,
    /// The last line that surely belongs to it.
    last: usize,
    /// Its left edge, and where second cells begin.
    left: f32,
    second: f32,
    /// The last of the lone texts of the first column right below the last line with cells.
    hanging: Option<usize>,
    /// How far apart such texts are from the line above them, where lines with cells follow.
    leading: Option<f32>,
    /// Whether they belong to it though no lines with cells follow.
    hangs_surely: bool,
    /// Whether it surely is a table, below a head that is known.
    known: bool,
    /// The distances of lines with cells, and of texts of the first column.
    rows: Distances,
    names: Distances,
}

/// Distances of lines: the smallest and the largest.
#[derive(Debug, Clone, Copy)]
struct Distances {
    least: f32,
    most: f32,
    /// Where the last line stood.
    v: f32,
}

impl Distances {
    fn from(v: f32) -> Self {
        Self { least: f32::INFINITY, most: 0.0, v }
    }

    fn add(&mut self, line: &TextLine) {
        let distance = line.v - self.v;
        if distance > 0.85 * line.size {
            (self.least, self.most) = (self.least.min(distance), self.most.max(distance));
        }
        self.v = line.v;
    }

    /// Whether there are two distances, and this is the smaller one: that of the lines of one text.
    fn is_smaller(&self, distance: f32) -> bool {
        self.most > 1.15 * self.least && distance < 1.1 * self.least
    }
}

impl<'a> Growth<'a> {
    /// A stretch that begins at the line `from`; below a head that is known, with the lines `above` it.
    fn at(region: &'a Region<'a>, above: usize, from: usize) -> Self {
        let first = region.lines.get(from);
        let begun = || region.lines.get(above..=from).unwrap_or_default().iter();
        let left = begun().map(|line| line.ends().0).reduce(f32::min).unwrap_or(0.0);
        let second = begun().map(second_column).fold(f32::INFINITY, f32::min);
        let distances = Distances::from(first.map_or(0.0, |line| line.v));
        Self {
            region,
            from,
            last: from,
            left,
            second,
            hanging: None,
            leading: None,
            hangs_surely: false,
            known: above < from,
            rows: distances,
            names: distances,
        }
    }

    /// Its last line, and where the next stretch may begin.
    fn grow(mut self) -> (usize, usize) {
        let mut to = self.from + 1;
        while let Some((above, line)) = self.region.lines.get(to - 1).zip(self.region.lines.get(to)) {
            if self.ends_before(above, line, to) {
                break;
            }
            self.take(above, line, to);
            to += 1;
        }
        let last = self.hanging.filter(|_| self.hangs_surely).unwrap_or(self.last);
        (last, to)
    }

    fn ends_before(&self, above: &TextLine, line: &TextLine, to: usize) -> bool {
        let last = self.region.lines.get(self.last).map_or(line.size, |last| last.size);
        let far = (line.v - above.v) / line.size.max(above.size) > FAR;
        let resized = (line.size - last).abs() > 0.25 * line.size;
        far || resized || self.region.parts(line) || self.too_many_without_cells(to)
    }

    fn too_many_without_cells(&self, to: usize) -> bool {
        let since = self.hanging.unwrap_or(self.last);
        let lines = self.region.lines.get(since + 1..to).unwrap_or_default();
        let named = lines.iter().all(|line| self.is_name(line)) && self.names_stand_close(since + 1, to);
        lines.len() >= if named { MOST_OF_A_NAME } else { MOST_WITHOUT_CELLS }
    }

    /// Whether the lines stand as close to each other as those of one text do.
    fn names_stand_close(&self, from: usize, to: usize) -> bool {
        let lines = self.region.lines.get(from..=to).unwrap_or_default();
        lines.windows(2).all(|pair| pair[1].v - pair[0].v < CLOSE * pair[1].size)
    }

    /// Whether a line is a lone text of the first column.
    fn is_name(&self, line: &TextLine) -> bool {
        line.pieces.len() == 1 && line.ends().1 < self.second - 0.3 * line.size
    }

    fn take(&mut self, above: &TextLine, line: &TextLine, to: usize) {
        let distance = line.v - above.v;
        let close = distance / line.size.max(above.size) < CLOSE;
        let (u0, u1) = line.ends();
        // A lone text to the right of the first column goes on with a cell.
        let inner = u0 > self.left + 2.0 * line.size && u1 - u0 < 0.6 * self.region.width && close;
        self.left = self.left.min(u0);
        if is_celled(line) || inner {
            self.settle(line, to);
        } else if self.hanging.unwrap_or(self.last) + 1 == to && self.is_name(line) && close {
            self.hang(line, distance, to);
        }
        if u0 < self.left + 2.0 * line.size {
            self.names.add(line);
        }
    }

    /// The line belongs to it, with all above.
    fn settle(&mut self, line: &TextLine, to: usize) {
        if self.hanging.is_some() {
            self.leading = self.leading.or_else(|| self.distance_below(self.last));
        } else if to == self.last + 1 {
            self.rows.add(line);
        }
        self.rows.v = line.v;
        (self.last, self.hanging) = (to, None);
        self.second = self.second.min(second_column(line));
    }

    /// A lone text of the first column belongs to it if it stands as such texts do; below the last line with cells also if
    /// it stands closer than rows do.
    fn hang(&mut self, line: &TextLine, distance: f32, to: usize) {
        let stands = self.leading.map(|leading| distance < 1.1 * leading);
        let goes_on = self.region.begins_small(line) || stands == Some(true);
        let one_text = self.names.is_smaller(line.v - self.names.v);
        if !(goes_on || stands.is_none() || one_text) {
            return;
        }
        if self.hanging.is_none() {
            // Where cells stand half-way between the lines of their neighbours, no lines are as far apart as rows are.
            let known = self.rows.least.is_finite();
            let closer = self.rows.is_smaller(distance) || distance < 0.92 * self.rows.least;
            let belongs = one_text || known && closer;
            self.hangs_surely = goes_on || (belongs || self.known) && !opens_note(&self.region.text(line));
        }
        self.hanging = Some(to);
    }

    fn distance_below(&self, at: usize) -> Option<f32> {
        Some(self.region.lines.get(at + 1)?.v - self.region.lines.get(at)?.v)
    }
}
