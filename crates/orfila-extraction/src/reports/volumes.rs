//! Amounts produced, imported, used or released.

use std::sync::LazyLock;

use orfila_records::ValueState;
use regex::Regex;

static WITHHELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:claimed\s+|considered\s+)?(?:CBI|confidential(?:\s+business\s+information)?|withheld|trade\s+secret|proprietary)(?:\s*\(?CBI\)?)?)[\s*.]*$").expect("the pattern is constant")
});

/// Why a cell or answer holds no amount, if it says so.
pub(super) fn absence(text: &str) -> Option<ValueState> {
    WITHHELD.is_match(text.trim()).then_some(ValueState::Withheld)
}
