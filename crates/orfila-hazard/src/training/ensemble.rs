//! Several networks that learned from different rows.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Tensor};
use orfila_language::{EpochReport, Examples, LanguageError, Perceptron, PerceptronShape, TrainingOptions, train};

use super::TrainOptions;
use crate::data::LabelledMolecule;
use crate::error::HazardError;
use crate::features::{FEATURE_COUNT, RawFeatures, Standardizer};
use crate::metrics::{best_threshold, roc_auc};
use crate::network::{Network, sigmoid};
use crate::split::random_scaffold_split;

/// Networks with their weights as they are shipped (half precision), the descriptors' statistics and thresholds.
pub(crate) struct Ensemble {
    pub(crate) shape: PerceptronShape,
    pub(crate) standardizer: Standardizer,
    pub(crate) tensors: HashMap<String, Tensor>,
    pub(crate) networks: Vec<Network>,
    /// One an endpoint.
    pub(crate) thresholds: Vec<f32>,
}

/// The name under which a member's weights begin.
pub(crate) fn prefix(member: usize) -> String {
    format!("member{member}.")
}

/// Probability and label of every labelled row, by endpoint.
type Scored = Vec<Vec<(f32, bool)>>;
/// One row an example, one entry an endpoint.
type Labels = Vec<Vec<Option<bool>>>;

impl Ensemble {
    pub(crate) fn fit(
        endpoints: &[String],
        rows: &[&LabelledMolecule],
        options: &TrainOptions,
        scratch: &Path,
        identity: &str,
        progress: &mut dyn FnMut(usize, &EpochReport),
    ) -> Result<Self, HazardError> {
        let standardizer = Standardizer::fit(rows.iter().map(|row| &row.features));
        let shape = PerceptronShape {
            inputs: FEATURE_COUNT,
            hidden: options.hidden.clone(),
            outputs: endpoints.len(),
            dropout: options.dropout,
        };
        let scaffolds: Vec<String> = rows.iter().map(|row| row.scaffold.clone()).collect();
        let mut tensors = HashMap::new();
        let mut unseen: Scored = vec![Vec::new(); endpoints.len()];
        for member in 0..options.members {
            let seed = options.seed.wrapping_add(member as u64);
            let aside = random_scaffold_split(&scaffolds, seed);
            let path = scratch.join(format!("{}-{member}.safetensors", &identity[..16]));
            let fitting = Fitting { rows, aside: &aside, standardizer: &standardizer, options, seed };
            let (model, scored) = fitting.fit(&shape, (&path, identity), &mut |report| progress(member + 1, report))?;
            unseen.iter_mut().zip(scored).for_each(|(all, more)| all.extend(more));
            for (name, tensor) in model.tensors(&prefix(member))? {
                tensors.insert(name, tensor.to_dtype(DType::F16).map_err(LanguageError::from)?);
            }
        }
        let network = |member| Network::from_tensors(&shape, &tensors, &prefix(member), scratch);
        let networks = (0..options.members).map(network).collect::<Result<_, _>>()?;
        let thresholds = unseen.iter().map(|scored| best_threshold(scored).unwrap_or(0.5)).collect();
        Ok(Self { shape, standardizer, networks, tensors, thresholds })
    }

    /// One probability an endpoint.
    pub(crate) fn probabilities(&self, features: &RawFeatures) -> Vec<f32> {
        let logits = self.networks.iter().map(|network| network.logits(features, &self.standardizer));
        let logits: Vec<Vec<f32>> = logits.collect();
        let mean = |task: usize| logits.iter().map(|member| member[task]).sum::<f32>() / logits.len() as f32;
        (0..self.shape.outputs).map(|task| sigmoid(mean(task))).collect()
    }
}

struct Fitting<'a> {
    rows: &'a [&'a LabelledMolecule],
    aside: &'a [bool],
    standardizer: &'a Standardizer,
    options: &'a TrainOptions,
    seed: u64,
}

impl Fitting<'_> {
    /// Trains one network and gives its probabilities for the rows it did not learn from.
    fn fit(
        &self,
        shape: &PerceptronShape,
        checkpoint: (&Path, &str),
        progress: &mut dyn FnMut(&EpochReport),
    ) -> Result<(Perceptron, Scored), HazardError> {
        let (examples, _) = self.examples(false)?;
        let (aside, labels) = self.examples(true)?;
        let model = Perceptron::new(shape.clone(), self.seed)?;
        let options = TrainingOptions {
            epochs: self.options.epochs,
            batch: self.options.batch,
            patience: self.options.patience,
            seed: self.seed,
            optimizer: self.options.optimizer(),
        };
        let mut validate = |model: &Perceptron| {
            let scored = scored(&model.probabilities(&aside.inputs)?, &labels);
            let areas: Vec<f64> = scored.iter().filter_map(|task| roc_auc(task)).collect();
            Ok(areas.iter().sum::<f64>() / areas.len() as f64)
        };
        train(&model, &examples, &options, Some(checkpoint), &mut validate, progress)?;
        let scored = scored(&model.probabilities(&aside.inputs)?, &labels);
        Ok((model, scored))
    }

    fn examples(&self, aside: bool) -> Result<(Examples, Labels), HazardError> {
        let rows = self.rows.iter().zip(self.aside).filter(|(_, held)| **held == aside).map(|(row, _)| *row);
        let (features, labels): (Vec<_>, Vec<_>) =
            rows.map(|row| (self.standardizer.dense(&row.features), row.labels.clone())).unzip();
        Ok((Examples::from_rows(&features, &labels)?, labels))
    }
}

/// Probabilities and labels by endpoint, missing labels left out.
fn scored(probabilities: &[Vec<f32>], labels: &[Vec<Option<bool>>]) -> Scored {
    let tasks = labels.first().map_or(0, Vec::len);
    let mut scored = vec![Vec::new(); tasks];
    for (row, labels) in probabilities.iter().zip(labels) {
        for (task, (probability, label)) in row.iter().zip(labels).enumerate() {
            if let Some(label) = label {
                scored[task].push((*probability, *label));
            }
        }
    }
    scored
}
