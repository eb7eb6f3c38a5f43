//! Tables from grids of lines.

use std::collections::{BTreeMap, HashSet};

use orfila_records::TableEvidence;

use crate::pdf::glyphs::Area;
use crate::pdf::layout::clock::Clock;
use crate::pdf::layout::tables::captions::{is_continuation, is_table_caption, opens_note};
use crate::pdf::layout::tables::header::count_header_rows;
use crate::pdf::layout::tables::lattice::{GridCell, Lattice, lattices};
use crate::pdf::layout::tables::ruled_columns::{refine, split_columns};
use crate::pdf::layout::tables::ruled_rows::{split_open, split_rows};
use crate::pdf::layout::tables::rules::Rules;
use crate::pdf::layout::tables::stops::Column;
use crate::pdf::layout::tables::text_lines::{Piece, text_lines, text_of, word_rows};
use crate::pdf::layout::tables::{PageCell, PageTable};
use crate::pdf::layout::words::Words;

/// Tables whose columns are parted by lines. Words that go into one are marked in `taken`; `furniture` are those of the
/// page's head and foot.
pub(super) fn ruled(
    words: &Words,
    rules: &Rules,
    furniture: &HashSet<usize>,
    taken: &mut [bool],
    clock: &Clock,
) -> Vec<PageTable> {
    let mut tables = Vec::new();
    for (across, down, share) in [(&rules.across, &rules.down, 0.25), (&rules.shaded.0, &rules.shaded.1, 0.5)] {
        let mut found = lattices(across, down);
        // The smallest first: a box around a table is none.
        found.sort_by(|a, b| a.area().size().total_cmp(&b.area().size()));
        for lattice in found.into_iter().take_while(|_| !clock.is_late()) {
            for zone in zones(words, lattice, taken) {
                if let Some(table) = table(words, &zone, share, (taken, furniture)) {
                    table.words().for_each(|word| taken[word] = true);
                    tables.push(table);
                }
            }
        }
    }
    tables
}

/// A frame around a page holds running text and tables: it is cut at its places of running text and of headings that
/// run over its whole width.
fn zones(words: &Words, lattice: Lattice, taken: &[bool]) -> Vec<Lattice> {
    let columns = lattice.stops.len() - 1;
    let mut cut = vec![false; lattice.heights.len() - 1];
    let cells = filled(words, &lattice, taken);
    let area = lattice.area();
    let wide = |cell: &&PageCell| cell.column == 0 && cell.area.x1 - cell.area.x0 > 0.72 * (area.x1 - area.x0);
    for cell in cells.iter().filter(wide).filter(|cell| !cell.words.is_empty()) {
        if is_running(words, cell) {
            cut[cell.row..cell.row + cell.row_span].fill(true);
        }
    }
    if columns < 2 || cut.iter().all(|cut| !cut) {
        return vec![lattice];
    }
    let mut zones = Vec::new();
    let mut from = 0;
    while from < cut.len() {
        let length = cut[from..].iter().take_while(|cut| !**cut).count();
        zones.extend((length > 0).then(|| lattice.clipped(from, from + length)).flatten());
        from += length.max(1);
    }
    zones
}

/// Whether a cell over the whole width holds running text or the heading of a section.
fn is_running(words: &Words, cell: &PageCell) -> bool {
    let rows = word_rows(words, cell.words.clone());
    let text = text_of(words, &cell.words);
    let parts: Vec<&str> = text.split(' ').collect();
    let number =
        parts.first().is_some_and(|part| part.trim_end_matches(['.', ':']).parse::<f32>().is_ok_and(|n| n < 17.0));
    let titled = parts.get(1).is_some_and(|part| part.starts_with(char::is_uppercase));
    let section = ["SECTION", "ABSCHNITT", "RUBRIQUE"]
        .contains(&text.split([' ', '\u{a0}']).next().unwrap_or_default().to_uppercase().as_str());
    let width = cell.area.x1 - cell.area.x0;
    let first = rows.first().map_or(0.0, |row| Piece::of(words, row.clone()).u1 - cell.area.x0);
    let lines = text_lines(words, rows.clone(), 0.9);
    // A row of values beside the lines of its name is none.
    let celled = lines.iter().filter(|line| line.pieces.len() >= 3).count() * 3 >= lines.len();
    let listed = !celled && (rows.len() > 2 || rows.len() == 2 && first < 0.85 * width);
    listed || text.len() > 240 || section || text.len() < 110 && number && titled
}

