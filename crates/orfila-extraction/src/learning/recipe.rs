//! What a model learns and how, as a file in `configs/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use orfila_corpora::{Corpus, Example};
use orfila_language::fit::FitOptions;
use orfila_language::heads::TaskShape;
use serde::{Deserialize, Serialize};

use super::LearningError;

/// A recipe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Most pieces of a window.
    pub window: usize,
    /// Words that neighbouring windows share.
    pub overlap: usize,
    /// Part of the values set to 0 in training.
    pub dropout: f32,
    /// Whether products are made in bf16 where the processor can.
    pub bf16: bool,
    /// The optimizer and its schedule.
    pub fit: FitOptions,
    /// The corpora and how often an epoch visits their examples.
    pub corpora: Vec<CorpusRecipe>,
    /// The tasks.
    pub tasks: Vec<TaskRecipe>,
}

/// A corpus in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorpusRecipe {
    /// Its name.
    pub name: Corpus,
    /// How often an epoch visits each example.
    pub visits: f64,
}

/// A task, and from which annotations it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, tag = "head", rename_all = "snake_case")]
pub enum TaskRecipe {
    /// Spans of some kinds, which do not overlap.
    Tags {
        /// The task's name.
        name: String,
        /// The corpora that are annotated with it.
        corpora: Vec<Corpus>,
        /// The kinds: names in the model, each with its names in the corpora.
        kinds: BTreeMap<String, Vec<String>>,
    },
    /// Relations between mentions.
    Pairs {
        /// The task's name.
        name: String,
        /// The corpora that are annotated with it.
        corpora: Vec<Corpus>,
        /// The relations: names in the model, each with its names in the corpora.
        relations: BTreeMap<String, Vec<String>>,
        /// Whether the relations are between concepts, each with all its mentions, and not between single mentions.
        #[serde(default)]
        concepts: bool,
        /// Width of a mention's representation.
        width: usize,
    },
    /// Hidden words of the corpora's texts, to learn the language of the domain. Each visit of an epoch hides others.
    Masked {
        /// The task's name.
        name: String,
        /// The corpora whose texts are read.
        corpora: Vec<Corpus>,
        /// Part of the words that is hidden.
        share: f32,
    },
    /// One class of each example.
    Classes {
        /// The task's name: that of the label in the corpora.
        name: String,
        /// The corpora that are annotated with it.
        corpora: Vec<Corpus>,
    },
}

impl TaskRecipe {
    /// The task's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Tags { name, .. }
            | Self::Pairs { name, .. }
            | Self::Masked { name, .. }
            | Self::Classes { name, .. } => name,
        }
    }

    /// The corpora that are annotated with it.
    #[must_use]
    pub fn corpora(&self) -> &[Corpus] {
        match self {
            Self::Tags { corpora, .. }
            | Self::Pairs { corpora, .. }
            | Self::Masked { corpora, .. }
            | Self::Classes { corpora, .. } => corpora,
        }
    }

    /// The task of a model: what the recipe leaves open (kinds of mentions in relations, classes) is what the examples have.
    #[must_use]
    pub fn shape(&self, examples: &[&Example]) -> TaskShape {
        let of_task = || examples.iter().filter(|example| self.corpora().contains(&example.corpus));
        match self {
            Self::Tags { name, kinds, .. } => {
                TaskShape::Tags { name: name.clone(), kinds: kinds.keys().cloned().collect() }
            }
            Self::Pairs { name, relations, width, concepts, .. } => {
                let ends = of_task().flat_map(|example| ends(example, relations, *concepts));
                let candidates: BTreeSet<(String, String)> = ends.collect();
                let mentions: BTreeSet<String> = candidates.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
                let mentions: Vec<String> = mentions.into_iter().collect();
                let number = |kind: &String| mentions.iter().position(|other| other == kind).unwrap_or(0) as u16;
                TaskShape::Pairs {
                    name: name.clone(),
                    candidates: candidates.iter().map(|(head, tail)| [number(head), number(tail)]).collect(),
                    mentions,
                    relations: relations.keys().cloned().collect(),
                    width: *width,
                }
            }
            Self::Masked { name, .. } => TaskShape::Masked { name: name.clone() },
            Self::Classes { name, .. } => {
                let values: BTreeSet<&str> = of_task().filter_map(|example| example.label(name)).collect();
                TaskShape::Classes { name: name.clone(), values: values.into_iter().map(str::to_owned).collect() }
            }
        }
    }
}

