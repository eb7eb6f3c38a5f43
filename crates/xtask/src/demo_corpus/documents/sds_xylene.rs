//! A European safety data sheet of one substance that is an isomer mixture, with a line of hidden text that says something false.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, about, between, composition, effect, equal, hazard, limit, mention, property, purpose,
};
use crate::demo_corpus::prose::{self, EUROPEAN};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const X: &str = "xylene";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 56.0,
        body: Face::Sans,
        strong: Face::SansBold,
        size: 9.0,
        heading: Heading::Underlined,
        label: 190.0,
        separator: ":",
        header: ("NORDKEM A/S".into(), "Xylene, technical grade".into()),
        footer: ("SDS 1330-207-EU  Version 12.0  Print date 2023-01-19".into(), "Page {page} of {pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_xylene_isomers_eu.pdf", "sds", "en", Some(X)));
    front(&mut press)?;
    for (number, advice) in [(4, EUROPEAN.first_aid), (5, EUROPEAN.fire), (6, EUROPEAN.release), (7, EUROPEAN.handling)]
    {
        EUROPEAN.advice(&mut press, number, advice)?;
    }
    limits(&mut press)?;
    properties(&mut press)?;
    EUROPEAN.advice(&mut press, 10, EUROPEAN.stability)?;
    effects(&mut press)?;
    EUROPEAN.advice(&mut press, 13, EUROPEAN.disposal)?;
    ending(&mut press)?;
    finish(press, "Safety data sheet Xylene technical grade", "D:20230119070000Z")
}

fn front(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 1)?;
    press.field("Product name", "Xylene, technical grade", [])?;
    press.field("Substance name", "Xylene (mixture of isomers)", [])?;
    press.field("Index-No.", "601-022-00-9", [])?;
    press.field(
        "CAS-No.",
        "1330-20-7",
        [mention(X, "Xylene", "product").cas().ec().other("index number", "601-022-00-9")],
    )?;
    press.field("EC-No.", "215-535-7", [])?;
    press.field(
        "Identified uses",
        "Solvent in coatings, intermediate, laboratory chemical",
        [purpose(X, "Solvent in coatings"), purpose(X, "intermediate"), purpose(X, "laboratory chemical")],
    )?;
    press.field("Company", "Nordkem A/S, Havnegade 3, 5000 Odense C, Denmark", [])?;
    press.field("Emergency telephone", "+45 65 55 01 12", [])?;
    EUROPEAN.section(press, 2)?;
    press.subheading("2.1 Classification of the substance")?;
    let grid = Grid { look: Look::Borderless, columns: &[3.6, 1.3, 1.0], head: &["Hazard class", "Category", "Code"] };
    let line = |class: &'static str, shown: &'static str, category: &'static str, code: &'static str| {
        row([class, shown, code], [hazard(X, code, class, category).signal("Danger")])
    };
    press.table(
        &grid,
        [
            line("Flammable liquid", "Category 3", "3", "H226"),
            line("Acute toxicity (dermal)", "Category 4 *", "4 *", "H312"),
            line("Acute toxicity (inhalation)", "Category 4 *", "4 *", "H332"),
            line("Skin irritation", "Category 2", "2", "H315"),
            line("Eye irritation", "Category 2", "2", "H319"),
            line("Specific target organ toxicity (single)", "Category 3", "3", "H335"),
            line("Specific target organ toxicity (repeated)", "Category 2", "2", "H373"),
            line("Aspiration hazard", "Category 1", "1", "H304"),
        ],
    )?;
    press.paragraph("* minimum classification according to Annex VI of Regulation (EC) No 1272/2008", [])?;
    press.field("Signal word", "Danger", [])?;
    press.field(
        "Hazard statements",
        "H312+H332 Harmful in contact with skin or if inhaled.",
        [hazard(X, "H312+H332", "", "").signal("Danger")],
    )?;
    press.field("Precautionary statements", "P210, P233, P261, P280, P301+P310, P331, P370+P378", [])?;
    EUROPEAN.section(press, 3)?;
    press.subheading("3.1 Substances: constituents")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.6, 1.2, 1.2, 1.4],
        head: &["Constituent", "CAS-No.", "EC-No.", "Content (% w/w)"],
    };
    let part = |key: &'static str,
                name: &'static str,
                cas: &'static str,
                ec: &'static str,
                text: &'static str,
                low: f64,
                high: f64| {
        row([name, cas, ec, text], [mention(key, name, "component").cas().ec(), composition(key, between(low, high))])
    };
    press.table(
        &grid,
        [
            part("m-xylene", "m-Xylene", "108-38-3", "203-576-3", "40 - 50", 40.0, 50.0),
            part("p-xylene", "p-Xylene", "106-42-3", "203-396-5", "18 - 24", 18.0, 24.0),
            part("o-xylene", "o-Xylene", "95-47-6", "202-422-2", "18 - 24", 18.0, 24.0),
            part("ethylbenzene", "Ethylbenzene", "100-41-4", "202-849-4", "10 - < 20", 10.0, 20.0),
        ],
    )
}

