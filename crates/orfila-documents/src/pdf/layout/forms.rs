//! Forms: labels at the left that go over several lines beside their values are read in one piece.

use crate::pdf::layout::lines::{Line, line};
use crate::pdf::layout::rows::Chunk;
use crate::pdf::layout::words::Words;

/// Lines that one label may take, so that no page is read twice.
const MOST_LABEL_LINES: usize = 6;

/// The lines of rows; where a value begins with a colon, the lines of its label are joined before it.
pub(crate) fn lines_of_rows(words: &Words, rows: Vec<Vec<Chunk>>) -> Vec<Line> {
    let mut rows: Vec<Option<Vec<Chunk>>> = rows.into_iter().map(Some).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for index in 0..rows.len() {
        let Some(row) = rows.get_mut(index).and_then(Option::take) else { continue };
        let more = if is_labelled(words, &row) {
            take_label_lines(words, &row, rows.get_mut(index + 1..))
        } else {
            Vec::new()
        };
        if more.is_empty() {
            lines.push(line(words, row.into_iter().flat_map(|chunk| chunk.words).collect()));
            continue;
        }
        let mut row = row.into_iter();
        let label = row.next().into_iter().chain(more);
        let mut pieces = label.map(|chunk| line(words, chunk.words));
        let Some(mut joined) = pieces.next() else { continue };
        pieces.for_each(|piece| joined.append(piece, ' '));
        joined.append(line(words, row.flat_map(|chunk| chunk.words).collect()), '\t');
        lines.push(joined);
    }
    lines
}

/// Whether a row is a label and a value that begins with a colon.
fn is_labelled(words: &Words, row: &[Chunk]) -> bool {
    matches!(row, [_, value] | [_, value, _] if begins_with_colon(words, value))
}

fn first_text<'w>(words: &'w Words, chunk: &Chunk) -> &'w str {
    let word = chunk.words.first().and_then(|first| words.words.get(*first));
    word.map_or("", |word| words.text(word))
}

fn begins_with_colon(words: &Words, chunk: &Chunk) -> bool {
    first_text(words, chunk).starts_with([':', '：'])
}

/// Takes the further lines of a label from the rows below it; the values beside them stay.
fn take_label_lines(words: &Words, row: &[Chunk], below: Option<&mut [Option<Vec<Chunk>>]>) -> Vec<Chunk> {
    let (Some(label), Some(value), Some(below)) = (row.first(), row.get(1), below) else { return Vec::new() };
    let mut taken = Vec::new();
    let mut last = label.v;
    for slot in below.iter_mut().take(MOST_LABEL_LINES) {
        let Some(next) = slot.as_mut() else { break };
        let Some(first) = next.first() else { break };
        let close = first.v - last < 1.7 * first.size && (first.size - label.size).abs() < 0.1 * label.size;
        let under_label = (first.u0 - label.u0).abs() < 3.0 && first.u1 < value.u0;
        if !close || !under_label {
            break;
        }
        let goes_on = match next.get(1) {
            Some(beside) => {
                let offset = (beside.u0 - value.u0) / beside.size.max(1.0);
                next.len() == 2 && (-0.5..3.0).contains(&offset) && !begins_with_colon(words, beside)
            }
            None => first_text(words, first).starts_with(|letter: char| letter.is_lowercase() || "(/".contains(letter)),
        };
        if !goes_on {
            break;
        }
        last = first.v;
        taken.push(next.remove(0));
        if next.is_empty() {
            *slot = None;
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::font::GlyphText;
    use crate::pdf::glyphs::Glyph;
    use crate::pdf::layout::lines::lines;
    use crate::pdf::layout::rows::{chunks, rows};

    /// Words of letters 5 points wide at `(left edge, baseline)`, read as a page.
    fn read(texts: &[(&str, f32, f32)]) -> Vec<String> {
        let mut glyphs = Vec::new();
        for (text, left, v) in texts {
            for (at, character) in text.chars().enumerate() {
                let u0 = left + 5.0 * at as f32;
                glyphs.push(Glyph {
                    text: GlyphText::One(character),
                    u0,
                    u1: u0 + 5.0,
                    v: *v,
                    size: 10.0,
                    ascent: 7.0,
                    depth: 2.0,
                    ..Glyph::default()
                });
            }
        }
        let words = Words::of(glyphs.iter());
        let pieces = rows(&words).iter().flat_map(|row| chunks(&words, row)).collect();
        lines(&words, pieces).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn labels_over_several_lines_stand_before_their_values() {
        let beside = [
            ("Possibility of hazardous", 50.0, 100.0),
            (": Toxic gas may be", 200.0, 100.0),
            ("reactions", 50.0, 112.0),
            ("formed.", 206.0, 112.0),
            ("Conditions to avoid", 50.0, 124.0),
            (": None.", 200.0, 124.0),
        ];
        let read_beside = read(&beside);
        let expected =
            ["Possibility of hazardous reactions\t: Toxic gas may be", "formed.", "Conditions to avoid\t: None."];
        assert_eq!(read_beside, expected);
        let above = [("Flash", 50.0, 100.0), (": 13 C", 200.0, 100.0), ("point", 50.0, 112.0), ("Odour", 50.0, 124.0)];
        assert_eq!(read(&above), ["Flash point\t: 13 C", "Odour"]);
    }

    #[test]
    fn rows_of_tables_stay() {
        let table = [("Rat", 50.0, 100.0), ("500 mg", 200.0, 100.0), ("Mouse", 50.0, 112.0), ("700 mg", 200.0, 112.0)];
        assert_eq!(read(&table), ["Rat\t500 mg", "Mouse\t700 mg"]);
    }
}
