//! Papers, assessment reports, inventories and fact sheets: everything that is no safety data sheet.

mod agents;
mod cells;
mod chemical_names;
mod columns;
mod detection_limits;
mod grid;
mod labels;
mod measurements;
mod statistics;
mod unit_shapes;
mod volumes;

use crate::claims::Context;

/// Reads the document into the context.
pub fn read(context: &mut Context<'_>) {
    let mut agents = agents::Agents::collect(context);
    for grid in grid::grids(context.document) {
        measurements::read(context, &mut agents, &grid);
    }
}
