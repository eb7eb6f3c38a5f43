//! The encoding written in clear text at the head of a Type 1 font program (Adobe Type 1 Font Format, 2.2).

use crate::pdf::lexer::{Lexer, Operand, Token};

/// Glyph names by code; empty if the program uses the standard encoding.
pub(crate) fn built_in_encoding(program: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let end = find(program, b"eexec").unwrap_or(program.len());
    let head = &program[..end];
    let Some(start) = find(head, b"/Encoding") else { return Vec::new() };
    let mut lexer = Lexer::new(&head[start..]);
    let mut names = Vec::new();
    let mut code = None;
    let mut name = None;
    while let Some(token) = lexer.next_token() {
        match token {
            Token::Operand(Operand::Number(value)) => code = Some(value as u32),
            Token::Operand(Operand::Name(glyph)) => name = Some(glyph.into_owned()),
            Token::Operator(b"put") => {
                if let (Some(code), Some(name)) = (code.take(), name.take()) {
                    names.push((code, name));
                }
            }
            Token::Operator(b"def" | b"readonly") if !names.is_empty() => break,
            _ => {}
        }
    }
    names
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clear_text_head_tells_the_encoding() {
        let program = b"%!PS\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\n\
            dup 0 /minus put dup 21 /lessequal put readonly def currentfile eexec dup 3 /no put";
        let names = built_in_encoding(program);
        assert!(names.contains(&(0, b"minus".to_vec())) && names.contains(&(21, b"lessequal".to_vec())), "{names:?}");
        assert!(!names.iter().any(|(code, _)| *code == 3));
        assert!(built_in_encoding(b"/Encoding StandardEncoding def").is_empty());
        assert!(built_in_encoding(b"").is_empty());
    }
}
