//! The store: one SQLite file.
//!
//! One writer, which begins with `begin immediate` so that a transaction never fails half-way for
//! a lock, and several readers beside it (WAL). Queries are in `sql.rs` files of the features and
//! here, nowhere else, and are checked against `migrations/` when Hearth is compiled.
//!
//! Opening looks before it touches: a file that is damaged, foreign, from a newer Hearth or
//! locked with another key stays as it is, byte for byte.

use jiff::Timestamp;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

mod backup;
mod checkpoint;
mod error;
mod file;
#[cfg(test)]
mod fixture;
mod key;
mod lock;
mod migrate;
#[cfg(test)]
mod offline;
mod open;
mod restore;
mod say;
mod verify;

pub use backup::{Backup, backup, recode};
pub use error::StoreError;
#[cfg(feature = "matrix")]
pub(crate) use file::write_private;
pub use key::StoreKey;
#[cfg(feature = "matrix")]
pub(crate) use lock::Lock;
pub use restore::{Restored, restore};
pub use say::say;
pub(crate) use say::{problem, shown};
pub use verify::{Counts, Problem, Report, verify};

/// A connection, inside a transaction or not; what query functions take.
pub type Conn = SqliteConnection;

/// A transaction of the one writer, or the view of a reader.
pub type Tx = Transaction<'static, Sqlite>;

/// A connection for one statement, which is a transaction of its own.
pub type Alone = PoolConnection<Sqlite>;

/// The open store. Cloning is cheap.
#[derive(Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    // After the pools, so that it is let go after them.
    place: Arc<Place>,
}

/// The file and the claim on it.
struct Place {
    path: Option<PathBuf>,
    key: Option<StoreKey>,
    checkpoints: Option<Arc<checkpoint::Checkpoints>>,
    /// Whether the writer was last told to wait for the disk. A new writer waits until it is told
    /// otherwise: should this ever be wrong, a statement waits that need not.
    waits: AtomicBool,
    lock: Mutex<Option<lock::Lock>>,
}

/// Begins what the disk has when it is committed. Waiting for the disk at the commit waits for all
/// that was committed before, because it is in the same log.
const KEPT: &str = "pragma synchronous = full; begin immediate";

/// Begins what does not wait for the disk.
const SOON: &str = "pragma synchronous = normal; begin immediate";

/// How much the writer keeps in memory while much is written at once; see `open.rs` for the usual. So do
/// the pages with which a statement would be taken back: in a file they would be more than the log.
const ROOMY: &str = "pragma cache_size = -49152; pragma temp_store = memory";

/// Gives back what is more than usual.
const USUAL: &str = "pragma cache_size = -8192; pragma temp_store = default; pragma shrink_memory";

/// Lets what follows not wait for the disk.
const ALONE: &str = "pragma synchronous = normal";

impl Store {
    /// Opens the store at `path`, makes it when there is none, and brings its tables up to date.
    ///
    /// The store is claimed until [`close`](Self::close), or until the last clone is dropped:
    /// a second `open` in the meantime, here or in another process, is [`StoreError::Locked`].
    pub async fn open(path: &Path, key: Option<&StoreKey>) -> Result<Self, StoreError> {
        open::open(path, key).await
    }

    /// A store that is gone when it is dropped. Its writer and its readers are one connection:
    /// who holds a transaction and asks for a second one waits for itself.
    pub async fn in_memory() -> Result<Self, StoreError> {
        open::in_memory().await
    }

