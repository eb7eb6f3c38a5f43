//! Tokens of a content stream (ISO 32000-1, 7.2 and 7.8.2), read in place without copying where the bytes allow it.

use std::borrow::Cow;

/// One operand of a content-stream operator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand<'a> {
    Number(f32),
    Name(Cow<'a, [u8]>),
    String(Cow<'a, [u8]>),
    ArrayStart,
    ArrayEnd,
    /// A dictionary's bracket, a boolean, null: nothing an operator of ours takes.
    Other,
}

/// What the lexer found next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    Operand(Operand<'a>),
    Operator(&'a [u8]),
}

impl<'a> Token<'a> {
    /// The operand, if it is one.
    pub(crate) fn operand(self) -> Option<Operand<'a>> {
        match self {
            Self::Operand(operand) => Some(operand),
            Self::Operator(_) => None,
        }
    }
}

/// Reads tokens one after the other; garbage is skipped byte by byte, so that it always ends.
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.position += 1;
                }
            } else if is_space(byte) {
                self.position += 1;
            } else {
                break;
            }
        }
    }

    pub(crate) fn next_token(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            let operand = match byte {
                b'+' | b'-' | b'.' | b'0'..=b'9' => Operand::Number(self.number()),
                b'/' => Operand::Name(self.name()),
                b'(' => Operand::String(self.literal()),
                b'<' if self.bytes.get(self.position + 1) == Some(&b'<') => self.skip(2, Operand::Other),
                b'<' => Operand::String(Cow::Owned(self.hexadecimal())),
                b'>' if self.bytes.get(self.position + 1) == Some(&b'>') => self.skip(2, Operand::Other),
                b'[' => self.skip(1, Operand::ArrayStart),
                b']' => self.skip(1, Operand::ArrayEnd),
                b')' | b'>' | b'{' | b'}' => {
                    self.position += 1;
                    continue;
                }
                _ => {
                    let word = self.regular();
                    return Some(match word {
                        b"true" | b"false" | b"null" => Token::Operand(Operand::Other),
                        _ => Token::Operator(word),
                    });
                }
            };
            return Some(Token::Operand(operand));
        }
    }

    fn skip(&mut self, count: usize, operand: Operand<'a>) -> Operand<'a> {
        self.position += count;
        operand
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.position;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.position += 1;
        }
        &self.bytes[start..self.position]
    }

    fn number(&mut self) -> f32 {
        let start = self.position;
        let mut sign = 1.0;
        let mut whole = 0.0_f64;
        let mut scale = 0.0_f64;
        while let Some(byte) = self.peek() {
            match byte {
                // `--5` and `5-3` occur in files of careless writers; readers take the digits before an inner sign.
                b'-' if self.position == start => sign = -1.0,
                b'-' | b'+' if scale == 0.0 && whole == 0.0 => {}
                b'-' | b'+' => {
                    self.regular();
                    break;
                }
                b'.' if scale == 0.0 => scale = 1.0,
                b'0'..=b'9' => {
                    whole = whole * 10.0 + f64::from(byte - b'0');
                    scale *= 10.0;
                }
                _ => break,
            }
            self.position += 1;
        }
        let value = if scale > 1.0 { whole / scale } else { whole };
        let value = sign * value;
        if value.is_finite() { value as f32 } else { 0.0 }
    }

    fn name(&mut self) -> Cow<'a, [u8]> {
        self.position += 1;
        let raw = self.regular();
        if !raw.contains(&b'#') {
            return Cow::Borrowed(raw);
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((&byte, tail)) = rest.split_first() {
            let code = (byte == b'#').then(|| tail.get(..2)).flatten();
            match code.and_then(|pair| Some((hex_digit(pair[0])? << 4) | hex_digit(pair[1])?)) {
                Some(value) => {
                    name.push(value);
                    rest = &tail[2..];
                }
                None => {
                    name.push(byte);
                    rest = tail;
                }
            }
        }
        Cow::Owned(name)
    }

    fn literal(&mut self) -> Cow<'a, [u8]> {
        self.position += 1;
        let start = self.position;
        let mut depth = 0_u32;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => {
                    let text = &self.bytes[start..self.position];
                    self.position += 1;
                    return Cow::Borrowed(text);
                }
                b')' => depth -= 1,
                b'\\' | b'\r' => return Cow::Owned(self.escaped_literal(start, depth)),
                _ => {}
            }
            self.position += 1;
        }
        Cow::Borrowed(&self.bytes[start..])
    }

    fn escaped_literal(&mut self, start: usize, mut depth: u32) -> Vec<u8> {
        let mut text = self.bytes[start..self.position].to_vec();
        while let Some(byte) = self.peek() {
            self.position += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'\\' => {
                    if let Some(byte) = self.escape() {
                        text.push(byte);
                    }
                    continue;
                }
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.position += 1;
                    }
                    text.push(b'\n');
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.position += 1;
                }
                None
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => value = value * 8 + u32::from(digit - b'0'),
                        _ => break,
                    }
                    self.position += 1;
                }
                Some((value & 0xFF) as u8)
            }
            other => Some(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.position += 1;
        let mut bytes = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.position += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex_digit(byte) else { continue };
            match half.take() {
                None => half = Some(digit),
                Some(high) => bytes.push((high << 4) | digit),
            }
        }
        bytes.extend(half.map(|high| high << 4));
        bytes
    }

    /// Skips an inline image's data; to be called after `ID` was read.
    pub(crate) fn skip_inline_image(&mut self) {
        self.position = (self.position + 1).min(self.bytes.len());
        while self.position + 1 < self.bytes.len() {
            let rest = &self.bytes[self.position..];
            let preceded = self.position == 0 || is_space(self.bytes[self.position - 1]);
            if preceded && rest.starts_with(b"EI") && looks_like_content(&rest[2..]) {
                self.position += 2;
                return;
            }
            self.position += 1;
        }
        self.position = self.bytes.len();
    }
}

