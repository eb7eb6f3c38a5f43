//! Tables of JATS, HTML and CALS: spans resolved to a grid, every row one passage.

use orfila_records::{LossReason, PassageKind, Severity};

use crate::builder::{Draft, RowCell};
use crate::markup::inline::text_of;
use crate::markup::tree::{NodeId, Tree};
use crate::markup::walker::Walker;

/// Appends a table, or a wrapper of tables with label, caption and notes.
pub(crate) fn append(walker: &mut Walker<'_>, node: NodeId) {
    let tree = walker.tree;
    let grids: Vec<NodeId> = if tree.name(node) == "table-wrap" { grids(tree, node) } else { vec![node] };
    let mut caption = walker.caption_of(node);
    if grids.is_empty() {
        walker.builder.passage(Draft::new(PassageKind::Caption, caption));
        append_notes(walker, node, None);
        return;
    }
    let mut last = None;
    for grid in grids {
        let table = walker.builder.open_table();
        if tree.name(grid) != "table-wrap" && caption.is_empty() {
            caption = walker.caption_of(grid);
        }
        let draft = Draft::new(PassageKind::Caption, std::mem::take(&mut caption)).in_table(table);
        let range = walker.builder.passage(draft);
        if let Some(open) = walker.builder.table_mut(table) {
            open.caption = range;
        }
        append_rows(walker, grid, table);
        last = Some(table);
    }
    append_notes(walker, node, last);
}

/// The tables of a wrapper, one of each set of alternatives.
fn grids(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    for child in tree.children(node) {
        match tree.name(*child) {
            "table" => found.push(*child),
            "alternatives" => found.extend(tree.named(*child, &["table"]).next()),
            _ => {}
        }
    }
    found
}

fn append_notes(walker: &mut Walker<'_>, node: NodeId, table: Option<usize>) {
    let notes: Vec<NodeId> = walker.tree.named(node, &["table-wrap-foot", "fn-group", "fn"]).collect();
    for note in notes {
        walker.flow(note, PassageKind::Footnote, table);
    }
}

/// A row with its cells.
struct Row {
    cells: Vec<NodeId>,
    in_head: bool,
}

/// The rows of a table, those of nested tables left to their cells.
fn rows(tree: &Tree, table: NodeId) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut open: Vec<(NodeId, bool)> = tree.children(table).iter().rev().map(|child| (*child, false)).collect();
    while let Some((node, in_head)) = open.pop() {
        match tree.name(node) {
            "tr" | "row" => {
                rows.push(Row { cells: tree.named(node, &["td", "th", "entry"]).collect(), in_head });
            }
            "td" | "th" | "entry" | "caption" | "" => {}
            name => {
                let in_head = in_head || name == "thead";
                open.extend(tree.children(node).iter().rev().map(|child| (*child, in_head)));
            }
        }
    }
    rows
}

fn append_rows(walker: &mut Walker<'_>, node: NodeId, table: usize) {
    let tree = walker.tree;
    let columns = ColumnNames::of(tree, node);
    let mut occupied: Vec<usize> = Vec::new();
    let mut header_rows = 0;
    let mut heading = true;
    let mut stub = None;
    for (row, source) in rows(tree, node).into_iter().enumerate() {
        if source.cells.len() > walker.cells_left {
            let message = "a table has more cells than the limit allows; the rest of it was not read";
            walker.builder.counted_loss(LossReason::LimitExceeded, None, 0, message);
            walker.builder.problem(Severity::Error, "too_many_cells", message, "Raise the limit on cells.", None);
            return;
        }
        walker.cells_left -= source.cells.len();
        let all_headers = !source.cells.is_empty() && source.cells.iter().all(|cell| tree.name(*cell) == "th");
        heading &= source.in_head || (all_headers && row == 0);
        header_rows += usize::from(heading);
        let cells = place(tree, &source, &columns, &mut occupied, heading);
        // Where the first cell begins that is no header: what stands before it names the row.
        let first = cells.iter().filter(|cell| !cell.header).map(|cell| cell.column).min();
        if let Some(first) = first.filter(|_| !heading) {
            stub = Some(stub.map_or(first, |stub: usize| stub.min(first)));
        }
        walker.builder.table_row(table, row, &cells);
    }
    if let Some(open) = walker.builder.table_mut(table) {
        open.header_rows = header_rows;
        open.stub_columns = stub.unwrap_or(0);
    }
}

/// Gives each cell its column; `occupied[c]` is how many more rows a cell above reaches down in column `c`.
fn place(tree: &Tree, row: &Row, names: &ColumnNames, occupied: &mut Vec<usize>, heading: bool) -> Vec<RowCell> {
    let mut cells = Vec::with_capacity(row.cells.len());
    let mut column = 0;
    let mut fresh: Vec<(usize, usize)> = Vec::new();
    for cell in &row.cells {
        let Some(element) = tree.element(*cell) else { continue };
        while occupied.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        let (first, column_span) =
            names.span(element.attribute("namest"), element.attribute("nameend"), element.attribute("colname"));
        column = first.unwrap_or(column);
        let column_span = column_span.unwrap_or_else(|| element.span("colspan"));
        let below = element.attribute("morerows").and_then(|rows| rows.trim().parse::<usize>().ok()).unwrap_or(0);
        let row_span = element.span("rowspan").max(below.saturating_add(1)).min(1_000);
        let header = heading || row.in_head || element.name == "th";
        let text = text_of(tree, *cell).replace(['\n', '\t'], " ");
        cells.push(RowCell { row_span, column_span, ..RowCell::single(column, text, header) });
        fresh.extend((column..column + column_span).map(|column| (column, row_span)));
        column += column_span;
    }
    for rows in occupied.iter_mut() {
        *rows = rows.saturating_sub(1);
    }
    for (column, row_span) in fresh {
        if occupied.len() <= column {
            occupied.resize(column + 1, 0);
        }
        occupied[column] = occupied[column].max(row_span - 1);
    }
    cells
}

/// The column names of a CALS table, in order.
struct ColumnNames(Vec<String>);

impl ColumnNames {
    fn of(tree: &Tree, table: NodeId) -> Self {
        let mut names: Vec<String> = Vec::new();
        for node in tree.descendants(table).filter(|node| tree.name(*node) == "colspec") {
            let name = tree.element(node).and_then(|element| element.attribute("colname")).unwrap_or_default();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        Self(names)
    }

    /// First column and number of columns that names state.
    fn span(&self, first: Option<&str>, last: Option<&str>, only: Option<&str>) -> (Option<usize>, Option<usize>) {
        let place = |name: Option<&str>| self.0.iter().position(|known| Some(known.as_str()) == name);
        match (place(first), place(last)) {
            (Some(first), Some(last)) => (Some(first), Some(last.saturating_sub(first) + 1)),
            _ => (place(only), None),
        }
    }
}
