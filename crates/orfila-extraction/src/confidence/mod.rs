//! How probable it is that a field of a record is right.
//!
//! The grammars say what a field is, the language model read the same page on its own. Whether both agree, and how sure the
//! model is, are [signals](FieldSignals); how often fields with such signals were right in documents annotated by people is
//! the probability. It is a logistic regression over the signals, corrected by an isotonic curve over predictions for
//! documents that the regression did not see.

mod curve;
mod fitting;
mod regression;
mod signals;
pub mod truth;

pub use curve::{Bin, Curve, calibration_error};
pub use fitting::{CalibrationReport, Sample, fit};
pub use signals::{FieldSignals, Group, SIGNALS, Signals};

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::learning::LearningError;

/// File beside a model's weights.
pub const FILE: &str = "calibration.json";

/// From signals to probabilities, for one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// SHA-256 of the weights whose marks it was fitted on; for others it says nothing.
    pub model: String,
    /// Version of the pipeline it was fitted on.
    pub pipeline: String,
    /// Log odds of each group of fields without any signal.
    pub groups: BTreeMap<Group, f64>,
    /// Log odds that a unit of each signal adds, by the signal's name.
    pub weights: BTreeMap<String, f64>,
    /// From the regression's probability to the one that is stated.
    pub curve: Curve,
    /// What it was fitted on and how well it does on documents left out.
    pub report: CalibrationReport,
}

impl Calibration {
    /// Reads the calibration that lies beside a model's weights; `None` if there is none.
    ///
    /// # Errors
    /// [`LearningError::Model`] if it is damaged, or of another model or pipeline.
    pub fn read(folder: &Path, model: &str) -> Result<Option<Self>, LearningError> {
        let path = folder.join(FILE);
        let wrong = |reason: String| LearningError::Model { path: path.clone(), reason };
        if !path.is_file() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
        let calibration: Self = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if calibration.model != model || calibration.pipeline != crate::PIPELINE_VERSION {
            return Err(wrong("it was made for another model or pipeline: run `orfila train calibration`".to_owned()));
        }
        if !calibration.curve.rises() {
            return Err(wrong("its curve is no rising one between 0 and 1: run `orfila train calibration`".to_owned()));
        }
        Ok(Some(calibration))
    }

    /// Writes it beside a model's weights.
    ///
    /// # Errors
    /// [`LearningError::Model`] with the path.
    pub fn write(&self, folder: &Path) -> Result<(), LearningError> {
        let path = folder.join(FILE);
        let wrong = |reason: String| LearningError::Model { path: path.clone(), reason };
        let text = serde_json::to_string_pretty(self).map_err(|error| wrong(error.to_string()))?;
        std::fs::write(&path, text + "\n").map_err(|error| wrong(error.to_string()))
    }

    /// The probability that a field is right, in hundredths.
    #[must_use]
    pub fn probability(&self, field: &FieldSignals) -> f64 {
        let base = self.groups.get(&field.group).copied().unwrap_or_default();
        let weight = |name: &str| self.weights.get(name).copied().unwrap_or_default();
        let odds = SIGNALS.iter().zip(field.values).fold(base, |sum, (name, value)| sum + weight(name) * value);
        (self.curve.at(regression::sigmoid(odds)) * 100.0).round() / 100.0
    }
}
