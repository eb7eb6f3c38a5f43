//! The running text that safety data sheets share: section titles and general advice in four traditions.

use anyhow::Result;

use super::typeset::Press;

/// A section's labelled paragraphs.
pub(crate) type Advice = &'static [(&'static str, &'static str)];

/// The wording of one tradition.
pub(crate) struct Prose {
    /// What stands before a section's number, for example `SECTION `.
    prefix: &'static str,
    /// What stands between number and title.
    joint: &'static str,
    /// Titles of the sections 1 to 16.
    titles: [&'static str; 16],
    /// Section 4.
    pub(crate) first_aid: Advice,
    /// Section 5.
    pub(crate) fire: Advice,
    /// Section 6.
    pub(crate) release: Advice,
    /// Section 7.
    pub(crate) handling: Advice,
    /// The second half of section 8.
    pub(crate) protection: Advice,
    /// Section 10.
    pub(crate) stability: Advice,
    /// Section 13.
    pub(crate) disposal: Advice,
    /// The end of section 16.
    pub(crate) closing: &'static str,
}

impl Prose {
    /// Sets the heading of section `number` (1 to 16).
    pub(crate) fn section(&self, press: &mut Press, number: usize) -> Result<()> {
        let title = self.titles.get(number - 1).copied().unwrap_or_default();
        press.heading(&format!("{}{number}{}{title}", self.prefix, self.joint))
    }

