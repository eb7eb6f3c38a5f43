//! A biomonitoring paper in JATS XML: PFAS, lead and cadmium in blood, phthalate and bisphenol in urine, with detection limits.

use anyhow::Result;

use crate::demo_corpus::Assembled;
use crate::demo_corpus::gold::{Fact, Gold, Value, equal, less, measured, mention};
use crate::demo_corpus::plain::Sheet;

const MOTHERS: &str = "pregnant women";
const CHILDREN: &str = "children aged 6 to 11";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let mut sheet = Sheet::new(Gold::new("biomonitoring_pfas_metals.xml", "paper", "en", Some("PFOA")));
    front(&mut sheet);
    sheet.markup("<body>");
    introduction(&mut sheet);
    methods(&mut sheet);
    results(&mut sheet);
    sheet.markup("</body>\n</article>");
    let (source, seen, gold) = sheet.finish();
    Assembled::whole(source.into_bytes(), &seen, &gold)
}

fn front(sheet: &mut Sheet) {
    sheet.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    sheet.markup("<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN\" \"JATS-archivearticle1.dtd\">");
    sheet.markup(
        "<article xmlns:xlink=\"http://www.w3.org/1999/xlink\" article-type=\"research-article\" xml:lang=\"en\">",
    );
    sheet.markup("<front>\n<journal-meta><journal-id journal-id-type=\"publisher-id\">djrt</journal-id>");
    sheet.text(
        "<journal-title-group><journal-title>",
        "Demonstration Journal of Exposure Science",
        "</journal-title></journal-title-group>\n</journal-meta>",
        [],
    );
    sheet.markup("<article-meta>");
    sheet.text(
        "<title-group><article-title>",
        "Perfluoroalkyl acids, metals, phthalate and bisphenol exposure of pregnant women and children in a harbour town",
        "</article-title></title-group>",
        [],
    );
    sheet.markup("<contrib-group><contrib contrib-type=\"author\"><name><surname>Lindqvist</surname><given-names>Mats</given-names></name></contrib>\n<contrib contrib-type=\"author\"><name><surname>Okafor</surname><given-names>Joy</given-names></name></contrib></contrib-group>");
    sheet.markup("<pub-date pub-type=\"epub\"><day>14</day><month>9</month><year>2019</year></pub-date>\n<volume>4</volume><fpage>55</fpage><lpage>63</lpage>");
    sheet.text(
        "<abstract><p>",
        "We measured seven chemicals in blood, serum and urine of 214 pregnant women and 180 children aged 6 to 11. Perfluorooctane sulfonic acid (PFOS) was found in all samples. The geometric mean of blood lead in children was 0.92 µg/dL. The cohort is invented for demonstration.",
        "</p></abstract>",
        [
            measured("lead", "blood lead", equal(0.92), "µg/dL", "blood", "geometric mean")
                .among(CHILDREN)
                .quoting("The geometric mean of blood lead in children was 0.92 µg/dL."),
        ],
    );
    sheet.markup("</article-meta>\n</front>");
}

fn introduction(sheet: &mut Sheet) {
    sheet.text("<sec id=\"s1\" sec-type=\"intro\"><title>", "1. Introduction", "</title>", []);
    sheet.text(
        "<p>",
        "Perfluorooctanoic acid (PFOA, CAS 335-67-1), perfluorooctane sulfonic acid (PFOS, CAS 1763-23-1), perfluorohexane sulfonic acid (PFHxS, CAS 355-46-4) and perfluorononanoic acid (PFNA, CAS 375-95-1) persist for years in the human body.",
        "</p>",
        [
            mention("PFOA", "Perfluorooctanoic acid", "subject").cas().quoting("Perfluorooctanoic acid (PFOA, CAS 335-67-1)"),
            mention("PFOS", "perfluorooctane sulfonic acid", "subject")
                .cas()
                .quoting("perfluorooctane sulfonic acid (PFOS, CAS 1763-23-1)"),
            mention("PFHxS", "perfluorohexane sulfonic acid", "subject")
                .cas()
                .quoting("perfluorohexane sulfonic acid (PFHxS, CAS 355-46-4)"),
            mention("PFNA", "perfluorononanoic acid", "subject")
                .cas()
                .quoting("perfluorononanoic acid (PFNA, CAS 375-95-1)"),
        ],
    );
    sheet.text(
        "<p>",
        "Lead (CAS 7439-92-1) and cadmium (CAS 7440-43-9) accumulate in bone and kidney; bisphenol A (CAS 80-05-7) and di(2-ethylhexyl) phthalate (DEHP, CAS 117-81-7) are excreted within a day, the latter as mono(2-ethyl-5-hydroxyhexyl) phthalate (MEHHP).",
        "</p></sec>",
        [
            mention("lead", "Lead", "subject").cas().quoting("Lead (CAS 7439-92-1)"),
            mention("cadmium", "cadmium", "subject").cas().quoting("cadmium (CAS 7440-43-9)"),
            mention("bisphenol A", "bisphenol A", "subject").cas().quoting("bisphenol A (CAS 80-05-7)"),
            mention("DEHP", "di(2-ethylhexyl) phthalate", "mentioned")
                .cas()
                .quoting("di(2-ethylhexyl) phthalate (DEHP, CAS 117-81-7)"),
            mention("MEHHP", "mono(2-ethyl-5-hydroxyhexyl) phthalate", "subject")
                .quoting("mono(2-ethyl-5-hydroxyhexyl) phthalate (MEHHP)"),
        ],
    );
}

