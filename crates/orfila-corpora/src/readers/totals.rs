//! Known totals of the corpora in the shared folder, counted there with other programs where the corpus states none; skipped
//! where the folder is not there. Of BC5CDR it holds 490 and 489 of the 500 and 500 published documents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::corpus::Split;
use crate::report::Summary;

/// A corpus read from the shared folder, or `None` with a message.
fn shared(corpus: Corpus) -> Option<Reading> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let roots = Roots { shared: root.join("../../../shared"), own: root.join("../../corpora") };
    if !roots.folder(corpus).is_dir() {
        eprintln!("skipped: ../shared has no {corpus}");
        return None;
    }
    Some(read(corpus, &roots).expect("readable").0)
}

fn summary(reading: &Reading, split: Split) -> Summary {
    Summary::of(reading.examples.iter().filter(|example| example.split == split))
}

fn sum(counts: &BTreeMap<String, usize>) -> usize {
    counts.values().sum()
}

#[test]
fn chemicals_diseases_and_their_relations() {
    let Some(reading) = shared(Corpus::Bc5cdr) else { return };
    for (split, documents, chemicals, diseases, relations) in
        [(Split::Train, 490, 5_024, 4_113, 1_022), (Split::Dev, 489, 5_173, 4_161, 992)]
    {
        let found = summary(&reading, split);
        assert_eq!(
            (found.examples, found.mentions["Chemical"], found.mentions["Disease"]),
            (documents, chemicals, diseases)
        );
        assert_eq!(found.relations["CID"], relations);
    }
    assert_eq!(reading.report.dropped_in_all(), 0);
}

#[test]
fn every_corpus_has_its_total() {
    for (corpus, documents, examples, mentions, relations, dropped) in [
        (Corpus::Biored, 431, 431, 14_347, 4_663, 0),
        (Corpus::Drugprot, 750, 750, 18_858, 3_761, 0),
        (Corpus::CraftChebi, 97, 9_771, 6_748, 0, 0),
        (Corpus::Measeval, 298, 298, 3_986, 3_076, 421),
        (Corpus::GrobidQuantities, 39, 1_482, 12_433, 7_930, 0),
        (Corpus::Polyie, 76, 535, 23_897, 5_156, 52),
        (Corpus::SofcExp, 34, 7_630, 4_037, 2_856, 240),
        (Corpus::Cei, 2_915, 28_724, 0, 0, 0),
        (Corpus::AdeV2, 2_972, 20_960, 11_059, 7_092, 3_144),
        (Corpus::GhsRationales, 1_152, 6_627, 0, 0, 453),
    ] {
        let Some(reading) = shared(corpus) else { continue };
        let report = &reading.report;
        assert_eq!((report.documents, reading.examples.len()), (documents, examples), "{corpus}");
        let found = (report.mentions, report.relations, report.dropped_in_all());
        assert_eq!(found, (mentions, relations, dropped), "{corpus}: {:?}", report.dropped);
        let [train, dev] = [Split::Train, Split::Dev].map(|split| summary(&reading, split));
        assert_eq!(sum(&train.mentions) + sum(&dev.mentions), mentions, "{corpus}");
        assert_eq!(sum(&train.relations) + sum(&dev.relations), relations, "{corpus}");
    }
}

#[test]
fn every_example_is_sound() {
    for corpus in Corpus::ALL.into_iter().filter(|corpus| *corpus != Corpus::Passages) {
        let Some(reading) = shared(corpus) else { continue };
        let mut ids = BTreeSet::new();
        for example in &reading.examples {
            assert!(ids.insert(&example.id), "{corpus}: {} twice", example.id);
            assert!(example.language.len() == 2 && !example.text.trim().is_empty(), "{corpus}: {}", example.id);
            for mention in &example.mentions {
                let quote = example.quote(mention);
                assert!(!quote.is_empty() && quote.trim() == quote, "{corpus}: {} {mention:?}", example.id);
            }
            let ends = example.relations.iter().flat_map(|relation| [relation.head, relation.tail]);
            assert!(ends.max().is_none_or(|last| last < example.mentions.len()), "{corpus}: {}", example.id);
        }
    }
}
