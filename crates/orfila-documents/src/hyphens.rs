//! Hyphens at the ends of lines: which of them only the line break put there.
//!
//! The document itself is the dictionary: a word that stands elsewhere in one piece is joined, a compound that stands
//! elsewhere with its hyphen keeps it. Locants, registry numbers and ranges keep theirs always.

use std::collections::HashMap;

use orfila_records::{Document, TextRange};

/// Parts of chemical names that are set off with a hyphen wherever they stand.
const SET_OFF: [&str; 18] = [
    "tert", "sec", "cis", "trans", "ortho", "meta", "para", "alpha", "beta", "gamma", "delta", "omega", "endo", "exo",
    "syn", "anti", "rac", "all",
];

/// Second parts of compounds that are written with a hyphen.
const COMPOUNDING: [&str; 21] = [
    "based",
    "containing",
    "dependent",
    "derived",
    "exposed",
    "free",
    "fold",
    "induced",
    "inducing",
    "like",
    "mediated",
    "made",
    "related",
    "resistant",
    "rich",
    "soluble",
    "specific",
    "term",
    "treated",
    "type",
    "wide",
];

/// A hyphen before a line break between two letters.
struct Candidate {
    passage: usize,
    /// Hyphen and line break.
    range: TextRange,
    left: String,
    right: String,
    /// Whether one of the halves is itself part of a compound.
    compound: bool,
    /// Whether both halves are set in small letters.
    lower: bool,
}

/// Marks the hyphens of a document that only line breaks put there.
pub(crate) fn mark(document: &mut Document) {
    let mut candidates = Vec::new();
    for (index, passage) in document.passages.iter().enumerate() {
        candidates.extend(candidates_in(&document.text, index, passage.range));
    }
    if candidates.is_empty() {
        return;
    }
    let counts = Counts::of(&document.text, &candidates);
    for candidate in candidates.iter().filter(|candidate| counts.joins(candidate)) {
        if let Some(passage) = document.passages.get_mut(candidate.passage) {
            passage.hyphens.push(candidate.range);
        }
    }
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{AD}')
}

fn candidates_in(text: &str, passage: usize, range: TextRange) -> Vec<Candidate> {
    let within = range.slice(text).unwrap_or_default();
    let breaks = within.match_indices('\n');
    breaks.filter_map(|(at, _)| candidate(within, at, passage, range.start)).collect()
}

fn candidate(text: &str, line_break: usize, passage: usize, offset: usize) -> Option<Candidate> {
    let (before, after) = (text.get(..line_break)?, text.get(line_break + 1..)?);
    let hyphen = before.chars().next_back().filter(|last| is_hyphen(*last))?;
    let start = line_break - hyphen.len_utf8();
    let token = before.get(..start)?.rsplit(|character: char| character.is_whitespace()).next()?;
    let left = &token[letters_from_end(token)..];
    let right: &str = after.split(|character: char| !character.is_alphabetic()).next()?;
    let address = token.contains("://") || token.contains('@') || token.starts_with("www.");
    if left.chars().count() < 2 || right.chars().count() < 2 || address {
        return None;
    }
    let rest = after.get(right.len()..)?;
    let goes_on = rest.starts_with(is_hyphen) && rest[1..].starts_with(char::is_alphabetic);
    let mut front = token[..token.len() - left.len()].chars().rev();
    let compound = goes_on || front.next().is_some_and(is_hyphen) && front.next().is_some_and(char::is_alphabetic);
    Some(Candidate {
        passage,
        range: TextRange::new(offset + start, offset + line_break + 1),
        lower: left.chars().skip(1).chain(right.chars()).all(char::is_lowercase),
        left: left.to_lowercase(),
        right: right.to_lowercase(),
        compound,
    })
}

/// Where the letters at the end of a token begin.
fn letters_from_end(token: &str) -> usize {
    let other = token.char_indices().rev().find(|(_, character)| !character.is_alphabetic());
    other.map_or(0, |(at, character)| at + character.len_utf8())
}

/// How often the forms in question stand in the document away from the line breaks in question.
struct Counts(HashMap<String, u32>);

impl Counts {
    fn of(text: &str, candidates: &[Candidate]) -> Self {
        let mut counts: HashMap<String, u32> = HashMap::with_capacity(4 * candidates.len());
        for candidate in candidates {
            for form in [candidate.joined(), candidate.hyphenated(), candidate.left.clone(), candidate.right.clone()] {
                counts.insert(form, 0);
            }
        }
        let mut counts = Self(counts);
        counts.scan(text);
        counts
    }

