//! What stands on an encoder: one head a task.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor, Var};
use orfila_kernels::Precision;
use serde::{Deserialize, Serialize};

use crate::crf;
use crate::error::LanguageError;
use crate::item::Item;
use crate::ops;
use crate::pairs::PLACES;
use crate::random::SeededGenerator;
use crate::table::Rows;

/// What a head does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "head", deny_unknown_fields)]
pub enum TaskShape {
    /// Marks spans of words that do not overlap, by a conditional random field over begin and inside labels.
    Tags {
        /// The task's name.
        name: String,
        /// The kinds of spans, in the order of their numbers.
        kinds: Vec<String>,
    },
    /// Says how two groups of mentions are related.
    Pairs {
        /// The task's name.
        name: String,
        /// The kinds of mentions, in the order of their numbers.
        mentions: Vec<String>,
        /// Which kinds may be the head and the tail of a relation.
        candidates: Vec<[u16; 2]>,
        /// The relations, numbered from 1; 0 is none.
        relations: Vec<String>,
        /// Width of a mention's representation.
        width: usize,
    },
    /// Guesses hidden pieces (Devlin et al. 2019), among the pieces of the step.
    Masked {
        /// The task's name.
        name: String,
    },
    /// Puts a window in one class.
    Classes {
        /// The task's name.
        name: String,
        /// The classes, in the order of their numbers.
        values: Vec<String>,
    },
}

impl TaskShape {
    /// The task's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Tags { name, .. } | Self::Pairs { name, .. } | Self::Masked { name } | Self::Classes { name, .. } => {
                name
            }
        }
    }

    /// Names (after the task's) and shapes of its weights for an encoder of width `hidden`.
    #[must_use]
    pub fn weights(&self, hidden: usize) -> Vec<(String, Vec<usize>)> {
        let linear = |name: &str, outputs: usize, inputs: usize| {
            [(format!("{name}.weight"), vec![outputs, inputs]), (format!("{name}.bias"), vec![outputs])]
        };
        match self {
            Self::Tags { kinds, .. } => {
                let labels = crf::labels(kinds.len());
                let mut weights = linear("emissions", labels, 2 * hidden).to_vec();
                weights.push(("transitions".to_owned(), vec![labels + 1, labels]));
                weights
            }
            Self::Pairs { mentions, relations, width, .. } => {
                let mut weights = vec![("kinds".to_owned(), vec![mentions.len(), 2 * hidden])];
                weights.extend(linear("heads", *width, 2 * hidden));
                weights.extend(linear("tails", *width, 2 * hidden));
                weights.push(("places".to_owned(), vec![PLACES, *width]));
                weights.extend(linear("mixed", *width, 4 * width));
                weights.extend(linear("relations", relations.len() + 1, *width));
                weights
            }
            Self::Masked { .. } => {
                let mut weights = linear("dense", hidden, hidden).to_vec();
                weights.extend([("norm.weight".to_owned(), vec![hidden]), ("norm.bias".to_owned(), vec![hidden])]);
                weights
            }
            Self::Classes { values, .. } => linear("classes", values.len(), hidden).to_vec(),
        }
    }
}

/// A head in training.
#[derive(Debug)]
pub struct Head {
    shape: TaskShape,
    hidden: usize,
    variables: HashMap<String, Var>,
    /// Shape (labels + 1, labels): 0, or [`crf::FORBIDDEN`] where a label may not follow another.
    forbidden: Option<Tensor>,
}

/// Initial size of random weights.
const SPREAD: f32 = 0.05;

impl Head {
    /// A head with small random weights.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory.
    pub fn random(shape: TaskShape, hidden: usize, seed: u64) -> Result<Self, LanguageError> {
        let mut generator = SeededGenerator::new(seed, 0x4ead);
        let mut variables = HashMap::new();
        for (name, dims) in shape.weights(hidden) {
            let count = dims.iter().product();
            let random = dims.len() > 1 && name != "transitions";
            let spread = if random { 2.0 * SPREAD } else { 0.0 };
            let middle = if name == "norm.weight" { 1.0 } else { 0.0 };
            let values: Vec<f32> = (0..count).map(|_| middle + (generator.uniform() - 0.5) * spread).collect();
            variables.insert(name, Var::from_vec(values, dims, &Device::Cpu)?);
        }
        Self::with(shape, hidden, variables)
    }

