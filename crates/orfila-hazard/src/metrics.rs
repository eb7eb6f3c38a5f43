//! How good predictions are.

/// Area under the receiver operating characteristic: the chance that a positive ranks above a negative, ties counting
/// half. `None` without a positive or without a negative. Values that are not numbers rank lowest.
#[must_use]
pub fn roc_auc(scored: &[(f32, bool)]) -> Option<f64> {
    let mut sorted: Vec<(f32, bool)> =
        scored.iter().map(|(score, label)| (if score.is_nan() { f32::NEG_INFINITY } else { *score }, *label)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins) = (0_usize, 0.0_f64);
    for ties in sorted.chunk_by(|a, b| a.0 == b.0) {
        let positives = ties.iter().filter(|(_, label)| *label).count();
        let negatives = ties.len() - positives;
        wins += positives as f64 * (below as f64 + negatives as f64 / 2.0);
        below += negatives;
    }
    let pairs = (sorted.len() - below) * below;
    (pairs > 0).then(|| wins / pairs as f64)
}

/// Mean squared difference between probability and outcome; `None` for nothing.
#[must_use]
pub fn brier(scored: &[(f32, bool)]) -> Option<f64> {
    let total: f64 = scored.iter().map(|(p, label)| (f64::from(*p) - f64::from(u8::from(*label))).powi(2)).sum();
    (!scored.is_empty()).then(|| total / scored.len() as f64)
}

/// The score from which on a positive is called, so that sensitivity plus specificity is greatest (Youden 1950).
/// `None` without a positive or without a negative.
#[must_use]
pub fn best_threshold(scored: &[(f32, bool)]) -> Option<f32> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = sorted.iter().filter(|(_, label)| *label).count();
    let negatives = sorted.len() - positives;
    if positives == 0 || negatives == 0 {
        return None;
    }
    let (mut hits, mut alarms) = (0_usize, 0_usize);
    let mut best = (f64::NEG_INFINITY, None);
    for ties in sorted.chunk_by(|a, b| a.0 == b.0) {
        hits += ties.iter().filter(|(_, label)| *label).count();
        alarms += ties.iter().filter(|(_, label)| !*label).count();
        let index = hits as f64 / positives as f64 - alarms as f64 / negatives as f64;
        if index > best.0 {
            best = (index, Some(ties[0].0));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas() {
        for (scored, expected) in [
            (&[(0.9, true), (0.1, false)][..], Some(1.0)),
            (&[(0.1, true), (0.9, false)], Some(0.0)),
            (&[(0.5, true), (0.5, false)], Some(0.5)),
            (&[(0.1, false), (0.4, false), (0.35, true), (0.8, true)], Some(0.75)),
            (&[(0.1, false), (0.2, true), (0.2, false), (0.3, true)], Some(0.875)),
            (&[(f32::NAN, true), (0.2, false)], Some(0.0)),
            (&[(0.1, true)], None),
            (&[], None),
        ] {
            assert_eq!(roc_auc(scored), expected, "{scored:?}");
        }
    }

    #[test]
    fn brier_scores() {
        assert_eq!(brier(&[(1.0, true), (0.0, false)]), Some(0.0));
        assert_eq!(brier(&[(0.5, true), (0.5, false)]), Some(0.25));
        assert_eq!(brier(&[]), None);
    }

    #[test]
    fn thresholds_part_the_classes() {
        assert_eq!(best_threshold(&[(0.9, true), (0.6, true), (0.4, false), (0.1, false)]), Some(0.6));
        assert_eq!(best_threshold(&[(0.9, true)]), None);
    }
}
