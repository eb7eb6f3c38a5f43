//! Gathering from the journal what a dossier needs.

use orfila_records::substance::fold_name;
use orfila_records::{DocumentId, Payload, Record, RecordKind, SubstanceRole};
use orfila_store::{DocumentOutcome, DocumentRow, Journal, RecordFilter, StoreError};

use super::{DocumentSource, Dossier, NamesakeKey, PredictionSection, document_of};

impl DocumentSource {
    /// The source that a row of the journal's documents describes; `None` if the document was refused.
    #[must_use]
    pub fn of_row(row: &DocumentRow) -> Option<Self> {
        let DocumentOutcome::Read { title, pages, losses, problems, .. } = &row.outcome else { return None };
        Some(Self {
            id: row.id.clone(),
            title: title.clone().filter(|title| !title.trim().is_empty()).unwrap_or_else(|| row.file_name.clone()),
            file_name: row.file_name.clone(),
            read_at: row.at.clone(),
            pages: *pages,
            losses: *losses,
            problems: *problems,
            records: 0,
        })
    }
}

/// The documents that name the substance as their product: only these can list its components.
fn product_documents(records: &[Record]) -> Vec<DocumentId> {
    let is_product =
        |record: &&Record| matches!(&record.payload, Payload::Identity(claim) if claim.role == SubstanceRole::Product);
    let mut documents: Vec<DocumentId> = records.iter().filter(is_product).filter_map(document_of).cloned().collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

fn component_records(journal: &Journal, key: &str, own: &[Record]) -> Result<Vec<Record>, StoreError> {
    let mut parts = Vec::new();
    for document in product_documents(own) {
        let filter = RecordFilter {
            kind: Some(RecordKind::Identity),
            document: Some(document),
            without_rejected: true,
            ..RecordFilter::default()
        };
        let part = |record: &Record| {
            matches!(&record.payload, Payload::Identity(claim) if claim.part_of.as_deref() == Some(key))
                && record.substance.key() != key
        };
        parts.extend(journal.records(&filter)?.into_iter().filter(part));
    }
    Ok(parts)
}

/// Other keys whose shown name is one of the dossier's names.
fn namesakes(journal: &Journal, dossier: &Dossier) -> Result<Vec<NamesakeKey>, StoreError> {
    let names: Vec<String> =
        dossier.identity.facts.iter().filter(|fact| fact.kind == "name").map(|fact| fold_name(&fact.value)).collect();
    let summaries = journal.substances()?;
    let others = summaries.into_iter().filter(|summary| summary.key != dossier.key);
    Ok(others
        .filter(|summary| names.contains(&fold_name(&summary.name)))
        .map(|summary| NamesakeKey { records: summary.total(), key: summary.key, name: summary.name })
        .collect())
}

impl Dossier {
    /// The dossier of the substance with `key` from the journal's current records; `None` if no record has the key.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn from_journal(
        journal: &Journal,
        key: &str,
        prediction: Option<PredictionSection>,
    ) -> Result<Option<Self>, StoreError> {
        let filter = RecordFilter { substance_key: Some(key.to_owned()), ..RecordFilter::default() };
        let mut records = journal.records(&filter)?;
        if records.is_empty() {
            return Ok(None);
        }
        let parts = component_records(journal, key, &records)?;
        records.extend(parts);
        let documents: Vec<DocumentSource> = journal.documents()?.iter().filter_map(DocumentSource::of_row).collect();
        let mut dossier = Self::assemble(key, &records, &documents, prediction);
        dossier.namesakes = namesakes(journal, &dossier)?;
        Ok(Some(dossier))
    }

    /// A SMILES that one of the substance's standing records states, for a prediction.
    ///
    /// # Errors
    /// If the journal cannot be read or is damaged.
    pub fn smiles_of(journal: &Journal, key: &str) -> Result<Option<String>, StoreError> {
        let filter =
            RecordFilter { substance_key: Some(key.to_owned()), without_rejected: true, ..RecordFilter::default() };
        let mut smiles: Vec<String> =
            journal.records(&filter)?.into_iter().filter_map(|record| record.substance.smiles).collect();
        smiles.sort_unstable();
        Ok(smiles.into_iter().next())
    }
}
