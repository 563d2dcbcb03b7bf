//! Opening: look, claim, look again, and only then touch.

use super::checkpoint::{self, Checkpoints};
use super::migrate::{self, State};
use super::{Place, Store, StoreError, StoreKey, file, lock};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a plain SQLite file begins. An encrypted one begins with a random salt.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Bytes of a page of an encrypted file: its length is a multiple of it.
const CIPHER_PAGE: u64 = 4096;

/// What is at a path, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, or an empty one.
    Nothing,
    /// A file that may be a store.
    File,
}

pub(super) async fn open(path: &Path, key: Option<&StoreKey>) -> Result<Store, StoreError> {
    need_cipher(key)?;
    let path = file::absolute(path)?;
    // A foreign file does not even get a lock file beside it.
    look(&path, key).await?;
    let lock = lock::Lock::claim(&path)?;
    if look(&path, key).await?.is_none() && !path.exists() {
        // SQLite gives its log the mode of the file, so this one call makes all of it private.
        drop(file::create_private(&path)?);
    }
    let failed = |error| StoreError::opening(&path, key.is_some(), error);
    let options = options(&path, key);
    let writer = pool_of_file(1).connect_with(writing(options.clone())).await.map_err(failed)?;
    prepare(&writer, &path, key).await?;
    let beside = pool_of_file(1)
        .idle_timeout(Duration::from_mins(1))
        .connect_lazy_with(options.clone().pragma("cache_size", "-64"));
    let readers = pool_of_file(3)
        .idle_timeout(Duration::from_mins(1))
        .connect_lazy_with(options.read_only(true).pragma("cache_size", "-2048"));
    let log = file::beside(&path, file::WAL);
    let checkpoints = Some(Arc::new(Checkpoints::new(log, writer.clone(), beside)));
    let key = key.cloned();
    let waits = AtomicBool::new(true);
    let place = Place { path: Some(path), key, checkpoints, waits, lock: Mutex::new(Some(lock)) };
    Ok(Store { writer, readers, place: Arc::new(place) })
}

pub(super) async fn in_memory() -> Result<Store, StoreError> {
    // Each connection would be a store of its own, so there is one, and it is never replaced.
    // It is in memory by its name: with `in_memory(true)` a backup of it would be, too.
    let options = SqliteConnectOptions::new().filename(":memory:").foreign_keys(true);
    let writer = pool(1).connect_with(options).await?;
    let path = Path::new(":memory:");
    prepare(&writer, path, None).await?;
    let readers = writer.clone();
    let waits = AtomicBool::new(true);
    let lock = Mutex::new(None);
    let place = Place { path: None, key: None, checkpoints: None, waits, lock };
    Ok(Store { writer, readers, place: Arc::new(place) })
}

async fn prepare(
    writer: &SqlitePool,
    path: &Path,
    key: Option<&StoreKey>,
) -> Result<(), StoreError> {
    let failed = |error| StoreError::opening(path, key.is_some(), error);
    let mut conn = writer.acquire().await.map_err(failed)?;
    if key.is_some() {
        // An SQLite that is not SQLCipher takes the key and writes a plain file.
        let version: Option<String> = sqlx::query_scalar("pragma cipher_version")
            .fetch_optional(&mut *conn)
            .await
            .map_err(failed)?;
        version.ok_or(StoreError::NoCipher)?;
    }
    migrate::run(&mut conn, path, key.is_some()).await
}

/// A key needs a build that can use it: a store that should be encrypted is never a plain one.
pub(super) fn need_cipher(key: Option<&StoreKey>) -> Result<(), StoreError> {
    if key.is_some() && !cfg!(feature = "sqlcipher") {
        return Err(StoreError::NoCipher);
    }
    Ok(())
}

/// What every connection to a file has in common.
pub(super) fn options(path: &Path, key: Option<&StoreKey>) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(10))
        // SQLite works on a thread of its own, which would otherwise wait after each fifty rows until
        // somebody has taken them.
        .row_buffer_size(1_024)
        // sqlx would log slow statements, and the statement that sets the key is one.
        .disable_statement_logging();
    let Some(key) = key else { return options };
    // sqlx sends `key` before everything else. The log is SQLCipher's own, on standard error.
    options.pragma("key", key.pragma()).pragma("cipher_log", "off")
}

fn writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What somebody erases is overwritten, not only forgotten.
        .pragma("secure_delete", "on")
        // KiB; the whole store of a usual community fits, and so do the pages that an import or
        // a full minute writes again and again. Idle memory stays small, as a page is only kept
        // once it was read.
        .pragma("cache_size", "-8192")
        // Otherwise the log keeps the size of the largest import there ever was.
        .pragma("journal_size_limit", checkpoint::LOG.to_string())
        // Only should the log not be moved beside the work.
        .pragma("wal_autocheckpoint", checkpoint::MOST.to_string())
        .optimize_on_close(true, 400)
}

