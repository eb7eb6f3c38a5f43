//! Functions that treat every value, or every row, alike.

use multiversion::multiversion;

/// Lanes over which sums are made, so that their order does not depend on the processor.
pub(crate) const LANES: usize = 16;

/// `exp(x)` with a relative error below 2e-7; 0 below -87.3, and capped at `exp(88)`.
///
/// Source: the polynomial of Cephes' `expf` on an argument reduced by multiples of ln 2.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let capped = x.clamp(-87.3, 88.0);
    // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number in any vector unit.
    const ROUND: f32 = 12_582_912.0;
    let shifted = capped * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = capped - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5] {
        sum = sum * rest + coefficient;
    }
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    let value = (sum * rest * rest + rest + 1.0) * power;
    if x < -87.3 { 0.0 } else { value }
}

/// The error function with an absolute error below 1e-6. Source: the rational function that Eigen uses for `erf` in f32.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let mut above = -2.726_142_3e-10_f32;
    for coefficient in [2.770_681_4e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906_3e-4, -2.954_6e-3, -1.609_603_3e-2] {
        above = above * square + coefficient;
    }
    let mut below = -1.456_607_2e-5_f32;
    for coefficient in [-2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2] {
        below = below * square + coefficient;
    }
    x * above / below
}

/// The Gaussian error linear unit, `x Φ(x)`, in place (Hendrycks and Gimpel 2016, the exact form with `erf`).
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn gelu(values: &mut [f32]) {
    for value in values {
        let x = *value;
        *value = 0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// Multiplies `gradient` by the derivative of [`gelu`] at `inputs`, in place; as many as the shorter has.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn gelu_backward(inputs: &[f32], gradient: &mut [f32]) {
    const DENSITY: f32 = 0.398_942_3;
    for (to, x) in gradient.iter_mut().zip(inputs) {
        let cumulative = 0.5 * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2));
        *to *= cumulative + x * DENSITY * exp(-0.5 * x * x);
    }
}

/// Sum of a row over fixed lanes.
#[inline(always)]
pub(crate) fn sum(values: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += map(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += map(*value);
    }
    fold(lanes)
}

/// Adds lanes pairwise, always in the same order.
#[inline(always)]
pub(crate) fn fold(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            lanes[at] += lanes[at + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// `exp(scale (x - max)) / sum` over each row of `columns` values, in place.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn softmax_rows(values: &mut [f32], columns: usize, scale: f32) {
    for row in values.chunks_exact_mut(columns.max(1)) {
        let mut lanes = [f32::NEG_INFINITY; LANES];
        for chunk in row.chunks(LANES) {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane = if *value > *lane { *value } else { *lane };
            }
        }
        let most = lanes.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for value in row.iter_mut() {
            *value = exp(scale * (*value - most));
        }
        let inverse = 1.0 / sum(row, |value| value);
        for value in row {
            *value *= inverse;
        }
    }
}

/// `target += source`; as many as the shorter has.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn add_assign(target: &mut [f32], source: &[f32]) {
    for (to, from) in target.iter_mut().zip(source) {
        *to += from;
    }
}

/// `target *= factor`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn scale(target: &mut [f32], factor: f32) {
    for to in target {
        *to *= factor;
    }
}

/// Adds each row of `values` (rows of the length of `target`) to `target`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn column_sums(values: &[f32], target: &mut [f32]) {
    for row in values.chunks_exact(target.len().max(1)) {
        for (to, from) in target.iter_mut().zip(row) {
            *to += from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials() {
        for step in -8700..8800 {
            let x = step as f32 / 100.0;
            let (got, want) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((got / want - 1.0).abs() < 3e-7, "exp({x}) = {got}, not {want}");
        }
        assert_eq!(exp(-200.0), 0.0);
        assert!(exp(1e9).is_finite());
    }

    /// Values of x Φ(x) from tables of the normal distribution.
    #[test]
    fn gelu_of_known_values() {
        for (x, expected) in [
            (0.0_f32, 0.0_f32),
            (1.0, 0.841_344_7),
            (-1.0, -0.158_655_25),
            (2.0, 1.954_499_7),
            (-3.0, -0.004_049_7),
            (6.0, 6.0),
        ] {
            let mut value = [x];
            gelu(&mut value);
            assert!((value[0] - expected).abs() < 2e-6, "{x}: {} is not {expected}", value[0]);
        }
    }

    #[test]
    fn the_derivative_of_gelu_is_its_slope() {
        for step in -40..40 {
            let x = step as f32 / 10.0;
            let (mut gradient, mut both) = ([1.0_f32], [x - 1e-2, x + 1e-2]);
            gelu_backward(&[x], &mut gradient);
            gelu(&mut both);
            let slope = (both[1] - both[0]) / 2e-2;
            assert!((gradient[0] - slope).abs() < 2e-4, "{x}: {} is not {slope}", gradient[0]);
        }
    }

    #[test]
    fn rows_of_softmax_add_up_to_one() {
        let mut values: Vec<f32> = (0..3 * 37).map(|i| (i * 7 % 11) as f32 - 300.0).collect();
        let first = values[1];
        softmax_rows(&mut values, 37, 0.5);
        for row in values.chunks(37) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        }
        assert!((values[1] / values[0] - (0.5 * (first + 300.0)).exp()).abs() < 1e-3);
    }

    #[test]
    fn sums() {
        let values: Vec<f32> = (0..50).map(|i| i as f32).collect();
        assert_eq!(sum(&values, |v| v), 1225.0);
        let mut columns = [1.0_f32; 5];
        column_sums(&values, &mut columns);
        assert_eq!(columns, [226.0, 236.0, 246.0, 256.0, 266.0]);
        add_assign(&mut columns, &[1.0; 5]);
        scale(&mut columns, 2.0);
        assert_eq!(columns[0], 454.0);
    }
}
