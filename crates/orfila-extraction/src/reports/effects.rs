//! Effect values: LD50, LC50, NOAEL and their kin in sentences and tables.

use std::sync::LazyLock;

use orfila_records::{Dimension, EffectValue, Evidence, Hazard, Loss, LossReason, Payload, Quantity, TextRange, units};
use regex::Regex;

use super::actors::actors_in;
use super::agents::Agents;
use super::prose_values::values;
use super::unit_shapes::UnitMatch;
use crate::claims::Context;
use crate::vocabulary::{self, EndpointMatch, endpoint_limit, endpoint_takes, endpoints};

static GUIDELINE: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"\bOECD\s*(?:TG|test\s+guidelines?|guidelines?)?\s*(?:no\.?\s*)?(?P<number>[1-5]\d{2}[A-F]?)\b")
});
static GLP: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)(?P<not>non[\s-]?|not\s+|no\s+)?\bGLP\b"));
static KLIMISCH: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)\b(?:klimisch|reliability)\s*(?:score|code|rating|category)?\s*(?:of\s*|[:=]\s*)?(?P<score>[1-4])\b")
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("effect patterns are constant")
}

/// An effect value with what stands around it.
pub(super) struct Effect {
    /// The endpoint.
    pub endpoint: EndpointMatch,
    /// The value.
    pub quantity: Quantity,
    /// The value's characters.
    pub value: TextRange,
    /// The unit's characters.
    pub unit: TextRange,
}

/// Reads every effect value of a sentence.
pub(super) fn read_sentence(context: &mut Context<'_>, agents: &mut Agents, sentence: TextRange, topic: Option<usize>) {
    let found: Vec<EndpointMatch> = endpoints(context.text(sentence))
        .into_iter()
        .map(|found| EndpointMatch { range: found.range.shifted(sentence.start), ..found })
        .collect();
    if found.iter().all(|endpoint| endpoint_limit(&endpoint.endpoint).is_some()) {
        return;
    }
    let values = values(context, sentence);
    for (index, endpoint) in found.iter().enumerate() {
        if endpoint_limit(&endpoint.endpoint).is_some() {
            continue;
        }
        let until = found.get(index + 1).map_or(sentence.end, |next| next.range.start);
        let from = if index == 0 { sentence.start } else { found[index - 1].range.end };
        let fits =
            |quantity: &Quantity| endpoint_takes(&endpoint.endpoint, quantity.dimension, quantity.unit.as_deref());
        let behind = values.iter().find(|value| {
            value.range.start >= endpoint.range.end
                && value.range.end <= until
                && !value.deviation
                && fits(&value.quantity)
        });
        let ahead = || {
            values.iter().rfind(|value| {
                value.range.end <= endpoint.range.start
                    && value.range.start >= from
                    && !value.deviation
                    && fits(&value.quantity)
            })
        };
        let Some(value) = behind.or_else(ahead) else { continue };
        let effect = Effect {
            endpoint: endpoint.clone(),
            quantity: value.quantity.clone(),
            value: value.range,
            unit: value.unit,
        };
        if is_repeated(context, &effect) {
            context.losses.push(Loss::unused(
                LossReason::Duplicate,
                context.document,
                effect.value,
                Some("the same effect value was read from an earlier place".to_owned()),
            ));
            continue;
        }
        let local = local(context, sentence, &found, index, &effect);
        let mut places = vec![local];
        if found.len() == 1 || vocabulary::only_species(context.text(sentence)).is_some() {
            places.push(sentence);
        }
        if IN_ANIMALS.is_match(&effect.endpoint.endpoint) {
            places.extend(agents.title);
        }
        let listed = listed(context, agents, &values, endpoint, value, until);
        if !listed.is_empty() {
            for (substance, value) in listed {
                let effect = Effect {
                    quantity: value.quantity.clone(),
                    value: value.range,
                    unit: value.unit,
                    endpoint: endpoint.clone(),
                };
                claim(context, substance, &effect, &[sentence]);
            }
            continue;
        }
        for substance in bearers(context, agents, sentence, endpoint, topic) {
            let known = is_known(context, substance, &effect, &places);
            if known {
                context.losses.push(Loss::unused(
                    LossReason::Duplicate,
                    context.document,
                    effect.value,
                    Some("the same effect value was read from an earlier place".to_owned()),
                ));
            } else {
                claim(context, substance, &effect, &places);
            }
        }
    }
}

/// Whether the same endpoint of the substance has the value already, for the same species or one that was not named.
fn is_known(context: &Context<'_>, substance: usize, effect: &Effect, places: &[TextRange]) -> bool {
    let species = places.iter().find_map(|place| vocabulary::organism(context.text(*place))).map(|(word, _)| word);
    let unit = |quantity: &Quantity| quantity.unit_raw.as_deref().map(units::fold);
    context.claims.iter().filter(|claim| claim.substance == substance).any(|claim| match &claim.payload {
        Payload::Hazard(Hazard::Effect(known)) => {
            let same_species = known.species.is_none() || species.is_none() || known.species == species;
            known.endpoint == effect.endpoint.endpoint
                && known.quantity.low == effect.quantity.low
                && known.quantity.high == effect.quantity.high
                && unit(&known.quantity) == unit(&effect.quantity)
                && same_species
        }
        _ => false,
    })
}

