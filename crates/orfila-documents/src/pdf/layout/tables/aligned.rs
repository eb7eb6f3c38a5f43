//! Tables that the alignment of words alone tells: at least three lines in a row with cells in the same columns.

use orfila_records::TableEvidence;

use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::tables::anchors::is_casrn;
use crate::pdf::layout::tables::grid::{Grid, grid};
use crate::pdf::layout::tables::header::is_value;
use crate::pdf::layout::tables::stacked::{is_caption, is_form, is_section};
use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{TextLine, piece_gap, text_lines, word_rows};
use crate::pdf::layout::tables::{PageCell, PageTable, area_of};
use crate::pdf::layout::words::Words;

/// Lines further apart than this many ems are in different tables.
const FAR: f32 = 3.2;
/// Fewer lines with cells are no table.
const FEWEST: usize = 3;

/// Tables among the chunks of a region, from top to bottom.
pub(crate) fn aligned(words: &Words, chunks: &[Chunk]) -> Vec<PageTable> {
    if chunks.len() < 2 * FEWEST {
        return Vec::new();
    }
    let indices: Vec<usize> = chunks.iter().flat_map(|chunk| chunk.words.iter().copied()).collect();
    let rows = word_rows(words, indices);
    let gap = piece_gap(words, &rows).max(0.6);
    let lines = text_lines(words, rows, gap);
    let width = region_width(&lines);
    let mut tables = Vec::new();
    for run in runs(words, &lines, width) {
        tables.extend(table(words, run));
    }
    tables
}

fn region_width(lines: &[TextLine]) -> f32 {
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    lines.iter().map(|line| line.ends().1).fold(f32::NEG_INFINITY, f32::max) - left
}

/// Stretches of lines that may be a table: lines with cells, and the few lines without between them.
fn runs<'a>(words: &Words, lines: &'a [TextLine], width: f32) -> Vec<&'a [TextLine]> {
    let celled = |line: &TextLine| line.pieces.len() >= 2;
    let breaks = |line: &TextLine| {
        let (u0, u1) = line.ends();
        let long =
            line.pieces.iter().any(|piece| piece.count > 70 || piece.u1 - piece.u0 > 0.75 * width && piece.count > 35);
        let single = line.pieces.len() == 1 && (u1 - u0) > 0.6 * width && line.count() > 45;
        long || single || is_section(words, line) || is_caption(words, line)
    };
    let mut runs = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        if !celled(&lines[from]) || breaks(&lines[from]) {
            from += 1;
            continue;
        }
        let mut to = from + 1;
        let mut last = from;
        let mut left = lines[from].ends().0;
        let mut second = second_column(&lines[from]);
        // Lone texts of the first column since the last line with cells, and how far apart such lines are in the run.
        let mut hanging: Option<usize> = None;
        let mut leading: Option<f32> = None;
        while let Some(line) = lines.get(to) {
            let distance = line.v - lines[to - 1].v;
            let apart = distance / line.size.max(lines[to - 1].size);
            let resized = (line.size - lines[last].size).abs() > 0.25 * line.size;
            let since = hanging.map_or(last, |hanging| hanging);
            if apart > FAR || breaks(line) || resized || to - since > 3 {
                break;
            }
            // A lone text to the right of the first column goes on with a cell.
            let (u0, u1) = line.ends();
            let inner = u0 > left + 2.0 * line.size && u1 - u0 < 0.6 * width && apart < 1.6;
            left = left.min(u0);
            if celled(line) || inner {
                if hanging.is_some() {
                    leading = leading.or(Some(lines[last + 1].v - lines[last].v));
                }
                last = to;
                hanging = None;
                second = second.min(second_column(line));
            } else if hanging.map_or(last, |hanging| hanging) + 1 == to
                && u1 < second - 0.3 * line.size
                && apart < 1.6
                && (small(words, line) || leading.is_none_or(|leading| distance < 1.1 * leading))
            {
                hanging = Some(to);
            }
            to += 1;
        }
        // Below the last line with cells such texts are its cells if they stand so in the run.
        let follows = |last: usize, at: usize| {
            let distance = lines[at].v - lines[last].v;
            leading.is_some_and(|leading| distance < 1.1 * leading) || small(words, &lines[last + 1])
        };
        last = hanging.filter(|_| follows(last, last + 1)).unwrap_or(last);
        let run = &lines[from..=last];
        if run.iter().filter(|line| celled(line)).count() >= FEWEST {
            runs.push(run);
        }
        from = to.max(last + 1);
    }
    runs
}

