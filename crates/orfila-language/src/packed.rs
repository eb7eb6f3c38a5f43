//! An encoder and its heads for reading: weights in the form that products need, no gradients.

use std::collections::HashMap;

use candle_core::{DType, Tensor};
use orfila_kernels::{AttentionShape, Matrix, Packed, Precision, add_assign, attend, gelu, layer_norm, matmul_packed};

use crate::encoder::{Batch, EncoderShape};
use crate::error::LanguageError;

/// Weights by name, read once.
pub(crate) struct Source<'a> {
    pub(crate) tensors: &'a HashMap<String, Tensor>,
    pub(crate) prefix: String,
}

impl Source<'_> {
    pub(crate) fn values(&self, name: &str, dims: &[usize]) -> Result<Vec<f32>, LanguageError> {
        let full = format!("{}{name}", self.prefix);
        let tensor = self.tensors.get(&full).filter(|tensor| tensor.dims() == dims);
        let tensor = tensor.ok_or_else(|| LanguageError::Shape(format!("no `{full}` of shape {dims:?}")))?;
        Ok(tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>()?)
    }

    pub(crate) fn linear(
        &self,
        name: &str,
        outputs: usize,
        inputs: usize,
        precision: Precision,
    ) -> Result<PackedLinear, LanguageError> {
        let weight = self.values(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = self.values(&format!("{name}.bias"), &[outputs])?;
        Ok(PackedLinear { weight: Packed::new(Matrix::new(&weight, outputs, inputs).transposed(), precision), bias })
    }
}

/// A linear layer.
#[derive(Debug)]
pub(crate) struct PackedLinear {
    weight: Packed,
    bias: Vec<f32>,
}

impl PackedLinear {
    /// `x Wᵀ + b` with `finish` on top, for rows of the layer's input width.
    pub(crate) fn apply(&self, x: &[f32], target: &mut Vec<f32>, finish: impl Fn(&mut [f32])) {
        let (inputs, outputs) = (self.weight.rows(), self.weight.columns());
        let rows = x.len() / inputs.max(1);
        target.resize(rows * outputs, 0.0);
        matmul_packed(Matrix::new(x, rows, inputs), &self.weight, target, |part| {
            part.chunks_exact_mut(outputs.max(1)).for_each(|row| add_assign(row, &self.bias));
            finish(part);
        });
    }

    pub(crate) fn of(&self, x: &[f32]) -> Vec<f32> {
        let mut target = Vec::new();
        self.apply(x, &mut target, |_| ());
        target
    }

    pub(crate) fn gelu_of(&self, x: &[f32]) -> Vec<f32> {
        let mut target = Vec::new();
        self.apply(x, &mut target, gelu);
        target
    }
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn read(source: &Source<'_>, name: &str, width: usize) -> Result<Self, LanguageError> {
        let part = |part: &str| source.values(&format!("{name}.{part}"), &[width]);
        Ok(Self { weight: part("weight")?, bias: part("bias")? })
    }
}

#[derive(Debug)]
struct Layer {
    qkv: PackedLinear,
    out: PackedLinear,
    attention_norm: Norm,
    up: PackedLinear,
    down: PackedLinear,
    output_norm: Norm,
}

/// An encoder for reading.
#[derive(Debug)]
pub struct PackedEncoder {
    shape: EncoderShape,
    precision: Precision,
    table: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Room that the layers of one batch share.
#[derive(Debug, Default)]
struct Room {
    wide: Vec<f32>,
    mixed: Vec<f32>,
    narrow: Vec<f32>,
}

impl PackedEncoder {
    /// An encoder from weights by name: `encoder.…` and the table `pieces`.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a weight is missing or has another shape.
    pub fn new(
        shape: &EncoderShape,
        tensors: &HashMap<String, Tensor>,
        precision: Precision,
    ) -> Result<Self, LanguageError> {
        shape.validate()?;
        let (hidden, between) = (shape.hidden, shape.intermediate);
        let all = Source { tensors, prefix: String::new() };
        let source = Source { tensors, prefix: crate::model::ENCODER.to_owned() };
        let layer = |number: usize| {
            let linear =
                |name: &str, outputs, inputs| source.linear(&format!("{number}.{name}"), outputs, inputs, precision);
            Ok(Layer {
                qkv: linear("qkv", 3 * hidden, hidden)?,
                out: linear("out", hidden, hidden)?,
                attention_norm: Norm::read(&source, &format!("{number}.attention_norm"), hidden)?,
                up: linear("up", between, hidden)?,
                down: linear("down", hidden, between)?,
                output_norm: Norm::read(&source, &format!("{number}.output_norm"), hidden)?,
            })
        };
        Ok(Self {
            precision,
            table: all.values(crate::model::TABLE, &[shape.pieces, hidden])?,
            positions: source.values("positions", &[shape.positions, hidden])?,
            shapes: source.values("shapes", &[crate::vocabulary::SHAPES, hidden])?,
            norm: Norm::read(&source, "norm", hidden)?,
            layers: (0..shape.layers).map(layer).collect::<Result<_, LanguageError>>()?,
            shape: shape.clone(),
        })
    }

