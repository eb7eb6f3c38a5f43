//! Training a [`Model`] on items of several corpora at once.

use std::collections::HashMap;
use std::path::Path;

use candle_core::Tensor;
use candle_core::backprop::GradStore;
use serde::{Deserialize, Serialize};

use crate::checkpoint::{self, RunState};
use crate::error::LanguageError;
use crate::heads::TaskShape;
use crate::item::Item;
use crate::model::{Model, TABLE, TaskLosses};
use crate::ops;
use crate::optimizer::{AdamW, AdamWOptions};
use crate::random::SeededGenerator;
use crate::table::Rows;

/// Items that are visited alike.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// Its name, for messages.
    pub name: String,
    /// The items.
    pub items: Vec<Item>,
    /// How often an epoch visits each item: 0.5 is a random half of them, 2.0 each twice.
    pub visits: f64,
}

/// How to train.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitOptions {
    /// Passes over the data.
    pub epochs: usize,
    /// Most pieces a step.
    pub pieces: usize,
    /// The optimizer; its learning rate is that of the encoder at its height.
    pub optimizer: AdamWOptions,
    /// By how much the learning rate of heads is higher.
    pub head_rate: f64,
    /// Part of the steps in which the learning rate rises from 0; after them it falls to 0 in a straight line.
    pub warmup: f64,
    /// Most length of the gradient of all weights; longer ones are shortened to it.
    pub clip: f64,
    /// Weight of the losses of relations beside those of tags.
    pub pair_weight: f64,
    /// Weight of the losses of classes beside those of tags.
    pub class_weight: f64,
    /// Weight of the losses of hidden pieces beside those of tags.
    #[serde(default = "one")]
    pub masked_weight: f64,
    /// Seed of order and dropout.
    pub seed: u64,
    /// Parts into which a step is cut, each on a thread of its own. The result depends on it, but not on the machine's load.
    pub threads: usize,
}

fn one() -> f64 {
    1.0
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            epochs: 8,
            pieces: 4096,
            optimizer: AdamWOptions { learning_rate: 2e-4, weight_decay: 0.01, ..AdamWOptions::default() },
            head_rate: 5.0,
            warmup: 0.1,
            clip: 1.0,
            pair_weight: 0.3,
            class_weight: 0.1,
            masked_weight: 1.0,
            seed: 1,
            threads: 2,
        }
    }
}

/// What happened in an epoch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FitReport {
    /// The epoch, from 1.
    pub epoch: usize,
    /// Steps made since the beginning.
    pub steps: u64,
    /// Mean loss of each task over its words, pairs or windows; `None` for a task that nothing was known about.
    pub losses: Vec<(String, Option<f64>)>,
    /// Pieces that went through the encoder and back a second.
    pub pieces_per_second: f64,
    /// The validation metric after it; higher is better.
    pub metric: f64,
}

/// Trains `model`. After each epoch the state is written if there is a `checkpoint` file, `validate` gives a metric, and
/// `progress` hears of it: a run that finds its own checkpoint continues from it with the same result as one that was never
/// interrupted. `identity` says what the run is made of. The model keeps the weights of the last epoch.
///
/// # Errors
/// [`LanguageError`] if the items do not fit the model, the loss diverges, or a checkpoint cannot be used.
pub fn fit(
    model: &mut Model,
    corpora: &[Corpus],
    options: &FitOptions,
    checkpoint: Option<(&Path, &str)>,
    validate: &mut dyn FnMut(&Model) -> Result<f64, LanguageError>,
    progress: &mut dyn FnMut(&FitReport),
) -> Result<(), LanguageError> {
    let mut run = Run::start(model, corpora, options, checkpoint)?;
    while run.state.epochs < options.epochs {
        let epoch = run.state.epochs + 1;
        let started = std::time::Instant::now();
        let (losses, pieces) = run.epoch(epoch)?;
        let seconds = started.elapsed().as_secs_f64();
        run.state.epochs = epoch;
        run.state.steps = run.optimizer.steps();
        run.store(checkpoint)?;
        let metric = validate(run.model)?;
        let mean = |(sum, count): (f64, usize)| (count > 0).then(|| sum / count as f64);
        let losses = run.names.iter().cloned().zip(losses.into_iter().map(mean)).collect();
        let pieces_per_second = pieces as f64 / seconds.max(1e-9);
        progress(&FitReport { epoch, steps: run.state.steps, losses, pieces_per_second, metric });
    }
    Ok(())
}

