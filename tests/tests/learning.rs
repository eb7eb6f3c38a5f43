//! The shipped language model at work: it says how sure it is, and decisions about what it read become examples.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use orfila_tests::{orfila, repository, stderr, stdout};
use serde_json::Value;

fn run(project: &Path, arguments: &[&str]) -> Vec<Value> {
    let output = orfila().arg("--project").arg(project).arg("--json").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn least(record: &Value) -> f64 {
    let stated = record["extraction"]["confidence"].as_object().unwrap();
    stated.values().filter_map(Value::as_f64).fold(1.0, f64::min)
}

#[test]
fn fields_say_how_sure_they_are_and_decisions_become_examples() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("project");
    let sheet = repository().join("corpora/demo/documents/sds_xylene_isomers_eu.pdf");
    run(&project, &["ingest", &sheet.to_string_lossy()]);
    let queue = run(&project, &["review", "next", "--limit", "1000"]);
    assert!(queue.len() > 20, "{} records", queue.len());
    for record in &queue {
        let stated = record["extraction"]["confidence"].as_object().unwrap();
        assert!(!stated.is_empty(), "{} states nothing", record["id"]);
        assert!(stated.values().all(|value| value.as_f64().is_some_and(|value| value > 0.0 && value <= 1.0)));
    }

    let data = folder.path().join("data");
    let nothing = orfila().arg("--project").arg(&project).args(["corpus", "reviewed", "--output"]).arg(&data).output();
    let nothing = nothing.unwrap();
    assert!(!nothing.status.success() && stderr(&nothing).contains("orfila review"), "{}", stderr(&nothing));

    let is_effect = |record: &&Value| record["payload"]["endpoint"].is_string();
    let effect = queue.iter().find(is_effect).unwrap();
    assert!(least(effect) < 1.0);
    run(&project, &["review", "accept", effect["id"].as_str().unwrap(), "--actor", "curator"]);
    run(&project, &["corpus", "reviewed", "--output", &data.to_string_lossy()]);
    let examples: Vec<Value> = ["train", "dev"]
        .iter()
        .filter_map(|split| fs::read_to_string(data.join(format!("reviewed.{split}.jsonl"))).ok())
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>())
        .collect();
    let [example] = examples.as_slice() else { panic!("{} examples of one decision", examples.len()) };
    let text = example["text"].as_str().unwrap();
    let mentions = example["mentions"].as_array().unwrap();
    let place = |mention: &Value, end: &str| usize::try_from(mention[end].as_u64().unwrap()).unwrap();
    let quote = |mention: &Value| text[place(mention, "start")..place(mention, "end")].to_owned();
    let kinds: Vec<&str> = mentions.iter().filter_map(|mention| mention["kind"].as_str()).collect();
    assert!(kinds.contains(&"amount") && kinds.contains(&"endpoint"), "{kinds:?}");
    let decided = effect["payload"]["quantity"]["raw"].as_str().unwrap();
    assert!(mentions.iter().any(|mention| mention["kind"] == "amount" && decided.contains(&quote(mention))));
    assert!(!example["relations"].as_array().unwrap().is_empty());
}

#[test]
fn grammars_alone_state_nothing() {
    let sheet = repository().join("corpora/demo/documents/sds_xylene_isomers_eu.pdf");
    let arguments = ["extract", "--extractor", "grammar", "--format", "jsonl"];
    let output = orfila().args(arguments).arg(sheet).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!stdout(&output).contains("\"confidence\":{\"/"), "the grammars are not calibrated");
}

#[test]
fn a_model_that_is_not_there_is_said_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("orfila.toml");
    fs::write(&settings, "[extractor]\nmodel = \"no/such/model\"\n").unwrap();
    let sheet = repository().join("corpora/demo/documents/sds_xylene_isomers_eu.pdf");
    let output = orfila().arg("--config").arg(&settings).args(["extract", "--format", "jsonl"]).arg(sheet).output();
    let output = output.unwrap();
    assert!(!output.status.success());
    assert!(stderr(&output).contains("no/such/model") && stderr(&output).contains("--extractor grammar"));
}
