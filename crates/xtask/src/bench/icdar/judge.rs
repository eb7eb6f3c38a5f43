//! Compares the tables of a document with the ground truth.

use crate::bench::score::Counts;
use crate::bench::tables::adjacency::{Comparison, Relations, counts, relations, size, without};
use crate::bench::tables::form::FoundTable;

/// A table with its page and relations.
struct Related {
    page: u32,
    relations: Relations,
}

/// The result of one document.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Relations.
    pub(crate) counts: Counts,
    /// Relations of those tables found that are a wanted one.
    pub(crate) paired: Counts,
    /// Tables wanted, of them found with at least half of their relations, and found tables that are no wanted one.
    pub(crate) tables: (usize, usize, usize),
    /// What is wrong, in words.
    pub(crate) errors: Vec<String>,
}

/// The result against that reading of the ground truth that fits best.
pub(crate) fn best(found: &[FoundTable], readings: &[Vec<FoundTable>], comparison: Comparison) -> Judged {
    let judged = readings.iter().map(|wanted| judge(found, wanted, comparison));
    judged.reduce(|best, next| if next.counts.f1() > best.counts.f1() { next } else { best }).unwrap_or_default()
}

/// Every wanted table is given the found table of its page with the most right relations, best pairs first; each found
/// table is given away once. Relations of found tables that are left over are wrong.
pub(crate) fn judge(found: &[FoundTable], wanted: &[FoundTable], comparison: Comparison) -> Judged {
    let (found, wanted) = (related(found, comparison), related(wanted, comparison));
    let pairs = pairs(&found, &wanted);
    let mut judged = Judged::default();
    judged.counts.found = found.iter().map(|table| size(&table.relations)).sum();
    judged.counts.wanted = wanted.iter().map(|table| size(&table.relations)).sum();
    judged.tables.0 = wanted.len();
    for (at, table) in wanted.iter().enumerate() {
        let mate = pairs.iter().find(|(_, mine)| *mine == at).and_then(|(theirs, _)| found.get(*theirs));
        let of = mate.map(|mate| counts(&mate.relations, &table.relations)).unwrap_or_default();
        judged.counts.right += of.right;
        judged.paired = judged.paired.and(of);
        judged.tables.1 += usize::from(of.right * 2 >= of.wanted.max(1));
        judged.errors.extend(wrong(at, table, mate));
    }
    for (at, table) in found.iter().enumerate().filter(|(at, _)| pairs.iter().all(|(theirs, _)| theirs != at)) {
        judged.tables.2 += 1;
        let all = size(&table.relations);
        judged.errors.push(format!("page {}: found table {} is no wanted table ({all} relations)", table.page, at + 1));
        judged.errors.extend(table.relations.keys().take(4).map(|relation| format!("    invented {relation}")));
    }
    judged
}

fn related(tables: &[FoundTable], comparison: Comparison) -> Vec<Related> {
    let parts = tables.iter().flat_map(FoundTable::by_page);
    let related = parts.map(|table| Related { page: table.page, relations: relations(&table, comparison) });
    related.filter(|table| !table.relations.is_empty()).collect()
}

/// Pairs of a found and a wanted table.
fn pairs(found: &[Related], wanted: &[Related]) -> Vec<(usize, usize)> {
    let mut fits = Vec::new();
    for (mine, table) in wanted.iter().enumerate() {
        for (theirs, other) in found.iter().enumerate().filter(|(_, other)| other.page == table.page) {
            let right = counts(&other.relations, &table.relations).right;
            if right > 0 {
                fits.push((std::cmp::Reverse(right), mine, theirs));
            }
        }
    }
    fits.sort();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, mine, theirs) in fits {
        if pairs.iter().all(|pair| pair.0 != theirs && pair.1 != mine) {
            pairs.push((theirs, mine));
        }
    }
    pairs
}

fn wrong(at: usize, table: &Related, mate: Option<&Related>) -> Vec<String> {
    let Some(mate) = mate else {
        let all = size(&table.relations);
        return vec![format!("page {}: wanted table {} was not found ({all} relations)", table.page, at + 1)];
    };
    let missed = without(&table.relations, &mate.relations);
    let invented = without(&mate.relations, &table.relations);
    if missed.is_empty() && invented.is_empty() {
        return Vec::new();
    }
    let (right, all) = (counts(&mate.relations, &table.relations).right, size(&table.relations));
    let head = format!(
        "page {}: wanted table {}: {right} of {all} relations, {} too many",
        table.page,
        at + 1,
        size(&invented)
    );
    let missed = missed.into_keys().map(|relation| format!("    missed   {relation}"));
    let invented = invented.into_keys().map(|relation| format!("    invented {relation}"));
    std::iter::once(head).chain(missed).chain(invented).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tables::form::FoundCell;

    fn table(page: u32, rows: &[&[&str]]) -> FoundTable {
        let mut cells = Vec::new();
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                let text = (*text).to_owned();
                cells.push(FoundCell { row, column, row_span: 1, column_span: 1, text, pages: Vec::new() });
            }
        }
        FoundTable { page, cells }
    }

    #[test]
    fn a_table_on_another_page_is_wrong_and_an_extra_one_costs_precision() {
        let wanted = [table(2, &[&["a", "b"], &["c", "d"]])];
        let right = judge(&wanted, &wanted, Comparison::Characters);
        assert_eq!(right.counts, Counts { right: 4, found: 4, wanted: 4 });
        assert!(right.errors.is_empty());
        let elsewhere = judge(&[table(1, &[&["a", "b"], &["c", "d"]])], &wanted, Comparison::Characters);
        assert_eq!(elsewhere.counts, Counts { right: 0, found: 4, wanted: 4 });
        let both = [wanted[0].clone(), table(2, &[&["x", "y"]])];
        let extra = judge(&both, &wanted, Comparison::Characters);
        assert_eq!(extra.counts, Counts { right: 4, found: 5, wanted: 4 });
        assert_eq!((extra.paired.f1(), extra.tables), (1.0, (1, 1, 1)));
    }

    #[test]
    fn the_better_reading_counts() {
        let found = [table(1, &[&["a", "b"]])];
        let readings = [vec![table(1, &[&["a b", "c"]])], vec![table(1, &[&["a", "b"]])]];
        assert_eq!(best(&found, &readings, Comparison::Characters).counts.f1(), 1.0);
    }
}
