//! The fabrication gate: false fields offered to the check of grounding. None may be accepted.

use std::collections::BTreeMap;

use anyhow::Result;
use orfila_extraction::{Extractor as _, GrammarExtractor, grounding};

use super::annotated::{self, Set};
use super::falsehoods::{Falsehood, Kind, falsehoods};
use super::{Part, Run};
use crate::bench::ours;
use crate::bench::report::Table;
use crate::bench::terminal::say;
use crate::sheets::random::Lot;

const MEANING: &str = "\
Of every annotated document twenty records with one false field, made of the true ones by lot (the kinds in turn; those that a \
document's records have no field for are left out) and offered to `orfila_extraction::grounding::verify`. In a third \
of the cases the quote of the false field was made to say the falsehood too, at the true place; in another third the citation \
was cut to the falsehood where that is a piece of what is cited. All must be refused: \
other digits, registry numbers, names, codes and units, pieces of them, and comparators or signs that are left out.";

/// False records of a document.
const COUNT: usize = 20;

/// What came of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outcome {
    offered: usize,
    accepted: usize,
}

/// What came of a set of documents.
#[derive(Debug, Default)]
struct Offers {
    kinds: BTreeMap<Kind, Outcome>,
    /// Falsehoods that were accepted, with their documents.
    accepted: Vec<String>,
    /// Documents without a record that could be falsified.
    empty: usize,
}

/// Offers falsehoods of both sets.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let mut text = MEANING.to_owned();
    for set in [annotated::real(&run.shared)?, annotated::demo(run.root)?] {
        let offers = offer(&set, run.options.seed)?;
        offers.accepted.iter().for_each(|what| say(&format!("accepted: {what}")));
        let mut table = Table::new(&["false field", "offered", "accepted"]);
        let mut all = Outcome::default();
        for (kind, outcome) in &offers.kinds {
            table.row(vec![kind.words().to_owned(), outcome.offered.to_string(), outcome.accepted.to_string()]);
            all = Outcome { offered: all.offered + outcome.offered, accepted: all.accepted + outcome.accepted };
        }
        table.row(vec!["all".to_owned(), all.offered.to_string(), all.accepted.to_string()]);
        let head = format!("{}, {} documents ({} without records)", set.name, set.documents.len(), offers.empty);
        text += &format!("\n\n{head}, seed {}:\n\n{}", run.options.seed, table.markdown());
    }
    Ok(Part { key: "gate", heading: "Fabrication gate", text })
}

fn offer(set: &Set, seed: u64) -> Result<Offers> {
    let mut offers = Offers::default();
    for (number, file) in (0_u64..).zip(&set.documents) {
        let Ok(document) = ours::read(file) else {
            offers.empty += 1;
            continue;
        };
        let records = GrammarExtractor.extract(&document).records;
        for record in &records {
            anyhow::ensure!(
                grounding::verify(&document, record).is_ok(),
                "a true record of {} is refused",
                file.display()
            );
        }
        let mut lot = Lot::new(seed.wrapping_mul(1000).wrapping_add(number));
        let made = falsehoods(&document, &records, COUNT, &mut lot);
        offers.empty += usize::from(made.is_empty());
        for Falsehood { kind, what, record } in made {
            let outcome = offers.kinds.entry(kind).or_default();
            outcome.offered += 1;
            if grounding::verify(&document, &record).is_ok() {
                outcome.accepted += 1;
                offers.accepted.push(format!("{}, {kind:?}: {what}", file.display()));
            }
        }
    }
    Ok(offers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over the demonstration corpus, with several seeds.
    #[test]
    fn no_falsehood_is_accepted() {
        let set = annotated::demo(&crate::root()).unwrap();
        for seed in 1..=5 {
            let offers = offer(&set, seed).unwrap();
            assert!(offers.accepted.is_empty(), "seed {seed}: {:#?}", offers.accepted);
            assert_eq!(offers.kinds.len(), Kind::ALL.len(), "a kind was never offered");
            let offered: usize = offers.kinds.values().map(|outcome| outcome.offered).sum();
            assert!(offered >= 15 * set.documents.len(), "{offered}");
        }
    }
}
