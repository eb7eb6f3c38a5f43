//! Whole small sheets, made by hand, read from end to end.

use orfila_records::{ExposureKind, Hazard, PassageKind, Payload, Record};

use crate::made_by_hand::Builder;
use crate::{Extractor as _, GrammarExtractor};

/// Every claim as `substance | kind: value …`, in the order of the records.
fn said(records: &[Record]) -> Vec<String> {
    records
        .iter()
        .filter_map(|record| {
            let claim = match &record.payload {
                Payload::Identity(identity) => format!("part: {}", identity.concentration.as_ref()?),
                Payload::Hazard(Hazard::Effect(effect)) => {
                    let words = [&effect.species, &effect.route, &effect.duration];
                    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
                    format!("{}: {} ({})", effect.endpoint, effect.quantity, words.join(", "))
                }
                Payload::Exposure(exposure) if exposure.kind == ExposureKind::Estimate => {
                    let words = [&exposure.population, &exposure.tool, &exposure.duration, &exposure.medium_raw];
                    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
                    format!("{}: {} ({})", exposure.name, exposure.quantity.as_ref()?, words.join(", "))
                }
                Payload::Exposure(exposure) => format!("{:?}: {}", exposure.limit_type?, exposure.quantity.as_ref()?),
                Payload::Property(property) => format!("{}: {}", property.name, property.quantity),
                _ => return None,
            };
            Some(format!("{} | {claim}", record.substance.raw_name))
        })
        .collect()
}

#[track_caller]
fn check_file(text: &str, expected: &str) {
    let document = orfila_documents::read(text.as_bytes(), "sheet.txt", &orfila_documents::Limits::default())
        .expect("a fixture can be read");
    let got = said(&GrammarExtractor.extract(&document).records);
    assert_eq!(got, expected.lines().collect::<Vec<_>>());
}

/// A sheet with two components; `fill` adds the part under test to its section.
fn sheet(section: u32, fill: impl Fn(Builder) -> Builder) -> Vec<String> {
    let mut builder = Builder::new();
    let titles = [
        "Identification",
        "Hazards identification",
        "Composition/information on ingredients",
        "First aid measures",
        "Fire fighting measures",
        "Accidental release measures",
        "Handling and storage",
        "Exposure controls/personal protection",
        "Physical and chemical properties",
        "Stability and reactivity",
        "Toxicological information",
        "Ecological information",
    ];
    for (number, title) in (1..).zip(titles) {
        builder = builder.with(PassageKind::Heading, &format!("SECTION {number}: {title}"));
        if number == 1 {
            builder = builder.with(PassageKind::Paragraph, "Product name: Blend X");
        }
        if number == 3 {
            builder = builder.with(PassageKind::Paragraph, "Chemical name\tCAS No.\tWeight %");
            builder = builder.with(PassageKind::Paragraph, "Toluene\t108-88-3\t10 - 20 %");
            builder = builder.with(PassageKind::Paragraph, "Ammonia solution\t1336-21-6\t1 - 5 %");
        }
        if number == section {
            builder = fill(builder);
        }
    }
    said(&builder.read().records).into_iter().filter(|claim| !claim.contains("| part:")).collect()
}

#[track_caller]
fn check_lines(section: u32, lines: &[&str], expected: &[&str]) {
    let got = sheet(section, |mut builder| {
        for line in lines {
            builder = builder.with(PassageKind::Paragraph, line);
        }
        builder
    });
    assert_eq!(got, expected, "{lines:?}");
}

#[track_caller]
fn check_table(section: u32, headers: usize, rows: &[&str], expected: &[&str]) {
    assert_eq!(sheet(section, |builder| builder.table("", headers, rows)), expected, "{rows:?}");
}

