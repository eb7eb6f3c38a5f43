//! Claims from marks that were made by hand.

use orfila_records::{ExposureKind, Hazard, LossReason, PassageKind, Payload, TextRange};

use super::{Link, Mark, MarkKind, Marks, read};
use crate::claims::Context;
use crate::made_by_hand::Builder;

/// Words of a text with their kinds; the first belongs to nothing and all others to it.
fn marks(text: &str, words: &[(&str, MarkKind)], probability: f32) -> Marks {
    let mark = |(word, kind): &(&str, MarkKind)| {
        let start = text.find(word).unwrap_or_else(|| panic!("`{word}` is not in the text"));
        let at = start..start + word.len();
        Mark { kind: *kind, view: 0, range: TextRange::new(at.start, at.end), at, probability }
    };
    let link = |tail| Link { head: 0, tail, same: false, probability };
    Marks { marks: words.iter().map(mark).collect(), links: (1..words.len()).map(link).collect() }
}

/// The claims of a text whose first mark is a number, and the reasons of what was not claimed.
fn read_text(text: &str, words: &[(&str, MarkKind)], probability: f32) -> (Vec<(String, Payload)>, Vec<LossReason>) {
    let builder = Builder::new().with(PassageKind::Paragraph, text);
    let mut context = Context::new(builder.document());
    read(&mut context, &marks(text, words, probability));
    let claim = |claim: &crate::claims::Claim| {
        let name = context.substances.get(claim.substance).map(|item| item.substance.raw_name.clone());
        (name.unwrap_or_default(), claim.payload.clone())
    };
    let claims = context.claims.iter().map(claim).collect();
    (claims, context.losses.iter().map(|loss| loss.reason).collect())
}

use MarkKind::{
    Activity, Amount, Endpoint, Limit, Medium, Negation, Property, Region, Species, Statistic, Substance, Unit, Year,
};

#[test]
fn a_value_that_no_grammar_read_is_claimed_with_what_belongs_to_it() {
    let text = "For the rat a figure of 640 mg/kg was found as the LD50 with fenbutamid.";
    let words = [("640", Amount), ("mg/kg", Unit), ("LD50", Endpoint), ("rat", Species), ("fenbutamid", Substance)];
    let (claims, _) = read_text(text, &words, 0.99);
    let [(name, Payload::Hazard(Hazard::Effect(effect)))] = claims.as_slice() else { panic!("{claims:?}") };
    assert_eq!(
        (name.as_str(), effect.endpoint.as_str(), effect.species.as_deref()),
        ("fenbutamid", "LD50", Some("rat"))
    );
    assert_eq!((effect.quantity.low, effect.quantity.unit_raw.as_deref()), (Some(640.0), Some("mg/kg")));
}

#[test]
fn what_the_model_is_not_sure_of_is_said_and_not_claimed() {
    let text = "For the rat a figure of 640 mg/kg was found as the LD50 with fenbutamid.";
    let words = [("640", Amount), ("mg/kg", Unit), ("LD50", Endpoint), ("fenbutamid", Substance)];
    for (probability, losses) in [(0.4, 1), (0.05, 0)] {
        let (claims, reasons) = read_text(text, &words, probability);
        assert!(claims.is_empty(), "{claims:?}");
        assert_eq!(reasons, vec![LossReason::PossiblyMissed; losses]);
    }
}

#[test]
fn a_piece_of_a_number_is_no_value() {
    let text = "An LD50 of 1,640 mg/kg for fenbutamid.";
    let words = [("640", Amount), ("mg/kg", Unit), ("LD50", Endpoint), ("fenbutamid", Substance)];
    let (claims, reasons) = read_text(text, &words, 0.99);
    assert!(claims.is_empty(), "{claims:?}");
    assert_eq!(reasons, [LossReason::PossiblyMissed]);
}

#[test]
fn a_value_that_is_denied_is_none() {
    let text = "An LD50 of 640 mg/kg for fenbutamid could not be confirmed.";
    let words = [("640", Amount), ("mg/kg", Unit), ("LD50", Endpoint), ("fenbutamid", Substance), ("not", Negation)];
    assert!(read_text(text, &words, 0.99).0.is_empty());
}

#[test]
fn measurements_limits_properties_and_volumes_are_told_by_their_marks() {
    let measured = "Fenbutamid was there in river water with 3.2 µg/L on average (mean).";
    let words =
        [("3.2", Amount), ("µg/L", Unit), ("Fenbutamid", Substance), ("river water", Medium), ("mean", Statistic)];
    let (claims, _) = read_text(measured, &words, 0.99);
    let [(name, Payload::Exposure(exposure))] = claims.as_slice() else { panic!("{claims:?}") };
    assert_eq!(
        (name.as_str(), exposure.kind, exposure.medium_raw.as_deref()),
        ("Fenbutamid", ExposureKind::Measurement, Some("river water"))
    );

    let limited = "Workplaces: AGW of fenbutamid 5 mg/m³.";
    let words = [("5", Amount), ("mg/m³", Unit), ("fenbutamid", Substance), ("AGW", Limit)];
    let (claims, _) = read_text(limited, &words, 0.99);
    let [(_, Payload::Exposure(exposure))] = claims.as_slice() else { panic!("{claims:?}") };
    assert_eq!(exposure.kind, ExposureKind::Limit);

    let physical = "Fenbutamid melts; the melting point lies at 81 °C.";
    let words = [("81", Amount), ("°C", Unit), ("Fenbutamid", Substance), ("melting point", Property)];
    let (claims, _) = read_text(physical, &words, 0.99);
    let [(_, Payload::Property(property))] = claims.as_slice() else { panic!("{claims:?}") };
    assert_eq!((property.name.as_str(), property.quantity.low), ("melting point", Some(81.0)));

    let made = "In 2019 plants in Germany produced 450 t of fenbutamid.";
    let words = [
        ("450", Amount),
        ("t", Unit),
        ("fenbutamid", Substance),
        ("produced", Activity),
        ("2019", Year),
        ("Germany", Region),
    ];
    let mut marks = marks(made, &words, 0.99);
    let unit = made.find(" t of").unwrap_or_default() + 1;
    marks.marks[1].at = unit..unit + 1;
    marks.marks[1].range = TextRange::new(unit, unit + 1);
    let builder = Builder::new().with(PassageKind::Paragraph, made);
    let mut context = Context::new(builder.document());
    read(&mut context, &marks);
    let Some(Payload::Volume(volume)) = context.claims.first().map(|claim| &claim.payload) else {
        panic!("{:?}", context.claims)
    };
    assert_eq!((volume.year, volume.region.as_deref()), (Some(2019), Some("Germany")));
}

#[test]
fn a_property_takes_values_of_its_dimension_only() {
    let text = "The melting point of fenbutamid lies at 81 mg/kg.";
    let words = [("81", Amount), ("mg/kg", Unit), ("fenbutamid", Substance), ("melting point", Property)];
    let (claims, reasons) = read_text(text, &words, 0.99);
    assert!(claims.is_empty(), "{claims:?}");
    assert_eq!(reasons, [LossReason::PossiblyMissed]);
}

#[test]
fn a_measured_value_needs_a_substance_of_its_own() {
    let text = "In river water 3.2 µg/L were there.";
    let words = [("3.2", Amount), ("µg/L", Unit), ("river water", Medium)];
    let (claims, reasons) = read_text(text, &words, 0.99);
    assert!(claims.is_empty(), "{claims:?}");
    assert_eq!(reasons, [LossReason::PossiblyMissed]);
}
