//! A European safety data sheet of a solvent mixture: ruled composition table, minimum classifications, an isomer mixture.

mod ingredients;

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, about, at_least, between, effect, equal, hazard, limit, mention, more, property, purpose,
};
use crate::demo_corpus::prose::{self, EUROPEAN};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 52.0,
        body: Face::Sans,
        strong: Face::SansBold,
        size: 8.8,
        heading: Heading::Bar,
        label: 170.0,
        separator: ":",
        header: ("Solvanta Clean 40".into(), "SAFETY DATA SHEET according to Regulation (EC) No 1907/2006".into()),
        footer: ("Version 3.1  Revision date 12.03.2023  Supersedes 05.11.2020".into(), "Page {page} / {pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_solvent_blend_eu.pdf", "sds", "en", Some(PRODUCT)));
    identification(&mut press)?;
    hazards(&mut press)?;
    ingredients::section(&mut press)?;
    EUROPEAN.advice(&mut press, 4, EUROPEAN.first_aid)?;
    EUROPEAN.advice(&mut press, 5, EUROPEAN.fire)?;
    EUROPEAN.advice(&mut press, 6, EUROPEAN.release)?;
    EUROPEAN.advice(&mut press, 7, EUROPEAN.handling)?;
    limits(&mut press)?;
    properties(&mut press)?;
    EUROPEAN.advice(&mut press, 10, EUROPEAN.stability)?;
    toxicology(&mut press)?;
    ecology(&mut press)?;
    EUROPEAN.advice(&mut press, 13, EUROPEAN.disposal)?;
    ending(&mut press)?;
    finish(press, "Safety data sheet Solvanta Clean 40", "D:20230312090000Z")
}

fn identification(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 1)?;
    press.subheading("1.1 Product identifier")?;
    press.field("Trade name", "Solvanta Clean 40", [mention(PRODUCT, "Solvanta Clean 40", "product")])?;
    press.field("UFI", "V3A0-X0H8-U00E-K4QT", [])?;
    press.subheading("1.2 Relevant identified uses of the substance or mixture and uses advised against")?;
    press.field(
        "Identified uses",
        "Industrial degreasing agent, cleaning of printing equipment",
        [purpose(PRODUCT, "Industrial degreasing agent"), purpose(PRODUCT, "cleaning of printing equipment")],
    )?;
    press.field("Uses advised against", "Consumer uses, spray application", [])?;
    press.subheading("1.3 Details of the supplier of the safety data sheet")?;
    press.field("Company", "Solvanta Chemicals B.V.\nHavenweg 17, 3089 JK Rotterdam, Netherlands", [])?;
    press.field("Telephone", "+31 10 555 01 40", [])?;
    press.subheading("1.4 Emergency telephone number")?;
    press.field("Emergency telephone", "+31 10 555 01 99 (24 h)", [])
}

