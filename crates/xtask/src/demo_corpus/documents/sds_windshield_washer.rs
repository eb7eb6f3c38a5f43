//! A United States safety data sheet in a borderless layout: percentage ranges, OSHA, ACGIH and NIOSH limits, °F beside °C.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, between, composition, effect, equal, hazard, limit, mention, more, property, purpose,
};
use crate::demo_corpus::prose::{self, AMERICAN};
use crate::demo_corpus::typeset::{Face, Grid, Heading, LETTER, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: LETTER,
        margin: 60.0,
        body: Face::Serif,
        strong: Face::SerifBold,
        size: 10.2,
        heading: Heading::Underlined,
        label: 178.0,
        separator: "",
        header: ("ClearRoad -25 °F Windshield Washer Fluid".into(), "Revision Date: 06/14/2022".into()),
        footer: ("Lakeshore Auto Fluids, Inc.".into(), "Page {page} of {pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_windshield_washer_us.pdf", "sds", "en", Some(PRODUCT)));
    press.title("SAFETY DATA SHEET", 17.0, [])?;
    front(&mut press)?;
    for (number, advice) in [(4, AMERICAN.first_aid), (5, AMERICAN.fire), (6, AMERICAN.release), (7, AMERICAN.handling)]
    {
        AMERICAN.advice(&mut press, number, advice)?;
    }
    limits(&mut press)?;
    properties(&mut press)?;
    AMERICAN.advice(&mut press, 10, AMERICAN.stability)?;
    toxicology(&mut press)?;
    ecology(&mut press)?;
    AMERICAN.advice(&mut press, 13, AMERICAN.disposal)?;
    ending(&mut press)?;
    finish(press, "SDS ClearRoad windshield washer fluid", "D:20220614120000Z")
}

fn front(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 1)?;
    press.field(
        "Product Name",
        "ClearRoad -25 °F Windshield Washer Fluid",
        [mention(PRODUCT, "ClearRoad -25 °F Windshield Washer Fluid", "product").other("product code", "LAF-2210")],
    )?;
    press.field("Product Code", "LAF-2210", [])?;
    press.field("Recommended Use", "Windshield washer fluid", [purpose(PRODUCT, "Windshield washer fluid")])?;
    press.field("Restrictions on Use", "Not for use as a fuel or as a beverage.", [])?;
    press.field("Manufacturer", "Lakeshore Auto Fluids, Inc.\n4400 Harbor Road, Toledo, OH 43611", [])?;
    press.field("Emergency Telephone", "1-800-555-0142 (24 hours)", [])?;
    AMERICAN.section(press, 2)?;
    press.subheading("GHS Classification (29 CFR 1910.1200)")?;
    let grid = Grid { look: Look::Borderless, columns: &[3.0, 1.2, 2.4], head: &[] };
    let line = |class: &'static str, category: &'static str, shown: &'static str, code: &'static str| {
        row([class, shown, code], [hazard(PRODUCT, code, class, category).signal("Danger")])
    };
    press.table(
        &grid,
        [
            line("Flammable liquids", "3", "Category 3", "H226"),
            line("Acute toxicity, oral", "4", "Category 4", "H302"),
            line("Acute toxicity, dermal", "4", "Category 4", "H312"),
            line("Acute toxicity, inhalation", "4", "Category 4", "H332"),
            line("STOT, single exposure", "1", "Category 1", "H370"),
        ],
    )?;
    press.field("Signal Word", "DANGER", [])?;
    press.field(
        "Hazard Statements",
        "Flammable liquid and vapor. Harmful if swallowed, in contact with skin or if inhaled (H302+H312+H332). Causes damage to organs (eyes, central nervous system).",
        [hazard(PRODUCT, "H302+H312+H332", "", "").quoting("(H302+H312+H332)").signal("Danger")],
    )?;
    press.field(
        "Precautionary Statements",
        "Keep away from heat, sparks, open flames and hot surfaces. Do not breathe vapors. Wear protective gloves. IF SWALLOWED: Immediately call a POISON CENTER. Store locked up.",
        [],
    )?;
    AMERICAN.section(press, 3)?;
    let grid =
        Grid { look: Look::Borderless, columns: &[2.6, 1.6, 1.5], head: &["Component", "CAS Number", "% by weight"] };
    press.table(
        &grid,
        [
            row(
                ["Methanol", "67-56-1", "30 - 60"],
                [mention("methanol", "Methanol", "component").cas(), composition("methanol", between(30.0, 60.0))],
            ),
            row(
                ["Ethanol", "64-17-5", "0.5 - 1.5"],
                [mention("ethanol", "Ethanol", "component").cas(), composition("ethanol", between(0.5, 1.5))],
            ),
            row(
                ["Water", "7732-18-5", "40 - 70"],
                [mention("water", "Water", "component").cas(), composition("water", between(40.0, 70.0))],
            ),
        ],
    )?;
    press.paragraph(
        "The exact percentages are withheld as a trade secret in accordance with paragraph (i) of 29 CFR 1910.1200.",
        [],
    )
}

