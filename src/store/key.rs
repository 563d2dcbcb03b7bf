//! The key of an encrypted store.

use super::{StoreError, file};
use rand::TryRngCore;
use rand::rngs::OsRng;
use std::fmt;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

/// Digits of a key.
const DIGITS: usize = 64;

/// The most that is read of a key file: a key, and white space around it.
const LONGEST_FILE: u64 = 1024;

/// 32 random bytes, kept as 64 hexadecimal digits. Never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreKey(String);

impl StoreKey {
    /// A new key from the system's source of randomness.
    pub fn generate() -> Result<Self, StoreError> {
        let mut bytes = [0; DIGITS / 2];
        OsRng
            .try_fill_bytes(&mut bytes)
            .map_err(|error| StoreError::Disk(format!("source of randomness: {error}")))?;
        Ok(Self(hex(&bytes)))
    }

    /// Reads a key: 64 hexadecimal digits, white space around them allowed.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        if text.len() != DIGITS || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(StoreError::KeyForm);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The key that is configured, if any: the value of `HEARTH_STORE_KEY`, or else the key file.
    ///
    /// A variable that is set but empty is an error: a store that somebody meant to encrypt never
    /// becomes a plain one.
    pub fn find(variable: Option<String>, file: Option<&Path>) -> Result<Option<Self>, StoreError> {
        match (variable, file) {
            (Some(text), _) => Self::parse(&text).map(Some),
            (None, Some(path)) => Self::read(path).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Reads a key file, which on Unix nobody but its owner may be able to read.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let failed = |error| StoreError::file(path, error);
        let file = fs::File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::NoKeyFile(path.to_owned()),
            _ => failed(error),
        })?;
        refuse_exposed(path, &file)?;
        let mut text = String::new();
        match file.take(LONGEST_FILE).read_to_string(&mut text) {
            Ok(_) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Err(StoreError::KeyForm)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Writes the key to a new file that only its owner can read. Nothing is ever overwritten:
    /// a lost key is a lost store.
    pub fn write_new(&self, path: &Path) -> Result<(), StoreError> {
        let failed = |error| StoreError::file(path, error);
        let mut file = file::create_private(path)?;
        writeln!(file, "{}", self.0).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        file::sync_folder(path)
    }

    /// The value of `pragma key`: raw bytes, so that SQLCipher does not stretch what is random.
    pub(super) fn pragma(&self) -> String {
        format!("\"{}\"", self.blob())
    }

    /// The 32 bytes. The digits were checked when the key was read.
    #[cfg(feature = "matrix")]
    pub(super) fn bytes(&self) -> [u8; DIGITS / 2] {
        let mut bytes = [0; DIGITS / 2];
        for (byte, digits) in bytes.iter_mut().zip(self.0.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).unwrap_or_default();
            *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
        }
        bytes
    }

    /// The key as `attach … key` takes it.
    pub(super) fn blob(&self) -> String {
        format!("x'{}'", self.0)
    }
}

#[cfg(unix)]
fn refuse_exposed(path: &Path, file: &fs::File) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata().map_err(|error| StoreError::file(path, error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o700 == mode {
        return Ok(());
    }
    Err(StoreError::KeyExposed { path: path.to_owned(), mode })
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path, _: &fs::File) -> Result<(), StoreError> {
    Ok(())
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        let good = "0123456789abcdefABCDEF0123456789abcdefABCDEF01234567890123456789";
        for (text, is_key) in [
            (good.to_owned(), true),
            (format!("  {good}\r\n"), true),
            (String::new(), false),
            (good[1..].to_owned(), false),
            (format!("{good}0"), false),
            (good.replace('0', "g"), false),
            ("é".repeat(32), false),
            (format!("x'{good}'"), false),
        ] {
            assert_eq!(StoreKey::parse(&text).is_ok(), is_key, "{text}");
        }
    }

    #[test]
    fn a_key_is_not_shown() {
        let key = StoreKey::generate().expect("a key");
        assert_eq!(format!("{key:?}"), "StoreKey(…)");
        assert_ne!(key, StoreKey::generate().expect("a key"));
    }

    #[test]
    fn a_new_key_file_is_private_read_back_and_never_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hearth.key");
        let key = StoreKey::generate().expect("a key");
        key.write_new(&path).expect("written");
        #[cfg(unix)]
        assert_eq!(super::super::fixture::mode(&path), 0o600);
        assert_eq!(StoreKey::find(None, Some(&path)).expect("read"), Some(key.clone()));
        let other = StoreKey::generate().expect("a key");
        assert!(matches!(other.write_new(&path), Err(StoreError::Exists(_))));
        assert_eq!(StoreKey::read(&path).expect("read"), key);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hearth.key");
        StoreKey::generate().expect("a key").write_new(&path).expect("written");
        for (mode, fine) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("chmod");
            match StoreKey::read(&path) {
                Ok(_) => assert!(fine, "{mode:o}"),
                Err(StoreError::KeyExposed { mode: said, .. }) => {
                    assert_eq!((said, fine), (mode, false));
                }
                Err(error) => panic!("{mode:o}: {error}"),
            }
        }
    }

    #[test]
    fn a_variable_goes_before_the_file_and_an_empty_one_is_no_key() {
        let text = "ab".repeat(32);
        let missing = Path::new("/nowhere/hearth.key");
        let found = StoreKey::find(Some(text.clone()), Some(missing)).expect("read");
        assert_eq!(found, Some(StoreKey(text)));
        let empty = StoreKey::find(Some(String::new()), None);
        assert!(matches!(empty, Err(StoreError::KeyForm)));
        let missing = StoreKey::find(None, Some(missing));
        assert!(matches!(missing, Err(StoreError::NoKeyFile(_))));
        assert_eq!(StoreKey::find(None, None).expect("none"), None);
    }

    #[test]
    fn a_key_file_that_is_not_text_is_not_a_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hearth.key");
        let mut file = file::create_private(&path).expect("a file");
        file.write_all(&[0xff; 64]).expect("written");
        assert!(matches!(StoreKey::read(&path), Err(StoreError::KeyForm)));
    }
}
