//! Tables between lines across: papers rule the top, the bottom and the header of a table, and nothing else.

use orfila_records::TableEvidence;

use crate::pdf::glyphs::Area;
use crate::pdf::layout::clock::Clock;
use crate::pdf::layout::tables::bands::join_bands;
use crate::pdf::layout::tables::captions::is_table_caption;
use crate::pdf::layout::tables::grid::{Grid, Setting, grid};
use crate::pdf::layout::tables::labels::{has_colons, is_entries, is_label_block};
use crate::pdf::layout::tables::listings::is_listing;
use crate::pdf::layout::tables::rules::{Rules, Segment};
use crate::pdf::layout::tables::text_lines::{TextLine, piece_gap, text_lines, word_rows};
use crate::pdf::layout::tables::{Around, PageCell, PageTable, area_of};
use crate::pdf::layout::words::Words;

/// Lines of one table begin and end within this many points.
const ALIKE: f32 = 8.0;
/// A shorter line is no rule of a table, in points.
const SHORTEST: f32 = 60.0;
/// Pieces of a line with smaller gaps are one line (rules under every column).
const PIECES: f32 = 11.0;

/// What stands between two lines across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Band {
    Tabular,
    /// The few lines of a header, with cells.
    Heading,
    /// A title, a group's name, nothing.
    Neutral,
    Prose,
    /// A heading, a caption, text in columns: no table goes on over it.
    Parting,
}

/// Tables between lines across. Words that go into one are marked in `taken`.
pub(super) fn stacked(
    words: &Words,
    rules: &Rules,
    tables: &[PageTable],
    around: Around<'_>,
    taken: &mut [bool],
    clock: &Clock,
) -> Vec<PageTable> {
    let inside = |rule: &Segment| {
        tables.iter().any(|table| {
            rule.at > table.area.y0 - 3.0
                && rule.at < table.area.y1 + 3.0
                && rule.covers(table.area.x0, table.area.x1) > 0.5 * rule.length()
        })
    };
    let across: Vec<Segment> = rules.across.iter().filter(|rule| !inside(rule)).copied().collect();
    let mut by_height: Vec<usize> = (0..words.words.len()).filter(|word| !taken[*word]).collect();
    by_height.sort_by(|a, b| middle(words, *a).total_cmp(&middle(words, *b)));
    let mut found = Vec::new();
    for group in groups(&across) {
        let page = Page { words, by_height: &by_height, across: &across, rules, around };
        for run in page.runs(&group).into_iter().take_while(|_| !clock.is_late()) {
            if let Some(table) = page.table(&run, taken) {
                table.words().for_each(|word| taken[word] = true);
                found.push(table);
            }
        }
    }
    found
}

fn middle(words: &Words, index: usize) -> f32 {
    words.words.get(index).map_or(0.0, |word| word.line_v - 0.35 * word.size)
}

/// Lines as long as each other and below each other, from top to bottom.
fn groups(across: &[Segment]) -> Vec<Vec<Segment>> {
    const MOST: usize = 400;
    let mut groups: Vec<Vec<Segment>> = Vec::new();
    for rule in whole(across).into_iter().filter(|rule| rule.length() >= SHORTEST) {
        let alike = |group: &Vec<Segment>| {
            group
                .first()
                .is_some_and(|first| (first.from - rule.from).abs() < ALIKE && (first.to - rule.to).abs() < ALIKE)
        };
        match groups.iter().position(alike) {
            Some(at) => groups[at].push(rule),
            None if groups.len() < MOST => groups.push(vec![rule]),
            None => {}
        }
    }
    groups.retain(|group| group.len() >= 2);
    // The widest first: rules under column headers may be as long as each other too.
    groups.sort_by(|a, b| b[0].length().total_cmp(&a[0].length()));
    groups
}

/// Lines across with those pieces joined that have small gaps between them.
fn whole(across: &[Segment]) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for rule in across {
        match joined.last_mut().filter(|last| last.at == rule.at && rule.from - last.to < PIECES) {
            Some(last) => last.to = rule.to,
            None => joined.push(*rule),
        }
    }
    joined
}

