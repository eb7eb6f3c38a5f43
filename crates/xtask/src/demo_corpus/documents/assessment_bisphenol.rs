//! A European assessment report of bisphenol A and DEHP: tonnages, uses, workplace air with nondetects, points of departure.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Fact, Gold, amount, between, effect, equal, hazard, less, measured, mention, more, property, purpose,
};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const BPA: &str = "bisphenol A";
const DEHP: &str = "DEHP";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 70.0,
        body: Face::Serif,
        strong: Face::SerifBold,
        size: 10.6,
        heading: Heading::Plain,
        label: 160.0,
        separator: ":",
        header: (
            "Initial assessment report: BPA and DEHP".into(),
            "Institute for Substance Review, Report 2023/07".into(),
        ),
        footer: ("".into(), "{page}".into()),
    };
    let mut press = Press::new(style, Gold::new("assessment_bisphenol_a_dehp.pdf", "report", "en", Some(BPA)));
    front(&mut press)?;
    identity(&mut press)?;
    volumes(&mut press)?;
    workplace(&mut press)?;
    consumers(&mut press)?;
    effects(&mut press)?;
    conclusion(&mut press)?;
    finish(press, "Initial assessment report: bisphenol A and DEHP", "D:20230711080000Z")
}

fn front(press: &mut Press) -> Result<()> {
    press.gap(30.0);
    press.title(
        "Initial assessment report: 4,4'-isopropylidenediphenol (bisphenol A) and bis(2-ethylhexyl) phthalate",
        18.0,
        [],
    )?;
    press.gap(10.0);
    press.paragraph("Institute for Substance Review, Report 2023/07. This report is written for demonstration; its institute, companies and measurements are invented.", [])?;
    press.heading("Summary")?;
    press.paragraph(
        "Bisphenol A (BPA) is a monomer of polycarbonate and epoxy resins. Bis(2-ethylhexyl) phthalate (DEHP) is a plasticiser of polyvinyl chloride. Both are registered at more than 1 000 tonnes per year. Exposure of workers is dominated by the bagging of BPA flakes and by the calendering of plasticised PVC. The risk for consumers is driven by food.",
        [],
    )?;
    press.paragraph(
        "The point of departure for systemic effects of BPA is the NOAEL of 5 mg/kg bw/day from the three-generation study in rats. For DEHP it is the NOAEL of 4.8 mg/kg bw/day for testicular toxicity.",
        [],
    )
}

fn identity(press: &mut Press) -> Result<()> {
    press.heading("1 Identity and properties")?;
    let grid = Grid { look: Look::Ruled, columns: &[1.6, 1.7, 1.9], head: &["", "Bisphenol A", "DEHP"] };
    let names = [
        mention(BPA, "Bisphenol A", "subject").cas().ec().quoting("CAS number 80-05-7 117-81-7"),
        mention(DEHP, "DEHP", "subject").cas().ec().quoting("CAS number 80-05-7 117-81-7"),
    ];
    press.table(
        &grid,
        [
            row(["CAS number", "80-05-7", "117-81-7"], names),
            row(["EC number", "201-245-8", "204-211-0"], []),
            row(
                ["Molecular weight", "228.29 g/mol", "390.56 g/mol"],
                [
                    property(BPA, "molecular weight", equal(228.29), "g/mol"),
                    property(DEHP, "molecular weight", equal(390.56), "g/mol"),
                ],
            ),
            row(
                ["Melting point", "156 °C", "-50 °C"],
                [
                    property(BPA, "melting point", equal(156.0), "°C"),
                    property(DEHP, "melting point", equal(-50.0), "°C"),
                ],
            ),
            row(["Boiling point", "decomposes", "385 °C"], [property(DEHP, "boiling point", equal(385.0), "°C")]),
            row(
                ["Water solubility", "300 mg/l (25 °C)", "3 µg/l (20 °C)"],
                [
                    property(BPA, "water solubility", equal(300.0), "mg/l"),
                    property(DEHP, "water solubility", equal(3.0), "µg/l"),
                ],
            ),
            row(
                ["log K_{ow}", "3.4", "7.5"],
                [property(BPA, "log Kow", equal(3.4), ""), property(DEHP, "log Kow", equal(7.5), "")],
            ),
            row(
                ["Density", "1.2 g/cm^{3}", "0.98 g/cm^{3}"],
                [property(BPA, "density", equal(1.2), "g/cm3"), property(DEHP, "density", equal(0.98), "g/cm3")],
            ),
        ],
    )?;
    press.heading("2 Classification")?;
    press.paragraph(
        "Harmonised classification of BPA: Eye Dam. 1, H318; Skin Sens. 1, H317; STOT SE 3, H335; Repr. 1B, H360F.",
        [
            hazard(BPA, "H318", "Eye Dam.", "1"),
            hazard(BPA, "H317", "Skin Sens.", "1"),
            hazard(BPA, "H335", "STOT SE", "3"),
            hazard(BPA, "H360F", "Repr.", "1B"),
        ],
    )?;
    press.paragraph("Harmonised classification of DEHP: Repr. 1B, H360FD.", [hazard(DEHP, "H360FD", "Repr.", "1B")])
}

