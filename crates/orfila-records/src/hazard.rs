//! Hazard: classifications under GHS and effect values from studies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// A statement of hazard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[expect(
    clippy::large_enum_variant,
    reason = "most hazards of a sheet are classifications; boxing them would cost more than it saves"
)]
pub enum Hazard {
    /// A classification.
    Ghs(GhsClassification),
    /// An effect value.
    Effect(Box<EffectValue>),
}

/// A classification under the Globally Harmonised System, or one of its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GhsClassification {
    /// ISO 3166 code or `EU`, where stated.
    pub jurisdiction: Option<String>,
    /// Edition or regulation, for example `CLP Annex VI` or `29 CFR 1910.1200`.
    pub edition: Option<String>,
    /// What it rests on, for example `harmonised`, `self-classified`.
    pub basis: Option<String>,
    /// Hazard class as printed.
    pub class: Option<String>,
    /// Category as printed, for example `1B`.
    pub category: Option<String>,
    /// H- and EUH-codes with suffixes, each or each combination one entry: `H360FD`, `H300+H310`.
    pub h_codes: Vec<String>,
    /// Whether the source marks it as a minimum classification (`*`).
    pub minimum: bool,
    /// Route as printed.
    pub route: Option<String>,
    /// Target organs as printed.
    pub target_organ: Option<String>,
    /// `Danger` or `Warning`, in English.
    pub signal_word: Option<String>,
    /// Pictogram codes, for example `GHS02`.
    pub pictograms: Vec<String>,
    /// Specific concentration limits as printed.
    pub specific_limits: Vec<String>,
    /// Multiplying factor for very toxic aquatic substances.
    pub m_factor: Option<u32>,
}

/// A dose or concentration with its effect: LD50, NOAEL, NOEC and their kin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectValue {
    /// The endpoint in its usual short form, for example `LD50`, `NOAEL`, `BMDL10`.
    pub endpoint: String,
    /// The value.
    pub quantity: Quantity,
    /// Type of study, for example `acute toxicity`.
    pub study_type: Option<String>,
    /// Duration as printed.
    pub duration: Option<String>,
    /// Species in plain English, lower case, singular: `rat`, `rainbow trout`.
    pub species: Option<String>,
    /// Strain as printed.
    pub strain: Option<String>,
    /// Sex as printed.
    pub sex: Option<String>,
    /// Life stage as printed.
    pub life_stage: Option<String>,
    /// Route in plain English: `oral`, `dermal`, `inhalation`.
    pub route: Option<String>,
    /// Method of administration, for example `gavage`.
    pub method: Option<String>,
    /// Medium, for example `freshwater`.
    pub medium: Option<String>,
    /// Effect as printed.
    pub effect: Option<String>,
    /// Guideline, for example `OECD 408`.
    pub guideline: Option<String>,
    /// Whether the study followed good laboratory practice, where stated.
    pub glp: Option<bool>,
    /// Klimisch score, 1 to 4.
    pub klimisch: Option<u8>,
}

impl EffectValue {
    /// An effect value of which only endpoint and quantity are known.
    #[must_use]
    pub fn new(endpoint: &str, quantity: Quantity) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            quantity,
            study_type: None,
            duration: None,
            species: None,
            strain: None,
            sex: None,
            life_stage: None,
            route: None,
            method: None,
            medium: None,
            effect: None,
            guideline: None,
            glp: None,
            klimisch: None,
        }
    }
}
