//! Lines become blocks: paragraphs, headings, captions, list items.

use orfila_records::{PassageKind, Script};

use crate::outline::Rank;
use crate::pdf::layout::headings;
use crate::pdf::layout::items::{self, Items};
use crate::pdf::layout::lines::Line;

/// Consecutive lines that belong together.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: PassageKind,
    pub(crate) lines: Vec<Line>,
    /// For headings: how deep.
    pub(crate) rank: Option<Rank>,
}

impl Block {
    fn of(lines: Vec<Line>, body_size: f32) -> Self {
        let rank = headings::rank(&lines, body_size);
        let kind = match (rank, lines.first()) {
            (Some(_), _) => PassageKind::Heading,
            (None, Some(first)) => opening_kind(&first.text),
            (None, None) => PassageKind::Paragraph,
        };
        Self { kind, lines, rank }
    }

    /// Its lines joined by line breaks.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

fn opening_kind(text: &str) -> PassageKind {
    if items::marker(text).is_some_and(|marker| marker.is_item()) {
        PassageKind::ListItem
    } else if headings::opens_caption(text) {
        PassageKind::Caption
    } else {
        PassageKind::Paragraph
    }
}

/// Cuts the lines of a region into blocks.
pub(crate) fn blocks(lines: Vec<Line>, body_size: f32) -> Vec<Block> {
    let lines = with_values(lines);
    let leading = usual_leading(&lines);
    let right = lines.iter().map(|line| line.u1).fold(f32::NEG_INFINITY, f32::max);
    let mut blocks = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    let mut items = Items::default();
    for line in lines {
        let parted = open
            .last()
            .is_some_and(|last| parts(last, &line, leading, body_size) && !goes_on(last, &line, right, body_size));
        let opens_item = items.opens(open.last(), parted, &line);
        if parted || opens_item && !open.is_empty() {
            close(&mut blocks, std::mem::take(&mut open), right, body_size);
        }
        open.push(line);
    }
    if !open.is_empty() {
        close(&mut blocks, open, right, body_size);
    }
    promote_headings(&mut blocks, body_size);
    blocks
}

/// Ends a block; headings that follow each other line by line are told apart.
fn close(blocks: &mut Vec<Block>, lines: Vec<Line>, right: f32, body_size: f32) {
    let block = Block::of(lines, body_size);
    let apart = block.lines.len() <= MOST_APART && block.lines.iter().all(|line| line.apart);
    if block.lines.len() < 2 || block.rank.is_none() && !apart {
        blocks.push(block);
        return;
    }
    let mut open: Vec<Line> = Vec::new();
    for line in block.lines {
        if open.last().is_some_and(|last| headings::follows_as_another(last, &line, right, body_size)) {
            blocks.push(Block::of(std::mem::take(&mut open), body_size));
        }
        open.push(line);
    }
    blocks.push(Block::of(open, body_size));
}

/// More lines than this in a typeface of their own are text.
const MOST_APART: usize = 4;

/// Makes headings of lines that only what follows them tells from text: set in another typeface, or in capitals. From
/// the last to the first, because a heading may stand above another one.
fn promote_headings(blocks: &mut [Block], body_size: f32) {
    for at in (0..blocks.len().saturating_sub(1)).rev() {
        let Some([block, next]) = blocks.get_mut(at..at + 2) else { continue };
        let Some(after) = next.lines.first().filter(|_| block.kind == PassageKind::Paragraph) else { continue };
        let above = match next.kind {
            PassageKind::Paragraph | PassageKind::ListItem => headings::heads(&block.lines, after, body_size),
            PassageKind::Heading => headings::stands_over(&block.lines, after, body_size),
            _ => false,
        };
        if above {
            block.kind = PassageKind::Heading;
            block.rank = block.lines.first().map(|line| Rank::Size(line.size));
        }
    }
}

/// Sets a value after its label where it is set larger or smaller, so that its baseline is not quite the label's.
fn with_values(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let label = joined.last_mut().filter(|last| {
            let level = (line.v - last.v).abs() < 0.6 * line.size.max(last.size);
            last.text.ends_with([':', '：']) && level && line.u0 > last.u1
        });
        match label {
            Some(label) => label.append(line, '\t'),
            None => joined.push(line),
        }
    }
    joined
}

/// Marks the footnotes of a page: small type at the end of a column, opened with a mark, in the lower part of the page.
pub(crate) fn mark_footnotes(blocks: &mut [Block], body_size: f32, below: f32) {
    let small = |block: &Block| block.lines.iter().all(|line| line.size < SMALL * body_size && line.v > below);
    let foot = blocks.iter().rev().take_while(|block| block.kind != PassageKind::Heading && small(block)).count();
    let start = blocks.len() - foot;
    let mut noted = false;
    for block in blocks.iter_mut().skip(start) {
        noted |= block.lines.first().is_some_and(opens_note);
        if noted && block.kind == PassageKind::Paragraph {
            block.kind = PassageKind::Footnote;
        }
    }
}

