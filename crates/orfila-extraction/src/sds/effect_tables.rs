//! Tables of effect values in sections 11 and 12: components in rows with endpoints in the header, or one study a row.

use std::collections::HashMap;
use std::sync::LazyLock;

use orfila_records::{SubstanceRole, TextRange, units};
use regex::Regex;

use super::casrns;
use super::effect_entries::{Entry, Header, endpoints_in, entries, fits};
use super::effects::{Places, claim};
use super::names::Names;
use crate::claims::Context;
use crate::reports::grid::{Grid, GridCell};

static SUBSTANCE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:chemical|component|ingredient|substance|product\s*/\s*ingredient|hazardous|material|name|common\s+name|stoff|bestandteil|inhaltsstoff|bezeichnung|composant|nom|constituant|componente|nombre|sustancia|ingrediente)",
    )
});
static SPECIES: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)species|organism|spezies|tierart|\bart\b|esp[èe]ce|especie|organismo|animal"));
static ROUTE: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)route|expositionsweg|aufnahmeweg|voie|v[íi]a\b|application|exposure$"));
static DURATION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)exposure|duration|time|dauer|zeit|dur[ée]e|duraci[óo]n|tiempo|exposici[óo]n"));
static NO_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\bcas\b|method|methode|m[ée]thode|m[ée]todo|source|quelle|remark|guideline|m[\s-]?factor|iarc|ntp|osha",
    )
});

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("header patterns are constant and tested")
}

/// What a column holds, by its header.
#[derive(Debug, Clone, Default)]
struct Column {
    headers: Vec<TextRange>,
    header: Header,
    substance: bool,
    species: bool,
    route: bool,
    duration: bool,
    aside: bool,
}

/// Reads the table; says how many values it claimed. `substance` is the one of the heading above.
pub(super) fn read(
    context: &mut Context<'_>,
    names: &Names,
    grid: &Grid,
    substance: usize,
    ecology: bool,
    above: &[TextRange],
) -> usize {
    let columns: Vec<Column> = (0..grid.columns).map(|column| read_header(context, grid, column)).collect();
    let before = context.claims.len();
    let mut current = substance;
    let mut section: Option<TextRange> = None;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in grid.header_rows.min(grid.rows())..grid.rows() {
        let cells: Vec<GridCell> = grid.row(row).into_iter().filter(|cell| cell.row == row).copied().collect();
        if let [only] = cells.as_slice()
            && endpoints_in(context, only.range).is_empty()
            && context.quantities(only.range).iter().all(|found| found.unit.is_none())
        {
            current = names.exactly(context.text(only.range)).or_else(|| known(context, only.range)).unwrap_or(current);
            section = Some(only.range);
            continue;
        }
        current = row_substance(context, names, &columns, &cells, current, &mut seen);
        let rows = row_entries(context, &columns, &cells);
        for (column, entry) in rows {
            let own = names.mentioned(context, entry.local).filter(|_| !columns.iter().any(|column| column.substance));
            let places = places(context, &columns, &cells, column, &entry, section, above, ecology);
            claim(context, own.unwrap_or(current), &entry, &places);
        }
    }
    context.claims.len() - before
}

fn known(context: &Context<'_>, range: TextRange) -> Option<usize> {
    casrns(context, range).iter().find_map(|(casrn, _)| context.substances.with_casrn(casrn))
}

fn read_header(context: &Context<'_>, grid: &Grid, column: usize) -> Column {
    let headers = grid.column_headers(column);
    let last = headers.last().map_or("", |header| context.text(*header).trim());
    let endpoint = headers.iter().rev().find_map(|header| endpoints_in(context, *header).into_iter().next());
    let unit = headers.iter().rev().find_map(|header| unit_in(context, *header));
    let named = |pattern: &Regex| pattern.is_match(last);
    let plain = endpoint.is_none();
    Column {
        substance: plain && named(&SUBSTANCE),
        species: plain && named(&SPECIES),
        route: plain && named(&ROUTE),
        duration: plain && named(&DURATION),
        aside: plain && named(&NO_VALUE),
        header: Header { endpoint, unit },
        headers,
    }
}

/// A unit in brackets or at the end of a header: `Value (mg/l)`, `LD50 oral, mg/kg`.
fn unit_in(context: &Context<'_>, header: TextRange) -> Option<TextRange> {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"(?:[(\[,]\s*|\s)(?P<unit>(?:[µμumnk]?g\s?/\s?(?:kg|l|L|m3|m³|mL|ml)(?:\s?(?:bw|KG|KGW))?|ppm|ppb))\s*[)\]]?\s*$",
        )
    });
    let unit = UNIT.captures(context.text(header))?.name("unit")?;
    units::parse(unit.as_str())?;
    Some(TextRange::new(header.start + unit.start(), header.start + unit.end()))
}

