//! Assembles a document: passages joined by `\n`, sections, tables, problems and losses.

use orfila_records::{
    BoundingBox, Cell, Concealment, Direction, Document, DocumentFormat, DocumentId, Field, Figure, Loss, LossReason,
    Page, PageNumber, Passage, PassageId, PassageKind, Problem, Region, Script, Segment, Severity, Table,
    TableEvidence, TextRange,
};

use crate::characters::reads_right_to_left;
use crate::outline::Outline;

/// A word of a passage that is being built, relative to the passage's first byte.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedWord {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) bounds: BoundingBox,
    pub(crate) script: Script,
    pub(crate) hidden: Option<Concealment>,
    pub(crate) confidence: Option<f32>,
}

/// A passage to be appended.
pub(crate) struct Draft {
    pub(crate) kind: PassageKind,
    pub(crate) text: String,
    pub(crate) page: Option<PageNumber>,
    pub(crate) words: Vec<PlacedWord>,
    pub(crate) table: Option<usize>,
    pub(crate) figure: Option<usize>,
    /// For headings: how deep, from 1.
    pub(crate) level: Option<u32>,
    pub(crate) direction: Direction,
    /// Hyphens of line breaks, relative to the passage's first byte.
    pub(crate) hyphens: Vec<TextRange>,
}

impl Draft {
    /// A passage of a source without pages.
    pub(crate) fn new(kind: PassageKind, text: String) -> Self {
        Self {
            kind,
            text,
            page: None,
            words: Vec::new(),
            table: None,
            figure: None,
            level: None,
            direction: Direction::default(),
            hyphens: Vec::new(),
        }
    }

    pub(crate) fn in_table(mut self, table: usize) -> Self {
        self.table = Some(table);
        self
    }
}

/// A document that grows passage by passage, in reading order.
pub(crate) struct DocumentBuilder {
    document: Document,
    pub(crate) outline: Outline,
}

impl DocumentBuilder {
    pub(crate) fn new(bytes: &[u8], file_name: &str, format: DocumentFormat) -> Self {
        Self {
            document: Document {
                id: DocumentId::of_bytes(bytes),
                file_name: file_name.to_owned(),
                format,
                title: None,
                language: None,
                text: String::new(),
                pages: Vec::new(),
                passages: Vec::new(),
                tables: Vec::new(),
                figures: Vec::new(),
                fields: Vec::new(),
                problems: Vec::new(),
                losses: Vec::new(),
            },
            outline: Outline::default(),
        }
    }

    pub(crate) fn set_title(&mut self, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.document.title.is_none() && !title.is_empty() {
            self.document.title = Some(title);
        }
    }

    pub(crate) fn set_language(&mut self, tag: &str) {
        let code: String = tag.trim().chars().take_while(char::is_ascii_alphabetic).collect();
        if self.document.language.is_none() && code.len() == 2 {
            self.document.language = Some(code.to_ascii_lowercase());
        }
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.document.text
    }

    /// Where the next passage will begin.
    pub(crate) fn next_start(&self) -> usize {
        self.document.text.len() + usize::from(!self.document.text.is_empty())
    }

    /// The passages appended from `start` on, if there are any.
    pub(crate) fn appended_since(&self, start: usize) -> Option<TextRange> {
        let end = self.document.text.len();
        (start < end).then(|| TextRange::new(start, end))
    }

    /// Appends a field that the source marks; what is said of the same label goes on with its value.
    pub(crate) fn field(&mut self, field: Field) {
        match self.document.fields.last_mut().filter(|last| last.label == field.label) {
            Some(last) => last.value = TextRange::new(last.value.start, field.value.end),
            None => self.document.fields.push(field),
        }
    }

    /// Whether any passage holds text.
    pub(crate) fn has_text(&self) -> bool {
        !self.document.text.is_empty()
    }

    /// Number of tables so far.
    pub(crate) fn tables(&self) -> usize {
        self.document.tables.len()
    }

