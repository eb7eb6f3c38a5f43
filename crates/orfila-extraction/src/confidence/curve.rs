//! From the probabilities that a model states to those that were seen.

use serde::{Deserialize, Serialize};

/// A rising piecewise linear function from stated to seen probabilities, given by its corners.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Curve {
    corners: Vec<[f64; 2]>,
}

/// Fewest predictions of a step of the curve: fewer say nothing of a probability.
const STEP: usize = 40;

impl Curve {
    /// Isotonic regression of what was right on what was stated (pool adjacent violators over groups of at least forty
    /// neighbours). Every step's rate counts one right and one wrong prediction more than were seen.
    #[must_use]
    pub fn fit(predictions: &[(f64, bool)]) -> Self {
        let mut sorted = predictions.to_vec();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut steps: Vec<Step> = Vec::new();
        for part in sorted.chunks(STEP) {
            steps.push(Step::of(part));
            while let [.., before, last] = steps.as_slice()
                && before.rate() >= last.rate()
            {
                let merged = before.with(last);
                steps.truncate(steps.len() - 2);
                steps.push(merged);
            }
        }
        Self { corners: steps.iter().map(|step| [step.stated / step.count, step.rate()]).collect() }
    }

    /// Whether its corners rise and lie between 0 and 1.
    #[must_use]
    pub fn rises(&self) -> bool {
        let inside = self.corners.iter().flatten().all(|value| (0.0..=1.0).contains(value));
        inside && self.corners.windows(2).all(|pair| pair[0][0] <= pair[1][0] && pair[0][1] <= pair[1][1])
    }

    /// The probability for a stated one; the stated one itself for a curve without corners.
    #[must_use]
    pub fn at(&self, stated: f64) -> f64 {
        let (Some(first), Some(last)) = (self.corners.first(), self.corners.last()) else { return stated };
        let after = self.corners.partition_point(|corner| corner[0] <= stated);
        match (after.checked_sub(1).map(|before| self.corners[before]), self.corners.get(after)) {
            (None, _) => first[1],
            (_, None) => last[1],
            (Some(before), Some(after)) => {
                let part = (stated - before[0]) / (after[0] - before[0]).max(1e-12);
                before[1] + part * (after[1] - before[1])
            }
        }
    }
}

struct Step {
    stated: f64,
    right: f64,
    count: f64,
}

impl Step {
    fn of(part: &[(f64, bool)]) -> Self {
        let right = part.iter().filter(|(_, right)| *right).count() as f64;
        Self { stated: part.iter().map(|(stated, _)| stated).sum(), right, count: part.len() as f64 }
    }

    fn with(&self, other: &Self) -> Self {
        Self { stated: self.stated + other.stated, right: self.right + other.right, count: self.count + other.count }
    }

    fn rate(&self) -> f64 {
        (self.right + 1.0) / (self.count + 2.0)
    }
}

/// Predictions whose stated probability lies in one tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Predictions.
    pub count: usize,
    /// Mean stated probability.
    pub stated: f64,
    /// Share that was right.
    pub right: f64,
}

/// Expected calibration error over ten bins of equal width (Naeini et al. 2015), and the bins.
#[must_use]
pub fn calibration_error(predictions: &[(f64, bool)]) -> (f64, Vec<Bin>) {
    let mut sums = [(0_usize, 0.0, 0_usize); 10];
    for (stated, right) in predictions {
        let bin = &mut sums[((stated * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + stated, bin.2 + usize::from(*right));
    }
    let bin = |&(count, stated, right): &(usize, f64, usize)| {
        let all = count.max(1) as f64;
        Bin { count, stated: stated / all, right: right as f64 / all }
    };
    let bins: Vec<Bin> = sums.iter().map(bin).collect();
    let all = predictions.len().max(1) as f64;
    let error = bins.iter().map(|bin| bin.count as f64 / all * (bin.stated - bin.right).abs()).sum();
    (error, bins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_says_what_was_seen() {
        // Stated .9, right in half of the cases; stated .2, never right.
        let mut predictions = vec![(0.2, false); 400];
        predictions.extend((0..400).map(|at| (0.9, at % 2 == 0)));
        let curve = Curve::fit(&predictions);
        assert!(curve.at(0.2) < 0.01 && curve.at(0.1) < 0.01);
        assert!((curve.at(0.9) - 0.5).abs() < 0.01 && (curve.at(1.0) - 0.5).abs() < 0.01);
        assert!((curve.at(0.55) - 0.25).abs() < 0.02);
    }

    #[test]
    fn a_curve_never_falls() {
        let predictions: Vec<(f64, bool)> =
            (0..1000).map(|at| (f64::from(at) / 1000.0, (at * 7919) % 13 < 6 + at / 200)).collect();
        let curve = Curve::fit(&predictions);
        assert!(curve.rises());
        assert!(!Curve { corners: vec![[0.5, 0.9], [0.4, 0.95]] }.rises());
        assert!(!Curve { corners: vec![[0.5, 6.6]] }.rises() && !Curve { corners: vec![[f64::NAN, 0.5]] }.rises());
        let values: Vec<f64> = (0..=100).map(|at| curve.at(f64::from(at) / 100.0)).collect();
        assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
    }

    #[test]
    fn the_error_is_the_mean_distance() {
        let predictions: Vec<(f64, bool)> = (0..10).map(|at| (0.95, at < 7)).collect();
        let (error, bins) = calibration_error(&predictions);
        assert!((error - 0.25).abs() < 1e-9);
        assert_eq!(bins[9].count, 10);
        assert!(calibration_error(&[]).0.abs() < 1e-12);
        assert!(Curve::default().at(0.3) - 0.3 < 1e-12);
    }
}
