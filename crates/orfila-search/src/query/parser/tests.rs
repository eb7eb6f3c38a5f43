use orfila_records::Dimension;

use super::*;
use crate::interval::Interval;
use crate::query::Identifier;

fn measures() -> BTreeSet<String> {
    BTreeSet::from(["surface_tension".to_owned()])
}

fn clauses(text: &str) -> Vec<Clause> {
    parse(text, &measures()).unwrap_or_else(|error| panic!("{text}: {error}")).clauses
}

#[track_caller]
fn check_range(text: &str, low: f64, high: f64, opens: (bool, bool), dimension: Option<Dimension>) {
    let found = clauses(text);
    let [Clause::Range { wanted, .. }, ..] = found.as_slice() else { panic!("{text}: {found:?}") };
    let close = |a: f64, b: f64| a == b || (a - b).abs() < 1e-9 * a.abs().max(1.0);
    let Interval { low: found_low, high: found_high, low_open, high_open } = wanted.interval;
    assert!(close(found_low, low) && close(found_high, high), "{text}: {found_low} to {found_high}");
    assert_eq!(((low_open, high_open), wanted.dimension), (opens, dimension), "{text}");
}

#[test]
fn words_phrases_identifiers_and_filters() {
    let filter = |field, values: &[&str], excluded| Clause::Filter {
        field,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        excluded,
    };
    assert_eq!(
        clauses(r#"bisphenol "drinking water" 80-05-7 h:H350,H340 medium:"drinking water" -kind:Hazard -"x y""#),
        vec![
            Clause::Word("bisphenol".into()),
            Clause::Phrase { text: "drinking water".into(), excluded: false },
            Clause::Identifier(Identifier::Registry("80-05-7".into())),
            filter(FilterField::HCode, &["H350", "H340"], false),
            filter(FilterField::Medium, &["drinking water"], false),
            filter(FilterField::Kind, &["hazard"], true),
            Clause::Phrase { text: "x y".into(), excluded: true },
        ]
    );
    assert_eq!(clauses("review:in-review"), vec![filter(FilterField::Review, &["in_review"], false)]);
    assert_eq!(clauses("https://example.org 1:1 (-)-limonene").len(), 3);
    assert!(clauses("  ").is_empty());
    assert_eq!(parse("80-05-8", &measures()).unwrap().notices.len(), 1);
}

#[test]
fn ranges_are_converted_to_canonical_units() {
    let (below, above) = (f64::NEG_INFINITY, f64::INFINITY);
    check_range("ld50:<300 mg/kg", below, 300.0, (true, true), Some(Dimension::MassPerMass));
    check_range("ld50:<=0.3 g/kg rat", below, 300.0, (true, false), Some(Dimension::MassPerMass));
    check_range("noael:>=50 mg/kg bw/day x", 50.0, above, (false, true), Some(Dimension::MassPerMassTime));
    check_range("noael:≥50mg/kg/d", 50.0, above, (false, true), Some(Dimension::MassPerMassTime));
    check_range("volume:[1 t/a TO 10 kt/a]", 1.0, 10_000.0, (false, false), Some(Dimension::MassPerTime));
    check_range("volume:>1000 t", 1000.0, above, (true, true), Some(Dimension::MassPerTime));
    check_range("boiling_point:[50 TO 100 °C]", 50.0, 100.0, (false, false), Some(Dimension::Temperature));
    check_range("boiling_point:{32 °F to *]", 0.0, above, (true, true), Some(Dimension::Temperature));
    check_range("melting_point:<-20 °C", below, -20.0, (true, true), Some(Dimension::Temperature));
    check_range("log_kow:>4.5 a", 4.5, above, (true, true), None);
    check_range("pH:7", 7.0, 7.0, (false, false), None);
    check_range("surface_tension:[1..2]", 1.0, 2.0, (false, false), None);
    assert_eq!(clauses("ld50:<300 mg/kg rat").len(), 2);
    assert_eq!(clauses("log_kow:>4.5 a").len(), 2);
}

#[track_caller]
fn check_error(text: &str, position: usize, message: &str) {
    let error = parse(text, &measures()).expect_err(text);
    assert_eq!(error.position(), Some(position), "{text}: {error}");
    assert!(error.to_string().contains(message), "{text}: {error}");
    assert!(error.is_query_error());
}

#[test]
fn what_is_not_understood_is_refused_with_its_place_and_a_remedy() {
    check_error("a specis:rat", 2, "did you mean `species`?");
    check_error("ld5O:<300 mg/kg", 0, "did you mean `ld50`?");
    check_error("kind:hasard", 5, "did you mean `hazard`?");
    check_error("ld50:<300 mg/kh", 10, "did you mean `mg/kg`?");
    check_error("ld50:<300 ug/mg/kg", 10, "two ways");
    check_error("ld50:<300", 6, "needs a unit");
    check_error("ld50:<1,500 mg/kg", 6, "without thousands separators");
    check_error("ld50:<1e999 mg/kg", 6, "not a number");
    check_error("ld50:high", 5, "not a number");
    check_error("ld50: 3", 5, "right behind the colon");
    check_error("volume:[1 t/a TO 10 kt/a", 7, "not closed");
    check_error("volume:[1 t/a]", 7, "two ends");
    check_error("volume:[10 t/a TO 1 t/a]", 7, "empty");
    check_error("ld50:[1 mg/kg TO 2 mg/L]", 6, "cannot be compared");
    check_error("ld50:[* TO *]", 6, "must be a number");
    check_error("\"open", 0, "not closed");
    check_error("cas:80-05-8", 4, "check digit");
    check_error("h:X350", 2, "not a hazard statement code");
    check_error("medium:", 7, "right behind the colon");
    check_error("medium:\"\"", 7, "needs a value");
    check_error("-ld50:<3 mg/kg", 0, "turn its comparator round");
    check_error("year:abc", 5, "not a year");
    assert!(matches!(parse(&"a ".repeat(65), &measures()), Err(SearchError::TooLong { .. })));
    assert!(matches!(parse(&"a".repeat(LONGEST_QUERY + 1), &measures()), Err(SearchError::TooLong { .. })));
}

#[test]
fn every_known_measure_takes_its_own_example() {
    for (name, rule) in KNOWN {
        assert_eq!(rule_of(name), Some(*rule));
        let text = match rule {
            UnitRule::None => format!("{name}:<3"),
            UnitRule::Needed(unit) => format!("{name}:<3 {unit}"),
        };
        assert_eq!(clauses(&text).len(), 1, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_understood_or_refused_inside_the_text(text in "\\PC{0,80}") {
        if let Err(error) = parse(&text, &measures()) {
            proptest::prop_assert!(error.position().is_none_or(|position| text.is_char_boundary(position)), "{}", error);
        }
    }

    #[test]
    fn texts_like_queries_never_break_the_parser(
        text in "((-?(ld50|ph|h|kind|medium|cas|x):)?[<>=≤\\[{]{0,2}[0-9.,eE*\"µé -]{0,6}( TO |\\.\\.)?[0-9]{0,3}[\\]}]?( ?(mg/kg|°C|µg|t/a|bw|%))?[ \"]?){0,5}"
    ) {
        if let Err(error) = parse(&text, &measures()) {
            proptest::prop_assert!(error.position().is_none_or(|position| text.is_char_boundary(position)), "{}", error);
        }
    }
}
