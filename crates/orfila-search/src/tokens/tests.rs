use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn chemical_words_are_found_whole_and_by_their_parts() {
    check("80-05-7", &["80-05-7", "80", "05", "7"]);
    check("2,4-D", &["2,4-d", "2,4", "2", "4", "d"]);
    check("p,p'-DDT", &["p,p'-ddt", "p,p'", "p", "p", "ddt"]);
    check("p,p′‐DDT", &["p,p'-ddt", "p,p'", "p", "p", "ddt"]);
    check("α-HCH", &["alpha-hch", "alpha", "hch"]);
    check("1,1,1-trichloroethane", &["1,1,1-trichloroethane", "1,1,1", "1", "1", "1", "trichloroethane"]);
    check("3,250", &["3,250", "3250", "3", "250"]);
    check("H360FD", &["h360fd"]);
    check("H300+H310", &["h300+h310", "h300", "h310"]);
    check("(R)-limonene", &["(r)-limonene", "r", "limonene"]);
    check("Phénol, (benzene).", &["phenol", "benzene"]);
    check("ﬁsh", &["fish"]);
    check("µg/L", &["ug/l", "ug", "l"]);
    check("苯酚", &["苯酚", "苯", "酚"]);
    check(" - -- … ", &[]);
}

#[test]
fn words_broken_at_a_line_end_are_found_too() {
    let found = |text: &str, wanted: &str| tokens(text).iter().any(|token| token.text == wanted);
    assert!(found("CAS 80-05-\n7 is", "80-05-7"));
    assert!(found("trichloro-\nethane", "trichloroethane"));
    assert!(!found("trichloro- ethane", "trichloroethane"));
}

#[test]
fn positions_let_phrases_match_across_hyphens() {
    let positions: Vec<(String, usize)> =
        tokens("a 2,4-D b").into_iter().map(|token| (token.text, token.position)).collect();
    let expected = [("a", 0), ("2,4-d", 1), ("2,4", 1), ("2", 1), ("4", 2), ("d", 3), ("b", 4)];
    assert_eq!(positions, expected.map(|(text, position)| (text.to_owned(), position)));
}

proptest::proptest! {
    #[test]
    fn any_text_gives_tokens_inside_it(text in "\\PC{0,60}") {
        for token in tokens(&text) {
            proptest::prop_assert!(text.get(token.offset_from..token.offset_to).is_some());
            proptest::prop_assert!(!token.text.is_empty());
        }
    }

    #[test]
    fn brackets_and_dashes_never_break_the_tokenizer(text in "[()\\[\\]{}<>\\-,.'αé\u{301}苯 \n0-9a-c]{0,40}") {
        for token in tokens(&text) {
            proptest::prop_assert!(text.get(token.offset_from..token.offset_to).is_some());
        }
    }
}
