//! Papers, assessment reports, inventories and fact sheets: everything that is no safety data sheet.

use crate::claims::Context;

/// Reads the document into the context.
pub fn read(context: &mut Context<'_>) {
    let _ = context;
}
