//! A multi-layer perceptron: linear layers with rectifiers between them and dropout in training.

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor, Var};
use serde::{Deserialize, Serialize};

use crate::error::LanguageError;
use crate::random::SeededGenerator;

/// The sizes of a perceptron.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerceptronShape {
    /// Number of input features.
    pub inputs: usize,
    /// Widths of the hidden layers, first to last.
    pub hidden: Vec<usize>,
    /// Number of outputs (tasks).
    pub outputs: usize,
    /// Part of the hidden units that is set to 0 at each training step, from 0 up to but not including 1.
    pub dropout: f32,
}

#[derive(Debug)]
struct Layer {
    /// Shape (outputs, inputs).
    weight: Var,
    /// Shape (outputs).
    bias: Var,
}

/// A perceptron that gives one logit an output.
#[derive(Debug)]
pub struct Perceptron {
    shape: PerceptronShape,
    layers: Vec<Layer>,
}

impl Perceptron {
    /// A perceptron with random weights (He 2015, uniform) from `seed`.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a size is 0 or the dropout is not in `0.0..1.0`.
    pub fn new(shape: PerceptronShape, seed: u64) -> Result<Self, LanguageError> {
        let sizes = sizes(&shape)?;
        let mut generator = SeededGenerator::new(seed, u64::MAX);
        let mut layers = Vec::new();
        for (inputs, outputs) in sizes {
            let bound = (6.0 / inputs as f32).sqrt();
            let values: Vec<f32> = (0..inputs * outputs).map(|_| (generator.uniform() * 2.0 - 1.0) * bound).collect();
            layers.push(Layer {
                weight: Var::from_vec(values, (outputs, inputs), &Device::Cpu)?,
                bias: Var::zeros(outputs, DType::F32, &Device::Cpu)?,
            });
        }
        Ok(Self { shape, layers })
    }

    /// A perceptron with the weights that [`Perceptron::tensors`] gave, under names that begin with `prefix`.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a tensor is missing or has another shape.
    pub fn from_tensors(
        shape: PerceptronShape,
        tensors: &HashMap<String, Tensor>,
        prefix: &str,
    ) -> Result<Self, LanguageError> {
        let mut layers = Vec::new();
        for (index, (inputs, outputs)) in sizes(&shape)?.into_iter().enumerate() {
            let take = |part: &str, dims: &[usize]| {
                let name = format!("{prefix}{index}.{part}");
                let tensor = tensors.get(&name).filter(|tensor| tensor.dims() == dims);
                let tensor = tensor.ok_or_else(|| LanguageError::Shape(format!("no `{name}` of shape {dims:?}")))?;
                Ok::<_, LanguageError>(Var::from_tensor(&tensor.to_dtype(DType::F32)?)?)
            };
            layers.push(Layer { weight: take("weight", &[outputs, inputs])?, bias: take("bias", &[outputs])? });
        }
        Ok(Self { shape, layers })
    }

    /// Its sizes.
    #[must_use]
    pub fn shape(&self) -> &PerceptronShape {
        &self.shape
    }

    /// Its variables with their names (`0.weight`, `0.bias`, …), first layer first.
    #[must_use]
    pub fn variables(&self) -> Vec<(String, &Var)> {
        self.layers
            .iter()
            .enumerate()
            .flat_map(|(index, layer)| {
                [(format!("{index}.weight"), &layer.weight), (format!("{index}.bias"), &layer.bias)]
            })
            .collect()
    }

    /// Copies of its weights under names that begin with `prefix`.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory for the copies.
    pub fn tensors(&self, prefix: &str) -> Result<HashMap<String, Tensor>, LanguageError> {
        let copy = |(name, variable): (String, &Var)| Ok((format!("{prefix}{name}"), variable.as_tensor().copy()?));
        self.variables().into_iter().map(copy).collect()
    }

    /// Sets its weights from tensors that [`Perceptron::tensors`] gave.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a tensor is missing; [`LanguageError::Tensor`] if one has another shape.
    pub fn set_tensors(&self, tensors: &HashMap<String, Tensor>, prefix: &str) -> Result<(), LanguageError> {
        for (name, variable) in self.variables() {
            let name = format!("{prefix}{name}");
            let tensor = tensors.get(&name).ok_or_else(|| LanguageError::Shape(format!("no `{name}`")))?;
            variable.set(tensor)?;
        }
        Ok(())
    }

    /// Logits of shape (examples, outputs) for `inputs` of shape (examples, inputs).
    ///
    /// `dropout` gives the random numbers in training; without it nothing is dropped.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if the inputs have another width.
    pub fn logits(&self, inputs: &Tensor, mut dropout: Option<&mut SeededGenerator>) -> Result<Tensor, LanguageError> {
        let mut values = inputs.clone();
        let last = self.layers.len().saturating_sub(1);
        for (index, layer) in self.layers.iter().enumerate() {
            values = values.matmul(&layer.weight.t()?)?.broadcast_add(&layer.bias)?;
            if index < last {
                values = values.relu()?;
                if let Some(generator) = dropout.as_deref_mut() {
                    values = dropped(&values, self.shape.dropout, generator)?;
                }
            }
        }
        Ok(values)
    }

