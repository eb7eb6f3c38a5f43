//! Hazard models: features, training, prediction with interval and applicability domain.
//!
//! A [`Prediction`] is a type of its own and never a record: it is not a measurement, is not indexed as evidence, and
//! always says which model made it and whether the substance lies inside what that model has seen.

pub mod data;
pub mod domain;
pub mod endpoints;
pub mod error;
pub mod evaluation;
pub mod features;
pub mod metrics;
pub mod model;
pub mod network;
pub mod prediction;
pub mod split;
pub mod training;

pub use error::HazardError;
pub use evaluation::{EvaluationReport, SplitReport, TaskScore, evaluate};
pub use model::HazardModel;
pub use prediction::{Domain, EndpointPrediction, Neighbour, Prediction};
pub use training::{TrainEvent, TrainOptions, TrainReport, train};
