//! A document cut into lines and cells, the form in which the grammars read it.

use orfila_records::{Document, DocumentFormat, PageNumber, Passage, PassageKind, TextRange};

use crate::sections::{Topic, heading};

/// One line of a passage, or one row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its characters in the document's text, surrounding white space left out.
    pub range: TextRange,
    /// Its cells: the stretches between wide gaps, trimmed, none empty.
    pub cells: Vec<TextRange>,
    /// The passage it stands in, as an index into [`Document::passages`].
    pub passage: usize,
    /// The page it stands on.
    pub page: Option<PageNumber>,
    /// What the passage is.
    pub kind: PassageKind,
    /// The table it is a row of, as an index into [`Document::tables`].
    pub table: Option<usize>,
    /// The part of a safety data sheet it stands in; the heading line itself included.
    pub topic: Option<Topic>,
    /// Whether it is a heading that opens `topic`.
    pub opens_topic: bool,
}

/// Bytes of a line at most: no page prints longer ones, and the grammars look at lines as a whole.
const LONGEST_LINE: usize = 16_000;

/// A stretch cut behind white space into pieces of at most `longest` bytes; a longer word is cut between characters.
#[must_use]
pub fn pieces(text: &str, range: TextRange, longest: usize) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    while range.end - start > longest {
        let mut end = start + longest.max(4);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let blank = text.get(start..end).and_then(|piece| piece.rfind(char::is_whitespace));
        let end = blank.filter(|blank| *blank > 0).map_or(end, |blank| start + blank);
        pieces.push(TextRange::new(start, end));
        start = end;
    }
    pieces.push(TextRange::new(start, range.end));
    pieces
}

/// The lines of a document in reading order. Running heads and feet, references and labels inside figures are left out.
#[must_use]
pub fn lines(document: &Document) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut opened_by = Vec::new();
    for (index, passage) in document.passages.iter().enumerate() {
        if matches!(passage.kind, PassageKind::Furniture | PassageKind::Reference) || is_figure_label(passage) {
            continue;
        }
        let mut start = passage.range.start;
        // A row of a table is one line, however many lines its cells are printed on.
        let is_break = |character: char| character == '\n' && passage.kind != PassageKind::TableRow;
        let printed = document.passage_text(passage).split(is_break).flat_map(|line| {
            let whole = TextRange::new(start, start + line.len());
            start = whole.end + 1;
            pieces(&document.text, whole, LONGEST_LINE)
        });
        for range in printed {
            let spaced = document.format == DocumentFormat::Text;
            let cells = cells(range.slice(&document.text).unwrap_or_default(), range.start, spaced);
            let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
            let range = first.cover(*last);
            opened_by.push(heading(range.slice(&document.text).unwrap_or_default(), passage.kind));
            let page = document.boxes(*first).0.or(passage.page);
            lines.push(Line {
                range,
                cells,
                passage: index,
                page,
                kind: passage.kind,
                table: passage.table,
                topic: None,
                opens_topic: false,
            });
        }
    }
    set_topics(&mut lines, &opened_by);
    lines
}

/// Whether a passage is a label inside a figure: the numbers at an axis are no values.
#[must_use]
pub fn is_figure_label(passage: &Passage) -> bool {
    passage.figure.is_some() && passage.kind != PassageKind::Caption
}

/// Gives every line the topic of the heading above it. Where a document numbers its sections, headings without a number
/// are sub-headings and open nothing.
fn set_topics(lines: &mut [Line], opened_by: &[Option<(Topic, bool)>]) {
    let numbered = opened_by.iter().flatten().filter(|(_, numbered)| *numbered).count() >= 6;
    let mut topic = None;
    for (line, opened) in lines.iter_mut().zip(opened_by) {
        let opened = opened.filter(|(_, own_number)| *own_number || !numbered).map(|(topic, _)| topic);
        topic = opened.or(topic);
        line.topic = topic;
        line.opens_topic = opened.is_some();
    }
}

/// The trimmed stretches of `text` between tabs, moved right by `offset`; in plain text wide gaps part cells too.
fn cells(text: &str, offset: usize, spaced: bool) -> Vec<TextRange> {
    let mut start = 0;
    let mut cells = Vec::new();
    for cell in text.split('\t') {
        let mut from = start;
        for part in cell.split(if spaced { "  " } else { "\t" }) {
            let range = trimmed(text, TextRange::new(from, from + part.len()));
            if !range.is_empty() {
                cells.push(range.shifted(offset));
            }
            from += part.len() + 2;
        }
        start += cell.len() + 1;
    }
    cells
}

/// The stretch without white space at its ends.
#[must_use]
pub fn trimmed(text: &str, range: TextRange) -> TextRange {
    let Some(slice) = range.slice(text) else { return TextRange::new(range.start, range.start) };
    let start = range.start + (slice.len() - slice.trim_start().len());
    TextRange::new(start, start + slice.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_stretches_are_cut_behind_words_and_between_characters() {
        let text = "aa bb ccc µµµµµ";
        let cut = |longest| -> Vec<&str> {
            let pieces = pieces(text, TextRange::new(0, text.len()), longest);
            pieces.into_iter().filter_map(|piece| piece.slice(text)).collect()
        };
        assert_eq!(cut(100), [text]);
        assert_eq!(cut(7), ["aa bb", " ccc", " µµµ", "µµ"]);
        assert_eq!(cut(0).concat(), text);
    }

    #[test]
    fn wide_gaps_part_cells_in_plain_text() {
        let text = "lead      18   31\t84 µg";
        let parts = |spaced| -> Vec<&str> {
            cells(text, 0, spaced).into_iter().filter_map(|range| range.slice(text)).collect()
        };
        assert_eq!(parts(true), ["lead", "18", "31", "84 µg"]);
        assert_eq!(parts(false), ["lead      18   31", "84 µg"]);
    }
}
