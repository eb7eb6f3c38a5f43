//! Substances as section 3 of safety data sheets states them. `|` marks where a name may be hyphenated.

/// A substance.
pub(super) struct Substance {
    /// Its name in English, German and French.
    pub(super) names: [&'static str; 3],
    /// CAS Registry Number.
    pub(super) cas: &'static str,
    /// EC number; empty where there is none.
    pub(super) ec: &'static str,
    /// Index number of Annex VI; empty where there is none.
    pub(super) index: &'static str,
    /// REACH registration number; empty where there is none.
    pub(super) reach: &'static str,
    /// Hazard class and category with its statement.
    pub(super) classes: &'static [(&'static str, &'static str)],
    /// Specific concentration limit or M-factor; empty where there is none.
    pub(super) limit: &'static str,
}

const fn substance(
    names: [&'static str; 3],
    numbers: [&'static str; 4],
    classes: &'static [(&'static str, &'static str)],
    limit: &'static str,
) -> Substance {
    let [cas, ec, index, reach] = numbers;
    Substance { names, cas, ec, index, reach, classes, limit }
}

/// All of them.
#[rustfmt::skip]
pub(super) const SUBSTANCES: [Substance; 34] = [
    substance(["Acetone", "Aceton", "Acétone"], ["67-64-1", "200-662-2", "606-001-00-8", "01-2119471330-49"],
        &[("Flam. Liq. 2", "H225"), ("Eye Irrit. 2", "H319"), ("STOT SE 3", "H336")], ""),
    substance(["Ethanol", "Ethanol", "Éthanol"], ["64-17-5", "200-578-6", "603-002-00-5", "01-2119457610-43"],
        &[("Flam. Liq. 2", "H225"), ("Eye Irrit. 2", "H319")], "Eye Irrit. 2; H319: C ≥ 50 %"),
    substance(["Propan-2-ol", "Propan-2-ol", "Propane-2-ol"], ["67-63-0", "200-661-7", "603-117-00-0", "01-2119457558-25"],
        &[("Flam. Liq. 2", "H225"), ("Eye Irrit. 2", "H319"), ("STOT SE 3", "H336")], ""),
    substance(["2-Butoxyethanol", "2-Butoxy|ethanol", "2-Butoxy|éthanol"], ["111-76-2", "203-905-0", "603-014-00-0", "01-2119475108-36"],
        &[("Acute Tox. 4", "H302"), ("Acute Tox. 3", "H331"), ("Skin Irrit. 2", "H315"), ("Eye Irrit. 2", "H319")],
        "ATE (oral) = 1200 mg/kg"),
    substance(["2-Methoxy-1-methyl|ethyl acetate", "2-Methoxy-1-methyl|ethyl|acetat", "Acétate de 2-méthoxy-1-méthyl|éthyle"],
        ["108-65-6", "203-603-9", "607-195-00-7", "01-2119475791-29"], &[("Flam. Liq. 3", "H226"), ("STOT SE 3", "H336")], ""),
    substance(["Reaction mass of ethyl|benzene and xylene", "Reaktions|masse aus Ethyl|benzol und Xylol", "Masse de réaction d'éthyl|benzène et de xylène"],
        ["1330-20-7", "905-588-0", "", "01-2119488216-32"],
        &[("Flam. Liq. 3", "H226"), ("Acute Tox. 4", "H312"), ("Acute Tox. 4", "H332"), ("Skin Irrit. 2", "H315"), ("Asp. Tox. 1", "H304"), ("STOT RE 2", "H373")], ""),
    substance(["Ethyl|benzene", "Ethyl|benzol", "Éthyl|benzène"], ["100-41-4", "202-849-4", "601-023-00-4", "01-2119489370-35"],
        &[("Flam. Liq. 2", "H225"), ("Acute Tox. 4", "H332"), ("Asp. Tox. 1", "H304"), ("STOT RE 2", "H373")], ""),
    substance(["Toluene", "Toluol", "Toluène"], ["108-88-3", "203-625-9", "601-021-00-3", "01-2119471310-51"],
        &[("Flam. Liq. 2", "H225"), ("Repr. 2", "H361d"), ("Asp. Tox. 1", "H304"), ("STOT RE 2", "H373"), ("Skin Irrit. 2", "H315"), ("STOT SE 3", "H336")], ""),
    substance(["n-Butyl acetate", "n-Butyl|acetat", "Acétate de n-butyle"], ["123-86-4", "204-658-1", "607-025-00-1", "01-2119485493-29"],
        &[("Flam. Liq. 3", "H226"), ("STOT SE 3", "H336")], ""),
    substance(["Hydro|carbons, C9-C11, n-alkanes, iso|alkanes, cyclics, < 2 % aromatics", "Kohlen|wasser|stoffe, C9-C11, n-Alkane, Iso|alkane, Cyclene, < 2 % Aromaten",
        "Hydro|carbures en C9-C11, n-alcanes, iso|alcanes, cycliques, < 2 % d'aroma|tiques"], ["64742-48-9", "919-857-5", "", "01-2119463258-33"],
        &[("Flam. Liq. 3", "H226"), ("STOT SE 3", "H336"), ("Asp. Tox. 1", "H304")], ""),
    substance(["Solvent naphtha (petroleum), light aromatic", "Solvent|naphtha (Erdöl), leichte aroma|tische", "Solvant naphta aroma|tique léger (pétrole)"],
        ["64742-95-6", "918-668-5", "", "01-2119455851-35"],
        &[("Flam. Liq. 3", "H226"), ("Asp. Tox. 1", "H304"), ("STOT SE 3", "H335"), ("STOT SE 3", "H336"), ("Aquatic Chronic 2", "H411")], ""),
    substance(["Sodium hydroxide", "Natrium|hydroxid", "Hydroxyde de sodium"], ["1310-73-2", "215-185-5", "011-002-00-6", "01-2119457892-27"],
        &[("Met. Corr. 1", "H290"), ("Skin Corr. 1A", "H314")], "Skin Corr. 1A; H314: C ≥ 5 %"),
    substance(["Potassium hydroxide", "Kalium|hydroxid", "Hydroxyde de potassium"], ["1310-58-3", "215-181-3", "019-002-00-8", "01-2119487136-33"],
        &[("Acute Tox. 4", "H302"), ("Skin Corr. 1A", "H314")], "Eye Irrit. 2; H319: 0,5 % ≤ C < 2 %"),
    substance(["Hydrogen peroxide solution ... %", "Wasserstoff|peroxid in Lösung ... %", "Peroxyde d'hydro|gène en solution ... %"], ["7722-84-1", "231-765-0", "008-003-00-9", "01-2119485845-22"],
        &[("Ox. Liq. 1", "H271"), ("Acute Tox. 4", "H302"), ("Acute Tox. 4", "H332"), ("Skin Corr. 1A", "H314")], "Ox. Liq. 2; H272: 50 % ≤ C < 70 %"),
    substance(["Phosphoric acid", "Phosphor|säure", "Acide phosphorique"], ["7664-38-2", "231-633-2", "015-011-00-6", "01-2119485924-24"],
        &[("Skin Corr. 1B", "H314")], "Skin Corr. 1B; H314: C ≥ 25 %"),
    substance(["Citric acid", "Citronen|säure", "Acide citrique"], ["77-92-9", "201-069-1", "607-750-00-3", "01-2119457026-42"],
        &[("Eye Irrit. 2", "H319"), ("STOT SE 3", "H335")], ""),
    substance(["Sodium hypo|chlorite solution ... % Cl active", "Natrium|hypo|chlorit, Lösung ... % Cl aktiv", "Hypo|chlorite de sodium, solution ... % Cl actif"],
        ["7681-52-9", "231-668-3", "017-011-00-1", "01-2119488154-34"], &[("Skin Corr. 1B", "H314"), ("Aquatic Acute 1", "H400"), ("Aquatic Chronic 1", "H410")], "M = 10 M(Chronic) = 1"),
    substance(["Alcohols, C12-14, ethoxylated, sulfates, sodium salts", "Alkohole, C12-14, ethoxyliert, Sulfate, Natrium|salze", "Alcools en C12-14, éthoxylés, sulfatés, sels de sodium"],
        ["68891-38-3", "500-234-8", "", "01-2119488639-16"], &[("Skin Irrit. 2", "H315"), ("Eye Dam. 1", "H318"), ("Aquatic Chronic 3", "H412")], "Eye Dam. 1; H318: C ≥ 10 % Eye Irrit. 2; H319: 5 % ≤ C < 10 %"),
    substance(["D-Gluco|pyranose, oligomeric, decyl octyl glycosides", "D-Gluco|pyranose, oligomer, Decyl|octyl|glycoside", "D-Gluco|pyranose, oligo|mères, décyl-octyl-glycosides"],
        ["68515-73-1", "500-220-1", "", "01-2119488530-36"], &[("Eye Dam. 1", "H318")], ""),
    substance(["1,2-Benziso|thiazol-3(2H)-one", "1,2-Benz|iso|thiazol-3(2H)-on", "1,2-Benz|iso|thiazol-3(2H)-one"], ["2634-33-5", "220-120-9", "613-088-00-6", ""],
        &[("Acute Tox. 4", "H302"), ("Skin Irrit. 2", "H315"), ("Eye Dam. 1", "H318"), ("Skin Sens. 1", "H317"), ("Aquatic Acute 1", "H400")], "Skin Sens. 1; H317: C ≥ 0,05 %"),
    substance(["Reaction mass of 5-chloro-2-methyl-2H-isothiazol-3-one and 2-methyl-2H-isothiazol-3-one (3:1)", "Gemisch aus 5-Chlor-2-methyl-2H-isothiazol-3-on und 2-Methyl-2H-isothiazol-3-on (3:1)",
        "Mélange de 5-chloro-2-méthyl-2H-isothiazol-3-one et de 2-méthyl-2H-isothiazol-3-one (3:1)"], ["55965-84-9", "", "613-167-00-5", ""],
        &[("Acute Tox. 2", "H330"), ("Acute Tox. 2", "H310"), ("Acute Tox. 3", "H301"), ("Skin Corr. 1C", "H314"), ("Eye Dam. 1", "H318"), ("Skin Sens. 1A", "H317"), ("Aquatic Acute 1", "H400"), ("Aquatic Chronic 1", "H410")],
        "M = 100 M(Chronic) = 100"),
    substance(["Bisphenol A epoxy resin (number average molecular weight ≤ 700)", "Bisphenol-A-Epoxid|harz (mittlere Molmasse ≤ 700)", "Résine époxy|dique au bisphénol A (masse molaire ≤ 700)"],
        ["25068-38-6", "500-033-5", "603-074-00-8", "01-2119456619-26"], &[("Skin Irrit. 2", "H315"), ("Eye Irrit. 2", "H319"), ("Skin Sens. 1", "H317"), ("Aquatic Chronic 2", "H411")], "Eye Irrit. 2; H319: C ≥ 5 %"),
    substance(["3-Amino|methyl-3,5,5-trimethyl|cyclo|hexyl|amine", "3-Amino|methyl-3,5,5-trimethyl|cyclo|hexyl|amin", "3-Amino|méthyl-3,5,5-triméthyl|cyclo|hexyl|amine"], ["2855-13-2", "220-666-8", "612-067-00-9", "01-2119514687-32"],
        &[("Acute Tox. 4", "H302"), ("Skin Corr. 1B", "H314"), ("Skin Sens. 1A", "H317"), ("Eye Dam. 1", "H318")], "Skin Sens. 1A; H317: C ≥ 0,001 %"),
    substance(["Benzyl alcohol", "Benzyl|alkohol", "Alcool benzylique"], ["100-51-6", "202-859-9", "603-057-00-5", "01-2119492630-38"],
        &[("Acute Tox. 4", "H302"), ("Acute Tox. 4", "H332"), ("Eye Irrit. 2", "H319")], ""),
    substance(["Titanium dioxide", "Titan|dioxid", "Dioxyde de titane"], ["13463-67-7", "236-675-5", "", "01-2119489379-17"], &[("Carc. 2", "H351")], ""),
    substance(["Zinc oxide", "Zink|oxid", "Oxyde de zinc"], ["1314-13-2", "215-222-5", "030-013-00-7", "01-2119463881-32"],
        &[("Aquatic Acute 1", "H400"), ("Aquatic Chronic 1", "H410")], "M = 1 M(Chronic) = 1"),
    substance(["Di|chloro|methane", "Di|chlor|methan", "Di|chloro|méthane"], ["75-09-2", "200-838-9", "602-004-00-3", "01-2119480404-41"],
        &[("Carc. 2", "H351"), ("Skin Irrit. 2", "H315"), ("Eye Irrit. 2", "H319"), ("STOT SE 3", "H336")], ""),
    substance(["4,4'-Methylene|diphenyl diiso|cyanate", "4,4'-Methylen|diphenyl|diiso|cyanat", "Diiso|cyanate de 4,4'-méthylène|diphényle"], ["101-68-8", "202-966-0", "615-005-00-9", "01-2119457014-47"],
        &[("Carc. 2", "H351"), ("Acute Tox. 4", "H332"), ("STOT RE 2", "H373"), ("Eye Irrit. 2", "H319"), ("STOT SE 3", "H335"), ("Skin Irrit. 2", "H315"), ("Resp. Sens. 1", "H334"), ("Skin Sens. 1", "H317")],
        "Resp. Sens. 1; H334: C ≥ 0,1 %"),
    substance(["Butanone", "Butanon", "Butanone"], ["78-93-3", "201-159-0", "606-002-00-3", "01-2119457290-43"],
        &[("Flam. Liq. 2", "H225"), ("Eye Irrit. 2", "H319"), ("STOT SE 3", "H336")], ""),
    substance(["Triethanol|amine", "Triethanol|amin", "Triéthanol|amine"], ["102-71-6", "203-049-8", "", "01-2119486482-31"], &[], ""),
    substance(["Water", "Wasser", "Eau"], ["7732-18-5", "231-791-2", "", ""], &[], ""),
    substance(["Propane-1,2-diol", "Propan-1,2-diol", "Propane-1,2-diol"], ["57-55-6", "200-338-0", "", "01-2119456809-23"], &[], ""),
    substance(["Tetra|sodium ethylene|diamine|tetra|acetate", "Tetra|natrium|ethylen|diamin|tetra|acetat", "Éthylène|diamine|tétra|acétate de tétra|sodium"], ["64-02-8", "200-573-9", "607-428-00-2", "01-2119486762-27"],
        &[("Acute Tox. 4", "H302"), ("Acute Tox. 4", "H332"), ("Eye Dam. 1", "H318"), ("STOT RE 2", "H373")], ""),
    substance(["(R)-p-Mentha-1,8-diene", "(R)-p-Mentha-1,8-dien", "(R)-p-mentha-1,8-diène"], ["5989-27-5", "227-813-5", "601-096-00-2", "01-2119529223-47"],
        &[("Flam. Liq. 3", "H226"), ("Asp. Tox. 1", "H304"), ("Skin Irrit. 2", "H315"), ("Skin Sens. 1B", "H317"), ("Aquatic Acute 1", "H400"), ("Aquatic Chronic 3", "H412")], "M = 1"),
];
