//! A calibration from documents that people annotated.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Bin, Calibration, Curve, FieldSignals, Group, SIGNALS, calibration_error, regression};

/// A field whose truth is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Number of the document it stands in.
    pub document: usize,
    /// What speaks for it.
    pub signals: FieldSignals,
    /// Whether it is right.
    pub right: bool,
}

/// What a calibration was fitted on, and how good it is on documents that it was not fitted on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationReport {
    /// Documents.
    pub documents: usize,
    /// Fields.
    pub fields: usize,
    /// Share of fields that were right.
    pub right: f64,
    /// Expected calibration error; every document judged by a calibration fitted on the others.
    pub error: f64,
    /// Mean squared error of the same predictions (Brier score).
    pub brier: f64,
    /// Brier score of stating for every field the share that was right in its group in the other documents.
    pub brier_of_rates: f64,
    /// The same predictions in tenths.
    pub bins: Vec<Bin>,
}

/// Ridge penalty of a signal's weight.
const PENALTY: f64 = 1.0;

/// Ridge penalty of a group's part beside what all groups share.
const GROUP_PENALTY: f64 = 0.3;

/// Parts into which the documents are cut for the curve.
const PARTS: usize = 8;

/// Fits a calibration for the model with this SHA-256, and measures it by leaving out each document in turn.
#[must_use]
pub fn fit(samples: &[Sample], model: &str, pipeline: &str) -> Calibration {
    let all: Vec<&Sample> = samples.iter().collect();
    let mut calibration = fitted(&all);
    model.clone_into(&mut calibration.model);
    pipeline.clone_into(&mut calibration.pipeline);
    calibration.report = report(samples);
    calibration
}

fn fitted(samples: &[&Sample]) -> Calibration {
    let mut calibration = regressed(samples);
    let mut predictions = Vec::with_capacity(samples.len());
    for part in 0..PARTS {
        let (out, others): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| sample.document % PARTS == part);
        let without = regressed(&others);
        predictions.extend(out.iter().map(|sample| (without.probability(&sample.signals), sample.right)));
    }
    calibration.curve = Curve::fit(&predictions);
    calibration
}

/// The regression alone, without a curve.
fn regressed(samples: &[&Sample]) -> Calibration {
    let row = |sample: &&Sample| {
        let mut row = vec![0.0; 1 + Group::ALL.len() + SIGNALS.len()];
        row[0] = 1.0;
        row[1 + sample.signals.group as usize] = 1.0;
        row[1 + Group::ALL.len()..].copy_from_slice(&sample.signals.values);
        row
    };
    let inputs: Vec<Vec<f64>> = samples.iter().map(row).collect();
    let right: Vec<bool> = samples.iter().map(|sample| sample.right).collect();
    let mut penalty = vec![1e-3];
    penalty.extend(std::iter::repeat_n(GROUP_PENALTY, Group::ALL.len()));
    penalty.extend(std::iter::repeat_n(PENALTY, SIGNALS.len()));
    let weights = regression::fit(&inputs, &right, &penalty);
    let hundredths = |weight: f64| (weight * 1e4).round() / 1e4;
    let groups = Group::ALL.iter().zip(&weights[1..]);
    let signals = SIGNALS.iter().zip(&weights[1 + Group::ALL.len()..]);
    Calibration {
        model: String::new(),
        pipeline: String::new(),
        groups: groups.map(|(group, weight)| (*group, hundredths(weights[0] + weight))).collect(),
        weights: signals.map(|(name, weight)| ((*name).to_owned(), hundredths(*weight))).collect(),
        curve: Curve::default(),
        report: CalibrationReport::default(),
    }
}

fn report(samples: &[Sample]) -> CalibrationReport {
    let mut by_document: BTreeMap<usize, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        by_document.entry(sample.document).or_default().push(sample);
    }
    let (mut predictions, mut rates) = (Vec::new(), Vec::new());
    for (document, out) in &by_document {
        let others: Vec<&Sample> = samples.iter().filter(|sample| sample.document != *document).collect();
        let without = fitted(&others);
        for sample in out {
            predictions.push((without.probability(&sample.signals), sample.right));
            let alike = others.iter().filter(|other| other.signals.group == sample.signals.group);
            let (right, count) =
                alike.fold((1.0, 2.0), |sum, other| (sum.0 + f64::from(u8::from(other.right)), sum.1 + 1.0));
            rates.push((right / count, sample.right));
        }
    }
    let brier = |predictions: &[(f64, bool)]| {
        let square = |(stated, right): &(f64, bool)| (stated - f64::from(u8::from(*right))).powi(2);
        predictions.iter().map(square).sum::<f64>() / predictions.len().max(1) as f64
    };
    let (error, bins) = calibration_error(&predictions);
    CalibrationReport {
        documents: by_document.len(),
        fields: samples.len(),
        right: samples.iter().filter(|sample| sample.right).count() as f64 / samples.len().max(1) as f64,
        error,
        brier: brier(&predictions),
        brier_of_rates: brier(&rates),
        bins,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields of twenty documents: marked ones are right in nine of ten cases, others in four of ten.
    fn samples() -> Vec<Sample> {
        let sample = |at: usize| {
            let marked = !at.is_multiple_of(3);
            let right = if marked { !at.is_multiple_of(10) } else { at % 10 < 4 };
            let mut values = [0.0; SIGNALS.len()];
            values[0] = f64::from(u8::from(marked));
            let signals = FieldSignals { field: "/payload/quantity", group: Group::EffectValue, values };
            Sample { document: at / 150, signals, right }
        };
        (0..3000).map(sample).collect()
    }

    #[test]
    fn stated_probabilities_are_those_seen() {
        let calibration = fit(&samples(), "m", "p");
        assert!(calibration.report.error < 0.05, "{:?}", calibration.report);
        assert!(calibration.report.brier < calibration.report.brier_of_rates, "{:?}", calibration.report);
        let mut signals = samples()[1].signals.clone();
        assert!((calibration.probability(&signals) - 0.9).abs() < 0.05);
        signals.values[0] = 0.0;
        assert!((calibration.probability(&signals) - 0.4).abs() < 0.08);
    }

    #[test]
    fn a_calibration_is_of_its_weights_only() -> Result<(), Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("orfila-calibration-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        assert!(Calibration::read(&folder, "m")?.is_none());
        let calibration = fit(&samples(), "m", crate::PIPELINE_VERSION);
        calibration.write(&folder)?;
        assert_eq!(Calibration::read(&folder, "m")?, Some(calibration));
        let other = Calibration::read(&folder, "other").map_err(|error| error.to_string());
        assert!(other.is_err_and(|error| error.contains("train calibration")));
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
