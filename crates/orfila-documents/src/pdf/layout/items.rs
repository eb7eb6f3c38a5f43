//! Items of lists: bullets, and numbers or letters that count up.

use crate::pdf::layout::lines::Line;

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Bullet,
    /// A number or letter from 1, and what follows it: `.`, `)` or `]`.
    Counted(u32, char),
}

impl Marker {
    /// Whether the marker alone tells an item; a number and a point may be a heading or the end of a sentence.
    pub(crate) fn is_item(self) -> bool {
        matches!(self, Self::Bullet | Self::Counted(_, '.' | ')'))
    }
}

const BULLETS: [char; 18] = ['•', '▪', '■', '●', '◦', '‣', '➢', '✓', '□', '◆', '·', '∙', '○', '►', '✔', '❖', '◾', '⁃'];

/// The marker that a line begins with.
pub(crate) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    if BULLETS.contains(&first) {
        return Some(Marker::Bullet);
    }
    if matches!(first, '-' | '–' | '—') {
        let spaced = rest.strip_prefix([' ', '\t'])?;
        return spaced.starts_with(char::is_alphabetic).then_some(Marker::Bullet);
    }
    // Word processors write the open circle as a small letter; two spaces or a capital follow it.
    if first == 'o' && (rest.starts_with('\t') || rest.starts_with(' ')) {
        let begins = rest
            .trim_start()
            .starts_with(|next: char| next.is_uppercase() || rest.starts_with('\t') && next.is_alphabetic());
        return begins.then_some(Marker::Bullet);
    }
    counted(text)
}

fn counted(text: &str) -> Option<Marker> {
    let (token, rest) = text.split_once([' ', '\t']).or_else(|| lettered_without_space(text))?;
    let (token, rest) = lettered_without_space(token).map_or((token, rest), |(marker, first)| (marker, first));
    let closing = token.chars().next_back().filter(|last| matches!(last, '.' | ')' | ']'))?;
    let opened = token.starts_with(['(', '[']);
    let inner = token.trim_start_matches(['(', '[']).trim_end_matches(['.', ')', ']', ':']);
    let lettered = || {
        let mut letters = inner.chars();
        let first = letters.next().filter(char::is_ascii_lowercase)?;
        letters.next().is_none().then(|| u32::from(first) - u32::from('a') + 1)
    };
    let number = if inner.len() <= 3 { inner.parse::<u32>().ok() } else { None };
    // `e. coli` and `p. 5` are no items: letters need a bracket.
    let number = number.or_else(|| if closing == ')' || opened { lettered() } else { None })?;
    let begins = rest.trim_start().starts_with(|next: char| next.is_alphanumeric() || "\"“(«".contains(next));
    (number >= 1 && begins).then_some(Marker::Counted(number, closing))
}

/// `(a)Suitable media`: the marker and what follows it; `(S)-` and `(2E)` begin names.
fn lettered_without_space(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('(')?;
    let close = inner.find(')').filter(|close| (1..=2).contains(close))?;
    let (letter, rest) = (inner.get(..close)?, inner.get(close + 1..)?);
    let plain = letter.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let mut next = rest.chars();
    let word = next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    (plain && word).then(|| text.split_at(close + 2))
}

/// The items of a region, seen line by line.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// The last marker of each list that is open, inner lists last.
    open: Vec<Marker>,
}

/// Lists inside lists; deeper ones forget the outermost.
const DEEPEST: usize = 6;

impl Items {
    /// Whether an item begins at `line`: a bullet, or the number after the last one. A list begins with its number 1
    /// after the end of a sentence or where a block begins (`parted`), or with any number at the top of a column.
    pub(crate) fn opens(&mut self, before: Option<&Line>, parted: bool, line: &Line) -> bool {
        let Some(marker) = marker(&line.text) else { return false };
        let Marker::Counted(number, closing) = marker else { return true };
        let next =
            |last: &Marker| matches!(last, Marker::Counted(last, with) if *with == closing && number == last + 1);
        let going = self.open.iter().rposition(next);
        let begins = match before {
            None => true,
            Some(before) => number == 1 && (parted || before.text.ends_with(['.', ':', ';', '!', '?'])),
        };
        if let Some(at) = going {
            self.open.truncate(at);
        } else if !begins {
            return false;
        }
        if self.open.len() >= DEEPEST {
            self.open.remove(0);
        }
        self.open.push(marker);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line {
            text: text.to_owned(),
            words: Vec::new(),
            u0: 0.0,
            u1: 100.0,
            v: 0.0,
            size: 10.0,
            bold: false,
            bold_until: 0,
            apart: false,
        }
    }

    #[test]
    fn markers_are_told_from_text() {
        for (text, expected) in [
            ("• Wash hands", Some(Marker::Bullet)),
            ("•\tWash hands", Some(Marker::Bullet)),
            ("- Wash hands", Some(Marker::Bullet)),
            ("-5 °C", None),
            ("– 5 °C", None),
            ("1. Wash hands", Some(Marker::Counted(1, '.'))),
            ("(2) Wash hands", Some(Marker::Counted(2, ')'))),
            ("[33] Smith J.", Some(Marker::Counted(33, ']'))),
            ("b) Eyes", Some(Marker::Counted(2, ')'))),
            ("(c) Eyes", Some(Marker::Counted(3, ')'))),
            ("e. coli", None),
            ("2.5 mg/kg", None),
            ("1998. Later", None),
            ("0. None", None),
        ] {
            assert_eq!(marker(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_open_items_only_in_their_order() {
        for (texts, expected) in [
            (
                vec!["Do this:", "1. Wash hands", "2. Dry hands", "as shown in Table", "5. The end"],
                [false, true, true, false, false],
            ),
            (vec!["18. Smith J.", "more", "19. Miller K.", "see no.", "3. More"], [true, false, true, false, false]),
            (vec!["of the group", "1. Values", "a", "b", "c"], [false, false, false, false, false]),
        ] {
            let mut items = Items::default();
            let lines: Vec<Line> = texts.iter().map(|text| line(text)).collect();
            let mut before = None;
            for (line, expected) in lines.iter().zip(expected) {
                assert_eq!(items.opens(before, false, line), expected, "{}", line.text);
                before = Some(line);
            }
        }
    }
}