    /// Sets a section that holds advice alone.
    pub(crate) fn advice(&self, press: &mut Press, number: usize, advice: Advice) -> Result<()> {
        self.section(press, number)?;
        set(press, advice)
    }
}

/// Sets labelled paragraphs.
pub(crate) fn set(press: &mut Press, advice: Advice) -> Result<()> {
    for (label, text) in advice {
        press.subheading(label)?;
        press.paragraph(text, [])?;
    }
    Ok(())
}

/// English, as the annex II of REACH has it.
pub(crate) const EUROPEAN: Prose = Prose {
    prefix: "SECTION ",
    joint: ": ",
    titles: [
        "Identification of the substance/mixture and of the company/undertaking",
        "Hazards identification",
        "Composition/information on ingredients",
        "First aid measures",
        "Firefighting measures",
        "Accidental release measures",
        "Handling and storage",
        "Exposure controls/personal protection",
        "Physical and chemical properties",
        "Stability and reactivity",
        "Toxicological information",
        "Ecological information",
        "Disposal considerations",
        "Transport information",
        "Regulatory information",
        "Other information",
    ],
    first_aid: &[
        (
            "4.1 Description of first aid measures",
            "General advice: consult a physician and show this safety data sheet. If inhaled: move the person into fresh air and keep at rest in a position comfortable for breathing. In case of skin contact: take off contaminated clothing and wash off with soap and plenty of water. In case of eye contact: rinse cautiously with water for several minutes, remove contact lenses if present and easy to do, and continue rinsing. If swallowed: do NOT induce vomiting; rinse the mouth with water and call a poison centre.",
        ),
        (
            "4.2 Most important symptoms and effects, both acute and delayed",
            "Headache, dizziness, tiredness, nausea. Prolonged or repeated contact removes natural fat from the skin and may lead to dermatitis.",
        ),
        (
            "4.3 Indication of any immediate medical attention and special treatment needed",
            "Treat symptomatically. Delayed pulmonary oedema is possible after aspiration; keep under medical supervision for at least 48 h.",
        ),
    ],
    fire: &[
        (
            "5.1 Extinguishing media",
            "Suitable: alcohol-resistant foam, dry chemical powder, carbon dioxide. Unsuitable: high volume water jet.",
        ),
        (
            "5.2 Special hazards arising from the substance or mixture",
            "Vapours are heavier than air, spread along floors and may form explosive mixtures with air. Carbon monoxide may form in a fire.",
        ),
        (
            "5.3 Advice for firefighters",
            "Wear self-contained breathing apparatus. Cool closed containers near the fire with water spray.",
        ),
    ],
    release: &[
        (
            "6.1 Personal precautions, protective equipment and emergency procedures",
            "Ensure adequate ventilation. Remove all sources of ignition. Evacuate personnel to safe areas. For personal protection see section 8.",
        ),
        ("6.2 Environmental precautions", "Do not let the product enter drains, surface water or soil."),
        (
            "6.3 Methods and material for containment and cleaning up",
            "Contain spillage with sand, earth or vermiculite and collect in a container for disposal according to local regulations (see section 13).",
        ),
    ],
    handling: &[
        (
            "7.1 Precautions for safe handling",
            "Avoid contact with skin and eyes and inhalation of vapour or mist. Keep away from heat, hot surfaces, sparks and open flames. Take measures against electrostatic discharge. Wash hands before breaks.",
        ),
        (
            "7.2 Conditions for safe storage, including any incompatibilities",
            "Keep the container tightly closed in a dry, cool and well-ventilated place. Recommended storage temperature 5 - 30 °C. Shelf life 24 months.",
        ),
        (
            "7.3 Specific end use(s)",
            "Apart from the uses mentioned in section 1.2 no other specific uses are stipulated.",
        ),
    ],
    protection: &[(
        "8.2 Exposure controls",
        "Provide local exhaust ventilation at the places where vapour can arise. Eye protection: tightly fitting safety goggles (EN 166). Skin protection: gloves of fluorinated rubber, layer thickness 0.7 mm, breakthrough time > 480 min (EN 374). Respiratory protection: filter type A (EN 14387) where limits may be exceeded.",
    )],
    stability: &[
        (
            "10.1 Reactivity to 10.3 Possibility of hazardous reactions",
            "Stable under recommended storage conditions. Vapours may form an explosive mixture with air.",
        ),
        ("10.4 Conditions to avoid", "Heat, flames and sparks; temperatures above 50 °C in closed containers."),
        ("10.5 Incompatible materials", "Strong oxidising agents, strong acids."),
        (
            "10.6 Hazardous decomposition products",
            "No hazardous decomposition products are formed under normal conditions of storage and use.",
        ),
    ],
    disposal: &[(
        "13.1 Waste treatment methods",
        "Burn in a chemical incinerator equipped with an afterburner and scrubber. European waste catalogue 14 06 03* (other solvents and solvent mixtures). Do not reuse empty containers.",
    )],
    closing: "The information in this safety data sheet describes the safety requirements of the product as known at the date of issue. It is no assurance of properties. The product and its maker are invented for demonstration.",
};

/// English, as 29 CFR 1910.1200 has it.
pub(crate) const AMERICAN: Prose = Prose {
    prefix: "",
    joint: ". ",
    titles: [
        "IDENTIFICATION",
        "HAZARD(S) IDENTIFICATION",
        "COMPOSITION/INFORMATION ON INGREDIENTS",
        "FIRST-AID MEASURES",
        "FIRE-FIGHTING MEASURES",
        "ACCIDENTAL RELEASE MEASURES",
        "HANDLING AND STORAGE",
        "EXPOSURE CONTROLS/PERSONAL PROTECTION",
        "PHYSICAL AND CHEMICAL PROPERTIES",
        "STABILITY AND REACTIVITY",
        "TOXICOLOGICAL INFORMATION",
        "ECOLOGICAL INFORMATION",
        "DISPOSAL CONSIDERATIONS",
        "TRANSPORT INFORMATION",
        "REGULATORY INFORMATION",
        "OTHER INFORMATION",
    ],
    first_aid: &[
        (
            "Inhalation",
            "Remove victim to fresh air. If breathing is difficult, give oxygen. Get medical attention immediately.",
        ),
        (
            "Skin contact",
            "Remove contaminated clothing. Wash with soap and water for at least 15 minutes. Launder clothing before reuse.",
        ),
        (
            "Eye contact",
            "Flush eyes with plenty of water for at least 15 minutes, lifting the lids. Get medical attention.",
        ),
        (
            "Ingestion",
            "Call a poison control center immediately. Do not induce vomiting unless told to by medical personnel. Never give anything by mouth to an unconscious person.",
        ),
        ("Note to physicians", "Treat symptomatically. Effects may be delayed; observe for at least 24 hours."),
    ],
    fire: &[
        ("Suitable extinguishing media", "Dry chemical, carbon dioxide, alcohol-resistant foam, water spray."),
        (
            "Specific hazards arising from the chemical",
            "Containers may rupture when heated. Thermal decomposition yields carbon oxides and irritating gases.",
        ),
        (
            "Protective equipment and precautions for firefighters",
            "Wear a self-contained breathing apparatus in pressure-demand, MSHA/NIOSH approved, and full protective gear.",
        ),
    ],
    release: &[
        (
            "Personal precautions",
            "Evacuate the area. Ventilate. Eliminate all ignition sources within 50 feet. Wear protective equipment as in Section 8.",
        ),
        (
            "Methods for containment and clean-up",
            "Dike the spill with inert absorbent. Use non-sparking tools. Collect in closed metal drums. Keep out of sewers and waterways. Report releases above the reportable quantity to the National Response Center.",
        ),
    ],
    handling: &[
        (
            "Handling",
            "Use only with adequate ventilation. Do not breathe vapor. Do not get in eyes, on skin, or on clothing. Ground and bond containers when transferring material. Do not cut or weld empty drums.",
        ),
        (
            "Storage",
            "Store in a cool, dry, well-ventilated area below 120 °F, away from oxidizers, acids and direct sunlight.",
        ),
    ],
    protection: &[
        (
            "Engineering controls",
            "Use local exhaust ventilation to keep airborne concentrations below the exposure limits.",
        ),
        (
            "Personal protective equipment",
            "Chemical splash goggles; polyvinyl alcohol or laminate gloves; chemical-resistant apron. Use a supplied-air respirator where limits are exceeded; air-purifying cartridges do not protect.",
        ),
    ],
    stability: &[
        ("Chemical stability", "Stable under normal temperatures and pressures."),
        ("Conditions to avoid", "Open flames, welding arcs, hot surfaces."),
        ("Incompatible materials", "Strong oxidizers, strong bases, aluminum, zinc, amines."),
        ("Hazardous decomposition products", "Carbon monoxide, carbon dioxide."),
    ],
    disposal: &[(
        "Waste disposal",
        "Dispose of in accordance with federal, state and local regulations (40 CFR 261). Do not flush to sewer. Empty containers retain residue.",
    )],
    closing: "The information above is believed to be accurate and represents the best information currently available to us. Users should make their own investigations. The product and its maker are invented for demonstration.",
};

/// German.
pub(crate) const GERMAN: Prose = Prose {
    prefix: "ABSCHNITT ",
    joint: ": ",
    titles: [
        "Bezeichnung des Stoffs beziehungsweise des Gemischs und des Unternehmens",
        "Mögliche Gefahren",
        "Zusammensetzung/Angaben zu Bestandteilen",
        "Erste-Hilfe-Maßnahmen",
        "Maßnahmen zur Brandbekämpfung",
        "Maßnahmen bei unbeabsichtigter Freisetzung",
        "Handhabung und Lagerung",
        "Begrenzung und Überwachung der Exposition/Persönliche Schutzausrüstungen",
        "Physikalische und chemische Eigenschaften",
        "Stabilität und Reaktivität",
        "Toxikologische Angaben",
        "Umweltbezogene Angaben",
        "Hinweise zur Entsorgung",
        "Angaben zum Transport",
        "Rechtsvorschriften",
        "Sonstige Angaben",
    ],
    first_aid: &[
        (
            "4.1 Beschreibung der Erste-Hilfe-Maßnahmen",
            "Nach Einatmen: Betroffene an die frische Luft bringen, ruhig lagern, sofort Arzt hinzuziehen. Nach Hautkontakt: Beschmutzte Kleidung sofort ausziehen, mit viel Wasser abwaschen. Nach Augenkontakt: Bei geöffnetem Lidspalt mindestens 15 Minuten mit Wasser spülen, Augenarzt aufsuchen. Nach Verschlucken: Mund ausspülen, viel Wasser trinken lassen, kein Erbrechen herbeiführen.",
        ),
        (
            "4.2 Wichtigste akute und verzögert auftretende Symptome und Wirkungen",
            "Ätzende Wirkung, Husten, Atemnot, Tränenfluss, allergische Hautreaktionen, Sehstörungen.",
        ),
    ],
    fire: &[
        ("5.1 Löschmittel", "Wassersprühstrahl, alkoholbeständiger Schaum, Löschpulver, Kohlendioxid."),
        (
            "5.2 Besondere vom Gemisch ausgehende Gefahren",
            "Brennbar. Dämpfe sind schwerer als Luft. Bei Erwärmung bilden sich entzündbare, giftige Dämpfe.",
        ),
        (
            "5.3 Hinweise für die Brandbekämpfung",
            "Umluftunabhängiges Atemschutzgerät und Chemikalienschutzanzug tragen.",
        ),
    ],
    release: &[(
        "6.1 bis 6.3 Vorsichtsmaßnahmen und Reinigung",
        "Dämpfe nicht einatmen. Für ausreichende Lüftung sorgen. Nicht in die Kanalisation gelangen lassen. Mit flüssigkeitsbindendem Material (Sand, Kieselgur) aufnehmen und der Entsorgung zuführen.",
    )],
    handling: &[
        (
            "7.1 Schutzmaßnahmen zur sicheren Handhabung",
            "Nur unter dem Abzug arbeiten. Behälter dicht geschlossen halten. Berührung mit Haut und Augen vermeiden.",
        ),
        (
            "7.2 Bedingungen zur sicheren Lagerung",
            "Unter Verschluss und nur für Sachkundige zugänglich aufbewahren. Lagertemperatur 15 bis 25 °C. Lagerklasse (TRGS 510): 6.1A.",
        ),
    ],
    protection: &[(
        "8.2 Begrenzung und Überwachung der Exposition",
        "Absaugung am Objekt. Atemschutz: Filtertyp B-P3. Handschutz: Butylkautschuk, Schichtdicke 0,5 mm, Durchbruchzeit > 480 min. Augenschutz: dicht schließende Schutzbrille nach EN 166.",
    )],
    stability: &[
        ("10.2 Chemische Stabilität", "Das Produkt ist stabil unter normalen Bedingungen. Stabilisator: Methanol."),
        ("10.5 Unverträgliche Materialien", "Starke Säuren, starke Basen, Oxidationsmittel, Amine, Phenole."),
    ],
    disposal: &[(
        "13.1 Verfahren der Abfallbehandlung",
        "Muss unter Beachtung der behördlichen Vorschriften einer Sonderbehandlung zugeführt werden. Abfallschlüssel 16 05 06*.",
    )],
    closing: "Die Angaben stützen sich auf den heutigen Stand unserer Kenntnisse und dienen dazu, das Produkt im Hinblick auf die zu treffenden Sicherheitsvorkehrungen zu beschreiben. Produkt und Hersteller sind für Vorführzwecke erfunden.",
};

/// French.
pub(crate) const FRENCH: Prose = Prose {
    prefix: "RUBRIQUE ",
    joint: " : ",
    titles: [
        "Identification de la substance/du mélange et de la société/l’entreprise",
        "Identification des dangers",
        "Composition/informations sur les composants",
        "Premiers secours",
        "Mesures de lutte contre l’incendie",
        "Mesures à prendre en cas de déversement accidentel",
        "Manipulation et stockage",
        "Contrôles de l’exposition/protection individuelle",
        "Propriétés physiques et chimiques",
        "Stabilité et réactivité",
        "Informations toxicologiques",
        "Informations écologiques",
        "Considérations relatives à l’élimination",
        "Informations relatives au transport",
        "Informations relatives à la réglementation",
        "Autres informations",
    ],
    first_aid: &[
        (
            "4.1. Description des mesures de premiers secours",
            "En cas d’inhalation : transporter la personne à l’air libre et la garder au repos. En cas de contact avec la peau : enlever immédiatement les vêtements souillés et rincer abondamment à l’eau. En cas de contact avec les yeux : rincer avec précaution à l’eau pendant au moins 15 minutes, consulter un ophtalmologiste. En cas d’ingestion : rincer la bouche, NE PAS faire vomir, appeler un centre antipoison.",
        ),
        (
            "4.2. Principaux symptômes et effets, aigus et différés",
            "Brûlures de la peau et des muqueuses, toux, dyspnée, œdème pulmonaire retardé.",
        ),
    ],
    fire: &[
        ("5.1. Moyens d’extinction", "Le produit n’est pas combustible. Adapter les moyens d’extinction au voisinage."),
        (
            "5.2. Dangers particuliers résultant du mélange",
            "L’échauffement libère de l’ammoniac, gaz toxique et corrosif. Rabattre les vapeurs avec de l’eau pulvérisée.",
        ),
    ],
    release: &[(
        "6.1. à 6.3. Précautions et méthodes de nettoyage",
        "Éloigner les personnes non protégées. Ne pas rejeter dans les égouts ni dans le milieu naturel. Absorber avec un matériau inerte (sable, vermiculite) et recueillir dans un récipient fermé.",
    )],
    handling: &[
        (
            "7.1. Précautions à prendre pour une manipulation sans danger",
            "Manipuler sous aspiration. Éviter le contact avec la peau et les yeux. Ne jamais mélanger avec des produits chlorés.",
        ),
        (
            "7.2. Conditions d’un stockage sûr",
            "Conserver le récipient bien fermé, au frais, entre 5 et 25 °C. Matériaux à éviter : cuivre, zinc, aluminium.",
        ),
    ],
    protection: &[(
        "8.2. Contrôles de l’exposition",
        "Aspiration localisée. Protection des mains : gants en caoutchouc butyle, épaisseur 0,5 mm. Protection respiratoire : filtre K. Protection des yeux : lunettes étanches (EN 166).",
    )],
    stability: &[
        ("10.2. Stabilité chimique", "Stable dans les conditions recommandées de stockage."),
        ("10.5. Matières incompatibles", "Acides, hypochlorites, halogènes, métaux légers, mercure."),
    ],
    disposal: &[(
        "13.1. Méthodes de traitement des déchets",
        "Éliminer comme déchet dangereux, code 20 01 15* (déchets basiques). Ne pas déverser à l’égout.",
    )],
    closing: "Les informations de cette fiche sont basées sur l’état actuel de nos connaissances. Le produit et son fabricant sont inventés à des fins de démonstration.",
};
