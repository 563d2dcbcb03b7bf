//! Copies of a store, made while it is in use.

use super::file::{self, Part};
use super::open::{Found, need_cipher, options, reading, sniff};
use super::verify::{Report, verify};
use super::{Store, StoreError, StoreKey, lock, migrate};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::path::{Path, PathBuf};

/// A copy that was made and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is: one file, without a log.
    pub path: PathBuf,
    /// What was found in it; no problems.
    pub report: Report,
}

/// Copies the store at `from`, as it is now, to the new file `to`, whether a Hearth has it open
/// or not. The copy has the same key.
///
/// `to` appears when it is whole and verified, or not at all.
pub async fn backup(from: &Path, to: &Path, key: Option<&StoreKey>) -> Result<Backup, StoreError> {
    let to = free(to)?;
    let from = existing(from, key)?;
    let (part, report) = copy(&from, &to, key).await?;
    part.publish_new(&to)?;
    Ok(Backup { path: to, report })
}

/// Copies the store at `from` to the new file `to` with another key, or with none: how a plain
/// store becomes an encrypted one. No Hearth may have `from` open, because the copy is meant to
/// take its place.
pub async fn recode(
    from: &Path,
    from_key: Option<&StoreKey>,
    to: &Path,
    to_key: Option<&StoreKey>,
) -> Result<Backup, StoreError> {
    need_cipher(to_key)?;
    let to = free(to)?;
    let from = existing(from, from_key)?;
    let _claim = lock::Lock::claim(&from)?;
    let failed = |error| StoreError::opening(&from, from_key.is_some(), error);
    let mut conn = options(&from, from_key).connect().await.map_err(failed)?;
    migrate::inspect(&mut conn, &from, from_key.is_some()).await?;
    let part = Part::beside(&to)?;
    export(&mut conn, text(part.path())?, to_key).await.map_err(failed)?;
    let _ = conn.close().await;
    part.sync()?;
    let report = verify(part.path(), to_key).await?.sound(&from)?;
    part.publish_new(&to)?;
    Ok(Backup { path: to, report })
}

pub(super) async fn online(store: &Store, to: &Path) -> Result<Backup, StoreError> {
    let to = free(to)?;
    let key = store.place.key.as_ref();
    let from = store.path().unwrap_or(Path::new(":memory:"));
    let mut conn = store.readers.acquire().await?;
    let (part, report) = snapshot(&mut conn, from, &to, key).await?;
    drop(conn);
    part.publish_new(&to)?;
    Ok(Backup { path: to, report })
}

/// A verified copy of the store at `from`, beside `to`.
pub(super) async fn copy(
    from: &Path,
    to: &Path,
    key: Option<&StoreKey>,
) -> Result<(Part, Report), StoreError> {
    let failed = |error| StoreError::opening(from, key.is_some(), error);
    let usage = lock::rest(from);
    let mut conn = match usage {
        lock::Use::Served => options(from, key).read_only(true).connect().await.map_err(failed)?,
        lock::Use::Resting(_) => reading(from, key).await?,
    };
    migrate::inspect(&mut conn, from, key.is_some()).await?;
    let copied = snapshot(&mut conn, from, to, key).await;
    let _ = conn.close().await;
    drop(usage);
    copied
}

async fn snapshot(
    conn: &mut SqliteConnection,
    from: &Path,
    to: &Path,
    key: Option<&StoreKey>,
) -> Result<(Part, Report), StoreError> {
    // SQLite writes into an empty file that is there, and so into a private one.
    let part = Part::beside(to)?;
    sqlx::query("vacuum into ?1")
        .bind(text(part.path())?)
        .execute(conn)
        .await
        .map_err(|error| StoreError::opening(from, key.is_some(), error))?;
    // SQLite does not make the copy last; that is ours.
    part.sync()?;
    let report = verify(part.path(), key).await?.sound(from)?;
    Ok((part, report))
}

async fn export(conn: &mut SqliteConnection, to: &str, key: Option<&StoreKey>) -> sqlx::Result<()> {
    let key = key.map(StoreKey::blob).unwrap_or_default();
    sqlx::query("attach database ?1 as copy key ?2").bind(to).bind(key).execute(&mut *conn).await?;
    sqlx::query("select sqlcipher_export('copy')").execute(&mut *conn).await?;
    sqlx::query("detach database copy").execute(&mut *conn).await?;
    Ok(())
}

/// The path in its one spelling, if nothing is there.
fn free(to: &Path) -> Result<PathBuf, StoreError> {
    if to.symlink_metadata().is_ok() {
        return Err(StoreError::Exists(to.into()));
    }
    file::absolute(to)
}

/// The path in its one spelling, if something is there.
pub(super) fn existing(from: &Path, key: Option<&StoreKey>) -> Result<PathBuf, StoreError> {
    let from = file::absolute(from)?;
    match sniff(&from, key)? {
        Found::File => Ok(from),
        Found::Nothing if from.exists() => Err(StoreError::NotAStore(from)),
        Found::Nothing => Err(StoreError::Missing(from)),
    }
}

