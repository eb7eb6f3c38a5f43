//! Signs that a table's footnotes or caption define as looked for and not found: `x = pesticide not detected`.

use std::sync::LazyLock;

use regex::Regex;

use super::grid::Grid;
use crate::claims::Context;

static DEFINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?:^|[\s;,.:(])(?P<mark>\p{L}[\p{L}.]{0,3}|[-–—−*†‡\#]{1,3})
        \s*(?:[=:,–—-]|\bmeans|\bdenotes|\bindicates|\bstands\s+for)\s*
        (?P<words>(?:\p{L}+\s+){0,3}?)
        (?:not\s+(?:detect(?:ed|able)|found)|non-?detect|(?:below|under|less\s+than)\s+(?:the\s+)?(?:limits?\s+of\s+detection|detection\s+limit|LOD))",
    )
    .expect("the pattern is constant")
});

/// The signs of absence that the table defines itself, as printed.
pub(super) fn not_detected_marks(context: &Context<'_>, grid: &Grid) -> Vec<String> {
    let places = grid.footnotes.iter().chain(&grid.caption);
    places.flat_map(|place| marks_in(context.text(*place))).collect()
}

fn marks_in(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(found) = DEFINED.captures_at(text, from) {
        let (Some(mark), Some(words)) = (found.name("mark"), found.name("words")) else { break };
        if !words.as_str().to_lowercase().contains("not ") {
            marks.push(mark.as_str().to_owned());
        }
        from = mark.end();
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_defined_beside_their_meaning() {
        for (text, expected) in [
            ("Key. NA = data was not available, x = pesticide not detected, NR = not reported", &["x"][..]),
            ("x, not detected; nf: not found", &["x", "nf"]),
            ("–: below the limit of detection", &["–"]),
            ("x = hive product was not analysed; F = fungicide", &[]),
            ("NA = not analysed", &[]),
            ("Residues were not detected", &[]),
        ] {
            assert_eq!(marks_in(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in "[xND=:;, not detectd–-]{0,60}|\\PC{0,40}") {
            let _ = marks_in(&text);
        }
    }
}