/// Where the second cell of a line begins.
fn second_column(line: &TextLine) -> f32 {
    line.pieces.get(1).map_or(f32::INFINITY, |piece| piece.u0)
}

/// Whether a line begins in the middle of a sentence or name.
fn small(words: &Words, line: &TextLine) -> bool {
    let first = line.pieces.first().and_then(|piece| words.words.get(*piece.words.first()?));
    first.is_some_and(|word| words.text(word).starts_with(|c: char| c.is_lowercase()))
}

fn table(words: &Words, run: &[TextLine]) -> Option<PageTable> {
    if is_form(words, run) || is_listing(words, run) {
        return None;
    }
    let indices: Vec<usize> =
        run.iter().flat_map(|line| line.pieces.iter().flat_map(|piece| piece.words.iter().copied())).collect();
    let size = run.first()?.size;
    let found = grid(words, indices, &[], f32::INFINITY)?;
    if !is_table(words, &found, size) {
        return None;
    }
    let indices: Vec<usize> = found.cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
    let area = area_of(words, &indices);
    let Grid { columns, cells, rows, header_rows, .. } = found;
    Some(PageTable { area, evidence: TableEvidence::Aligned, rows, columns, header_rows, stub_columns: 1, cells })
}

/// Contents, references and lists: dot leaders, or a first column of bullets and numbers beside running text.
fn is_listing(words: &Words, run: &[TextLine]) -> bool {
    let text = |line: &TextLine, last: bool| {
        let piece = if last { line.pieces.last() } else { line.pieces.first() };
        let texts = piece.map(|piece| {
            piece
                .words
                .iter()
                .filter_map(|index| words.words.get(*index))
                .map(|word| words.text(word))
                .collect::<Vec<_>>()
        });
        texts.unwrap_or_default().concat()
    };
    let leaders = run
        .iter()
        .filter(|line| {
            line.pieces.iter().any(|piece| {
                piece.words.iter().any(|index| {
                    words
                        .words
                        .get(*index)
                        .is_some_and(|word| words.text(word).contains("....") || words.text(word).contains("……"))
                })
            })
        })
        .count();
    let marked = run
        .iter()
        .filter(|line| {
            let first = text(line, false);
            line.pieces.len() == 2
                && (first.chars().count() == 1 && !first.contains(char::is_alphanumeric)
                    || first.starts_with(['[', '(']) && first.len() <= 5
                    || first.len() <= 4 && first.ends_with(['.', ')']))
        })
        .count();
    leaders * 3 > run.len() || marked * 3 > run.len()
}

/// Three columns or more; or two with a header and values: a label beside a text is no table.
fn is_table(words: &Words, grid: &Grid, size: f32) -> bool {
    let rows = grid.rows - grid.header_rows;
    let filled = |row: usize| grid.cells.iter().filter(|cell| cell.row == row).count();
    let celled = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 2).count();
    let values = grid.cells.iter().filter(|cell| is_value(words, cell)).count();
    let characters: usize = grid.lines.iter().map(TextLine::count).sum();
    let short = characters <= 45 * grid.cells.len();
    let wide = grid.columns.len() >= 3;
    let full = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 3).count();
    let headed = grid.header_rows > 0 || values * 3 >= grid.cells.len();
    let parted = apart(&grid.columns, size);
    let enough = celled >= FEWEST.min(rows.max(2)) && celled * 2 >= rows && rows >= 2;
    // The last row of a table of substances, alone below its head on the next page.
    let numbered = |cell: &&PageCell| {
        cell.words.iter().any(|word| words.words.get(*word).is_some_and(|word| is_casrn(words.text(word))))
    };
    let alone = rows == 1
        && grid.header_rows > 0
        && filled(grid.header_rows) >= 4
        && grid.cells.iter().any(|cell| numbered(&cell));
    if alone && short && parted {
        return true;
    }
    enough && short && parted && headed && (wide && full >= 2 || values * 5 >= 2 * grid.cells.len() && rows >= 4)
}

/// Whether white space parts all columns.
fn apart(columns: &[Column], size: f32) -> bool {
    columns.windows(2).filter(|pair| pair[1].u0 - pair[0].u1 > 0.5 * size).count() * 2 >= columns.len() - 1
}
