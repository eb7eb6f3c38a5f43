//! What a network sees of a molecule: 2048 fingerprint bits and standardised descriptors.

use orfila_chemistry::{DESCRIPTOR_COUNT, DESCRIPTOR_NAMES, FINGERPRINT_BITS, Fingerprint, Molecule};
use serde::{Deserialize, Serialize};

use crate::error::HazardError;

/// Number of features a molecule.
pub const FEATURE_COUNT: usize = FINGERPRINT_BITS + DESCRIPTOR_COUNT;

/// Standardised descriptors beyond this many standard deviations are cut.
const CUT: f32 = 5.0;

/// A molecule's fingerprint and its descriptors as they are, before they are standardised.
#[derive(Debug, Clone)]
pub struct RawFeatures {
    /// ECFP4.
    pub fingerprint: Fingerprint,
    /// In the order of [`DESCRIPTOR_NAMES`].
    pub descriptors: [f32; DESCRIPTOR_COUNT],
}

impl RawFeatures {
    /// The features of a molecule.
    ///
    /// # Errors
    /// [`HazardError::Structure`] if the molecule cannot be described.
    pub fn of(molecule: &Molecule) -> Result<Self, HazardError> {
        Ok(Self { fingerprint: molecule.fingerprint()?, descriptors: molecule.descriptors()? })
    }
}

/// Means and standard deviations of the descriptors over the training rows. Stored with the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standardizer {
    /// The descriptors' names: a model is refused if they are not those of this program.
    pub names: Vec<String>,
    /// Mean of each descriptor's signed logarithm.
    pub means: Vec<f32>,
    /// Standard deviation of each descriptor's signed logarithm; 1 where it does not vary.
    pub deviations: Vec<f32>,
}

/// Counts and surfaces are skewed; the signed logarithm brings large molecules near the others.
fn signed_log(value: f32) -> f32 {
    value.abs().ln_1p().copysign(value)
}

impl Standardizer {
    /// The statistics of `rows`; those of nothing leave every descriptor as it is.
    #[must_use]
    pub fn fit<'a>(rows: impl Iterator<Item = &'a RawFeatures> + Clone) -> Self {
        let count = rows.clone().count().max(1) as f64;
        let statistics = (0..DESCRIPTOR_COUNT).map(|index| {
            let values = rows.clone().map(|row| f64::from(signed_log(row.descriptors[index])));
            let mean = values.clone().sum::<f64>() / count;
            let deviation = (values.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
            (mean as f32, if deviation > 1e-6 { deviation as f32 } else { 1.0 })
        });
        let (means, deviations) = statistics.unzip();
        Self { names: DESCRIPTOR_NAMES.iter().map(ToString::to_string).collect(), means, deviations }
    }

    /// Whether the statistics are those of this program's descriptors.
    #[must_use]
    pub fn fits_this_program(&self) -> bool {
        self.names == DESCRIPTOR_NAMES
            && self.means.len() == DESCRIPTOR_COUNT
            && self.deviations.len() == DESCRIPTOR_COUNT
            && self.deviations.iter().all(|deviation| *deviation > 0.0)
    }

    /// Standardised descriptors, each within ±5.
    #[must_use]
    pub fn standardize(&self, descriptors: &[f32; DESCRIPTOR_COUNT]) -> Vec<f32> {
        let statistics = self.means.iter().zip(&self.deviations);
        let each = descriptors.iter().zip(statistics);
        each.map(|(value, (mean, deviation))| ((signed_log(*value) - mean) / deviation).clamp(-CUT, CUT)).collect()
    }

    /// All features as a dense row of [`FEATURE_COUNT`]: bits first.
    #[must_use]
    pub fn dense(&self, raw: &RawFeatures) -> Vec<f32> {
        let mut row = vec![0.0; FINGERPRINT_BITS];
        raw.fingerprint.set_bits().for_each(|bit| row[bit] = 1.0);
        row.extend(self.standardize(&raw.descriptors));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(smiles: &str) -> RawFeatures {
        RawFeatures::of(&Molecule::parse_smiles(smiles).unwrap()).unwrap()
    }

    #[test]
    fn standardised_descriptors_have_mean_0_and_deviation_1() {
        let rows: Vec<_> = ["CCO", "c1ccccc1", "CC(=O)O", "CCCCCCN", "Clc1ccccc1Cl"].map(raw).into();
        let standardizer = Standardizer::fit(rows.iter());
        assert!(standardizer.fits_this_program());
        let dense: Vec<_> = rows.iter().map(|row| standardizer.dense(row)).collect();
        assert!(dense.iter().all(|row| row.len() == FEATURE_COUNT));
        let weights: Vec<f32> = dense.iter().map(|row| row[FINGERPRINT_BITS]).collect();
        let mean = weights.iter().sum::<f32>() / 5.0;
        let deviation = (weights.iter().map(|w| (w - mean).powi(2)).sum::<f32>() / 5.0).sqrt();
        assert!(mean.abs() < 1e-4 && (deviation - 1.0).abs() < 1e-4, "{mean} {deviation}");
        let bits = dense[0][..FINGERPRINT_BITS].iter().sum::<f32>();
        assert_eq!(bits as u32, rows[0].fingerprint.count_ones());
    }

    #[test]
    fn what_is_far_from_the_training_rows_is_cut() {
        let standardizer = Standardizer::fit([raw("CCO"), raw("CCCO")].iter());
        let far = standardizer.standardize(&raw("[Pb]").descriptors);
        assert!(far.iter().all(|value| value.abs() <= CUT));
        let other = Standardizer { names: vec!["x".to_owned()], ..standardizer };
        assert!(!other.fits_this_program());
    }
}
