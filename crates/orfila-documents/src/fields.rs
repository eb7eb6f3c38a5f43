//! Labels and values of forms: `Flash point : 13 °C`, a label and its value in two columns, a value over several lines,
//! `Oral: LD50 …` inside the value of another label.

pub(crate) mod labels;
mod lines;

use orfila_records::{Document, Field, PassageKind, TextRange};

use crate::fields::labels::{Colon, inline, is_label, trimmed};
use crate::fields::lines::{Cell, Line, RightEdges, ValueColumns};

/// Finds the fields of a document and puts them in text order beside those that its source marks.
pub(crate) fn find(document: &mut Document) {
    let mut fields = std::mem::take(&mut document.fields);
    for field in &mut fields {
        *field = Field { label: trimmed(&document.text, field.label), value: trimmed(&document.text, field.value) };
    }
    let columns = ValueColumns::of(document);
    let edges = RightEdges::of(document);
    for index in 0..document.passages.len() {
        let Some(passage) = document.passages.get(index) else { break };
        // `SECTION 2: Hazards identification`
        let section = passage.kind == PassageKind::Heading && passage.level == Some(1);
        if is_form(passage.kind) && !section && passage.segments.iter().all(|segment| segment.hidden.is_none()) {
            Finder::new(&document.text, &columns, &mut fields).passage(&lines::of(document, passage), &edges);
        }
    }
    fields.extend(two_column_tables(document));
    fields.retain(|field| !field.label.is_empty() && !field.value.is_empty());
    fields.sort_by_key(|field| (field.label.start, field.value.start, field.value.end));
    fields.dedup_by_key(|field| field.label);
    document.fields = fields;
}

fn is_form(kind: PassageKind) -> bool {
    matches!(kind, PassageKind::Paragraph | PassageKind::ListItem | PassageKind::Heading | PassageKind::TableRow)
}

/// Rows of tables with two columns and no header, as pages lay out their forms.
fn two_column_tables(document: &Document) -> Vec<Field> {
    let mut fields = Vec::new();
    for table in document.tables.iter().filter(|table| table.columns == 2 && table.header_rows == 0) {
        for pair in table.cells.windows(2) {
            let [left, right] = pair else { continue };
            let beside = left.row == right.row && left.column == 0 && right.column == 1;
            if beside
                && let Some(text) = left.range.slice(&document.text)
                && is_label(text.trim_end_matches([':', '：', ' ']))
            {
                let label = trimmed(&document.text, left.range);
                fields.push(Field { label, value: trimmed(&document.text, right.range) });
            }
        }
    }
    fields
}

/// Further lines of a value begin at most so many points after its colon.
const AFTER_COLON: f32 = 24.0;

/// A field whose value may go on in the next line.
struct Open {
    field: usize,
    /// Where lines of its value begin, in points; `None` where they begin below the label.
    column: Option<f32>,
}

