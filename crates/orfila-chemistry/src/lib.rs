//! Chemical identifiers and structures: finding registry numbers in text, reading SMILES, fingerprints, descriptors,
//! scaffolds, InChIKeys, and a small dictionary of common substances.
//!
//! The chemistry comes from `chematic` (only its functions that reproduce RDKit) and the InChI library of the
//! InChI Trust. Nothing here guesses: a registry number with a wrong check digit is reported as such, and a structure
//! that cannot be read is an error with its place.

pub mod descriptors;
pub mod dictionary;
pub mod fingerprint;
mod guard;
pub mod identifiers;
pub mod structure;

pub use descriptors::{DESCRIPTOR_COUNT, DESCRIPTOR_NAMES};
pub use dictionary::{DictionaryEntry, DictionaryError, SubstanceDictionary};
pub use fingerprint::{FINGERPRINT_BITS, FINGERPRINT_BYTES, Fingerprint};
pub use identifiers::{
    CasrnCandidate, CasrnOutcome, CasrnRepair, IdentifierCandidate, find_casrns, find_dtxsids, find_ec_numbers,
    find_inchikeys,
};
pub use structure::{InchiIdentity, MAX_ATOMS, MAX_SMILES_BYTES, Molecule, StructureError};