/// The substance of a row: by CAS number or name. A row without either goes on about the one above it.
fn row_substance(
    context: &mut Context<'_>,
    names: &Names,
    columns: &[Column],
    cells: &[GridCell],
    current: usize,
    seen: &mut HashMap<String, usize>,
) -> usize {
    if let Some(index) = cells.iter().find_map(|cell| known(context, cell.range)) {
        return index;
    }
    let at = columns.iter().position(|column| column.substance);
    let Some(cell) = cells.iter().find(|cell| Some(cell.column) == at || at.is_none() && cell.column == 0) else {
        return current;
    };
    let text = context.text(cell.range);
    if let Some(index) = names.exactly(text) {
        return nth_of_name(context, text, index, seen);
    }
    let named = at.is_some() && text.chars().filter(|character| character.is_alphabetic()).count() >= 4;
    if !named {
        return current;
    }
    names
        .mentioned(context, cell.range)
        .filter(|index| Some(*index) != context.subject())
        .or_else(|| context.name_substance(cell.range, SubstanceRole::Mentioned))
        .unwrap_or(current)
}

/// Withheld components share a name: the second row of that name is about the second of them.
fn nth_of_name(context: &Context<'_>, text: &str, index: usize, seen: &mut HashMap<String, usize>) -> usize {
    let Some(name) = context.substances.get(index).map(|item| item.substance.raw_name.clone()) else { return index };
    let same: Vec<usize> = context
        .substances
        .items()
        .iter()
        .enumerate()
        .filter(|(_, item)| item.substance.raw_name == name)
        .map(|(index, _)| index)
        .collect();
    let count = seen.entry(text.trim().to_owned()).or_default();
    *count += 1;
    if same.len() < 2 { index } else { same[(*count - 1).min(same.len() - 1)] }
}

/// The entries of a row, with the column each stands in.
fn row_entries(context: &Context<'_>, columns: &[Column], cells: &[GridCell]) -> Vec<(usize, Entry)> {
    let column = |cell: &GridCell| columns.get(cell.column);
    let usable = |cell: &&GridCell| column(cell).is_some_and(|column| !column.substance && !column.aside);
    let named: Vec<&GridCell> =
        cells.iter().filter(usable).filter(|cell| !endpoints_in(context, cell.range).is_empty()).collect();
    let mut found = Vec::new();
    for cell in cells.iter().filter(usable) {
        let Some(column) = column(cell) else { continue };
        // An endpoint that the row itself names stands above what the headers say.
        let endpoint = column.header.endpoint.clone().filter(|_| named.is_empty());
        let header = Header { endpoint, unit: column.header.unit };
        found.extend(entries(context, cell.range, &header).into_iter().map(|entry| (cell.column, entry)));
    }
    if !found.is_empty() {
        return found;
    }
    // One cell names the endpoint, another one holds the value.
    let [cell] = named.as_slice() else { return found };
    let Some(endpoint) = endpoints_in(context, cell.range).into_iter().next() else { return found };
    let header = |other: &GridCell| Header {
        endpoint: Some(endpoint.clone()),
        unit: column(other).and_then(|column| column.header.unit),
    };
    let others = cells.iter().filter(usable).filter(|other| other.range != cell.range);
    let value = others.filter(|other| column(other).is_some_and(|column| !column.species)).find_map(|other| {
        let entry = entries(context, other.range, &header(other)).into_iter().next()?;
        fits(&endpoint, &entry.found).then_some((other.column, entry))
    });
    found.extend(value);
    found
}

/// Where species, route and duration of an entry may stand, the nearest first.
#[allow(clippy::too_many_arguments)]
fn places(
    context: &Context<'_>,
    columns: &[Column],
    cells: &[GridCell],
    at: usize,
    entry: &Entry,
    section: Option<TextRange>,
    above: &[TextRange],
    ecology: bool,
) -> Places {
    let in_columns = |wanted: &dyn Fn(&Column) -> bool| -> Vec<TextRange> {
        let fitting = cells.iter().filter(|cell| columns.get(cell.column).is_some_and(wanted));
        fitting.map(|cell| cell.range).filter(|range| *range != entry.local).collect()
    };
    let own_endpoint = cells.iter().any(|cell| cell.range.contains(entry.endpoint.range));
    let headers: Vec<TextRange> = columns.get(at).map(|column| column.headers.clone()).unwrap_or_default();
    let rest: Vec<TextRange> = cells
        .iter()
        .filter(|cell| {
            let headed = columns.get(cell.column).is_none_or(|column| column.header.endpoint.is_some());
            let plain = !headed || own_endpoint;
            cell.column != at && plain && endpoints_in(context, cell.range).is_empty()
        })
        .map(|cell| cell.range)
        .collect();
    let chain = |groups: [Vec<TextRange>; 4]| groups.into_iter().flatten().collect::<Vec<_>>();
    let own = vec![entry.local];
    let mut route = chain([own.clone(), in_columns(&|column| column.route), headers.clone(), rest.clone()]);
    if !ecology {
        route.extend(section);
        route.extend(above.iter().copied());
    }
    Places {
        species: chain([
            own.clone(),
            in_columns(&|column| column.species),
            rest.clone(),
            headers.iter().copied().chain(section).collect(),
        ]),
        route,
        duration: chain([own, in_columns(&|column| column.duration), rest, headers]),
    }
}