/// Type smaller than this share of the body's is that of notes.
const SMALL: f32 = 0.93;

/// Whether a line begins with the mark of a note.
fn opens_note(line: &Line) -> bool {
    let raised = line.words.first().is_some_and(|word| word.script == Script::Superscript);
    let marked =
        line.text.starts_with(['*', '†', '‡', '§', '¶', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', 'ᵃ', 'ᵇ', 'ᶜ']);
    (raised || marked) && line.text.chars().count() > 3
}

/// The median distance of neighbouring baselines in ems, between 1.0 and 2.2.
fn usual_leading(lines: &[Line]) -> f32 {
    let mut distances: Vec<f32> = lines
        .windows(2)
        .map(|pair| (pair[1].v - pair[0].v) / pair[1].size.max(1.0))
        .filter(|distance| (0.8..2.5).contains(distance))
        .collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(1.2).clamp(1.0, 2.2)
}

/// Whether a new block begins at `line`.
fn parts(last: &Line, line: &Line, leading: f32, body_size: f32) -> bool {
    let size = line.size.max(last.size).max(1.0);
    let distance = (line.v - last.v) / size;
    let apart = distance > (leading + 0.33).max(leading * 1.25) || distance < -0.5;
    let resized = (line.size - last.size).abs() > 0.12 * last.size;
    let plain = last.cells() == 0 && line.cells() == 0 && last.text.len() > 3;
    let reweighted = last.bold != line.bold && plain && !(distance < 1.45 && goes_on_in_bold(last, line));
    let refaced = last.apart && !last.bold && !line.apart && plain && headings::may_be_set_apart(&last.text);
    let numbered = headings::is_numbered_heading(line, body_size) || headings::is_numbered_heading(last, body_size);
    // A line that begins with `Table 2` may as well be the middle of a sentence.
    let caption = headings::opens_caption(&line.text)
        && (distance > 1.12 * leading || last.text.ends_with(['.', ':', ')']) || last.cells() > 0);
    let note = line.size < SMALL * body_size && opens_note(line);
    let fresh = line.text.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    let section = fresh && headings::opens_numbered_row(&line.text) || opens_numbered_paragraph(&line.text);
    let form = heads_form(last, line) || headed_after_form(last, line);
    apart || resized || reweighted || refaced || numbered || caption || note || section || form
}

/// Whether a line begins a paragraph of a patent: `[0042]`.
fn opens_numbered_paragraph(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.is_some_and(|(number, _)| number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether bold letters only go on with a line of others: `need it later.`, `(PNEC)`.
fn goes_on_in_bold(last: &Line, line: &Line) -> bool {
    let open = !last.text.ends_with(['.', ':', '!', '?']);
    line.bold && open && line.text.starts_with(|first: char| first.is_lowercase() || first == '(')
}

/// Whether a bold line stands above the labels and values of a form.
fn heads_form(last: &Line, line: &Line) -> bool {
    let inset = line.u0 > last.u0 + 0.8 * last.size;
    last.bold && last.cells() == 0 && line.cells() > 0 && last.text.len() > 3 && (!line.bold || inset)
}

/// Whether a bold line after a label and its value is a heading: set apart, or further left; a label's next line is
/// neither.
fn headed_after_form(last: &Line, line: &Line) -> bool {
    let size = line.size.max(1.0);
    let clear = (line.v - last.v) / size > 1.6 || line.u0 < last.u0 - 0.4 * size;
    let fresh = line.text.starts_with(|first: char| !first.is_lowercase() && first != '(');
    line.bold && !last.bold && line.cells() == 0 && last.cells() > 0 && clear && fresh && line.text.len() > 3
}

/// Whether `line` is the second line of a heading whose first line fills the region's width, or is left unfinished.
fn goes_on(last: &Line, line: &Line, right: f32, body_size: f32) -> bool {
    let size = last.size.max(1.0);
    let near = (0.5..1.9).contains(&((line.v - last.v) / size));
    if near && headings::is_numbered_heading(last, body_size) && headings::continues_numbered(last, line) {
        return true;
    }
    let alike = last.bold == line.bold && (last.size - line.size).abs() < 0.05 * size && last.bold;
    let close = (0.5..1.5).contains(&((line.v - last.v) / size));
    let full = last.u1 > right - 8.0 * size && last.cells() == 0 && line.cells() == 0;
    alike && close && full && !headings::is_numbered(&line.text) && last.u1 - last.u0 > 20.0 * size
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line at `(left, baseline)`, five points a letter.
    fn line(text: &str, left: f32, v: f32) -> Line {
        let width = 5.0 * text.chars().count() as f32;
        let word = text.split_whitespace().next().unwrap_or_default().chars().count() as f32;
        let first = crate::pdf::layout::lines::LineWord {
            start: 0,
            end: text.len(),
            u0: left,
            u1: left + 5.0 * word,
            top: v - 7.0,
            bottom: v + 2.0,
            script: Script::Normal,
            concealed: None,
            confidence: None,
        };
        Line {
            text: text.to_owned(),
            words: vec![first],
            u0: left,
            u1: left + width,
            v,
            size: 10.0,
            bold: false,
            bold_until: 0,
            apart: false,
        }
    }

    fn bold(line: Line) -> Line {
        Line { bold: true, ..line }
    }

    fn apart(line: Line) -> Line {
        Line { apart: true, ..line }
    }

    fn check(lines: Vec<Line>, expected: &[(PassageKind, &str)]) {
        let blocks = blocks(lines, 10.0);
        let found: Vec<(PassageKind, String)> = blocks.iter().map(|block| (block.kind, block.text())).collect();
        let expected: Vec<(PassageKind, String)> =
            expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        assert_eq!(found, expected);
    }

    const BODY: &str = "The oil was extracted from fresh leaves and kept in the dark until it was used.";
    use PassageKind::{Heading, ListItem, Paragraph};

    #[test]
    fn headings_one_after_the_other_are_two_and_one_that_is_broken_is_one() {
        check(
            vec![
                bold(line("Description of first aid measures", 50.0, 100.0)),
                bold(line("After inhalation", 50.0, 112.0)),
                line(BODY, 50.0, 124.0),
            ],
            &[(Heading, "Description of first aid measures"), (Heading, "After inhalation"), (Paragraph, BODY)],
        );
        let long = "Isolation of bacteria from roots and leaves of plants that grew in soil with";
        check(
            vec![bold(line(long, 50.0, 100.0)), bold(line("Hydrocarbons", 50.0, 112.0)), line(BODY, 50.0, 124.0)],
            &[(Heading, &format!("{long}\nHydrocarbons")), (Paragraph, BODY)],
        );
    }

    #[test]
    fn headings_well_apart_are_two_even_if_the_first_fills_the_line() {
        let full = "According to Regulation 2012 OSHA Hazard Communication Standard, 29 CFR Part 1910";
        check(
            vec![
                bold(line(full, 50.0, 100.0)),
                bold(line("Classification of the product", 50.0, 120.0)),
                line("No need for classification.", 50.0, 140.0),
            ],
            &[(Heading, full), (Heading, "Classification of the product"), (Paragraph, "No need for classification.")],
        );
    }

    #[test]
    fn bold_lines_head_forms_and_labels_go_on_below() {
        check(
            vec![
                bold(line("Product identifier", 50.0, 100.0)),
                line("Product name\tBenzene", 50.0, 112.0),
                line("Product code\t12-345", 50.0, 124.0),
                bold(line("Details of the supplier", 50.0, 150.0)),
                line("Predicted effect\tNone", 50.0, 162.0),
                bold(line("concentration", 50.0, 174.0)),
            ],
            &[
                (Heading, "Product identifier"),
                (Paragraph, "Product name\tBenzene\nProduct code\t12-345"),
                (Heading, "Details of the supplier"),
                (Paragraph, "Predicted effect\tNone\nconcentration"),
            ],
        );
        let value = Line { size: 14.0, ..line("Thionin acetate", 220.0, 103.0) };
        check(vec![line("Product name\t:", 50.0, 100.0), value], &[(Paragraph, "Product name\t:\tThionin acetate")]);
    }

    #[test]
    fn headings_in_a_face_of_their_own_or_in_capitals_stand_above_text() {
        check(
            vec![
                apart(line("Materials and Methods", 50.0, 100.0)),
                apart(line("Extraction of the oil", 50.0, 112.0)),
                line(BODY, 50.0, 124.0),
            ],
            &[(Heading, "Materials and Methods"), (Heading, "Extraction of the oil"), (Paragraph, BODY)],
        );
        check(
            vec![line("ELECTRIC MACHINE FEATURES", 50.0, 100.0), line(BODY, 50.0, 130.0)],
            &[(Heading, "ELECTRIC MACHINE FEATURES"), (Paragraph, BODY)],
        );
        // Signal words, formulae, and the first line of a sentence are none.
        for text in ["DANGER", "OsO4, tBuOH", "Escherichia coli was grown", "y = ax + b"] {
            let first = apart(line(text, 50.0, 100.0));
            check(vec![first, line(BODY, 50.0, 130.0)], &[(Paragraph, text), (Paragraph, BODY)]);
        }
        // Nothing follows that it could head.
        check(vec![apart(line("Wavelength of light", 50.0, 100.0))], &[(Paragraph, "Wavelength of light")]);
    }

    #[test]
    fn lists_inside_lists_go_on() {
        check(
            vec![
                line("1. First of all:", 50.0, 100.0),
                line("(a) Wash hands", 60.0, 112.0),
                line("(b)Rinse eyes", 60.0, 124.0),
                line("2. Then call for help", 50.0, 136.0),
                line("o\tStay calm", 60.0, 148.0),
            ],
            &[
                (ListItem, "1. First of all:"),
                (ListItem, "(a) Wash hands"),
                (ListItem, "(b)Rinse eyes"),
                (ListItem, "2. Then call for help"),
                (ListItem, "o\tStay calm"),
            ],
        );
    }
}
