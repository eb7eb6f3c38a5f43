//! CAS Registry Numbers.

use std::sync::LazyLock;

use orfila_records::{Casrn, IdentifierError, TextRange};
use regex::Regex;

use super::CasrnRepair;
use super::context::Context;
use super::grouped::{self, Grouped};

/// Something that has the form of a CASRN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasrnCandidate {
    /// Its characters in the text.
    pub range: TextRange,
    /// Those characters.
    pub raw: String,
    /// What was made of them.
    pub outcome: CasrnOutcome,
}

impl CasrnCandidate {
    /// The registry number, repaired or not; `None` where the check digit is wrong.
    #[must_use]
    pub fn casrn(&self) -> Option<&Casrn> {
        match &self.outcome {
            CasrnOutcome::Valid(casrn) | CasrnOutcome::Repaired { casrn, .. } => Some(casrn),
            CasrnOutcome::BadCheckDigit(_) => None,
        }
    }
}

/// What was made of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CasrnOutcome {
    /// The characters are a CASRN with a right check digit.
    Valid(Casrn),
    /// The digits are a CASRN with a right check digit; what stands between them had to be mended.
    Repaired {
        /// The CASRN in its usual form.
        casrn: Casrn,
        /// What was mended, each kind once.
        how: Vec<CasrnRepair>,
    },
    /// The form is right and the check digit is not: at least one digit is wrong, and nobody can know which.
    BadCheckDigit(IdentifierError),
}

static HYPHENED: LazyLock<Regex> = LazyLock::new(|| grouped::pattern("{2,7}", "{2}", ""));

/// `CAS No.: 7732185` and `CAS RN 7732 18 5`. The label's words may be joined by blanks, dots, hyphens or one line break.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"\bCAS(?:RN)?(?:[ \t.\n-]{0,3}(?:RN|registry|reg|numbers?|nummer|numéro|no|nr|n[°º]|#))*";
    Regex::new(&format!(r"(?i){label}[ \t.:#=()\n-]{{0,4}}([0-9]{{2,7}})( ?)([0-9]{{2}})( ?)([0-9])"))
        .expect("the pattern is constant and is tested")
});

/// Every CASRN in `text`, in text order, without overlaps; `range` counts bytes of `text`.
///
/// Not taken: dates (`2012-05-1` without a label), telephone numbers, parts of longer chains of digits and hyphens,
/// and groups of digits that only look like a CASRN after a repair but have no right check digit and no label.
#[must_use]
pub fn find_casrns(text: &str) -> Vec<CasrnCandidate> {
    let mut found: Vec<CasrnCandidate> = grouped::find(text, &HYPHENED).iter().filter_map(hyphened).collect();
    let bare = LABELLED.captures_iter(text).filter_map(|captures| {
        let digits = |index: usize| captures.get(index).map_or("", |group| group.as_str());
        let (start, end) = (captures.get(1)?.start(), captures.get(5)?.end());
        if Context::of(text, start, end).is_part_of_more() || digits(2) != digits(4) {
            return None;
        }
        let form = format!("{}-{}-{}", digits(1), digits(3), digits(5));
        let outcome = outcome(&form, vec![CasrnRepair::MissingHyphens])?;
        Some(CasrnCandidate { range: TextRange::new(start, end), raw: text.get(start..end)?.to_owned(), outcome })
    });
    let bare: Vec<_> = bare.filter(|bare| !found.iter().any(|known| known.range.overlaps(bare.range))).collect();
    found.extend(bare);
    found.sort_by_key(|candidate| candidate.range);
    found
}

fn hyphened(grouped: &Grouped<'_>) -> Option<CasrnCandidate> {
    let labelled = grouped.context.has_label(&["cas", "casrn", "casno", "rn"]);
    if !labelled && is_something_else(grouped) {
        return None;
    }
    let outcome = outcome(&grouped.joined(), grouped.repairs.clone())?;
    let doubtful = matches!(outcome, CasrnOutcome::BadCheckDigit(_)) && !grouped.repairs.is_empty();
    if doubtful && !labelled {
        return None;
    }
    Some(CasrnCandidate { range: grouped.range, raw: grouped.raw.to_owned(), outcome })
}

/// `None` if the text does not even have a CASRN's form (a leading zero).
fn outcome(form: &str, how: Vec<CasrnRepair>) -> Option<CasrnOutcome> {
    match form.parse::<Casrn>() {
        Ok(casrn) if how.is_empty() => Some(CasrnOutcome::Valid(casrn)),
        Ok(casrn) => Some(CasrnOutcome::Repaired { casrn, how }),
        Err(error @ IdentifierError::CheckDigit { .. }) => Some(CasrnOutcome::BadCheckDigit(error)),
        Err(IdentifierError::Form { .. }) => None,
    }
}

fn is_something_else(grouped: &Grouped<'_>) -> bool {
    let short = grouped.groups[0].len() <= 3;
    grouped.context.is_telephone()
        || is_date(&grouped.groups) && !grouped.context.stands_alone()
        || grouped.is_spaced_out() && short
}

/// Year, month and a day of one digit. Years are those of modern documents, so that `1918-02-1` (picloram) is no date.
fn is_date(groups: &[&str; 3]) -> bool {
    let number = |group: &str| group.parse::<u32>().unwrap_or_default();
    (1950..2050).contains(&number(groups[0])) && (1..=12).contains(&number(groups[1])) && number(groups[2]) > 0
}
