//! Running heads and feet: rows near the top or bottom edge that come again on many pages, and page numbers.

use std::collections::{HashMap, HashSet};

use crate::pdf::layout::words::Words;

/// A row near the edge of a page.
#[derive(Debug)]
pub(crate) struct EdgeRow {
    /// Index of the page.
    pub(crate) page: usize,
    /// Index of the row on its page.
    pub(crate) row: usize,
    pub(crate) text: String,
    /// Its baseline in points from the page's top (for heads) or bottom (for feet).
    pub(crate) height: f32,
    /// Whether it stands near the top.
    pub(crate) head: bool,
    /// Whether it is one of the first or last rows of its page, wherever that is.
    pub(crate) outermost: bool,
    /// Whether it has three cells or more and the next row into the page follows as a table's row follows its header.
    pub(crate) heads_table: bool,
}

/// What makes rows of different pages the same.
#[derive(Debug, PartialEq, Eq, Hash, Clone)]
struct Key {
    text: String,
    head: bool,
}

/// The rows `(page, row)` that are furniture: the same text but for digits, at the same height or as the outermost row,
/// on enough pages; or page numbers that count up with the pages.
pub(crate) fn furniture(rows: &[EdgeRow], pages: usize) -> HashSet<(usize, usize)> {
    let keys: Vec<Key> = rows.iter().map(|row| Key { text: without_digits(&row.text), head: row.head }).collect();
    let numbered = numbered(rows, &keys, pages);
    let enough = needed(pages);
    let mut places: HashMap<&Key, HashMap<i64, HashSet<usize>>> = HashMap::new();
    for (row, key) in rows.iter().zip(&keys) {
        places.entry(key).or_default().entry(band(row.height)).or_default().insert(row.page);
    }
    let repeated = |row: &EdgeRow, key: &Key| {
        let heights = places.get(key);
        let at = |band: i64| heights.and_then(|heights| heights.get(&band)).map_or(0, HashSet::len);
        let band = band(row.height);
        at(band) + at(band - 1).max(at(band + 1)) >= enough
    };
    let tells = |row: &EdgeRow, key: &Key| key.tells() && (!row.heads_table || has_digit(&row.text));
    let found = rows.iter().zip(&keys).enumerate();
    let mut furniture: HashSet<usize> = found
        .filter(|(index, (row, key))| numbered.contains(index) || tells(row, key) && repeated(row, key))
        .map(|(index, _)| index)
        .collect();
    // On a page with little text, the foot follows it instead of standing at the page's edge.
    let known: HashSet<&Key> = furniture.iter().filter_map(|index| keys.get(*index)).collect();
    // Some pages leave out the number behind the head that all have.
    let unnumbered: HashSet<Key> = known.iter().filter_map(|key| key.without_page()).collect();
    // The first page's title is often the head of all others.
    let follows = |(row, key): (&EdgeRow, &Key)| {
        row.outermost
            && key.tells()
            && (known.contains(key) || unnumbered.contains(key))
            && !(row.page == 0 && row.head)
    };
    let more = rows.iter().zip(&keys).enumerate().filter(|(_, pair)| follows(*pair)).map(|(index, _)| index);
    let more: Vec<usize> = more.collect();
    furniture.extend(more);
    furniture.into_iter().filter_map(|index| rows.get(index)).map(|row| (row.page, row.row)).collect()
}

impl Key {
    /// The key without `Page` or `Page of` at its end, if what is left still tells rows apart.
    fn without_page(&self) -> Option<Self> {
        const SHORTEST: usize = 12;
        let text = ["Pageof", "pageof", "Page", "page"].iter().find_map(|end| self.text.strip_suffix(end))?;
        (text.chars().count() >= SHORTEST).then(|| Self { text: text.to_owned(), head: self.head })
    }

    /// Whether the text tells rows apart: marks and values of figures come again on many pages without being furniture.
    fn tells(&self) -> bool {
        let letters = self.text.chars().filter(|character| character.is_alphabetic()).count();
        let line = self.text.chars().all(|character| matches!(character, '_' | '-' | '–' | '—' | '=' | '*' | '.'));
        letters >= 2 || (letters == 0 && self.text.chars().count() >= if line { 2 } else { 5 })
    }
}

