//! What can go wrong with a hazard model.

use std::path::{Path, PathBuf};

use orfila_chemistry::StructureError;
use orfila_language::LanguageError;
use thiserror::Error;

/// Why training, loading or predicting failed.
#[derive(Debug, Error)]
pub enum HazardError {
    /// A file could not be read or written.
    #[error("{path}: {source}; check the path and its permissions", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A model folder is not what it should be.
    #[error("{path}: {reason}; fetch the model again or train it with `orfila train hazard`", path = path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A data file is not what it should be.
    #[error("{path}: {reason}", path = path.display())]
    Data {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The options do not make sense.
    #[error("the training options are refused: {0}")]
    Options(String),
    /// A structure could not be read or described. This concerns one substance, never a batch.
    #[error(transparent)]
    Structure(#[from] StructureError),
    /// The network failed.
    #[error(transparent)]
    Network(#[from] LanguageError),
}

impl HazardError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn model(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Model { path: path.to_owned(), reason: reason.to_string() }
    }

    pub(crate) fn data(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Data { path: path.to_owned(), reason: reason.to_string() }
    }
}
