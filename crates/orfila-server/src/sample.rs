//! A small project for tests: two sheets that disagree, an attempt at markup in names and quotes, and a nondetect.

use std::path::Path;

use orfila_records::{
    Activity, BoundingBox, Direction, Document, DocumentFormat, DocumentId, EffectValue, Exposure, ExposureKind,
    Extraction, GhsClassification, Hazard, Identity, Loss, LossReason, Page, PageNumber, PageOutcome, Passage,
    PassageId, PassageKind, PassageOutcome, Payload, ProductionVolume, Property, Qualifier, Quantity, Record, RunId,
    Script, Segment, Substance, SubstanceRole, TextRange, TextSource, ValueState, VolumeStatus,
};
use orfila_store::{DocumentEntry, Journal};

pub(crate) const ATTACK: &str = "<script>alert(1)</script>";
pub(crate) const KEY: &str = "cas:50-00-0";
pub(crate) const PRODUCT: &str = "name:acme cleaner";

/// A document with one passage a line.
pub(crate) fn document(file_name: &str, lines: &[&str]) -> Document {
    let text = lines.join("\n");
    let id = DocumentId::of_bytes(format!("{file_name}{text}").as_bytes());
    let page = PageNumber(1);
    let mut start = 0;
    let mut passages = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let range = TextRange::new(start, start + line.len());
        let top = 20.0 * number as f32;
        let bounds = BoundingBox { x0: 50.0, y0: top, x1: 300.5, y1: top + 12.0 };
        passages.push(Passage {
            id: PassageId::of(&id, range.start, range.end),
            kind: PassageKind::Paragraph,
            range,
            page: Some(page),
            section: vec!["Section 11".into()],
            segments: vec![Segment { range, page, bounds, hidden: None, script: Script::Normal, confidence: None }],
            table: None,
            figure: None,
            level: None,
            direction: Direction::default(),
            hyphens: vec![],
        });
        start = range.end + 1;
    }
    Document {
        id,
        file_name: file_name.to_owned(),
        format: DocumentFormat::Pdf,
        title: None,
        language: None,
        text,
        pages: vec![Page {
            number: page,
            width: 595.0,
            height: 842.0,
            outcome: PageOutcome::Read,
            text_source: TextSource::Stated,
        }],
        passages,
        tables: vec![],
        figures: vec![],
        fields: vec![],
        problems: vec![],
        losses: vec![Loss::unread(LossReason::Furniture, Some(page), ATTACK)],
    }
}

fn run() -> RunId {
    RunId::from_hash("run-1")
}

/// A record of a substance that quotes one line.
pub(crate) fn record(document: &Document, line: usize, substance: &Substance, payload: Payload) -> Record {
    let confidence = [(payload.quantity_pointer().to_owned(), 0.5)].into();
    let evidence = document.evidence(payload.quantity_pointer(), document.passages[line].range).unwrap();
    let extraction = Extraction {
        run: run(),
        extractor: "grammar".into(),
        model: None,
        prompt: None,
        pipeline: "1".into(),
        confidence,
    };
    Record::new(substance.clone(), payload, vec![evidence], extraction)
}

pub(crate) fn formaldehyde() -> Substance {
    let mut substance = Substance::named("Formaldehyde");
    substance.casrn = vec!["50-00-0".parse().unwrap()];
    substance
}

fn single(value: f64, unit: &str) -> Quantity {
    Quantity::reported(&format!("{value} {unit}"), Qualifier::Equal, Some(value), Some(value), Some(unit))
}

fn ld50(value: f64) -> Payload {
    let mut effect = EffectValue::new("LD50", single(value, "mg/kg"));
    (effect.species, effect.route) = (Some("rat".into()), Some("oral".into()));
    Payload::Hazard(Hazard::Effect(Box::new(effect)))
}

fn ghs(code: &str) -> Payload {
    let class = Some("Carcinogenicity".to_owned());
    Payload::Hazard(Hazard::Ghs(GhsClassification { class, h_codes: vec![code.into()], ..Default::default() }))
}