/// Outermost rows that begin or end with a number that counts up with the pages: `7`, `- 7 -`, `Page 7 of 12`, and
/// `Chapter 2    45` where others of the sequence stand at its height.
fn numbered(rows: &[EdgeRow], keys: &[Key], pages: usize) -> HashSet<usize> {
    let mut sequences: HashMap<(bool, i64), Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.outermost && row.text.chars().count() <= 100) {
        for number in numbers(&row.text) {
            sequences.entry((row.head, number - row.page as i64)).or_default().push(index);
        }
    }
    let enough = if pages <= 3 { pages.max(2) } else { (pages * 6).div_ceil(10).max(3) };
    let mut found = HashSet::new();
    for indices in sequences.into_values() {
        let members = || indices.iter().filter_map(|index| Some((*index, rows.get(*index)?, keys.get(*index)?)));
        if members().map(|(_, row, _)| row.page).collect::<HashSet<_>>().len() < enough {
            continue;
        }
        // One row alone tells nothing: the number in the last row of a table is none of the page's.
        let fewest = enough.div_ceil(2).max(2);
        let texts: HashMap<&Key, usize> = members().fold(HashMap::new(), |mut counts, (_, _, key)| {
            *counts.entry(key).or_default() += 1;
            counts
        });
        let usual = |key: &Key| texts.get(key).is_some_and(|count| *count >= fewest);
        let bands = members().fold(HashMap::<i64, usize>::new(), |mut counts, (_, row, _)| {
            *counts.entry(band(row.height)).or_default() += 1;
            counts
        });
        let level = |row: &EdgeRow| bands.get(&band(row.height)).is_some_and(|count| *count >= fewest);
        found.extend(members().filter(|(_, row, key)| usual(key) || level(row)).map(|(index, _, _)| index));
    }
    found
}

