//! The index on disk: opening, updating, searching.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use orfila_records::DocumentId;
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenReadError;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

use crate::batch::Batch;
use crate::collect::{HitCollector, SubstanceCollector, SubstanceStandings, worse};
use crate::entries::{self, EntryKind};
use crate::error::SearchError;
use crate::keys::KeyCollector;
use crate::plan::{Plan, join_query, plan};
use crate::query::{Clause, Parsed, Query, parse};
use crate::results::{Facet, FacetCount, MOST_FACET_VALUES, SearchResults};
use crate::schema::{FACETS, Fields};
use crate::tokens::{ChemicalTokenizer, TOKENIZER_NAME};
use crate::watermark::{self, PayloadFault};

/// Memory of the writer in bytes; above it a segment is written out.
const WRITER_MEMORY: usize = 64_000_000;

/// The search index: substances, records and passages in one folder.
///
/// Several readers may have it open in several processes; one at a time may write.
pub struct SearchIndex {
    folder: PathBuf,
    index: Index,
    reader: IndexReader,
    fields: Fields,
    watermark: Option<u64>,
    /// The measures that records of the index have.
    measures: BTreeSet<String>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("folder", &self.folder)
            .field("watermark", &self.watermark)
            .finish_non_exhaustive()
    }
}

impl SearchIndex {
    /// Opens the index in `folder`, or makes an empty one there.
    ///
    /// Every file of every segment is compared with its checksum, which reads the whole index once:
    /// a damaged file that still opens may give wrong values.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] or [`SearchError::OtherVersion`], whose remedy is `orfila rebuild` ([`Self::recreate`]);
    /// [`SearchError::Folder`] if the folder cannot be used.
    pub fn open_or_create(folder: &Path) -> Result<Self, SearchError> {
        let folder_error = |source| SearchError::Folder { folder: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(folder_error)?;
        let directory = MmapDirectory::open(folder).map_err(|error| engine(folder, error.into()))?;
        let (schema, fields) = Fields::build();
        let tokenizers = TokenizerManager::default();
        tokenizers.register(TOKENIZER_NAME, ChemicalTokenizer);
        let opened = Index::builder().schema(schema).tokenizers(tokenizers).open_or_create(directory);
        let index = opened.map_err(|error| engine(folder, error))?;
        crate::checksum::verify(folder, &index)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|error| engine(folder, error))?;
        let mut opened =
            Self { folder: folder.to_owned(), index, reader, fields, watermark: None, measures: BTreeSet::new() };
        opened.refresh()?;
        Ok(opened)
    }

    /// Deletes the index in `folder`, whatever its state, and makes an empty one: the first step of a rebuild.
    ///
    /// # Errors
    /// [`SearchError::Folder`] if the folder is not an index's, or if a file cannot be deleted.
    pub fn recreate(folder: &Path) -> Result<Self, SearchError> {
        crate::checksum::remove_files(folder)?;
        Self::open_or_create(folder)
    }

    /// The journal's sequence number up to which everything is indexed; `None` for an empty index.
    #[must_use]
    pub fn watermark(&self) -> Option<u64> {
        self.watermark
    }

    /// Sees what other processes committed since the index was opened.
    ///
    /// # Errors
    /// [`SearchError::Damaged`], [`SearchError::OtherVersion`] or [`SearchError::Engine`] if the new state cannot be read.
    pub fn refresh(&mut self) -> Result<(), SearchError> {
        let metas = self.index.load_metas().map_err(|error| engine(&self.folder, error))?;
        self.watermark = match metas.payload.as_deref().map(watermark::read) {
            None => None,
            Some(Ok(watermark)) => Some(watermark),
            Some(Err(PayloadFault::Damaged)) => {
                return Err(self.damaged("the watermark is not the one that was written"));
            }
            Some(Err(PayloadFault::OtherVersion(version))) => {
                let reason = format!("index version {version}");
                return Err(SearchError::OtherVersion { folder: self.folder.clone(), reason });
            }
        };
        if self.watermark.is_none() && !metas.segments.is_empty() {
            return Err(self.damaged("the watermark is missing"));
        }
        self.reader.reload().map_err(|error| engine(&self.folder, error))?;
        self.measures = self.read_measures()?;
        Ok(())
    }

    fn damaged(&self, reason: &str) -> SearchError {
        let files = vec!["meta.json".to_owned()];
        SearchError::Damaged { folder: self.folder.clone(), files, reason: reason.to_owned() }
    }

