//! EC numbers, DSSTox identifiers and InChIKeys.

use std::str::FromStr;
use std::sync::LazyLock;

use orfila_records::{Dtxsid, EcNumber, IdentifierError, InchiKey, TextRange};
use regex::Regex;

use super::CasrnRepair;
use super::context::Context;
use super::grouped;

/// Something that has the form of an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifierCandidate<T> {
    /// Its characters in the text.
    pub range: TextRange,
    /// Those characters.
    pub raw: String,
    /// What was made of them.
    pub outcome: IdentifierOutcome<T>,
}

impl<T> IdentifierCandidate<T> {
    /// The identifier, repaired or not; `None` where the check digit is wrong.
    #[must_use]
    pub fn identifier(&self) -> Option<&T> {
        match &self.outcome {
            IdentifierOutcome::Valid(identifier) | IdentifierOutcome::Repaired { identifier, .. } => Some(identifier),
            IdentifierOutcome::BadCheckDigit(_) => None,
        }
    }
}

/// What was made of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentifierOutcome<T> {
    /// The characters are the identifier.
    Valid(T),
    /// The identifier is right; what stands between its parts had to be mended.
    Repaired {
        /// The identifier in its usual form.
        identifier: T,
        /// What was mended, each kind once.
        how: Vec<CasrnRepair>,
    },
    /// The form is right and the check digit is not.
    BadCheckDigit(IdentifierError),
}

fn outcome<T: FromStr<Err = IdentifierError>>(form: &str, how: Vec<CasrnRepair>) -> Option<IdentifierOutcome<T>> {
    match form.parse::<T>() {
        Ok(identifier) if how.is_empty() => Some(IdentifierOutcome::Valid(identifier)),
        Ok(identifier) => Some(IdentifierOutcome::Repaired { identifier, how }),
        Err(error @ IdentifierError::CheckDigit { .. }) => Some(IdentifierOutcome::BadCheckDigit(error)),
        Err(IdentifierError::Form { .. }) => None,
    }
}

static EC_NUMBER: LazyLock<Regex> = LazyLock::new(|| grouped::pattern("{3}", "{3}", ""));
const EC_LABELS: [&str; 8] = ["ec", "einecs", "elincs", "eg", "ce", "nlp", "list", "ecno"];

/// Every EC number in `text`, in text order.
///
/// A wrong check digit or a repair counts only beside a label (`EC`, `EINECS`, `ELINCS`, `EG`, `CE`, `NLP`, `List`),
/// because three, three and one digits are also the form of many article and telephone numbers.
#[must_use]
pub fn find_ec_numbers(text: &str) -> Vec<IdentifierCandidate<EcNumber>> {
    let candidate = |grouped: &grouped::Grouped<'_>| {
        let labelled = grouped.context.has_label(&EC_LABELS);
        let outcome = outcome(&grouped.joined(), grouped.repairs.clone())?;
        let broken = matches!(&outcome, IdentifierOutcome::Repaired { how, .. } if how.contains(&CasrnRepair::Spaces));
        let doubtful =
            matches!(outcome, IdentifierOutcome::BadCheckDigit(_)) || broken || grouped.context.is_telephone();
        (labelled || !doubtful).then(|| IdentifierCandidate {
            range: grouped.range,
            raw: grouped.raw.to_owned(),
            outcome,
        })
    };
    grouped::find(text, &EC_NUMBER).iter().filter_map(candidate).collect()
}

static DTXSID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"DTXSID[0-9]{3,12}").expect("the pattern is constant and is tested"));

/// Every DSSTox substance identifier in `text`, in text order.
#[must_use]
pub fn find_dtxsids(text: &str) -> Vec<IdentifierCandidate<Dtxsid>> {
    DTXSID.find_iter(text).filter_map(|found| candidate(text, found.start(), found.end(), Vec::new())).collect()
}

static INCHIKEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Z]{14}-(?:\r?\n)?[A-Z]{10}-(?:\r?\n)?[A-Z]").expect("the pattern is constant and is tested")
});

/// Every InChIKey in `text`, in text order; a line break after a hyphen is mended.
#[must_use]
pub fn find_inchikeys(text: &str) -> Vec<IdentifierCandidate<InchiKey>> {
    let read = |found: regex::Match<'_>| {
        let how = if found.as_str().contains('\n') { vec![CasrnRepair::LineBreak] } else { Vec::new() };
        candidate(text, found.start(), found.end(), how)
    };
    INCHIKEY.find_iter(text).filter_map(read).collect()
}

fn candidate<T: FromStr<Err = IdentifierError>>(
    text: &str,
    start: usize,
    end: usize,
    how: Vec<CasrnRepair>,
) -> Option<IdentifierCandidate<T>> {
    let letter_or_digit = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let runs_on = letter_or_digit(text.get(..start)?.chars().next_back())
        || letter_or_digit(text.get(end..)?.chars().next())
        || Context::of(text, start, end).is_hyphened_on();
    if runs_on {
        return None;
    }
    let raw = text.get(start..end)?.to_owned();
    let form: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    Some(IdentifierCandidate { range: TextRange::new(start, end), outcome: outcome(&form, how)?, raw })
}
