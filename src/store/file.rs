//! The files that a store consists of, and the ways to make one without harming another.

use super::StoreError;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// SQLite's log: transactions that are not in the file yet.
pub(super) const WAL: &str = "-wal";
/// The log's index; SQLite makes it again.
pub(super) const SHM: &str = "-shm";
/// What an interrupted change without a log leaves to be undone.
pub(super) const JOURNAL: &str = "-journal";

/// The file beside `path` whose name has `suffix` added.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The path in the one spelling by which a store is known: links followed, from the root. Its
/// folder must exist, the file need not.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    if let Ok(path) = path.canonicalize() {
        return Ok(path);
    }
    let whole = std::path::absolute(path).map_err(|error| StoreError::file(path, error))?;
    let (Some(folder), Some(name)) = (whole.parent(), whole.file_name()) else {
        return Err(StoreError::NotAStore(whole));
    };
    let folder = folder.canonicalize().map_err(|error| StoreError::file(folder, error))?;
    Ok(folder.join(name))
}

/// Makes a new empty file that on Unix only its owner can read.
pub(super) fn create_private(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            StoreError::Missing(folder.unwrap_or(path).to_owned())
        }
        _ => StoreError::file(path, error),
    })
}

/// Sets the mode that a file gets if it is made.
fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Gives a file that was just made to the owner of the store at `store`, or of its folder: who
/// restores as root must not lock Hearth out. Only what `create_private` made may come here,
/// because it follows no links.
pub(super) fn give_to_owner(made: &File, store: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let folder = || store.parent().and_then(|folder| folder.metadata().ok());
        if let Some(like) = store.metadata().ok().or_else(folder) {
            // Nobody but root can give files away, and nobody else needs to.
            let _ = fchown(made, Some(like.uid()), Some(like.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (made, store);
}

/// Makes a change of names in the folder of `path` last.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let failed = |error| StoreError::file(folder, error);
        File::open(folder).map_err(failed)?.sync_all().map_err(failed)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Removes a file that may not be there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::file(path, error)),
        _ => Ok(()),
    }
}

/// Gives a file a second name, or a copy where the file system knows no second names. Never
/// overwrites.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), StoreError> {
    match fs::hard_link(from, to) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists(to.into()));
        }
        Err(_) => {}
    }
    let mut target = create_private(to)?;
    let copied = File::open(from)
        .and_then(|mut source| io::copy(&mut source, &mut target))
        .and_then(|_| target.sync_all());
    copied.map_err(|error| {
        let _ = fs::remove_file(to);
        StoreError::file(to, error)
    })
}

/// Writes a file that on Unix only its owner can read, in one step: it holds what it held before or
/// the whole of what it gets now, also when the disk fills up meanwhile.
#[cfg(any(feature = "matrix", test))]
pub(crate) fn write_private(target: &Path, content: &[u8]) -> Result<(), StoreError> {
    let part = Part::beside(target)?;
    let failed = |error| StoreError::file(target, error);
    let mut file = OpenOptions::new().write(true).open(part.path()).map_err(failed)?;
    io::Write::write_all(&mut file, content).map_err(failed)?;
    drop(file);
    part.sync()?;
    part.replace(target)
}

/// A file in the making, under a name of its own beside the one it will get; gone if dropped.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
}

impl Part {
    /// An empty private file beside `target`, which belongs to the owner of `target` if there is
    /// one.
    pub(super) fn beside(target: &Path) -> Result<Self, StoreError> {
        let path = beside(target, &format!(".{:08x}.part", rand::random::<u32>()));
        let file = create_private(&path)?;
        if target.exists() {
            give_to_owner(&file, target);
        }
        Ok(Self { path })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes its content last.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        // Some systems sync only what is open for writing.
        let file = OpenOptions::new().write(true).open(&self.path);
        let synced = file.and_then(|file| file.sync_all());
        synced.map_err(|error| StoreError::file(&self.path, error))
    }

    /// Gives it its name, which nothing may have.
    pub(super) fn publish_new(self, target: &Path) -> Result<(), StoreError> {
        link(&self.path, target)?;
        sync_folder(target)
    }

    /// Gives it its name in place of what has it, in one step.
    pub(super) fn replace(self, target: &Path) -> Result<(), StoreError> {
        fs::rename(&self.path, target).map_err(|error| StoreError::file(target, error))?;
        sync_folder(target)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for suffix in ["", JOURNAL, WAL, SHM] {
            let _ = remove(&beside(&self.path, suffix));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_gone_when_it_is_given_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = Part::beside(&folder.path().join("copy.db")).expect("a part");
        let path = part.path().to_owned();
        assert!(path.exists());
        drop(part);
        assert!(!path.exists());
    }

    #[test]
    fn a_private_file_is_replaced_whole_and_read_by_nobody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("session.json");
        for content in ["first", "second"] {
            write_private(&target, content.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&target).expect("read"), content);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = target.metadata().expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn publishing_never_overwrites() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("copy.db");
        fs::write(&target, "mine").expect("written");
        let part = Part::beside(&target).expect("a part");
        assert!(matches!(part.publish_new(&target), Err(StoreError::Exists(_))));
        assert_eq!(fs::read(&target).expect("read"), b"mine");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
