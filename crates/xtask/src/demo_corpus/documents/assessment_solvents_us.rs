//! A United States screening report of trichloroethylene, NMP and dichloromethane: pounds per year, CBI, nondetects, hidden text.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, Value, amount, between, effect, equal, hazard, less, limit, measured, mention, property, purpose,
};
use crate::demo_corpus::typeset::{Face, Grid, Heading, LETTER, Look, Press, Row, Style, row};
use crate::demo_corpus::{Assembled, finish};

const TCE: &str = "trichloroethylene";
const DCM: &str = "dichloromethane";
const NMP: &str = "NMP";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: LETTER,
        margin: 66.0,
        body: Face::Sans,
        strong: Face::SansBold,
        size: 11.4,
        heading: Heading::Plain,
        label: 150.0,
        separator: "",
        header: ("SCREENING-LEVEL ASSESSMENT OF THREE DEGREASING SOLVENTS".into(), "DRAFT - May 2021".into()),
        footer: ("Great Lakes Center for Chemical Review (fictitious)".into(), "Page {page} of {pages}".into()),
    };
    let gold = Gold::new("assessment_degreasing_solvents_us.pdf", "report", "en", Some(TCE));
    let mut press = Press::new(style, gold);
    press.gap(16.0);
    press.title("Screening-Level Assessment of Three Degreasing Solvents", 19.0, [])?;
    identity(&mut press)?;
    volumes(&mut press)?;
    monitoring(&mut press)?;
    limits(&mut press)?;
    effects(&mut press)?;
    finish(press, "Screening-Level Assessment of Three Degreasing Solvents", "D:20210503130000Z")
}

fn identity(press: &mut Press) -> Result<()> {
    press.heading("1. CHEMICALS COVERED")?;
    press.paragraph("This draft assesses trichloroethylene, methylene chloride and N-methylpyrrolidone as used in vapor and immersion degreasing. Company names, site counts and monitoring results are invented; identities, properties and statutory limits are not.", [])?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[1.7, 1.0, 1.2, 1.2, 1.2],
        head: &["Chemical", "CASRN", "Boiling point", "Vapor pressure", "log Kow"],
    };
    press.table(
        &grid,
        [
            row(
                ["Trichloroethylene (TCE)", "79-01-6", "87 °C", "73 mmHg", "2.42"],
                [
                    mention(TCE, "Trichloroethylene", "subject").cas(),
                    property(TCE, "boiling point", equal(87.0), "°C"),
                    property(TCE, "vapor pressure", equal(73.0), "mmHg"),
                    property(TCE, "log Kow", equal(2.42), ""),
                ],
            ),
            row(
                ["Methylene chloride (DCM)", "75-09-2", "39.8 °C", "435 mmHg", "1.25"],
                [
                    mention(DCM, "Methylene chloride", "subject").cas(),
                    property(DCM, "boiling point", equal(39.8), "°C"),
                    property(DCM, "vapor pressure", equal(435.0), "mmHg"),
                    property(DCM, "log Kow", equal(1.25), ""),
                ],
            ),
            row(
                ["N-Methylpyrrolidone (NMP)", "872-50-4", "202 °C", "0.345 mmHg", "-0.38"],
                [
                    mention(NMP, "N-Methylpyrrolidone", "subject").cas(),
                    property(NMP, "boiling point", equal(202.0), "°C"),
                    property(NMP, "vapor pressure", equal(0.345), "mmHg"),
                    property(NMP, "log Kow", equal(-0.38), ""),
                ],
            ),
        ],
    )?;
    press.paragraph("Vapor pressures at 25 °C.", [])?;
    press.heading("2. CONDITIONS OF USE")?;
    press.paragraph(
        "TCE is used for vapor degreasing of metal parts and as an intermediate for hydrofluorocarbons. Methylene chloride is used as a paint remover. NMP is used for cleaning of electronic parts.",
        [
            purpose(TCE, "vapor degreasing of metal parts").quoting("TCE is used for vapor degreasing of metal parts"),
            purpose(TCE, "intermediate for hydrofluorocarbons").quoting("as an intermediate for hydrofluorocarbons"),
            purpose(DCM, "paint remover").quoting("Methylene chloride is used as a paint remover."),
            purpose(NMP, "cleaning of electronic parts").quoting("NMP is used for cleaning of electronic parts."),
        ],
    )
}

