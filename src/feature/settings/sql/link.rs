//! Codes, and one group made of two. In the merge `?1` is the one that goes and `?2` the one that stays.

use crate::ids::GroupId;
use crate::store::Conn;

/// A code that was typed.
pub(in crate::feature::settings) struct CodeRow {
    pub(in crate::feature::settings) group: GroupId,
    pub(in crate::feature::settings) slug: String,
    pub(in crate::feature::settings) expires_at: i64,
}

pub(in crate::feature::settings) async fn code(
    conn: &mut Conn,
    code: &str,
) -> sqlx::Result<Option<CodeRow>> {
    sqlx::query_as!(
        CodeRow,
        r#"select k.group_id as "group: GroupId", c.slug, k.expires_at
           from group_code k join community c on c.id = k.group_id where k.code = ?"#,
        code
    )
    .fetch_optional(conn)
    .await
}

/// `false`: another group has that code.
pub(in crate::feature::settings) async fn add_code(
    conn: &mut Conn,
    code: &str,
    group: GroupId,
    expires_at: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into group_code (code, group_id, expires_at) values (?, ?, ?)
         on conflict do nothing",
        code,
        group,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::feature::settings) async fn delete_codes(
    conn: &mut Conn,
    group: GroupId,
) -> sqlx::Result<()> {
    sqlx::query!("delete from group_code where group_id = ?", group).execute(conn).await.map(drop)
}

pub(in crate::feature::settings) async fn slug(
    conn: &mut Conn,
    group: GroupId,
) -> sqlx::Result<String> {
    sqlx::query_scalar!("select slug from community where id = ?", group).fetch_one(conn).await
}

/// Whether organizers have set up anything in a group: schedules, meetings, feeds, resources.
pub(in crate::feature::settings) async fn has_content(
    conn: &mut Conn,
    group: GroupId,
) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from schedule where group_id = ?1)
               or exists (select 1 from meeting where group_id = ?1 and removed_at is null)
               or exists (select 1 from feed where group_id = ?1)
               or exists (select 1 from resource where group_id = ?1) as "any!: i64""#,
        group
    )
    .fetch_one(conn)
    .await?;
    Ok(found == 1)
}

/// Makes everything of a group without content belong to another one, and deletes the group. What the
/// one that stays has set holds.
pub(in crate::feature::settings) async fn merge(
    conn: &mut Conn,
    gone: GroupId,
    stays: GroupId,
) -> sqlx::Result<()> {
    sqlx::query!("update place set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update room set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into membership (person_id, group_id, seen_at)
         select person_id, ?2, seen_at from membership where group_id = ?1
         on conflict do update set seen_at = max(seen_at, excluded.seen_at)",
        gone,
        stays
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert or ignore into setting (group_id, key, value)
         select ?2, key, value from setting where group_id = ?1",
        gone,
        stays
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update audit set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update prompt set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update outbox set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update derived set group_id = ?2 where group_id = ?1", gone, stays)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from community where id = ?", gone).execute(conn).await.map(drop)
}
