//! A linear-chain conditional random field over the labels of a sequence (Lafferty, McCallum and Pereira 2001).
//!
//! The score of a labelling is the sum of its emissions and of the transitions between neighbours; the first label has the
//! transition from row `labels` of the table. All functions work in f32 on slices; [`negative_log_likelihood`] wraps them
//! for training.

use std::ops::Range;

use candle_core::{CpuStorage, CustomOp2, Layout, Result, Shape, Tensor};
use orfila_kernels::exp;

use crate::ops::{output, tensor_like, values, with_values};

/// What forbids a transition.
pub const FORBIDDEN: f32 = -1e4;

/// Labels of a tagging task of `kinds` kinds of spans: 0 is outside, `1 + 2 k` begins and `2 + 2 k` continues kind `k`.
#[must_use]
pub fn labels(kinds: usize) -> usize {
    1 + 2 * kinds
}

/// Whether a label may follow another; `None` is the beginning of a sequence.
#[must_use]
pub fn may_follow(previous: Option<usize>, label: usize) -> bool {
    let continues = label > 0 && label.is_multiple_of(2);
    !continues || previous.is_some_and(|previous| previous == label || previous + 1 == label)
}

fn log_sum(values: &[f32]) -> f32 {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY { most } else { most + values.iter().map(|value| exp(value - most)).sum::<f32>().ln() }
}

/// `exp` of each transition between two labels, of shape (count, count).
fn factors(transitions: &[f32], count: usize) -> Vec<f32> {
    transitions[..count * count].iter().map(|value| exp(*value)).collect()
}

/// `exp(value - max)` for each value, and the maximum.
fn scaled(values: impl Iterator<Item = f32> + Clone, target: &mut [f32]) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    for (slot, value) in target.iter_mut().zip(values) {
        *slot = exp(value - most);
    }
    most
}

/// Forward scores of each position and label, and the log of the sum over all labellings.
fn forward(emissions: &[f32], transitions: &[f32], factors: &[f32], count: usize) -> (Vec<f32>, f32) {
    let mut scores = vec![0.0; emissions.len()];
    let (mut parts, mut sums) = (vec![0.0; count], vec![0.0; count]);
    for (position, emission) in emissions.chunks_exact(count).enumerate() {
        let (done, rest) = scores.split_at_mut(position * count);
        if position == 0 {
            let entries = &transitions[count * count..];
            rest.iter_mut().zip(entries).zip(emission).for_each(|((slot, entry), emission)| *slot = entry + emission);
            continue;
        }
        let most = scaled(done[(position - 1) * count..].iter().copied(), &mut parts);
        sums.fill(0.0);
        for (part, row) in parts.iter().zip(factors.chunks_exact(count)) {
            sums.iter_mut().zip(row).for_each(|(sum, factor)| *sum += part * factor);
        }
        for ((slot, sum), emission) in rest.iter_mut().zip(&sums).zip(emission) {
            *slot = most + sum.ln() + emission;
        }
    }
    let last = scores.len().saturating_sub(count);
    let total = if scores.is_empty() { 0.0 } else { log_sum(&scores[last..]) };
    (scores, total)
}

/// Backward scores of each position and label: the log of the sum over all ends of the sequence after it.
fn backward(emissions: &[f32], factors: &[f32], count: usize) -> Vec<f32> {
    let mut scores = vec![0.0; emissions.len()];
    let length = emissions.len() / count.max(1);
    let mut parts = vec![0.0; count];
    for position in (0..length.saturating_sub(1)).rev() {
        let next = (position + 1) * count;
        let (done, after) = scores.split_at_mut(next);
        let most = scaled(after.iter().zip(&emissions[next..next + count]).map(|(a, e)| a + e), &mut parts);
        for (slot, row) in done[position * count..].iter_mut().zip(factors.chunks_exact(count)) {
            *slot = most + row.iter().zip(&parts).map(|(factor, part)| factor * part).sum::<f32>().ln();
        }
    }
    scores
}

