//! Papers, assessment reports, inventories and fact sheets: everything that is no safety data sheet.

mod abbreviations;
mod actors;
mod agents;
mod analyte_tables;
pub(crate) mod cells;
mod chemical_names;
mod columns;
mod compositions;
mod detection_limits;
mod effect_tables;
mod effects;
mod facts;
pub(crate) mod grid;
mod identities;
mod inventory;
mod labels;
mod legends;
mod levels;
mod line_grids;
mod measurement_claims;
mod measurements;
mod property_tables;
mod prose;
mod prose_values;
mod sentences;
pub(crate) mod statistics;
mod unit_shapes;
mod volume_tables;
mod volume_text;
pub(crate) mod volumes;

use std::collections::HashSet;

use self::analyte_tables::Analytes;
use crate::claims::Context;
use crate::reading::Line;

/// Reads the document into the context.
pub fn read(context: &mut Context<'_>) {
    let mut agents = agents::Agents::collect(context);
    let transposed: HashSet<usize> = property_tables::read_transposed(context, &mut agents).into_iter().collect();
    identities::read(context, &mut agents);
    let mut tables = HashSet::new();
    let grids = grid::grids(context.document);
    let analytes = analyte_tables::read(context, &mut agents, &grids);
    for grid in grids {
        if read_grid(context, &mut agents, &grid, &analytes) {
            tables.extend(grid.table);
        }
    }
    let mut table_passages: HashSet<usize> =
        transposed.iter().filter_map(|line| context.lines.get(*line)).map(|line| line.passage).collect();
    for found in line_grids::line_grids(context) {
        let read_already = found.passages.iter().all(|passage| table_passages.contains(passage));
        if !read_already && read_grid(context, &mut agents, &found.grid, &analytes) {
            table_passages.extend(found.passages);
        }
    }
    prose::read(context, &mut agents, &table_passages);
    let lines = context.lines.clone();
    let is_read =
        |line: &Line| line.table.is_some_and(|table| tables.contains(&table)) || table_passages.contains(&line.passage);
    for (_, line) in lines.iter().enumerate().filter(|(at, line)| !is_read(line) && !transposed.contains(at)) {
        facts::read(context, &agents, line);
    }
}

/// Reads one table as what its headers say it is; the first sort that gives a claim decides.
fn read_grid(context: &mut Context<'_>, agents: &mut agents::Agents, grid: &grid::Grid, analytes: &Analytes) -> bool {
    let inventory = inventory::read(context, agents, grid);
    let properties = property_tables::read(context, agents, grid);
    inventory
        || properties > 0
        || volume_tables::read(context, agents, grid) > 0
        || effect_tables::read(context, agents, grid) + measurements::read(context, agents, grid, analytes) > 0
}

#[cfg(test)]
mod tests;
