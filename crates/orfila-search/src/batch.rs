//! What the caller hands to the index: documents, their records, and every record of the substances they touch.

use std::collections::BTreeMap;

use orfila_records::{Document, DocumentId, Record};

/// Everything known of one substance: the records of all documents that have its key.
#[derive(Debug, Clone, PartialEq)]
pub struct SubstanceClaims<'a> {
    /// [`orfila_records::Substance::key`].
    pub key: String,
    /// The records of that key, from any document, in any order. None removes the substance from the index.
    pub records: Vec<&'a Record>,
}

impl<'a> SubstanceClaims<'a> {
    /// Groups records by their substance's key, in the order of the keys.
    pub fn group(records: impl IntoIterator<Item = &'a Record>) -> Vec<Self> {
        let mut groups: BTreeMap<String, Vec<&'a Record>> = BTreeMap::new();
        for record in records {
            groups.entry(record.substance.key()).or_default().push(record);
        }
        groups.into_iter().map(|(key, records)| Self { key, records }).collect()
    }
}

/// One step of the journal, as the index sees it. Applying the same batch twice changes nothing.
///
/// A document is replaced as a whole: all its passages and records go, those given here come.
/// The substances of its old records must be given too, or they keep what the old records said:
/// [`crate::SearchIndex::touched_substances`] names them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Batch<'a> {
    /// Documents to index, with their passages.
    pub documents: &'a [&'a Document],
    /// All records of those documents, with their review. A record belongs to the document of its first evidence.
    pub records: &'a [&'a Record],
    /// Substances to compute anew.
    pub substances: &'a [SubstanceClaims<'a>],
    /// Documents to take out of the index.
    pub removed_documents: &'a [DocumentId],
}

/// The document a record belongs to: that of its first evidence.
pub(crate) fn document_of(record: &Record) -> Option<&DocumentId> {
    record.evidence.first().map(|evidence| &evidence.document)
}