    fn scan(&mut self, text: &str) {
        let mut last = String::new();
        let mut word = String::new();
        // Whether a hyphen alone stands between the last word and this one, and whether a line break follows it.
        let (mut hyphened, mut broken) = (false, false);
        for character in text.chars().chain(std::iter::once(' ')) {
            if character.is_alphabetic() {
                word.extend(character.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                if hyphened && !broken {
                    self.count(&format!("{last}-{word}"));
                }
                if !broken {
                    self.count(&word);
                }
                std::mem::swap(&mut last, &mut word);
                word.clear();
                (hyphened, broken) = (is_hyphen(character), false);
            } else if character == '\n' && hyphened {
                broken = true;
                // The first half was counted as a word when it ended.
                self.uncount(&last);
            } else {
                (hyphened, broken) = (false, false);
            }
        }
    }

    fn count(&mut self, form: &str) {
        if let Some(count) = self.0.get_mut(form) {
            *count = count.saturating_add(1);
        }
    }

    fn uncount(&mut self, form: &str) {
        if let Some(count) = self.0.get_mut(form) {
            *count = count.saturating_sub(1);
        }
    }

    fn get(&self, form: &str) -> u32 {
        self.0.get(form).copied().unwrap_or(0)
    }

    fn joins(&self, candidate: &Candidate) -> bool {
        let (joined, hyphenated) = (self.get(&candidate.joined()), self.get(&candidate.hyphenated()));
        if joined > 0 || hyphenated > 0 {
            return joined > hyphenated;
        }
        let long = |half: &str| half.chars().count() >= 4 && self.get(half) > 0;
        let two_words = long(&candidate.left) && long(&candidate.right);
        let set_off = SET_OFF.contains(&candidate.left.as_str()) || COMPOUNDING.contains(&candidate.right.as_str());
        let coordinating = ["and", "or", "to", "und", "oder", "et", "ou"].contains(&candidate.right.as_str());
        candidate.lower && !coordinating && !candidate.compound && !two_words && !set_off
    }
}

impl Candidate {
    fn joined(&self) -> String {
        format!("{}{}", self.left, self.right)
    }

    fn hyphenated(&self) -> String {
        format!("{}-{}", self.left, self.right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{DocumentBuilder, Draft};
    use orfila_records::{DocumentFormat, PassageKind};

    fn joined(text: &str) -> String {
        let mut builder = DocumentBuilder::new(text.as_bytes(), "made.pdf", DocumentFormat::Pdf);
        builder.passage(Draft::new(PassageKind::Paragraph, text.to_owned()));
        let mut document = builder.finish();
        mark(&mut document);
        assert_eq!(document.text, text, "the printed text stays");
        document.joined(TextRange::new(0, document.text.len()))
    }

    #[test]
    fn hyphens_of_line_breaks_are_told_from_printed_ones() {
        for (text, expected) in [
            ("the concen-\ntration in air", "the concentration in air"),
            ("Concen-\ntrations of air", "Concentrations of air"),
            ("a 2,4-dichlorophenoxy-\nacetic acid", "a 2,4-dichlorophenoxyacetic acid"),
            ("3-(trifluoro-\nmethyl)phenol", "3-(trifluoromethyl)phenol"),
            ("the concen\u{AD}\ntration in air", "the concentration in air"),
            // The document knows better.
            ("non-flammable, that is non-\nflammable", "non-flammable, that is non-flammable"),
            ("nonflammable, that is non-\nflammable", "nonflammable, that is nonflammable"),
            ("CLASSIFICATION and CLASSIFI-\nCATION", "CLASSIFICATION and CLASSIFICATION"),
            (
                "the dose was high, a response came: dose-\nresponse",
                "the dose was high, a response came: dose-response",
            ),
            // Printed hyphens.
            ("2-\nmethyl", "2-methyl"),
            ("N-\nmethylaniline", "N-methylaniline"),
            ("tert-\nbutanol", "tert-butanol"),
            ("7732-18-\n5", "7732-18-5"),
            ("10-\n20 mg/kg", "10-20 mg/kg"),
            ("Merck-\nSchuchardt", "Merck-Schuchardt"),
            ("state-of-\nthe-art", "state-of-the-art"),
            ("a water-\nsoluble salt", "a water-soluble salt"),
            ("https://example.org/flash-\npoint", "https://example.org/flash-point"),
            ("minus -\nand more", "minus - and more"),
            ("the upper-\nand lower limit", "the upper- and lower limit"),
            ("a line-\n", "a line- "),
        ] {
            assert_eq!(joined(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ideographs_are_joined_without_a_space() {
        assert_eq!(joined("又称化学\n反应式"), "又称化学反应式");
        assert_eq!(joined("含\n6个"), "含 6个");
    }
}