    /// A head with given weights, under names that begin with `prefix`; `None` if there are none or they have another
    /// shape, because the task is new or has changed.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if a tensor cannot be read.
    pub fn from_tensors(
        shape: &TaskShape,
        hidden: usize,
        tensors: &HashMap<String, Tensor>,
        prefix: &str,
    ) -> Result<Option<Self>, LanguageError> {
        let mut variables = HashMap::new();
        for (name, dims) in shape.weights(hidden) {
            let Some(tensor) = tensors.get(&format!("{prefix}{name}")).filter(|tensor| tensor.dims() == dims) else {
                return Ok(None);
            };
            variables.insert(name, Var::from_tensor(&tensor.to_dtype(DType::F32)?)?);
        }
        Self::with(shape.clone(), hidden, variables).map(Some)
    }

    fn with(shape: TaskShape, hidden: usize, variables: HashMap<String, Var>) -> Result<Self, LanguageError> {
        let forbidden = match &shape {
            TaskShape::Tags { kinds, .. } => Some(forbidden_transitions(kinds.len())?),
            _ => None,
        };
        Ok(Self { shape, hidden, variables, forbidden })
    }

    /// What it does.
    #[must_use]
    pub fn shape(&self) -> &TaskShape {
        &self.shape
    }

    /// Its variables by name, in the order of [`TaskShape::weights`].
    #[must_use]
    pub fn variables(&self) -> Vec<(String, &Var)> {
        let named = |(name, _): (String, Vec<usize>)| self.variables.get(&name).map(|variable| (name, variable));
        self.shape.weights(self.hidden).into_iter().filter_map(named).collect()
    }

    fn weight(&self, name: &str) -> Result<&Tensor, LanguageError> {
        let variable = self.variables.get(name).map(Var::as_tensor);
        variable.ok_or_else(|| LanguageError::Shape(format!("no weight `{name}`")))
    }

    fn linear(&self, x: &Tensor, name: &str) -> Result<Tensor, LanguageError> {
        let (weight, bias) = (self.weight(&format!("{name}.weight"))?, self.weight(&format!("{name}.bias"))?);
        // Heads are small and their last products decide: they are made in f32.
        Ok(ops::linear(x, weight, bias, Precision::F32)?)
    }

    /// The sum of the losses of `items` for this head (`task` is its number), a scalar, and over how many words, pairs or
    /// windows it is; `None` if no item knows anything about the task. `states` has the shape (positions, hidden) for the
    /// windows of all items one after the other; `rows` are the pieces of the step.
    ///
    /// # Errors
    /// [`LanguageError`] if the items do not fit the head.
    pub fn loss(
        &self,
        task: usize,
        states: &Tensor,
        rows: &Rows,
        items: &[&Item],
    ) -> Result<Option<(Tensor, usize)>, LanguageError> {
        let starts: Vec<u32> = items
            .iter()
            .scan(0, |next, item| {
                let start = *next;
                *next += item.window.pieces.len() as u32;
                Some(start)
            })
            .collect();
        match &self.shape {
            TaskShape::Tags { .. } => self.tag_loss(task, states, items, &starts),
            TaskShape::Pairs { .. } => self.pair_loss(task, states, items, &starts),
            TaskShape::Masked { .. } => self.masked_loss(states, rows, items, &starts),
            TaskShape::Classes { .. } => self.class_loss(task, states, items, &starts),
        }
    }