struct Page<'a> {
    words: &'a Words,
    by_height: &'a [usize],
    across: &'a [Segment],
    rules: &'a Rules,
    around: Around<'a>,
}

impl Page<'_> {
    /// The words between two heights that stand between the ends of a line.
    fn between(&self, top: f32, bottom: f32, rule: &Segment) -> Vec<usize> {
        let from = self.by_height.partition_point(|word| middle(self.words, *word) < top);
        let to = self.by_height.partition_point(|word| middle(self.words, *word) < bottom);
        let inside = |word: &&usize| {
            self.words
                .words
                .get(**word)
                .is_some_and(|word| (rule.from - 4.0..=rule.to + 4.0).contains(&(0.5 * (word.u0 + word.u1))))
        };
        self.by_height.get(from..to.max(from)).unwrap_or_default().iter().filter(inside).copied().collect()
    }

    /// Stretches of a group of lines between which a table stands.
    fn runs(&self, group: &[Segment]) -> Vec<Vec<Segment>> {
        let mut bands: Vec<(Vec<TextLine>, Band)> =
            group.windows(2).map(|pair| self.lines_and_band(&pair[0], &pair[1])).collect();
        let closed: Vec<bool> = group.windows(2).map(|pair| self.rules.are_closed(&pair[0], &pair[1])).collect();
        for (_, (_, band)) in bands.iter_mut().enumerate().filter(|(at, _)| is_between_boxes(&closed, *at)) {
            *band = Band::Parting;
        }
        join_bands(self.words, &mut bands, self.around.carried);
        let mut runs: Vec<Vec<Segment>> = Vec::new();
        let mut open: Vec<(Segment, Band)> = Vec::new();
        for (rule, (_, band)) in group.iter().zip(bands) {
            if matches!(band, Band::Prose | Band::Parting) {
                runs.extend(run(&open, *rule));
                open.clear();
            } else {
                open.push((*rule, band));
            }
        }
        if let Some(last) = group.last() {
            runs.extend(run(&open, *last));
        }
        runs
    }

    fn lines_and_band(&self, upper: &Segment, lower: &Segment) -> (Vec<TextLine>, Band) {
        const TALLEST_BLANK: f32 = 40.0;
        let indices = self.between(upper.at, lower.at, upper);
        if indices.is_empty() {
            let tall = lower.at - upper.at > TALLEST_BLANK;
            return (Vec::new(), if tall { Band::Parting } else { Band::Neutral });
        }
        if indices.iter().all(|word| self.around.furniture.contains(word)) {
            return (Vec::new(), Band::Parting);
        }
        let rows = word_rows(self.words, indices);
        let gap = piece_gap(self.words, &rows);
        let lines = text_lines(self.words, rows, gap);
        let band = self.band(&lines, upper.length());
        (lines, band)
    }

    fn band(&self, lines: &[TextLine], width: f32) -> Band {
        let long = lines.iter().filter(|line| {
            line.pieces.iter().any(|piece| piece.u1 - piece.u0 > 0.72 * width && piece.count > 30 || piece.count > 90)
        });
        if lines.iter().any(|line| is_section(self.words, line) || is_entries(self.words, line)) {
            return Band::Parting;
        }
        let (long, celled) = (long.count(), lines.iter().filter(|line| line.pieces.len() >= 2).count());
        // One row between two lines, with a list in one of its cells.
        let narrow = |line: &TextLine| line.pieces.iter().all(|piece| piece.u1 - piece.u0 < 0.5 * width);
        let full = lines.iter().filter(|line| line.pieces.len() >= 4).count() == 1;
        let close = lines.windows(2).all(|pair| pair[1].v - pair[0].v < 1.5 * pair[1].size);
        let row = full && close && lines.iter().all(narrow);
        if parts_tables(self.words, lines) || is_set_in_columns(lines) {
            Band::Parting
        } else if row || close && is_named_row(lines) || celled * 2 >= rows_at_most(lines) && long * 3 <= lines.len() {
            Band::Tabular
        } else if lines.len() <= 3 && long == 0 || lines.len() == 1 {
            if celled > 0 { Band::Heading } else { Band::Neutral }
        } else {
            Band::Prose
        }
    }

    fn table(&self, run: &[Segment], taken: &[bool]) -> Option<PageTable> {
        let (first, last) = (run.first()?, run.last()?);
        if self.around.panels.are_in(&Area { x0: first.from, y0: first.at, x1: first.to, y1: last.at }) {
            return None;
        }
        let mut indices = self.between(first.at, last.at, first);
        indices.retain(|word| !taken.get(*word).copied().unwrap_or(true));
        let inside = |rule: &&Segment| {
            rule.at > first.at + 1.0 && rule.at < last.at - 1.0 && rule.covers(first.from, first.to) > 0.0
        };
        let across: Vec<Segment> = self.across.iter().filter(inside).copied().collect();
        let setting = Setting { across: &across, width: first.length(), carried: self.around.carried };
        let mut grid = grid(self.words, indices.clone(), setting)?;
        if !grid.ruled_head
            && !run.get(1).is_some_and(|second| self.rules.are_closed(first, second))
            && let Some((above, rules)) = self.header_above(first, &grid, taken)
        {
            let across =
                rules.into_iter().chain(std::iter::once(*first)).chain(across.iter().copied()).collect::<Vec<_>>();
            let all = above.into_iter().chain(indices).collect();
            grid = self::grid(self.words, all, Setting { across: &across, ..setting })?;
        }
        let goes_on = grid.carried && grid.rows > grid.header_rows;
        (goes_on || is_table(self.words, &grid, run.len())).then(|| table_of(self.words, grid, (first, last)))
    }
}