fn volumes(press: &mut Press) -> Result<()> {
    press.heading("3. PRODUCTION VOLUME")?;
    press.paragraph(
        "Nationally aggregated volumes (manufacture and import) reported under the Chemical Data Reporting rule are shown in Table 3-1 as ranges. Individual sites claimed their volumes as confidential business information (CBI).",
        [],
    )?;
    press.subheading("Table 3-1. Nationally aggregated production volume, United States (lb/yr)")?;
    let grid =
        Grid { look: Look::Ruled, columns: &[1.3, 0.7, 3.0], head: &["Chemical", "Year", "Production volume (lb/yr)"] };
    let band = |name: &'static str, key: &'static str, year: &'static str, text: &'static str, low: f64, high: f64| {
        row([name, year, text], [amount(key, "manufactured", between(low, high), "lb/yr", year, "United States")])
    };
    press.table(
        &grid,
        [
            band("TCE", TCE, "2018", "100,000,000 - <250,000,000", 1e8, 2.5e8),
            band("TCE", TCE, "2019", "100,000,000 - <250,000,000", 1e8, 2.5e8),
            band("Methylene chloride", DCM, "2018", "250,000,000 - <500,000,000", 2.5e8, 5e8),
            band("Methylene chloride", DCM, "2019", "100,000,000 - <250,000,000", 1e8, 2.5e8),
            band("NMP", NMP, "2019", "100,000,000 - <250,000,000", 1e8, 2.5e8),
        ],
    )?;
    press.subheading("Table 3-2. Site-level reports, 2019 (lb)")?;
    let grid = Grid {
        look: Look::Borderless,
        columns: &[1.8, 1.4, 1.3, 1.5],
        head: &["Site", "Chemical", "Manufactured", "Imported"],
    };
    press.table(
        &grid,
        [
            row(
                ["Calumet Solvents, Gary, IN", "TCE", "18,400,000", "0"],
                [amount(TCE, "manufactured", equal(18_400_000.0), "lb", "2019", "Calumet Solvents, Gary, IN")],
            ),
            row(
                ["Maumee Chemical, Toledo, OH", "TCE", "CBI", "2,250,000"],
                [amount(TCE, "imported", equal(2_250_000.0), "lb", "2019", "Maumee Chemical, Toledo, OH")],
            ),
            row(["Saginaw Works, Bay City, MI", "Methylene chloride", "CBI", "CBI"], []),
            row(
                ["Saginaw Works, Bay City, MI", "NMP", "withheld", "75,000"],
                [amount(NMP, "imported", equal(75_000.0), "lb", "2019", "Saginaw Works, Bay City, MI")],
            ),
        ],
    )?;
    press.paragraph(
        "Facilities in the three states released an estimated 412,000 lb of TCE to air in 2019.",
        [amount(TCE, "released", equal(412_000.0), "lb", "2019", "three states")],
    )
}

/// One line of monitoring: geometric mean, 95th percentile and maximum, each a number or not detected.
fn samples(cells: [&'static str; 6], key: &'static str, values: [Option<Value>; 3]) -> Row {
    let named = ["geometric mean", "P95", "max"];
    let facts = values.into_iter().zip(named).filter_map(|(value, statistic)| {
        let fact = measured(key, "8-hr TWA (ppm)", value?, "ppm", "workplace air", statistic);
        Some(fact.among(cells[1]))
    });
    row(cells, facts.collect::<Vec<_>>())
}

fn monitoring(press: &mut Press) -> Result<()> {
    press.heading("4. WORKPLACE MONITORING")?;
    press.paragraph(
        "Full-shift personal breathing zone samples were collected on charcoal tubes (NIOSH 1022 for TCE). The limit of detection corresponds to 0.05 ppm; results below it are reported as ND.",
        [],
    )?;
    press.subheading("Table 4-1. Personal breathing zone, 8-hr TWA (ppm)")?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[0.9, 2.1, 0.5, 1.1, 0.9, 0.9],
        head: &["Chemical", "Job", "n", "Geo. mean", "95th", "Max"],
    };
    let some = |value: f64| Some(equal(value));
    press.table(
        &grid,
        [
            samples(
                ["TCE", "Open-top degreaser operator", "42", "9.4", "48", "77"],
                TCE,
                [some(9.4), some(48.0), some(77.0)],
            ),
            samples(
                ["TCE", "Closed-loop operator", "16", "0.31", "1.2", "1.9"],
                TCE,
                [some(0.31), some(1.2), some(1.9)],
            ),
            samples(["TCE", "Office", "9", "ND", "ND", "<0.05"], TCE, [None, None, Some(less(0.05))]),
            samples(
                ["DCM", "Furniture stripper", "22", "37", "160", "310"],
                DCM,
                [some(37.0), some(160.0), some(310.0)],
            ),
            samples(
                ["NMP", "Immersion cleaner", "14", "<0.05", "0.22", "0.64"],
                NMP,
                [Some(less(0.05)), some(0.22), some(0.64)],
            ),
        ],
    )?;
    press.hidden("TCE Open-top degreaser operator geometric mean 0.0094 ppm, maximum 0.077 ppm")?;
    press.paragraph(
        "Indoor air of homes within 500 m of the Gary site (n = 40) had a median TCE concentration of 0.42 µg/m^{3} and a maximum of 7.9 µg/m^{3}; the detection frequency was 73 %.",
        [
            measured(TCE, "Indoor air of homes", equal(0.42), "µg/m3", "indoor air", "median")
                .among("homes within 500 m of the Gary site"),
            measured(TCE, "Indoor air of homes", equal(7.9), "µg/m3", "indoor air", "max")
                .among("homes within 500 m of the Gary site"),
        ],
    )
}

