//! Tables of properties: one substance a row and one property a column, or the other way round.

use orfila_chemistry::identifiers::{find_casrns, find_ec_numbers};
use orfila_records::{Payload, Property, SubstanceRole, TextRange, units};

use super::agents::Agents;
use super::grid::Grid;
use crate::claims::Context;
use crate::reading::Line;
use crate::substances::Naming;
use crate::vocabulary::{PropertyWords, property_label};

/// Reads a grid whose headers name properties; the substance is named by the row. Says how many it claimed.
pub(super) fn read(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid) -> usize {
    let columns: Vec<(usize, TextRange)> = (1..grid.columns)
        .filter_map(|column| Some((column, *grid.column_headers(column).last()?)))
        .filter(|(_, header)| property_label(context.text(*header)).is_some())
        .collect();
    if columns.is_empty() {
        return 0;
    }
    let before = context.claims.len();
    for row in grid.header_rows..grid.rows() {
        let Some(substance) = row_substance(context, agents, grid, row) else { continue };
        for (column, header) in &columns {
            if let Some(cell) = grid.at(row, *column).copied() {
                claim(context, substance, *header, cell.range);
            }
        }
    }
    context.claims.len() - before
}

/// The substance with the registry number of the row, else the one that its first cell names.
fn row_substance(context: &mut Context<'_>, agents: &mut Agents, grid: &Grid, row: usize) -> Option<usize> {
    let numbered = grid.row(row).into_iter().find_map(|cell| {
        let casrn = find_casrns(context.text(cell.range)).into_iter().find_map(|found| found.casrn().cloned())?;
        context.substances.with_casrn(&casrn)
    });
    numbered.or_else(|| grid.at(row, 0).map(|cell| cell.range).and_then(|label| agents.labelled(context, label)))
}

/// Reads blocks of lines in which substances are columns: a line of names over lines of `label, value, value …`, one of
/// which gives the CAS numbers. Returns the lines that were read, as indices.
pub(super) fn read_transposed(context: &mut Context<'_>, agents: &mut Agents) -> Vec<usize> {
    let lines = context.lines.clone();
    let mut taken = Vec::new();
    for at in 1..lines.len() {
        let Some(numbers) = numbers_row(context, &lines[at]) else { continue };
        let heads = &lines[at - 1].cells;
        let names = match heads.len() {
            count if count == numbers.len() => &heads[..],
            count if count == numbers.len() + 1 => &heads[1..],
            _ => continue,
        };
        let substances: Vec<Option<usize>> =
            names.iter().zip(numbers).map(|(name, number)| name_column(context, agents, *name, number)).collect();
        taken.extend([at - 1, at]);
        for (below, line) in lines.iter().enumerate().skip(at + 1) {
            if line.cells.len() != substances.len() + 1 {
                break;
            }
            taken.push(below);
            read_row(context, &substances, line);
        }
    }
    taken
}

/// The CAS numbers of a line whose first cell is their label and whose other cells, two at least, hold one each.
fn numbers_row(context: &Context<'_>, line: &Line) -> Option<Vec<TextRange>> {
    let (label, values) = line.cells.split_first()?;
    let named = context.text(*label).to_uppercase().starts_with("CAS");
    let numbers: Vec<TextRange> =
        values.iter().filter_map(|cell| casrn_in(context, *cell).map(|(_, range)| range)).collect();
    (named && numbers.len() >= 2 && numbers.len() == values.len()).then_some(numbers)
}

fn casrn_in(context: &Context<'_>, cell: TextRange) -> Option<(orfila_records::Casrn, TextRange)> {
    find_casrns(context.text(cell))
        .into_iter()
        .find_map(|found| Some((found.casrn()?.clone(), found.range.shifted(cell.start))))
}

fn name_column(context: &mut Context<'_>, agents: &mut Agents, name: TextRange, number: TextRange) -> Option<usize> {
    let (casrn, range) = casrn_in(context, number)?;
    let printed = context.text(name).to_owned();
    let known = agents.labelled(context, name).and_then(|index| context.substances.get(index));
    let named = match known.and_then(|item| Some((item.substance.raw_name.clone(), item.evidence.first()?.clone()))) {
        Some(known) if !known.0.is_empty() => known,
        _ => (printed.clone(), context.normalized("/substance/raw_name", name)?),
    };
    let naming = Naming {
        name: Some(named),
        casrn: vec![(casrn, context.normalized("/substance/casrn/0", range)?)],
        ..Naming::default()
    };
    let index = context.substances.add(naming, SubstanceRole::Subject)?;
    context.substances.add_synonym(index, &printed);
    agents.learn(&printed, index);
    agents.promote(context, index);
    Some(index)
}

fn read_row(context: &mut Context<'_>, substances: &[Option<usize>], line: &Line) {
    let Some((label, values)) = line.cells.split_first() else { return };
    for (substance, cell) in substances.iter().zip(values) {
        let Some(substance) = *substance else { continue };
        let ec = find_ec_numbers(context.text(*cell)).into_iter().find_map(|found| {
            Some((
                found.identifier()?.clone(),
                context.normalized("/substance/ec_number", found.range.shifted(cell.start))?,
            ))
        });
        match ec {
            Some(ec) => add_ec(context, substance, ec),
            None => claim(context, substance, *label, *cell),
        }
    }
}

fn add_ec(context: &mut Context<'_>, substance: usize, ec: (orfila_records::EcNumber, orfila_records::Evidence)) {
    let casrn = context.substances.get(substance).and_then(|item| {
        let evidence = item.evidence.iter().find(|evidence| evidence.field == "/substance/casrn/0")?;
        Some((item.substance.casrn.first()?.clone(), evidence.clone()))
    });
    let naming = Naming { casrn: casrn.into_iter().collect(), ec: Some(ec), ..Naming::default() };
    context.substances.add(naming, SubstanceRole::Subject);
}

/// One property of a substance: the label says which, the cell gives the value, the label's brackets may give the unit.
fn claim(context: &mut Context<'_>, substance: usize, label: TextRange, cell: TextRange) {
    let Some((words, end)) = property_label(context.text(label)) else { return };
    let unit = unit_in_label(context, TextRange::new(label.start + end, label.end), words);
    let found = context.quantities(cell).into_iter().next().filter(|found| {
        let opens = context.text(TextRange::new(cell.start, found.range.start)).trim().is_empty();
        let dimension = found
            .quantity
            .dimension
            .or_else(|| unit.and_then(|unit| units::parse(context.text(unit))).map(|unit| unit.dimension));
        opens && words.value.takes(dimension)
    });
    let Some(found) = found else { return };
    let borrowed = unit.filter(|_| found.unit.is_none());
    let quantity =
        borrowed.map_or_else(|| found.quantity.clone(), |unit| found.quantity.with_unit(Some(context.text(unit))));
    let evidence = vec![
        context.evidence("/payload/quantity", found.range),
        context.normalized("/payload/name", label),
        borrowed.and_then(|unit| context.evidence("/payload/quantity/unit", unit)),
    ];
    context.claim(substance, Payload::Property(Property::new(words.name, quantity)), evidence);
}

fn unit_in_label(context: &Context<'_>, rest: TextRange, words: &PropertyWords) -> Option<TextRange> {
    let text = context.text(rest);
    let open = text.find(['(', '[', ','])?;
    let inner = text[open + 1..].trim_end_matches([')', ']', ' ']);
    let start = rest.start + open + 1 + (inner.len() - inner.trim_start().len());
    let unit = units::parse(inner.trim())?;
    words.value.takes(Some(unit.dimension)).then(|| TextRange::new(start, start + inner.trim().len()))
}
