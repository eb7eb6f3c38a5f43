//! Rows and columns of an area of words that has no lines down.

use crate::pdf::layout::tables::anchors::keyed_lines;
use crate::pdf::layout::tables::carried::{Again, Carried};
use crate::pdf::layout::tables::rules::Segment;
use crate::pdf::layout::tables::stops::{Column, columns, columns_below, place, widen};
use crate::pdf::layout::tables::text_lines::{TextLine, piece_gap, text_lines, word_rows};
use crate::pdf::layout::tables::titled::add_titled;
use crate::pdf::layout::tables::top::{Heading, head_lines, heading};
use crate::pdf::layout::tables::values::part_values;
use crate::pdf::layout::tables::whites::{cut_titles, part_by_white, settle_by_white};
use crate::pdf::layout::tables::wraps::{GridLine, row_starts, ruled_row_starts};
use crate::pdf::layout::tables::{PageCell, area_of};
use crate::pdf::layout::words::Words;

/// What an area of words is as a table.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) columns: Vec<Column>,
    pub(super) cells: Vec<PageCell>,
    pub(super) rows: usize,
    pub(super) header_rows: usize,
    /// Its lines.
    pub(super) lines: Vec<TextLine>,
    /// Whether a line across parts header and body.
    pub(super) ruled_head: bool,
    /// How many of the lines are the header's.
    pub(super) head: usize,
    /// Whether its header is that of the table at the foot of the page before.
    pub(super) carried: bool,
}

/// What is known of an area beside its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// All lines across in it, its outer ones too.
    pub(super) across: &'a [Segment],
    pub(super) width: f32,
    pub(super) carried: Option<&'a Carried>,
}

/// The grid of the words of an area.
pub(super) fn grid(words: &Words, indices: Vec<usize>, setting: Setting<'_>) -> Option<Grid> {
    let rows = word_rows(words, indices);
    let gap = piece_gap(words, &rows);
    let lines = text_lines(words, rows, gap);
    match setting.carried.and_then(|carried| carried.again(words, &lines)) {
        Some(again) => carried_grid(words, lines, again, setting),
        None => found_grid(words, lines, Setting { carried: None, ..setting }),
    }
}

/// The grid of lines whose head and columns are known.
fn carried_grid(words: &Words, mut lines: Vec<TextLine>, again: Again, setting: Setting<'_>) -> Option<Grid> {
    let Again { heading: Heading { cells, rows: header_rows }, lines: head, columns: mut stops } = again;
    let body = lines.get_mut(head..)?;
    for line in body.iter() {
        line.pieces.iter().for_each(|piece| widen(&mut stops, piece, line.size));
    }
    settle_by_white(words, body, &mut stops);
    let placed = placed_lines(words, &lines, &stops);
    let above = lines.get(head.checked_sub(1)?).map(|line| line.v);
    let (mut cells, body) = (cells, placed.get(head..)?);
    let starts = starts(words, body, &stops, setting, above);
    let rows = append_rows(words, &mut cells, body, &starts, header_rows);
    Some(Grid { columns: stops, cells, rows, header_rows, lines, ruled_head: true, head, carried: true })
}