fn table(
    words: &Words,
    lattice: &Lattice,
    share: f32,
    (taken, furniture): (&[bool], &HashSet<usize>),
) -> Option<PageTable> {
    if lattice.stops.len() < 3 {
        return None;
    }
    let mut cells = filled(words, lattice, taken);
    let last_column = lattice.stops.len() - 1;
    clear_margins(&mut cells, last_column, furniture);
    if !is_table(words, &cells, share) {
        return None;
    }
    trim(words, &mut cells, last_column);
    let stops = refine(words, &mut cells, &lattice.stops);
    cells = split_columns(words, cells, &stops);
    cells = split_open(words, cells, &lattice.heights);
    cells = split_rows(words, cells, &lattice.heights);
    let rows = squeeze(&mut cells);
    let columns: Vec<Column> = stops.windows(2).map(|pair| Column { u0: pair[0], u1: pair[1], cut: pair[1] }).collect();
    let header_rows = count_header_rows(words, &cells, rows);
    let evidence = TableEvidence::Ruled;
    Some(PageTable { area: around(&cells), evidence, rows, columns, header_rows, stub_columns: 0, cells })
}

/// The grid's cells with the words whose middles lie in them.
fn filled(words: &Words, lattice: &Lattice, taken: &[bool]) -> Vec<PageCell> {
    let grid = lattice.cells();
    let (rows, columns) = (lattice.heights.len() - 1, lattice.stops.len() - 1);
    let mut owners = vec![usize::MAX; rows * columns];
    for (index, cell) in grid.iter().enumerate() {
        for row in cell.row..cell.row + cell.row_span {
            owners[row * columns + cell.column..row * columns + cell.column + cell.column_span].fill(index);
        }
    }
    let of = |cell: &GridCell| PageCell {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        words: Vec::new(),
        area: cell.area,
    };
    let mut cells: Vec<PageCell> = grid.iter().map(of).collect();
    for (index, word) in words.words.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        let (u, v) = (0.5 * (word.u0 + word.u1), word.line_v - 0.35 * word.size);
        let place = interval(&lattice.heights, v).zip(interval(&lattice.stops, u));
        let owner = place.and_then(|(row, column)| owners.get(row * columns + column));
        if let Some(cell) = owner.and_then(|owner| cells.get_mut(*owner)) {
            cell.words.push(index);
        }
    }
    cells
}

pub(super) fn interval(stops: &[f32], at: f32) -> Option<usize> {
    let after = stops.partition_point(|stop| *stop <= at);
    (after > 0 && after < stops.len()).then(|| after - 1)
}

/// A box around text and the grid of a chart are no tables: several cells of several rows and columns hold text.
fn is_table(words: &Words, cells: &[PageCell], share: f32) -> bool {
    let filled: Vec<&PageCell> = cells.iter().filter(|cell| !cell.words.is_empty()).collect();
    let count = |pick: fn(&PageCell) -> usize| {
        let mut places: Vec<usize> = filled.iter().map(|cell| pick(cell)).collect();
        places.sort_unstable();
        places.dedup();
        places.len()
    };
    let (rows, columns) = (count(|cell| cell.row), count(|cell| cell.column));
    // The labels of a chart stand at its edges; the places between its grid lines are empty.
    let places = cells.iter().map(|cell| cell.column + cell.column_span).max().unwrap_or(0);
    if columns * 2 < places && places > 4 {
        return false;
    }
    let characters = |cell: &PageCell| cell.words.iter().map(|word| words.words[*word].count).sum::<usize>();
    let most = filled.iter().map(|cell| characters(cell)).max().unwrap_or(0);
    let all: usize = filled.iter().map(|cell| characters(cell)).sum();
    let crowded = most > 400 && most * 10 > all * 7;
    let enough = filled.len() >= 4 && rows >= 2 && columns >= 2 || rows == 1 && columns >= 3;
    let lettered =
        |cell: &&&PageCell| cell.words.iter().any(|word| words.text(&words.words[*word]).contains(char::is_alphabetic));
    // The grid of a chart holds numbers alone, and is mostly empty.
    let named = filled.iter().filter(lettered).count();
    let named = named >= 2 || named == 1 && filled.len() * 5 >= cells.len() * 4;
    enough && named && is_regular(&filled) && filled.len() as f32 >= share * cells.len() as f32 && !crowded
}

/// Rows of a table are alike; the boxes of a form are not.
fn is_regular(filled: &[&PageCell]) -> bool {
    let mut rows: BTreeMap<usize, Vec<(usize, usize)>> = Default::default();
    for cell in filled {
        rows.entry(cell.row).or_default().push((cell.column, cell.column_span));
    }
    let mut kinds: BTreeMap<&[(usize, usize)], usize> = Default::default();
    let mut inner = 0;
    for row in rows.values() {
        *kinds.entry(row.as_slice()).or_default() += 1;
        inner += usize::from(row.len() >= 2);
    }
    // Cells that stay empty make rows look less alike than they are.
    let alike = rows.values().filter(|row| row.iter().all(|(_, span)| *span == 1)).count();
    let most = kinds.values().copied().max().unwrap_or(0);
    rows.len() < 3 || most.max(alike) * 5 >= rows.len() * 2 && inner >= 2
}

