//! The words of our documents, page by page, in the order of the text.

use orfila_records::{Document, Passage, Segment, TextRange};

use super::Pages;

/// The words of every page; hyphens that only a line break put there are left out.
pub(super) fn pages(document: &Document) -> Pages {
    let mut pages: Pages = vec![Vec::new(); document.pages.len()];
    for passage in &document.passages {
        for (page, word) in words(document, passage) {
            if let Some(page) = pages.get_mut(page) {
                page.push(word);
            }
        }
    }
    pages
}

/// The words of a passage with the index of the page on which each begins.
fn words(document: &Document, passage: &Passage) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut last: Option<&Segment> = None;
    for segment in &passage.segments {
        let text = document.joined(segment.range);
        let page = segment.page.0.saturating_sub(1) as usize;
        let joins = last.is_some_and(|last| joins(document, passage, last, segment));
        for (index, word) in text.split_whitespace().enumerate() {
            match found.last_mut().filter(|_| index == 0 && joins) {
                Some((_, open)) => open.push_str(word),
                None => found.push((page, word.to_owned())),
            }
        }
        last = Some(segment);
    }
    found
}

/// Whether two segments are parts of one word: nothing stands between them, or a hyphen that a line break put there.
fn joins(document: &Document, passage: &Passage, last: &Segment, next: &Segment) -> bool {
    let between = TextRange::new(last.range.end, next.range.start);
    let hyphenated =
        passage.hyphens.iter().any(|hyphen| hyphen.end == next.range.start && hyphen.start <= last.range.end);
    hyphenated || between.slice(&document.text).is_some_and(str::is_empty) && last.range.end == next.range.start
}
