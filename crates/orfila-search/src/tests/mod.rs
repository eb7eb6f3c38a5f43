use std::collections::BTreeMap;

use orfila_records::{
    Activity, Direction, Document, DocumentFormat, DocumentId, EffectValue, Evidence, Exposure, ExposureKind,
    Extraction, GhsClassification, Grounding, Hazard, PageNumber, Passage, PassageId, PassageKind, Payload,
    ProductionVolume, Property, Qualifier, Quantity, Record, Review, ReviewStatus, RunId, Substance, TextRange,
    ValueState, VolumeStatus,
};

use super::*;

mod durability;
mod queries;
mod ranges;

fn extraction() -> Extraction {
    Extraction {
        run: RunId::from_hash("run"),
        extractor: "grammar".into(),
        model: None,
        prompt: None,
        pipeline: "1".into(),
        confidence: BTreeMap::new(),
    }
}

/// A document whose paragraphs are passages, each on a page of its own.
fn document(name: &str, paragraphs: &[&str]) -> Document {
    let id = DocumentId::of_bytes(name.as_bytes());
    let mut start = 0;
    let mut passages = Vec::new();
    for (number, paragraph) in (1..).zip(paragraphs) {
        let range = TextRange::new(start, start + paragraph.len());
        start = range.end + 1;
        passages.push(Passage {
            id: PassageId::of(&id, range.start, range.end),
            kind: PassageKind::Paragraph,
            range,
            page: Some(PageNumber(number)),
            section: vec!["SECTION 11".into()],
            segments: vec![],
            table: None,
            figure: None,
            level: None,
            direction: Direction::default(),
            hyphens: vec![],
        });
    }
    Document {
        id,
        file_name: format!("{name}.pdf"),
        format: DocumentFormat::Pdf,
        title: Some(format!("Title of {name}")),
        language: None,
        text: paragraphs.join("\n"),
        pages: vec![],
        passages,
        tables: vec![],
        figures: vec![],
        fields: vec![],
        problems: vec![],
        losses: vec![],
    }
}

fn record(document: &Document, substance: Substance, payload: Payload) -> Record {
    let quote = payload.quantity().map_or("quoted text", |quantity| quantity.raw.as_str()).to_owned();
    let evidence = Evidence {
        field: "/payload".into(),
        document: document.id.clone(),
        title: document.file_name.clone(),
        page: Some(PageNumber(2)),
        boxes: vec![],
        table_cell: None,
        range: TextRange::new(0, quote.len()),
        quote,
        grounding: Grounding::Exact,
        hidden: false,
    };
    Record::new(substance, payload, vec![evidence], extraction())
}

fn substance(name: &str, casrn: Option<&str>) -> Substance {
    let mut substance = Substance::named(name);
    substance.casrn = casrn.into_iter().map(|casrn| casrn.parse().unwrap()).collect();
    substance
}

fn bpa() -> Substance {
    let mut substance = substance("Bisphenol A", Some("80-05-7"));
    substance.ec_number = Some("201-245-8".parse().unwrap());
    substance.dtxsid = Some("DTXSID7020182".parse().unwrap());
    substance.inchikey = Some("IISBACLAFKSPIT-UHFFFAOYSA-N".parse().unwrap());
    substance
}

fn dose(raw: &str, qualifier: Qualifier, low: Option<f64>, high: Option<f64>, unit: &str) -> Quantity {
    Quantity::reported(raw, qualifier, low, high, Some(unit))
}

fn exactly(value: f64, unit: &str) -> Quantity {
    dose(&format!("{value} {unit}"), Qualifier::Equal, Some(value), Some(value), unit)
}

fn effect(endpoint: &str, quantity: Quantity, species: &str) -> Payload {
    let mut effect = EffectValue::new(endpoint, quantity);
    effect.species = Some(species.into());
    effect.route = Some("oral".into());
    Payload::Hazard(Hazard::Effect(Box::new(effect)))
}

fn classified(codes: &[&str]) -> Payload {
    Payload::Hazard(Hazard::Ghs(GhsClassification {
        class: Some("Carcinogenicity".into()),
        jurisdiction: Some("EU".into()),
        h_codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..GhsClassification::default()
    }))
}

fn measured(medium: &str, quantity: Quantity) -> Payload {
    let mut exposure = Exposure::new(ExposureKind::Measurement, "urine", Some(quantity));
    exposure.medium_raw = Some(medium.into());
    Payload::Exposure(Box::new(exposure))
}

fn volume(quantity: Quantity, year: Option<i32>, status: VolumeStatus) -> Payload {
    Payload::Volume(ProductionVolume {
        quantity,
        year,
        period: None,
        region: Some("US".into()),
        scope: None,
        activity: Activity::Manufactured,
        programme: Some("CDR".into()),
        status,
    })
}

fn boiling(quantity: Quantity) -> Payload {
    Payload::Property(Property::new("boiling point", quantity))
}

fn reviewed(mut record: Record, status: ReviewStatus) -> Record {
    record.review = Review { status, decisions: vec![] };
    record
}

/// What the tests search in.
struct Corpus {
    documents: Vec<Document>,
    records: Vec<Record>,
}

impl Corpus {
    fn sample() -> Self {
        let sheet = document(
            "sheet",
            &[
                "Bisphenol A, CAS 80-05-7, is used in polycarbonate.",
                "The oral LD50 in rats is 3,250 mg/kg for 4,4'-isopropylidenediphenol.",
                "α-HCH, 2,4-D and p,p'-DDT were not found in drinking water; trichloro-\nethane was.",
            ],
        );
        let report = document("report", &["Formaldehyde (50-00-0) may cause cancer: H350.", "Phénol was measured."]);
        let formaldehyde = || substance("Formaldehyde", Some("50-00-0"));
        let records = vec![
            record(&sheet, bpa(), effect("LD50", exactly(3250.0, "mg/kg"), "rat")),
            record(&sheet, bpa(), classified(&["H360F", "H317"])),
            record(&sheet, bpa(), measured("drinking water", exactly(0.5, "µg/L"))),
            record(&sheet, bpa(), boiling(exactly(220.0, "°C"))),
            record(&report, formaldehyde(), effect("LD50", exactly(0.1, "g/kg"), "rat")),
            record(&report, formaldehyde(), classified(&["H350"])),
            reviewed(record(&report, formaldehyde(), classified(&["H341"])), ReviewStatus::Rejected),
            reviewed(record(&report, formaldehyde(), boiling(exactly(-19.0, "°C"))), ReviewStatus::Accepted),
        ];
        Self { documents: vec![sheet, report], records }
    }

    fn feed(&self, index: &mut SearchIndex, watermark: u64) {
        let documents: Vec<&Document> = self.documents.iter().collect();
        let records: Vec<&Record> = self.records.iter().collect();
        let substances = SubstanceClaims::group(&self.records);
        let batch = Batch { documents: &documents, records: &records, substances: &substances, removed_documents: &[] };
        index.update(batch, watermark).unwrap();
    }

    fn index(&self) -> (tempfile::TempDir, SearchIndex) {
        let folder = tempfile::tempdir().unwrap();
        let mut index = SearchIndex::open_or_create(folder.path()).unwrap();
        self.feed(&mut index, 1);
        (folder, index)
    }
}

fn search(index: &SearchIndex, text: &str) -> SearchResults {
    index.search(&Query::new(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The titles of all hits, in alphabetical order.
fn titles(index: &SearchIndex, text: &str) -> Vec<String> {
    let mut titles: Vec<String> = search(index, text).hits.into_iter().map(|hit| hit.title).collect();
    titles.sort();
    titles
}