    fn tag_loss(
        &self,
        task: usize,
        states: &Tensor,
        items: &[&Item],
        starts: &[u32],
    ) -> Result<Option<(Tensor, usize)>, LanguageError> {
        let (mut first, mut last, mut labels, mut lengths) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (item, start) in items.iter().zip(starts) {
            let Some(known) = item.tags.get(&task) else { continue };
            if known.len() != item.window.places.len() {
                return Err(LanguageError::Shape("a window has not as many labels as words".into()));
            }
            first.extend(item.window.places.iter().map(|(first, _)| start + first));
            last.extend(item.window.places.iter().map(|(_, last)| start + last));
            labels.extend(known.iter().map(|label| usize::from(*label)));
            lengths.push(known.len());
        }
        let count = labels.len();
        if count == 0 {
            return Ok(None);
        }
        let emissions = self.linear(&both(states, &first, &last)?, "emissions")?;
        let transitions = self.transitions()?;
        Ok(Some((crf::negative_log_likelihood(&emissions, &transitions, labels, lengths)?, count)))
    }

    /// Learned transitions with the forbidden ones, of shape (labels + 1, labels).
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the head does not tag.
    pub fn transitions(&self) -> Result<Tensor, LanguageError> {
        let forbidden = self.forbidden.as_ref();
        let forbidden = forbidden.ok_or_else(|| LanguageError::Shape("a head that does not tag".into()))?;
        Ok((self.weight("transitions")? + forbidden)?)
    }

    fn pair_loss(
        &self,
        task: usize,
        states: &Tensor,
        items: &[&Item],
        starts: &[u32],
    ) -> Result<Option<(Tensor, usize)>, LanguageError> {
        let mut gathered = Gathered::default();
        for (item, start) in items.iter().zip(starts) {
            if let Some(set) = item.pairs.get(&task) {
                gathered.add(item, set, *start)?;
            }
        }
        let count = gathered.labels.len();
        if count == 0 {
            return Ok(None);
        }
        let mentions = both(states, &gathered.first, &gathered.last)?;
        let mentions = (mentions + take(self.weight("kinds")?, &gathered.kinds)?)?;
        let groups = gathered.mean(&mentions)?;
        let heads = ops::gelu(&self.linear(&groups, "heads")?)?;
        let tails = ops::gelu(&self.linear(&groups, "tails")?)?;
        let (heads, tails) = (take(&heads, &gathered.heads)?, take(&tails, &gathered.tails)?);
        let places = take(self.weight("places")?, &gathered.places)?;
        let product = (&heads * &tails)?;
        let mixed = ops::gelu(&self.linear(&Tensor::cat(&[heads, tails, product, places], 1)?, "mixed")?)?;
        let logits = self.linear(&mixed, "relations")?;
        Ok(Some((cross_entropy_sum(&logits, &gathered.labels)?, count)))
    }

    fn masked_loss(
        &self,
        states: &Tensor,
        rows: &Rows,
        items: &[&Item],
        starts: &[u32],
    ) -> Result<Option<(Tensor, usize)>, LanguageError> {
        let (mut positions, mut labels) = (Vec::new(), Vec::new());
        for (item, start) in items.iter().zip(starts) {
            for (position, piece) in &item.masked {
                let place = rows.place(*piece);
                labels.push(place.ok_or_else(|| LanguageError::Shape("a hidden piece is not among the rows".into()))?);
                positions.push(start + position);
            }
        }
        if positions.is_empty() {
            return Ok(None);
        }
        let hidden = ops::gelu(&self.linear(&take(states, &positions)?, "dense")?)?;
        let hidden = ops::layer_norm(&hidden, self.weight("norm.weight")?, self.weight("norm.bias")?, 1e-12)?;
        let none = Tensor::zeros(rows.rows.len(), DType::F32, &Device::Cpu)?;
        let logits = ops::linear(&hidden, rows.leaf.as_tensor(), &none, Precision::Bf16)?;
        Ok(Some((cross_entropy_sum(&logits, &labels)?, labels.len())))
    }

    fn class_loss(
        &self,
        task: usize,
        states: &Tensor,
        items: &[&Item],
        starts: &[u32],
    ) -> Result<Option<(Tensor, usize)>, LanguageError> {
        let (mut means, mut labels) = (Vec::new(), Vec::new());
        for (item, start) in items.iter().zip(starts) {
            if let Some(class) = item.classes.get(&task) {
                means.push(states.narrow(0, *start as usize, item.window.pieces.len())?.mean_keepdim(0)?);
                labels.push(u32::from(*class));
            }
        }
        if labels.is_empty() {
            return Ok(None);
        }
        let logits = self.linear(&Tensor::cat(&means, 0)?, "classes")?;
        Ok(Some((cross_entropy_sum(&logits, &labels)?, labels.len())))
    }
}

