//! The graph itself: built, changed document by document, asked for nodes.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::{DocumentId, Record};
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef, IntoEdgeReferences};

use crate::claims::{Claims, NodeClaim};
use crate::edge::Edge;
use crate::error::GraphError;
use crate::names::{self, NameIndex};
use crate::node::{Node, NodeKey};
use crate::view::{EdgeView, KindCount, NodeView, Stats};

/// A document and its records, as the graph takes them.
#[derive(Debug, Clone, Copy)]
pub struct DocumentRecords<'a> {
    /// The document.
    pub id: &'a DocumentId,
    /// Its title, or its file name.
    pub title: &'a str,
    /// Its records in any order.
    pub records: &'a [Record],
}

/// What a document put into the graph, so that it can be taken out again.
#[derive(Debug, Default)]
struct Contribution {
    nodes: Vec<NodeClaim>,
    edges: Vec<EdgeIndex>,
}

/// The knowledge graph.
#[derive(Debug, Default)]
pub struct Graph {
    pub(crate) graph: StableDiGraph<Node, Edge>,
    pub(crate) nodes: BTreeMap<NodeKey, NodeIndex>,
    pub(crate) names: NameIndex,
    documents: BTreeMap<DocumentId, Contribution>,
}

impl Graph {
    /// The graph of these documents; their order does not matter.
    #[must_use]
    pub fn build<'a>(documents: impl IntoIterator<Item = DocumentRecords<'a>>) -> Self {
        let mut graph = Self::default();
        let mut documents: Vec<DocumentRecords<'a>> = documents.into_iter().collect();
        documents.sort_by(|a, b| a.id.cmp(b.id));
        for document in documents {
            graph.apply(document);
        }
        graph
    }

    /// Takes in a document; what it said before is taken out first. Doing it twice changes nothing.
    pub fn apply(&mut self, document: DocumentRecords<'_>) {
        self.remove_document(document.id);
        let Claims { nodes, edges } = Claims::of(document.id, document.title, document.records);
        for claim in &nodes {
            self.add_claim(claim);
        }
        let mut contribution = Contribution { nodes, edges: Vec::with_capacity(edges.len()) };
        for (from, to, edge) in edges {
            // Both ends were claimed just above, so both are there.
            if let (Some(from), Some(to)) = (self.nodes.get(&from), self.nodes.get(&to)) {
                contribution.edges.push(self.graph.add_edge(*from, *to, edge));
            }
        }
        self.documents.insert(document.id.clone(), contribution);
    }

    /// Takes out a document with everything that only it said. Returns whether it was there.
    pub fn remove_document(&mut self, document: &DocumentId) -> bool {
        let Some(contribution) = self.documents.remove(document) else { return false };
        for edge in contribution.edges {
            self.graph.remove_edge(edge);
        }
        for claim in &contribution.nodes {
            self.remove_claim(claim);
        }
        true
    }

    fn add_claim(&mut self, claim: &NodeClaim) {
        let graph = &mut self.graph;
        let index = *self.nodes.entry(claim.key.clone()).or_insert_with(|| {
            let (labels, aliases) = (BTreeMap::new(), BTreeMap::new());
            graph.add_node(Node { key: claim.key.clone(), kind: claim.kind, labels, aliases, claims: 0 })
        });
        let Some(node) = self.graph.node_weight_mut(index) else { return };
        node.claims += 1;
        if let Some(label) = &claim.label {
            *node.labels.entry(label.clone()).or_default() += 1;
        }
        for alias in &claim.aliases {
            *node.aliases.entry(alias.clone()).or_default() += 1;
        }
        for name in names::of_claim(claim) {
            self.names.add(name, &claim.key);
        }
    }

    fn remove_claim(&mut self, claim: &NodeClaim) {
        for name in names::of_claim(claim) {
            self.names.remove(&name, &claim.key);
        }
        let Some(index) = self.nodes.get(&claim.key).copied() else { return };
        let Some(node) = self.graph.node_weight_mut(index) else { return };
        node.claims = node.claims.saturating_sub(1);
        if let Some(label) = &claim.label {
            decrement(&mut node.labels, label);
        }
        for alias in &claim.aliases {
            decrement(&mut node.aliases, alias);
        }
        if node.claims == 0 {
            self.graph.remove_node(index);
            self.nodes.remove(&claim.key);
        }
    }

    /// The node with this key (`substance:cas:80-05-7`), substance key (`cas:80-05-7`), name or identifier (`80-05-7`, `bisphenol A`, `rat`).
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`] with the nearest known names; [`GraphError::AmbiguousNode`] if several nodes have the name.
    pub fn find(&self, name: &str) -> Result<NodeView, GraphError> {
        self.index_of(name).map(|index| self.view(index))
    }

    pub(crate) fn index_of(&self, name: &str) -> Result<NodeIndex, GraphError> {
        let keys: BTreeSet<&NodeKey> = self.names.lookup(name, &self.nodes);
        let keys: Vec<&NodeKey> = keys.into_iter().collect();
        match keys.as_slice() {
            [] => {
                let nearest = self.names.nearest(name);
                Err(GraphError::UnknownNode { name: name.chars().take(100).collect(), nearest })
            }
            [key] => self
                .nodes
                .get(*key)
                .copied()
                .ok_or_else(|| GraphError::UnknownNode { name: name.chars().take(100).collect(), nearest: Vec::new() }),
            _ => Err(GraphError::AmbiguousNode {
                name: name.to_owned(),
                keys: keys.iter().take(20).map(|key| key.to_string()).collect(),
            }),
        }
    }

    /// All nodes, in the order of their keys.
    pub fn nodes(&self) -> impl Iterator<Item = NodeView> + '_ {
        self.nodes.values().map(|index| self.view(*index))
    }

    /// All edges, in the order of their ends, kind and record.
    #[must_use]
    pub fn edges(&self) -> Vec<EdgeView> {
        let mut edges: Vec<_> = self.graph.edge_references().collect();
        edges.sort_by(|a, b| {
            let order = |edge: &petgraph::stable_graph::EdgeReference<'_, Edge>| {
                (self.graph[edge.source()].key.clone(), self.graph[edge.target()].key.clone())
            };
            order(a).cmp(&order(b)).then_with(|| a.weight().order().cmp(&b.weight().order()))
        });
        edges.into_iter().map(|edge| self.edge_view(edge.source(), edge.target(), edge.weight())).collect()
    }

    pub(crate) fn view(&self, index: NodeIndex) -> NodeView {
        let node = &self.graph[index];
        NodeView {
            key: node.key.clone(),
            kind: node.kind,
            label: node.label().to_owned(),
            aliases: node.aliases.keys().cloned().collect(),
            degree: self.graph.neighbors_undirected(index).count(),
        }
    }

    pub(crate) fn edge_view(&self, from: NodeIndex, to: NodeIndex, edge: &Edge) -> EdgeView {
        let (from, to) = (self.graph[from].key.clone(), self.graph[to].key.clone());
        EdgeView { from, to, edge: edge.clone() }
    }

    /// How much of what there is.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let count = |kinds: &mut BTreeMap<&'static str, usize>, kind| *kinds.entry(kind).or_default() += 1;
        let (mut nodes, mut edges) = (BTreeMap::new(), BTreeMap::new());
        self.graph.node_weights().for_each(|node| count(&mut nodes, node.kind.as_str()));
        let mut records = BTreeSet::new();
        for edge in self.graph.edge_weights() {
            count(&mut edges, edge.kind.as_str());
            records.insert(edge.record.as_str());
        }
        let listed = |kinds: BTreeMap<&'static str, usize>| {
            kinds.into_iter().map(|(kind, count)| KindCount { kind: kind.to_owned(), count }).collect()
        };
        Stats {
            nodes: self.graph.node_count(),
            edges: self.graph.edge_count(),
            documents: self.documents.len(),
            records: records.len(),
            nodes_by_kind: listed(nodes),
            edges_by_kind: listed(edges),
        }
    }
}

fn decrement(counts: &mut BTreeMap<String, usize>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(name);
        }
    }
}
