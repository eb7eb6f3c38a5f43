//! Tables of effect values: endpoints in the headers with agents in the rows, or one study a row.

use std::sync::LazyLock;

use orfila_records::TextRange;
use regex::Regex;

use super::agents::Agents;
use super::cells::{CellReading, Part, read_cell};
use super::columns::{Column, Role, columns};
use super::effects::{Effect, claim, unit_fits};
use super::grid::{Grid, GridCell};
use super::labels::row_labels;
use super::unit_shapes::{UnitMatch, unit_at, units_in};
use crate::claims::Context;
use crate::vocabulary::{EndpointMatch, endpoint_limit, endpoints};

/// Headers of columns that give the uncertainty of the endpoint beside them.
static UNCERTAINTY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:95|90|99)\s?%|\bC\.?I\.?\b|\bF\.?L\.?\b|\bC\.?L\.?\b|confidence|fiducial|slope|limits?\b|\bS\.?E\.?\b|\bMRL").expect("the pattern is constant")
});

/// Headers of label columns whose labels are no agents.
static NOT_AGENTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bspecies\b|\borganism|\bendpoint|\bstudy\b|\btest\b|\broute\b|\bduration|\btime\b|\breference|\bsource\b|\beffect|\bguideline|\bspecification|\bclass\b|\brole\b|\bstrain\b|\bsex\b|\bstage\b|\bmethod\b|\bcell|\bbacteri|\bgroup\b").expect("the pattern is constant")
});

/// Reads the grid if it holds effect values; says how many it claimed.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid) -> usize {
    let before = context.claims.len();
    let columns = columns(context, grid);
    let endpoint_columns: Vec<(usize, EndpointMatch)> =
        (0..grid.columns).filter_map(|column| Some((column, column_endpoint(context, &columns[column])?))).collect();
    let agent_column = columns.iter().position(|column| {
        column.role == Role::Label && !column.headers.iter().any(|header| NOT_AGENTS.is_match(context.text(*header)))
    });
    let mut section = None;
    for row in grid.header_rows..grid.rows() {
        let cells: Vec<GridCell> = grid.row(row).into_iter().copied().collect();
        if let [only] = cells.as_slice() {
            section = Some(only.range);
            continue;
        }
        let labels = row_labels(context, grid, &columns, row, section);
        let agent = agent_column
            .and_then(|column| labels.by_column.iter().find(|(at, _)| *at == column))
            .map(|(_, label)| *label);
        for (column, endpoint) in &endpoint_columns {
            let Some(cell) = grid.at(row, *column).copied() else { continue };
            read_value(
                context,
                agents,
                grid,
                &labels_of(&labels.rows, section),
                agent,
                endpoint,
                &columns[*column].headers,
                &cell,
            );
        }
        if endpoint_columns.is_empty() {
            read_study(context, agents, grid, &cells, agent, section);
        }
    }
    context.claims.len() - before
}

fn labels_of(rows: &[TextRange], section: Option<TextRange>) -> Vec<TextRange> {
    rows.iter().copied().chain(section).collect()
}

/// The endpoint a column of numbers is headed by.
fn column_endpoint(context: &Context<'_>, column: &Column) -> Option<EndpointMatch> {
    if column.role == Role::Label
        || column.headers.last().is_some_and(|header| UNCERTAINTY.is_match(context.text(*header)))
    {
        return None;
    }
    let found = column.headers.iter().rev().find_map(|header| {
        let found = endpoints(context.text(*header)).into_iter().next()?;
        Some(EndpointMatch { range: found.range.shifted(header.start), ..found })
    })?;
    endpoint_limit(&found.endpoint).is_none().then_some(found)
}