/// Connections to a file. When the disk refuses a write, SQLite takes the transaction back by
/// itself; sqlx then cannot, and counts the connection as inside a transaction for ever, so that
/// no other can begin on it. Such a connection is replaced before it is used again.
fn pool_of_file(most: u32) -> SqlitePoolOptions {
    pool(most).before_acquire(|conn, _| {
        let free = !conn.is_in_transaction();
        Box::pin(async move { Ok(free) })
    })
}

fn pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(0)
        .idle_timeout(None)
        .max_lifetime(None)
        // A file does not hang up.
        .test_before_acquire(false)
}

/// Looks at what is at `path` without changing it. None: nothing yet.
pub(super) async fn look(path: &Path, key: Option<&StoreKey>) -> Result<Option<State>, StoreError> {
    if sniff(path, key)? == Found::Nothing {
        return Ok(None);
    }
    let mut conn = reading(path, key).await?;
    let state = migrate::inspect(&mut conn, path, key.is_some()).await;
    let _ = conn.close().await;
    state.map(Some)
}

/// A connection that changes nothing, not even the files beside.
pub(super) async fn reading(
    path: &Path,
    key: Option<&StoreKey>,
) -> Result<SqliteConnection, StoreError> {
    // What a crash left half-way without a log must be undone before anything can be read.
    let torn = file::beside(path, file::JOURNAL).metadata().is_ok_and(|found| found.len() > 0);
    // Without a log nobody has the file open, and SQLite need not make one to read.
    let still = !torn && !file::beside(path, file::WAL).exists();
    let connecting = options(path, key).read_only(!torn).immutable(still).connect().await;
    connecting.map_err(|error| StoreError::opening(path, key.is_some(), error))
}

/// Tells what is at `path` by its first bytes.
pub(super) fn sniff(path: &Path, key: Option<&StoreKey>) -> Result<Found, StoreError> {
    need_cipher(key)?;
    let failed = |error| StoreError::file(path, error);
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        opened => opened.map_err(failed)?,
    };
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(StoreError::NotAStore(path.into()));
    }
    let mut head = Vec::new();
    (&mut file).take(MAGIC.len() as u64).read_to_end(&mut head).map_err(failed)?;
    let plain = head == MAGIC;
    let page = if plain { page_size(&mut file).map_err(failed)? } else { CIPHER_PAGE };
    // SQLite would take the part of a page that is left for a page. A log may still hold it.
    let cut = metadata.len() % page != 0 && !logged(path);
    match key {
        _ if metadata.len() == 0 => Ok(Found::Nothing),
        Some(_) if plain => Err(StoreError::Plain(path.into())),
        None if !plain && metadata.len() % CIPHER_PAGE == 0 => {
            Err(StoreError::KeyMissing(path.into()))
        }
        None if !plain => Err(StoreError::NotAStore(path.into())),
        _ if cut && plain => Err(StoreError::Damaged(path.into())),
        _ if cut => Err(StoreError::WrongKey(path.into())),
        _ => Ok(Found::File),
    }
}

/// Whether there is a log, of either kind, beside the file.
fn logged(path: &Path) -> bool {
    [file::WAL, file::JOURNAL].iter().any(|suffix| file::beside(path, suffix).exists())
}

