//! The queries about calendars that platforms show.

use crate::store::Conn;

/// The groups that have set a key, with its value.
pub(super) async fn groups(conn: &mut Conn, key: &str) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = sqlx::query!(
        "select group_id, value from setting where key = ? and value <> '' order by group_id",
        key
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.group_id, row.value)).collect())
}

/// A group's own meetings.
pub(super) async fn own(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "select id from meeting
         where group_id = ? and feed_id is null and removed_at is null and phrase is not null
         order by id limit 100",
        group
    )
    .fetch_all(conn)
    .await
}
