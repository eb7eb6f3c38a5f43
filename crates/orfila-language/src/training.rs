//! Training a [`Perceptron`] on several binary tasks at once.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::checkpoint::{self, RunState};
use crate::error::LanguageError;
use crate::loss::masked_binary_cross_entropy;
use crate::optimizer::{AdamW, AdamWOptions};
use crate::perceptron::Perceptron;
use crate::random::SeededGenerator;

/// What a network learns from.
#[derive(Debug, Clone)]
pub struct Examples {
    /// Shape (examples, features).
    pub inputs: Tensor,
    /// Shape (examples, tasks): 0 or 1.
    pub labels: Tensor,
    /// Shape (examples, tasks): 1 where a label is present, 0 where it is missing.
    pub mask: Tensor,
}

impl Examples {
    /// Examples from rows of features and rows of labels, where `None` is a missing label.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the rows differ in number or length.
    pub fn from_rows(features: &[Vec<f32>], labels: &[Vec<Option<bool>>]) -> Result<Self, LanguageError> {
        let (rows, width) = (features.len(), features.first().map_or(0, Vec::len));
        let tasks = labels.first().map_or(0, Vec::len);
        let even = rows == labels.len()
            && features.iter().all(|row| row.len() == width)
            && labels.iter().all(|row| row.len() == tasks);
        if !even || rows == 0 || width == 0 || tasks == 0 {
            return Err(LanguageError::Shape("rows of features and labels must be as many and of even length".into()));
        }
        let flat = labels.iter().flatten();
        let values: Vec<f32> = flat.clone().map(|label| f32::from(u8::from(*label == Some(true)))).collect();
        let present: Vec<f32> = flat.map(|label| f32::from(u8::from(label.is_some()))).collect();
        Ok(Self {
            inputs: Tensor::from_vec(features.concat(), (rows, width), &Device::Cpu)?,
            labels: Tensor::from_vec(values, (rows, tasks), &Device::Cpu)?,
            mask: Tensor::from_vec(present, (rows, tasks), &Device::Cpu)?,
        })
    }

    /// Number of examples.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the three tensors do not fit each other.
    pub fn count(&self) -> Result<usize, LanguageError> {
        let rows = self.inputs.dims().first().copied().unwrap_or(0);
        if self.labels.dims() != self.mask.dims() || self.labels.dims().first() != Some(&rows) || rows == 0 {
            return Err(LanguageError::Shape("inputs, labels and mask must have as many rows".into()));
        }
        Ok(rows)
    }

    fn select(&self, rows: &[u32]) -> Result<Self, LanguageError> {
        let rows = Tensor::from_slice(rows, rows.len(), &Device::Cpu)?;
        let take = |tensor: &Tensor| tensor.index_select(&rows, 0);
        Ok(Self { inputs: take(&self.inputs)?, labels: take(&self.labels)?, mask: take(&self.mask)? })
    }
}

/// How to train.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingOptions {
    /// Most epochs.
    pub epochs: usize,
    /// Examples a step.
    pub batch: usize,
    /// Epochs without a better validation metric after which training stops; 0 never stops early.
    pub patience: usize,
    /// Seed of shuffling and dropout.
    pub seed: u64,
    /// The optimizer.
    pub optimizer: AdamWOptions,
}

/// What happened in an epoch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EpochReport {
    /// The epoch, from 1.
    pub epoch: usize,
    /// Mean training loss over its steps.
    pub loss: f64,
    /// The validation metric after it; higher is better.
    pub metric: f64,
    /// Whether it is the best so far.
    pub best: bool,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainingOutcome {
    /// Epochs done, those before a resumption included.
    pub epochs: usize,
    /// The epoch whose weights the model now has, from 1.
    pub best_epoch: usize,
    /// Its validation metric.
    pub best_metric: f64,
}

