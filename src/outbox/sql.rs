//! The outbox's queries: here what features ask, and below what the sender and the ledger do.

mod missed;
mod queue;
mod report;
mod room;

pub(super) use missed::*;
pub(super) use queue::*;
pub(super) use report::*;
pub(super) use room::*;

use super::model::{Outgoing, Reason};
use crate::chat::address::Address;
use crate::chat::wire;
use crate::ids::{OutboxId, PersonId, PromptId};
use crate::store::{Conn, millis};
use futures_util::future::join;
use jiff::Timestamp;
use serde::Serialize;

/// Rows that one statement inserts. More would only make the JSON longer.
const BATCH: usize = 1_000;

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
    let mut batches = all.chunks(BATCH);
    let mut ready = batches.next().map(listed).transpose()?;
    while let Some((rows, texts)) = ready {
        // "where true" keeps the parser from reading "on conflict" as part of a join. Otherwise than
        // "materialized", SQLite writes out the JSON of a row for each of its columns. json_each walks
        // the list, so the rows stand in its order; "order by key" would copy every message to sort it.
        let writing = sqlx::query!(
            "
            with list (row) as materialized (select value from json_each(?1))
            insert into outbox (
                key, kind, group_id, person_id, destination, message, fallback, prompt_id,
                late, due_at, retry_at, expires_at, created_at
            )
            select
                row ->> 0, row ->> 1, row ->> 2, row ->> 3, row ->> 4,
                cast(substr(?3, row ->> 10, row ->> 11) as text),
                row ->> 5, row ->> 6, row ->> 7, row ->> 8, row ->> 8, row ->> 9, ?2
            from list
            where true
            on conflict (key) do nothing
            ",
            rows,
            now,
            texts,
        )
        .execute(&mut *conn);
        // SQLite writes on a thread of its own: meanwhile the next ones are made ready.
        let next = async { batches.next().map(listed).transpose() };
        let (written, next) = join(writing, next).await;
        kept += written?.rows_affected();
        ready = next?;
    }
    Ok(kept)
}

/// Rows as a JSON list, and their messages as one text from which they are cut out, because in a list
/// they would be JSON within JSON.
fn listed(batch: &[Outgoing]) -> sqlx::Result<(String, Vec<u8>)> {
    let mut texts = Vec::new();
    let rows: Vec<_> = batch.iter().map(|out| columns(out, &mut texts)).collect();
    let rows = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok((rows, texts))
}

fn columns<'a>(out: &'a Outgoing, texts: &mut Vec<u8>) -> impl Serialize + use<'a> {
    // From 1, as SQLite counts.
    let (message, from) = (wire::encode(&out.message), texts.len() + 1);
    texts.extend_from_slice(message.as_bytes());
    (
        &out.key,
        out.kind,
        out.group,
        out.person,
        &out.to,
        &out.fallback,
        out.message.prompt.as_ref().map(|prompt| prompt.id),
        i64::from(out.late),
        millis(out.due_at),
        out.expires_at.map(millis),
        from,
        message.len(),
    )
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

pub(super) async fn withdraw_under(conn: &mut Conn, key: &str, reason: Reason) -> sqlx::Result<()> {
    let reason = reason.as_str();
    // The sign behind a space is an exclamation mark: between the two is what begins with a space.
    sqlx::query!(
        "
        update outbox set state = 'dropped', reason = ?2, message = ''
        where key > ?1 || ' ' and key < ?1 || '!' and state = 'pending' and sent_revision is null
        ",
        key,
        reason,
    )
    .execute(conn)
    .await
    .map(drop)
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
