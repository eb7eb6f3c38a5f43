use super::*;

/// One LD50 record for every way a value can stand to a range.
fn doses() -> Corpus {
    let sheet = document("sheet", &["text"]);
    let q = Qualifier::Equal;
    let quantities = [
        ("inside", exactly(250.0, "mg/kg")),
        ("inside in grams", exactly(0.25, "g/kg")),
        ("below", dose("< 200 mg/kg", Qualifier::Less, None, Some(200.0), "mg/kg")),
        ("across", dose("200 - 400 mg/kg", q, Some(200.0), Some(400.0), "mg/kg")),
        ("above 200", dose("> 200 mg/kg", Qualifier::Greater, Some(200.0), None, "mg/kg")),
        ("about", dose("~ 250 mg/kg", Qualifier::Approximate, Some(250.0), Some(250.0), "mg/kg")),
        ("outside", exactly(300.0, "mg/kg")),
        ("far above", dose("> 2000 mg/kg", Qualifier::Greater, Some(2000.0), None, "mg/kg")),
        ("withheld", Quantity::absent("CBI", ValueState::Withheld)),
        ("not reported", Quantity::absent("-", ValueState::NotReported)),
        ("other dimension", exactly(250.0, "mg/L")),
        ("odd unit", exactly(250.0, "drops")),
        ("not applicable", Quantity::absent("n/a", ValueState::NotApplicable)),
    ];
    let record_of =
        |(name, quantity): (&str, Quantity)| record(&sheet, substance(name, None), effect("LD50", quantity, "rat"));
    let records = quantities.into_iter().map(record_of).collect();
    Corpus { documents: vec![sheet], records }
}

#[test]
fn hits_are_certain_possible_or_unknown_and_counted_apart() {
    let (_folder, index) = doses().index();
    let results = search(&index, "ld50:<300 mg/kg");
    assert_eq!(results.ranges, Some(RangeCounts { certain: 3, possible: 3, unknown: 4 }));
    assert_eq!(results.total, 10);
    let of = |certainty: Certainty| {
        let hits = results.hits.iter().filter(|hit| hit.certainty == Some(certainty));
        let mut names: Vec<&str> = hits.map(|hit| hit.substance_key.as_deref().unwrap()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(of(Certainty::Certain), ["name:below", "name:inside", "name:inside in grams"]);
    assert_eq!(of(Certainty::Possible), ["name:about", "name:above 200", "name:across"]);
    assert_eq!(of(Certainty::Unknown), ["name:not reported", "name:odd unit", "name:other dimension", "name:withheld"]);
    let order: Vec<Option<Certainty>> = results.hits.iter().map(|hit| hit.certainty).collect();
    assert!(order.is_sorted());
    let reason =
        |key: &str| results.hits.iter().find(|hit| hit.substance_key.as_deref() == Some(key)).unwrap().unknown_reason;
    assert_eq!(reason("name:withheld"), Some(UnknownReason::Withheld));
    assert_eq!(reason("name:other dimension"), Some(UnknownReason::OtherDimension));
    assert_eq!(reason("name:odd unit"), Some(UnknownReason::UnitUnknown));
    assert_eq!(reason("name:inside"), None);
    assert_eq!(search(&index, "type:record").ranges, None);
}

#[test]
fn ranges_and_filters_hold_together() {
    let (_folder, index) = Corpus::sample().index();
    assert_eq!(titles(&index, "ld50:[50 mg/kg TO 1 g/kg] species:rat"), ["Formaldehyde · LD50 0.1 g/kg (rat, oral)"]);
    assert_eq!(titles(&index, "bisphenol ld50:>=3250 mg/kg"), ["Bisphenol A · LD50 3250 mg/kg (rat, oral)"]);
    assert_eq!(search(&index, "ld50:>3250 mg/kg").total, 0);
    assert_eq!(titles(&index, "boiling_point:<0 °C"), ["Formaldehyde · boiling point -19 °C"]);
    assert_eq!(search(&index, "boiling_point:>400 °F").total, 1);
    assert_eq!(search(&index, "measurement:<1 µg/L medium:water").total, 1);
    assert_eq!(search(&index, "noael:<1 mg/kg/d").total, 0);
    assert!(matches!(index.search(&Query::new("type:passage ld50:<1 mg/kg")), Err(SearchError::Syntax { .. })));
}

#[test]
fn a_substance_meets_a_range_by_any_of_its_standing_records() {
    let mut corpus = Corpus::sample();
    let sheet = corpus.documents[0].clone();
    let rejected = record(&sheet, bpa(), effect("LD50", exactly(1.0, "mg/kg"), "mouse"));
    corpus.records.push(reviewed(rejected, ReviewStatus::Rejected));
    let (_folder, index) = corpus.index();
    assert_eq!(titles(&index, "type:substance ld50:<300 mg/kg"), ["Formaldehyde · 50-00-0"]);
    assert_eq!(search(&index, "type:substance ld50:<300 mg/kg h:H350 boiling_point:<0 °C").total, 1);
    assert_eq!(search(&index, "type:substance ld50:<300 mg/kg boiling_point:>0 °C").total, 0);
    assert_eq!(search(&index, "type:substance,record ld50:<300 mg/kg").total, 3);
    assert_eq!(search(&index, "type:substance ld50:<5000 mg/kg").ranges.unwrap().certain, 2);
}

#[test]
fn volumes_are_amounts_a_year_and_withheld_ones_are_not_lost() {
    let sheet = document("sheet", &["text"]);
    let amount = |name: &str, payload: Payload| record(&sheet, substance(name, None), payload);
    let reported = VolumeStatus::Reported;
    let records = vec![
        amount("yearly", volume(exactly(500.0, "t/a"), None, reported)),
        amount("one year", volume(exactly(500.0, "t"), Some(2019), reported)),
        amount("pounds", volume(exactly(1_000_000.0, "lb/yr"), None, reported)),
        amount("no year", volume(exactly(500.0, "t"), None, reported)),
        amount("secret", volume(Quantity::absent("CBI", ValueState::Withheld), Some(2019), VolumeStatus::Cbi)),
        amount("too much", volume(exactly(20.0, "kt/a"), None, reported)),
    ];
    let (_folder, index) = Corpus { documents: vec![sheet.clone()], records }.index();
    let results = search(&index, "volume:[1 t/a TO 10 kt/a]");
    assert_eq!(results.ranges, Some(RangeCounts { certain: 3, possible: 0, unknown: 2 }));
    assert_eq!(search(&index, "volume:>1000 t").ranges, Some(RangeCounts { certain: 1, possible: 0, unknown: 2 }));
    assert_eq!(search(&index, "state:withheld").hits[0].substance_key.as_deref(), Some("name:secret"));
    assert_eq!(search(&index, "year:2019 type:record").total, 2);
}
