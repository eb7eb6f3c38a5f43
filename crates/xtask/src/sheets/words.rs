//! What sheets say around and above their composition table, in three languages.

/// The words of a language.
pub(super) struct Words {
    /// Headings of the columns, each with its variants, in the order of [`super::column::Kind`].
    pub(super) headings: [&'static [&'static str]; 11],
    /// Headings over several columns: identifiers, classification.
    pub(super) groups: [&'static str; 2],
    /// Labels inside a cell that holds all identifiers.
    pub(super) labels: [&'static str; 4],
    /// Running head.
    pub(super) title: &'static str,
    /// Page.
    pub(super) page: &'static str,
    /// Label and value of fields before the table.
    pub(super) fields: &'static [(&'static str, &'static str)],
    /// Section headings before the table, with a paragraph each.
    pub(super) before: &'static [(&'static str, &'static str)],
    /// The table's section and subsection, and the line above the table.
    pub(super) section: [&'static str; 3],
    /// The line below the table.
    pub(super) note: &'static str,
    /// Section headings after the table, with a paragraph each.
    pub(super) after: &'static [(&'static str, &'static str)],
    /// What a column of classifications says of a substance without any.
    pub(super) unclassified: &'static str,
}

/// English, German, French.
#[rustfmt::skip]
pub(super) const LANGUAGES: [Words; 3] = [
    Words {
        headings: [
            &["No."],
            &["Name", "Chemical name", "Ingredient", "Substance name", "Hazardous component"],
            &["CAS No.", "CAS-No.", "CAS number", "CAS"],
            &["EC No.", "EC-No.", "EINECS/ELINCS No.", "EC number"],
            &["Index No.", "Index-No."],
            &["REACH registration No.", "REACH No.", "Registration number"],
            &["Product identifier", "Identifiers"],
            &["%", "% by weight", "Concentration [%]", "Conc. (% w/w)", "Content", "Weight %"],
            &["Classification", "Classification according to Regulation (EC) No 1272/2008 [CLP]", "CLP classification"],
            &["H-phrases", "Hazard statements", "H codes"],
            &["SCL, M-factor, ATE", "Specific concentration limits and M-factors", "Notes"],
        ],
        groups: ["Identification", "Classification 1272/2008"],
        labels: ["CAS: ", "EC: ", "Index: ", "REACH: "],
        title: "Safety data sheet according to Regulation (EC) No 1907/2006",
        page: "Page",
        fields: &[("Trade name", "Surface cleaner 4400 concentrate"), ("Article number", "4400-25"), ("Relevant uses", "Cleaning agent, professional use"),
            ("Manufacturer", "Sample Chemicals Ltd, 12 Mill Road, Leeds"), ("Telephone", "+44 113 496 0000"), ("Emergency telephone", "+44 113 496 0999 (24 h)")],
        before: &[
            ("SECTION 2: Hazards identification", "The product is classified as hazardous according to Regulation (EC) No 1272/2008. Hazard pictograms: GHS05, GHS07. Signal word: Danger."),
            ("2.2 Label elements", "H314 Causes severe skin burns and eye damage. P280 Wear protective gloves and eye protection. P305+P351+P338 IF IN EYES: Rinse cautiously with water for several minutes. Remove contact lenses, if present and easy to do. Continue rinsing."),
            ("2.3 Other hazards", "The mixture contains no substance that meets the PBT or vPvB criteria of Annex XIII at 0.1 % or more."),
        ],
        section: ["SECTION 3: Composition/information on ingredients", "3.2 Mixtures", "Description: aqueous mixture of the substances listed below with non-hazardous additions."],
        note: "For the full text of the hazard statements see section 16.",
        after: &[
            ("SECTION 4: First aid measures", "General information: take off contaminated clothing at once. After inhalation: supply fresh air and call a doctor if complaints persist."),
            ("4.2 Most important symptoms", "No further relevant information is available. Show this sheet to the doctor in attendance."),
            ("SECTION 5: Firefighting measures", "Suitable extinguishing agents: CO2, powder or water spray. Fight larger fires with water spray or alcohol resistant foam."),
        ],
        unclassified: "not classified",
    },
    Words {
        headings: [
            &["Nr."],
            &["Bezeichnung", "Stoffname", "Chemische Bezeichnung", "Inhaltsstoff", "Gefährliche Inhaltsstoffe"],
            &["CAS-Nr.", "CAS-Nummer", "CAS"],
            &["EG-Nr.", "EG-Nummer", "EINECS-Nr."],
            &["Index-Nr.", "Indexnummer"],
            &["REACH-Nr.", "REACH Registrierungs|nummer", "Registrierungs|nummer"],
            &["Produkt|identifikatoren", "Identifikatoren"],
            &["Gew.-%", "Anteil", "Konzen|tration [%]", "Gehalt (%)", "Menge"],
            &["Einstufung", "Einstufung gemäß Verordnung (EG) Nr. 1272/2008 [CLP]", "CLP-Einstufung"],
            &["H-Sätze", "Gefahren|hinweise"],
            &["SCL, M-Faktor, ATE", "Spezifische Konzen|trations|grenzen und M-Faktoren", "Hinweise"],
        ],
        groups: ["Identifikation", "Einstufung 1272/2008"],
        labels: ["CAS: ", "EG: ", "Index: ", "REACH: "],
        title: "Sicherheitsdatenblatt gemäß Verordnung (EG) Nr. 1907/2006",
        page: "Seite",
        fields: &[("Handelsname", "Grundreiniger 220 Konzentrat"), ("Artikelnummer", "220-10"), ("Verwendung", "Reinigungsmittel für gewerbliche Anwender"),
            ("Hersteller", "Muster Chemie GmbH, Hafenstraße 3, Kiel"), ("Telefon", "+49 431 555 0100"), ("Notruf", "+49 431 555 0199 (24 h)")],
        before: &[
            ("ABSCHNITT 2: Mögliche Gefahren", "Das Gemisch ist gemäß Verordnung (EG) Nr. 1272/2008 als gefährlich eingestuft. Piktogramme: GHS05, GHS07. Signalwort: Gefahr."),
            ("2.2 Kennzeichnungselemente", "H314 Verursacht schwere Verätzungen der Haut und schwere Augenschäden. P280 Schutzhandschuhe und Augenschutz tragen. P305+P351+P338 BEI KONTAKT MIT DEN AUGEN: Einige Minuten lang behutsam mit Wasser spülen. Eventuell vorhandene Kontaktlinsen nach Möglichkeit entfernen. Weiter spülen."),
            ("2.3 Sonstige Gefahren", "Das Gemisch enthält keine Stoffe, die die PBT- oder vPvB-Kriterien nach Anhang XIII erfüllen."),
        ],
        section: ["ABSCHNITT 3: Zusammensetzung/Angaben zu Bestandteilen", "3.2 Gemische", "Beschreibung: wässriges Gemisch aus den nachfolgend angeführten Stoffen mit ungefährlichen Beimengungen."],
        note: "Der Wortlaut der angeführten Gefahrenhinweise ist dem Abschnitt 16 zu entnehmen.",
        after: &[
            ("ABSCHNITT 4: Erste-Hilfe-Maßnahmen", "Allgemeine Hinweise: Mit Produkt verunreinigte Kleidungsstücke unverzüglich entfernen. Nach Einatmen: Frischluft, bei Beschwerden Arzt aufsuchen."),
            ("4.2 Wichtigste Symptome", "Keine weiteren relevanten Informationen verfügbar. Dem behandelnden Arzt dieses Datenblatt zeigen."),
            ("ABSCHNITT 5: Maßnahmen zur Brandbekämpfung", "Geeignete Löschmittel: CO2, Löschpulver oder Wassersprühstrahl. Größeren Brand mit Wassersprühstrahl oder alkoholbeständigem Schaum bekämpfen."),
        ],
        unclassified: "nicht eingestuft",
    },
    Words {
        headings: [
            &["N°"],
            &["Nom", "Nom de la substance", "Nom chimique", "Composant dangereux"],
            &["N° CAS", "Numéro CAS", "CAS"],
            &["N° CE", "Numéro CE", "EINECS"],
            &["N° index", "Index"],
            &["N° d'enregis|trement REACH", "N° REACH"],
            &["Identifi|cateurs", "Identifi|cation"],
            &["% (m/m)", "Teneur", "Concen|tration (%)", "Quantité"],
            &["Classifi|cation", "Classifi|cation selon le règlement (CE) n° 1272/2008 [CLP]"],
            &["Phrases H", "Mentions de danger"],
            &["LCS, facteur M, ETA", "Limites de concen|tration spéci|fiques, facteurs M"],
        ],
        groups: ["Identification", "Classification 1272/2008"],
        labels: ["CAS : ", "CE : ", "Index : ", "REACH : "],
        title: "Fiche de données de sécurité selon le règlement (CE) n° 1907/2006",
        page: "Page",
        fields: &[("Nom commercial", "Dégraissant 310 concentré"), ("Référence", "310-05"), ("Utilisation", "Nettoyant à usage professionnel"),
            ("Fournisseur", "Chimie Exemple SA, 8 rue du Port, Nantes"), ("Téléphone", "+33 2 40 00 01 00"), ("Appel d'urgence", "+33 1 45 42 59 59 (ORFILA)")],
        before: &[
            ("RUBRIQUE 2 : Identification des dangers", "Le mélange est classé dangereux selon le règlement (CE) n° 1272/2008. Pictogrammes : GHS05, GHS07. Mention d'avertissement : Danger."),
            ("2.2 Éléments d'étiquetage", "H314 Provoque de graves brûlures de la peau et de graves lésions des yeux. P280 Porter des gants de protection et un équipement de protection des yeux. P305+P351+P338 EN CAS DE CONTACT AVEC LES YEUX : rincer avec précaution à l'eau pendant plusieurs minutes."),
            ("2.3 Autres dangers", "Le mélange ne contient pas de substance répondant aux critères PBT ou vPvB de l'annexe XIII."),
        ],
        section: ["RUBRIQUE 3 : Composition/informations sur les composants", "3.2 Mélanges", "Description : mélange aqueux des substances mentionnées ci-dessous avec des additifs non dangereux."],
        note: "Texte intégral des mentions de danger : voir la rubrique 16.",
        after: &[
            ("RUBRIQUE 4 : Premiers secours", "Conseils généraux : enlever immédiatement les vêtements souillés. Après inhalation : donner de l'air frais, consulter un médecin en cas de troubles."),
            ("4.2 Principaux symptômes", "Pas d'autres informations importantes disponibles. Montrer cette fiche au médecin traitant."),
            ("RUBRIQUE 5 : Mesures de lutte contre l'incendie", "Moyens d'extinction : CO2, poudre ou eau pulvérisée. Combattre les foyers importants avec de l'eau pulvérisée ou de la mousse résistant à l'alcool."),
        ],
        unclassified: "non classé",
    },
];