    /// Its sizes.
    #[must_use]
    pub fn shape(&self) -> &EncoderShape {
        &self.shape
    }

    /// States of shape (positions, hidden) for the sequences of a batch.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a sequence is too long or a piece is not in the table.
    pub fn states(&self, batch: &Batch) -> Result<Vec<f32>, LanguageError> {
        let mut states = self.embed(batch)?;
        let mut room = Room::default();
        for layer in &self.layers {
            self.layer(layer, &batch.lengths, &mut states, &mut room);
        }
        Ok(states)
    }

    fn embed(&self, batch: &Batch) -> Result<Vec<f32>, LanguageError> {
        let hidden = self.shape.hidden;
        let row = |table: &'_ [f32], row: usize| table.get(row * hidden..(row + 1) * hidden).map(<[f32]>::to_vec);
        let mut states = Vec::with_capacity(batch.pieces.len() * hidden);
        for ((piece, shape), position) in batch.pieces.iter().zip(&batch.shapes).zip(batch.positions()) {
            let parts = (
                row(&self.table, *piece as usize),
                row(&self.shapes, usize::from(*shape)),
                row(&self.positions, position as usize),
            );
            let (Some(mut sum), Some(shape), Some(position)) = parts else {
                return Err(LanguageError::Shape("a sequence is too long or a piece is not in the table".into()));
            };
            add_assign(&mut sum, &position);
            add_assign(&mut sum, &shape);
            states.extend(sum);
        }
        layer_norm(&mut states, &self.norm.weight, &self.norm.bias, self.shape.epsilon);
        Ok(states)
    }

    fn layer(&self, layer: &Layer, lengths: &[usize], states: &mut [f32], room: &mut Room) {
        let (hidden, heads, epsilon) = (self.shape.hidden, self.shape.heads, self.shape.epsilon);
        layer.qkv.apply(states, &mut room.wide, |_| ());
        room.mixed.resize(states.len(), 0.0);
        let shape = AttentionShape { heads, width: hidden / heads, lengths };
        attend(&room.wide, shape, self.precision, &mut room.mixed);
        layer.out.apply(&room.mixed, &mut room.narrow, |_| ());
        add_assign(states, &room.narrow);
        layer_norm(states, &layer.attention_norm.weight, &layer.attention_norm.bias, epsilon);
        layer.up.apply(states, &mut room.wide, gelu);
        layer.down.apply(&room.wide, &mut room.narrow, |_| ());
        add_assign(states, &room.narrow);
        layer_norm(states, &layer.output_norm.weight, &layer.output_norm.bias, epsilon);
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;
    use crate::encoder::Encoder;

    /// Reading gives what training sees without dropout.
    #[test]
    fn agrees_with_the_encoder_in_training() {
        let shape = EncoderShape {
            pieces: 27,
            positions: 12,
            hidden: 32,
            intermediate: 48,
            layers: 2,
            heads: 2,
            epsilon: 1e-12,
        };
        let encoder = Encoder::random(shape.clone(), 0.1, Precision::F32, 3).unwrap();
        let mut tensors: HashMap<String, Tensor> = encoder
            .variables()
            .into_iter()
            .map(|(name, variable)| (format!("encoder.{name}"), variable.as_tensor().clone()))
            .collect();
        let table: Vec<f32> = (0..27 * 32).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect();
        let table = Tensor::from_vec(table, (27, 32), &Device::Cpu).unwrap();
        tensors.insert("pieces".to_owned(), table.clone());
        let mut batch = Batch::default();
        batch.push(&[2, 5, 6, 3], &[0, 8, 8, 0]);
        batch.push(&[2, 7, 3], &[0, 9, 0]);
        let rows = table.index_select(&Tensor::from_slice(&batch.pieces, 7, &Device::Cpu).unwrap(), 0).unwrap();
        let want = encoder.forward(&rows, &batch, None).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
        for (precision, tolerance) in [(Precision::F32, 1e-5), (Precision::Bf16, 5e-2)] {
            let got = PackedEncoder::new(&shape, &tensors, precision).unwrap().states(&batch).unwrap();
            for (got, want) in got.iter().zip(&want) {
                assert!((got - want).abs() < tolerance, "{precision:?}: {got} is not {want}");
            }
        }
        let packed = PackedEncoder::new(&shape, &tensors, Precision::F32).unwrap();
        let mut wrong = Batch::default();
        wrong.push(&[27], &[0]);
        assert!(packed.states(&wrong).is_err());
        tensors.remove("encoder.1.up.bias");
        assert!(PackedEncoder::new(&shape, &tensors, Precision::F32).is_err());
    }
}
