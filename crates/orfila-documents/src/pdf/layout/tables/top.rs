//! The header of a table without lines down: cells over several lines, and cells over several columns.

use crate::pdf::layout::tables::anchors::lines_above_rows;
use crate::pdf::layout::tables::rules::Segment;
use crate::pdf::layout::tables::stops::{Column, Placed};
use crate::pdf::layout::tables::text_lines::Piece;
use crate::pdf::layout::tables::wraps::GridLine;
use crate::pdf::layout::tables::{PageCell, area_of};
use crate::pdf::layout::words::Words;

/// A header: its cells and the number of its rows.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub(super) cells: Vec<PageCell>,
    pub(super) rows: usize,
}

/// A header cell that grows line by line.
#[derive(Debug)]
struct Cell {
    first: usize,
    last: usize,
    words: Vec<usize>,
    u0: f32,
    u1: f32,
    top: f32,
    v: f32,
    size: f32,
}

/// The number of lines at the top that are a header, where no line across says so: words above columns of values, or bold
/// above what is not.
pub(super) fn head_lines(words: &Words, lines: &[GridLine], columns: usize) -> usize {
    const MOST: usize = 6;
    const MOST_OF_SUBSTANCES: usize = 10;
    if let Some(above) = lines_above_rows(words, lines, columns).filter(|above| *above <= MOST_OF_SUBSTANCES) {
        return bold_lines(words, lines, above).unwrap_or(above);
    }
    let value = |line: &GridLine| line.cells.iter().filter(|cell| cell.first > 0 && cell.piece.is_value(words)).count();
    let with_values = lines.iter().filter(|line| value(line) > 0).count();
    let worded = lines.iter().take_while(|line| value(line) == 0).count();
    if with_values * 2 >= lines.len() && worded <= MOST && worded < lines.len() {
        // A label without values just above the first values belongs to the body.
        let labels =
            lines[..worded].iter().rev().take_while(|line| line.cells.iter().all(|cell| cell.last == 0)).count();
        return worded - labels;
    }
    bold_lines(words, lines, MOST).unwrap_or(0)
}

/// The number of lines in bold at the top, above lines that are not.
fn bold_lines(words: &Words, lines: &[GridLine], most: usize) -> Option<usize> {
    let bold =
        |line: &GridLine| line.cells.iter().all(|cell| cell.piece.words.iter().all(|word| words.words[*word].bold));
    let bolds = lines.iter().take_while(|line| bold(line)).count();
    let others = lines.iter().skip(bolds).filter(|line| bold(line)).count();
    let headed = bolds > 0 && bolds <= most && bolds < lines.len() && others * 3 <= lines.len() - bolds;
    (headed && lines[..bolds].iter().any(|line| line.cells.len() >= 2)).then_some(bolds)
}

/// Puts the lines of a header together.
pub(super) fn heading(words: &Words, lines: &[GridLine], columns: &[Column], across: &[Segment]) -> Heading {
    let mut cells: Vec<Cell> = Vec::new();
    let lines: Vec<GridLine> = lines.iter().map(|line| with_titles(words, line, across)).collect();
    for (at, line) in lines.iter().enumerate() {
        let spans = spans(line, lines.get(at + 1..).unwrap_or_default(), columns, across);
        let mut fresh = Vec::new();
        for (placed, (first, last)) in line.cells.iter().zip(spans) {
            let piece = &placed.piece;
            let cell = Cell {
                first,
                last,
                words: piece.words.clone(),
                u0: piece.u0,
                u1: piece.u1,
                top: line.v,
                v: line.v,
                size: line.size,
            };
            match cells.iter_mut().rev().find(|above| above.goes_on_with(&cell, across)) {
                Some(above) => above.extend(cell),
                None => fresh.push(cell),
            }
        }
        cells.extend(fresh);
    }
    arrange(words, cells)
}

