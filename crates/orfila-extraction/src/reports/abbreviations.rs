//! Short forms and the long forms that the document gives them, in brackets in the text or in the footnotes of a table.

use orfila_records::{PassageKind, TextRange};

use crate::claims::Context;

/// Letters of a long form at least: what is shorter is another abbreviation.
const SHORTEST: usize = 6;

/// Words of a long form at most, beyond the signs of its short form.
const MORE_WORDS: usize = 3;

/// Whether a label can be a short form: one word with two capitals, or with a capital and a digit.
pub(super) fn is_short_form(label: &str) -> bool {
    let signs = label.chars().count();
    let capitals = label.chars().filter(|sign| sign.is_uppercase()).count();
    let digits = label.chars().any(|sign| sign.is_ascii_digit());
    (2..=10).contains(&signs)
        && (capitals >= 2 || capitals == 1 && digits)
        && label.chars().all(|sign| sign.is_alphanumeric() || sign == '-')
}

/// The characters that spell out `short`: `α1-microglobulin` in `α1-microglobulin (α1MG)` or in `α1MG, α1-microglobulin`.
pub(super) fn long_form(context: &Context<'_>, short: &str) -> Option<TextRange> {
    let document = context.document;
    document
        .passages
        .iter()
        .filter(|passage| !matches!(passage.kind, PassageKind::Reference | PassageKind::Furniture))
        .find_map(|passage| {
            let text = document.passage_text(passage);
            let found = before_brackets(text, short).or_else(|| {
                (passage.kind == PassageKind::Footnote || text.trim_start().starts_with(short))
                    .then(|| behind(text, short))
                    .flatten()
            })?;
            Some(found.shifted(passage.range.start))
        })
}

/// The long form in front of `(SHORT)`.
fn before_brackets(text: &str, short: &str) -> Option<TextRange> {
    places(text, short).find_map(|place| {
        let opens = text[..place.start].ends_with(['(', '[']);
        let closes = text[place.end..].starts_with([')', ']', ';', ',']);
        let lead = text.get(..place.start.checked_sub(1)?).filter(|_| opens && closes)?.trim_end();
        let window = last_words(lead, short.chars().count() + MORE_WORDS);
        let start = window + spells(&lead[window..], short)?;
        let range = TextRange::new(start, lead.len());
        is_long(range.slice(text)?, short).then_some(range)
    })
}

/// The long form behind `SHORT` in a list of abbreviations.
fn behind(text: &str, short: &str) -> Option<TextRange> {
    places(text, short).find_map(|place| {
        let alone = !text[..place.start].ends_with(|sign: char| sign.is_alphanumeric() || sign == '-');
        let rest = text.get(place.end..).filter(|rest| alone && !rest.starts_with(char::is_alphanumeric))?;
        let long = rest.trim_start_matches(|sign: char| sign.is_whitespace() || "=:,–-".contains(sign));
        let start = text.len() - long.len();
        let end = [", ", "; ", ". ", " ("].iter().filter_map(|stop| long.find(stop)).min().unwrap_or(long.len());
        let long = long[..end].trim_end_matches(['.', ',', ';', ' ', '\n']);
        let whole = spells(long, short)? == 0 && long.split_whitespace().count() <= short.len() + MORE_WORDS;
        (whole && is_long(long, short)).then(|| TextRange::new(start, start + long.len()))
    })
}

/// Places of `word` in `text`, forms of signs apart.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = TextRange> + 't {
    text.char_indices().filter_map(move |(start, _)| {
        let mut signs = text[start..].chars();
        let mut end = start;
        for wanted in word.chars() {
            let sign = signs.next().filter(|sign| folded(*sign) == folded(wanted))?;
            end += sign.len_utf8();
        }
        (end > start).then(|| TextRange::new(start, end))
    })
}

