//! Precision, recall and F1 of spans and relations, strict: bounds and kinds must be equal.
//!
//! Pure functions on slices; a span or relation given twice counts once. Scores of several texts are added, so that totals
//! are pooled over all texts (micro).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::example::Example;

/// A span: first byte, byte after the last, kind.
pub type Span<'a> = (usize, usize, &'a str);

/// A relation: head, tail, kind.
pub type SpanRelation<'a> = (Span<'a>, Span<'a>, &'a str);

/// Counts behind precision and recall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Found and expected.
    pub correct: usize,
    /// Found at all.
    pub found: usize,
    /// Expected at all.
    pub expected: usize,
}

impl Tally {
    /// Share of what was found that is correct; 0 where nothing was found.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.correct, self.found)
    }

    /// Share of what was expected that was found; 0 where nothing was expected.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.correct, self.expected)
    }

    /// Harmonic mean of precision and recall; 0 where nothing was found or expected.
    #[must_use]
    pub fn f1(self) -> f64 {
        ratio(2 * self.correct, self.found + self.expected)
    }

    /// Adds the counts of another text.
    pub fn add(&mut self, other: Self) {
        self.correct += other.correct;
        self.found += other.found;
        self.expected += other.expected;
    }
}

/// `part / whole`; 0 for an empty whole. Exact below 2^53.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores of all kinds together and of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// All kinds together.
    pub micro: Tally,
    /// Each kind.
    pub kinds: BTreeMap<String, Tally>,
}

impl Scores {
    /// Adds the scores of another text.
    pub fn add(&mut self, other: &Self) {
        self.micro.add(other.micro);
        for (kind, tally) in &other.kinds {
            self.kinds.entry(kind.clone()).or_default().add(*tally);
        }
    }

    /// Mean of the kinds' F1; 0 without any kind.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.kinds.values().map(|tally| tally.f1()).sum();
        if self.kinds.is_empty() { 0.0 } else { sum / self.kinds.len() as f64 }
    }
}

/// Scores of spans found in one text against those expected.
#[must_use]
pub fn spans(expected: &[Span<'_>], found: &[Span<'_>]) -> Scores {
    compare(expected, found, |span| span.2)
}

/// Scores of relations found in one text against those expected; both ends must be right.
#[must_use]
pub fn relations(expected: &[SpanRelation<'_>], found: &[SpanRelation<'_>]) -> Scores {
    compare(expected, found, |relation| relation.2)
}

/// The mentions of an example as spans.
#[must_use]
pub fn spans_of(example: &Example) -> Vec<Span<'_>> {
    example.mentions.iter().map(|mention| (mention.start, mention.end, mention.kind.as_str())).collect()
}

/// The relations of an example by the spans they bind; those whose index is none of its mentions are left out.
#[must_use]
pub fn relations_of(example: &Example) -> Vec<SpanRelation<'_>> {
    let spans = spans_of(example);
    let bound = example
        .relations
        .iter()
        .map(|relation| Some((*spans.get(relation.head)?, *spans.get(relation.tail)?, relation.kind.as_str())));
    bound.flatten().collect()
}

fn compare<T: Ord>(expected: &[T], found: &[T], kind: impl Fn(&T) -> &str) -> Scores {
    let (expected, found): (BTreeSet<&T>, BTreeSet<&T>) = (expected.iter().collect(), found.iter().collect());
    let mut scores = Scores::default();
    let mut count = |item: &T, tally: Tally| {
        scores.micro.add(tally);
        scores.kinds.entry(kind(item).to_owned()).or_default().add(tally);
    };
    for item in &expected {
        count(item, Tally { correct: usize::from(found.contains(item)), found: 0, expected: 1 });
    }
    for item in &found {
        count(item, Tally { correct: 0, found: 1, expected: 0 });
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_kinds_must_be_equal() {
        let expected = [(0, 4, "unit"), (5, 9, "unit"), (10, 12, "amount")];
        for (found, correct, all) in [
            (&[][..], 0, 0),
            (&[(0, 4, "unit")], 1, 1),
            (&[(0, 4, "unit"), (0, 4, "unit")], 1, 1),
            (&[(0, 4, "amount"), (5, 8, "unit")], 0, 2),
            (&expected[..], 3, 3),
        ] {
            assert_eq!(spans(&expected, found).micro, Tally { correct, found: all, expected: 3 }, "{found:?}");
        }
        let scores = spans(&expected, &[(0, 4, "unit"), (9, 12, "amount")]);
        assert_eq!(scores.kinds["unit"], Tally { correct: 1, found: 1, expected: 2 });
        assert_eq!(scores.kinds["amount"], Tally { correct: 0, found: 1, expected: 1 });
        assert!((scores.micro.f1() - 0.4).abs() < 1e-12 && (scores.macro_f1() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn ratios_and_sums() {
        let mut tally = Tally { correct: 3, found: 4, expected: 6 };
        assert!((tally.precision() - 0.75).abs() < 1e-12 && (tally.recall() - 0.5).abs() < 1e-12);
        assert!((tally.f1() - 0.6).abs() < 1e-12);
        assert_eq!((Tally::default().f1(), Tally::default().precision()), (0.0, 0.0));
        tally.add(Tally { correct: 1, found: 1, expected: 1 });
        assert_eq!(tally, Tally { correct: 4, found: 5, expected: 7 });
        let mut scores = spans(&[(0, 1, "a")], &[]);
        scores.add(&spans(&[], &[(0, 1, "b")]));
        assert_eq!((scores.micro.expected, scores.kinds.len()), (1, 2));
    }

    #[test]
    fn both_ends_of_a_relation_must_be_right() {
        let (head, tail) = ((0, 4, "amount"), (5, 9, "unit"));
        let expected = [(head, tail, "unit")];
        for (found, correct) in [
            ((head, tail, "unit"), 1),
            ((tail, head, "unit"), 0),
            ((head, tail, "of"), 0),
            ((head, (5, 8, "unit"), "unit"), 0),
        ] {
            assert_eq!(relations(&expected, &[found]).micro.correct, correct, "{found:?}");
        }
    }
}
