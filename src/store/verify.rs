//! Whether a file is a sound store.

use super::open::{Found, reading, sniff};
use super::{StoreError, StoreKey, file, migrate};
use crate::chat::wire;
use futures_util::TryStreamExt;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether the file is encrypted.
    pub encrypted: bool,
    /// The newest migration in the file.
    pub version: i64,
    /// The newest migration that this Hearth knows; not less than `version`. Opening the store
    /// brings it there.
    pub known: i64,
    /// Pages of the file, its log not counted.
    pub pages: u64,
    /// Bytes of those pages.
    pub bytes: u64,
    /// What is in it.
    pub counts: Counts,
    /// What is wrong with it; empty for a sound store.
    pub problems: Vec<Problem>,
}

/// What is in a store, so that a person sees that it is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Communities.
    pub communities: u64,
    /// People.
    pub people: u64,
    /// Messages that have not been sent yet.
    pub waiting: u64,
}

/// Something wrong in a store that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// SQLite's own check, in its words.
    Integrity(String),
    /// A row that points to a row that is not there.
    Reference {
        /// The table of the row.
        table: String,
        /// Its number, where the table has numbers.
        row: Option<i64>,
        /// The table it points to.
        parent: String,
    },
    /// A kept message that cannot be read.
    Message {
        /// `outbox` or `prompt`.
        table: &'static str,
        /// The row.
        row: i64,
    },
}

/// The migration that brought the tables of messages.
const DELIVERY: i64 = 2;

/// Checks the store at `path`, in use or not, and changes nothing.
///
/// An error means that it could not be looked into; a report with problems that it could, and
/// should not be relied on.
pub async fn verify(path: &Path, key: Option<&StoreKey>) -> Result<Report, StoreError> {
    let path = file::absolute(path)?;
    if sniff(&path, key)? == Found::Nothing {
        let exists = path.exists();
        return Err(if exists { StoreError::NotAStore(path) } else { StoreError::Missing(path) });
    }
    let mut conn = reading(&path, key).await?;
    let state = migrate::inspect(&mut conn, &path, key.is_some()).await;
    let report = match state {
        Ok(migrate::State { version: 0 }) => Err(StoreError::NotAStore(path.clone())),
        Ok(state) => examine(&mut conn, state.version, key.is_some())
            .await
            .map_err(|error| StoreError::opening(&path, key.is_some(), error)),
        Err(error) => Err(error),
    };
    let _ = conn.close().await;
    report
}

impl Report {
    /// The report, or the error that holds its problems.
    pub(super) fn sound(self, path: &Path) -> Result<Self, StoreError> {
        if self.problems.is_empty() {
            return Ok(self);
        }
        Err(StoreError::Unsound { path: path.into(), problems: self.problems })
    }
}

// Checked when they run and not when they are compiled, because they also read older schemas.

async fn examine(
    conn: &mut SqliteConnection,
    version: i64,
    encrypted: bool,
) -> sqlx::Result<Report> {
    // One view for all of it: the store may be in use.
    let mut tx = conn.begin().await?;
    // SQLCipher gives some of its answers as text.
    let (pages, size): (i64, i64) = sqlx::query_as(
        "select cast(page_count as integer), cast(page_size as integer) \
         from pragma_page_count(), pragma_page_size()",
    )
    .fetch_one(&mut *tx)
    .await?;
    let (pages, size) = (pages.unsigned_abs(), size.unsigned_abs());
    let mut problems = Vec::new();
    integrity(&mut tx, &mut problems).await?;
    let mut counts = Counts::default();
    if version >= DELIVERY {
        counts = count(&mut tx).await?;
        let outbox = "select id, cast(message as blob) from outbox where message <> ''";
        messages(&mut tx, "outbox", outbox, &mut problems).await?;
        let prompt = "select id, cast(shown as blob) from prompt where shown <> ''";
        messages(&mut tx, "prompt", prompt, &mut problems).await?;
    }
    tx.rollback().await?;
    let bytes = pages.saturating_mul(size);
    Ok(Report { encrypted, version, known: migrate::known(), pages, bytes, counts, problems })
}

async fn integrity(conn: &mut SqliteConnection, into: &mut Vec<Problem>) -> sqlx::Result<()> {
    let said: Vec<String> =
        sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *conn).await?;
    into.extend(said.into_iter().filter(|line| line != "ok").map(Problem::Integrity));
    let broken: Vec<(String, Option<i64>, String, i64)> =
        sqlx::query_as("pragma foreign_key_check").fetch_all(&mut *conn).await?;
    into.extend(broken.into_iter().map(|(table, row, parent, _)| Problem::Reference {
        table,
        row,
        parent,
    }));
    Ok(())
}

async fn count(conn: &mut SqliteConnection) -> sqlx::Result<Counts> {
    let (communities, people, waiting): (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from community), (select count(*) from person), \
         (select count(*) from outbox where state in ('pending', 'sending'))",
    )
    .fetch_one(conn)
    .await?;
    Ok(Counts {
        communities: communities.unsigned_abs(),
        people: people.unsigned_abs(),
        waiting: waiting.unsigned_abs(),
    })
}

