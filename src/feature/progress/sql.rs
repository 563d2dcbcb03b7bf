//! The queries of a member's history.

use crate::picture::Day;
use crate::store::Conn;
use jiff::civil::Date;

/// The days of a person that are kept, from one to another, both included.
pub(super) async fn days(
    conn: &mut Conn,
    person: i64,
    from: Date,
    to: Date,
) -> sqlx::Result<Vec<Day>> {
    let (from, to) = (from.to_string(), to.to_string());
    let rows = sqlx::query!(
        r#"select day, mood as "mood: u8", craving as "craving: u8" from checkin
           where person_id = ? and day between ? and ? order by day"#,
        person,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    let day = |text: &str| text.parse().ok();
    Ok(rows
        .into_iter()
        .filter_map(|row| Some(Day { date: day(&row.day)?, mood: row.mood, craving: row.craving }))
        .collect())
}

/// On how many days a person has checked in, of those that are kept, since a day.
pub(super) async fn count_since(conn: &mut Conn, person: i64, since: Date) -> sqlx::Result<i64> {
    let since = since.to_string();
    sqlx::query_scalar!(
        "select count(*) from checkin where person_id = ? and day >= ?",
        person,
        since
    )
    .fetch_one(conn)
    .await
}
