//! A project folder: journal, search index, settings.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orfila_graph::Graph;
use orfila_search::SearchIndex;
use orfila_server::projections;
use orfila_store::Journal;

/// A project folder.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn index_folder(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// The journal for writing; the folder is made on first use.
    pub(crate) fn journal(&self) -> anyhow::Result<Journal> {
        Ok(Journal::open(&self.folder)?)
    }

    /// The journal for reading; an error if there is none.
    pub(crate) fn existing_journal(&self) -> anyhow::Result<Journal> {
        Ok(Journal::open_read_only(&self.folder)?)
    }

    /// The search index, brought up to date with the journal.
    pub(crate) fn search_index(&self, journal: &Journal) -> anyhow::Result<SearchIndex> {
        let mut index = SearchIndex::open_or_create(&self.index_folder())?;
        projections::refresh_index(journal, &mut index).context("the search index could not be brought up to date")?;
        Ok(index)
    }

    /// The knowledge graph, built from the journal.
    pub(crate) fn graph(&self, journal: &Journal) -> anyhow::Result<Graph> {
        projections::build_graph(journal).context("the knowledge graph could not be built")
    }
}
