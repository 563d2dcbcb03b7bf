//! Stores with many rows, filled by a few statements instead of many.

use super::stats::{short, time_async};
use super::world::{World, folder};
use hearth::store::Store;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// The community in which everything happens.
pub(crate) const SCENE: &str = "
    insert into community (id, slug, created_at) values (1, 'console', 0);
    insert into place (platform, native, group_id) values ('console', 'console', 1);
    insert into room (id, group_id, seen_at) values ('console:#general', 1, 0);
";

/// Jobs that always stand would run at the first tick of a later day, and take what is measured away.
const LATER: &str = "update job set due_at = 7258118400000 where subject_id = 0;";

/// A store that is made once and used again, as long as tables and `statements` stay the same.
pub(crate) async fn kept(name: &str, statements: &[String]) -> anyhow::Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    statements.hash(&mut hasher);
    let mut tables: Vec<PathBuf> =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
    tables.retain(|path| path.extension().is_some_and(|end| end == "sql"));
    tables.sort();
    for table in tables {
        std::fs::read(table)?.hash(&mut hasher);
    }
    let path = folder()?.join(format!("{name}-{:08x}.db", hasher.finish() as u32));
    if !path.exists() {
        let part = folder()?.join(format!("{name}-part.db"));
        remove(&part)?;
        fill(&part, statements).await?;
        std::fs::rename(&part, &path)?;
        remove(&part)?;
    }
    Ok(path)
}

/// A store that is made anew, because what is measured changes it.
pub(crate) async fn fresh(name: &str, statements: &[String]) -> anyhow::Result<PathBuf> {
    let path = folder()?.join(format!("{name}.db"));
    remove(&path)?;
    fill(&path, statements).await?;
    Ok(path)
}

/// Deletes a store with all that is beside it.
pub(crate) fn remove(path: &Path) -> anyhow::Result<()> {
    for suffix in ["", "-wal", "-shm", ".lock"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        match std::fs::remove_file(beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

async fn fill(path: &Path, statements: &[String]) -> anyhow::Result<()> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (took, done) = time_async(async {
        Store::open(path, None).await?.close().await;
        run(path, statements).await?;
        World::open(path).await?.close().await;
        run(path, &[LATER.to_owned()]).await
    })
    .await;
    done?;
    let bytes = std::fs::metadata(path)?.len();
    println!("  (made {name}: {} MB in {})", bytes / 1_000_000, short(took));
    Ok(())
}

/// Runs statements without waiting for the disk.
pub(crate) async fn run(path: &Path, statements: &[String]) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", "-1000000")
        .pragma("temp_store", "memory")
        .disable_statement_logging();
    let mut conn: SqliteConnection = options.connect().await?;
    let mut tx = conn.begin().await?;
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe(statement.as_str())).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// One number out of a store.
pub(crate) async fn number(store: &Store, query: &'static str) -> anyhow::Result<i64> {
    let mut tx = store.read().await?;
    Ok(sqlx::query_scalar(query).fetch_one(&mut *tx).await?)
}

/// An instant as the store keeps it.
pub(crate) fn millis(at: &str) -> anyhow::Result<i64> {
    Ok(at.parse::<Timestamp>()?.as_millisecond())
}
