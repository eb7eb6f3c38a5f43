//! A BERT-like encoder whose every weight learns.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor, Var};
use orfila_kernels::Precision;
use serde::{Deserialize, Serialize};

use crate::error::LanguageError;
use crate::ops;
use crate::random::SeededGenerator;
use crate::vocabulary::SHAPES;

/// The sizes of an encoder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncoderShape {
    /// Rows of the table of pieces.
    pub pieces: usize,
    /// Longest sequence, the begin and end pieces included.
    pub positions: usize,
    /// Width of the states.
    pub hidden: usize,
    /// Width between the two linear parts of a layer.
    pub intermediate: usize,
    /// Number of layers.
    pub layers: usize,
    /// Number of attention heads.
    pub heads: usize,
    /// Added to variances in layer normalisation.
    pub epsilon: f32,
}

impl EncoderShape {
    /// Refuses sizes that make no encoder.
    ///
    /// # Errors
    /// [`LanguageError::Shape`].
    pub fn validate(&self) -> Result<(), LanguageError> {
        let sizes = [self.pieces, self.positions, self.hidden, self.intermediate, self.heads];
        if sizes.contains(&0) || !self.hidden.is_multiple_of(self.heads) || self.positions < 3 {
            return Err(LanguageError::Shape(format!("these sizes make no encoder: {self:?}")));
        }
        Ok(())
    }

    /// Names and shapes of its weights but for the table of pieces, first to last.
    #[must_use]
    pub fn weights(&self) -> Vec<(String, Vec<usize>)> {
        let (hidden, between) = (self.hidden, self.intermediate);
        let mut weights = vec![
            ("positions".to_owned(), vec![self.positions, hidden]),
            ("shapes".to_owned(), vec![SHAPES, hidden]),
            ("norm.weight".to_owned(), vec![hidden]),
            ("norm.bias".to_owned(), vec![hidden]),
        ];
        for layer in 0..self.layers {
            for (name, outputs, inputs) in [
                ("qkv", 3 * hidden, hidden),
                ("out", hidden, hidden),
                ("up", between, hidden),
                ("down", hidden, between),
            ] {
                weights.push((format!("{layer}.{name}.weight"), vec![outputs, inputs]));
                weights.push((format!("{layer}.{name}.bias"), vec![outputs]));
            }
            for name in ["attention_norm", "output_norm"] {
                weights.push((format!("{layer}.{name}.weight"), vec![hidden]));
                weights.push((format!("{layer}.{name}.bias"), vec![hidden]));
            }
        }
        weights
    }
}

/// Sequences of pieces, one after the other without padding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Rows of the table of pieces.
    pub pieces: Vec<u32>,
    /// How the word of each piece is written.
    pub shapes: Vec<u8>,
    /// Length of each sequence.
    pub lengths: Vec<usize>,
}

impl Batch {
    /// Adds a sequence.
    pub fn push(&mut self, pieces: &[u32], shapes: &[u8]) {
        self.pieces.extend(pieces);
        self.shapes.extend(shapes);
        self.lengths.push(pieces.len());
    }

    /// Position of each piece in its sequence.
    #[must_use]
    pub fn positions(&self) -> Vec<u32> {
        self.lengths.iter().flat_map(|length| 0..u32::try_from(*length).unwrap_or(u32::MAX)).collect()
    }
}

/// An encoder for training. The table of pieces stands apart ([`crate::table::PieceTable`]), because a step touches few of
/// its rows.
#[derive(Debug)]
pub struct Encoder {
    shape: EncoderShape,
    /// Part of the values set to 0 in training after each block.
    dropout: f32,
    precision: Precision,
    variables: HashMap<String, Var>,
}

impl Encoder {
    /// An encoder with small random weights.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if the sizes make no encoder.
    pub fn random(shape: EncoderShape, dropout: f32, precision: Precision, seed: u64) -> Result<Self, LanguageError> {
        shape.validate()?;
        let mut generator = SeededGenerator::new(seed, 0x00e4_c0de);
        let mut variables = HashMap::new();
        for (name, dims) in shape.weights() {
            let count = dims.iter().product();
            let values: Vec<f32> = match () {
                () if name.ends_with("norm.weight") => vec![1.0; count],
                () if name.ends_with("bias") => vec![0.0; count],
                () => (0..count).map(|_| (generator.uniform() - 0.5) * 0.07).collect(),
            };
            variables.insert(name, Var::from_vec(values, dims, &Device::Cpu)?);
        }
        Ok(Self { shape, dropout, precision, variables })
    }

