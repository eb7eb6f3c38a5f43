//! The dossier over two sheets that disagree.

use orfila_records::{DecisionAction, Record};
use orfila_store::{Journal, NewDecision, now_utc};
use serde_json::json;

use super::*;
use crate::sample::{self, ATTACK, KEY, PRODUCT};

fn decide(journal: &mut Journal, decision: NewDecision) {
    let last = journal.decisions(&decision.record).unwrap().last().map(|last| last.id.clone());
    journal.decide(&decision, last.as_ref()).unwrap();
}

fn decision(record: &Record, action: DecisionAction) -> NewDecision {
    NewDecision::new(&record.id, action, "Ada", "curator", &now_utc())
}

fn dossier(journal: &Journal, key: &str) -> Dossier {
    Dossier::from_journal(journal, key, None).unwrap().unwrap()
}

#[test]
fn contradictions_stand_side_by_side_with_their_proof() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = dossier(&sample::journal(folder.path()), KEY);
    let found: Vec<(&str, Degree)> =
        dossier.conflicts.iter().map(|conflict| (conflict.subject.as_str(), conflict.degree)).collect();
    assert_eq!(
        found,
        [
            ("carcinogenicity (GHS)", Degree::Clear),
            ("LD50, rat, oral", Degree::Clear),
            ("boiling point", Degree::Slight),
        ]
    );
    for conflict in &dossier.conflicts {
        assert_eq!(conflict.positions.len(), 2);
        let documents: BTreeSet<_> =
            conflict.positions.iter().map(|position| position.proofs[0].citations[0].document.clone()).collect();
        assert_eq!(documents.len(), 2, "{}", conflict.subject);
    }
}

#[test]
fn every_record_is_shown_once_with_quote_page_and_box() {
    let folder = tempfile::tempdir().unwrap();
    let journal = sample::journal(folder.path());
    let dossier = dossier(&journal, KEY);
    let records =
        journal.records(&orfila_store::RecordFilter { substance_key: Some(KEY.into()), ..Default::default() });
    let claims = records.unwrap().into_iter().filter(|record| !matches!(record.payload, Payload::Identity(_)));
    let expected: BTreeSet<String> = claims.map(|record| record.id.to_string()).collect();
    let entries = dossier.sections.iter().flat_map(|section| &section.groups).flat_map(|group| &group.entries);
    let shown: Vec<String> = entries
        .map(|entry| {
            let citation = &entry.proof.citations[0];
            assert!(!citation.quote.is_empty() && citation.page.is_some() && !citation.boxes.is_empty());
            entry.proof.record.to_string()
        })
        .collect();
    assert_eq!(shown.len(), expected.len());
    assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), expected);
    assert_eq!(dossier.counts.shown, 9);
    assert_eq!(dossier.documents.len(), 2);
}

#[test]
fn bands_and_nondetects_stay_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = dossier(&sample::journal(folder.path()), KEY);
    let value = |id: &str| {
        let section = dossier.sections.iter().find(|section| section.id == id).unwrap();
        section.groups[0].entries[0].value.clone()
    };
    assert_eq!(value("volumes"), "100 – 1000 t/a");
    assert_eq!(value("measurements"), "not detected (< 0.5 µg/L)");
}

#[test]
fn gaps_name_what_is_missing_and_not_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = dossier(&sample::journal(folder.path()), KEY);
    let codes: Vec<&str> = dossier.gaps.iter().map(|gap| gap.code).collect();
    for missing in ["no_structure", "no_chronic_aquatic", "no_acute_aquatic", "no_repeated_dose", "only_nondetects"] {
        assert!(codes.contains(&missing), "{missing} in {codes:?}");
    }
    for known in ["no_volume", "no_acute_oral", "no_boiling_point", "no_casrn", "no_classification", "no_measurement"] {
        assert!(!codes.contains(&known), "{known} in {codes:?}");
    }
}

#[test]
fn a_rejected_record_is_left_out_and_counted_and_a_correction_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = sample::journal(folder.path());
    let records = sample::documents().swap_remove(0).1;
    let (effect, classification) = (&records[2], &records[3]);
    decide(&mut journal, decision(classification, DecisionAction::Reject).because("not of this substance"));
    let species =
        decision(effect, DecisionAction::Correct).because("misread").setting("/payload/species", json!("mouse"));
    decide(&mut journal, species);
    let dossier = dossier(&journal, KEY);
    assert_eq!((dossier.counts.rejected, dossier.counts.corrected, dossier.counts.shown), (1, 1, 8));
    assert!(!dossier.conflicts.iter().any(|conflict| conflict.subject.contains("carcinogenicity")));
    assert!(dossier.basis().contains("1 rejected"));
    let markdown = dossier.to_markdown();
    assert!(markdown.contains("**corrected**") && markdown.contains("misread"), "{markdown}");
    let html = dossier.to_html().unwrap();
    assert!(html.contains("misread") && html.contains("mouse"));
}

#[test]
fn a_product_lists_its_components_and_a_component_its_products() {
    let folder = tempfile::tempdir().unwrap();
    let journal = sample::journal(folder.path());
    let product = dossier(&journal, PRODUCT);
    assert_eq!(product.identity.components.len(), 1);
    assert_eq!(product.identity.components[0].key, KEY);
    assert_eq!(product.identity.components[0].amount, "component, 10 – 30 %");
    let component = dossier(&journal, KEY);
    assert_eq!(component.identity.component_of[0].key, PRODUCT);
    assert!(Dossier::from_journal(&journal, "cas:64-17-5", None).unwrap().is_none());
}

#[test]
fn markup_in_documents_is_escaped_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = dossier(&sample::journal(folder.path()), KEY);
    let html = dossier.to_html().unwrap();
    assert!(!html.contains(ATTACK) && html.contains("alert(1)"));
    assert!(!dossier.to_markdown().contains(ATTACK));
    let json: serde_json::Value = serde_json::from_str(&dossier.to_json().unwrap()).unwrap();
    assert_eq!(json["key"], KEY);
}

#[test]
fn predictions_stand_apart_under_their_caution() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = PredictedEndpoint {
        endpoint: "SR-p53".into(),
        description: "stress".into(),
        probability: 0.25,
        interval: Some((0.1, 0.4)),
        remark: String::new(),
    };
    let section = PredictionSection::new("tox21", "C=O", false, "far from the training set", vec![endpoint]);
    let journal = sample::journal(folder.path());
    let dossier = Dossier::from_journal(&journal, KEY, Some(section)).unwrap().unwrap();
    for text in [dossier.to_html().unwrap(), dossier.to_markdown()] {
        assert!(text.contains("not measurements") && text.contains("0.25") && text.contains("0.10 – 0.40"));
    }
}
