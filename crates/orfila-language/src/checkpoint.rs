//! The state of a training run between two epochs.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::error::LanguageError;
use crate::weights;

const STATE: &str = "state";

/// Where a run stands, without its tensors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunState {
    /// What the run is made of: the caller's hash of data and options. A checkpoint of another run is refused.
    pub identity: String,
    /// Epochs done.
    pub epochs: usize,
    /// Steps the optimizer has made.
    pub steps: u64,
    /// The best validation metric so far.
    pub best_metric: Option<f64>,
    /// The epoch (from 1) that gave it; 0 before the first.
    pub best_epoch: usize,
}

/// Where a run stands, with its tensors by name.
pub type Checkpoint = (RunState, HashMap<String, Tensor>);

/// Writes a run's state and tensors into one file.
///
/// # Errors
/// [`LanguageError`] with the path.
pub fn save(path: &Path, state: &RunState, mut tensors: HashMap<String, Tensor>) -> Result<(), LanguageError> {
    let text = serde_json::to_vec(state).map_err(|error| LanguageError::weights(path, error))?;
    let length = text.len();
    tensors.insert(STATE.to_owned(), Tensor::from_vec(text, length, &Device::Cpu)?);
    weights::save(&tensors, path)
}

/// Reads what [`save`] wrote; `None` if there is no such file.
///
/// # Errors
/// [`LanguageError::OtherRun`] if it belongs to a run with another identity, else [`LanguageError`] with the path.
pub fn load(path: &Path, identity: &str) -> Result<Option<Checkpoint>, LanguageError> {
    if !path.exists() {
        return Ok(None);
    }
    let tensors = weights::load(path)?;
    let text = tensors.get(STATE).ok_or_else(|| LanguageError::weights(path, "the run's state is missing"))?;
    let text = text.to_vec1::<u8>()?;
    let state: RunState = serde_json::from_slice(&text).map_err(|error| LanguageError::weights(path, error))?;
    if state.identity != identity {
        return Err(LanguageError::OtherRun { path: path.to_owned() });
    }
    Ok(Some((state, tensors)))
}
