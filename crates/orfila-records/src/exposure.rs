//! Who or what meets the substance: measurements, limits, uses and estimates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// Which of the four kinds of exposure statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExposureKind {
    /// A measured concentration or intake.
    Measurement,
    /// A limit or guidance value.
    Limit,
    /// A stated use or function.
    Use,
    /// A modelled estimate.
    Estimate,
}

/// What sort of limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitType {
    /// Time-weighted average over a working day.
    Twa,
    /// Short-term exposure limit.
    Stel,
    /// Ceiling that is never to be exceeded.
    Ceiling,
    /// Immediately dangerous to life or health.
    Idlh,
    /// Biological limit or index.
    Biological,
    /// Derived no-effect level.
    Dnel,
    /// Predicted no-effect concentration.
    Pnec,
    /// Reference dose.
    RfD,
    /// Reference concentration.
    RfC,
    /// Acceptable or tolerable daily intake.
    Adi,
    /// Tolerable weekly or monthly intake.
    TolerableIntake,
    /// Maximum residue limit or maximum level in food.
    MaximumLevel,
    /// Guideline value for drinking water or air.
    Guideline,
    /// A limit of another or an unstated sort.
    Other,
}

/// One statement of exposure.
///
/// Which fields carry meaning depends on `kind`; the others are `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Which of the four kinds it is.
    pub kind: ExposureKind,
    /// What the source calls it: the limit's or the column's name as printed, or the use in words.
    pub name: String,
    /// The value; `None` only for uses without a weight fraction.
    pub quantity: Option<Quantity>,
    /// Medium as printed, for example `drinking water`.
    pub medium_raw: Option<String>,
    /// Medium in harmonised words, for example `water`.
    pub medium: Option<String>,
    /// People, region or group as printed.
    pub population: Option<String>,
    /// Number of samples.
    pub sample_size: Option<u32>,
    /// Part of samples above the limit of detection, 0 to 1.
    pub detection_rate: Option<f64>,
    /// Limit of detection.
    pub lod: Option<Quantity>,
    /// Limit of quantification.
    pub loq: Option<Quantity>,
    /// Place as printed.
    pub place: Option<String>,
    /// Dates as printed.
    pub dates: Option<String>,
    /// Who set the limit, for example `ACGIH`, `OSHA`, `Germany`.
    pub authority: Option<String>,
    /// What sort of limit it is.
    pub limit_type: Option<LimitType>,
    /// Function category, for example a harmonised function of the OECD.
    pub function_category: Option<String>,
    /// Product category.
    pub product_category: Option<String>,
    /// Tool that made an estimate.
    pub tool: Option<String>,
    /// Route, for example `inhalation`.
    pub route: Option<String>,
    /// Averaging time or duration as printed.
    pub duration: Option<String>,
}

impl Exposure {
    /// An exposure statement of the given kind and name with nothing else known.
    #[must_use]
    pub fn new(kind: ExposureKind, name: &str, quantity: Option<Quantity>) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            quantity,
            medium_raw: None,
            medium: None,
            population: None,
            sample_size: None,
            detection_rate: None,
            lod: None,
            loq: None,
            place: None,
            dates: None,
            authority: None,
            limit_type: None,
            function_category: None,
            product_category: None,
            tool: None,
            route: None,
            duration: None,
        }
    }
}
