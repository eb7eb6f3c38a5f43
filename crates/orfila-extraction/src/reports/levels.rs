//! Measured levels and limits in sentences.

use std::sync::LazyLock;

use orfila_records::{
    Exposure, ExposureKind, LimitType, Loss, LossReason, Payload, Quantity, Statistic, TextRange, units,
};
use regex::Regex;

use super::agents::Agents;
use super::prose_values::{ProseValue, shares_qualifier, values};
use super::sentences::Sentence;
use super::statistics;
use crate::claims::Context;
use crate::vocabulary::{authority, endpoints};

static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bconcentrat|\blevels?\b|\bcontents?\b|\bcontain|\bresidues?\b|\bexposures?\b|\bintakes?\b|\bdetect|\bfound\b|\brang(?:e|ed|es|ing)\b|\brecorded\b|\breported?\b|\bmeasured\b|\bmeans?\b|\bmedian\b|\baverag|\bhighest\b|\blowest\b|\bmaxim|\bcontaminat|\bvalues?\b|\bquantit|\bamounts?\b|\bexceed|\bEDI\b|\boccur|\bobserved\b|\bsamples?\b")
        .expect("the pattern is constant")
});

static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\blimits?\b|\bmaximum\s+(?:residue|contaminant|permi|allow|accept|tolera|level|limit|[a-z-]+\s+contaminant)|\bguidelines?\b|\bguidance\b|\bthreshold|\bstandards?\b|\bregulat|\baction\s+level|\btolerable\b|\bacceptable\b|\bpermissible\b|\ballowable\b|\b(?:PEL|TLV|OEL|REL|STEL|AGW|VLEP|WEL|IOELV)s?\b|\bOSHA\b|\bACGIH\b|\b(?:MRL|MCL|MAC|ML|PTWI|PTMI|PMTDI|TDI|ADI|RfD|RfC|DWEL|HBGV)s?\b|\bdirective\b|\brecommends?\b|\brecommended\b")
        .expect("the pattern is constant")
});

/// Words around a number that is no level in the world: the method's limits, added amounts, reference materials.
static METHOD_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bL(?:L)?O[DQ]s?\b|limits?\s+of\s+(?:detection|quantification|quantitation)|detection\s+limit|\bspik|\bfortif|\bcertified\b|standard\s+(?:pesticide\s+)?solution|\bstandard\s+\(|\bstock\b|\bcalibrat|reference\s+material|\bstandards?\s+of\b|\brecover|\blinear|\bsensitivity\b|\bdilut|\bdissolv|\breagent|\bworking\s+solution|\bmobile\s+phase|\bbuffer\b")
        .expect("the pattern is constant")
});

/// A limit of detection that its sentence gives further on.
static METHOD_LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bL(?:L)?O[DQ]s?\b|limits?\s+of\s+(?:detection|quantification)|detection\s+limits?)[^.;]{0,150}(?:\bwas\b|\bwere\b|\bis\b|\bare\b|\bof\b|=|:)[^.;]{0,30}$").expect("the pattern is constant")
});

/// Sentences about doses given, effects and growth, whose amounts are no exposure of people or the environment.
static DOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bdos(?:e|es|ed|ing|age)\b|\badminist|\bgavage|\binject|\btreated\b|\btreatment|\bmortality|\bincubat|\bin\s+vitro\b|\bcells?\b|\binhibit|\bIC50|\bmice\b|\brats?\b|\bsupplement|\bculture|\bviability|\btoxicity\b|\boptical|\bextracts?\b|\bcreatinine\b|\bcholesterol|\bglucose|\bha?emoglobin|\bferritin\b|\bfood\s+intake\b|\bbody\s+weight\s+gain|\b(?:kidney|liver|organ)\s+weight")
        .expect("the pattern is constant")
});