fn found_grid(words: &Words, mut lines: Vec<TextLine>, setting: Setting<'_>) -> Option<Grid> {
    let ruled_head =
        header_rule(&lines, setting.across, setting.width).filter(|head| !are_rows(words, lines.get(..*head)));
    let body = ruled_head.unwrap_or(0);
    let mut stops = columns_below(lines.get(body..)?, lines.get(..body)?);
    if stops.len() < 2 || lines.len() - body < 3 {
        let all = columns(&lines);
        stops = if all.len() > stops.len() && stops.len() < 2 { all } else { stops };
    }
    if stops.len() < 2 {
        return None;
    }
    name_column(lines.get(body..)?, &mut stops);
    stops = part_values(words, lines.get(body..)?, &stops);
    let mut placed = placed_lines(words, &lines, &stops);
    let head = ruled_head.unwrap_or_else(|| head_lines(words, &placed, stops.len())).min(lines.len());
    if ruled_head.is_none()
        && let Some((apart, narrowed)) = columns_of_body(words, &lines, head, &stops)
    {
        (placed, stops) = (apart, narrowed);
    }
    if let Some(whites) = part_by_white(words, lines.get_mut(head..)?, &mut stops) {
        cut_titles(words, lines.get_mut(..head)?, &whites);
        placed = placed_lines(words, &lines, &stops);
    }
    if add_titled(lines.get(..head)?, lines.get(head..)?, &mut stops) {
        placed = placed_lines(words, &lines, &stops);
    }
    let (top, body) = placed.split_at(head);
    let Heading { mut cells, rows: header_rows } = heading(words, top, &stops, setting.across);
    let starts = starts(words, body, &stops, setting, top.last().map(|line| line.v));
    let rows = append_rows(words, &mut cells, body, &starts, header_rows);
    let ruled_head = ruled_head.is_some();
    Some(Grid { columns: stops, cells, rows, header_rows, lines, ruled_head, head, carried: false })
}

fn placed_lines(words: &Words, lines: &[TextLine], stops: &[Column]) -> Vec<GridLine> {
    let placed = |line: &TextLine| GridLine { v: line.v, size: line.size, cells: place(words, line, stops) };
    lines.iter().map(placed).collect()
}

/// The lines in the columns of the body alone, where the head made columns seem more than they are, or fewer; not if
/// headings beside each other would be in one column.
fn columns_of_body(
    words: &Words,
    lines: &[TextLine],
    head: usize,
    all: &[Column],
) -> Option<(Vec<GridLine>, Vec<Column>)> {
    let body = lines.get(head..).filter(|body| head > 0 && body.len() >= 3)?;
    let stops = columns_below(body, lines.get(..head)?);
    if stops.len() < 2 {
        return None;
    }
    let more = stops.len() > all.len();
    let mut widened = stops.clone();
    for line in lines.iter().take(head) {
        line.pieces.iter().for_each(|piece| widen(&mut widened, piece, line.size));
    }
    let clash = |line: &GridLine| line.cells.windows(2).any(|pair| pair[1].first <= pair[0].last);
    [stops, widened].into_iter().find_map(|stops| {
        let placed = placed_lines(words, lines, &stops);
        let sure = !placed.iter().take(head).any(clash) && (!more || are_titled(placed.get(..head)?, stops.len()));
        sure.then_some((placed, stops))
    })
}

/// Whether each column has a title of its own: a title over several of them hid the white between those.
fn are_titled(head: &[GridLine], columns: usize) -> bool {
    let own = |column: usize| {
        head.iter().any(|line| line.cells.iter().any(|cell| (cell.first, cell.last) == (column, column)))
    };
    (0..columns).all(own)
}

/// Names that stand alone on their lines, half-way between rows, make a column of their own to the left of the others.
fn name_column(lines: &[TextLine], stops: &mut Vec<Column>) {
    let Some(left) = stops.first().map(|column| column.u0) else { return };
    let outside = |line: &&TextLine| line.pieces.first().is_some_and(|piece| piece.u1 < left - 0.4 * line.size);
    let names: Vec<&TextLine> = lines.iter().filter(outside).collect();
    if names.len() >= 2 {
        let u0 = names.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
        let ends = names.iter().filter_map(|line| line.pieces.first()).map(|piece| piece.u1);
        let u1 = ends.fold(f32::NEG_INFINITY, f32::max);
        stops.insert(0, Column { u0, u1, cut: 0.5 * (u1 + left) });
    }
}

/// Whether lines above a line across are rows of values themselves, as where lines part groups of rows.
fn are_rows(words: &Words, lines: Option<&[TextLine]>) -> bool {
    let valued = |line: &TextLine| {
        line.pieces.len() >= 2
            && line.pieces.iter().skip(1).all(|piece| piece.is_value(words) && piece.has_digit(words))
    };
    lines.is_some_and(|lines| lines.len() >= 2 && lines.iter().all(valued))
}

