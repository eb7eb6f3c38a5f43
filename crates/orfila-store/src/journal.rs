//! Opening the journal, and the transactions around everything that is done with it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::error::{Fault, StoreError};
use crate::schema::{self, Found, JOURNAL_VERSION};

/// The journal's file in a project folder.
pub const FILE_NAME: &str = "journal.db";

/// How long a process waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(15);

/// The journal of a project: documents, runs, records, losses, refusals and decisions in one ordered, append-only log.
///
/// It lies in one SQLite file in WAL mode and is durable at commit (`synchronous = FULL`). Several processes may read
/// while one writes; a second writer waits up to 15 seconds ([`Journal::set_patience`]) and then gets
/// [`StoreError::Locked`]. A `Journal` can move between threads and is not shared between them: open one per thread,
/// or put it behind a mutex. WAL mode needs a local disk: a network file system will not do.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    read_only: bool,
    stopped: bool,
}

impl Journal {
    /// Opens the journal in `folder`, making folder and journal if they are not there.
    ///
    /// # Errors
    /// [`StoreError::NotWritable`], [`StoreError::NotAJournal`], [`StoreError::NewerSchema`], [`StoreError::Locked`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::NotWritable { path: folder.to_owned(), reason: error.to_string() })?;
        let path = folder.join(FILE_NAME);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(Fault::from)
            .and_then(configure)
            .map_err(|fault| fault.at(&path))?;
        let mut journal = Self { connection, path, read_only: false, stopped: false };
        journal.prepare_for_writing().map_err(|fault| fault.at(&journal.path))?;
        journal.refuse_unknown()?;
        Ok(journal)
    }

    /// Opens the journal in `folder` for reading alone.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none, else as [`Journal::open`].
    pub fn open_read_only(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        if !path.exists() {
            return Err(StoreError::Missing { path });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(Fault::from)
            .and_then(configure)
            .map_err(|fault| fault.at(&path))?;
        let journal = Self { connection, path, read_only: true, stopped: false };
        journal.refuse_unknown()?;
        Ok(journal)
    }

    /// The journal's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another process that is writing, before [`StoreError::Locked`].
    ///
    /// # Errors
    /// [`StoreError::Database`] if the database refuses.
    pub fn set_patience(&self, patience: Duration) -> Result<(), StoreError> {
        self.connection.busy_timeout(patience).map_err(|error| Fault::from(error).at(&self.path))
    }

    /// WAL is switched on after the file is known to be ours, so that another program's database is left as it was.
    fn prepare_for_writing(&mut self) -> Result<(), Fault> {
        let found = schema::inspect(&self.connection)?;
        if matches!(found, Found::Newer(_) | Found::Foreign) {
            return Ok(());
        }
        self.switch_to_wal()?;
        if matches!(found, Found::Empty) {
            schema::create(&mut self.connection)?;
        }
        Ok(())
    }

    /// SQLite does not wait for other connections when the journal mode is switched, whatever the busy timeout says: two
    /// processes that open a fresh journal at once meet here, and one has to try again.
    fn switch_to_wal(&self) -> Result<(), Fault> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)) {
                Ok(_) => return Ok(()),
                Err(error) if is_busy(&error) && Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn refuse_unknown(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        match schema::inspect(&self.connection).map_err(|fault| fault.at(&self.path))? {
            Found::Known => Ok(()),
            Found::Empty => Err(StoreError::Missing { path }),
            Found::Newer(found) => Err(StoreError::NewerSchema { path, found, known: JOURNAL_VERSION }),
            Found::Foreign => Err(StoreError::NotAJournal { path }),
        }
    }

    /// Runs `work` in one transaction that sees one state of the journal.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        let snapshot = || {
            let transaction = self.connection.unchecked_transaction()?;
            work(&transaction)
        };
        snapshot().map_err(|fault: Fault| fault.at(&self.path))
    }

    /// Runs `work` in one transaction that is the only writer; all of it is committed, or nothing.
    ///
    /// After a failed write to the disk nothing is tried again: the kernel may have dropped the pages that it could
    /// not write, so that a second attempt would seem to succeed (Rebello et al., "Can Applications Recover from fsync
    /// Failures?", USENIX ATC 2020).
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        if self.stopped {
            return Err(StoreError::Stopped { path: self.path.clone() });
        }
        let result = commit(&mut self.connection, work);
        self.stopped = result.as_ref().is_err_and(Fault::is_disk_failure);
        result.map_err(|fault| fault.at(&self.path))
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}

fn commit<T>(connection: &mut Connection, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn configure(connection: Connection) -> Result<Connection, Fault> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}
