//! Bringing tables up to date, and telling beforehand whether that can be done.

use super::StoreError;
use sqlx::SqliteConnection;
use sqlx::migrate::{MigrateError, Migrator};
use std::path::Path;

pub(super) static MIGRATOR: Migrator = sqlx::migrate!();

/// How far a store's tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    /// The newest migration that was applied; 0 before the first.
    pub(super) version: i64,
}

/// The newest migration that this Hearth knows.
pub(super) fn known() -> i64 {
    MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Reads how far the tables are. An error when they are not ours to change.
pub(super) async fn inspect(
    conn: &mut SqliteConnection,
    path: &Path,
    keyed: bool,
) -> Result<State, StoreError> {
    let failed = |error| StoreError::opening(path, keyed, error);
    let tables: Vec<String> = sqlx::query_scalar("select name from sqlite_schema")
        .fetch_all(&mut *conn)
        .await
        .map_err(failed)?;
    if tables.is_empty() {
        return Ok(State { version: 0 });
    }
    if !tables.iter().any(|name| name == "_sqlx_migrations") {
        return Err(StoreError::NotAStore(path.into()));
    }
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("select version, checksum from _sqlx_migrations order by version")
            .fetch_all(&mut *conn)
            .await
            .map_err(failed)?;
    // Before asking whether there are unknown ones: the same tool keeps a table of this name in
    // other programs' databases, and theirs are not newer Hearths.
    let mut found = 0;
    for (version, checksum) in applied {
        let ours = MIGRATOR.iter().find(|migration| migration.version == version);
        if ours.is_some_and(|ours| *ours.checksum != *checksum) {
            return Err(StoreError::Changed { path: path.into(), version });
        }
        found = found.max(version);
        if ours.is_none() && version <= known() {
            return Err(StoreError::Changed { path: path.into(), version });
        }
    }
    if found > known() {
        return Err(StoreError::Newer { path: path.into(), found, known: known() });
    }
    Ok(State { version: found })
}

/// Brings the tables up to date; each migration is done whole or not at all.
pub(super) async fn run(
    conn: &mut SqliteConnection,
    path: &Path,
    keyed: bool,
) -> Result<(), StoreError> {
    MIGRATOR.run(conn).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            StoreError::opening(path, keyed, error)
        }
        MigrateError::VersionMissing(found) => {
            StoreError::Newer { path: path.into(), found, known: known() }
        }
        MigrateError::VersionMismatch(version) => {
            StoreError::Changed { path: path.into(), version }
        }
        other => StoreError::Database(other.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{change, digest, sample};
    use super::super::{Store, key::hex};
    use super::*;
    use std::fmt::Write as _;

    #[tokio::test]
    async fn what_is_not_ours_to_change_is_told_and_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        type Judge = fn(&StoreError) -> bool;
        let cases: [(&str, &'static str, Judge); 4] = [
            (
                "a newer Hearth",
                "insert into _sqlx_migrations (version, description, success, checksum, \
                 execution_time) values (9999, 'later', 1, x'00', 0)",
                |error| matches!(error, StoreError::Newer { found: 9999, .. }),
            ),
            (
                "another text of the first migration",
                "update _sqlx_migrations set checksum = x'00' where version = 1",
                |error| matches!(error, StoreError::Changed { version: 1, .. }),
            ),
            (
                "a migration that was withdrawn",
                "insert into _sqlx_migrations (version, description, success, checksum, \
                 execution_time) values (0, 'earlier', 1, x'00', 0)",
                |error| matches!(error, StoreError::Changed { version: 0, .. }),
            ),
            (
                "no migrations table",
                "alter table _sqlx_migrations rename to something_else",
                |error| matches!(error, StoreError::NotAStore(_)),
            ),
        ];
        for (number, (what, sql, judge)) in cases.into_iter().enumerate() {
            let path = folder.path().join(format!("{number}.db"));
            sample(&path, None, what).await;
            change(&path, sql).await;
            let before = digest(&path);
            let error = Store::open(&path, None).await.expect_err(what);
            assert!(judge(&error), "{what}: {error:?}");
            assert_eq!(digest(&path), before, "{what}");
        }
    }

    /// A migration that was applied somewhere cannot be edited: stores that had the old text
    /// would not open. Add a new one. While the schema is not released, write the list again:
    /// `UPDATE=1 cargo test --lib applied_migrations_are_unchanged`.
    #[test]
    fn applied_migrations_are_unchanged() {
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/applied.txt");
        let mut now = String::from("# Written by a test, see src/store/migrate.rs.\n");
        for migration in MIGRATOR.iter() {
            let (version, name) = (migration.version, migration.description.replace(' ', "_"));
            let _ = writeln!(now, "{version:04}_{name}.sql {}", hex(&migration.checksum));
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(list, &now).expect("written");
        }
        let committed = std::fs::read_to_string(list).expect("migrations/applied.txt");
        let missing: Vec<&str> = committed
            .lines()
            .filter(|line| !now.lines().any(|other| other == *line))
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert!(missing.is_empty(), "edited or removed after they were applied: {missing:?}");
        assert_eq!(committed, now, "a new migration; run with UPDATE=1 to add it to the list");
    }
}
