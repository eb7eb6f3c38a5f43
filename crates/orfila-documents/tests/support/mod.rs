//! What every document must keep.

use orfila_records::{Document, TextRange};

/// Fails if the document breaks its invariant: every byte in exactly one passage or the line break between two, all
/// ranges on character boundaries, segments within their passages and in order, cells within the text.
pub(crate) fn check(document: &Document) {
    let name = &document.file_name;
    let fits = |range: TextRange| range.slice(&document.text).is_some();
    let mut end = 0;
    for (index, passage) in document.passages.iter().enumerate() {
        let gap = &document.text[end..passage.range.start];
        assert_eq!(gap, if index == 0 { "" } else { "\n" }, "{name}: passage {index}");
        assert!(fits(passage.range) && !passage.range.is_empty(), "{name}: passage {index} {:?}", passage.range);
        let mut last = passage.range.start;
        for segment in &passage.segments {
            assert!(fits(segment.range) && passage.range.contains(segment.range), "{name}: {segment:?}");
            assert!(segment.range.start >= last, "{name}: segments overlap at {segment:?}");
            let bounds = &segment.bounds;
            assert!(
                bounds.width() >= 0.0 && bounds.height() > 0.0 && bounds.width().is_finite(),
                "{name}: {segment:?}"
            );
            last = segment.range.end;
        }
        assert!(passage.table.is_none_or(|table| table < document.tables.len()), "{name}: passage {index}");
        end = passage.range.end;
    }
    assert_eq!(end, document.text.len(), "{name}: text after the last passage");
    for table in &document.tables {
        for cell in &table.cells {
            assert!(fits(cell.range), "{name}: {cell:?}");
            assert!(cell.row < table.rows && cell.column + cell.column_span <= table.columns, "{name}: {cell:?}");
        }
        assert!(table.caption.iter().chain(&table.footnotes).all(|range| fits(*range)), "{name}");
        assert!(table.header_rows <= table.rows, "{name}");
    }
    assert_eq!(document.coverage().unexplained, 0, "{name}");
}
