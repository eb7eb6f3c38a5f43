//! Full-text, facet and interval search over substances, records and passages.
//!
//! The index is a projection of the journal: it can be deleted and made anew at any time. It knows nothing of the store;
//! the caller feeds it ([`Batch`]) and it remembers how far it was fed ([`SearchIndex::watermark`]).
//!
//! A recorded number is an interval (`> 2000 mg/kg`, `10 – 30 %`, `~ 5`), and so a range such as `ld50:<300 mg/kg` has three
//! kinds of hits: [`Certainty::Certain`], [`Certainty::Possible`] and [`Certainty::Unknown`]. They are counted apart.
//!
//! The query language is described in [`query`].

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod batch;
mod checksum;
mod collect;
mod entries;
mod error;
mod hits;
mod index;
mod interval;
mod keys;
mod measure_code;
mod measures;
mod nearest;
mod plan;
pub mod query;
mod results;
mod schema;
mod snippet;
mod title;
mod tokens;
mod watermark;

pub use batch::{Batch, SubstanceClaims};
pub use entries::EntryKind;
pub use error::SearchError;
pub use index::SearchIndex;
pub use interval::{Certainty, UnknownReason};
pub use query::Query;
pub use results::{Facet, FacetCount, Hit, MOST_FACET_VALUES, RangeCounts, SearchResults, Snippet};

#[cfg(test)]
mod tests;
