//! A European safety data sheet of two UVCBs, in Times and without rules, with a registry number broken over a line end.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, about, at_least, between, composition, effect, equal, hazard, less, limit, mention, more, property, purpose,
    up_to,
};
use crate::demo_corpus::prose::{self, EUROPEAN};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";
const LIGHT: &str = "light aromatic naphtha";
const DISTILLATE: &str = "hydrotreated light distillate";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 64.0,
        body: Face::Serif,
        strong: Face::SerifBold,
        size: 10.0,
        heading: Heading::Underlined,
        label: 165.0,
        separator: "",
        header: ("Petrosol D-Grease 120".into(), "Safety Data Sheet (REACH Annex II, UK)".into()),
        footer: ("Issue 7, 04 April 2024. Replaces issue 6.".into(), "Page {page} of {pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_degreaser_uvcb_uk.pdf", "sds", "en", Some(PRODUCT)));
    front(&mut press)?;
    for (number, advice) in [(4, EUROPEAN.first_aid), (5, EUROPEAN.fire), (6, EUROPEAN.release), (7, EUROPEAN.handling)]
    {
        EUROPEAN.advice(&mut press, number, advice)?;
    }
    EUROPEAN.section(&mut press, 8)?;
    press.paragraph(
        "Hydrocarbons, C9, aromatics: RCP-TWA (EU HSPA) 100 mg/m^{3} (19 ppm), total hydrocarbons.",
        [
            limit(LIGHT, "EU HSPA RCP-TWA", equal(100.0), "mg/m3", "TWA"),
            limit(LIGHT, "EU HSPA RCP-TWA", equal(19.0), "ppm", "TWA"),
        ],
    )?;
    press.paragraph(
        "Naphthalene: EU IOELV TWA 10 ppm (50 mg/m^{3}), Directive 91/322/EEC.",
        [
            limit("naphthalene", "EU IOELV TWA", equal(10.0), "ppm", "TWA"),
            limit("naphthalene", "EU IOELV TWA", equal(50.0), "mg/m3", "TWA"),
        ],
    )?;
    prose::set(&mut press, EUROPEAN.protection)?;
    properties(&mut press)?;
    EUROPEAN.advice(&mut press, 10, EUROPEAN.stability)?;
    effects(&mut press)?;
    EUROPEAN.advice(&mut press, 13, EUROPEAN.disposal)?;
    ending(&mut press)?;
    finish(press, "Safety data sheet Petrosol D-Grease 120", "D:20240404080000Z")
}

