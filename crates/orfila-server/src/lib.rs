//! What people see of a project: the dossier of a substance, and the pages and the HTTP API for regulators and curators.

pub mod dossier;
pub mod projections;

pub use dossier::Dossier;
