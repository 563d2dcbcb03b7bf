//! Which device the bot is: a file in the folder of the library, so that both are lost together. A
//! token without the keys of its device would be of no use.

use crate::platform::matrix::trouble::MatrixError;
use crate::store::write_private;
use matrix_sdk::authentication::matrix::MatrixSession;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is kept of a log-in.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Session {
    /// The account, the device and its token.
    #[serde(flatten)]
    pub(super) matrix: MatrixSession,
    /// Whether the folder is encrypted with the store's key.
    pub(super) sealed: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("meta", &self.matrix.meta).finish_non_exhaustive()
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("session.json")
}

/// The session in a folder; none where nobody has logged in yet.
pub(super) fn read(folder: &Path) -> Result<Option<Session>, MatrixError> {
    let path = file(folder);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(MatrixError::Session(path)),
    };
    serde_json::from_str(&text).map(Some).map_err(|_| MatrixError::Session(path))
}

/// Keeps a session, in one step.
pub(super) fn write(folder: &Path, session: &Session) -> Result<(), MatrixError> {
    let path = file(folder);
    let text = serde_json::to_vec(session).map_err(|_| MatrixError::Session(path.clone()))?;
    write_private(&path, &text)?;
    Ok(())
}

/// Deletes what the library left in a folder for a device that is no more. Nothing else in the
/// folder is touched.
pub(super) fn clear(folder: &Path) -> Result<(), MatrixError> {
    let failed = |why: std::io::Error| MatrixError::Folder {
        path: folder.to_owned(),
        why: format!("{why}."),
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("matrix-sdk-") || name == "session.json" {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Makes the folder, which on Unix only its owner can look into.
pub(super) fn make(folder: &Path) -> Result<(), MatrixError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|why| MatrixError::Folder { path: folder.to_owned(), why: format!("{why}.") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(token: &str) -> Session {
        let text = format!(
            r#"{{"user_id":"@h:example.org","device_id":"D","access_token":"{token}","sealed":false}}"#
        );
        serde_json::from_str(&text).expect("a session")
    }

    #[test]
    fn a_session_comes_back_and_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(read(folder.path()).expect("reads").is_none());
        write(folder.path(), &session("secret")).expect("written");
        let found = read(folder.path()).expect("reads").expect("is there");
        assert_eq!(found.matrix.tokens.access_token, "secret");
        assert!(!format!("{found:?}").contains("secret"));
        std::fs::write(file(folder.path()), "{").expect("written");
        assert!(matches!(read(folder.path()), Err(MatrixError::Session(_))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_session_that_cannot_be_written_leaves_the_old_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &session("old")).expect("written");
        let before = std::fs::read(file(folder.path())).expect("reads");
        // Root may write everywhere, so the way is blocked by a folder of the same name instead.
        let blocked = folder.path().join("blocked");
        std::fs::create_dir_all(blocked.join("session.json/x")).expect("made");
        std::fs::set_permissions(&blocked, std::fs::Permissions::from_mode(0o700)).expect("set");
        assert!(write(&blocked, &session("new")).is_err());
        assert_eq!(std::fs::read_dir(&blocked).expect("a folder").count(), 1);
        assert_eq!(std::fs::read(file(folder.path())).expect("reads"), before);
    }

    #[test]
    fn clearing_takes_only_what_is_the_librarys() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["matrix-sdk-crypto.sqlite3", "matrix-sdk-state.sqlite3-wal", "notes.txt"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        write(folder.path(), &session("old")).expect("written");
        clear(folder.path()).expect("clears");
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(left, ["notes.txt"]);
    }
}
