//! Enumerations as the words that stand in the database: the same as in their JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Fault, StoreError};

/// The word of a unit variant, for example `lower_case`.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, Fault> {
    let encoded = serde_json::to_value(value).map_err(|source| StoreError::Encoding { what: "a word", source })?;
    encoded.as_str().map(str::to_owned).ok_or_else(|| Fault::Damaged(format!("{encoded} is not one word")))
}

/// The variant that a stored word stands for.
pub(crate) fn parse<T: DeserializeOwned>(what: &str, word: &str) -> Result<T, Fault> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| Fault::damaged(what, word, &error))
}
