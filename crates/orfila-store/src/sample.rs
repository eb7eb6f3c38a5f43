//! Small, sound documents and records for tests.

use std::path::Path;

use orfila_records::{
    Decision, DecisionAction, Direction, Document, DocumentFormat, DocumentId, EffectValue, Extraction, Hazard, Loss,
    LossReason, Passage, PassageId, PassageKind, PassageOutcome, Payload, Property, Qualifier, Quantity, Record,
    RecordId, RunId, Substance, TextRange,
};

use crate::{Committed, DocumentEntry, Journal, NewDecision, StoreError};

pub(crate) const AT: &str = "2026-03-01T09:30:00Z";

pub(crate) fn run(name: &str) -> RunId {
    RunId::from_hash(format!("run-{name}"))
}

/// What one run read from one document.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) document: Document,
    pub(crate) run: RunId,
    pub(crate) records: Vec<Record>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) outcomes: Vec<PassageOutcome>,
}

const NAMES: [(&str, &str); 4] =
    [("formaldehyde", "50-00-0"), ("water", "7732-18-5"), ("bisphenol A", "80-05-7"), ("hydrogen", "1333-86-4")];

/// A document about one of four substances, with `count` records by the run called `by`.
pub(crate) fn sample(number: usize, by: &str, count: usize) -> Sample {
    let (name, casrn) = NAMES[number % NAMES.len()];
    let lines: Vec<String> = (0..count).map(|line| format!("{name} {casrn} LD50 {} mg/kg", 100 + line)).collect();
    let text = format!("Report {number}\n{}", lines.join("\n"));
    let id = DocumentId::of_bytes(text.as_bytes());
    let mut start = 0;
    let mut passages = Vec::new();
    for line in text.split('\n') {
        let range = TextRange::new(start, start + line.len());
        passages.push(Passage {
            id: PassageId::of(&id, range.start, range.end),
            kind: PassageKind::Paragraph,
            range,
            page: None,
            section: vec![],
            segments: vec![],
            table: None,
            figure: None,
            level: None,
            direction: Direction::default(),
            hyphens: vec![],
        });
        start = range.end + 1;
    }
    let document = Document {
        id,
        file_name: format!("report-{number}.txt"),
        format: DocumentFormat::Text,
        title: Some(format!("Report {number}")),
        language: Some("en".into()),
        text,
        pages: vec![],
        passages,
        tables: vec![],
        figures: vec![],
        fields: vec![],
        problems: vec![],
        losses: vec![Loss::unread(LossReason::Furniture, None, "page 1")],
    };
    let records: Vec<Record> = (0..count).map(|line| record(&document, line, by, name, casrn)).collect();
    let outcomes = outcomes(&document, &records);
    let losses =
        vec![Loss::unused(LossReason::UnassignedValue, &document, document.passages[0].range, Some("no unit".into()))];
    Sample { document, run: run(by), records, losses, outcomes }
}

fn record(document: &Document, line: usize, by: &str, name: &str, casrn: &str) -> Record {
    let passage = &document.passages[line + 1];
    let value = 100.0 + line as f64;
    let raw = format!("{} mg/kg", 100 + line);
    let quantity = Quantity::reported(&raw, Qualifier::Equal, Some(value), Some(value), Some("mg/kg"));
    let payload = if line.is_multiple_of(2) {
        Payload::Hazard(Hazard::Effect(Box::new(EffectValue::new("LD50", quantity))))
    } else {
        Payload::Property(Property::new("sorbed amount", quantity))
    };
    let mut substance = Substance::named(name);
    substance.casrn = vec![casrn.parse().unwrap()];
    substance.raw_ids = vec![casrn.to_owned()];
    let confidence = [("/payload/quantity".to_owned(), 1.0 - line as f64 / 1000.0)].into();
    let extraction = Extraction {
        run: run(by),
        extractor: by.to_owned(),
        model: None,
        prompt: None,
        pipeline: "1".into(),
        confidence,
    };
    let evidence = document.evidence("/payload/quantity", passage.range).unwrap();
    Record::new(substance, payload, vec![evidence], extraction)
}

fn outcomes(document: &Document, records: &[Record]) -> Vec<PassageOutcome> {
    let title = PassageOutcome::Unused { passage: document.passages[0].id.clone(), losses: 1 };
    let used = document.passages.iter().skip(1).zip(records).map(|(passage, record)| PassageOutcome::Used {
        passage: passage.id.clone(),
        records: vec![record.id.clone()],
    });
    std::iter::once(title).chain(used).collect()
}

impl Sample {
    pub(crate) fn commit(&self, journal: &mut Journal) -> Result<Committed, StoreError> {
        let path = format!("in/{}", self.document.file_name);
        journal.commit_document(&DocumentEntry {
            document: &self.document,
            path: &path,
            byte_length: self.document.text.len() as u64,
            run: &self.run,
            run_description: "{\"pipeline\":\"1\"}",
            records: &self.records,
            losses: &self.losses,
            outcomes: &self.outcomes,
            at: AT,
        })
    }
}

pub(crate) fn open(folder: &Path) -> Journal {
    Journal::open(folder).unwrap()
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn wanted(record: &RecordId, action: DecisionAction) -> NewDecision {
    NewDecision::new(record, action, "ada", "curator", AT)
}

/// Decides as somebody who has just looked.
pub(crate) fn decide(journal: &mut Journal, decision: &NewDecision) -> Result<Decision, StoreError> {
    let last = journal.decisions(&decision.record)?.last().map(|decision| decision.id.clone());
    journal.decide(decision, last.as_ref())
}
