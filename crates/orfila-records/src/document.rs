//! A document as Orfila sees it: one text in reading order, cut into passages that know where they stand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::identifiers::{DocumentId, PassageId};
use crate::ledger::{Coverage, Loss};
use crate::text::{BoundingBox, PageNumber, TextRange};

/// The kind of file a document was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// Portable Document Format.
    Pdf,
    /// Journal Article Tag Suite XML (and NLM XML before it).
    Jats,
    /// Any other XML: read element by element.
    Xml,
    /// HTML.
    Html,
    /// Plain text.
    Text,
    /// Comma-, semicolon- or tab-separated values.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "state", content = "reason")]
pub enum PageOutcome {
    /// The page's text was read.
    Read,
    /// The page holds no text and no image.
    Blank,
    /// The page holds an image and no text: it needs optical character recognition.
    Scanned,
    /// The page could not be read; the reason is in words.
    Unreadable(String),
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its number, from 1.
    pub number: PageNumber,
    /// Width in points as a reader sees it, that is after rotation.
    pub width: f32,
    /// Height in points as a reader sees it.
    pub height: f32,
    /// What became of it.
    pub outcome: PageOutcome,
}

/// A word (or, where the source has no words, a run) with its place on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its characters in [`Document::text`].
    pub range: TextRange,
    /// The page it stands on.
    pub page: PageNumber,
    /// Its box on that page.
    pub bounds: BoundingBox,
    /// Whether a reader of the page cannot see it (white, render mode 3, off the page, tiny).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// What a passage is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// The document's title.
    Title,
    /// A heading.
    Heading,
    /// Running text. In PDF passages a line break is `\n` and a wide gap inside a line (a cell or column boundary) is `\t`.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// The caption of a table or figure.
    Caption,
    /// One row of a table; its cells are separated by `\t` and listed in [`Document::tables`].
    TableRow,
    /// A footnote, of a page or of a table.
    Footnote,
    /// A bibliographic reference.
    Reference,
    /// A running head, running foot or page number.
    Furniture,
}

/// A stretch of a document's text that belongs together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Content hash of document and range.
    pub id: PassageId,
    /// What it is on the page.
    pub kind: PassageKind,
    /// Its characters in [`Document::text`].
    pub range: TextRange,
    /// The page it begins on; `None` where the source has no pages.
    pub page: Option<PageNumber>,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// Words with their boxes, in text order; empty where the source has no pages.
    pub segments: Vec<Segment>,
    /// The table a row or caption belongs to, as an index into [`Document::tables`].
    pub table: Option<usize>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Row, base 0.
    pub row: usize,
    /// First column, base 0.
    pub column: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Columns covered, at least 1.
    pub column_span: usize,
    /// Whether it is a header cell.
    pub header: bool,
    /// Its characters in [`Document::text`]; empty for an empty cell.
    pub range: TextRange,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its printed label and caption as characters in [`Document::text`].
    pub caption: Option<TextRange>,
    /// Number of rows, header rows included.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Number of header rows at the top.
    pub header_rows: usize,
    /// Its cells in row-major order.
    pub cells: Vec<Cell>,
    /// Its footnotes as characters in [`Document::text`].
    pub footnotes: Vec<TextRange>,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was lost or is doubtful; the rest stands.
    Warning,
    /// The document or a page of it could not be read.
    Error,
}

/// Something that went wrong while reading, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for machines, for example `encrypted`, `no_pages`, `not_a_pdf`, `scanned_page`.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What the user can do.
    pub remedy: String,
    /// The page it happened on.
    pub page: Option<PageNumber>,
}

/// A document: its text in reading order and everything known about where that text stands.
///
/// Invariant: every byte of `text` is inside exactly one passage, or is the single `\n` between two passages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// SHA-256 of the file's bytes.
    pub id: DocumentId,
    /// The file's name, without its folder.
    pub file_name: String,
    /// What kind of file it is.
    pub format: DocumentFormat,
    /// Its title, where the source states one.
    pub title: Option<String>,
    /// Its language as a two-letter ISO 639-1 code, where stated or clear.
    pub language: Option<String>,
    /// All passages in reading order, joined by `\n`.
    pub text: String,
    /// Pages; empty where the source has none.
    pub pages: Vec<Page>,
    /// Passages in text order.
    pub passages: Vec<Passage>,
    /// Tables in text order.
    pub tables: Vec<Table>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// What the reader saw and did not put into `text`, each with its reason.
    pub losses: Vec<Loss>,
}

impl Document {
    /// The characters of a passage.
    #[must_use]
    pub fn passage_text(&self, passage: &Passage) -> &str {
        passage.range.slice(&self.text).unwrap_or_default()
    }

    /// The passage that holds the byte at `offset`.
    #[must_use]
    pub fn passage_at(&self, offset: usize) -> Option<&Passage> {
        let after = self.passages.partition_point(|passage| passage.range.start <= offset);
        let passage = self.passages.get(after.checked_sub(1)?)?;
        (offset < passage.range.end).then_some(passage)
    }

    /// Page and boxes (one a line) under a stretch of text, and whether any of it is hidden from readers.
    #[must_use]
    pub fn boxes(&self, range: TextRange) -> (Option<PageNumber>, Vec<BoundingBox>, bool) {
        let first = self.passages.partition_point(|passage| passage.range.end <= range.start);
        let mut page = None;
        let mut hidden = false;
        let mut boxes: Vec<BoundingBox> = Vec::new();
        for passage in self.passages[first..].iter().take_while(|passage| passage.range.start < range.end) {
            page = page.or(passage.page);
            for segment in passage.segments.iter().filter(|segment| segment.range.overlaps(range)) {
                if boxes.is_empty() {
                    page = Some(segment.page);
                }
                if Some(segment.page) != page {
                    continue;
                }
                hidden |= segment.hidden;
                match boxes.last_mut().filter(|last| same_line(last, &segment.bounds)) {
                    Some(last) => *last = last.cover(segment.bounds),
                    None => boxes.push(segment.bounds),
                }
            }
        }
        (page, boxes, hidden)
    }

    /// Evidence for `field` from the characters at `range`, grounded as `exact`.
    ///
    /// Returns `None` if the range does not fit the text.
    #[must_use]
    pub fn evidence(&self, field: &str, range: TextRange) -> Option<Evidence> {
        let quote = range.slice(&self.text)?;
        let (page, boxes, hidden) = self.boxes(range);
        Some(Evidence::new(self, field, quote, range, page, boxes, hidden))
    }

    /// How many characters were read, how many stand in passages and how many were left out, and why.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::of(self)
    }
}

/// Two boxes are on one line if they share more than half of the lower one's height.
fn same_line(a: &BoundingBox, b: &BoundingBox) -> bool {
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    shared > 0.5 * a.height().min(b.height())
}