    /// Appends a passage under the current outline and gives its range; empty text appends nothing.
    pub(crate) fn passage(&mut self, draft: Draft) -> Option<TextRange> {
        if draft.text.is_empty() {
            return None;
        }
        if !self.document.text.is_empty() {
            self.document.text.push('\n');
        }
        let start = self.document.text.len();
        self.document.text.push_str(&draft.text);
        let range = TextRange::new(start, self.document.text.len());
        let page = draft.page.unwrap_or(PageNumber(1));
        let segments = draft.words.into_iter().map(|word| Segment {
            range: TextRange::new(start + word.start, start + word.end),
            page,
            bounds: word.bounds,
            hidden: word.hidden,
            script: word.script,
            confidence: word.confidence,
        });
        let turned = draft.direction.right_to_left || reads_right_to_left(&draft.text);
        let direction = Direction { right_to_left: turned, ..draft.direction };
        self.document.passages.push(Passage {
            id: PassageId::of(&self.document.id, range.start, range.end),
            kind: draft.kind,
            range,
            page: draft.page,
            section: self.outline.path(),
            segments: segments.collect(),
            table: draft.table,
            figure: draft.figure,
            level: draft.level,
            direction,
            hyphens: draft.hyphens.iter().map(|hyphen| hyphen.shifted(start)).collect(),
        });
        Some(range)
    }

    /// Opens a table and gives its index; its rows and notes are appended with [`Self::table_row`] and [`Self::table_mut`].
    pub(crate) fn open_table(&mut self) -> usize {
        let table = Table {
            caption: None,
            rows: 0,
            columns: 0,
            header_rows: 0,
            stub_columns: 0,
            evidence: TableEvidence::Marked,
            regions: Vec::new(),
            direction: Direction::default(),
            cells: Vec::new(),
            footnotes: Vec::new(),
        };
        self.document.tables.push(table);
        self.document.tables.len() - 1
    }

    pub(crate) fn table_mut(&mut self, table: usize) -> Option<&mut Table> {
        self.document.tables.get_mut(table)
    }

    /// Appends a row of a source without pages as one passage; see [`Self::placed_row`].
    pub(crate) fn table_row(&mut self, table: usize, row: usize, cells: &[RowCell]) {
        self.placed_row(table, row, cells.to_vec(), None, Direction::default());
    }

    /// Appends a row as one passage, its cells joined by tabs. `cells` are from left to right.
    ///
    /// Dots that lead from a cell to the next one are in the row's text and in no cell.
    ///
    /// A row without text takes no passage; its cells then have the empty range at the end of the text.
    pub(crate) fn placed_row(
        &mut self,
        table: usize,
        row: usize,
        cells: Vec<RowCell>,
        page: Option<PageNumber>,
        direction: Direction,
    ) {
        let mut draft = Draft::new(PassageKind::TableRow, String::new()).in_table(table);
        (draft.page, draft.direction) = (page, direction);
        let blank = cells.iter().all(|cell| cell.text.is_empty());
        let mut placed = Vec::with_capacity(cells.len());
        for (index, mut cell) in cells.into_iter().enumerate() {
            if index > 0 {
                draft.text.push('\t');
            }
            let start = draft.text.len();
            draft.text.push_str(&cell.text);
            draft.words.extend(cell.words.drain(..).map(|word| word.moved(start)));
            let end = start + without_leaders(&cell.text).len();
            placed.push((cell, start, end));
        }
        let passage = if blank { None } else { self.passage(draft) };
        let end = self.document.text.len();
        let Some(open) = self.document.tables.get_mut(table) else { return };
        open.rows = open.rows.max(row + 1);
        for (cell, from, to) in placed {
            let range = match passage {
                Some(passage) => TextRange::new(passage.start + from, passage.start + to),
                None => TextRange::new(end, end),
            };
            open.columns = open.columns.max(cell.column + cell.column_span);
            open.cells.push(Cell {
                row,
                column: cell.column,
                row_span: cell.row_span,
                column_span: cell.column_span,
                header: cell.header,
                range,
                regions: cell.regions,
            });
        }
    }

