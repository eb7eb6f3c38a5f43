//! A small typesetter: flowing text, label–value fields and tables on PDF pages, with the text of each page kept beside it.

mod face;
mod file;
mod line;
mod metrics;
mod press;
mod table;

pub(crate) use face::Face;
pub(crate) use file::{About, bytes, document, zlib_stored};
pub(crate) use line::{Letters, plain};
pub(crate) use press::{A4, Heading, LETTER, Press, Printed, Style};
pub(crate) use table::{Grid, Look, Row, row};
