//! Two workbooks: production volumes on two sheets, and classifications by two authorities that do not agree.

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::demo_corpus::Assembled;
use crate::demo_corpus::gold::{Fact, Gold, Value, amount, between, equal, hazard, mention, more};

/// A workbook under construction.
struct Book {
    workbook: Workbook,
    seen: String,
    gold: Gold,
}

impl Book {
    fn new(gold: Gold, title: &str) -> Result<Self> {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2023, 1, 16)?;
        let properties = DocProperties::new().set_title(title).set_creation_datetime(&created);
        workbook.set_properties(&properties);
        Ok(Self { workbook, seen: String::new(), gold })
    }

    /// Writes a sheet; whole numbers become numeric cells.
    fn sheet(&mut self, name: &str, head: &[&str], rows: Vec<(Vec<&'static str>, Vec<Fact>)>) -> Result<()> {
        let bold = Format::new().set_bold();
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        for (column, title) in (0_u16..).zip(head) {
            sheet.write_with_format(0, column, *title, &bold)?;
            sheet.set_column_width(column, 22)?;
        }
        self.seen.push_str(&format!("{}\n", head.join(" ")));
        for (line, (cells, facts)) in (1_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(&cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, column, number)?,
                    Err(_) => sheet.write_string(line, column, *cell)?,
                };
            }
            let text = cells.join(" ");
            self.gold.note(&text, facts);
            self.seen.push_str(&format!("{text}\n"));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Assembled> {
        let bytes = self.workbook.save_to_buffer()?;
        Assembled::whole(bytes, &self.seen, &self.gold)
    }
}

