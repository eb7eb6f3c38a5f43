//! Precision, recall and their harmonic mean.

/// How many of the things found and of the things wanted are the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Found and wanted.
    pub(crate) right: usize,
    /// Found.
    pub(crate) found: usize,
    /// Wanted.
    pub(crate) wanted: usize,
}

impl Counts {
    /// Right of found; 0 where nothing was found.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Right of wanted; 0 where nothing was wanted.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }

    /// Harmonic mean of precision and recall.
    pub(crate) fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { right: self.right + other.right, found: self.found + other.found, wanted: self.wanted + other.wanted }
    }
}

/// `part` of `whole`; 0 of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean; 0 if both are 0.
pub(crate) fn harmonic(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

/// The arithmetic mean; 0 of nothing.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_known_result() {
        let counts = Counts { right: 3, found: 4, wanted: 6 };
        assert_eq!((counts.precision(), counts.recall()), (0.75, 0.5));
        assert!((counts.f1() - 0.6).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
    }
}