fn limits(press: &mut Press) -> Result<()> {
    press.heading("5. OCCUPATIONAL EXPOSURE LIMITS")?;
    for (line, facts) in [
        (
            "TCE: OSHA PEL 100 ppm TWA, 200 ppm ceiling; ACGIH TLV 10 ppm TWA, 25 ppm STEL.",
            vec![
                limit(TCE, "OSHA PEL TWA", equal(100.0), "ppm", "TWA"),
                limit(TCE, "OSHA PEL ceiling", equal(200.0), "ppm", "ceiling"),
                limit(TCE, "ACGIH TLV TWA", equal(10.0), "ppm", "TWA"),
                limit(TCE, "ACGIH TLV STEL", equal(25.0), "ppm", "STEL"),
            ],
        ),
        (
            "Methylene chloride: OSHA PEL 25 ppm TWA, 125 ppm STEL (29 CFR 1910.1052).",
            vec![
                limit(DCM, "OSHA PEL TWA", equal(25.0), "ppm", "TWA"),
                limit(DCM, "OSHA PEL STEL", equal(125.0), "ppm", "STEL"),
            ],
        ),
        ("NMP: no OSHA PEL has been set.", vec![]),
    ] {
        press.indented(line, facts)?;
    }
    Ok(())
}

fn effects(press: &mut Press) -> Result<()> {
    press.heading("6. HAZARD")?;
    press.paragraph(
        "TCE is classified as Carc. 1A (H350) in this draft on the strength of the kidney cancer evidence; the European harmonised entry is Carc. 1B.",
        [hazard(TCE, "H350", "Carc.", "1A").quoting("TCE is classified as Carc. 1A (H350) in this draft")],
    )?;
    press.paragraph(
        "Oral LD50 in the rat: TCE 4,920 mg/kg; methylene chloride > 2,000 mg/kg; NMP 4,150 mg/kg.",
        [
            effect(TCE, "LD50", equal(4920.0), "mg/kg", "rat", "oral"),
            effect(DCM, "LD50", crate::demo_corpus::gold::more(2000.0), "mg/kg", "rat", "oral"),
            effect(NMP, "LD50", equal(4150.0), "mg/kg", "rat", "oral"),
        ],
    )?;
    press.paragraph(
        "NMP: developmental NOAEL 250 mg/kg/day (rat, dermal 237 mg/kg/day); dams gained less weight at 750 mg/kg/day.",
        [
            effect(NMP, "NOAEL", equal(250.0), "mg/kg/day", "rat", "").seen("developmental"),
            effect(NMP, "NOAEL", equal(237.0), "mg/kg/day", "rat", "dermal").seen("developmental"),
        ],
    )?;
    press.paragraph(
        "TCE, fathead minnow: 96-hr LC50 40.7 mg/L. Daphnia magna: 48-hr EC50 18 mg/L.",
        [
            effect(TCE, "LC50", equal(40.7), "mg/L", "fathead minnow", "").after("96-hr"),
            effect(TCE, "EC50", equal(18.0), "mg/L", "Daphnia magna", "").after("48-hr"),
        ],
    )?;
    press.heading("7. CONCLUSION")?;
    press.paragraph(
        "Open-top degreasing with TCE and furniture stripping with methylene chloride present exposures above the limits of Section 5. Closed-loop equipment reduces TCE exposure about thirtyfold.",
        [],
    )
}
