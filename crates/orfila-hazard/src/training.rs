//! Training an ensemble of multi-task networks and writing it as a model folder.

use std::path::{Path, PathBuf};

use orfila_language::{AdamWOptions, EpochReport};
use serde::{Deserialize, Serialize};

use crate::data::{HeldOut, LabelledMolecule, LabelledSet, RefusedRow, read_labelled, sha256};
use crate::error::HazardError;
use crate::evaluation::{SplitReport, score};
use crate::split::{random_split, scaffold_split};

mod card;
mod ensemble;
mod writing;

pub(crate) use ensemble::Ensemble;

/// How to train. The default is what the shipped model was trained with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrainOptions {
    /// Networks in the ensemble, at least 2.
    pub members: usize,
    /// Widths of each network's hidden layers.
    pub hidden: Vec<usize>,
    /// Part of the hidden units dropped at each step.
    pub dropout: f32,
    /// Most epochs a network.
    pub epochs: usize,
    /// Epochs without a better figure on the rows set aside, after which a network is done.
    pub patience: usize,
    /// Rows a step.
    pub batch: usize,
    /// Step size.
    pub learning_rate: f64,
    /// Decoupled weight decay.
    pub weight_decay: f64,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether to train a logistic regression on the same features and split, to compare with.
    pub measure_linear: bool,
    /// Whether to train a second ensemble on a random split, only to measure it.
    pub measure_random_split: bool,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            members: 5,
            hidden: vec![256, 64],
            dropout: 0.4,
            epochs: 40,
            patience: 5,
            batch: 128,
            learning_rate: 5e-4,
            weight_decay: 0.1,
            seed: 1787,
            measure_linear: true,
            measure_random_split: true,
        }
    }
}

impl TrainOptions {
    fn check(&self) -> Result<(), HazardError> {
        let refused = |reason: &str| Err(HazardError::Options(reason.to_owned()));
        if !(2..=50).contains(&self.members) {
            return refused("an ensemble has 2 to 50 members, or its interval means nothing");
        }
        if self.epochs == 0 || self.batch == 0 {
            return refused("epochs and batch must be above 0");
        }
        if !(self.learning_rate > 0.0 && self.learning_rate < 1.0 && (0.0..=10.0).contains(&self.weight_decay)) {
            return refused("the learning rate lies between 0 and 1, the weight decay between 0 and 10");
        }
        if !(0.0..1.0).contains(&self.dropout) || self.hidden.contains(&0) || self.hidden.len() > 8 {
            return refused("dropout lies between 0 and 1; at most 8 hidden layers, each wider than 0");
        }
        Ok(())
    }

    pub(crate) fn optimizer(&self) -> AdamWOptions {
        AdamWOptions { learning_rate: self.learning_rate, weight_decay: self.weight_decay, ..AdamWOptions::default() }
    }
}

/// What happens during training.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum TrainEvent {
    /// The data was read and described.
    Read {
        /// Rows to learn from and to measure with.
        rows: usize,
        /// Rows that could not be used.
        refused: usize,
        /// Rows that are not learned from because their compound is held out.
        held_out: usize,
    },
    /// A network finished an epoch.
    Epoch {
        /// What is being trained: `model`, `logistic regression` or `random split`.
        stage: &'static str,
        /// The network, from 1.
        member: usize,
        /// Networks in this stage.
        members: usize,
        /// Most epochs.
        epochs: usize,
        /// The epoch, its loss and its figure on the rows set aside (mean ROC-AUC).
        report: EpochReport,
    },
    /// A stage was measured on its validation rows.
    Measured {
        /// As in `Epoch`.
        stage: &'static str,
        /// Mean ROC-AUC over the endpoints.
        mean_roc_auc: f64,
    },
    /// The model folder was written.
    Written {
        /// The folder.
        folder: PathBuf,
    },
}

/// What came of training. Stored with the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainReport {
    /// SHA-256 of the model's description; empty inside that description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub model_sha256: String,
    /// Rows learned from.
    pub training_rows: usize,
    /// Rows measured with.
    pub validation_rows: usize,
    /// Rows that are for neither (a `split` other than `train` and `valid`).
    pub other_rows: usize,
    /// Rows not learned from because their compound is held out (those among them marked `valid` are measured with).
    pub held_out_rows: usize,
    /// Compounds on the list of held-out compounds.
    pub held_out_compounds: usize,
    /// Rows that could not be used.
    pub refused: Vec<RefusedRow>,
    /// Figures on the scaffold validation rows.
    pub scaffold: SplitReport,
    /// Logistic regression on the same features, rows and split.
    pub linear: Option<SplitReport>,
    /// The same kind of ensemble, trained and measured on a random split of the same rows.
    pub random: Option<SplitReport>,
}