    /// Probabilities of shape (examples, outputs) as rows.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if the inputs have another width.
    pub fn probabilities(&self, inputs: &Tensor) -> Result<Vec<Vec<f32>>, LanguageError> {
        Ok(candle_nn::ops::sigmoid(&self.logits(inputs, None)?)?.to_vec2::<f32>()?)
    }
}

/// Inputs and outputs of each layer.
fn sizes(shape: &PerceptronShape) -> Result<Vec<(usize, usize)>, LanguageError> {
    let widths: Vec<usize> = [shape.inputs].into_iter().chain(shape.hidden.clone()).chain([shape.outputs]).collect();
    if widths.contains(&0) || !(0.0..1.0).contains(&shape.dropout) {
        return Err(LanguageError::Shape(format!("sizes must be above 0 and dropout below 1: {shape:?}")));
    }
    Ok(widths.windows(2).map(|pair| (pair[0], pair[1])).collect())
}

/// Sets the part `rate` of the values to 0 and scales the others up, so that their expectation stays.
fn dropped(values: &Tensor, rate: f32, generator: &mut SeededGenerator) -> Result<Tensor, LanguageError> {
    if rate == 0.0 {
        return Ok(values.clone());
    }
    let keep = 1.0 / (1.0 - rate);
    let count = values.elem_count();
    let mask: Vec<f32> = (0..count).map(|_| if generator.uniform() < rate { 0.0 } else { keep }).collect();
    Ok(values.mul(&Tensor::from_vec(mask, values.dims(), values.device())?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> PerceptronShape {
        PerceptronShape { inputs: 5, hidden: vec![7, 4], outputs: 3, dropout: 0.5 }
    }

    fn inputs() -> Tensor {
        let mut generator = SeededGenerator::new(1, 1);
        let values: Vec<f32> = (0..40 * 5).map(|_| generator.uniform() * 2.0 - 1.0).collect();
        Tensor::from_vec(values, (40, 5), &Device::Cpu).unwrap()
    }

    #[test]
    fn weights_depend_on_the_seed_and_travel() {
        let rows = |perceptron: &Perceptron| perceptron.probabilities(&inputs()).unwrap();
        let one = Perceptron::new(shape(), 1).unwrap();
        assert_eq!(rows(&one), rows(&Perceptron::new(shape(), 1).unwrap()));
        assert_ne!(rows(&one), rows(&Perceptron::new(shape(), 2).unwrap()));
        let copy = Perceptron::from_tensors(shape(), &one.tensors("a.").unwrap(), "a.").unwrap();
        assert_eq!(rows(&one), rows(&copy));
        assert!(Perceptron::from_tensors(shape(), &one.tensors("a.").unwrap(), "b.").is_err());
        let wider = PerceptronShape { inputs: 6, ..shape() };
        assert!(Perceptron::from_tensors(wider, &one.tensors("a.").unwrap(), "a.").is_err());
    }

    #[test]
    fn dropout_is_seeded_and_only_in_training() {
        let perceptron = Perceptron::new(shape(), 1).unwrap();
        let with = |stream| {
            let mut generator = SeededGenerator::new(9, stream);
            perceptron.logits(&inputs(), Some(&mut generator)).unwrap().to_vec2::<f32>().unwrap()
        };
        assert_eq!(with(1), with(1));
        assert_ne!(with(1), with(2));
        assert_eq!(perceptron.probabilities(&inputs()).unwrap(), perceptron.probabilities(&inputs()).unwrap());
        let ones = Tensor::ones((100, 100), DType::F32, &Device::Cpu).unwrap();
        let kept = dropped(&ones, 0.3, &mut SeededGenerator::new(1, 1)).unwrap().mean_all().unwrap();
        assert!((kept.to_scalar::<f32>().unwrap() - 1.0).abs() < 0.03);
    }

    #[test]
    fn impossible_shapes_are_refused() {
        for shape in [
            PerceptronShape { inputs: 0, ..shape() },
            PerceptronShape { hidden: vec![3, 0], ..shape() },
            PerceptronShape { dropout: 1.0, ..shape() },
            PerceptronShape { dropout: f32::NAN, ..shape() },
        ] {
            assert!(Perceptron::new(shape, 1).is_err());
        }
        let perceptron = Perceptron::new(shape(), 1).unwrap();
        assert!(perceptron.logits(&Tensor::zeros((1, 6), DType::F32, &Device::Cpu).unwrap(), None).is_err());
    }
}
