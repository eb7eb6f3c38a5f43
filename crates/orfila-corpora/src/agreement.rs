//! Agreement of two hands on the same passages.
//!
//! Spans and relations are compared as in [`score`]; with the first hand as expected and the second as found,
//! F1 is the same in both directions. Mentions of the same thing are compared as sets, so that it does not matter which of
//! several a hand pointed to. Labels are compared by share and by Cohen's kappa (1960).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::example::Example;
use crate::passages::vocabulary::SAME;
use crate::score::{self, Scores, SpanRelation, Tally};

/// How far two hands agree.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Passages compared: those of both hands with the same text.
    pub passages: usize,
    /// Passages of the first hand alone.
    pub only_first: Vec<String>,
    /// Passages of the second hand alone.
    pub only_second: Vec<String>,
    /// Passages whose texts differ; they are not compared.
    pub different_text: Vec<String>,
    /// Spans: bounds and types.
    pub spans: Scores,
    /// Spans: bounds alone.
    pub bounds: Tally,
    /// Relations between equal spans.
    pub relations: Scores,
    /// Labels by task.
    pub labels: BTreeMap<String, LabelAgreement>,
}

/// How far two hands agree on one task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct LabelAgreement {
    /// Passages with a value of both hands.
    pub compared: usize,
    /// Those with the same value.
    pub same: usize,
    /// Cohen's kappa: 1 full agreement, 0 as by chance; 1 where both hands use one and the same value throughout.
    pub kappa: f64,
}

/// Compares two hands by the passages' ids.
#[must_use]
pub fn compare(first: &[Example], second: &[Example]) -> Agreement {
    let others: HashMap<&str, &Example> = second.iter().map(|example| (example.id.as_str(), example)).collect();
    let known: BTreeSet<&str> = first.iter().map(|example| example.id.as_str()).collect();
    let mut agreement = Agreement::default();
    let mut values: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for example in first {
        match others.get(example.id.as_str()) {
            None => agreement.only_first.push(example.id.clone()),
            Some(other) if other.text != example.text => agreement.different_text.push(example.id.clone()),
            Some(other) => {
                agreement.add(example, other);
                for label in &example.labels {
                    if let Some(value) = other.label(&label.task) {
                        values.entry(&label.task).or_default().push((&label.value, value));
                    }
                }
            }
        }
    }
    agreement.only_second = second
        .iter()
        .filter(|example| !known.contains(example.id.as_str()))
        .map(|example| example.id.clone())
        .collect();
    agreement.labels = values.into_iter().map(|(task, pairs)| (task.to_owned(), label_agreement(&pairs))).collect();
    agreement
}

impl Agreement {
    fn add(&mut self, first: &Example, second: &Example) {
        self.passages += 1;
        let (expected, found) = (score::spans_of(first), score::spans_of(second));
        self.spans.add(&score::spans(&expected, &found));
        let bare = |spans: &[score::Span<'_>]| spans.iter().map(|span| (span.0, span.1, "")).collect::<Vec<_>>();
        self.bounds.add(score::spans(&bare(&expected), &bare(&found)).micro);
        self.relations.add(&score::relations(&closed(first), &closed(second)));
    }
}

/// The relations of an example, those of the same thing between all mentions of it, the earlier one first.
fn closed(example: &Example) -> Vec<SpanRelation<'_>> {
    let (same, mut relations): (Vec<_>, Vec<_>) =
        score::relations_of(example).into_iter().partition(|relation| relation.2 == SAME);
    let mut groups: Vec<BTreeSet<score::Span<'_>>> = Vec::new();
    for (head, tail, _) in same {
        let (mut joined, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.contains(&head) || group.contains(&tail));
        joined.push(BTreeSet::from([head, tail]));
        groups = rest;
        groups.push(joined.into_iter().flatten().collect());
    }
    for group in &groups {
        for head in group {
            relations.extend(group.iter().filter(|tail| *tail > head).map(|tail| (*head, *tail, SAME)));
        }
    }
    relations
}

fn label_agreement(pairs: &[(&str, &str)]) -> LabelAgreement {
    let same = pairs.iter().filter(|(first, second)| first == second).count();
    let values: BTreeSet<&str> = pairs.iter().flat_map(|(first, second)| [*first, *second]).collect();
    let all = pairs.len() as f64;
    let by_chance: f64 = values
        .iter()
        .map(|value| {
            let first = pairs.iter().filter(|pair| pair.0 == *value).count() as f64;
            let second = pairs.iter().filter(|pair| pair.1 == *value).count() as f64;
            first * second / (all * all)
        })
        .sum();
    let kappa = if by_chance < 1.0 { (same as f64 / all - by_chance) / (1.0 - by_chance) } else { 1.0 };
    LabelAgreement { compared: pairs.len(), same, kappa }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::parse;

    fn passage(id: &str, section: &str, body: &str) -> String {
        format!("=== {id} lang=en genre=sds section={section} kind=form exposure=none\n{body}\n\n")
    }

    fn compared(first: &str, second: &str) -> Agreement {
        compare(&parse("a", first).examples, &parse("b", second).examples)
    }

    #[test]
    fn hands_are_compared_passage_by_passage() {
        let first =
            passage("1", "fire", "{amount#a1 5} {unit#u1 kg} of lime\n~ a1: u1") + &passage("2", "fire", "a b c");
        let second = passage("1", "use", "{amount#a1 5} {limit#u1 kg} of {substance lime}\n~ a1: u1")
            + &passage("2", "fire", "a b d")
            + &passage("3", "fire", "a b c");
        let agreement = compared(&first, &second);
        assert_eq!(agreement.spans.micro, Tally { correct: 1, found: 3, expected: 2 });
        assert_eq!(agreement.bounds, Tally { correct: 2, found: 3, expected: 2 });
        assert_eq!(agreement.relations.micro, Tally { correct: 0, found: 1, expected: 1 });
        assert_eq!((agreement.passages, agreement.only_second), (1, vec!["3".to_owned()]));
        assert_eq!(agreement.different_text, ["2"]);
        let section = agreement.labels["section"];
        assert_eq!((section.compared, section.same), (1, 0));
        assert!(section.kappa.abs() < 1e-12);
    }

    #[test]
    fn it_does_not_matter_which_mention_of_a_thing_is_named() {
        let text = |same: &str| {
            passage("1", "fire", &format!("{{substance#a x}} {{substance#b y}} {{substance#c z}}\n{same}"))
        };
        for (first, second, f1) in [
            ("~ b = a\n~ c = b", "~ a = c\n~ a = b", 1.0),
            ("~ b = a\n~ c = b", "~ b = c\n~ c = a", 1.0),
            ("~ b = a\n~ c = b", "~ a = b\n", 0.5),
        ] {
            let agreement = compared(&text(first), &text(second));
            assert!((agreement.relations.micro.f1() - f1).abs() < 1e-12, "{first} {second}");
        }
    }

    #[test]
    fn kappa_is_cohens() {
        let pairs = |counts: [(usize, &'static str, &'static str); 4]| {
            counts.iter().flat_map(|(n, a, b)| vec![(*a, *b); *n]).collect::<Vec<_>>()
        };
        let found = label_agreement(&pairs([(20, "y", "y"), (5, "y", "n"), (10, "n", "y"), (15, "n", "n")]));
        assert!((found.kappa - 0.4).abs() < 1e-12, "{found:?}");
        assert!((label_agreement(&[("y", "y")]).kappa - 1.0).abs() < 1e-12);
    }
}
