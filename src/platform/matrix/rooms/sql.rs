//! The tables of rooms.

use crate::store::Conn;

/// A room that the bot is invited to, and who invited it.
pub(in crate::platform::matrix) struct Invitation {
    pub(in crate::platform::matrix) room: String,
    pub(in crate::platform::matrix) invited_by: Option<String>,
}

/// A room that is replaced by another one, which the bot is not in yet.
pub(in crate::platform::matrix) struct Move {
    pub(in crate::platform::matrix) room: String,
    pub(in crate::platform::matrix) replacement: String,
}

/// How the bot was in a room when it was last looked at.
pub(in crate::platform::matrix) async fn state(
    conn: &mut Conn,
    room: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select state from matrix_room where room = ?", room)
        .fetch_optional(conn)
        .await
}

pub(in crate::platform::matrix) async fn invited(
    conn: &mut Conn,
    room: &str,
    by: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_room (room, state, invited_by) values (?1, 'invited', ?2)
         on conflict (room) do update set state = 'invited', invited_by = excluded.invited_by",
        room,
        by
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The bot is in the room: who invited it, if that is known.
pub(in crate::platform::matrix) async fn joined(
    conn: &mut Conn,
    room: &str,
) -> sqlx::Result<Option<String>> {
    let by = sqlx::query_scalar!("select invited_by from matrix_room where room = ?", room)
        .fetch_optional(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into matrix_room (room, state) values (?, 'joined')
         on conflict (room) do update set state = 'joined', invited_by = null",
        room
    )
    .execute(conn)
    .await?;
    Ok(by.flatten())
}

pub(in crate::platform::matrix) async fn left(conn: &mut Conn, room: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_room (room, state) values (?, 'left')
         on conflict (room) do update set state = 'left', invited_by = null",
        room
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::platform::matrix) async fn invitations(
    conn: &mut Conn,
) -> sqlx::Result<Vec<Invitation>> {
    sqlx::query_as!(
        Invitation,
        "select room, invited_by from matrix_room where state = 'invited' order by room"
    )
    .fetch_all(conn)
    .await
}

/// The space or room that stood for the group of a room.
pub(in crate::platform::matrix) async fn community(
    conn: &mut Conn,
    room: &str,
) -> sqlx::Result<Option<String>> {
    let found = sqlx::query_scalar!("select community from matrix_room where room = ?", room)
        .fetch_optional(conn)
        .await?;
    Ok(found.flatten())
}

pub(in crate::platform::matrix) async fn set_community(
    conn: &mut Conn,
    room: &str,
    community: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update matrix_room set community = ?2 where room = ?1", room, community)
        .execute(conn)
        .await
        .map(drop)
}

pub(in crate::platform::matrix) async fn replaced(
    conn: &mut Conn,
    room: &str,
    replacement: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_move (room, replacement) values (?1, ?2)
         on conflict (room) do update set replacement = excluded.replacement",
        room,
        replacement
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::platform::matrix) async fn moves(conn: &mut Conn) -> sqlx::Result<Vec<Move>> {
    sqlx::query_as!(Move, "select room, replacement from matrix_move order by room")
        .fetch_all(conn)
        .await
}

pub(in crate::platform::matrix) async fn moved(conn: &mut Conn, room: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from matrix_move where room = ?", room).execute(conn).await.map(drop)
}

/// Whether a room takes the place of another one.
pub(in crate::platform::matrix) async fn is_replacement(
    conn: &mut Conn,
    room: &str,
) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select count(*) as "count!: i64" from matrix_move where replacement = ?"#,
        room
    )
    .fetch_one(conn)
    .await?;
    Ok(found > 0)
}

/// The direct room with an account.
pub(in crate::platform::matrix) async fn direct(
    conn: &mut Conn,
    account: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select room from matrix_direct where account_id = ?", account)
        .fetch_optional(conn)
        .await
}

pub(in crate::platform::matrix) async fn set_direct(
    conn: &mut Conn,
    account: &str,
    room: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_direct (account_id, room) values (?1, ?2)
         on conflict (account_id) do update set room = excluded.room",
        account,
        room
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Every direct room that is known, with the account in it.
pub(in crate::platform::matrix) async fn directs(
    conn: &mut Conn,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!("select account_id, room from matrix_direct").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.room)).collect())
}
