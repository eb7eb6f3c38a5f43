//! Writing a model folder.

use std::collections::BTreeSet;
use std::path::Path;

use orfila_language::weights;

use super::{Ensemble, TrainOptions, TrainReport, card};
use crate::data::{LabelledMolecule, LabelledSet, sha256};
use crate::domain::{TrainingDomain, similarity_limit};
use crate::error::HazardError;
use crate::model::{
    DESCRIPTION_FILE, Description, Endpoint, FINGERPRINT_FILE, FORMAT, FileHashes, TRAINING_FILE, WEIGHTS_FILE,
};

/// Writes every file of the folder, the description last; gives the model's SHA-256.
pub(super) fn write(
    folder: &Path,
    set: &LabelledSet,
    training: &[&LabelledMolecule],
    ensemble: &Ensemble,
    options: &TrainOptions,
    report: &TrainReport,
) -> Result<String, HazardError> {
    let weight_path = folder.join(WEIGHTS_FILE);
    weights::save(&ensemble.tensors, &weight_path)?;
    let weight_bytes = std::fs::read(&weight_path).map_err(HazardError::io(&weight_path))?;
    let elements: BTreeSet<String> =
        training.iter().flat_map(|row| row.molecule.elements()).map(str::to_owned).collect();
    let fingerprints: Vec<_> = training.iter().map(|row| row.features.fingerprint.clone()).collect();
    let limit = similarity_limit(&fingerprints);
    let smiles = training.iter().map(|row| row.molecule.canonical_smiles().to_owned()).collect();
    let labels = training.iter().map(|row| row.labels.clone()).collect();
    let domain = TrainingDomain::new(fingerprints, smiles, labels, elements.clone(), limit);
    let (table, bits) = (domain.table(), domain.fingerprint_bytes());
    store(&folder.join(TRAINING_FILE), table.as_bytes())?;
    store(&folder.join(FINGERPRINT_FILE), &bits)?;
    let description = Description {
        format: FORMAT,
        name: "hazard-tox21".to_owned(),
        endpoints: endpoints(set, training, ensemble),
        members: ensemble.networks.len(),
        shape: ensemble.shape.clone(),
        standardizer: ensemble.standardizer.clone(),
        similarity_limit: limit,
        elements,
        files: FileHashes {
            weights: sha256(&weight_bytes),
            training: sha256(table.as_bytes()),
            fingerprints: sha256(&bits),
        },
        data_sha256: set.sha256.clone(),
        options: options.clone(),
        report: report.clone(),
    };
    let mut text = serde_json::to_vec_pretty(&description)
        .map_err(|error| HazardError::model(&folder.join(DESCRIPTION_FILE), error))?;
    text.push(b'\n');
    store(&folder.join("MODEL_CARD.md"), card::card(&description).as_bytes())?;
    store(&folder.join(DESCRIPTION_FILE), &text)?;
    Ok(sha256(&text))
}

fn endpoints(set: &LabelledSet, training: &[&LabelledMolecule], ensemble: &Ensemble) -> Vec<Endpoint> {
    let endpoint = |(index, (name, threshold)): (usize, (&String, &f32))| {
        let labels = training.iter().filter_map(|row| row.labels[index]);
        Endpoint {
            name: name.clone(),
            threshold: *threshold,
            labels: labels.clone().count(),
            positives: labels.filter(|active| *active).count(),
        }
    };
    set.endpoints.iter().zip(&ensemble.thresholds).enumerate().map(endpoint).collect()
}

/// Writes to a file beside `path`, which then takes its place.
fn store(path: &Path, bytes: &[u8]) -> Result<(), HazardError> {
    let beside = path.with_extension("partial");
    std::fs::write(&beside, bytes).map_err(HazardError::io(&beside))?;
    std::fs::rename(&beside, path).map_err(HazardError::io(path))
}