/// After a true `EI` comes white space and then text, not image data.
fn looks_like_content(rest: &[u8]) -> bool {
    let head = &rest[..rest.len().min(12)];
    head.first().is_none_or(|byte| is_space(*byte))
        && head.iter().all(|byte| (0x20..0x7F).contains(byte) || is_space(*byte))
}

pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(crate) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(text);
        std::iter::from_fn(|| lexer.next_token()).collect()
    }

    fn number(value: f32) -> Token<'static> {
        Token::Operand(Operand::Number(value))
    }

    fn string(text: &[u8]) -> Token<'_> {
        Token::Operand(Operand::String(Cow::Borrowed(text)))
    }

    #[test]
    fn numbers_strings_and_names_are_read() {
        assert_eq!(tokens(b"1 -2.5 .5 +3"), [number(1.0), number(-2.5), number(0.5), number(3.0)]);
        assert_eq!(tokens(b"(a(b)c)"), [string(b"a(b)c")]);
        assert_eq!(tokens(b"(a\\)\\101\\\nb)"), [string(b"a)Ab")]);
        assert_eq!(tokens(b"<48 65 7>"), [string(b"Hep")]);
        assert_eq!(tokens(b"/A#42"), [Token::Operand(Operand::Name(Cow::Borrowed(b"AB")))]);
    }

    #[test]
    fn the_image_between_id_and_ei_is_skipped() {
        let mut lexer = Lexer::new(b"BI /W 1 ID \x01 EI\x02\x03(junk \nEI\nQ");
        while lexer.next_token().is_some_and(|token| token != Token::Operator(b"ID")) {}
        lexer.skip_inline_image();
        assert_eq!(lexer.next_token(), Some(Token::Operator(b"Q")));
    }

    #[test]
    fn garbage_ends() {
        for text in [&b"((((("[..], b"<<<<", b">>)))", b"\\\\", b"(\\", b"<4", b"/", b"1e5 --3 5-3", b"ID"] {
            let _ = tokens(text);
        }
    }
}