impl Page<'_> {
    /// The words and short lines of a header above the first line of a table, if the values begin just below that line.
    fn header_above(&self, first: &Segment, grid: &Grid, taken: &[bool]) -> Option<(Vec<usize>, Vec<Segment>)> {
        let size = grid.lines.first()?.size;
        let mut indices = self.between(first.at - 9.0 * size, first.at, first);
        indices.retain(|word| !taken.get(*word).copied().unwrap_or(true) && !self.around.furniture.contains(word));
        let rows = word_rows(self.words, indices);
        let gap = piece_gap(self.words, &rows);
        let lines = text_lines(self.words, rows, gap);
        let short = |rule: &&Segment| {
            rule.at < first.at - 1.0 && rule.at > first.at - 9.0 * size && rule.covers(first.from, first.to) > 0.0
        };
        let rules: Vec<Segment> = self.across.iter().filter(short).copied().collect();
        let mut words: Vec<usize> = Vec::new();
        let mut below = first.at;
        for line in lines.iter().rev() {
            let ruled = rules.iter().any(|rule| rule.at > line.middle() && rule.at < below);
            let near = below - line.v < 1.6 * size;
            let narrow = line.pieces.iter().all(|piece| piece.u1 - piece.u0 < 0.5 * first.length());
            let topped = rules.iter().any(|rule| rule.at < line.middle() && rule.at > line.v - 2.4 * size);
            let celled = line.pieces.len() >= 2
                || ruled && topped && line.pieces.iter().all(|piece| piece.u0 > first.from + size);
            if !(near && narrow && celled && (line.size - size).abs() < 0.3 * size) {
                break;
            }
            words.extend(line.pieces.iter().flat_map(|piece| piece.words.iter().copied()));
            below = line.v - 0.7 * line.size;
        }
        (!words.is_empty()).then_some((words, rules))
    }
}

/// Whether what stands there is between two boxes, such as those of headings, and in none itself.
fn is_between_boxes(closed: &[bool], at: usize) -> bool {
    let is_closed = |at: Option<usize>| at.and_then(|at| closed.get(at)).copied().unwrap_or(false);
    !is_closed(Some(at)) && is_closed(at.checked_sub(1)) && is_closed(at.checked_add(1))
}

