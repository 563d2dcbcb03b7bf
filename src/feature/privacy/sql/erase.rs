//! Deleting a person. What has a foreign key goes with the row; what has none goes before it.

use crate::store::Conn;

/// Deletes the jobs about somebody's reminders. A job has no foreign key, and another person's
/// reminder may get the number.
pub(in crate::feature::privacy) async fn delete_jobs(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from job
         where (kind = 'reminder'
                and subject_id in (select id from reminder where person_id = ?1))
            or (kind = 'meeting_reminder'
                and subject_id in (select id from meeting_reminder where person_id = ?1))",
        person
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes every message to or about somebody, sent or not.
pub(in crate::feature::privacy) async fn delete_messages(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from outbox
         where person_id = ?1
            or destination in (select 'direct:' || id from account where person_id = ?1)
            or fallback in (select 'direct:' || id from account where person_id = ?1)",
        person
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes what the Matrix edge keeps about somebody's accounts: what they wrote and nobody has
/// handled yet, what could not be read, which room is the direct one. That room itself belongs to
/// them and stays.
pub(in crate::feature::privacy) async fn delete_edge(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from matrix_inbox
         where account_id in (select id from account where person_id = ?1)",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from matrix_unread
         where account_id in (select id from account where person_id = ?1)",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from matrix_told
         where account_id in (select id from account where person_id = ?1)",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from matrix_direct
         where account_id in (select id from account where person_id = ?1)",
        person
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes the person and, through foreign keys, all that is theirs; what they did for a group
/// stays without them.
pub(in crate::feature::privacy) async fn delete_person(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!("delete from person where id = ?", person).execute(conn).await.map(drop)
}
