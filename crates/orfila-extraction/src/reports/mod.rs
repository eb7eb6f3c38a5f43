//! Papers, assessment reports, inventories and fact sheets: everything that is no safety data sheet.

mod actors;
mod agents;
mod cells;
mod chemical_names;
mod columns;
mod detection_limits;
mod effect_tables;
mod effects;
mod grid;
mod labels;
mod levels;
mod measurements;
mod prose;
mod prose_values;
mod sentences;
mod statistics;
mod unit_shapes;
mod volumes;

use crate::claims::Context;

/// Reads the document into the context.
pub fn read(context: &mut Context<'_>) {
    let mut agents = agents::Agents::collect(context);
    for grid in grid::grids(context.document) {
        if effect_tables::read(context, &mut agents, &grid) == 0 {
            measurements::read(context, &mut agents, &grid);
        }
    }
    prose::read(context, &mut agents);
}
