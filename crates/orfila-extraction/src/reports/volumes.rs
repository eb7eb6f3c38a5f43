//! Amounts produced, imported, exported, used or released: the words and units that tell them.

use std::sync::LazyLock;

use orfila_records::{
    Activity, Evidence, Payload, ProductionVolume, Quantity, TextRange, ValueState, VolumeScope, VolumeStatus,
};
use regex::Regex;

use crate::claims::Context;

static WITHHELD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:(?:claimed|considered|declared)\s+)?(?:as\s+)?(?:CBI|confidential(?:\s+business\s+information)?|withheld|trade\s+secret|proprietary|vertraulich|confidentiel)(?:\s*\(?CBI\)?)?[\s*.]*$",
    )
});
static INTERMEDIATE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^intermediate\s+use\s+only\b"));
static CEASED: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)\b(?:cease[ds]?|discontinued|no\s+longer)\b.{0,30}\b(?:manufactur|produc|import)|^cease[d]?\s")
});

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)^[\s\u{a0}\u{202f}]{0,2}(?P<unit>(?:(?:million|billion|thousand|mio\.?)\s+)?
          (?:(?:metric\s+|short\s+|long\s+)?(?:tonn?e[ns]?|tons?)|kilotonn?e?s?|kt|Mt|t|kg|kilograms?|lbs?|pounds?)\b
          (?:\s*(?:/|per|p\.|pro|par|a)\s*(?:years?|yr|annum|a\.?|y|jahr|an)\b)?)",
    )
});

/// The same units inside a header or caption, in brackets or after a comma.
static HEADER_UNIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?ix)(?:[(\[,]\s*|\bin\s+)(?P<unit>(?:(?:million|thousand)\s+|1[,.\s]?000\s+)?(?:(?:metric\s+|short\s+)?(?:tonn?e[ns]?|tons?)|kilotonn?e?s?|kt|Mt|t|kg|lbs?|pounds?)
          (?:\s*(?:/|per|p\.|pro|par)\s*(?:years?|yr|annum|a|y|jahr|an))?)\s*(?:[)\],;]|$)",
    )
});

static PER_YEAR: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)(?:/|per|p\.|pro|par|\ba)\s*(?:years?|yr|annum|a\.?|y|jahr|an)$"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| constant(r"\b(?P<year>(?:19|20)\d{2})\b"));

static REGION: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"\b(?:EU(?:-?\d{2})?|EEA|European\s+Union|European\s+Economic\s+Area|Europe|United\s+States(?:\s+of\s+America)?|USA|U\.S\.A?\.?|US|Canada|Mexico|China|Japan|India|Korea|Taiwan|Australia|Brazil|Germany|France|Italy|Spain|Poland|Netherlands|Belgium|Sweden|Denmark|Norway|Finland|Switzerland|Austria|United\s+Kingdom|UK|Great\s+Britain|Ireland|Russia|Bangladesh|North\s+America|Asia|world(?:wide)?|global(?:ly)?|Deutschland|Schweiz)\b",
    )
});

static PROGRAMME: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"\b(?:CDR|Chemical\s+Data\s+Reporting|IUR|REACH|TSCA|TRI|Toxics\s+Release\s+Inventory|SPIN|NPI|E-?PRTR|K-REACH|CSCL|DSL|AICIS|NICNAS)\b",
    )
});

/// Words of activities; the first that matches decides.
const ACTIVITIES: &[(&str, Activity)] = &[
    (
        r"manufactur\w*(?:\s+(?:and|and/or|or)\s+|\s*/\s*|,\s*)import|produc\w*\s+(?:and|and/or|or)\s+import|total\s+(?:tonnage|volume|production\s+and\s+import)|tonnage\s+band|total\s+volume",
        Activity::Total,
    ),
    (r"import", Activity::Imported),
    (r"export|ausfuhr", Activity::Exported),
    (
        r"manufactur|produc(?:ed|tion|es)\b|production\s+volume|herstell|hergestellt|produktion|fabriqu",
        Activity::Manufactured,
    ),
    (r"releas|emission|emitted|discharg|freisetz|rejet", Activity::Released),
    (r"\bsold\b|\bsales?\b|placed\s+on\s+the\s+market|verkauf", Activity::Sold),
    (r"\bused?\b|\bconsum(?:ed|ption)\b|\bapplied\b|verwend|verbrauch|utilis|consomm|consumo", Activity::Used),
    (r"\btonnage\b|\bvolumes?\b|\bquantit", Activity::Total),
];

