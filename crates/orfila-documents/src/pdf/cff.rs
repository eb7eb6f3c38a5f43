//! The encoding inside a compact font program (Adobe Technical Notes 5176 and 5177), for simple fonts that name none.

/// Glyph names by code; empty if the program cannot be read or uses a predefined encoding with predefined names.
pub(crate) fn built_in_encoding(program: &[u8]) -> Vec<(u32, Vec<u8>)> {
    read(program).unwrap_or_default()
}

/// Glyph names by glyph identifier; empty if the program cannot be read or its glyphs have numbers instead of names.
pub(crate) fn glyph_names(program: &[u8]) -> Vec<(u32, Vec<u8>)> {
    names(program).unwrap_or_default()
}

/// The operator that marks programs whose glyphs have numbers (`ROS`).
const NUMBERED: u16 = 0x0C1E;

const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const CHAR_STRINGS: u16 = 17;

/// The tables at the head of a program.
struct Program<'a> {
    bytes: &'a [u8],
    /// Operators of the top dictionary with their last operand.
    top: Vec<(u16, i32)>,
    strings: Vec<&'a [u8]>,
}

impl<'a> Program<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let header = usize::from(*bytes.get(2)?);
        let (_, after_names) = index(bytes, header)?;
        let (dictionaries, after_dictionaries) = index(bytes, after_names)?;
        let (strings, _) = index(bytes, after_dictionaries)?;
        Some(Self { bytes, top: operands(dictionaries.first()?), strings })
    }

    fn offset(&self, operator: u16) -> Option<usize> {
        self.top.iter().find(|(key, _)| *key == operator).map(|(_, value)| *value as usize)
    }

    /// The string identifier of each glyph's name.
    fn charset(&self) -> Option<Vec<u16>> {
        let (glyphs, _) = index(self.bytes, self.offset(CHAR_STRINGS)?)?;
        charset(self.bytes, self.offset(CHARSET).unwrap_or(0), glyphs.len())
    }
}

fn names(program: &[u8]) -> Option<Vec<(u32, Vec<u8>)>> {
    let font = Program::of(program)?;
    if font.offset(NUMBERED).is_some() {
        return None;
    }
    let charset = font.charset()?;
    let name = |identifier: u16| match usize::from(identifier).checked_sub(STANDARD_STRINGS) {
        Some(own) => font.strings.get(own).map(|name| name.to_vec()),
        None => standard_name(usize::from(identifier)).map(|name| name.as_bytes().to_vec()),
    };
    Some((0_u32..).zip(charset).skip(1).filter_map(|(glyph, identifier)| Some((glyph, name(identifier)?))).collect())
}

fn read(program: &[u8]) -> Option<Vec<(u32, Vec<u8>)>> {
    let font = Program::of(program)?;
    let encoding = font.offset(ENCODING).filter(|offset| *offset > 1)?;
    let names = font.charset()?;
    let codes = encoding_codes(program, encoding)?;
    let named = codes.into_iter().filter_map(|(code, glyph)| {
        let string = usize::from(*names.get(glyph)?).checked_sub(STANDARD_STRINGS)?;
        Some((code, font.strings.get(string)?.to_vec()))
    });
    let standard = encoding_codes(program, encoding)?.into_iter().filter_map(|(code, glyph)| {
        let string = usize::from(*names.get(glyph)?);
        standard_name(string).map(|name| (code, name.as_bytes().to_vec()))
    });
    Some(named.chain(standard).collect())
}

/// String identifiers below this are the standard strings of appendix A.
const STANDARD_STRINGS: usize = 391;

/// The standard strings 1 to 228 (appendix A); those after them are of expert fonts, which name few characters.
fn standard_name(identifier: usize) -> Option<&'static str> {
    const NAMES: &str = "space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright \
        asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon \
        less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash \
        bracketright asciicircum underscore quoteleft a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft \
        bar braceright asciitilde exclamdown cent sterling fraction yen florin section currency quotesingle \
        quotedblleft guillemotleft guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered \
        paragraph bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown \
        grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash \
        AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls onesuperior logicalnot \
        mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn threequarters twosuperior \
        registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla \
        Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis \
        Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis \
        agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde \
        oacute ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron";
    NAMES.split_whitespace().nth(identifier.checked_sub(1)?)
}

