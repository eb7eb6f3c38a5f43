//! What a model says about a substance. Never a record.

use serde::Serialize;

/// What stands below every prediction.
pub const CAUTION: &str = "Predicted by a statistical model from the structure alone; not a measurement and not \
evidence. Laboratory activity in a cell assay is not by itself a hazard to people.";

/// A model's answer about one substance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prediction {
    /// The canonical SMILES the prediction is about.
    pub smiles: String,
    /// The model's name.
    pub model: String,
    /// SHA-256 of the model's description, which holds the hashes of its other files.
    pub model_sha256: String,
    /// One answer an endpoint, in the model's order.
    pub endpoints: Vec<EndpointPrediction>,
    /// Whether the model has seen substances like this one.
    pub domain: Domain,
    /// What a reader must know.
    pub caution: String,
}

/// The answer for one endpoint.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EndpointPrediction {
    /// The endpoint's name, for example `NR-AhR`.
    pub name: String,
    /// What it looks for.
    pub description: String,
    /// Probability of activity: that of the mean of the members' logits.
    pub probability: f32,
    /// Lower end of the interval; see `high`.
    pub low: f32,
    /// Upper end of the interval: 2.13 standard deviations of the members' logits around their mean (Student's t for 90 %
    /// and five members). It shows how far the members disagree; it does not hold the noise of the assay.
    pub high: f32,
    /// The probability from which on activity is called: the best sum of sensitivity and specificity on rows that the
    /// members did not learn from.
    pub threshold: f32,
    /// Whether `probability` reaches `threshold`.
    pub active: bool,
}

/// Whether a substance lies within what the model has seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Domain {
    /// Tanimoto similarity (ECFP4) to the nearest training substance, 0 to 1.
    pub nearest_similarity: f32,
    /// The nearest training substances, nearest first.
    pub nearest: Vec<Neighbour>,
    /// Whether the similarity reaches the model's limit and every element was seen in training.
    pub inside: bool,
    /// Why it is outside, in words; empty if inside.
    pub reasons: Vec<String>,
}

/// A training substance near the one asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// Its canonical SMILES.
    pub smiles: String,
    /// Tanimoto similarity, 0 to 1.
    pub similarity: f32,
    /// What was measured for it: one entry an endpoint, `None` where nothing was.
    pub labels: Vec<Option<bool>>,
}