/// Production volumes in tonnes: registered bands, and one site's figures.
pub(super) fn volumes() -> Result<Assembled> {
    let gold = Gold::new("production_volumes_eu.xlsx", "list", "en", None);
    let mut book = Book::new(gold, "Production volumes (demonstration)")?;
    let band = |name: &'static str,
                key: &'static str,
                cas: &'static str,
                ec: &'static str,
                text: &'static str,
                value: Option<Value>| {
        let named = mention(key, name, "subject").cas().ec();
        let volume = value.map(|value| amount(key, "manufactured", value, "tonnes per annum", "2022", "EU"));
        (vec![name, cas, ec, text, "2022", "EU"], [named].into_iter().chain(volume).collect::<Vec<_>>())
    };
    book.sheet(
        "Registered bands",
        &["Substance", "CAS", "EC", "Band (tonnes per annum)", "Year", "Region"],
        vec![
            band(
                "4,4'-isopropylidenediphenol",
                "bisphenol A",
                "80-05-7",
                "201-245-8",
                "100000 - 1000000",
                Some(between(1e5, 1e6)),
            ),
            band(
                "1-methyl-2-pyrrolidone",
                "NMP",
                "872-50-4",
                "212-828-1",
                "≥ 10000 to < 100000",
                Some(between(1e4, 1e5)),
            ),
            band("Ethylbenzene", "ethylbenzene", "100-41-4", "202-849-4", "> 1000000", Some(more(1e6))),
            band("Phenol", "phenol", "108-95-2", "203-632-7", "1000000 - 10000000", Some(between(1e6, 1e7))),
            band("Trichloroethylene", "trichloroethylene", "79-01-6", "201-167-4", "Tonnage data confidential", None),
            band(
                "Distillates (petroleum), hydrotreated light",
                "hydrotreated light distillate",
                "64742-47-8",
                "265-149-8",
                "Intermediate use only",
                None,
            ),
        ],
    )?;
    let site = |cells: [&'static str; 6], fact: Option<Fact>| (cells.to_vec(), fact.into_iter().collect::<Vec<_>>());
    book.sheet(
        "Site Rotterdam",
        &["Substance", "CAS", "Activity", "Amount", "Unit", "Year"],
        vec![
            site(
                ["Phenol", "108-95-2", "manufactured", "184500", "t", "2020"],
                Some(
                    amount("phenol", "manufactured", equal(184_500.0), "t", "2020", "Rotterdam")
                        .quoting("Phenol 108-95-2 manufactured 184500 t 2020"),
                ),
            ),
            site(
                ["Phenol", "108-95-2", "manufactured", "191200", "t", "2021"],
                Some(
                    amount("phenol", "manufactured", equal(191_200.0), "t", "2021", "Rotterdam")
                        .quoting("Phenol 108-95-2 manufactured 191200 t 2021"),
                ),
            ),
            site(
                ["Ethylbenzene", "100-41-4", "imported", "8300", "t", "2021"],
                Some(
                    amount("ethylbenzene", "imported", equal(8300.0), "t", "2021", "Rotterdam")
                        .quoting("Ethylbenzene 100-41-4 imported 8300 t 2021"),
                ),
            ),
            site(["Trichloroethylene", "79-01-6", "used", "ceased", "t", "2021"], None),
        ],
    )?;
    book.finish()
}

/// Classifications: European Union against Japan, with suffixes, combined statements and minimum classifications.
pub(super) fn classifications() -> Result<Assembled> {
    let gold = Gold::new("hazard_classifications.xlsx", "list", "en", None);
    let mut book = Book::new(gold, "Hazard classifications (demonstration)")?;
    let european = |name: &'static str,
                    key: &'static str,
                    cas: &'static str,
                    ec: &'static str,
                    classes: &'static str,
                    list: &'static str,
                    codes: Vec<(&'static str, &'static str, &'static str)>| {
        let named = mention(key, name, "subject").cas().ec();
        let codes = codes.into_iter().map(|(code, class, category)| hazard(key, code, class, category));
        (vec![name, cas, ec, classes, list], [named].into_iter().chain(codes).collect::<Vec<_>>())
    };
    let head = ["Substance", "CAS", "EC", "Hazard class and category", "Hazard statements"];
    book.sheet(
        "EU harmonised",
        &head,
        vec![
            european(
                "Formaldehyde",
                "formaldehyde",
                "50-00-0",
                "200-001-8",
                "Carc. 1B; Muta. 2; Skin Corr. 1B; Skin Sens. 1",
                "H350; H341; H314; H317",
                vec![
                    ("H350", "Carc.", "1B"),
                    ("H341", "Muta.", "2"),
                    ("H314", "Skin Corr.", "1B"),
                    ("H317", "Skin Sens.", "1"),
                ],
            ),
            european(
                "Bisphenol A",
                "bisphenol A",
                "80-05-7",
                "201-245-8",
                "Repr. 1B; STOT SE 3; Eye Dam. 1; Skin Sens. 1",
                "H360F; H335; H318; H317",
                vec![
                    ("H360F", "Repr.", "1B"),
                    ("H335", "STOT SE", "3"),
                    ("H318", "Eye Dam.", "1"),
                    ("H317", "Skin Sens.", "1"),
                ],
            ),
            european(
                "Toluene",
                "toluene",
                "108-88-3",
                "203-625-9",
                "Flam. Liq. 2; Repr. 2; Asp. Tox. 1; STOT RE 2 *",
                "H225; H361d ***; H304; H373 **",
                vec![
                    ("H225", "Flam. Liq.", "2"),
                    ("H361d", "Repr.", "2"),
                    ("H304", "Asp. Tox.", "1"),
                    ("H373", "STOT RE", "2 *"),
                ],
            ),
            european(
                "Lead",
                "lead",
                "7439-92-1",
                "231-100-4",
                "Repr. 1A; Lact.",
                "H360FD; H362",
                vec![("H360FD", "Repr.", "1A"), ("H362", "Lact.", "")],
            ),
            european(
                "Phorate",
                "phorate",
                "298-02-2",
                "206-052-2",
                "Acute Tox. 2 *; Acute Tox. 1; Aquatic Acute 1; Aquatic Chronic 1",
                "H300+H310; H400; H410",
                vec![("H300+H310", "", ""), ("H400", "Aquatic Acute", "1"), ("H410", "Aquatic Chronic", "1")],
            ),
            european(
                "Acetone",
                "acetone",
                "67-64-1",
                "200-662-2",
                "Flam. Liq. 2; Eye Irrit. 2; STOT SE 3",
                "H225; H319; H336; EUH066",
                vec![
                    ("H225", "Flam. Liq.", "2"),
                    ("H319", "Eye Irrit.", "2"),
                    ("H336", "STOT SE", "3"),
                    ("EUH066", "", ""),
                ],
            ),
            european(
                "Benzene",
                "benzene",
                "71-43-2",
                "200-753-7",
                "Carc. 1A; Muta. 1B; STOT RE 1; Asp. Tox. 1",
                "H350; H340; H372 **; H304",
                vec![
                    ("H350", "Carc.", "1A"),
                    ("H340", "Muta.", "1B"),
                    ("H372", "STOT RE", "1"),
                    ("H304", "Asp. Tox.", "1"),
                ],
            ),
            european(
                "Phenol",
                "phenol",
                "108-95-2",
                "203-632-7",
                "Acute Tox. 3 *; Muta. 2; Skin Corr. 1B",
                "H301+H311+H331; H341; H314",
                vec![("H301+H311+H331", "Acute Tox.", "3 *"), ("H341", "Muta.", "2"), ("H314", "Skin Corr.", "1B")],
            ),
        ],
    )?;
    let japanese =
        |cells: [&'static str; 5],
         key: &'static str,
         code: &'static str,
         class: &'static str,
         category: &'static str| { (cells.to_vec(), vec![hazard(key, code, class, category)]) };
    book.sheet(
        "GHS Japan",
        &head,
        vec![
            japanese(
                ["Formaldehyde", "50-00-0", "200-001-8", "Carcinogenicity - Category 1A", "H350"],
                "formaldehyde",
                "H350",
                "Carcinogenicity",
                "1A",
            ),
            japanese(
                ["Bisphenol A", "80-05-7", "201-245-8", "Toxic to reproduction - Category 2", "H361"],
                "bisphenol A",
                "H361",
                "Toxic to reproduction",
                "2",
            ),
            japanese(
                ["Toluene", "108-88-3", "203-625-9", "Toxic to reproduction - Category 1A", "H360"],
                "toluene",
                "H360",
                "Toxic to reproduction",
                "1A",
            ),
            japanese(
                ["Acetone", "67-64-1", "200-662-2", "Toxic to reproduction - Category 2", "H361"],
                "acetone",
                "H361",
                "Toxic to reproduction",
                "2",
            ),
            japanese(
                ["Phenol", "108-95-2", "203-632-7", "Acute toxicity (oral) - Category 4", "H302"],
                "phenol",
                "H302",
                "Acute toxicity (oral)",
                "4",
            ),
        ],
    )?;
    book.finish()
}
