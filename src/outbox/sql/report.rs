//! The ledger.

use super::super::ledger::{Counts, Destination, Entry};
use super::super::model::{Reason, State};
use crate::chat::address::Address;
use crate::ids::{GroupId, OutboxId};
use crate::store::{Conn, instant};

pub(in crate::outbox) async fn list(
    conn: &mut Conn,
    group: GroupId,
    filter: Option<State>,
    limit: u32,
    before: Option<OutboxId>,
) -> sqlx::Result<Vec<Entry>> {
    let (filter, before) = (filter.map(State::as_str), before.map_or(i64::MAX, |id| id.0));
    let rows = sqlx::query!(
        r#"
        select
            id as "id!: OutboxId", kind, destination, state, reason, late as "late: bool", due_at,
            retry_at, attempts as "attempts: u32", revision as "revision: u32", sent_at
        from outbox
        where group_id = ?1 and id < ?2 and (?3 is null or state = ?3)
        order by id desc limit ?4
        "#,
        group,
        before,
        filter,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        id: row.id,
        kind: row.kind,
        to: match row.destination.parse() {
            Ok(Address::Room(room)) => Destination::Room(room),
            _ => Destination::Person,
        },
        state: State::parse(&row.state).unwrap_or(State::Failed),
        reason: row.reason.as_deref().and_then(Reason::parse),
        late: row.late,
        due_at: instant(row.due_at),
        retry_at: instant(row.retry_at),
        attempts: row.attempts,
        revision: row.revision,
        sent_at: row.sent_at.map(instant),
    });
    Ok(entries.collect())
}

pub(in crate::outbox) async fn counts(conn: &mut Conn, group: GroupId) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"
        select
            count(*) filter (where state in ('pending', 'sending')) as "waiting!: u64",
            count(*) filter (where state = 'sent') as "sent!: u64",
            count(*) filter (where state = 'failed') as "failed!: u64",
            count(*) filter (where state = 'dropped') as "dropped!: u64",
            count(*) filter (where late = 1 and state = 'sent') as "late!: u64",
            count(*) filter (where attempts > 1) as "retried!: u64"
        from outbox where group_id = ?
        "#,
        group,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::outbox) async fn totals(conn: &mut Conn) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"
        select
            count(*) filter (where state in ('pending', 'sending')) as "waiting!: u64",
            count(*) filter (where state = 'sent') as "sent!: u64",
            count(*) filter (where state = 'failed') as "failed!: u64",
            count(*) filter (where state = 'dropped') as "dropped!: u64",
            count(*) filter (where late = 1 and state = 'sent') as "late!: u64",
            count(*) filter (where attempts > 1) as "retried!: u64"
        from outbox
        "#,
    )
    .fetch_one(conn)
    .await
}
