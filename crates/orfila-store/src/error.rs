//! What can go wrong with the journal, where, and what the user can do about it.

use std::path::{Path, PathBuf};

use orfila_records::{DecisionId, DocumentId, RecordId, Violation};
use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the journal could not do what it was asked.
///
/// [`StoreError::is_user_fixable`] tells what the user can mend from faults of the program or the disk.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder cannot be made or written.
    #[error(
        "{}: the folder cannot be written ({reason}); give a folder you may write to, or change its permissions",
        path.display()
    )]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// There is no journal in the folder.
    #[error("{}: there is no journal here; name a project folder, or ingest documents to start one", path.display())]
    Missing {
        /// Where the journal was looked for.
        path: PathBuf,
    },
    /// The file is no journal of this program.
    #[error("{}: this file is not a journal of Orfila; move it away, or name another project folder", path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// A newer version of the program wrote the journal.
    #[error(
        "{}: the journal has schema version {found}, this program knows versions up to {known}; use a newer Orfila",
        path.display()
    )]
    NewerSchema {
        /// The journal.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Another process holds the journal and did not let go in time.
    #[error("{}: another process is writing to the journal; wait for it to finish, or stop it, and try again", path.display())]
    Locked {
        /// The journal.
        path: PathBuf,
    },
    /// There is no space left.
    #[error("{}: the disk is full; free some space and run again: what was committed is safe", path.display())]
    DiskFull {
        /// The journal.
        path: PathBuf,
    },
    /// The journal was opened for reading only, or its file is write-protected.
    #[error("{}: the journal is open for reading only; open it for writing, or change its permissions", path.display())]
    ReadOnly {
        /// The journal.
        path: PathBuf,
    },
    /// Something that was to be committed breaks a rule. Nothing of the document was stored.
    #[error("document {document}, record {record}: {violation}; nothing of this document was stored")]
    Invalid {
        /// The document.
        document: DocumentId,
        /// The record, or `-` if the document itself breaks the rule.
        record: String,
        /// Field and rule.
        violation: Violation,
    },
    /// The journal holds no such record.
    #[error("record {record}: the journal holds no such record; take the id from `review next` or a search")]
    UnknownRecord {
        /// The identifier.
        record: RecordId,
    },
    /// A decision breaks a rule.
    #[error("record {record}: the decision was refused: {reason}; {remedy}")]
    DecisionRefused {
        /// The record it is about.
        record: RecordId,
        /// Which rule it breaks.
        reason: String,
        /// What the curator can do.
        remedy: String,
    },
    /// Somebody decided since the record was looked at.
    #[error(
        "record {record}: somebody decided about it since you looked (its last decision is {}); look again, then decide",
        found.as_ref().map_or("none", DecisionId::as_str)
    )]
    Conflict {
        /// The record.
        record: RecordId,
        /// The decision that the curator took for the last one.
        expected: Option<DecisionId>,
        /// The decision that is the last one.
        found: Option<DecisionId>,
    },
    /// A line of an import cannot be taken over. Lines before it were.
    #[error("line {line}: {reason}; mend or remove the line and import again: what was taken over is not doubled")]
    Import {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// An export or import stream failed.
    #[error("reading or writing the exchanged lines failed: {0}; check the file and its disk")]
    Exchange(#[from] std::io::Error),
    /// What is stored cannot be understood: the file was changed by something else, or the disk is failing.
    #[error("{}: {what}; run `orfila audit verify`, and restore a copy of the journal if it reports damage", path.display())]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Writing failed on the disk earlier; nothing more is written before the journal is opened again.
    #[error("{}: an earlier write failed on the disk; check the disk, then start again: what was committed is safe", path.display())]
    Stopped {
        /// The journal.
        path: PathBuf,
    },
    /// The database refused an operation: a fault of the program.
    #[error("{}: the journal's database failed; please report this", path.display())]
    Database {
        /// The journal.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: rusqlite::Error,
    },
    /// Something could not be put into JSON: a fault of the program.
    #[error("{what} could not be written as JSON; please report this")]
    Encoding {
        /// What it was.
        what: &'static str,
        /// What the encoder said.
        #[source]
        source: serde_json::Error,
    },
}

impl StoreError {
    /// Whether the user can mend it; otherwise it is a fault of the program, the file or the disk.
    #[must_use]
    pub fn is_user_fixable(&self) -> bool {
        !matches!(
            self,
            Self::Damaged { .. }
                | Self::Stopped { .. }
                | Self::Database { .. }
                | Self::Encoding { .. }
                | Self::Invalid { .. }
        )
    }
}

/// A failure inside the crate that does not know yet where the journal lies.
#[derive(Debug)]
pub(crate) enum Fault {
    /// From the database.
    Sqlite(rusqlite::Error),
    /// What is stored makes no sense.
    Damaged(String),
    /// Complete already.
    Store(Box<StoreError>),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(error) => error.fmt(f),
            Self::Damaged(what) => f.write_str(what),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl Fault {
    /// A stored value that does not parse.
    pub(crate) fn damaged(what: &str, id: &str, error: &dyn std::fmt::Display) -> Self {
        Self::Damaged(format!("the stored {what} {id} does not parse ({error})"))
    }

    /// Whether the operating system failed at a write, after which nothing more may be written.
    pub(crate) fn is_disk_failure(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure))
    }

    /// The failure with its place.
    pub(crate) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Store(error) => *error,
            Self::Damaged(what) => StoreError::Damaged { path, what },
            Self::Sqlite(error) => database(path, error),
        }
    }
}

fn database(path: PathBuf, error: rusqlite::Error) -> StoreError {
    use rusqlite::Error as E;
    if matches!(error, E::FromSqlConversionFailure(..) | E::InvalidColumnType(..) | E::IntegralValueOutOfRange(..)) {
        return StoreError::Damaged { path, what: format!("a stored value has the wrong type ({error})") };
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Locked { path }
        }
        Some(ErrorCode::DiskFull) => StoreError::DiskFull { path },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::NotWritable { path, reason: error.to_string() }
        }
        Some(ErrorCode::NotADatabase) => StoreError::NotAJournal { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => {
            StoreError::Damaged { path, what: error.to_string() }
        }
        _ => StoreError::Database { path, source: error },
    }
}
