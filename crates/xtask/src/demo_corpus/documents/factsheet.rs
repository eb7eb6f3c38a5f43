//! A fact sheet of three pesticides as a web page with tables; two bodies contradict each other.

use anyhow::Result;

use crate::demo_corpus::Assembled;
use crate::demo_corpus::gold::{
    Gold, Value, amount, between, effect, equal, hazard, less, measured, mention, more, property, purpose,
};
use crate::demo_corpus::plain::Sheet;

const G: &str = "glyphosate";
const A: &str = "atrazine";
const C: &str = "chlorpyrifos";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let mut sheet = Sheet::new(Gold::new("factsheet_pesticides.html", "other", "en", Some(G)));
    sheet.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Pesticide fact sheet</title>\n<style>table{border-collapse:collapse} .secret{display:none}</style>\n<script>var revision = 7; // LD50 1 mg/kg is not a value</script></head>\n<body>\n<nav><a href=\"index.html\">Home</a> <a href=\"list.html\">All fact sheets</a></nav>");
    sheet.text("<h1>", "Fact sheet: glyphosate, atrazine and chlorpyrifos", "</h1>", []);
    identity(&mut sheet);
    toxicity(&mut sheet);
    sales(&mut sheet);
    sheet.text("<p>", "Written for demonstration; sales figures and monitoring results are invented.", "</p>", []);
    sheet.markup("<footer>&copy; Demonstration Pesticide Desk, 2022</footer>\n</body>\n</html>");
    let (source, seen, gold) = sheet.finish();
    Assembled::whole(source.into_bytes(), &seen, &gold)
}

fn identity(sheet: &mut Sheet) {
    sheet.text("<h2>", "Identity and properties", "</h2>", []);
    sheet.markup("<table>");
    sheet.cells("th", ["Name", "CAS RN", "EC number", "Melting point", "Water solubility", "log Kow"], []);
    sheet.cells(
        "td",
        ["Glyphosate", "1071-83-6", "213-997-4", "189.5 °C", "10.5 g/L", "-3.2"],
        [
            mention(G, "Glyphosate", "subject").cas().ec(),
            property(G, "melting point", equal(189.5), "°C"),
            property(G, "water solubility", equal(10.5), "g/L"),
            property(G, "log Kow", equal(-3.2), ""),
        ],
    );
    sheet.cells(
        "td",
        ["Atrazine", "1912-24-9", "217-617-8", "175.8 °C", "0.035 g/L", "2.7"],
        [
            mention(A, "Atrazine", "subject").cas().ec(),
            property(A, "melting point", equal(175.8), "°C"),
            property(A, "water solubility", equal(0.035), "g/L"),
            property(A, "log Kow", equal(2.7), ""),
        ],
    );
    sheet.cells(
        "td",
        ["Chlorpyrifos", "2921-88-2", "220-864-4", "41 - 42 °C", "0.00105 g/L", "4.7"],
        [
            mention(C, "Chlorpyrifos", "subject").cas().ec(),
            property(C, "melting point", between(41.0, 42.0), "°C"),
            property(C, "water solubility", equal(0.00105), "g/L"),
            property(C, "log Kow", equal(4.7), ""),
        ],
    );
    sheet.markup("</table>");
    sheet.text(
        "<p>",
        "Glyphosate and atrazine are used as herbicides, chlorpyrifos as an insecticide.",
        "</p>",
        [purpose(G, "herbicide"), purpose(A, "herbicide"), purpose(C, "insecticide")],
    );
    sheet.text(
        "<p>",
        "The main metabolite of glyphosate is aminomethylphosphonic acid (AMPA, CAS 1066-51-9).",
        "</p>",
        [mention("AMPA", "aminomethylphosphonic acid", "mentioned").cas()],
    );
    sheet.text("<h2>", "Harmonised classification", "</h2>", []);
    let lines = [
        (
            G,
            "Glyphosate: Eye Dam. 1 (H318), Aquatic Chronic 2 (H411)",
            vec![("H318", "Eye Dam.", "1"), ("H411", "Aquatic Chronic", "2")],
        ),
        (
            A,
            "Atrazine: Skin Sens. 1 (H317), STOT RE 2 * (H373 **), Aquatic Acute 1 (H400), Aquatic Chronic 1 (H410)",
            vec![
                ("H317", "Skin Sens.", "1"),
                ("H373", "STOT RE", "2 *"),
                ("H400", "Aquatic Acute", "1"),
                ("H410", "Aquatic Chronic", "1"),
            ],
        ),
        (
            C,
            "Chlorpyrifos: Acute Tox. 3 * (H301), Aquatic Acute 1 (H400), Aquatic Chronic 1 (H410)",
            vec![("H301", "Acute Tox.", "3 *"), ("H400", "Aquatic Acute", "1"), ("H410", "Aquatic Chronic", "1")],
        ),
    ];
    sheet.markup("<ul>");
    for (key, line, codes) in lines {
        sheet.text(
            "<li>",
            line,
            "</li>",
            codes.into_iter().map(|(code, class, category)| hazard(key, code, class, category)),
        );
    }
    sheet.markup("</ul>");
}