fn run(open: &[(Segment, Band)], last: Segment) -> Option<Vec<Segment>> {
    let band = |at: usize| open.get(at).map(|(_, band)| *band);
    let tabular = open.iter().position(|(_, band)| *band == Band::Tabular)?;
    let mut first = tabular;
    while first.checked_sub(1).and_then(band) == Some(Band::Heading) {
        first -= 1;
    }
    // What stands alone above the cells of a header is said of all of them.
    first -= usize::from(first < tabular && first.checked_sub(1).and_then(band) == Some(Band::Neutral));
    // A group's name between rules may stand above the first values; a title above the header does not.
    let end = open.iter().rposition(|(_, band)| *band == Band::Tabular)? + 1;
    let mut rules: Vec<Segment> = open[first..end].iter().map(|(rule, _)| *rule).collect();
    rules.push(open.get(end).map_or(last, |(rule, _)| *rule));
    Some(rules)
}

fn table_of(words: &Words, grid: Grid, (first, last): (&Segment, &Segment)) -> PageTable {
    let indices: Vec<usize> = grid.cells.iter().flat_map(|cell| cell.words.iter().copied()).collect();
    let inked = area_of(words, &indices);
    let area = Area {
        x0: first.from.min(inked.x0),
        y0: first.at.min(inked.y0),
        x1: first.to.max(inked.x1),
        y1: last.at.max(inked.y1),
    };
    let Grid { columns, cells, rows, header_rows, .. } = grid;
    let stub_columns = usize::from(cells.iter().any(|cell: &PageCell| cell.column == 0 && cell.row >= header_rows));
    PageTable { area, evidence: TableEvidence::PartlyRuled, rows, columns, header_rows, stub_columns, cells }
}

/// Whether a line is the heading of a section of a document (`SECTION 9: …`, `9. Physical properties`).
pub(super) fn is_section(words: &Words, line: &TextLine) -> bool {
    let indices = || line.pieces.iter().flat_map(|piece| piece.words.iter());
    let text: Vec<&str> =
        indices().take(4).filter_map(|index| words.words.get(*index)).map(|word| words.text(word)).collect();
    let [first, second, ..] = text.as_slice() else { return false };
    let worded = ["SECTION", "ABSCHNITT", "RUBRIQUE", "SEZIONE"].contains(&first.to_uppercase().as_str());
    let numbered = first.ends_with('.')
        && first.trim_end_matches('.').parse::<u8>().is_ok_and(|number| (1..=16).contains(&number));
    let titled = second.chars().count() >= 3 && second.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    worded && second.starts_with(|c: char| c.is_ascii_digit()) || numbered && titled && line.pieces.len() <= 2
}

/// Whether a caption says that what stands above it and below it are two tables.
fn parts_tables(words: &Words, lines: &[TextLine]) -> bool {
    let Some(caption) = lines.iter().position(|line| is_caption(words, line)) else { return false };
    caption > 0 || lines.iter().skip(1).all(|line| line.pieces.len() < 2)
}

/// Whether it is one row whose first cell goes over several lines, beside values on one of them or more.
fn is_named_row(lines: &[TextLine]) -> bool {
    const MOST: usize = 12;
    let second = lines.iter().filter_map(|line| line.pieces.get(1)).map(|piece| piece.u0).fold(f32::INFINITY, f32::min);
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    let named = |line: &TextLine| {
        let (u0, u1) = line.ends();
        line.pieces.len() >= 2 || u0 < left + line.size && u1 < second - 0.3 * line.size
    };
    second.is_finite() && lines.len() <= MOST && lines.iter().all(named)
}

