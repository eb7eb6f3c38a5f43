//! The command line as a user meets it: the demo, bad input, exit codes, output forms.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use orfila_tests::{orfila, repository, stderr, stdout};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

#[test]
fn the_demo_shows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let output = orfila().args(["demo", "--dir"]).arg(folder.path()).output().unwrap();
    let (out, err) = (stdout(&output), stderr(&output));
    assert!(output.status.success(), "{out}\n{err}");
    for kind in ["identity: ", "volume: ", "exposure: ", "hazard: ", "property: "] {
        let line = out.lines().find(|line| line.starts_with(kind)).unwrap_or_else(|| panic!("no {kind}in\n{out}"));
        assert!(line[kind.len()..].parse::<usize>().is_ok_and(|count| count >= 10), "{line}");
    }
    assert_eq!(out.matches("> orfila search").count(), 3, "{out}");
    assert!(!out.contains("\n0 hits"), "{out}");
    for part in [
        "== 5. A dossier ==",
        "== 6. A path through the knowledge graph ==",
        "== 7. A prediction ==",
        "applicability domain",
        "[record ",
    ] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
}

#[test]
fn bad_input_gets_a_reason_and_a_remedy_and_the_batch_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("inputs");
    fs::create_dir(&inputs).unwrap();
    for entry in fs::read_dir(repository().join("corpora/demo/hostile")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            fs::copy(&path, inputs.join(path.file_name().unwrap())).unwrap();
        }
    }
    let hostile = fs::read_dir(&inputs).unwrap().count();
    assert!(hostile >= 7, "only {hostile} hostile files");
    fs::write(inputs.join("zz_good.txt"), "Benzene (CAS 71-43-2): boiling point 80 °C.\n").unwrap();
    let project = folder.path().join("project");
    let output = orfila().arg("--project").arg(&project).args(["--json", "ingest"]).arg(&inputs).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let outcomes = lines(&stdout(&output));
    let (summary, files) = outcomes.split_last().unwrap();
    assert_eq!(files.len(), hostile + 1);
    for file in files {
        let path = file["path"].as_str().unwrap();
        if path.ends_with("zz_good.txt") {
            assert_eq!(file["outcome"], "read", "{file}");
            continue;
        }
        assert_eq!(file["outcome"], "refused", "{file}");
        for part in ["code", "message", "remedy"] {
            assert!(file["refused"][part].as_str().is_some_and(|text| text.len() > 3), "{file}");
        }
        let code = file["refused"]["code"].as_str().unwrap();
        assert!(!matches!(code, "reader_crashed" | "reader_failed" | "time_limit" | "memory_limit"), "{file}");
    }
    assert_eq!(summary["summary"]["refused"], hostile);
}

#[test]
fn a_file_whose_name_looks_like_an_option_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["--json.txt", "-dash.txt", "--help"] {
        fs::write(folder.path().join(name), format!("{name}: Benzene (CAS 71-43-2) boils at 80 °C.\n")).unwrap();
    }
    let output =
        orfila().arg("--project").arg(folder.path().join("p")).arg("ingest").arg(folder.path()).output().unwrap();
    let out = stdout(&output);
    assert!(!out.contains("reader_crashed"), "{out}");
    assert!(out.contains("--json.txt: ") && out.contains("-dash.txt: "), "{out}");
}

#[test]
fn a_document_that_takes_too_long_is_stopped_and_the_batch_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a_huge.txt"), "71-43-2 Benzene 5 mg/kg ".repeat(400_000)).unwrap();
    fs::write(folder.path().join("b.txt"), "Toluene (CAS 108-88-3) boils at 111 °C.\n").unwrap();
    let settings = folder.path().join("short.toml");
    fs::write(&settings, "[reader]\nseconds = 2\n").unwrap();
    let project = tempfile::tempdir().unwrap();
    let files = [folder.path().join("a_huge.txt"), folder.path().join("b.txt")];
    let output = orfila()
        .arg("--config")
        .arg(&settings)
        .arg("--project")
        .arg(project.path())
        .arg("ingest")
        .args(&files)
        .output()
        .unwrap();
    let out = stdout(&output);
    assert!(out.contains("a_huge.txt: ") && out.contains("b.txt: "), "{out}");
    // A fast machine may be through in time; a slow one must say so.
    assert!(out.contains("time_limit") || out.matches("read ").count() == 2, "{out}");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_an_outcome() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(closed.join("a.txt"), "Benzene 71-43-2\n").unwrap();
    fs::write(folder.path().join("b.txt"), "Toluene 108-88-3\n").unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let unreadable = fs::read_dir(&closed).is_err();
    let project = tempfile::tempdir().unwrap();
    let output =
        orfila().arg("--project").arg(project.path()).args(["--json", "ingest"]).arg(folder.path()).output().unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let out = stdout(&output);
    assert!(out.contains("b.txt\",\"outcome\":\"read\""), "{out}");
    // The superuser reads everything: then the file inside is read, and nothing is refused.
    let expected = if unreadable { "permission_denied" } else { "a.txt\",\"outcome\":\"read\"" };
    assert!(out.contains(expected), "{out}");
}