struct Run<'a> {
    model: &'a mut Model,
    corpora: &'a [Corpus],
    options: &'a FitOptions,
    optimizer: AdamW,
    names: Vec<String>,
    /// Base weight of each task's loss.
    weights: Vec<f64>,
    steps: u64,
    state: RunState,
}

const WEIGHTS: &str = "weights.";
const OPTIMIZER: &str = "optimizer.";

impl<'a> Run<'a> {
    fn start(
        model: &'a mut Model,
        corpora: &'a [Corpus],
        options: &'a FitOptions,
        checkpoint: Option<(&Path, &str)>,
    ) -> Result<Self, LanguageError> {
        let optimizer = AdamW::new(&model.variables(), options.optimizer.clone())?;
        let shape = model.shape();
        let names = shape.tasks.iter().map(|task| task.name().to_owned()).collect();
        let weight = |task: &TaskShape| match task {
            TaskShape::Tags { .. } => 1.0,
            TaskShape::Pairs { .. } => options.pair_weight,
            TaskShape::Classes { .. } => options.class_weight,
            TaskShape::Masked { .. } => options.masked_weight,
        };
        let weights = shape.tasks.iter().map(weight).collect();
        let identity = checkpoint.map(|(_, identity)| identity.to_owned()).unwrap_or_default();
        let state = RunState { identity, epochs: 0, steps: 0, best_metric: None, best_epoch: 0 };
        let mut run = Self { model, corpora, options, optimizer, names, weights, steps: 0, state };
        run.steps = (1..=options.epochs).map(|epoch| run.batches(epoch).len() as u64).sum();
        if run.steps == 0 {
            return Err(LanguageError::Shape("there is nothing to learn from".into()));
        }
        if let Some((path, identity)) = checkpoint
            && let Some((state, tensors)) = checkpoint::load(path, identity)?
        {
            run.resume(state, &tensors)?;
        }
        Ok(run)
    }

    fn resume(&mut self, state: RunState, tensors: &HashMap<String, Tensor>) -> Result<(), LanguageError> {
        let get = |name: String| tensors.get(&name).ok_or_else(|| LanguageError::Shape(format!("no `{name}`")));
        for (name, variable) in self.model.variables() {
            variable.set(get(format!("{WEIGHTS}{name}"))?)?;
        }
        let moments =
            [get(format!("{OPTIMIZER}{TABLE}.first"))?.clone(), get(format!("{OPTIMIZER}{TABLE}.second"))?.clone()];
        self.model.table.restore(get(format!("{WEIGHTS}{TABLE}"))?, &moments)?;
        self.optimizer.restore(tensors, OPTIMIZER, state.steps)?;
        self.state = state;
        Ok(())
    }

    fn store(&mut self, checkpoint: Option<(&Path, &str)>) -> Result<(), LanguageError> {
        let Some((path, _)) = checkpoint else { return Ok(()) };
        let named = self.model.tensors()?.into_iter().map(|(name, tensor)| (format!("{WEIGHTS}{name}"), tensor));
        let mut tensors: HashMap<String, Tensor> = named.collect();
        tensors.extend(self.optimizer.tensors(OPTIMIZER)?);
        let [first, second] = self.model.table.moments()?;
        tensors.insert(format!("{OPTIMIZER}{TABLE}.first"), first);
        tensors.insert(format!("{OPTIMIZER}{TABLE}.second"), second);
        checkpoint::save(path, &self.state, tensors)
    }

