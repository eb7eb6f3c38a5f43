//! Logistic regression with a ridge penalty, by Newton's method.

/// `1 / (1 + exp(-x))`.
pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Rounds of Newton's method; with a penalty it needs fewer than ten.
const ROUNDS: usize = 25;

/// The weights that make `right` most probable given the rows of `inputs`, less half of `penalty[i]` times the square of
/// each weight. All rows are as long as `penalty`.
pub(super) fn fit(inputs: &[Vec<f64>], right: &[bool], penalty: &[f64]) -> Vec<f64> {
    let size = penalty.len();
    let mut weights = vec![0.0; size];
    for _ in 0..ROUNDS {
        let mut gradient: Vec<f64> = weights.iter().zip(penalty).map(|(weight, penalty)| -weight * penalty).collect();
        let mut curvature = vec![vec![0.0; size]; size];
        for (at, penalty) in penalty.iter().enumerate() {
            curvature[at][at] = *penalty;
        }
        for (row, right) in inputs.iter().zip(right) {
            let probability = sigmoid(row.iter().zip(&weights).map(|(value, weight)| value * weight).sum());
            let (error, spread) = (f64::from(u8::from(*right)) - probability, probability * (1.0 - probability));
            let present: Vec<usize> = (0..size).filter(|at| row[*at] != 0.0).collect();
            for &at in &present {
                gradient[at] += error * row[at];
                for &other in &present {
                    curvature[at][other] += spread * row[at] * row[other];
                }
            }
        }
        let Some(step) = solve(curvature, gradient) else { break };
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// Solves `matrix · x = right` by elimination with row exchange; `None` if the matrix is singular.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        if matrix[pivot][column].abs() < 1e-12 {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = matrix.split_at_mut(column + 1);
        let pivot = &above[column];
        for (at, row) in below.iter_mut().enumerate() {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(pivot).skip(column).for_each(|(value, pivot)| *value -= factor * pivot);
            right[column + 1 + at] -= factor * right[column];
        }
    }
    for column in (0..size).rev() {
        let known: f64 = (column + 1..size).map(|at| matrix[column][at] * right[at]).sum();
        right[column] = (right[column] - known) / matrix[column][column];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_learns_the_share_of_right_ones() {
        let inputs = vec![vec![1.0]; 100];
        let right: Vec<bool> = (0..100).map(|at| at < 80).collect();
        let weights = fit(&inputs, &right, &[1e-6]);
        assert!((sigmoid(weights[0]) - 0.8).abs() < 1e-4, "{weights:?}");
    }

    #[test]
    fn a_signal_is_weighed_by_what_it_tells() {
        // With the signal 9 of 10 are right, without it 5 of 10.
        let inputs: Vec<Vec<f64>> = (0..200).map(|at| vec![1.0, f64::from(u8::from(at >= 100))]).collect();
        let right: Vec<bool> = (0..200).map(|at| if at < 100 { at % 2 == 0 } else { at % 10 != 0 }).collect();
        let weights = fit(&inputs, &right, &[1e-6, 1e-6]);
        assert!((sigmoid(weights[0]) - 0.5).abs() < 1e-3);
        assert!((sigmoid(weights[0] + weights[1]) - 0.9).abs() < 1e-3);
    }

    #[test]
    fn a_useless_input_does_no_harm() {
        let weights = fit(&[vec![1.0, 0.0], vec![1.0, 0.0]], &[true, false], &[1e-3, 1e-3]);
        assert!(weights.iter().all(|weight| weight.abs() < 1e-6));
    }
}
