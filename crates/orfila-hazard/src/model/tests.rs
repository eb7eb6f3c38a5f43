use std::path::PathBuf;

use super::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/hazard-tox21")
}

fn shipped() -> HazardModel {
    HazardModel::load(&folder()).unwrap_or_else(|error| panic!("{error}"))
}

/// Substances of several kinds: in and out of the domain, with rings and without, a salt, a metal.
const SMILES: [&str; 8] = [
    "CC(C)(c1ccc(O)cc1)c1ccc(O)cc1",
    "Clc1cc2c(cc1Cl)Oc1cc(Cl)c(Cl)cc1O2",
    "C[C@]12CC[C@H]3[C@@H](CCc4cc(O)ccc43)[C@@H]1CC[C@@H]2O",
    "CCO",
    "O=C(O)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)C(F)(F)F",
    "CCNc1nc(Cl)nc(NC(C)C)n1",
    "[Na+].[Cl-]",
    "[Pb]",
];

/// How far a prediction may lie from the committed one: logarithms and roots differ a little between machines.
const TOLERANCE: f32 = 1e-3;

/// Committed predictions. Run the test with `ORFILA_UPDATE_FIXTURES=1` to write them anew after training.
#[test]
fn predictions_of_the_shipped_model_are_the_committed_ones() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/model/predictions.tsv");
    let model = shipped();
    let mut text = format!("model\t{}\n", model.sha256());
    for prediction in model.predict_each(&SMILES) {
        let prediction = prediction.unwrap();
        let figures =
            prediction.endpoints.iter().flat_map(|endpoint| [endpoint.probability, endpoint.low, endpoint.high]);
        let figures = figures.chain([prediction.domain.nearest_similarity]).map(|figure| format!("{figure:.6}"));
        text += &format!(
            "{}\t{}\t{}\n",
            prediction.smiles,
            prediction.domain.inside,
            figures.collect::<Vec<_>>().join("\t")
        );
    }
    if std::env::var_os("ORFILA_UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(committed.lines().count(), text.lines().count());
    for (got, expected) in text.lines().zip(committed.lines()).flat_map(|(a, b)| a.split('\t').zip(b.split('\t'))) {
        match (got.parse::<f32>(), expected.parse::<f32>()) {
            (Ok(got), Ok(expected)) => assert!((got - expected).abs() <= TOLERANCE, "{got} is not {expected}"),
            _ => assert_eq!(got, expected),
        }
    }
}

#[test]
fn an_answer_does_not_depend_on_the_batch() {
    let model = shipped();
    let batch: Vec<String> = (0..6).flat_map(|_| SMILES.map(str::to_owned)).collect();
    let together = model.predict_each(&batch);
    for (smiles, prediction) in batch.iter().zip(together) {
        let alone = model.predict_one(&Molecule::parse_smiles(smiles).unwrap()).unwrap();
        assert_eq!(prediction.unwrap(), alone, "{smiles}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_of_its_row() {
    let outcomes = shipped().predict_each(&["CCO", "no structure", "", "C(C)(C)(C)(C)C", "c1ccccc1"]);
    let good: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(good, [true, false, false, false, true]);
    assert!(matches!(outcomes[1], Err(HazardError::Structure(_))));
    assert!(shipped().predict(&[]).unwrap().is_empty());
}

#[test]
fn every_answer_is_sound() {
    let model = shipped();
    let molecules: Vec<Molecule> = SMILES.iter().map(|smiles| Molecule::parse_smiles(smiles).unwrap()).collect();
    for prediction in model.predict(&molecules).unwrap() {
        assert_eq!(prediction.endpoints.len(), 12);
        assert_eq!(prediction.model_sha256, model.sha256());
        for endpoint in &prediction.endpoints {
            let ordered = 0.0 <= endpoint.low && endpoint.low <= endpoint.probability;
            assert!(ordered && endpoint.probability <= endpoint.high && endpoint.high <= 1.0, "{endpoint:?}");
            assert!(endpoint.threshold > 0.0 && endpoint.threshold < 1.0 && !endpoint.description.is_empty());
        }
        assert_eq!(prediction.domain.inside, prediction.domain.reasons.is_empty());
        let json = serde_json::to_value(&prediction).unwrap();
        assert!(json["caution"].as_str().unwrap().contains("not a measurement"));
    }
    let lead = model.predict_one(&Molecule::parse_smiles("[Pb]").unwrap()).unwrap();
    assert!(!lead.domain.inside, "a metal is outside the domain of a model for organic substances");
}

/// Findings in every toxicology textbook, which a model that learned anything must rank right.
#[test]
fn known_actions_are_recognised() {
    let model = shipped();
    let probability = |smiles: &str, endpoint: &str| {
        let prediction = model.predict_one(&Molecule::parse_smiles(smiles).unwrap()).unwrap();
        prediction.endpoints.iter().find(|known| known.name == endpoint).unwrap().probability
    };
    let (estradiol, ethanol) = (SMILES[2], SMILES[3]);
    for endpoint in ["NR-ER", "NR-ER-LBD"] {
        assert!(probability(estradiol, endpoint) > 4.0 * probability(ethanol, endpoint), "{endpoint}");
    }
    let pyrene_relative = "c1ccc2c(c1)ccc1ccccc12";
    assert!(probability(pyrene_relative, "NR-AhR") > 4.0 * probability(ethanol, "NR-AhR"));
}

/// Copies the shipped model, so that it can be damaged.
fn copy() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in [DESCRIPTION_FILE, WEIGHTS_FILE, TRAINING_FILE, FINGERPRINT_FILE] {
        std::fs::copy(folder().join(name), copy.path().join(name)).unwrap();
    }
    copy
}

#[test]
fn a_changed_or_missing_file_is_refused() {
    assert!(HazardModel::load(copy().path()).is_ok());
    for name in [WEIGHTS_FILE, TRAINING_FILE, FINGERPRINT_FILE] {
        let copy = copy();
        let path = copy.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let error = HazardModel::load(copy.path()).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("changed"), "{error}");
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(HazardModel::load(copy.path()), Err(HazardError::Io { .. })));
    }
    let copy = copy();
    std::fs::write(copy.path().join(DESCRIPTION_FILE), "{}").unwrap();
    assert!(matches!(HazardModel::load(copy.path()), Err(HazardError::Model { .. })));
}

/// No compound on the list of held-out compounds was learned from, also not as the largest part of a salt.
#[test]
fn nothing_that_is_held_out_was_learned_from() {
    let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/held_out_compounds.txt");
    if !list.exists() {
        eprintln!("skipped: the list of held-out compounds is not beside the repository");
        return;
    }
    let held = crate::data::HeldOut::read(&list).unwrap();
    let table = std::fs::read_to_string(folder().join(TRAINING_FILE)).unwrap();
    let smiles: Vec<&str> = table.lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect();
    assert!(smiles.len() > 5_000);
    let found = in_parallel(&smiles, |smiles| held.contains(&Molecule::parse_smiles(smiles).unwrap()).unwrap());
    assert!(!found.contains(&true));
}

#[test]
fn intervals_hold_their_centre() {
    let (probability, low, high) = interval([0.0, 1.0, 2.0].into_iter());
    assert!((probability - sigmoid(1.0)).abs() < 1e-6);
    assert!((low - sigmoid(1.0 - 2.92)).abs() < 1e-5 && (high - sigmoid(1.0 + 2.92)).abs() < 1e-5);
    assert_eq!(interval([0.0, 0.0].into_iter()), (0.5, 0.5, 0.5));
}
