//! A French safety data sheet: VLEP limits, decimal commas, spaces before colons.

use anyhow::Result;

use crate::demo_corpus::gold::{
    Gold, about, between, composition, effect, equal, hazard, less, limit, mention, property, purpose,
};
use crate::demo_corpus::prose::{self, FRENCH};
use crate::demo_corpus::typeset::{A4, Face, Grid, Heading, Look, Press, Style, row};
use crate::demo_corpus::{Assembled, finish};

const PRODUCT: &str = "product";
const AMMONIA: &str = "ammonia solution";
const SODA: &str = "sodium hydroxide";

/// Builds the document.
pub(super) fn document() -> Result<Assembled> {
    let style = Style {
        paper: A4,
        margin: 58.0,
        body: Face::Serif,
        strong: Face::SansBold,
        size: 10.0,
        heading: Heading::Plain,
        label: 168.0,
        separator: ":",
        header: ("Alcanet Dégraissant 20".into(), "Fiche de données de sécurité, règlement (CE) n° 1907/2006".into()),
        footer: ("Révision : 17/10/2022   Version : 4.2".into(), "Page {page} de {pages}".into()),
    };
    let mut press = Press::new(style, Gold::new("sds_ammoniaque_fr.pdf", "sds", "fr", Some(PRODUCT)));
    front(&mut press)?;
    for (number, advice) in [(4, FRENCH.first_aid), (5, FRENCH.fire), (6, FRENCH.release), (7, FRENCH.handling)] {
        FRENCH.advice(&mut press, number, advice)?;
    }
    limits(&mut press)?;
    properties(&mut press)?;
    FRENCH.advice(&mut press, 10, FRENCH.stability)?;
    effects(&mut press)?;
    FRENCH.advice(&mut press, 13, FRENCH.disposal)?;
    ending(&mut press)?;
    finish(press, "Fiche de données de sécurité Alcanet Dégraissant 20", "D:20221017100000Z")
}

fn front(press: &mut Press) -> Result<()> {
    FRENCH.section(press, 1)?;
    press.field("Nom du produit", "Alcanet Dégraissant 20", [mention(PRODUCT, "Alcanet Dégraissant 20", "product")])?;
    press.field(
        "Utilisations identifiées",
        "Nettoyant alcalin pour l’industrie alimentaire",
        [purpose(PRODUCT, "Nettoyant alcalin pour l’industrie alimentaire")],
    )?;
    press.field("Fournisseur", "Alcanet SARL, 25 rue du Port, 13002 Marseille, France", [])?;
    press.field("Numéro d’appel d’urgence", "ORFILA (INRS) : + 33 (0)1 45 42 59 59", [])?;
    FRENCH.section(press, 2)?;
    press.subheading("2.1. Classification selon le règlement (CE) n° 1272/2008")?;
    for (line, class, category, code) in [
        ("Corrosion cutanée, catégorie 1B - H314", "Corrosion cutanée", "1B", "H314"),
        (
            "Toxicité spécifique pour certains organes cibles (exposition unique), catégorie 3 - H335",
            "Toxicité spécifique pour certains organes cibles (exposition unique)",
            "3",
            "H335",
        ),
        (
            "Dangers pour le milieu aquatique, toxicité aiguë, catégorie 1 - H400",
            "Dangers pour le milieu aquatique, toxicité aiguë",
            "1",
            "H400",
        ),
    ] {
        press.indented(line, [hazard(PRODUCT, code, class, category).signal("Danger")])?;
    }
    press.subheading("2.2. Éléments d’étiquetage")?;
    press.field("Mention d’avertissement", "Danger", [])?;
    press.field(
        "Mentions de danger",
        "H314 Provoque de graves brûlures de la peau et de graves lésions des yeux.\nH335 Peut irriter les voies respiratoires.\nH400 Très toxique pour les organismes aquatiques.",
        [],
    )?;
    press.field("Conseils de prudence", "P260, P273, P280, P301+P330+P331, P305+P351+P338, P310", [])?;
    FRENCH.section(press, 3)?;
    press.subheading("3.2. Mélanges")?;
    let grid = Grid {
        look: Look::Booktabs,
        columns: &[1.55, 1.0, 1.0, 1.15, 2.2],
        head: &["Nom", "N° CAS", "N° CE", "% [en masse]", "Classification"],
    };
    press.table(
        &grid,
        [
            row(
                ["Ammoniac en solution", "1336-21-6", "215-647-6", "10 - < 25", "H314, H335, H400"],
                [
                    mention(AMMONIA, "Ammoniac en solution", "component").cas().ec(),
                    composition(AMMONIA, between(10.0, 25.0)),
                    hazard(AMMONIA, "H314", "", ""),
                    hazard(AMMONIA, "H335", "", ""),
                    hazard(AMMONIA, "H400", "", ""),
                ],
            ),
            row(
                ["Hydroxyde de sodium", "1310-73-2", "215-185-5", "1 - < 2", "H290, H314"],
                [
                    mention(SODA, "Hydroxyde de sodium", "component").cas().ec(),
                    composition(SODA, between(1.0, 2.0)),
                    hazard(SODA, "H290", "", ""),
                    hazard(SODA, "H314", "", ""),
                ],
            ),
            row(
                ["Propane-2-ol", "67-63-0", "200-661-7", "< 5", "H225, H319, H336"],
                [
                    mention("propan-2-ol", "Propane-2-ol", "component").cas().ec(),
                    composition("propan-2-ol", less(5.0)),
                    hazard("propan-2-ol", "H225", "", ""),
                    hazard("propan-2-ol", "H319", "", ""),
                    hazard("propan-2-ol", "H336", "", ""),
                ],
            ),
        ],
    )
}

