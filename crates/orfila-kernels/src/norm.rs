//! Layer normalisation (Ba, Kiros and Hinton 2016).

use multiversion::multiversion;

use crate::elementwise::sum;

/// Normalises each row of `values` to mean 0 and variance 1, then multiplies by `weight` and adds `bias` (both of a row's
/// length), in place. `epsilon` is added to the variance.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn layer_norm(values: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let width = weight.len().max(1);
    for row in values.chunks_exact_mut(width) {
        let (mean, inverse) = moments(row, epsilon);
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = (*value - mean) * inverse * weight + bias;
        }
    }
}

#[inline(always)]
fn moments(row: &[f32], epsilon: f32) -> (f32, f32) {
    let count = row.len() as f32;
    let mean = sum(row, |value| value) / count;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / count;
    (mean, 1.0 / (variance + epsilon).sqrt())
}

/// Gradients of [`layer_norm`]: `gradient` (of the output) becomes that of the input; those of `weight` and `bias` are added
/// to `weight_gradient` and `bias_gradient`. `inputs` are the values before normalisation.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn layer_norm_backward(
    inputs: &[f32],
    gradient: &mut [f32],
    weight: &[f32],
    epsilon: f32,
    weight_gradient: &mut [f32],
    bias_gradient: &mut [f32],
) {
    let width = weight.len().max(1);
    let mut scaled = vec![0.0_f32; width];
    let mut product = vec![0.0_f32; width];
    for (row, gradient) in inputs.chunks_exact(width).zip(gradient.chunks_exact_mut(width)) {
        let (mean, inverse) = moments(row, epsilon);
        for (at, value) in row.iter().enumerate() {
            let normal = (value - mean) * inverse;
            weight_gradient[at] += gradient[at] * normal;
            bias_gradient[at] += gradient[at];
            scaled[at] = gradient[at] * weight[at];
            product[at] = scaled[at] * normal;
        }
        let (mean_scaled, mean_product) =
            (sum(&scaled, |value| value) / width as f32, sum(&product, |value| value) / width as f32);
        for (at, value) in row.iter().enumerate() {
            let normal = (value - mean) * inverse;
            gradient[at] = inverse * (scaled[at] - mean_scaled - normal * mean_product);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect()
    }

    #[test]
    fn rows_have_mean_zero_and_variance_one() {
        let mut values = numbers(3 * 40);
        layer_norm(&mut values, &[1.0; 40], &[0.0; 40], 1e-12);
        for row in values.chunks(40) {
            let mean = row.iter().sum::<f32>() / 40.0;
            let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / 40.0;
            assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
        }
    }

    /// The gradients agree with differences of the function.
    #[test]
    fn gradients_are_slopes() {
        let (inputs, weight, bias, outer) = (numbers(2 * 20), numbers(20), numbers(20), numbers(40));
        let loss = |inputs: &[f32], weight: &[f32], bias: &[f32]| -> f64 {
            let mut values = inputs.to_vec();
            layer_norm(&mut values, weight, bias, 1e-5);
            values.iter().zip(&outer).map(|(v, o)| f64::from(*v) * f64::from(*o)).sum()
        };
        let (mut gradient, mut for_weight, mut for_bias) = (outer.clone(), vec![0.0; 20], vec![0.0; 20]);
        layer_norm_backward(&inputs, &mut gradient, &weight, 1e-5, &mut for_weight, &mut for_bias);
        let slope = |change: &dyn Fn(f32) -> f64| (change(1e-2) - change(-1e-2)) / 2e-2;
        for at in 0..20 {
            let moved = |values: &[f32], by: f32| {
                let mut values = values.to_vec();
                values[at] += by;
                values
            };
            for (got, want) in [
                (gradient[at], slope(&|by| loss(&moved(&inputs, by), &weight, &bias))),
                (for_weight[at], slope(&|by| loss(&inputs, &moved(&weight, by), &bias))),
                (for_bias[at], slope(&|by| loss(&inputs, &weight, &moved(&bias, by)))),
            ] {
                assert!((f64::from(got) - want).abs() < 5e-3, "{at}: {got} is not {want}");
            }
        }
    }
}
