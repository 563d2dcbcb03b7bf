//! The query of messages that are dropped before they are queued.

use crate::store::Conn;

pub(super) async fn insert(conn: &mut Conn, rows: &str, now: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "
        insert into outbox (
            key, kind, group_id, destination, message, state, reason, late, due_at, retry_at,
            created_at
        )
        select
            value ->> 'key', value ->> 'kind', value ->> 'group', value ->> 'to', '', 'dropped',
            value ->> 'reason', 1, value ->> 'due', value ->> 'due', ?2
        from json_each(?1)
        where true
        order by key
        on conflict (key) do nothing
        ",
        rows,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
