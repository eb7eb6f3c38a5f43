//! Labels in bold run into their values, without a colon: **Conditions to avoid** No further information.

use orfila_records::{Field, TextRange};

use crate::fields::labels::is_label;
use crate::pdf::layout::lines::Line;

/// Fewer letters are no label.
const FEWEST_LETTERS: usize = 6;

/// The fields of a block whose text begins at `start`, its lines parted by line breaks. A value goes on in lines that begin
/// with no label.
pub(crate) fn fields(lines: &[Line], start: usize) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let (mut open, mut at) = (false, start);
    for line in lines {
        let end = at + line.text.len();
        if let Some(label) = label_end(line) {
            fields.push(Field { label: TextRange::new(at, at + label), value: TextRange::new(at + label + 1, end) });
            open = true;
        } else {
            open &= line.bold_until == 0 && line.cells() == 0 && !line.text.contains(':');
            if let Some(field) = fields.last_mut().filter(|_| open) {
                field.value = TextRange::new(field.value.start, end);
            }
        }
        at = end + 1;
    }
    fields
}

/// Where the label ends that a line begins with, if a value follows it on the line.
fn label_end(line: &Line) -> Option<usize> {
    let (label, rest) = line.text.split_at_checked(line.bold_until)?;
    let value = rest.strip_prefix(' ')?;
    let letters = label.chars().filter(|character| character.is_alphabetic()).count();
    let named = is_label(label) && letters >= FEWEST_LETTERS && !label.ends_with(|end: char| ".,;:–-=)".contains(end));
    let plain = !line.text.contains(['\t', ':', '：']);
    let fresh = value.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    (named && plain && fresh).then_some(label.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines in which `|` stands for the end of the bold words.
    fn check(page: &[&str], expected: &[(&str, &str)]) {
        let line = |text: &&str| Line {
            bold_until: text.find('|').unwrap_or(0),
            text: text.replace('|', ""),
            words: Vec::new(),
            u0: 0.0,
            u1: 100.0,
            v: 0.0,
            size: 10.0,
            bold: false,
            apart: false,
        };
        let lines: Vec<Line> = page.iter().map(line).collect();
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let found = fields(&lines, 0);
        let slice = |range: TextRange| range.slice(&text).unwrap_or_default();
        let found: Vec<(&str, &str)> = found.iter().map(|field| (slice(field.label), slice(field.value))).collect();
        assert_eq!(found, expected, "{page:?}");
    }

    #[test]
    fn bold_words_before_others_are_labels() {
        check(
            &[
                "Possibility of hazardous reactions| No dangerous reactions known",
                "Conditions to avoid| Keep away from heat and from",
                "strong oxidisers.",
                "Flash point| 13 °C",
            ],
            &[
                ("Possibility of hazardous reactions", "No dangerous reactions known"),
                ("Conditions to avoid", "Keep away from heat and from\nstrong oxidisers."),
                ("Flash point", "13 °C"),
            ],
        );
    }

    #[test]
    fn other_bold_words_are_none() {
        check(
            &[
                "Materials.| Rats were given water.",
                "Warning| if it is swallowed",
                "12| A solution of the acid",
                "Flash point:| 13 °C",
                "Appearance|\tLiquid",
            ],
            &[],
        );
    }
}
