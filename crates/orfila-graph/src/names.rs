//! Names: which nodes answer to which name.

use std::collections::{BTreeMap, BTreeSet};

use orfila_records::substance::fold_name;
use petgraph::stable_graph::NodeIndex;

use crate::claims::NodeClaim;
use crate::node::{NodeKey, NodeKind};

/// How many names are offered for one that is not known.
const MOST_SUGGESTIONS: usize = 3;

/// Folded name → keys, each with the number of claims behind it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct NameIndex(BTreeMap<String, BTreeMap<NodeKey, usize>>);

/// The names under which a claim's node is found.
pub(crate) fn of_claim(claim: &NodeClaim) -> BTreeSet<String> {
    let label = claim.label.iter().map(|label| fold_name(label));
    label.chain(claim.aliases.iter().cloned()).filter(|name| !name.is_empty()).collect()
}

impl NameIndex {
    pub(crate) fn add(&mut self, name: String, key: &NodeKey) {
        *self.0.entry(name).or_default().entry(key.clone()).or_default() += 1;
    }

    pub(crate) fn remove(&mut self, name: &str, key: &NodeKey) {
        let Some(keys) = self.0.get_mut(name) else { return };
        if let Some(count) = keys.get_mut(key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                keys.remove(key);
            }
        }
        if keys.is_empty() {
            self.0.remove(name);
        }
    }

    /// The keys a name may mean: a whole key, a substance key, else every node with that name.
    pub(crate) fn lookup<'a>(&'a self, name: &str, nodes: &'a BTreeMap<NodeKey, NodeIndex>) -> BTreeSet<&'a NodeKey> {
        let trimmed = name.trim();
        for kind in NodeKind::ALL {
            let whole = trimmed.strip_prefix(kind.as_str()).and_then(|rest| rest.strip_prefix(':'));
            let exact = whole.map(|identifier| [NodeKey::exact(kind, identifier), NodeKey::named(kind, identifier)]);
            let found = exact.iter().flatten().find_map(|key| nodes.get_key_value(key));
            if let Some((key, _)) = found {
                return BTreeSet::from([key]);
            }
        }
        if let Some((key, _)) = nodes.get_key_value(&NodeKey::exact(NodeKind::Substance, trimmed)) {
            return BTreeSet::from([key]);
        }
        if let Some((key, _)) = nodes.get_key_value(&NodeKey::exact(NodeKind::Document, trimmed)) {
            return BTreeSet::from([key]);
        }
        self.0.get(&fold_name(trimmed)).into_iter().flat_map(BTreeMap::keys).collect()
    }

    /// The known names that look most like an unknown one: those that contain it, then those a few letters away.
    pub(crate) fn nearest(&self, name: &str) -> Vec<String> {
        let name: String = fold_name(name).chars().take(64).collect();
        let length = name.chars().count();
        if length == 0 {
            return Vec::new();
        }
        let allowed = (length / 3).max(1);
        let mut near: Vec<(usize, &str)> = Vec::new();
        for known in self.0.keys() {
            let known_length = known.chars().take(256).count();
            if length >= 3 && known.contains(&name) {
                near.push((1, known));
            } else if known_length.abs_diff(length) <= allowed {
                let distance = distance(&name, known);
                if distance <= allowed && distance < length {
                    near.push((distance, known));
                }
            }
        }
        near.sort_by_key(|(distance, known)| (*distance, known.len(), *known));
        near.into_iter().take(MOST_SUGGESTIONS).map(|(_, known)| known.to_owned()).collect()
    }
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, character) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}
