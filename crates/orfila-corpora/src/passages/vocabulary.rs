//! The words of the format, as `corpora/passages/GUIDELINE.md` lists them.

/// Types of spans.
pub const TYPES: [&str; 22] = [
    "substance",
    "identifier",
    "amount",
    "qualifier",
    "unit",
    "endpoint",
    "limit",
    "property",
    "species",
    "population",
    "route",
    "duration",
    "effect",
    "medium",
    "statistic",
    "activity",
    "year",
    "region",
    "function",
    "hazard",
    "method",
    "negation",
];

/// Fields of a header with their values, in the order in which they are printed.
pub const HEADER: [(&str, &[&str]); 5] = [
    ("lang", &["en", "de", "fr", "es"]),
    ("genre", &["sds", "report", "inventory", "biomonitoring", "toxicology", "ecotoxicology", "label"]),
    (
        "section",
        &[
            "identification",
            "hazards",
            "composition",
            "first_aid",
            "fire",
            "release",
            "handling",
            "exposure_controls",
            "physical",
            "stability",
            "toxicology",
            "ecology",
            "disposal",
            "transport",
            "regulatory",
            "use",
            "volume",
            "monitoring",
            "abstract",
            "introduction",
            "methods",
            "results",
            "discussion",
            "other",
        ],
    ),
    ("kind", &["paragraph", "list", "form", "table", "heading", "boilerplate"]),
    ("exposure", &["none", "occupational", "consumer", "dietary", "environmental", "biomonitoring"]),
];

/// Types that may head a relation, each with the types it takes.
const ARGUMENTS: [(&str, &[&str]); 4] = [
    (
        "amount",
        &[
            "unit",
            "qualifier",
            "endpoint",
            "limit",
            "property",
            "statistic",
            "activity",
            "substance",
            "species",
            "population",
            "route",
            "duration",
            "effect",
            "medium",
            "year",
            "region",
            "method",
            "negation",
            "function",
        ],
    ),
    ("identifier", &["substance"]),
    ("function", &["substance"]),
    ("hazard", &["substance", "route", "effect", "negation", "amount"]),
];

/// Kind of the relation between two mentions of the same thing.
pub const SAME: &str = "same";

/// Fewest and most words of a passage.
pub(super) const WORDS: std::ops::RangeInclusive<usize> = 3..=260;

/// The types a head takes; `None` where the type cannot be a head.
#[must_use]
pub fn arguments(head: &str) -> Option<&'static [&'static str]> {
    ARGUMENTS.iter().find(|(kind, _)| *kind == head).map(|(_, arguments)| *arguments)
}

/// Whether one head may have several arguments of a type.
#[must_use]
pub fn may_repeat(head: &str, argument: &str) -> bool {
    head != "amount" || matches!(argument, "effect" | "method" | "route" | "region")
}
