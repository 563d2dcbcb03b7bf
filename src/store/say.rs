//! The sentence for each thing that can be wrong with a store.

use super::{Problem, StoreError};
use crate::chat::message::Line;
use crate::words::{Arg, Words};
use std::path::Path;

/// Says what is wrong, and what to do next.
pub fn say(error: &StoreError, words: &Words) -> Line {
    match error {
        StoreError::WrongKey(path) => words.store_wrong_key(shown(path)),
        StoreError::Plain(path) => words.store_plain(shown(path)),
        StoreError::KeyMissing(path) => words.store_key_missing(shown(path)),
        StoreError::NoKeyFile(path) => words.store_no_key_file(shown(path)),
        StoreError::NoCipher => words.store_no_cipher(),
        StoreError::KeyForm => words.store_key_form(),
        StoreError::KeyExposed { path, mode } => {
            words.store_key_exposed(shown(path), Arg::code(format!("{mode:o}")))
        }
        StoreError::NotAStore(path) => words.store_not_a_store(shown(path)),
        StoreError::Damaged(path) => words.store_damaged(shown(path)),
        StoreError::Newer { path, found, known } => words.store_newer(shown(path), *found, *known),
        StoreError::Changed { path, version } => words.store_changed(shown(path), *version),
        StoreError::Locked(path) => words.store_locked(shown(path)),
        StoreError::Exists(path) => words.store_exists(shown(path)),
        StoreError::Missing(path) => words.store_missing(shown(path)),
        StoreError::Denied(path) => words.store_denied(shown(path)),
        StoreError::Same(path) => words.store_same(shown(path)),
        StoreError::Unsound { path, problems } => words.store_unsound(shown(path), problems.len()),
        StoreError::Full => words.store_full(),
        StoreError::Disk(detail) => words.store_disk(detail),
        StoreError::ReadOnly => words.store_read_only(),
        StoreError::Torn => words.store_torn(),
        StoreError::Busy => words.store_busy(),
        StoreError::File { path, source } => words.store_file(shown(path), source.to_string()),
        StoreError::Database(error) => words.store_database(error.to_string()),
    }
}

/// Says what was found in a store that is not sound.
pub(crate) fn problem(problem: &Problem, words: &Words) -> Line {
    match problem {
        Problem::Integrity(detail) => words.store_problem_integrity(detail),
        Problem::Reference { table, row: Some(row), parent } => {
            words.store_problem_reference_row(Arg::code(table), *row, Arg::code(parent))
        }
        Problem::Reference { table, row: None, parent } => {
            words.store_problem_reference(Arg::code(table), Arg::code(parent))
        }
        Problem::Message { table, row } => words.store_problem_message(Arg::code(*table), *row),
    }
}

/// A path as something that can be typed.
pub(crate) fn shown(path: &Path) -> Arg {
    Arg::code(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn everything_that_can_be_wrong_has_its_own_sentence() {
        let path = || Path::new("/srv/hearth.db").to_owned();
        let errors = [
            StoreError::WrongKey(path()),
            StoreError::Plain(path()),
            StoreError::KeyMissing(path()),
            StoreError::NoCipher,
            StoreError::KeyForm,
            StoreError::KeyExposed { path: path(), mode: 0o640 },
            StoreError::NotAStore(path()),
            StoreError::Damaged(path()),
            StoreError::Newer { path: path(), found: 9, known: 6 },
            StoreError::Changed { path: path(), version: 2 },
            StoreError::Locked(path()),
            StoreError::Exists(path()),
            StoreError::Missing(path()),
            StoreError::Denied(path()),
            StoreError::Same(path()),
            StoreError::Unsound { path: path(), problems: vec![] },
            StoreError::Full,
            StoreError::Disk("input/output error".into()),
            StoreError::ReadOnly,
            StoreError::Torn,
            StoreError::Busy,
            StoreError::File { path: path(), source: io::Error::other("odd") },
            StoreError::Database(sqlx::Error::PoolTimedOut),
        ];
        let words = Words::english();
        let mut seen = std::collections::BTreeSet::new();
        for error in errors {
            let said = say(&error, &words).plain();
            let named = error.to_string().contains("/srv/hearth.db");
            assert_eq!(said.contains("/srv/hearth.db"), named, "{said}");
            assert!(!said.starts_with("store-") && !said.contains('{'), "{said}");
            assert!(seen.insert(said.clone()), "said twice: {said}");
        }
    }
}