fn volumes(press: &mut Press) -> Result<()> {
    press.heading("3 Production, import and use")?;
    press.paragraph(
        "In 2016 the European Union manufactured 1 180 000 tonnes of BPA and imported 42 000 tonnes.",
        [
            amount(BPA, "manufactured", equal(1_180_000.0), "tonnes", "2016", "European Union"),
            amount(BPA, "imported", equal(42_000.0), "tonnes", "2016", "European Union"),
        ],
    )?;
    press.paragraph(
        "The registration dossiers give tonnage bands: BPA 1 000 000 – 10 000 000 t/a, DEHP 10 000 – 100 000 t/a (manufacture and import, EU, 2017).",
        [
            amount(BPA, "manufactured", between(1_000_000.0, 10_000_000.0), "t/a", "2017", "EU")
                .quoting("BPA 1 000 000 – 10 000 000 t/a"),
            amount(DEHP, "manufactured", between(10_000.0, 100_000.0), "t/a", "2017", "EU")
                .quoting("DEHP 10 000 – 100 000 t/a"),
        ],
    )?;
    press.subheading("Table 1. Tonnages by year and region (t/a)")?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[1.3, 1.5, 0.8, 1.3, 1.9],
        head: &["Substance", "Activity", "Year", "Region", "Volume (t/a)"],
    };
    let cell =
        |name: &'static str,
         key: &'static str,
         activity: &'static str,
         shown: &'static str,
         year: &'static str,
         region: &'static str,
         text: &'static str,
         value| { row([name, shown, year, region, text], [amount(key, activity, value, "t/a", year, region)]) };
    press.table(
        &grid,
        [
            cell("Bisphenol A", BPA, "manufactured", "Manufacture", "2010", "EU", "1 090 000", equal(1_090_000.0)),
            cell("Bisphenol A", BPA, "manufactured", "Manufacture", "2014", "EU", "1 150 000", equal(1_150_000.0)),
            cell("Bisphenol A", BPA, "exported", "Export", "2014", "EU", "< 60 000", less(60_000.0)),
            cell("Bisphenol A", BPA, "used", "Thermal paper", "2014", "EU", "2 000 – 4 000", between(2000.0, 4000.0)),
            row(["Bisphenol A", "Import", "2014", "Switzerland", "CBI"], []),
            cell("DEHP", DEHP, "manufactured", "Manufacture", "2007", "EU", "341 000", equal(341_000.0)),
            cell("DEHP", DEHP, "manufactured", "Manufacture", "2014", "EU", "> 10 000", more(10_000.0)),
            cell("DEHP", DEHP, "imported", "Import", "2014", "Germany", "4 800", equal(4800.0)),
            row(["DEHP", "Import", "2014", "Malta", "n.r."], []),
        ],
    )?;
    press.paragraph("CBI: confidential business information. n.r.: not reported.", [])?;
    press.paragraph(
        "BPA is used in the production of polycarbonate (64 %), in epoxy resins (30 %) and as a developer in thermal paper. DEHP is used as a plasticiser in PVC flooring and in medical devices.",
        [
            purpose(BPA, "production of polycarbonate").quoting("BPA is used in the production of polycarbonate"),
            purpose(BPA, "epoxy resins").quoting("in epoxy resins"),
            purpose(BPA, "developer in thermal paper").quoting("as a developer in thermal paper"),
            purpose(DEHP, "plasticiser in PVC flooring").quoting("DEHP is used as a plasticiser in PVC flooring"),
            purpose(DEHP, "medical devices").quoting("in medical devices"),
        ],
    )
}

fn air(key: &'static str, value: crate::demo_corpus::gold::Value, statistic: &'static str, task: &'static str) -> Fact {
    measured(key, "Workplace air (mg/m3, 8-h TWA)", value, "mg/m3", "workplace air", statistic).among(task)
}

