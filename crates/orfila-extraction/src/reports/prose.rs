//! The running text of a report, sentence by sentence.

use std::collections::HashSet;

use orfila_records::{PassageKind, TextRange};

use super::agents::Agents;
use super::sentences::sentences;
use super::{compositions, effects, levels, volume_text};
use crate::claims::Context;

/// Reads effect values, levels and limits from every sentence.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, tables: &HashSet<usize>) {
    let headed = heading_topics(context, agents);
    let mut topic = agents.sole;
    let mut passage = usize::MAX;
    for sentence in sentences(context, tables) {
        if sentence.passage != passage {
            passage = sentence.passage;
            topic = headed.get(passage).copied().flatten().or(agents.sole);
        }
        compositions::read(context, agents, sentence.range);
        effects::read_sentence(context, agents, sentence.range, topic);
        levels::read(context, agents, &sentence, topic);
        if !sentence.method {
            volume_text::read(context, agents, sentence.range, topic);
        }
        if let Some(only) = spoken_of(context, agents, sentence.range) {
            topic = Some(only);
        }
    }
}

/// For every passage the one substance that the heading above it names.
fn heading_topics(context: &Context<'_>, agents: &Agents) -> Vec<Option<usize>> {
    let mut current = None;
    let passages = &context.document.passages;
    passages
        .iter()
        .map(|passage| {
            if passage.kind == PassageKind::Heading {
                current = agents.only_in(context, passage.range).map(|(index, _)| index);
            }
            current
        })
        .collect()
}

/// The one substance a sentence speaks of; a general name beside a name that holds it (`aflatoxins`, `aflatoxin B1`) does not count.
fn spoken_of(context: &Context<'_>, agents: &Agents, sentence: TextRange) -> Option<usize> {
    let named: HashSet<usize> = agents.named_in(context, sentence).into_iter().map(|(index, _)| index).collect();
    let name = |index: usize| {
        context.substances.get(index).map(|item| item.substance.raw_name.to_lowercase()).unwrap_or_default()
    };
    let special: Vec<usize> = named
        .iter()
        .copied()
        .filter(|index| {
            let own = name(*index);
            let stem = own.trim_end_matches('s');
            !named.iter().any(|other| other != index && name(*other).contains(stem))
        })
        .collect();
    match special[..] {
        [only] => Some(only),
        _ => None,
    }
}
