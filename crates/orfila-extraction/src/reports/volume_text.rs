//! Amounts in sentences: `about 25,000 tonnes were produced in the EU in 2012`.

use std::sync::LazyLock;

use orfila_records::{TextRange, VolumeStatus};
use regex::Regex;

use super::agents::Agents;
use super::volumes::{self, VolumeFacts};
use crate::claims::Context;
use crate::quantities::QuantityMatch;

/// Reads every yearly amount of a sentence that names an activity.
pub(super) fn read(context: &mut Context<'_>, agents: &Agents, sentence: TextRange, topic: Option<usize>) {
    let text = context.text(sentence);
    if volumes::activity(text).is_none() {
        return;
    }
    let mentions = agents.named_in(context, sentence);
    for found in context.quantities(sentence) {
        let Some((unit, yearly)) = volumes::unit_behind(&context.document.text, found.number.end) else { continue };
        if unit.end > sentence.end || !yearly && !is_bulk(context.text(unit)) {
            continue;
        }
        if is_of_another(context, sentence, unit, &mentions) {
            continue;
        }
        let substance = mentions
            .iter()
            .rfind(|(_, place)| place.end <= found.range.start)
            .or_else(|| mentions.first())
            .map(|(index, _)| *index)
            .or(topic.filter(|_| opens_with_activity(text)));
        let Some(substance) = substance else { continue };
        let facts = facts(context, sentence, &found, unit);
        if let Some(facts) = facts {
            volumes::claim(context, substance, &facts);
            agents.promote(context, substance);
        }
    }
}

/// `6.9 million tonnes of maize`: what is counted is named behind the unit and is no substance of the report.
fn is_of_another(context: &Context<'_>, sentence: TextRange, unit: TextRange, mentions: &[(usize, TextRange)]) -> bool {
    let behind = context.text(TextRange::new(unit.end, sentence.end));
    let Some(rest) = behind.trim_start().strip_prefix("of ") else { return false };
    let start = sentence.end - rest.len();
    !mentions.iter().any(|(_, place)| place.start >= start && place.start <= start + 24)
}

/// Whether a sentence without a substance goes on about the one before: it begins with the activity, the year or a pronoun.
fn opens_with_activity(sentence: &str) -> bool {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:the\s+|its\s+)?(?:(?:total|annual|global|yearly|EU|US|European|estimated|reported|world)\s+)*(?:production|imports?|exports?|manufactur\w*|consumption|releases?|emissions?|tonnage|volumes?|sales|it)\b(?:\s+(?:volumes?|tonnage))?(?:\s+(?:was|were|is|are|amount|total|rose|fell|in\b|reached|to\b|:))")
            .expect("the pattern is constant")
    });
    OPENING.is_match(sentence.trim_start())
}

/// Tonnes and pounds are amounts of trade even without `per year`; kilograms and `t` may be anything.
fn is_bulk(unit: &str) -> bool {
    let lower = unit.to_lowercase();
    lower.contains("ton") || lower.contains("million") || lower.contains("thousand") || lower == "kt"
}

fn facts(context: &Context<'_>, sentence: TextRange, found: &QuantityMatch, unit: TextRange) -> Option<VolumeFacts> {
    let value = TextRange::new(found.range.start, unit.end.max(found.number.end));
    let before = TextRange::new(sentence.start, found.range.start);
    let after = TextRange::new(value.end, sentence.end);
    let near = |place: TextRange| {
        volumes::activity(context.text(place)).map(|(activity, range)| (activity, range.shifted(place.start)))
    };
    let (activity, words) = match (near(before), near(after)) {
        (Some(left), Some(right)) if right.1.start - value.end < value.start - left.1.end => right,
        (Some(left), _) => left,
        (None, right) => right?,
    };
    let years = volumes::years(context.text(sentence));
    let year = years
        .into_iter()
        .map(|(year, range)| (year, range.shifted(sentence.start)))
        .filter(|(_, range)| !range.overlaps(value))
        .min_by_key(
            |(_, range)| if range.start >= value.end { range.start - value.end } else { value.start - range.end },
        );
    let quantity = found.quantity.with_unit(Some(context.text(unit))).with_raw(context.text(value));
    let shifted = |range: TextRange| range.shifted(sentence.start);
    Some(VolumeFacts {
        quantity,
        value,
        unit: None,
        activity: (activity, Some(words)),
        year,
        region: volumes::region(context.text(sentence)).map(shifted),
        programme: volumes::programme(context.text(sentence)).map(shifted),
        status: VolumeStatus::Reported,
        around: sentence,
    })
}
