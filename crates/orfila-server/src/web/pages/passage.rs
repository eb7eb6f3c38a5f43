//! Passages with their quotes marked.

use std::collections::BTreeMap;

use orfila_records::{Document, Passage, Record, TextRange};

use super::search::Piece;

/// A passage beside the record.
pub(crate) struct PassageView {
    /// The headings above it.
    pub(crate) section: String,
    /// The page it begins on.
    pub(crate) page: Option<u32>,
    /// Its text, quotes marked.
    pub(crate) pieces: Vec<Piece>,
}

/// Ranges within `bounds`, in order, overlapping ones made one.
fn merged(ranges: &[TextRange], bounds: TextRange) -> Vec<TextRange> {
    let clip = |range: &TextRange| TextRange::new(range.start.max(bounds.start), range.end.min(bounds.end));
    let mut inside: Vec<TextRange> =
        ranges.iter().filter(|range| range.overlaps(bounds)).map(clip).filter(|range| !range.is_empty()).collect();
    inside.sort_unstable();
    let mut merged: Vec<TextRange> = Vec::new();
    for range in inside {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => *last = last.cover(range),
            _ => merged.push(range),
        }
    }
    merged
}

/// A passage's text cut at the quotes. A quote that splits a character is left unmarked; no text is lost.
fn pieces(document: &Document, bounds: TextRange, quotes: &[TextRange]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = bounds.start;
    let mut push = |range: TextRange, marked: bool| {
        if let Some(text) = range.slice(&document.text).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), marked });
        }
    };
    for quote in merged(quotes, bounds) {
        if quote.slice(&document.text).is_none() {
            continue;
        }
        push(TextRange::new(at, quote.start), false);
        push(quote, true);
        at = quote.end;
    }
    push(TextRange::new(at, bounds.end), false);
    pieces
}

fn view(document: &Document, passage: &Passage, quotes: &[TextRange]) -> PassageView {
    PassageView {
        section: passage.section.join(" › "),
        page: passage.page.map(|page| page.0),
        pieces: pieces(document, passage.range, quotes),
    }
}

/// The passages that a record quotes, in text order.
pub(crate) fn quoted(document: &Document, record: &Record) -> Vec<PassageView> {
    let quotes: Vec<TextRange> = record
        .evidence
        .iter()
        .filter(|evidence| evidence.document == document.id)
        .map(|evidence| evidence.range)
        .collect();
    let mut passages: BTreeMap<usize, &Passage> = BTreeMap::new();
    for quote in &quotes {
        let first = document.passages.partition_point(|passage| passage.range.end <= quote.start);
        let after = document.passages.iter().enumerate().skip(first);
        passages.extend(after.take_while(|(_, passage)| passage.range.start < quote.end));
    }
    passages.values().map(|passage| view(document, passage, &quotes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_quotes_are_marked_once() {
        let range = TextRange::new;
        let quotes = [range(8, 12), range(2, 5), range(4, 6), range(20, 30)];
        assert_eq!(merged(&quotes, range(3, 10)), vec![range(3, 6), range(8, 10)]);
        assert!(merged(&quotes, range(13, 15)).is_empty());
    }
}