static ACTIVITY_PATTERNS: LazyLock<Vec<(Regex, Activity)>> = LazyLock::new(|| {
    ACTIVITIES.iter().map(|(words, activity)| (constant(&format!("(?i){words}")), *activity)).collect()
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("volume patterns are constant and tested")
}

/// Why a cell or answer holds no amount, if it says so.
pub(super) fn absence(text: &str) -> Option<ValueState> {
    WITHHELD.is_match(text.trim()).then_some(ValueState::Withheld)
}

/// A status that stands in the place of an amount.
pub(super) fn status(text: &str) -> Option<VolumeStatus> {
    let text = text.trim();
    if WITHHELD.is_match(text) {
        Some(VolumeStatus::Cbi)
    } else if INTERMEDIATE.is_match(text) {
        Some(VolumeStatus::IntermediateOnly)
    } else if CEASED.is_match(text) {
        Some(VolumeStatus::Ceased)
    } else {
        None
    }
}

/// The activity that words name and where; the last one before the end of `text` of the first sort that matches.
pub(crate) fn activity(text: &str) -> Option<(Activity, TextRange)> {
    ACTIVITY_PATTERNS.iter().find_map(|(pattern, activity)| {
        let found = pattern.find_iter(text).last()?;
        Some((*activity, TextRange::new(found.start(), found.end())))
    })
}

/// The unit of a yearly amount behind a number that ends at `end`, and whether it says "per year" itself.
pub(super) fn unit_behind(text: &str, end: usize) -> Option<(TextRange, bool)> {
    let unit = UNIT.captures(text.get(end..)?)?.name("unit")?;
    let printed = unit.as_str().trim_end();
    let range = TextRange::new(end + unit.start(), end + unit.start() + printed.len());
    Some((range, PER_YEAR.is_match(printed)))
}

/// The unit that a header or caption gives for the amounts below it.
pub(super) fn unit_in_header(text: &str) -> Option<TextRange> {
    let unit = HEADER_UNIT.captures(text)?.name("unit")?;
    Some(TextRange::new(unit.start(), unit.start() + unit.as_str().trim_end().len()))
}

/// The years in `text`.
pub(crate) fn years(text: &str) -> Vec<(i32, TextRange)> {
    YEAR.captures_iter(text)
        .filter_map(|found| {
            let year = found.name("year")?;
            Some((year.as_str().parse().ok()?, TextRange::new(year.start(), year.end())))
        })
        .collect()
}

/// The first region in `text`.
pub(crate) fn region(text: &str) -> Option<TextRange> {
    REGION.find(text).map(|found| TextRange::new(found.start(), found.end()))
}

/// The first reporting programme in `text`.
pub(super) fn programme(text: &str) -> Option<TextRange> {
    PROGRAMME.find(text).map(|found| TextRange::new(found.start(), found.end()))
}

/// Whom an amount belongs to, where the words say so.
fn scope(text: &str) -> Option<VolumeScope> {
    let lower = text.to_lowercase();
    if lower.contains("aggregate") || lower.contains("national total") {
        Some(VolumeScope::NationalAggregate)
    } else if lower.contains("joint submission") || lower.contains("all registrants") {
        Some(VolumeScope::JointSubmission)
    } else if lower.contains("per site") || lower.contains("at one site") {
        Some(VolumeScope::Site)
    } else {
        None
    }
}

/// Everything known about one amount.
pub(super) struct VolumeFacts {
    /// The amount, or its absence.
    pub quantity: Quantity,
    /// Its characters.
    pub value: TextRange,
    /// Its unit, where it stands elsewhere.
    pub unit: Option<TextRange>,
    /// What is done.
    pub activity: (Activity, Option<TextRange>),
    /// The year.
    pub year: Option<(i32, TextRange)>,
    /// The region.
    pub region: Option<TextRange>,
    /// The programme.
    pub programme: Option<TextRange>,
    /// Whether the amount may be known.
    pub status: VolumeStatus,
    /// Words that may tell the scope.
    pub around: TextRange,
}

/// Makes the record.
pub(super) fn claim(context: &mut Context<'_>, substance: usize, facts: &VolumeFacts) {
    let text = |range: Option<TextRange>| {
        range.map(|range| context.text(range).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let volume = ProductionVolume {
        quantity: facts.quantity.clone(),
        year: facts.year.map(|(year, _)| year),
        period: None,
        region: text(facts.region),
        scope: scope(context.text(facts.around)),
        activity: facts.activity.0,
        programme: text(facts.programme),
        status: facts.status,
    };
    let mut evidence: Vec<Option<Evidence>> = vec![context.evidence("/payload/quantity", facts.value)];
    evidence.push(facts.unit.and_then(|unit| context.evidence("/payload/quantity/unit", unit)));
    evidence.push(facts.year.and_then(|(_, year)| context.evidence("/payload/year", year)));
    evidence.push(facts.region.and_then(|region| context.normalized("/payload/region", region)));
    evidence.push(facts.activity.1.and_then(|activity| context.normalized("/payload/activity", activity)));
    evidence.push(facts.programme.and_then(|programme| context.normalized("/payload/programme", programme)));
    if facts.status != VolumeStatus::Reported {
        evidence.push(context.normalized("/payload/status", facts.value));
    }
    context.claim(substance, Payload::Volume(volume), evidence);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_and_units_are_told_by_their_words() {
        assert_eq!(activity("was imported in").map(|found| found.0), Some(Activity::Imported));
        assert_eq!(activity("manufactured and/or imported").map(|found| found.0), Some(Activity::Total));
        assert_eq!(activity("EU production volume").map(|found| found.0), Some(Activity::Manufactured));
        assert_eq!(activity("boils at 80 °C"), None);
        let unit =
            |text: &'static str| unit_behind(text, 0).and_then(|(range, yearly)| Some((range.slice(text)?, yearly)));
        assert_eq!(unit(" tonnes per year in"), Some(("tonnes per year", true)));
        assert_eq!(unit(" million pounds"), Some(("million pounds", false)));
        assert_eq!(unit(" t/a"), Some(("t/a", true)));
        assert_eq!(unit(" times"), None);
        assert_eq!(unit_in_header("Production (t/a)").and_then(|range| range.slice("Production (t/a)")), Some("t/a"));
    }

    #[test]
    fn what_stands_in_place_of_an_amount_is_a_status() {
        assert_eq!(status("CBI"), Some(VolumeStatus::Cbi));
        assert_eq!(status("Confidential"), Some(VolumeStatus::Cbi));
        assert_eq!(status("Intermediate use only"), Some(VolumeStatus::IntermediateOnly));
        assert_eq!(status("Cease manufacture"), Some(VolumeStatus::Ceased));
        assert_eq!(status("1000 t/a"), None);
    }
}
