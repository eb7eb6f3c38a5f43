//! Hazard and precautionary statement codes with suffixes and combinations.
//!
//! Forms: GHS Annex 3; CLP (Regulation (EC) 1272/2008) Annexes II, III and VI; AUH codes of Australia.

use std::sync::LazyLock;

use orfila_records::TextRange;
use regex::Regex;

/// Which family a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFamily {
    /// H, EUH and AUH codes.
    Hazard,
    /// P codes.
    Precaution,
}

/// A statement code as printed and in its usual form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMatch {
    /// Byte range in the scanned text.
    pub range: TextRange,
    /// `H360FD`, `EUH066`, `H300+H310`, `P301+P330+P331`.
    pub code: String,
    /// Which family it belongs to.
    pub family: CodeFamily,
    /// Whether the first three digits are in the list of GHS and CLP.
    pub known: bool,
}

static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \b(?: (?P<h>(?:EUH|AUH)\s?-?\s?\d{3}[A-Z]? | H\s?\d{3}(?:FD|Fd|fD|Df|fd|[FDfdi])?)
              (?:\s*[+/]\s*H\s?\d{3}(?:FD|Fd|fD|Df|fd|[FDfdi])?)*
            | (?P<p>P\s?\d{3})(?:\s*\+\s*P\s?\d{3})* )",
    )
    .expect("the code pattern is constant")
});

/// The three digits of every hazard statement of GHS revision 10, CLP and their older editions.
const HAZARD_NUMBERS: &[&str] = &[
    "200", "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "220", "221", "222", "223",
    "224", "225", "226", "227", "228", "229", "230", "231", "232", "240", "241", "242", "250", "251", "252", "260",
    "261", "270", "271", "272", "280", "281", "282", "283", "284", "290", "300", "301", "302", "303", "304", "305",
    "310", "311", "312", "313", "314", "315", "316", "317", "318", "319", "320", "330", "331", "332", "333", "334",
    "335", "336", "340", "341", "350", "351", "360", "361", "362", "370", "371", "372", "373", "400", "401", "402",
    "410", "411", "412", "413", "420",
];
const EUH_NUMBERS: &[&str] = &[
    "001", "006", "014", "018", "019", "029", "031", "032", "044", "059", "066", "070", "071", "201", "202", "203",
    "204", "205", "206", "207", "208", "209", "210", "211", "212", "380", "381", "401", "430", "431", "440", "441",
    "450", "451",
];

/// Every statement code in `text`, left to right; a combination is one code.
#[must_use]
pub fn scan(text: &str) -> Vec<CodeMatch> {
    CODE.captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let next = text[whole.end()..].chars().next();
            let previous = text[..whole.start()].chars().next_back();
            let glued = next.is_some_and(char::is_alphanumeric) || matches!(previous, Some('-' | '_' | '.'));
            if glued {
                return None;
            }
            let family = if captures.name("p").is_some() { CodeFamily::Precaution } else { CodeFamily::Hazard };
            let code: String = whole
                .as_str()
                .chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .map(|c| if c == '/' { '+' } else { c })
                .collect();
            let known = code.split('+').all(|part| is_known(part, family));
            Some(CodeMatch { range: TextRange::new(whole.start(), whole.end()), code, family, known })
        })
        .collect()
}

fn is_known(part: &str, family: CodeFamily) -> bool {
    let digits = |prefix: usize| part.get(prefix..prefix + 3).unwrap_or_default();
    match family {
        CodeFamily::Precaution => matches!(part.as_bytes().get(1), Some(b'1'..=b'5')),
        CodeFamily::Hazard if part.starts_with("EUH") => EUH_NUMBERS.contains(&digits(3)),
        CodeFamily::Hazard if part.starts_with("AUH") => true,
        CodeFamily::Hazard => HAZARD_NUMBERS.contains(&digits(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<String> = scan(text).into_iter().filter(|found| found.known).map(|found| found.code).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn codes_keep_suffixes_and_combinations() {
        check("H360FD - May damage fertility", &["H360FD"]);
        check("H300 + H310+H330: Fatal", &["H300+H310+H330"]);
        check("EUH066, EUH 208", &["EUH066", "EUH208"]);
        check("Acute Tox.4 (H302)", &["H302"]);
        check("P301 + P330 + P331", &["P301+P330+P331"]);
        check("H360Df H350i", &["H360Df", "H350i"]);
        check("H319(2A) (H361fd)", &["H319", "H361fd"]);
    }

    #[test]
    fn other_codes_are_refused() {
        check("H999 H12 CH302 H3021 article P075 H2O", &[]);
        assert!(!scan("H999")[0].known);
    }
}
