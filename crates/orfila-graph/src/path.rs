//! Paths: how two things hang together, step by step, each with the record that says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::Direction;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde::{Deserialize, Serialize};

use crate::edge::Edge;
use crate::error::GraphError;
use crate::graph::Graph;
use crate::node::{NodeKey, NodeKind};
use crate::view::{EdgeView, Filter, NodeView};

/// How a path is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PathOptions {
    /// Kinds of node that a path must not go through (it may begin and end at them).
    ///
    /// By default documents: two substances of one inventory would else always be two steps apart, which says nothing.
    pub avoid: BTreeSet<NodeKind>,
    /// Which edges count.
    pub filter: Filter,
    /// Most steps; `None` for any number.
    pub longest: Option<usize>,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self { avoid: BTreeSet::from([NodeKind::Document]), filter: Filter::default(), longest: None }
    }
}

impl PathOptions {
    /// Options that also let paths go through documents.
    #[must_use]
    pub fn through_documents() -> Self {
        Self { avoid: BTreeSet::new(), ..Self::default() }
    }
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The node the step begins at.
    pub from: NodeKey,
    /// The node it ends at.
    pub to: NodeKey,
    /// The edge, in its own direction, with its record.
    pub edge: EdgeView,
    /// The step in words, in the direction of the path.
    pub words: String,
}

/// A shortest path. Among equally short ones it is always the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// Its nodes from one end to the other.
    pub nodes: Vec<NodeView>,
    /// Its steps; one less than nodes.
    pub steps: Vec<Step>,
}

impl Graph {
    /// A shortest path between two nodes, whichever way the edges point; `None` if there is none.
    ///
    /// # Errors
    /// Those of [`Graph::find`], for either end.
    pub fn shortest_path(&self, from: &str, to: &str, options: &PathOptions) -> Result<Option<Path>, GraphError> {
        let (start, goal) = (self.index_of(from)?, self.index_of(to)?);
        let Some(before) = self.search(start, goal, options) else { return Ok(None) };
        let mut indices = vec![goal];
        let mut at = goal;
        while let Some(previous) = before.get(&at).copied().filter(|_| at != start) {
            indices.push(previous);
            at = previous;
        }
        indices.reverse();
        let steps = indices.windows(2).filter_map(|pair| match pair {
            [from, to] => self.step(*from, *to, &options.filter),
            _ => None,
        });
        let steps = steps.collect();
        Ok(Some(Path { nodes: indices.iter().map(|index| self.view(*index)).collect(), steps }))
    }

    /// Breadth-first search, ring by ring in the order of keys; returns every reached node with the one before it.
    fn search(
        &self,
        start: NodeIndex,
        goal: NodeIndex,
        options: &PathOptions,
    ) -> Option<HashMap<NodeIndex, NodeIndex>> {
        let mut before = HashMap::from([(start, start)]);
        let mut ring = vec![start];
        let mut steps = 0;
        while !before.contains_key(&goal) {
            if ring.is_empty() || options.longest.is_some_and(|longest| steps >= longest) {
                return None;
            }
            let mut next: BTreeMap<&NodeKey, NodeIndex> = BTreeMap::new();
            for index in ring {
                for (key, other) in self.open_neighbours(index, goal, options) {
                    // The ring is in the order of keys, so the first to reach a node is the same whatever was built when.
                    before.entry(other).or_insert_with(|| {
                        next.insert(key, other);
                        index
                    });
                }
            }
            ring = next.into_values().collect();
            steps += 1;
        }
        Some(before)
    }

    fn open_neighbours<'a>(
        &'a self,
        index: NodeIndex,
        goal: NodeIndex,
        options: &'a PathOptions,
    ) -> impl Iterator<Item = (&'a NodeKey, NodeIndex)> + 'a {
        let both = [Direction::Outgoing, Direction::Incoming].into_iter();
        both.flat_map(move |direction| {
            self.graph.edges_directed(index, direction).filter_map(move |edge| {
                let other = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                let node = &self.graph[other];
                let wanted = options.filter.nodes.is_empty() || options.filter.nodes.contains(&node.kind);
                let open = other == goal || (wanted && !options.avoid.contains(&node.kind));
                (open && options.filter.takes_edge(edge.weight())).then_some((&node.key, other))
            })
        })
    }

    /// The step between two neighbours, by the first of their edges.
    fn step(&self, from: NodeIndex, to: NodeIndex, filter: &Filter) -> Option<Step> {
        let forward = self.graph.edges_connecting(from, to).map(|edge| (edge.weight(), true));
        let backward = self.graph.edges_connecting(to, from).map(|edge| (edge.weight(), false));
        let edges = forward.chain(backward).filter(|(edge, _)| filter.takes_edge(edge));
        let (edge, forward) = edges.min_by(|(a, x), (b, y)| (a.order(), !x).cmp(&(b.order(), !y)))?;
        let (first, second) = if forward { (from, to) } else { (to, from) };
        Some(Step {
            from: self.graph[from].key.clone(),
            to: self.graph[to].key.clone(),
            edge: self.edge_view(first, second, edge),
            words: self.words(from, to, edge, forward),
        })
    }

    fn words(&self, from: NodeIndex, to: NodeIndex, edge: &Edge, forward: bool) -> String {
        let verb = if forward { edge.kind.words() } else { edge.kind.words_back() };
        let mut words = format!("{} {verb} {}", self.graph[from].label(), self.graph[to].label());
        let details: Vec<&str> = [edge.subject.as_deref(), edge.value.as_deref()].into_iter().flatten().collect();
        if !details.is_empty() {
            words.push_str(&format!(" ({})", details.join(" ")));
        }
        words.push_str(&format!(" [record {}]", edge.record));
        words
    }
}
