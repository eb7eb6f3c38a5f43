//! Two inventories as separated values: a United States one with commas, and a German one with semicolons and decimal commas.

use anyhow::Result;

use crate::demo_corpus::Assembled;
use crate::demo_corpus::gold::{Fact, Gold, Value, amount, between, equal, less, mention, more, purpose};
use crate::demo_corpus::plain::Sheet;

/// Builds the United States inventory: bands, CBI, a wrong check digit, a number that a spreadsheet took for a date.
pub(super) fn american() -> Result<Assembled> {
    let mut sheet = Sheet::new(Gold::new("inventory_volumes_us.csv", "list", "en", None));
    sheet.values(',', ["CASRN", "Chemical name", "Activity", "2019 volume (lb)", "Region", "Status", "Function"], []);
    let mut line = |key: &'static str, cells: [&'static str; 7], extra: Vec<Fact>| {
        let named = mention(key, cells[1], "subject");
        let named = if known(key, cells[0]) { named.cas() } else { named };
        let facts = [vec![named, purpose(key, cells[6])], extra].concat();
        sheet.values(',', cells, facts);
    };
    let made =
        |key: &'static str, value: Value| vec![amount(key, "manufactured", value, "lb", "2019", "United States")];
    let wide = |key: &'static str, low: f64, high: f64| made(key, between(low, high));
    line(
        "benzene",
        [
            "71-43-2",
            "Benzene",
            "Manufacture",
            "10,000,000,000 - <20,000,000,000",
            "United States",
            "reported",
            "Intermediate",
        ],
        wide("benzene", 1e10, 2e10),
    );
    line(
        "toluene",
        [
            "108-88-3",
            "Toluene",
            "Manufacture",
            "20,000,000,000 - <30,000,000,000",
            "United States",
            "reported",
            "Solvent",
        ],
        wide("toluene", 2e10, 3e10),
    );
    line(
        "styrene",
        [
            "100-42-5",
            "Styrene",
            "Manufacture",
            "10,000,000,000 - <20,000,000,000",
            "United States",
            "reported",
            "Monomer",
        ],
        wide("styrene", 1e10, 2e10),
    );
    line(
        "phenol",
        [
            "108-95-2",
            "Phenol",
            "Manufacture",
            "1,000,000,000 - <5,000,000,000",
            "United States",
            "reported",
            "Intermediate",
        ],
        wide("phenol", 1e9, 5e9),
    );
    line(
        "acrylamide",
        ["79-06-1", "Acrylamide", "Manufacture", "500,000,000 - <750,000,000", "United States", "reported", "Monomer"],
        wide("acrylamide", 5e8, 7.5e8),
    );
    line(
        "cadmium",
        ["7440-43-9", "Cadmium", "Manufacture", "100,000 - <500,000", "United States", "reported", "Plating agent"],
        wide("cadmium", 1e5, 5e5),
    );
    line(
        "arsenic",
        [
            "7440-38-2",
            "Arsenic",
            "Manufacture",
            "500,000 - <1,000,000",
            "United States",
            "reported",
            "Alloying element",
        ],
        wide("arsenic", 5e5, 1e6),
    );
    line(
        "light aromatic naphtha",
        [
            "64742-95-6",
            "Solvent naphtha (petroleum), light arom.",
            "Manufacture",
            "1,000,000,000 - <5,000,000,000",
            "United States",
            "reported",
            "Solvent",
        ],
        wide("light aromatic naphtha", 1e9, 5e9),
    );
    line(
        "nonylphenol",
        ["84852-15-3", "Phenol, 4-nonyl-, branched", "Manufacture", "CBI", "United States", "CBI", "Intermediate"],
        vec![],
    );
    line(
        "DEHP",
        [
            "117-81-7",
            "Bis(2-ethylhexyl) phthalate",
            "Manufacture",
            "10,000,000 - <50,000,000",
            "United States",
            "reported",
            "Plasticizer",
        ],
        wide("DEHP", 1e7, 5e7),
    );
    line(
        "mercury",
        ["7439-97-6", "Mercury", "Manufacture", "<1,000,000", "United States", "reported", "Catalyst"],
        made("mercury", less(1e6)),
    );
    line(
        "ethanol",
        ["64-17-5", "Ethanol", "Manufacture", ">100,000,000,000", "United States", "reported", "Fuel"],
        made("ethanol", more(1e11)),
    );
    // 106-42-3 with one digit wrong: the check digit gives it away.
    line(
        "p-xylene",
        ["106-43-3", "p-Xylene", "Manufacture", "withheld", "United States", "CBI", "Intermediate"],
        vec![],
    );
    // 75-09-2 as a spreadsheet saves it.
    line(
        "dichloromethane",
        [
            "1975-09-02",
            "Dichloromethane",
            "Manufacture",
            "100,000,000 - <250,000,000",
            "United States",
            "reported",
            "Solvent",
        ],
        wide("dichloromethane", 1e8, 2.5e8),
    );
    let (source, seen, gold) = sheet.finish();
    Assembled::whole(source.into_bytes(), &seen, &gold)
}

/// Builds the German inventory.
pub(super) fn german() -> Result<Assembled> {
    let mut sheet = Sheet::new(Gold::new("lagerbestand_werk_de.csv", "list", "de", None));
    sheet.values(';', ["Stoff", "CAS-Nr.", "EG-Nr.", "Verwendung", "Jahr", "Verbrauch (t/a)", "Werk"], []);
    let mut line = |key: &'static str, cells: [&'static str; 7], value: Option<Value>| {
        let named = mention(key, cells[0], "subject").cas().ec();
        let used = value.map(|value| amount(key, "used", value, "t/a", cells[4], cells[6]));
        let facts: Vec<Fact> = [named, purpose(key, cells[3])].into_iter().chain(used).collect();
        sheet.values(';', cells, facts);
    };
    line(
        "sodium hydroxide",
        ["Natriumhydroxid", "1310-73-2", "215-185-5", "Neutralisation", "2021", "1.240,5", "Bremen"],
        Some(equal(1240.5)),
    );
    line(
        "hydrogen peroxide",
        ["Wasserstoffperoxid", "7722-84-1", "231-765-0", "Bleichmittel", "2021", "310,25", "Bremen"],
        Some(equal(310.25)),
    );
    line(
        "ammonia",
        ["Ammoniak, wasserfrei", "7664-41-7", "231-635-3", "Kältemittel", "2021", "12,4", "Bremen"],
        Some(equal(12.4)),
    );
    line("methanol", ["Methanol", "67-56-1", "200-659-6", "Lösemittel", "2021", "86,0", "Bremen"], Some(equal(86.0)));
    line(
        "formaldehyde",
        ["Formaldehyd", "50-00-0", "200-001-8", "Desinfektion", "2021", "< 1", "Bremen"],
        Some(less(1.0)),
    );
    line(
        "naphthalene",
        ["Naphthalin", "91-20-3", "202-049-5", "Zwischenprodukt", "2021", "10 - 100", "Emden"],
        Some(between(10.0, 100.0)),
    );
    line("acetone", ["Aceton", "67-64-1", "200-662-2", "Reinigung", "2021", "k. A.", "Emden"], None);
    let (source, seen, gold) = sheet.finish();
    // The byte order mark is what German spreadsheets write.
    Assembled::whole(format!("\u{feff}{source}").into_bytes(), &seen, &gold)
}

/// Whether the number is the substance's own.
fn known(key: &str, cas: &str) -> bool {
    crate::demo_corpus::substances::find(key).is_some_and(|substance| substance.cas == cas)
}