fn front(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 1)?;
    press.field("Product name", "Petrosol D-Grease 120", [mention(PRODUCT, "Petrosol D-Grease 120", "product")])?;
    press.field(
        "Use of the product",
        "Cold degreaser for metal parts. Carrier for crop protection formulations.",
        [
            purpose(PRODUCT, "Cold degreaser for metal parts"),
            purpose(PRODUCT, "Carrier for crop protection formulations"),
        ],
    )?;
    press.field("Supplier", "Petrosol Fluids Ltd, Unit 4, Tees Dock Road, Middlesbrough TS6 6UA", [])?;
    press.field("Emergency", "+44 1642 555 0110", [])?;
    EUROPEAN.section(press, 2)?;
    let classes = [
        ("Flam. Liq. 3 - H226", hazard(PRODUCT, "H226", "Flam. Liq.", "3")),
        ("Asp. Tox. 1 - H304", hazard(PRODUCT, "H304", "Asp. Tox.", "1")),
        ("STOT SE 3 - H335", hazard(PRODUCT, "H335", "STOT SE", "3")),
        ("STOT SE 3 - H336", hazard(PRODUCT, "H336", "STOT SE", "3")),
        ("Aquatic Chronic 2 - H411", hazard(PRODUCT, "H411", "Aquatic Chronic", "2")),
        ("EUH066", hazard(PRODUCT, "EUH066", "", "")),
    ];
    for (line, fact) in classes {
        press.indented(line, [fact.signal("Danger")])?;
    }
    press.field("Signal word", "Danger", [])?;
    press.field(
        "Statements",
        "Flammable liquid and vapour. May be fatal if swallowed and enters airways. May cause respiratory irritation. May cause drowsiness or dizziness. Toxic to aquatic life with long lasting effects. Repeated exposure may cause skin dryness or cracking.",
        [],
    )?;
    EUROPEAN.section(press, 3)?;
    press.paragraph("The product is made of substances of unknown or variable composition (UVCB).", [])?;
    let grid = Grid {
        look: Look::Borderless,
        columns: &[2.35, 1.0, 1.0, 1.05, 1.5],
        head: &["Substance", "CAS", "EC", "Content %", "Hazards"],
    };
    press.table(
        &grid,
        [
            row(
                [
                    "Hydrocarbons, C9, aromatics",
                    "64742-95-\n6",
                    "265-199-0",
                    "60 - 100",
                    "H226, H304, H335,\nH336, H411, EUH066",
                ],
                [
                    mention(LIGHT, "Hydrocarbons, C9, aromatics", "component")
                        .cas()
                        .ec()
                        .quoting("Hydrocarbons, C9, aromatics 64742-95- 265-199-0"),
                    composition(LIGHT, between(60.0, 100.0)).quoting("265-199-0 60 - 100"),
                    hazard(LIGHT, "H226", "", "").quoting("H226, H304, H335,"),
                    hazard(LIGHT, "H304", "", "").quoting("H226, H304, H335,"),
                    hazard(LIGHT, "H335", "", "").quoting("H226, H304, H335,"),
                    hazard(LIGHT, "H336", "", "").quoting("H336, H411, EUH066"),
                    hazard(LIGHT, "H411", "", "").quoting("H336, H411, EUH066"),
                    hazard(LIGHT, "EUH066", "", "").quoting("H336, H411, EUH066"),
                ],
            ),
            row(
                ["Distillates (petroleum), hydrotreated\nlight", "64742-47-8", "265-149-8", "≤ 30", "H304, EUH066"],
                [
                    mention(DISTILLATE, "Distillates (petroleum), hydrotreated light", "component")
                        .cas()
                        .ec()
                        .quoting("Distillates (petroleum), hydrotreated 64742-47-8 265-149-8"),
                    composition(DISTILLATE, up_to(30.0)).quoting("64742-47-8 265-149-8 ≤ 30"),
                    hazard(DISTILLATE, "H304", "", "").quoting("H304, EUH066"),
                    hazard(DISTILLATE, "EUH066", "", "").quoting("H304, EUH066"),
                ],
            ),
            row(
                ["Naphthalene (impurity)", "91-20-3", "202-049-5", "< 1", "H302, H351, H410"],
                [
                    mention("naphthalene", "Naphthalene", "impurity").cas().ec(),
                    composition("naphthalene", less(1.0)),
                    hazard("naphthalene", "H302", "", ""),
                    hazard("naphthalene", "H351", "", ""),
                    hazard("naphthalene", "H410", "", ""),
                ],
            ),
        ],
    )?;
    press.paragraph(
        "Note P: benzene content (CAS 71-43-2, EC 200-753-7) < 0.1 % (w/w); classification as a carcinogen does not apply.",
        [
            mention("benzene", "benzene", "impurity").cas().ec(),
            composition("benzene", less(0.1)),
        ],
    )
}