/// What a page's frame holds of the page's head and foot is no row: the first and the last places of a grid over all of its
/// columns are emptied.
fn clear_margins(cells: &mut [PageCell], columns: usize, furniture: &HashSet<usize>) {
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.words.is_empty()) {
        rows.entry(cell.row).or_default().push(at);
    }
    let running = |row: &&Vec<usize>| {
        let [at] = row.as_slice() else { return false };
        let cell = cells.get(*at).filter(|cell| cell.column == 0 && cell.column_span == columns);
        cell.is_some_and(|cell| cell.words.iter().all(|word| furniture.contains(word)))
    };
    let head = rows.values().take_while(running);
    let foot = rows.values().rev().take_while(running);
    let gone: Vec<usize> = head.chain(foot).flatten().copied().collect();
    for at in gone {
        cells[at].words.clear();
    }
}

/// A title in the first place of a grid and a note in its last are none of its rows.
fn trim(words: &Words, cells: &mut Vec<PageCell>, columns: usize) {
    let text = |cell: &PageCell| text_of(words, &cell.words);
    let wide = |cell: &&PageCell| cell.column == 0 && cell.column_span == columns && cell.row_span == 1;
    let filled = || cells.iter().filter(|cell| !cell.words.is_empty());
    let (first, last) = (filled().map(|cell| cell.row).min(), filled().map(|cell| cell.row).max());
    let title = filled().filter(wide).find(|cell| Some(cell.row) == first && is_table_caption(&text(cell)));
    let note = filled().filter(wide).find(|cell| {
        let text = text(cell);
        Some(cell.row) == last && (opens_note(&text) || is_continuation(&text) || text.len() > 110)
    });
    let gone: Vec<usize> = title.into_iter().chain(note).map(|cell| cell.row).collect();
    cells.retain(|cell| !gone.contains(&cell.row));
}

/// Leaves out rows that hold no text and gives the number of rows left.
fn squeeze(cells: &mut Vec<PageCell>) -> usize {
    let rows = cells.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
    let mut kept = vec![false; rows];
    for cell in cells.iter().filter(|cell| !cell.words.is_empty()) {
        if let Some(kept) = kept.get_mut(cell.row) {
            *kept = true;
        }
    }
    let before: Vec<usize> = (0..=rows).map(|row| kept.iter().take(row).filter(|kept| **kept).count()).collect();
    cells.retain(|cell| kept.get(cell.row).copied().unwrap_or(false));
    for cell in cells.iter_mut() {
        let end = (cell.row + cell.row_span).min(rows);
        cell.row_span = (before[end] - before[cell.row]).max(1);
        cell.row = before[cell.row];
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    before.last().copied().unwrap_or(0)
}

/// The area of all cells.
pub(super) fn around(cells: &[PageCell]) -> Area {
    let mut area = Area::EMPTY;
    for cell in cells {
        area.include((cell.area.x0, cell.area.y0));
        area.include((cell.area.x1, cell.area.y1));
    }
    area
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::layout::tables::rules::Segment;
    use crate::pdf::layout::tables::typed::{LEADING, LETTER, rows_of, typed};

    #[test]
    fn the_head_and_foot_of_a_page_in_its_frame_are_no_rows() {
        let page = [
            "Product name: Ethanol",
            "PEL       1900 mg/m3",
            "REL       1880 mg/m3",
            "TLV       1000 ppm",
            "(Contd. on page 3)",
            "Version 1.1  page 2",
        ];
        let words = typed(&page);
        let at = |line: usize| LEADING * line as f32 + 3.0;
        let across = (0..=6).map(|line| Segment { at: at(line), from: 0.0, to: 200.0 }).collect();
        let side = |u: f32| Segment { at: u, from: at(0), to: at(6) };
        let inner = Segment { at: LETTER * 9.0, from: at(1), to: at(4) };
        let rules = Rules { across, down: vec![side(0.0), inner, side(200.0)], ..Rules::default() };
        let running = |word: &usize| [1.0, 6.0].contains(&(words.words[*word].line_v / LEADING));
        let furniture: HashSet<usize> = (0..words.words.len()).filter(running).collect();
        let mut taken = vec![false; words.words.len()];
        let tables = ruled(&words, &rules, &furniture, &mut taken, &Clock::default());
        let found: Vec<Vec<String>> = tables.iter().map(|table| rows_of(&words, &table.cells)).collect();
        assert_eq!(found, [["PEL|1900 mg/m3", "REL|1880 mg/m3", "TLV|1000 ppm"]]);
    }
}