/// Reads every level and limit of a sentence. `topic` is the substance the sentences before speak of.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, sentence: &Sentence, topic: Option<usize>) {
    let found = values(context, sentence.range);
    if found.is_empty()
        || !endpoints(context.text(sentence.range)).iter().all(|endpoint| is_guidance(&endpoint.endpoint))
    {
        return;
    }
    let text = context.text(sentence.range);
    let mentions = agents.named_in(context, sentence.range);
    let dosed = DOSE.is_match(text);
    for (index, value) in found.iter().enumerate() {
        let method_limit = METHOD_LIMIT.is_match(before(context, sentence.range, value.range, 160));
        if value.deviation
            || method_limit
            || near(context, sentence.range, value.range, 70, &METHOD_WORDS)
            || is_density(text)
        {
            continue;
        }
        if ends_open(before(context, sentence.range, value.range, 24)) {
            lose(
                context,
                value.range,
                LossReason::UnassignedValue,
                "the end of a range whose other end stands before it in another form",
            );
            continue;
        }
        let limit = is_limit(context, sentence.range, value, &found);
        let guidance = !endpoints(text).is_empty();
        if sentence.method || dosed && !(limit && guidance) || !limit && !LEVEL.is_match(text) {
            continue;
        }
        if shares_qualifier(&found, index) {
            lose(
                context,
                value.range,
                LossReason::UnassignedValue,
                "a list whose first comparator is meant for all: the bound of this one is not printed beside it",
            );
            continue;
        }
        if is_shared_range(context, &mentions, value) {
            lose(context, value.range, LossReason::UnassignedValue, "a range over several substances");
            continue;
        }
        match substance_of(context, agents, sentence.range, &mentions, &found, index, topic) {
            Some(substance) => claim(context, agents, sentence.range, substance, &found, index, limit),
            None => lose(context, value.range, LossReason::NoSubstance, "a level whose substance no sentence names"),
        }
    }
}

/// Whether a range follows a list of three or more substances and so belongs to none of them alone.
fn is_shared_range(context: &Context<'_>, mentions: &[(usize, TextRange)], value: &ProseValue) -> bool {
    static JOINED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*(?:,|,?\s*(?:and|or|&))\s*$").expect("the pattern is constant"));
    static RANGED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^[\s,]*(?:with\s+)?(?:\w+\s+)?rang(?:ed|ing|es?)\s+(?:was\s+|were\s+)?(?:from|between|of)?\s*$",
        )
        .expect("the pattern is constant")
    });
    let ahead: Vec<TextRange> =
        mentions.iter().map(|(_, mention)| *mention).filter(|mention| mention.end <= value.range.start).collect();
    let Some([first, second, third]) = ahead.last_chunk() else { return false };
    let joined = |one: TextRange, other: TextRange| JOINED.is_match(context.text(TextRange::new(one.end, other.start)));
    value.quantity.low != value.quantity.high
        && joined(*first, *second)
        && joined(*second, *third)
        && RANGED.is_match(context.text(TextRange::new(third.end, value.range.start)))
}

/// Densities and amounts of food are no levels of a substance.
fn is_density(sentence: &str) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)specific\s+gravity|\bdensit(?:y|ies)\b|\bconsum(?:ed|ption)\b.{0,60}\bg/(?:day|d|person)|\bg/day",
        )
        .expect("the pattern is constant")
    });
    WORDS.is_match(sentence)
}

/// `19.27- ` and `and to ` before a number: it is the second end of something that the number alone does not say.
fn ends_open(lead: &str) -> bool {
    let lead = lead.trim_end();
    let dash = lead
        .strip_suffix(['-', '–', '—', '−'])
        .is_some_and(|before| before.trim_end().ends_with(|end: char| end.is_ascii_digit() || end == ')'));
    dash || lead.ends_with("and to")
}

fn is_guidance(endpoint: &str) -> bool {
    crate::vocabulary::endpoint_limit(endpoint).is_some()
}

fn lose(context: &mut Context<'_>, range: TextRange, reason: LossReason, detail: &str) {
    context.losses.push(Loss::unused(reason, context.document, range, Some(detail.to_owned())));
}

/// Whether the words around a value, at most `reach` characters away, match.
fn near(context: &Context<'_>, sentence: TextRange, value: TextRange, reach: usize, pattern: &Regex) -> bool {
    pattern.is_match(before(context, sentence, value, reach))
        || pattern.is_match(after(context, sentence, value, reach / 2))
}

