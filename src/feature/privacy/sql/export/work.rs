//! What was asked and sent, and what somebody did for a group.

use crate::store::Conn;

pub(super) async fn prompt(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'kind', kind, 'group_id', group_id, 'person_id', person_id,
               'subject_id', subject_id, 'detail', detail, 'shown', shown,
               'created_at', created_at, 'expires_at', expires_at, 'closed_at', closed_at
           )) as "list!: String"
           from prompt
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn matrix_tap(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'event', event, 'ask', ask, 'person_id', person_id, 'choice', choice,
               'tapped_at', tapped_at, 'taken_back_at', taken_back_at
           )) as "list!: String"
           from matrix_tap
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn outbox(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'key', key, 'kind', kind, 'group_id', group_id, 'person_id', person_id,
               'destination', destination, 'message', message, 'fallback', fallback,
               'prompt_id', prompt_id, 'state', state, 'reason', reason, 'late', late,
               'due_at', due_at, 'retry_at', retry_at, 'expires_at', expires_at,
               'attempts', attempts, 'revision', revision, 'sent_revision', sent_revision,
               'created_at', created_at, 'sending_at', sending_at, 'sent_at', sent_at,
               'sent', sent, 'told_at', told_at
           )) as "list!: String"
           from outbox
           where person_id = ?1 or destination in (select 'direct:' || id from account where person_id = ?1)
            or fallback in (select 'direct:' || id from account where person_id = ?1)"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn interview(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'person_id', person_id, 'form_id', form_id, 'question_id', question_id,
               'place', place, 'answers', answers, 'answered', answered, 'sources', sources,
               'changed_at', changed_at
           )) as "list!: String"
           from interview
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn derived(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'source', source, 'person_id', person_id, 'group_id', group_id,
               'kind', kind, 'subject_id', subject_id, 'detail', detail, 'keep_until', keep_until
           )) as "list!: String"
           from derived
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn audit(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'group_id', group_id, 'person_id', person_id, 'at', at,
               'action', action, 'subject', subject
           )) as "list!: String"
           from audit
           where person_id = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn schedule(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'group_id', group_id, 'slug', slug, 'kind', kind, 'timing', timing,
               'zone', zone, 'room', room, 'text', text, 'paused_at', paused_at,
               'ended_at', ended_at, 'next_at', next_at, 'next_civil', next_civil,
               'created_by', created_by, 'created_at', created_at
           )) as "list!: String"
           from schedule
           where created_by = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn resource(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'group_id', group_id, 'slug', slug, 'name', name, 'country', country,
               'topics', topics, 'channels', channels, 'hours', hours, 'url', url,
               'source', source, 'checked_on', checked_on, 'created_by', created_by,
               'created_at', created_at, 'changed_at', changed_at, 'told', told
           )) as "list!: String"
           from resource
           where created_by = ?1"#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn job(conn: &mut Conn, person: i64) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', id, 'key', key, 'kind', kind, 'subject_id', subject_id, 'detail', detail,
               'due_at', due_at
           )) as "list!: String"
           from job
           where (kind = 'reminder' and subject_id in (select id from reminder where person_id = ?1))
            or (kind = 'meeting_reminder'
                and subject_id in (select id from meeting_reminder where person_id = ?1))"#,
        person
    )
    .fetch_one(conn)
    .await
}