/// How many lines may be rows: all but the lone narrow texts that begin far to the right of the first column, which are the
/// lines of a cell set beside others; where only two columns stand beside each other, all.
fn rows_at_most(lines: &[TextLine]) -> usize {
    let full = lines.iter().filter(|line| line.pieces.len() >= 3).count();
    if full < 2 {
        return lines.len();
    }
    let left = lines.iter().map(|line| line.ends().0).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|line| line.ends().1).fold(f32::NEG_INFINITY, f32::max);
    let inner = |line: &&TextLine| {
        let (u0, u1) = line.ends();
        line.pieces.len() == 1 && u0 > left + 4.0 * line.size && u1 - u0 < 0.5 * (right - left)
    };
    lines.len().saturating_sub(lines.iter().filter(inner).count())
}

/// Whether it is running text in two columns.
fn is_set_in_columns(lines: &[TextLine]) -> bool {
    let running = |line: &&TextLine| line.pieces.len() == 2 && line.pieces.iter().all(|piece| piece.count > 25);
    lines.len() >= 5 && lines.iter().filter(running).count() * 10 >= lines.len() * 6
}

/// Whether a line begins as captions of tables do.
pub(super) fn is_caption(words: &Words, line: &TextLine) -> bool {
    let first = line.pieces.first().map(|piece| {
        let texts = piece.words.iter().take(3).filter_map(|index| words.words.get(*index)).map(|word| words.text(word));
        texts.collect::<Vec<_>>().join(" ")
    });
    first.is_some_and(|text| is_table_caption(&text))
}

/// Whether what stands between the lines is a table and not running text in columns.
fn is_table(words: &Words, grid: &Grid, rules: usize) -> bool {
    let body: Vec<_> = grid.lines.iter().skip(grid.head).collect();
    let rows = grid.rows - grid.header_rows;
    let filled = |row: usize| grid.cells.iter().filter(|cell| cell.row == row).count();
    let celled = (grid.header_rows..grid.rows).filter(|row| filled(*row) >= 2).count();
    let characters = grid.lines.iter().map(|line| line.count()).sum::<usize>().max(1);
    let long =
        |line: &&&TextLine| line.pieces.iter().filter(|piece| piece.count > 25).count() >= 2.min(grid.columns.len());
    let running = body.iter().filter(long).count();
    let value = |cell: &&PageCell| crate::pdf::layout::tables::header::is_value(words, cell);
    let values = grid.cells.iter().filter(value).count();
    let text_columns = grid.columns.len() == 2 && running * 2 > body.len() && body.len() > 5 && rules < 3;
    let full = (grid.header_rows..grid.rows).any(|row| filled(row) >= 3);
    let enough = grid.rows >= 2 && celled * 2 >= rows && (rows >= 2 || rows == 1 && grid.header_rows > 0 && full);
    let named = grid.cells.len() >= values + 2;
    let dense = characters / grid.cells.len().max(1) <= 120;
    let form = is_bulleted(words, &grid.lines)
        || has_colons(words, &grid.lines)
        || is_label_block(words, grid)
        || is_listing(words, &grid.lines);
    enough
        && named
        && dense
        && !form
        && !text_columns
        && (grid.ruled_head || grid.columns.len() >= 3 && grid.header_rows > 0 || values * 3 >= grid.cells.len())
}

