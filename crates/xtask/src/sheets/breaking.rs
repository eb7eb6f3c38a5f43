//! Breaks cell texts into lines and remembers what each break stands for.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::demo_corpus::typeset::Letters;

/// What stands between a line and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Break {
    /// A space.
    Space,
    /// Nothing: the line ends with a hyphen that belongs to the text.
    Hyphen,
    /// Nothing: the line ends with a hyphen that the break put there.
    Hyphenation,
    /// Nothing: the cell ends.
    End,
}

/// A line of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CellLine {
    /// As printed.
    pub(crate) text: String,
    /// What follows.
    pub(crate) then: Break,
}

/// Where a text may be broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    /// After hyphens of the text.
    pub(super) hyphens: bool,
    /// Inside words, at the places marked `|`.
    pub(super) words: bool,
}

/// Width of a line in points; `~` is a space that is not broken.
pub(super) fn width(text: &str, letters: Letters) -> Result<f32> {
    let mut total = 0.0;
    for character in text.chars() {
        let (_, _, width) = letters.face.glyph(if character == '~' { ' ' } else { character })?;
        total += f32::from(width) / 1000.0 * letters.size;
    }
    Ok(total)
}

/// A stretch that is not broken, and what a break after it stands for.
struct Piece {
    text: String,
    then: Break,
}

fn pieces(text: &str, allowed: Allowed) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut push = |open: &mut String, then| {
        if !open.is_empty() {
            found.push(Piece { text: std::mem::take(open), then });
        }
    };
    for character in text.chars() {
        match character {
            ' ' => push(&mut open, Break::Space),
            '|' if allowed.words => push(&mut open, Break::Hyphenation),
            '|' => {}
            '-' if allowed.hyphens && open.chars().count() >= 2 => {
                open.push('-');
                push(&mut open, Break::Hyphen);
            }
            other => open.push(other),
        }
    }
    push(&mut open, Break::End);
    found
}

/// The width of the widest stretch that is not broken.
pub(super) fn narrowest(text: &str, letters: Letters, allowed: Allowed) -> Result<f32> {
    let mut widest: f32 = 0.0;
    for part in text.split('\n') {
        for piece in pieces(part, allowed) {
            let hyphen = if piece.then == Break::Hyphenation { "-" } else { "" };
            widest = widest.max(width(&format!("{}{hyphen}", piece.text), letters)?);
        }
    }
    Ok(widest)
}

/// Breaks a text into lines no wider than `room`; `\n` always breaks.
pub(super) fn wrap(text: &str, letters: Letters, room: f32, allowed: Allowed) -> Result<Vec<CellLine>> {
    let mut lines: Vec<CellLine> = Vec::new();
    for part in text.split('\n').filter(|part| !part.is_empty()) {
        let mut line = String::new();
        let mut before = Break::End;
        for piece in pieces(part, allowed) {
            let space = if before == Break::Space { " " } else { "" };
            let longer = format!("{line}{space}{}", piece.text);
            let hyphen = if piece.then == Break::Hyphenation { "-" } else { "" };
            if !line.is_empty() && width(&format!("{longer}{hyphen}"), letters)? > room + 0.01 {
                let hyphen = if before == Break::Hyphenation { "-" } else { "" };
                lines.push(CellLine { text: format!("{line}{hyphen}"), then: before });
                line = piece.text;
            } else {
                line = longer;
            }
            before = piece.then;
        }
        lines.push(CellLine { text: line, then: Break::Space });
    }
    for line in &mut lines {
        line.text = line.text.replace('~', " ");
    }
    if let Some(last) = lines.last_mut() {
        last.then = Break::End;
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo_corpus::typeset::Face;

    #[test]
    fn breaks_say_what_they_stand_for() {
        let letters = Letters { face: Face::Sans, size: 10.0 };
        let allowed = Allowed { hyphens: true, words: true };
        let lines = wrap("2-Methoxy-1-methyl|ethyl acetate\n10~%", letters, 52.0, allowed).unwrap();
        let seen: Vec<(&str, Break)> = lines.iter().map(|line| (line.text.as_str(), line.then)).collect();
        let expected = [
            ("2-Methoxy-", Break::Hyphen),
            ("1-methyl-", Break::Hyphenation),
            ("ethyl", Break::Space),
            ("acetate", Break::Space),
            ("10 %", Break::End),
        ];
        assert_eq!(seen, expected);
        let whole = wrap("a|b c", letters, 100.0, allowed).unwrap();
        assert_eq!(whole, [CellLine { text: "ab c".into(), then: Break::End }]);
    }
}
