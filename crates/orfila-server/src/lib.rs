//! What people see of a project: the dossier of a substance, and the pages and the HTTP API for regulators and curators.
//!
//! - [`dossier`]: one substance, everything known, each value with its proof;
//! - [`projections`]: index and graph in step with the journal;
//! - [`serve`]: plain pages that work without scripts, and a JSON API under `/api/v1`.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod dossier;
mod error;
pub mod projections;
#[cfg(test)]
mod sample;
mod state;
mod web;

pub use dossier::Dossier;
pub use error::ServerError;
pub use state::{ServerOptions, ServerState};
pub use web::{Access, router, serve, serve_on};
