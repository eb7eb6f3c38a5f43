//! Signs that a table's footnotes or caption define: `x = pesticide not detected`, `ND: not determined`.

use std::sync::LazyLock;

use regex::Regex;

use super::cells::CellReading;
use super::grid::Grid;
use crate::claims::Context;

/// A sign and the words before its meaning.
const SIGN: &str = r"(?:^|[\s;,.:(])(?P<mark>\p{L}[\p{L}.]{0,3}|[-–—−*†‡\#]{1,3})
    \s*(?:[=:,–—-]|\bmeans|\bdenotes|\bindicates|\bstands\s+for)\s*(?P<words>(?:\p{L}+\s+){0,3}?)";

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    meaning(
        r"(?:not\s+(?:detect(?:ed|able)|found)|non-?detect|(?:below|under|less\s+than)\s+(?:the\s+)?(?:limits?\s+of\s+detection|detection\s+limit|LOD))",
    )
});

static UNSAID: LazyLock<Regex> = LazyLock::new(|| {
    meaning(
        r"(?:not\s+(?:determined|analy[sz]ed|measured|available|applicable|tested|done|assessed|calculated|reported)|no\s+data|missing)",
    )
});

fn meaning(words: &str) -> Regex {
    Regex::new(&format!("(?ix){SIGN}{words}")).expect("the patterns are constant and tested")
}

/// What a table's own signs mean.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Legend {
    /// Signs of what was looked for and not found.
    absent: Vec<String>,
    /// Signs of what was not looked for or is not told.
    unsaid: Vec<String>,
}

impl Legend {
    /// The signs that footnotes and caption define.
    pub(super) fn of(context: &Context<'_>, grid: &Grid) -> Self {
        let mut legend = Self::default();
        for place in grid.footnotes.iter().chain(&grid.caption) {
            let text = context.text(*place);
            legend.absent.extend(marks_in(text, &ABSENT));
            legend.unsaid.extend(marks_in(text, &UNSAID));
        }
        legend
    }

    /// The signs that any of these tables defines.
    pub(super) fn of_all(context: &Context<'_>, grids: &[Grid]) -> Self {
        let mut all = Self::default();
        for legend in grids.iter().map(|grid| Self::of(context, grid)) {
            all.absent.extend(legend.absent);
            all.unsaid.extend(legend.unsaid);
        }
        all
    }

    /// What a cell says that is nothing but a defined sign.
    pub(super) fn reading(&self, cell: &str) -> Option<CellReading> {
        let is = |marks: &[String]| marks.iter().any(|mark| mark == cell.trim());
        match (is(&self.absent), is(&self.unsaid)) {
            (true, false) => Some(CellReading::NotDetected),
            (_, true) => Some(CellReading::Empty),
            (false, false) => None,
        }
    }
}

fn marks_in(text: &str, defined: &Regex) -> Vec<String> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(found) = defined.captures_at(text, from) {
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
            assert_eq!(marks_in(text, &ABSENT), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_what_was_not_looked_for_are_no_absence() {
        for (text, expected) in [
            ("LOD: limit of detection; ND: not determined because of a low detection frequency", &["ND"][..]),
            ("x = hive product was not analysed; F = fungicide", &["x"]),
            ("ND, not detected", &[]),
        ] {
            assert_eq!(marks_in(text, &UNSAID), expected, "{text}");
        }
        let legend = Legend { absent: vec!["x".to_owned()], unsaid: vec!["ND".to_owned()] };
        assert_eq!(legend.reading(" x "), Some(CellReading::NotDetected));
        assert_eq!(legend.reading("ND"), Some(CellReading::Empty));
        assert_eq!(legend.reading("5"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in "[xND=:;, not detectd–-]{0,60}|\\PC{0,40}") {
            let _ = (marks_in(&text, &ABSENT), marks_in(&text, &UNSAID));
        }
    }
}
