//! The one form of all corpora.

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, Split};

/// A text with its annotations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Identifier, unique in its corpus: the source's own document id, with the number of the part where it was split.
    pub id: String,
    /// Where it is from.
    pub corpus: Corpus,
    /// Whether to learn from it or to measure on it.
    pub split: Split,
    /// ISO 639-1 code of its language.
    pub language: String,
    /// The text all offsets point into.
    pub text: String,
    /// Typed spans, in the order of the source; they may overlap.
    pub mentions: Vec<Mention>,
    /// Relations between mentions.
    pub relations: Vec<Relation>,
    /// Relations between concepts that hold in the text as a whole.
    pub concept_relations: Vec<ConceptRelation>,
    /// What the text as a whole is.
    pub labels: Vec<Label>,
}

/// A typed span of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First byte (UTF-8, base 0).
    pub start: usize,
    /// Byte after the last (half-open), on a character boundary.
    pub end: usize,
    /// Its type, in the words of its corpus.
    pub kind: String,
    /// Concepts it names (MeSH, NCBI Gene, ChEBI, a unit in the corpus' notation); several for a composite mention.
    pub concepts: Vec<String>,
}

/// A directed relation between two mentions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// Index of the head in [`Example::mentions`] (base 0).
    pub head: usize,
    /// Index of the tail in [`Example::mentions`] (base 0).
    pub tail: usize,
    /// Its type, in the words of its corpus.
    pub kind: String,
}

/// A relation between two concepts, wherever in the text they are mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConceptRelation {
    /// Concept of the head, as in [`Mention::concepts`].
    pub head: String,
    /// Concept of the tail.
    pub tail: String,
    /// Its type, in the words of its corpus.
    pub kind: String,
}

/// One value of one classification task; a text may have several of one task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    /// The task, for example `section`.
    pub task: String,
    /// The value, for example `toxicology`.
    pub value: String,
}

impl Example {
    /// An example without annotations.
    #[must_use]
    pub fn new(corpus: Corpus, split: Split, id: impl Into<String>, language: &str, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            corpus,
            split,
            language: language.to_owned(),
            text: text.into(),
            mentions: Vec::new(),
            relations: Vec::new(),
            concept_relations: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The text of a mention; empty where its offsets are none of this text.
    #[must_use]
    pub fn quote(&self, mention: &Mention) -> &str {
        self.text.get(mention.start..mention.end).unwrap_or_default()
    }

    /// The first value of a task.
    #[must_use]
    pub fn label(&self, task: &str) -> Option<&str> {
        self.labels.iter().find(|label| label.task == task).map(|label| label.value.as_str())
    }

    /// Adds a label.
    pub(crate) fn put_label(&mut self, task: &str, value: impl Into<String>) {
        self.labels.push(Label { task: task.to_owned(), value: value.into() });
    }
}