#[test]
fn effect_values_stand_in_lines_of_many_forms() {
    check_lines(11, &["Toluene", "LD50 Oral - Rat - male - 5,580 mg/kg"], &["Toluene | LD50: 5580 mg/kg (rat, oral)"]);
    check_lines(
        11,
        &["LC50 Inhalation - Rat - 4 h - 25.7 mg/l - vapour"],
        &["Blend X | LC50: 25.7 mg/l (rat, inhalation, 4 h)"],
    );
    check_lines(
        11,
        &["Acute oral toxicity\t: LD50 rat", "Dose: > 809 mg/kg"],
        &["Blend X | LD50: > 809 mg/kg (rat, oral)"],
    );
    check_lines(
        12,
        &["Toluene\tToxicity to fish:", "LC50", "Species: Danio rerio", "Dose: 0.24 mg/l", "Exposure time: 96 h"],
        &["Toluene | LC50: 0.24 mg/l (zebrafish, 96 h)"],
    );
    check_lines(
        11,
        &["Ingestion, LD50 rat, (mg/kg) :\t> 16000\nSkin - contact, LD50 rat, (mg/kg) : n.av."],
        &["Blend X | LD50: > 16000 mg/kg (rat, oral)"],
    );
    check_lines(
        12,
        &["Ammonia, freshwater fish\tLC50 Morone saxatilis: 0.9 mg/l, 96 h"],
        &["Ammonia solution | LC50: 0.9 mg/l (morone saxatilis, 96 h)"],
    );
    check_lines(
        11,
        &[
            "Rat - Oral - 92 Days - NOAEL (No observed\nadverse effect level) - 900 mg/kg - LOAEL (lowest) - 3,600\nmg/kg",
        ],
        &["Blend X | NOAEL: 900 mg/kg (rat, oral, 92 Days)", "Blend X | LOAEL: 3600 mg/kg (rat, oral, 92 Days)"],
    );
    check_lines(
        11,
        &[
            "Toluene (108-88-3): LD50 oral rat 2600 mg/kg; LD50 dermal rabbit 12000 mg/kg; LC50 inhalation rat 12.5 mg/L 4 h",
        ],
        &[
            "Toluene | LD50: 2600 mg/kg (rat, oral)",
            "Toluene | LD50: 12000 mg/kg (rabbit, dermal)",
            "Toluene | LC50: 12.5 mg/L (rat, inhalation, 4 h)",
        ],
    );
    check_lines(
        11,
        &["orl-rat LD50:5000 mg/kg", "ipr-mus LD50:59 mg/kg"],
        &["Blend X | LD50: 5000 mg/kg (rat, oral)", "Blend X | LD50: 59 mg/kg (mouse, intraperitoneal)"],
    );
    check_lines(
        11,
        &[
            "Acute toxicity",
            "Oral: LD50 (Rat, female): > 2,000 mg/kg",
            "Method: OECD Test Guideline 423",
            "Dermal: LD50 (Rat): > 5,000 mg/kg",
        ],
        &["Blend X | LD50: > 2000 mg/kg (rat, oral)", "Blend X | LD50: > 5000 mg/kg (rat, dermal)"],
    );
    check_lines(
        11,
        &[
            "Acute oral toxicity :",
            "Species : Rat",
            "LD50 = 4,800 mg/kg",
            "Acute inhalation toxicity :",
            "Species : Mouse",
            "LC50 = 26 mg/l",
            "Exposure time : 2 h",
        ],
        &["Blend X | LD50: 4800 mg/kg (rat, oral)", "Blend X | LC50: 26 mg/l (mouse, inhalation, 2 h)"],
    );
    check_lines(11, &["Acute toxicity estimate Oral - 100.1 mg/kg"], &["Blend X | ATE: 100.1 mg/kg (oral)"]);
}

#[test]
fn effect_values_that_are_none_are_refused() {
    for lines in [
        &["LD50 Oral: No data available", "Skin: 500 mg rabbit"][..],
        &["LC50", "Not available"],
        &["LD50 (rat): 12 %"],
        &["The rabbit was given 500 mg/kg."],
        &["DNEL 5 mg/kg bw/day"],
    ] {
        check_lines(11, lines, &[]);
    }
}

