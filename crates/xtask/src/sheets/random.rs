//! Numbers that look drawn by lot and are the same for the same seed on every machine.

/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
pub(crate) struct Lot(u64);

impl Lot {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`; 0 if `count` is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let drawn = self.next() % (count.max(1) as u64);
        usize::try_from(drawn).unwrap_or_default()
    }

    /// A number from `low` up to `high`, in steps of a hundredth of the way.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        let hundredth = u16::try_from(self.below(101)).unwrap_or_default();
        low + (high - low) * f32::from(hundredth) / 100.0
    }

    /// True in `percent` of a hundred draws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub(crate) fn one<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        of[self.below(N)]
    }

    /// `count` different numbers below `all`, in drawn order.
    pub(crate) fn some(&mut self, count: usize, all: usize) -> Vec<usize> {
        let mut rest: Vec<usize> = (0..all).collect();
        (0..count.min(all)).map(|_| rest.swap_remove(self.below(rest.len()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sequence() {
        let draw = |seed| {
            let mut lot = Lot::new(seed);
            (lot.below(1000), lot.some(3, 10), lot.chance(50))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7).0, draw(8).0);
        let mut all = Lot::new(1).some(10, 10);
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }
}
