//! Agents that are no chemicals by name: plants and their extracts, and preparations named in capitals.

use std::collections::HashSet;
use std::sync::LazyLock;

use orfila_records::TextRange;
use regex::Regex;

use crate::claims::Context;
use crate::vocabulary;

/// `A. paniculata`: a species whose genus was spelled out before.
static SHORT: LazyLock<Regex> = LazyLock::new(|| constant(r"\b(?P<genus>\p{Lu})\.\s?(?P<epithet>\p{Ll}{4,})\b"));

/// `Andrographis paniculata`.
static FULL: LazyLock<Regex> = LazyLock::new(|| constant(r"\b(?P<genus>\p{Lu})\p{Ll}{3,}\s+(?P<epithet>\p{Ll}{4,})\b"));

/// `EGMAX`, `FEED-X`, `KOLIN PLUS`.
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| constant(r"\b\p{Lu}{4,}(?:-\p{Lu}{1,4})?(?:\s\p{Lu}{3,})?\b"));

/// Words in capitals that are methods, bodies or statistics.
const NOT_AGENTS: &[&str] = &[
    "OECD", "REACH", "ECHA", "ANOVA", "ELISA", "HPLC", "NOAEL", "LOAEL", "NOEC", "LOEC", "NOEL", "LOEL", "SPSS",
    "USEPA", "IARC", "JECFA", "EFSA", "NIOSH", "OSHA", "ACGIH", "MATC", "PROBIT", "MTBE", "EPPO", "ICAO", "UPLC",
    "GESTIS", "IRIS", "ATSDR",
];

/// Mentions a word in capitals needs before it counts as the name of a preparation.
const OFTEN: usize = 6;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Plants and preparations in a sentence. Test species are none: the vocabulary knows them.
pub(super) fn actors_in(context: &Context<'_>, sentence: TextRange) -> Vec<TextRange> {
    let text = context.text(sentence);
    let document = context.document.text.as_str();
    let mut found: Vec<TextRange> = Vec::new();
    let mut add = |range: TextRange| {
        let printed = range.slice(text).unwrap_or_default();
        if vocabulary::species(printed).is_none() && !found.iter().any(|other| other.overlaps(range)) {
            found.push(range);
        }
    };
    for captures in FULL.captures_iter(text) {
        let (Some(whole), Some(genus), Some(epithet)) =
            (captures.get(0), captures.name("genus"), captures.name("epithet"))
        else {
            continue;
        };
        if document.contains(&format!("{}. {}", genus.as_str(), epithet.as_str())) {
            add(TextRange::new(whole.start(), whole.end()));
        }
    }
    for short in SHORT.find_iter(text) {
        add(TextRange::new(short.start(), short.end()));
    }
    for capitals in CAPITALS.find_iter(text) {
        let printed = capitals.as_str();
        if !NOT_AGENTS.contains(&printed) && document.matches(printed).take(OFTEN).count() >= OFTEN {
            add(TextRange::new(capitals.start(), capitals.end()));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|range| range.shifted(sentence.start)).collect()
}

/// The genus' first letter and the epithet, under which the long and the short form of a species meet.
pub(super) fn species_key(printed: &str) -> Option<String> {
    let found = FULL.captures(printed).or_else(|| SHORT.captures(printed))?;
    Some(format!("{}. {}", found.name("genus")?.as_str(), found.name("epithet")?.as_str()))
}

/// The first place in the document before the end of `place` where a species is spelled out, for a short form.
pub(super) fn spelled_out(context: &Context<'_>, key: &str, place: TextRange) -> Option<TextRange> {
    let (genus, epithet) = key.split_once(". ")?;
    let text = context.document.text.get(..place.end)?;
    let mut tried = HashSet::new();
    text.match_indices(epithet).take(200).find_map(|(start, _)| {
        let before = text[..start].trim_end();
        let word = before
            .rfind(|character: char| !character.is_alphabetic())
            .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
        let whole = &before[word..];
        let spelled =
            whole.chars().count() >= 4 && whole.starts_with(genus) && whole.chars().skip(1).all(char::is_lowercase);
        (tried.insert(word) && spelled).then(|| TextRange::new(word, start + epithet.len()))
    })
}
