//! The journal: the only truth of a project. Everything else (search index, graph, dossiers, training sets) is a
//! projection that can be deleted and made again from it.
//!
//! One SQLite file holds an ordered, hash-chained log of events ([`Event`]) and the content they speak of. It is
//! append-only: triggers refuse UPDATE and DELETE, and [`Journal::verify`] finds what was changed behind their back.
//!
//! - **Idempotent**: identifiers are content hashes, so committing twice adds nothing ([`Committed`]).
//! - **All or nothing**: a document is stored with its records, losses and passage outcomes in one transaction that is
//!   on the disk when [`Journal::commit_document`] returns. A `kill -9` loses no committed document and doubles none.
//! - **Latest run**: a document that another run read again keeps the older extraction; its current records are those
//!   of the run that was committed last.
//! - **No lost decision**: [`Journal::decide`] is told the last decision that the curator saw, and refuses if there is
//!   another by now.
//! - **Projections** follow [`Journal::events_after`] from a watermark of their own, which they write only after their
//!   own commit.
//!
//! What the chain cannot show is the removal of the newest events together with all they speak of: compare
//! [`Verification::head`] with one that was noted elsewhere ([`Journal::verify_against`]).

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod clock;
mod commit;
mod correction;
mod current;
mod decision;
mod documents;
mod error;
mod event;
mod exchange;
mod extraction;
mod journal;
mod read;
mod refusal;
mod schema;
mod verify;
mod words;

pub use clock::{is_utc, now_utc};
pub use commit::{Committed, DocumentEntry};
pub use decision::NewDecision;
pub use documents::{DocumentOutcome, DocumentRow, LossTotal};
pub use error::StoreError;
pub use event::{Event, EventKind};
pub use exchange::Imported;
pub use extraction::DocumentRead;
pub use journal::{FILE_NAME, Journal};
pub use read::{RecordFilter, ReviewStats, SubstanceSummary};
pub use refusal::{DocumentRefused, Refusal};
pub use schema::JOURNAL_VERSION;
pub use verify::{Finding, Head, MOST_FINDINGS, Verification};

#[cfg(test)]
mod decision_tests;
#[cfg(test)]
mod kill_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tamper_tests;
#[cfg(test)]
mod tests;