/// The line with those cells put together that are the words of one title over a line that is drawn below it.
fn with_titles(words: &Words, line: &GridLine, across: &[Segment]) -> GridLine {
    let size = line.size;
    let mut cells: Vec<Placed> = line.cells.clone();
    let near = |rule: &&Segment| rule.at > line.v - 0.2 * size && rule.at < line.v + 0.8 * size;
    for rule in across.iter().filter(near) {
        let over = |cell: &Placed| rule.covers(cell.piece.u0, cell.piece.u1) > 0.6 * (cell.piece.u1 - cell.piece.u0);
        let from = cells.iter().position(over).unwrap_or(cells.len());
        let length = cells[from..].iter().take_while(|cell| over(cell)).count();
        let title = &cells[from..from + length];
        let (Some(first), Some(last)) = (title.first(), title.last()) else { continue };
        let one = title.windows(2).all(|pair| pair[1].piece.u0 - pair[0].piece.u1 < 0.5 * size);
        if length < 2 || !one || rule.length() < 1.2 * (last.piece.u1 - first.piece.u0) {
            continue;
        }
        let all = title.iter().flat_map(|cell| cell.piece.words.iter().copied()).collect();
        let joined = Placed { piece: Piece::of(words, all), first: first.first, last: last.last };
        cells.splice(from..from + length, [joined]);
    }
    GridLine { cells, ..*line }
}

impl Cell {
    fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether `next` is the next line of the same cell: as wide, close below, aligned, and with no line between.
    fn goes_on_with(&self, next: &Self, across: &[Segment]) -> bool {
        let close = next.v > self.v && next.v - self.v <= 1.75 * next.size;
        let parted = across.iter().any(|rule| {
            rule.at > self.v - 0.2 * self.size
                && rule.at < next.v - 0.3 * next.size
                && rule.covers(next.u0, next.u1) > 0.4 * (next.u1 - next.u0)
        });
        let near = |a: f32, b: f32| (a - b).abs() < 0.45 * next.size;
        let aligned = near(self.u0, next.u0) || near(self.u1, next.u1) || near(self.u0 + self.u1, next.u0 + next.u1);
        let same = self.first == next.first && self.last == next.last;
        let inside = self.first == self.last || next.first == next.last && self.last - self.first <= 1;
        close && !parted && self.overlaps(next) && (same || aligned && inside)
    }

    fn extend(&mut self, next: Self) {
        self.words.extend(next.words);
        self.u0 = self.u0.min(next.u0);
        self.u1 = self.u1.max(next.u1);
        self.v = next.v;
        // The narrower of both is the column; the other only sticks out.
        if next.last - next.first < self.last - self.first {
            (self.first, self.last) = (next.first, next.last);
        }
    }
}

/// The columns that each cell of a header line spans: those over the line drawn below it, else those it is centred over.
fn spans(line: &GridLine, below: &[GridLine], columns: &[Column], across: &[Segment]) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = line.cells.iter().map(|cell| (cell.first, cell.last)).collect();
    // Cells set half-way between two lines are a line of their own: the cells below may stand on the one after.
    let close = below.iter().take_while(|next| next.v - line.v < 1.9 * line.size).count().max(1);
    let below = below.get(..close).unwrap_or(below);
    let reach = below.first().map_or(line.v + 1.5 * line.size, |below| below.v - 0.3 * below.size);
    for (at, cell) in line.cells.iter().enumerate() {
        let over = |rule: &Segment, piece: &Piece| rule.covers(piece.u0, piece.u1) > 0.6 * (piece.u1 - piece.u0);
        // A line under several cells parts them from what is below; it joins no columns.
        let under = |rule: &&Segment| {
            rule.at > line.v - 0.2 * line.size
                && rule.at < reach.min(line.v + 1.5 * line.size)
                && over(rule, &cell.piece)
                && line.cells.iter().filter(|other| over(rule, &other.piece)).count() == 1
        };
        let free = |column: &usize| {
            line.cells
                .iter()
                .enumerate()
                .all(|(other, cell)| other == at || *column < cell.first || *column > cell.last)
        };
        if let Some(rule) = across.iter().find(under) {
            let over =
                |column: &usize| free(column) && (rule.from - 3.0..=rule.to + 3.0).contains(&columns[*column].middle());
            let first = (0..cell.first).rev().take_while(over).last().unwrap_or(cell.first);
            let last = (cell.last + 1..columns.len()).take_while(over).last().unwrap_or(cell.last);
            spans[at] = (first, last);
        } else {
            spans[at] = centred(cell.piece.middle(), (cell.first, cell.last), line.size, below, columns, free);
        }
    }
    spans
}

