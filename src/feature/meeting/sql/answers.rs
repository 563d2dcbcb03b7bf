//! The queries of who comes, and of the questions in rooms that show how many.

use crate::store::Conn;

/// Sets an answer.
pub(in crate::feature::meeting) async fn put(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
    person: i64,
    answer: &str,
    ends_at: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into attendance (meeting_id, day, person_id, answer, ends_at)
         values (?, ?, ?, ?, ?)
         on conflict do update set answer = excluded.answer, ends_at = excluded.ends_at",
        meeting,
        day,
        person,
        answer,
        ends_at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes an answer back.
pub(in crate::feature::meeting) async fn take_back(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from attendance where meeting_id = ? and day = ? and person_id = ?",
        meeting,
        day,
        person
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The answer of one person.
pub(in crate::feature::meeting) async fn of(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
    person: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select answer from attendance where meeting_id = ? and day = ? and person_id = ?",
        meeting,
        day,
        person
    )
    .fetch_optional(conn)
    .await
}

/// How many said yes and maybe.
pub(in crate::feature::meeting) async fn counts(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where answer = 'yes') as "yes!: i64",
                  count(*) filter (where answer = 'maybe') as "maybe!: i64"
           from attendance where meeting_id = ? and day = ?"#,
        meeting,
        day
    )
    .fetch_one(conn)
    .await?;
    Ok((row.yes, row.maybe))
}

/// Forgets the answers to what ended before an instant.
pub(in crate::feature::meeting) async fn forget(conn: &mut Conn, before: i64) -> sqlx::Result<u64> {
    let done =
        sqlx::query!("delete from attendance where ends_at < ?", before).execute(conn).await?;
    Ok(done.rows_affected())
}

/// The open questions in rooms about one occurrence.
pub(in crate::feature::meeting) async fn questions(
    conn: &mut Conn,
    kind: &str,
    meeting: i64,
    detail: &str,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from prompt
           where kind = ? and subject_id = ? and detail = ? and person_id is null"#,
        kind,
        meeting,
        detail
    )
    .fetch_all(conn)
    .await
}

/// The meetings somebody has a reminder for, or said yes or maybe to.
pub(in crate::feature::meeting) async fn mine(
    conn: &mut Conn,
    person: i64,
    group: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from meeting
           where group_id = ? and removed_at is null and id in (
               select meeting_id from meeting_reminder where person_id = ?
               union
               select meeting_id from attendance where person_id = ? and answer <> 'no')
           order by id limit 200"#,
        group,
        person,
        person
    )
    .fetch_all(conn)
    .await
}
