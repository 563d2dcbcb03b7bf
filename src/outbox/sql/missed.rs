//! What did not reach somebody.

use super::super::missed::{Missed, platform_of};
use super::super::model::Reason;
use crate::ids::{OutboxId, PersonId};
use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

pub(in crate::outbox) async fn missed(
    conn: &mut Conn,
    person: PersonId,
    kinds: &[&str],
) -> sqlx::Result<Option<Missed>> {
    let kinds = serde_json::to_string(kinds).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // Beside `max`, the other columns are those of its row.
    let row = sqlx::query!(
        r#"
        select count(*) as "count!: u64", max(id) as "last: OutboxId", due_at as "due_at: i64",
            reason as "reason: String", destination as "destination: String"
        from outbox
        where person_id = ?1 and state = 'failed' and told_at is null
            and destination >= 'direct:' and destination < 'direct;'
            and kind in (select value from json_each(?2))
        "#,
        person,
        kinds,
    )
    .fetch_one(conn)
    .await?;
    let (Some(last), Some(due_at)) = (row.last, row.due_at) else { return Ok(None) };
    Ok(Some(Missed {
        count: row.count,
        last,
        due_at: instant(due_at),
        reason: row.reason.as_deref().and_then(Reason::parse),
        platform: row.destination.as_deref().and_then(platform_of),
    }))
}

pub(in crate::outbox) async fn told_missed(
    conn: &mut Conn,
    person: PersonId,
    last: OutboxId,
    now: Timestamp,
) -> sqlx::Result<()> {
    let now = millis(now);
    sqlx::query!(
        "
        update outbox set told_at = ?3
        where person_id = ?1 and id <= ?2 and state = 'failed' and told_at is null
        ",
        person,
        last,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