#[test]
fn effect_values_stand_in_tables_of_many_forms() {
    check_table(
        11,
        1,
        &[
            "Chemical Name|LD50 Oral|LD50 Dermal|LC50 Inhalation",
            "Toluene|636 mg/kg ( Rat )|8390 mg/kg ( Rabbit )|12.5 mg/L ( Rat ) 4 h",
            "Ammonia|350 mg/kg ( Rat )||-",
        ],
        &[
            "Toluene | LD50: 636 mg/kg (rat, oral)",
            "Toluene | LD50: 8390 mg/kg (rabbit, dermal)",
            "Toluene | LC50: 12.5 mg/L (rat, inhalation, 4 h)",
            "Ammonia solution | LD50: 350 mg/kg (rat, oral)",
        ],
    );
    check_table(
        12,
        1,
        &[
            "Component|Endpoint|Value|Species|Exposure time",
            "Toluene|LC50|5.5 mg/l|Oncorhynchus\nkisutch (coho salmon)|96 h",
            "|EC50|3.78 mg/l|Ceriodaphnia dubia|48 h",
        ],
        &["Toluene | LC50: 5.5 mg/l (coho salmon, 96 h)", "Toluene | EC50: 3.78 mg/l (water flea, 48 h)"],
    );
    check_table(
        12,
        1,
        &[
            "Chemical name|Toxicity to algae|Toxicity to fish",
            "Toluene|72h EC50: = 12.5 mg/L (Pseudokirchneriella subcapitata)|96h LC50: 15 - 19 mg/L (Pimephales\npromelas) 96h LC50: = 5.8 mg/L (Oncorhynchus mykiss)",
        ],
        &[
            "Toluene | EC50: 12.5 mg/L (green alga, 72h)",
            "Toluene | LC50: 15 – 19 mg/L (fathead minnow, 96h)",
            "Toluene | LC50: 5.8 mg/L (rainbow trout, 96h)",
        ],
    );
    check_table(
        12,
        1,
        &[
            "Chemical name|Toxicity to fish",
            "Toluene|5.8: 96 h Lepomis macrochirus mg/L LC50 semi-static 28.2: 96 h Poecilia reticulata mg/L LC50",
        ],
        &["Toluene | LC50: 5.8 mg/L (bluegill sunfish, 96 h)", "Toluene | LC50: 28.2 mg/L (guppy, 96 h)"],
    );
    check_table(
        11,
        1,
        &[
            "LD/LC50 values relevant for classification:||",
            "108-88-3 Toluene||",
            "Oral|LD50|5000 mg/kg (rat)",
            "Dermal|LD50|12124 mg/kg (rabbit)",
        ],
        &["Toluene | LD50: 5000 mg/kg (rat, oral)", "Toluene | LD50: 12124 mg/kg (rabbit, dermal)"],
    );
    check_table(
        12,
        1,
        &[
            "Component|Freshwater Algae|Freshwater Fish|Water Flea",
            "Toluene|EC50: 12.5 mg/L, 72h static\n(Pseudokirchneriella subcapitata)|Fathead minnow: LC50 = 12600 - 14700 mg/L/96h\nRainbow trout: LC50 = 13480 mg/L/96h|EC50 = 9268 mg/L/48h",
        ],
        &[
            "Toluene | EC50: 12.5 mg/L (green alga, 72h)",
            "Toluene | LC50: 12600 – 14700 mg/L (fathead minnow, 96h)",
            "Toluene | LC50: 13480 mg/L (rainbow trout, 96h)",
            "Toluene | EC50: 9268 mg/L (water flea, 48h)",
        ],
    );
    check_table(11, 1, &["Chemical name|IARC|NTP", "Toluene|Group 3|-"], &[]);
}

#[test]
fn limits_take_the_labels_of_their_row_and_column() {
    check_table(
        8,
        1,
        &[
            "Substance|Source|TWA|STEL",
            "Toluene|OSHA PEL|200 ppm|-",
            "Toluene|ACGIH TLV|20 ppm|-",
            "Ammonia|ACGIH TLV|25 ppm|35 ppm",
        ],
        &[
            "Toluene | Twa: 200 ppm",
            "Toluene | Twa: 20 ppm",
            "Ammonia solution | Twa: 25 ppm",
            "Ammonia solution | Stel: 35 ppm",
        ],
    );
    check_table(
        8,
        1,
        &["Stoff|MAK mg/m3|Kurzzeitwert ppm", "Toluene|190|100"],
        &["Toluene | Twa: 190 mg/m3", "Toluene | Stel: 100 ppm"],
    );
    check_table(
        8,
        1,
        &[
            "Component|ACGIH TLV|OSHA PEL|NIOSH IDLH",
            "Toluene|TWA: 20 ppm|(Vacated) TWA: 100 ppm\n(Vacated) TWA: 375 mg/m3\nCeiling: 300 ppm\nTWA: 200 ppm|IDLH: 500 ppm\nTWA: 100 ppm",
        ],
        &[
            "Toluene | Twa: 20 ppm",
            "Toluene | Twa: 100 ppm",
            "Toluene | Twa: 375 mg/m3",
            "Toluene | Ceiling: 300 ppm",
            "Toluene | Twa: 200 ppm",
            "Toluene | Idlh: 500 ppm",
            "Toluene | Twa: 100 ppm",
        ],
    );
    let with_heading = sheet(8, |builder| {
        builder.with(PassageKind::Heading, "Derived No Effect Level (DNEL)").table(
            "",
            0,
            &[
                "Workers|Inhalation|Long-term|192 mg/m3",
                "Workers|Inhalation|Acute|384 mg/m3",
                "Consumers|Oral|Long-term|8 mg/kg bw/day",
            ],
        )
    });
    assert_eq!(
        with_heading,
        ["Blend X | Dnel: 192 mg/m3", "Blend X | Dnel: 384 mg/m3", "Blend X | Dnel: 8 mg/kg bw/day"]
    );
    check_lines(8, &["Wear gloves of 0.5 mg/m3 thickness at will."], &[]);
}