fn methods(sheet: &mut Sheet) {
    sheet.text("<sec id=\"s2\" sec-type=\"methods\"><title>", "2. Methods", "</title>", []);
    sheet.text(
        "<p>",
        "Women were enrolled at 12 to 16 weeks of gestation from March 2015 to June 2016, children at two schools in 2016. Serum PFAS were determined by LC-MS/MS, metals in whole blood by ICP-MS, bisphenol A and MEHHP in spot urine after enzymatic hydrolysis. Limits of detection (LOD) are given in Table 1.",
        "</p>",
        [],
    );
    sheet.text(
        "<p>",
        "Geometric means were computed where at least 60 % of the samples were above the LOD; values below the LOD were replaced by LOD/√2. Creatinine was not adjusted for.",
        "</p></sec>",
        [],
    );
}

/// An analyte's line in Table 1.
struct Line {
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    medium: &'static str,
    cells: [&'static str; 6],
    mean: Option<Value>,
    high: Value,
}

fn facts(line: &Line, population: &'static str) -> Vec<Fact> {
    let fact = |value: Value, statistic: &'static str| {
        measured(line.key, line.name, value, line.unit, line.medium, statistic).among(population)
    };
    let mean = line.mean.map(|value| fact(value, "geometric mean"));
    mean.into_iter().chain([fact(line.high, "P95")]).collect()
}

