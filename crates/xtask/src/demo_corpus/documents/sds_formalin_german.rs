//! A German safety data sheet: decimal commas, AGW limits, suffixes, minimum classifications, specific concentration limits.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, about, at_least, between, composition, effect, equal, hazard, less, limit, mention, property, purpose,
};
use crate::demo_corpus::prose::{self, GERMAN};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";
const F: &str = "formaldehyde";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 54.0,
        body: Face::Sans,
        strong: Face::SansBold,
        size: 9.0,
        heading: Heading::Bar,
        label: 175.0,
        separator: ":",
        header: (
            "Sicherheitsdatenblatt gemäß Verordnung (EG) Nr. 1907/2006".into(),
            "Formalin 37 % stabilisiert".into(),
        ),
        footer: (
            "Druckdatum 02.05.2023   überarbeitet am 28.04.2023   Version 9".into(),
            "Seite {page}/{pages}".into(),
        ),
    };
    let mut press = Press::new(style, Gold::new("sds_formalin_de.pdf", "sds", "de", Some(PRODUCT)));
    front(&mut press)?;
    ingredients(&mut press)?;
    for (number, advice) in [(4, GERMAN.first_aid), (5, GERMAN.fire), (6, GERMAN.release), (7, GERMAN.handling)] {
        GERMAN.advice(&mut press, number, advice)?;
    }
    limits(&mut press)?;
    properties(&mut press)?;
    GERMAN.advice(&mut press, 10, GERMAN.stability)?;
    effects(&mut press)?;
    GERMAN.advice(&mut press, 13, GERMAN.disposal)?;
    ending(&mut press)?;
    finish(press, "Sicherheitsdatenblatt Formalin 37 %", "D:20230428060000Z")
}

fn front(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 1)?;
    press.field(
        "Handelsname",
        "Formalin 37 % stabilisiert",
        [mention(PRODUCT, "Formalin 37 % stabilisiert", "product").other("Artikelnummer", "40-1137")],
    )?;
    press.field("Artikelnummer", "40-1137", [])?;
    press.field(
        "Verwendung des Gemischs",
        "Fixiermittel in der Histologie, Laborchemikalie",
        [purpose(PRODUCT, "Fixiermittel in der Histologie"), purpose(PRODUCT, "Laborchemikalie")],
    )?;
    press.field("Hersteller/Lieferant", "Weserlab Chemikalien GmbH, Am Hafen 8, 28217 Bremen", [])?;
    press.field("Notrufnummer", "+49 421 555 0112", [])?;
    GERMAN.section(press, 2)?;
    press.subheading("2.1 Einstufung gemäß Verordnung (EG) Nr. 1272/2008")?;
    for (line, class, category, code) in [
        ("Acute Tox. 3   H301   Giftig bei Verschlucken.", "Acute Tox.", "3", "H301"),
        ("Acute Tox. 3   H311   Giftig bei Hautkontakt.", "Acute Tox.", "3", "H311"),
        ("Acute Tox. 3   H331   Giftig bei Einatmen.", "Acute Tox.", "3", "H331"),
        (
            "Skin Corr. 1B   H314   Verursacht schwere Verätzungen der Haut und schwere Augenschäden.",
            "Skin Corr.",
            "1B",
            "H314",
        ),
        ("Skin Sens. 1   H317   Kann allergische Hautreaktionen verursachen.", "Skin Sens.", "1", "H317"),
        ("Muta. 2   H341   Kann vermutlich genetische Defekte verursachen.", "Muta.", "2", "H341"),
        ("Carc. 1B   H350   Kann Krebs erzeugen.", "Carc.", "1B", "H350"),
        ("STOT SE 1   H370   Schädigt die Organe (Augen).", "STOT SE", "1", "H370"),
    ] {
        press.indented(line, [hazard(PRODUCT, code, class, category).signal("Gefahr")])?;
    }
    press.subheading("2.2 Kennzeichnungselemente")?;
    press.field("Signalwort", "Gefahr", [])?;
    press.field(
        "Gefahrenhinweise",
        "H301+H311+H331 Giftig bei Verschlucken, Hautkontakt oder Einatmen.",
        [hazard(PRODUCT, "H301+H311+H331", "", "").signal("Gefahr")],
    )?;
    press.field(
        "Ergänzende Gefahrenmerkmale",
        "EUH071 Wirkt ätzend auf die Atemwege.",
        [hazard(PRODUCT, "EUH071", "", "")],
    )?;
    press.field(
        "Sicherheitshinweise",
        "P201 Vor Gebrauch besondere Anweisungen einholen.\nP280 Schutzhandschuhe/Schutzkleidung/Augenschutz tragen.\nP303+P361+P353 BEI BERÜHRUNG MIT DER HAUT: Alle kontaminierten Kleidungsstücke sofort ausziehen.\nP308+P311 BEI Exposition oder falls betroffen: GIFTINFORMATIONSZENTRUM anrufen.",
        [],
    )?;
    press.subheading("2.3 Sonstige Gefahren")?;
    press.paragraph("Nur für gewerbliche Anwender.", [])
}

