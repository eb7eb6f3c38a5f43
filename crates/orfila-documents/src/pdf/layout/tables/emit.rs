//! A page's table on its way into the document.

use orfila_records::{BoundingBox, Direction, PageNumber, Region};

use crate::builder::{DocumentBuilder, Draft, PlacedWord, RowCell};
use crate::pdf::glyphs::Area;
use crate::pdf::layout::lines::{Line, LineWord, Orientation, line};
use crate::pdf::layout::tables::text_lines::word_rows;
use crate::pdf::layout::tables::{Carried, PageCell, PageTable};
use crate::pdf::layout::words::Words;
use orfila_records::{PassageKind, Script};

/// What a table on the next page may go on with.
#[derive(Debug)]
pub(crate) struct OpenTable {
    /// Index in the document.
    pub(crate) index: usize,
    pub(crate) page: PageNumber,
    angle: i16,
    /// Rows so far.
    rows: usize,
    /// Where its columns end on the right, measured from its left edge.
    columns: Vec<f32>,
    /// Its header rows as texts.
    header: Vec<Vec<String>>,
    /// Its head, by which its next part is known.
    carried: Option<Carried>,
}

/// Where and how a table is put into the document.
pub(crate) struct Place<'a> {
    pub(crate) words: &'a Words,
    pub(crate) angle: i16,
    pub(crate) page: PageNumber,
}

impl Place<'_> {
    fn region(&self, area: &Area) -> Region {
        let word = LineWord {
            start: 0,
            end: 0,
            u0: area.x0,
            u1: area.x1,
            top: area.y0,
            bottom: area.y1,
            script: Script::Normal,
            concealed: None,
            confidence: None,
        };
        let bounds: BoundingBox = Orientation::of(self.angle).place(&word, 0).bounds;
        Region { page: self.page, bounds }
    }

    fn direction(&self) -> Direction {
        Direction { rotation: i32::from(self.angle).rem_euclid(360) as u16, ..Direction::default() }
    }

    fn row_cell(&self, cell: &PageCell, header: bool) -> RowCell {
        let (text, words) = cell_text(self.words, &cell.words, self.angle);
        RowCell {
            text,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            header,
            words,
            regions: vec![self.region(&cell.area)],
        }
    }

    /// Appends the rows of a table that was opened as `index`, and gives what a table on the next page may go on with.
    pub(crate) fn table(&self, builder: &mut DocumentBuilder, index: usize, table: &PageTable) -> OpenTable {
        let header = header_texts(self.words, table);
        if let Some(open) = builder.table_mut(index) {
            open.header_rows = table.header_rows;
            open.stub_columns = table.stub_columns;
            open.evidence = table.evidence;
            open.direction = self.direction();
            open.columns = open.columns.max(table.columns.len());
        }
        let columns = widths(table);
        self.rows(builder, index, table, 0, 0);
        let carried = Carried::of(self.words, table);
        OpenTable { index, page: self.page, angle: self.angle, rows: table.rows, columns, header, carried }
    }

    /// Appends the rows of a table that goes on with one of the page before. A header that comes again is kept as text
    /// and counted to the header cells above, not as data.
    pub(crate) fn go_on(&self, builder: &mut DocumentBuilder, open: &mut OpenTable, table: &PageTable) {
        let again = header_texts(self.words, table);
        let repeated = if !again.is_empty() && again == open.header { again.len() } else { 0 };
        for row in 0..repeated {
            let cells = || table.cells.iter().filter(|cell| cell.row == row && !cell.words.is_empty());
            let texts: Vec<(String, Vec<PlacedWord>)> =
                cells().map(|cell| cell_text(self.words, &cell.words, self.angle)).collect();
            let mut draft = Draft::new(PassageKind::Furniture, String::new()).in_table(open.index);
            for (text, words) in texts {
                if !draft.text.is_empty() {
                    draft.text.push('\t');
                }
                let start = draft.text.len();
                draft.text.push_str(&text);
                draft.words.extend(words.into_iter().map(|word| word.moved(start)));
            }
            draft.page = Some(self.page);
            draft.direction = self.direction();
            builder.passage(draft);
            for cell in cells() {
                let region = self.region(&cell.area);
                let Some(document_table) = builder.table_mut(open.index) else { continue };
                let same = |other: &&mut orfila_records::Cell| other.row == row && other.column == cell.column;
                if let Some(first) = document_table.cells.iter_mut().find(same) {
                    first.regions.push(region);
                }
            }
        }
        self.rows(builder, open.index, table, repeated, open.rows);
        open.rows += table.rows - repeated;
        open.page = self.page;
    }

    fn rows(&self, builder: &mut DocumentBuilder, index: usize, table: &PageTable, from: usize, offset: usize) {
        for row in from..table.rows {
            let header = row < table.header_rows && offset == 0;
            let cells: Vec<RowCell> =
                table.cells.iter().filter(|cell| cell.row == row).map(|cell| self.row_cell(cell, header)).collect();
            builder.placed_row(index, row - from + offset, cells, Some(self.page), self.direction());
        }
        let region = self.region(&table.area);
        if let Some(open) = builder.table_mut(index) {
            open.regions.push(region);
        }
    }
}

