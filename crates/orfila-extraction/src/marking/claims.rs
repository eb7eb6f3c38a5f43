//! Marks to claims: what the grammars did not read.

use super::{Marks, View};
use crate::claims::Context;

/// Reads claims from marks into the context.
pub fn read(_context: &mut Context<'_>, _views: &[View], _marks: &Marks) {}
