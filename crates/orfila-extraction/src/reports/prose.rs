//! The running text of a report, sentence by sentence.

use std::collections::HashSet;

use super::agents::Agents;
use super::sentences::sentences;
use super::{effects, levels, volume_text};
use crate::claims::Context;

/// Reads effect values, levels and limits from every sentence.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, tables: &HashSet<usize>) {
    let mut topic = agents.sole;
    let mut passage = usize::MAX;
    for sentence in sentences(context, tables) {
        if sentence.passage != passage {
            passage = sentence.passage;
            topic = agents.sole;
        }
        effects::read_sentence(context, agents, sentence.range, topic);
        levels::read(context, agents, &sentence, topic);
        if !sentence.method {
            volume_text::read(context, agents, sentence.range, topic);
        }
        let named: HashSet<usize> =
            agents.named_in(context, sentence.range).into_iter().map(|(index, _)| index).collect();
        if let [only] = named.into_iter().collect::<Vec<_>>()[..] {
            topic = Some(only);
        }
    }
}
