//! What belongs to a number, by the model's relations.

use std::collections::BTreeMap;

use orfila_records::TextRange;

use super::{Mark, MarkKind, Marks};

/// A number with everything related to it.
#[derive(Debug)]
pub(super) struct Facts<'m> {
    /// The number.
    pub(super) amount: &'m Mark,
    /// The mark of each kind that most probably belongs to it, with the probability of the relation.
    tails: BTreeMap<MarkKind, (&'m Mark, f32)>,
    /// Marks that are the same thing.
    same: Vec<(&'m Mark, &'m Mark)>,
}

impl<'m> Facts<'m> {
    /// The facts of every number, by view and place. A number that stands in two views (a header row above every part of a
    /// table) counts once.
    pub(super) fn of_amounts(marks: &'m Marks) -> Vec<Self> {
        let mut tails: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        let mut same: BTreeMap<usize, Vec<(&Mark, &Mark)>> = BTreeMap::new();
        for link in &marks.links {
            if link.same {
                let (one, other) = (&marks.marks[link.head], &marks.marks[link.tail]);
                same.entry(one.view).or_default().push((one, other));
            } else {
                tails.entry(link.head).or_default().push((link.tail, link.probability));
            }
        }
        let mut facts = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (index, amount) in marks.marks.iter().enumerate() {
            if amount.kind != MarkKind::Amount || !seen.insert(amount.range) {
                continue;
            }
            let mut best: BTreeMap<MarkKind, (&Mark, f32)> = BTreeMap::new();
            for (tail, probability) in tails.get(&index).into_iter().flatten() {
                let mark = &marks.marks[*tail];
                let entry = best.entry(mark.kind).or_insert((mark, *probability));
                if *probability > entry.1 {
                    *entry = (mark, *probability);
                }
            }
            facts.push(Self { amount, tails: best, same: same.get(&amount.view).cloned().unwrap_or_default() });
        }
        facts
    }

    /// The mark of a kind that belongs to the number, with the probability of the relation.
    pub(super) fn tail(&self, kind: MarkKind) -> Option<(&'m Mark, f32)> {
        self.tails.get(&kind).copied()
    }

    /// How sure it is that the number is one and that what it has of `kinds` belongs to it: the least of all probabilities.
    pub(super) fn sure(&self, kinds: &[MarkKind]) -> f32 {
        let of = |kind: &MarkKind| self.tail(*kind).map(|(mark, probability)| mark.probability.min(probability));
        kinds.iter().filter_map(of).fold(self.amount.probability, f32::min)
    }

    /// The characters of a mark and of all marks that are the same thing, its own first.
    pub(super) fn names(&self, mark: &Mark) -> Vec<TextRange> {
        let mut names = vec![mark.range];
        loop {
            let more = self.same.iter().find_map(|(one, other)| {
                match (names.contains(&one.range), names.contains(&other.range)) {
                    (true, false) => Some(other.range),
                    (false, true) => Some(one.range),
                    _ => None,
                }
            });
            match more {
                Some(range) => names.push(range),
                None => return names,
            }
        }
    }
}
