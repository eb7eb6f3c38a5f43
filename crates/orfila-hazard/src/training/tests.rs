use super::*;
use crate::model::HazardModel;

/// Substances that differ in a way a network can learn: an aromatic ring or none, a halogen or none.
fn data() -> String {
    let mut text = String::from("smiles,ring,halogen,split\n");
    for length in 1..=16 {
        let chain = "C".repeat(length);
        for (tail, ring, halogen) in [("O", 0, 0), ("Cl", 0, 1), ("c1ccccc1", 1, 0), ("c1ccc(Cl)cc1", 1, 1)] {
            let split = if length % 5 == 0 { "valid" } else { "train" };
            let halogen = if length % 7 == 3 { String::new() } else { halogen.to_string() };
            text.push_str(&format!("{chain}{tail},{ring},{halogen},{split}\n"));
        }
    }
    text
}

fn options() -> TrainOptions {
    TrainOptions {
        members: 2,
        hidden: vec![16],
        dropout: 0.1,
        epochs: 12,
        patience: 0,
        batch: 16,
        learning_rate: 5e-3,
        measure_random_split: false,
        ..TrainOptions::default()
    }
}

fn run(folder: &Path, options: &TrainOptions) -> (Result<TrainReport, HazardError>, Vec<TrainEvent>) {
    let data_path = folder.join("data.csv");
    std::fs::write(&data_path, data()).unwrap();
    let mut events = Vec::new();
    let report = train(&data_path, None, &folder.join("model"), options, &mut |event| events.push(event));
    (report, events)
}

#[test]
fn a_model_is_trained_written_loaded_and_measured_again() {
    let folder = tempfile::tempdir().unwrap();
    let (report, events) = run(folder.path(), &options());
    let report = report.unwrap();
    assert_eq!((report.training_rows, report.validation_rows), (52, 12));
    assert!(report.scaffold.mean_roc_auc > 0.95, "{report:#?}");
    assert!(report.linear.is_some() && report.random.is_none());
    assert!(matches!(events[0], TrainEvent::Read { rows: 64, refused: 0, held_out: 0 }));
    let epochs = events.iter().filter(|event| matches!(event, TrainEvent::Epoch { stage: "model", .. })).count();
    assert_eq!(epochs, 24);
    assert!(matches!(events.last(), Some(TrainEvent::Written { .. })));

    let model_folder = folder.path().join("model");
    assert!(!model_folder.join(".training").exists());
    let model = HazardModel::load(&model_folder).unwrap();
    assert_eq!(model.sha256(), report.model_sha256);
    let again = crate::evaluation::evaluate(&model_folder, &folder.path().join("data.csv")).unwrap();
    assert_eq!(again.scaffold, report.scaffold, "the written model measures as the one in memory");
    assert_eq!(again.learned_from, 0);
    let card = std::fs::read_to_string(model_folder.join("MODEL_CARD.md")).unwrap();
    assert!(card.contains(&format!("**{:.3}**", report.scaffold.mean_roc_auc)), "{card}");
}

#[test]
fn training_twice_gives_the_same_files() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let options = TrainOptions { epochs: 3, measure_linear: false, ..options() };
    let first = run(one.path(), &options).0.unwrap().model_sha256;
    assert_eq!(first, run(other.path(), &options).0.unwrap().model_sha256);
    let seeded = TrainOptions { seed: 2, ..options };
    assert_ne!(first, run(other.path(), &seeded).0.unwrap().model_sha256);
}

#[test]
fn held_out_compounds_are_not_learned_from() {
    let folder = tempfile::tempdir().unwrap();
    let (data_path, held) = (folder.path().join("data.csv"), folder.path().join("held.txt"));
    std::fs::write(&data_path, data()).unwrap();
    // Ethanol and chlorobenzene's relative 1-chloro-4-methylbenzene.
    std::fs::write(&held, "LFQSCWFLJHTTHZ\nNPDACUSDTOMAMK\n").unwrap();
    let options = TrainOptions { epochs: 1, measure_linear: false, ..options() };
    let output = folder.path().join("model");
    let report = train(&data_path, Some(&held), &output, &options, &mut |_| {}).unwrap();
    assert_eq!(report.held_out_rows, 2);
    let table = std::fs::read_to_string(output.join("training.tsv")).unwrap();
    let learned = |smiles: &str| table.lines().any(|line| line.split('\t').next() == Some(smiles));
    assert!(!learned("CCO") && !learned("Cc1ccc(Cl)cc1") && learned("CCCO"), "{table}");
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in [
        TrainOptions { members: 1, ..options() },
        TrainOptions { epochs: 0, ..options() },
        TrainOptions { learning_rate: f64::NAN, ..options() },
        TrainOptions { dropout: 1.0, ..options() },
        TrainOptions { hidden: vec![0], ..options() },
    ] {
        assert!(matches!(run(folder.path(), &wrong).0, Err(HazardError::Options(_))), "{wrong:?}");
    }
}
