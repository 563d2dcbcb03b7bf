//! The queries of reminders.

use super::model::Reminder;
use crate::ids::{PersonId, PromptId, ReminderId};
use crate::store::Conn;

/// A reminder with what delivering it needs besides.
pub(super) struct DueRow {
    pub(super) reminder: Reminder,
    pub(super) account: Option<String>,
    pub(super) language: Option<String>,
    pub(super) discreet: bool,
}

/// A person's reminders: those that come next first, then those that came.
pub(super) async fn all(conn: &mut Conn, person: PersonId) -> sqlx::Result<Vec<Reminder>> {
    sqlx::query_as!(
        Reminder,
        r#"
        select id as "id!: ReminderId", person_id as "person: PersonId", slug, text, timing, zone,
            next_at, next_civil
        from reminder where person_id = ?
        order by next_civil is null, next_at, id
        "#,
        person,
    )
    .fetch_all(conn)
    .await
}

/// What became of a reminder's last message, when it has not arrived.
pub(super) struct Under {
    pub(super) id: ReminderId,
    pub(super) state: String,
    pub(super) due_at: i64,
}

/// A person's reminders whose last message has not arrived.
pub(super) async fn not_arrived(conn: &mut Conn, person: PersonId) -> sqlx::Result<Vec<Under>> {
    sqlx::query_as!(
        Under,
        r#"
        select r.id as "id!: ReminderId", o.state, o.due_at
        from reminder r join outbox o on o.id = (
            select max(m.id) from prompt p join outbox m on m.prompt_id = p.id
            where p.kind = 'reminder' and p.subject_id = r.id and p.person_id = r.person_id
        )
        where r.person_id = ? and o.sent_at is null
        order by o.due_at, r.id
        "#,
        person,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn find(
    conn: &mut Conn,
    id: ReminderId,
    person: PersonId,
) -> sqlx::Result<Option<Reminder>> {
    sqlx::query_as!(
        Reminder,
        r#"
        select id as "id!: ReminderId", person_id as "person: PersonId", slug, text, timing, zone,
            next_at, next_civil
        from reminder where id = ? and person_id = ?
        "#,
        id,
        person,
    )
    .fetch_optional(conn)
    .await
}

/// The reminders of some jobs, whose subjects are given as a JSON array.
pub(super) async fn due(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<DueRow>> {
    let rows = sqlx::query!(
        r#"
        select r.id as "id!: ReminderId", r.person_id as "person: PersonId", r.slug, r.text,
            r.timing, r.zone, r.next_at, r.next_civil, p.discreet as "discreet: bool",
            (select a.id from account a where a.person_id = p.id
             order by a.seen_at desc, a.id limit 1) as "account: String",
            coalesce(p.language, (
                select s.value from membership m
                join setting s on s.group_id = m.group_id and s.key = 'language'
                where m.person_id = p.id order by m.seen_at desc limit 1
            )) as "language: String"
        from reminder r join person p on p.id = r.person_id
        where r.id in (select value from json_each(?))
        "#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DueRow {
            reminder: Reminder {
                id: row.id,
                person: row.person,
                slug: row.slug,
                text: row.text,
                timing: row.timing,
                zone: row.zone,
                next_at: row.next_at,
                next_civil: row.next_civil,
            },
            account: row.account,
            language: row.language,
            discreet: row.discreet,
        })
        .collect())
}

pub(super) async fn add(
    conn: &mut Conn,
    reminder: &Reminder,
    now: i64,
) -> sqlx::Result<ReminderId> {
    sqlx::query_scalar!(
        r#"
        insert into reminder (person_id, slug, text, timing, zone, next_at, next_civil, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        returning id as "id!: ReminderId"
        "#,
        reminder.person,
        reminder.slug,
        reminder.text,
        reminder.timing,
        reminder.zone,
        reminder.next_at,
        reminder.next_civil,
        now,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn move_on(conn: &mut Conn, reminder: &Reminder) -> sqlx::Result<()> {
    sqlx::query!(
        "update reminder set next_at = ?, next_civil = ? where id = ?",
        reminder.next_at,
        reminder.next_civil,
        reminder.id,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes a reminder. Its questions are closed with it, because another reminder may get its
/// number.
pub(super) async fn remove(conn: &mut Conn, id: ReminderId, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "
        update prompt set closed_at = ?
        where kind = 'reminder' and subject_id = ? and closed_at is null
        ",
        now,
        id,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from reminder where id = ?", id).execute(conn).await.map(drop)
}

/// Whether a prompt is about a reminder of a person.
pub(super) async fn asks_about(
    conn: &mut Conn,
    prompt: PromptId,
    id: ReminderId,
    person: PersonId,
) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"
        select id as "id!" from prompt
        where id = ? and kind = 'reminder' and subject_id = ? and person_id = ?
        "#,
        prompt,
        id,
        person,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// The names of the reminders of an account that are still to come.
pub(super) async fn names(conn: &mut Conn, account: &str) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "
        select r.slug, r.text from reminder r join account a on a.person_id = r.person_id
        where a.id = ? and r.next_civil is not null order by r.next_at
        ",
        account,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.text)).collect())
}
