//! A United States safety data sheet with a withheld component and values that contradict other documents of the corpus.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, between, composition, effect, equal, hazard, less, limit, mention, more, part_withheld, property, purpose,
};
use crate::demo_corpus::prose::{self, AMERICAN};
use crate::demo_corpus::typeset::{Face, Grid, Heading, LETTER, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: LETTER,
        margin: 48.0,
        body: Face::Sans,
        strong: Face::SansBold,
        size: 9.2,
        heading: Heading::Plain,
        label: 150.0,
        separator: "",
        header: ("Safety Data Sheet".into(), "STRIP-FAST PRO  SDS No. 7718".into()),
        footer: ("Date issued: 2021-09-30   Supersedes: 2019-02-01".into(), "{page}/{pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_paint_stripper_trade_secret.pdf", "sds", "en", Some(PRODUCT)));
    front(&mut press)?;
    for (number, advice) in [(4, AMERICAN.first_aid), (5, AMERICAN.fire), (6, AMERICAN.release), (7, AMERICAN.handling)]
    {
        AMERICAN.advice(&mut press, number, advice)?;
    }
    limits(&mut press)?;
    properties(&mut press)?;
    AMERICAN.advice(&mut press, 10, AMERICAN.stability)?;
    toxicology(&mut press)?;
    AMERICAN.advice(&mut press, 13, AMERICAN.disposal)?;
    ending(&mut press)?;
    finish(press, "SDS Strip-Fast Pro", "D:20210930150000Z")
}

fn front(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 1)?;
    press.field(
        "Product identifier",
        "STRIP-FAST PRO Paint and Varnish Remover",
        [mention(PRODUCT, "STRIP-FAST PRO Paint and Varnish Remover", "product").other("SDS number", "7718")],
    )?;
    press.field("Recommended use", "Paint remover, industrial use only", [purpose(PRODUCT, "Paint remover")])?;
    press.field("Supplier", "Brandt & Oakes Coatings LLC, 12 Foundry Street, Dayton, OH 45402", [])?;
    press.field("Emergency phone", "1-800-555-0177", [])?;
    AMERICAN.section(press, 2)?;
    let classes = [
        ("Skin irritation (Category 2), H315", hazard(PRODUCT, "H315", "Skin irritation", "2")),
        ("Eye irritation (Category 2A), H319", hazard(PRODUCT, "H319", "Eye irritation", "2A")),
        ("Carcinogenicity (Category 1B), H350", hazard(PRODUCT, "H350", "Carcinogenicity", "1B")),
        ("Reproductive toxicity (Category 1B), H360D", hazard(PRODUCT, "H360D", "Reproductive toxicity", "1B")),
        (
            "Specific target organ toxicity - single exposure (Category 3), central nervous system, H336",
            hazard(PRODUCT, "H336", "Specific target organ toxicity - single exposure", "3"),
        ),
    ];
    for (line, fact) in classes {
        press.indented(line, [fact.signal("Danger")])?;
    }
    press.field("Signal word", "Danger", [])?;
    press.field(
        "Precautionary statement(s)",
        "P201 Obtain special instructions before use. P260 Do not breathe vapors. P280 Wear protective gloves/protective clothing/eye protection. P308+P313 IF exposed or concerned: Get medical attention.",
        [],
    )?;
    AMERICAN.section(press, 3)?;
    let grid =
        Grid { look: Look::Booktabs, columns: &[2.6, 1.5, 1.3], head: &["Hazardous ingredient", "CAS No.", "Wt. %"] };
    press.table(
        &grid,
        [
            row(
                ["Dichloromethane (methylene chloride)", "75-09-2", "60 - 80"],
                [
                    mention("dichloromethane", "Dichloromethane", "component").cas(),
                    composition("dichloromethane", between(60.0, 80.0)),
                ],
            ),
            row(
                ["N-Methyl-2-pyrrolidone", "872-50-4", "5 - 10"],
                [mention("NMP", "N-Methyl-2-pyrrolidone", "component").cas(), composition("NMP", between(5.0, 10.0))],
            ),
            row(
                ["Toluene", "108-88-3", "< 5"],
                [mention("toluene", "Toluene", "component").cas(), composition("toluene", less(5.0))],
            ),
            row(
                ["Formic acid", "64-18-6", "1 - 3"],
                [
                    mention("formic acid", "Formic acid", "component").cas(),
                    composition("formic acid", between(1.0, 3.0)),
                ],
            ),
            row(
                ["Surfactant blend 114", "Trade Secret", "1 - 5"],
                [
                    mention("secret surfactant", "Surfactant blend 114", "component"),
                    part_withheld("secret surfactant", Some(between(1.0, 5.0))),
                ],
            ),
            row(
                ["Corrosion inhibitor", "Trade Secret", "Trade Secret"],
                [
                    mention("secret inhibitor", "Corrosion inhibitor", "component"),
                    part_withheld("secret inhibitor", None),
                ],
            ),
        ],
    )?;
    press.paragraph(
        "The specific chemical identity of two ingredients is withheld as a trade secret (29 CFR 1910.1200(i)).",
        [],
    )
}

