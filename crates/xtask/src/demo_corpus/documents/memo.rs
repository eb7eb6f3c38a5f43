//! A plain-text memorandum of an industrial hygienist: metals in air, dust and blood.

use anyhow::Result;

use crate::demo_corpus::Assembled;
use crate::demo_corpus::gold::{Gold, Value, about, equal, less, limit, measured, mention, purpose};
use crate::demo_corpus::plain::Sheet;

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let mut sheet = Sheet::new(Gold::new("memo_metals_workshop.txt", "report", "en", Some("lead")));
    for line in [
        "From:    R. Castellan, occupational hygiene",
        "To:      Works council, battery recycling",
        "Date:    7 March 2020",
        "Subject: metals in the breaking hall, campaign of February 2020",
        "",
        "(All persons and measurements are invented for demonstration.)",
        "",
    ] {
        sheet.line(line, []);
    }
    sheet.line(
        "Substances: lead (CAS 7439-92-1, EC 231-100-4), cadmium (CAS 7440-43-9),",
        [
            mention("lead", "lead", "subject").cas().ec().quoting("lead (CAS 7439-92-1, EC 231-100-4)"),
            mention("cadmium", "cadmium", "subject").cas().quoting("cadmium (CAS 7440-43-9)"),
        ],
    );
    sheet.line("arsenic (CAS 7440-38-2).", [mention("arsenic", "arsenic", "subject").cas()]);
    sheet.line("", []);
    sheet.line("Lead is recovered here for use in starter batteries.", [purpose("lead", "starter batteries")]);
    sheet.line("", []);
    sheet.line("1. Limits that apply (8 h): OSHA PEL", []);
    for (line, key, value) in [
        ("   lead      50 µg/m3", "lead", 50.0),
        ("   cadmium    5 µg/m3", "cadmium", 5.0),
        ("   arsenic   10 µg/m3", "arsenic", 10.0),
    ] {
        sheet.line(line, [limit(key, "OSHA PEL TWA", equal(value), "µg/m3", "TWA")]);
    }
    sheet.line("", []);
    sheet.line("2. Personal air samples, breaking hall (µg/m3)", []);
    sheet.line("   analyte    n    median    maximum", []);
    let air = |key, value: Value, statistic| {
        measured(key, "Personal air samples, breaking hall (µg/m3)", value, "µg/m3", "workplace air", statistic)
    };
    sheet.line(
        "   lead      18      31        84",
        [air("lead", equal(31.0), "median"), air("lead", equal(84.0), "max")],
    );
    sheet.line(
        "   cadmium   18     0.4       2.2",
        [air("cadmium", equal(0.4), "median"), air("cadmium", equal(2.2), "max")],
    );
    sheet.line(
        "   arsenic   18    <0.5       0.9",
        [air("arsenic", less(0.5), "median"), air("arsenic", equal(0.9), "max")],
    );
    sheet.line("", []);
    sheet.line(
        "3. Blood lead of the 18 workers: geometric mean 14.2 µg/dL, maximum 27 µg/dL.",
        [
            measured("lead", "Blood lead", equal(14.2), "µg/dL", "blood", "geometric mean").among("18 workers"),
            measured("lead", "Blood lead", equal(27.0), "µg/dL", "blood", "max").among("18 workers"),
        ],
    );
    sheet.line("   Two results carry the wrong bar code (44 and 3) and belong to nobody.", []);
    sheet.line("", []);
    sheet.line(
        "4. Settled dust in the canteen: lead ~ 210 µg/ft2; the changing room was not sampled.",
        [measured("lead", "Settled dust in the canteen", about(210.0), "µg/ft2", "settled dust", "value")
            .quoting("Settled dust in the canteen: lead ~ 210 µg/ft2")],
    );
    sheet.line("", []);
    sheet.line("We ask for a wet cleaning of the canteen and a second campaign in May.", []);
    let (source, seen, gold) = sheet.finish();
    Assembled::whole(source.into_bytes(), &seen, &gold)
}
