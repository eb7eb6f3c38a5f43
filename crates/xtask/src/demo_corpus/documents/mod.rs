//! The documents, one module each.

mod assessment_bisphenol;
mod assessment_solvents_us;
mod biomonitoring;
mod factsheet;
mod inventory_csv;
mod inventory_xlsx;
mod memo;
mod paper_nonylphenol;
mod sds_ammonia_french;
mod sds_degreaser_uvcb;
mod sds_formalin_german;
mod sds_paint_stripper;
mod sds_solvent_blend;
mod sds_windshield_washer;
mod sds_xylene;

use anyhow::Result;

use super::Assembled;

/// Every document of the corpus.
pub(super) fn all() -> Result<Vec<Assembled>> {
    let makers: [fn() -> Result<Assembled>; 17] = [
        assessment_bisphenol::document,
        assessment_solvents_us::document,
        biomonitoring::document,
        factsheet::document,
        inventory_csv::american,
        inventory_csv::german,
        inventory_xlsx::classifications,
        inventory_xlsx::volumes,
        memo::document,
        paper_nonylphenol::document,
        sds_ammonia_french::document,
        sds_degreaser_uvcb::document,
        sds_formalin_german::document,
        sds_paint_stripper::document,
        sds_solvent_blend::document,
        sds_windshield_washer::document,
        sds_xylene::document,
    ];
    makers.into_iter().map(|document| document()).collect()
}
