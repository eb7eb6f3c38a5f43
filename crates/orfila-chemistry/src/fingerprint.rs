//! Circular fingerprints and their similarity.

use std::str::FromStr;

/// Number of bits of a [`Fingerprint`].
pub const FINGERPRINT_BITS: usize = 2048;
/// Number of bytes of a [`Fingerprint`].
pub const FINGERPRINT_BYTES: usize = FINGERPRINT_BITS / 8;

const WORDS: usize = FINGERPRINT_BITS / 64;

/// An extended-connectivity fingerprint of diameter 4 folded to 2048 bits (ECFP4; Rogers and Hahn, J. Chem. Inf. Model.
/// 2010, 50, 742), bit for bit the one RDKit's Morgan generator gives for radius 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    words: [u64; WORDS],
}

impl Fingerprint {
    /// Reads the little-endian bytes that [`Fingerprint::to_bytes`] writes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; FINGERPRINT_BYTES]) -> Self {
        let mut words = [0; WORDS];
        for (word, chunk) in words.iter_mut().zip(bytes.chunks_exact(8)) {
            *word = chunk.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
        }
        Self { words }
    }

    /// Its bytes, bit 0 first in the lowest bit of the first byte.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; FINGERPRINT_BYTES] {
        let mut bytes = [0; FINGERPRINT_BYTES];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(self.words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// Number of bits that are set.
    #[must_use]
    pub fn count_ones(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether the bit at `index` (base 0) is set; bits beyond the end are not.
    #[must_use]
    pub fn is_set(&self, index: usize) -> bool {
        self.words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// The indices of the bits that are set, ascending, base 0.
    pub fn set_bits(&self) -> impl Iterator<Item = usize> + '_ {
        (0..FINGERPRINT_BITS).filter(|index| self.is_set(*index))
    }

    /// Tanimoto similarity from 0 to 1: shared bits over bits set in either; 0 if neither has any.
    #[must_use]
    pub fn tanimoto(&self, other: &Self) -> f32 {
        let (mut shared, mut either) = (0_u32, 0_u32);
        for (a, b) in self.words.iter().zip(&other.words) {
            shared += (a & b).count_ones();
            either += (a | b).count_ones();
        }
        if either == 0 { 0.0 } else { shared as f32 / either as f32 }
    }
}

/// Reads the hexadecimal form of [`std::fmt::LowerHex`].
impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || format!("a fingerprint is {} hexadecimal digits", FINGERPRINT_BYTES * 2);
        if text.len() != FINGERPRINT_BYTES * 2 || !text.is_ascii() {
            return Err(refused());
        }
        let mut bytes = [0; FINGERPRINT_BYTES];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| refused())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| refused())?;
        }
        Ok(Self::from_bytes(&bytes))
    }
}

impl std::fmt::LowerHex for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::Molecule;

    fn of(smiles: &str) -> Fingerprint {
        Molecule::parse_smiles(smiles).unwrap().fingerprint().unwrap()
    }

    #[test]
    fn bytes_and_hexadecimal_round_trip() {
        let fingerprint = of("CC(C)(c1ccc(O)cc1)c1ccc(O)cc1");
        assert!(fingerprint.count_ones() > 10);
        assert_eq!(fingerprint.set_bits().count() as u32, fingerprint.count_ones());
        assert_eq!(Fingerprint::from_bytes(&fingerprint.to_bytes()), fingerprint);
        assert_eq!(format!("{fingerprint:x}").parse::<Fingerprint>().unwrap(), fingerprint);
        assert!("00".parse::<Fingerprint>().is_err());
        assert!("zz".repeat(FINGERPRINT_BYTES).parse::<Fingerprint>().is_err());
        assert!(!fingerprint.is_set(FINGERPRINT_BITS));
    }

    #[test]
    fn similarity_orders_relatives_before_strangers() {
        let (a, b, f) = (of("CC(C)(c1ccc(O)cc1)c1ccc(O)cc1"), of("CCC(C)(c1ccc(O)cc1)c1ccc(O)cc1"), of("CCCCCC"));
        assert!((a.tanimoto(&a) - 1.0).abs() < 1e-6);
        assert!(a.tanimoto(&b) > 0.5);
        assert!(a.tanimoto(&f) < 0.1);
        let empty = Fingerprint::from_bytes(&[0; FINGERPRINT_BYTES]);
        assert_eq!(empty.tanimoto(&empty), 0.0);
    }
}
