//! The documents, one module each.

mod sds_degreaser_uvcb;
mod sds_paint_stripper;
mod sds_solvent_blend;
mod sds_windshield_washer;
mod sds_xylene;

use anyhow::Result;

use super::Assembled;

/// Every document of the corpus.
pub(super) fn all() -> Result<Vec<Assembled>> {
    let makers: [fn() -> Result<Assembled>; 5] = [
        sds_degreaser_uvcb::document,
        sds_paint_stripper::document,
        sds_solvent_blend::document,
        sds_windshield_washer::document,
        sds_xylene::document,
    ];
    makers.into_iter().map(|document| document()).collect()
}
