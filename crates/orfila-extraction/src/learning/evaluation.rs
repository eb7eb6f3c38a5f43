//! How well a model does its tasks on annotated examples.

use std::collections::BTreeMap;

use orfila_corpora::score::{self, Scores, Tally};
use orfila_corpora::{Corpus, Example};
use orfila_language::heads::TaskShape;
use orfila_language::item::PairSet;
use orfila_language::reader::{Reader, Reading};
use serde::{Deserialize, Serialize};

use super::items::Misfits;
use super::{Itemiser, LearningError, TaskRecipe};

/// The scores of a task on the examples of one corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskScores {
    /// The task.
    pub task: String,
    /// The corpus.
    pub corpus: Corpus,
    /// The examples measured on.
    pub examples: usize,
    /// Spans: strict bounds and kinds. Relations and classes: of the kinds expected and found.
    pub scores: Scores,
}

/// The scores of all tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// By task and corpus, in the order of the tasks.
    pub tasks: Vec<TaskScores>,
}

impl Evaluation {
    /// The mean over tasks and corpora of the pooled F1.
    #[must_use]
    pub fn mean_f1(&self) -> f64 {
        let sum: f64 = self.tasks.iter().map(|task| task.scores.micro.f1()).sum();
        if self.tasks.is_empty() { 0.0 } else { sum / self.tasks.len() as f64 }
    }
}

/// Measures a model on examples. Relations are asked of the annotated mentions.
///
/// # Errors
/// [`LearningError`] if the model is damaged.
pub fn evaluate(reader: &Reader, recipes: &[TaskRecipe], examples: &[&Example]) -> Result<Evaluation, LearningError> {
    let texts: Vec<&str> = examples.iter().map(|example| example.text.as_str()).collect();
    let mut scores: BTreeMap<(usize, Corpus), (usize, Scores)> = BTreeMap::new();
    for (examples, texts) in examples.chunks(64).zip(texts.chunks(64)) {
        for (example, reading) in examples.iter().zip(reader.read(texts)?) {
            for (task, recipe) in recipes.iter().enumerate() {
                if recipe.corpora().contains(&example.corpus) && !matches!(recipe, TaskRecipe::Masked { .. }) {
                    let found = task_scores(reader, task, recipe, example, &reading)?;
                    let entry = scores.entry((task, example.corpus)).or_default();
                    entry.0 += 1;
                    entry.1.add(&found);
                }
            }
        }
    }
    let named = |((task, corpus), (examples, scores)): ((usize, Corpus), (usize, Scores))| TaskScores {
        task: recipes[task].name().to_owned(),
        corpus,
        examples,
        scores,
    };
    Ok(Evaluation { tasks: scores.into_iter().map(named).collect() })
}

fn task_scores(
    reader: &Reader,
    task: usize,
    recipe: &TaskRecipe,
    example: &Example,
    reading: &Reading,
) -> Result<Scores, LearningError> {
    match (recipe, &reader.shape().tasks[task]) {
        (TaskRecipe::Tags { kinds, .. }, TaskShape::Tags { kinds: names, .. }) => {
            let spans = reader.tag(task, reading)?;
            let found: Vec<score::Span<'_>> = spans
                .iter()
                .map(|span| {
                    let (first, last) = (&reading.words[span.words.start], &reading.words[span.words.end - 1]);
                    (first.span.start, last.span.end, names[span.kind].as_str())
                })
                .collect();
            let name =
                |kind: &String| kinds.iter().find(|(_, sources)| sources.contains(kind)).map(|(name, _)| name.as_str());
            let mentions = example.mentions.iter();
            let expected: Vec<score::Span<'_>> =
                mentions.filter_map(|mention| Some((mention.start, mention.end, name(&mention.kind)?))).collect();
            Ok(score::spans(&expected, &found))
        }
        (TaskRecipe::Pairs { .. }, TaskShape::Pairs { .. }) => pair_scores(reader, task, recipe, example, reading),
        (TaskRecipe::Classes { name, .. }, TaskShape::Classes { values, .. }) => {
            let probabilities = reader.classify(task, reading)?;
            let best = (0..values.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
            let mut scores = Scores::default();
            let (found, expected) = (best.map(|best| values[best].as_str()), example.label(name));
            for (value, part) in [(found, (1, 0)), (expected, (0, 1))] {
                let Some(value) = value else { continue };
                let correct = usize::from(part.1 == 1 && found == expected);
                let tally = Tally { correct, found: part.0, expected: part.1 };
                scores.micro.add(tally);
                scores.kinds.entry(value.to_owned()).or_default().add(tally);
            }
            Ok(scores)
        }
        _ => Ok(Scores::default()),
    }
}

fn pair_scores(
    reader: &Reader,
    task: usize,
    recipe: &TaskRecipe,
    example: &Example,
    reading: &Reading,
) -> Result<Scores, LearningError> {
    let TaskShape::Pairs { relations, .. } = &reader.shape().tasks[task] else { return Ok(Scores::default()) };
    // One window that holds the whole text: relations that training could not see in a window count as missed.
    let itemiser = Itemiser {
        vocabulary: reader.vocabulary(),
        recipes: std::slice::from_ref(recipe),
        shape: &orfila_language::model::ModelShape {
            encoder: reader.shape().encoder.clone(),
            tasks: vec![reader.shape().tasks[task].clone()],
        },
        window: usize::MAX,
        overlap: 0,
    };
    let mut items = itemiser.items(example, &mut Misfits::default());
    let set: PairSet = items.pop().and_then(|mut item| item.pairs.remove(&0)).unwrap_or_default();
    let mut scores = Scores::default();
    for (pair, probabilities) in set.pairs.iter().zip(reader.relate(task, reading, &set)?) {
        let best = (0..probabilities.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b])).unwrap_or(0);
        let label = usize::from(pair.label);
        for (relation, found, expected) in [(best, 1, 0), (label, 0, 1)] {
            if relation == 0 {
                continue;
            }
            let correct = usize::from(expected == 1 && best == label);
            let tally = Tally { correct, found, expected };
            scores.micro.add(tally);
            scores.kinds.entry(relations[relation - 1].clone()).or_default().add(tally);
        }
    }
    Ok(scores)
}
