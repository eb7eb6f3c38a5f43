//! Comma-, semicolon-, tab- or bar-separated values: the delimiter is found, the first row is the header if it reads as one.

use orfila_records::{Document, DocumentFormat, LossReason, Severity};

use crate::builder::{DocumentBuilder, RowCell};
use crate::plain;
use crate::{Limits, ReadError};

/// Reads separated values as one table.
pub(crate) fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Document, ReadError> {
    let (text, encoding) = plain::decode(bytes);
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Csv);
    plain::note_encoding(&mut builder, &text, encoding);
    let mut rows = Vec::new();
    let mut cells_left = limits.cells;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Damaged { reason: error.to_string() })?;
        if record.len() > cells_left {
            let message = format!("rows after row {} are past the limit on cells and were not read", rows.len());
            builder.counted_loss(LossReason::LimitExceeded, None, 0, &message);
            builder.problem(
                Severity::Error,
                "too_many_cells",
                message,
                "Raise the limit on cells, or split the file.",
                None,
            );
            break;
        }
        cells_left -= record.len();
        rows.push(record.iter().map(clean).collect::<Vec<String>>());
    }
    let headed = is_header(&rows);
    append_table(&mut builder, &rows, usize::from(headed));
    if !builder.has_text() {
        return Err(ReadError::NoText { pages: 0, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

/// Appends rows of texts as a table whose first `header_rows` rows are headers.
pub(crate) fn append_table(builder: &mut DocumentBuilder, rows: &[Vec<String>], header_rows: usize) -> usize {
    let table = builder.open_table();
    for (row, texts) in rows.iter().enumerate() {
        let header = row < header_rows;
        let cells: Vec<RowCell> =
            texts.iter().enumerate().map(|(column, text)| RowCell::single(column, text.clone(), header)).collect();
        builder.table_row(table, row, &cells);
    }
    if let Some(open) = builder.table_mut(table) {
        open.header_rows = header_rows.min(rows.len());
    }
    table
}

/// A cell on one line, so that tabs and line breaks keep their meaning in a document's text.
pub(crate) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The delimiter that cuts the first lines into most equal pieces; quoted text does not count.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let score = |delimiter: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count_outside_quotes(line, delimiter)).collect();
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == first).count();
        if first == 0 { 0 } else { alike * 100 + first.min(99) }
    };
    let candidates = [b',', b';', b'\t', b'|'];
    candidates.into_iter().rev().max_by_key(|candidate| score(*candidate)).unwrap_or(b',')
}

fn count_outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == delimiter
        })
        .count()
}

/// A first row is a header if all its cells are words and a later row has a cell that is a number.
pub(crate) fn is_header(rows: &[Vec<String>]) -> bool {
    let numeric = |text: &String| {
        text.starts_with(|first: char| first.is_ascii_digit() || "<>~-".contains(first))
            && text.bytes().any(|byte| byte.is_ascii_digit())
    };
    let Some((first, rest)) = rows.split_first() else { return false };
    let filled = first.iter().filter(|cell| !cell.is_empty()).count();
    let worded = filled * 2 > first.len() && !first.iter().any(numeric);
    let distinct = first.iter().enumerate().all(|(at, cell)| cell.is_empty() || !first[..at].contains(cell));
    worded && distinct && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use orfila_records::PassageKind;

    #[test]
    fn delimiters_are_found() {
        for (text, expected) in [
            ("a,b\n1,2", b','),
            ("name;value\nx;1,5\ny;2,5", b';'),
            ("a\tb\n1\t2", b'\t'),
            ("\"a,b\";c\n\"d\";e", b';'),
            ("single\ncolumn", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn rows_become_passages_and_cells() {
        let bytes = b"Name,CAS,\"Amount, t\"\nBenzene,71-43-2,100\n\"Acid, acetic\",64-19-7,\n";
        let document = read(bytes, "a.csv", &Limits::default()).expect("a table");
        let table = &document.tables[0];
        assert_eq!((table.rows, table.columns, table.header_rows, table.cells.len()), (3, 3, 1, 9));
        assert_eq!(document.passage_text(&document.passages[1]), "Benzene\t71-43-2\t100");
        assert!(
            document.passages.iter().all(|passage| passage.kind == PassageKind::TableRow && passage.table == Some(0))
        );
        let cell = &table.cells[6];
        assert_eq!(cell.range.slice(&document.text), Some("Acid, acetic"));
        assert!(table.cells[8].range.is_empty());
    }

    #[test]
    fn the_limit_on_cells_is_kept_and_said() {
        let limits = Limits { cells: 4, ..Limits::default() };
        let document = read(b"a,b\n1,2\n3,4\n", "a.csv", &limits).expect("a table");
        assert_eq!(document.tables[0].rows, 2);
        assert_eq!(document.problems[0].code, "too_many_cells");
    }
}
