//! What can go wrong.

use std::path::PathBuf;

use thiserror::Error;

/// Why something about a network failed.
#[derive(Debug, Error)]
pub enum LanguageError {
    /// A tensor operation failed; shapes that do not fit are the usual cause.
    #[error("a tensor operation failed: {0}; check that the data and the model belong together")]
    Tensor(#[from] candle_core::Error),
    /// The examples do not fit each other or the model.
    #[error("the training data does not fit: {0}")]
    Shape(String),
    /// Training left the numbers.
    #[error("the loss is no longer a finite number in epoch {epoch}; lower the learning rate")]
    Diverged {
        /// The epoch, from 1.
        epoch: usize,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}; check that the folder exists and can be written", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A weight file is not what it should be.
    #[error("{path}: {reason}; fetch or train the model again", path = path.display())]
    Weights {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A checkpoint belongs to another run.
    #[error(
        "{path}: this checkpoint belongs to a run with other data or options; remove it to start again",
        path = path.display()
    )]
    OtherRun {
        /// The checkpoint.
        path: PathBuf,
    },
}

impl LanguageError {
    /// Wraps an input or output error with its file.
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    /// A weight file that is not what it should be.
    pub(crate) fn weights(path: &std::path::Path, reason: impl std::fmt::Display) -> Self {
        Self::Weights { path: path.to_owned(), reason: reason.to_string() }
    }
}