/// The widest run of columns around `own` that the middle of a cell is the middle of, each with a cell below.
fn centred(
    middle: f32,
    own: (usize, usize),
    size: f32,
    below: &[GridLine],
    columns: &[Column],
    free: impl Fn(&usize) -> bool,
) -> (usize, usize) {
    let single = |line: &GridLine, column| line.at(column).is_some_and(|cell| cell.first == cell.last);
    let filled = |column: &usize| below.iter().any(|line| single(line, *column)) && free(column);
    let first = (0..own.0).rev().take_while(filled).last().unwrap_or(own.0);
    let last = (own.1 + 1..columns.len()).take_while(filled).last().unwrap_or(own.1);
    let mut best = own;
    for from in first.max(1)..=own.0 {
        for to in own.1..=last {
            let centre = 0.5 * (columns[from].u0 + columns[to].u1);
            let wider = to - from > best.1 - best.0 && to - from <= 12;
            if wider && (centre - middle).abs() < 0.8 * size {
                best = (from, to);
            }
        }
    }
    best
}

/// Gives every cell its row: cells with nothing below stand in the last row.
fn arrange(words: &Words, cells: Vec<Cell>) -> Heading {
    let mut depths = vec![0_usize; cells.len()];
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by(|a, b| cells[*b].v.total_cmp(&cells[*a].v));
    for at in &order {
        let cell = &cells[*at];
        let below = (0..cells.len())
            .filter(|other| cells[*other].top > cell.v + 0.3 * cell.size && cells[*other].overlaps(cell));
        depths[*at] = below.map(|other| depths[other] + 1).max().unwrap_or(0);
    }
    let rows = depths.iter().max().map_or(0, |deepest| deepest + 1);
    let mut placed: Vec<PageCell> = Vec::with_capacity(cells.len());
    for (cell, depth) in cells.into_iter().zip(depths) {
        let (row, column, column_span) = (rows - 1 - depth, cell.first, cell.last + 1 - cell.first);
        let area = area_of(words, &cell.words);
        let clash = placed.iter_mut().find(|other| {
            other.row == row && column < other.column + other.column_span && other.column < column + column_span
        });
        match clash {
            Some(other) => other.words.extend(cell.words),
            None => placed.push(PageCell { row, column, row_span: 1, column_span, words: cell.words, area }),
        }
    }
    stretch_up(&mut placed);
    placed.sort_by_key(|cell| (cell.row, cell.column));
    Heading { cells: placed, rows }
}

