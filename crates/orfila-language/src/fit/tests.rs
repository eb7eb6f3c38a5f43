use orfila_kernels::Precision;

use super::*;
use crate::encoder::{Encoder, EncoderShape};
use crate::item::{Pair, PairSet, WordSpan, windows};
use crate::model::ModelShape;
use crate::reader::{Reader, ReaderOptions};
use crate::vocabulary::tests::small;

const TEXTS: [&str; 16] = [
    "dose 5 mg in rat",
    "the rat dose was 50 mg",
    "no effect in rat",
    "oral dose of 50 mg/kg",
    "LD50 oral rat 5 mg/kg",
    "benzene 5 mg",
    "rat dose of benzene 50 mg",
    "H315 no effect",
    "the dose was oral",
    "LD50 of benzene in rat",
    "naïve rat",
    "50 50 mg 5 rat",
    "the benzene dose 5",
    "effect of 5 mg benzene",
    "no LD50 in the rat",
    "oral oral rat mg 50",
];

fn shape() -> ModelShape {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let encoder =
        EncoderShape { pieces: 27, positions: 32, hidden: 32, intermediate: 64, layers: 2, heads: 2, epsilon: 1e-12 };
    let tasks = vec![
        TaskShape::Tags { name: "tags".into(), kinds: names(&["number", "animal"]) },
        TaskShape::Pairs {
            name: "pairs".into(),
            mentions: names(&["number", "animal"]),
            candidates: vec![[0, 1]],
            relations: names(&["first"]),
            width: 16,
        },
        TaskShape::Classes { name: "parity".into(), values: names(&["even", "odd"]) },
    ];
    ModelShape { encoder, tasks }
}

/// Numbers and rats are tagged; the first number is related to the first rat; the class tells if there is a rat.
fn items() -> Vec<Item> {
    let vocabulary = small();
    let item = |text: &&str| {
        let words = vocabulary.words(text);
        let mut item = Item::bare(windows(&vocabulary, &words, 32, 0).remove(0));
        let word = |at: usize| &text[words.words[at].span.clone()];
        let label = |at: usize| match word(at) {
            "5" | "50" => 1,
            "rat" => 3,
            _ => 0,
        };
        let labels: Vec<u16> = (0..words.words.len()).map(label).collect();
        let mentions: Vec<WordSpan> = (0_u32..)
            .zip(&labels)
            .filter(|(_, label)| **label > 0)
            .map(|(at, label)| WordSpan { first: at, last: at, kind: label / 2 })
            .collect();
        let first = |kind| mentions.iter().position(|mention| mention.kind == kind);
        let mut pairs = Vec::new();
        for (head, _) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == 0) {
            for (tail, _) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == 1) {
                let label = u16::from(Some(head) == first(0) && Some(tail) == first(1));
                pairs.push(Pair { head: head as u32, tail: tail as u32, place: 1, label });
            }
        }
        item.classes.insert(2, u16::from(labels.contains(&3)));
        item.pairs.insert(1, PairSet { groups: mentions.iter().map(|mention| vec![*mention]).collect(), pairs });
        item.tags.insert(0, labels);
        item
    };
    TEXTS.iter().map(item).collect()
}

fn model() -> Model {
    let shape = shape();
    let encoder = Encoder::random(shape.encoder.clone(), 0.1, Precision::F32, 1).unwrap();
    let mut tensors: HashMap<String, Tensor> =
        encoder.variables().into_iter().map(|(name, v)| (format!("encoder.{name}"), v.as_tensor().clone())).collect();
    let table: Vec<f32> = (0..27 * 32).map(|i| ((i * 7919 + 13) % 101) as f32 / 500.0 - 0.1).collect();
    tensors.insert(TABLE.to_owned(), Tensor::from_vec(table, (27, 32), &candle_core::Device::Cpu).unwrap());
    let (model, fresh) = Model::from_tensors(&shape, &tensors, 0.1, Precision::F32, 2).unwrap();
    assert_eq!(fresh, ["tags", "pairs", "parity"]);
    model
}