fn limits(press: &mut Press) -> Result<()> {
    FRENCH.section(press, 8)?;
    press.subheading("8.1. Paramètres de contrôle : valeurs limites d’exposition professionnelle (France)")?;
    let grid =
        Grid { look: Look::Booktabs, columns: &[1.5, 1.5, 1.5], head: &["Substance", "VLEP 8 h", "VLCT (15 min)"] };
    press.table(
        &grid,
        [
            row(
                ["Ammoniac", "10 ppm - 7 mg/m^{3}", "20 ppm - 14 mg/m^{3}"],
                [
                    limit(AMMONIA, "VLEP 8 h", equal(10.0), "ppm", "TWA"),
                    limit(AMMONIA, "VLEP 8 h", equal(7.0), "mg/m3", "TWA"),
                    limit(AMMONIA, "VLCT", equal(20.0), "ppm", "STEL"),
                    limit(AMMONIA, "VLCT", equal(14.0), "mg/m3", "STEL"),
                ],
            ),
            row(["Hydroxyde de sodium", "2 mg/m^{3}", "-"], [limit(SODA, "VLEP 8 h", equal(2.0), "mg/m3", "TWA")]),
            row(
                ["Propane-2-ol", "-", "400 ppm - 980 mg/m^{3}"],
                [
                    limit("propan-2-ol", "VLCT", equal(400.0), "ppm", "STEL"),
                    limit("propan-2-ol", "VLCT", equal(980.0), "mg/m3", "STEL"),
                ],
            ),
        ],
    )?;
    prose::set(press, FRENCH.protection)
}

fn properties(press: &mut Press) -> Result<()> {
    FRENCH.section(press, 9)?;
    press.field("État physique", "liquide limpide, incolore", [])?;
    press.field("Odeur", "piquante, ammoniacale", [])?;
    press.field("pH", "12,5 - 13,5", [property(PRODUCT, "pH", between(12.5, 13.5), "")])?;
    press.field(
        "Point initial d’ébullition",
        "environ 38 °C",
        [property(PRODUCT, "boiling point", about(38.0), "°C")],
    )?;
    press.field("Point d’éclair", "sans objet", [])?;
    press.field(
        "Pression de vapeur",
        "480 hPa à 20 °C",
        [property(PRODUCT, "vapour pressure", equal(480.0), "hPa")],
    )?;
    press.field("Densité relative", "0,94", [property(PRODUCT, "relative density", equal(0.94), "")])?;
    press.field("Hydrosolubilité", "complète", [])?;
    press.field(
        "Coefficient de partage n-octanol/eau",
        "log Pow 0,05 (propane-2-ol)",
        [property("propan-2-ol", "log Pow", equal(0.05), "")],
    )
}

fn effects(press: &mut Press) -> Result<()> {
    FRENCH.section(press, 11)?;
    press.subheading("Toxicité aiguë")?;
    press.field(
        "Ammoniac en solution",
        "DL50 orale, rat : 350 mg/kg",
        [effect(AMMONIA, "LD50", equal(350.0), "mg/kg", "rat", "oral")],
    )?;
    press.field(
        "Propane-2-ol",
        "DL50 orale, rat : 5 840 mg/kg",
        [effect("propan-2-ol", "LD50", equal(5840.0), "mg/kg", "rat", "oral")],
    )?;
    press.field(
        "",
        "DL50 cutanée, lapin : 12 800 mg/kg",
        [effect("propan-2-ol", "LD50", equal(12800.0), "mg/kg", "rabbit", "dermal")],
    )?;
    press.field("Corrosion cutanée", "Provoque de graves brûlures (lapin, OCDE 404).", [])?;
    FRENCH.section(press, 12)?;
    press.field(
        "Poissons (ammoniac)",
        "CL50 Oncorhynchus mykiss : 0,89 mg/l, 96 h",
        [effect(AMMONIA, "LC50", equal(0.89), "mg/l", "Oncorhynchus mykiss", "").after("96 h")],
    )?;
    press.field(
        "Daphnies (ammoniac)",
        "CE50 Daphnia magna : 101 mg/l, 48 h",
        [effect(AMMONIA, "EC50", equal(101.0), "mg/l", "Daphnia magna", "").after("48 h")],
    )?;
    press.field("Persistance", "Le propane-2-ol est facilement biodégradable.", [])
}

fn ending(press: &mut Press) -> Result<()> {
    FRENCH.section(press, 14)?;
    press.field("Numéro ONU", "UN 2672", [])?;
    press.field("Désignation officielle", "AMMONIAC EN SOLUTION AQUEUSE", [])?;
    press.field("Classe / groupe d’emballage", "8 / III", [])?;
    FRENCH.section(press, 15)?;
    press.paragraph("Installations classées : rubrique 4510. Tableau de maladies professionnelles n° 65.", [])?;
    FRENCH.section(press, 16)?;
    press.paragraph("H225 Liquide et vapeurs très inflammables. H290 Peut être corrosif pour les métaux.", [])?;
    press.paragraph(FRENCH.closing, [])
}