/// The best labelling.
#[must_use]
pub fn best(emissions: &[f32], transitions: &[f32], count: usize) -> Vec<usize> {
    let length = emissions.len() / count.max(1);
    let (mut scores, mut came_from) = (vec![0.0; count], vec![0; emissions.len()]);
    let mut previous = scores.clone();
    for (position, emission) in emissions.chunks_exact(count).enumerate() {
        let origins = &mut came_from[position * count..(position + 1) * count];
        if position == 0 {
            scores.copy_from_slice(&transitions[count * count..]);
        } else {
            previous.copy_from_slice(&scores);
            scores.fill(f32::NEG_INFINITY);
            for (from, row) in transitions.chunks_exact(count).take(count).enumerate() {
                for ((score, origin), transition) in scores.iter_mut().zip(origins.iter_mut()).zip(row) {
                    let through = previous[from] + transition;
                    if through > *score {
                        (*score, *origin) = (through, from);
                    }
                }
            }
        }
        scores.iter_mut().zip(emission).for_each(|(score, emission)| *score += emission);
    }
    let mut label = (0..count).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
    let mut labels = vec![0; length];
    for position in (0..length).rev() {
        labels[position] = label;
        label = came_from[position * count + label];
    }
    labels
}

/// A sequence with its sums from both ends.
#[derive(Debug)]
pub struct Chain<'a> {
    emissions: &'a [f32],
    transitions: &'a [f32],
    count: usize,
    before: Vec<f32>,
    after: Vec<f32>,
    total: f32,
}

impl<'a> Chain<'a> {
    /// The sums of `emissions` of shape (positions, count) with `transitions` of shape (count + 1, count).
    #[must_use]
    pub fn new(emissions: &'a [f32], transitions: &'a [f32], count: usize) -> Self {
        let factors = factors(transitions, count);
        let (before, total) = forward(emissions, transitions, &factors, count);
        let after = backward(emissions, &factors, count);
        Self { emissions, transitions, count, before, after, total }
    }

    /// The probability of each label at each position, of shape (positions, count).
    #[must_use]
    pub fn marginals(&self) -> Vec<f32> {
        self.before.iter().zip(&self.after).map(|(before, after)| exp(before + after - self.total).min(1.0)).collect()
    }

    /// The probability of the span at `words`: that these positions have the labels that they have in `labels` and that the
    /// next position does not continue it. From 0 to 1.
    #[must_use]
    pub fn span_probability(&self, labels: &[usize], words: Range<usize>) -> f32 {
        let Some(labels) = labels.get(words.clone()).filter(|labels| !labels.is_empty()) else { return 0.0 };
        let count = self.count;
        let mut score = self.before[words.start * count + labels[0]];
        for (position, pair) in (words.start + 1..).zip(labels.windows(2)) {
            score += self.transitions[pair[0] * count + pair[1]] + self.emissions[position * count + pair[1]];
        }
        let last = labels[labels.len() - 1];
        let mut probability = exp((score + self.after[(words.end - 1) * count + last] - self.total).min(0.0));
        if words.end * count < self.emissions.len() {
            let continued = if last % 2 == 1 { last + 1 } else { last };
            let next = words.end * count + continued;
            let goes_on = score + self.transitions[last * count + continued] + self.emissions[next] + self.after[next];
            probability -= exp((goes_on - self.total).min(0.0));
        }
        probability.clamp(0.0, 1.0)
    }
}

struct NegativeLogLikelihood {
    labels: Vec<usize>,
    lengths: Vec<usize>,
}

impl NegativeLogLikelihood {
    fn check(&self, emissions: &Shape, transitions: &Shape) -> Result<usize> {
        let (positions, count) = emissions.dims2()?;
        let fits = self.labels.len() == positions && self.lengths.iter().sum::<usize>() == positions;
        if !fits || transitions.dims2()? != (count + 1, count) || self.labels.iter().any(|label| *label >= count) {
            candle_core::bail!("{positions} x {count} emissions do not fit the labels or the transitions");
        }
        Ok(count)
    }