    /// A transaction that may write. There is one at a time; never hold it over a network call.
    /// Once it is committed it is on the disk.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        self.note();
        let tx = self.writer.begin_with(KEPT).await?;
        self.place.waits.store(true, Ordering::Relaxed);
        Ok(tx)
    }

    /// As [`begin`](Self::begin), for what nobody is promised: once it is committed it outlives the
    /// process, but the disk has it only when the next transaction of `begin` is committed, or a
    /// moment later. A machine that loses power before that loses it whole, and nothing else.
    pub async fn begin_soon(&self) -> sqlx::Result<Tx> {
        self.note();
        let tx = self.writer.begin_with(SOON).await?;
        self.place.waits.store(false, Ordering::Relaxed);
        Ok(tx)
    }

    /// For one statement that writes what nobody is promised: as [`begin_soon`](Self::begin_soon) with
    /// that statement, but three times as quick, because it need not be begun and committed.
    pub async fn soon(&self) -> sqlx::Result<Alone> {
        self.note();
        let mut conn = self.writer.acquire().await?;
        // Whoever has the connection is alone in telling it how to wait.
        if self.place.waits.load(Ordering::Relaxed) {
            sqlx::query(ALONE).execute(&mut *conn).await?;
            self.place.waits.store(false, Ordering::Relaxed);
        }
        Ok(conn)
    }

    /// Lets the writer keep many pages in memory while thousands of rows are written (48 MB instead of
    /// 8), or no longer. Pages that are written again and again then go into the log once.
    pub async fn roomy(&self, much: bool) -> sqlx::Result<()> {
        let mut conn = self.writer.acquire().await?;
        let size = if much { ROOMY } else { USUAL };
        sqlx::raw_sql(size).execute(&mut *conn).await.map(drop)
    }

    fn note(&self) {
        if let Some(checkpoints) = &self.place.checkpoints {
            checkpoints.note();
        }
    }

    /// A view that does not change while it is read, beside the writer.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        self.readers.begin().await
    }

    /// For one statement that reads, beside the writer.
    pub async fn glance(&self) -> sqlx::Result<Alone> {
        self.readers.acquire().await
    }

    /// Writes a copy of the store, as it is now, to the new file `to`, while work goes on. The
    /// copy has the store's key. See [`backup`](fn@backup) for a store that another process has open.
    pub async fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        backup::online(self, to).await
    }

    /// Closes all connections and gives up the claim, so that the file can be moved. Waits for
    /// transactions that are still open.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Some(checkpoints) = &self.place.checkpoints {
            checkpoints.close().await;
        }
        self.writer.close().await;
        drop(self.place.lock.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// The store's file, or none for a store in memory.
    pub fn path(&self) -> Option<&Path> {
        self.place.path.as_deref()
    }

    /// The key of the file, for what an edge keeps in files of its own beside the store.
    #[cfg(feature = "matrix")]
    pub(crate) fn key(&self) -> Option<[u8; 32]> {
        self.place.key.as_ref().map(StoreKey::bytes)
    }

    /// Whether the file is encrypted.
    pub fn encrypted(&self) -> bool {
        self.place.key.is_some()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.place.path.as_deref().unwrap_or(Path::new(":memory:"));
        f.debug_struct("Store").field("path", &path).finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use super::fixture::{name_of, rename};
    use super::*;

    #[tokio::test]
    async fn a_view_does_not_change_while_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        rename(&store, "before").await;
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "before");
        rename(&store, "after").await;
        assert_eq!(name_of(&mut view).await, "before");
        drop(view);
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "after");
    }

    #[tokio::test]
    async fn each_transaction_waits_for_the_disk_as_it_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        for _ in 0..2 {
            let soon = store.begin_soon().await.expect("begins");
            assert_eq!(level(soon).await, 1);
            let kept = store.begin().await.expect("begins");
            assert_eq!(level(kept).await, 2);
            for _ in 0..2 {
                let mut alone = store.soon().await.expect("a connection");
                let level: i64 = sqlx::query_scalar("pragma synchronous")
                    .fetch_one(&mut *alone)
                    .await
                    .expect("a level");
                assert_eq!(level, 1);
            }
            let kept = store.begin().await.expect("begins");
            assert_eq!(level(kept).await, 2);
        }
    }

    /// How a transaction waits for the disk: 1 not, 2 at its end.
    async fn level(mut tx: Tx) -> i64 {
        let level = sqlx::query_scalar("pragma synchronous").fetch_one(&mut *tx).await;
        tx.commit().await.expect("commits");
        level.expect("a level")
    }

    /// What SQLite does by itself when the disk is full. The writer is one connection: were it lost,
    /// nothing could be kept until the next start.
    #[tokio::test]
    async fn a_transaction_that_sqlite_took_back_does_not_hold_up_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        rename(&store, "before").await;
        for _ in 0..2 {
            let mut tx = store.begin().await.expect("begins");
            sqlx::query("update community set slug = 'half'").execute(&mut *tx).await.expect("set");
            sqlx::query("rollback").execute(&mut *tx).await.expect("taken back");
            drop(tx);
            let mut view = store.read().await.expect("reads");
            sqlx::query("rollback").execute(&mut *view).await.expect("taken back");
        }
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "before");
        rename(&store, "after").await;
        let level = level(store.begin().await.expect("begins")).await;
        assert_eq!(level, 2, "the new connection is as the old one was");
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "after");
    }

    #[tokio::test]
    async fn a_view_cannot_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        let mut view = store.read().await.expect("reads");
        let error = sqlx::query("delete from community").execute(&mut *view).await;
        assert!(matches!(
            error.as_ref().map_err(StoreError::from_sqlx),
            Err(Some(StoreError::ReadOnly))
        ));
    }

    #[tokio::test]
    async fn a_store_in_memory_reads_what_it_wrote() {
        let store = Store::in_memory().await.expect("opens");
        rename(&store, "here").await;
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "here");
    }

    #[test]
    fn a_damaged_instant_is_1970_and_not_a_panic() {
        for millis in [i64::MIN, i64::MAX] {
            assert_eq!(instant(millis), Timestamp::UNIX_EPOCH);
        }
    }
}