fn workplace(press: &mut Press) -> Result<()> {
    press.heading("4 Exposure of workers")?;
    press.paragraph(
        "Personal samples of inhalable dust were taken at six sites from 2012 to 2015 and analysed by HPLC with fluorescence detection. The limit of detection (LOD) was 0.002 mg/m^{3} for both substances.",
        [],
    )?;
    press.subheading("Table 2. Workplace air (mg/m^{3}, 8-h TWA)")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.1, 1.7, 0.5, 0.9, 0.9, 0.9],
        head: &["Substance", "Task", "n", "Median", "P90", "Maximum"],
    };
    press.table(
        &grid,
        [
            row(
                ["Bisphenol A", "Bagging of flakes", "24", "0.62", "1.84", "5.2"],
                [
                    air(BPA, equal(0.62), "median", "Bagging of flakes"),
                    air(BPA, equal(1.84), "P90", "Bagging of flakes"),
                    air(BPA, equal(5.2), "max", "Bagging of flakes"),
                ],
            ),
            row(
                ["Bisphenol A", "Resin charging", "31", "0.045", "0.21", "0.48"],
                [
                    air(BPA, equal(0.045), "median", "Resin charging"),
                    air(BPA, equal(0.21), "P90", "Resin charging"),
                    air(BPA, equal(0.48), "max", "Resin charging"),
                ],
            ),
            row(
                ["Bisphenol A", "Thermal paper coating", "18", "< LOD", "0.006", "0.011"],
                [
                    air(BPA, equal(0.006), "P90", "Thermal paper coating"),
                    air(BPA, equal(0.011), "max", "Thermal paper coating"),
                ],
            ),
            row(
                ["DEHP", "Calendering", "27", "0.17", "0.74", "1.3"],
                [
                    air(DEHP, equal(0.17), "median", "Calendering"),
                    air(DEHP, equal(0.74), "P90", "Calendering"),
                    air(DEHP, equal(1.3), "max", "Calendering"),
                ],
            ),
            row(
                ["DEHP", "Cable compounding", "12", "<0.002", "0.09", "0.12"],
                [
                    air(DEHP, less(0.002), "median", "Cable compounding"),
                    air(DEHP, equal(0.09), "P90", "Cable compounding"),
                    air(DEHP, equal(0.12), "max", "Cable compounding"),
                ],
            ),
            row(["DEHP", "Maintenance", "4", "ND", "ND", "ND"], []),
        ],
    )?;
    press.paragraph("ND: not detected in any sample. The value 7.31 in the appendix of the draft was a typing error and belongs to no sample.", [])
}

fn consumers(press: &mut Press) -> Result<()> {
    press.heading("5 Exposure of consumers and of man via the environment")?;
    press.paragraph(
        "Canned vegetables (n = 52) contained BPA at a mean of 23.2 µg/kg and a maximum of 116 µg/kg.",
        [
            measured(BPA, "BPA in canned vegetables", equal(23.2), "µg/kg", "canned vegetable", "mean"),
            measured(BPA, "BPA in canned vegetables", equal(116.0), "µg/kg", "canned vegetable", "max"),
        ],
    )?;
    press.paragraph(
        "The dietary intake of BPA of toddlers was estimated at 0.375 µg/kg bw/day (mean) and 0.857 µg/kg bw/day (P95).",
        [
            measured(BPA, "dietary intake of BPA", equal(0.375), "µg/kg bw/day", "diet", "mean").among("toddlers"),
            measured(BPA, "dietary intake of BPA", equal(0.857), "µg/kg bw/day", "diet", "P95").among("toddlers"),
        ],
    )?;
    press.paragraph(
        "House dust from 30 homes contained DEHP between 120 and 2 400 mg/kg. In river water below a municipal plant BPA was found at 0.04 µg/l; upstream it was below 0.01 µg/l.",
        [
            measured(DEHP, "House dust", between(120.0, 2400.0), "mg/kg", "house dust", "range")
                .among("30 homes")
                .quoting("House dust from 30 homes contained DEHP between 120 and 2 400 mg/kg."),
            measured(BPA, "river water", equal(0.04), "µg/l", "river water", "value")
                .quoting("In river water below a municipal plant BPA was found at 0.04 µg/l"),
            measured(BPA, "river water", less(0.01), "µg/l", "river water", "value")
                .quoting("upstream it was below 0.01 µg/l"),
        ],
    )
}

