//! AdamW, with a state that can be stored: a resumed run continues as if it had never stopped.

use std::collections::HashMap;

use candle_core::{Tensor, Var, backprop::GradStore};
use serde::{Deserialize, Serialize};

use crate::error::LanguageError;

/// The settings of [`AdamW`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdamWOptions {
    /// Step size.
    pub learning_rate: f64,
    /// Decay of the mean of gradients.
    pub beta1: f64,
    /// Decay of the mean of squared gradients.
    pub beta2: f64,
    /// Added to the root of the second mean.
    pub epsilon: f64,
    /// Part of a weight that is taken away at each step, times the step size. Biases are spared.
    pub weight_decay: f64,
}

impl Default for AdamWOptions {
    fn default() -> Self {
        Self { learning_rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 }
    }
}

struct Moments {
    name: String,
    variable: Var,
    first: Tensor,
    second: Tensor,
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
pub struct AdamW {
    options: AdamWOptions,
    moments: Vec<Moments>,
    steps: u64,
}

impl AdamW {
    /// An optimizer at its first step for named variables.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory for its state.
    pub fn new(variables: &[(String, &Var)], options: AdamWOptions) -> Result<Self, LanguageError> {
        let moments = variables.iter().map(|(name, variable)| {
            let zeros = variable.as_tensor().zeros_like()?;
            let variable = (*variable).clone();
            Ok(Moments { name: name.clone(), variable, first: zeros.clone(), second: zeros })
        });
        Ok(Self { options, moments: moments.collect::<Result<_, LanguageError>>()?, steps: 0 })
    }

    /// Number of steps made.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// One step against the gradients of a loss.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a variable has no gradient: the model would silently not learn.
    pub fn step(&mut self, gradients: &GradStore) -> Result<(), LanguageError> {
        self.steps += 1;
        let AdamWOptions { learning_rate, beta1, beta2, epsilon, weight_decay } = self.options;
        let exponent = i32::try_from(self.steps).unwrap_or(i32::MAX);
        let (scale1, scale2) = (1.0 / (1.0 - beta1.powi(exponent)), 1.0 / (1.0 - beta2.powi(exponent)));
        for Moments { name, variable, first, second } in &mut self.moments {
            let gradient = gradients
                .get(variable.as_tensor())
                .ok_or_else(|| LanguageError::Shape(format!("no gradient reaches `{name}`")))?;
            *first = ((first.affine(beta1, 0.0))? + gradient.affine(1.0 - beta1, 0.0)?)?;
            *second = ((second.affine(beta2, 0.0))? + gradient.sqr()?.affine(1.0 - beta2, 0.0)?)?;
            let step = (first.affine(scale1, 0.0)? / (second.affine(scale2, 0.0)?.sqrt()? + epsilon)?)?;
            let decay = if variable.rank() > 1 { learning_rate * weight_decay } else { 0.0 };
            let kept = variable.as_tensor().affine(1.0 - decay, 0.0)?;
            variable.set(&(kept - step.affine(learning_rate, 0.0)?)?.detach())?;
            *first = first.detach();
            *second = second.detach();
        }
        Ok(())
    }

    /// Its state under names that begin with `prefix`.
    #[must_use]
    pub fn tensors(&self, prefix: &str) -> HashMap<String, Tensor> {
        let both = |moments: &Moments| {
            let name = &moments.name;
            [
                (format!("{prefix}{name}.first"), moments.first.clone()),
                (format!("{prefix}{name}.second"), moments.second.clone()),
            ]
        };
        self.moments.iter().flat_map(both).collect()
    }

    /// Takes the state that [`AdamW::tensors`] gave after `steps` steps.
    ///
    /// # Errors
    /// [`LanguageError::Shape`] if a tensor is missing or has another shape.
    pub fn restore(
        &mut self,
        tensors: &HashMap<String, Tensor>,
        prefix: &str,
        steps: u64,
    ) -> Result<(), LanguageError> {
        for Moments { name, variable, first, second } in &mut self.moments {
            for (part, slot) in [("first", first), ("second", second)] {
                let key = format!("{prefix}{name}.{part}");
                let tensor = tensors.get(&key).filter(|tensor| tensor.dims() == variable.dims());
                *slot = tensor.ok_or_else(|| LanguageError::Shape(format!("no `{key}`")))?.clone();
            }
        }
        self.steps = steps;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    /// The first step of Adam is the learning rate against the sign of the gradient, after decay.
    #[test]
    fn the_first_step_is_known() {
        let variable = Var::from_slice(&[1.0_f32, -2.0], (1, 2), &Device::Cpu).unwrap();
        let options = AdamWOptions { learning_rate: 0.1, weight_decay: 0.5, ..AdamWOptions::default() };
        let mut optimizer = AdamW::new(&[("w".to_owned(), &variable)], options).unwrap();
        let loss = variable.as_tensor().sqr().unwrap().sum_all().unwrap();
        optimizer.step(&loss.backward().unwrap()).unwrap();
        let got = variable.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        assert!((got[0] - (0.95 - 0.1)).abs() < 1e-5 && (got[1] - (-1.9 + 0.1)).abs() < 1e-5, "{got:?}");
        assert_eq!(optimizer.steps(), 1);
    }

    #[test]
    fn a_variable_without_a_gradient_is_an_error() {
        let used = Var::from_slice(&[1.0_f32], 1, &Device::Cpu).unwrap();
        let unused = Var::from_slice(&[1.0_f32], 1, &Device::Cpu).unwrap();
        let variables = [("used".to_owned(), &used), ("unused".to_owned(), &unused)];
        let mut optimizer = AdamW::new(&variables, AdamWOptions::default()).unwrap();
        let error = optimizer.step(&used.as_tensor().sqr().unwrap().backward().unwrap()).unwrap_err();
        assert!(error.to_string().contains("unused"), "{error}");
    }
}