/// Bytes of a page of a plain file, which its head tells after the magic; 1 stands for 65536.
fn page_size(file: &mut File) -> io::Result<u64> {
    let mut size = Vec::new();
    file.take(2).read_to_end(&mut size)?;
    Ok(match size[..] {
        [0, 1] => 65_536,
        [high, low] if high >= 2 => u64::from(u16::from_be_bytes([high, low])),
        // No such size: what is left of the judgement is SQLite's.
        _ => 1,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{digest, names, rename, sample};
    use super::*;
    use std::fs;

    #[cfg(unix)]
    #[tokio::test]
    async fn all_that_is_made_is_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("h.db"), None).await.expect("opens");
        rename(&store, "name").await;
        for name in names(folder.path()) {
            let mode = super::super::fixture::mode(&folder.path().join(&name));
            assert_eq!(mode, 0o600, "{name}");
        }
        assert_eq!(names(folder.path()), ["h.db", "h.db-shm", "h.db-wal", "h.db.lock"]);
        store.close().await;
        assert_eq!(names(folder.path()), ["h.db", "h.db.lock"]);
    }

    #[tokio::test]
    async fn a_file_that_is_not_a_store_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("good.db");
        sample(&good, None, "good").await;
        let whole = fs::read(&good).expect("read");
        let mut torn = whole.clone();
        torn[100..4096].fill(0xa5);
        let path = folder.path().join("bad.db");
        type Judge = fn(&StoreError) -> bool;
        let cases: [(&str, Vec<u8>, Judge); 6] = [
            ("text", b"not a store".to_vec(), |e| matches!(e, StoreError::NotAStore(_))),
            ("noise", vec![0x5a; 8192], |e| matches!(e, StoreError::KeyMissing(_))),
            ("head alone", MAGIC.to_vec(), |e| {
                matches!(e, StoreError::NotAStore(_) | StoreError::Damaged(_))
            }),
            ("half", whole[..whole.len() / 2].to_vec(), |e| matches!(e, StoreError::Damaged(_))),
            ("cut in a page", whole[..whole.len() - 100].to_vec(), |e| {
                matches!(e, StoreError::Damaged(_))
            }),
            ("first page torn", torn, |e| matches!(e, StoreError::Damaged(_))),
        ];
        for (what, bytes, judge) in cases {
            fs::write(&path, bytes).expect("written");
            let before = digest(&path);
            let error = Store::open(&path, None).await.expect_err(what);
            assert!(judge(&error), "{what}: {error:?}");
            assert_eq!(digest(&path), before, "{what}");
            assert_eq!(names(folder.path()), ["bad.db", "good.db", "good.db.lock"], "{what}");
        }
        let error = Store::open(folder.path(), None).await.expect_err("a folder");
        assert!(matches!(error, StoreError::NotAStore(_)), "{error:?}");
        let nowhere = folder.path().join("nowhere").join("h.db");
        let error = Store::open(&nowhere, None).await.expect_err("no folder");
        assert!(matches!(error, StoreError::Missing(_)), "{error:?}");
    }

    #[tokio::test]
    async fn the_database_of_another_program_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("other.db");
        let options = options(&path, None).create_if_missing(true);
        let mut conn = options.connect().await.expect("connects");
        sqlx::query("create table bookmark (url text)").execute(&mut conn).await.expect("made");
        conn.close().await.expect("closes");
        let before = digest(&path);
        let error = Store::open(&path, None).await.expect_err("foreign");
        assert!(matches!(error, StoreError::NotAStore(_)), "{error:?}");
        assert_eq!(digest(&path), before);
        assert_eq!(names(folder.path()), ["other.db"]);
    }

    #[cfg(not(feature = "sqlcipher"))]
    #[tokio::test]
    async fn a_key_without_a_cipher_is_never_ignored() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = StoreKey::generate().expect("a key");
        let opened = Store::open(&folder.path().join("h.db"), Some(&key)).await;
        assert!(matches!(opened, Err(StoreError::NoCipher)));
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn an_encrypted_store_opens_with_its_key_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let key = StoreKey::generate().expect("a key");
        sample(&path, Some(&key), "a-name-in-secret").await;
        let bytes = fs::read(&path).expect("read");
        assert_ne!(&bytes[..16], MAGIC);
        let name = b"a-name-in-secret";
        assert!(!bytes.windows(name.len()).any(|window| window == name));

        let before = digest(&path);
        let wrong = StoreKey::generate().expect("a key");
        let error = Store::open(&path, Some(&wrong)).await.expect_err("wrong key");
        assert!(matches!(error, StoreError::WrongKey(_)), "{error:?}");
        let error = Store::open(&path, None).await.expect_err("no key");
        assert!(matches!(error, StoreError::KeyMissing(_)), "{error:?}");
        assert_eq!(digest(&path), before);

        let store = Store::open(&path, Some(&key)).await.expect("opens");
        assert!(store.encrypted());
        let mut view = store.read().await.expect("reads");
        assert_eq!(super::super::fixture::name_of(&mut view).await, "a-name-in-secret");
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn the_log_of_an_encrypted_store_is_encrypted_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let key = StoreKey::generate().expect("a key");
        let store = Store::open(&path, Some(&key)).await.expect("opens");
        rename(&store, "a-name-in-secret").await;
        let log = fs::read(file::beside(&path, file::WAL)).expect("read");
        let name = b"a-name-in-secret";
        assert!(!log.is_empty());
        assert!(!log.windows(name.len()).any(|window| window == name));
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn a_key_for_a_plain_store_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "plain").await;
        let before = digest(&path);
        let key = StoreKey::generate().expect("a key");
        let error = Store::open(&path, Some(&key)).await.expect_err("plain");
        assert!(matches!(error, StoreError::Plain(_)), "{error:?}");
        assert_eq!(digest(&path), before);
    }

    #[tokio::test]
    async fn a_store_whose_process_died_opens_with_all_that_was_committed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let store = Store::open(&path, None).await.expect("opens");
        rename(&store, "committed").await;
        // The files as a killed process leaves them: what was committed is in the log alone.
        let died = folder.path().join("died.db");
        for suffix in ["", file::WAL] {
            fs::copy(file::beside(&path, suffix), file::beside(&died, suffix)).expect("copied");
        }
        let again = Store::open(&died, None).await.expect("opens");
        let mut view = again.read().await.expect("reads");
        assert_eq!(super::super::fixture::name_of(&mut view).await, "committed");
    }
}
