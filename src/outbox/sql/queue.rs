//! The queue, as the sender reads and writes it.

use super::super::model::{Reason, State, Waiting};
use super::super::plan::Certain;
use crate::ids::{GroupId, OutboxId};
use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

/// Where in the queue a row stands: which one, and in which destination.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::outbox) struct Head {
    pub(in crate::outbox) id: OutboxId,
    pub(in crate::outbox) lane: String,
}

/// The first row of each destination whose first row can go now, in the order of rows.
///
/// Steps from destination to destination along the index, so that it costs what the destinations
/// are, not what the rows are: a hundred thousand rows behind one that must wait cost one.
pub(in crate::outbox) async fn heads(conn: &mut Conn, now: Timestamp) -> sqlx::Result<Vec<Head>> {
    let now = millis(now);
    sqlx::query_as!(
        Head,
        r#"
        with recursive lane (name) as (
            select min(destination) from outbox where state in ('pending', 'sending')
            union all
            select (
                select min(o.destination) from outbox o
                where o.state in ('pending', 'sending') and o.destination > lane.name
            )
            from lane where lane.name is not null
        )
        select o.id as "id!: OutboxId", o.destination as "lane!: String"
        from lane join outbox o on o.id = (
            select f.id from outbox f
            where f.destination = lane.name and f.state in ('pending', 'sending') and f.due_at <= ?1
            order by f.id limit 1
        )
        where o.retry_at <= ?1
        order by o.id
        "#,
        now,
    )
    .fetch_all(conn)
    .await
}

/// When a row that waits can go, of those that cannot go now.
pub(in crate::outbox) async fn next(
    conn: &mut Conn,
    now: Timestamp,
) -> sqlx::Result<Option<Timestamp>> {
    let now = millis(now);
    let at = sqlx::query_scalar!(
        r#"
        select min(retry_at) as "at: i64" from outbox
        where state in ('pending', 'sending') and retry_at > ?
        "#,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(at.map(instant))
}

/// The first row of a destination, whether it can go now or has to wait for its next try.
pub(in crate::outbox) async fn head(
    conn: &mut Conn,
    lane: &str,
    now: Timestamp,
) -> sqlx::Result<Option<Waiting>> {
    let now = millis(now);
    let row = sqlx::query!(
        r#"
        select
            id as "id!: OutboxId", kind, group_id as "group_id: GroupId", message, fallback,
            late as "late: bool", due_at, retry_at, expires_at,
            attempts as "attempts: u32", revision as "revision: u32",
            sent_revision as "sent_revision: u32", created_at, sending_at, sent
        from outbox
        where destination = ?1 and state in ('pending', 'sending') and due_at <= ?2
        order by id limit 1
        "#,
        lane,
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Waiting {
        id: row.id,
        kind: row.kind,
        group: row.group_id,
        message: row.message,
        fallback: row.fallback,
        late: row.late,
        due_at: instant(row.due_at),
        retry_at: instant(row.retry_at),
        expires_at: row.expires_at.map(instant),
        attempts: row.attempts,
        revision: row.revision,
        sent_revision: row.sent_revision,
        created_at: instant(row.created_at),
        uncertain_since: row.sending_at.map(instant),
        sent: row.sent,
    }))
}