/// The numbers that a row begins and ends with, where they have at most four digits: those of `Page 7 of 12` as well.
fn numbers(text: &str) -> Vec<i64> {
    let plain = |token: &str| -> Option<i64> {
        let inner = token.trim_matches(|character: char| matches!(character, '-' | '–' | '|' | '[' | ']' | '.'));
        // `A-12`, `3-12`: pages counted by part.
        let digits = inner.rsplit_once(['-', '–']).filter(|(part, _)| part.len() <= 3).map_or(inner, |(_, page)| page);
        let short = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if short { digits.parse().ok() } else { None }
    };
    let tokens: Vec<&str> = text.split(|character: char| character.is_whitespace() || character == '/').collect();
    let tokens: Vec<&str> =
        tokens.into_iter().filter(|token| !token.is_empty() && *token != "-" && *token != "–").collect();
    let of = |at: usize| tokens.get(at).copied().and_then(plain);
    let last = tokens.len().wrapping_sub(1);
    let total = of(last).is_some() && tokens.len() >= 2;
    // `7 of 12`, `7/12`: the number before the total counts.
    let before_total = if total { of(last.wrapping_sub(1)).or_else(|| of(last.wrapping_sub(2))) } else { None };
    let mut found: Vec<i64> = [of(0), of(last), before_total].into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Heights within a few points of each other fall into the same or neighbouring bands.
fn band(height: f32) -> i64 {
    (height / 4.0).round() as i64
}

/// Left and right pages of a paper have different heads, and its first page none: a good third is enough.
pub(super) fn needed(pages: usize) -> usize {
    match pages {
        0 | 1 => usize::MAX,
        2..=4 => pages.div_ceil(2).max(2),
        _ => (pages * 35).div_ceil(100).max(2),
    }
}

fn has_digit(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

/// The text without white space and digits, so that a head is the same with its page number left or right of it; a
/// text of digits alone is kept as marks.
fn without_digits(text: &str) -> String {
    let solid = || text.chars().filter(|character| !character.is_whitespace());
    if solid().any(char::is_alphabetic) {
        return solid().filter(|character| !character.is_numeric()).collect();
    }
    let mut key = String::with_capacity(text.len());
    for character in solid() {
        let character = if character.is_numeric() { '#' } else { character };
        if character != '#' || !key.ends_with('#') {
            key.push(character);
        }
    }
    key
}

/// The rows of a page's head or foot, those of the left side before those of the right where each side has lines of its
/// own: a title of two lines beside date and page number. Rows whose sides all go in pairs stay whole.
pub(crate) fn sides(words: &Words, rows: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    // A line of underscores parts what stands above it from what stands below.
    let is_line = |row: &Vec<usize>| {
        let texts = row.iter().filter_map(|index| Some(words.text(words.words.get(*index)?)));
        texts.flat_map(str::chars).all(|sign| sign == '_')
    };
    // So does white.
    const WHITE: f32 = 1.5;
    let place =
        |row: &Vec<usize>| row.first().and_then(|first| words.words.get(*first)).map(|word| (word.v, word.size));
    let close = |above: &Vec<usize>, below: &Vec<usize>| {
        place(above).zip(place(below)).is_none_or(|(above, below)| below.0 - above.0 < WHITE * below.1.max(above.1))
    };
    let parts = rows.chunk_by(|above, below| is_line(above) == is_line(below) && close(above, below));
    parts.flat_map(|part| sides_between_lines(words, part.to_vec(), DEEPEST_SIDES)).collect()
}

/// Sides within sides of a page's head.
const DEEPEST_SIDES: usize = 4;

fn sides_between_lines(words: &Words, rows: Vec<Vec<usize>>, depth: usize) -> Vec<Vec<usize>> {
    /// Sides are at least so many ems apart.
    const APART: f32 = 3.0;
    let word = |index: &usize| words.words.get(*index);
    let mut spans: Vec<(f32, f32)> = rows.iter().flatten().filter_map(word).map(|word| (word.u0, word.u1)).collect();
    let size = rows.iter().flatten().filter_map(word).map(|word| word.size).fold(1.0, f32::max);
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = f32::INFINITY;
    let mut widest: Option<(f32, f32)> = None;
    for (u0, u1) in spans {
        let gap = u0 - reached;
        if gap > APART * size && widest.is_none_or(|(most, _)| gap > most) {
            widest = Some((gap, u0));
        }
        reached = if reached.is_finite() { reached.max(u1) } else { u1 };
    }
    let Some((_, x)) = widest.filter(|_| depth > 0) else { return rows };
    let is_right = |index: &usize| word(index).is_some_and(|word| word.u0 >= x);
    let (left, right) =
        (rows.iter().filter(|row| !row.iter().all(is_right)), rows.iter().filter(|row| row.iter().any(is_right)));
    let paired = left.clone().filter(|row| row.iter().any(is_right)).count();
    let (left, right) = (left.count(), right.count());
    // A date at the right of a title's first line, on its very baseline, is read with it.
    let baseline = |row: &&Vec<usize>, side: bool| row.iter().filter(|index| is_right(index) == side).find_map(word);
    let level = rows.iter().filter_map(|row| Some((baseline(&row, false)?, baseline(&row, true)?)));
    let level = level.clone().all(|(left, right)| (left.v - right.v).abs() < 0.05 * left.size);
    if left.max(right) < 2 || paired == left.max(right) || paired == 0 || left.min(right) < 2 && level {
        return rows;
    }
    let part = |right: bool| {
        let parts = rows.iter().map(|row| row.iter().copied().filter(|index| is_right(index) == right).collect());
        parts.filter(|row: &Vec<usize>| !row.is_empty()).collect::<Vec<_>>()
    };
    let (left, right) = (part(false), part(true));
    // The side that begins clearly higher is read first.
    let top = |side: &[Vec<usize>]| side.first().and_then(|row| row.first()).and_then(word).map_or(0.0, |word| word.v);
    let sides = if top(&right) < top(&left) - 0.25 * size { [right, left] } else { [left, right] };
    sides.into_iter().flat_map(|part| sides_between_lines(words, part, depth - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(page: usize, text: &str, height: f32) -> EdgeRow {
        EdgeRow { page, row: 0, text: text.to_owned(), height, head: true, outermost: true, heads_table: false }
    }

    fn found(rows: &[EdgeRow], pages: usize) -> usize {
        furniture(rows, pages).len()
    }

    #[test]
    fn repeated_rows_are_furniture() {
        let rows: Vec<EdgeRow> = (0..6).map(|page| edge(page, &format!("Page {} of 6", page + 8), 30.0)).collect();
        assert_eq!(found(&rows, 6), 6);
        let once = [edge(0, "Title", 30.0), edge(1, "Other", 30.0)];
        assert_eq!(found(&once, 2), 0);
        let moved = [edge(0, "Danger", 30.0), edge(1, "Danger", 90.0)];
        assert_eq!(found(&moved, 2), 0);
        assert_eq!(found(&[edge(0, "Only", 3.0)], 1), 0);
    }

    #[test]
    fn page_numbers_count_up() {
        let feet = |texts: [&str; 5]| -> Vec<EdgeRow> {
            let rows = texts.iter().enumerate();
            rows.map(|(page, text)| edge(page, text, 40.0 + 30.0 * page as f32)).collect()
        };
        for (texts, expected) in [
            (["Page 1 of 5", "Page 2 of 5", "Page 3 of 5", "Page 4 of 5", "Page 5 of 5"], 5),
            (["31", "32", "33", "34", "35"], 5),
            (["A-1", "A-2", "A-3", "A-4", "A-5"], 5),
            // Values are no page numbers.
            (["13", "7", "2", "190", "5"], 0),
            (["2.5 mg", "2.5 mg", "2.5 mg", "2.5 mg", "2.5 mg"], 0),
        ] {
            assert_eq!(found(&feet(texts), 5), expected, "{texts:?}");
        }
    }

    #[test]
    fn a_number_in_the_last_row_of_a_table_is_none_of_the_pages() {
        let rows = [
            edge(0, "1314-13-2 Zinc oxide < 1", 60.0),
            edge(0, "Cleaner Page 1 / 2", 30.0),
            edge(1, "7732-18-5 Water < 5", 200.0),
            edge(1, "Cleaner Page 2 / 2", 30.0),
        ];
        let rows = rows.into_iter().enumerate().map(|(row, edge)| EdgeRow { row, head: false, ..edge });
        assert_eq!(furniture(&rows.collect::<Vec<_>>(), 2), HashSet::from([(0, 1), (1, 3)]));
    }

    #[test]
    fn titles_of_chapters_stand_beside_page_numbers() {
        let texts = ["Introduction 31", "32 Toxicology", "Fate 33", "34 Ecology", "35 References"];
        let level: Vec<EdgeRow> = texts.iter().enumerate().map(|(page, text)| edge(page, text, 30.0)).collect();
        assert_eq!(found(&level, 5), 5);
        let scattered: Vec<EdgeRow> =
            texts.iter().enumerate().map(|(page, text)| edge(page, text, 30.0 + 25.0 * page as f32)).collect();
        assert_eq!(found(&scattered, 5), 0);
    }

    #[test]
    fn heads_with_the_number_on_either_side_are_one() {
        let texts = ["Journal of Toxicology", "2 Journal of Toxicology", "Journal of Toxicology 3"];
        let rows: Vec<EdgeRow> = texts.iter().enumerate().map(|(page, text)| edge(page, text, 30.0)).collect();
        assert_eq!(found(&rows, 3), 3);
    }

    #[test]
    fn headers_of_tables_and_marks_of_figures_stay() {
        let header = |page| EdgeRow { heads_table: true, ..edge(page, "Substance CAS Amount", 80.0) };
        let rows: Vec<EdgeRow> = (0..5).map(header).collect();
        assert_eq!(found(&rows, 5), 0);
        let marks: Vec<EdgeRow> = (0..5).map(|page| edge(page, "*", 80.0)).collect();
        assert_eq!(found(&marks, 5), 0);
    }

    #[test]
    fn a_head_with_sides_of_their_own_is_read_side_by_side() {
        use crate::pdf::layout::rows::rows;
        use crate::pdf::layout::words::written;
        let read = |texts: &[(&str, f32, f32)]| {
            let words = written(texts);
            let text = |row: &Vec<usize>| row.iter().map(|word| words.text(&words.words[*word])).collect::<Vec<_>>();
            sides(&words, rows(&words)).iter().map(|row| text(row).join(" ")).collect::<Vec<_>>()
        };
        let title = [
            ("____________________________________________________________", 30.0, 40.0),
            ("Lime", 30.0, 50.0),
            ("Page 4", 400.0, 52.0),
            ("Terpeneless", 30.0, 62.0),
            ("17351", 30.0, 74.0),
        ];
        assert_eq!(read(&title)[1..], ["Lime", "Terpeneless", "17351", "Page 4"]);
        let higher = [("Page 1", 400.0, 44.0), ("Sheet", 30.0, 50.0), ("Printed", 400.0, 51.0), ("HazCom", 30.0, 62.0)];
        assert_eq!(read(&higher), ["Page 1", "Printed", "Sheet", "HazCom"]);
        let pairs = [("Date:", 30.0, 50.0), ("04/22", 400.0, 50.0), ("Number:", 30.0, 62.0), ("00", 400.0, 62.0)];
        assert_eq!(read(&pairs), ["Date: 04/22", "Number: 00"]);
    }
}
