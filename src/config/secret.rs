//! Files that hold a secret: a token or a password, which the configuration names and does not hold.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The most that is read of such a file.
const LONGEST: u64 = 16 * 1024;

/// What a file with a secret holds. Says so in the log when others can read it; what stands in it is
/// never logged.
pub(crate) fn read(path: &Path) -> std::io::Result<String> {
    let file = File::open(path)?;
    if others_can_read(&file) {
        tracing::warn!(path = %path.display(), "others can read this secret: chmod 600");
    }
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(unix)]
fn others_can_read(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_: &File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_is_and_no_further_than_a_secret_is_long() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret");
        std::fs::write(&path, "pass word\r\n").expect("written");
        assert_eq!(read(&path).expect("reads"), "pass word\r\n");
        std::fs::write(&path, "x".repeat(20_000)).expect("written");
        assert_eq!(read(&path).expect("reads").len() as u64, LONGEST);
        assert!(read(&folder.path().join("none")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_noticed() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().expect("a file");
        for (mode, exposed) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(file.path(), permissions).expect("set");
            assert_eq!(others_can_read(file.as_file()), exposed, "{mode:o}");
        }
    }
}
