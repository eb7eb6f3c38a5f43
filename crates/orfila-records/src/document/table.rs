//! Tables and figures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::page::Region;
use crate::document::passage::Direction;
use crate::text::TextRange;

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
    /// Its characters in [`crate::Document::text`]; empty for an empty cell.
    pub range: TextRange,
    /// The areas it takes, one a page; empty where the source has no pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its printed label and caption as characters in [`crate::Document::text`].
    pub caption: Option<TextRange>,
    /// Number of rows, header rows included.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Number of header rows at the top.
    pub header_rows: usize,
    /// Number of columns at the left that name what the row is about (the stub); 0 where not known.
    #[serde(default)]
    pub stub_columns: usize,
    /// What told that it is a table.
    #[serde(default)]
    pub evidence: TableEvidence,
    /// The areas it takes, one a page; empty where the source has no pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// How its lines run.
    #[serde(default, skip_serializing_if = "Direction::is_upright")]
    pub direction: Direction,
    /// Its cells in row-major order.
    pub cells: Vec<Cell>,
    /// Its footnotes as characters in [`crate::Document::text`].
    pub footnotes: Vec<TextRange>,
}

/// What told that a stretch of a document is a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableEvidence {
    /// The source marks its rows and cells (JATS, HTML, CSV, XLSX).
    #[default]
    Marked,
    /// Lines or filled areas around all cells.
    Ruled,
    /// Lines or filled areas between some rows or columns.
    PartlyRuled,
    /// Aligned words alone.
    Aligned,
}

/// An image or a drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it is made of.
    pub kind: FigureKind,
    /// Where it stands; `None` where the source has no pages.
    pub region: Option<Region>,
    /// Its printed label and caption as characters in [`crate::Document::text`].
    pub caption: Option<TextRange>,
    /// What the source calls it (an XObject's name, the address of an image), if anything.
    pub name: Option<String>,
}

/// What a figure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// One or more pixel images.
    Image,
    /// Lines and curves.
    Drawing,
}
