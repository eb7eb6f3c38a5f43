//! From glyphs on a page to text in reading order.

pub(crate) mod abreast;
pub(crate) mod bidirectional;
pub(crate) mod blocks;
mod boxes;
pub(crate) mod clock;
pub(crate) mod columns;
pub(crate) mod figures;
pub(crate) mod flow;
pub(crate) mod forms;
pub(crate) mod furniture;
pub(crate) mod headings;
pub(crate) mod items;
pub(crate) mod lines;
pub(crate) mod margins;
pub(crate) mod page;
pub(crate) mod panels;
mod radicals;
pub(crate) mod recognised;
pub(crate) mod rows;
pub(crate) mod run_in;
pub(crate) mod tables;
pub(crate) mod words;
