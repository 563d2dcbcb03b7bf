//! The queries that keep feeds.

use super::plan::Known;
use super::shape::Batch;
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

/// Adds rows, as [`Batch`] has them, and gives the number of the first; the others have the numbers
/// behind it, in their order. Long texts are cut out of one, because in a list they would be written and
/// read as JSON within JSON. Otherwise than `materialized`, SQLite writes out the JSON of a row for each of
/// its columns.
pub(super) async fn add(
    conn: &mut Conn,
    group: i64,
    feed: i64,
    batch: &Batch,
    now: i64,
) -> sqlx::Result<i64> {
    let (rows, texts) = (&batch.rows, &batch.texts);
    let done = sqlx::query!(
        "with list (row) as materialized (select value from json_each(?5))
           insert into meeting (group_id, feed_id, slug, feed_slug, name, phrase, zone, minutes,
                                weekday, start_minute, attendance, fingerprint, listing, search,
                                created_at, changed_at)
           select ?1, ?2, row ->> 0, row ->> 1, row ->> 2, row ->> 3, row ->> 4, row ->> 5,
                  row ->> 6, row ->> 7, row ->> 8, row ->> 9,
                  cast(substr(?4, row ->> 12, row ->> 13) as text),
                  cast(substr(?4, row ->> 14, row ->> 15) as text), ?3, ?3
           from list",
        group,
        feed,
        now,
        texts,
        rows
    )
    .execute(conn)
    .await?;
    // Numbers only grow, by one each: nobody else writes meanwhile.
    let count = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
    Ok(done.last_insert_rowid() - count + 1)
}

/// Writes rows anew, as [`add`] takes them; not what the search has of them. Those that are told of get
/// a new `changed_at`.
pub(super) async fn update(conn: &mut Conn, batch: &Batch, now: i64) -> sqlx::Result<()> {
    let (rows, texts) = (&batch.rows, &batch.texts);
    sqlx::query!(
        "with list (row) as materialized (select value from json_each(?3))
         update meeting set
             feed_slug = row ->> 1, name = row ->> 2, phrase = row ->> 3, zone = row ->> 4,
             minutes = row ->> 5, weekday = row ->> 6, start_minute = row ->> 7,
             attendance = row ->> 8, fingerprint = row ->> 9,
             listing = cast(substr(?2, row ->> 12, row ->> 13) as text),
             removed_at = null,
             changed_at = case when row ->> 10 then ?1 else changed_at end
         from list where meeting.id = row ->> 11",
        now,
        texts,
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
