//! Small documents made by hand, for tests.

use orfila_records::identifiers::content_hash;
use orfila_records::{
    Cell, Direction, Document, DocumentFormat, DocumentId, Passage, PassageId, PassageKind, Table, TableEvidence,
    TextRange,
};

use crate::{ExtractionOutput, Extractor as _, GrammarExtractor};

/// A document under construction.
pub(crate) struct Builder(Document);

impl Builder {
    /// An empty document.
    pub(crate) fn new() -> Self {
        Self(Document {
            id: DocumentId::of_bytes(b"a document made by hand"),
            file_name: "made by hand".to_owned(),
            format: DocumentFormat::Jats,
            title: None,
            language: Some("en".to_owned()),
            text: String::new(),
            pages: Vec::new(),
            passages: Vec::new(),
            tables: Vec::new(),
            figures: Vec::new(),
            fields: Vec::new(),
            problems: Vec::new(),
            losses: Vec::new(),
        })
    }

    fn passage(&mut self, kind: PassageKind, text: &str, table: Option<usize>) -> TextRange {
        let document = &mut self.0;
        if !document.text.is_empty() {
            document.text.push('\n');
        }
        let range = TextRange::new(document.text.len(), document.text.len() + text.len());
        document.text.push_str(text);
        let id = PassageId::from_hash(&content_hash([range.start.to_string().as_bytes()])[..16]);
        document.passages.push(Passage {
            id,
            kind,
            range,
            page: None,
            section: Vec::new(),
            segments: Vec::new(),
            table,
            figure: None,
            level: None,
            direction: Direction::default(),
            hyphens: Vec::new(),
        });
        range
    }

    /// Adds a passage.
    pub(crate) fn with(mut self, kind: PassageKind, text: &str) -> Self {
        self.passage(kind, text, None);
        self
    }

    /// A table whose cells are parted by `|`; the first `headers` rows are headers.
    pub(crate) fn table(mut self, caption: &str, headers: usize, rows: &[&str]) -> Self {
        let number = self.0.tables.len();
        let caption = self.passage(PassageKind::Caption, caption, Some(number));
        let columns = rows.iter().map(|row| row.split('|').count()).max().unwrap_or(0);
        let mut cells = Vec::new();
        for (row, text) in rows.iter().enumerate() {
            let range = self.passage(PassageKind::TableRow, &text.replace('|', "\t"), Some(number));
            let mut start = range.start;
            for (column, cell) in text.split('|').enumerate() {
                let range = TextRange::new(start, start + cell.len());
                cells.push(Cell {
                    row,
                    column,
                    row_span: 1,
                    column_span: 1,
                    header: row < headers,
                    range,
                    regions: vec![],
                });
                start = range.end + 1;
            }
        }
        self.0.tables.push(Table {
            caption: Some(caption),
            rows: rows.len(),
            columns,
            header_rows: headers,
            stub_columns: 0,
            evidence: TableEvidence::Marked,
            regions: Vec::new(),
            direction: Direction::default(),
            cells,
            footnotes: Vec::new(),
        });
        self
    }

    /// The document.
    pub(crate) fn document(&self) -> &Document {
        &self.0
    }

    /// Reads it.
    pub(crate) fn read(&self) -> ExtractionOutput {
        GrammarExtractor.extract(&self.0)
    }
}