/// Finds the fields of one passage, line by line.
struct Finder<'a> {
    text: &'a str,
    columns: &'a ValueColumns,
    fields: &'a mut Vec<Field>,
    open: Option<Open>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, columns: &'a ValueColumns, fields: &'a mut Vec<Field>) -> Self {
        Self { text, columns, fields, open: None }
    }

    fn passage(&mut self, lines: &[Line], edges: &RightEdges) {
        // The widest line of two or three need not be a full one.
        let few = lines.len() <= 3;
        let edge = |line: &Line| if few { edges.beside(line) } else { f32::NEG_INFINITY };
        let right = lines.iter().map(|line| line.right().max(edge(line))).fold(f32::NEG_INFINITY, f32::max);
        let mut before: Option<&Line> = None;
        for line in lines {
            let full = before.is_some_and(|before| before.fills(right));
            // In running text a colon is no label's; a line that ends a sentence or does not fill its column ends an entry.
            let ends =
                before.and_then(|before| before.cells.last()).is_none_or(|last| self.slice(last.range).ends_with('.'));
            let prose = full && !ends;
            let found = self.fields.len();
            let closing = self.pairs(line, prose && self.open.as_ref().is_none_or(|open| open.column.is_none()));
            if self.fields.len() > found {
                self.open = closing;
            } else {
                self.go_on(line, full);
            }
            before = Some(line);
        }
    }

    /// Adds a line without a label to the open value.
    fn go_on(&mut self, line: &Line, full_before: bool) {
        let goes_on = match (&self.open, line.cells.as_slice()) {
            (Some(Open { column: Some(column), .. }), [cell]) => (-3.0..AFTER_COLON).contains(&(cell.left - column)),
            (Some(Open { column: None, .. }), [_]) => full_before,
            _ => false,
        };
        let open = self.open.as_ref().filter(|_| goes_on).and_then(|open| self.fields.get_mut(open.field));
        match (open, line.cells.last()) {
            (Some(field), Some(last)) => field.value = TextRange::new(field.value.start, last.range.end),
            _ => self.open = None,
        }
    }

    /// The fields of a line; gives the last one if its value reaches the line's end.
    fn pairs(&mut self, line: &Line, prose: bool) -> Option<Open> {
        let cells = &line.cells;
        let mut closing = None;
        let mut at = 0;
        while let Some(cell) = cells.get(at) {
            let (colon, next) = (self.colon(cell), cells.get(at + 1));
            let next_begins = next.is_some_and(|next| self.slice(next.range).starts_with([':', '：']));
            let (label, first) = match colon {
                Some(Colon::Last(label)) if next.is_some() => (label, next.map(|next| next.range)),
                None if next_begins && is_label(self.slice(cell.range)) => (cell.range, next.map(|next| next.range)),
                Some(Colon::Inside(label, value)) if at > 0 || !prose => (label, Some(value)),
                _ if at == 0
                    && cells.len() == 2
                    && self.columns.holds(line, next)
                    && is_label(self.slice(cell.range)) =>
                {
                    (cell.range, next.map(|next| next.range))
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let inside = first.is_some_and(|value| value.end == cell.range.end);
            let mut last = if inside { at } else { at + 1 };
            // A colon in a cell of its own stands between label and value.
            if !inside && next.is_some_and(|next| self.slice(next.range).trim() == ":") {
                last += 1;
            }
            while !inside && cells.get(last + 1).is_some_and(|more| !self.begins_label(more, cells.get(last + 2))) {
                last += 1;
            }
            let end = cells.get(last).map_or(cell.range.end, |cell| cell.range.end);
            let start = first.map_or(end, |value| value.start).min(end);
            let column = (!inside).then(|| cells.get(at + 1).map(|next| next.left)).flatten();
            let value = self.without_colon(TextRange::new(start, end));
            self.fields.push(Field { label: trimmed(self.text, label), value });
            closing = (last + 1 >= cells.len()).then_some(Open { field: self.fields.len() - 1, column });
            self.nested(value);
            at = last + 1;
        }
        closing
    }

    /// A label at the beginning of a value.
    fn nested(&mut self, value: TextRange) {
        let first_line = self.slice(value).split(['\n', '\t']).next().map_or(0, str::len);
        let line = TextRange::new(value.start, value.start + first_line);
        if let Some(Colon::Inside(label, inner)) = inline(self.text, line) {
            self.fields.push(Field { label: trimmed(self.text, label), value: trimmed(self.text, inner) });
        }
    }

    fn begins_label(&self, cell: &Cell, next: Option<&Cell>) -> bool {
        let colon_next = next.is_some_and(|next| self.slice(next.range).starts_with([':', '：']));
        colon_next && is_label(self.slice(cell.range)) || self.colon(cell).is_some()
    }

    fn colon(&self, cell: &Cell) -> Option<Colon> {
        inline(self.text, cell.range)
    }

    fn slice(&self, range: TextRange) -> &'a str {
        range.slice(self.text).unwrap_or_default()
    }

    fn without_colon(&self, range: TextRange) -> TextRange {
        let text = self.slice(range);
        let rest = text.trim_start_matches([':', '：', ' ', '\t']);
        TextRange::new(range.start + text.len() - rest.len(), range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{DocumentBuilder, Draft, PlacedWord};
    use orfila_records::{BoundingBox, DocumentFormat, PageNumber, Script};

    /// Lines of cells at `(left edge, text)` in points, five a letter, as one passage of a page.
    fn fields(lines: &[&[(f32, &str)]]) -> Vec<(String, String)> {
        let mut draft = Draft::new(PassageKind::Paragraph, String::new());
        draft.page = Some(PageNumber(1));
        for (row, cells) in lines.iter().enumerate() {
            if row > 0 {
                draft.text.push('\n');
            }
            for (at, (left, text)) in cells.iter().enumerate() {
                if at > 0 {
                    draft.text.push('\t');
                }
                let start = draft.text.len();
                draft.text.push_str(text);
                let y0 = 100.0 + 12.0 * row as f32;
                draft.words.push(PlacedWord {
                    start,
                    end: draft.text.len(),
                    bounds: BoundingBox { x0: *left, y0, x1: left + 5.0 * text.len() as f32, y1: y0 + 10.0 },
                    script: Script::Normal,
                    hidden: None,
                    confidence: None,
                });
            }
        }
        let mut builder = DocumentBuilder::new(b"made", "made.pdf", DocumentFormat::Pdf);
        builder.passage(draft);
        let mut document = builder.finish();
        find(&mut document);
        let text = |range: TextRange| range.slice(&document.text).unwrap_or_default().to_owned();
        document.fields.iter().map(|field| (text(field.label), text(field.value))).collect()
    }

    fn check(lines: &[&[(f32, &str)]], expected: &[(&str, &str)]) {
        let found = fields(lines);
        let found: Vec<(&str, &str)> = found.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn labels_with_colons_have_their_values() {
        check(&[&[(50.0, "Flash point: 13 C")]], &[("Flash point", "13 C")]);
        check(&[&[(50.0, "Flash point"), (200.0, ": 13 C")]], &[("Flash point", "13 C")]);
        check(&[&[(50.0, "Flash point"), (200.0, ":"), (220.0, "13 C")]], &[("Flash point", "13 C")]);
        check(&[&[(50.0, "Flash point:"), (200.0, "13 C")]], &[("Flash point", "13 C")]);
        check(
            &[&[(50.0, "Revision: 3"), (200.0, "Printed:"), (300.0, "today")]],
            &[("Revision", "3"), ("Printed", "today")],
        );
    }

    #[test]
    fn values_go_on_over_lines() {
        check(
            &[
                &[(50.0, "Storage"), (200.0, ": Keep in a cool")],
                &[(206.0, "and dry place.")],
                &[(50.0, "Odour"), (200.0, ": None")],
            ],
            &[("Storage", "Keep in a cool\nand dry place."), ("Odour", "None")],
        );
        check(
            &[&[(50.0, "Storage: Keep in a cool and well ventilated")], &[(50.0, "place.")], &[(50.0, "Odour: None")]],
            &[("Storage", "Keep in a cool and well ventilated\nplace."), ("Odour", "None")],
        );
    }

    #[test]
    fn two_columns_without_colons_are_labels_and_values() {
        check(
            &[
                &[(50.0, "Physical state"), (200.0, "Liquid")],
                &[(50.0, "Flash point"), (200.0, "88 C")],
                &[(50.0, "Odour"), (200.0, "Floral")],
            ],
            &[("Physical state", "Liquid"), ("Flash point", "88 C"), ("Odour", "Floral")],
        );
        // One such line is no form, and a table of contents is none.
        check(&[&[(50.0, "Physical state"), (200.0, "Liquid")]], &[]);
        check(
            &[
                &[(50.0, "Introduction"), (400.0, "1")],
                &[(50.0, "Methods"), (400.0, "7")],
                &[(50.0, "Results"), (400.0, "9")],
            ],
            &[],
        );
    }

    #[test]
    fn nested_labels_are_fields_of_their_own() {
        check(
            &[&[(50.0, "Acute toxicity:"), (200.0, "Oral: LD50 500 mg/kg")]],
            &[("Acute toxicity", "Oral: LD50 500 mg/kg"), ("Oral", "LD50 500 mg/kg")],
        );
    }

    #[test]
    fn colons_in_running_text_make_no_fields() {
        let long = "The animals were kept in groups of five and had food at will in";
        let next = "Cages: they were fed twice a day with a standard diet and had water";
        check(&[&[(50.0, long)], &[(50.0, next)]], &[]);
    }
}
