//! What is written as JSON is read back as it was, and keeps its identifier.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use orfila_records::{
    Activity, BoundingBox, Casrn, DocumentId, EffectValue, Evidence, Exposure, ExposureKind, Extraction,
    GhsClassification, Grounding, Hazard, Identity, PageNumber, Payload, ProductionVolume, Property, Qualifier,
    Quantity, Record, RunId, Substance, SubstanceRole, TextRange, ValueState, VolumeStatus,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,40}"
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |value| value.is_finite()),
        (0u32..1_000_000).prop_map(f64::from),
        Just(0.1),
        Just(1e-300)
    ]
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let qualifier = prop_oneof![
        Just(Qualifier::Equal),
        Just(Qualifier::Less),
        Just(Qualifier::LessOrEqual),
        Just(Qualifier::Greater),
        Just(Qualifier::GreaterOrEqual),
        Just(Qualifier::Approximate),
    ];
    let unit = prop_oneof![Just(None), Just(Some("mg/kg")), Just(Some("°F")), Just(Some("furlong"))];
    let reported = (text(), qualifier, proptest::option::of(number()), proptest::option::of(number()), unit)
        .prop_map(|(raw, qualifier, low, high, unit)| Quantity::reported(&raw, qualifier, low, high, unit));
    // A canonical value may overflow; such a quantity breaks a rule and is never written.
    let finite = |quantity: &Quantity| {
        [quantity.canonical_low, quantity.canonical_high].iter().flatten().all(|value| value.is_finite())
    };
    prop_oneof![
        reported.prop_filter("finite", finite),
        text().prop_map(|raw| Quantity::absent(&raw, ValueState::Withheld))
    ]
}

fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        proptest::option::of(quantity()).prop_map(|concentration| {
            Payload::Identity(Identity {
                role: SubstanceRole::Component,
                part_of: Some("cas:50-00-0".into()),
                concentration,
            })
        }),
        (quantity(), proptest::option::of(any::<i32>())).prop_map(|(quantity, year)| Payload::Volume(
            ProductionVolume {
                quantity,
                year,
                period: None,
                region: Some("EU".into()),
                scope: None,
                activity: Activity::Imported,
                programme: None,
                status: VolumeStatus::Cbi,
            }
        )),
        (text(), proptest::option::of(quantity())).prop_map(|(name, quantity)| Payload::Exposure(Box::new(
            Exposure::new(ExposureKind::Measurement, &name, quantity)
        ))),
        (text(), quantity()).prop_map(|(endpoint, quantity)| Payload::Hazard(Hazard::Effect(Box::new(
            EffectValue::new(&endpoint, quantity)
        )))),
        proptest::collection::vec(text(), 0..3).prop_map(|h_codes| Payload::Hazard(Hazard::Ghs(GhsClassification {
            h_codes,
            ..GhsClassification::default()
        }))),
        (text(), quantity()).prop_map(|(name, quantity)| Payload::Property(Property::new(&name, quantity))),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    (text(), payload(), text(), any::<u16>(), 0.0f64..=1.0).prop_map(|(name, payload, quote, start, confidence)| {
        let mut substance = Substance::named(&name);
        substance.casrn = vec!["71-43-2".parse::<Casrn>().unwrap()];
        let evidence = Evidence {
            field: "/payload/quantity".into(),
            document: DocumentId::of_bytes(b"x"),
            title: name,
            page: Some(PageNumber(3)),
            boxes: vec![BoundingBox { x0: 0.1, y0: 1.0 / 3.0, x1: 2.0, y1: 7.25 }],
            table_cell: Some((0, 1, 2)),
            range: TextRange::new(usize::from(start), usize::from(start) + quote.len()),
            quote,
            grounding: Grounding::Exact,
            hidden: false,
        };
        let extraction = Extraction {
            run: RunId::from_hash("r"),
            extractor: "grammar".into(),
            model: None,
            prompt: None,
            pipeline: "1".into(),
            confidence: BTreeMap::from([("/payload/quantity".to_owned(), confidence)]),
        };
        Record::new(substance, payload, vec![evidence], extraction)
    })
}

proptest! {
    #[test]
    fn a_record_survives_a_line_of_json(record in record()) {
        let line = serde_json::to_string(&record).unwrap();
        prop_assert!(!line.contains('\n'));
        let back: Record = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(&back, &record);
        prop_assert_eq!(back.content_id(), record.id);
    }

    #[test]
    fn many_records_survive_a_file_of_lines(records in proptest::collection::vec(record(), 0..5)) {
        let file: String = records.iter().map(|record| serde_json::to_string(record).unwrap() + "\n").collect();
        let back: Vec<Record> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(back, records);
    }

    #[test]
    fn a_changed_field_changes_the_identifier(record in record(), other in text()) {
        let mut changed = record.clone();
        changed.substance.raw_name.push_str(&other);
        prop_assert_eq!(changed.content_id() == record.id, other.is_empty());
    }
}

#[test]
fn unknown_fields_are_refused() {
    assert!(serde_json::from_str::<TextRange>(r#"{"start":1,"end":2,"length":1}"#).is_err());
}
