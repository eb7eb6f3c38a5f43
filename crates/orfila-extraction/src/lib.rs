//! From passages to grounded, normalised, validated records.
//!
//! The first layer is made of grammars ([`GrammarExtractor`]): they read what is printed in fixed forms (registry numbers,
//! hazard codes, quantities, composition lines, effect values, limits, tonnages, properties) and assign it by the layout
//! of the page. Every field is checked against its characters ([`grounding`]); everything seen and not used ends in the
//! loss ledger ([`ledger`]).

pub mod annotations;
pub mod claims;
pub mod codes;
pub mod confidence;
pub mod extractor;
pub mod grounding;
pub mod learning;
pub mod ledger;
#[cfg(test)]
mod made_by_hand;
pub mod marking;
pub mod numbers;
pub mod quantities;
pub mod reading;
pub mod reports;
pub mod sds;
pub mod sections;
mod sense;
mod standing;
pub mod substances;
pub mod vocabulary;

pub use extractor::{ExtractionOutput, Extractor, GrammarExtractor, ModelExtractor, PIPELINE_VERSION};