    fn read_measures(&self) -> Result<BTreeSet<String>, SearchError> {
        let failed = |error: TantivyError| engine(&self.folder, error);
        let mut measures = BTreeSet::new();
        for segment in self.reader.searcher().segment_readers() {
            let terms = segment.inverted_index(self.fields.measure).map_err(failed)?;
            let mut stream = terms.terms().stream().map_err(|error| failed(error.into()))?;
            while stream.advance() {
                measures.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        Ok(measures)
    }

    /// The keys of all substances that the index knows from records of these documents.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if the index cannot be read.
    pub fn touched_substances(&self, documents: &[DocumentId]) -> Result<BTreeSet<String>, SearchError> {
        let searcher = self.reader.searcher();
        let mut keys = BTreeSet::new();
        for document in documents {
            let owner = Term::from_field_text(self.fields.owner, document.as_str());
            let query = TermQuery::new(owner, IndexRecordOption::Basic);
            keys.extend(searcher.search(&query, &KeyCollector).map_err(|error| engine(&self.folder, error))?);
        }
        Ok(keys)
    }

    /// Applies a batch and commits it together with the new watermark; either all of it is seen afterwards, or nothing.
    ///
    /// # Errors
    /// [`SearchError::Busy`] if another process writes; [`SearchError::Engine`] if writing fails. The index then is as before.
    pub fn update(&mut self, batch: Batch<'_>, watermark: u64) -> Result<(), SearchError> {
        let result = self.write(|index, writer| index.apply(writer, &batch), Some(watermark));
        result.map_err(|error| engine(&self.folder, error))?;
        tracing::debug!(
            documents = batch.documents.len(),
            records = batch.records.len(),
            substances = batch.substances.len(),
            removed = batch.removed_documents.len(),
            watermark,
            "search index updated"
        );
        self.refresh()
    }

    /// Empties the index; the watermark is gone.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn clear(&mut self) -> Result<(), SearchError> {
        let result = self.write(|_, writer| writer.delete_all_documents().map(|_| ()), None);
        result.map_err(|error| engine(&self.folder, error))?;
        self.refresh()
    }

    /// Opens a writer, lets `change` use it and commits. On an error the writer is dropped, which takes everything back.
    fn write(
        &self,
        change: impl FnOnce(&Self, &IndexWriter) -> tantivy::Result<()>,
        watermark: Option<u64>,
    ) -> tantivy::Result<()> {
        // One thread: the same batches give the same segments.
        let mut writer = self.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        change(self, &writer)?;
        let mut commit = writer.prepare_commit()?;
        if let Some(watermark) = watermark {
            commit.set_payload(&watermark::write(watermark));
        }
        commit.commit()?;
        writer.wait_merging_threads()
    }

    fn apply(&self, writer: &IndexWriter, batch: &Batch<'_>) -> tantivy::Result<()> {
        let fields = &self.fields;
        let replaced = batch.documents.iter().map(|document| &document.id);
        for document in replaced.chain(batch.removed_documents) {
            writer.delete_term(Term::from_field_text(fields.owner, document.as_str()));
        }
        let mut written = BTreeSet::new();
        for document in batch.documents {
            for passage in &document.passages {
                if written.insert(passage.id.as_str()) {
                    add(writer, entries::passage(fields, document, passage))?;
                }
            }
        }
        for record in batch.records {
            // Also by its own identifier, so that a record handed over without its document is not doubled.
            writer.delete_term(Term::from_field_text(fields.uid, &format!("r:{}", record.id)));
            if written.insert(record.id.as_str()) {
                add(writer, Some(entries::record(fields, record)))?;
            }
        }
        for claims in batch.substances {
            writer.delete_term(Term::from_field_text(fields.uid, &format!("s:{}", claims.key)));
            add(writer, entries::substance(fields, claims))?;
        }
        Ok(())
    }

    /// Searches.
    ///
    /// # Errors
    /// Errors of the query name the place in its text ([`SearchError::position`]); [`SearchError::Engine`] if the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<SearchResults, SearchError> {
        let parsed = parse(&query.text, &self.measures)?;
        let plan = plan(&self.fields, &parsed.clauses);
        let ranged = !plan.ranges.is_empty();
        if ranged && plan.entries.contains(&EntryKind::Passage) {
            let message = "a range speaks of records and substances: leave out type:passage".to_owned();
            return Err(SearchError::Syntax { message, position: 0 });
        }
        self.collect(query, parsed, &plan).map_err(|error| engine(&self.folder, error))
    }