pub(in crate::outbox) async fn mark_sending(
    conn: &mut Conn,
    id: OutboxId,
    now: Timestamp,
) -> sqlx::Result<()> {
    let now = millis(now);
    sqlx::query!(
        "
        update outbox
        set state = 'sending', attempts = attempts + (sent_revision is null), sending_at = coalesce(sending_at, ?2)
        where id = ?1
        ",
        id,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The platform shows `revision`. When there is a newer one, an edit is due.
pub(in crate::outbox) async fn set_sent(
    conn: &mut Conn,
    id: OutboxId,
    sent: &str,
    revision: u32,
    late: bool,
    now: Timestamp,
) -> sqlx::Result<()> {
    let now = millis(now);
    sqlx::query!(
        "
        update outbox
        set state = case when revision > ?3 then 'pending' else 'sent' end,
            message = case when revision > ?3 then message else '' end,
            sent_revision = ?3, sent = ?2, late = ?4, sent_at = coalesce(sent_at, ?5),
            sending_at = null, retry_at = ?5
        where id = ?1 and state in ('pending', 'sending')
        ",
        id,
        sent,
        revision,
        late,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::outbox) async fn set_waiting(
    conn: &mut Conn,
    id: OutboxId,
    retry_at: Timestamp,
    attempts: u32,
    certain: Certain,
) -> sqlx::Result<()> {
    let (retry_at, certain) = (millis(retry_at), certain == Certain::Yes);
    sqlx::query!(
        "
        update outbox
        set state = 'pending', retry_at = ?2, attempts = ?3,
            sending_at = case when ?4 then null else sending_at end
        where id = ?1 and state in ('pending', 'sending')
        ",
        id,
        retry_at,
        attempts,
        certain,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::outbox) async fn set_destination(
    conn: &mut Conn,
    id: OutboxId,
    destination: &str,
    reason: Reason,
    now: Timestamp,
) -> sqlx::Result<()> {
    let (reason, now) = (reason.as_str(), millis(now));
    sqlx::query!(
        "
        update outbox
        set destination = ?2, fallback = null, reason = ?3, state = 'pending', retry_at = ?4,
            sending_at = null
        where id = ?1 and state in ('pending', 'sending')
        ",
        id,
        destination,
        reason,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::outbox) async fn set_ended(
    conn: &mut Conn,
    id: OutboxId,
    state: State,
    reason: Reason,
) -> sqlx::Result<()> {
    let (state, reason) = (state.as_str(), reason.as_str());
    sqlx::query!(
        "
        update outbox set state = ?2, reason = ?3, message = '', sending_at = null
        where id = ?1 and state in ('pending', 'sending')
        ",
        id,
        state,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The row counts as sent, without the changes that the platform does not have.
pub(in crate::outbox) async fn set_kept(
    conn: &mut Conn,
    id: OutboxId,
    reason: Option<Reason>,
) -> sqlx::Result<()> {
    let reason = reason.map(Reason::as_str);
    sqlx::query!(
        "
        update outbox
        set state = 'sent', reason = coalesce(?2, reason), message = '', sent_revision = revision,
            sending_at = null
        where id = ?1 and state in ('pending', 'sending')
        ",
        id,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Drops all rows whose time has passed and of which nothing can have arrived.
/// Gives the groups that have messages for rooms among them.
pub(in crate::outbox) async fn drop_expired(
    conn: &mut Conn,
    own_kind: &str,
    now: Timestamp,
) -> sqlx::Result<Vec<GroupId>> {
    let now = millis(now);
    let groups = sqlx::query_scalar!(
        r#"
        select distinct group_id as "group_id!: GroupId" from outbox
        where state in ('pending', 'sending') and state = 'pending' and sent_revision is null
            and sending_at is null and expires_at <= ?1 and group_id is not null
            and destination >= 'room:' and destination < 'room;' and kind <> ?2
        "#,
        now,
        own_kind,
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "
        update outbox set state = 'dropped', reason = 'too_late', message = ''
        where state in ('pending', 'sending') and state = 'pending' and sent_revision is null
            and sending_at is null and expires_at <= ?
        ",
        now,
    )
    .execute(conn)
    .await?;
    Ok(groups)
}

/// Ends all rows of a destination that no platform could have written.
pub(in crate::outbox) async fn fail_lane(conn: &mut Conn, lane: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "
        update outbox set state = 'failed', reason = 'unreadable', message = '', sending_at = null
        where destination = ? and state in ('pending', 'sending')
        ",
        lane,
    )
    .execute(conn)
    .await?;
    Ok(())
}