fn results(sheet: &mut Sheet) {
    sheet.text("<sec id=\"s3\" sec-type=\"results\"><title>", "3. Results", "</title>", []);
    sheet.text(
        "<p>",
        "PFOS had the highest concentration in serum of pregnant women, with a median of 4.1 ng/mL (interquartile range 2.9 to 6.0 ng/mL).",
        "</p>",
        [measured("PFOS", "PFOS", equal(4.1), "ng/mL", "serum", "median")
            .among(MOTHERS)],
    );
    sheet.text(
        "<p>",
        "Cadmium in blood of women who smoked was 0.89 µg/L (geometric mean), against 0.24 µg/L in those who never smoked.",
        "</p>",
        [
            measured("cadmium", "Cadmium in blood", equal(0.89), "µg/L", "blood", "geometric mean")
                .among("women who smoked"),
            measured("cadmium", "Cadmium in blood", equal(0.24), "µg/L", "blood", "geometric mean")
                .among("women who never smoked"),
        ],
    );
    sheet.markup("<table-wrap id=\"t1\"><label>Table 1</label>");
    sheet.text("<caption><p>", "Concentrations in 214 pregnant women. GM: geometric mean; DF: detection frequency; LOD: limit of detection; ND: not determined because of a low detection frequency.", "</p></caption>", []);
    sheet.markup("<table><thead>");
    sheet.cells("th", ["Analyte (unit)", "Matrix", "LOD", "DF (%)", "GM", "P95"], []);
    sheet.markup("</thead><tbody>");
    let line = |key, name, unit, medium, cells, mean, high| Line { key, name, unit, medium, cells, mean, high };
    let women = [
        line(
            "PFOA",
            "PFOA (ng/mL)",
            "ng/mL",
            "serum",
            ["PFOA (ng/mL)", "serum", "0.05", "99.5", "1.36", "3.4"],
            Some(equal(1.36)),
            equal(3.4),
        ),
        line(
            "PFOS",
            "PFOS (ng/mL)",
            "ng/mL",
            "serum",
            ["PFOS (ng/mL)", "serum", "0.05", "100", "4.02", "11.8"],
            Some(equal(4.02)),
            equal(11.8),
        ),
        line(
            "PFHxS",
            "PFHxS (ng/mL)",
            "ng/mL",
            "serum",
            ["PFHxS (ng/mL)", "serum", "0.03", "97", "0.71", "2.6"],
            Some(equal(0.71)),
            equal(2.6),
        ),
        line(
            "PFNA",
            "PFNA (ng/mL)",
            "ng/mL",
            "serum",
            ["PFNA (ng/mL)", "serum", "0.05", "93", "0.42", "1.1"],
            Some(equal(0.42)),
            equal(1.1),
        ),
        line(
            "lead",
            "Lead (µg/dL)",
            "µg/dL",
            "blood",
            ["Lead (µg/dL)", "blood", "0.07", "100", "0.61", "1.5"],
            Some(equal(0.61)),
            equal(1.5),
        ),
        line(
            "bisphenol A",
            "Bisphenol A (µg/L)",
            "µg/L",
            "urine",
            ["Bisphenol A (µg/L)", "urine", "0.4", "71", "0.98", "6.7"],
            Some(equal(0.98)),
            equal(6.7),
        ),
        line(
            "MEHHP",
            "MEHHP (µg/L)",
            "µg/L",
            "urine",
            ["MEHHP (µg/L)", "urine", "0.2", "100", "8.3", "41"],
            Some(equal(8.3)),
            equal(41.0),
        ),
    ];
    for line in &women {
        sheet.cells("td", line.cells, facts(line, MOTHERS));
    }
    sheet.markup("</tbody></table></table-wrap>\n<table-wrap id=\"t2\"><label>Table 2</label>");
    sheet.text("<caption><p>", "Concentrations in 180 children aged 6 to 11.", "</p></caption>", []);
    sheet.markup("<table><thead>");
    sheet.cells("th", ["Analyte (unit)", "Matrix", "LOD", "DF (%)", "GM", "P95"], []);
    sheet.markup("</thead><tbody>");
    let children = [
        line(
            "PFOA",
            "PFOA (ng/mL)",
            "ng/mL",
            "serum",
            ["PFOA (ng/mL)", "serum", "0.05", "100", "1.92", "3.9"],
            Some(equal(1.92)),
            equal(3.9),
        ),
        line(
            "PFOS",
            "PFOS (ng/mL)",
            "ng/mL",
            "serum",
            ["PFOS (ng/mL)", "serum", "0.05", "100", "3.15", "8.8"],
            Some(equal(3.15)),
            equal(8.8),
        ),
        line(
            "lead",
            "Lead (µg/dL)",
            "µg/dL",
            "blood",
            ["Lead (µg/dL)", "blood", "0.07", "100", "0.92", "2.7"],
            Some(equal(0.92)),
            equal(2.7),
        ),
        line(
            "cadmium",
            "Cadmium (µg/L)",
            "µg/L",
            "blood",
            ["Cadmium (µg/L)", "blood", "0.10", "34", "ND", "0.21"],
            None,
            equal(0.21),
        ),
        line(
            "bisphenol A",
            "Bisphenol A (µg/L)",
            "µg/L",
            "urine",
            ["Bisphenol A (µg/L)", "urine", "0.4", "3", "ND", "<0.4"],
            None,
            less(0.4),
        ),
    ];
    for line in &children {
        sheet.cells("td", line.cells, facts(line, CHILDREN));
    }
    sheet.markup("</tbody></table></table-wrap></sec>");
    sheet.text("<sec id=\"s4\" sec-type=\"discussion\"><title>", "4. Discussion", "</title>", []);
    sheet.text(
        "<p>",
        "Levels resemble those of other European cohorts. Serum was collected in 10^{3} µL aliquots; three vials broke. Bisphenol A was detected in few children, which may reflect the season.",
        "</p></sec>",
        [],
    );
}
