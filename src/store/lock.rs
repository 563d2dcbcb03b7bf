//! The claim on a store: two Hearths on one store would each send what is due.

use super::{StoreError, file};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The claim, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Claims the store at `path`, which is absolute, with the file `<path>.lock`. That file
    /// stays: to remove it would let a third process claim a store that a second one holds.
    pub(crate) fn claim(path: &Path) -> Result<Self, StoreError> {
        let name = file::beside(path, ".lock");
        let file = match file::create_private(&name) {
            Ok(made) => {
                file::give_to_owner(&made, path);
                made
            }
            Err(StoreError::Exists(_)) => {
                let opened = OpenOptions::new().read(true).write(true).open(&name);
                opened.map_err(|error| StoreError::file(&name, error))?
            }
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked(path.into())),
            Err(TryLockError::Error(error)) => Err(StoreError::file(&name, error)),
        }
    }
}

/// Whether a store is served.
#[derive(Debug)]
pub(super) enum Use {
    /// A Hearth has it open, this one or another.
    Served,
    /// Nobody has. The claim, if the store was ever served, keeps it so.
    Resting(#[expect(dead_code, reason = "held, not read")] Option<Lock>),
}

/// Finds out whether the store at `path`, which is absolute, is served, and leaves no trace: a
/// backup may lie on a medium that cannot be written.
pub(super) fn rest(path: &Path) -> Use {
    let Ok(file) = File::open(file::beside(path, ".lock")) else { return Use::Resting(None) };
    match file.try_lock() {
        Ok(()) => Use::Resting(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Use::Served,
        Err(TryLockError::Error(_)) => Use::Resting(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    #[tokio::test]
    async fn a_store_is_served_once_until_it_is_closed_or_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let first = Store::open(&path, None).await.expect("opens");
        let clone = first.clone();
        let second = Store::open(&path, None).await;
        assert!(matches!(second, Err(StoreError::Locked(_))), "{second:?}");
        first.close().await;
        drop(Store::open(&path, None).await.expect("opens after a close"));
        Store::open(&path, None).await.expect("opens after a drop").close().await;
        drop(clone);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn another_spelling_of_the_path_is_the_same_store() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let other = folder.path().join("other.db");
        let _first = Store::open(&path, None).await.expect("opens");
        std::os::unix::fs::symlink(&path, &other).expect("a link");
        for spelling in [other, folder.path().join(".").join("h.db")] {
            let second = Store::open(&spelling, None).await;
            assert!(matches!(second, Err(StoreError::Locked(_))), "{spelling:?}");
        }
    }
}