fn effects(press: &mut Press) -> Result<()> {
    press.heading("6 Effects")?;
    press.subheading("6.1 Acute toxicity")?;
    press.paragraph(
        "BPA: LD50 (rat, oral) 3 250 mg/kg bw; LD50 (mouse, oral) 2 400 mg/kg bw.",
        [
            effect(BPA, "LD50", equal(3250.0), "mg/kg bw", "rat", "oral"),
            effect(BPA, "LD50", equal(2400.0), "mg/kg bw", "mouse", "oral"),
        ],
    )?;
    press.paragraph(
        "DEHP: LD50 (rat, oral) > 20 000 mg/kg bw.",
        [effect(DEHP, "LD50", more(20_000.0), "mg/kg bw", "rat", "oral")],
    )?;
    press.subheading("6.2 Repeated dose and reproductive toxicity")?;
    press.subheading("Table 3. Points of departure")?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[0.8, 1.0, 1.7, 0.7, 1.5, 1.7],
        head: &["Substance", "Endpoint", "Value", "Species", "Study", "Effect"],
    };
    press.table(
        &grid,
        [
            row(
                ["BPA", "NOAEL", "5 mg/kg bw/day", "rat", "three-generation", "body weight"],
                [effect(BPA, "NOAEL", equal(5.0), "mg/kg bw/day", "rat", "oral")
                    .after("three-generation")
                    .seen("body weight")],
            ),
            row(
                ["BPA", "NOAEL", "50 mg/kg bw/day", "rat", "three-generation", "reproduction"],
                [effect(BPA, "NOAEL", equal(50.0), "mg/kg bw/day", "rat", "oral")
                    .after("three-generation")
                    .seen("reproduction")],
            ),
            row(
                ["BPA", "BMDL10", "8.96 mg/kg bw/day", "mouse", "two-generation", "kidney weight"],
                [effect(BPA, "BMDL10", equal(8.96), "mg/kg bw/day", "mouse", "oral")
                    .after("two-generation")
                    .seen("kidney weight")],
            ),
            row(
                ["DEHP", "NOAEL", "4.8 mg/kg bw/day", "rat", "three-generation", "testis"],
                [effect(DEHP, "NOAEL", equal(4.8), "mg/kg bw/day", "rat", "oral")
                    .after("three-generation")
                    .seen("testis")],
            ),
            row(
                ["DEHP", "NOAEL", "28.9 mg/kg bw/day", "rat", "104 weeks", "kidney"],
                [effect(DEHP, "NOAEL", equal(28.9), "mg/kg bw/day", "rat", "oral").after("104 weeks").seen("kidney")],
            ),
        ],
    )?;
    press.paragraph(
        "In a 90-day feeding study according to OECD 408 (GLP, Klimisch 1) rats received DEHP; the NOAEL was 3.7 mg/kg bw/day in males and the LOAEL 37.6 mg/kg bw/day (Sertoli cell vacuolation).",
        [
            effect(DEHP, "NOAEL", equal(3.7), "mg/kg bw/day", "rat", "oral")
                .after("90-day")
                .quoting("the NOAEL was 3.7 mg/kg bw/day in males"),
            effect(DEHP, "LOAEL", equal(37.6), "mg/kg bw/day", "rat", "oral")
                .after("90-day")
                .seen("Sertoli cell vacuolation")
                .quoting("the LOAEL 37.6 mg/kg bw/day (Sertoli cell vacuolation)"),
        ],
    )?;
    press.subheading("6.3 Aquatic toxicity of BPA")?;
    press.paragraph(
        "LC50 (96 h, Pimephales promelas) 4.6 mg/l; EC50 (48 h, Daphnia magna) 10.2 mg/l.",
        [
            effect(BPA, "LC50", equal(4.6), "mg/l", "Pimephales promelas", "").after("96 h"),
            effect(BPA, "EC50", equal(10.2), "mg/l", "Daphnia magna", "").after("48 h"),
        ],
    )
}

fn conclusion(press: &mut Press) -> Result<()> {
    press.heading("7 Risk characterisation")?;
    press.paragraph(
        "The temporary tolerable daily intake (TDI) of BPA of 2015 is 4 µg/kg bw/day; it was derived by applying a total uncertainty factor of 150 to the human equivalent dose of 609 µg/kg bw/day.",
        [effect(BPA, "TDI", equal(4.0), "µg/kg bw/day", "", "oral").quoting("The temporary tolerable daily intake (TDI) of BPA of 2015 is 4 µg/kg bw/day")],
    )?;
    press.paragraph(
        "The opinion of April 2023 lowers the TDI of BPA to 0.2 ng/kg bw/day. The two values differ by a factor of 20 000; users must state which they apply.",
        [effect(BPA, "TDI", equal(0.2), "ng/kg bw/day", "", "oral").quoting("lowers the TDI of BPA to 0.2 ng/kg bw/day")],
    )?;
    press.paragraph(
        "For DEHP and three further phthalates the group TDI is 50 µg/kg bw/day, expressed as DEHP equivalents.",
        [effect(DEHP, "TDI", equal(50.0), "µg/kg bw/day", "", "oral")],
    )?;
    press.paragraph(
        "For the bagging of BPA flakes without local exhaust ventilation the margin of safety is considered too low. For the other scenarios there is at present no need for further information or testing.",
        [],
    )
}