fn ingredients(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 3)?;
    press.subheading("3.2 Gemische: gefährliche Inhaltsstoffe")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.0, 0.85, 0.9, 0.9, 3.2],
        head: &["Stoff", "CAS-Nr.", "EG-Nr.", "Gehalt", "Einstufung"],
    };
    let statement = |key: &'static str, code: &'static str, class: &'static str, category: &'static str| {
        hazard(key, code, class, category).quoting(code)
    };
    press.table(
        &grid,
        [
            row(
                [
                    "Formaldehyd",
                    "50-00-0",
                    "200-001-8",
                    "36,5 - 38 %",
                    "Acute Tox. 3 *, H301; Acute Tox. 3 *, H311; Acute Tox. 3 *, H331; Skin Corr. 1B, H314; Skin Sens. 1, H317; Muta. 2, H341; Carc. 1B, H350",
                ],
                [
                    mention(F, "Formaldehyd", "component").cas().ec().quoting("Formaldehyd 50-00-0 200-001-8"),
                    composition(F, between(36.5, 38.0)).quoting("Formaldehyd 50-00-0 200-001-8 36,5 - 38 %"),
                    statement(F, "H301", "Acute Tox.", "3 *"),
                    statement(F, "H311", "Acute Tox.", "3 *"),
                    statement(F, "H331", "Acute Tox.", "3 *"),
                    statement(F, "H314", "Skin Corr.", "1B"),
                    statement(F, "H317", "Skin Sens.", "1"),
                    statement(F, "H341", "Muta.", "2"),
                    statement(F, "H350", "Carc.", "1B"),
                ],
            ),
            row(
                [
                    "Methanol",
                    "67-56-1",
                    "200-659-6",
                    "< 10 %",
                    "Flam. Liq. 2, H225; Acute Tox. 3 *, H301; Acute Tox. 3 *, H311; Acute Tox. 3 *, H331; STOT SE 1, H370 **",
                ],
                [
                    mention("methanol", "Methanol", "component").cas().ec().quoting("Methanol 67-56-1 200-659-6"),
                    composition("methanol", less(10.0)).quoting("Methanol 67-56-1 200-659-6 < 10 %"),
                    statement("methanol", "H225", "Flam. Liq.", "2"),
                    statement("methanol", "H301", "Acute Tox.", "3 *"),
                    statement("methanol", "H311", "Acute Tox.", "3 *"),
                    statement("methanol", "H331", "Acute Tox.", "3 *"),
                    statement("methanol", "H370", "STOT SE", "1"),
                ],
            ),
        ],
    )?;
    press.paragraph(
        "Spezifische Konzentrationsgrenzen Formaldehyd: Skin Corr. 1B; H314: C ≥ 25 %; Skin Irrit. 2; H315: 5 % ≤ C < 25 %; Eye Irrit. 2; H319: 5 % ≤ C < 25 %; STOT SE 3; H335: C ≥ 5 %; Skin Sens. 1; H317: C ≥ 0,2 %.",
        [],
    )?;
    press.paragraph("* Mindesteinstufung. Den Wortlaut der Gefahrenhinweise siehe Abschnitt 16.", [])
}