    fn collect(&self, query: &Query, parsed: Parsed, plan: &Plan) -> tantivy::Result<SearchResults> {
        let searcher = self.reader.searcher();
        let collector = HitCollector {
            wanted: plan.ranges.iter().map(|(_, wanted)| *wanted).collect(),
            substances: Arc::new(self.substance_standings(&parsed.clauses, plan)?),
            keep: query.offset.saturating_add(query.limit),
        };
        let collected = searcher.search(&plan.query, &collector)?;
        let mut hits = Vec::new();
        for ranked in collected.best.iter().skip(query.offset).take(query.limit) {
            let document: TantivyDocument = searcher.doc(ranked.address)?;
            hits.push(crate::hits::hit(&self.fields, &document, ranked, &plan.needles));
        }
        Ok(SearchResults {
            total: collected.total,
            ranges: (!plan.ranges.is_empty()).then_some(collected.ranges),
            hits,
            facets: FACETS.iter().zip(collected.facets).filter_map(|(field, counts)| facet(field, counts)).collect(),
            notices: parsed.notices,
            offset: query.offset,
            limit: query.limit,
        })
    }

    /// How substances stand to the ranges of a query that asks for substances: all ranges must hold, each by any of its records.
    fn substance_standings(&self, clauses: &[Clause], plan: &Plan) -> tantivy::Result<SubstanceStandings> {
        let mut standings: Option<SubstanceStandings> = None;
        if !plan.entries.contains(&EntryKind::Substance) {
            return Ok(SubstanceStandings::new());
        }
        let searcher = self.reader.searcher();
        for (measure, wanted) in &plan.ranges {
            let records = join_query(&self.fields, clauses, measure);
            let found = searcher.search(&records, &SubstanceCollector { wanted: *wanted })?;
            standings = Some(match standings {
                None => found,
                Some(known) => known
                    .into_iter()
                    .filter_map(|(key, standing)| found.get(&key).map(|other| (key, worse(standing, *other))))
                    .collect(),
            });
        }
        Ok(standings.unwrap_or_default())
    }

    /// Adds entries without committing them, for the test that kills a writer in the middle.
    #[cfg(test)]
    pub(crate) fn write_without_commit(&self, batch: &Batch<'_>) -> IndexWriter {
        let writer = self.index.writer_with_num_threads(1, WRITER_MEMORY).unwrap();
        self.apply(&writer, batch).unwrap();
        writer
    }
}

fn add(writer: &IndexWriter, document: Option<TantivyDocument>) -> tantivy::Result<()> {
    document.map_or(Ok(()), |document| writer.add_document(document).map(|_| ()))
}

fn facet(field: &str, counts: impl IntoIterator<Item = (String, u64)>) -> Option<Facet> {
    let counts: BTreeMap<String, u64> = counts.into_iter().collect();
    let distinct = counts.len() as u64;
    let mut values: Vec<FacetCount> = counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values.truncate(MOST_FACET_VALUES);
    (distinct > 0).then(|| Facet { field: field.to_owned(), values, distinct })
}

/// The engine's error as one of ours, with its remedy.
pub(crate) fn engine(folder: &Path, error: TantivyError) -> SearchError {
    let folder = folder.to_owned();
    let damaged = |folder, reason: String| SearchError::Damaged { folder, files: Vec::new(), reason };
    match error {
        TantivyError::LockFailure(..) => SearchError::Busy { folder },
        TantivyError::SchemaError(reason) => SearchError::OtherVersion { folder, reason },
        TantivyError::IncompatibleIndex(reason) => SearchError::OtherVersion { folder, reason: format!("{reason:?}") },
        TantivyError::DataCorruption(reason) => damaged(folder, format!("{reason:?}")),
        TantivyError::OpenReadError(error) => match error {
            OpenReadError::IncompatibleIndex(reason) => {
                SearchError::OtherVersion { folder, reason: format!("{reason:?}") }
            }
            other => damaged(folder, other.to_string()),
        },
        TantivyError::OpenDirectoryError(error) => {
            SearchError::Folder { folder, source: std::io::Error::other(error.to_string()) }
        }
        TantivyError::IoError(error) => match error.kind() {
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => damaged(folder, error.to_string()),
            kind => SearchError::Folder { folder, source: std::io::Error::new(kind, error.to_string()) },
        },
        source => SearchError::Engine { folder, source },
    }
}
