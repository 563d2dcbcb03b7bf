//! The queries of check-ins.

use super::model::Given;
use crate::store::Conn;

/// Puts what was given into the person's row of the day, if they have said yes to keeping it. What
/// the answer leaves out stays. `false`: nothing is kept.
pub(super) async fn keep(
    conn: &mut Conn,
    person: i64,
    day: &str,
    given: &Given,
    shared: Option<bool>,
    now: i64,
) -> sqlx::Result<bool> {
    let needs = given.needs.join(",");
    let support = given.support.map_or("", super::model::Support::as_str);
    let shared = shared.map(i64::from);
    let done = sqlx::query!(
        "insert into checkin (person_id, day, mood, craving, halt, intention, note, support, shared,
                              answered_at, changed_at)
         select id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?9, 0), ?10, ?10
         from person where id = ?1 and history_days > 0
         on conflict (person_id, day) do update set
             mood = coalesce(excluded.mood, mood),
             craving = coalesce(excluded.craving, craving),
             halt = case excluded.halt when '' then halt else excluded.halt end,
             intention = case excluded.intention when '' then intention else excluded.intention end,
             note = case excluded.note when '' then note else excluded.note end,
             support = case excluded.support when '' then support else excluded.support end,
             shared = coalesce(?9, shared),
             changed_at = excluded.changed_at",
        person,
        day,
        given.mood,
        given.craving,
        needs,
        given.intention,
        given.note,
        support,
        shared,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn set_shared(
    conn: &mut Conn,
    person: i64,
    day: &str,
    shared: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update checkin set shared = ? where person_id = ? and day = ?",
        shared,
        person,
        day
    )
    .execute(conn)
    .await
    .map(drop)
}

/// `false`: there was none.
pub(super) async fn delete_day(conn: &mut Conn, person: i64, day: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("delete from checkin where person_id = ? and day = ?", person, day)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// `false`: they took part already.
pub(super) async fn take_part(conn: &mut Conn, prompt: i64, person: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into taking_part (prompt_id, person_id) values (?, ?) on conflict do nothing",
        prompt,
        person
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// `false`: they did not take part.
pub(super) async fn leave(conn: &mut Conn, prompt: i64, person: i64) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from taking_part where prompt_id = ? and person_id = ?",
        prompt,
        person
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn count(conn: &mut Conn, prompt: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!("select count(*) from taking_part where prompt_id = ?", prompt)
        .fetch_one(conn)
        .await
}

/// The organizer's own question of a schedule.
pub(super) async fn question(conn: &mut Conn, schedule: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select text from schedule where id = ?", schedule)
        .fetch_optional(conn)
        .await
}

/// Where a prompt stands.
pub(super) async fn destination(conn: &mut Conn, prompt: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select destination from outbox where prompt_id = ? order by id limit 1",
        prompt
    )
    .fetch_optional(conn)
    .await
}

/// Where the group's newest prompt of this kind stands.
pub(super) async fn newest_destination(
    conn: &mut Conn,
    kind: &str,
    group: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select o.destination from prompt p join outbox o on o.prompt_id = p.id
         where p.kind = ? and p.group_id = ? order by p.id desc limit 1",
        kind,
        group
    )
    .fetch_optional(conn)
    .await
}

/// A message that was posted for somebody under a key, unless it failed or was dropped.
pub(super) async fn posted(conn: &mut Conn, key: &str) -> sqlx::Result<Option<(i64, String)>> {
    let row = sqlx::query!(
        r#"select id as "id!", destination from outbox
           where key = ? and state in ('pending', 'sending', 'sent')"#,
        key
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.destination)))
}

/// Frees a key, so that the same may be posted again after it was taken back.
pub(super) async fn free_key(conn: &mut Conn, key: &str) -> sqlx::Result<()> {
    sqlx::query!("update outbox set key = key || ':back:' || id where key = ?", key)
        .execute(conn)
        .await
        .map(drop)
}