/// Whether the words can be a name: one stretch that the short form itself is no part of.
fn is_long(long: &str, short: &str) -> bool {
    let letters = long.chars().filter(|sign| sign.is_alphabetic()).count();
    letters >= SHORTEST && !long.contains([';', '\n']) && !long.contains(", ") && places(long, short).next().is_none()
}

/// Where the last `count` words begin.
fn last_words(text: &str, count: usize) -> usize {
    text.rmatch_indices(char::is_whitespace).nth(count.saturating_sub(1)).map_or(0, |(at, space)| at + space.len())
}

/// Where the words that `short` is the short form of begin in `long`: each sign of it stands there in order, up to the end,
/// and the first one begins a word.
pub(super) fn spells(long: &str, short: &str) -> Option<usize> {
    let mut signs = short.chars().rev().filter(|sign| sign.is_alphanumeric()).map(folded).peekable();
    let mut before = long.char_indices().rev().peekable();
    while let Some(sign) = signs.next() {
        let first = signs.peek().is_none();
        loop {
            let (at, found) = before.next()?;
            let begins_word = !before.peek().is_some_and(|(_, other)| other.is_alphanumeric());
            if folded(found) == sign && (!first || begins_word) {
                if first {
                    return Some(at);
                }
                break;
            }
        }
    }
    None
}

/// A small letter; lowered and raised digits are digits, and the German letter that is printed for a Greek beta is one.
fn folded(sign: char) -> char {
    match sign {
        'ß' => 'β',
        '₀'..='₉' => char::from_digit(sign as u32 - '₀' as u32, 10).unwrap_or(sign),
        _ => sign.to_lowercase().next().unwrap_or(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_forms_stand_before_brackets() {
        for (text, short, expected) in [
            ("levels of α1-microglobulin (α1MG) or", "α1MG", Some("α1-microglobulin")),
            ("and ß2-microglobulin (ß2MG), were", "β2MG", Some("ß2-microglobulin")),
            ("exposure to di(2-ethylhexyl) phthalate (DEHP; 5)", "DEHP", Some("di(2-ethylhexyl) phthalate")),
            ("α₁-microglobulin (α₁MG)", "α1MG", Some("α₁-microglobulin")),
            ("β2MG ß₂-microglobulin, ND not detected (β2MG, less", "β2MG", None),
            ("the mean (DEHP)", "DEHP", None),
            ("a limit (LOD)", "DEHP", None),
        ] {
            assert_eq!(before_brackets(text, short).and_then(|range| range.slice(text)), expected, "{text}");
        }
    }

    #[test]
    fn long_forms_stand_behind_their_short_form_in_footnotes() {
        for (text, short, expected) in [
            ("PFOA, perfluorooctanoic acid; ND, not detected", "PFOA", Some("perfluorooctanoic acid")),
            (
                "HCH = Hexachlorocyclohexane, DDD = Dichlorodiphenyldichloroethane.",
                "DDD",
                Some("Dichlorodiphenyldichloroethane"),
            ),
            ("α1MG α 1-microglobulin, β2MG ß2-microglobulin", "α1MG", Some("α 1-microglobulin")),
            ("PFOA was not detected", "PFOA", None),
        ] {
            assert_eq!(behind(text, short).and_then(|range| range.slice(text)), expected, "{text}");
        }
    }

    #[test]
    fn short_forms_are_one_word_with_capitals() {
        for (label, expected) in [
            ("PFOA", true),
            ("α1MG", true),
            ("BDE-47", true),
            ("Lead", false),
            ("B1", true),
            ("Total PCB", false),
            ("n", false),
        ] {
            assert_eq!(is_short_form(label), expected, "{label}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in "[A-Zaß(β),;=. ü0-9]{0,60}|\\PC{0,40}", short in "[A-Zß0-9α]{1,5}") {
            let found = [before_brackets(&text, &short), behind(&text, &short)];
            proptest::prop_assert!(found.into_iter().flatten().all(|range| range.slice(&text).is_some()));
        }
    }
}
