//! Our reader's results in the neutral forms.

use std::path::Path;

use anyhow::Context as _;
use orfila_documents::Limits;
use orfila_records::{Cell, Document, Table};

use super::tables::form::{FoundCell, FoundTable};

/// Reads a file as `orfila read` does.
pub(crate) fn read(path: &Path) -> anyhow::Result<Document> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read_bytes(&bytes, &name)
}

/// Reads a file's bytes as `orfila read` does.
pub(crate) fn read_bytes(bytes: &[u8], name: &str) -> anyhow::Result<Document> {
    orfila_documents::read(bytes, name, &Limits::default()).with_context(|| format!("cannot read {name}"))
}

/// A document's tables.
pub(crate) fn tables(document: &Document) -> Vec<FoundTable> {
    document.tables.iter().map(|table| found(document, table)).collect()
}

fn found(document: &Document, table: &Table) -> FoundTable {
    let stated = table.regions.first().map(|region| region.page);
    let start = table.cells.iter().find(|cell| !cell.range.is_empty()).map(|cell| cell.range.start);
    let passage = || document.passage_at(start?)?.page;
    let page = stated.or_else(passage).map_or(1, |page| page.0);
    FoundTable { page, cells: table.cells.iter().map(|cell| found_cell(document, cell)).collect() }
}

fn found_cell(document: &Document, cell: &Cell) -> FoundCell {
    FoundCell {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        text: cell.range.slice(&document.text).unwrap_or_default().to_owned(),
        pages: cell.regions.iter().map(|region| region.page.0).collect(),
    }
}