    /// The steps of an epoch: items in an order that only seed and epoch decide, cut by the number of their pieces.
    fn batches(&self, epoch: usize) -> Vec<Vec<&'a Item>> {
        let mut generator = SeededGenerator::new(self.options.seed, epoch as u64);
        let mut items: Vec<&Item> = Vec::new();
        for corpus in self.corpora {
            let whole = corpus.visits.max(0.0).floor() as usize;
            (0..whole).for_each(|_| items.extend(&corpus.items));
            let mut some: Vec<&Item> = corpus.items.iter().collect();
            generator.shuffle(&mut some);
            let rest = ((corpus.visits - whole as f64) * some.len() as f64).round() as usize;
            items.extend(some.into_iter().take(rest));
        }
        generator.shuffle(&mut items);
        let mut batches: Vec<Vec<&Item>> = Vec::new();
        let mut used = 0;
        for item in items {
            let size = item.window.pieces.len();
            match batches.last_mut() {
                Some(last) if used + size <= self.options.pieces => last.push(item),
                _ => {
                    batches.push(vec![item]);
                    used = 0;
                }
            }
            used += size;
        }
        batches
    }

    fn epoch(&mut self, epoch: usize) -> Result<(TaskLosses, usize), LanguageError> {
        let mut losses: TaskLosses = vec![(0.0, 0); self.names.len()];
        let mut pieces = 0;
        let mut generator = SeededGenerator::new(self.options.seed ^ 0xd50f, epoch as u64);
        for batch in self.batches(epoch) {
            pieces += batch.iter().map(|item| item.window.pieces.len()).sum::<usize>();
            let step = self.step(&batch, &mut generator)?;
            for ((sum, count), (more, words)) in losses.iter_mut().zip(step) {
                *sum += more;
                *count += words;
            }
        }
        let finite = losses.iter().all(|(sum, _)| sum.is_finite());
        if finite { Ok((losses, pieces)) } else { Err(LanguageError::Diverged { epoch }) }
    }

    /// The learning rate at the next step, as part of its height.
    fn rate(&self) -> f64 {
        let (step, steps) = (self.optimizer.steps() as f64, self.steps as f64);
        let warm = (self.options.warmup * steps).max(1.0);
        if step < warm { (step + 1.0) / warm } else { ((steps - step) / (steps - warm).max(1.0)).clamp(0.0, 1.0) }
    }

    fn step(&mut self, batch: &[&Item], generator: &mut SeededGenerator) -> Result<TaskLosses, LanguageError> {
        let hidden = batch.iter().flat_map(|item| item.masked.iter().map(|(_, piece)| piece));
        let rows = self.model.table.rows(batch.iter().flat_map(|item| &item.window.pieces).chain(hidden))?;
        let weights = self.step_weights(batch);
        let parts = parts(batch, self.options.threads);
        let seeds: Vec<u64> = parts.iter().map(|_| generator.next_u64()).collect();
        let model = &*self.model;
        let run = |(part, seed): (&Vec<&Item>, &u64)| part_gradients(model, &rows, part, &weights, *seed);
        let results: Vec<_> = std::thread::scope(|scope| {
            let run = &run;
            let workers: Vec<_> = parts.iter().zip(&seeds).map(|part| scope.spawn(move || run(part))).collect();
            let stopped = |_| LanguageError::Shape("a thread of the training stopped".into());
            workers.into_iter().map(|worker| worker.join().map_err(stopped)?).collect::<Result<_, LanguageError>>()
        })?;
        let mut losses: TaskLosses = vec![(0.0, 0); self.names.len()];
        let mut gradients: HashMap<String, Tensor> = HashMap::new();
        for (part, part_losses) in results.into_iter().flatten() {
            for (name, gradient) in part {
                let sum = gradients.remove(&name).map_or(Ok(gradient.clone()), |sum| ops::add(&sum, &gradient))?;
                gradients.insert(name, sum);
            }
            for ((sum, count), (more, words)) in losses.iter_mut().zip(part_losses) {
                *sum += more;
                *count += words;
            }
        }
        self.apply(&rows, gradients)?;
        Ok(losses)
    }

    /// Weight of each task's summed loss: its base weight over the number of words, pairs or windows of the step that tasks
    /// of its form know about, so that each form has the mean of its losses.
    fn step_weights(&self, batch: &[&Item]) -> Vec<f64> {
        let count = |of: &dyn Fn(&Item) -> usize| batch.iter().map(|item| of(item)).sum::<usize>().max(1) as f64;
        let words = count(&|item| item.tags.values().map(Vec::len).sum());
        let pairs = count(&|item| item.pairs.values().map(|set| set.pairs.len()).sum());
        let windows = count(&|item| item.classes.len());
        let hidden = count(&|item| item.masked.len());
        let shape = self.model.shape();
        let over = shape.tasks.iter().map(|task| match task {
            TaskShape::Tags { .. } => words,
            TaskShape::Pairs { .. } => pairs,
            TaskShape::Classes { .. } => windows,
            TaskShape::Masked { .. } => hidden,
        });
        self.weights.iter().zip(over).map(|(weight, over)| weight / over).collect()
    }

    fn apply(&mut self, rows: &Rows, gradients: HashMap<String, Tensor>) -> Result<(), LanguageError> {
        let mut names: Vec<&String> = gradients.keys().collect();
        names.sort_unstable();
        let mut square = 0.0;
        for name in names {
            square += ops::sum_of_squares(&gradients[name])?;
        }
        let length = square.sqrt();
        if !length.is_finite() {
            return Err(LanguageError::Diverged { epoch: self.state.epochs + 1 });
        }
        let scale = if length > self.options.clip { (self.options.clip / length) as f32 } else { 1.0 };
        let rate = self.rate();
        let head_rate = self.options.head_rate;
        let rate_of = |name: &str| if name.starts_with("heads.") { rate * head_rate } else { rate };
        self.optimizer.step_by(&gradients, scale, rate_of)?;
        if let Some(gradient) = gradients.get(TABLE) {
            let numbers = self.optimizer.numbers(scale, rate, false);
            self.model.table.step(rows, gradient, numbers)?;
        }
        Ok(())
    }
}

