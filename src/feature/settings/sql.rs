//! The queries of settings.

pub(super) mod link;

use crate::ids::GroupId;
use crate::store::Conn;

pub(super) async fn is_room(conn: &mut Conn, group: GroupId, room: &str) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "select id from room where group_id = ? and id = ? and whole is null",
        group,
        room
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

pub(super) async fn rooms(conn: &mut Conn, group: GroupId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select id from room where group_id = ? and whole is null order by seen_at desc limit 10",
        group
    )
    .fetch_all(conn)
    .await
}
