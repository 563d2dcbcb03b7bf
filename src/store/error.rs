//! What can be wrong with a store. [`say`](fn@super::say) has the sentence for each.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key does not open the file. SQLCipher cannot tell a wrong key from damage.
    #[error("{0}: wrong key, or the file is damaged")]
    WrongKey(PathBuf),
    /// A key is configured, but the file is not encrypted.
    #[error("{0}: a key is given, but the store is not encrypted")]
    Plain(PathBuf),
    /// The file looks encrypted, and no key is configured.
    #[error("{0}: encrypted, and no key is given")]
    KeyMissing(PathBuf),
    /// The file that is named for the key is not there.
    #[error("{0}: no key file")]
    NoKeyFile(PathBuf),
    /// A key is configured, but this Hearth was built without the feature `sqlcipher`.
    #[error("a key is given, but this build cannot encrypt")]
    NoCipher,
    /// The text is not a key: 64 hexadecimal digits. The text itself is never part of the error.
    #[error("not a key (64 hexadecimal digits)")]
    KeyForm,
    /// Others than its owner can read the key file.
    #[error("{path}: a key file with mode {mode:o}, which others can read")]
    KeyExposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file is not a store of Hearth.
    #[error("{0}: not a Hearth store")]
    NotAStore(PathBuf),
    /// The file is, or was, an SQLite file, and part of it cannot be read.
    #[error("{0}: damaged")]
    Damaged(PathBuf),
    /// A newer Hearth has changed the tables. Nothing was touched.
    #[error("{path}: schema {found}, this Hearth knows {known}")]
    Newer {
        /// The store.
        path: PathBuf,
        /// The newest migration in the file.
        found: i64,
        /// The newest migration that this Hearth knows.
        known: i64,
    },
    /// The file was made with another text of a migration. Nothing was touched.
    #[error("{path}: migration {version} differs")]
    Changed {
        /// The store.
        path: PathBuf,
        /// The first migration that differs.
        version: i64,
    },
    /// A Hearth has the store open.
    #[error("{0}: in use")]
    Locked(PathBuf),
    /// Something is already there, and is never overwritten.
    #[error("{0}: exists")]
    Exists(PathBuf),
    /// There is no such file or folder.
    #[error("{0}: not found")]
    Missing(PathBuf),
    /// The file or its folder may not be read or written.
    #[error("{0}: permission denied")]
    Denied(PathBuf),
    /// The two files that should differ are one.
    #[error("{0}: the same file")]
    Same(PathBuf),
    /// The file can be opened, but [`verify`](fn@super::verify) found something in it.
    #[error("{path}: {} problems", problems.len())]
    Unsound {
        /// The file.
        path: PathBuf,
        /// What was found; at least one.
        problems: Vec<super::Problem>,
    },
    /// The disk is full, or a limit on the file's size was reached. What was asked was not done.
    #[error("the disk is full")]
    Full,
    /// The disk did not read or write.
    #[error("the disk does not answer: {0}")]
    Disk(String),
    /// The store can be read but not written.
    #[error("the store is read-only")]
    ReadOnly,
    /// While running: part of the store cannot be read.
    #[error("the store is damaged")]
    Torn,
    /// While running: another program held the store for longer than we wait.
    #[error("the store is held by another program")]
    Busy,
    /// A file did not do what files do.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else that SQLite said.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

// Result codes, https://www.sqlite.org/rescode.html. The low byte is the kind.
const PERM: i32 = 3;
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const READONLY: i32 = 8;
const IOERR: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANTOPEN: i32 = 14;
const NOTADB: i32 = 26;
const IOERR_WRITE: i32 = 778;
const IOERR_SHMSIZE: i32 = 4874;

impl StoreError {
    /// What an error of a query means, where it is the store's condition and not a defect of the
    /// query; none otherwise.
    pub fn from_sqlx(error: &sqlx::Error) -> Option<Self> {
        let code = code(error)?;
        Some(match (code & 0xff, code) {
            // Where room for the log's index or for a page cannot be had, the system says
            // "no space" only to some of the calls.
            (FULL, _) | (IOERR, IOERR_WRITE | IOERR_SHMSIZE) => Self::Full,
            (IOERR, _) => Self::Disk(error.to_string()),
            (READONLY | PERM | CANTOPEN, _) => Self::ReadOnly,
            (CORRUPT | NOTADB, _) => Self::Torn,
            (BUSY | LOCKED, _) => Self::Busy,
            _ => return None,
        })
    }

    /// What an error means while the file at `path` is opened.
    pub(super) fn opening(path: &Path, keyed: bool, error: sqlx::Error) -> Self {
        match code(&error).map(|code| code & 0xff) {
            Some(NOTADB) if keyed => Self::WrongKey(path.into()),
            Some(NOTADB) => Self::NotAStore(path.into()),
            Some(CORRUPT) => Self::Damaged(path.into()),
            Some(PERM | READONLY | CANTOPEN) => Self::Denied(path.into()),
            _ => Self::from_sqlx(&error).unwrap_or(Self::Database(error)),
        }
    }

    /// What an error of the file system means.
    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing(path),
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Denied(path)
            }
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            _ => Self::File { path, source },
        }
    }
}

/// SQLite's extended result code.
fn code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::fixture::{name_of, rename};
    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_said_and_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        rename(&store, "before").await;
        let mut tx = store.begin().await.expect("begins");
        sqlx::query("pragma max_page_count = 1").execute(&mut *tx).await.expect("a limit");
        let much = "much ".repeat(10_000);
        let error = sqlx::query("update community set slug = ?1")
            .bind(&much)
            .execute(&mut *tx)
            .await
            .expect_err("no room");
        assert!(matches!(StoreError::from_sqlx(&error), Some(StoreError::Full)), "{error}");
        drop(tx);
        let mut view = store.read().await.expect("reads");
        assert_eq!(name_of(&mut view).await, "before");
    }

    #[test]
    fn an_error_of_the_file_system_is_told_by_its_kind() {
        use io::ErrorKind::*;
        type Judge = fn(&StoreError) -> bool;
        let cases: [(io::ErrorKind, Judge); 8] = [
            (NotFound, |e| matches!(e, StoreError::Missing(_))),
            (AlreadyExists, |e| matches!(e, StoreError::Exists(_))),
            (PermissionDenied, |e| matches!(e, StoreError::Denied(_))),
            (ReadOnlyFilesystem, |e| matches!(e, StoreError::Denied(_))),
            (StorageFull, |e| matches!(e, StoreError::Full)),
            (QuotaExceeded, |e| matches!(e, StoreError::Full)),
            (FileTooLarge, |e| matches!(e, StoreError::Full)),
            (TimedOut, |e| matches!(e, StoreError::File { .. })),
        ];
        for (kind, judge) in cases {
            let error = StoreError::file(Path::new("h.db"), kind.into());
            assert!(judge(&error), "{kind:?}: {error:?}");
        }
    }

    #[tokio::test]
    async fn a_mistake_in_a_query_is_not_the_store_s_condition() {
        let store = Store::in_memory().await.expect("opens");
        let mut tx = store.begin().await.expect("begins");
        let error = sqlx::query("select nothing").execute(&mut *tx).await.expect_err("no column");
        assert!(StoreError::from_sqlx(&error).is_none());
        assert!(StoreError::from_sqlx(&sqlx::Error::RowNotFound).is_none());
    }
}