#[allow(clippy::too_many_arguments)]
fn read_value(
    context: &mut Context<'_>,
    agents: &mut Agents,
    grid: &Grid,
    labels: &[TextRange],
    agent: Option<TextRange>,
    endpoint: &EndpointMatch,
    headers: &[TextRange],
    cell: &GridCell,
) {
    let CellReading::Numbers { numbers, .. } = read_cell(context.text(cell.range), context.style) else { return };
    let Some(number) = numbers.first().filter(|number| matches!(number.part, Part::Point | Part::Interval)) else {
        return;
    };
    let printed = number.range.shifted(cell.range.start);
    let places: Vec<TextRange> = headers.iter().rev().chain(&grid.caption).copied().collect();
    let own = unit_at(&context.document.text, printed.end).or_else(|| last_unit(context, printed));
    let Some(unit) = own.or_else(|| places.iter().find_map(|place| last_unit(context, *place))) else { return };
    if !unit_fits(&endpoint.endpoint, &unit, context.text(unit.range)) {
        return;
    }
    let Some(substance) = substance(context, agents, grid, agent) else { return };
    let quantity = number.quantity.with_unit(Some(context.text(unit.range)));
    let effect = Effect { endpoint: endpoint.clone(), quantity, value: printed, unit: unit.range };
    let around: Vec<TextRange> =
        headers.iter().chain(labels).chain(&grid.caption).copied().chain(title(context)).collect();
    claim(context, substance, &effect, &around);
    agents.promote(context, substance);
}

/// One study a row: a cell names the endpoint, the same or another cell holds the value.
fn read_study(
    context: &mut Context<'_>,
    agents: &mut Agents,
    grid: &Grid,
    cells: &[GridCell],
    agent: Option<TextRange>,
    section: Option<TextRange>,
) {
    for cell in cells {
        let found = endpoints(context.text(cell.range));
        let [endpoint] = found.as_slice() else { continue };
        let endpoint =
            EndpointMatch { range: endpoint.range.shifted(cell.range.start), endpoint: endpoint.endpoint.clone() };
        if endpoint_limit(&endpoint.endpoint).is_some() {
            continue;
        }
        let behind = TextRange::new(endpoint.range.end, cell.range.end);
        let own = value_in(context, &endpoint, behind, &[]);
        let effect = own.or_else(|| {
            cells
                .iter()
                .filter(|other| other.range != cell.range)
                .find_map(|other| value_in(context, &endpoint, other.range, &grid.headers(other)))
        });
        let Some(effect) = effect else { continue };
        let agent = agent.filter(|agent| *agent != cell.range);
        let Some(substance) = substance(context, agents, grid, agent) else { continue };
        let mut around: Vec<TextRange> = cells.iter().map(|cell| cell.range).collect();
        around.extend(section);
        around.extend(grid.caption);
        claim(context, substance, &effect, &around);
    }
}

fn value_in(
    context: &Context<'_>,
    endpoint: &EndpointMatch,
    place: TextRange,
    headers: &[TextRange],
) -> Option<Effect> {
    context.quantities(place).into_iter().find_map(|found| {
        let own = unit_at(&context.document.text, found.number.end).filter(|unit| unit.range.end <= place.end);
        let unit = own.or_else(|| {
            found.unit.is_none().then(|| headers.iter().rev().find_map(|header| last_unit(context, *header))).flatten()
        })?;
        if !unit_fits(&endpoint.endpoint, &unit, context.text(unit.range)) {
            return None;
        }
        let range = if own.is_some() {
            TextRange::new(found.range.start, unit.range.end)
        } else {
            TextRange::new(found.range.start, found.number.end)
        };
        let quantity = found.quantity.with_unit(Some(context.text(unit.range))).with_raw(context.text(range));
        Some(Effect { endpoint: endpoint.clone(), quantity, value: range, unit: unit.range })
    })
}

fn last_unit(context: &Context<'_>, place: TextRange) -> Option<UnitMatch> {
    let found = units_in(context.text(place)).into_iter().next_back()?;
    Some(UnitMatch { range: found.range.shifted(place.start), ..found })
}

/// The agent of the row, else the one the caption names, else the one the paper is about.
fn substance(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid, agent: Option<TextRange>) -> Option<usize> {
    if let Some(agent) = agent.filter(|agent| crate::vocabulary::species(context.text(*agent)).is_none())
        && let Some(index) = agents.analyte(context, agent)
    {
        return Some(index);
    }
    let caption = grid.caption.and_then(|caption| agents.only_in(context, caption)).map(|(index, _)| index);
    caption.or(agents.sole)
}

fn title(context: &Context<'_>) -> Option<TextRange> {
    context
        .document
        .passages
        .iter()
        .find(|passage| passage.kind == orfila_records::PassageKind::Title)
        .map(|passage| passage.range)
}