fn limits(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 8)?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[1.5, 1.2, 1.3, 1.3],
        head: &["Substance", "Source", "TWA", "STEL / Ceiling"],
    };
    let twa_stel =
        |name: &'static str, key: &'static str, source: &'static str, twa: f64, stel: f64, cells: [&'static str; 2]| {
            let (first, second) = match source {
                "OSHA PEL" => ("OSHA PEL TWA", "OSHA PEL STEL"),
                "NIOSH REL" => ("NIOSH REL TWA", "NIOSH REL STEL"),
                _ => ("ACGIH TLV TWA", "ACGIH TLV STEL"),
            };
            row(
                [name, source, cells[0], cells[1]],
                [limit(key, first, equal(twa), "ppm", "TWA"), limit(key, second, equal(stel), "ppm", "STEL")],
            )
        };
    press.table(
        &grid,
        [
            twa_stel("Dichloromethane", "dichloromethane", "OSHA PEL", 25.0, 125.0, ["25 ppm", "125 ppm (15 min)"]),
            row(
                ["Dichloromethane", "ACGIH TLV", "50 ppm", "-"],
                [limit("dichloromethane", "ACGIH TLV TWA", equal(50.0), "ppm", "TWA")],
            ),
            row(
                ["Toluene", "OSHA PEL", "200 ppm", "Ceiling: 300 ppm"],
                [
                    limit("toluene", "OSHA PEL TWA", equal(200.0), "ppm", "TWA"),
                    limit("toluene", "OSHA PEL ceiling", equal(300.0), "ppm", "ceiling"),
                ],
            ),
            row(
                ["Toluene", "ACGIH TLV", "20 ppm", "-"],
                [limit("toluene", "ACGIH TLV TWA", equal(20.0), "ppm", "TWA")],
            ),
            row(
                ["Formic acid", "OSHA PEL", "5 ppm (9 mg/m^{3})", "-"],
                [
                    limit("formic acid", "OSHA PEL TWA", equal(5.0), "ppm", "TWA"),
                    limit("formic acid", "OSHA PEL TWA", equal(9.0), "mg/m3", "TWA"),
                ],
            ),
            twa_stel("Formic acid", "formic acid", "ACGIH TLV", 5.0, 10.0, ["5 ppm", "10 ppm"]),
        ],
    )?;
    prose::set(press, AMERICAN.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 9)?;
    press.field("Appearance", "Colorless, thixotropic liquid", [])?;
    press.field(
        "Initial boiling point",
        "40 °C (104 °F)",
        [property(PRODUCT, "boiling point", equal(40.0), "°C"), property(PRODUCT, "boiling point", equal(104.0), "°F")],
    )?;
    press.field("Flash point", "None to boiling", [])?;
    press.field("Vapor pressure", "350 mmHg (20 °C)", [property(PRODUCT, "vapor pressure", equal(350.0), "mmHg")])?;
    press.field("Vapor density", "2.9 (air = 1)", [property(PRODUCT, "vapor density", equal(2.9), "")])?;
    press.field("Density", "1.21 g/mL", [property(PRODUCT, "density", equal(1.21), "g/mL")])?;
    press.field("pH", "3 - 4", [property(PRODUCT, "pH", between(3.0, 4.0), "")])?;
    press.field("Percent volatile", "> 85 %", [property(PRODUCT, "percent volatile", more(85.0), "%")])?;
    press.field(
        "Water solubility (dichloromethane)",
        "13.2 g/L (25 °C)",
        [property("dichloromethane", "water solubility", equal(13.2), "g/L").quoting("13.2 g/L (25 °C)")],
    )
}

