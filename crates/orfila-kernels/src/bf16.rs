//! Rounding of f32 to bf16: the upper half of the bits, to nearest, ties to even.

use multiversion::multiversion;

/// Rounds one value.
#[inline(always)]
pub(crate) fn round(value: f32) -> u16 {
    let bits = value.to_bits();
    let odd = (bits >> 16) & 1;
    (bits.wrapping_add(0x7fff).wrapping_add(odd) >> 16) as u16
}

/// Rounds `source` into `target`; as many as the shorter has.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn round_all(source: &[f32], target: &mut [u16]) {
    for (to, from) in target.iter_mut().zip(source) {
        *to = round(*from);
    }
}

/// Writes pairs of the values of two rows: `target[2 i]` from `even`, `target[2 i + 1]` from `odd`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub(crate) fn interleave(even: &[f32], odd: &[f32], target: &mut [u32]) {
    for ((to, low), high) in target.iter_mut().zip(even).zip(odd) {
        *to = u32::from(round(*low)) | (u32::from(round(*high)) << 16);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_nearest_even() {
        for (value, bits) in [
            (0.0_f32, 0_u16),
            (1.0, 0x3f80),
            (-2.0, 0xc000),
            (f32::from_bits(0x3f80_8000), 0x3f80),
            (f32::from_bits(0x3f81_8000), 0x3f82),
            (f32::from_bits(0x3f80_8001), 0x3f81),
            (f32::INFINITY, 0x7f80),
        ] {
            assert_eq!(round(value), bits, "{value}");
            let mut pair = [0_u32; 1];
            interleave(&[value], &[1.0], &mut pair);
            assert_eq!(pair[0], u32::from(bits) | 0x3f80_0000);
        }
        let mut many = [0_u16; 3];
        round_all(&[1.0, -2.0, 0.5], &mut many);
        assert_eq!(many, [0x3f80, 0xc000, 0x3f00]);
    }
}
