//! The queries of turns: which events were begun, done, answered.

use crate::store::Conn;

/// How far an event's turn had come before.
pub(in crate::engine) struct TurnRow {
    pub(in crate::engine) tries: i64,
    pub(in crate::engine) done: i64,
    pub(in crate::engine) answered: i64,
}

/// Notes that an event's turn begins; gives how far it has come, this try included.
pub(in crate::engine) async fn begin(
    conn: &mut Conn,
    platform: &str,
    native: &str,
    now: i64,
) -> sqlx::Result<TurnRow> {
    // It may be a transaction of its own, which is only committed when the statement has ended: so all
    // of its rows are fetched, although there is one.
    let mut rows = sqlx::query_as!(
        TurnRow,
        r#"insert into seen_event (platform, native, at) values (?, ?, ?)
           on conflict do update set tries = tries + 1
           returning tries as "tries!", done as "done!", answered as "answered!""#,
        platform,
        native,
        now
    )
    .fetch_all(conn)
    .await?;
    rows.pop().ok_or(sqlx::Error::RowNotFound)
}

/// Notes that what an event's turn changes is being committed.
pub(in crate::engine) async fn done(
    conn: &mut Conn,
    platform: &str,
    native: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into seen_event (platform, native, at, done) values (?, ?, ?, 1)
         on conflict do update set done = 1",
        platform,
        native,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that nothing is left to do for an event.
pub(in crate::engine) async fn answered(
    conn: &mut Conn,
    platform: &str,
    native: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into seen_event (platform, native, at, answered) values (?, ?, ?, 1)
         on conflict do update set answered = 1",
        platform,
        native,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}