#[test]
fn limits_of_what_section_three_does_not_name_are_not_the_product_s() {
    check_table(
        8,
        1,
        &["Substance Name|Form|Limit / Standard|Source", "Polymer dust|Total dust.|TWA 15 mg/m3|OSHA Z1"],
        &["Polymer dust | Twa: 15 mg/m3"],
    );
    check_lines(
        8,
        &[
            "For dusty conditions, OSHA recommends for particulates not otherwise regulated an 8-hour TWA of 15 mg/m3 (total dust), 5 mg/m3 (respirable fraction); ACGIH recommends for insoluble and poorly soluble particles not otherwise specified an 8-hour TWA of 10 mg/m3.",
        ],
        &[
            "particulates not otherwise regulated | Twa: 15 mg/m3",
            "particulates not otherwise regulated | Twa: 5 mg/m3",
            "insoluble and poorly soluble particles not otherwise specified | Twa: 10 mg/m3",
        ],
    );
    let listed = sheet(8, |builder| {
        builder
            .with(PassageKind::Heading, "Components with occupational exposure limits")
            .with(PassageKind::Paragraph, "Glass, oxide, chemicals\nACGIH TLV\tTWA value 5 mg/m3 Inhalable fraction ; TWA\nvalue 1 fibers/cm³ Fiber ;")
            .with(PassageKind::Paragraph, "Toluene\nOSHA PEL\tTWA value 200 ppm")
    });
    assert_eq!(
        listed,
        [
            "Toluene | Twa: 200 ppm",
            "Glass, oxide, chemicals | Twa: 5 mg/m3",
            "Glass, oxide, chemicals | Twa: 1 fibers/cm³"
        ]
    );
    check_lines(3, &["Trade secret.\t50 - <75\tACGIH TLV (United States, 2004).", "CEIL: 25 ppm Form: All forms"], &[]);
}

#[test]
fn annexes_estimate_exposure_by_scenario_and_route() {
    let rows = [
        "Contributing Scenario|Assessment Method|Value|Level of Exposure|RCR*",
        "PROC1|ECETOC TRA|Inhalation|0.026 mg/m³|0",
        "PROC8b|ECETOC TRA worker v3|Dermal, long-term|13.714 mg/kg\nBW/d|0.218",
        "PROC9|ECETOC TRA|Inhalation|128.494|0.175",
    ];
    let annex = Builder::new()
        .with(PassageKind::Heading, "SECTION 1: Identification")
        .with(PassageKind::Paragraph, "Product name: Ethyl acetate\nCAS-No.\t: 141-78-6")
        .with(PassageKind::Heading, "SECTION 2: Hazards identification")
        .with(PassageKind::Heading, "SECTION 3: Composition/information on ingredients")
        .with(PassageKind::Paragraph, "Substance")
        .with(PassageKind::Heading, "SECTION 4: First aid measures")
        .with(PassageKind::Heading, "SECTION 8: Exposure controls/personal protection")
        .with(PassageKind::Heading, "SECTION 9: Physical and chemical properties")
        .with(PassageKind::Heading, "SECTION 16: Other information")
        .with(PassageKind::Heading, "1. Short title of Exposure Scenario: Formulation of preparations")
        .with(PassageKind::Heading, "Workers")
        .table("", 1, &rows)
        .read();
    assert_eq!(
        said(&annex.records),
        [
            "Ethyl acetate | Formulation of preparations: PROC1 inhalation exposure: 0.026 mg/m³ (Workers, ECETOC TRA)",
            "Ethyl acetate | Formulation of preparations: PROC8b dermal exposure: 13.714 mg/kg BW/d (Workers, ECETOC TRA worker v3, long-term)",
        ],
        "a bare number without a unit anywhere is none"
    );
}

