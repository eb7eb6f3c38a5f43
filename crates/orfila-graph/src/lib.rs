//! The knowledge graph: which substance was found where, tested on what, classified as what, used for what.
//!
//! A projection of the journal. Every edge carries the record it was read from, so that every answer can be checked.
//! The graph does not depend on the order in which records come, and taking a document in and out again leaves no trace.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::print_stdout))]

mod claims;
mod edge;
mod error;
mod export;
mod graph;
mod names;
mod node;
mod path;
mod view;

pub use edge::{Edge, EdgeKind};
pub use error::GraphError;
pub use graph::{DocumentRecords, Graph};
pub use node::{NodeKey, NodeKind};
pub use path::{Path, PathOptions, Step};
pub use view::{EdgeView, Filter, KindCount, Neighbour, Neighbourhood, NodeView, Stats};

#[cfg(test)]
mod tests;
