//! The step of Adam with decoupled weight decay (Loshchilov and Hutter 2019).

use multiversion::multiversion;

/// The numbers of one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamStep {
    /// Step size over the bias correction of the first mean.
    pub rate: f32,
    /// Decay of the mean of gradients.
    pub beta1: f32,
    /// Decay of the mean of squared gradients.
    pub beta2: f32,
    /// Bias correction of the second mean: `1 / (1 - beta2^t)`.
    pub second_scale: f32,
    /// Added to the root of the second mean.
    pub epsilon: f32,
    /// What is left of a value after decay.
    pub kept: f32,
    /// Factor of the gradient (clipping, averaging).
    pub gradient_scale: f32,
}

/// One step: all slices have one value a parameter. The shortest decides how many are treated.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn adam(step: AdamStep, values: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32]) {
    for (((value, gradient), first), second) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        let gradient = gradient * step.gradient_scale;
        *first = step.beta1 * *first + (1.0 - step.beta1) * gradient;
        *second = step.beta2 * *second + (1.0 - step.beta2) * gradient * gradient;
        *value = *value * step.kept - step.rate * *first / ((*second * step.second_scale).sqrt() + step.epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first step is the learning rate against the sign of the gradient, after decay.
    #[test]
    fn the_first_step_is_known() {
        let (mut values, mut first, mut second) = ([1.0, -2.0], [0.0; 2], [0.0; 2]);
        let step = AdamStep {
            rate: 0.1 / (1.0 - 0.9),
            beta1: 0.9,
            beta2: 0.999,
            second_scale: 1.0 / (1.0 - 0.999),
            epsilon: 1e-8,
            kept: 0.95,
            gradient_scale: 0.5,
        };
        adam(step, &mut values, &[2.0, -4.0], &mut first, &mut second);
        assert!((values[0] - 0.85).abs() < 1e-5 && (values[1] + 1.8).abs() < 1e-5, "{values:?}");
        assert!((first[1] + 0.2).abs() < 1e-6 && (second[1] - 0.004).abs() < 1e-6);
    }
}