    fn sequences<'a>(&'a self, emissions: &'a [f32], count: usize) -> impl Iterator<Item = (&'a [f32], &'a [usize])> {
        let mut start = 0;
        self.lengths.iter().map(move |length| {
            let range = start..start + length;
            start += length;
            (&emissions[range.start * count..range.end * count], &self.labels[range])
        })
    }
}

fn score(emissions: &[f32], transitions: &[f32], labels: &[usize], count: usize) -> f32 {
    let mut from = count;
    let mut total = 0.0;
    for (emission, label) in emissions.chunks_exact(count).zip(labels) {
        total += emission[*label] + transitions[from * count + label];
        from = *label;
    }
    total
}

impl CustomOp2 for NegativeLogLikelihood {
    fn name(&self) -> &'static str {
        "crf"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Result<(CpuStorage, Shape)> {
        let count = self.check(l1.shape(), l2.shape())?;
        let (emissions, transitions) = (values(s1, l1)?, values(s2, l2)?);
        let factors = factors(transitions, count);
        let losses = self.sequences(emissions, count).map(|(emissions, labels)| {
            forward(emissions, transitions, &factors, count).1 - score(emissions, transitions, labels, count)
        });
        Ok(output(vec![losses.sum()], ()))
    }

    fn bwd(
        &self,
        emissions: &Tensor,
        transitions: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let count = self.check(emissions.shape(), transitions.shape())?;
        let factor = gradient.to_scalar::<f32>()?;
        let (mut for_emissions, mut for_transitions) = (Vec::new(), vec![0.0; transitions.elem_count()]);
        with_values([emissions, transitions], |[emissions, transitions]| {
            let factors = factors(transitions, count);
            for (emissions, labels) in self.sequences(emissions, count) {
                let tables = (transitions, factors.as_slice());
                for_emissions.extend(sequence_gradient(emissions, tables, labels, count, &mut for_transitions));
            }
            Ok(())
        })?;
        for_emissions.iter_mut().chain(&mut for_transitions).for_each(|value| *value *= factor);
        Ok((Some(tensor_like(for_emissions, emissions)?), Some(tensor_like(for_transitions, transitions)?)))
    }
}

/// The gradient of one sequence's loss: expected counts less observed ones.
fn sequence_gradient(
    emissions: &[f32],
    (transitions, factors): (&[f32], &[f32]),
    labels: &[usize],
    count: usize,
    for_transitions: &mut [f32],
) -> Vec<f32> {
    let (before, total) = forward(emissions, transitions, factors, count);
    let after = backward(emissions, factors, count);
    let (mut left, mut right) = (vec![0.0; count], vec![0.0; count]);
    let mut gradient: Vec<f32> = before.iter().zip(&after).map(|(b, a)| exp(b + a - total)).collect();
    if let Some(first) = labels.first() {
        for (slot, value) in for_transitions[count * count..].iter_mut().zip(&gradient[..count]) {
            *slot += value;
        }
        for_transitions[count * count + first] -= 1.0;
    }
    for position in 1..labels.len() {
        let at = position * count;
        let before_most = scaled(before[at - count..at].iter().copied(), &mut left);
        let ends =
            emissions[at..at + count].iter().zip(&after[at..at + count]).map(|(emission, after)| emission + after);
        let both = exp(before_most + scaled(ends, &mut right) - total);
        for ((slots, row), left) in for_transitions.chunks_exact_mut(count).zip(factors.chunks_exact(count)).zip(&left)
        {
            let left = left * both;
            slots.iter_mut().zip(row).zip(&right).for_each(|((slot, factor), right)| *slot += left * factor * right);
        }
        for_transitions[labels[position - 1] * count + labels[position]] -= 1.0;
    }
    for (position, label) in labels.iter().enumerate() {
        gradient[position * count + label] -= 1.0;
    }
    gradient
}

