//! Ingestion loses nothing and doubles nothing, whatever kills it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use orfila_tests::{orfila, repository, shared, stderr, stdout};
use serde_json::Value;

fn ingest(project: &Path, paths: &[PathBuf]) -> (Option<i32>, Vec<Value>) {
    // The same outcome on every machine, whether or not it can recognise text.
    let mut command = orfila();
    command.env("ORFILA_READER__OCR", "off").arg("--project").arg(project).args(["--json", "ingest"]).args(paths);
    let output = command.output().unwrap();
    let lines = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
    (output.status.code(), lines)
}

/// The identifiers of all records and the number of events: what a project is made of.
fn contents(project: &Path) -> (BTreeSet<String>, usize) {
    let output = orfila()
        .arg("--project")
        .arg(project)
        .args(["--json", "review", "next", "--limit", "1000000"])
        .output()
        .unwrap();
    let mut ids = BTreeSet::new();
    for line in stdout(&output).lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert!(ids.insert(record["id"].as_str().unwrap().to_owned()), "record {} stands twice", record["id"]);
    }
    let output = orfila().arg("--project").arg(project).args(["--json", "audit", "verify"]).output().unwrap();
    assert!(output.status.success(), "{}", stdout(&output));
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap();
    (ids, usize::try_from(verification["events"].as_u64().unwrap()).unwrap())
}

fn searchable(project: &Path) -> u64 {
    let output = orfila()
        .arg("--project")
        .arg(project)
        .args(["--json", "search", "type:record", "--limit", "1"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let results: Value = serde_json::from_slice(&output.stdout).unwrap();
    results["total"].as_u64().unwrap()
}

#[test]
fn twenty_kills_and_a_final_run_give_the_same_records_as_an_undisturbed_one() {
    let documents = [repository().join("corpora/demo/documents")];
    let undisturbed = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    ingest(undisturbed.path(), &documents);
    let whole = begun.elapsed();
    let killed = tempfile::tempdir().unwrap();
    for round in 0..20_u32 {
        let mut child = orfila()
            .arg("--project")
            .arg(killed.path())
            .args(["ingest", "--jobs", "1"])
            .args(&documents)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From before the first commit to within the writing of the index.
        std::thread::sleep(Duration::from_millis(20) + whole.mul_f64(0.9) * round / 20);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    ingest(killed.path(), &documents);
    let (records, _) = contents(undisturbed.path());
    assert!(records.len() > 100, "only {} records", records.len());
    assert_eq!(contents(killed.path()).0, records);
    assert_eq!(searchable(killed.path()), searchable(undisturbed.path()), "the index misses or doubles records");
    assert_eq!(searchable(undisturbed.path()), records.len() as u64);
}

#[test]
fn a_second_run_changes_nothing() {
    let documents = [repository().join("corpora/demo/documents"), repository().join("corpora/demo/hostile")];
    let project = tempfile::tempdir().unwrap();
    ingest(project.path(), &documents);
    let before = contents(project.path());
    let (_, lines) = ingest(project.path(), &documents);
    assert_eq!(contents(project.path()), before);
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!(summary["read"], 0);
}

#[test]
fn a_rebuilt_index_answers_alike() {
    let project = tempfile::tempdir().unwrap();
    ingest(project.path(), &[repository().join("corpora/demo/documents")]);
    let search = || {
        let output = orfila()
            .arg("--project")
            .arg(project.path())
            .args(["--json", "search", "kind:hazard", "--limit", "50"])
            .output()
            .unwrap();
        let results: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut records: Vec<String> =
            results["hits"].as_array().unwrap().iter().map(|hit| hit["record"].to_string()).collect();
        records.sort();
        (results["total"].as_u64(), results["facets"].clone())
    };
    let before = search();
    assert!(before.0.is_some_and(|total| total > 0));
    assert!(orfila().arg("--project").arg(project.path()).arg("rebuild").status().unwrap().success());
    assert_eq!(search(), before);
    fs::remove_dir_all(project.path().join("index")).unwrap();
    assert_eq!(search(), before);
}

#[test]
fn every_shared_document_ends_as_read_or_refused_with_a_reason() {
    let Some(documents) = shared("documents") else { return };
    let project = tempfile::tempdir().unwrap();
    let folders: Vec<PathBuf> = ["pdf", "xml", "html"].into_iter().map(|folder| documents.join(folder)).collect();
    let expected: usize = folders.iter().map(|folder| fs::read_dir(folder).unwrap().count()).sum();
    let (_, lines) = ingest(project.path(), &folders);
    let (summary, files) = lines.split_last().unwrap();
    assert_eq!(files.len(), expected);
    for file in files {
        let outcome = file["outcome"].as_str().unwrap();
        assert!(matches!(outcome, "read" | "refused"), "{file}");
        if outcome == "refused" {
            let code = file["refused"]["code"].as_str().unwrap();
            assert!(!matches!(code, "reader_crashed" | "reader_failed" | "time_limit" | "memory_limit"), "{file}");
        }
    }
    assert!(summary["summary"]["read"].as_u64().is_some_and(|read| read >= 60), "{summary}");
    let before = contents(project.path());
    ingest(project.path(), &folders);
    assert_eq!(contents(project.path()), before);
}

#[test]
fn limits_are_set_by_the_environment_too() {
    let file = repository().join("corpora/demo/documents/sds_xylene_isomers_eu.pdf");
    let read = |bytes: &str| orfila().env("ORFILA_LIMITS__BYTES", bytes).arg("read").arg(&file).output().unwrap();
    let refused = read("10");
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("the limit of 10"), "{}", stderr(&refused));
    assert!(read("100000000").status.success());
}
