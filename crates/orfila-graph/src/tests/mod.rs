use std::collections::BTreeMap;

use orfila_records::{
    Activity, DocumentId, EffectValue, Evidence, Exposure, ExposureKind, Extraction, GhsClassification, Grounding,
    Hazard, Identity, Payload, ProductionVolume, Property, Qualifier, Quantity, Record, Review, ReviewStatus, RunId,
    Substance, SubstanceRole, TextRange, VolumeStatus,
};

use super::*;

mod incremental;
mod questions;

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

fn document(name: &str) -> DocumentId {
    DocumentId::of_bytes(name.as_bytes())
}

fn evidence(document_name: &str, quote: &str) -> Evidence {
    Evidence {
        field: "/payload".into(),
        document: document(document_name),
        title: document_name.into(),
        page: None,
        boxes: vec![],
        table_cell: None,
        quote: quote.into(),
        range: TextRange::new(0, quote.len()),
        grounding: Grounding::Exact,
        hidden: false,
    }
}

fn substance(name: &str, casrn: Option<&str>) -> Substance {
    let mut substance = Substance::named(name);
    substance.casrn = casrn.into_iter().map(|casrn| casrn.parse().unwrap()).collect();
    substance
}

fn bpa() -> Substance {
    let mut substance = substance("Bisphenol A", Some("80-05-7"));
    substance.synonyms = vec!["4,4'-isopropylidenediphenol".into()];
    substance
}

fn formaldehyde() -> Substance {
    substance("Formaldehyde", Some("50-00-0"))
}

fn record(document_name: &str, substance: Substance, payload: Payload) -> Record {
    let quote = serde_json::to_string(&payload).unwrap();
    Record::new(substance, payload, vec![evidence(document_name, &quote)], extraction())
}

fn dose(value: f64) -> Quantity {
    Quantity::reported(&format!("{value} mg/kg"), Qualifier::Equal, Some(value), Some(value), Some("mg/kg"))
}

fn effect(endpoint: &str, species: &str, value: f64) -> Payload {
    let mut effect = EffectValue::new(endpoint, dose(value));
    effect.species = Some(species.into());
    Payload::Hazard(Hazard::Effect(Box::new(effect)))
}

fn classified(codes: &[&str], class: &str) -> Payload {
    Payload::Hazard(Hazard::Ghs(GhsClassification {
        class: Some(class.into()),
        category: Some("1B".into()),
        h_codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..GhsClassification::default()
    }))
}

fn measured(medium: &str) -> Payload {
    let mut exposure = Exposure::new(ExposureKind::Measurement, "concentration", Some(dose(1.0)));
    exposure.medium_raw = Some(medium.into());
    Payload::Exposure(Box::new(exposure))
}

fn limited(medium: Option<&str>, authority: &str) -> Payload {
    let mut exposure = Exposure::new(ExposureKind::Limit, "TWA", Some(dose(2.0)));
    exposure.medium = medium.map(str::to_owned);
    exposure.authority = Some(authority.into());
    Payload::Exposure(Box::new(exposure))
}

fn used(name: &str) -> Payload {
    Payload::Exposure(Box::new(Exposure::new(ExposureKind::Use, name, None)))
}

fn volume(region: &str) -> Payload {
    Payload::Volume(ProductionVolume {
        quantity: Quantity::reported("1000 t/a", Qualifier::Equal, Some(1000.0), Some(1000.0), Some("t/a")),
        year: Some(2019),
        period: None,
        region: Some(region.into()),
        scope: None,
        activity: Activity::Manufactured,
        programme: None,
        status: VolumeStatus::Reported,
    })
}

fn component(product: &Substance) -> Payload {
    let concentration = Quantity::reported("10 - 30 %", Qualifier::Equal, Some(10.0), Some(30.0), Some("%"));
    Payload::Identity(Identity {
        role: SubstanceRole::Component,
        part_of: Some(product.key()),
        concentration: Some(concentration),
    })
}

fn boiling() -> Payload {
    Payload::Property(Property::new("boiling point", dose(1.0)))
}

/// Two documents with one record of every kind.
fn sample() -> Vec<(&'static str, Vec<Record>)> {
    let glue = substance("Glue <Strong> & \"Fast\"", None);
    vec![
        (
            "sheet",
            vec![
                record(
                    "sheet",
                    glue.clone(),
                    Payload::Identity(Identity { role: SubstanceRole::Product, part_of: None, concentration: None }),
                ),
                record("sheet", bpa(), component(&glue)),
                record("sheet", bpa(), classified(&["H360F", "H317"], "Reproductive toxicity")),
                record("sheet", bpa(), effect("LD50", "rat", 3250.0)),
                record("sheet", bpa(), boiling()),
            ],
        ),
        (
            "report",
            vec![
                record("report", bpa(), measured("drinking water")),
                record("report", bpa(), volume("EU")),
                record("report", formaldehyde(), effect("LD50", "rat", 100.0)),
                record("report", formaldehyde(), limited(Some("workplace air"), "OSHA")),
                record("report", formaldehyde(), limited(None, "OSHA")),
                record("report", formaldehyde(), used("preservative")),
            ],
        ),
    ]
}

fn build(documents: &[(&'static str, Vec<Record>)]) -> Graph {
    let ids: Vec<DocumentId> = documents.iter().map(|(name, _)| document(name)).collect();
    Graph::build(ids.iter().zip(documents).map(|(id, (title, records))| DocumentRecords { id, title, records }))
}

/// Everything that can be seen of a graph.
fn snapshot(graph: &Graph) -> (Vec<NodeView>, Vec<EdgeView>, Stats, String) {
    let mut graphml = Vec::new();
    graph.export_graphml(&mut graphml).unwrap();
    (graph.nodes().collect(), graph.edges(), graph.stats(), String::from_utf8(graphml).unwrap())
}
