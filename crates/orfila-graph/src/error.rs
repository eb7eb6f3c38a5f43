//! What can go wrong when the graph is asked.

use thiserror::Error;

/// An error of the graph.
#[derive(Debug, Error)]
pub enum GraphError {
    /// No node has this name, key or identifier.
    #[error("the graph knows nothing called `{name}`{}", suggestion(.nearest))]
    UnknownNode {
        /// What was asked for.
        name: String,
        /// The known names that look most like it, best first.
        nearest: Vec<String>,
    },
    /// Several nodes have this name.
    #[error("`{name}` has more than one meaning: ask for one of {}", .keys.join(", "))]
    AmbiguousNode {
        /// What was asked for.
        name: String,
        /// The keys of the nodes that have the name, in alphabetical order.
        keys: Vec<String>,
    },
    /// The export could not be written.
    #[error("the graph could not be written: {0}; check that there is space and that you may write there")]
    Write(#[from] std::io::Error),
}

fn suggestion(nearest: &[String]) -> String {
    if nearest.is_empty() {
        return "; look for it with `orfila search`".to_owned();
    }
    format!("; did you mean {}?", nearest.join(", "))
}
