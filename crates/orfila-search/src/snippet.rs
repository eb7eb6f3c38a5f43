//! Snippets: the part of a text where the searched words stand closest together.

use std::ops::Range;

use orfila_records::TextRange;

use crate::results::Snippet;
use crate::tokens::{fold, words};

/// Bytes of text that a snippet aims at.
const SNIPPET_LENGTH: usize = 280;
/// Bytes of text in front of the first searched word.
const LEAD: usize = 60;

/// A searched word or phrase, as a run of parts, and as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    parts: Vec<String>,
    whole: String,
}

impl Needle {
    /// The needle of a searched text; `None` if it holds no word.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let parts: Vec<String> = words(text).into_iter().flat_map(|word| word.parts).map(|(_, part)| part).collect();
        (!parts.is_empty()).then(|| Self { parts, whole: fold(text.trim()) })
    }
}

/// The snippet of `text`, which begins at `offset` of its document.
pub(crate) fn snippet(text: &str, offset: Option<usize>, needles: &[Needle]) -> Option<Snippet> {
    if text.trim().is_empty() {
        return None;
    }
    let found = occurrences(text, needles);
    let window = window(text, &found);
    let highlights = merged(&found)
        .into_iter()
        .filter(|range| range.start >= window.start && range.end <= window.end)
        .map(|range| TextRange::new(range.start - window.start, range.end - window.start))
        .collect();
    Some(Snippet {
        text: text.get(window.clone())?.to_owned(),
        offset: offset.map(|offset| offset.saturating_add(window.start)),
        highlights,
        cut: window != (0..text.len()),
    })
}

/// Where the needles stand, each with the needle's index, in text order.
fn occurrences(text: &str, needles: &[Needle]) -> Vec<(Range<usize>, usize)> {
    let words = words(text);
    let parts: Vec<&(Range<usize>, String)> = words.iter().flat_map(|word| &word.parts).collect();
    let mut found = Vec::new();
    for (index, needle) in needles.iter().enumerate() {
        for run in parts.windows(needle.parts.len()) {
            if let ([first, ..], [.., last]) = (run, run)
                && run.iter().zip(&needle.parts).all(|((_, part), wanted)| part == wanted)
            {
                found.push((first.0.start..last.0.end, index));
            }
        }
        let variants = words.iter().flat_map(|word| &word.variants);
        found.extend(
            variants.filter(|(_, _, variant)| *variant == needle.whole).map(|(_, range, _)| (range.clone(), index)),
        );
    }
    found.sort_by_key(|(range, index)| (range.start, range.end, *index));
    found
}

/// Overlapping ranges made one.
fn merged(found: &[(Range<usize>, usize)]) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for (range, _) in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range.clone()),
        }
    }
    merged
}

/// The stretch with the most different needles, the first among equals, widened to whole words.
fn window(text: &str, found: &[(Range<usize>, usize)]) -> Range<usize> {
    if text.len() <= SNIPPET_LENGTH + LEAD {
        return 0..text.len();
    }
    let mut best = (0, 0);
    for (position, (range, _)) in found.iter().enumerate() {
        let near = found[position..].iter().take_while(|(other, _)| other.end <= range.start + SNIPPET_LENGTH);
        let different: std::collections::BTreeSet<usize> = near.map(|(_, needle)| *needle).collect();
        if different.len() > best.0 {
            best = (different.len(), range.start);
        }
    }
    let start = word_start(text, best.1.saturating_sub(LEAD));
    let end = word_end(text, best.1 + SNIPPET_LENGTH);
    start..end.max(start)
}

/// The first offset at or behind `at` where a word begins.
fn word_start(text: &str, at: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let at = boundary(text, at);
    text[at..].char_indices().find(|(_, c)| c.is_whitespace()).map_or(at, |(gap, c)| at + gap + c.len_utf8())
}

/// The first offset at or behind `at` where a word ends.
fn word_end(text: &str, at: usize) -> usize {
    let at = boundary(text, at);
    text[at..].find(char::is_whitespace).map_or(text.len(), |gap| at + gap)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(texts: &[&str]) -> Vec<Needle> {
        texts.iter().filter_map(|text| Needle::of(text)).collect()
    }

    #[track_caller]
    fn check(text: &str, searched: &[&str], expected: &[&str]) {
        let snippet = snippet(text, Some(7), &needles(searched)).unwrap();
        let found: Vec<&str> = snippet.highlights.iter().map(|range| range.slice(&snippet.text).unwrap()).collect();
        assert_eq!(found, expected, "{text}");
        let at = snippet.offset.unwrap() - 7;
        assert_eq!(&text[at..at + snippet.text.len()], snippet.text);
    }

    #[test]
    fn searched_words_are_marked() {
        check("Rats got 2,4-D and 2 others.", &["2,4-D", "rats"], &["Rats", "2,4-D"]);
        check("CAS 80-05-\n7 (Phénol)", &["80-05-7", "phenol"], &["80-05-\n7", "Phénol"]);
        check("trichloro-\nethane", &["trichloroethane"], &["trichloro-\nethane"]);
        check("in drinking water, water", &["drinking water"], &["drinking water"]);
        let long = format!("{} α-HCH was found. {}", "before ".repeat(100), "after ".repeat(100));
        check(&long, &["alpha-hch"], &["α-HCH"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_snippet_inside_it(text in "[aé苯\u{301} -]{0,700}", searched in "[aé苯 ]{0,5}") {
            if let Some(snippet) = snippet(&text, Some(0), &needles(&[&searched])) {
                let at = snippet.offset.unwrap();
                proptest::prop_assert_eq!(&text[at..at + snippet.text.len()], &snippet.text);
                for range in &snippet.highlights {
                    proptest::prop_assert!(range.slice(&snippet.text).is_some());
                }
            }
        }
    }
}
