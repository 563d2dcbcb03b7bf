//! What the tests of the store share.

use super::{Conn, Store, StoreKey};
use crate::chat::message::{Line, Message};
use crate::chat::wire;
use sqlx::{ConnectOptions, Connection};
use std::path::Path;

/// Makes a store with one community of that name and one message that waits.
pub(super) async fn sample(path: &Path, key: Option<&StoreKey>, name: &str) {
    let store = Store::open(path, key).await.expect("opens");
    rename(&store, name).await;
    let mut tx = store.begin().await.expect("begins");
    sqlx::query(
        "insert into outbox (key, kind, destination, message, due_at, retry_at, created_at) \
         values ('k', 'message', 'room:console:#general', ?1, 0, 0, 0)",
    )
    .bind(wire::encode(&Message::say(Line::text("Hello"))))
    .execute(&mut *tx)
    .await
    .expect("inserted");
    tx.commit().await.expect("commits");
    store.close().await;
}

/// Gives the one community that name.
pub(super) async fn rename(store: &Store, name: &str) {
    let mut tx = store.begin().await.expect("begins");
    sqlx::query(
        "insert into community (id, slug, created_at) values (1, ?1, 0) \
         on conflict (id) do update set slug = excluded.slug",
    )
    .bind(name)
    .execute(&mut *tx)
    .await
    .expect("inserted");
    tx.commit().await.expect("commits");
}

/// The name of the one community.
pub(super) async fn name_of(conn: &mut Conn) -> String {
    sqlx::query_scalar("select slug from community").fetch_one(conn).await.expect("a name")
}

/// Runs SQL on a plain store behind Hearth's back.
pub(super) async fn change(path: &Path, sql: &'static str) {
    let options = super::open::options(path, None).foreign_keys(false);
    let mut conn = options.connect().await.expect("connects");
    sqlx::raw_sql(sql).execute(&mut conn).await.expect("runs");
    conn.close().await.expect("closes");
}

/// What a file holds, short enough to be shown: its length and a hash.
pub(super) fn digest(path: &Path) -> (usize, u64) {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let bytes = std::fs::read(path).expect("a file");
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    (bytes.len(), hasher.finish())
}

/// The names in a folder, in order.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The permission bits of a file.
#[cfg(unix)]
pub(super) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().expect("a file").permissions().mode() & 0o777
}
