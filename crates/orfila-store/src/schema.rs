//! The journal's tables, and the triggers that keep them append-only.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::Fault;

/// Version of the tables, kept in SQLite's `user_version`.
pub const JOURNAL_VERSION: i64 = 1;

/// `Orfi` as SQLite's `application_id`, so that another program's database is not taken for a journal.
const APPLICATION: i64 = 0x4F72_6669;

/// Tables that hold the truth: rows are inserted and never changed. Beside each the columns of its primary key.
pub(crate) const JOURNAL_TABLES: [(&str, &[&str]); 10] = [
    ("events", &["seq"]),
    ("runs", &["id"]),
    ("documents", &["id"]),
    ("readings", &["hash"]),
    ("extractions", &["document", "run"]),
    ("records", &["id"]),
    ("losses", &["document", "run", "ordinal"]),
    ("passage_outcomes", &["document", "run", "ordinal"]),
    ("refusals", &["id"]),
    ("decisions", &["id"]),
];

/// `current_records` alone is a projection: it follows from the other tables and may be rewritten.
const TABLES: &str = "
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE runs (
    id TEXT PRIMARY KEY, description TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES events(seq)
) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, seq INTEGER NOT NULL REFERENCES events(seq)
) STRICT;
CREATE TABLE readings (
    hash TEXT PRIMARY KEY, json TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES events(seq)
) STRICT;
CREATE TABLE extractions (
    document TEXT NOT NULL REFERENCES documents(id), run TEXT NOT NULL REFERENCES runs(id),
    reading TEXT NOT NULL REFERENCES readings(hash), digest TEXT NOT NULL, path TEXT NOT NULL,
    byte_length INTEGER NOT NULL, file_name TEXT NOT NULL, format TEXT NOT NULL, title TEXT, pages INTEGER NOT NULL,
    passages INTEGER NOT NULL, problems INTEGER NOT NULL, characters_read INTEGER NOT NULL,
    characters_left_out INTEGER NOT NULL, characters_unexplained INTEGER NOT NULL, records INTEGER NOT NULL,
    losses INTEGER NOT NULL, outcomes INTEGER NOT NULL, seq INTEGER NOT NULL UNIQUE REFERENCES events(seq),
    PRIMARY KEY (document, run)
) STRICT;
CREATE INDEX extractions_by_document ON extractions(document, seq);
CREATE INDEX extractions_by_path ON extractions(path);
CREATE TABLE records (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, run TEXT NOT NULL, ordinal INTEGER NOT NULL, json TEXT NOT NULL,
    UNIQUE (document, run, ordinal), FOREIGN KEY (document, run) REFERENCES extractions(document, run)
) STRICT;
CREATE TABLE losses (
    document TEXT NOT NULL, run TEXT NOT NULL, ordinal INTEGER NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
    page INTEGER, start INTEGER, \"end\" INTEGER, text TEXT NOT NULL, characters INTEGER NOT NULL, detail TEXT,
    PRIMARY KEY (document, run, ordinal), FOREIGN KEY (document, run) REFERENCES extractions(document, run)
) STRICT;
CREATE TABLE passage_outcomes (
    document TEXT NOT NULL, run TEXT NOT NULL, ordinal INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (document, run, ordinal), FOREIGN KEY (document, run) REFERENCES extractions(document, run)
) STRICT;
CREATE TABLE refusals (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), run TEXT NOT NULL REFERENCES runs(id),
    path TEXT NOT NULL, byte_length INTEGER, by_path INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    remedy TEXT NOT NULL, seq INTEGER NOT NULL UNIQUE REFERENCES events(seq)
) STRICT;
CREATE INDEX refusals_by_document ON refusals(document, seq);
CREATE TABLE decisions (
    id TEXT PRIMARY KEY, record TEXT NOT NULL REFERENCES records(id), ordinal INTEGER NOT NULL, json TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE REFERENCES events(seq), UNIQUE (record, ordinal)
) STRICT;
CREATE TABLE current_records (
    record TEXT PRIMARY KEY REFERENCES records(id), document TEXT NOT NULL, seq INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, kind TEXT NOT NULL, substance_key TEXT NOT NULL, substance_name TEXT NOT NULL,
    casrn TEXT, status TEXT NOT NULL, decisions INTEGER NOT NULL, attention INTEGER NOT NULL, confidence REAL NOT NULL
) STRICT;
CREATE INDEX current_by_document ON current_records(document);
CREATE INDEX current_by_substance ON current_records(substance_key, kind);
CREATE INDEX current_in_order ON current_records(seq, ordinal);
CREATE INDEX current_by_status ON current_records(status, attention, confidence);
CREATE VIEW current_extractions AS SELECT * FROM extractions AS e
    WHERE e.seq = (SELECT MAX(newer.seq) FROM extractions AS newer WHERE newer.document = e.document);
";

/// Triggers for one table. The one on INSERT stops `INSERT OR REPLACE`, which removes a row without a DELETE trigger.
fn triggers(table: &str, key: &[&str]) -> String {
    let same: Vec<String> = key.iter().map(|column| format!("{column} = NEW.{column}")).collect();
    let same = same.join(" AND ");
    let refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;";
    format!(
        "CREATE TRIGGER {table}_is_never_updated BEFORE UPDATE ON {table} {refuse}
         CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} {refuse}
         CREATE TRIGGER {table}_is_never_replaced BEFORE INSERT ON {table}
             WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )
}

/// What an opened file turned out to be.
pub(crate) enum Found {
    /// A journal of a version that this program knows.
    Known,
    /// An empty database.
    Empty,
    /// A journal of a newer version.
    Newer(i64),
    /// Another program's database.
    Foreign,
}

/// What the opened file is.
pub(crate) fn inspect(connection: &Connection) -> Result<Found, Fault> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (version, application) = (pragma("user_version")?, pragma("application_id")?);
    let tables: i64 = connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version) {
        (APPLICATION, version) if version > JOURNAL_VERSION => Found::Newer(version),
        (APPLICATION, JOURNAL_VERSION) => Found::Known,
        (0, 0) if tables == 0 => Found::Empty,
        _ => Found::Foreign,
    })
}

/// Makes the tables in one transaction, unless another process made them in the meantime.
pub(crate) fn create(connection: &mut Connection) -> Result<(), Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if matches!(inspect(&transaction)?, Found::Empty) {
        transaction.execute_batch(TABLES)?;
        for (table, key) in JOURNAL_TABLES {
            transaction.execute_batch(&triggers(table, key))?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", JOURNAL_VERSION)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
pub(crate) fn drop_triggers(connection: &Connection) {
    for (table, _) in JOURNAL_TABLES {
        for rule in ["updated", "deleted", "replaced"] {
            connection.execute_batch(&format!("DROP TRIGGER {table}_is_never_{rule}")).unwrap();
        }
    }
}
