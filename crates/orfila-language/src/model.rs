//! An encoder with its table of pieces and its heads, in training.

use std::collections::HashMap;

use candle_core::{Tensor, Var};
use orfila_kernels::Precision;
use serde::{Deserialize, Serialize};

use crate::encoder::{Batch, Encoder, EncoderShape};
use crate::error::LanguageError;
use crate::heads::{Head, TaskShape};
use crate::item::Item;
use crate::random::SeededGenerator;
use crate::table::{PieceTable, Rows};

/// The sizes and tasks of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelShape {
    /// The encoder.
    pub encoder: EncoderShape,
    /// The tasks, in the order of their numbers.
    pub tasks: Vec<TaskShape>,
}

impl ModelShape {
    /// The number of a task.
    #[must_use]
    pub fn task(&self, name: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.name() == name)
    }
}

/// A model in training.
#[derive(Debug)]
pub struct Model {
    /// The table of pieces.
    pub table: PieceTable,
    encoder: Encoder,
    heads: Vec<Head>,
}

/// Prefix of the encoder's weights in a file.
pub const ENCODER: &str = "encoder.";
/// Name of the table of pieces in a file.
pub const TABLE: &str = "pieces";

impl Model {
    /// A model from weights by name. Heads whose weights are missing or have another shape begin at random from `seed`;
    /// their names are given back.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a weight of the encoder is missing or does not fit.
    pub fn from_tensors(
        shape: &ModelShape,
        tensors: &HashMap<String, Tensor>,
        dropout: f32,
        precision: Precision,
        seed: u64,
    ) -> Result<(Self, Vec<String>), LanguageError> {
        let encoder = Encoder::from_tensors(shape.encoder.clone(), dropout, precision, tensors, ENCODER)?;
        let table = tensors.get(TABLE).ok_or_else(|| LanguageError::Shape(format!("no `{TABLE}`")))?;
        if table.dims() != [shape.encoder.pieces, shape.encoder.hidden] {
            return Err(LanguageError::Shape(format!("the table of pieces has the shape {:?}", table.dims())));
        }
        let (mut heads, mut fresh) = (Vec::new(), Vec::new());
        for (number, task) in shape.tasks.iter().enumerate() {
            let prefix = format!("heads.{}.", task.name());
            let head = Head::from_tensors(task, shape.encoder.hidden, tensors, &prefix)?;
            if head.is_none() {
                fresh.push(task.name().to_owned());
            }
            let random = || Head::random(task.clone(), shape.encoder.hidden, seed.wrapping_add(number as u64));
            heads.push(head.map_or_else(random, Ok)?);
        }
        Ok((Self { table: PieceTable::new(table)?, encoder, heads }, fresh))
    }

    /// Its sizes and tasks.
    #[must_use]
    pub fn shape(&self) -> ModelShape {
        let tasks = self.heads.iter().map(|head| head.shape().clone()).collect();
        ModelShape { encoder: self.encoder.shape().clone(), tasks }
    }

    /// Its variables with their full names, without the table of pieces.
    #[must_use]
    pub fn variables(&self) -> Vec<(String, &Var)> {
        let encoder =
            self.encoder.variables().into_iter().map(|(name, variable)| (format!("{ENCODER}{name}"), variable));
        let heads = self.heads.iter().flat_map(|head| {
            let prefix = format!("heads.{}.", head.shape().name());
            head.variables().into_iter().map(move |(name, variable)| (format!("{prefix}{name}"), variable))
        });
        encoder.chain(heads).collect()
    }

    /// Copies of all weights by name.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory.
    pub fn tensors(&self) -> Result<HashMap<String, Tensor>, LanguageError> {
        let copy = |(name, variable): (String, &Var)| Ok((name, variable.as_tensor().copy()?));
        let mut tensors: HashMap<_, _> =
            self.variables().into_iter().map(copy).collect::<Result<_, LanguageError>>()?;
        tensors.insert(TABLE.to_owned(), self.table.tensor()?);
        Ok(tensors)
    }

    /// The states of some windows one after the other, of shape (positions, hidden).
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a window is too long.
    pub fn states(
        &self,
        rows: &Rows,
        batch: &Batch,
        random: Option<&mut SeededGenerator>,
    ) -> Result<Tensor, LanguageError> {
        self.encoder.forward(&rows.embed(&batch.pieces)?, batch, random)
    }

    /// The loss of `items`: for each task the sum of its losses times its weight of `weights` (by task), a scalar; and the
    /// sum and the count by task. `None` if the items know nothing.
    ///
    /// # Errors
    /// [`LanguageError`] if the items do not fit the model.
    pub fn loss(
        &self,
        rows: &Rows,
        items: &[&Item],
        weights: &[f64],
        random: Option<&mut SeededGenerator>,
    ) -> Result<Option<(Tensor, TaskLosses)>, LanguageError> {
        let mut batch = Batch::default();
        items.iter().for_each(|item| batch.push(&item.window.pieces, &item.window.shapes));
        let states = self.states(rows, &batch, random)?;
        let (mut total, mut losses): (Option<Tensor>, TaskLosses) = (None, vec![(0.0, 0); self.heads.len()]);
        for (task, head) in self.heads.iter().enumerate() {
            let Some((loss, count)) = head.loss(task, &states, rows, items)? else { continue };
            losses[task] = (f64::from(loss.to_scalar::<f32>()?), count);
            let weighted = (loss * weights.get(task).copied().unwrap_or(1.0))?;
            total = Some(match total {
                Some(sum) => (sum + weighted)?,
                None => weighted,
            });
        }
        Ok(total.map(|total| (total, losses)))
    }
}

/// Sum of losses and number of words, pairs or windows, by task.
pub type TaskLosses = Vec<(f64, usize)>;
