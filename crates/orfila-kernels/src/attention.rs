//! Multi-head self-attention (Vaswani et al. 2017) over sequences of different lengths.

use crate::elementwise::{scale, softmax_rows};
use crate::matmul::{Matrix, Precision, matmul};

/// The shape of a batch without padding: sequences follow each other, and queries, keys and values stand beside each other:
/// (positions, 3, heads, width).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttentionShape<'a> {
    /// Number of heads.
    pub heads: usize,
    /// Values a head.
    pub width: usize,
    /// Positions of each sequence; each attends to its own sequence only.
    pub lengths: &'a [usize],
}

impl AttentionShape<'_> {
    fn hidden(&self) -> usize {
        self.heads * self.width
    }

    fn assert(&self, inputs: usize, outputs: usize) {
        let positions = self.lengths.iter().sum::<usize>();
        assert!(inputs == 3 * positions * self.hidden() && outputs == positions * self.hidden(), "shapes do not fit");
    }

    fn longest(&self) -> usize {
        self.lengths.iter().copied().max().unwrap_or(0)
    }

    /// For each sequence and head: (positions, offset of the queries, offset in the outputs).
    fn parts(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let (hidden, shape) = (self.hidden(), *self);
        let starts = shape.lengths.iter().scan(0, move |next, length| {
            let start = *next;
            *next += length * hidden;
            Some((start, *length))
        });
        starts.filter(|(_, length)| *length > 0).flat_map(move |(start, length)| {
            (0..shape.heads).map(move |head| (length, 3 * start + head * shape.width, start + head * shape.width))
        })
    }
}

/// `softmax(Q Kᵀ / √width) V` for each head, into `target` of shape (positions, heads, width).
///
/// # Panics
/// If the slices do not have the shapes said.
pub fn attend(inputs: &[f32], shape: AttentionShape<'_>, precision: Precision, target: &mut [f32]) {
    shape.assert(inputs.len(), target.len());
    let (hidden, width) = (shape.hidden(), shape.width);
    let factor = 1.0 / (width as f32).sqrt();
    let mut weights = vec![0.0; shape.longest().pow(2)];
    for (length, at, to) in shape.parts() {
        let view = |part: usize| Matrix::strided(&inputs[at + part * hidden..], length, width, 3 * hidden);
        let weights = &mut weights[..length * length];
        matmul(view(0), view(1).transposed(), weights, length, false, precision);
        softmax_rows(weights, length, factor);
        matmul(Matrix::new(weights, length, length), view(2), &mut target[to..], hidden, false, precision);
    }
}

/// The gradient of [`attend`] with respect to its inputs, from `gradient` with respect to its output, into `target` of the
/// shape of the inputs.
///
/// # Panics
/// If the slices do not have the shapes said.
pub fn attend_backward(
    inputs: &[f32],
    gradient: &[f32],
    shape: AttentionShape<'_>,
    precision: Precision,
    target: &mut [f32],
) {
    shape.assert(inputs.len(), gradient.len());
    assert_eq!(inputs.len(), target.len(), "shapes do not fit");
    let (hidden, width) = (shape.hidden(), shape.width);
    let factor = 1.0 / (width as f32).sqrt();
    let (mut weights, mut slopes) = (vec![0.0; shape.longest().pow(2)], vec![0.0; shape.longest().pow(2)]);
    for (length, at, from) in shape.parts() {
        let view = |part: usize| Matrix::strided(&inputs[at + part * hidden..], length, width, 3 * hidden);
        let outer = Matrix::strided(&gradient[from..], length, width, hidden);
        let (weights, slopes) = (&mut weights[..length * length], &mut slopes[..length * length]);
        matmul(view(0), view(1).transposed(), weights, length, false, precision);
        softmax_rows(weights, length, factor);
        let square = Matrix::new(weights, length, length);
        matmul(square.transposed(), outer, &mut target[at + 2 * hidden..], 3 * hidden, false, precision);
        matmul(outer, view(2).transposed(), slopes, length, false, precision);
        for (slopes, weights) in slopes.chunks_exact_mut(length).zip(weights.chunks_exact(length)) {
            let mean: f32 = slopes.iter().zip(weights.iter()).map(|(slope, weight)| slope * weight).sum();
            for (slope, weight) in slopes.iter_mut().zip(weights) {
                *slope = (*slope - mean) * weight;
            }
        }
        scale(slopes, factor);
        let slopes = Matrix::new(slopes, length, length);
        matmul(slopes, view(1), &mut target[at..], 3 * hidden, false, precision);
        matmul(slopes.transposed(), view(0), &mut target[at + hidden..], 3 * hidden, false, precision);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: [usize; 3] = [5, 0, 3];
    const STARTS: [usize; 3] = [0, 5, 5];

    fn shape() -> AttentionShape<'static> {
        AttentionShape { heads: 2, width: 4, lengths: &LENGTHS }
    }

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect()
    }

    #[test]
    fn attention_by_its_definition() {
        let (inputs, shape) = (numbers(3 * 8 * 8), shape());
        let mut target = vec![9.0; 8 * 8];
        attend(&inputs, shape, Precision::F32, &mut target);
        let value =
            |s: usize, p: usize, part: usize, h: usize, d: usize| inputs[((STARTS[s] + p) * 3 + part) * 8 + h * 4 + d];
        for (s, length) in LENGTHS.iter().enumerate() {
            for (p, h) in (0..*length).flat_map(|p| [(p, 0), (p, 1)]) {
                let score = |k: usize| (0..4).map(|d| value(s, p, 0, h, d) * value(s, k, 1, h, d)).sum::<f32>() / 2.0;
                let total: f32 = (0..*length).map(|k| score(k).exp()).sum();
                for d in 0..4 {
                    let sum: f32 = (0..*length).map(|k| score(k).exp() * value(s, k, 2, h, d)).sum();
                    let want = sum / total;
                    let got = target[(STARTS[s] + p) * 8 + h * 4 + d];
                    assert!((got - want).abs() < 1e-5, "{s} {p} {h} {d}: {got} is not {want}");
                }
            }
        }
    }

    #[test]
    fn gradients_are_slopes() {
        let (inputs, outer, shape) = (numbers(3 * 8 * 8), numbers(8 * 8), shape());
        let loss = |inputs: &[f32]| -> f64 {
            let mut target = vec![0.0; outer.len()];
            attend(inputs, shape, Precision::F32, &mut target);
            target.iter().zip(&outer).map(|(t, o)| f64::from(*t) * f64::from(*o)).sum()
        };
        let mut gradient = vec![0.0; inputs.len()];
        attend_backward(&inputs, &outer, shape, Precision::F32, &mut gradient);
        for at in 0..inputs.len() {
            let moved = |by: f32| {
                let mut inputs = inputs.clone();
                inputs[at] += by;
                loss(&inputs)
            };
            let want = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((f64::from(gradient[at]) - want).abs() < 2e-3, "{at}: {} is not {want}", gradient[at]);
        }
    }
}