fn limits(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 8)?;
    press.subheading("8.1 Zu überwachende Parameter (TRGS 900)")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.3, 1.0, 1.2, 1.5, 1.6],
        head: &["Stoff", "CAS-Nr.", "Art", "Wert", "Spitzenbegrenzung"],
    };
    press.table(
        &grid,
        [
            row(
                ["Formaldehyd", "50-00-0", "AGW", "0,3 ml/m^{3}", "2(I), Sh, Y, X"],
                [limit(F, "AGW", equal(0.3), "ml/m3", "TWA")],
            ),
            row(
                ["Formaldehyd", "50-00-0", "AGW", "0,37 mg/m^{3}", "2(I), Sh, Y, X"],
                [limit(F, "AGW", equal(0.37), "mg/m3", "TWA")],
            ),
            row(
                ["Methanol", "67-56-1", "AGW", "100 ml/m^{3}", "2(II), H, Y"],
                [limit("methanol", "AGW", equal(100.0), "ml/m3", "TWA")],
            ),
            row(
                ["Methanol", "67-56-1", "AGW", "130 mg/m^{3}", "2(II), H, Y"],
                [limit("methanol", "AGW", equal(130.0), "mg/m3", "TWA")],
            ),
        ],
    )?;
    press.paragraph(
        "Biologischer Grenzwert (TRGS 903): Methanol im Urin 15 mg/l bei Expositionsende bzw. Schichtende.",
        [limit("methanol", "Biologischer Grenzwert", equal(15.0), "mg/l", "BGW").within("urine")],
    )?;
    press.subheading("DNEL (Arbeitnehmer)")?;
    press.field(
        "Formaldehyd, inhalativ, Langzeit",
        "DNEL 0,375 mg/m^{3}",
        [effect(F, "DNEL", equal(0.375), "mg/m3", "", "inhalation")],
    )?;
    prose::set(press, GERMAN.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 9)?;
    press.field("Aggregatzustand", "flüssig, farblos", [])?;
    press.field("Geruch", "stechend", [])?;
    press.field("Siedepunkt", "ca. 97 °C", [property(PRODUCT, "boiling point", about(97.0), "°C")])?;
    press.field("Flammpunkt", "62 °C (DIN 51758)", [property(PRODUCT, "flash point", equal(62.0), "°C")])?;
    press.field(
        "Zündtemperatur",
        "≥ 395 °C",
        [property(PRODUCT, "auto-ignition temperature", at_least(395.0), "°C")],
    )?;
    press.field(
        "Explosionsgrenzen",
        "untere 7,0 Vol.-%, obere 73 Vol.-%",
        [
            property(PRODUCT, "lower explosion limit", equal(7.0), "Vol.-%"),
            property(PRODUCT, "upper explosion limit", equal(73.0), "Vol.-%"),
        ],
    )?;
    press.field("pH-Wert bei 20 °C", "2,8 - 4,0", [property(PRODUCT, "pH", between(2.8, 4.0), "")])?;
    press.field("Dichte bei 20 °C", "1,09 g/cm^{3}", [property(PRODUCT, "density", equal(1.09), "g/cm3")])?;
    press.field("Dampfdruck bei 20 °C", "nicht bestimmt", [])?;
    press.field("Löslichkeit in Wasser", "vollständig mischbar", [])?;
    press.field(
        "Verteilungskoeffizient n-Octanol/Wasser",
        "log Kow 0,35 (Formaldehyd)",
        [property(F, "log Kow", equal(0.35), "").quoting("log Kow 0,35 (Formaldehyd)")],
    )
}

fn effects(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 11)?;
    press.subheading("Akute Toxizität, Formaldehyd (CAS 50-00-0)")?;
    press.field("Oral", "LD50 Ratte: 640 mg/kg", [effect(F, "LD50", equal(640.0), "mg/kg", "rat", "oral")])?;
    press.field(
        "Dermal",
        "LD50 Kaninchen: 270 mg/kg",
        [effect(F, "LD50", equal(270.0), "mg/kg", "rabbit", "dermal")],
    )?;
    press.field(
        "Inhalativ",
        "LC50 Ratte: 588 mg/m^{3}, 4 h",
        [effect(F, "LC50", equal(588.0), "mg/m3", "rat", "inhalation").after("4 h")],
    )?;
    press.subheading("Akute Toxizität, Methanol (CAS 67-56-1)")?;
    press.field(
        "Oral",
        "LD50 Ratte: 5.628 mg/kg",
        [effect("methanol", "LD50", equal(5628.0), "mg/kg", "rat", "oral")],
    )?;
    press.subheading("Weitere Angaben")?;
    press.paragraph(
        "Sensibilisierung: beim Meerschweinchen sensibilisierend (OECD 406). Karzinogenität: IARC Gruppe 1. Beim Menschen sind 300 mg/kg Methanol als Dosis mit Sehstörungen beschrieben.",
        [],
    )?;
    GERMAN.section(press, 12)?;
    press.field(
        "Fischtoxizität, Formaldehyd",
        "LC50 Morone saxatilis: 6,7 mg/l/96 h",
        [effect(F, "LC50", equal(6.7), "mg/l", "Morone saxatilis", "").after("96 h")],
    )?;
    press.field(
        "Daphnientoxizität, Formaldehyd",
        "EC50 Daphnia pulex: 5,8 mg/l/48 h",
        [effect(F, "EC50", equal(5.8), "mg/l", "Daphnia pulex", "").after("48 h")],
    )?;
    press.field("Biologische Abbaubarkeit", "leicht biologisch abbaubar (OECD 301 A)", [])
}

fn ending(press: &mut Press) -> Result<()> {
    GERMAN.section(press, 14)?;
    press.field("UN-Nummer", "UN 2209", [])?;
    press.field("Versandbezeichnung", "FORMALDEHYDLÖSUNG", [])?;
    press.field("Klasse / Verpackungsgruppe", "8 / III", [])?;
    GERMAN.section(press, 15)?;
    press.paragraph(
        "Beschäftigungsbeschränkungen nach Mutterschutzgesetz und Jugendarbeitsschutzgesetz beachten. Störfallverordnung: H2 AKUT TOXISCH, Mengenschwellen 50.000 kg und 200.000 kg.",
        [],
    )?;
    GERMAN.section(press, 16)?;
    press.paragraph("H225 Flüssigkeit und Dampf leicht entzündbar. H370 Schädigt die Organe.", [])?;
    press.paragraph(GERMAN.closing, [])
}
