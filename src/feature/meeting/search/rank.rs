//! The order of what was found: how well it matches, then which is next.

use super::next::Next;
use super::query::Search;
use super::sql;
use super::timetable::Timetable;
use crate::feature::meeting::dates;
use crate::ids::MeetingId;
use crate::store::Conn;
use jiff::Timestamp;
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// How many are put in order.
pub(super) const MOST: usize = 400;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// The best first.
    pub(super) meetings: Vec<Hit>,
    /// There are more than [`MOST`].
    pub(super) more: bool,
}

/// A meeting that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) id: i64,
    /// When it begins, or began if it is under way: the first time that was asked for. None for one
    /// by appointment, and for one that does not take place for now.
    pub(super) at: Option<Timestamp>,
}

/// Finds meetings.
pub(super) async fn find(conn: &mut Conn, search: &Search) -> sqlx::Result<Found> {
    let mut order = ranked(conn, search).await?;
    let more = order.len() > MOST;
    if more {
        order.select_nth_unstable_by_key(MOST, |(rank, hit)| (*rank, hit.id));
        order.truncate(MOST);
    }
    order.sort_unstable_by_key(|(rank, hit)| (*rank, hit.id));
    Ok(Found { meetings: order.into_iter().map(|(_, hit)| hit).collect(), more })
}

/// How many meetings a search has, at most [`MOST`] and one.
pub(super) async fn count(conn: &mut Conn, search: &Search) -> sqlx::Result<usize> {
    // Where any time will do, what has the words need not be looked at.
    let stages = search.stages();
    if let Some(widest) = stages.last().filter(|stage| stage.times.are_all())
        && widest.wanted.len() > MOST as u64
    {
        return Ok(MOST + 1);
    }
    Ok(ranked(conn, search).await?.len().min(MOST + 1))
}

/// By its place among the expressions; those that do not take place for now behind all others; then
/// the next one first.
type Rank = (bool, usize, Timestamp);

async fn ranked(conn: &mut Conn, search: &Search) -> sqlx::Result<Vec<(Rank, Hit)>> {
    let table: &Timetable = &search.table;
    let stages = search.stages();
    let rules = rules(conn, table, stages.iter().map(|stage| &stage.wanted)).await?;
    let mut next = Next::new(&search.asker, table);
    let mut found: Vec<(Rank, Hit)> = Vec::new();
    let mut kept = RoaringBitmap::new();
    for (place, stage) in stages.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| stages.get(before));
        if before == Some(stage) {
            continue;
        }
        if before.is_some_and(|before| before.times != stage.times) {
            next.other_times();
        }
        let from = found.len();
        for id in &stage.wanted - &kept {
            let Some(entry) = table.of(id) else { continue };
            let number = i64::from(id);
            let at = match entry.inactive {
                true => None,
                false => {
                    let off = table.off.get(&MeetingId(number));
                    let rule = rules.get(&number).map(String::as_str);
                    next.of(entry, off, rule, &stage.times)
                }
            };
            if at.is_none() && !stage.times.are_all() {
                continue;
            }
            let rank = (entry.inactive, place, at.unwrap_or(Timestamp::MAX));
            found.push((rank, Hit { id: number, at }));
        }
        let new = found.get(from..).unwrap_or_default();
        kept.extend(new.iter().filter_map(|(_, hit)| u32::try_from(hit.id).ok()));
    }
    Ok(found)
}

/// The phrases of those that are not plainly weekly.
async fn rules<'a>(
    conn: &mut Conn,
    table: &Timetable,
    wanted: impl Iterator<Item = &'a RoaringBitmap>,
) -> sqlx::Result<HashMap<i64, String>> {
    let mut ruled = RoaringBitmap::new();
    for wanted in wanted {
        ruled |= wanted & &table.ruled;
    }
    if ruled.is_empty() {
        return Ok(HashMap::new());
    }
    let rules = sql::rules(conn, &dates::list(ruled.into_iter().map(i64::from))).await?;
    Ok(rules.into_iter().collect())
}
