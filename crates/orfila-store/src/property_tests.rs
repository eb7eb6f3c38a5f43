//! A journal that is replayed from its export is the same journal.

use orfila_records::{DecisionAction, Record};
use proptest::prelude::*;
use serde_json::json;

use crate::sample::{AT, open, sample};
use crate::{Imported, Journal, NewDecision, RecordFilter, ReviewStats, StoreError, SubstanceSummary};

/// One thing that happens to a journal.
#[derive(Debug, Clone)]
enum Step {
    Commit { number: usize, by: &'static str, records: usize },
    Decide { record: usize, action: u8, value: u16 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let commit = (0..4_usize, prop_oneof![Just("a"), Just("b")], 0..5_usize)
        .prop_map(|(number, by, records)| Step::Commit { number, by, records });
    let decide =
        (0..20_usize, 0..4_u8, 1..500_u16).prop_map(|(record, action, value)| Step::Decide { record, action, value });
    proptest::collection::vec(prop_oneof![commit, decide], 1..25)
}

fn act(journal: &mut Journal, step: &Step) {
    match *step {
        Step::Commit { number, by, records } => drop(sample(number, by, records).commit(journal).unwrap()),
        Step::Decide { record, action, value } => {
            let records = journal.records(&RecordFilter::default()).unwrap();
            if let Some(record) = records.get(record % records.len().max(1)) {
                match journal.decide(&decision(record, action, value), last(record)) {
                    Ok(_) | Err(StoreError::DecisionRefused { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
}

fn last(record: &Record) -> Option<&orfila_records::DecisionId> {
    record.review.decisions.last().map(|decision| &decision.id)
}

fn decision(record: &Record, action: u8, value: u16) -> NewDecision {
    let new = |action| NewDecision::new(&record.id, action, "ada", "curator", AT);
    match action {
        0 => new(DecisionAction::Accept),
        1 => new(DecisionAction::Reject).because("wrong"),
        2 if value.is_multiple_of(3) => {
            new(DecisionAction::Correct).because("other").setting("/substance/raw_name", json!(format!("n{value}")))
        }
        2 if value % 3 == 1 => new(DecisionAction::Correct).because("none").setting("/substance/casrn", json!([])),
        2 => new(DecisionAction::Correct).because("misread").setting("/payload/quantity/high", json!(value)),
        _ => match record.review.decisions.get(usize::from(value) % record.review.decisions.len().max(1)) {
            Some(decision) => new(DecisionAction::Undo).undoing(&decision.id),
            None => new(DecisionAction::Accept),
        },
    }
}

type View = (Vec<Record>, Vec<Record>, ReviewStats, Vec<SubstanceSummary>, Vec<crate::DocumentRow>);

fn view(journal: &Journal) -> View {
    (
        journal.records(&RecordFilter::default()).unwrap(),
        journal.review_queue(1000).unwrap(),
        journal.review_stats().unwrap(),
        journal.substances().unwrap(),
        journal.documents().unwrap(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_gives_the_same_journal(steps in steps()) {
        let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut journal = open(folders.0.path());
        for step in &steps {
            act(&mut journal, step);
        }
        let mut exported = Vec::new();
        journal.export_journal(&mut exported).unwrap();
        let mut replayed = open(folders.1.path());
        replayed.import_journal(exported.as_slice()).unwrap();
        prop_assert_eq!(view(&journal), view(&replayed));
        let (before, after) = (journal.verify().unwrap(), replayed.verify().unwrap());
        prop_assert!(before.is_sound(), "{:?}", before);
        prop_assert_eq!(before, after, "event by event and hash by hash");
        prop_assert_eq!(replayed.import_journal(exported.as_slice()).unwrap(), Imported::default());
        replayed.rebuild_current().unwrap();
        prop_assert_eq!(view(&journal), view(&replayed));
    }
}

#[test]
fn decisions_travel_on_their_own() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut here, mut there) = (open(folders.0.path()), open(folders.1.path()));
    for journal in [&mut here, &mut there] {
        sample(0, "a", 3).commit(journal).unwrap();
    }
    let records = here.records(&RecordFilter::default()).unwrap();
    for (record, action) in records.iter().zip([0, 1, 2]) {
        here.decide(&decision(record, action, 200), None).unwrap();
    }
    let mut lines = Vec::new();
    assert_eq!(here.export_decisions(&mut lines).unwrap(), 3);
    assert_eq!(there.import_decisions(lines.as_slice()).unwrap(), 3);
    assert_eq!(there.import_decisions(lines.as_slice()).unwrap(), 0, "idempotent");
    assert_eq!(view(&here), view(&there));
    let mut exported = Vec::new();
    let hazards = RecordFilter { kind: Some(orfila_records::RecordKind::Hazard), ..RecordFilter::default() };
    assert_eq!(there.export_records(&hazards, &mut exported).unwrap(), 2);
    let read: Vec<Record> = exported
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(read, here.records(&hazards).unwrap());
}

#[test]
fn decisions_that_do_not_follow_are_refused() {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut here, mut there) = (open(folders.0.path()), open(folders.1.path()));
    for journal in [&mut here, &mut there] {
        sample(0, "a", 2).commit(journal).unwrap();
    }
    let records = here.records(&RecordFilter::default()).unwrap();
    here.decide(&decision(&records[0], 0, 1), None).unwrap();
    here.decide(&decision(&records[1], 0, 1), None).unwrap();
    there.decide(&decision(&records[1], 1, 1), None).unwrap();
    let mut lines = Vec::new();
    here.export_decisions(&mut lines).unwrap();
    let outcome = there.import_decisions(lines.as_slice());
    assert!(matches!(outcome, Err(StoreError::Import { line: 2, .. })), "{outcome:?}");
    assert_eq!(there.review_stats().unwrap().decisions, 2, "the line before it was taken over");
    let forged = String::from_utf8(lines).unwrap().replace("\"ada\"", "\"eve\"");
    let empty = tempfile::tempdir().unwrap();
    let mut third = open(empty.path());
    assert!(matches!(third.import_decisions(forged.as_bytes()), Err(StoreError::Import { line: 1, .. })), "no record");
    let mut fourth = open(folders.1.path());
    assert!(matches!(fourth.import_decisions(forged.as_bytes()), Err(StoreError::Import { line: 1, .. })), "forged");
    for nonsense in ["{}", "nonsense", "{\"event\":\"decision\"}"] {
        assert!(matches!(here.import_journal(nonsense.as_bytes()), Err(StoreError::Import { line: 1, .. })));
    }
    assert!(matches!(here.import_journal(&b"\n\n\xff\n"[..]), Err(StoreError::Exchange(_))));
}
