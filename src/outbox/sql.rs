//! The outbox's queries.

use super::ledger::{Counts, Destination, Entry};
use super::model::{Outgoing, Reason, State, Waiting};
use super::plan::Certain;
use crate::chat::address::Address;
use crate::chat::wire;
use crate::ids::{GroupId, OutboxId, PersonId, PromptId, RoomId};
use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

/// Rows that one statement inserts. More would only make the JSON longer.
const BATCH: usize = 2_000;

/// Where in the queue a row stands: which one, and in which destination.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Head {
    pub(super) id: OutboxId,
    pub(super) lane: String,
}

pub(super) async fn insert(
    conn: &mut Conn,
    out: &Outgoing,
    now: Timestamp,
) -> sqlx::Result<Option<OutboxId>> {
    let (to, fallback) = (out.to.to_string(), out.fallback.as_ref().map(Address::to_string));
    let message = wire::encode(&out.message);
    let prompt = out.message.prompt.as_ref().map(|prompt| prompt.id);
    let (due_at, now) = (millis(out.due_at), millis(now));
    let expires_at = out.expires_at.map(millis);
    sqlx::query_scalar!(
        r#"
        insert into outbox (
            key, kind, group_id, person_id, destination, message, fallback, prompt_id,
            late, due_at, retry_at, expires_at, created_at
        )
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12)
        on conflict (key) do nothing
        returning id as "id!: OutboxId"
        "#,
        out.key,
        out.kind,
        out.group,
        out.person,
        to,
        message,
        fallback,
        prompt,
        out.late,
        due_at,
        expires_at,
        now,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_all(
    conn: &mut Conn,
    all: &[Outgoing],
    now: Timestamp,
) -> sqlx::Result<u64> {
    let now = millis(now);
    let mut kept = 0;
    for batch in all.chunks(BATCH) {
        let rows: Vec<serde_json::Value> = batch.iter().map(as_json).collect();
        let rows = serde_json::Value::from(rows).to_string();
        // "where true" keeps the parser from reading "on conflict" as part of a join.
        kept += sqlx::query!(
            "
            insert into outbox (
                key, kind, group_id, person_id, destination, message, fallback, prompt_id,
                late, due_at, retry_at, expires_at, created_at
            )
            select
                value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 9, value ->> 10, ?2
            from json_each(?1)
            where true
            order by key
            on conflict (key) do nothing
            ",
            rows,
            now,
        )
        .execute(&mut *conn)
        .await?
        .rows_affected();
    }
    Ok(kept)
}

fn as_json(out: &Outgoing) -> serde_json::Value {
    serde_json::json!([
        out.key,
        out.kind,
        out.group,
        out.person,
        out.to,
        wire::encode(&out.message),
        out.fallback,
        out.message.prompt.as_ref().map(|prompt| prompt.id),
        i64::from(out.late),
        millis(out.due_at),
        out.expires_at.map(millis),
    ])
}

pub(super) async fn revise(
    conn: &mut Conn,
    id: OutboxId,
    message: &str,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let now = millis(now);
    // A row that nobody can have seen yet simply says something else; any other gets a revision,
    // which the sender compares with the one that the platform has.
    let done = sqlx::query!(
        "
        update outbox
        set message = ?2,
            revision = revision + (state <> 'pending' or sending_at is not null or sent_revision is not null),
            retry_at = case state when 'sent' then ?3 else retry_at end,
            state = case state when 'sent' then 'pending' else state end,
            reason = case state when 'sent' then null else reason end
        where id = ?1 and state in ('pending', 'sending', 'sent')
        ",
        id,
        message,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn rows_of_prompt(
    conn: &mut Conn,
    prompt: PromptId,
) -> sqlx::Result<Vec<OutboxId>> {
    sqlx::query_scalar!(
        r#"
        select id as "id!: OutboxId" from outbox
        where prompt_id = ? and state in ('pending', 'sending', 'sent')
        order by id
        "#,
        prompt,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn withdraw(conn: &mut Conn, id: OutboxId, reason: Reason) -> sqlx::Result<bool> {
    let reason = reason.as_str();
    let done = sqlx::query!(
        "
        update outbox set state = 'dropped', reason = ?2, message = ''
        where id = ?1 and state = 'pending' and sent_revision is null
        ",
        id,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn drop_for_person(conn: &mut Conn, person: PersonId) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "
        update outbox set state = 'dropped', reason = 'erased', message = ''
        where person_id = ? and state in ('pending', 'sending')
        ",
        person,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn prune(
    conn: &mut Conn,
    sent_before: Timestamp,
    ended_before: Timestamp,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let (sent_before, ended_before) = (millis(sent_before), millis(ended_before));
    let now = millis(now);
    // A question that can still be answered keeps its row: the answer changes what it says.
    let done = sqlx::query!(
        "
        delete from outbox
        where (state = 'sent' and sent_at < ?1 and not exists (
                  select 1 from prompt p
                  where p.id = outbox.prompt_id and p.closed_at is null
                      and (p.expires_at is null or p.expires_at > ?3)
              ))
           or (state in ('failed', 'dropped') and max(due_at, created_at) < ?2)
        ",
        sent_before,
        ended_before,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The first row of each destination whose first row can go now, in the order of rows.
///
/// Steps from destination to destination along the index, so that it costs what the destinations
/// are, not what the rows are: a hundred thousand rows behind one that must wait cost one.
pub(super) async fn heads(conn: &mut Conn, now: Timestamp) -> sqlx::Result<Vec<Head>> {
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
pub(super) async fn next(conn: &mut Conn, now: Timestamp) -> sqlx::Result<Option<Timestamp>> {
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
pub(super) async fn head(
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

pub(super) async fn mark_sending(
    conn: &mut Conn,
    id: OutboxId,
    now: Timestamp,
) -> sqlx::Result<()> {
    let now = millis(now);
    sqlx::query!(
        "
        update outbox
        set state = 'sending', attempts = attempts + 1, sending_at = coalesce(sending_at, ?2)
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
pub(super) async fn set_sent(
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

pub(super) async fn set_waiting(
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

pub(super) async fn set_destination(
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

pub(super) async fn set_ended(
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
pub(super) async fn set_kept(
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
pub(super) async fn drop_expired(
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
pub(super) async fn fail_lane(conn: &mut Conn, lane: &str) -> sqlx::Result<()> {
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

pub(super) async fn room_paused_at(
    conn: &mut Conn,
    room: &RoomId,
) -> sqlx::Result<Option<Timestamp>> {
    let room = room.to_string();
    let at = sqlx::query_scalar!("select paused_at from room where id = ?", room)
        .fetch_optional(conn)
        .await?;
    Ok(at.flatten().map(instant))
}

/// Pauses a room; a room that the store does not know yet is written down with its group.
pub(super) async fn pause_room(
    conn: &mut Conn,
    room: &RoomId,
    group: Option<GroupId>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let (room, now) = (room.to_string(), millis(now));
    sqlx::query!("update room set paused_at = ?2 where id = ?1", room, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "
        insert into room (id, group_id, paused_at, seen_at)
        select ?1, id, ?3, 0 from community where id = ?2
        on conflict (id) do nothing
        ",
        room,
        group,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn resume_room(conn: &mut Conn, room: &RoomId) -> sqlx::Result<bool> {
    let room = room.to_string();
    let done = sqlx::query!(
        "update room set paused_at = null where id = ? and paused_at is not null",
        room,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn setting(
    conn: &mut Conn,
    group: GroupId,
    key: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where group_id = ? and key = ?", group, key)
        .fetch_optional(conn)
        .await
}

/// The room of a group that was used last and is not paused.
pub(super) async fn open_room(conn: &mut Conn, group: GroupId) -> sqlx::Result<Option<RoomId>> {
    let room = sqlx::query_scalar!(
        "
        select id from room where group_id = ? and paused_at is null
        order by seen_at desc, id limit 1
        ",
        group,
    )
    .fetch_optional(conn)
    .await?;
    Ok(room.and_then(|room| room.parse().ok()))
}

pub(super) async fn list(
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

pub(super) async fn counts(conn: &mut Conn, group: GroupId) -> sqlx::Result<Counts> {
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

pub(super) async fn totals(conn: &mut Conn) -> sqlx::Result<Counts> {
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
