//! A document as Orfila sees it: one text in reading order, cut into passages that know where they stand.

mod page;
mod passage;
mod problem;
mod table;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::identifiers::DocumentId;
use crate::ledger::{Coverage, Loss};
use crate::text::{BoundingBox, PageNumber, TextRange};

pub use page::{Page, PageOutcome, Region, TextSource};
pub use passage::{Concealment, Direction, Field, Passage, PassageKind, Script, Segment};
pub use problem::{Problem, Severity};
pub use table::{Cell, Figure, FigureKind, Table, TableEvidence};

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
    /// A picture of a page (PNG, JPEG), or of several (TIFF).
    Image,
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
    /// Figures in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Labels and values of forms, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
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
                hidden |= segment.hidden.is_some();
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

    /// The characters of a stretch as they read without line breaks: hyphens that only a line break put there are left
    /// out, other line breaks are spaces; there is none after a printed hyphen and between ideographs.
    #[must_use]
    pub fn joined(&self, range: TextRange) -> String {
        let mut text = String::with_capacity(range.len());
        let mut from = range.start;
        let after = self.passages.partition_point(|passage| passage.range.end <= range.start);
        let passages = self.passages.get(after..).unwrap_or_default();
        let within = passages.iter().take_while(|passage| passage.range.start < range.end);
        for hyphen in within.flat_map(|passage| &passage.hyphens).filter(|hyphen| range.contains(**hyphen)) {
            text.push_str(self.text.get(from..hyphen.start).unwrap_or_default());
            from = hyphen.end;
        }
        text.push_str(self.text.get(from..range.end).unwrap_or_default());
        without_breaks(&text)
    }

    /// How many characters were read, how many stand in passages and how many were left out, and why.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::of(self)
    }
}

/// Line breaks as spaces; none after a hyphen that parts one word or number, none between ideographs.
fn without_breaks(text: &str) -> String {
    const COORDINATING: [&str; 9] = ["and", "or", "to", "und", "oder", "bis", "et", "ou", "y"];
    let mut joined = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        let mut before = joined.chars().rev();
        let (last, last_but_one) = (before.next(), before.next());
        let first = line.chars().next();
        let dense = last.is_some_and(is_ideographic) && first.is_some_and(is_ideographic);
        let word = line.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
        let parted = matches!(last, Some('-' | '\u{2010}' | '\u{2011}'))
            && last_but_one.is_some_and(char::is_alphanumeric)
            && !word.is_empty()
            && !COORDINATING.contains(&word);
        if index > 0 && !dense && !parted {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// Chinese characters, kana and their punctuation.
fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{2FFFF}')
}

/// Two boxes are on one line if they share more than half of the lower one's height.
fn same_line(a: &BoundingBox, b: &BoundingBox) -> bool {
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    shared > 0.5 * a.height().min(b.height())
}