fn toxicity(sheet: &mut Sheet) {
    sheet.text("<h2>", "Toxicity", "</h2>", []);
    sheet.markup("<table>");
    sheet.cells("th", ["Substance", "Endpoint", "Species, route", "Value"], []);
    let line = |sheet: &mut Sheet, key, cells: [&'static str; 4], endpoint, value: Value, unit, species, route| {
        sheet.cells("td", cells, [effect(key, endpoint, value, unit, species, route)]);
    };
    line(
        sheet,
        G,
        ["Glyphosate", "LD50", "rat, oral", "> 5 000 mg/kg bw"],
        "LD50",
        more(5000.0),
        "mg/kg bw",
        "rat",
        "oral",
    );
    line(
        sheet,
        A,
        ["Atrazine", "LD50", "rat, oral", "1 869 mg/kg bw"],
        "LD50",
        equal(1869.0),
        "mg/kg bw",
        "rat",
        "oral",
    );
    line(
        sheet,
        C,
        ["Chlorpyrifos", "LD50", "rat, oral", "135 mg/kg bw"],
        "LD50",
        equal(135.0),
        "mg/kg bw",
        "rat",
        "oral",
    );
    line(
        sheet,
        G,
        ["Glyphosate", "NOAEL", "rabbit, oral", "50 mg/kg bw/day"],
        "NOAEL",
        equal(50.0),
        "mg/kg bw/day",
        "rabbit",
        "oral",
    );
    line(
        sheet,
        G,
        ["Glyphosate", "LC50 96 h", "Oncorhynchus mykiss", "38 mg/L"],
        "LC50",
        equal(38.0),
        "mg/L",
        "Oncorhynchus mykiss",
        "",
    );
    line(
        sheet,
        G,
        ["Glyphosate", "EC50 48 h", "Daphnia magna", "40 mg/L"],
        "EC50",
        equal(40.0),
        "mg/L",
        "Daphnia magna",
        "",
    );
    sheet.markup("</table>");
    sheet.text(
        "<p>",
        "Acceptable daily intake (ADI) of glyphosate: 0.5 mg/kg bw/day (European Union, 2017).",
        "</p>",
        [effect(G, "ADI", equal(0.5), "mg/kg bw/day", "", "oral")],
    );
    sheet.text(
        "<p>",
        "Chronic reference dose (RfD) of glyphosate: 1.0 mg/kg bw/day (United States, 2019). The two bodies chose different studies.",
        "</p>",
        [effect(G, "RfD", equal(1.0), "mg/kg bw/day", "", "oral")],
    );
}

fn sales(sheet: &mut Sheet) {
    sheet.text("<h2>", "Sales and monitoring", "</h2>", []);
    sheet.markup("<table>");
    sheet.cells("th", ["Substance", "Region", "Year", "Sold (t/a)"], []);
    sheet.cells(
        "td",
        ["Glyphosate", "Germany", "2019", "3 059"],
        [amount(G, "sold", equal(3059.0), "t/a", "2019", "Germany")],
    );
    sheet.cells(
        "td",
        ["Glyphosate", "Luxembourg", "2019", "1 - 10"],
        [amount(G, "sold", between(1.0, 10.0), "t/a", "2019", "Luxembourg")],
    );
    sheet.cells("td", ["Atrazine", "Germany", "2019", "not authorised"], []);
    sheet.markup("</table>\n<p class=\"secret\">Atrazine LD50 18.69 mg/kg</p>");
    sheet.text(
        "<p>",
        "In 412 ground water samples the 90th percentile of atrazine was 0.03 µg/L and the maximum 0.21 µg/L; glyphosate was below 0.02 µg/L in all of them.",
        "</p>",
        [
            measured(A, "ground water samples", equal(0.03), "µg/L", "ground water", "P90"),
            measured(A, "ground water samples", equal(0.21), "µg/L", "ground water", "max"),
            measured(G, "ground water samples", less(0.02), "µg/L", "ground water", "max"),
        ],
    );
}