fn hazards(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 2)?;
    press.subheading("2.1 Classification of the substance or mixture (Regulation (EC) No 1272/2008)")?;
    for (line, fact) in [
        ("Flammable liquids, Category 2, H225", hazard(PRODUCT, "H225", "Flammable liquids", "2")),
        ("Skin irritation, Category 2, H315", hazard(PRODUCT, "H315", "Skin irritation", "2")),
        ("Eye irritation, Category 2, H319", hazard(PRODUCT, "H319", "Eye irritation", "2")),
        ("Reproductive toxicity, Category 2, H361d", hazard(PRODUCT, "H361d", "Reproductive toxicity", "2")),
        (
            "Specific target organ toxicity - single exposure, Category 3, H336",
            hazard(PRODUCT, "H336", "Specific target organ toxicity - single exposure", "3"),
        ),
        (
            "Specific target organ toxicity - repeated exposure, Category 2, H373",
            hazard(PRODUCT, "H373", "Specific target organ toxicity - repeated exposure", "2"),
        ),
        ("Aspiration hazard, Category 1, H304", hazard(PRODUCT, "H304", "Aspiration hazard", "1")),
    ] {
        press.indented(line, [fact.signal("Danger")])?;
    }
    press.subheading("2.2 Label elements")?;
    press.field("Signal word", "Danger", [])?;
    press.field(
        "Hazard statements",
        "H225 Highly flammable liquid and vapour.\nH304 May be fatal if swallowed and enters airways.\nH315 Causes skin irritation.\nH319 Causes serious eye irritation.\nH336 May cause drowsiness or dizziness.\nH361d Suspected of damaging the unborn child.\nH373 May cause damage to organs through prolonged or repeated exposure.",
        [],
    )?;
    press.field(
        "Supplemental information",
        "EUH066 Repeated exposure may cause skin dryness or cracking.",
        [hazard(PRODUCT, "EUH066", "", "")],
    )?;
    press.field(
        "Precautionary statements",
        "P210 Keep away from heat, hot surfaces, sparks, open flames and other ignition sources. No smoking.\nP280 Wear protective gloves/eye protection.\nP301+P310 IF SWALLOWED: Immediately call a POISON CENTER.\nP331 Do NOT induce vomiting.\nP403+P235 Store in a well-ventilated place. Keep cool.",
        [],
    )?;
    press.subheading("2.3 Other hazards")?;
    press.paragraph("This mixture contains no substance assessed as PBT or vPvB at 0.1 % or higher.", [])
}

fn limits(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 8)?;
    press.subheading("8.1 Control parameters")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.2, 1.0, 0.8, 2.2, 1.4],
        head: &["Components", "CAS-No.", "Value type", "Control parameters", "Basis"],
    };
    let line = |name: &'static str,
                key: &'static str,
                number: &'static str,
                kind: &'static str,
                text: &'static str,
                ppm: f64,
                mass: f64| {
        let label = if kind == "TWA" { "EU IOELV TWA" } else { "EU IOELV STEL" };
        row(
            [name, number, kind, text, "2000/39/EC"],
            [limit(key, label, equal(ppm), "ppm", kind), limit(key, label, equal(mass), "mg/m3", kind)],
        )
    };
    press.table(
        &grid,
        [
            row(
                ["Toluene", "108-88-3", "TWA", "50 ppm\n192 mg/m^{3}", "2006/15/EC"],
                [
                    limit("toluene", "EU IOELV TWA", equal(50.0), "ppm", "TWA"),
                    limit("toluene", "EU IOELV TWA", equal(192.0), "mg/m3", "TWA"),
                ],
            ),
            row(
                ["Toluene", "108-88-3", "STEL", "100 ppm\n384 mg/m^{3}", "2006/15/EC"],
                [
                    limit("toluene", "EU IOELV STEL", equal(100.0), "ppm", "STEL"),
                    limit("toluene", "EU IOELV STEL", equal(384.0), "mg/m3", "STEL"),
                ],
            ),
            line("Acetone", "acetone", "67-64-1", "TWA", "500 ppm\n1 210 mg/m^{3}", 500.0, 1210.0),
            line("Xylene", "xylene", "1330-20-7", "TWA", "50 ppm\n221 mg/m^{3}", 50.0, 221.0),
            line("Xylene", "xylene", "1330-20-7", "STEL", "100 ppm\n442 mg/m^{3}", 100.0, 442.0),
            line("Ethylbenzene", "ethylbenzene", "100-41-4", "TWA", "100 ppm\n442 mg/m^{3}", 100.0, 442.0),
            line("Ethylbenzene", "ethylbenzene", "100-41-4", "STEL", "200 ppm\n884 mg/m^{3}", 200.0, 884.0),
        ],
    )?;
    prose::set(press, EUROPEAN.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 9)?;
    press.subheading("9.1 Information on basic physical and chemical properties")?;
    press.field("Physical state", "liquid", [])?;
    press.field("Colour", "colourless, clear", [])?;
    press.field("Odour", "aromatic", [])?;
    press.field("Melting point/freezing point", "No data available", [])?;
    press.field(
        "Boiling point or initial boiling point and boiling range",
        "56 - 144 °C",
        [property(PRODUCT, "boiling point", between(56.0, 144.0), "°C").quoting("56 - 144 °C")],
    )?;
    press.field(
        "Flammability limits",
        "Lower: 1.1 % (V)   Upper: 13 % (V)",
        [
            property(PRODUCT, "lower explosion limit", equal(1.1), "% (V)"),
            property(PRODUCT, "upper explosion limit", equal(13.0), "% (V)"),
        ],
    )?;
    press.field("Flash point", "-12 °C (closed cup)", [property(PRODUCT, "flash point", equal(-12.0), "°C")])?;
    press.field(
        "Auto-ignition temperature",
        "> 430 °C",
        [property(PRODUCT, "auto-ignition temperature", more(430.0), "°C")],
    )?;
    press.field("pH", "not applicable", [])?;
    press.field(
        "Kinematic viscosity",
        "~ 0.6 mm^{2}/s (40 °C)",
        [property(PRODUCT, "kinematic viscosity", about(0.6), "mm2/s")],
    )?;
    press.field("Solubility in water", "partly miscible", [])?;
    press.field(
        "Partition coefficient n-octanol/water (log value)",
        "Toluene: 2.73   Acetone: -0.24   Xylene: 3.16",
        [
            property("toluene", "log Kow", equal(2.73), "").quoting("Toluene: 2.73"),
            property("acetone", "log Kow", equal(-0.24), "").quoting("Acetone: -0.24"),
            property("xylene", "log Kow", equal(3.16), "").quoting("Xylene: 3.16"),
        ],
    )?;
    press.field("Vapour pressure", "112 hPa (20 °C)", [property(PRODUCT, "vapour pressure", equal(112.0), "hPa")])?;
    press.field("Density", "0.842 g/cm^{3} (20 °C)", [property(PRODUCT, "density", equal(0.842), "g/cm3")])?;
    press.field(
        "Relative vapour density",
        "≥ 2.0 (air = 1)",
        [property(PRODUCT, "vapour density", at_least(2.0), "")],
    )?;
    press.subheading("9.2 Other information")?;
    press.field("VOC content (1999/13/EC)", "100 %", [property(PRODUCT, "VOC content", equal(100.0), "%")])
}

