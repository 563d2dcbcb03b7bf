//! The queries of feeds.

use super::model::Row;
use crate::store::Conn;

macro_rules! row {
    ($end:literal, $($arg:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"select id as "id!", group_id, slug, source, zone, program, etag, last_modified,
                      fetched_at, trouble, told, report
               from feed "# + $end,
            $($arg),*
        )
    };
}

pub(super) async fn by_id(conn: &mut Conn, id: i64) -> sqlx::Result<Option<Row>> {
    row!("where id = ?", id).fetch_optional(conn).await
}

pub(super) async fn by_source(
    conn: &mut Conn,
    group: i64,
    source: &str,
) -> sqlx::Result<Option<Row>> {
    row!("where group_id = ? and source = ?", group, source).fetch_optional(conn).await
}

pub(super) async fn all(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<Row>> {
    row!("where group_id = ? order by slug", group).fetch_all(conn).await
}

/// How many meetings each feed of a group lists.
pub(super) async fn counts(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(
        r#"select feed_id as "feed!", count(*) as "count!" from meeting
           where group_id = ? and feed_id is not null and removed_at is null group by feed_id"#,
        group
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.feed, row.count)).collect())
}

/// What is set when a feed is added.
pub(super) struct Add<'a> {
    pub group: i64,
    pub slug: &'a str,
    pub source: &'a str,
    pub zone: &'a str,
    pub program: &'a str,
    pub now: i64,
}

pub(super) async fn add(conn: &mut Conn, add: &Add<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into feed (group_id, slug, source, zone, program, created_at)
           values (?, ?, ?, ?, ?, ?) returning id as "id!""#,
        add.group,
        add.slug,
        add.source,
        add.zone,
        add.program,
        add.now
    )
    .fetch_one(conn)
    .await
}

/// What is set when a feed was read and kept.
pub(super) struct Good<'a> {
    pub zone: &'a str,
    pub program: &'a str,
    pub etag: Option<&'a str>,
    pub last_modified: Option<&'a str>,
    pub report: &'a str,
    pub now: i64,
}

pub(super) async fn good(conn: &mut Conn, id: i64, good: &Good<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "update feed set zone = ?, program = ?, etag = ?, last_modified = ?, report = ?,
                fetched_at = ?, checked_at = ?, trouble = null
         where id = ?",
        good.zone,
        good.program,
        good.etag,
        good.last_modified,
        good.report,
        good.now,
        good.now,
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that the copy that is kept is still the newest.
pub(super) async fn unchanged(conn: &mut Conn, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update feed set fetched_at = ?, checked_at = ?, trouble = null where id = ?",
        now,
        now,
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes why a try brought nothing.
pub(super) async fn trouble(conn: &mut Conn, id: i64, code: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!("update feed set checked_at = ?, trouble = ? where id = ?", now, code, id)
        .execute(conn)
        .await
        .map(drop)
}

/// Notes of which trouble the admins were told; nothing once they know that it is over.
pub(super) async fn told(conn: &mut Conn, id: i64, told: Option<&str>) -> sqlx::Result<()> {
    sqlx::query!("update feed set told = ? where id = ?", told, id).execute(conn).await.map(drop)
}

pub(super) async fn remove(conn: &mut Conn, id: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from feed where id = ?", id).execute(conn).await.map(drop)
}
