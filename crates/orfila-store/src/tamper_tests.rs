//! The journal refuses to be changed, and tells when it was changed behind its back.

use orfila_records::DecisionAction;
use rusqlite::Connection;

use crate::sample::{AT, open, run, sample};
use crate::schema::{JOURNAL_TABLES, drop_triggers};
use crate::{FILE_NAME, Journal, NewDecision, Refusal, Verification};

/// A journal with every kind of event: 5 events and one in every table.
fn journal() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    for number in 0..2 {
        sample(number, "a", 3).commit(&mut journal).unwrap();
    }
    let record = &sample(0, "a", 3).records[0].id;
    journal.decide(&NewDecision::new(record, DecisionAction::Accept, "ada", "curator", AT), None).unwrap();
    let refusal = Refusal {
        document: None,
        path: "in/secret.pdf",
        byte_length: Some(12),
        run: &run("a"),
        run_description: "{}",
        code: "encrypted",
        message: "the file is encrypted",
        remedy: "remove the password",
        at: AT,
    };
    journal.commit_refusal(&refusal).unwrap();
    folder
}

#[test]
fn rows_are_never_updated_deleted_or_replaced() {
    let folder = journal();
    let raw = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    for (table, key) in JOURNAL_TABLES {
        let rows: i64 = raw.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "{table} is empty");
        let column = key[0];
        for statement in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
        ] {
            let error = raw.execute(&statement, []).unwrap_err().to_string();
            assert!(error.contains("append-only"), "{statement}: {error}");
        }
    }
    assert!(open(folder.path()).verify().unwrap().is_sound());
}

fn verify_after(change: &str) -> Verification {
    let folder = journal();
    let raw = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    drop_triggers(&raw);
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    raw.execute_batch(change).unwrap();
    Journal::open_read_only(folder.path()).unwrap().verify().unwrap()
}

#[track_caller]
fn is_found(change: &str, seq: Option<u64>) {
    let verification = verify_after(change);
    assert!(!verification.is_sound(), "unseen: {change}");
    assert_eq!(verification.findings[0].seq, seq, "{change}: {:?}", verification.findings);
}

#[test]
fn the_untouched_journal_is_sound() {
    let verification = verify_after("SELECT 1");
    assert!(verification.is_sound(), "{verification:?}");
    let figures = (verification.events, verification.extractions, verification.records, verification.decisions);
    assert_eq!(figures, (5, 2, 6, 1));
}

#[test]
fn changes_to_events_are_found() {
    for column in ["at = '2020-01-01T00:00:00Z'", "subject = 'x'", "payload = payload || ' '", "hash = upper(hash)"] {
        is_found(&format!("UPDATE events SET {column} WHERE seq = 3"), Some(3));
    }
    is_found("UPDATE events SET kind = 'decision' WHERE seq = 2", Some(2));
    is_found("UPDATE events SET kind = 'nonsense' WHERE seq = 2", Some(2));
    is_found("DELETE FROM events WHERE seq = 1", Some(2));
    is_found("DELETE FROM events WHERE seq = 3", Some(4));
    is_found("UPDATE events SET seq = 99 WHERE seq = 5", Some(99));
    let swapped = "UPDATE events SET seq = 90 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3;
                   UPDATE events SET seq = 3 WHERE seq = 90";
    is_found(swapped, Some(2));
    is_found("DELETE FROM events WHERE seq = 5", None);
}

#[test]
fn changes_to_content_are_found() {
    let first = "WHERE document = (SELECT subject FROM events WHERE seq = 2)";
    for (change, seq) in [
        ("UPDATE runs SET description = '{}'".to_owned(), 1),
        ("DELETE FROM runs".to_owned(), 1),
        ("UPDATE readings SET json = replace(json, 'Report', 'Raport') WHERE seq = 2".to_owned(), 2),
        ("DELETE FROM readings WHERE seq = 2".to_owned(), 2),
        (format!("UPDATE records SET json = replace(json, '100.0', '101.0') {first}"), 2),
        (format!("UPDATE records SET json = json || ' ' {first}"), 2),
        (format!("UPDATE extractions SET characters_unexplained = 1 {first}"), 2),
        (format!("UPDATE extractions SET path = 'elsewhere' {first}"), 2),
        (format!("UPDATE records SET json = '{{' {first}"), 2),
        (format!("DELETE FROM records {first} AND ordinal = 2"), 2),
        (format!("UPDATE records SET ordinal = 7 {first} AND ordinal = 0"), 2),
        (format!("DELETE FROM losses {first}"), 2),
        (format!("UPDATE losses SET characters = characters + 1 {first}"), 2),
        (format!("UPDATE losses SET stage = 'extraction' {first}"), 2),
        (format!("UPDATE passage_outcomes SET json = replace(json, '\"losses\":1', '\"losses\":0') {first}"), 2),
        (format!("DELETE FROM extractions {first}"), 2),
        ("DELETE FROM decisions".to_owned(), 4),
        ("UPDATE decisions SET json = replace(json, 'accept', 'reject')".to_owned(), 4),
        ("UPDATE decisions SET ordinal = 3".to_owned(), 4),
        ("UPDATE refusals SET message = 'all is well'".to_owned(), 5),
        ("UPDATE refusals SET path = 'elsewhere'".to_owned(), 5),
        ("DELETE FROM refusals".to_owned(), 5),
    ] {
        is_found(&change, Some(seq));
    }
}

#[test]
fn rows_out_of_nowhere_are_found() {
    is_found("INSERT INTO runs VALUES ('x', '{}', 1)", None);
    is_found("UPDATE current_records SET status = 'accepted' WHERE status = 'unreviewed'", None);
    is_found("DELETE FROM current_records WHERE ordinal = 1", None);
}

#[test]
fn a_noted_head_shows_the_removal_of_the_newest_events() {
    let folder = journal();
    let head = open(folder.path()).verify().unwrap().head.unwrap();
    assert_eq!(head.seq, 5);
    assert!(open(folder.path()).verify_against(&head).unwrap().is_sound());
    let raw = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    drop_triggers(&raw);
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF; DELETE FROM refusals; DELETE FROM documents WHERE seq = 5;
         DELETE FROM events WHERE seq = 5",
    )
    .unwrap();
    let journal = open(folder.path());
    assert!(journal.verify().unwrap().is_sound(), "the chain alone cannot see it");
    assert_eq!(journal.verify_against(&head).unwrap().findings[0].seq, Some(5));
}

#[test]
fn current_records_are_made_again() {
    let folder = journal();
    let mut journal = open(folder.path());
    let before = journal.review_stats().unwrap();
    journal.connection().execute_batch("DELETE FROM current_records").unwrap();
    journal.rebuild_current().unwrap();
    assert_eq!(journal.review_stats().unwrap(), before);
    assert!(journal.verify().unwrap().is_sound());
}
