//! The dates on which meetings do not take place.

use super::sql;
use crate::ids::MeetingId;
use crate::store::Conn;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// The cancelled dates of a meeting, in its zone.
pub async fn cancelled(conn: &mut Conn, meeting: MeetingId) -> sqlx::Result<BTreeSet<Date>> {
    let days = sql::dates::of(conn, meeting.0).await?;
    Ok(days.iter().filter_map(|day| day.parse().ok()).collect())
}

/// The cancelled dates of many meetings; those without any are not in it.
pub(super) async fn cancelled_of(
    conn: &mut Conn,
    meetings: &str,
) -> sqlx::Result<HashMap<MeetingId, BTreeSet<Date>>> {
    Ok(collect(sql::dates::of_many(conn, meetings).await?))
}

/// Dates by their meetings.
pub(super) fn collect(rows: Vec<(i64, String)>) -> HashMap<MeetingId, BTreeSet<Date>> {
    let mut all: HashMap<MeetingId, BTreeSet<Date>> = HashMap::new();
    for (meeting, day) in rows {
        if let Ok(day) = day.parse() {
            all.entry(MeetingId(meeting)).or_default().insert(day);
        }
    }
    all
}

/// Numbers as a JSON list, as the queries take them.
pub(super) fn list(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}
