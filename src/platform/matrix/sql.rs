//! The tables of the edge.

use crate::store::Conn;

/// Something that was read and not handled yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InboxRow {
    pub(super) id: i64,
    pub(super) native: String,
    pub(super) room: String,
    pub(super) account_id: String,
    pub(super) at: i64,
    pub(super) source: Option<String>,
    pub(super) thread: Option<String>,
    pub(super) happened: String,
}

/// How far an account has been read, and since when on another device than at first.
pub(super) struct SyncRow {
    pub(super) token: String,
    pub(super) device_at: i64,
}

pub(super) async fn sync(conn: &mut Conn, bot: &str) -> sqlx::Result<Option<SyncRow>> {
    sqlx::query_as!(SyncRow, "select token, device_at from matrix_sync where bot = ?", bot)
        .fetch_optional(conn)
        .await
}

pub(super) async fn set_token(
    conn: &mut Conn,
    bot: &str,
    token: &str,
    device: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_sync (bot, token, device, device_at) values (?1, ?2, ?3, 0)
         on conflict (bot) do update set
             token = excluded.token,
             device_at = iif(device = excluded.device, device_at, ?4),
             device = excluded.device",
        bot,
        token,
        device,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that an event was read; false when it was before.
pub(super) async fn see(conn: &mut Conn, native: &str, now: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into matrix_seen (native, at) values (?1, ?2) on conflict do nothing",
        native,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn put(conn: &mut Conn, row: &InboxRow) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_inbox (native, room, account_id, at, source, thread, happened)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict do nothing",
        row.native,
        row.room,
        row.account_id,
        row.at,
        row.source,
        row.thread,
        row.happened
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What waits to be handled after a row, in order.
pub(super) async fn waiting(conn: &mut Conn, after: i64) -> sqlx::Result<Vec<InboxRow>> {
    sqlx::query_as!(
        InboxRow,
        "select id, native, room, account_id, at, source, thread, happened
         from matrix_inbox where id > ? order by id limit 100",
        after
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn handled(conn: &mut Conn, id: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from matrix_inbox where id = ?", id).execute(conn).await.map(drop)
}

/// A message whose key has not come yet.
pub(super) struct UnreadRow {
    pub(super) event: String,
    pub(super) room: String,
    pub(super) account_id: String,
    pub(super) at: i64,
    pub(super) raw: String,
    pub(super) told: i64,
}

/// Keeps a message whose key has not come, and of all such messages the newest `most`.
pub(super) async fn keep_unread(conn: &mut Conn, row: &UnreadRow, most: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_unread (event, room, account_id, at, raw, told)
         values (?1, ?2, ?3, ?4, ?5, ?6) on conflict do nothing",
        row.event,
        row.room,
        row.account_id,
        row.at,
        row.raw,
        row.told
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from matrix_unread where event in
             (select event from matrix_unread order by at desc, event limit -1 offset ?)",
        most
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn unread(conn: &mut Conn) -> sqlx::Result<Vec<UnreadRow>> {
    sqlx::query_as!(
        UnreadRow,
        "select event, room, account_id, at, raw, told from matrix_unread order by at, event"
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn drop_unread(conn: &mut Conn, event: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from matrix_unread where event = ?", event).execute(conn).await.map(drop)
}

pub(super) async fn set_told(conn: &mut Conn, event: &str) -> sqlx::Result<()> {
    sqlx::query!("update matrix_unread set told = 1 where event = ?", event)
        .execute(conn)
        .await
        .map(drop)
}

/// Notes that somebody is told something now; false when they were told after `since`.
pub(super) async fn tell(
    conn: &mut Conn,
    account: &str,
    what: &str,
    now: i64,
    since: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into matrix_told (account_id, what, at) values (?1, ?2, ?3)
         on conflict (account_id, what) do update set at = excluded.at where at <= ?4",
        account,
        what,
        now,
        since
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets what nobody can ask for any more.
pub(super) async fn prune(conn: &mut Conn, day_ago: i64, months_ago: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from matrix_seen where at < ?", months_ago).execute(&mut *conn).await?;
    sqlx::query!("delete from matrix_sent where at < ?", months_ago).execute(&mut *conn).await?;
    sqlx::query!("delete from matrix_answer where at < ?", day_ago).execute(&mut *conn).await?;
    sqlx::query!("delete from matrix_unread where at < ?", day_ago).execute(&mut *conn).await?;
    sqlx::query!("delete from matrix_told where at < ?", day_ago).execute(conn).await.map(drop)
}

/// Notes an answer to a message.
pub(super) async fn answered(
    conn: &mut Conn,
    source: &str,
    room: &str,
    event: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_answer (source, part, room, event, at)
         select ?1, coalesce(max(part) + 1, 0), ?2, ?3, ?4 from matrix_answer where source = ?1",
        source,
        room,
        event,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What was answered to a message in a room, in order.
pub(super) async fn answers(
    conn: &mut Conn,
    source: &str,
    room: &str,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select event from matrix_answer where source = ?1 and room = ?2 order by part",
        source,
        room
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn drop_answers(conn: &mut Conn, source: &str, room: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from matrix_answer where source = ?1 and room = ?2", source, room)
        .execute(conn)
        .await
        .map(drop)
}

/// Notes that the server shows a message of ours.
pub(super) async fn shown(
    conn: &mut Conn,
    txn: &str,
    room: &str,
    event: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_sent (txn, room, event, at) values (?1, ?2, ?3, ?4)
         on conflict do nothing",
        txn,
        room,
        event,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Our messages whose transaction ids lie between two, in their order.
pub(super) async fn shown_with(
    conn: &mut Conn,
    first: &str,
    beyond: &str,
) -> sqlx::Result<Vec<(String, String, String)>> {
    let rows = sqlx::query!(
        "select txn, room, event from matrix_sent where txn >= ?1 and txn < ?2 order by txn",
        first,
        beyond
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.txn, row.room, row.event)).collect())
}