/// Which transitions are forbidden, of shape (labels + 1, labels).
///
/// # Errors
/// [`LanguageError::Tensor`] if there is no memory.
pub(crate) fn forbidden_transitions(kinds: usize) -> Result<Tensor, LanguageError> {
    let count = crf::labels(kinds);
    let value = |from: usize, to: usize| {
        let previous = (from < count).then_some(from);
        if crf::may_follow(previous, to) { 0.0 } else { crf::FORBIDDEN }
    };
    let values: Vec<f32> = (0..=count).flat_map(|from| (0..count).map(move |to| value(from, to))).collect();
    Ok(Tensor::from_vec(values, (count + 1, count), &Device::Cpu)?)
}

fn take(table: &Tensor, rows: &[u32]) -> Result<Tensor, LanguageError> {
    Ok(table.index_select(&Tensor::from_slice(rows, rows.len(), &Device::Cpu)?, 0)?)
}

/// States of first and last pieces beside each other.
fn both(states: &Tensor, first: &[u32], last: &[u32]) -> Result<Tensor, LanguageError> {
    Ok(Tensor::cat(&[take(states, first)?, take(states, last)?], 1)?)
}

/// Sum of `-log softmax(logits)[label]` over rows.
fn cross_entropy_sum(logits: &Tensor, labels: &[u32]) -> Result<Tensor, LanguageError> {
    let labels = Tensor::from_slice(labels, (labels.len(), 1), &Device::Cpu)?;
    let logs = candle_nn::ops::log_softmax(logits, 1)?;
    Ok(logs.gather(&labels, 1)?.sum_all()?.neg()?)
}

/// The mentions, groups and pairs of several items.
#[derive(Default)]
struct Gathered {
    first: Vec<u32>,
    last: Vec<u32>,
    kinds: Vec<u32>,
    /// Group of each mention.
    groups: Vec<u32>,
    sizes: Vec<f32>,
    heads: Vec<u32>,
    tails: Vec<u32>,
    places: Vec<u32>,
    labels: Vec<u32>,
}

impl Gathered {
    fn add(&mut self, item: &Item, set: &crate::item::PairSet, start: u32) -> Result<(), LanguageError> {
        let base = self.sizes.len() as u32;
        for group in &set.groups {
            let number = self.sizes.len() as u32;
            for mention in group {
                let place = |word: u32| item.window.places.get(word as usize);
                let (Some((first, _)), Some((_, last))) = (place(mention.first), place(mention.last)) else {
                    return Err(LanguageError::Shape("a mention lies outside its window".into()));
                };
                self.first.push(start + first);
                self.last.push(start + last);
                self.kinds.push(u32::from(mention.kind));
                self.groups.push(number);
            }
            self.sizes.push(group.len().max(1) as f32);
        }
        for pair in &set.pairs {
            self.heads.push(base + pair.head);
            self.tails.push(base + pair.tail);
            self.places.push(u32::from(pair.place));
            self.labels.push(u32::from(pair.label));
        }
        Ok(())
    }

    /// The mean of the mentions of each group, of shape (groups, width).
    fn mean(&self, mentions: &Tensor) -> Result<Tensor, LanguageError> {
        let (_, width) = mentions.dims2()?;
        let groups = self.sizes.len();
        let index = Tensor::from_slice(&self.groups, self.groups.len(), &Device::Cpu)?;
        let zeros = Tensor::zeros((groups, width), DType::F32, &Device::Cpu)?;
        let sums = zeros.index_add(&index, mentions, 0)?;
        Ok(sums.broadcast_div(&Tensor::from_slice(&self.sizes, (groups, 1), &Device::Cpu)?)?)
    }
}

#[cfg(test)]
mod tests;
