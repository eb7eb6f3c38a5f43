//! The tables of an embedded TrueType or OpenType program that tell which character a glyph stands for
//! (OpenType specification: `cmap`, formats 0, 4, 6 and 12, read backwards; `post`, formats 1 and 2).

use std::collections::HashMap;

use crate::pdf::encoding::glyph_name_text;

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
                Some(4) => segments(&subtable, |glyph, code| keep(&mut characters, glyph, code)),
                Some(12) => groups(&subtable, &mut characters),
                _ => None,
            };
        }
    }
    characters
}

/// The compact font program inside an OpenType program; the program itself if it is no container.
pub(crate) fn compact(program: &[u8]) -> &[u8] {
    if program.starts_with(b"OTTO") { table(&Bytes(program), b"CFF ").unwrap_or(program) } else { program }
}

/// Texts by glyph identifier: by the character map, else by the glyphs' names.
pub(crate) fn texts_by_glyph(program: &[u8]) -> HashMap<u32, String> {
    let mut texts: HashMap<u32, String> =
        glyph_names(program).into_iter().filter_map(|(glyph, name)| Some((glyph, glyph_name_text(&name)?))).collect();
    let mapped = characters_by_glyph(program).into_iter();
    // A private character tells less than a name.
    let sound = mapped.filter(|(glyph, character)| !is_private(*character) || !texts.contains_key(glyph));
    let sound: Vec<(u32, String)> = sound.map(|(glyph, character)| (glyph, character.to_string())).collect();
    texts.extend(sound);
    texts
}

/// Texts by the codes of a simple symbolic font, whose map is the program's own.
pub(crate) fn characters_by_code(program: &[u8]) -> HashMap<u32, String> {
    let texts = texts_by_glyph(program);
    let glyphs = glyphs_by_code(program);
    let text = |glyph: u32| texts.get(&glyph).filter(|text| !text.chars().any(is_private)).cloned();
    glyphs.into_iter().filter_map(|(code, glyph)| Some((code, text(glyph)?))).collect()
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}')
}

/// Glyphs by code, from the maps for symbols (platform 3, encoding 0) and for the Macintosh (platform 1).
fn glyphs_by_code(program: &[u8]) -> HashMap<u32, u32> {
    let bytes = Bytes(program);
    let Some(table) = table(&bytes, b"cmap") else { return HashMap::new() };
    let cmap = Bytes(table);
    let mut glyphs = HashMap::new();
    for index in 0..cmap.u16(2).unwrap_or(0).min(64) as usize {
        let record = 4 + 8 * index;
        let (Some(platform), Some(encoding), Some(offset)) =
            (cmap.u16(record), cmap.u16(record + 2), cmap.u32(record + 4))
        else {
            break;
        };
        let subtable = Bytes(table.get(offset as usize..).unwrap_or_default());
        let mut keep = |glyph: u32, code: u32| {
            if glyph != 0 {
                glyphs.entry(code & 0xFF).or_insert(glyph);
            }
        };
        match (platform, encoding, subtable.u16(0)) {
            (1, 0, Some(0)) => {
                let ids = subtable.0.get(6..262).unwrap_or_default();
                (0_u32..).zip(ids).for_each(|(code, glyph)| keep(u32::from(*glyph), code));
            }
            (1, 0, Some(6)) => {
                let (first, count) = (subtable.u16(6).unwrap_or(0), subtable.u16(8).unwrap_or(0).min(256));
                (0..count).for_each(|at| keep(subtable.u16(10 + 2 * at as usize).unwrap_or(0), first + at));
            }
            (3, 0, Some(4)) => {
                let _ = segments(&subtable, keep);
            }
            _ => {}
        }
    }
    glyphs
}

