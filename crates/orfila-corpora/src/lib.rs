//! Annotated corpora of many formats to one form: [`Example`]s with typed mentions, relations and labels.
//!
//! Each reader in [`readers`] knows one published format; [`passages`] is our own. What a reader cannot take over
//! faithfully is dropped and counted in a [`Report`], never shifted or repaired silently. [`dataset`] writes examples and a
//! manifest; [`score`] and [`agreement`] compare annotations.
//!
//! # Corpora that are not here
//!
//! - **OpenFoodTox** (reference points): fielded rows without a sentence. Any passage made of them would be worded by our own
//!   template, and a model measured on it would be measured on that template; its values belong beside the hazard data.
//! - **ICDAR 2013 tables**: pages with table regions, not text; `cargo xtask bench documents` reads them.
//!
//! Test parts are never read: those of PolyIE and SOFC-Exp lie in the shared folder and are left out and counted.

pub mod agreement;
mod corpus;
pub mod dataset;
mod draft;
mod error;
mod example;
mod inputs;
pub mod passages;
pub mod readers;
mod report;
pub mod score;
pub mod xml;

pub use corpus::{Corpus, Split};
pub use error::CorporaError;
pub use example::{ConceptRelation, Example, Label, Mention, Relation};
pub use inputs::{Digest, Inputs};
pub use readers::{Reading, Roots};
pub use report::{Report, Summary};