#[test]
fn properties_of_fate_and_fire_have_their_own_units() {
    check_lines(
        12,
        &["Biodegradability\taerobic - Exposure time 20 d", "Result: ca.69 % - Readily biodegradable."],
        &["Blend X | biodegradability: ~ 69 %"],
    );
    check_lines(
        12,
        &["Biodegradability\taerobic - Exposure time 20 d", "Theoretical oxygen demand\t1,820 mg/g", "Result: 5 %"],
        &["Blend X | theoretical oxygen demand: 1820 mg/g"],
    );
    check_lines(12, &["BOD5\t0.74 g O₂/g"], &["Blend X | biochemical oxygen demand: 0.74 g O₂/g"]);
    check_lines(12, &["Half-life (t1/2)\t3.2 d"], &["Blend X | half-life: 3.2 d"]);
    check_lines(
        12,
        &["Henry's law constant\t0.461 Pa m³/mol at 25 °C"],
        &["Blend X | henry's law constant: 0.461 Pa m³/mol"],
    );
    check_table(
        12,
        1,
        &["Process|Degradation rate|Time", "oxygen depletion|69 %|5 d"],
        &["Blend X | biodegradability: 69 %"],
    );
    check_lines(9, &["Minimum ignition energy: 0.14 mJ"], &["Blend X | minimum ignition energy: 0.14 mJ"]);
    check_lines(9, &["Conductivity\t0.017 µS/cm at 20 °C"], &["Blend X | electrical conductivity: 0.017 µS/cm"]);
    check_lines(9, &["Surface tension: 22.1"], &[]);
    check_lines(9, &["Specific Volume (ft ³/lb)\t: 1.1403"], &["Blend X | specific volume: 1.1403 ft ³/lb"]);
    check_lines(
        9,
        &["Melting Point: 105-110ᵒ F.\t40-45ᵒ C"],
        &["Blend X | melting point: 105 – 110 ᵒ F", "Blend X | melting point: 40 – 45 ᵒ C"],
    );
    check_lines(
        9,
        &["Specific gravity", "20/4 : 0.879", "25/25 : 0.878 (Measured)"],
        &["Blend X | specific gravity: 0.879", "Blend X | specific gravity: 0.878"],
    );
    check_lines(
        5,
        &["Flammable limits\t: The greatest known range is Lower: 4% Upper: 57% (ACETALDEHYDE)"],
        &["ACETALDEHYDE | lower explosion limit: 4 %", "ACETALDEHYDE | upper explosion limit: 57 %"],
    );
}

