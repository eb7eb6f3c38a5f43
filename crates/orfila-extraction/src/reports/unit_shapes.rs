//! Units of concentration and intake in headers, captions and behind numbers, in all the forms papers print.

use std::sync::LazyLock;

use orfila_records::{Dimension, TextRange, units};
use regex::Regex;

/// A unit of concentration or intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnitMatch {
    /// Its characters.
    pub range: TextRange,
    /// What it measures, if it is a known unit.
    pub dimension: Option<Dimension>,
}

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        (?:[×x]\s?10\s?[−–⁻-]?\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+\s?)?
        (?:
          (?:(?:[pn]|[µμu]|m)?g|(?:[pn]|[µμu]|m)?mol)\s?[/∕⁄]\s?m?mol\s(?:of\s)?cr(?:eatinine|eat?|e|t)?\b\.?
        | (?:(?:[pfn]|[µμu]|mc|m|k)?g|(?:[pfn]|[µμu]|m)?mol|(?:[mk])?Bq|IU)
          (?:
            (?: \s?[/∕⁄]\s? | \sper\s )
            (?:c?m\s?(?:\^?[23]|[²³])|kg|mg|100\s?g|g|dl|ml|[µμu]l|litre|liter|l|m|bee|day|d|person|capita|b\.?w|ha)
          |
            [\s·⋅.]?(?:kg|mg|g|dl|ml|l|m)\s?(?:\^?[−–-]\s?[123]|⁻[¹²³])
          )
          (?:
            [\s./·⋅∕]*
            (?:of\s)?
            (?:bw|b\.\s?w\.?|body[\s-]?(?:weight|wt)|dw|d\.\s?w\.?|ww|w\.\s?w\.?|fw|dry\s(?:weight|matter|mass)|wet\s(?:weight|mass)|fresh\s(?:weight|mass)|lipid|fat|creatinine|creat?\b\.?|cre\b\.?|crt\b\.?|(?-i:cr)\b\.?
              |per\s(?:day|week|month|person)|day|month|week|person|d\b)
            (?:\s?(?:[−–-]\s?1|⁻¹))?
          )*
        | \b(?:ppm|ppb|ppt|ppmv|ppbv)\b
        )",
    )
    .expect("the unit pattern is constant")
});

/// Every unit of concentration or intake in `text`, left to right. `%` is none.
pub(super) fn units_in(text: &str) -> Vec<UnitMatch> {
    UNIT.find_iter(text)
        .filter(|found| {
            let before = text[..found.start()].chars().next_back();
            let after = text[found.end()..].chars().next();
            let glued_before =
                before.is_some_and(|character| character.is_alphabetic() || matches!(character, '/' | '·'));
            !glued_before
                && !after.is_some_and(|character| character.is_alphanumeric() && !matches!(character, '⁻' | '¹'))
        })
        .map(|found| {
            let printed = without_tail(found.as_str());
            UnitMatch {
                range: TextRange::new(found.start(), found.start() + printed.len()),
                dimension: dimension(printed),
            }
        })
        .collect()
}

/// A match without the signs at its end that are not of the unit; the full stop of `cr.` (creatinine) is.
fn without_tail(printed: &str) -> &str {
    let printed = printed.trim_end_matches([' ', '/', '·']);
    let bare = printed.trim_end_matches([' ', '.', '/', '·']);
    let last = bare.rsplit(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let shortened = matches!(last.as_str(), "cr" | "cre" | "crea" | "creat" | "crt") && printed.len() == bare.len() + 1;
    if shortened { printed } else { bare }
}

/// The unit that begins at byte `start`, one blank left out.
pub(super) fn unit_at(text: &str, start: usize) -> Option<UnitMatch> {
    let rest = text.get(start..)?;
    let blank: usize = rest.chars().take(2).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
    let window: String = rest[blank..].chars().take(48).collect();
    let found = units_in(&window).into_iter().next().filter(|found| found.range.start == 0)?;
    Some(UnitMatch { range: found.range.shifted(start + blank), ..found })
}

/// What the unit measures; the suffix that names the basis (`bw`, `dw`) may be cut off where the whole is not known.
fn dimension(printed: &str) -> Option<Dimension> {
    units::parse(printed).map(|unit| unit.dimension)
}

/// Whether the value of a unit can be the amount of a substance in a medium or taken up by people.
pub(super) fn is_level(unit: &UnitMatch) -> bool {
    !matches!(
        unit.dimension,
        Some(Dimension::MassPerTime | Dimension::Time | Dimension::Mass | Dimension::MassPerAmount)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = units_in(text).iter().filter_map(|found| found.range.slice(text)).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn units_stand_in_headers_and_captions() {
        check("Cadmium Concentration (μg/kg)", &["μg/kg"]);
        check("Estimated Daily Intake(EDI) (μg/Kg.bw/day)", &["μg/Kg.bw/day"]);
        check("Total intake per month (μg/kg·BW/month)", &["μg/kg·BW/month"]);
        check("Mean ± SD b (μg kg−1)", &["μg kg−1"]);
        check("† PDI (ng·kg−1 bw·day−1)", &["ng·kg−1 bw·day−1"]);
        check("Contact acute 48 h-LD50 (μg/bee)", &["μg/bee"]);
        check("25(OH)D (ng/mL)", &["ng/mL"]);
        check("(0.36–1.91 ngg−1)", &["ngg−1"]);
        check("values (91.2 ng/Kg. bw/day) from", &["ng/Kg. bw/day"]);
        check("(LC50 ppm)", &["ppm"]);
        check("(×10−3 μg·kg−1 bw·day−1)", &["×10−3 μg·kg−1 bw·day−1"]);
        check("0.2 mg/kg rice", &["mg/kg"]);
        check("Nitrate, mg/L", &["mg/L"]);
        check("Urinary cadmium (μg/g cr.)ᵇ", &["μg/g cr."]);
        check("U-Cd (µg/g crea) and MEHP (µg/g creatinine)", &["µg/g crea", "µg/g creatinine"]);
        check("1-OHP, µmol/mol creatinine.", &["µmol/mol creatinine"]);
        check("50 mg/g Cr in ore", &["mg/g"]);
        check("10 μg/g creams", &["μg/g"]);
    }

    #[test]
    fn other_words_are_no_units() {
        check("Contribution (%) in 3 g of milk, 45 mm long, p < 0.05", &[]);
        check("Gestational age (weeks) BMI", &[]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_finder(text in "[µgk/ml·. ×0-9−1bwday%(]{0,40}") {
            for found in units_in(&text) {
                proptest::prop_assert!(found.range.slice(&text).is_some());
            }
            for start in 0..=text.len() {
                let _ = unit_at(&text, start);
            }
        }
    }
}