/// The sum over sequences of the negative log likelihood of their labels, a scalar. `emissions` of shape (positions,
/// labels), `transitions` (labels + 1, labels): row = from, the last row for the beginning.
///
/// # Errors
/// [`candle_core::Error`] if the shapes do not fit.
pub fn negative_log_likelihood(
    emissions: &Tensor,
    transitions: &Tensor,
    labels: Vec<usize>,
    lengths: Vec<usize>,
) -> Result<Tensor> {
    emissions.contiguous()?.apply_op2(&transitions.contiguous()?, NegativeLogLikelihood { labels, lengths })
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Var};

    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect()
    }

    fn all(length: usize, count: usize) -> Vec<Vec<usize>> {
        (0..length).fold(vec![vec![]], |paths, _| {
            paths.iter().flat_map(|path| (0..count).map(move |label| [path.clone(), vec![label]].concat())).collect()
        })
    }

    /// Everything agrees with the sum over all 3^4 labellings.
    #[test]
    fn sums_over_all_labellings() {
        let (emissions, transitions) = (numbers(12), numbers(12));
        let paths = all(4, 3);
        let weight = |path: &Vec<usize>| f64::from(score(&emissions, &transitions, path, 3)).exp();
        let total: f64 = paths.iter().map(weight).sum();
        let factors = factors(&transitions, 3);
        assert!((f64::from(forward(&emissions, &transitions, &factors, 3).1) - total.ln()).abs() < 1e-5);
        let chain = Chain::new(&emissions, &transitions, 3);
        let found = chain.marginals();
        for (position, label) in (0..4).flat_map(|p| (0..3).map(move |l| (p, l))) {
            let want: f64 = paths.iter().filter(|path| path[position] == label).map(weight).sum::<f64>() / total;
            assert!((f64::from(found[position * 3 + label]) - want).abs() < 1e-5);
        }
        let top = paths.iter().max_by(|a, b| weight(a).total_cmp(&weight(b))).unwrap();
        assert_eq!(&best(&emissions, &transitions, 3), top);
        let end = |path: &Vec<usize>| path[1..3] == [1, 2] && path[3] != 2;
        let wanted: f64 = paths.iter().filter(|path| end(path)).map(weight).sum::<f64>() / total;
        let got = chain.span_probability(&[0, 1, 2, 0], 1..3);
        assert!((f64::from(got) - wanted).abs() < 1e-4, "{got} {wanted}");
        let wanted: f64 = paths.iter().filter(|path| path[2..] == [1, 2]).map(weight).sum::<f64>() / total;
        let got = chain.span_probability(&[0, 0, 1, 2], 2..4);
        assert!((f64::from(got) - wanted).abs() < 1e-4, "{got} {wanted}");
        assert!(best(&[], &transitions, 3).is_empty());
    }

    #[test]
    fn gradients_are_slopes() {
        let emissions = Var::from_vec(numbers(15), (5, 3), &Device::Cpu).unwrap();
        let transitions = Var::from_vec(numbers(12), (4, 3), &Device::Cpu).unwrap();
        let loss = || {
            let (labels, lengths) = (vec![0, 2, 1, 1, 0], vec![3, 0, 2]);
            negative_log_likelihood(emissions.as_tensor(), transitions.as_tensor(), labels, lengths).unwrap()
        };
        let gradients = loss().backward().unwrap();
        for variable in [&emissions, &transitions] {
            let gradient =
                gradients.get(variable.as_tensor()).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
            let values = variable.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            for at in 0..values.len() {
                let moved = |by: f32| {
                    let mut values = values.clone();
                    values[at] += by;
                    variable.set(&Tensor::from_vec(values, variable.dims(), &Device::Cpu).unwrap()).unwrap();
                    loss().to_scalar::<f32>().unwrap()
                };
                let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                moved(0.0);
                assert!((gradient[at] - slope).abs() < 2e-3, "{at}: {} is not {slope}", gradient[at]);
            }
        }
    }

    #[test]
    fn what_may_follow() {
        for (previous, label, may) in [
            (None, 0, true),
            (None, 1, true),
            (None, 2, false),
            (Some(1), 2, true),
            (Some(2), 2, true),
            (Some(3), 2, false),
            (Some(0), 2, false),
            (Some(2), 1, true),
        ] {
            assert_eq!(may_follow(previous, label), may, "{previous:?} {label}");
        }
        assert_eq!(labels(3), 7);
    }
}
