//! A model folder at work.

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::path::Path;

use orfila_chemistry::Molecule;
use orfila_language::{PerceptronShape, weights};
use serde::{Deserialize, Serialize};

use crate::data::{LabelledMolecule, in_parallel, sha256};
use crate::domain::TrainingDomain;
use crate::endpoints;
use crate::error::HazardError;
use crate::features::{RawFeatures, Standardizer};
use crate::network::{Network, sigmoid};
use crate::prediction::{CAUTION, Domain, EndpointPrediction, Prediction};
use crate::training::{TrainOptions, TrainReport};

/// The description: figures, statistics, and the hashes of the other files.
pub const DESCRIPTION_FILE: &str = "model.json";
/// The networks' weights, half precision.
pub const WEIGHTS_FILE: &str = "weights.safetensors";
/// The training substances and their labels.
pub const TRAINING_FILE: &str = "training.tsv";
/// Their fingerprints.
pub const FINGERPRINT_FILE: &str = "fingerprints.bin";

/// The form of the description; another form is refused.
pub const FORMAT: u32 = 1;

/// An endpoint of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Its name.
    pub name: String,
    /// The probability from which on activity is called.
    pub threshold: f32,
    /// Training rows with a label.
    pub labels: usize,
    /// Training rows labelled active.
    pub positives: usize,
}

/// SHA-256 of the files beside the description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileHashes {
    /// Of [`WEIGHTS_FILE`].
    pub weights: String,
    /// Of [`TRAINING_FILE`].
    pub training: String,
    /// Of [`FINGERPRINT_FILE`].
    pub fingerprints: String,
}

/// Everything about a model but its weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// [`FORMAT`].
    pub format: u32,
    /// The model's name.
    pub name: String,
    /// Its endpoints, in the order of the networks' outputs.
    pub endpoints: Vec<Endpoint>,
    /// Networks in the ensemble.
    pub members: usize,
    /// Sizes of each network.
    pub shape: PerceptronShape,
    /// Statistics of the descriptors.
    pub standardizer: Standardizer,
    /// Similarity below which a substance is outside the domain.
    pub similarity_limit: f32,
    /// Elements that training substances hold.
    pub elements: BTreeSet<String>,
    /// The other files.
    pub files: FileHashes,
    /// SHA-256 of the data it was trained on.
    pub data_sha256: String,
    /// How it was trained.
    pub options: TrainOptions,
    /// What came of it.
    pub report: TrainReport,
}

/// A loaded model. Its answers depend on the structure alone: not on the batch, the order or the number of threads.
pub struct HazardModel {
    description: Description,
    sha256: String,
    networks: Vec<Network>,
    domain: TrainingDomain,
    learned: HashSet<String>,
}

