//! Neural networks on candle: what training needs, without any chemistry.
//!
//! Every operation used in training has a backward pass (candle's fused layer norm, its `softmax_last_dim` and its
//! `Dropout` have none or do nothing, and are not used). On one machine, training is deterministic: the same data, options
//! and seed give the same weights, also when training was interrupted and resumed.

pub mod checkpoint;
pub mod compact;
pub mod crf;
pub mod encoder;
pub mod error;
pub mod fit;
pub mod heads;
pub mod item;
pub mod loss;
pub mod model;
pub mod ops;
pub mod optimizer;
pub mod packed;
pub mod pairs;
pub mod perceptron;
pub mod random;
pub mod reader;
pub mod table;
pub mod training;
pub mod vocabulary;
pub mod weights;

pub use error::LanguageError;
pub use loss::masked_binary_cross_entropy;
pub use optimizer::{AdamW, AdamWOptions};
pub use orfila_kernels::Precision;
pub use perceptron::{Perceptron, PerceptronShape};
pub use random::SeededGenerator;
pub use training::{EpochReport, Examples, TrainingOptions, TrainingOutcome, train};
