//! Identifiers that are recognised in a query without a field.

use orfila_records::validation::is_h_code;
use orfila_records::{Casrn, Dtxsid, EcNumber, IdentifierError, InchiKey};

/// An identifier, in the form in which it stands in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identifier {
    /// CASRN, EC number, DTXSID or InChIKey in its usual form.
    Registry(String),
    /// A hazard statement code or a combination; see [`h_term`].
    HCode(String),
}

/// What a bare word turned out to be.
pub(crate) enum Detected {
    Identifier(Identifier),
    /// It has the form of a registry number and its check digit is wrong; the text says so.
    Broken(String),
    Word,
}

/// Recognises an identifier; dash variants and lower case are mended.
pub(crate) fn detect(word: &str) -> Detected {
    let word = word.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '(' | ')' | '[' | ']'));
    let plain = word.replace(['‐', '‑', '–', '−'], "-");
    match (plain.parse::<Casrn>(), plain.parse::<EcNumber>()) {
        (Ok(casrn), _) => return Detected::Identifier(Identifier::Registry(casrn.into())),
        (_, Ok(ec)) => return Detected::Identifier(Identifier::Registry(ec.into())),
        (Err(error @ IdentifierError::CheckDigit { .. }), _) | (_, Err(error @ IdentifierError::CheckDigit { .. })) => {
            return Detected::Broken(error.to_string());
        }
        _ => {}
    }
    let upper = plain.to_ascii_uppercase();
    if upper.parse::<Dtxsid>().is_ok() || upper.parse::<InchiKey>().is_ok() {
        return Detected::Identifier(Identifier::Registry(upper));
    }
    h_term(&plain).map_or(Detected::Word, |term| Detected::Identifier(Identifier::HCode(term)))
}

/// A hazard code as a term of the index: the suffix counts as typed (`H360FD` is not `H360Fd`), unless all is typed in lower case.
pub(crate) fn h_term(typed: &str) -> Option<String> {
    let all_lower = !typed.chars().any(|c| c.is_ascii_uppercase());
    let code = if all_lower { with_upper_prefix(typed) } else { typed.to_owned() };
    is_h_code(&code).then(|| if all_lower { typed.to_owned() } else { code })
}

fn with_upper_prefix(typed: &str) -> String {
    let part = |part: &str| {
        let letters = part.chars().take_while(char::is_ascii_alphabetic).count();
        part.chars().enumerate().map(|(i, c)| if i < letters { c.to_ascii_uppercase() } else { c }).collect::<String>()
    };
    typed.split('+').map(part).collect::<Vec<_>>().join("+")
}

/// The terms under which a recorded hazard code is found: itself, its parts, each without its suffix, and all of these in lower case.
pub(crate) fn h_terms(code: &str) -> Vec<String> {
    let mut terms = vec![code.to_owned()];
    for part in code.split('+') {
        terms.push(part.to_owned());
        let digits = part.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        terms.extend(part.get(..digits + 3).map(str::to_owned));
    }
    let lower: Vec<String> = terms.iter().map(|term| term.to_ascii_lowercase()).collect();
    terms.extend(lower);
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: Option<Identifier>) {
        let found = match detect(word) {
            Detected::Identifier(identifier) => Some(identifier),
            Detected::Broken(_) | Detected::Word => None,
        };
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn identifiers_are_recognised() {
        let registry = |text: &str| Some(Identifier::Registry(text.to_owned()));
        let code = |text: &str| Some(Identifier::HCode(text.to_owned()));
        check("80-05-7", registry("80-05-7"));
        check("(80‑05‑7),", registry("80-05-7"));
        check("201-245-8", registry("201-245-8"));
        check("dtxsid7020182", registry("DTXSID7020182"));
        check("IISBACLAFKSPIT-UHFFFAOYSA-N", registry("IISBACLAFKSPIT-UHFFFAOYSA-N"));
        check("H350", code("H350"));
        check("h360fd", code("h360fd"));
        check("EUH066", code("EUH066"));
        check("H300+H310", code("H300+H310"));
        for word in ["80-05-8", "benzene", "H35", "P301", "1,2", ""] {
            check(word, None);
        }
        assert!(matches!(detect("80-05-8"), Detected::Broken(_)));
    }

    #[test]
    fn a_code_is_found_by_its_family_and_not_by_its_sibling() {
        let terms = h_terms("H360FD");
        for wanted in ["H360FD", "H360", "h360fd", "h360"] {
            assert!(terms.iter().any(|term| term == wanted), "{wanted}");
        }
        assert!(!terms.iter().any(|term| term == "H360Fd"));
        assert!(h_terms("H300+H310").contains(&"H310".to_owned()));
        assert!(h_terms("EUH066").contains(&"EUH066".to_owned()));
    }
}
