//! Passages a second through the encoder, beside onnxruntime and torch with the same weights and batches.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use orfila_language::Precision;
use orfila_language::encoder::Batch;
use orfila_language::packed::PackedEncoder;
use serde_json::json;

use super::passages::{self, PIECES};
use super::peak::{self, Peaks};
use super::rounds::{Rates, Worker};
use super::{Part, Run};
use crate::bench::report::Table;
use crate::bench::terminal::say;

const MEANING: &str = "\
Passages of 128 pieces (real text of the demonstration corpus), eight a batch, the same weights and batches for every program. \
The programs take turns, round by round; a turn goes over all batches until a second has passed. Stated are medians of passages \
a second by the clock, with the least and the most, and medians of the ratios within a round. Ours shares batches among its \
threads; of onnxruntime both ways are there, and its graph has the fused operations that its own optimiser for transformers \
makes. Operations are those of the products alone. Seconds of a machine that did other work at the time say nothing.";

/// Passages of a batch, and batches of a turn.
const SIZE: usize = 8;
const BATCHES: usize = 8;
/// How long a turn is at least.
const TURN: Duration = Duration::from_secs(1);
/// How far f32 states of different programs may lie apart.
const TOLERANCE: f32 = 1e-3;

/// The other programs: the script's word, what that is, and its threads.
const PEERS: [(&str, &str, usize); 9] = [
    ("onnxruntime", "onnxruntime f32", 1),
    ("torch", "torch f32", 1),
    ("torch-bf16", "torch bf16 (autocast)", 1),
    ("onnxruntime-plain", "onnxruntime f32, graph of plain operations", 1),
    ("onnxruntime", "onnxruntime f32", 2),
    ("onnxruntime-apart", "onnxruntime f32, two runs of one thread at once", 2),
    ("onnxruntime-plain", "onnxruntime f32, graph of plain operations", 2),
    ("torch", "torch f32", 2),
    ("torch-bf16", "torch bf16 (autocast)", 2),
];

/// A program in its turn.
enum Contestant {
    Ours(PackedEncoder),
    Theirs(Worker),
}

struct Entry {
    name: String,
    threads: usize,
    precision: Option<Precision>,
    contestant: Contestant,
    /// Largest difference of its states to those of the reference.
    apart: f32,
    rates: Rates,
}

/// Measures ours and the others.
pub(crate) fn run(run: &Run<'_>) -> Result<Part> {
    let model = run.start()?;
    let passages = passages::passages(run.root, &model, SIZE * BATCHES)?;
    let batches = passages::batches(&passages, SIZE);
    let folder = run.scratch("speed")?;
    passages::export(&folder, &model, &passages, SIZE)?;
    let operations = passages::operations(&model.shape.encoder, PIECES);
    let (mut entries, mut notes) = (Vec::new(), Vec::new());
    for (precision, threads) in [(Precision::Bf16, 1), (Precision::F32, 1), (Precision::Bf16, 2), (Precision::F32, 2)] {
        let encoder = PackedEncoder::new(&model.shape.encoder, &model.tensors, precision)?;
        let name = format!("Orfila {}", precision.name());
        let contestant = Contestant::Ours(encoder);
        entries.push(Entry {
            name,
            threads,
            precision: Some(precision),
            contestant,
            apart: 0.0,
            rates: Rates::default(),
        });
    }
    for (word, name, threads) in PEERS {
        match peer(run, word, threads) {
            Ok(worker) => entries.push(Entry {
                name: name.to_owned(),
                threads,
                precision: None,
                contestant: Contestant::Theirs(worker),
                apart: 0.0,
                rates: Rates::default(),
            }),
            Err(error) if threads == 1 => notes.push(format!("{name}: missing ({error:#})")),
            Err(_) => {}
        }
    }
    let reference = agree(&mut entries, &batches, &folder)?;
    for round in 1..=run.rounds() {
        say(&format!("round {round} of {}", run.rounds()));
        for entry in &mut entries {
            let rate = entry.rate(&batches)?;
            entry.rates.0.push(rate);
        }
    }
    close_workers(&mut entries);
    let peaks = peak::measure(run.root)?;
    let text = format!(
        "{MEANING}\n\nEncoder: {} layers of {}; {:.2} GFLOP a passage. {} rounds. States are compared with those of {reference}.\n\n\
         {}\n{}\n{}",
        model.shape.encoder.layers,
        model.shape.encoder.hidden,
        operations / 1e9,
        run.rounds(),
        rates_table(&entries).markdown(),
        shares(&entries, operations, &peaks),
        notes.join("\n")
    );
    Ok(Part { key: "speed", heading: "Passages through the encoder", text })
}

fn peer(run: &Run<'_>, word: &str, threads: usize) -> Result<Worker> {
    let needs: &[&str] = match word {
        "torch" | "torch-bf16" => &["torch", "numpy", "safetensors"],
        _ => &["onnxruntime", "onnx", "numpy", "safetensors"],
    };
    let mut command = run.python.script("encoder.py", needs)?;
    Worker::start(command.arg(word).arg(threads.to_string()).arg(run.scratch("speed")?))
}

