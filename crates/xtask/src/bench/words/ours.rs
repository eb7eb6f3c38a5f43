//! The words of our documents, page by page, in the order of the text.

use orfila_records::{Document, Passage, Segment};

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

/// The words of a passage with the index of the page on which each begins: those of its text as it reads without line
/// breaks.
fn words(document: &Document, passage: &Passage) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut last: Option<&Segment> = None;
    for segment in &passage.segments {
        let page = segment.page.0.saturating_sub(1) as usize;
        let joined = last.and_then(|last| joined(document, last, segment));
        let text = document.joined(segment.range);
        for (index, word) in text.split_whitespace().enumerate() {
            match (found.last_mut(), joined.as_ref().filter(|_| index == 0)) {
                (Some((_, open)), Some(Joined { cut, word })) if open.len() >= *cut => {
                    open.truncate(open.len() - cut);
                    open.push_str(word);
                }
                _ => found.push((page, word.to_owned())),
            }
        }
        last = Some(segment);
    }
    found
}

/// Two segments that make one word: bytes of the first that it replaces, and the word.
struct Joined {
    cut: usize,
    word: String,
}

/// The word that two neighbouring segments make, if no white space stands between them once line breaks are gone.
fn joined(document: &Document, last: &Segment, next: &Segment) -> Option<Joined> {
    let first = document.joined(last.range);
    let begun = first.split_whitespace().next_back()?;
    let both = document.joined(last.range.cover(next.range));
    let apart = first.split_whitespace().count();
    let word = both.split_whitespace().nth(apart - 1)?;
    (word.len() > begun.len() || both.split_whitespace().count() == apart)
        .then(|| Joined { cut: begun.len(), word: word.to_owned() })
}
