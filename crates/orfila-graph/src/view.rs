//! What the graph answers with, and the neighbourhood of a node.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::ReviewStatus;
use petgraph::Direction;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde::{Deserialize, Serialize};

use crate::edge::{Edge, EdgeKind};
use crate::error::GraphError;
use crate::graph::Graph;
use crate::node::{NodeKey, NodeKind};

/// A node as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// Its key.
    pub key: NodeKey,
    /// What it is.
    pub kind: NodeKind,
    /// The name most records use.
    pub label: String,
    /// Other names and identifiers, folded, in alphabetical order.
    pub aliases: Vec<String>,
    /// Number of edges at it.
    pub degree: usize,
}

/// An edge as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeView {
    /// The first node: the substance that is spoken of.
    pub from: NodeKey,
    /// The second node.
    pub to: NodeKey,
    /// What is said.
    #[serde(flatten)]
    pub edge: Edge,
}

/// Which edges and nodes a question looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Only these kinds of edge; empty means all.
    pub edges: BTreeSet<EdgeKind>,
    /// Only these kinds of node (the node asked for is always there); empty means all.
    pub nodes: BTreeSet<NodeKind>,
    /// Also what curators rejected or superseded.
    pub rejected: bool,
    /// Most nodes to return; `None` means 10,000.
    pub limit: Option<usize>,
}

const DEFAULT_LIMIT: usize = 10_000;

impl Filter {
    pub(crate) fn takes_edge(&self, edge: &Edge) -> bool {
        let stands = !matches!(edge.review, ReviewStatus::Rejected | ReviewStatus::Superseded);
        (self.edges.is_empty() || self.edges.contains(&edge.kind)) && (stands || self.rejected)
    }

    fn takes_node(&self, kind: NodeKind) -> bool {
        self.nodes.is_empty() || self.nodes.contains(&kind)
    }
}

/// A node near another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The node.
    #[serde(flatten)]
    pub node: NodeView,
    /// How many edges away it is; 0 for the node that was asked for.
    pub distance: usize,
}

/// The nodes around a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// The nodes: by distance, then by key. The first is the one that was asked for.
    pub nodes: Vec<Neighbour>,
    /// The edges between them.
    pub edges: Vec<EdgeView>,
    /// Whether nodes were left out because of the limit.
    pub truncated: bool,
}

/// How many of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// How much of what the graph holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
    /// Number of documents.
    pub documents: usize,
    /// Number of different records on edges.
    pub records: usize,
    /// Nodes by kind, in alphabetical order.
    pub nodes_by_kind: Vec<KindCount>,
    /// Edges by kind, in alphabetical order.
    pub edges_by_kind: Vec<KindCount>,
}

impl Graph {
    /// Everything up to `depth` edges away from a node, whichever way the edges point.
    ///
    /// # Errors
    /// Those of [`Graph::find`].
    pub fn neighbours(&self, name: &str, depth: usize, filter: &Filter) -> Result<Neighbourhood, GraphError> {
        let start = self.index_of(name)?;
        let limit = filter.limit.unwrap_or(DEFAULT_LIMIT).max(1);
        let mut distances = BTreeMap::from([(start, 0)]);
        let mut ring = vec![start];
        let mut truncated = false;
        for distance in 1..=depth {
            let mut next: BTreeMap<&NodeKey, NodeIndex> = BTreeMap::new();
            for index in ring {
                next.extend(
                    self.around(index, filter)
                        .filter(|(_, other, _)| !distances.contains_key(other))
                        .map(|(key, other, _)| (key, other)),
                );
            }
            truncated |= distances.len() + next.len() > limit;
            ring = next.into_values().take(limit - distances.len()).collect();
            distances.extend(ring.iter().map(|index| (*index, distance)));
            if ring.is_empty() || truncated {
                break;
            }
        }
        Ok(self.neighbourhood(&distances, filter, truncated))
    }

    /// The edges at a node that the filter takes, with the node at their other end.
    fn around<'a>(
        &'a self,
        index: NodeIndex,
        filter: &'a Filter,
    ) -> impl Iterator<Item = (&'a NodeKey, NodeIndex, &'a Edge)> + 'a {
        let both = [Direction::Outgoing, Direction::Incoming].into_iter();
        both.flat_map(move |direction| {
            self.graph.edges_directed(index, direction).filter_map(move |edge| {
                let other = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                let node = &self.graph[other];
                (filter.takes_edge(edge.weight()) && filter.takes_node(node.kind)).then_some((
                    &node.key,
                    other,
                    edge.weight(),
                ))
            })
        })
    }

    fn neighbourhood(&self, distances: &BTreeMap<NodeIndex, usize>, filter: &Filter, truncated: bool) -> Neighbourhood {
        let mut nodes: Vec<Neighbour> = distances
            .iter()
            .map(|(index, distance)| Neighbour { node: self.view(*index), distance: *distance })
            .collect();
        nodes.sort_by(|a, b| (a.distance, &a.node.key).cmp(&(b.distance, &b.node.key)));
        let mut edges = Vec::new();
        for index in distances.keys() {
            for edge in self.graph.edges(*index) {
                if distances.contains_key(&edge.target()) && filter.takes_edge(edge.weight()) {
                    edges.push(self.edge_view(*index, edge.target(), edge.weight()));
                }
            }
        }
        edges.sort_by(|a, b| (&a.from, &a.to, a.edge.order()).cmp(&(&b.from, &b.to, b.edge.order())));
        Neighbourhood { nodes, edges, truncated }
    }
}
