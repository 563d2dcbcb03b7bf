//! The queries of jobs.

use super::{Due, NewJob};
use crate::store::{Conn, instant};

pub(super) async fn put(conn: &mut Conn, job: &NewJob) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (key, kind, subject_id, detail, due_at) values (?, ?, ?, ?, ?)
         on conflict (key) do update set due_at = excluded.due_at, detail = excluded.detail",
        job.key,
        job.kind,
        job.subject,
        job.detail,
        job.due
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn put_all(conn: &mut Conn, list: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "with list (row) as materialized (select value from json_each(?))
         insert into job (key, kind, subject_id, detail, due_at)
         select row ->> 0, row ->> 1, row ->> 2, row ->> 3, row ->> 4 from list where true
         on conflict (key) do update set due_at = excluded.due_at, detail = excluded.detail",
        list
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Puts jobs that are there off; `list` is a JSON list of `[id, detail, due]`.
pub(super) async fn put_off(conn: &mut Conn, list: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "with list (row) as materialized (select value from json_each(?))
         update job set detail = row ->> 1, due_at = row ->> 2
         from list where job.id = row ->> 0",
        list
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn cancel(conn: &mut Conn, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from job where key = ?", key).execute(conn).await.map(drop)
}

pub(super) async fn cancel_all(conn: &mut Conn, kind: &str, subject: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from job where kind = ? and subject_id = ?", kind, subject)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn next_due(conn: &mut Conn) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select due_at from job order by due_at, id limit 1")
        .fetch_optional(conn)
        .await
}

/// The first jobs that are due, in order. They come in one row, because SQLite works on a thread of
/// its own and each row wakes the one that waits for it.
pub(super) async fn due(conn: &mut Conn, now: i64, limit: i64) -> sqlx::Result<Vec<Due>> {
    type Row = (i64, String, String, i64, String, i64);
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_array(id, key, kind, subject_id, detail, due_at))
               as "list!: String"
           from (select * from job where due_at <= ? order by due_at, id limit ?)"#,
        now,
        limit
    )
    .fetch_one(conn)
    .await?;
    let rows: Vec<Row> =
        serde_json::from_str(&list).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(rows
        .into_iter()
        .map(|(id, key, kind, subject, detail, at)| Due {
            id,
            key,
            kind,
            subject,
            detail,
            at: instant(at),
        })
        .collect())
}

/// Deletes done jobs, except those that were put again for later while they were handled.
pub(super) async fn done(conn: &mut Conn, ids: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from job where id in (select value from json_each(?)) and due_at <= ?",
        ids,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn postpone(conn: &mut Conn, id: i64, until: i64) -> sqlx::Result<()> {
    sqlx::query!("update job set due_at = ? where id = ?", until, id).execute(conn).await.map(drop)
}

pub(super) async fn put_if_absent(conn: &mut Conn, job: &NewJob) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (key, kind, subject_id, detail, due_at) values (?, ?, ?, ?, ?)
         on conflict (key) do nothing",
        job.key,
        job.kind,
        job.subject,
        job.detail,
        job.due
    )
    .execute(conn)
    .await
    .map(drop)
}
