//! AdamW, with a state that can be stored: a resumed run continues as if it had never stopped.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use candle_core::{CpuStorage, Device, InplaceOp2, Layout, Tensor, Var, backprop::GradStore};
use orfila_kernels::{AdamStep, adam};
use serde::{Deserialize, Serialize};

use crate::error::LanguageError;
use crate::ops;

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
    first: Vec<f32>,
    second: Vec<f32>,
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
pub struct AdamW {
    options: AdamWOptions,
    moments: Vec<Moments>,
    steps: u64,
}

/// One step on one variable, in place.
struct InPlace<'a> {
    step: AdamStep,
    moments: Mutex<(&'a mut [f32], &'a mut [f32])>,
}

impl InplaceOp2 for InPlace<'_> {
    fn name(&self) -> &'static str {
        "adam"
    }

    fn cpu_fwd(&self, s1: &mut CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> candle_core::Result<()> {
        let (CpuStorage::F32(values), Some((start, end))) = (s1, l1.contiguous_offsets()) else {
            candle_core::bail!("a variable must be contiguous f32");
        };
        let mut moments = self.moments.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, second) = &mut *moments;
        adam(self.step, &mut values[start..end], ops::values(s2, l2)?, first, second);
        Ok(())
    }
}

impl AdamW {
    /// An optimizer at its first step for named variables.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory for its state.
    pub fn new(variables: &[(String, &Var)], options: AdamWOptions) -> Result<Self, LanguageError> {
        let moments = variables.iter().map(|(name, variable)| {
            let zeros = vec![0.0; variable.elem_count()];
            let variable = (*variable).clone();
            Moments { name: name.clone(), variable, first: zeros.clone(), second: zeros }
        });
        Ok(Self { options, moments: moments.collect(), steps: 0 })
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
        for index in 0..self.moments.len() {
            let Moments { name, variable, .. } = &self.moments[index];
            let gradient = gradients
                .get(variable.as_tensor())
                .ok_or_else(|| LanguageError::Shape(format!("no gradient reaches `{name}`")))?
                .contiguous()?;
            self.apply(index, &gradient, 1.0, 1.0)?;
        }
        Ok(())
    }

    /// One step against gradients by name, times `gradient_scale`; `rate` says by how much the learning rate of each
    /// variable is multiplied. A variable without a gradient stays as it is.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if a gradient has another shape.
    pub fn step_by(
        &mut self,
        gradients: &HashMap<String, Tensor>,
        gradient_scale: f32,
        rate: impl Fn(&str) -> f64,
    ) -> Result<(), LanguageError> {
        self.steps += 1;
        for index in 0..self.moments.len() {
            let name = &self.moments[index].name;
            if let Some(gradient) = gradients.get(name) {
                let rate = rate(name);
                self.apply(index, &gradient.contiguous()?, gradient_scale, rate)?;
            }
        }
        Ok(())
    }

    /// The numbers of the current step for a variable whose learning rate is multiplied by `rate`.
    #[must_use]
    pub fn numbers(&self, gradient_scale: f32, rate: f64, decays: bool) -> AdamStep {
        let AdamWOptions { learning_rate, beta1, beta2, epsilon, weight_decay } = self.options;
        let exponent = i32::try_from(self.steps).unwrap_or(i32::MAX);
        let decay = if decays { learning_rate * rate * weight_decay } else { 0.0 };
        AdamStep {
            rate: (learning_rate * rate / (1.0 - beta1.powi(exponent))) as f32,
            beta1: beta1 as f32,
            beta2: beta2 as f32,
            second_scale: (1.0 / (1.0 - beta2.powi(exponent))) as f32,
            epsilon: epsilon as f32,
            kept: (1.0 - decay) as f32,
            gradient_scale,
        }
    }

    fn apply(&mut self, index: usize, gradient: &Tensor, scale: f32, rate: f64) -> Result<(), LanguageError> {
        let decays = self.moments[index].variable.rank() > 1;
        let step = self.numbers(scale, rate, decays);
        let Moments { variable, first, second, .. } = &mut self.moments[index];
        if gradient.dims() != variable.dims() {
            return Err(LanguageError::Shape("a gradient has another shape than its variable".into()));
        }
        let operation = InPlace { step, moments: Mutex::new((first, second)) };
        variable.as_tensor().inplace_op2(gradient, &operation)?;
        Ok(())
    }

    /// Its state under names that begin with `prefix`.
    ///
    /// # Errors
    /// [`LanguageError::Tensor`] if there is no memory.
    pub fn tensors(&self, prefix: &str) -> Result<HashMap<String, Tensor>, LanguageError> {
        let mut tensors = HashMap::new();
        for Moments { name, variable, first, second } in &self.moments {
            for (part, values) in [("first", first), ("second", second)] {
                let tensor = Tensor::from_slice(values, variable.dims(), &Device::Cpu)?;
                tensors.insert(format!("{prefix}{name}.{part}"), tensor);
            }
        }
        Ok(tensors)
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
                let tensor = tensor.ok_or_else(|| LanguageError::Shape(format!("no `{key}`")))?;
                *slot = tensor.flatten_all()?.to_vec1::<f32>()?;
            }
        }
        self.steps = steps;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
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
