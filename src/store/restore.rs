//! Putting a backup in the place of a store.

use super::file::{self, JOURNAL, SHM, WAL};
use super::open::{look, options};
use super::verify::Report;
use super::{StoreError, StoreKey, backup, lock};
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};

/// A restored store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The store.
    pub path: PathBuf,
    /// Where the file that was in its place is now, if there was one.
    pub before: Option<PathBuf>,
    /// What was found in it; no problems.
    pub report: Report,
}

/// By how much the numbers of rows go on after those of the backup: more than were given since it was
/// made. They stand in what platforms remember, and a new message under the number of one that was
/// sent since would be taken for that one, and not be shown; or an old button answer a new question.
const FURTHER: i64 = 1_000_000;

/// Puts a copy of the backup `from` in the place of the store `to`, which no Hearth may have
/// open. The key is the backup's. What was there is kept beside it.
///
/// The copy is whole, verified and on the disk before anything else changes, and takes the place
/// in one step: a crash leaves the old store or the new one.
pub async fn restore(
    from: &Path,
    to: &Path,
    key: Option<&StoreKey>,
) -> Result<Restored, StoreError> {
    let from = backup::existing(from, key)?;
    let to = file::absolute(to)?;
    if from == to {
        return Err(StoreError::Same(to));
    }
    if to.is_dir() {
        return Err(StoreError::NotAStore(to));
    }
    let _claim = lock::Lock::claim(&to)?;
    let (part, report) = backup::copy(&from, &to, key).await?;
    number_further(part.path(), key).await?;
    part.sync()?;
    let before = set_aside(&to, key).await?;
    part.replace(&to)?;
    Ok(Restored { path: to, before, report })
}

/// Lets no number be given that was given since the backup was made.
async fn number_further(path: &Path, key: Option<&StoreKey>) -> Result<(), StoreError> {
    let failed = |error| StoreError::opening(path, key.is_some(), error);
    let mut conn = options(path, key).connect().await.map_err(failed)?;
    let changed = sqlx::query("update sqlite_sequence set seq = seq + ?1")
        .bind(FURTHER)
        .execute(&mut conn)
        .await
        .map_err(failed);
    conn.close().await.map_err(failed)?;
    changed.map(drop)
}

/// Gives the old store a second name, with all that belongs to it, and leaves at the old name
/// nothing but a file without a log.
async fn set_aside(to: &Path, key: Option<&StoreKey>) -> Result<Option<PathBuf>, StoreError> {
    let parts = [WAL, JOURNAL].map(|suffix| (suffix, file::beside(to, suffix)));
    if !to.exists() {
        // A log without its file is of no use, and would spoil the file that comes.
        for (_, part) in &parts {
            file::remove(part)?;
        }
        file::remove(&file::beside(to, SHM))?;
        return Ok(None);
    }
    if parts.iter().any(|(_, part)| part.exists()) {
        settle(to, key).await;
    }
    let before = free_name(to);
    for (suffix, part) in &parts {
        if part.exists() {
            file::link(part, &file::beside(&before, suffix))?;
        }
    }
    file::link(to, &before)?;
    file::sync_folder(to)?;
    // From here to the rename the old name has no log. It matters only where `settle` could not
    // do its work, and then the whole is under the new name.
    for (_, part) in &parts {
        file::remove(part)?;
    }
    file::remove(&file::beside(to, SHM))?;
    Ok(Some(before))
}

/// Moves what is in the log into the file, if the file can be opened at all: people restore
/// because it cannot.
async fn settle(to: &Path, key: Option<&StoreKey>) {
    // Not even a log mends what does not look like a store; it is kept as it is.
    let Ok(Some(_)) = look(to, key).await else { return };
    let Ok(mut conn) = options(to, key).connect().await else { return };
    let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut conn).await;
    // The last connection removes the log when it closes.
    let _ = conn.close().await;
}