fn limits(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 8)?;
    let grid = Grid { look: Look::Ruled, columns: &[1.7, 1.0, 1.3, 1.3], head: &["Limit", "Type", "ppm", "mg/m^{3}"] };
    press.table(
        &grid,
        [
            row(
                ["EU, 2000/39/EC", "TWA (8 h)", "50 ppm", "221 mg/m^{3}"],
                [
                    limit(X, "EU IOELV TWA", equal(50.0), "ppm", "TWA"),
                    limit(X, "EU IOELV TWA", equal(221.0), "mg/m3", "TWA"),
                ],
            ),
            row(
                ["EU, 2000/39/EC", "STEL (15 min)", "100 ppm", "442 mg/m^{3}"],
                [
                    limit(X, "EU IOELV STEL", equal(100.0), "ppm", "STEL"),
                    limit(X, "EU IOELV STEL", equal(442.0), "mg/m3", "STEL"),
                ],
            ),
            row(
                ["Denmark, AT", "TWA (8 h)", "25 ppm", "109 mg/m^{3}"],
                [
                    limit(X, "Denmark AT TWA", equal(25.0), "ppm", "TWA"),
                    limit(X, "Denmark AT TWA", equal(109.0), "mg/m3", "TWA"),
                ],
            ),
        ],
    )?;
    prose::set(press, EUROPEAN.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 9)?;
    press.field("Form", "liquid, colourless", [])?;
    press.field("Molecular weight", "106.17 g/mol", [property(X, "molecular weight", equal(106.17), "g/mol")])?;
    press.field("Boiling range", "137 - 143 °C", [property(X, "boiling point", between(137.0, 143.0), "°C")])?;
    press.field("Flash point (closed cup)", "25 °C", [property(X, "flash point", equal(25.0), "°C")])?;
    press.hidden("Flash point (closed cup) : 95 °C   LD50 oral rat: 35 230 mg/kg")?;
    press.field(
        "Vapour pressure",
        "0.8 - 1.2 kPa at 20 °C",
        [property(X, "vapour pressure", between(0.8, 1.2), "kPa")],
    )?;
    press.field("Density", "0.86 g/cm^{3} at 20 °C", [property(X, "density", equal(0.86), "g/cm3")])?;
    press.field(
        "Lower / upper explosion limit",
        "1.0 vol% / 7.0 vol%",
        [
            property(X, "lower explosion limit", equal(1.0), "vol%"),
            property(X, "upper explosion limit", equal(7.0), "vol%"),
        ],
    )?;
    press.field("Water solubility", "~ 0.2 g/l at 20 °C", [property(X, "water solubility", about(0.2), "g/l")])?;
    press.field("log Pow", "3.12 - 3.20", [property(X, "log Pow", between(3.12, 3.2), "")])
}

fn effects(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 11)?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[0.9, 1.0, 0.9, 1.5, 1.6],
        head: &["Route", "Endpoint", "Species", "Value", "Method"],
    };
    press.table(
        &grid,
        [
            row(
                ["oral", "LD50", "rat", "3523 mg/kg bw", "EU B.1"],
                [effect(X, "LD50", equal(3523.0), "mg/kg bw", "rat", "oral")],
            ),
            row(
                ["dermal", "LD50", "rabbit", "12126 mg/kg bw", "not stated"],
                [effect(X, "LD50", equal(12126.0), "mg/kg bw", "rabbit", "dermal")],
            ),
            row(
                ["inhalation", "LC50, 4 h", "rat", "27.1 mg/l (vapour)", "EU B.2"],
                [effect(X, "LC50", equal(27.1), "mg/l", "rat", "inhalation").after("4 h")],
            ),
        ],
    )?;
    press.paragraph(
        "Repeated dose toxicity, oral, rat, 103 weeks (NTP TR-327): NOAEL 250 mg/kg bw/day; effect at 500 mg/kg bw/day: decreased body weight.",
        [effect(X, "NOAEL", equal(250.0), "mg/kg bw/day", "rat", "oral").after("103 weeks").seen("decreased body weight")],
    )?;
    EUROPEAN.section(press, 12)?;
    press.field(
        "Fish",
        "LC50 Oncorhynchus mykiss: 2.6 mg/l (96 h)",
        [effect(X, "LC50", equal(2.6), "mg/l", "Oncorhynchus mykiss", "").after("96 h")],
    )?;
    press.field(
        "Daphnia",
        "EC50 Daphnia magna: 3.82 mg/l (48 h)",
        [effect(X, "EC50", equal(3.82), "mg/l", "Daphnia magna", "").after("48 h")],
    )?;
    press.field(
        "Algae",
        "ErC50: 4.36 mg/l (73 h)",
        [effect(X, "ErC50", equal(4.36), "mg/l", "alga", "").after("73 h")],
    )?;
    press.field(
        "Bioconcentration factor",
        "25.9 (rainbow trout)",
        [effect(X, "BCF", equal(25.9), "", "rainbow trout", "")],
    )
}

fn ending(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 14)?;
    press.field("UN number", "1307", [])?;
    press.field("Proper shipping name", "XYLENES", [])?;
    press.field("Class / packing group", "3 / III", [])?;
    EUROPEAN.section(press, 15)?;
    press.paragraph(
        "REACH registration number withheld in this copy. A chemical safety assessment has been carried out.",
        [],
    )?;
    EUROPEAN.section(press, 16)?;
    press.paragraph(EUROPEAN.closing, [])
}