fn toxicology(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 11)?;
    press.subheading("11.1 Information on hazard classes as defined in Regulation (EC) No 1272/2008")?;
    press.subheading("Acute toxicity")?;
    press.paragraph(
        "Product: Acute toxicity estimate oral > 2 000 mg/kg (calculation method).",
        [effect(PRODUCT, "ATE", more(2000.0), "mg/kg", "", "oral")],
    )?;
    press.subheading("Toluene")?;
    press.field("Oral", "LD50 rat: 5 580 mg/kg", [effect("toluene", "LD50", equal(5580.0), "mg/kg", "rat", "oral")])?;
    press.field(
        "Inhalation",
        "LC50 rat: 28.1 mg/l, 4 h, vapour (OECD Test Guideline 403)",
        [effect("toluene", "LC50", equal(28.1), "mg/l", "rat", "inhalation").after("4 h")],
    )?;
    press.field(
        "Dermal",
        "LD50 rabbit: > 5 000 mg/kg",
        [effect("toluene", "LD50", more(5000.0), "mg/kg", "rabbit", "dermal")],
    )?;
    press.subheading("Acetone")?;
    press.field("Oral", "LD50 rat: 5 800 mg/kg", [effect("acetone", "LD50", equal(5800.0), "mg/kg", "rat", "oral")])?;
    press.field(
        "Inhalation",
        "LC50 rat: 76 mg/l, 4 h, vapour",
        [effect("acetone", "LC50", equal(76.0), "mg/l", "rat", "inhalation").after("4 h")],
    )?;
    press.field(
        "Dermal",
        "LD50 rabbit: > 15 800 mg/kg",
        [effect("acetone", "LD50", more(15800.0), "mg/kg", "rabbit", "dermal")],
    )?;
    press.subheading("Xylene (isomers)")?;
    press.field("Oral", "LD50 rat: 3 523 mg/kg", [effect("xylene", "LD50", equal(3523.0), "mg/kg", "rat", "oral")])?;
    press.field(
        "Inhalation",
        "LC50 rat: 6 350 ppm, 4 h",
        [effect("xylene", "LC50", equal(6350.0), "ppm", "rat", "inhalation").after("4 h")],
    )?;
    press.subheading("Ethylbenzene")?;
    press.field(
        "Oral",
        "LD50 rat: 3 500 mg/kg",
        [effect("ethylbenzene", "LD50", equal(3500.0), "mg/kg", "rat", "oral")],
    )?;
    press.subheading("Other effects")?;
    press.paragraph(
        "Skin corrosion/irritation: irritating. Respiratory or skin sensitisation: no data available. Germ cell mutagenicity: based on available data, the classification criteria are not met. Reproductive toxicity: toluene is suspected of damaging the unborn child. Aspiration hazard: may be fatal if swallowed and enters airways.",
        [],
    )
}