/// The first free name: `hearth.db.before-restore`, `hearth.db.before-restore-2`.
fn free_name(to: &Path) -> PathBuf {
    let first = file::beside(to, ".before-restore");
    let more = (2_u64..).map(|number| file::beside(&first, &format!("-{number}")));
    let free = |path: &PathBuf| {
        ["", WAL, JOURNAL].iter().all(|s| file::beside(path, s).symlink_metadata().is_err())
    };
    std::iter::once(first.clone()).chain(more).find(free).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{digest, name_of, names, rename, sample};
    use super::super::{Store, fixture};
    use super::*;
    use std::fs;

    async fn name_in(path: &Path) -> String {
        let store = Store::open(path, None).await.expect("opens");
        let name = name_of(&mut store.read().await.expect("reads")).await;
        store.close().await;
        name
    }

    #[tokio::test]
    async fn a_backup_takes_the_place_and_the_old_file_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("h.db"), folder.path().join("copy.db"));
        sample(&copy, None, "from the backup").await;
        let backup = digest(&copy);
        let restored = restore(&copy, &path, None).await.expect("restored");
        assert_eq!(restored.before, None);
        assert_eq!(name_in(&path).await, "from the backup");
        for (number, kept) in ["h.db.before-restore", "h.db.before-restore-2"].iter().enumerate() {
            let store = Store::open(&path, None).await.expect("opens");
            rename(&store, &format!("old {number}")).await;
            store.close().await;
            let restored = restore(&copy, &path, None).await.expect("restored");
            let before = restored.before.expect("kept");
            assert!(before.ends_with(kept), "{before:?}");
            assert_eq!(name_in(&before).await, format!("old {number}"));
            assert_eq!(name_in(&path).await, "from the backup");
        }
        assert_eq!(digest(&copy), backup);
    }

    #[tokio::test]
    async fn no_number_is_given_again_that_was_given_after_the_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("h.db"), folder.path().join("copy.db"));
        let insert = "insert into community (slug, created_at)
            values ('s' || abs(random()), 0) returning id";
        let given = |path: PathBuf| async move {
            let store = Store::open(&path, None).await.expect("opens");
            let mut tx = store.begin().await.expect("begins");
            let id: i64 =
                sqlx::query_scalar(insert).fetch_one(&mut *tx).await.expect("a new group");
            tx.commit().await.expect("kept");
            store.close().await;
            id
        };
        let before = given(path.clone()).await;
        backup::backup(&path, &copy, None).await.expect("made");
        let since = given(path.clone()).await;
        assert_eq!(since, before + 1);
        restore(&copy, &path, None).await.expect("restored");
        assert!(given(path).await > since, "a number that was given already");
    }

    #[tokio::test]
    async fn a_store_in_use_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("h.db"), folder.path().join("copy.db"));
        sample(&copy, None, "from the backup").await;
        let store = Store::open(&path, None).await.expect("opens");
        rename(&store, "in use").await;
        let refused = restore(&copy, &path, None).await;
        assert!(matches!(refused, Err(StoreError::Locked(_))), "{refused:?}");
        assert_eq!(name_of(&mut store.read().await.expect("reads")).await, "in use");
    }

    #[tokio::test]
    async fn what_is_no_sound_backup_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "mine").await;
        let unsound = folder.path().join("unsound.db");
        sample(&unsound, None, "x").await;
        fixture::change(&unsound, "update outbox set message = 'x'").await;
        let half = folder.path().join("half.db");
        let whole = fs::read(&path).expect("read");
        fs::write(&half, &whole[..whole.len() / 2]).expect("written");
        let text = folder.path().join("text.db");
        fs::write(&text, "hello").expect("written");
        let before = (digest(&path), names(folder.path()));
        for from in [&unsound, &half, &text, &path, &folder.path().join("no.db")] {
            assert!(restore(from, &path, None).await.is_err(), "{from:?}");
        }
        assert_eq!((digest(&path), names(folder.path())), before);
    }

    /// The old store as a killed process leaves it, its last change in the log alone.
    async fn died(folder: &Path) -> PathBuf {
        let (live, path) = (folder.join("live.db"), folder.join("h.db"));
        let store = Store::open(&live, None).await.expect("opens");
        rename(&store, "in the log").await;
        for suffix in ["", WAL] {
            fs::copy(file::beside(&live, suffix), file::beside(&path, suffix)).expect("copied");
        }
        store.close().await;
        path
    }

    #[tokio::test]
    async fn a_crash_leaves_the_old_store_or_the_new_one() {
        for steps in 1..=3 {
            let folder = tempfile::tempdir().expect("a folder");
            let path = died(folder.path()).await;
            let copy = folder.path().join("copy.db");
            sample(&copy, None, "from the backup").await;
            let (part, _) = backup::copy(&copy, &path, None).await.expect("copied");
            if steps >= 2 {
                set_aside(&path, None).await.expect("set aside");
            }
            if steps >= 3 {
                part.replace(&path).expect("in place");
            } else {
                // Dead processes do not tidy.
                std::mem::forget(part);
            }
            let expected = if steps == 3 { "from the backup" } else { "in the log" };
            assert_eq!(name_in(&path).await, expected, "after step {steps}");
            let again = restore(&copy, &path, None).await.expect("restored at last");
            assert_eq!(name_in(&again.path).await, "from the backup");
        }
    }

    #[tokio::test]
    async fn an_old_store_that_cannot_be_opened_is_kept_with_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = died(folder.path()).await;
        fs::write(&path, "damaged").expect("written");
        let log = digest(&file::beside(&path, WAL));
        let copy = folder.path().join("copy.db");
        sample(&copy, None, "from the backup").await;
        let before = restore(&copy, &path, None).await.expect("restored").before.expect("kept");
        assert_eq!(fs::read(&before).expect("read"), b"damaged");
        assert_eq!(digest(&file::beside(&before, WAL)), log);
        assert_eq!(name_in(&path).await, "from the backup");
    }

    #[tokio::test]
    async fn a_log_whose_file_is_gone_does_not_spoil_the_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = died(folder.path()).await;
        fs::remove_file(&path).expect("removed");
        let copy = folder.path().join("copy.db");
        sample(&copy, None, "from the backup").await;
        restore(&copy, &path, None).await.expect("restored");
        assert_eq!(name_in(&path).await, "from the backup");
    }
}