    /// An encoder with given weights, under names that begin with `prefix`.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a weight is missing or has another shape.
    pub fn from_tensors(
        shape: EncoderShape,
        dropout: f32,
        precision: Precision,
        tensors: &HashMap<String, Tensor>,
        prefix: &str,
    ) -> Result<Self, LanguageError> {
        shape.validate()?;
        let mut variables = HashMap::new();
        for (name, dims) in shape.weights() {
            let full = format!("{prefix}{name}");
            let tensor = tensors.get(&full).filter(|tensor| tensor.dims() == dims);
            let tensor = tensor.ok_or_else(|| LanguageError::Shape(format!("no `{full}` of shape {dims:?}")))?;
            variables.insert(name, Var::from_tensor(&tensor.to_dtype(DType::F32)?)?);
        }
        Ok(Self { shape, dropout, precision, variables })
    }

    /// Its sizes.
    #[must_use]
    pub fn shape(&self) -> &EncoderShape {
        &self.shape
    }

    /// How products are made.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Its variables with their names, in the order of [`EncoderShape::weights`].
    #[must_use]
    pub fn variables(&self) -> Vec<(String, &Var)> {
        let named = |(name, _): (String, Vec<usize>)| self.variables.get(&name).map(|variable| (name, variable));
        self.shape.weights().into_iter().filter_map(named).collect()
    }

    fn weight(&self, name: &str) -> Result<&Tensor, LanguageError> {
        let variable = self.variables.get(name).map(Var::as_tensor);
        variable.ok_or_else(|| LanguageError::Shape(format!("no weight `{name}`")))
    }

    fn linear(&self, x: &Tensor, name: &str) -> Result<Tensor, LanguageError> {
        let (weight, bias) = (self.weight(&format!("{name}.weight"))?, self.weight(&format!("{name}.bias"))?);
        Ok(ops::linear(x, weight, bias, self.precision)?)
    }

    fn norm(&self, x: &Tensor, name: &str) -> Result<Tensor, LanguageError> {
        let (weight, bias) = (self.weight(&format!("{name}.weight"))?, self.weight(&format!("{name}.bias"))?);
        Ok(ops::layer_norm(x, weight, bias, self.shape.epsilon)?)
    }

    fn drop(&self, x: Tensor, random: Option<&mut SeededGenerator>) -> Result<Tensor, LanguageError> {
        match random {
            Some(generator) => Ok(ops::drop_out(&x, self.dropout, (generator.next_u64() >> 32) as u32)?),
            None => Ok(x),
        }
    }

    /// States of shape (positions, hidden). `embedded` has a row of the table of pieces for each piece of the batch, of the
    /// same shape. `random` gives the choice of dropout in training; without it nothing is dropped.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a sequence is too long or the batch does not fit `embedded`.
    pub fn forward(
        &self,
        embedded: &Tensor,
        batch: &Batch,
        mut random: Option<&mut SeededGenerator>,
    ) -> Result<Tensor, LanguageError> {
        let longest = batch.lengths.iter().copied().max().unwrap_or(0);
        if longest > self.shape.positions {
            let most = self.shape.positions;
            return Err(LanguageError::Shape(format!("a sequence of {longest} pieces is longer than {most}")));
        }
        let count = batch.pieces.len();
        let positions = Tensor::from_vec(batch.positions(), count, &Device::Cpu)?;
        let shapes: Vec<u32> = batch.shapes.iter().map(|shape| u32::from(*shape)).collect();
        let shapes = Tensor::from_vec(shapes, count, &Device::Cpu)?;
        let mut states = ops::add(embedded, &self.weight("positions")?.index_select(&positions, 0)?)?;
        states = ops::add(&states, &self.weight("shapes")?.index_select(&shapes, 0)?)?;
        states = self.norm(&states, "norm")?;
        states = self.drop(states, random.as_deref_mut())?;
        for layer in 0..self.shape.layers {
            let qkv = self.linear(&states, &format!("{layer}.qkv"))?;
            let mixed = ops::attention(&qkv, self.shape.heads, &batch.lengths, self.precision)?;
            let mixed = self.linear(&mixed, &format!("{layer}.out"))?;
            let mixed = self.drop(mixed, random.as_deref_mut())?;
            states = self.norm(&ops::add(&states, &mixed)?, &format!("{layer}.attention_norm"))?;
            let wide = ops::gelu(&self.linear(&states, &format!("{layer}.up"))?)?;
            let narrow = self.linear(&wide, &format!("{layer}.down"))?;
            let narrow = self.drop(narrow, random.as_deref_mut())?;
            states = self.norm(&ops::add(&states, &narrow)?, &format!("{layer}.output_norm"))?;
        }
        Ok(states)
    }
}