/// A cell with nothing above it takes the rows above, as the lines of a header mean it.
fn stretch_up(cells: &mut [PageCell]) {
    let places: Vec<(usize, usize, usize)> =
        cells.iter().map(|cell| (cell.row, cell.column, cell.column + cell.column_span)).collect();
    for cell in cells {
        let (from, to) = (cell.column, cell.column + cell.column_span);
        let above = places.iter().filter(|other| other.0 < cell.row && other.1 < to && from < other.2);
        let top = above.map(|other| other.0 + 1).max().unwrap_or(0);
        cell.row_span += cell.row - top;
        cell.row = top;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::grid::{Setting, grid};
    use crate::pdf::layout::tables::typed::{LEADING, LETTER, rows_of, typed};

    /// A line across just below the line `below` (base 1), from one letter to another.
    fn rule(below: usize, from: usize, to: usize) -> Segment {
        Segment { at: LEADING * below as f32 + 3.0, from: LETTER * from as f32, to: LETTER * to as f32 }
    }

    /// The header's cells as text with `row,column,row span,column span`.
    fn check(page: &[&str], across: &[Segment], expected: &[(&str, [usize; 4])]) {
        let words = typed(page);
        let setting = Setting { across, width: 250.0, carried: None };
        let found = grid(&words, (0..words.words.len()).collect(), setting).unwrap();
        let header = found.cells.iter().filter(|cell| cell.row < found.header_rows);
        let cells: Vec<(String, [usize; 4])> = header
            .map(|cell| {
                let text = rows_of(&words, &[PageCell { row: 0, ..cell.clone() }]).concat();
                (text, [cell.row, cell.column, cell.row_span, cell.column_span])
            })
            .collect();
        let cells: Vec<(&str, [usize; 4])> = cells.iter().map(|(text, place)| (text.as_str(), *place)).collect();
        assert_eq!(cells, expected, "{page:#?}");
    }

    const BODY: [&str; 3] = [
        "Ethanol         11.5      12.5      13.5      14.5",
        "Methanol        21.5      22.5      23.5      24.5",
        "Acetone         31.5      32.5      33.5      34.5",
    ];

    #[test]
    fn a_line_below_a_title_says_what_it_spans() {
        let page = [
            "                    Rat                 Dog",
            "Substance       Oral      Skin      Oral      Skin",
            BODY[0],
            BODY[1],
            BODY[2],
        ];
        let across = [rule(1, 16, 30), rule(1, 36, 50), rule(2, 0, 50)];
        check(
            &page,
            &across,
            &[
                ("Substance", [0, 0, 2, 1]),
                ("Rat", [0, 1, 1, 2]),
                ("Dog", [0, 3, 1, 2]),
                ("Oral", [1, 1, 1, 1]),
                ("Skin", [1, 2, 1, 1]),
                ("Oral", [1, 3, 1, 1]),
                ("Skin", [1, 4, 1, 1]),
            ],
        );
    }

    #[test]
    fn a_title_over_two_columns_does_not_hide_them() {
        let page = [
            "    Identification      Name         Share         Use",
            "CAS          EC No.",
            "",
            "67-64-1      200-662-2  Acetone      10 - 20 %     cleaner",
            "",
            "108-88-3     203-625-9  Toluene      20 - 30 %     thinner",
            "",
            "57-55-6      200-338-0  Propanediol  30 - 40 %     coolant",
        ];
        check(
            &page,
            &[],
            &[
                ("Identification", [0, 0, 1, 2]),
                ("Name", [0, 2, 2, 1]),
                ("Share", [0, 3, 2, 1]),
                ("Use", [0, 4, 2, 1]),
                ("CAS", [1, 0, 1, 1]),
                ("EC No.", [1, 1, 1, 1]),
            ],
        );
    }

    #[test]
    fn words_of_a_title_that_stand_below_a_column_by_chance_stay_in_it() {
        let page = [
            "Drug       Rats that are            Rats that are",
            "           not given any            given to all",
            "Ethanol    11.5      12.5           13.5      14.5",
            "Methanol   21.5      22.5           23.5      24.5",
            "Acetone    31.5      32.5           33.5      34.5",
        ];
        check(
            &page,
            &[rule(2, 0, 56)],
            &[
                ("Drug", [0, 0, 1, 1]),
                ("Rats that are/not given any", [0, 1, 1, 2]),
                ("Rats that are/given to all", [0, 3, 1, 2]),
            ],
        );
    }

    #[test]
    fn lines_below_each_other_are_one_cell_unless_a_line_parts_them() {
        let page = [
            "Substance       Dose      Time      Dose      Time",
            "                (mg)       (h)      (mg)       (h)",
            BODY[0],
            BODY[1],
            BODY[2],
        ];
        check(
            &page,
            &[rule(2, 0, 50)],
            &[
                ("Substance", [0, 0, 1, 1]),
                ("Dose/(mg)", [0, 1, 1, 1]),
                ("Time/(h)", [0, 2, 1, 1]),
                ("Dose/(mg)", [0, 3, 1, 1]),
                ("Time/(h)", [0, 4, 1, 1]),
            ],
        );
    }

    #[test]
    fn words_above_values_and_words_in_bold_are_headers() {
        check(
            &["Substance       One       Two       Three     Four", BODY[0], BODY[1], BODY[2]],
            &[],
            &[
                ("Substance", [0, 0, 1, 1]),
                ("One", [0, 1, 1, 1]),
                ("Two", [0, 2, 1, 1]),
                ("Three", [0, 3, 1, 1]),
                ("Four", [0, 4, 1, 1]),
            ],
        );
        let bold = [
            "*Part            Use        Maker",
            "Lid             cover      Smith",
            "Cup             holder     Jones",
            "Pot             cooker     Brown",
        ];
        check(&bold, &[], &[("Part", [0, 0, 1, 1]), ("Use", [0, 1, 1, 1]), ("Maker", [0, 2, 1, 1])]);
        check(&["Part            Use        Maker", bold[1], bold[2], bold[3]], &[], &[]);
    }
}