fn properties(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 9)?;
    press.field("Appearance", "Clear, colourless liquid with a characteristic odour", [])?;
    press.field("Boiling range", "155 to 181 °C", [property(PRODUCT, "boiling point", between(155.0, 181.0), "°C")])?;
    press.field("Flash point (ASTM D56)", "≥ 42 °C", [property(PRODUCT, "flash point", at_least(42.0), "°C")])?;
    press.field(
        "Auto-ignition temperature",
        "> 450 °C",
        [property(PRODUCT, "auto-ignition temperature", more(450.0), "°C")],
    )?;
    press.field(
        "Explosion limits",
        "0.8 to 7.0 % by volume",
        [
            property(PRODUCT, "lower explosion limit", equal(0.8), "% by volume"),
            property(PRODUCT, "upper explosion limit", equal(7.0), "% by volume"),
        ],
    )?;
    press.field("Vapour pressure at 20 °C", "~ 0.3 kPa", [property(PRODUCT, "vapour pressure", about(0.3), "kPa")])?;
    press.field("Density at 15 °C", "870 kg/m^{3}", [property(PRODUCT, "density", equal(870.0), "kg/m3")])?;
    press.field("Viscosity at 25 °C", "0.9 mm^{2}/s", [property(PRODUCT, "viscosity", equal(0.9), "mm2/s")])?;
    press.field("Water solubility", "negligible", [])?;
    press.field("Partition coefficient", "not applicable (UVCB)", [])
}

fn effects(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 11)?;
    press.subheading("Hydrocarbons, C9, aromatics")?;
    press.paragraph(
        "Acute oral toxicity: LD50 (rat, female) 3592 mg/kg bw, OECD 401.",
        [effect(LIGHT, "LD50", equal(3592.0), "mg/kg bw", "rat", "oral")],
    )?;
    press.paragraph(
        "Acute dermal toxicity: LD50 (rabbit) > 3160 mg/kg bw, OECD 402.",
        [effect(LIGHT, "LD50", more(3160.0), "mg/kg bw", "rabbit", "dermal")],
    )?;
    press.paragraph(
        "Acute inhalation toxicity: LC50 (rat) > 6193 mg/m^{3}, 4 h, OECD 403.",
        [effect(LIGHT, "LC50", more(6193.0), "mg/m3", "rat", "inhalation").after("4 h")],
    )?;
    press.subheading("Distillates (petroleum), hydrotreated light")?;
    press.paragraph(
        "LD50 (rat, oral) > 5000 mg/kg bw, OECD 401.",
        [effect(DISTILLATE, "LD50", more(5000.0), "mg/kg bw", "rat", "oral")],
    )?;
    press.paragraph("The mixture is not sensitising. No evidence of germ cell mutagenicity.", [])?;
    EUROPEAN.section(press, 12)?;
    press.subheading("Hydrocarbons, C9, aromatics")?;
    for (line, endpoint, value, species, time) in [
        ("Fish: LL50, 96 h, Oncorhynchus mykiss: 9.2 mg/l", "LL50", 9.2, "Oncorhynchus mykiss", "96 h"),
        ("Invertebrates: EL50, 48 h, Daphnia magna: 3.2 mg/l", "EL50", 3.2, "Daphnia magna", "48 h"),
        (
            "Algae: EL50, 72 h, Pseudokirchneriella subcapitata: 2.9 mg/l",
            "EL50",
            2.9,
            "Pseudokirchneriella subcapitata",
            "72 h",
        ),
    ] {
        press.indented(line, [effect(LIGHT, endpoint, equal(value), "mg/l", species, "").after(time)])?;
    }
    press.paragraph(
        "Readily biodegradable: 78 % after 28 days (OECD 301F).",
        [property(LIGHT, "biodegradability", equal(78.0), "%")],
    )
}

fn ending(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 14)?;
    press.field("UN number", "UN 1268", [])?;
    press.field("Proper shipping name", "PETROLEUM DISTILLATES, N.O.S.", [])?;
    press.field("Class / packing group", "3 / III", [])?;
    press.field("Marine pollutant", "yes", [])?;
    EUROPEAN.section(press, 15)?;
    press.paragraph("COMAH: P5c flammable liquids; E2 hazardous to the aquatic environment, 200 t / 500 t.", [])?;
    EUROPEAN.section(press, 16)?;
    press.paragraph(EUROPEAN.closing, [])
}
