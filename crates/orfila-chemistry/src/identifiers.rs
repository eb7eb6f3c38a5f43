//! Finding registry numbers in text, with repair of what typesetting breaks.
//!
//! What is found is either right, repaired (and says how), or has a wrong check digit (and says which digit was
//! expected): a number is never silently changed, and never dropped for its check digit alone. Dates, telephone
//! numbers and parts of longer chains of digits are not taken for registry numbers.

mod casrn;
mod context;
mod grouped;
mod others;

pub use casrn::{CasrnCandidate, CasrnOutcome, find_casrns};
pub use others::{IdentifierCandidate, IdentifierOutcome, find_dtxsids, find_ec_numbers, find_inchikeys};

/// What had to be mended before a registry number had its usual form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CasrnRepair {
    /// A line break stood inside.
    LineBreak,
    /// A dash other than the hyphen stood between the groups.
    DashVariant,
    /// Spaces stood around a hyphen.
    Spaces,
    /// The hyphens were missing; a label (`CAS`) stood directly before the digits.
    MissingHyphens,
}

impl CasrnRepair {
    /// The repair in words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::LineBreak => "a line break inside was removed",
            Self::DashVariant => "a dash was read as a hyphen",
            Self::Spaces => "spaces around a hyphen were removed",
            Self::MissingHyphens => "missing hyphens were added",
        }
    }
}

impl std::fmt::Display for CasrnRepair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.describe())
    }
}

#[cfg(test)]
mod tests;
