//! The character map of an embedded TrueType program, read backwards: which character a glyph stands for
//! (OpenType specification, table `cmap`, formats 4 and 12).

use std::collections::HashMap;

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn u16(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at..at.checked_add(2)?)?;
        Some(u32::from(u16::from_be_bytes([bytes[0], bytes[1]])))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        Some((self.u16(at)? << 16) | self.u16(at.checked_add(2)?)?)
    }
}

/// Characters by glyph identifier; empty if the program has no Unicode map. The lowest character wins.
pub(crate) fn characters_by_glyph(program: &[u8]) -> HashMap<u32, char> {
    let mut characters = HashMap::new();
    let bytes = Bytes(program);
    let Some(table) = table(&bytes, b"cmap") else { return characters };
    let cmap = Bytes(table);
    let count = cmap.u16(2).unwrap_or(0) as usize;
    for index in 0..count.min(64) {
        let record = 4 + 8 * index;
        let (Some(platform), Some(encoding), Some(offset)) =
            (cmap.u16(record), cmap.u16(record + 2), cmap.u32(record + 4))
        else {
            break;
        };
        if platform == 0 || (platform == 3 && matches!(encoding, 0 | 1 | 10)) {
            let subtable = Bytes(table.get(offset as usize..).unwrap_or_default());
            match subtable.u16(0) {
                Some(4) => segments(&subtable, &mut characters),
                Some(12) => groups(&subtable, &mut characters),
                _ => None,
            };
        }
    }
    characters
}

fn table<'a>(bytes: &Bytes<'a>, tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = bytes.u16(4)? as usize;
    (0..count.min(256)).find_map(|index| {
        let record = 12 + 16 * index;
        if bytes.0.get(record..record + 4)? != tag {
            return None;
        }
        let (offset, length) = (bytes.u32(record + 8)? as usize, bytes.u32(record + 12)? as usize);
        bytes.0.get(offset..).map(|rest| &rest[..length.min(rest.len())])
    })
}

fn keep(characters: &mut HashMap<u32, char>, glyph: u32, code: u32) {
    let Some(character) = char::from_u32(code).filter(|_| glyph != 0) else { return };
    let kept = characters.entry(glyph).or_insert(character);
    *kept = (*kept).min(character);
}

fn segments(subtable: &Bytes<'_>, characters: &mut HashMap<u32, char>) -> Option<()> {
    let doubled = subtable.u16(6)? as usize;
    for segment in (0..doubled).step_by(2) {
        let end = subtable.u16(14 + segment)?;
        let start = subtable.u16(16 + doubled + segment)?;
        let delta = subtable.u16(16 + 2 * doubled + segment)?;
        let place = 16 + 3 * doubled + segment;
        let offset = subtable.u16(place)? as usize;
        for code in start..=end.min(0xFFFE) {
            let glyph = match offset {
                0 => (code + delta) & 0xFFFF,
                _ => match subtable.u16(place + offset + 2 * (code - start) as usize) {
                    Some(0) | None => 0,
                    Some(glyph) => (glyph + delta) & 0xFFFF,
                },
            };
            keep(characters, glyph, code);
        }
    }
    Some(())
}

fn groups(subtable: &Bytes<'_>, characters: &mut HashMap<u32, char>) -> Option<()> {
    let count = subtable.u32(12)?.min(65_536) as usize;
    for index in 0..count {
        let group = 16 + 12 * index;
        let (start, end, glyph) = (subtable.u32(group)?, subtable.u32(group + 4)?, subtable.u32(group + 8)?);
        for code in (start..=end).take(65_536) {
            keep(characters, glyph.checked_add(code - start)?, code);
        }
        if characters.len() > 65_536 {
            break;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Vec<u8> {
        let cmap: Vec<u16> = vec![
            0, 1, 3, 1, 0, 12, // version, one record: platform 3, encoding 1, offset 12
            4, 32, 0, 4, 0, 0, 0, // format 4, two segments
            0x42, 0xFFFF, 0, 0x41, 0xFFFF, 0xFFC4, 1, 0, 0,
        ];
        let table: Vec<u8> = cmap.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let mut program = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        program.extend(b"cmap\0\0\0\0");
        program.extend(28_u32.to_be_bytes());
        program.extend((table.len() as u32).to_be_bytes());
        program.extend(table);
        program
    }

    #[test]
    fn glyphs_give_their_characters() {
        let characters = characters_by_glyph(&program());
        assert_eq!(characters.get(&5), Some(&'A'));
        assert_eq!(characters.get(&6), Some(&'B'));
        assert_eq!(characters.get(&7), None);
    }

    #[test]
    fn broken_programs_give_nothing_or_less() {
        let whole = program();
        for length in 0..whole.len() {
            let _ = characters_by_glyph(&whole[..length]);
        }
        assert!(characters_by_glyph(b"OTTO").is_empty());
    }
}