fn limits(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 8)?;
    press.subheading("Exposure Guidelines")?;
    let grid = Grid {
        look: Look::Borderless,
        columns: &[1.0, 1.35, 1.55, 1.75],
        head: &["Component", "OSHA PEL", "ACGIH TLV", "NIOSH"],
    };
    press.table(
        &grid,
        [
            row(
                ["Methanol", "TWA: 200 ppm", "TWA: 200 ppm", "REL TWA: 200 ppm"],
                [
                    limit("methanol", "OSHA PEL TWA", equal(200.0), "ppm", "TWA"),
                    limit("methanol", "ACGIH TLV TWA", equal(200.0), "ppm", "TWA"),
                    limit("methanol", "NIOSH REL TWA", equal(200.0), "ppm", "TWA"),
                ],
            ),
            row(
                ["", "TWA: 260 mg/m^{3}", "STEL: 250 ppm", "STEL: 250 ppm"],
                [
                    limit("methanol", "OSHA PEL TWA", equal(260.0), "mg/m3", "TWA"),
                    limit("methanol", "ACGIH TLV STEL", equal(250.0), "ppm", "STEL"),
                    limit("methanol", "NIOSH REL STEL", equal(250.0), "ppm", "STEL"),
                ],
            ),
            row(["", "", "Skin", "IDLH: 6000 ppm"], [limit("methanol", "NIOSH IDLH", equal(6000.0), "ppm", "IDLH")]),
            row(
                ["Ethanol", "TWA: 1000 ppm", "STEL: 1000 ppm", "REL TWA: 1000 ppm"],
                [
                    limit("ethanol", "OSHA PEL TWA", equal(1000.0), "ppm", "TWA"),
                    limit("ethanol", "ACGIH TLV STEL", equal(1000.0), "ppm", "STEL"),
                    limit("ethanol", "NIOSH REL TWA", equal(1000.0), "ppm", "TWA"),
                ],
            ),
            row(
                ["", "TWA: 1900 mg/m^{3}", "", "IDLH: 3300 ppm"],
                [
                    limit("ethanol", "OSHA PEL TWA", equal(1900.0), "mg/m3", "TWA"),
                    limit("ethanol", "NIOSH IDLH", equal(3300.0), "ppm", "IDLH"),
                ],
            ),
        ],
    )?;
    prose::set(press, AMERICAN.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 9)?;
    press.field("Appearance", "Blue liquid", [])?;
    press.field("Odor", "Alcohol", [])?;
    press.field("Odor Threshold", "Not available", [])?;
    press.field("pH", "7.0 - 9.0", [property(PRODUCT, "pH", between(7.0, 9.0), "")])?;
    press.field(
        "Freezing Point",
        "-31.7 °C (-25 °F)",
        [
            property(PRODUCT, "freezing point", equal(-31.7), "°C"),
            property(PRODUCT, "freezing point", equal(-25.0), "°F"),
        ],
    )?;
    press.field(
        "Boiling Point",
        "79 °C (174 °F)",
        [property(PRODUCT, "boiling point", equal(79.0), "°C"), property(PRODUCT, "boiling point", equal(174.0), "°F")],
    )?;
    press.field(
        "Flash Point (Tag Closed Cup)",
        "29 °C (84 °F)",
        [property(PRODUCT, "flash point", equal(29.0), "°C"), property(PRODUCT, "flash point", equal(84.0), "°F")],
    )?;
    press.field("Evaporation Rate", "Not determined", [])?;
    press.field(
        "Lower / Upper Flammable Limit",
        "6.0 % / 36.0 % (methanol)",
        [
            property("methanol", "lower flammable limit", equal(6.0), "%"),
            property("methanol", "upper flammable limit", equal(36.0), "%"),
        ],
    )?;
    press.field(
        "Vapor Pressure",
        "97 mmHg @ 20 °C (methanol)",
        [property("methanol", "vapor pressure", equal(97.0), "mmHg")],
    )?;
    press.field("Specific Gravity", "0.94", [property(PRODUCT, "specific gravity", equal(0.94), "")])?;
    press.field("Solubility in Water", "Complete", [])?;
    press.field(
        "Partition Coefficient (log K_{ow})",
        "-0.77 (methanol)",
        [property("methanol", "log Kow", equal(-0.77), "")],
    )
}