fn toxicology(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 11)?;
    press.subheading("Acute toxicity")?;
    press.field(
        "Dichloromethane",
        "LD50 Oral - Rat - 1,600 mg/kg (RTECS)",
        [effect("dichloromethane", "LD50", equal(1600.0), "mg/kg", "rat", "oral")],
    )?;
    press.field(
        "",
        "LC50 Inhalation - Rat - 4 h - 86 mg/L",
        [effect("dichloromethane", "LC50", equal(86.0), "mg/L", "rat", "inhalation").after("4 h")],
    )?;
    press.field(
        "N-Methyl-2-pyrrolidone",
        "LD50 Oral - Rat - 3,914 mg/kg",
        [effect("NMP", "LD50", equal(3914.0), "mg/kg", "rat", "oral")],
    )?;
    press.field(
        "",
        "LD50 Dermal - Rabbit - 8,000 mg/kg",
        [effect("NMP", "LD50", equal(8000.0), "mg/kg", "rabbit", "dermal")],
    )?;
    press.field(
        "Toluene",
        "LD50 Oral - Rat - 636 mg/kg",
        [effect("toluene", "LD50", equal(636.0), "mg/kg", "rat", "oral")],
    )?;
    press.field(
        "Formic acid",
        "LD50 Oral - Rat - 730 mg/kg (OECD 401)",
        [effect("formic acid", "LD50", equal(730.0), "mg/kg", "rat", "oral")],
    )?;
    press.subheading("Carcinogenicity")?;
    press.paragraph(
        "IARC: dichloromethane, Group 2A, probably carcinogenic to humans. NTP: reasonably anticipated to be a human carcinogen. OSHA: specifically regulated (29 CFR 1910.1052); action level 12.5 ppm.",
        [],
    )?;
    AMERICAN.section(press, 12)?;
    press.field(
        "Dichloromethane",
        "Fish LC50 Pimephales promelas: 193 mg/L, 96 h",
        [effect("dichloromethane", "LC50", equal(193.0), "mg/L", "Pimephales promelas", "").after("96 h")],
    )?;
    press.field(
        "",
        "Daphnia magna EC50: 27 mg/L, 48 h",
        [effect("dichloromethane", "EC50", equal(27.0), "mg/L", "Daphnia magna", "").after("48 h")],
    )?;
    press.field(
        "Bioaccumulation",
        "log Pow 1.25 (dichloromethane)",
        [property("dichloromethane", "log Pow", equal(1.25), "")],
    )
}

fn ending(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 14)?;
    press.field("DOT", "UN1593, Dichloromethane mixture, 6.1, PG III", [])?;
    AMERICAN.section(press, 15)?;
    press.field("TSCA", "40 CFR 751 subpart B: consumer paint removal with methylene chloride is prohibited.", [])?;
    press.field("SARA 313", "Dichloromethane 75-09-2; N-methyl-2-pyrrolidone 872-50-4; toluene 108-88-3", [])?;
    AMERICAN.section(press, 16)?;
    press.field("HMIS", "Health 2*  Flammability 1  Physical hazard 0", [])?;
    press.paragraph(AMERICAN.closing, [])
}