fn ecology(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 12)?;
    press.subheading("12.1 Toxicity")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.0, 0.7, 1.1, 2.4, 0.9],
        head: &["Component", "Endpoint", "Value", "Species", "Exposure time"],
    };
    let aquatic = |name: &'static str,
                   key: &'static str,
                   endpoint: &'static str,
                   text: &'static str,
                   value: f64,
                   species: &'static str,
                   plain: &'static str,
                   time: &'static str| {
        row([name, endpoint, text, species, time], [effect(key, endpoint, equal(value), "mg/l", plain, "").after(time)])
    };
    press.table(
        &grid,
        [
            aquatic(
                "Toluene",
                "toluene",
                "LC50",
                "5.5 mg/l",
                5.5,
                "Oncorhynchus kisutch (coho salmon)",
                "coho salmon",
                "96 h",
            ),
            aquatic(
                "Toluene",
                "toluene",
                "EC50",
                "3.78 mg/l",
                3.78,
                "Ceriodaphnia dubia (water flea)",
                "water flea",
                "48 h",
            ),
            aquatic(
                "Acetone",
                "acetone",
                "LC50",
                "5 540 mg/l",
                5540.0,
                "Oncorhynchus mykiss (rainbow trout)",
                "rainbow trout",
                "96 h",
            ),
            aquatic(
                "Acetone",
                "acetone",
                "EC50",
                "8 800 mg/l",
                8800.0,
                "Daphnia pulex (water flea)",
                "water flea",
                "48 h",
            ),
            aquatic(
                "Xylene",
                "xylene",
                "LC50",
                "2.6 mg/l",
                2.6,
                "Oncorhynchus mykiss (rainbow trout)",
                "rainbow trout",
                "96 h",
            ),
        ],
    )?;
    press.subheading("12.2 Persistence and degradability")?;
    press.paragraph("Toluene, acetone and xylene are readily biodegradable.", [])?;
    press.subheading("12.5 Results of PBT and vPvB assessment")?;
    press.paragraph("Not applicable.", [])
}

fn ending(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 14)?;
    press.field("14.1 UN number", "UN 1993", [])?;
    press.field("14.2 UN proper shipping name", "FLAMMABLE LIQUID, N.O.S. (toluene, acetone)", [])?;
    press.field("14.3 Transport hazard class(es)", "3", [])?;
    press.field("14.4 Packing group", "II", [])?;
    press.field("14.5 Environmental hazards", "no", [])?;
    EUROPEAN.section(press, 15)?;
    press.paragraph(
        "REACH Annex XVII: toluene, entry 48 (adhesives and spray paints, limit 0.1 %). Directive 2012/18/EU: P5c FLAMMABLE LIQUIDS, 5 000 t / 50 000 t. A chemical safety assessment has not been carried out for this mixture.",
        [],
    )?;
    EUROPEAN.section(press, 16)?;
    press.subheading("Full text of H-statements referred to in section 3")?;
    press.paragraph(
        "H226 Flammable liquid and vapour. H312 Harmful in contact with skin. H332 Harmful if inhaled. EUH066 Repeated exposure may cause skin dryness or cracking.",
        [],
    )?;
    press.paragraph(EUROPEAN.closing, [])
}