fn text(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or_else(|| {
        StoreError::file(path, std::io::Error::from(std::io::ErrorKind::InvalidFilename))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{digest, name_of, names, rename, sample};
    use super::*;
    use futures_util::future::join;

    async fn name_in(path: &Path, key: Option<&StoreKey>) -> String {
        let store = Store::open(path, key).await.expect("opens");
        let name = name_of(&mut store.read().await.expect("reads")).await;
        store.close().await;
        name
    }

    #[tokio::test]
    async fn a_backup_is_made_while_the_store_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let to = folder.path().join("copy.db");
        let store = Store::open(&path, None).await.expect("opens");
        rename(&store, "before").await;
        let writing = async {
            for number in 0..20 {
                rename(&store, &format!("during {number}")).await;
            }
        };
        let (made, ()) = join(store.backup(&to), writing).await;
        let made = made.expect("made");
        assert_eq!(made.report.problems, []);
        assert_eq!(made.report.counts.communities, 1);
        rename(&store, "after").await;
        let name = name_in(&to, None).await;
        assert!(name == "before" || name.starts_with("during"), "{name}");
    }

    #[tokio::test]
    async fn a_backup_of_a_store_that_another_holds_has_what_is_in_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let to = folder.path().join("copy.db");
        let store = Store::open(&path, None).await.expect("opens");
        rename(&store, "in the log").await;
        // An open transaction of the one who holds it is not waited for, and not in the copy.
        let mut tx = store.begin().await.expect("begins");
        sqlx::query("delete from community").execute(&mut *tx).await.expect("deleted");
        backup(&path, &to, None).await.expect("made");
        drop(tx);
        assert_eq!(name_in(&to, None).await, "in the log");
    }

    #[tokio::test]
    async fn a_backup_never_overwrites_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "name").await;
        let before = digest(&path);
        let to = folder.path().join("copy.db");
        let made = backup(&path, &to, None).await.expect("made");
        assert_eq!(made.path, to.canonicalize().expect("a path"));
        #[cfg(unix)]
        assert_eq!(super::super::fixture::mode(&to), 0o600);
        let copy = digest(&to);
        for target in [&to, &path] {
            let again = backup(&path, target, None).await;
            assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
        }
        assert_eq!((digest(&to), digest(&path)), (copy, before));
        let mut left = names(folder.path());
        left.retain(|name| !name.starts_with("h.db"));
        assert_eq!(left, ["copy.db"]);
        let missing = backup(&folder.path().join("no.db"), &folder.path().join("x"), None).await;
        assert!(matches!(missing, Err(StoreError::Missing(_))), "{missing:?}");
        let nowhere = backup(&path, &folder.path().join("no").join("copy.db"), None).await;
        assert!(matches!(nowhere, Err(StoreError::Missing(_))), "{nowhere:?}");
    }

    #[tokio::test]
    async fn a_store_in_memory_can_be_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().join("copy.db");
        let store = Store::in_memory().await.expect("opens");
        rename(&store, "kept").await;
        store.backup(&to).await.expect("made");
        assert_eq!(name_in(&to, None).await, "kept");
    }

    #[tokio::test]
    async fn an_unsound_store_gives_no_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "name").await;
        super::super::fixture::change(&path, "update outbox set message = 'x'").await;
        let to = folder.path().join("copy.db");
        let made = backup(&path, &to, None).await;
        assert!(matches!(made, Err(StoreError::Unsound { .. })), "{made:?}");
        assert!(!to.exists());
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn a_backup_of_an_encrypted_store_has_its_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let to = folder.path().join("copy.db");
        let key = StoreKey::generate().expect("a key");
        sample(&path, Some(&key), "secret").await;
        let made = backup(&path, &to, Some(&key)).await.expect("made");
        assert!(made.report.encrypted);
        assert!(matches!(Store::open(&to, None).await, Err(StoreError::KeyMissing(_))));
        assert_eq!(name_in(&to, Some(&key)).await, "secret");
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn a_store_gets_a_key_another_key_and_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        let (one, two) =
            (StoreKey::generate().expect("a key"), StoreKey::generate().expect("a key"));
        sample(&file("plain"), None, "name").await;
        let steps = [
            ("plain", None, "first", Some(&one)),
            ("first", Some(&one), "second", Some(&two)),
            ("second", Some(&two), "open", None),
        ];
        for (from, from_key, to, to_key) in steps {
            let made = recode(&file(from), from_key, &file(to), to_key).await.expect(to);
            assert_eq!(made.report.encrypted, to_key.is_some());
            assert_eq!(made.report.counts.waiting, 1);
            assert_eq!(name_in(&file(to), to_key).await, "name");
        }
        let wrong = recode(&file("first"), Some(&two), &file("x"), None).await;
        assert!(matches!(wrong, Err(StoreError::WrongKey(_))), "{wrong:?}");
        assert!(!file("x").exists());
    }
}