/// An INDEX: its items and the offset after it.
fn index(program: &[u8], at: usize) -> Option<(Vec<&[u8]>, usize)> {
    let count = usize::from(u16::from_be_bytes([*program.get(at)?, *program.get(at.checked_add(1)?)?]));
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let size = usize::from(*program.get(at + 2)?);
    let offset = |number: usize| {
        let start = at + 3 + number * size;
        let bytes = program.get(start..start + size)?;
        Some(bytes.iter().take(4).fold(0_usize, |value, byte| (value << 8) | usize::from(*byte)))
    };
    let data = at + 2 + (count + 1) * size;
    let mut items = Vec::with_capacity(count);
    for number in 0..count {
        items.push(program.get(data + offset(number)?..data + offset(number + 1)?)?);
    }
    Some((items, data + offset(count)?))
}

/// Operators of a DICT with their last operand; two-byte operators are `0x0C00 | second byte`.
fn operands(dictionary: &[u8]) -> Vec<(u16, i32)> {
    let mut found = Vec::new();
    let mut last = 0_i32;
    let mut rest = dictionary;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (*byte, tail) {
            (12, [second, tail @ ..]) => {
                found.push((0x0C00 | u16::from(*second), last));
                rest = tail;
            }
            (operator @ 0..=21, _) => found.push((u16::from(operator), last)),
            (28, [a, b, tail @ ..]) => {
                last = i32::from(i16::from_be_bytes([*a, *b]));
                rest = tail;
            }
            (29, [a, b, c, d, tail @ ..]) => {
                last = i32::from_be_bytes([*a, *b, *c, *d]);
                rest = tail;
            }
            (30, _) => {
                let length = tail.iter().position(|byte| byte & 0x0F == 0x0F || byte >> 4 == 0x0F);
                rest = tail.get(length.unwrap_or(tail.len()) + 1..).unwrap_or_default();
            }
            (value @ 32..=246, _) => last = i32::from(value) - 139,
            (value @ 247..=250, [low, tail @ ..]) => {
                last = (i32::from(value) - 247) * 256 + i32::from(*low) + 108;
                rest = tail;
            }
            (value @ 251..=254, [low, tail @ ..]) => {
                last = -(i32::from(value) - 251) * 256 - i32::from(*low) - 108;
                rest = tail;
            }
            _ => {}
        }
    }
    found
}

/// String identifiers of the glyphs, `.notdef` first.
fn charset(program: &[u8], at: usize, glyphs: usize) -> Option<Vec<u16>> {
    if at <= 2 {
        return Some((0..=u16::try_from(glyphs).ok()?).collect());
    }
    let word = |at: usize| Some(u16::from_be_bytes([*program.get(at)?, *program.get(at + 1)?]));
    let mut names = vec![0_u16];
    let format = *program.get(at)?;
    let mut place = at + 1;
    while names.len() < glyphs {
        let first = word(place)?;
        let (left, step) = match format {
            0 => (0, 2),
            1 => (u16::from(*program.get(place + 2)?), 3),
            _ => (word(place + 2)?, 4),
        };
        names.extend(first..=first.saturating_add(left));
        place += step;
    }
    Some(names)
}

/// `(code, glyph index)` of a custom encoding.
fn encoding_codes(program: &[u8], at: usize) -> Option<Vec<(u32, usize)>> {
    let format = program.get(at)? & 0x7F;
    let count = usize::from(*program.get(at + 1)?);
    let mut codes = Vec::new();
    let mut glyph = 1;
    for number in 0..count {
        if format == 0 {
            codes.push((u32::from(*program.get(at + 2 + number)?), glyph));
            glyph += 1;
        } else {
            let first = u32::from(*program.get(at + 2 + 2 * number)?);
            let left = u32::from(*program.get(at + 3 + 2 * number)?);
            for code in first..=first + left {
                codes.push((code, glyph));
                glyph += 1;
            }
        }
    }
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_dictionary_are_read() {
        assert_eq!(operands(&[139, 16, 28, 1, 0, 17, 247, 0, 15]), [(16, 0), (17, 256), (15, 108)]);
        assert_eq!(operands(&[30, 0x12, 0x3F, 12, 7]), [(0x0C07, 0)]);
    }

    #[test]
    fn standard_strings_have_their_numbers() {
        for (identifier, name) in [
            (1, "space"),
            (34, "A"),
            (66, "a"),
            (109, "fi"),
            (149, "germandbls"),
            (152, "mu"),
            (166, "minus"),
            (228, "zcaron"),
        ] {
            assert_eq!(standard_name(identifier), Some(name));
        }
    }

    #[test]
    fn broken_programs_give_nothing() {
        for bytes in [&b""[..], &[1, 0, 4, 1], &[1, 0, 4, 1, 0, 1, 1, 1, 200], &[0xFF; 64]] {
            assert!(built_in_encoding(bytes).is_empty() && glyph_names(bytes).is_empty());
        }
    }
}
