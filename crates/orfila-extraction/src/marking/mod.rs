//! What the language model marks in a document, and the claims that follow.
//!
//! The document is shown to the model in views of the form that it learned from: some lines, a paragraph, a table with its
//! header rows above every part. Its spans and relations come back with the document's own characters and with
//! probabilities. They complete what the grammars read, and every number still goes through the grammars' reading of
//! numbers and through grounding: the model says what belongs together, never what a value is.

mod claims;
mod facts;
mod model;
#[cfg(test)]
mod tests;
mod values;
mod view;

pub use claims::read;
pub use model::{Link, Mark, MarkKind, Marker, Marks};
pub use view::{View, views};
