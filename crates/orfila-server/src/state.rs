//! What all requests share: connections to the journal, the projections, the model, and the secret of this start.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use orfila_graph::Graph;
use orfila_hazard::{HazardModel, Prediction};
use orfila_records::identifiers::content_hash;
use orfila_search::{Query, SearchError, SearchIndex, SearchResults};
use orfila_store::{Journal, StoreError};

use crate::dossier::{PredictedEndpoint, PredictionSection};
use crate::error::ServerError;
use crate::projections;

/// Read connections kept open between requests.
const SPARE_READERS: usize = 8;

/// Where the parts of a project lie.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// The project's folder, which holds the journal.
    pub project: PathBuf,
    /// The folder of the search index.
    pub index: PathBuf,
    /// The folder of the hazard model; without one there are no predictions.
    pub hazard_model: Option<PathBuf>,
}

struct GraphProjection {
    graph: Graph,
    watermark: u64,
}

/// What all requests share.
pub struct ServerState {
    folder: PathBuf,
    readers: Mutex<Vec<Journal>>,
    writer: Mutex<Journal>,
    index: RwLock<SearchIndex>,
    graph: RwLock<GraphProjection>,
    model: Option<HazardModel>,
    secret: String,
}

impl std::fmt::Debug for ServerState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerState").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// A secret nobody can guess, new at every start.
///
/// The standard library seeds [`RandomState`] with 128 bits from the operating system; each hash below is a keyed
/// SipHash of another input.
fn fresh_secret() -> String {
    let keys = RandomState::new();
    let parts: Vec<[u8; 8]> = (0_u64..4).map(|part| keys.hash_one(part).to_le_bytes()).collect();
    content_hash(parts.iter().map(<[u8; 8]>::as_slice))
}

/// A panic elsewhere while the lock was held leaves nothing half done: journal and index change in transactions.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn load_model(folder: Option<&Path>) -> Option<HazardModel> {
    let folder = folder?;
    match HazardModel::load(folder) {
        Ok(model) => Some(model),
        Err(error) => {
            tracing::warn!(%error, "there are no predictions");
            None
        }
    }
}

impl ServerState {
    /// Opens the journal, brings index and graph up to date and loads the model.
    ///
    /// A model that cannot be loaded is told to the log, and the server goes without predictions.
    ///
    /// # Errors
    /// If journal or index cannot be opened.
    pub fn open(options: &ServerOptions) -> Result<Self, ServerError> {
        let writer = Journal::open(&options.project)?;
        let mut index = SearchIndex::open_or_create(&options.index)?;
        match projections::refresh_index(&writer, &mut index) {
            Err(ServerError::Search(SearchError::Busy { .. })) => {
                tracing::warn!("another process writes to the search index; it is read as it stands");
            }
            other => drop(other?),
        }
        let (graph, watermark) = projections::build_graph_at(&writer)?;
        Ok(Self {
            folder: options.project.clone(),
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
            index: RwLock::new(index),
            graph: RwLock::new(GraphProjection { graph, watermark }),
            model: load_model(options.hazard_model.as_deref()),
            secret: fresh_secret(),
        })
    }

    /// The secret of this start, for forms.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// Runs `work` with a read connection. It blocks: call it where blocking is allowed.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Journal) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let spare = lock(&self.readers).pop();
        let journal = match spare {
            Some(journal) => journal,
            None => Journal::open_read_only(&self.folder)?,
        };
        let result = work(&journal);
        let mut readers = lock(&self.readers);
        if result.is_ok() && readers.len() < SPARE_READERS {
            readers.push(journal);
        }
        result
    }

    /// Runs `work` with the one write connection. It blocks. After a failed write to the disk the journal refuses every
    /// further one until the server is started again.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Journal) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut journal = lock(&self.writer);
        work(&mut journal)
    }

    /// Searches, after bringing the index up to date; `true` beside the results if the index lags because another
    /// process writes to it.
    pub(crate) fn search(&self, query: &Query) -> Result<(SearchResults, bool), ServerError> {
        let last = self.read(Journal::last_seq)?;
        let read = || self.index.read().unwrap_or_else(PoisonError::into_inner);
        let mut lagging = false;
        if read().watermark() != Some(last) && last > 0 {
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            let refreshed = self.readable(|journal| projections::refresh_index(journal, &mut index));
            match refreshed {
                Err(ServerError::Search(SearchError::Busy { .. })) => {
                    index.refresh()?;
                    lagging = index.watermark() != Some(last);
                }
                other => drop(other?),
            }
        }
        Ok((read().search(query)?, lagging))
    }

    fn readable<T>(&self, work: impl FnOnce(&Journal) -> Result<T, ServerError>) -> Result<T, ServerError> {
        self.read(|journal| Ok(work(journal)))?
    }

    /// Asks the graph, after bringing it up to date.
    pub(crate) fn graph<T>(&self, ask: impl FnOnce(&Graph) -> T) -> Result<T, ServerError> {
        let last = self.read(Journal::last_seq)?;
        let stands_at = self.graph.read().unwrap_or_else(PoisonError::into_inner).watermark;
        if stands_at != last {
            let mut guard = self.graph.write().unwrap_or_else(PoisonError::into_inner);
            let GraphProjection { graph, watermark } = &mut *guard;
            let refreshed = self.readable(|journal| projections::refresh_graph(journal, graph, *watermark))?;
            *watermark = refreshed.watermark;
        }
        Ok(ask(&self.graph.read().unwrap_or_else(PoisonError::into_inner).graph))
    }

    /// Whether predictions can be made.
    #[must_use]
    pub fn has_model(&self) -> bool {
        self.model.is_some()
    }

    /// The prediction for a structure: `None` without a model, an error in words if the structure cannot be described.
    pub(crate) fn predict(&self, smiles: &str) -> Option<Result<Prediction, String>> {
        let model = self.model.as_ref()?;
        let mut answers = model.predict_each(&[smiles]);
        answers.pop().map(|answer| answer.map_err(|error| error.to_string()))
    }
}

impl From<&Prediction> for PredictionSection {
    fn from(prediction: &Prediction) -> Self {
        let domain = &prediction.domain;
        let nearest = format!("nearest training substance at similarity {:.2}", domain.nearest_similarity);
        let reasons = std::iter::once(nearest).chain(domain.reasons.iter().cloned()).collect::<Vec<_>>().join("; ");
        let endpoints = prediction.endpoints.iter().map(|endpoint| PredictedEndpoint {
            endpoint: endpoint.name.clone(),
            description: endpoint.description.clone(),
            probability: f64::from(endpoint.probability),
            interval: Some((f64::from(endpoint.low), f64::from(endpoint.high))),
            remark: match endpoint.active {
                true => format!("active (threshold {:.2})", endpoint.threshold),
                false => format!("not called active (threshold {:.2})", endpoint.threshold),
            },
        });
        Self::new(&prediction.model, &prediction.smiles, domain.inside, &reasons, endpoints.collect())
    }
}