fn toxicology(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 11)?;
    press.subheading("Acute Toxicity of Components")?;
    let grid = Grid {
        look: Look::Borderless,
        columns: &[1.0, 1.8, 2.0, 2.0],
        head: &["Component", "LD50 Oral", "LD50 Dermal", "LC50 Inhalation"],
    };
    press.table(
        &grid,
        [
            row(
                ["Methanol", "5628 mg/kg (Rat)", "15800 mg/kg (Rabbit)", "64000 ppm (Rat) 4 h"],
                [
                    effect("methanol", "LD50", equal(5628.0), "mg/kg", "rat", "oral"),
                    effect("methanol", "LD50", equal(15800.0), "mg/kg", "rabbit", "dermal"),
                    effect("methanol", "LC50", equal(64000.0), "ppm", "rat", "inhalation").after("4 h"),
                ],
            ),
            row(
                ["Ethanol", "7060 mg/kg (Rat)", "> 15800 mg/kg (Rabbit)", "124.7 mg/L (Rat) 4 h"],
                [
                    effect("ethanol", "LD50", equal(7060.0), "mg/kg", "rat", "oral"),
                    effect("ethanol", "LD50", more(15800.0), "mg/kg", "rabbit", "dermal"),
                    effect("ethanol", "LC50", equal(124.7), "mg/L", "rat", "inhalation").after("4 h"),
                ],
            ),
        ],
    )?;
    press.paragraph(
        "Animals are poor models for the toxicity of methanol to people: as little as 10 mL of methanol has caused blindness and 30 mL death.",
        [],
    )?;
    press.paragraph(
        "Carcinogenicity: alcoholic beverages are listed by IARC (Group 1); ethanol in this product is not intended for drinking. No other component at 0.1 % or more is listed by IARC, NTP or OSHA.",
        [],
    )
}

fn ecology(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 12)?;
    press.field(
        "Methanol, freshwater fish",
        "LC50 Lepomis macrochirus: 15400 mg/L, 96 h",
        [effect("methanol", "LC50", equal(15400.0), "mg/L", "Lepomis macrochirus", "").after("96 h")],
    )?;
    press.field(
        "Methanol, water flea",
        "EC50 Daphnia magna: > 10000 mg/L, 48 h",
        [effect("methanol", "EC50", more(10000.0), "mg/L", "Daphnia magna", "").after("48 h")],
    )?;
    press.field("Persistence", "Readily biodegradable.", [])
}

fn ending(press: &mut Press) -> Result<()> {
    AMERICAN.section(press, 14)?;
    press.field("DOT", "UN1986, Alcohols, flammable, toxic, n.o.s. (methanol), 3 (6.1), PG III", [])?;
    AMERICAN.section(press, 15)?;
    press.field("SARA 313", "Methanol (67-56-1)", [])?;
    press.field("CERCLA RQ", "Methanol: 5000 lb", [])?;
    press.field("California Proposition 65", "WARNING: This product can expose you to methanol, which is known to the State of California to cause birth defects or other reproductive harm.", [])?;
    AMERICAN.section(press, 16)?;
    press.field("NFPA", "Health 1   Flammability 3   Instability 0", [])?;
    press.paragraph(AMERICAN.closing, [])
}
