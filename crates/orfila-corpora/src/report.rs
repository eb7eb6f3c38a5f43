//! Counts: what a reader took over and what not, and what a data set holds.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::example::Example;

/// What one reader took over from its source, and what it had to leave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Documents of the source that gave examples.
    pub documents: usize,
    /// Mentions taken over.
    pub mentions: usize,
    /// Relations taken over, between mentions and between concepts.
    pub relations: usize,
    /// How many things were left, by reason.
    pub dropped: BTreeMap<String, usize>,
}

impl Report {
    /// Counts one thing that was left.
    pub(crate) fn drop_one(&mut self, reason: &str) {
        self.drop_many(reason, 1);
    }

    /// Counts things that were left.
    pub(crate) fn drop_many(&mut self, reason: &str, number: usize) {
        if number > 0 {
            *self.dropped.entry(reason.to_owned()).or_default() += number;
        }
    }

    /// Everything that was left.
    #[must_use]
    pub fn dropped_in_all(&self) -> usize {
        self.dropped.values().sum()
    }
}

/// What a list of examples holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Examples.
    pub examples: usize,
    /// Words: runs of characters without white space.
    pub tokens: usize,
    /// Mentions by kind.
    pub mentions: BTreeMap<String, usize>,
    /// Relations by kind, between mentions and between concepts.
    pub relations: BTreeMap<String, usize>,
    /// Labels by task and value, as `task=value`.
    pub labels: BTreeMap<String, usize>,
    /// Examples by language.
    pub languages: BTreeMap<String, usize>,
}

impl Summary {
    /// Counts what examples hold.
    #[must_use]
    pub fn of<'a>(examples: impl IntoIterator<Item = &'a Example>) -> Self {
        let mut summary = Self::default();
        for example in examples {
            summary.add(example);
        }
        summary
    }

    fn add(&mut self, example: &Example) {
        self.examples += 1;
        self.tokens += example.text.split_whitespace().count();
        count(&mut self.languages, &example.language);
        for mention in &example.mentions {
            count(&mut self.mentions, &mention.kind);
        }
        for relation in &example.relations {
            count(&mut self.relations, &relation.kind);
        }
        for relation in &example.concept_relations {
            count(&mut self.relations, &relation.kind);
        }
        for label in &example.labels {
            count(&mut self.labels, &format!("{}={}", label.task, label.value));
        }
    }
}

fn count(counts: &mut BTreeMap<String, usize>, key: &str) {
    match counts.get_mut(key) {
        Some(number) => *number += 1,
        None => {
            counts.insert(key.to_owned(), 1);
        }
    }
}
