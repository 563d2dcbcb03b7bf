//! The queries of prompts.

use crate::store::Conn;

pub(in crate::engine) struct PromptRow {
    pub(in crate::engine) id: i64,
    pub(in crate::engine) kind: String,
    pub(in crate::engine) group_id: Option<i64>,
    pub(in crate::engine) person_id: Option<i64>,
    pub(in crate::engine) subject_id: Option<i64>,
    pub(in crate::engine) detail: String,
    pub(in crate::engine) shown: String,
    pub(in crate::engine) created_at: i64,
    pub(in crate::engine) expires_at: Option<i64>,
    pub(in crate::engine) closed_at: Option<i64>,
}

pub(in crate::engine) async fn prompt(conn: &mut Conn, id: i64) -> sqlx::Result<Option<PromptRow>> {
    sqlx::query_as!(
        PromptRow,
        r#"select id as "id!", kind, group_id, person_id, subject_id, detail, shown, created_at,
                  expires_at, closed_at
           from prompt where id = ?"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::engine) async fn prompts_of(
    conn: &mut Conn,
    person: i64,
    since: i64,
    most: i64,
) -> sqlx::Result<Vec<PromptRow>> {
    sqlx::query_as!(
        PromptRow,
        r#"select id as "id!", kind, group_id, person_id, subject_id, detail, shown, created_at,
                  expires_at, closed_at
           from prompt
           where person_id = ? and created_at >= ?
           order by id desc limit ?"#,
        person,
        since,
        most
    )
    .fetch_all(conn)
    .await
}

pub(in crate::engine) async fn prompts_in(
    conn: &mut Conn,
    destination: &str,
    since: i64,
    most: i64,
) -> sqlx::Result<Vec<PromptRow>> {
    sqlx::query_as!(
        PromptRow,
        r#"select p.id as "id!", p.kind, p.group_id, p.person_id, p.subject_id, p.detail, p.shown,
                  p.created_at, p.expires_at, p.closed_at
           from outbox o join prompt p on p.id = o.prompt_id
           where o.destination = ? and o.prompt_id is not null and o.created_at >= ?
           order by o.id desc limit ?"#,
        destination,
        since,
        most
    )
    .fetch_all(conn)
    .await
}

pub(in crate::engine) async fn add_prompt(conn: &mut Conn, row: &PromptRow) -> sqlx::Result<i64> {
    // All rows, although there is one: see `event::begin`.
    let mut rows = sqlx::query_scalar!(
        r#"insert into prompt (kind, group_id, person_id, subject_id, detail, shown, created_at,
                               expires_at)
           values (?, ?, ?, ?, ?, ?, ?, ?) returning id as "id!""#,
        row.kind,
        row.group_id,
        row.person_id,
        row.subject_id,
        row.detail,
        row.shown,
        row.created_at,
        row.expires_at
    )
    .fetch_all(conn)
    .await?;
    rows.pop().ok_or(sqlx::Error::RowNotFound)
}

pub(in crate::engine) async fn show_prompt(
    conn: &mut Conn,
    id: i64,
    shown: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update prompt set shown = ? where id = ?", shown, id)
        .execute(conn)
        .await
        .map(drop)
}

pub(in crate::engine) async fn close_prompt(
    conn: &mut Conn,
    id: i64,
    now: i64,
) -> sqlx::Result<bool> {
    let done =
        sqlx::query!("update prompt set closed_at = ? where id = ? and closed_at is null", now, id)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}
