//! The queries of meetings.

pub(super) mod answers;
pub(super) mod dates;
pub(super) mod reminders;

use super::model::Row;
use crate::store::Conn;

/// What is written of a meeting of a group's own.
pub(super) struct Write {
    pub name: String,
    pub phrase: String,
    pub zone: String,
    pub minutes: i64,
    pub weekday: Option<i64>,
    pub start_minute: Option<i64>,
    pub attendance: &'static str,
    pub listing: String,
    pub fingerprint: String,
}

macro_rules! row {
    ($end:literal, $($arg:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"select id as "id!", group_id, feed_id, slug, name, phrase, zone, minutes, listing,
                      fingerprint, removed_at, created_at, changed_at
               from meeting "# + $end,
            $($arg),*
        )
    };
}

pub(super) async fn by_id(conn: &mut Conn, id: i64) -> sqlx::Result<Option<Row>> {
    row!("where id = ?", id).fetch_optional(conn).await
}

/// Many at once; removed ones too.
pub(super) async fn by_ids(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<Row>> {
    row!("where id in (select value from json_each(?)) order by id", ids).fetch_all(conn).await
}

pub(super) async fn by_slug(conn: &mut Conn, group: i64, slug: &str) -> sqlx::Result<Option<Row>> {
    row!("where group_id = ? and slug = ? and removed_at is null", group, slug)
        .fetch_optional(conn)
        .await
}

/// Those whose slug lies in a range, in order.
pub(super) async fn by_slug_range(
    conn: &mut Conn,
    group: i64,
    from: &str,
    until: &str,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    row!(
        "where group_id = ? and slug >= ? and slug < ? and removed_at is null
         order by slug limit ?",
        group,
        from,
        until,
        limit
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn by_name(
    conn: &mut Conn,
    group: i64,
    name: &str,
    limit: i64,
) -> sqlx::Result<Vec<Row>> {
    row!(
        "where group_id = ? and removed_at is null and name = ? collate nocase
         order by slug limit ?",
        group,
        name,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Slugs and names, the group's own first.
pub(super) async fn names(
    conn: &mut Conn,
    group: i64,
    limit: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select slug, name from meeting where group_id = ? and removed_at is null
         order by feed_id is not null, id limit ?",
        group,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

/// Slugs that begin with something, and the names behind them, for completion.
pub(super) async fn slugs(
    conn: &mut Conn,
    group: i64,
    from: &str,
    until: &str,
    own: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select slug, name from meeting
         where group_id = ? and slug >= ? and slug < ? and removed_at is null
           and (not ? or feed_id is null)
         order by slug limit 25",
        group,
        from,
        until,
        own
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

/// The same of meetings; `ids` is a JSON list.
pub(super) async fn slugs_of(
    conn: &mut Conn,
    ids: &str,
    own: bool,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select slug, name from meeting
         where id in (select value from json_each(?)) and removed_at is null
           and (not ? or feed_id is null)
         order by slug limit 25",
        ids,
        own
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

pub(super) async fn slug_taken(conn: &mut Conn, group: i64, slug: &str) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "select slug from meeting where group_id = ? and slug = ?",
        group,
        slug
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

pub(super) async fn add(
    conn: &mut Conn,
    group: i64,
    slug: &str,
    write: &Write,
    now: i64,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into meeting (group_id, slug, name, phrase, zone, minutes, weekday, start_minute,
                                attendance, listing, fingerprint, created_at, changed_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id as "id!""#,
        group,
        slug,
        write.name,
        write.phrase,
        write.zone,
        write.minutes,
        write.weekday,
        write.start_minute,
        write.attendance,
        write.listing,
        write.fingerprint,
        now,
        now
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn update(conn: &mut Conn, id: i64, write: &Write, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set name = ?, phrase = ?, zone = ?, minutes = ?, weekday = ?,
                start_minute = ?, attendance = ?, listing = ?, fingerprint = ?, changed_at = ?
         where id = ?",
        write.name,
        write.phrase,
        write.zone,
        write.minutes,
        write.weekday,
        write.start_minute,
        write.attendance,
        write.listing,
        write.fingerprint,
        now,
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that a date changed, so that calendars take the new file.
pub(super) async fn touch(conn: &mut Conn, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query!("update meeting set changed_at = ? where id = ?", now, id)
        .execute(conn)
        .await
        .map(drop)
}

/// Takes a meeting out and frees its slug.
pub(super) async fn remove(conn: &mut Conn, id: i64, slug: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set removed_at = ?, changed_at = ?, slug = ? where id = ?",
        now,
        now,
        slug,
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes meetings of groups' own that were removed before an instant.
pub(super) async fn forget_removed(conn: &mut Conn, before: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from meeting where feed_id is null and removed_at < ?", before)
        .execute(conn)
        .await
        .map(drop)
}

/// When a feed's copy was made, and what the feed is called.
pub(super) async fn feed(conn: &mut Conn, id: i64) -> sqlx::Result<Option<(String, Option<i64>)>> {
    let row = sqlx::query!("select slug, fetched_at from feed where id = ?", id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (row.slug, row.fetched_at)))
}
