//! A two-column paper: a 90-day study of branched nonylphenol, with a registry number broken over a line end.

use anyhow::Result;

use crate::demo_corpus::gold::{Gold, effect, equal, measured, mention, property};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const NP: &str = "nonylphenol";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 46.0,
        body: Face::Serif,
        strong: Face::SerifBold,
        size: 10.6,
        heading: Heading::Plain,
        label: 100.0,
        separator: "",
        header: (
            "Demonstration Journal of Regulatory Toxicology 12 (2016) 101-104".into(),
            "A. Winter, J. Okafor, M. Lindqvist".into(),
        ),
        footer: ("© The authors. Written for demonstration.".into(), "{page}".into()),
    };
    let mut press = Press::new(style, Gold::new("paper_nonylphenol_90_day.pdf", "paper", "en", Some(NP)));
    press.title("Subchronic oral toxicity of branched 4-nonylphenol in rats: a 90-day dietary study", 16.0, [])?;
    press.paragraph("Anna Winter^{a}, Joy Okafor^{b}, Mats Lindqvist^{a}", [])?;
    press.paragraph("^{a} Institute of Experimental Toxicology, Uppsala (fictitious)   ^{b} Harbour Contract Research, Leith (fictitious)", [])?;
    press.gap(6.0);
    press.columns(2);
    opening(&mut press)?;
    methods(&mut press)?;
    results(&mut press)?;
    discussion(&mut press)?;
    finish(press, "Subchronic oral toxicity of branched 4-nonylphenol in rats", "D:20160302090000Z")
}

fn opening(press: &mut Press) -> Result<()> {
    press.heading("Abstract")?;
    press.paragraph(
        "Branched 4-nonylphenol was given to Sprague-Dawley rats in the diet for 90 days at 0, 200, 650 and 2000 ppm, corresponding to about 0, 15, 50 and 150 mg/kg bw/day. The study followed OECD Test Guideline 408 with additional parameters of the oestrous cycle and of sperm.",
        [],
    )?;
    press.paragraph(
        "The no-observed-adverse-effect level (NOAEL) was 50 mg/kg bw/day.",
        [effect(NP, "NOAEL", equal(50.0), "mg/kg bw/day", "rat", "oral").after("90 days")],
    )?;
    press.paragraph("Keywords: alkylphenol; endocrine activity; kidney; OECD 408; rat", [])?;
    press.heading("1. Introduction")?;
    press.paragraph(
        "Nonylphenol is made by alkylation of phenol with propylene trimer and is therefore a mixture of branched isomers. The commercial substance is registered as 4-nonylphenol, branched (CAS 84852-\n15-3; EC 284-325-5) and serves mainly as an intermediate for nonylphenol ethoxylates.",
        [
            mention(NP, "4-nonylphenol, branched", "subject")
                .cas()
                .ec()
                .quoting("(CAS 84852- 15-3; EC 284-325-5)"),
            crate::demo_corpus::gold::purpose(NP, "intermediate for nonylphenol ethoxylates")
                .quoting("intermediate for nonylphenol ethoxylates"),
        ],
    )?;
    press.paragraph(
        "It is of moderate acute toxicity: the oral LD50 in the rat lies between 1200 and 2400 mg/kg bw. It is corrosive to skin, suspected of damaging fertility and the unborn child (H361fd) and very toxic to aquatic life with long lasting effects (H410).",
        [
            effect(NP, "LD50", crate::demo_corpus::gold::between(1200.0, 2400.0), "mg/kg bw", "rat", "oral")
                .quoting("the oral LD50 in the rat lies between 1200 and 2400 mg/kg bw"),
            crate::demo_corpus::gold::hazard(NP, "H361fd", "", "")
                .quoting("suspected of damaging fertility and the unborn child (H361fd)"),
            crate::demo_corpus::gold::hazard(NP, "H410", "", "")
                .quoting("very toxic to aquatic life with long lasting effects (H410)"),
        ],
    )?;
    press.paragraph(
        "The vapour pressure is low (0.3 Pa at 25 °C) and the octanol-water partition coefficient high (log K_{ow} 5.4).",
        [property(NP, "vapour pressure", equal(0.3), "Pa"), property(NP, "log Kow", equal(5.4), "")],
    )
}

fn methods(press: &mut Press) -> Result<()> {
    press.heading("2. Materials and methods")?;
    press.paragraph(
        "Nonylphenol (purity 95.6 %, lot D-117) came from a European manufacturer. Homogeneity and stability in the diet were confirmed for 14 days. Groups of 25 males and 25 females, six weeks old at the start, were housed singly at 22 ± 2 °C with a 12 h light cycle.",
        [],
    )?;
    press.paragraph(
        "Body weight and food intake were recorded weekly. After 90 days ten animals of each sex and dose underwent haematology, clinical chemistry and necropsy; organs were weighed, fixed and examined. The oestrous cycle was followed by vaginal smears in week 8. Sperm count, motility and morphology were examined in all males.",
        [],
    )?;
    press.paragraph(
        "Concentrations of nonylphenol in plasma were measured by GC-MS in five males of each group on day 90. The limit of detection was 5 ng/ml. Groups were compared by Dunnett's test; p < 0.05 was taken as significant.",
        [],
    )
}

