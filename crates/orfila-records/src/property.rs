//! Physical and chemical properties.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// A physical or chemical property under stated conditions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// The property in its usual English name, lower case: `boiling point`, `log kow`.
    pub name: String,
    /// The value.
    pub quantity: Quantity,
    /// Temperature of measurement as printed.
    pub temperature: Option<String>,
    /// Pressure of measurement as printed.
    pub pressure: Option<String>,
    /// pH of measurement as printed.
    pub ph: Option<String>,
    /// Method as printed.
    pub method: Option<String>,
}

impl Property {
    /// A property with no stated conditions.
    #[must_use]
    pub fn new(name: &str, quantity: Quantity) -> Self {
        Self { name: name.to_owned(), quantity, temperature: None, pressure: None, ph: None, method: None }
    }
}
