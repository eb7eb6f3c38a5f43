//! What can go wrong as a whole; single bad lines are counted in a [`Report`](crate::Report) instead.

use std::path::PathBuf;

/// Why a corpus could not be read or a data set not be written.
#[derive(Debug, thiserror::Error)]
pub enum CorporaError {
    /// A corpus' folder or file is not there.
    #[error("{}: the corpus `{corpus}` is not there; give the folder that holds it with --shared (or --own for passages), or leave it out with --only", path.display())]
    Missing {
        /// The corpus' name.
        corpus: &'static str,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("{}: {action} failed: {source}; check that it exists and that you may use it", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is not UTF-8 text.
    #[error("{}: byte {at} begins no UTF-8 character; convert the file to UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first bad byte.
        at: usize,
    },
    /// A file does not have the structure of its format.
    #[error("{}: {message}; fetch the file again from its source in PROVENANCE.csv", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the place in the file where it is known.
        message: String,
    },
    /// An example could not be written as JSON: a defect of this library.
    #[error("example {id}: cannot be written as JSON: {source}; please report this")]
    Json {
        /// The example's id.
        id: String,
        /// What the writer says.
        source: serde_json::Error,
    },
}
