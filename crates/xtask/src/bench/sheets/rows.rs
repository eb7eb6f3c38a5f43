//! Rows of found tables against the rows that were printed.

use unicode_normalization::UnicodeNormalization as _;

use crate::bench::tables::form::FoundTable;
use crate::sheets::{Break, CellLine};

/// A row's texts, column by column.
pub(crate) type Row = Vec<String>;

/// The rows of a table; rows and columns that are empty as a whole are left out.
pub(crate) fn of_table(table: &FoundTable) -> Vec<Row> {
    let table = table.compacted();
    let columns = table.cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
    let mut rows: Vec<Row> = Vec::new();
    for cell in &table.cells {
        while rows.len() <= cell.row {
            rows.push(vec![String::new(); columns]);
        }
        rows[cell.row][cell.column] = spaced(&cell.text);
    }
    rows
}

/// White space of any kind and length is one space; compatibility characters are unified.
pub(crate) fn spaced(text: &str) -> String {
    let unified: String = text.nfkc().collect();
    unified.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell as it reads without line breaks.
pub(crate) fn read(cell: &[CellLine]) -> String {
    let mut text = String::new();
    for line in cell {
        let kept = if line.then == Break::Hyphenation { line.text.trim_end_matches('-') } else { &line.text };
        text.push_str(kept);
        text.push_str(if line.then == Break::Space { " " } else { "" });
    }
    text
}

/// Whether a found row is the printed one, cell by cell.
pub(crate) fn same(found: &Row, printed: &[Vec<CellLine>]) -> bool {
    found.len() == printed.len() && found.iter().zip(printed).all(|(found, printed)| is(found, printed))
}

/// Whether a found text is a printed cell's: where a line ends with a hyphen, the hyphen may be kept, with or without
/// a space after it; a hyphen that the break put there may also be left out.
fn is(found: &str, printed: &[CellLine]) -> bool {
    let mut open = vec![found];
    for line in printed {
        let text = spaced(&line.text);
        let ends: &[&str] = match line.then {
            Break::Space => &[" "],
            Break::Hyphen | Break::Hyphenation => &["", " "],
            Break::End => &[""],
        };
        let bare = text.strip_suffix('-').filter(|_| line.then == Break::Hyphenation);
        let mut next = Vec::new();
        for rest in open {
            next.extend(ends.iter().filter_map(|end| rest.strip_prefix(text.as_str())?.strip_prefix(end)));
            next.extend(bare.and_then(|bare| rest.strip_prefix(bare)));
        }
        open = next;
    }
    open.iter().any(|rest| rest.is_empty())
}

/// The longest list of pairs (found, printed) of same rows in the order of both.
pub(crate) fn in_order(found: &[Row], printed: &[Vec<Vec<CellLine>>]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; printed.len() + 1]; found.len() + 1];
    for mine in (0..found.len()).rev() {
        for theirs in (0..printed.len()).rev() {
            let skip = longest[mine + 1][theirs].max(longest[mine][theirs + 1]);
            let take = if same(&found[mine], &printed[theirs]) { longest[mine + 1][theirs + 1] + 1 } else { 0 };
            longest[mine][theirs] = skip.max(take);
        }
    }
    let (mut mine, mut theirs, mut pairs) = (0, 0, Vec::new());
    while mine < found.len() && theirs < printed.len() {
        if same(&found[mine], &printed[theirs]) && longest[mine][theirs] == longest[mine + 1][theirs + 1] + 1 {
            pairs.push((mine, theirs));
            (mine, theirs) = (mine + 1, theirs + 1);
        } else if longest[mine + 1][theirs] >= longest[mine][theirs + 1] {
            mine += 1;
        } else {
            theirs += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lines: &[(&str, Break)]) -> Vec<CellLine> {
        lines.iter().map(|(text, then)| CellLine { text: (*text).to_owned(), then: *then }).collect()
    }

    #[test]
    fn hyphens_at_breaks_may_be_kept_and_only_added_ones_left_out() {
        let name = cell(&[("2-Methoxy-", Break::Hyphen), ("1-methyl-", Break::Hyphenation), ("ethyl", Break::End)]);
        for (found, expected) in [
            ("2-Methoxy-1-methylethyl", true),
            ("2-Methoxy- 1-methyl- ethyl", true),
            ("2-Methoxy-1-methyl-ethyl", true),
            ("2-Methoxy1-methylethyl", false),
            ("2-Methoxy-1-methyl", false),
            ("2-Methoxy-1-methylethyl a", false),
            ("", false),
        ] {
            assert_eq!(is(found, &name), expected, "{found}");
        }
        assert_eq!(read(&name), "2-Methoxy-1-methylethyl");
        assert!(is("", &[]) && !is("-", &[]));
    }

    #[test]
    fn rows_are_same_cell_by_cell_and_in_order() {
        let row = |texts: [&str; 2]| texts.map(|text| cell(&[(text, Break::End)])).to_vec();
        let printed = [row(["a", "1"]), row(["b", "2"]), row(["c", "3"])];
        let found = |rows: &[[&str; 2]]| rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect::<Vec<Row>>();
        assert_eq!(in_order(&found(&[["h", "%"], ["a", "1"], ["b", "9"], ["c", "3"]]), &printed), [(1, 0), (3, 2)]);
        assert_eq!(in_order(&found(&[["c", "3"], ["a", "1"]]), &printed).len(), 1);
        assert!(!same(&vec!["a".into(), "1".into(), String::new()], &printed[0]));
    }
}