/// How many lines stand above the first line across that runs over most of the width and parts a header from a body.
fn header_rule(lines: &[TextLine], across: &[Segment], width: f32) -> Option<usize> {
    const MOST: usize = 9;
    let first = lines.first()?;
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    let full =
        |rule: &&Segment| rule.length() > 0.6 * width && rule.from < left + 0.15 * width && rule.at > first.middle();
    let above = |rule: &Segment| lines.iter().filter(|line| line.middle() < rule.at).count();
    // Above the cells of a header may stand what is said of all of them, with a line of its own.
    let celled = |rule: &&Segment| lines.iter().take(above(rule)).any(|line| line.pieces.len() >= 2);
    let rule = across.iter().filter(full).find(celled).or_else(|| across.iter().find(full))?;
    let above = above(rule);
    (above <= MOST && above < lines.len() && above * 2 <= lines.len() + 1).then_some(above)
}

fn starts(
    words: &Words,
    body: &[GridLine],
    stops: &[Column],
    Setting { across, width, carried }: Setting<'_>,
    above: Option<f32>,
) -> Vec<bool> {
    let mut parted = Vec::with_capacity(body.len());
    let mut last = above.unwrap_or(f32::NEG_INFINITY);
    for line in body {
        let (from, to) = (last - 1.0, line.v - 0.35 * line.size);
        let covered: f32 =
            across.iter().filter(|rule| rule.at > from && rule.at < to).map(Segment::length).fold(0.0, f32::max);
        parted.push(covered > 0.5 * width);
        last = line.v;
    }
    let drawn = parted.iter().skip(1).filter(|parted| **parted).count();
    // Rows of many lines: no two numbers of substances stand between two lines across.
    let numbered = keyed_lines(words, body);
    if drawn >= 2 && (drawn * 3 >= body.len() || numbered >= 2 && numbered <= drawn + 1) {
        return by_rules(words, body, stops, &parted);
    }
    row_starts(words, body, stops, &parted, carried.is_some())
}

/// Nearly every row has a line: what stands between two lines is a row, unless it surely is several.
fn by_rules(words: &Words, body: &[GridLine], stops: &[Column], parted: &[bool]) -> Vec<bool> {
    let rights: Vec<f32> = stops.iter().map(|column| column.u1).collect();
    let mut starts: Vec<bool> = Vec::with_capacity(body.len());
    let mut from = 0;
    while from < body.len() {
        let to = (from + 1..body.len()).find(|index| parted[*index]).unwrap_or(body.len());
        let mut inside = ruled_row_starts(words, &body[from..to], &rights);
        if let Some(first) = inside.first_mut() {
            *first = true;
        }
        starts.extend(inside);
        from = to;
    }
    starts
}

/// Appends the cells of the body; gives the number of rows.
fn append_rows(words: &Words, cells: &mut Vec<PageCell>, body: &[GridLine], starts: &[bool], header: usize) -> usize {
    let mut row = header;
    let mut open: Vec<PageCell> = Vec::new();
    for (line, start) in body.iter().zip(starts) {
        if *start && !open.is_empty() {
            close_row(words, cells, &mut open);
            row += 1;
        }
        for placed in &line.cells {
            let (column, column_span) = (placed.first, placed.last + 1 - placed.first);
            let overlaps =
                |cell: &&mut PageCell| column < cell.column + cell.column_span && cell.column < column + column_span;
            match open.iter_mut().find(overlaps) {
                Some(cell) => cell.words.extend(&placed.piece.words),
                None => {
                    let words = placed.piece.words.clone();
                    let area = crate::pdf::glyphs::Area::EMPTY;
                    open.push(PageCell { row, column, row_span: 1, column_span, words, area });
                }
            }
        }
    }
    if !open.is_empty() {
        close_row(words, cells, &mut open);
        row += 1;
    }
    row
}

fn close_row(words: &Words, cells: &mut Vec<PageCell>, open: &mut Vec<PageCell>) {
    open.sort_by_key(|cell| cell.column);
    for mut cell in open.drain(..) {
        cell.area = area_of(words, &cell.words);
        cells.push(cell);
    }
}
