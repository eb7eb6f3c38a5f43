//! Pieces a second of training, beside torch on the same weights and shapes.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use orfila_extraction::learning::ModelFolder;
use orfila_language::Precision;
use orfila_language::fit::{Corpus, FitOptions, fit};
use orfila_language::heads::TaskShape;
use orfila_language::item::{Item, Window};
use orfila_language::model::{Model, ModelShape};
use orfila_language::optimizer::AdamWOptions;
use serde_json::json;

use super::passages::{self, PIECES, Passage};
use super::rounds::{Rates, Worker};
use super::{Part, Run};
use crate::bench::report::Table;
use crate::bench::terminal::say;

const MEANING: &str = "\
Forward, backward and a step of AdamW with the gradient clipped: 16 passages of 128 pieces a step, dropout 0.1, two threads, a head \
that marks words. Ours has a random field over labels (training by `orfila_language::fit`), torch a cross-entropy, which is less \
work; of the table of pieces ours steps only the rows that a step touches, torch, as is usual there, all. The programs take \
turns; a turn is four steps of ours and at least two seconds of torch. Stated are medians of pieces a second by the clock. Seconds \
of a machine that did other work at the time say nothing.";

/// Passages of a step, and steps of a turn.
const SIZE: usize = 16;
const STEPS: usize = 4;
const THREADS: usize = 2;
const TASK: &str = "words";

/// Measures ours and torch.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let start = run.start()?;
    let passages = passages::passages(run.root, &start, SIZE * STEPS)?;
    let folder = run.scratch("training")?;
    passages::export(&folder, &start, &passages, SIZE)?;
    let corpora = vec![Corpus { name: "passages".into(), items: passages.iter().map(item).collect(), visits: 1.0 }];
    let mut ours: Vec<(Precision, Model, Rates)> = Vec::new();
    for precision in [Precision::Bf16, Precision::F32] {
        ours.push((precision, model(&start, precision)?, Rates::default()));
    }
    let mut theirs = torch(run, &folder);
    let mut rates = Rates::default();
    for round in 1..=run.rounds() {
        say(&format!("round {round} of {}", run.rounds()));
        for (_, model, rates) in &mut ours {
            rates.0.push(turn(model, &corpora)?);
        }
        if let Ok(worker) = &mut theirs {
            let said = worker.ask(&json!({"seconds": 2.0}))?;
            rates.0.push(said["rate"].as_f64().context("the program did not say how fast it was")?);
        }
    }
    let mut table = Table::new(&["program", "pieces/s", "least to most", "÷ torch f32"]);
    let mut row = |name: String, own: &Rates| {
        let (least, most) = own.ends();
        let times = if rates.0.is_empty() { "–".to_owned() } else { format!("{:.2}", own.times(&rates)) };
        table.row(vec![name, format!("{:.0}", own.median()), format!("{least:.0} to {most:.0}"), times]);
    };
    ours.iter().for_each(|(precision, _, rates)| row(format!("Orfila {}", precision.name()), rates));
    let note = match theirs {
        Ok(_) => {
            row("torch f32".to_owned(), &rates);
            String::new()
        }
        Err(error) => format!("torch f32: missing ({error:#})"),
    };
    let text = format!("{MEANING}\n\n{} rounds.\n\n{}\n{note}", run.rounds(), table.markdown());
    Ok(Part { key: "training", heading: "Training", text })
}

fn torch(run: &Run<'_>, folder: &std::path::Path) -> Result<Worker> {
    let mut command = run.python.script("training.py", &["torch", "numpy", "safetensors"])?;
    Worker::start(command.arg(THREADS.to_string()).arg(folder))
}

/// A passage in which every piece is a word, with labels that never go inside a span from outside of one.
fn item((pieces, shapes): &Passage) -> Item {
    let words = pieces.len() - 2;
    let places = (1..=words as u32).map(|place| (place, place)).collect();
    let labels = pieces[1..=words].iter().map(|piece| [0, 1, 3][*piece as usize % 3]).collect();
    let window = Window { words: 0..words, pieces: pieces.clone(), shapes: shapes.clone(), places };
    Item { tags: BTreeMap::from([(0, labels)]), ..Item::bare(window) }
}

fn model(start: &ModelFolder, precision: Precision) -> Result<Model> {
    let kinds = vec!["first".to_owned(), "second".to_owned()];
    let tasks = vec![TaskShape::Tags { name: TASK.to_owned(), kinds }];
    let shape = ModelShape { encoder: start.shape.encoder.clone(), tasks };
    Ok(Model::from_tensors(&shape, &start.tensors, 0.1, precision, 1)?.0)
}

/// One epoch; pieces a second.
fn turn(model: &mut Model, corpora: &[Corpus]) -> Result<f64> {
    let optimizer = AdamWOptions { learning_rate: 1e-6, weight_decay: 0.01, ..AdamWOptions::default() };
    let options = FitOptions { epochs: 1, pieces: SIZE * PIECES, optimizer, threads: THREADS, ..FitOptions::default() };
    let mut rate = 0.0;
    fit(model, corpora, &options, None, &mut |_| Ok(0.0), &mut |report| rate = report.pieces_per_second)?;
    Ok(rate)
}
