//! Everything about a person: one query for each table, with every column.

mod edge;
mod work;

use crate::store::Conn;
use futures_util::future::BoxFuture;

/// The rows of one table that are about a person.
pub(in crate::feature::privacy) struct Section {
    /// The table.
    pub(in crate::feature::privacy) table: &'static str,
    /// Gives its rows as a JSON array of objects, which have the names of the columns.
    pub(in crate::feature::privacy) rows:
        for<'a> fn(&'a mut Conn, i64) -> BoxFuture<'a, sqlx::Result<String>>,
}

/// Every table that knows about persons; the tests compare it with the schema.
#[rustfmt::skip]
pub(in crate::feature::privacy) const SECTIONS: &[Section] = &[
    Section { table: "person", rows: |conn, id| Box::pin(person(conn, id)) },
    Section { table: "account", rows: |conn, id| Box::pin(account(conn, id)) },
    Section { table: "link_code", rows: |conn, id| Box::pin(link_code(conn, id)) },
    Section { table: "membership", rows: |conn, id| Box::pin(membership(conn, id)) },
    Section { table: "checkin", rows: |conn, id| Box::pin(checkin(conn, id)) },
    Section { table: "taking_part", rows: |conn, id| Box::pin(taking_part(conn, id)) },
    Section { table: "reminder", rows: |conn, id| Box::pin(reminder(conn, id)) },
    Section { table: "meeting_reminder", rows: |conn, id| Box::pin(meeting_reminder(conn, id)) },
    Section { table: "attendance", rows: |conn, id| Box::pin(attendance(conn, id)) },
    Section { table: "prompt", rows: |conn, id| Box::pin(work::prompt(conn, id)) },
    Section { table: "matrix_tap", rows: |conn, id| Box::pin(work::matrix_tap(conn, id)) },
    Section { table: "outbox", rows: |conn, id| Box::pin(work::outbox(conn, id)) },
    Section { table: "interview", rows: |conn, id| Box::pin(work::interview(conn, id)) },
    Section { table: "derived", rows: |conn, id| Box::pin(work::derived(conn, id)) },
    Section { table: "audit", rows: |conn, id| Box::pin(work::audit(conn, id)) },
    Section { table: "schedule", rows: |conn, id| Box::pin(work::schedule(conn, id)) },
    Section { table: "resource", rows: |conn, id| Box::pin(work::resource(conn, id)) },
    Section { table: "job", rows: |conn, id| Box::pin(work::job(conn, id)) },
    Section { table: "matrix_inbox", rows: |conn, id| Box::pin(edge::inbox(conn, id)) },
    Section { table: "matrix_unread", rows: |conn, id| Box::pin(edge::unread(conn, id)) },
    Section { table: "matrix_told", rows: |conn, id| Box::pin(edge::told(conn, id)) },
    Section { table: "matrix_direct", rows: |conn, id| Box::pin(edge::direct(conn, id)) },
];

async fn person(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'zone', zone, 'country', country, 'language', language,
               'day_start', day_start, 'discreet', discreet, 'history_days', history_days,
               'history_at', history_at, 'history_notice', history_notice,
               'coping_line', coping_line, 'created_at', created_at
           )) as "list!: String"
           from person
           where id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn account(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'person_id', person_id, 'seen_at', seen_at
           )) as "list!: String"
           from account
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn link_code(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'code', code, 'person_id', person_id, 'expires_at', expires_at
           )) as "list!: String"
           from link_code
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn membership(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'person_id', person_id, 'group_id', group_id, 'seen_at', seen_at,
               'group', (select slug from community c where c.id = membership.group_id)
           )) as "list!: String"
           from membership
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn checkin(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'person_id', person_id, 'day', day, 'mood', mood, 'craving', craving,
               'halt', halt, 'intention', intention, 'note', note, 'support', support,
               'shared', shared, 'answered_at', answered_at, 'changed_at', changed_at
           )) as "list!: String"
           from checkin
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn taking_part(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'prompt_id', prompt_id, 'person_id', person_id
           )) as "list!: String"
           from taking_part
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn reminder(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'person_id', person_id, 'slug', slug, 'text', text, 'timing', timing,
               'zone', zone, 'next_at', next_at, 'next_civil', next_civil,
               'created_at', created_at
           )) as "list!: String"
           from reminder
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn meeting_reminder(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'meeting_id', meeting_id, 'person_id', person_id, 'minutes', minutes,
               'created_at', created_at,
               'meeting', (select name from meeting m where m.id = meeting_reminder.meeting_id)
           )) as "list!: String"
           from meeting_reminder
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

async fn attendance(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'meeting_id', meeting_id, 'day', day, 'person_id', person_id, 'answer', answer,
               'ends_at', ends_at,
               'meeting', (select name from meeting m where m.id = attendance.meeting_id)
           )) as "list!: String"
           from attendance
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}