fn before<'d>(context: &Context<'d>, sentence: TextRange, value: TextRange, reach: usize) -> &'d str {
    let text = context.text(TextRange::new(sentence.start, value.start));
    let start = text.char_indices().rev().nth(reach.saturating_sub(1)).map_or(0, |(index, _)| index);
    &text[start..]
}

fn after<'d>(context: &Context<'d>, sentence: TextRange, value: TextRange, reach: usize) -> &'d str {
    let text = context.text(TextRange::new(value.end, sentence.end));
    text.char_indices().nth(reach).map_or(text, |(index, _)| &text[..index])
}

/// Whether a value is a limit: the words before it in its clause, or right behind it, call it one.
fn is_limit(context: &Context<'_>, sentence: TextRange, value: &ProseValue, all: &[ProseValue]) -> bool {
    let group_start = all.iter().find(|other| other.group == value.group).map_or(value.range, |first| first.range);
    let earlier = all
        .iter()
        .rfind(|other| other.range.end <= group_start.start)
        .map_or(sentence.start, |other| other.unit.end.max(other.range.end));
    let lead = before(context, TextRange::new(earlier.min(group_start.start), group_start.start), group_start, 110);
    static MEASURED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:below|above|exceed(?:ed|ing|s)?|under|over|within|than)\b.{0,30}\b(?:limits?|guidelines?|standards?|thresholds?)\b.{0,40}(?:\bwas\b|\bwere\b|\bwith\b|rang)").expect("the pattern is constant")
    });
    if let Some(last) = LIMIT.find_iter(lead).last() {
        return !MEASURED.is_match(lead)
            && !statistics::named(&lead[last.end()..])
                .iter()
                .any(|(_, statistic)| matches!(statistic, Statistic::Mean | Statistic::Median | Statistic::Range));
    }
    let tail = after(context, sentence, value.unit, 60);
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[^.;(]{0,40}(?:\bas\s+(?:a|the)\s+(?:threshold|limit|maximum|guideline|standard)|\b(?:limit|guideline|threshold|standard|action\s+level|MRL|maximum\s+level)\b|\brecommends?\b|\b(?:has|have)\s+been\s+(?:\w+\s+)?(?:set|established|proposed)\b)").expect("the pattern is constant")
    });
    // `44.8 µg/L, which was lower than the limit`: the value is compared with a limit.
    static COMPARED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:(?:which|that|and)\s+)?(?:(?:was|is|were|are)\s+)?(?:far\s+|well\s+|much\s+|still\s+)?(?:lower|less|below|under|above|higher|greater|exceed\w*|within)\b").expect("the pattern is constant")
    });
    CALLED.is_match(tail) && !COMPARED.is_match(tail)
}

/// The substance of a value: in a list with `respectively` the one at the same place, else the nearest one named before
/// it in the sentence, else one named after it, else the topic.
fn substance_of(
    context: &Context<'_>,
    agents: &Agents,
    sentence: TextRange,
    mentions: &[(usize, TextRange)],
    all: &[ProseValue],
    index: usize,
    topic: Option<usize>,
) -> Option<usize> {
    let value = &all[index];
    let group: Vec<&ProseValue> = all.iter().filter(|other| other.group == value.group && !other.deviation).collect();
    let place = group.iter().position(|other| other.range == value.range)?;
    let text = context.text(sentence);
    let (first, last) = (group.first()?.range.start, group.last()?.unit.end);
    if group.len() > 1 && text.contains("respectively") {
        let behind: Vec<usize> = run(context, mentions.iter().filter(|(_, mention)| mention.start >= last), last);
        let ahead: Vec<usize> =
            mentions.iter().filter(|(_, mention)| mention.end <= first).map(|(index, _)| *index).collect();
        if behind.len() == group.len() {
            return behind.get(place).copied();
        }
        if ahead.len() >= group.len()
            && ahead[ahead.len() - group.len()..].iter().collect::<std::collections::HashSet<_>>().len() == group.len()
        {
            return ahead.get(ahead.len() - group.len() + place).copied();
        }
    }
    let lead = before(context, sentence, value.range, 24).to_lowercase();
    if lead.contains("total of") && mentions.len() > 1 {
        return agents.sole;
    }
    // `lead   50 µg/m3` over `cadmium   5 µg/m3`: in a list the name stands before each value, on its line.
    let beside = mentions.iter().rfind(|(_, mention)| {
        mention.end <= value.range.start
            && context.text(TextRange::new(mention.end, value.range.start)).chars().all(|c| c == ' ' || c == '\t')
    });
    if let Some((index, _)) = beside
        && context.text(TextRange::new(value.unit.end, sentence.end)).starts_with('\n')
    {
        return Some(*index);
    }
    // `5 µg/kg AFB1`, `10 µg/L of i-As`: the name follows directly.
    let directly = mentions.iter().find(|(_, mention)| {
        let between =
            (mention.start >= value.unit.end).then(|| context.text(TextRange::new(value.unit.end, mention.start)));
        between.is_some_and(|between| matches!(between.trim(), "" | "of" | "for" | "of total" | "total"))
    });
    directly
        .or_else(|| mentions.iter().rfind(|(_, mention)| mention.end <= value.range.start))
        .or_else(|| mentions.iter().find(|(_, mention)| mention.start >= value.unit.end))
        .map(|(index, _)| *index)
        .or(topic)
}

