//! Families of hazard statements: codes that classify the same hazard in different classes or categories.

/// First code, last code and hazard of each family of H-statements.
///
/// UN GHS revision 10, annex 3, table A3.1; CLP (EC) 1272/2008, annex III.
const FAMILIES: &[(u16, u16, &str)] = &[
    (200, 212, "explosives"),
    (220, 221, "flammable gases"),
    (222, 223, "aerosols"),
    (224, 226, "flammable liquids"),
    (227, 227, "flammable liquids"),
    (228, 228, "flammable solids"),
    (229, 229, "aerosols (pressure)"),
    (230, 232, "flammable gases"),
    (240, 242, "self-reactive substances and organic peroxides"),
    (250, 250, "pyrophoric substances"),
    (251, 252, "self-heating substances"),
    (260, 261, "substances that emit flammable gases with water"),
    (270, 272, "oxidising substances"),
    (280, 284, "gases under pressure"),
    (290, 290, "corrosive to metals"),
    (300, 303, "acute toxicity, oral"),
    (304, 305, "aspiration hazard"),
    (310, 313, "acute toxicity, dermal"),
    (314, 316, "skin corrosion and irritation"),
    (317, 317, "skin sensitisation"),
    (318, 320, "eye damage and irritation"),
    (330, 333, "acute toxicity, inhalation"),
    (334, 334, "respiratory sensitisation"),
    (335, 336, "specific target organ toxicity, single exposure (category 3)"),
    (340, 341, "germ cell mutagenicity"),
    (350, 351, "carcinogenicity"),
    (360, 362, "reproductive toxicity"),
    (370, 371, "specific target organ toxicity, single exposure"),
    (372, 373, "specific target organ toxicity, repeated exposure"),
    (400, 402, "hazardous to the aquatic environment, acute"),
    (410, 413, "hazardous to the aquatic environment, long-term"),
    (420, 420, "hazardous to the ozone layer"),
];

/// The hazard that a single H-code speaks of, whatever its category: `H350i` and `H351` are both carcinogenicity.
///
/// `None` for EUH- and AUH-codes, which supplement a classification, and for codes outside the tables.
/// H335 (irritation) and H336 (narcosis) are different effects that may stand together, and so are H360 to H362 in part:
/// families say which statements to lay side by side, not that one of them is wrong.
#[must_use]
pub fn hazard_family(code: &str) -> Option<&'static str> {
    let number: u16 = code.strip_prefix('H')?.get(..3)?.parse().ok()?;
    FAMILIES.iter().find(|(first, last, _)| (*first..=*last).contains(&number)).map(|(_, _, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_one_hazard_meet() {
        for (a, b) in [("H350i", "H351"), ("H301", "H302"), ("H360FD", "H361d"), ("H314", "H315"), ("H410", "H412")] {
            assert_eq!(hazard_family(a), hazard_family(b), "{a} {b}");
            assert!(hazard_family(a).is_some());
        }
        assert_ne!(hazard_family("H301"), hazard_family("H311"));
        for code in ["EUH066", "H999", "H", "", "Hééé", "P301"] {
            assert_eq!(hazard_family(code), None, "{code}");
        }
    }

    #[test]
    fn families_are_in_order_and_do_not_overlap() {
        for pair in FAMILIES.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:?}");
        }
    }
}
