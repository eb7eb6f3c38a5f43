//! The query language: words, phrases, identifiers, filters and ranges.
//!
//! ```text
//! bisphenol "endocrine disruptor"      both words or phrases must occur
//! 80-05-7   H350   DTXSID7020182       identifiers are recognised by themselves
//! kind:hazard  h:H350,H340             a filter; a comma means "or"
//! medium:"drinking water"              a value with spaces stands in quotes
//! -kind:exposure  -"sulfuric acid"     left out
//! ld50:<300 mg/kg                      a range; units are converted
//! volume:[1 t/a TO 10 kt/a]            both ends belong to it; {…} leaves them out, * is open
//! ```

mod fields;
mod identifier;
mod parser;
mod range;

pub(crate) use fields::FilterField;
pub use fields::field_names;
pub(crate) use identifier::{Identifier, h_terms};
pub(crate) use parser::parse;

use serde::{Deserialize, Serialize};

use crate::interval::Wanted;

/// Most bytes of a query's text.
pub const LONGEST_QUERY: usize = 4_096;
/// Most words, phrases, filters and ranges of a query.
pub const MOST_CLAUSES: usize = 64;

/// What to search for, and which part of the hits to return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The query in the language of this crate. The empty text finds everything.
    pub text: String,
    /// How many hits to leave out, base 0.
    #[serde(default)]
    pub offset: usize,
    /// How many hits to return at most.
    #[serde(default = "default_limit")]
    pub limit: usize,
}

fn default_limit() -> usize {
    20
}

impl Query {
    /// The first 20 hits of a query.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), offset: 0, limit: default_limit() }
    }

    /// The same query with another part of the hits.
    #[must_use]
    pub fn page(mut self, offset: usize, limit: usize) -> Self {
        self.offset = offset;
        self.limit = limit;
        self
    }
}

/// One condition. All conditions of a query must hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Clause {
    /// A bare word.
    Word(String),
    /// A bare word that is an identifier.
    Identifier(Identifier),
    /// Words in this order.
    Phrase { text: String, excluded: bool },
    /// A field with one of these values.
    Filter { field: FilterField, values: Vec<String>, excluded: bool },
    /// A measured quantity in a range.
    Range { measure: String, wanted: Wanted },
}

/// A query that was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parsed {
    pub clauses: Vec<Clause>,
    /// What the user should know about how the query was read.
    pub notices: Vec<String>,
}
