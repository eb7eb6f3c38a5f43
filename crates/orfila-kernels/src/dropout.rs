//! Dropout whose choice is a function of a seed and a position, so that the backward pass can make it again.

use multiversion::multiversion;

/// Sets about the part `rate` of `values` to 0 and scales the others up, so that their expectation stays, in place. The same
/// `seed` always drops the same positions. `rate` must be in `0.0..1.0`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2", "x86_64+avx2"))]
pub fn drop_out(values: &mut [f32], rate: f32, seed: u32) {
    let limit = (f64::from(rate) * 4_294_967_296.0) as u32;
    let keep = 1.0 / (1.0 - rate);
    let mut position = seed;
    for value in values {
        // The finaliser of MurmurHash3 on a Weyl sequence.
        position = position.wrapping_add(0x9e37_79b9);
        let mut hash = position;
        hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
        hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
        hash ^= hash >> 16;
        *value *= if hash < limit { 0.0 } else { keep };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_drops_the_same_and_the_mean_stays() {
        let run = |seed| {
            let mut values = vec![1.0; 100_000];
            drop_out(&mut values, 0.3, seed);
            values
        };
        assert_eq!(run(1), run(1));
        let (one, other) = (run(1), run(77));
        let both = one.iter().zip(&other).filter(|(a, b)| **a == 0.0 && **b == 0.0).count();
        assert!((8_000..10_000).contains(&both), "{both}");
        assert!((one.iter().sum::<f32>() / 100_000.0 - 1.0).abs() < 0.01);
    }
}