#[test]
fn a_missing_file_is_an_outcome_and_wrong_use_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = orfila().arg("--project").arg(folder.path()).args(["ingest", "/nowhere/at/all.pdf"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("not_found"), "{}", stdout(&output));
    let output = orfila().args(["search"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = orfila().args(["schema", "recrod"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = orfila().arg("--project").arg(folder.path().join("none")).args(["search", "x"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(!folder.path().join("none").exists(), "a search must not make a project");
}

#[test]
fn unknown_settings_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("orfila.toml"), "[reader]\nsecnods = 5\n").unwrap();
    let output = orfila().arg("--project").arg(folder.path()).arg("doctor").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("secnods") && stderr(&output).contains("seconds"), "{}", stderr(&output));
}

#[test]
fn every_help_shows_an_example() {
    let commands = [
        "demo",
        "read",
        "extract",
        "ingest",
        "search",
        "dossier",
        "review next",
        "review show",
        "review accept",
        "review correct",
        "review reject",
        "review undo",
        "review stats",
        "graph neighbours",
        "graph path",
        "graph export",
        "graph stats",
        "train hazard",
        "evaluate hazard",
        "train calibration",
        "predict",
        "serve",
        "schema",
        "corpus build",
        "corpus reviewed",
        "corpus check",
        "corpus agreement",
        "corpus blank",
        "audit verify",
        "rebuild",
        "doctor",
    ];
    for command in commands {
        let output = orfila().args(command.split(' ')).arg("--help").output().unwrap();
        assert!(output.status.success() && stdout(&output).contains("Example"), "{command}: {}", stdout(&output));
    }
}

#[test]
fn the_schema_is_json_schema() {
    for name in ["record", "document", "decision"] {
        let output = orfila().args(["schema", name]).output().unwrap();
        let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(
            schema["properties"].is_object()
                && schema["$schema"].as_str().is_some_and(|text| text.contains("json-schema")),
            "{name}"
        );
    }
}

#[test]
fn the_stream_answers_every_line_with_its_identifier() {
    let document = repository().join("corpora/demo/documents");
    let pdf = fs::read_dir(document)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "pdf"))
        .unwrap();
    let mut child =
        orfila().args(["extract", "--stream"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let requests = [
        serde_json::json!({"id": 1, "path": pdf}).to_string(),
        serde_json::json!({"id": "two", "bytes": "QmVuemVuZSA3MS00My0yCg==", "name": "b.txt"}).to_string(),
        serde_json::json!({"id": 3, "uri": "https://example.org/a.pdf"}).to_string(),
        "no json".to_owned(),
        serde_json::json!({"id": 5, "path": "/nowhere.pdf"}).to_string(),
    ];
    child.stdin.take().unwrap().write_all(requests.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&stdout(&output));
    assert_eq!(answers.len(), 5);
    let of =
        |id: Value| answers.iter().find(|answer| answer["id"] == id).unwrap_or_else(|| panic!("no answer to {id}"));
    assert!(of(1.into())["records"].as_array().is_some_and(|records| !records.is_empty()));
    assert_eq!(of("two".into())["outcome"], "read");
    for id in [Value::from(3), Value::Null, Value::from(5)] {
        assert_eq!(of(id)["outcome"], "refused");
    }
}

#[test]
fn extracting_twice_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<_> =
        fs::read_dir(repository().join("corpora/demo/documents")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let run = |jobs: &str, name: &str| {
        let output = folder.path().join(name);
        let status =
            orfila().args(["extract", "--jobs", jobs, "--output"]).arg(&output).args(&documents).status().unwrap();
        assert!(status.success());
        read_all(&output)
    };
    assert_eq!(run("1", "a"), run("3", "b"));
}

fn read_all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn a_curator_decides_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = fs::read_dir(repository().join("corpora/demo/documents"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "xml"))
        .unwrap();
    let run = |arguments: &[&str]| {
        let output = orfila().arg("--project").arg(folder.path()).arg("--json").args(arguments).output().unwrap();
        (output.status.code(), stdout(&output), stderr(&output))
    };
    assert_eq!(run(&["ingest", sheet.to_str().unwrap()]).0, Some(0));
    let (_, next, _) = run(&["review", "next"]);
    let record = lines(&next)[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(run(&["review", "reject", &record, "--actor", "ada"]).0, Some(2), "a rejection needs a reason");
    assert_eq!(run(&["review", "accept", &record, "--actor", "ada"]).0, Some(0));
    let (_, shown, _) = run(&["review", "show", &record]);
    assert_eq!(lines(&shown)[0]["review"]["status"], "accepted");
    let stale = run(&["review", "reject", &record, "--actor", "bob", "--reason", "wrong", "--after", "0000"]);
    assert_eq!(stale.0, Some(2), "a stale decision must not be made: {}", stale.2);
    assert_eq!(run(&["review", "undo", &record, "--actor", "ada"]).0, Some(0));
    let (_, shown, _) = run(&["review", "show", &record]);
    assert_eq!(lines(&shown)[0]["review"]["status"], "unreviewed");
    assert_eq!(lines(&shown)[0]["review"]["decisions"].as_array().map(Vec::len), Some(2));
    assert_eq!(run(&["audit", "verify"]).0, Some(0));
}

#[test]
fn reading_says_what_it_cannot_do() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("a.txt");
    fs::write(&text, "Benzene\n\nA liquid.\n").unwrap();
    let two = orfila().arg("read").args([&text, &text]).args(["--format", "html"]).output().unwrap();
    assert_eq!(two.status.code(), Some(2), "{}", stderr(&two));
    let of_folder = orfila().arg("read").arg(folder.path()).output().unwrap();
    assert_eq!(of_folder.status.code(), Some(1));
    assert!(stderr(&of_folder).contains("it is a folder"), "{}", stderr(&of_folder));
    // A full disk is no reader that has gone away.
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = orfila().arg("read").arg(&text).stdout(Stdio::from(full)).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        assert!(stderr(&output).contains("cannot be written"), "{}", stderr(&output));
    }
}
