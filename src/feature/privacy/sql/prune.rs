//! Deleting what nobody needs any more.

use crate::store::Conn;

pub(in crate::feature::privacy) async fn events(conn: &mut Conn, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!("delete from seen_event where at < ?", before).execute(conn).await?;
    Ok(done.rows_affected())
}

pub(in crate::feature::privacy) async fn codes(conn: &mut Conn, now: i64) -> sqlx::Result<u64> {
    let done =
        sqlx::query!("delete from link_code where expires_at <= ?", now).execute(conn).await?;
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
