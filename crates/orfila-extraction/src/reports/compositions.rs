//! What preparations are made of, in sentences: `contains not less than 0.1% aloin, 0.5% gallic acid`, `composed of A. vera
//! and C. longa`.

use std::sync::LazyLock;

use orfila_records::{Identity, Payload, Qualifier, Quantity, SubstanceRole, TextRange};
use regex::Regex;

use super::actors::actors_in;
use super::agents::Agents;
use super::chemical_names::names_in;
use crate::claims::Context;
use crate::quantities::QuantityMatch;
use crate::reading::trimmed;
use crate::vocabulary::organism;

static CONTAINS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:contain(?:s|ed|ing)?|compris(?:es?|ed|ing)|consist(?:s|ed|ing)?\s+of|composed\s+of|made\s+(?:up\s+)?of|standardi[sz]ed\s+(?:to|for))\b",
    )
});

static BLEND: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:contains|composed\s+of|consists\s+of|compris(?:es|ed\s+of|ing)|amalgamation\s+of|blend\s+of|formulation\s+of|combination\s+of|preparation\s+of)\b",
    )
});

/// Words behind a percentage that make it no part of a preparation.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:samples?|ci|confidence|population|subjects?|adults?|children|cases?|total|moisture|humidity|relative|recover\w*|increase\w*|decrease\w*|reduction|mortality|inhibition|level|significance|intake|diet|rsd|variance|contribution)\b",
    )
});

/// Words of a name at most.
const LONGEST: usize = 5;

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// Reads the components that a sentence lists.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, sentence: TextRange) {
    read_parts(context, sentence);
    read_plants(context, agents, sentence);
}

/// Percentages with the names of what they are parts of: three at least, or two with a chemical by its name.
fn read_parts(context: &mut Context<'_>, sentence: TextRange) {
    let Some(verb) = CONTAINS.find(context.text(sentence)) else { return };
    let list = TextRange::new(sentence.start + verb.end(), sentence.end);
    let parts: Vec<QuantityMatch> =
        context.quantities(list).into_iter().filter(|found| found.quantity.unit.as_deref() == Some("%")).collect();
    let mut named: Vec<(QuantityMatch, TextRange)> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let until = parts.get(index + 1).map_or(list.end, |next| next.range.start);
        match name_behind(context, TextRange::new(part.range.end, until)) {
            Some(name) => named.push((part.clone(), name)),
            None => return,
        }
    }
    let chemical = named.iter().any(|(_, name)| !names_in(context.text(*name)).is_empty());
    if named.len() < 2 || named.len() < 3 && !chemical {
        return;
    }
    let shared = named.first().map(|(part, _)| (part.quantity.qualifier, part.range.start, part.number.start));
    for (index, (part, name)) in named.into_iter().enumerate() {
        let Some(substance) = context.name_substance(name, SubstanceRole::Component) else { continue };
        let (quantity, bound) = match shared {
            Some((qualifier, start, end)) if index > 0 && qualifier != Qualifier::Equal => {
                (with_qualifier(&part.quantity, qualifier), Some(TextRange::new(start, end)))
            }
            _ => (part.quantity.clone(), None),
        };
        let role = context.substances.get(substance).map_or(SubstanceRole::Component, |item| item.role);
        let identity = Identity { role, part_of: None, concentration: Some(quantity) };
        let evidence = vec![
            context.evidence("/payload/concentration", part.range),
            bound.and_then(|bound| {
                context.evidence("/payload/concentration/qualifier", trimmed(&context.document.text, bound))
            }),
        ];
        context.claim(substance, Payload::Identity(identity), evidence);
    }
}

/// A comparator before the first of a list is meant for all of it.
fn with_qualifier(quantity: &Quantity, qualifier: Qualifier) -> Quantity {
    if quantity.qualifier != Qualifier::Equal || !quantity.is_single() {
        return quantity.clone();
    }
    let value = quantity.low;
    let (low, high) = match qualifier {
        Qualifier::Less | Qualifier::LessOrEqual => (None, value),
        Qualifier::Greater | Qualifier::GreaterOrEqual => (value, None),
        Qualifier::Equal | Qualifier::Approximate => (value, value),
    };
    Quantity::reported(&quantity.raw, qualifier, low, high, quantity.unit_raw.as_deref())
}

/// The name right behind a percentage, up to the comma, bracket or word that ends it.
fn name_behind(context: &Context<'_>, behind: TextRange) -> Option<TextRange> {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        constant(r"[,;:.()\[\]]|\s(?:respectively|by|as|in|with|for|which|that|from|to|were|was|is|are)\b|,?\s+and\s*$")
    });
    let text = context.text(behind);
    let lead = text.trim_start();
    let lead = lead.strip_prefix("of ").unwrap_or(lead).trim_start();
    let start = behind.end - lead.len();
    let end = END.find(lead).map_or(lead.len(), |found| found.start());
    let name = trimmed(&context.document.text, TextRange::new(start, start + end));
    let printed = context.text(name);
    let words = printed.split_whitespace().count();
    let letters = printed.chars().filter(|character| character.is_alphabetic()).count();
    ((1..=LONGEST).contains(&words) && letters >= 4 && !OTHER.is_match(printed)).then_some(name)
}

/// Plants that a preparation is said to be made of: two at least.
fn read_plants(context: &mut Context<'_>, agents: &mut Agents, sentence: TextRange) {
    let Some(verb) = BLEND.find(context.text(sentence)) else { return };
    let list = TextRange::new(sentence.start + verb.end(), sentence.end);
    let plants: Vec<TextRange> = actors_in(context, list)
        .into_iter()
        .filter(|place| {
            let printed = context.text(*place);
            printed.chars().any(char::is_lowercase) && organism(printed).is_none()
        })
        .collect();
    if plants.len() < 2 {
        return;
    }
    for place in plants {
        agents.actor(context, place);
    }
}