/// Trains on a CSV file of labelled structures and writes a model folder.
///
/// Rows marked `valid` in the `split` column are never learned from (without that column a scaffold split is made);
/// compounds on the `held_out` list (first blocks of InChIKeys, one a line) are not learned from either.
/// Each network stops by rows that are set aside from its own training rows, so the validation figures are honest.
/// An interrupted run continues where it stopped when it is started again with the same data and options.
///
/// # Errors
/// [`HazardError`] for options that make no sense, files that cannot be read or written, and data without a label.
pub fn train(
    data: &Path,
    held_out: Option<&Path>,
    output: &Path,
    options: &TrainOptions,
    progress: &mut dyn FnMut(TrainEvent),
) -> Result<TrainReport, HazardError> {
    options.check()?;
    let held = held_out.map(HeldOut::read).transpose()?.unwrap_or_default();
    let set = read_labelled(data, &held)?;
    let held_out = set.rows.iter().filter(|row| row.held_out).count();
    progress(TrainEvent::Read { rows: set.rows.len(), refused: set.refused.len(), held_out });
    let scratch = output.join(".training");
    std::fs::create_dir_all(&scratch).map_err(HazardError::io(&scratch))?;
    let mut stage = Stage { set: &set, options, scratch: &scratch, progress };

    let (training, validation) = parts(&set);
    if training.is_empty() || validation.is_empty() {
        return Err(HazardError::data(
            data,
            "no rows are left to learn from or to measure with; check the `split` column",
        ));
    }
    let (ensemble, scaffold) = stage.fit("model", &training, &validation, options)?;
    let linear = TrainOptions { hidden: Vec::new(), members: 2, ..options.clone() };
    let linear = options.measure_linear.then(|| stage.fit("logistic regression", &training, &validation, &linear));
    let random = options.measure_random_split.then(|| {
        let (training, validation) = by_lot(&training, &validation, options.seed);
        stage.fit("random split", &training, &validation, options)
    });
    let mut report = TrainReport {
        model_sha256: String::new(),
        training_rows: training.len(),
        validation_rows: validation.len(),
        other_rows: set.rows.iter().filter(|row| !matches!(row.split.as_str(), "" | "train" | "valid")).count(),
        held_out_rows: held_out,
        held_out_compounds: held.len(),
        refused: set.refused.clone(),
        scaffold,
        linear: linear.transpose()?.map(|(_, report)| report),
        random: random.transpose()?.map(|(_, report)| report),
    };
    report.model_sha256 = writing::write(output, &set, &training, &ensemble, options, &report)?;
    std::fs::remove_dir_all(&scratch).map_err(HazardError::io(&scratch))?;
    progress(TrainEvent::Written { folder: output.to_owned() });
    Ok(report)
}

type Rows<'a> = Vec<&'a LabelledMolecule>;

/// Rows to learn from (never a held-out compound) and rows to measure with.
pub(crate) fn parts(set: &LabelledSet) -> (Rows<'_>, Rows<'_>) {
    if set.rows.iter().any(|row| row.split == "valid") {
        let marked = |split: &str| set.rows.iter().filter(|row| row.split == split).collect::<Rows<'_>>();
        return (learnable(marked("train")), marked("valid"));
    }
    let scaffolds: Vec<String> = set.rows.iter().map(|row| row.scaffold.clone()).collect();
    divide(&set.rows.iter().collect::<Vec<_>>(), &scaffold_split(&scaffolds))
}

fn by_lot<'a>(
    training: &[&'a LabelledMolecule],
    validation: &[&'a LabelledMolecule],
    seed: u64,
) -> (Rows<'a>, Rows<'a>) {
    let all: Rows<'a> = training.iter().chain(validation).copied().collect();
    let chosen = random_split(all.len(), seed);
    divide(&all, &chosen)
}

fn divide<'a>(rows: &[&'a LabelledMolecule], validation: &[bool]) -> (Rows<'a>, Rows<'a>) {
    let pick = |wanted: bool| {
        let chosen = rows.iter().zip(validation).filter(|(_, held)| **held == wanted);
        chosen.map(|(row, _)| *row).collect::<Rows<'_>>()
    };
    (learnable(pick(false)), pick(true))
}

fn learnable(mut rows: Rows<'_>) -> Rows<'_> {
    rows.retain(|row| !row.held_out);
    rows
}

struct Stage<'a> {
    set: &'a LabelledSet,
    options: &'a TrainOptions,
    scratch: &'a Path,
    progress: &'a mut dyn FnMut(TrainEvent),
}

impl Stage<'_> {
    fn fit(
        &mut self,
        stage: &'static str,
        training: &[&LabelledMolecule],
        validation: &[&LabelledMolecule],
        options: &TrainOptions,
    ) -> Result<(Ensemble, SplitReport), HazardError> {
        let described = serde_json::to_string(&(stage, options, self.options.seed, &self.set.sha256, training.len()))
            .map_err(|error| HazardError::Options(error.to_string()))?;
        let rows: String = training.iter().map(|row| row.molecule.canonical_smiles()).collect::<Vec<_>>().join("\n");
        let identity = sha256(format!("{described}\n{rows}").as_bytes());
        let members = options.members;
        let mut epoch = |member: usize, report: &EpochReport| {
            (self.progress)(TrainEvent::Epoch {
                stage,
                member,
                members,
                epochs: options.epochs,
                report: report.clone(),
            });
        };
        let ensemble = Ensemble::fit(&self.set.endpoints, training, options, self.scratch, &identity, &mut epoch)?;
        let report = score(&self.set.endpoints, validation, &|row| ensemble.probabilities(&row.features))?;
        (self.progress)(TrainEvent::Measured { stage, mean_roc_auc: report.mean_roc_auc });
        Ok((ensemble, report))
    }
}

#[cfg(test)]
mod tests;
