//! Running text cut into sentences, with the section each stands in.

use std::collections::HashSet;
use std::sync::LazyLock;

use orfila_records::{PassageKind, TextRange};
use regex::Regex;

use crate::claims::Context;
use crate::reading::{is_figure_label, pieces, trimmed};

/// A sentence of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its characters.
    pub range: TextRange,
    /// The passage it stands in, as an index into the document's passages.
    pub passage: usize,
    /// Whether it tells how the work was done, not what was found.
    pub method: bool,
}

static METHOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\d+(?:\.\d+)*\.?\s*)?(?:materials?\b|methods?\b|methodology|experimental|patients\s+and\s+methods|sample\s+(?:collection|preparation)|chemicals?\b|reagents?\b|statistical\s+analys|analytical\s+(?:method|procedure)|instrument|quality\s+(?:control|assurance)|study\s+(?:design|area|population))")
        .expect("the pattern is constant")
});

/// A full stop that ends a sentence: a blank and a capital, digit or bracket follow.
static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[.!?](?P<note>\d[\d,–\-]*)?[\]\)]*\s+(?P<next>[\p{Lu}\d\[(“])").expect("the pattern is constant")
});

/// Bytes of a sentence at most: what is longer is a list or a dump, and is read piece by piece.
const LONGEST: usize = 4_000;

/// Words before a full stop that do not end a sentence.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?:al|e\.g|i\.e|cf|vs|Fig|Figs|Tab|No|no|ca|approx|Dr|spp|sp|var|resp|incl|etc|wt|bw|max|min|Eq|Ref|Refs|Vol|St)|(?:^|[\s(])\p{Lu}|\b[Uu]\.S|\b\p{L}\.\p{L})$").expect("the pattern is constant")
});

/// The sentences of the document's running text, in order. Tables, references and captions of figures stay out.
///
/// Passages in `tables` are lines of a table and no running text.
pub(super) fn sentences(context: &Context<'_>, tables: &HashSet<usize>) -> Vec<Sentence> {
    let document = context.document;
    let mut found = Vec::new();
    let mut heading_is_method = false;
    for (index, passage) in document.passages.iter().enumerate() {
        let text = document.passage_text(passage);
        match passage.kind {
            PassageKind::Heading => heading_is_method = METHOD.is_match(text.trim()),
            PassageKind::Paragraph | PassageKind::ListItem => {
                let method = passage.section.iter().any(|section| METHOD.is_match(section.trim()))
                    || passage.section.is_empty() && heading_is_method;
                if passage.table.is_none() && !tables.contains(&index) && !is_figure_label(passage) {
                    found.extend(split(text).into_iter().map(|range| Sentence {
                        range: trimmed(&document.text, range.shifted(passage.range.start)),
                        passage: index,
                        method,
                    }));
                }
            }
            _ => {}
        }
    }
    found.retain(|sentence| !sentence.range.is_empty());
    found
}

/// Ranges of the sentences of one passage.
fn split(text: &str) -> Vec<TextRange> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in END.captures_iter(text) {
        let (Some(whole), Some(next)) = (end.get(0), end.name("next")) else { continue };
        let decimal =
            end.name("note").is_some() && text[..whole.start()].ends_with(|before: char| before.is_ascii_digit());
        if decimal || whole.start() < start || SHORT.is_match(tail(&text[start..whole.start()])) {
            continue;
        }
        sentences.push(TextRange::new(start, next.start()));
        start = next.start();
    }
    sentences.push(TextRange::new(start, text.len()));
    sentences.into_iter().flat_map(|sentence| pieces(text, sentence, LONGEST)).collect()
}

/// The last few characters, all that tells whether a full stop ends a sentence.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(16);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = split(text).into_iter().filter_map(|range| range.slice(text)).map(str::trim).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn sentences_end_at_full_stops_alone() {
        check(
            "Levels were 3.5 µg/L. Iqbal et al. [58] found 7.35 μg/kg. E. coli grew.",
            &["Levels were 3.5 µg/L.", "Iqbal et al. [58] found 7.35 μg/kg.", "E. coli grew."],
        );
        check("a range of 1.47- 22.47 µg/kg", &["a range of 1.47- 22.47 µg/kg"]);
        check("were made in the EU. Imports fell.", &["were made in the EU.", "Imports fell."]);
        check("of the E.U.40. Rice was low (Fig. 2). No", &["of the E.U.40.", "Rice was low (Fig. 2).", "No"]);
    }
}