fn results(press: &mut Press) -> Result<()> {
    press.heading("3. Results")?;
    press.paragraph(
        "No animal died. At 2000 ppm food intake and body weight were lower than in controls; the difference in body weight was 7 % in males and 5 % in females at the end. The relative kidney weight of males was increased at 2000 ppm. Renal tubular mineralisation, seen in control males of this strain too, showed no dose relation.",
        [],
    )?;
    press.subheading("Table 1. Mean intake and findings in males")?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[1.5, 1.0, 1.0, 1.0, 1.0],
        head: &["Dose (ppm)", "0", "200", "650", "2000"],
    };
    press.table(
        &grid,
        [
            row(["Intake (mg/kg/d)", "0", "15", "50", "150"], []),
            row(["Body weight (g)", "548", "551", "539", "510*"], []),
            row(["Kidney (g/kg)", "6.61", "6.70", "6.83", "7.29*"], []),
            row(["Sperm (10^{6}/g)", "118", "121", "116", "117"], []),
        ],
    )?;
    press.paragraph("* p < 0.05 against the control group.", [])?;
    press.subheading("Table 2. Nonylphenol in plasma of males, day 90")?;
    let grid =
        Grid { look: Look::Booktabs, columns: &[1.4, 1.3, 1.3], head: &["Dose (ppm)", "Mean (ng/ml)", "Max (ng/ml)"] };
    let plasma = |dose: &'static str, mean: f64, max: f64, cells: [&'static str; 2]| {
        let name = "Nonylphenol in plasma of males, day 90";
        row(
            [dose, cells[0], cells[1]],
            [
                measured(NP, name, equal(mean), "ng/ml", "plasma", "mean").among("male rats"),
                measured(NP, name, equal(max), "ng/ml", "plasma", "max").among("male rats"),
            ],
        )
    };
    press.table(
        &grid,
        [
            row(
                ["0", "ND", "<5"],
                [measured(
                    NP,
                    "Nonylphenol in plasma of males, day 90",
                    crate::demo_corpus::gold::less(5.0),
                    "ng/ml",
                    "plasma",
                    "max",
                )
                .among("male rats")],
            ),
            plasma("200", 8.6, 12.0, ["8.6", "12"]),
            plasma("650", 31.0, 44.0, ["31", "44"]),
            plasma("2000", 129.0, 170.0, ["129", "170"]),
        ],
    )?;
    press.paragraph(
        "Neither the oestrous cycle nor sperm count, motility or morphology differed from controls at any dose. Haematology and clinical chemistry were unremarkable.",
        [],
    )
}

fn discussion(press: &mut Press) -> Result<()> {
    press.heading("4. Discussion")?;
    press.paragraph(
        "Reduced body weight gain and a higher relative kidney weight at 2000 ppm are considered adverse. The lowest-observed-adverse-effect level (LOAEL) is therefore 150 mg/kg bw/day and the NOAEL 50 mg/kg bw/day, in agreement with an earlier 90-day study in the same strain.",
        [effect(NP, "LOAEL", equal(150.0), "mg/kg bw/day", "rat", "oral")
            .after("90 days")
            .seen("reduced body weight gain, relative kidney weight")
            .quoting("(LOAEL) is therefore 150 mg/kg bw/day")],
    )?;
    press.paragraph(
        "A multigeneration study found acceleration of vaginal opening by 2 to 6 days at 50 mg/kg bw/day; from that study a reproductive NOAEL of 15 mg/kg bw/day was derived.",
        [effect(NP, "NOAEL", equal(15.0), "mg/kg bw/day", "rat", "oral")
            .seen("acceleration of vaginal opening")
            .quoting("a reproductive NOAEL of 15 mg/kg bw/day was derived")],
    )?;
    press.paragraph(
        "Fish are far more sensitive: the 96-h LC50 for fathead minnow is 0.128 mg/l, and the 48-h EC50 for Daphnia magna 0.085 mg/l.",
        [
            effect(NP, "LC50", equal(0.128), "mg/l", "fathead minnow", "").after("96-h"),
            effect(NP, "EC50", equal(0.085), "mg/l", "Daphnia magna", "").after("48-h"),
        ],
    )?;
    press.heading("References")?;
    press.paragraph("[1] Invented Reference A. 1997. Demonstration Journal 3, 17-25.", [])?;
    press.paragraph("[2] OECD. Test No. 408: Repeated Dose 90-Day Oral Toxicity Study in Rodents.", [])
}
