//! What curators can decide, and what is refused.

use orfila_records::{Decision, DecisionAction, RecordId, ReviewStatus};
use serde_json::json;

use crate::sample::{decide, folder, open, sample, wanted};
use crate::{RecordFilter, StoreError};

#[test]
fn corrections_are_applied_and_taken_back() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 2);
    sample.commit(&mut journal).unwrap();
    let id = &sample.records[0].id;
    let correction = wanted(id, DecisionAction::Correct).because("misread");
    let high = decide(&mut journal, &correction.clone().setting("/payload/quantity/high", json!(250.0))).unwrap();
    assert_eq!(high.old, Some(json!(100.0)));
    decide(&mut journal, &correction.clone().setting("/substance/casrn", json!(["80-05-7"]))).unwrap();
    let corrected = journal.record(id).unwrap().unwrap();
    assert_eq!(&corrected.id, id);
    assert_eq!(corrected.review.status, ReviewStatus::Corrected);
    let quantity = corrected.payload.quantity().unwrap();
    assert_eq!((quantity.low, quantity.high), (Some(100.0), Some(250.0)));
    assert!((quantity.canonical_high.unwrap() / quantity.canonical_low.unwrap() - 2.5).abs() < 1e-9);
    let under_new_key = RecordFilter { substance_key: Some("cas:80-05-7".into()), ..RecordFilter::default() };
    assert_eq!(journal.records(&under_new_key).unwrap(), [corrected]);
    decide(&mut journal, &wanted(id, DecisionAction::Undo).undoing(&high.id)).unwrap();
    let quantity = journal.record(id).unwrap().unwrap().payload.quantity().unwrap().clone();
    assert_eq!(Some(&quantity), sample.records[0].payload.quantity());
    let verification = journal.verify().unwrap();
    assert!(verification.is_sound(), "{verification:?}");
    assert_eq!(verification.decisions, 3);
}

#[test]
fn decisions_that_break_a_rule_are_refused() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 1);
    sample.commit(&mut journal).unwrap();
    let id = &sample.records[0].id;
    let correct = |field: &str, new| wanted(id, DecisionAction::Correct).because("misread").setting(field, new);
    let mut nobody = wanted(id, DecisionAction::Accept);
    nobody.actor = " ".into();
    let mut when = wanted(id, DecisionAction::Accept);
    when.at = "yesterday".into();
    let refused = [
        wanted(id, DecisionAction::Reject),
        wanted(id, DecisionAction::Reject).because("  "),
        wanted(id, DecisionAction::Correct).setting("/payload/quantity/high", json!(5)),
        wanted(id, DecisionAction::Correct).because("misread"),
        wanted(id, DecisionAction::Accept).setting("/payload/quantity/high", json!(5)),
        correct("/payload/no_such_field", json!(5)),
        correct("/payload/quantity/high", json!(5)),
        correct("/payload/quantity/high", json!(100.0)),
        correct("/payload/quantity/high", json!("five")),
        correct("/payload/quantity/canonical_high", json!(5)),
        correct("/payload/kind", json!("volume")),
        correct("/substance/casrn/0", json!("50-00-1")),
        correct("/evidence/0/quote", json!("another")),
        correct("/id", json!("another")),
        correct("", json!({})),
        wanted(id, DecisionAction::Undo),
        wanted(id, DecisionAction::Undo).undoing(&orfila_records::DecisionId::from_hash("none")),
        nobody,
        when,
    ];
    for decision in refused {
        let outcome = decide(&mut journal, &decision);
        assert!(matches!(outcome, Err(StoreError::DecisionRefused { .. })), "{decision:?}: {outcome:?}");
    }
    let unknown = wanted(&RecordId::from_hash("none"), DecisionAction::Accept);
    assert!(matches!(decide(&mut journal, &unknown), Err(StoreError::UnknownRecord { .. })));
    assert!(journal.decisions(id).unwrap().is_empty());
    assert_eq!(journal.record(id).unwrap().unwrap(), sample.records[0]);
}

#[test]
fn an_undo_is_made_once_and_in_order() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 1);
    sample.commit(&mut journal).unwrap();
    let id = &sample.records[0].id;
    let correct = |field: &str, new| wanted(id, DecisionAction::Correct).because("misread").setting(field, new);
    let high = decide(&mut journal, &correct("/payload/quantity/high", json!(300.0))).unwrap();
    let low = decide(&mut journal, &correct("/payload/quantity/low", json!(200.0))).unwrap();
    let undo = |decision: &Decision| wanted(id, DecisionAction::Undo).undoing(&decision.id);
    assert!(matches!(decide(&mut journal, &undo(&high)), Err(StoreError::DecisionRefused { .. })), "200 to 100");
    let undone = decide(&mut journal, &undo(&low)).unwrap();
    for again in [&low, &undone] {
        assert!(matches!(decide(&mut journal, &undo(again)), Err(StoreError::DecisionRefused { .. })));
    }
    decide(&mut journal, &undo(&high)).unwrap();
    let record = journal.record(id).unwrap().unwrap();
    assert_eq!((record.review.status, record.review.decisions.len()), (ReviewStatus::Unreviewed, 4));
    assert_eq!(record.payload, sample.records[0].payload);
}

#[test]
fn a_stale_decision_is_a_conflict() {
    let folder = folder();
    let mut journal = open(folder.path());
    let sample = sample(0, "a", 1);
    sample.commit(&mut journal).unwrap();
    let id = &sample.records[0].id;
    let mut other = open(folder.path());
    let accepted = journal.decide(&wanted(id, DecisionAction::Accept), None).unwrap();
    let rejection = wanted(id, DecisionAction::Reject).because("wrong substance");
    match other.decide(&rejection, None) {
        Err(StoreError::Conflict { found, .. }) => assert_eq!(found.as_ref(), Some(&accepted.id)),
        outcome => panic!("{outcome:?}"),
    }
    other.decide(&rejection, Some(&accepted.id)).unwrap();
    assert_eq!(journal.record(id).unwrap().unwrap().review.status, ReviewStatus::Rejected);
    assert!(journal.records(&RecordFilter { without_rejected: true, ..RecordFilter::default() }).unwrap().is_empty());
    assert!(journal.substances().unwrap().is_empty());
}