/// Whether many lines are items of a list.
fn is_bulleted(words: &Words, lines: &[TextLine]) -> bool {
    let marked = |line: &&TextLine| {
        let first = line.pieces.first().and_then(|piece| piece.words.first()).and_then(|word| words.words.get(*word));
        first.is_some_and(|word| words.text(word).starts_with(['•', '●', '▪', '■', '◦', '‣', '\u{f0b7}', '\u{f0a7}']))
    };
    let items = lines.iter().filter(marked).count();
    items >= 3 && items * 4 >= lines.len()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::pdf::layout::panels::Panels;
    use crate::pdf::layout::tables::typed::{LEADING, rows_of, typed};

    /// What comes out on a page of which nothing else is known.
    fn around(read: impl FnOnce(Around<'_>) -> Vec<PageTable>) -> Vec<PageTable> {
        read(Around { panels: &Panels::default(), furniture: &HashSet::new(), feet: &HashSet::new(), carried: None })
    }

    /// Tables between lines across that stand below the lines `below` (0: above the first).
    fn check(page: &[&str], below: &[usize], expected: &[&[&str]]) {
        let words = typed(page);
        let rule = |below: &usize| Segment { at: LEADING * *below as f32 + 3.0, from: 0.0, to: 250.0 };
        let rules = Rules { across: below.iter().map(rule).collect(), ..Rules::default() };
        let mut taken = vec![false; words.words.len()];
        let tables = around(|around| stacked(&words, &rules, &[], around, &mut taken, &Clock::default()));
        let found: Vec<Vec<String>> = tables.iter().map(|table| rows_of(&words, &table.cells)).collect();
        assert_eq!(found, expected, "{page:#?}");
        let held: usize = tables.iter().map(|table| table.words().count()).sum();
        assert_eq!(taken.iter().filter(|taken| **taken).count(), held);
    }

    /// The same page with boxes from line to line.
    fn check_boxes(page: &[&str], boxes: &[(usize, usize)], expected: &[&[&str]]) {
        let words = typed(page);
        let at = |below: usize| LEADING * below as f32 + 3.0;
        let edges = boxes.iter().flat_map(|(top, bottom)| [*top, *bottom]);
        let across = edges.map(|below| Segment { at: at(below), from: 0.0, to: 250.0 }).collect();
        let side = |u: f32| boxes.iter().map(move |(top, bottom)| Segment { at: u, from: at(*top), to: at(*bottom) });
        let rules = Rules { across, down: side(0.0).chain(side(250.0)).collect(), ..Rules::default() };
        let mut taken = vec![false; words.words.len()];
        let tables = around(|around| stacked(&words, &rules, &[], around, &mut taken, &Clock::default()));
        let found: Vec<Vec<String>> = tables.iter().map(|table| rows_of(&words, &table.cells)).collect();
        assert_eq!(found, expected, "{page:#?}");
    }

    #[test]
    fn what_stands_between_boxes_is_no_table_of_theirs() {
        let heading = "Physical properties";
        let page = [heading, TABLE[0], TABLE[1], TABLE[2], TABLE[3], heading];
        check_boxes(&page, &[(0, 1), (5, 6)], &[]);
        let rows: &[&str] =
            &["Substance|Species|Dose|Time", "Ethanol|rat|7060|24", "Methanol|mouse|5628|48", "Acetone|rat|5800|96"];
        check_boxes(&["Eye protection  Glasses", TABLE[0], TABLE[1], TABLE[2], TABLE[3]], &[(1, 5)], &[rows]);
    }

    #[test]
    fn lists_between_lines_are_none() {
        check(&["• First   12", "• Second  13", "• Third   14", "• Fourth  15"], &[0, 1, 4], &[]);
    }

    const TABLE: [&str; 4] = [
        "Substance       Species      Dose          Time",
        "Ethanol         rat          7060          24",
        "Methanol        mouse        5628          48",
        "Acetone         rat          5800          96",
    ];

    #[test]
    fn words_between_a_top_a_head_and_a_bottom_line_are_a_table() {
        let rows: &[&str] =
            &["Substance|Species|Dose|Time", "Ethanol|rat|7060|24", "Methanol|mouse|5628|48", "Acetone|rat|5800|96"];
        check(&TABLE, &[0, 1, 4], &[rows]);
        check(&TABLE, &[0, 4], &[rows]);
    }

    #[test]
    fn cells_of_many_lines_are_no_running_text() {
        let page = [
            "Name          CAS No.       Class              Share",
            "                            Flam. Liq. 2",
            "                            Skin Irrit. 2",
            "Ethanol       64-17-5       Eye Irrit. 2       10 %",
            "                            STOT SE 3",
            "                            Carc. 1",
            "",
            "                            Acute Tox. 3",
            "                            Skin Corr. 1",
            "Methanol      67-56-1       Eye Dam. 1         20 %",
            "                            STOT SE 1",
            "                            Aquatic Acute 1",
        ];
        let rows: &[&str] = &[
            "Name|CAS No.|Class|Share",
            "Ethanol|64-17-5|Flam. Liq. 2/Skin Irrit. 2/Eye Irrit. 2/STOT SE 3/Carc. 1|10 %",
            "Methanol|67-56-1|Acute Tox. 3/Skin Corr. 1/Eye Dam. 1/STOT SE 1/Aquatic Acute 1|20 %",
        ];
        check(&page, &[0, 1, 12], &[rows]);
    }

    #[test]
    fn running_text_and_forms_between_lines_are_none() {
        let text = "The substance was given to rats by the mouth over";
        check(&[text, text, text, text], &[0, 1, 4], &[]);
        check(&["Product name     Cleaner 12", "Telephone        030 12345", "CAS No.          64-17-5"], &[0, 3], &[]);
        check(
            &["Name:            Cleaner 12", "Telephone:       030 12345", "Fax:             030 12346"],
            &[0, 1, 3],
            &[],
        );
    }

    #[test]
    fn lines_between_groups_of_values_part_no_header() {
        let page =
            ["Health        1", "Fire          2", "Reactivity    0", "Ratings", "Health        3", "Special       4"];
        check(&page, &[0, 3, 4, 6], &[&["Health|1", "Fire|2", "Reactivity|0", "Ratings", "Health|3", "Special|4"]]);
    }

    #[test]
    fn text_between_lines_parts_two_tables() {
        let text = "The substance was given to rats by the mouth over";
        let page = [TABLE[0], TABLE[1], TABLE[2], text, text, text, text, TABLE[0], TABLE[2], TABLE[3]];
        check(
            &page,
            &[0, 1, 3, 7, 8, 10],
            &[
                &["Substance|Species|Dose|Time", "Ethanol|rat|7060|24", "Methanol|mouse|5628|48"],
                &["Substance|Species|Dose|Time", "Methanol|mouse|5628|48", "Acetone|rat|5800|96"],
            ],
        );
    }

    #[test]
    fn a_name_over_several_lines_is_one_row_between_two_lines() {
        let page = [TABLE[0], TABLE[1], "CAS: 67-56-1", "EC: 200-659-6   mouse        5628          48", "Index: 603"];
        check(
            &page,
            &[0, 1, 2, 5],
            &[&[
                "Substance|Species|Dose|Time",
                "Ethanol|rat|7060|24",
                "CAS: 67-56-1/EC: 200-659-6/Index: 603|mouse|5628|48",
            ]],
        );
    }

    #[test]
    fn what_stands_in_the_columns_of_other_rows_is_a_row() {
        let page = [
            "Name          CAS No.       Class              Share",
            "Ethanol       64-17-5       Flam. Liq. 2       10 %",
            "                            Acute Tox. 2",
            "Mixture of    55965-84-9    Acute Tox. 3",
            "                            Skin Corr. 1C      20 %",
            "others                      Eye Dam. 1",
            "                            Skin Sens. 1A",
            "Methanol      67-56-1       Acute Tox. 3       30 %",
            "                            Aquatic Acute 1",
            "Zinc oxide    1314-13-2                        40 %",
            "                            Aquatic Chronic 1",
        ];
        let rows: &[&str] = &[
            "Name|CAS No.|Class|Share",
            "Ethanol|64-17-5|Flam. Liq. 2|10 %",
            "Mixture of/others|55965-84-9|Acute Tox. 2/Acute Tox. 3/Skin Corr. 1C/Eye Dam. 1/Skin Sens. 1A|20 %",
            "Methanol|67-56-1|Acute Tox. 3|30 %",
            "Zinc oxide|1314-13-2|Aquatic Acute 1/Aquatic Chronic 1|40 %",
        ];
        check(&page, &[0, 1, 2, 7, 8, 11], &[rows]);
    }
}
