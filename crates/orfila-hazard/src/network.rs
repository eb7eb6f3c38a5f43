//! The trained network at work: plain loops over the few features that are not 0.
//!
//! A fingerprint has some fifty bits of 2048, so this is faster than a dense product, and an answer cannot depend on
//! which other substances stand in the batch.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Tensor};
use orfila_chemistry::FINGERPRINT_BITS;
use orfila_language::PerceptronShape;

use crate::error::HazardError;
use crate::features::{FEATURE_COUNT, RawFeatures, Standardizer};

struct Layer {
    /// One row of output weights an input: (inputs, outputs), flat.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    fn add(&self, outputs: &mut [f32], input: usize, value: f32) {
        let row = self.weights.chunks_exact(self.bias.len()).nth(input);
        for (output, weight) in outputs.iter_mut().zip(row.into_iter().flatten()) {
            *output += value * weight;
        }
    }
}

/// One member of an ensemble.
pub struct Network {
    layers: Vec<Layer>,
}

impl Network {
    /// Takes the weights `PREFIX0.weight`, `PREFIX0.bias`, … of a model file; `path` names it in errors.
    ///
    /// # Errors
    /// [`HazardError::Model`] if a tensor is missing, has another shape, or holds what is not a finite number.
    pub fn from_tensors(
        shape: &PerceptronShape,
        tensors: &HashMap<String, Tensor>,
        prefix: &str,
        path: &Path,
    ) -> Result<Self, HazardError> {
        if shape.inputs != FEATURE_COUNT {
            let reason = format!("it takes {} features, this program makes {FEATURE_COUNT}", shape.inputs);
            return Err(HazardError::model(path, reason));
        }
        let widths: Vec<usize> =
            [shape.inputs].into_iter().chain(shape.hidden.clone()).chain([shape.outputs]).collect();
        let layer = |(index, pair): (usize, &[usize])| {
            let take = |part: &str, dims: &[usize]| values(tensors, &format!("{prefix}{index}.{part}"), dims, path);
            Ok(Layer { weights: take("weight", &[pair[1], pair[0]])?, bias: take("bias", &[pair[1]])? })
        };
        Ok(Self { layers: widths.windows(2).enumerate().map(layer).collect::<Result<_, HazardError>>()? })
    }

    /// One logit an endpoint.
    #[must_use]
    pub fn logits(&self, raw: &RawFeatures, standardizer: &Standardizer) -> Vec<f32> {
        let Some((first, others)) = self.layers.split_first() else { return Vec::new() };
        let mut values = first.bias.clone();
        raw.fingerprint.set_bits().for_each(|bit| first.add(&mut values, bit, 1.0));
        for (index, value) in standardizer.standardize(&raw.descriptors).into_iter().enumerate() {
            first.add(&mut values, FINGERPRINT_BITS + index, value);
        }
        for layer in others {
            let mut next = layer.bias.clone();
            for (input, value) in values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
                layer.add(&mut next, input, *value);
            }
            values = next;
        }
        values
    }
}

/// A tensor's values, a matrix turned so that the weights of one input stand together.
fn values(tensors: &HashMap<String, Tensor>, name: &str, dims: &[usize], path: &Path) -> Result<Vec<f32>, HazardError> {
    let tensor = tensors.get(name).filter(|tensor| tensor.dims() == dims);
    let tensor = tensor.ok_or_else(|| HazardError::model(path, format!("`{name}` of shape {dims:?} is missing")))?;
    let read = |tensor: &Tensor| {
        let turned = if tensor.rank() == 2 { tensor.t()? } else { tensor.clone() };
        turned.contiguous()?.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>()
    };
    let values = read(tensor).map_err(|error| HazardError::model(path, error))?;
    if values.iter().all(|value| value.is_finite()) {
        return Ok(values);
    }
    Err(HazardError::model(path, format!("`{name}` holds what is not a finite number")))
}

/// The logistic function.
#[must_use]
pub fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use candle_core::Device;
    use orfila_chemistry::Molecule;
    use orfila_language::Perceptron;

    use super::*;

    #[test]
    fn plain_loops_agree_with_the_trained_network() {
        let shape = PerceptronShape { inputs: FEATURE_COUNT, hidden: vec![32, 16], outputs: 3, dropout: 0.5 };
        let perceptron = Perceptron::new(shape.clone(), 7).unwrap();
        let tensors = perceptron.tensors("m.").unwrap();
        let network = Network::from_tensors(&shape, &tensors, "m.", Path::new("test")).unwrap();
        let raws: Vec<_> = ["CCO", "c1ccccc1Cl", "CC(C)(c1ccc(O)cc1)c1ccc(O)cc1", "[Pb]", "CCCCCCCC(=O)O"]
            .map(|smiles| RawFeatures::of(&Molecule::parse_smiles(smiles).unwrap()).unwrap())
            .into();
        let standardizer = Standardizer::fit(raws.iter());
        let dense: Vec<f32> = raws.iter().flat_map(|raw| standardizer.dense(raw)).collect();
        let inputs = Tensor::from_vec(dense, (raws.len(), FEATURE_COUNT), &Device::Cpu).unwrap();
        let expected = perceptron.logits(&inputs, None).unwrap().to_vec2::<f32>().unwrap();
        for (raw, expected) in raws.iter().zip(expected) {
            for (got, expected) in network.logits(raw, &standardizer).into_iter().zip(expected) {
                assert!((got - expected).abs() < 1e-4, "{got} is not {expected}");
            }
        }
    }

    #[test]
    fn wrong_weights_are_refused() {
        let shape = PerceptronShape { inputs: FEATURE_COUNT, hidden: vec![4], outputs: 1, dropout: 0.0 };
        let mut tensors = Perceptron::new(shape.clone(), 7).unwrap().tensors("").unwrap();
        let read = |shape: &PerceptronShape, tensors: &HashMap<_, _>| {
            Network::from_tensors(shape, tensors, "", Path::new("test")).map(|_| ())
        };
        assert!(read(&shape, &tensors).is_ok());
        assert!(read(&PerceptronShape { inputs: 7, ..shape.clone() }, &tensors).is_err());
        assert!(read(&PerceptronShape { hidden: vec![5], ..shape.clone() }, &tensors).is_err());
        tensors.insert("0.bias".to_owned(), Tensor::new(&[f32::NAN, 0.0, 0.0, 0.0], &Device::Cpu).unwrap());
        assert!(read(&shape, &tensors).is_err());
        tensors.remove("0.bias");
        assert!(read(&shape, &tensors).is_err());
    }
}
