//! `orfila predict`, `orfila train hazard`, `orfila evaluate hazard`.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_chemistry::dictionary::SubstanceDictionary;
use orfila_hazard::{HazardModel, Prediction, TrainEvent, TrainOptions};
use orfila_server::Dossier;
use orfila_server::dossier::PredictionSection;
use orfila_store::Journal;
use serde_json::json;

use super::Session;
use crate::output::{self, Outcome, WrongUse};
use crate::places;

/// Folder of the shipped hazard model under `models/`.
const MODEL: &str = "hazard-tox21";

/// The shipped hazard model.
///
/// # Errors
/// If the `models` folder is not found or the model in it is broken.
pub(crate) fn model() -> anyhow::Result<HazardModel> {
    let models = places::shipped("models").context(
        "the folder `models` was not found; run from the source tree, or set ORFILA_HOME to the folder that holds it",
    )?;
    Ok(HazardModel::load(&models.join(MODEL))?)
}

/// Predicts hazards of structures, one answer a row in the order of the input.
///
/// # Errors
/// If the model or the file cannot be read; a bad structure is one row's error.
pub(crate) fn predict(session: &Session, file: Option<&Path>, smiles: Option<&str>) -> anyhow::Result<Outcome> {
    let model = model()?;
    let mut failures = 0;
    let mut predict = |structure: &str, name: &str| -> anyhow::Result<()> {
        let result = model.predict_each(&[structure]).pop().context("the model gave no answer")?;
        if result.is_err() {
            failures += 1;
        }
        match (result, session.json) {
            (Ok(prediction), true) => {
                output::json(&json!({"input": structure, "name": name, "prediction": prediction}))
            }
            (Ok(prediction), false) => {
                show(&prediction, name);
                Ok(())
            }
            (Err(error), true) => output::json(&json!({"input": structure, "name": name, "error": error.to_string()})),
            (Err(error), false) => {
                output::line(&format!("{structure}: {error}"));
                Ok(())
            }
        }
    };
    if let Some(smiles) = smiles {
        predict(smiles, "")?;
    } else if let Some(file) = file {
        for line in BufReader::new(open(file)?).lines() {
            let line = line.with_context(|| format!("{}: cannot be read as text", file.display()))?;
            let mut words = line.trim().splitn(2, char::is_whitespace);
            match words.next().filter(|structure| !structure.is_empty()) {
                Some(structure) => predict(structure, words.next().unwrap_or_default().trim())?,
                None => predict("", "")?,
            }
        }
    }
    Ok(Outcome::of_failures(failures))
}

fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let opened = std::fs::File::open(file).with_context(|| format!("{}: cannot be opened", file.display()))?;
    Ok(Box::new(opened))
}

/// Writes a prediction as a table.
pub(crate) fn show(prediction: &Prediction, name: &str) {
    output::line(&format!("{} {name}", prediction.smiles));
    output::line(&format!(
        "  model {} ({}…)",
        prediction.model,
        prediction.model_sha256.chars().take(12).collect::<String>()
    ));
    for endpoint in &prediction.endpoints {
        let call = if endpoint.active { "active" } else { "" };
        output::line(&format!(
            "  {:14} {:.2}  [{:.2}, {:.2}]  {call:7} {}",
            endpoint.name, endpoint.probability, endpoint.low, endpoint.high, endpoint.description
        ));
    }
    output::line(&format!("  {}", domain_in_words(prediction)));
    output::line(&format!("  {}", prediction.caution));
}

fn domain_in_words(prediction: &Prediction) -> String {
    let domain = &prediction.domain;
    let nearest = domain
        .nearest
        .first()
        .map(|nearest| format!("; nearest {} ({:.2})", nearest.smiles, nearest.similarity))
        .unwrap_or_default();
    if domain.inside {
        format!("inside the applicability domain{nearest}")
    } else {
        format!("OUTSIDE the applicability domain: {}{nearest}", domain.reasons.join("; "))
    }
}

/// The prediction of a dossier: for a substance whose structure a record states or the dictionary knows by its CASRN.
/// A model that is not there leaves the dossier without a prediction.
pub(crate) fn for_dossier(journal: &Journal, key: &str) -> Option<PredictionSection> {
    let smiles = Dossier::smiles_of(journal, key).ok().flatten().or_else(|| {
        let casrn = key.strip_prefix("cas:")?.parse().ok()?;
        SubstanceDictionary::shipped().by_casrn(&casrn)?.smiles.clone()
    })?;
    let model = match model() {
        Ok(model) => model,
        Err(error) => {
            tracing::warn!("no prediction: {error:#}");
            return None;
        }
    };
    let prediction = model.predict_each(&[smiles.as_str()]).pop()?.ok()?;
    Some(PredictionSection::from(&prediction))
}

/// Trains the hazard model.
///
/// # Errors
/// If the data cannot be read or the model cannot be written.
pub(crate) fn train(
    session: &Session,
    data: &Path,
    held_out: Option<&Path>,
    folder: &Path,
    seed: Option<u64>,
) -> anyhow::Result<Outcome> {
    let defaults = TrainOptions::default();
    let options = TrainOptions { seed: seed.unwrap_or(defaults.seed), ..defaults };
    let mut tell = |event: TrainEvent| match &event {
        TrainEvent::Epoch { stage, member, members, epochs, report } => {
            output::error(&format!("{stage} {member}/{members}, of {epochs} epochs: {report:?}"))
        }
        other => output::error(&format!("{other:?}")),
    };
    let report = orfila_hazard::train(data, held_out, folder, &options, &mut tell)?;
    if session.json {
        output::json(&report)?;
    } else {
        output::line(&format!(
            "learned from {} rows, measured on {}; scaffold mean ROC-AUC {:.3}",
            report.training_rows, report.validation_rows, report.scaffold.mean_roc_auc
        ));
    }
    Ok(Outcome::AllWell)
}

/// Measures the hazard model.
///
/// # Errors
/// If the model or the data cannot be read.
pub(crate) fn evaluate(session: &Session, data: &Path, model: Option<PathBuf>) -> anyhow::Result<Outcome> {
    let folder: PathBuf = match model {
        Some(folder) => folder,
        None => places::shipped("models")
            .ok_or_else(|| WrongUse("the folder `models` was not found; name the model with --model".to_owned()))?
            .join(MODEL),
    };
    let report = orfila_hazard::evaluate(&folder, data)?;
    if session.json {
        output::json(&report)?;
    } else {
        output::line(&format!(
            "scaffold validation: {} rows, mean ROC-AUC {:.3} ({} rows left out: the model learned from them)",
            report.scaffold.rows, report.scaffold.mean_roc_auc, report.learned_from
        ));
        for task in &report.scaffold.tasks {
            output::line(&format!("  {task:?}"));
        }
    }
    Ok(Outcome::AllWell)
}
