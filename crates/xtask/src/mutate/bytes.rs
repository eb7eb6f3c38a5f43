//! Damage that needs no knowledge of the format.

use super::random::Random;

/// Changes, removes, repeats and adds bytes, or cuts the file off.
pub(crate) fn damaged(bytes: &[u8], random: &mut Random) -> (Vec<u8>, &'static str) {
    let mut bytes = bytes.to_vec();
    let kind = match random.below(6) {
        0 => {
            for _ in 0..=random.below(64) {
                flip(&mut bytes, random);
            }
            "bytes flipped"
        }
        1 => {
            bytes.truncate(random.below(bytes.len()));
            "cut off"
        }
        2 => {
            let (start, length) = stretch(bytes.len(), random);
            bytes.drain(start..start + length);
            "a stretch removed"
        }
        3 => {
            let (start, length) = stretch(bytes.len(), random);
            let copy = bytes[start..start + length].to_vec();
            let at = random.below(bytes.len());
            bytes.splice(at..at, copy);
            "a stretch repeated"
        }
        4 => {
            let (start, length) = stretch(bytes.len(), random);
            bytes[start..start + length].iter_mut().for_each(|byte| *byte = random.next() as u8);
            "a stretch of noise"
        }
        _ => {
            numbers(&mut bytes, random);
            "numbers changed in the text"
        }
    };
    (bytes, kind)
}

/// The head of one file and the tail of another.
pub(crate) fn spliced(first: &[u8], second: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = first[..random.below(first.len())].to_vec();
    bytes.extend_from_slice(&second[random.below(second.len())..]);
    bytes
}

fn flip(bytes: &mut [u8], random: &mut Random) {
    let at = random.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

fn stretch(length: usize, random: &mut Random) -> (usize, usize) {
    let start = random.below(length);
    (start, random.below((length - start).min(4_096)))
}

/// Numbers that break sums, shifts and sizes.
pub(crate) const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999999",
    "1e308",
    "0.0000000001",
    "-0",
    "3.4e38",
];

/// Replaces runs of digits by numbers that break sums.
pub(crate) fn numbers(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(8) {
        let from = random.below(bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|offset| from + offset) else { return };
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = random.pick(NUMBERS).copied().unwrap_or("0");
        bytes.splice(start..start + length, number.bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mutants_are_the_same_for_the_same_seed_and_differ_from_the_file() {
        let file: Vec<u8> = (0..5_000_u32).map(|index| b"0123 abc <x>"[index as usize % 12]).collect();
        let mut changed = 0;
        for index in 0..50 {
            let (first, kind) = damaged(&file, &mut Random::of(1, index));
            assert_eq!((&first, kind), (&damaged(&file, &mut Random::of(1, index)).0, kind));
            changed += usize::from(first != file);
        }
        assert!(changed >= 45, "{changed}");
        assert!(damaged(b"", &mut Random::of(1, 1)).0.len() < 64);
        assert!(spliced(&file, &file, &mut Random::of(1, 2)).len() <= 2 * file.len());
    }
}