/// The weights of a stock BERT (names as in the `transformers` library) under the names of an [`Encoder`], and the table of
/// pieces of shape (pieces, hidden). The embedding of token type 0 goes into the positions; shapes begin at 0.
///
/// # Errors
/// [`LanguageError::Shape`] if a weight is missing.
pub fn from_bert(
    tensors: &HashMap<String, Tensor>,
    heads: usize,
) -> Result<(EncoderShape, HashMap<String, Tensor>, Tensor), LanguageError> {
    let take = |name: &str| {
        let bare = name.strip_prefix("bert.").unwrap_or(name);
        let found = [name.to_owned(), format!("bert.{bare}")].iter().find_map(|name| tensors.get(name)).cloned();
        let tensor = found.ok_or_else(|| LanguageError::Shape(format!("no `{name}` in the weights of a BERT")))?;
        Ok::<_, LanguageError>(tensor.to_dtype(DType::F32)?)
    };
    let table = take("embeddings.word_embeddings.weight")?;
    let positions = take("embeddings.position_embeddings.weight")?;
    let kinds = take("embeddings.token_type_embeddings.weight")?;
    let layers = (0..).take_while(|layer| take(&format!("encoder.layer.{layer}.output.dense.bias")).is_ok()).count();
    let between = take("encoder.layer.0.intermediate.dense.bias")?.dim(0)?;
    let (pieces, hidden) = table.dims2()?;
    let mut weights = HashMap::from([
        ("positions".to_owned(), positions.broadcast_add(&kinds.get(0)?)?),
        ("shapes".to_owned(), Tensor::zeros((SHAPES, hidden), DType::F32, &Device::Cpu)?),
        ("norm.weight".to_owned(), take("embeddings.LayerNorm.weight")?),
        ("norm.bias".to_owned(), take("embeddings.LayerNorm.bias")?),
    ]);
    for layer in 0..layers {
        let of = |name: &str| take(&format!("encoder.layer.{layer}.{name}"));
        for part in ["weight", "bias"] {
            let parts = ["query", "key", "value"].map(|name| of(&format!("attention.self.{name}.{part}")));
            let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
            weights.insert(format!("{layer}.qkv.{part}"), Tensor::cat(&parts, 0)?);
            for (ours, theirs) in [
                ("out", "attention.output.dense"),
                ("attention_norm", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("output_norm", "output.LayerNorm"),
            ] {
                weights.insert(format!("{layer}.{ours}.{part}"), of(&format!("{theirs}.{part}"))?);
            }
        }
    }
    let positions = positions.dim(0)?;
    let shape = EncoderShape { pieces, positions, hidden, intermediate: between, layers, heads, epsilon: 1e-12 };
    Ok((shape, weights, table))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn tiny() -> EncoderShape {
        EncoderShape { pieces: 27, positions: 12, hidden: 16, intermediate: 24, layers: 2, heads: 2, epsilon: 1e-12 }
    }

    fn batch() -> Batch {
        let mut batch = Batch::default();
        batch.push(&[2, 5, 6, 3], &[0, 8, 8, 0]);
        batch.push(&[2, 7, 3], &[0, 9, 0]);
        batch
    }

    fn embedded(count: usize) -> Tensor {
        let values: Vec<f32> = (0..count * 16).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect();
        Tensor::from_vec(values, (count, 16), &Device::Cpu).unwrap()
    }

    #[test]
    fn every_variable_has_a_gradient() {
        let encoder = Encoder::random(tiny(), 0.1, Precision::F32, 1).unwrap();
        let mut random = SeededGenerator::new(1, 1);
        let states = encoder.forward(&embedded(7), &batch(), Some(&mut random)).unwrap();
        let weights = Tensor::from_vec((0..7 * 16).map(|i| (i % 5) as f32).collect::<Vec<_>>(), (7, 16), &Device::Cpu);
        let gradients = states.mul(&weights.unwrap()).unwrap().sum_all().unwrap().backward().unwrap();
        assert_eq!(encoder.variables().len(), 4 + 2 * 12);
        for (name, variable) in encoder.variables() {
            let gradient = gradients.get(variable.as_tensor()).unwrap_or_else(|| panic!("{name} has no gradient"));
            let size = gradient.abs().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap();
            assert!(size > 0.0, "the gradient of {name} is 0");
        }
    }

    #[test]
    fn sequences_do_not_see_each_other() {
        let encoder = Encoder::random(tiny(), 0.0, Precision::F32, 1).unwrap();
        let both = encoder.forward(&embedded(7), &batch(), None).unwrap().to_vec2::<f32>().unwrap();
        let mut first = Batch::default();
        first.push(&[2, 5, 6, 3], &[0, 8, 8, 0]);
        let alone = encoder.forward(&embedded(7).narrow(0, 0, 4).unwrap(), &first, None).unwrap();
        let alone = alone.to_vec2::<f32>().unwrap();
        for (one, other) in both[..4].iter().flatten().zip(alone.iter().flatten()) {
            assert!((one - other).abs() < 1e-5);
        }
    }

    #[test]
    fn a_sequence_that_is_too_long_is_an_error() {
        let encoder = Encoder::random(tiny(), 0.0, Precision::F32, 1).unwrap();
        let mut long = Batch::default();
        long.push(&[1; 13], &[0; 13]);
        let error = encoder.forward(&embedded(13), &long, None).unwrap_err();
        assert!(error.to_string().contains("13 pieces"), "{error}");
        assert!(Encoder::random(EncoderShape { heads: 3, ..tiny() }, 0.0, Precision::F32, 1).is_err());
    }
}
