//! What a model says of a substance. It stands apart from all evidence and never under a heading of evidence.

use serde::Serialize;

/// The words that stand above every prediction.
pub const PREDICTION_CAUTION: &str = "Predictions are computed from the structure by a model. They are not measurements, \
they are no evidence, and a low probability is no proof of safety.";

/// One predicted endpoint.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictedEndpoint {
    /// The endpoint, for example `SR-p53`.
    pub endpoint: String,
    /// What it stands for, in words.
    pub description: String,
    /// Probability that the substance is active, 0 to 1.
    pub probability: f64,
    /// Bounds of the probability, where the model gives them.
    pub interval: Option<(f64, f64)>,
    /// The model's verdict or reasons in words, if it gives any.
    pub remark: String,
}

/// What a model says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictionSection {
    /// The model's name and version.
    pub model: String,
    /// The structure it was computed from, as SMILES.
    pub smiles: String,
    /// Whether the structure lies where the model was trained.
    pub in_domain: bool,
    /// How the applicability domain was judged, in words.
    pub domain: String,
    /// The endpoints.
    pub endpoints: Vec<PredictedEndpoint>,
    /// Always [`PREDICTION_CAUTION`].
    pub caution: &'static str,
}

impl PredictionSection {
    /// A section with the caution in place.
    #[must_use]
    pub fn new(model: &str, smiles: &str, in_domain: bool, domain: &str, endpoints: Vec<PredictedEndpoint>) -> Self {
        Self {
            model: model.to_owned(),
            smiles: smiles.to_owned(),
            in_domain,
            domain: domain.to_owned(),
            endpoints,
            caution: PREDICTION_CAUTION,
        }
    }
}