async fn messages(
    conn: &mut SqliteConnection,
    table: &'static str,
    sql: &'static str,
    into: &mut Vec<Problem>,
) -> sqlx::Result<()> {
    let mut rows = sqlx::query_as::<_, (i64, Vec<u8>)>(sql).fetch(conn);
    while let Some((row, message)) = rows.try_next().await? {
        let readable = std::str::from_utf8(&message).is_ok_and(|text| wire::decode(text).is_ok());
        if !readable {
            into.push(Problem::Message { table, row });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::fixture::{change, digest, names, rename, sample};
    use super::*;

    #[tokio::test]
    async fn a_sound_store_is_sound_and_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "here").await;
        let before = (digest(&path), names(folder.path()));
        let report = verify(&path, None).await.expect("a report");
        assert_eq!(report.problems, []);
        assert_eq!((report.version, report.encrypted), (report.known, false));
        assert_eq!(report.counts, Counts { communities: 1, people: 0, waiting: 1 });
        assert_eq!(report.bytes, path.metadata().expect("a file").len());
        assert_eq!((digest(&path), names(folder.path())), before);
    }

    #[tokio::test]
    async fn a_store_in_use_is_verified_with_what_is_in_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        let store = Store::open(&path, None).await.expect("opens");
        rename(&store, "in the log").await;
        let report = verify(&path, None).await.expect("a report");
        assert_eq!(report.counts.communities, 1);
        assert_eq!(report.problems, []);
    }

    #[tokio::test]
    async fn each_kind_of_problem_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let reference =
            Problem::Reference { table: "room".into(), row: None, parent: "community".into() };
        let cases = [
            ("update outbox set message = 'x'", Problem::Message { table: "outbox", row: 1 }),
            (
                "update outbox set message = cast(x'ff' as text)",
                Problem::Message { table: "outbox", row: 1 },
            ),
            (
                "insert into prompt (kind, shown, created_at) values ('k', '{\"v\":\"9\"}', 0)",
                Problem::Message { table: "prompt", row: 1 },
            ),
            ("insert into room (id, group_id, seen_at) values ('r', 77, 0)", reference),
        ];
        for (number, (sql, problem)) in cases.into_iter().enumerate() {
            let path = folder.path().join(format!("{number}.db"));
            sample(&path, None, "name").await;
            change(&path, sql).await;
            let before = digest(&path);
            let report = verify(&path, None).await.expect("a report");
            assert_eq!(report.problems, [problem], "{sql}");
            assert_eq!(digest(&path), before, "{sql}");
        }
    }

    #[tokio::test]
    async fn an_index_that_lost_a_row_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        sample(&path, None, "name").await;
        change(
            &path,
            "pragma writable_schema = on; \
             update sqlite_schema set sql = 'create index outbox_person on outbox (kind)' \
             where name = 'outbox_person'; pragma writable_schema = off;",
        )
        .await;
        let report = verify(&path, None).await.expect("a report");
        assert!(matches!(report.problems[..], [Problem::Integrity(_), ..]), "{report:?}");
    }

    /// Damages one byte of each page in turn.
    async fn damage(key: Option<&StoreKey>) -> (usize, usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("good.db");
        sample(&good, key, "name").await;
        let whole = std::fs::read(&good).expect("read");
        let path = folder.path().join("h.db");
        let (mut found, mut pages) = (0, 0);
        for at in (64..whole.len()).step_by(4096) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            std::fs::write(&path, bytes).expect("written");
            let before = digest(&path);
            let report = verify(&path, key).await;
            assert_eq!(digest(&path), before);
            found += usize::from(!report.is_ok_and(|report| report.problems.is_empty()));
            pages += 1;
        }
        assert_eq!(names(folder.path()), ["good.db", "good.db.lock", "h.db"]);
        (found, pages)
    }

    #[tokio::test]
    async fn damage_is_looked_at_without_harm() {
        // A plain file has no checksums: what is in a row may change unnoticed.
        let (found, pages) = damage(None).await;
        assert!(found < pages, "{found} of {pages}");
    }

    #[cfg(feature = "sqlcipher")]
    #[tokio::test]
    async fn damage_anywhere_in_an_encrypted_store_is_found() {
        let key = StoreKey::generate().expect("a key");
        let (found, pages) = damage(Some(&key)).await;
        assert!(pages > 10);
        assert_eq!(found, pages);
    }

    #[tokio::test]
    async fn what_is_not_there_or_empty_is_not_a_store() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("h.db");
        assert!(matches!(verify(&path, None).await, Err(StoreError::Missing(_))));
        std::fs::write(&path, "").expect("written");
        assert!(matches!(verify(&path, None).await, Err(StoreError::NotAStore(_))));
        assert_eq!(names(folder.path()), ["h.db"]);
    }
}