/// The kinds of mentions at the ends of an example's relations.
fn ends(example: &Example, relations: &BTreeMap<String, Vec<String>>, concepts: bool) -> Vec<(String, String)> {
    let wanted = |kind: &String| relations.values().any(|names| names.contains(kind));
    let kind = |mention: usize| example.mentions.get(mention).map(|mention| mention.kind.clone());
    if concepts {
        let of = |concept: &String| {
            let mut mentions = example.mentions.iter();
            mentions.find(|mention| mention.concepts.contains(concept)).map(|mention| mention.kind.clone())
        };
        let related = example.concept_relations.iter().filter(|relation| wanted(&relation.kind));
        return related.filter_map(|relation| of(&relation.head).zip(of(&relation.tail))).collect();
    }
    let related = example.relations.iter().filter(|relation| wanted(&relation.kind));
    related.filter_map(|relation| kind(relation.head).zip(kind(relation.tail))).collect()
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`LearningError::Recipe`] with the path if the file cannot be read or says something unknown.
    pub fn read(path: &Path) -> Result<Self, LearningError> {
        let wrong = |reason: String| LearningError::Recipe { path: path.to_owned(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let recipe: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if let Some(reason) = recipe.fault() {
            return Err(wrong(reason));
        }
        let mut names = BTreeSet::new();
        if let Some(task) = recipe.tasks.iter().find(|task| !names.insert(task.name())) {
            return Err(wrong(format!("two tasks are named `{}`", task.name())));
        }
        Ok(recipe)
    }

    /// The first value that cannot be meant.
    fn fault(&self) -> Option<String> {
        let fit = &self.fit;
        let optimizer = &fit.optimizer;
        let within = |name: &str, value: f64, least: f64, most: f64| {
            let fits = value >= least && value <= most;
            (!fits).then(|| format!("`{name} = {value}` does not lie between {least} and {most}"))
        };
        let mut faults = vec![
            within("window", self.window as f64, 16.0, 4096.0),
            within("overlap", self.overlap as f64, 0.0, self.window as f64 / 2.0),
            within("dropout", f64::from(self.dropout), 0.0, 0.9),
            within("epochs", fit.epochs as f64, 1.0, 10_000.0),
            within("pieces", fit.pieces as f64, 16.0, 1e6),
            within("threads", fit.threads as f64, 1.0, 1024.0),
            within("head_rate", fit.head_rate, 0.0, 1000.0),
            within("warmup", fit.warmup, 0.0, 1.0),
            within("clip", fit.clip, 1e-6, 1e6),
            within("pair_weight", fit.pair_weight, 0.0, 1e6),
            within("class_weight", fit.class_weight, 0.0, 1e6),
            within("masked_weight", fit.masked_weight, 0.0, 1e6),
            within("learning_rate", optimizer.learning_rate, 1e-9, 1.0),
            within("beta1", optimizer.beta1, 0.0, 0.999_999),
            within("beta2", optimizer.beta2, 0.0, 0.999_999),
            within("epsilon", optimizer.epsilon, 1e-12, 1.0),
            within("weight_decay", optimizer.weight_decay, 0.0, 1.0),
        ];
        faults.extend(self.corpora.iter().map(|corpus| within("visits", corpus.visits, 0.0, 100.0)));
        faults.extend(self.tasks.iter().map(|task| match task {
            TaskRecipe::Masked { share, .. } => within("share", f64::from(*share), 0.01, 0.9),
            TaskRecipe::Pairs { width, .. } => within("width", *width as f64, 1.0, 4096.0),
            _ => None,
        }));
        faults.into_iter().flatten().next()
    }

    /// The part of a corpus' words that is hidden, if the recipe has such a task.
    pub(super) fn hidden_share(&self, corpus: Corpus) -> Option<f32> {
        self.tasks.iter().find_map(|task| match task {
            TaskRecipe::Masked { corpora, share, .. } if corpora.contains(&corpus) => Some(*share),
            _ => None,
        })
    }
}
