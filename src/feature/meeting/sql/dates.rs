//! The queries of cancelled dates.

use crate::store::Conn;

/// The cancelled dates of a meeting.
pub(in crate::feature::meeting) async fn of(
    conn: &mut Conn,
    meeting: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select day from meeting_cancel where meeting_id = ?", meeting)
        .fetch_all(conn)
        .await
}

/// The cancelled dates of many meetings.
pub(in crate::feature::meeting) async fn of_many(
    conn: &mut Conn,
    meetings: &str,
) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = sqlx::query!(
        "select meeting_id, day from meeting_cancel
         where meeting_id in (select value from json_each(?))",
        meetings
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.meeting_id, row.day)).collect())
}

/// Cancels a date; false when it was cancelled before.
pub(in crate::feature::meeting) async fn add(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into meeting_cancel (meeting_id, day) values (?, ?) on conflict do nothing",
        meeting,
        day
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Brings a date back; false when it was not cancelled.
pub(in crate::feature::meeting) async fn take_back(
    conn: &mut Conn,
    meeting: i64,
    day: &str,
) -> sqlx::Result<bool> {
    let done =
        sqlx::query!("delete from meeting_cancel where meeting_id = ? and day = ?", meeting, day)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}
