//! The queries of a group's own resources.

use crate::store::Conn;

pub(super) struct Row {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub country: String,
    pub topics: String,
    pub channels: String,
    pub hours: String,
    pub url: Option<String>,
    pub source: String,
    pub checked_on: String,
    pub told: Option<String>,
}

pub(super) async fn all(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select id as "id!", slug, name, country, topics, channels, hours, url, source, checked_on,
                  told
           from resource where group_id = ? order by name, id"#,
        group
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn names(conn: &mut Conn, account: &str) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select slug, name from resource
         where group_id = (
             select m.group_id from membership m join account a on a.person_id = m.person_id
             where a.id = ? order by m.seen_at desc limit 1
         )
         order by slug",
        account,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}

/// The country of whoever has an account, or of the group in which they were seen last.
pub(super) async fn country(conn: &mut Conn, account: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"select coalesce(p.country, (
               select s.value from membership m join setting s on s.group_id = m.group_id
               where m.person_id = p.id and s.key = 'country' order by m.seen_at desc limit 1
           )) as "country: String"
           from person p join account a on a.person_id = p.id where a.id = ?"#,
        account
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

pub(super) async fn add(
    conn: &mut Conn,
    group: i64,
    person: i64,
    row: &Row,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into resource (group_id, slug, name, country, topics, channels, hours, url, source,
                               checked_on, created_by, created_at, changed_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)",
        group,
        row.slug,
        row.name,
        row.country,
        row.topics,
        row.channels,
        row.hours,
        row.url,
        row.source,
        row.checked_on,
        person,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn change(conn: &mut Conn, id: i64, row: &Row, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update resource set name = ?, country = ?, topics = ?, channels = ?, hours = ?, url = ?,
                             source = ?, checked_on = ?, changed_at = ?
         where id = ?",
        row.name,
        row.country,
        row.topics,
        row.channels,
        row.hours,
        row.url,
        row.source,
        row.checked_on,
        now,
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn remove(conn: &mut Conn, id: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from resource where id = ?", id).execute(conn).await.map(drop)
}

pub(super) async fn tell(conn: &mut Conn, id: i64, told: &str) -> sqlx::Result<()> {
    sqlx::query!("update resource set told = ? where id = ?", told, id)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn groups(conn: &mut Conn) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!("select distinct group_id from resource").fetch_all(conn).await
}
