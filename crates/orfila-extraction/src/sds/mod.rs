//! Safety data sheets.
use crate::claims::Context;
/// x
pub fn is_safety_data_sheet(_c: &Context<'_>) -> bool { false }
/// x
pub fn read(_c: &mut Context<'_>) {}