/// Endpoints of studies in animals: where a sentence names no species, the title's is meant.
static IN_ANIMALS: LazyLock<Regex> = LazyLock::new(|| constant(r"^(?:NO|LO)A?EL$|^LD50$|^BMDL?\d*$"));

/// The characters of a sentence that speak of one of its effect values: up to its neighbours.
fn local(
    context: &Context<'_>,
    sentence: TextRange,
    all: &[EndpointMatch],
    index: usize,
    effect: &Effect,
) -> TextRange {
    let span = effect.endpoint.range.cover(effect.value);
    let start = match index.checked_sub(1).and_then(|before| all.get(before)) {
        Some(before) => {
            let gap = TextRange::new(before.range.end.min(span.start), span.start);
            gap.start + clause_start(context.text(gap))
        }
        None => sentence.start,
    };
    let end = match all.get(index + 1) {
        Some(next) if next.range.start > span.end => {
            let gap = TextRange::new(span.end, next.range.start);
            gap.start + clause_start(context.text(gap))
        }
        _ => sentence.end,
    };
    TextRange::new(start, end.max(start))
}

/// Where the clause of the next endpoint begins in what stands before it.
fn clause_start(gap: &str) -> usize {
    static BREAK: LazyLock<Regex> = LazyLock::new(|| constant(r";|\.\s|,?\s(?:and|while|whereas|but|und|et|y)\s|,\s"));
    BREAK.find_iter(gap).last().map_or(0, |found| found.end())
}

