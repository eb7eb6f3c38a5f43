//! Tables in the form that every program's result is brought into, so that one scorer judges all.

pub(crate) mod adjacency;
pub(crate) mod form;
