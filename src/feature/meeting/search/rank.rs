//! The order of what was found: how well it matches, then which is next.

use super::query::Search;
use super::sql::{self, Timed};
use crate::feature::meeting::dates;
use crate::schedule::{Phrase, Recurrence};
use crate::store::Conn;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// How many are put in order. Beyond that the search was too wide for an order to be of use.
pub(super) const MOST: usize = 400;

const WEEK: i64 = 7 * 24 * 60;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// The best first.
    pub(super) meetings: Vec<i64>,
    /// There are more than [`MOST`].
    pub(super) more: bool,
}

/// Finds meetings.
pub(super) async fn find(conn: &mut Conn, search: &Search, now: Timestamp) -> sqlx::Result<Found> {
    let mut stage_of: HashMap<i64, usize> = HashMap::new();
    let limit = MOST as i64 + 1;
    for (stage, wanted) in search.stages().iter().enumerate() {
        for id in sql::matching(conn, wanted, limit).await? {
            stage_of.entry(id).or_insert(stage);
        }
        if stage_of.len() > MOST {
            break;
        }
    }
    let more = stage_of.len() > MOST;
    let rows = sql::timed(conn, search.group.0, &dates::list(stage_of.keys().copied())).await?;
    let mut weeks = HashMap::new();
    let mut order: Vec<(usize, i64, i64)> = rows
        .iter()
        .map(|row| {
            (stage_of.get(&row.id).copied().unwrap_or(0), until(row, now, &mut weeks), row.id)
        })
        .collect();
    order.sort_unstable();
    order.truncate(MOST);
    Ok(Found { meetings: order.into_iter().map(|(.., id)| id).collect(), more })
}

/// How many meetings a search has, at most [`MOST`] and one.
pub(super) async fn count(conn: &mut Conn, search: &Search) -> sqlx::Result<usize> {
    // The last expression is the widest.
    match search.stages().last() {
        Some(widest) => Ok(sql::matching(conn, widest, MOST as i64 + 1).await?.len()),
        None => Ok(0),
    }
}

/// Minutes until it begins; 0 when it is under way. By the clock of its zone, because nobody minds
/// an hour on the day that clocks change.
fn until(row: &Timed, now: Timestamp, weeks: &mut HashMap<String, (TimeZone, i64)>) -> i64 {
    let (zone, minute) = weeks.entry(row.zone.clone()).or_insert_with(|| {
        let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
        let here = zone.to_datetime(now);
        let day = i64::from(here.weekday().to_monday_zero_offset());
        let minute = day * 24 * 60 + i64::from(here.hour()) * 60 + i64::from(here.minute());
        (zone, minute)
    });
    if let (Some(weekday), Some(start)) = (row.weekday, row.start_minute) {
        let ahead =
            (weekday.saturating_mul(24 * 60).saturating_add(start) - *minute).rem_euclid(WEEK);
        return if WEEK - ahead < row.minutes { 0 } else { ahead };
    }
    let Some(phrase) = row.phrase.as_deref().and_then(|text| Phrase::parse(text).ok()) else {
        return i64::MAX;
    };
    let since = crate::feature::meeting::model::before(now, row.minutes);
    match Recurrence::new(phrase, zone.clone()).next_after(since) {
        Some(next) => next.at.duration_since(now).as_mins().max(0),
        None => i64::MAX,
    }
}
