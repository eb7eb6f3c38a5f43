//! The watermark: up to which entry of the journal everything is indexed.
//!
//! It is the payload of the engine's own commit, and so stands in the same file (`meta.json`, replaced by one atomic rename)
//! as the list of segments it speaks of. A watermark in a second file or in the journal's database would be a second write:
//! a kill between the two leaves either entries that are never indexed, because the mark ran ahead, or a mark that lags.
//! Here no moment exists at which the two disagree.

use orfila_records::identifiers::content_hash;
use serde::{Deserialize, Serialize};

use crate::schema::INDEX_VERSION;

/// What a commit says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    index_version: u32,
    watermark: u64,
    /// Hash of the two numbers above: `meta.json` has no checksum of its own, and one flipped digit would skip entries.
    check: String,
}

/// Why a payload is not to be trusted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PayloadFault {
    Damaged,
    OtherVersion(u32),
}

fn check(index_version: u32, watermark: u64) -> String {
    content_hash([&index_version.to_le_bytes()[..], &watermark.to_le_bytes()[..]]).chars().take(16).collect()
}

/// The payload of a commit up to `watermark`.
pub(crate) fn write(watermark: u64) -> String {
    let payload = Payload { index_version: INDEX_VERSION, watermark, check: check(INDEX_VERSION, watermark) };
    serde_json::to_string(&payload).unwrap_or_default()
}

/// The watermark of a payload.
pub(crate) fn read(payload: &str) -> Result<u64, PayloadFault> {
    let payload: Payload = serde_json::from_str(payload).map_err(|_| PayloadFault::Damaged)?;
    if payload.check != check(payload.index_version, payload.watermark) {
        return Err(PayloadFault::Damaged);
    }
    if payload.index_version != INDEX_VERSION {
        return Err(PayloadFault::OtherVersion(payload.index_version));
    }
    Ok(payload.watermark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watermark_is_read_back_and_a_changed_digit_is_noticed() {
        for watermark in [0, 1, 41, u64::MAX] {
            let payload = write(watermark);
            assert_eq!(read(&payload), Ok(watermark));
            let changed = payload.replace(&format!(":{watermark},"), ":7,");
            assert_eq!(read(&changed), Err(PayloadFault::Damaged), "{changed}");
        }
        assert_eq!(read(""), Err(PayloadFault::Damaged));
        let other = Payload { index_version: 0, watermark: 3, check: check(0, 3) };
        assert_eq!(read(&serde_json::to_string(&other).unwrap()), Err(PayloadFault::OtherVersion(0)));
    }
}