/// Trains `model` and leaves it with the weights of its best epoch.
///
/// `validate` gives a metric (higher is better) after each epoch; a metric that is not a number never counts as better.
/// With a `checkpoint` file the state is written after every epoch, and a run that finds its own checkpoint continues
/// from it with the same result as one that was never interrupted. `identity` says what the run is made of.
///
/// # Errors
/// [`LanguageError`] if the data does not fit, the loss diverges, or a checkpoint cannot be used.
pub fn train(
    model: &Perceptron,
    examples: &Examples,
    options: &TrainingOptions,
    checkpoint: Option<(&Path, &str)>,
    validate: &mut dyn FnMut(&Perceptron) -> Result<f64, LanguageError>,
    progress: &mut dyn FnMut(&EpochReport),
) -> Result<TrainingOutcome, LanguageError> {
    examples.count()?;
    let mut run = Run::start(model, options, checkpoint)?;
    while run.state.epochs < options.epochs && !run.is_exhausted() {
        let epoch = run.state.epochs + 1;
        let loss = run.epoch(examples, epoch)?;
        let metric = validate(model)?;
        let best = run.state.best_metric.is_none_or(|best| metric > best) && !metric.is_nan();
        if best {
            run.state.best_metric = Some(metric);
            run.state.best_epoch = epoch;
            run.best = model.tensors(BEST)?;
        }
        run.state.epochs = epoch;
        run.store(checkpoint)?;
        progress(&EpochReport { epoch, loss, metric, best });
    }
    if !run.best.is_empty() {
        model.set_tensors(&run.best, BEST)?;
    }
    let best_metric = run.state.best_metric.unwrap_or(f64::NAN);
    Ok(TrainingOutcome { epochs: run.state.epochs, best_epoch: run.state.best_epoch, best_metric })
}

const WEIGHTS: &str = "weights.";
const BEST: &str = "best.";
const OPTIMIZER: &str = "optimizer.";

struct Run<'a> {
    model: &'a Perceptron,
    options: &'a TrainingOptions,
    optimizer: AdamW,
    state: RunState,
    best: HashMap<String, Tensor>,
}

impl<'a> Run<'a> {
    fn start(
        model: &'a Perceptron,
        options: &'a TrainingOptions,
        checkpoint: Option<(&Path, &str)>,
    ) -> Result<Self, LanguageError> {
        let optimizer = AdamW::new(&model.variables(), options.optimizer.clone())?;
        let identity = checkpoint.map(|(_, identity)| identity.to_owned()).unwrap_or_default();
        let state = RunState { identity, epochs: 0, steps: 0, best_metric: None, best_epoch: 0 };
        let mut run = Self { model, options, optimizer, state, best: HashMap::new() };
        if let Some((path, identity)) = checkpoint
            && let Some((state, tensors)) = checkpoint::load(path, identity)?
        {
            model.set_tensors(&tensors, WEIGHTS)?;
            run.optimizer.restore(&tensors, OPTIMIZER, state.steps)?;
            run.state = state;
            run.best = tensors.into_iter().filter(|(name, _)| name.starts_with(BEST)).collect();
        }
        Ok(run)
    }

    fn is_exhausted(&self) -> bool {
        let since_best = self.state.epochs.saturating_sub(self.state.best_epoch);
        self.options.patience > 0 && since_best >= self.options.patience
    }

    /// One pass over the examples in an order that only seed and epoch decide; the mean loss of its steps.
    fn epoch(&mut self, examples: &Examples, epoch: usize) -> Result<f64, LanguageError> {
        let mut generator = SeededGenerator::new(self.options.seed, epoch as u64);
        let rows = u32::try_from(examples.count()?)
            .map_err(|_| LanguageError::Shape("more examples than can be counted in 32 bits".into()))?;
        let mut order: Vec<u32> = (0..rows).collect();
        generator.shuffle(&mut order);
        let (mut total, mut steps) = (0.0, 0_u32);
        for rows in order.chunks(self.options.batch.max(1)) {
            let batch = examples.select(rows)?;
            let logits = self.model.logits(&batch.inputs, Some(&mut generator))?;
            let loss = masked_binary_cross_entropy(&logits, &batch.labels, &batch.mask)?;
            self.optimizer.step(&loss.backward()?)?;
            total += f64::from(loss.to_scalar::<f32>()?);
            steps += 1;
        }
        let mean = total / f64::from(steps.max(1));
        if mean.is_finite() { Ok(mean) } else { Err(LanguageError::Diverged { epoch }) }
    }

    fn store(&mut self, checkpoint: Option<(&Path, &str)>) -> Result<(), LanguageError> {
        let Some((path, _)) = checkpoint else { return Ok(()) };
        self.state.steps = self.optimizer.steps();
        let mut tensors = self.model.tensors(WEIGHTS)?;
        tensors.extend(self.optimizer.tensors(OPTIMIZER)?);
        tensors.extend(self.best.clone());
        checkpoint::save(path, &self.state, tensors)
    }
}

#[cfg(test)]
mod tests;
