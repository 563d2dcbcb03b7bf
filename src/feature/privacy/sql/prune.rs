//! Deleting what nobody needs any more.

use crate::store::Conn;

pub(in crate::feature::privacy) async fn events(conn: &mut Conn, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from seen_event where at < ?", before).execute(conn).await?;
    Ok(done.rows_affected())
}

pub(in crate::feature::privacy) async fn codes(conn: &mut Conn, now: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from link_code where expires_at <= ?", now)
        .execute(&mut *conn)
        .await?;
    let groups =
        sqlx::query!("delete from group_code where expires_at <= ?", now).execute(conn).await?;
    Ok(done.rows_affected() + groups.rows_affected())
}

/// What nothing is left of to take back.
pub(in crate::feature::privacy) async fn derived(conn: &mut Conn, now: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from derived where keep_until <= ?1
            or (kind = 'reminder' and not exists (
                    select 1 from reminder r where r.id = derived.subject_id))
            or (kind = 'meeting_reminder' and not exists (
                    select 1 from meeting_reminder r
                    where r.meeting_id = derived.subject_id and r.person_id = derived.person_id))",
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Prompts that were closed, or ran out, before an instant.
pub(in crate::feature::privacy) async fn prompts(
    conn: &mut Conn,
    before: i64,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from prompt where closed_at < ?1 or (closed_at is null and expires_at < ?1)",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
