//! The pages: plain HTML that works without scripts.

pub(crate) mod decision;
pub(crate) mod documents;
pub(crate) mod graph;
pub(crate) mod home;
pub(crate) mod layout;
mod passage;
pub(crate) mod record;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod substance;

use axum::response::Response;
use orfila_records::substance::fold_name;
use orfila_store::RecordFilter;

use super::failure::Failure;
use crate::dossier::{Dossier, PredictionSection};
use crate::state::ServerState;

pub(crate) use documents::document_parts;

pub(crate) type Page = Result<Response, Failure>;

/// Whatever has no route.
pub(crate) async fn not_found() -> Failure {
    Failure::not_found("There is nothing at this address.")
}

/// The substance keys that a piece of an address may mean: the key itself, or an identifier or a name without its prefix.
pub(crate) fn keys_meant(text: &str) -> Vec<String> {
    let text = text.trim();
    let prefixed = ["cas", "ec", "inchikey"].map(|prefix| format!("{prefix}:{text}"));
    let name = format!("name:{}", fold_name(text));
    std::iter::once(text.to_owned()).chain(prefixed).chain([name]).collect()
}

/// The first of these keys under which the journal holds records.
pub(crate) fn known_key(state: &ServerState, text: &str) -> Result<String, Failure> {
    let found = state.read(|journal| {
        for key in keys_meant(text) {
            let filter = RecordFilter { substance_key: Some(key.clone()), limit: Some(1), ..RecordFilter::default() };
            if !journal.records(&filter)?.is_empty() {
                return Ok(Some(key));
            }
        }
        Ok(None)
    })?;
    let shown: String = text.chars().take(100).collect();
    found
        .ok_or_else(|| Failure::not_found(format!("No record speaks of a substance `{shown}`. Search for it by name.")))
}

/// The dossier of a substance, with a prediction where there is a model and a structure.
pub(crate) fn dossier_of(state: &ServerState, text: &str) -> Result<Dossier, Failure> {
    let key = known_key(state, text)?;
    let smiles = if state.has_model() { state.read(|journal| Dossier::smiles_of(journal, &key))? } else { None };
    let prediction = match smiles.and_then(|smiles| state.predict(&smiles)) {
        Some(Ok(prediction)) => Some(PredictionSection::from(&prediction)),
        Some(Err(reason)) => {
            tracing::debug!(key, reason, "no prediction");
            None
        }
        None => None,
    };
    let dossier = state.read(|journal| Dossier::from_journal(journal, &key, prediction))?;
    dossier.ok_or_else(|| Failure::not_found(format!("No record speaks of a substance `{key}`.")))
}
