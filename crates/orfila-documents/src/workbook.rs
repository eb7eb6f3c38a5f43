//! Office Open XML workbooks: every sheet a heading and a table, numbers as they were typed.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use orfila_records::{Document, DocumentFormat, LossReason, PassageKind, Severity};

use crate::builder::{DocumentBuilder, Draft};
use crate::delimited::{append_table, clean, is_header};
use crate::outline::Rank;
use crate::{Limits, ReadError};

/// Reads all sheets of a workbook.
pub(crate) fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Document, ReadError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let names = workbook.sheet_names();
    if names.is_empty() {
        return Err(ReadError::NoPages);
    }
    let mut builder = DocumentBuilder::new(bytes, file_name, DocumentFormat::Xlsx);
    let mut cells_left = limits.cells;
    for name in names {
        match sheet(&mut workbook, &name, cells_left) {
            Ok(rows) => {
                cells_left = cells_left.saturating_sub(rows.iter().map(Vec::len).sum());
                append_sheet(&mut builder, &name, &rows);
            }
            Err(reason) => {
                let message = format!("sheet `{name}`: {reason}");
                builder.counted_loss(LossReason::UnreadablePage, None, 0, &message);
                let remedy = "Open the workbook, save it anew and read the new file, or raise the limit on cells.";
                builder.problem(Severity::Error, "unreadable_sheet", message, remedy, None);
            }
        }
    }
    if builder.tables() == 0 {
        return Err(ReadError::NoText { pages: 0, scanned: Vec::new() });
    }
    Ok(builder.finish())
}

fn refusal(error: calamine::XlsxError) -> ReadError {
    match error {
        calamine::XlsxError::Password => ReadError::Encrypted { reason: error.to_string() },
        _ => ReadError::Damaged { reason: error.to_string() },
    }
}

/// A sheet's rows, cut to the area that is used. The cells are counted before the area is laid out, because one cell
/// at the far corner of an empty sheet spans seventeen thousand million of them.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, cells_left: usize) -> Result<Vec<Vec<String>>, String> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
        let value = Data::from(cell.get_value().clone());
        if value != Data::Empty {
            found.push(calamine::Cell::new(cell.get_position(), value));
        }
        if found.len() > cells_left {
            return Err(format!("it has more than {cells_left} cells"));
        }
    }
    let rows = found.iter().map(|cell| cell.get_position().0);
    let columns = found.iter().map(|cell| cell.get_position().1);
    let extent = |low: Option<u32>, high: Option<u32>| low.zip(high).map_or(0, |(low, high)| (high - low) as usize + 1);
    let area = extent(rows.clone().min(), rows.max()).saturating_mul(extent(columns.clone().min(), columns.max()));
    if area > cells_left {
        return Err(format!("its used area spans {area} cells, {cells_left} are allowed"));
    }
    found.sort_by_key(calamine::Cell::get_position);
    Ok(laid_out(&Range::from_sparse(found)))
}

fn laid_out(range: &Range<Data>) -> Vec<Vec<String>> {
    range.rows().map(|row| row.iter().map(|value| clean(&shown(value))).collect()).collect()
}

/// A value as text. Numbers keep the shortest digits that give the same number, as they were typed.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        other => other.to_string(),
    }
}

fn append_sheet(builder: &mut DocumentBuilder, name: &str, rows: &[Vec<String>]) {
    if rows.iter().flatten().all(String::is_empty) {
        return;
    }
    builder.outline.enter(Rank::Depth(1), name);
    builder.passage(Draft::new(PassageKind::Heading, clean(name)));
    append_table(builder, rows, usize::from(is_header(rows)));
}