fn options(epochs: usize) -> FitOptions {
    let optimizer = AdamWOptions { learning_rate: 3e-3, ..AdamWOptions::default() };
    FitOptions {
        epochs,
        pieces: 60,
        optimizer,
        head_rate: 2.0,
        pair_weight: 1.0,
        class_weight: 1.0,
        ..FitOptions::default()
    }
}

fn corpora() -> Vec<Corpus> {
    vec![Corpus { name: "rats".into(), items: items(), visits: 1.5 }]
}

#[test]
fn sixteen_passages_are_learned_by_heart() {
    let mut model = model();
    let mut reports = Vec::new();
    let mut report = |report: &FitReport| reports.push(report.clone());
    fit(&mut model, &corpora(), &options(40), None, &mut |_| Ok(0.0), &mut report).unwrap();
    let last = reports.last().unwrap();
    for (name, loss) in &last.losses {
        assert!(loss.unwrap() < 0.05, "{name}: {loss:?}");
    }
    let reader = Reader::new(
        shape(),
        small(),
        &model.tensors().unwrap(),
        ReaderOptions { window: 32, ..ReaderOptions::default() },
    );
    let reader = reader.unwrap();
    for (text, item) in TEXTS.iter().zip(items()) {
        let reading = reader.read(&[text]).unwrap().remove(0);
        let tagged = reader.tag(0, &reading).unwrap();
        let mut labels = vec![0; reading.words.len()];
        tagged.iter().for_each(|span| labels[span.words.start] = 1 + 2 * span.kind as u16);
        assert_eq!(labels, item.tags[&0], "{text}");
        assert!(tagged.iter().all(|span| span.probability > 0.7 && span.words.len() == 1), "{tagged:?}");
        let related = reader.relate(1, &reading, &item.pairs[&1]).unwrap();
        for (pair, probabilities) in item.pairs[&1].pairs.iter().zip(related) {
            assert!(probabilities[usize::from(pair.label)] > 0.6, "{text} {pair:?} {probabilities:?}");
        }
        assert!(reader.classify(2, &reading).unwrap()[usize::from(item.classes[&2])] > 0.6, "{text}");
    }
    let together = reader.read(&TEXTS).unwrap();
    assert_eq!(together.len(), TEXTS.len());
    assert!(reader.tag(1, &together[0]).is_err() && reader.relate(0, &together[0], &PairSet::default()).is_err());
}

#[test]
fn a_resumed_run_gives_the_same_weights() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.safetensors");
    let weights = |model: &Model| {
        let tensors = model.tensors().unwrap();
        let mut names: Vec<&String> = tensors.keys().collect();
        names.sort();
        names
            .iter()
            .flat_map(|name| tensors[*name].flatten_all().unwrap().to_vec1::<f32>().unwrap())
            .collect::<Vec<_>>()
    };
    let mut whole = model();
    fit(&mut whole, &corpora(), &options(3), None, &mut |_| Ok(0.0), &mut |_| ()).unwrap();
    let mut cut = model();
    let stop = |_: &Model| -> Result<f64, LanguageError> { Ok(0.0) };
    let mut count = 0;
    let mut interrupted = |model: &Model| {
        count += 1;
        if count == 2 { Err(LanguageError::Shape("stopped by hand".into())) } else { stop(model) }
    };
    assert!(fit(&mut cut, &corpora(), &options(3), Some((&path, "a")), &mut interrupted, &mut |_| ()).is_err());
    let mut resumed = model();
    fit(&mut resumed, &corpora(), &options(3), Some((&path, "a")), &mut |_| Ok(0.0), &mut |_| ()).unwrap();
    assert_eq!(weights(&whole), weights(&resumed));
    let other = fit(&mut model(), &corpora(), &options(3), Some((&path, "b")), &mut |_| Ok(0.0), &mut |_| ());
    assert!(matches!(other, Err(LanguageError::OtherRun { .. })));
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    assert!(fit(&mut model(), &[], &options(1), None, &mut |_| Ok(0.0), &mut |_| ()).is_err());
}