    /// Number of figures so far.
    pub(crate) fn figures(&self) -> usize {
        self.document.figures.len()
    }

    /// Appends a figure and gives its index.
    pub(crate) fn figure(&mut self, figure: Figure) -> usize {
        self.document.figures.push(figure);
        self.document.figures.len() - 1
    }

    /// Ties the last passage to a figure, as its caption or as a label in it. A figure's first caption stays.
    pub(crate) fn tie_to_figure(&mut self, figure: usize, caption: bool) {
        let Some(passage) = self.document.passages.last_mut() else { return };
        passage.figure = Some(figure);
        if let Some(figure) = self.document.figures.get_mut(figure).filter(|_| caption) {
            passage.kind = PassageKind::Caption;
            figure.caption.get_or_insert(passage.range);
        }
    }

    pub(crate) fn page(&mut self, page: Page) {
        self.document.pages.push(page);
    }

    pub(crate) fn problem(
        &mut self,
        severity: Severity,
        code: &str,
        message: impl Into<String>,
        remedy: &str,
        page: Option<PageNumber>,
    ) {
        self.document.problems.push(Problem {
            severity,
            code: code.to_owned(),
            message: message.into(),
            remedy: remedy.to_owned(),
            page,
        });
    }

    /// Records characters that were seen and left out.
    pub(crate) fn loss(&mut self, reason: LossReason, page: Option<PageNumber>, text: &str, detail: &str) {
        let mut loss = Loss::unread(reason, page, text);
        loss.detail = Some(detail.to_owned());
        self.document.losses.push(loss);
    }

    /// Records a number of characters left out whose text is not at hand.
    pub(crate) fn counted_loss(&mut self, reason: LossReason, page: Option<PageNumber>, count: usize, detail: &str) {
        let detail = Some(detail.to_owned());
        let loss = Loss { reason, range: None, page, text: String::new(), characters: count, detail };
        self.document.losses.push(loss);
    }

    pub(crate) fn finish(self) -> Document {
        self.document
    }
}

/// A cell of a row that is being appended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowCell {
    pub(crate) text: String,
    pub(crate) column: usize,
    pub(crate) row_span: usize,
    pub(crate) column_span: usize,
    pub(crate) header: bool,
    /// Its words, relative to its first byte; empty where the source has no pages.
    pub(crate) words: Vec<PlacedWord>,
    /// The areas it takes.
    pub(crate) regions: Vec<Region>,
}

impl PlacedWord {
    /// The same word in a text that begins `by` bytes earlier.
    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.start += by;
        self.end += by;
        self
    }
}

impl RowCell {
    /// A plain cell of one row and column.
    pub(crate) fn single(column: usize, text: String, header: bool) -> Self {
        Self { text, column, row_span: 1, column_span: 1, header, words: Vec::new(), regions: Vec::new() }
    }
}

/// A cell's text without the dots that lead from it to the next one; dots alone stand for something.
fn without_leaders(text: &str) -> &str {
    const FEWEST: usize = 4;
    let rest = text.trim_end_matches(['.', '…', ' ']);
    let dots = text[rest.len()..].chars().filter(|dot| *dot == '.').count();
    let led = dots >= FEWEST || text[rest.len()..].contains("……");
    if led && !rest.is_empty() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_dots_are_in_no_cell() {
        for (text, cell) in [
            ("0.99 ...........", "0.99"),
            ("Iowa . . . . . .", "Iowa"),
            ("Total……", "Total"),
            ("......", "......"),
            ("and so on...", "and so on..."),
            ("5.", "5."),
        ] {
            assert_eq!(without_leaders(text), cell);
        }
    }
}
