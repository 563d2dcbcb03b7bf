//! The store: one SQLite file.
//!
//! One writer, which begins with `begin immediate` so that a transaction never fails half-way for
//! a lock, and several readers beside it (WAL). Queries are in `sql.rs` files of the features and
//! here, nowhere else, and are checked against `migrations/` when Hearth is compiled.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::path::Path;
use std::time::Duration;

/// A connection, inside a transaction or not; what query functions take.
pub type Conn = SqliteConnection;

/// A transaction of the one writer.
pub type Tx = Transaction<'static, Sqlite>;

/// The open store. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Opens the store at `path`, makes it when there is none, and brings its tables up to date.
    pub async fn open(path: &Path) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!().run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(3)
            .min_connections(0)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { writer, readers })
    }

    /// A transaction that may write. There is one at a time; never hold it over a network call.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        self.writer.begin_with("begin immediate").await
    }

    /// A view that does not change while it is read, beside the writer.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        self.readers.begin().await
    }

    /// Closes all connections, so that the file can be moved.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// An instant as the store keeps it: milliseconds since 1970.
pub fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// An instant that the store kept. What is out of range (a damaged row) becomes 1970.
pub fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

/// Whether the store could not write because the disk is full or the file is locked or read-only:
/// something that whoever runs Hearth can mend.
pub fn is_full(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    // SQLITE_BUSY 5, SQLITE_READONLY 8, SQLITE_IOERR 10, SQLITE_FULL 13; extended codes carry the
    // primary one in the low byte.
    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
    matches!(code & 0xff, 5 | 8 | 10 | 13)
}
