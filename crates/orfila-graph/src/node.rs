//! Nodes: what the graph knows of.

use std::collections::BTreeMap;

use orfila_records::substance::fold_name;
use serde::{Deserialize, Serialize};

/// The kinds of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A substance, a mixture or a product.
    Substance,
    /// A document.
    Document,
    /// A use or a function.
    Use,
    /// A hazard class.
    HazardClass,
    /// A hazard statement code.
    HazardCode,
    /// An endpoint of a study, for example LD50.
    Endpoint,
    /// A species.
    Species,
    /// A medium, for example drinking water.
    Medium,
    /// A country, a region or a place.
    Region,
    /// Who sets limits, for example OSHA.
    Authority,
}

impl NodeKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Substance,
        Self::Document,
        Self::Use,
        Self::HazardClass,
        Self::HazardCode,
        Self::Endpoint,
        Self::Species,
        Self::Medium,
        Self::Region,
        Self::Authority,
    ];

    /// The kind's word in keys and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Document => "document",
            Self::Use => "use",
            Self::HazardClass => "hazard_class",
            Self::HazardCode => "hazard_code",
            Self::Endpoint => "endpoint",
            Self::Species => "species",
            Self::Medium => "medium",
            Self::Region => "region",
            Self::Authority => "authority",
        }
    }
}

/// A node's key: its kind and an identifier within the kind, for example `substance:cas:80-05-7` or `species:rat`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeKey(String);

impl NodeKey {
    /// The key of a node whose identifier is taken as it stands: a substance key, a document, a hazard code.
    #[must_use]
    pub fn exact(kind: NodeKind, identifier: &str) -> Self {
        Self(format!("{}:{identifier}", kind.as_str()))
    }

    /// The key of a node that is known by a name alone; case, spaces and dash variants do not count.
    #[must_use]
    pub fn named(kind: NodeKind, name: &str) -> Self {
        Self(format!("{}:{}", kind.as_str(), fold_name(name)))
    }

    /// The key's characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without the kind.
    #[must_use]
    pub fn identifier(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, identifier)| identifier)
    }
}

impl std::fmt::Display for NodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A node with the names that documents give it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub key: NodeKey,
    pub kind: NodeKind,
    /// How many claims use a name as the one to show.
    pub labels: BTreeMap<String, usize>,
    /// How many claims know another name or identifier, folded.
    pub aliases: BTreeMap<String, usize>,
    /// How many claims there are; the node goes with the last one.
    pub claims: usize,
}

impl Node {
    /// The name most claims use; the first in alphabetical order among equals.
    pub(crate) fn label(&self) -> &str {
        let mut best: Option<(&str, usize)> = None;
        for (label, count) in &self.labels {
            if best.is_none_or(|(_, most)| *count > most) {
                best = Some((label, *count));
            }
        }
        best.map_or(self.key.identifier(), |(label, _)| label)
    }
}
