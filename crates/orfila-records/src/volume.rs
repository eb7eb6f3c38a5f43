//! How much of a substance is made, imported, used or released.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// What is done with the substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Made.
    Manufactured,
    /// Brought into the region.
    Imported,
    /// Brought out of the region.
    Exported,
    /// Used.
    Used,
    /// Sold.
    Sold,
    /// Released to the environment.
    Released,
    /// Several activities together, or not told apart.
    Total,
}

/// Whom the amount belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolumeScope {
    /// One site.
    Site,
    /// One company.
    Company,
    /// All reports of a country or region together.
    NationalAggregate,
    /// All registrants of a joint submission together.
    JointSubmission,
}

/// Whether the amount may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolumeStatus {
    /// Reported.
    Reported,
    /// Confidential business information.
    Cbi,
    /// Registered for intermediate use only, without an amount.
    IntermediateOnly,
    /// Manufacture has ceased.
    Ceased,
}

/// An amount of a substance in a period and a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductionVolume {
    /// The amount.
    pub quantity: Quantity,
    /// The year, or the first year of the period.
    pub year: Option<i32>,
    /// The period as printed, where it is not one year.
    pub period: Option<String>,
    /// ISO 3166 code, or `EU`, `EEA`, or the region as printed.
    pub region: Option<String>,
    /// Whom the amount belongs to.
    pub scope: Option<VolumeScope>,
    /// What is done with the substance.
    pub activity: Activity,
    /// The programme it was reported under, for example `CDR` or `REACH`.
    pub programme: Option<String>,
    /// Whether the amount may be known.
    pub status: VolumeStatus,
}