#[test]
fn properties_have_conditions_pairs_and_several_units() {
    check_lines(9, &["pH-Wert bei 20 °C\t: 7.8 - 9.0"], &["Blend X | pH: 7.8 – 9"]);
    check_lines(9, &["Specific Gravity @ 25 ⁰ C\t0.965"], &["Blend X | specific gravity: 0.965"]);
    check_lines(9, &["Density at 15 °C\t870 kg/m3"], &["Blend X | density: 870 kg/m3"]);
    check_lines(
        9,
        &["Flash Point (Method): 280°F/137.8°C (TOC)"],
        &["Blend X | flash point: 280 °F", "Blend X | flash point: 137.8 °C"],
    );
    check_lines(9, &["Boiling Point: 160°C (320°F) - 162°C (324°F)"], &["Blend X | boiling point: 160 – 162 °C"]);
    check_lines(9, &["Vapor Pressure (mm Hg @ 20 C): 17"], &["Blend X | vapour pressure: 17 mm Hg"]);
    check_lines(9, &["Partition coefficient: n-octanol/water\t: 2.73"], &["Blend X | log kow: 2.73"]);
    check_lines(
        9,
        &["Partition coefficient (log Kow)\tToluene: 2.73 Ammonia: -1.14"],
        &["Toluene | log kow: 2.73", "Ammonia solution | log kow: -1.14"],
    );
    let pair = ["Blend X | lower explosion limit: 1.1 %", "Blend X | upper explosion limit: 7.1 %"];
    for lines in [
        &["Explosion limits\t1.1 - 7.1 %"][..],
        &["Lower / upper explosion limit\t: 1.1 % / 7.1 %"],
        &["Flammability limits\t: Lower: 1.1 % Upper: 7.1 %"],
        &["Flammable Limits (volume % in air):\tLEL: 1.1\tUEL: 7.1"],
        &["Lower and upper explosive limits\t: Lower: 1.1 %", "Upper: 7.1 %"],
        &["Flammability or explosive limits", "Lower\t1.1 %", "Upper\t7.1 %"],
        &["Explosionsgrenzen\t: untere 1.1 %, obere 7.1 %"],
    ] {
        check_lines(9, lines, &pair);
    }
    check_lines(
        9,
        &["Upper/lower flammability or explosive limits\t7.1 % / 1.1 %"],
        &["Blend X | upper explosion limit: 7.1 %", "Blend X | lower explosion limit: 1.1 %"],
    );
    for lines in [
        &["Flash point: not applicable"][..],
        &["Lower / upper explosion limit\t: not determined"],
        &["Vapour pressure\t: not determined at 20 °C"],
        &["pH\t: No data available"],
    ] {
        check_lines(9, lines, &[]);
    }
}

#[test]
fn components_stand_in_lists_and_forms() {
    let read = |lines: &[&str]| {
        let mut builder = Builder::new();
        for title in [
            "1. Identification",
            "4. First aid measures",
            "5. Fire fighting measures",
            "8. Exposure controls",
            "9. Physical and chemical properties",
        ] {
            builder = builder.with(PassageKind::Heading, title);
            if title.starts_with('1') {
                builder = builder.with(PassageKind::Paragraph, "Product name: Cream Y");
                builder = builder.with(PassageKind::Heading, "3. Composition");
                for line in lines {
                    builder = builder.with(PassageKind::Paragraph, line);
                }
            }
        }
        said(&builder.read().records)
    };
    assert_eq!(
        read(&[
            "Water 80.5%, Mineral Oil [8042-47-5] 3.0 %, Sorbitol[50-",
            "70-4] 4.00%, Cetyl",
            "Alcohol [36653-82-4] 2.00%, and Fragrance 0.10%."
        ]),
        [
            "Water | part: 80.5 %",
            "Mineral Oil | part: 3 %",
            "Sorbitol | part: 4 %",
            "Cetyl Alcohol | part: 2 %",
            "Fragrance | part: 0.1 %"
        ],
    );
    assert_eq!(
        read(&[
            "Chemical Name\tMineral Oil",
            "CAS Number\t8042-47-5",
            "Percentage\t10 - 30 %",
            "Chemical Name\tTalc",
            "CAS Number\t14807-96-6",
            "Percentage\tProprietary"
        ]),
        ["Mineral Oil | part: 10 – 30 %", "Talc | part: withheld"],
    );
    assert_eq!(
        read(&[
            "Ingredient: Carnauba wax",
            "CAS: 8015-86-9",
            "Percent: 5 - 10",
            "Ingredient: Naphtha",
            "CAS: 64742-48-9",
            "Percent: 30 - 60"
        ]),
        ["Carnauba wax | part: 5 – 10 Percent", "Naphtha | part: 30 – 60 Percent"],
    );
    assert!(read(&["The product is 100 % natural. It is 5 % better, 10 % cheaper."]).is_empty());
}

#[test]
fn a_sheet_in_german_is_read() {
    check_file(include_str!("../../fixtures/sds_de.txt"), include_str!("../../fixtures/sds_de.said.txt"));
}

#[test]
fn a_sheet_in_french_is_read() {
    check_file(include_str!("../../fixtures/sds_fr.txt"), include_str!("../../fixtures/sds_fr.said.txt"));
}

#[test]
fn a_sheet_in_spanish_is_read() {
    check_file(include_str!("../../fixtures/sds_es.txt"), include_str!("../../fixtures/sds_es.said.txt"));
}