impl HazardModel {
    /// Loads a model folder and checks every file against the hashes in its description.
    ///
    /// # Errors
    /// [`HazardError::Io`] if a file is missing, [`HazardError::Model`] if one was changed or does not fit this program.
    pub fn load(folder: &Path) -> Result<Self, HazardError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(HazardError::io(&path))
        };
        let path = folder.join(DESCRIPTION_FILE);
        let text = read(DESCRIPTION_FILE)?;
        let description: Description =
            serde_json::from_slice(&text).map_err(|error| HazardError::model(&path, error))?;
        if description.format != FORMAT || !description.standardizer.fits_this_program() {
            return Err(HazardError::model(&path, "it was made by another version of this program"));
        }
        if description.endpoints.len() != description.shape.outputs || description.members < 2 {
            return Err(HazardError::model(&path, "endpoints, outputs and members do not fit each other"));
        }
        let checked = |name: &str, hash: &str| {
            let bytes = read(name)?;
            let right = sha256(&bytes) == hash;
            right.then_some(bytes).ok_or_else(|| HazardError::model(&folder.join(name), "the file was changed"))
        };
        let weight_path = folder.join(WEIGHTS_FILE);
        let tensors = weights::from_bytes(&checked(WEIGHTS_FILE, &description.files.weights)?, &weight_path)?;
        let network = |member: usize| {
            Network::from_tensors(&description.shape, &tensors, &format!("member{member}."), &weight_path)
        };
        let networks = (0..description.members).map(network).collect::<Result<_, _>>()?;
        let table = checked(TRAINING_FILE, &description.files.training)?;
        let table = String::from_utf8(table).map_err(|error| HazardError::model(&folder.join(TRAINING_FILE), error))?;
        let domain = TrainingDomain::read(
            &table,
            &checked(FINGERPRINT_FILE, &description.files.fingerprints)?,
            description.endpoints.len(),
            description.elements.clone(),
            description.similarity_limit,
            &folder.join(TRAINING_FILE),
        )?;
        let learned = table.lines().filter_map(|line| Some(line.split_once('\t')?.0.to_owned())).collect();
        Ok(Self { sha256: sha256(&text), description, networks, domain, learned })
    }

    /// SHA-256 of the model's description, which holds the hashes of all its other files.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.description.name
    }

    /// The names of its endpoints.
    #[must_use]
    pub fn endpoint_names(&self) -> Vec<String> {
        self.description.endpoints.iter().map(|endpoint| endpoint.name.clone()).collect()
    }

    /// What came of its training.
    #[must_use]
    pub fn report(&self) -> &TrainReport {
        &self.description.report
    }

    /// Whether a structure with this canonical SMILES was learned from.
    #[must_use]
    pub fn learned_from(&self, canonical_smiles: &str) -> bool {
        self.learned.contains(canonical_smiles)
    }

    /// Predictions for molecules, in their order.
    ///
    /// # Errors
    /// [`HazardError::Structure`] if one of them cannot be described; [`HazardModel::predict_each`] goes on.
    pub fn predict(&self, molecules: &[Molecule]) -> Result<Vec<Prediction>, HazardError> {
        in_parallel(molecules, |molecule| self.predict_one(molecule)).into_iter().collect()
    }

    /// One outcome a SMILES, in their order: what cannot be read is that row's error, never the batch's.
    #[must_use]
    pub fn predict_each<S: AsRef<str> + Sync>(&self, smiles: &[S]) -> Vec<Result<Prediction, HazardError>> {
        in_parallel(smiles, |smiles| self.predict_one(&Molecule::parse_smiles(smiles.as_ref())?))
    }

    /// The prediction for one molecule.
    ///
    /// # Errors
    /// [`HazardError::Structure`] if it cannot be described.
    pub fn predict_one(&self, molecule: &Molecule) -> Result<Prediction, HazardError> {
        let features = RawFeatures::of(molecule)?;
        let logits = self.logits(&features);
        let endpoint = |(index, endpoint): (usize, &Endpoint)| {
            let (probability, low, high) = interval(logits.iter().filter_map(|member| member.get(index)).copied());
            EndpointPrediction {
                name: endpoint.name.clone(),
                description: endpoints::describe(&endpoint.name).to_owned(),
                probability,
                low,
                high,
                threshold: endpoint.threshold,
                active: probability >= endpoint.threshold,
            }
        };
        Ok(Prediction {
            smiles: molecule.canonical_smiles().to_owned(),
            model: self.description.name.clone(),
            model_sha256: self.sha256.clone(),
            endpoints: self.description.endpoints.iter().enumerate().map(endpoint).collect(),
            domain: self.domain.place(molecule, &features.fingerprint),
            caution: CAUTION.to_owned(),
        })
    }

    fn logits(&self, features: &RawFeatures) -> Vec<Vec<f32>> {
        self.networks.iter().map(|network| network.logits(features, &self.description.standardizer)).collect()
    }

    pub(crate) fn probabilities(&self, features: &RawFeatures) -> Vec<f32> {
        let logits = self.logits(features);
        let task = |index: usize| interval(logits.iter().filter_map(|member| member.get(index)).copied()).0;
        (0..self.description.endpoints.len()).map(task).collect()
    }

    pub(crate) fn domain_of(&self, row: &LabelledMolecule) -> Domain {
        self.domain.place(&row.molecule, &row.features.fingerprint)
    }
}

/// Student's t for a two-sided 90 % interval, by the number of members less one, from 1.
const STUDENT: [f32; 9] = [6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833];

/// Probability of the mean logit, and the probabilities `t` standard deviations below and above it.
fn interval(logits: impl Iterator<Item = f32>) -> (f32, f32, f32) {
    let logits: Vec<f32> = logits.collect();
    let count = logits.len() as f32;
    let mean = logits.iter().sum::<f32>() / count;
    let freedom = logits.len().saturating_sub(1);
    let variance = logits.iter().map(|logit| (logit - mean).powi(2)).sum::<f32>() / (freedom.max(1) as f32);
    let student = STUDENT.get(freedom.saturating_sub(1)).copied().unwrap_or(1.812);
    let reach = student * variance.sqrt();
    (sigmoid(mean), sigmoid(mean - reach), sigmoid(mean + reach))
}

#[cfg(test)]
mod tests;