impl OpenTable {
    /// Its head, if text that runs `angle` degrees clockwise on `page` may go on with it.
    pub(crate) fn carried(&self, page: PageNumber, angle: i16) -> Option<&Carried> {
        self.carried.as_ref().filter(|_| page.0 == self.page.0 + 1 && angle == self.angle)
    }

    /// Whether a table on the next page goes on with this one: the same columns, and either the same header or none.
    pub(crate) fn goes_on_with(&self, place: &Place<'_>, table: &PageTable) -> bool {
        let (words, page, angle) = (place.words, place.page, place.angle);
        let header = header_texts(words, table);
        let mine = widths(table);
        let alike =
            mine.len() == self.columns.len() && mine.iter().zip(&self.columns).all(|(a, b)| (a - b).abs() < 14.0);
        let repeated = !header.is_empty() && header == self.header;
        page.0 == self.page.0 + 1
            && angle == self.angle
            && mine.len() == self.columns.len()
            && (repeated || alike && (header.is_empty() || self.header.is_empty() && header.len() <= 1))
    }
}

/// Where columns end, from the table's left edge.
fn widths(table: &PageTable) -> Vec<f32> {
    let left = table.columns.first().map_or(0.0, |column| column.u0);
    let cuts = table.columns.iter().take(table.columns.len().saturating_sub(1));
    let mut widths: Vec<f32> = cuts.map(|column| column.cut - left).collect();
    widths.extend(table.columns.last().map(|column| column.u1 - left));
    widths
}

fn header_texts(words: &Words, table: &PageTable) -> Vec<Vec<String>> {
    let row = |row: usize| {
        let cells = table.cells.iter().filter(move |cell| cell.row == row && !cell.words.is_empty());
        cells.map(|cell| cell_text(words, &cell.words, 0).0.split_whitespace().collect::<String>()).collect::<Vec<_>>()
    };
    (0..table.header_rows).map(row).collect()
}

/// A cell's text, line by line, and its words in it.
fn cell_text(words: &Words, indices: &[usize], angle: i16) -> (String, Vec<PlacedWord>) {
    let orientation = Orientation::of(angle);
    let mut text = String::new();
    let mut placed = Vec::new();
    for row in word_rows(words, indices.to_vec()) {
        let line: Line = line(words, row);
        if !text.is_empty() {
            text.push('\n');
        }
        let offset = text.len();
        // A wide gap inside a cell is no cell boundary.
        text.push_str(&line.text.replace('\t', " "));
        placed.extend(line.words.iter().map(|word| orientation.place(word, offset)));
    }
    (text, placed)
}