/// Values of one endpoint in a list, each behind its own substance: `LD50 in the rat: A 20 mg/kg; B > 2,000 mg/kg`.
fn listed<'v>(
    context: &Context<'_>,
    agents: &Agents,
    values: &'v [super::prose_values::ProseValue],
    endpoint: &EndpointMatch,
    first: &super::prose_values::ProseValue,
    until: usize,
) -> Vec<(usize, &'v super::prose_values::ProseValue)> {
    let fits = |quantity: &Quantity| endpoint_takes(&endpoint.endpoint, quantity.dimension, quantity.unit.as_deref());
    let mut from = endpoint.range.end;
    let mut found = Vec::new();
    for value in values.iter().filter(|value| value.range.start >= first.range.start && value.range.end <= until) {
        if value.deviation || !fits(&value.quantity) || value.range.start < from {
            return Vec::new();
        }
        let before = TextRange::new(from, value.range.start);
        let named = agents.named_in(context, before);
        let Some((substance, place)) = named.last().copied() else { return Vec::new() };
        if context.text(TextRange::new(place.end, value.range.start)).chars().any(char::is_alphabetic) {
            return Vec::new();
        }
        found.push((substance, value));
        from = value.unit.end.max(value.range.end);
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// Whether a value with decimals was claimed for the same endpoint: the text repeats the tables, often under a shorter name.
fn is_repeated(context: &Context<'_>, effect: &Effect) -> bool {
    let precise = effect.quantity.low.or(effect.quantity.high).is_some_and(|value| value.fract() != 0.0);
    let unit = |quantity: &Quantity| quantity.unit_raw.as_deref().map(units::fold);
    precise
        && context.claims.iter().any(|claim| match &claim.payload {
            Payload::Hazard(Hazard::Effect(known)) => {
                let other = &known.quantity;
                known.endpoint == effect.endpoint.endpoint
                    && other.low == effect.quantity.low
                    && other.high == effect.quantity.high
                    && unit(other) == unit(&effect.quantity)
            }
            _ => false,
        })
}

/// The substances an endpoint in a sentence belongs to: those named right behind it, else those of the list named last before it.
fn bearers(
    context: &mut Context<'_>,
    agents: &mut Agents,
    sentence: TextRange,
    endpoint: &EndpointMatch,
    topic: Option<usize>,
) -> Vec<usize> {
    let mut mentions = agents.named_in(context, sentence);
    for place in actors_in(context, sentence) {
        if mentions.iter().all(|(_, other)| !other.overlaps(place))
            && let Some(index) = agents.actor(context, place)
        {
            mentions.push((index, place));
        }
    }
    mentions.sort_by_key(|(_, place)| place.start);
    static OF: LazyLock<Regex> =
        LazyLock::new(|| constant(r"(?i)^\s*(?:values?|doses?)?\s*(?:of|for)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}$"));
    let named_behind = mentions.iter().position(|(_, place)| {
        place.start >= endpoint.range.end && OF.is_match(context.text(TextRange::new(endpoint.range.end, place.start)))
    });
    if let Some(first) = named_behind {
        return chain(context, &mentions, first, true);
    }
    if let Some(last) = mentions.iter().rposition(|(_, place)| place.end <= endpoint.range.start) {
        return chain(context, &mentions, last, false);
    }
    mentions.first().map(|(index, _)| *index).or(topic).into_iter().collect()
}

/// The substances that are joined to the one at `at` by commas and `and`, to the right or to the left.
fn chain(context: &Context<'_>, mentions: &[(usize, TextRange)], at: usize, right: bool) -> Vec<usize> {
    let joined = |a: usize, b: usize| {
        let between = context.text(TextRange::new(mentions[a].1.end, mentions[b].1.start));
        let between = between.split_whitespace().collect::<Vec<_>>().join(" ");
        matches!(between.as_str(), "," | "and" | ", and" | "&" | "or" | ", or")
    };
    let mut chain = vec![mentions[at].0];
    let mut place = at;
    while right && place + 1 < mentions.len() && joined(place, place + 1) {
        place += 1;
        chain.push(mentions[place].0);
    }
    while !right && place > 0 && joined(place - 1, place) {
        place -= 1;
        chain.push(mentions[place].0);
    }
    chain.sort_unstable();
    chain.dedup();
    chain
}

/// Makes the record; species, route, duration and guideline come from the first of the places that names them.
pub(super) fn claim(context: &mut Context<'_>, substance: usize, effect: &Effect, places: &[TextRange]) {
    let mut payload = EffectValue::new(&effect.endpoint.endpoint, effect.quantity.clone());
    let mut evidence = vec![
        context.evidence("/payload/quantity", effect.value),
        (!effect.value.contains(effect.unit))
            .then(|| context.evidence("/payload/quantity/unit", effect.unit))
            .flatten(),
        context.normalized("/payload/endpoint", effect.endpoint.range),
    ];
    let word = |find: &dyn Fn(&str) -> Option<vocabulary::WordMatch>| {
        places.iter().find_map(|place| {
            find(context.text(*place)).map(|word| (word.word.to_owned(), word.range.shifted(place.start)))
        })
    };
    let species = places.iter().find_map(|place| {
        vocabulary::organism(context.text(*place)).map(|(word, range)| (word, range.shifted(place.start)))
    });
    let route = word(&vocabulary::route);
    let duration = places.iter().find_map(|place| duration(context, *place));
    let guideline = places.iter().find_map(|place| capture(context, *place, &GUIDELINE, "number"));
    let score = places.iter().find_map(|place| capture(context, *place, &KLIMISCH, "score"));
    let mut prove = |field: &str, range: TextRange, exact: bool| {
        let proof: Option<Evidence> =
            if exact { context.evidence(field, range) } else { context.normalized(field, range) };
        evidence.push(proof);
    };
    if let Some((word, range)) = species {
        payload.species = Some(word);
        prove("/payload/species", range, false);
    }
    if let Some((word, range)) = route {
        payload.route = Some(word);
        prove("/payload/route", range, false);
    }
    if let Some(range) = duration {
        payload.duration = Some(context.text(range).to_owned());
        prove("/payload/duration", range, true);
    }
    if let Some((whole, number)) = guideline {
        payload.guideline = Some(format!("OECD {}", context.text(number)));
        prove("/payload/guideline", whole, false);
    }
    if let Some((whole, number)) = score {
        payload.klimisch = context.text(number).parse().ok();
        prove("/payload/klimisch", whole, false);
    }
    if let Some((range, followed)) = places.iter().find_map(|place| glp(context, *place)) {
        payload.glp = Some(followed);
        prove("/payload/glp", range, false);
    }
    context.claim(substance, Payload::Hazard(Hazard::Effect(Box::new(payload))), evidence);
}

fn duration(context: &Context<'_>, place: TextRange) -> Option<TextRange> {
    static HYPHENED: LazyLock<Regex> =
        LazyLock::new(|| constant(r"(?i)\b\d{1,3}[-\s](?:hours?|h|days?|d|weeks?|months?|years?)\b"));
    if let Some(found) = HYPHENED.find(context.text(place)) {
        return Some(TextRange::new(place.start + found.start(), place.start + found.end()));
    }
    context
        .quantities(place)
        .into_iter()
        .find(|found| found.quantity.dimension == Some(Dimension::Time))
        .map(|found| found.range)
}

fn capture(context: &Context<'_>, place: TextRange, pattern: &Regex, group: &str) -> Option<(TextRange, TextRange)> {
    let captures = pattern.captures(context.text(place))?;
    let (whole, part) = (captures.get(0)?, captures.name(group)?);
    let range = |found: regex::Match<'_>| TextRange::new(place.start + found.start(), place.start + found.end());
    Some((range(whole), range(part)))
}

fn glp(context: &Context<'_>, place: TextRange) -> Option<(TextRange, bool)> {
    let captures = GLP.captures(context.text(place))?;
    let whole = captures.get(0)?;
    Some((TextRange::new(place.start + whole.start(), place.start + whole.end()), captures.name("not").is_none()))
}

/// Whether a value with this unit can be the value of the endpoint.
pub(super) fn unit_fits(endpoint: &str, unit: &UnitMatch, printed: &str) -> bool {
    let known = orfila_records::units::parse(printed).map(|unit| unit.ucum);
    endpoint_takes(endpoint, unit.dimension, known) || unit.dimension.is_none()
}