/// A batch cut into `threads` parts of about as many pieces.
fn parts<'a>(batch: &[&'a Item], threads: usize) -> Vec<Vec<&'a Item>> {
    let mut parts: Vec<(usize, Vec<&Item>)> = vec![(0, Vec::new()); threads.max(1)];
    for item in batch {
        if let Some(smallest) = parts.iter_mut().min_by_key(|(size, _)| *size) {
            smallest.0 += item.window.pieces.len();
            smallest.1.push(item);
        }
    }
    parts.into_iter().map(|(_, part)| part).filter(|part| !part.is_empty()).collect()
}

type Part = Option<(Vec<(String, Tensor)>, TaskLosses)>;

fn part_gradients(
    model: &Model,
    rows: &Rows,
    items: &[&Item],
    weights: &[f64],
    seed: u64,
) -> Result<Part, LanguageError> {
    let mut generator = SeededGenerator::new(seed, 0);
    let Some((loss, losses)) = model.loss(rows, items, weights, Some(&mut generator))? else { return Ok(None) };
    let gradients: GradStore = loss.backward()?;
    let of =
        |(name, variable): (String, &candle_core::Var)| gradients.get(variable.as_tensor()).cloned().map(|g| (name, g));
    let mut named: Vec<(String, Tensor)> = model.variables().into_iter().filter_map(of).collect();
    if let Some(gradient) = gradients.get(rows.leaf.as_tensor()) {
        named.push((TABLE.to_owned(), gradient.clone()));
    }
    Ok(Some((named, losses)))
}

#[cfg(test)]
mod tests;
