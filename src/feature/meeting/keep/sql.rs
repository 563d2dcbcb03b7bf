//! The queries that keep feeds.

use super::plan::Known;
use crate::store::Conn;

/// All rows of a feed, removed ones too.
pub(super) async fn known(conn: &mut Conn, feed: i64) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select id as "id!", coalesce(feed_slug, '') as "feed_slug!: String", phrase, zone,
                  listing, fingerprint, removed_at is not null as "removed!: bool"
           from meeting where feed_id = ? order by id"#,
        feed
    )
    .fetch_all(conn)
    .await
}

/// Every short name of a group.
pub(super) async fn slugs(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select slug from meeting where group_id = ?", group).fetch_all(conn).await
}

/// The rows of a feed that are listed.
pub(super) async fn live(conn: &mut Conn, feed: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from meeting where feed_id = ? and removed_at is null"#,
        feed
    )
    .fetch_all(conn)
    .await
}

/// Those of some meetings that somebody is reminded of or that are announced.
pub(super) async fn followed(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select meeting.id as "id!" from json_each(?) join meeting on meeting.id = value
           where exists (select 1 from meeting_reminder r where r.meeting_id = meeting.id)
              or exists (select 1 from meeting_announce a where a.meeting_id = meeting.id)"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// Adds rows; gives their numbers.
pub(super) async fn add(
    conn: &mut Conn,
    group: i64,
    feed: i64,
    rows: &str,
    now: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"insert into meeting (group_id, feed_id, slug, feed_slug, name, phrase, zone, minutes,
                                weekday, start_minute, attendance, listing, fingerprint,
                                created_at, changed_at)
           select ?, ?, value ->> 'slug', value ->> 'feed_slug', value ->> 'name',
                  value ->> 'phrase', value ->> 'zone', value ->> 'minutes', value ->> 'weekday',
                  value ->> 'start_minute', value ->> 'attendance', value ->> 'listing',
                  value ->> 'fingerprint', ?, ?
           from json_each(?) where true
           returning id as "id!""#,
        group,
        feed,
        now,
        now,
        rows
    )
    .fetch_all(conn)
    .await
}

/// Writes rows anew. Those that are told of get a new `changed_at`.
pub(super) async fn update(conn: &mut Conn, rows: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set
             feed_slug = new.value ->> 'feed_slug', name = new.value ->> 'name',
             phrase = new.value ->> 'phrase', zone = new.value ->> 'zone',
             minutes = new.value ->> 'minutes', weekday = new.value ->> 'weekday',
             start_minute = new.value ->> 'start_minute',
             attendance = new.value ->> 'attendance', listing = new.value ->> 'listing',
             fingerprint = new.value ->> 'fingerprint', removed_at = null,
             changed_at = case when new.value ->> 'told' then ? else changed_at end
         from json_each(?) as new where meeting.id = new.value ->> 'id'",
        now,
        rows
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Marks rows as gone.
pub(super) async fn remove(conn: &mut Conn, ids: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update meeting set removed_at = ?, changed_at = ?
         where id in (select value from json_each(?))",
        now,
        now,
        ids
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes rows that have been gone for long.
pub(super) async fn forget(conn: &mut Conn, feed: i64, before: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from meeting where feed_id = ? and removed_at < ?", feed, before)
        .execute(conn)
        .await
        .map(drop)
}

#[cfg(test)]
pub(super) async fn test_feed(conn: &mut Conn, group: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into feed (group_id, slug, source, zone, program, created_at)
           values (?, 'list', 'list.json', 'Europe/London', 'aa', 0) returning id as "id!""#,
        group
    )
    .fetch_one(conn)
    .await
}

#[cfg(test)]
pub(super) async fn test_reminder(
    conn: &mut Conn,
    feed: i64,
    slug: &str,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into meeting_reminder (meeting_id, person_id, minutes, created_at)
         select id, ?, 15, 0 from meeting where feed_id = ? and feed_slug = ?",
        person,
        feed,
        slug
    )
    .execute(conn)
    .await
    .map(drop)
}

#[cfg(test)]
pub(super) async fn test_outbox(conn: &mut Conn) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select key from outbox order by id").fetch_all(conn).await
}
