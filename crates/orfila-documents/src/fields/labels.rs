//! What a label looks like.

use orfila_records::TextRange;

const LONGEST: usize = 90;
const MOST_WORDS: usize = 11;

/// Where the colon of a label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Colon {
    /// At the end of its cell: the label.
    Last(TextRange),
    /// Inside: label and value.
    Inside(TextRange, TextRange),
}

/// The label that a stretch of one line begins with.
pub(crate) fn inline(text: &str, range: TextRange) -> Option<Colon> {
    let shown = range.slice(text)?;
    let at = shown.find([':', '：'])?;
    let width = shown.get(at..)?.chars().next()?.len_utf8();
    let (label, rest) = (shown.get(..at)?, shown.get(at + width..)?);
    let marked = unmarked(label);
    if !is_label(marked) {
        return None;
    }
    let label = TextRange::new(range.start + label.len() - marked.len(), range.start + at);
    if rest.trim().is_empty() {
        return Some(Colon::Last(label));
    }
    // `10:30`, `1:2` and `http://` are no labels.
    let apart = rest.starts_with(char::is_whitespace) || label.end > range.start && width > 1;
    let value = TextRange::new(range.end - rest.trim_start().len(), range.end);
    apart.then_some(Colon::Inside(label, value))
}

/// A label without the bullet before it.
fn unmarked(label: &str) -> &str {
    label.trim_start_matches(['•', '▪', '■', '●', '◦', '‣', '➢', '✓', '□', '◆', '·', '-', '–', '*', ' '])
}

/// Whether a text may be the label of a field: a few words that begin large or with their number, and no sentence.
pub(crate) fn is_label(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let begins = text
        .starts_with(|first: char| first.is_uppercase() || first.is_numeric() || is_caseless(first) || first == '(')
        || (text.starts_with(char::is_lowercase) && text.chars().nth(1).is_some_and(char::is_uppercase));
    let dense = text.chars().any(is_caseless);
    let sentence =
        text.contains(". ") && !text.contains("No. ") || text.ends_with(['.', ',', ';']) && !text.ends_with("No.");
    let address = text.contains("http") || text.contains("www.") || text.contains('@') || text.contains('=');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (letters >= 2 || dense)
        && begins
        && !sentence
        && !address
        && digits <= letters
        && text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
}

/// Letters of scripts without capitals.
fn is_caseless(character: char) -> bool {
    character.is_alphabetic() && !character.is_lowercase() && !character.is_uppercase()
}

/// A range without white space and colons at its ends.
pub(crate) fn trimmed(text: &str, range: TextRange) -> TextRange {
    let outer = |character: char| character.is_whitespace() || matches!(character, ':' | '：');
    let shown = range.slice(text).unwrap_or_default();
    let start = range.start + shown.len() - shown.trim_start_matches(outer).len();
    TextRange::new(start, start + shown.trim_matches(outer).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_text() {
        for (text, expected) in [
            ("Flash point", true),
            ("pH", true),
            ("1.1 Product identifier", true),
            ("CAS No.", true),
            ("闪点", true),
            ("the results", false),
            ("It was shown. Later", false),
            ("12", false),
            ("see http", false),
            ("500 mg", false),
        ] {
            assert_eq!(is_label(text), expected, "{text}");
        }
    }

    #[test]
    fn colons_of_labels_are_told_from_others() {
        let both = |text: &str| match inline(text, TextRange::new(0, text.len())) {
            Some(Colon::Inside(label, value)) => {
                format!("{}|{}", label.slice(text).unwrap_or_default(), value.slice(text).unwrap_or_default())
            }
            Some(Colon::Last(label)) => format!("{}|", label.slice(text).unwrap_or_default()),
            None => String::new(),
        };
        for (text, expected) in [
            ("Oral: LD50 500 mg/kg", "Oral|LD50 500 mg/kg"),
            ("• Flash Point (Method): 280°F", "Flash Point (Method)|280°F"),
            ("Appearance:", "Appearance|"),
            ("闪点：13 °C", "闪点|13 °C"),
            ("At 10:30 it began", ""),
            ("Ratio 1:2", ""),
            ("as follows: more", ""),
            ("https://example.org", ""),
        ] {
            assert_eq!(both(text), expected, "{text}");
        }
    }
}
