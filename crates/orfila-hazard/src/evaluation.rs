//! Measuring a model.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::data::{HeldOut, LabelledMolecule, read_labelled};
use crate::error::HazardError;
use crate::metrics::{brier, roc_auc};
use crate::model::HazardModel;
use crate::training::{TrainReport, parts};

/// Figures of one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskScore {
    /// The endpoint.
    pub name: String,
    /// Rows with a label.
    pub labels: usize,
    /// Rows labelled active.
    pub positives: usize,
    /// Area under the ROC curve; `None` without both kinds of label.
    pub roc_auc: Option<f64>,
    /// Mean squared error of the probability; `None` without labels.
    pub brier: Option<f64>,
}

/// Figures on a set of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitReport {
    /// Rows measured with.
    pub rows: usize,
    /// Mean ROC-AUC over the endpoints that have one.
    pub mean_roc_auc: f64,
    /// One entry an endpoint.
    pub tasks: Vec<TaskScore>,
}

/// What [`evaluate`] found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluationReport {
    /// SHA-256 of the model's description.
    pub model_sha256: String,
    /// Rows left out because the model learned from their structure.
    pub learned_from: usize,
    /// Rows whose structure could not be used.
    pub refused: usize,
    /// Figures measured now on the scaffold validation rows.
    pub scaffold: SplitReport,
    /// The same, for the rows inside the model's applicability domain only.
    pub scaffold_inside_domain: Option<SplitReport>,
    /// What was measured in training: among it the random split, which needs an ensemble of its own.
    pub at_training: TrainReport,
}

/// Measures a shipped model on a file of labelled structures: on its rows marked `valid`, or without such a column on a
/// scaffold split. Rows whose structure the model learned from are left out and counted.
///
/// # Errors
/// [`HazardError`] if the model or the file cannot be read, or the file has other endpoints than the model.
pub fn evaluate(model: &Path, data: &Path) -> Result<EvaluationReport, HazardError> {
    let model = HazardModel::load(model)?;
    let set = read_labelled(data, &HeldOut::default())?;
    if set.endpoints != model.endpoint_names() {
        let reason = format!("its endpoints are not the model's: {}", model.endpoint_names().join(", "));
        return Err(HazardError::data(data, reason));
    }
    let (_, validation) = parts(&set);
    let (known, unknown): (Vec<_>, Vec<_>) =
        validation.into_iter().partition(|row| model.learned_from(row.molecule.canonical_smiles()));
    if unknown.is_empty() {
        return Err(HazardError::data(data, "the model learned from every row of it; give other rows"));
    }
    let probabilities = |row: &LabelledMolecule| model.probabilities(&row.features);
    let inside: Vec<_> = unknown.iter().copied().filter(|row| model.domain_of(row).inside).collect();
    Ok(EvaluationReport {
        model_sha256: model.sha256().to_owned(),
        learned_from: known.len(),
        refused: set.refused.len(),
        scaffold: score(&set.endpoints, &unknown, &probabilities)?,
        scaffold_inside_domain: score(&set.endpoints, &inside, &probabilities).ok(),
        at_training: model.report().clone(),
    })
}

/// Figures of any predictor on rows.
///
/// # Errors
/// [`HazardError::Options`] if no endpoint has both kinds of label.
pub(crate) fn score(
    endpoints: &[String],
    rows: &[&LabelledMolecule],
    predict: &dyn Fn(&LabelledMolecule) -> Vec<f32>,
) -> Result<SplitReport, HazardError> {
    let predicted: Vec<Vec<f32>> = rows.iter().map(|row| predict(row)).collect();
    let task = |(index, name): (usize, &String)| {
        let pairs = rows.iter().zip(&predicted);
        let labelled = pairs.filter_map(|(row, values)| Some((*values.get(index)?, row.labels[index]?)));
        let scored: Vec<(f32, bool)> = labelled.collect();
        TaskScore {
            name: name.clone(),
            labels: scored.len(),
            positives: scored.iter().filter(|(_, label)| *label).count(),
            roc_auc: roc_auc(&scored),
            brier: brier(&scored),
        }
    };
    let tasks: Vec<TaskScore> = endpoints.iter().enumerate().map(task).collect();
    let areas: Vec<f64> = tasks.iter().filter_map(|task| task.roc_auc).collect();
    if areas.is_empty() {
        return Err(HazardError::Options("no endpoint has active and inactive rows to measure with".to_owned()));
    }
    Ok(SplitReport { rows: rows.len(), mean_roc_auc: areas.iter().sum::<f64>() / areas.len() as f64, tasks })
}
