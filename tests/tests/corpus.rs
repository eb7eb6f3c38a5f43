//! `orfila corpus` as a user meets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Output;

use orfila_tests::{orfila, stderr, stdout};
use serde_json::Value;

const GOOD: &str = "\
=== a-1 lang=en genre=sds section=toxicology kind=form exposure=none
Oral {endpoint#e1 LD50} of lime: {amount#a1 2,000} {unit#u1 mg/kg bw}
~ a1: e1 u1

=== a-2 lang=en genre=sds section=toxicology kind=form exposure=none
no data available here
";

fn corpus(folder: &Path, arguments: &[&str]) -> Output {
    orfila().arg("corpus").args(arguments).current_dir(folder).output().unwrap()
}

fn json(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn passages_are_checked_with_place_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("hand")).unwrap();
    fs::write(folder.path().join("hand/a.passages"), GOOD).unwrap();
    fs::write(folder.path().join("hand/GUIDELINE.md"), "no passages").unwrap();
    let output = corpus(folder.path(), &["check", "hand"]);
    assert_eq!(
        (output.status.code(), stdout(&output).trim()),
        (Some(0), "2 passages, 3 spans, 2 relations, 0 problems")
    );
    fs::write(folder.path().join("b.passages"), GOOD.replace("u1\n", "u9\n").replace("a-", "b-")).unwrap();
    let output = corpus(folder.path(), &["check", "hand", "b.passages", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = json(&output);
    assert_eq!((lines[0]["file"].as_str(), lines[0]["line"].as_u64()), (Some("b.passages"), Some(3)));
    assert!(lines.iter().any(|line| line["remedy"].as_str().is_some_and(|remedy| remedy.contains("that id"))));
    assert_eq!(lines.last().unwrap()["summary"]["passages"], 4);
    assert_eq!(corpus(folder.path(), &["check", "nowhere"]).status.code(), Some(3));
    assert_eq!(corpus(folder.path(), &["check"]).status.code(), Some(2));
}

#[test]
fn a_second_hand_begins_blank_and_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.passages"), GOOD).unwrap();
    let blank = stdout(&corpus(folder.path(), &["blank", "a.passages"]));
    assert!(blank.contains("Oral LD50 of lime: 2,000 mg/kg bw\n") && !blank.contains("endpoint"), "{blank}");
    let filled =
        blank.replace("=?", "=other").replace("exposure=other", "exposure=none").replace("kind=other", "kind=form");
    fs::write(folder.path().join("b.passages"), filled.replace("2,000", "{amount 2,000}")).unwrap();
    let output = corpus(folder.path(), &["agreement", "a.passages", "b.passages", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let agreement = &json(&output)[0];
    assert_eq!(agreement["spans"]["micro"], serde_json::json!({"correct": 1, "found": 1, "expected": 3}));
    assert_eq!(agreement["labels"]["section"]["same"], 0);
}

#[test]
fn data_sets_are_built_and_what_is_missing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("own/passages")).unwrap();
    fs::write(folder.path().join("own/passages/a.passages"), GOOD).unwrap();
    let build = |only: &str| {
        let shared = ["--shared", "nowhere", "--own", "own", "--output", "out"];
        corpus(folder.path(), &[&["build", "--json", "--only", only], &shared[..]].concat())
    };
    let output = build("passages");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(json(&output)[0]["report"]["mentions"], 3);
    let manifest: Value = serde_json::from_slice(&fs::read(folder.path().join("out/manifest.json")).unwrap()).unwrap();
    let passages = &manifest["corpora"]["passages"];
    assert_eq!((&passages["licence"], &passages["may_ship"]), (&Value::from("Apache-2.0"), &Value::from(true)));
    let examples: usize =
        passages["splits"].as_object().unwrap().values().map(|part| part["examples"].as_u64().unwrap() as usize).sum();
    assert_eq!(examples, 2);
    let output = build("passages,bc5cdr");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("bc5cdr") && stderr(&output).contains("--shared"), "{}", stderr(&output));
    assert_eq!(build("nosuch").status.code(), Some(2));
}