fn boiling(value: f64) -> Payload {
    Payload::Property(Property::new("boiling point", single(value, "°C")))
}

fn volume() -> Payload {
    let band = Quantity::reported("100 - 1000 t/a", Qualifier::Equal, Some(100.0), Some(1000.0), Some("t/a"));
    Payload::Volume(ProductionVolume {
        quantity: band,
        year: Some(2019),
        period: None,
        region: Some("EU".into()),
        scope: None,
        activity: Activity::Manufactured,
        programme: Some("REACH".into()),
        status: VolumeStatus::Reported,
    })
}

fn nondetect() -> Payload {
    let limit = Quantity::reported("< 0.5 µg/L", Qualifier::Less, None, Some(0.5), Some("µg/L"));
    let quantity = Quantity { state: ValueState::NotDetected, ..limit };
    let mut exposure = Exposure::new(ExposureKind::Measurement, "concentration", Some(quantity));
    exposure.medium = Some("water".into());
    Payload::Exposure(Box::new(exposure))
}

fn identity(role: SubstanceRole, part_of: Option<&str>) -> Payload {
    let concentration =
        part_of.map(|_| Quantity::reported("10 - 30 %", Qualifier::Equal, Some(10.0), Some(30.0), Some("%")));
    Payload::Identity(Identity { role, part_of: part_of.map(str::to_owned), concentration })
}

pub(crate) const FIRST: [&str; 7] = [
    "Acme Cleaner",
    "Formaldehyde 50-00-0 10 - 30 %",
    "LD50 oral rat 100 mg/kg <script>alert(1)</script> & more",
    "Carc. 1B H350",
    "Boiling point -19 °C",
    "100 - 1000 t/a in 2019",
    "water < 0.5 µg/L n.d.",
];

/// The two documents with their records.
pub(crate) fn documents() -> Vec<(Document, Vec<Record>)> {
    let first = document(&format!("{ATTACK}.pdf"), &FIRST);
    let second = document("second.pdf", &["LD50 oral rat 800 mg/kg", "Carc. 2 H351", "Boiling point -19.5 °C"]);
    let substance = formaldehyde();
    let product = Substance::named("Acme Cleaner");
    let of = |line, payload| record(&first, line, &substance, payload);
    let first_records = vec![
        record(&first, 0, &product, identity(SubstanceRole::Product, None)),
        of(1, identity(SubstanceRole::Component, Some(PRODUCT))),
        of(2, ld50(100.0)),
        of(3, ghs("H350")),
        of(4, boiling(-19.0)),
        of(5, volume()),
        of(6, nondetect()),
    ];
    let of = |line, payload| record(&second, line, &substance, payload);
    let second_records = vec![of(0, ld50(800.0)), of(1, ghs("H351")), of(2, boiling(-19.5))];
    vec![(first, first_records), (second, second_records)]
}

/// A journal with the two documents.
pub(crate) fn journal(folder: &Path) -> Journal {
    let mut journal = Journal::open(folder).unwrap();
    for (document, records) in documents() {
        commit(&mut journal, &document, &records);
    }
    journal
}

pub(crate) fn commit(journal: &mut Journal, document: &Document, records: &[Record]) {
    let used = |passage: &Passage| {
        let quoting = |record: &&Record| record.evidence[0].range.overlaps(passage.range);
        let records: Vec<_> = records.iter().filter(quoting).map(|record| record.id.clone()).collect();
        match records.is_empty() {
            true => PassageOutcome::NothingRecognised { passage: passage.id.clone() },
            false => PassageOutcome::Used { passage: passage.id.clone(), records },
        }
    };
    let outcomes: Vec<PassageOutcome> = document.passages.iter().map(used).collect();
    journal
        .commit_document(&DocumentEntry {
            document,
            path: &format!("in/{}", document.file_name),
            byte_length: document.text.len() as u64,
            run: &run(),
            run_description: "{}",
            records,
            losses: &[],
            outcomes: &outcomes,
            at: "2026-03-01T09:30:00Z",
        })
        .unwrap();
}
