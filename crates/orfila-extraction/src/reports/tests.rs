//! Whole small documents, made by hand, read from end to end.

use orfila_records::{
    Activity, ExposureKind, Hazard, LossReason, PassageKind, Payload, Record, Statistic, ValueState, VolumeStatus,
};

use crate::made_by_hand::Builder;

/// Exposure records as `substance kind value [statistic] medium`.
fn exposures(records: &[Record]) -> Vec<String> {
    records
        .iter()
        .filter_map(|record| match &record.payload {
            Payload::Exposure(exposure) if exposure.kind != ExposureKind::Use => {
                let quantity = exposure.quantity.as_ref()?;
                let statistic = quantity.statistic.map(|statistic| format!(" {statistic:?}")).unwrap_or_default();
                let medium = exposure.medium_raw.as_ref().map(|medium| format!(" in {medium}")).unwrap_or_default();
                Some(format!("{} {:?}: {quantity}{statistic}{medium}", record.substance.raw_name, exposure.kind))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_table_gives_each_number_with_its_unit_statistic_and_medium() {
    let output = Builder::new()
        .with(PassageKind::Title, "Dietary exposure to cadmium in a city")
        .table(
            "Table 1 Concentrations in food.",
            1,
            &[
                "Food|N|Mean ± SD (μg/kg)|P95 (μg/kg)|Range (μg/kg)|Cadmium found (%)",
                "Rice|454|88.0 ± 8.5|170|2.6–440|92",
                "Fish|298|8.7 ± 17.9|ND|6.0–275|34",
            ],
        )
        .read();
    assert_eq!(
        exposures(&output.records),
        [
            "cadmium Measurement: 88 μg/kg Mean in Rice",
            "cadmium Measurement: 170 μg/kg P95 in Rice",
            "cadmium Measurement: 2.6 – 440 μg/kg Range in Rice",
            "cadmium Measurement: 8.7 μg/kg Mean in Fish",
            "cadmium Measurement: not detected P95 in Fish",
            "cadmium Measurement: 6 – 275 μg/kg Range in Fish",
        ]
    );
    let sizes: Vec<_> = output
        .records
        .iter()
        .filter_map(|record| match &record.payload {
            Payload::Exposure(exposure) => exposure.sample_size,
            _ => None,
        })
        .collect();
    assert_eq!(sizes, [454, 454, 454, 298, 298, 298]);
}

#[test]
fn rows_may_be_the_analytes_and_headings_the_medium() {
    let output = Builder::new()
        .with(PassageKind::Title, "Elements in blood")
        .table(
            "Table 2 Elements.",
            1,
            &[
                "Variable|Normal|Term (n = 25)|P",
                "Cord blood",
                "Lead (μg/dL)|≤ 9|3.25 (1.50 – 7.60)|0.177",
                "Zinc (μg/dL)|60 – 130|45.16 (9.32)|0.116",
            ],
        )
        .read();
    assert_eq!(
        exposures(&output.records),
        [
            "Lead Measurement: 3.25 μg/dL in Cord blood",
            "Lead Measurement: 1.5 – 7.6 μg/dL Range in Cord blood",
            "Zinc Measurement: 45.16 μg/dL in Cord blood",
        ]
    );
}

#[test]
fn clinical_values_and_method_limits_are_no_exposure() {
    let output = Builder::new()
        .with(PassageKind::Title, "Cadmium in rats")
        .table(
            "Table 1 Serum values.",
            1,
            &["Group|Total cholesterol (mg/dL)|Creatinine (mg/dL)", "Control|38 ± 2|0.9", "Treated|133 ± 5|2.1"],
        )
        .with(
            PassageKind::Paragraph,
            "The limit of detection for cadmium was 0.5 μg/L. Samples were spiked with 10 μg/L cadmium.",
        )
        .read();
    assert_eq!(exposures(&output.records), Vec::<String>::new());
}

#[test]
fn effects_and_properties_in_rows_are_no_exposure() {
    let output = Builder::new()
        .with(PassageKind::Title, "Bisphenol A in food")
        .table(
            "Table 1 Concentrations and effects.",
            1,
            &["|Bisphenol A (mg/kg)", "NOAEL, rat|5", "Water solubility|300", "Canned fish|0.02"],
        )
        .read();
    assert_eq!(exposures(&output.records), ["Bisphenol A Measurement: 0.02 mg/kg in Canned fish"]);
}

#[test]
fn cells_of_a_name_and_its_short_form_define_it() {
    let output = Builder::new()
        .with(PassageKind::Title, "Degreasing solvents")
        .with(PassageKind::Paragraph, "Trichloroethylene is a solvent; chromium was not looked for.")
        .table(
            "Table 1 Substances.",
            1,
            &["Substance|CAS number", "Trichloroethylene (TCE)|79-01-6", "Chromium (VI)|18540-29-9"],
        )
        .table("Table 2 Workplace air.", 1, &["Job|TCE (ppm)", "Operator|9.4"])
        .read();
    assert_eq!(exposures(&output.records), ["Trichloroethylene Measurement: 9.4 ppm in Operator"]);
    let mut names: Vec<&str> = output.records.iter().map(|record| record.substance.raw_name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["Chromium (VI)", "Trichloroethylene", "chromium"]);
}

#[test]
fn sentences_give_levels_and_limits() {
    let output = Builder::new()
        .with(PassageKind::Title, "Aflatoxin B1 and aflatoxin G1 in rice")
        .with(PassageKind::Paragraph, "Levels of 65.77 and 1.02 μg/kg were found for aflatoxin B1 and aflatoxin G1, respectively. The maximum level for aflatoxin B1 is 5 μg/kg. It ranged from 19.27- 0.01 μg/kg.")
        .read();
    assert_eq!(
        exposures(&output.records),
        [
            "Aflatoxin B1 Measurement: 65.77 μg/kg",
            "Aflatoxin B1 Limit: 5 μg/kg",
            "Aflatoxin B1 Measurement: 0.01 – 19.27 μg/kg Range",
            "aflatoxin G1 Measurement: 1.02 μg/kg"
        ]
    );
}

#[test]
fn effect_values_carry_species_route_duration_and_guideline() {
    let output = Builder::new()
        .with(PassageKind::Title, "Bisphenol A")
        .with(
            PassageKind::Paragraph,
            "The NOAEL of bisphenol A in rats was 5 mg/kg bw/day in a 90-day oral study (OECD 408, GLP, Klimisch 1).",
        )
        .table(
            "Table 1. LC50 of extracts against Aedes aegypti after 24 hours",
            1,
            &["Extract|LC50 (ppm)|95% FL", "Rough lemon|200.79|167.62-230.80"],
        )
        .read();
    let effects: Vec<String> = output
        .records
        .iter()
        .filter_map(|record| match &record.payload {
            Payload::Hazard(Hazard::Effect(effect)) => Some(format!(
                "{} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
                record.substance.raw_name,
                effect.endpoint,
                effect.quantity,
                effect.species,
                effect.route,
                effect.duration,
                effect.guideline,
                effect.glp,
                effect.klimisch
            )),
            _ => None,
        })
        .collect();
    assert_eq!(
        effects,
        [
            r#"Bisphenol A NOAEL 5 mg/kg bw/day Some("rat") Some("oral") Some("90-day") Some("OECD 408") Some(true) Some(1)"#,
            r#"Rough lemon LC50 200.79 ppm Some("aedes aegypti") None Some("24 hours") None None None"#,
        ]
    );
}

#[test]
fn amounts_know_year_region_and_what_was_counted() {
    let output = Builder::new()
        .with(PassageKind::Title, "Bisphenol A")
        .with(PassageKind::Paragraph, "In 2016, about 1,200,000 tonnes of bisphenol A were produced in the EU. Farmers produced 6.9 million tonnes of maize.")
        .read();
    let volumes: Vec<_> = output
        .records
        .iter()
        .filter_map(|record| match &record.payload {
            Payload::Volume(volume) => {
                Some((volume.activity, volume.quantity.to_string(), volume.year, volume.region.clone()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(volumes, [(Activity::Manufactured, "~ 1200000 tonnes".to_owned(), Some(2016), Some("EU".to_owned()))]);
}

#[test]
fn inventories_lose_no_row_and_guess_no_number() {
    let output = Builder::new()
        .table(
            "Inventory",
            1,
            &[
                "CAS No.|Substance name|Tonnage band (t/a)|Year|Use|Classification",
                "50-00-0|Formaldehyde|1,000 - 10,000|2019|Resins|H350",
                "2/7/1950|Mangled|100-1000|2019||",
                "71-43-3|Benzene|CBI|2019|Solvent|H999",
            ],
        )
        .read();
    let mut volumes: Vec<_> = output
        .records
        .iter()
        .filter_map(|record| match &record.payload {
            Payload::Volume(volume) => Some((
                record.substance.raw_name.as_str(),
                record.substance.casrn.len(),
                volume.quantity.state,
                volume.status,
            )),
            _ => None,
        })
        .collect();
    volumes.sort_by_key(|(name, ..)| *name);
    assert_eq!(
        volumes,
        [
            ("Benzene", 0, ValueState::Withheld, VolumeStatus::Cbi),
            ("Formaldehyde", 1, ValueState::Reported, VolumeStatus::Reported),
            ("Mangled", 0, ValueState::Reported, VolumeStatus::Reported),
        ]
    );
    let lost =
        |text: &str, reason: LossReason| output.losses.iter().any(|loss| loss.text == text && loss.reason == reason);
    assert!(lost("2/7/1950", LossReason::UnassignedValue));
    assert!(lost("71-43-3", LossReason::CheckDigit));
    assert!(lost("H999", LossReason::UnknownCode));
}

#[test]
fn fact_sheets_give_properties_and_numbers() {
    let output = Builder::new()
        .with(PassageKind::Title, "Toluene")
        .with(PassageKind::Paragraph, "CAS No.: 108-88-3")
        .with(PassageKind::Paragraph, "Boiling point: 110.6 °C")
        .with(PassageKind::Paragraph, "Uses: solvent; fuel additive")
        .read();
    let toluene = output.records.iter().find(|record| matches!(record.payload, Payload::Property(_)));
    assert_eq!(
        toluene.map(|record| (record.substance.raw_name.as_str(), record.substance.casrn.len())),
        Some(("Toluene", 1))
    );
    let uses = output
        .records
        .iter()
        .filter(|record| matches!(&record.payload, Payload::Exposure(exposure) if exposure.kind == ExposureKind::Use));
    assert_eq!(uses.count(), 2);
}

#[test]
fn the_statistic_is_not_guessed() {
    let output = Builder::new()
        .with(PassageKind::Title, "Lead in soil")
        .table("Table 1 Lead in soil", 1, &["Site|Lead (mg/kg)", "Park|3.5"])
        .read();
    let statistic: Vec<Option<Statistic>> = output
        .records
        .iter()
        .filter_map(|record| record.payload.quantity().map(|quantity| quantity.statistic))
        .collect();
    assert_eq!(statistic, [None]);
}

#[test]
fn a_table_of_analytes_names_substances_and_their_limits_of_detection() {
    let output = Builder::new()
        .with(PassageKind::Title, "Residues in the products of hives")
        .table(
            "Table 1 Method validation.",
            1,
            &[
                "No.|Pesticide|Recovery (%)|LOD (μg/kg)",
                "1|Clofentezine|47.2|0.003",
                "2|Fenoxycarb|85.5|0.015",
                "3|Pirimicarb|61|0.01",
            ],
        )
        .table(
            "Table 2 Residues in bees; x = pesticide not detected, NA = not analysed.",
            1,
            &[
                "No.|Pesticide|Bees (μg/kg)|MRL (EU)|Number of samples > MRL",
                "1|Clofentezine|x|0.05|2",
                "2|Fenoxycarb|0.4|1|0",
                "3|Pirimicarb|NA|NA|1",
            ],
        )
        .read();
    assert_eq!(
        exposures(&output.records),
        [
            "Clofentezine Measurement: < 0.003 μg/kg in Bees",
            "Clofentezine Limit: 0.05",
            "Fenoxycarb Measurement: 0.4 μg/kg in Bees",
            "Fenoxycarb Limit: 1",
        ]
    );
    let subjects: std::collections::BTreeSet<&str> =
        output.records.iter().map(|record| record.substance.raw_name.as_str()).collect();
    assert!(subjects.contains("Pirimicarb"), "an analyte without a value is a substance too: {subjects:?}");
    let unit = output.losses.iter().any(|loss| loss.reason == LossReason::AmbiguousUnit);
    assert!(unit, "that the limits have no unit is said");
}

#[test]
fn analytes_in_fluids_of_the_body_are_named_by_their_long_form() {
    let output = Builder::new()
        .with(PassageKind::Title, "Renal effects in farmers")
        .with(PassageKind::Paragraph, "Cadmium in blood and α₁-microglobulin (α₁MG) in urine were measured.")
        .table(
            "Table 1 Profiles, median (range).",
            1,
            &[
                "Sex|Urinary α1MG (mg/g cr.)|Blood cadmium (μg/L)",
                "Male|6.8 (2.7–63)|3.2 (1.7–7.6)",
                "Female|17 (ND-94)|4.7 (3.4–11)",
            ],
        )
        .read();
    let said = exposures(&output.records);
    for expected in [
        "α₁-microglobulin Measurement: 6.8 mg/g cr. Median",
        "α₁-microglobulin Measurement: 2.7 – 63 mg/g cr. Range",
        "α₁-microglobulin Measurement: 17 mg/g cr. Median",
        "α₁-microglobulin Measurement: 94 mg/g cr. Maximum",
    ] {
        assert!(said.iter().any(|claim| claim.starts_with(expected)), "{expected} in {said:#?}");
    }
}

#[test]
fn numbers_with_two_readings_are_lost_where_both_styles_stand() {
    let output = Builder::new()
        .with(PassageKind::Title, "Cadmium in rice")
        .with(PassageKind::Paragraph, "The mean level of cadmium in rice was 1,234 µg/kg and the maximum 2.5 mg/kg.")
        .with(PassageKind::Paragraph, "The mean level of cadmium in fish was 0,75 mg/kg.")
        .read();
    let said = exposures(&output.records);
    assert!(said.iter().all(|claim| !claim.contains("234")), "{said:#?}");
    assert!(said.iter().any(|claim| claim.contains("0.75 mg/kg")), "{said:#?}");
    let lost = output.losses.iter().any(|loss| loss.text == "1,234" && loss.detail.is_some());
    assert!(lost, "{:#?}", output.losses);
}
