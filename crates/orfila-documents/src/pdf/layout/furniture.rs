//! Running heads and feet: rows near the top or bottom edge that come again on many pages.

use std::collections::{HashMap, HashSet};

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
}

/// The rows `(page, row)` that are furniture: the same text but for digits, at the same height, on enough pages.
pub(crate) fn furniture(rows: &[EdgeRow], pages: usize) -> HashSet<(usize, usize)> {
    let enough = needed(pages);
    let mut places: HashMap<(String, bool), HashMap<i64, HashSet<usize>>> = HashMap::new();
    for row in rows {
        let heights = places.entry((without_digits(&row.text), row.head)).or_default();
        heights.entry(band(row.height)).or_default().insert(row.page);
    }
    let repeated = |row: &&EdgeRow| {
        let heights = places.get(&(without_digits(&row.text), row.head));
        let at = |band: i64| heights.and_then(|heights| heights.get(&band)).map_or(0, HashSet::len);
        let band = band(row.height);
        at(band) + at(band - 1).max(at(band + 1)) >= enough
    };
    rows.iter().filter(repeated).map(|row| (row.page, row.row)).collect()
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

fn without_digits(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let character = if character.is_numeric() { '#' } else { character };
        if character != '#' || !key.ends_with('#') {
            key.push(character);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(page: usize, text: &str, height: f32) -> EdgeRow {
        EdgeRow { page, row: 0, text: text.to_owned(), height, head: true }
    }

    #[test]
    fn repeated_rows_are_furniture() {
        let rows: Vec<EdgeRow> = (0..6).map(|page| edge(page, &format!("Page {} of 6", page + 8), 30.0)).collect();
        assert_eq!(furniture(&rows, 6).len(), 6);
        let once = [edge(0, "Title", 30.0), edge(1, "Other", 30.0)];
        assert!(furniture(&once, 2).is_empty());
        let moved = [edge(0, "Danger", 30.0), edge(1, "Danger", 90.0)];
        assert!(furniture(&moved, 2).is_empty());
        assert!(furniture(&[edge(0, "Only", 3.0)], 1).is_empty());
    }
}
