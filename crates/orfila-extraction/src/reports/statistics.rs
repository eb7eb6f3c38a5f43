//! Which statistic of a set of measurements a header, caption or sentence names.

use std::sync::LazyLock;

use orfila_records::Statistic;
use regex::Regex;

/// Words of statistics, the more specific first.
const WORDS: &[(&str, Statistic)] = &[
    (r"geometric\s+means?|\bgeomean|\bG\.?M\.?\b", Statistic::GeometricMean),
    (r"97\.5\s?th|\bP\s?97\.5\b", Statistic::P975),
    (r"\b99\s?th|\bP\s?99\b", Statistic::P99),
    (r"\b95\s?th|\bP\s?95\b", Statistic::P95),
    (r"\b90\s?th|\bP\s?90\b", Statistic::P90),
    (r"\b75\s?th|\bP\s?75\b|\bQ3\b", Statistic::P75),
    (r"\b25\s?th|\bP\s?25\b|\bQ1\b", Statistic::P25),
    (r"\b10\s?th|\bP\s?10\b", Statistic::P10),
    (r"\b5\s?th\b|\bP\s?0?5\b", Statistic::P5),
    (r"\bmedians?\b|\b50\s?th|\bP\s?50\b", Statistic::Median),
    (r"\bmin(?:imum)?\.?\s*(?:[-–—/,]|to|and)\s*max(?:imum)?\b|\branged?s?\b|\branging\b", Statistic::Range),
    (r"\bmax(?:imum|ima|\.)?\b|\bhighest\b|\bpeak\b", Statistic::Maximum),
    (r"\bmin(?:imum|ima|\.)?\b|\blowest\b", Statistic::Minimum),
    (r"\bmeans?\b|\baverag(?:e[sd]?|ing)\b|\bavg\b|\bA\.?M\.?\b", Statistic::Mean),
];

static PATTERNS: LazyLock<Vec<(Regex, Statistic)>> = LazyLock::new(|| {
    WORDS
        .iter()
        .map(|(words, statistic)| {
            let pattern = Regex::new(&format!("(?i){words}")).expect("statistic patterns are constant and tested");
            (pattern, *statistic)
        })
        .collect()
});

/// The statistics named in `text`, in the order in which they are printed, with their places.
pub(super) fn named(text: &str) -> Vec<(usize, Statistic)> {
    let mut found: Vec<(usize, usize, Statistic)> = Vec::new();
    for (pattern, statistic) in PATTERNS.iter() {
        for place in pattern.find_iter(text) {
            let taken = found.iter().any(|(start, end, _)| place.start() < *end && *start < place.end());
            if !taken && !is_abbreviation_elsewhere(place.as_str()) {
                found.push((place.start(), place.end(), *statistic));
            }
        }
    }
    found.sort_unstable_by_key(|(start, ..)| *start);
    found.into_iter().map(|(start, _, statistic)| (start, statistic)).collect()
}

/// `gm` and `am` in small letters are a gram and a verb, not means.
fn is_abbreviation_elsewhere(printed: &str) -> bool {
    printed.len() <= 4
        && printed.chars().all(|character| character.is_ascii_lowercase() || character == '.')
        && matches!(printed.trim_matches('.'), "gm" | "am" | "g.m" | "a.m")
}

/// The statistic of a lone number: the first one named that is no range.
pub(crate) fn of_point(text: &str) -> Option<Statistic> {
    named(text).into_iter().map(|(_, statistic)| statistic).find(|statistic| *statistic != Statistic::Range)
}

/// What two numbers in brackets, or a lone number in brackets, stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// Smallest to largest.
    Range,
    /// 25th to 75th percentile.
    Quartiles,
    /// An interval of confidence, a deviation or an error: no value of its own.
    Uncertainty,
}

static QUARTILES: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bIQR\b|inter-?quartile|25\s?th\s*(?:[-–,/]|to|and)\s*75\s?th|P\s?25\s*[-–,/]\s*P?\s?75|Q1\s*[-–,/]\s*Q3",
    )
});
static UNCERTAINTY: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:95|90|99)\s?%?\s*(?:CI|C\.I\.|FL|CL|UCL|LCL)|\bCI\b|confidence|fiducial|\bS\.?[DE]\.?M?\b|deviation|standard\s+error",
    )
});
static RANGE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\brange|\bmin(?:imum)?\.?\s*(?:[-–—/,]|to|and)\s*max"));

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("spread patterns are constant and tested")
}

/// What the words say of two numbers that belong together; a plain `a – b` is a range where nothing is said.
pub(super) fn spread(text: &str) -> Option<Spread> {
    if QUARTILES.is_match(text) {
        Some(Spread::Quartiles)
    } else if RANGE.is_match(text) {
        Some(Spread::Range)
    } else if UNCERTAINTY.is_match(text) {
        Some(Spread::Uncertainty)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_named_in_order() {
        let all = |text| named(text).into_iter().map(|(_, statistic)| statistic).collect::<Vec<_>>();
        assert_eq!(all("Mean ± Standard Deviation"), [Statistic::Mean]);
        assert_eq!(all("P50"), [Statistic::Median]);
        assert_eq!(all("median (min–max)"), [Statistic::Median, Statistic::Range]);
        assert_eq!(all("GM (95% CI), P95, max."), [Statistic::GeometricMean, Statistic::P95, Statistic::Maximum]);
        assert_eq!(all("Cadmium (5 gm)"), []);
        assert_eq!(of_point("Range"), None);
    }

    #[test]
    fn brackets_follow_the_header() {
        assert_eq!(spread("Median (IQR)"), Some(Spread::Quartiles));
        assert_eq!(spread("GM (95% CI)"), Some(Spread::Uncertainty));
        assert_eq!(spread("Mean ± SD (range)"), Some(Spread::Range));
        assert_eq!(spread("Term (n = 25)"), None);
    }
}
