//! Lists, contents and numbered sections, which are no tables though their marks stand below each other.

use crate::pdf::layout::tables::text_lines::TextLine;
use crate::pdf::layout::words::Words;

/// Sections in order that need no share of the lines.
const SURELY_SECTIONS: usize = 3;

/// The mark before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A bullet, a number or a letter with a bracket or a full stop, a reference.
    Item,
    /// A letter with a bracket (`b)`).
    Letter(char),
    /// `9.1`: section and subsection.
    Section(u32, u32),
}

/// Whether lines are contents, references, items of a list, or sections: dot leaders, or a first column of marks beside
/// text.
pub(super) fn is_listing(words: &Words, lines: &[TextLine]) -> bool {
    let leaders = lines.iter().filter(|line| has_leaders(words, line)).count();
    let marks: Vec<(Mark, usize)> =
        lines.iter().filter_map(|line| Some((mark(words, line)?, line.pieces.len()))).collect();
    let items = marks.iter().filter(|(mark, pieces)| *pieces == 2 && !matches!(mark, Mark::Section(..))).count();
    let ordered = ordered(&marks.iter().map(|(mark, _)| *mark).collect::<Vec<_>>());
    let sections = ordered >= SURELY_SECTIONS || ordered >= 2 && ordered * 3 >= lines.len();
    leaders * 3 > lines.len() || items * 3 > lines.len() || sections
}

/// Dots that lead to one number at most: those of a table's names lead to several values.
fn has_leaders(words: &Words, line: &TextLine) -> bool {
    let leads = |text: &str| text.contains("....") || text.contains("……");
    let indices: Vec<usize> = line.pieces.iter().flat_map(|piece| piece.words.iter().copied()).collect();
    let texts: Vec<&str> =
        indices.iter().filter_map(|index| words.words.get(*index)).map(|word| words.text(word)).collect();
    texts.iter().rposition(|text| leads(text)).is_some_and(|last| texts.len() - last <= 2)
}

/// The mark that a line begins with, where text stands beside it.
fn mark(words: &Words, line: &TextLine) -> Option<Mark> {
    let [first, second, ..] = line.pieces.as_slice() else { return None };
    let text = first.text(words).split_whitespace().collect::<String>();
    section(&text)
        .filter(|_| is_title(&second.text(words)))
        .or_else(|| lettered(&text))
        .or_else(|| is_item(&text).then_some(Mark::Item))
}

fn is_title(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().filter(|c| c.is_alphabetic()).count() >= 6
}

fn section(text: &str) -> Option<Mark> {
    let (section, part) = text.trim_end_matches('.').split_once('.')?;
    let small = |number: &str| number.parse::<u32>().ok().filter(|number| (1..=99).contains(number));
    Some(Mark::Section(small(section)?, small(part)?))
}

fn lettered(text: &str) -> Option<Mark> {
    let letter = text.trim_start_matches('(').strip_suffix(')')?;
    let mut letters = letter.chars();
    let first = letters.next().filter(char::is_ascii_lowercase)?;
    letters.next().is_none().then_some(Mark::Letter(first))
}

fn is_item(text: &str) -> bool {
    let bullet = text.chars().count() == 1 && !text.contains(char::is_alphanumeric);
    let bracketed = text.starts_with(['[', '(']) && (text.len() <= 5 || is_outline_number(text));
    bullet || bracketed || text.len() <= 4 && text.ends_with(['.', ')'])
}

/// `(2-1-1)`.
fn is_outline_number(text: &str) -> bool {
    let inner = text.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    inner.is_some_and(|inner| inner.split(['-', '.']).all(short))
}

/// How many letters or sections come one after the other, at most.
fn ordered(marks: &[Mark]) -> usize {
    let follows = |pair: &[Mark]| match (pair[0], pair[1]) {
        (Mark::Letter(a), Mark::Letter(b)) => u32::from(a) + 1 == u32::from(b),
        (Mark::Section(a, b), Mark::Section(c, d)) => a == c && b + 1 == d,
        _ => false,
    };
    let steps = marks.windows(2).filter(|pair| follows(pair)).count();
    if steps > 0 { steps + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_values() {
        for (text, expected) in [
            ("9.1", Some(Mark::Section(9, 1))),
            ("14.2.", Some(Mark::Section(14, 2))),
            ("0.5", None),
            ("12.345", None),
            ("2006", None),
            ("-0.3", None),
        ] {
            assert_eq!(section(text), expected, "{text}");
        }
        assert_eq!(lettered("b)"), Some(Mark::Letter('b')));
        assert_eq!(lettered("(c)"), Some(Mark::Letter('c')));
        assert_eq!(lettered("ab)"), None);
        for (text, expected) in
            [("•", true), ("[12]", true), ("(2-1-1)", true), ("7.", true), ("1978", false), ("Rat", false)]
        {
            assert_eq!(is_item(text), expected, "{text}");
        }
    }

    #[test]
    fn only_marks_in_order_count() {
        let sections = |parts: &[u32]| parts.iter().map(|part| Mark::Section(5, *part)).collect::<Vec<_>>();
        assert_eq!(ordered(&sections(&[1, 2, 3])), 3);
        assert_eq!(ordered(&sections(&[9, 4, 7])), 0);
        assert_eq!(ordered(&[Mark::Letter('a'), Mark::Letter('b'), Mark::Item]), 2);
    }
}
