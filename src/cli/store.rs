//! Keys, backups and checks of the store.
//!
//! Each function returns the lines to print: on standard output with exit code 0, or on standard
//! error with exit code 1.

use super::Stop;
use crate::chat::message::Line;
use crate::store::{Backup, Report, StoreError, StoreKey};
use crate::store::{backup as copy, recode, say, shown};
use crate::words::Words;
use std::path::Path;

/// What to print: done, or not.
pub type Outcome = Result<Vec<Line>, Vec<Line>>;

/// `hearth key new FILE`: makes a key in a new file.
pub fn key_new(path: &Path, words: &Words) -> Outcome {
    let made = StoreKey::generate().and_then(|key| key.write_new(path));
    answer(made, words, |()| Ok(vec![words.store_key_new(shown(path))]))
}

/// `hearth key encrypt FILE`: copies the store to a new file that has `key`; `old` is the key that
/// the store has now, if any. The store must not be in use.
pub async fn encrypt(
    store: &Path,
    old: Option<StoreKey>,
    to: &Path,
    key: StoreKey,
    words: &Words,
) -> Outcome {
    answer(recode(store, old.as_ref(), to, Some(&key)).await, words, |made| {
        let done = words.store_encrypt_done(shown(&made.path), kilobytes(&made.report));
        Ok(vec![done, words.store_encrypt_next()])
    })
}

/// `hearth backup FILE`: copies the store, which may be in use, to a new file.
pub async fn backup(store: &Path, to: &Path, key: Option<StoreKey>, words: &Words) -> Outcome {
    answer(copy(store, to, key.as_ref()).await, words, |Backup { path, report }| {
        let mut lines = vec![words.store_backup_done(shown(&path), kilobytes(&report))];
        if report.encrypted {
            lines.push(words.store_backup_key());
        }
        lines.push(contents(&report, words));
        Ok(lines)
    })
}

/// `hearth verify FILE`: checks a store or a backup and changes nothing.
pub async fn verify(path: &Path, key: Option<StoreKey>, words: &Words) -> Outcome {
    answer(crate::store::verify(path, key.as_ref()).await, words, |report| {
        let protection = if report.encrypted { "yes" } else { "no" };
        let about = [
            words.store_protection(crate::words::Arg::select(protection)),
            contents(&report, words),
        ];
        let count = report.problems.len();
        if count == 0 {
            let size = kilobytes(&report);
            let sound = words.store_sound(shown(path), size, report.version, report.known);
            return Ok([vec![sound], about.to_vec()].concat());
        }
        let found = report.problems.iter().map(|found| crate::store::problem(found, words));
        let lines = std::iter::once(words.store_not_sound(count, shown(path))).chain(found);
        Err(lines.chain(about).collect())
    })
}

/// `hearth restore FILE`: puts a backup in the place of the store, which must not be in use.
pub async fn restore(from: &Path, store: &Path, key: Option<StoreKey>, words: &Words) -> Outcome {
    answer(crate::store::restore(from, store, key.as_ref()).await, words, |done| {
        let mut lines = vec![words.store_restore_done(shown(&done.path))];
        lines.extend(done.before.map(|path| words.store_restore_before(shown(&path))));
        lines.push(contents(&done.report, words));
        Ok(lines)
    })
}

fn answer<T>(
    done: Result<T, StoreError>,
    words: &Words,
    lines: impl FnOnce(T) -> Outcome,
) -> Outcome {
    match done {
        Ok(done) => lines(done),
        Err(StoreError::Unsound { path, problems }) => {
            let found: Vec<_> =
                problems.iter().map(|found| crate::store::problem(found, words)).collect();
            let first = say(&StoreError::Unsound { path, problems }, words);
            Err([vec![first], found].concat())
        }
        Err(error) => Err(vec![say(&error, words)]),
    }
}

fn contents(report: &Report, words: &Words) -> Line {
    let counts = report.counts;
    words.store_contents(counts.communities, counts.people, counts.waiting)
}

/// Thousands of bytes, rounded up.
fn kilobytes(report: &Report) -> u64 {
    report.bytes.div_ceil(1000)
}

/// The key that the environment or a file holds, if any.
pub fn key_of(file: Option<&Path>) -> Result<Option<StoreKey>, Stop> {
    Ok(StoreKey::find(std::env::var("HEARTH_STORE_KEY").ok(), file)?)
}

/// Prints what was done, or why not.
pub fn finish(outcome: Outcome) -> Result<(), Stop> {
    let join = |lines: &[Line]| {
        lines.iter().map(crate::chat::message::Line::plain).collect::<Vec<_>>().join("\n")
    };
    match outcome {
        Ok(lines) => {
            super::print(&join(&lines));
            Ok(())
        }
        Err(lines) => Err(Stop::Failed(Line::text(join(&lines)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn text(outcome: &Outcome) -> String {
        let (Ok(lines) | Err(lines)) = outcome;
        lines.iter().map(|line| line.plain() + "\n").collect()
    }

    #[tokio::test]
    async fn a_backup_is_made_checked_and_restored() {
        let words = Words::english();
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| folder.path().canonicalize().expect("a path").join(name);
        Store::open(&file("h.db"), None).await.expect("opens").close().await;

        let made = backup(&file("h.db"), &file("copy.db"), None, &words).await;
        assert!(made.is_ok(), "{}", text(&made));
        let checked = verify(&file("copy.db"), None, &words).await;
        assert!(text(&checked).contains("is sound"), "{}", text(&checked));
        let held = "It holds 0 communities, 0 people and no messages that wait.";
        assert!(text(&checked).ends_with(&format!("It is not encrypted.\n{held}\n")));

        let done = restore(&file("copy.db"), &file("h.db"), None, &words).await;
        let kept = file("h.db.before-restore").display().to_string();
        assert!(done.is_ok() && text(&done).contains(&kept), "{}", text(&done));

        let again = backup(&file("h.db"), &file("copy.db"), None, &words).await;
        assert!(again.is_err() && text(&again).contains("not overwritten"), "{}", text(&again));
    }

    #[tokio::test]
    async fn a_check_of_something_else_says_so() {
        let words = Words::english();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "notes").expect("written");
        let checked = verify(&path, None, &words).await;
        assert!(
            checked.is_err() && text(&checked).contains("is not a store"),
            "{}",
            text(&checked)
        );
    }

    #[test]
    fn a_key_is_made_once_and_never_shown() {
        let words = Words::english();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("hearth.key");
        let made = key_new(&path, &words);
        let key = std::fs::read_to_string(&path).expect("a key");
        assert!(made.is_ok() && !text(&made).contains(key.trim()), "{}", text(&made));
        assert!(key_new(&path, &words).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("a key"), key);
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn a_plain_store_is_encrypted_by_copy() {
        let words = Words::english();
        let folder = tempfile::tempdir().expect("a folder");
        let (plain, coded) = (folder.path().join("h.db"), folder.path().join("coded.db"));
        Store::open(&plain, None).await.expect("opens").close().await;
        let key = StoreKey::generate().expect("a key");
        let made = encrypt(&plain, None, &coded, key.clone(), &words).await;
        assert!(made.is_ok(), "{}", text(&made));
        let checked = verify(&coded, Some(key), &words).await;
        assert!(text(&checked).contains("It is encrypted."), "{}", text(&checked));
    }
}
