//! The queries of turns: which events were begun, done, answered.

use super::StandingRow;
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

/// Notes that what an event's turn changes is being committed, and gives what the turn looks at again.
pub(in crate::engine) async fn done(
    conn: &mut Conn,
    (platform, native, now): (&str, &str, i64),
    person: Option<i64>,
    group: Option<i64>,
) -> sqlx::Result<StandingRow> {
    sqlx::query_as!(
        StandingRow,
        r#"insert into seen_event (platform, native, at, done) values (?1, ?2, ?3, 1)
           on conflict do update set done = 1
           returning (select history_days from person
                      where id = ?4 and (?5 is null or exists (select 1 from community where id = ?5)))
                         as "agreed?: i64",
                     (select json_group_array(json_array(key, value)) from setting
                      where group_id = ?5) as "settings!: String""#,
        platform,
        native,
        now,
        person,
        group
    )
    .fetch_one(conn)
    .await
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