/// Whether the person has ever chosen, yes or no.
pub(super) async fn has_chosen(conn: &mut Conn, person: i64) -> sqlx::Result<bool> {
    let chosen = sqlx::query_scalar!("select history_at from person where id = ?", person)
        .fetch_optional(conn)
        .await?;
    Ok(chosen.flatten().is_some())
}

/// Whether a prompt of a kind was shown to a person since an instant.
pub(super) async fn asked_since(
    conn: &mut Conn,
    kind: &str,
    person: i64,
    since: i64,
) -> sqlx::Result<bool> {
    let count = sqlx::query_scalar!(
        "select count(*) from prompt where kind = ? and person_id = ? and created_at >= ?",
        kind,
        person,
        since
    )
    .fetch_one(conn)
    .await?;
    Ok(count > 0)
}

/// Whether a person has chosen by this notice, or a prompt of these kinds (a JSON array) showed it.
pub(super) async fn read_notice(
    conn: &mut Conn,
    person: i64,
    notice: &str,
    kinds: &str,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from person where id = ?1 and history_notice = ?2)
               or exists (
                   select 1 from prompt
                   where person_id = ?1 and kind in (select value from json_each(?3))
               ) as "read!: bool""#,
        person,
        notice,
        kinds
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_history(
    conn: &mut Conn,
    person: i64,
    days: i64,
    notice: Option<&str>,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update person set history_days = ?, history_at = ?,
             history_notice = coalesce(?, history_notice)
         where id = ?",
        days,
        now,
        notice,
        person
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Brings forward when it is forgotten which messages made what.
pub(super) async fn forget_messages(
    conn: &mut Conn,
    person: i64,
    kind: &str,
    until: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update derived set keep_until = ?3
         where person_id = ?1 and kind = ?2 and keep_until > ?3",
        person,
        kind,
        until
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn delete_before(conn: &mut Conn, person: i64, before: i64) -> sqlx::Result<u64> {
    let done =
        sqlx::query!("delete from checkin where person_id = ? and answered_at < ?", person, before)
            .execute(conn)
            .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_all(conn: &mut Conn, person: i64) -> sqlx::Result<u64> {
    let done =
        sqlx::query!("delete from checkin where person_id = ?", person).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Deletes what is older than its owner agreed to. Looks at each person and their oldest days, not
/// at each answer: a day is at most one ahead of the instant at which it was answered.
pub(super) async fn delete_expired(conn: &mut Conn, now: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from checkin where id in (
             select c.id from person p cross join checkin c
             where c.person_id = p.id
                 and c.day <= date((?1 - 86400000 * p.history_days) / 1000, 'unixepoch', '+1 day')
                 and c.answered_at < ?1 - 86400000 * p.history_days
         )",
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn close_expired(conn: &mut Conn, kind: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update prompt set closed_at = ?2 where kind = ?1 and closed_at is null and expires_at <= ?2",
        kind,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from taking_part where prompt_id in (
             select id from prompt where kind = ? and closed_at is not null
         )",
        kind
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes questions to single persons that nobody can answer any more. `kinds` is a JSON array.
pub(super) async fn delete_prompts(conn: &mut Conn, kinds: &str, before: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from prompt where kind in (select value from json_each(?)) and expires_at < ?",
        kinds,
        before
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Every row, for tests: `person day mood craving needs note support shared`.
#[cfg(test)]
pub(super) async fn kept(conn: &mut Conn) -> sqlx::Result<Vec<String>> {
    let rows = sqlx::query!(
        "select person_id, day, mood, craving, halt, intention, note, support, shared from checkin
         order by person_id, day"
    )
    .fetch_all(conn)
    .await?;
    let number = |number: Option<i64>| number.map_or("-".to_owned(), |n| n.to_string());
    Ok(rows
        .into_iter()
        .map(|row| {
            let (mood, craving) = (number(row.mood), number(row.craving));
            let words = [row.halt, row.intention, row.note, row.support].join("|");
            format!("{} {} {mood} {craving} {words} {}", row.person_id, row.day, row.shared)
        })
        .collect())
}
