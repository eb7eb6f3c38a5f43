//! What people see of a project: the dossier of a substance, and the pages and the HTTP API for regulators and curators.
//!
//! - [`dossier`]: one substance, everything known, each value with its proof;
//! - [`projections`]: index and graph in step with the journal.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod dossier;
mod error;
pub mod projections;

pub use dossier::Dossier;
pub use error::ServerError;