/// Compares every program's states of the first batch with those of the reference: torch f32 where it is there, else
/// onnxruntime, else our own f32. States in f32 that differ end the measure.
fn agree(entries: &mut [Entry], batches: &[Batch], folder: &std::path::Path) -> Result<String> {
    let first = batches.first().context("there is no batch")?;
    let mut states = Vec::new();
    for entry in entries.iter_mut() {
        states.push(entry.states(first, folder)?);
    }
    let named = |name: &str| entries.iter().position(|entry| entry.name.starts_with(name));
    let reference = named("torch f32").or(named("onnxruntime")).or(named("Orfila f32")).context("no program")?;
    let name = entries[reference].name.clone();
    for (entry, own) in entries.iter_mut().zip(&states) {
        anyhow::ensure!(own.len() == states[reference].len(), "{} gave {} values", entry.name, own.len());
        let apart = own.iter().zip(&states[reference]).map(|(own, other)| (own - other).abs());
        entry.apart = apart.fold(0.0, f32::max);
        let wrong = entry.name.contains("f32") && (entry.apart.is_nan() || entry.apart > TOLERANCE);
        anyhow::ensure!(!wrong, "the states of {} and {name} differ by {}", entry.name, entry.apart);
    }
    Ok(name)
}

impl Entry {
    fn states(&mut self, batch: &Batch, folder: &std::path::Path) -> Result<Vec<f32>> {
        match &mut self.contestant {
            Contestant::Ours(encoder) => Ok(encoder.states(batch)?),
            Contestant::Theirs(worker) => {
                let path = folder.join("states.f32");
                worker.ask(&json!({"states": path}))?;
                let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
            }
        }
    }

    /// Passages a second of one turn.
    fn rate(&mut self, batches: &[Batch]) -> Result<f64> {
        let passages: usize = batches.iter().map(|batch| batch.lengths.len()).sum();
        match &mut self.contestant {
            Contestant::Ours(encoder) => {
                let (start, mut passes) = (Instant::now(), 0);
                while start.elapsed() < TURN {
                    pass(encoder, batches, self.threads)?;
                    passes += 1;
                }
                Ok((passes * passages) as f64 / start.elapsed().as_secs_f64())
            }
            Contestant::Theirs(worker) => {
                let said = worker.ask(&json!({"seconds": TURN.as_secs_f64()}))?;
                said["rate"].as_f64().context("the program did not say how fast it was")
            }
        }
    }
}

/// Sends all batches through the encoder, shared among threads as the reader does it.
fn pass(encoder: &PackedEncoder, batches: &[Batch], threads: usize) -> Result<()> {
    let share = |thread: usize| {
        batches.iter().skip(thread).step_by(threads).try_for_each(|batch| {
            std::hint::black_box(encoder.states(batch)?);
            anyhow::Ok(())
        })
    };
    if threads == 1 {
        return share(0);
    }
    std::thread::scope(|scope| {
        let share = &share;
        let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || share(thread))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow::anyhow!("a thread stopped"))?)
    })
}

/// Ends the other programs before the machine's peaks are measured.
fn close_workers(entries: &mut [Entry]) {
    for entry in entries.iter_mut() {
        if let Contestant::Theirs(worker) = &mut entry.contestant {
            worker.close();
        }
    }
}

fn rates_table(entries: &[Entry]) -> Table {
    let head = [
        "program",
        "threads",
        "passages/s",
        "least to most",
        "Orfila bf16 ÷ program",
        "Orfila f32 ÷ program",
        "largest difference of states",
    ];
    let mut table = Table::new(&head);
    for threads in [1, 2] {
        let ours =
            |precision| entries.iter().find(|entry| entry.precision == Some(precision) && entry.threads == threads);
        for entry in entries.iter().filter(|entry| entry.threads == threads) {
            let times = |precision| ours(precision).map_or(0.0, |ours: &Entry| ours.rates.times(&entry.rates));
            let (least, most) = entry.rates.ends();
            table.row(vec![
                entry.name.clone(),
                threads.to_string(),
                format!("{:.1}", entry.rates.median()),
                format!("{least:.1} to {most:.1}"),
                format!("{:.2}", times(Precision::Bf16)),
                format!("{:.2}", times(Precision::F32)),
                format!("{:.1e}", entry.apart),
            ]);
        }
    }
    table
}

/// What ours achieves of what the machine could.
fn shares(entries: &[Entry], operations: f64, peaks: &Peaks) -> String {
    let mut table = Table::new(&["ours", "threads", "GFLOP/s", "of our best product", "of the tiles at this clock"]);
    for entry in entries {
        let Some(precision) = entry.precision else { continue };
        let achieved = entry.rates.median() * operations;
        let cores = entry.threads as f64;
        let best = if precision == Precision::Bf16 { peaks.bf16 } else { peaks.f32 };
        let tiles = peaks.tiles.filter(|_| precision == Precision::Bf16);
        let share = |peak: f64| format!("{:.1} %", 100.0 * achieved / (peak * cores));
        table.row(vec![
            precision.name().to_owned(),
            entry.threads.to_string(),
            format!("{:.0}", achieved / 1e9),
            share(best),
            tiles.map_or_else(|| "–".to_owned(), share),
        ]);
    }
    let tiles = peaks.tiles.map_or_else(
        || "the processor has no bf16 tiles".to_owned(),
        |tiles| format!("tiles at 2048 operations a cycle {:.0} GFLOP/s a core", tiles / 1e9),
    );
    format!(
        "Best product of our kernels on one thread: bf16 {:.0}, f32 {:.0} GFLOP/s; clock in scalar code {:.2} GHz; {tiles}.\n\n{}",
        peaks.bf16 / 1e9,
        peaks.f32 / 1e9,
        peaks.clock / 1e9,
        table.markdown()
    )
}
