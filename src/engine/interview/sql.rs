//! The queries of forms that are asked as conversations.

use crate::store::Conn;

/// A conversation as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) person_id: i64,
    pub(super) form_id: i64,
    pub(super) question_id: i64,
    pub(super) place: i64,
    pub(super) answers: String,
    pub(super) answered: i64,
    pub(super) sources: String,
    pub(super) changed_at: i64,
}

/// The conversation with the owner of an account.
pub(super) async fn of_account(conn: &mut Conn, account: &str) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select i.person_id as "person_id!", i.form_id, i.question_id, i.place, i.answers,
                  i.answered, i.sources, i.changed_at
           from account a join interview i on i.person_id = a.person_id
           where a.id = ?"#,
        account
    )
    .fetch_optional(conn)
    .await
}

/// Keeps a conversation; it takes the place of another one.
pub(super) async fn put(conn: &mut Conn, row: &Row) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into interview (person_id, form_id, question_id, place, answers, answered, sources,
                                changed_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict do update set form_id = excluded.form_id, question_id = excluded.question_id,
             place = excluded.place, answers = excluded.answers, answered = excluded.answered,
             sources = excluded.sources, changed_at = excluded.changed_at",
        row.person_id,
        row.form_id,
        row.question_id,
        row.place,
        row.answers,
        row.answered,
        row.sources,
        row.changed_at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends the conversation with a person: its questions go, and it goes with them.
pub(super) async fn end(conn: &mut Conn, kind: &str, person: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from prompt where kind = ? and person_id = ?", kind, person)
        .execute(conn)
        .await
        .map(drop)
}

/// Ends all conversations whose questions were asked before an instant.
pub(super) async fn end_before(conn: &mut Conn, kind: &str, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from prompt where kind = ? and person_id in (
             select person_id from interview where changed_at < ?)",
        kind,
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes what was answered so far, because it shall not be kept.
pub(super) async fn forget(conn: &mut Conn, person: i64) -> sqlx::Result<()> {
    sqlx::query!("update interview set answers = '[]', answered = 0 where person_id = ?", person)
        .execute(conn)
        .await
        .map(drop)
}
