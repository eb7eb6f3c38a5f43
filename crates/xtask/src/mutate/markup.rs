//! Damage to the elements of XML and HTML.

use super::bytes;
use super::random::Random;

/// Removes, repeats, moves or nests tags, changes numbers, or joins everything into one long line.
pub(crate) fn damaged(file: &[u8], random: &mut Random) -> (Vec<u8>, &'static str) {
    let mut bytes = file.to_vec();
    let kind = match random.below(6) {
        0 => {
            if let Some((start, end)) = tag(&bytes, random) {
                bytes.drain(start..end);
            }
            "a tag removed"
        }
        1 => {
            if let Some((start, end)) = tag(&bytes, random) {
                let copy = bytes[start..end].repeat(1 + random.below(20_000));
                bytes.splice(end..end, copy);
            }
            "a tag repeated"
        }
        2 => {
            let (from, to) = (tag(&bytes, random), tag(&bytes, random));
            if let (Some((start, end)), Some((_, at))) = (from, to) {
                let copy = bytes[start..end].to_vec();
                bytes.splice(at..at, copy);
            }
            "a tag elsewhere"
        }
        3 => {
            let elements: &[&[u8]] = &[b"<div>", b"<table><tr><td>", b"<sec><p>", b"<sup>", b"<b><i>", b"<ul><li>"];
            let element = random.pick(elements).copied().unwrap_or_default();
            let at = tag(&bytes, random).map_or(0, |(_, end)| end);
            bytes.splice(at..at, element.repeat(1 + random.below(50_000)));
            "deep nesting"
        }
        4 => {
            bytes::numbers(&mut bytes, random);
            "numbers changed"
        }
        _ => {
            bytes.retain(|byte| *byte != b'\n');
            let text = b"LD50 (oral, rat) 12.4 mg/kg; ".repeat(random.below(40_000));
            let at = tag(&bytes, random).map_or(0, |(_, end)| end);
            bytes.splice(at..at, text);
            "one long line"
        }
    };
    (bytes, kind)
}

/// The bytes of the first tag at or after a random place.
fn tag(bytes: &[u8], random: &mut Random) -> Option<(usize, usize)> {
    let from = random.below(bytes.len());
    let start = from + bytes.get(from..)?.iter().position(|byte| *byte == b'<')?;
    let end = start + bytes[start..].iter().position(|byte| *byte == b'>')? + 1;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_damage_occurs_and_repeats() {
        let file = b"<html><body><p colspan=\"2\">one</p>\n<p>two 3</p></body></html>";
        let mut kinds = std::collections::BTreeSet::new();
        for index in 0..60 {
            let (bytes, kind) = damaged(file, &mut Random::of(3, index));
            assert_eq!(bytes, damaged(file, &mut Random::of(3, index)).0);
            kinds.insert(kind);
        }
        assert_eq!(kinds.len(), 6, "{kinds:?}");
    }
}