/// The substances named one after the other behind `from`, with nothing but commas and `and` between them.
fn run<'m>(context: &Context<'_>, mentions: impl Iterator<Item = &'m (usize, TextRange)>, from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut end = from;
    for (index, mention) in mentions {
        let between = context.text(TextRange::new(end, mention.start));
        let joined = found.is_empty() && between.len() < 24 && !between.contains([';', '('])
            || matches!(between.trim().to_lowercase().as_str(), "," | "and" | ", and" | "&" | "and total" | "total");
        if !joined {
            break;
        }
        found.push(*index);
        end = mention.end;
    }
    found
}

/// The statistic that the words before a list of values name for the value at this place.
fn statistic(context: &Context<'_>, sentence: TextRange, all: &[ProseValue], index: usize) -> Option<Statistic> {
    let value = &all[index];
    let group: Vec<&ProseValue> = all.iter().filter(|other| other.group == value.group && !other.deviation).collect();
    let place = group.iter().position(|other| other.range == value.range)?;
    let start = group.first()?.range;
    let earlier = all
        .iter()
        .rfind(|other| other.range.end <= start.start)
        .map_or(sentence.start, |other| other.unit.end.max(other.range.end));
    let lead = before(context, TextRange::new(earlier.min(start.start), start.start), start, 90);
    let named = statistics::named(lead);
    let range =
        value.quantity.low.is_some() && value.quantity.high.is_some() && value.quantity.low != value.quantity.high;
    if range {
        return Some(Statistic::Range);
    }
    let points: Vec<Statistic> =
        named.iter().map(|(_, statistic)| *statistic).filter(|statistic| *statistic != Statistic::Range).collect();
    if group.len() > 1 {
        let equal = points.len() == group.len();
        return equal.then(|| points.get(place).copied()).flatten();
    }
    points.last().copied()
}

fn claim(
    context: &mut Context<'_>,
    agents: &Agents,
    sentence: TextRange,
    substance: usize,
    all: &[ProseValue],
    index: usize,
    limit: bool,
) {
    let value = &all[index];
    if is_known(context, substance, &value.quantity, limit) {
        lose(
            context,
            value.range,
            LossReason::Duplicate,
            "the same value of the same substance was read from an earlier place",
        );
        return;
    }
    let kind = if limit { ExposureKind::Limit } else { ExposureKind::Measurement };
    let name_range = name_range(context, sentence, value.range);
    let name = context.text(name_range).split_whitespace().collect::<Vec<_>>().join(" ");
    let from_nothing = from_nothing(context, sentence, value);
    let mut quantity = match from_nothing {
        // `from ND to 4960 µg/kg`: the value is the upper end.
        Some(_) => Quantity::reported(
            &value.quantity.raw,
            orfila_records::Qualifier::LessOrEqual,
            None,
            value.quantity.high,
            value.quantity.unit_raw.as_deref(),
        ),
        None => value.quantity.clone(),
    };
    quantity.statistic = if limit { None } else { statistic(context, sentence, all, index) };
    let mut exposure = Exposure::new(kind, &name, Some(quantity));
    let mut evidence = vec![
        context.evidence("/payload/quantity", value.range),
        (!value.range.contains(value.unit)).then(|| context.evidence("/payload/quantity/unit", value.unit)).flatten(),
        context.normalized("/payload/name", name_range),
        from_nothing.and_then(|words| context.evidence("/payload/quantity/qualifier", words)),
    ];
    if limit {
        let around = TextRange::new(sentence.start, sentence.end);
        let source = authority(context.text(around)).map(|found| found.shifted(around.start));
        exposure.authority = source.map(|source| context.text(source).to_owned());
        exposure.limit_type = Some(limit_type(context.text(sentence)));
        evidence.push(source.and_then(|source| context.evidence("/payload/authority", source)));
    }
    context.claim(substance, Payload::Exposure(Box::new(exposure)), evidence);
    if !limit {
        agents.promote(context, substance);
    }
}