/// Glyph names of the `post` table by glyph identifier.
fn glyph_names(program: &[u8]) -> HashMap<u32, Vec<u8>> {
    let bytes = Bytes(program);
    let Some(post) = table(&bytes, b"post").map(Bytes) else { return HashMap::new() };
    let standard: Vec<&str> = MACINTOSH.split_whitespace().collect();
    let standard_name = |index: u32| standard.get(index as usize).map(|name| name.as_bytes().to_vec());
    if post.u32(0) == Some(0x0001_0000) {
        return (0..258).filter_map(|glyph| Some((glyph, standard_name(glyph)?))).collect();
    }
    if post.u32(0) != Some(0x0002_0000) {
        return HashMap::new();
    }
    let count = post.u16(32).unwrap_or(0);
    let mut own = Vec::new();
    let mut at = 34 + 2 * count as usize;
    while let Some(length) = post.0.get(at).map(|length| usize::from(*length)) {
        own.push(post.0.get(at + 1..at + 1 + length).unwrap_or_default());
        at += 1 + length;
    }
    let name = |glyph: u32| {
        let index = post.u16(34 + 2 * glyph as usize)?;
        match index.checked_sub(258) {
            Some(index) => own.get(index as usize).map(|name| name.to_vec()),
            None => standard_name(index),
        }
    };
    (0..count).filter_map(|glyph| Some((glyph, name(glyph)?))).collect()
}

/// The names of the standard Macintosh glyph order.
const MACINTOSH: &str = ".notdef .null nonmarkingreturn space exclam quotedbl numbersign dollar percent ampersand \
    quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three four five six seven \
    eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z \
    bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z \
    braceleft bar braceright asciitilde Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave \
    acircumflex adieresis atilde aring ccedilla eacute egrave ecircumflex edieresis iacute igrave icircumflex idieresis \
    ntilde oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex udieresis dagger degree cent sterling \
    section bullet paragraph germandbls registered copyright trademark acute dieresis notequal AE Oslash infinity \
    plusminus lessequal greaterequal yen mu partialdiff summation product pi integral ordfeminine ordmasculine Omega ae \
    oslash questiondown exclamdown logicalnot radical florin approxequal Delta guillemotleft guillemotright ellipsis \
    nonbreakingspace Agrave Atilde Otilde OE oe endash emdash quotedblleft quotedblright quoteleft quoteright divide \
    lozenge ydieresis Ydieresis fraction currency guilsinglleft guilsinglright fi fl daggerdbl periodcentered \
    quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex Aacute Edieresis Egrave Iacute Icircumflex Idieresis \
    Igrave Oacute Ocircumflex apple Ograve Uacute Ucircumflex Ugrave dotlessi circumflex tilde macron breve dotaccent \
    ring cedilla hungarumlaut ogonek caron Lslash lslash Scaron scaron Zcaron zcaron brokenbar Eth eth Yacute yacute \
    Thorn thorn minus multiply onesuperior twosuperior threesuperior onehalf onequarter threequarters franc Gbreve \
    gbreve Idotaccent Scedilla scedilla Cacute cacute Ccaron ccaron dcroat";

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

fn segments(subtable: &Bytes<'_>, mut keep: impl FnMut(u32, u32)) -> Option<()> {
    // Overlapping segments could name every code many times.
    let mut left = 200_000_usize;
    let doubled = subtable.u16(6)? as usize;
    for segment in (0..doubled).step_by(2) {
        let end = subtable.u16(14 + segment)?;
        let start = subtable.u16(16 + doubled + segment)?;
        let delta = subtable.u16(16 + 2 * doubled + segment)?;
        let place = 16 + 3 * doubled + segment;
        let offset = subtable.u16(place)? as usize;
        for code in start..=end.min(0xFFFE) {
            left = left.checked_sub(1)?;
            let glyph = match offset {
                0 => (code + delta) & 0xFFFF,
                _ => match subtable.u16(place + offset + 2 * (code - start) as usize) {
                    Some(0) | None => 0,
                    Some(glyph) => (glyph + delta) & 0xFFFF,
                },
            };
            keep(glyph, code);
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
    fn the_macintosh_order_is_whole() {
        let names: Vec<&str> = MACINTOSH.split_whitespace().collect();
        assert_eq!(names.len(), 258);
        assert_eq!([names[3], names[36], names[68], names[257]], ["space", "A", "a", "dcroat"]);
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
