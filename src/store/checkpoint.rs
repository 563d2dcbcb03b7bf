//! Moves what the log holds into the file, beside the work: a turn that happens to fill the log
//! does not pay for the turns before it.
//!
//! SQLite itself would do this in the transaction that brings the log to a thousand pages, which is
//! one turn in fifty: it writes hundreds of pages to and fro and waits twice for the disk. What is
//! durable does not change: a transaction is on the disk with the log, wherever its pages are.

use super::Conn;
use sqlx::SqlitePool;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// After so many transactions the log is moved; of usual ones it then has one or two thousand pages. Few
/// enough to be read in a moment after a crash, and seldom enough that hardly a turn meets it.
const EVERY: u32 = 512;

/// Bytes to which SQLite cuts the log when it begins anew.
pub(super) const LOG: u64 = 8 << 20;

/// Bytes from which on it is moved before that. Not much earlier: what many transactions one after
/// the other write again and again is moved once.
const FULL: u64 = 16 << 20;

/// Pages of a log that is to begin anew, even if the writer has to wait until it can.
const LONG: i64 = 2_000;

/// Pages at which the writer helps itself, should nobody else move the log.
pub(super) const MOST: u32 = 16_384;

/// Moves the log of one store.
#[derive(Debug)]
pub(super) struct Checkpoints {
    log: PathBuf,
    writer: SqlitePool,
    /// One connection of its own, as one that is busy with the log cannot do anything else.
    beside: SqlitePool,
    begun: AtomicU32,
    moving: AtomicBool,
}

impl Checkpoints {
    pub(super) fn new(log: PathBuf, writer: SqlitePool, beside: SqlitePool) -> Self {
        Self { log, writer, beside, begun: AtomicU32::new(0), moving: AtomicBool::new(false) }
    }

    /// Notes that a transaction begins, and has the log moved when it is time for that.
    pub(super) fn note(self: &Arc<Self>) {
        let begun = self.begun.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let long = || self.log.metadata().is_ok_and(|log| log.len() > FULL);
        if (begun < EVERY && !long()) || self.moving.swap(true, Ordering::AcqRel) {
            return;
        }
        self.begun.store(0, Ordering::Relaxed);
        let this = Arc::clone(self);
        tokio::spawn(async move {
            match this.run().await {
                // The last one who closes a store moves the log anyway.
                Ok(()) | Err(sqlx::Error::PoolClosed) => {}
                Err(error) => tracing::warn!(%error, "the store's log could not be moved"),
            }
            this.moving.store(false, Ordering::Release);
        });
    }

    /// Moves the log.
    async fn run(&self) -> sqlx::Result<()> {
        let (pages, moved) = move_log(&mut *self.beside.acquire().await?).await?;
        // It begins anew when all of it was moved. While many write, something was added meanwhile;
        // that little is moved while nobody can add to it.
        if moved < pages && pages > LONG {
            move_log(&mut *self.writer.acquire().await?).await?;
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.beside.close().await;
    }
}

/// Moves what can be moved without waiting for anybody who reads or writes. Gives how many pages
/// the log has, and how many of them are in the file now.
async fn move_log(conn: &mut Conn) -> sqlx::Result<(i64, i64)> {
    let (_, pages, moved): (i64, i64, i64) =
        sqlx::query_as("pragma wal_checkpoint(passive)").fetch_one(conn).await?;
    Ok((pages, moved))
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::fixture::{name_of, rename};
    use super::*;
    use std::path::Path;

    fn log_of(path: &Path) -> u64 {
        super::super::file::beside(path, super::super::file::WAL).metadata().expect("a log").len()
    }

    /// Writes more than the log should have, in one transaction.
    async fn write_much(store: &Store) {
        let mut tx = store.writer.begin().await.expect("begins");
        for number in 0..2_500 {
            sqlx::query("insert into link_code (code, person_id, expires_at) values (?1, 1, 0)")
                .bind(format!("{number:03000}"))
                .execute(&mut *tx)
                .await
                .expect("inserted");
        }
        tx.commit().await.expect("commits");
    }

    async fn open(path: &Path) -> (Store, Arc<Checkpoints>) {
        let store = Store::open(path, None).await.expect("opens");
        sqlx::query("insert into person (id, created_at) values (1, 0)")
            .execute(&store.writer)
            .await
            .expect("inserted");
        let checkpoints = store.place.checkpoints.clone().expect("a store on disk has them");
        (store, checkpoints)
    }

    #[tokio::test]
    async fn a_log_that_was_moved_begins_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let (store, checkpoints) = open(&path).await;
        write_much(&store).await;
        assert!(log_of(&path) > LOG);
        checkpoints.run().await.expect("moved");
        rename(&store, "after").await;
        assert_eq!(log_of(&path), LOG, "it was cut when it began anew");
    }

    #[tokio::test]
    async fn whoever_reads_goes_on_reading_and_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let (store, checkpoints) = open(&path).await;
        rename(&store, "before").await;
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "before");
        rename(&store, "after").await;
        write_much(&store).await;
        let long = log_of(&path);
        checkpoints.run().await.expect("moved in part");
        rename(&store, "later").await;
        assert!(log_of(&path) > long, "what is read stays in the log");
        assert_eq!(name_of(&mut view).await, "before");
        // Dropped, it would end a moment later.
        view.commit().await.expect("ends");
        checkpoints.run().await.expect("moved");
        rename(&store, "last").await;
        assert_eq!(log_of(&path), LOG);
        assert_eq!(name_of(&mut store.read().await.expect("reads")).await, "last");
    }

    #[tokio::test]
    async fn the_log_is_moved_without_being_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let (store, checkpoints) = open(&path).await;
        for number in 1..EVERY {
            rename(&store, &format!("name {number}")).await;
            assert!(!checkpoints.moving.load(Ordering::Acquire), "{number}");
        }
        drop(store.begin().await.expect("begins"));
        while checkpoints.moving.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }
        rename(&store, "after").await;
        let (pages, _) = {
            let mut conn = checkpoints.beside.acquire().await.expect("a connection");
            move_log(&mut conn).await.expect("moved")
        };
        assert!(pages < i64::from(EVERY), "{pages}: it did not begin anew");
        store.close().await;
        assert!(!super::super::file::beside(&path, super::super::file::WAL).exists());
    }
}