/// The words that make a value the upper end of a range from nothing: `not detected (ND) to` before it, `- N.D` behind it.
fn from_nothing(context: &Context<'_>, sentence: TextRange, value: &ProseValue) -> Option<TextRange> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)(?:\bN\.?\s?D\.?\)?|\bnon?t?-?\s*detect\w*(?:\s*\(N\.?D\.?\))?|<\s*LO[DQ]|\bLO[DQ])\s*(?:-|–|to)\s*$",
        )
        .expect("the pattern is constant")
    });
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(?:-|–|to)\s*(?:N\.?D\b|non?t?-?\s*detect\w*|<\s*LO[DQ]|LO[DQ]\b)")
            .expect("the pattern is constant")
    });
    let single = value.quantity.is_single() && value.quantity.qualifier == orfila_records::Qualifier::Equal;
    let lead = before(context, sentence, value.range, 60);
    let tail = after(context, sentence, value.range.cover(value.unit), 40);
    let end = value.range.end.max(value.unit.end);
    let found = BEFORE
        .find(lead)
        .map(|found| TextRange::new(value.range.start - lead.len() + found.start(), value.range.start))
        .or_else(|| BEHIND.find(tail).map(|found| TextRange::new(end, end + found.end())));
    found.filter(|_| single)
}

/// The words that lead to the value: at most 110 characters, from a word boundary.
fn name_range(context: &Context<'_>, sentence: TextRange, value: TextRange) -> TextRange {
    let lead = before(context, sentence, value, 110);
    let start = value.start - lead.len();
    let cut = if start > sentence.start { lead.find(' ').map_or(0, |space| space + 1) } else { 0 };
    let range = crate::reading::trimmed(&context.document.text, TextRange::new(start + cut, value.start));
    if range.is_empty() { value } else { range }
}

fn limit_type(sentence: &str) -> LimitType {
    if let Some(kind) =
        endpoints(sentence).iter().find_map(|endpoint| crate::vocabulary::endpoint_limit(&endpoint.endpoint))
    {
        return kind;
    }
    let lower = sentence.to_lowercase();
    if lower.contains("maximum") || lower.contains("mrl") || lower.contains("limit") {
        LimitType::MaximumLevel
    } else if lower.contains("guideline") || lower.contains("recommend") || lower.contains("standard") {
        LimitType::Guideline
    } else {
        LimitType::Other
    }
}

/// Whether the same number with the same unit was claimed for the substance: abstracts and discussions repeat the tables.
fn is_known(context: &Context<'_>, substance: usize, quantity: &Quantity, limit: bool) -> bool {
    let unit = |quantity: &Quantity| quantity.unit_raw.as_deref().map(units::fold);
    context.claims.iter().filter(|claim| claim.substance == substance).any(|claim| {
        let Payload::Exposure(exposure) = &claim.payload else { return false };
        let same_kind = (exposure.kind == ExposureKind::Limit) == limit;
        let same = |other: &Quantity| {
            other.low == quantity.low && other.high == quantity.high && unit(other) == unit(quantity)
        };
        same_kind && exposure.quantity.as_ref().is_some_and(same)
    })
}
