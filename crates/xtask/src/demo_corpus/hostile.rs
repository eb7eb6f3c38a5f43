//! Files that must be refused with a reason.

use anyhow::Result;

/// File names and bytes.
pub(super) fn all() -> Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(vec![("empty.pdf", Vec::new())])
}
