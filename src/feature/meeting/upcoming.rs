//! The next meetings of a group.
//!
//! Each meeting stands once: as under way, or at its next time. So that what is under way does not push
//! out what comes, it takes at most half of the list: what began last.

use super::find;
use super::model::{Held, Meeting};
use super::search::{Begins, Soon, Timetables, soon};
use crate::ids::{GroupId, MeetingId};
use crate::store::Conn;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// The next meetings.
#[derive(Debug, Clone)]
pub struct Upcoming {
    /// Under way, then to come, in the order in which they begin.
    pub meetings: Vec<(Meeting, Held)>,
    /// Cancelled occurrences among them, in order.
    pub cancelled: Vec<(Meeting, Timestamp)>,
}

/// The next `count` meetings of a group.
pub async fn upcoming(
    conn: &mut Conn,
    tables: &Timetables,
    group: GroupId,
    count: usize,
    now: Timestamp,
) -> sqlx::Result<Upcoming> {
    let Soon { running, next, off } = soon(conn, tables, group, count, now).await?;
    let chosen = choose(running, next, count);
    let last = chosen.last().map_or(Timestamp::MAX, |begins| begins.at);
    let ids: Vec<MeetingId> =
        chosen.iter().map(|begins| MeetingId(begins.id)).chain(off.keys().copied()).collect();
    let loaded = find::by_ids(conn, &ids).await?;
    let by_id: HashMap<i64, &Meeting> = loaded.iter().map(|m| (m.id.0, m)).collect();
    let mut meetings = Vec::with_capacity(chosen.len());
    for begins in &chosen {
        let Some(meeting) = by_id.get(&begins.id) else { continue };
        let none = BTreeSet::new();
        let held = meeting.held_after(before_a_moment(begins.at), &none).next();
        if let Some(held) = held.filter(|held| held.occurrence.at == begins.at) {
            meetings.push(((*meeting).clone(), held));
        }
    }
    let mut cancelled = Vec::new();
    for (id, days) in &off {
        let Some(meeting) = by_id.get(&id.0) else { continue };
        let Some(recurrence) = &meeting.recurrence else { continue };
        let soon = recurrence.after(now).take_while(|next| next.at <= last).take(60);
        let first = soon.filter(|next| days.contains(&next.day)).map(|next| next.at).next();
        cancelled.extend(first.map(|at| ((*meeting).clone(), at)));
    }
    cancelled.sort_by_key(|(meeting, at)| (*at, meeting.id));
    Ok(Upcoming { meetings, cancelled })
}

/// Under way, then to come: at most half of `count` (rounded up) is under way, what began last.
fn choose(mut running: Vec<Begins>, mut next: Vec<Begins>, count: usize) -> Vec<Begins> {
    running.sort_unstable_by(|a, b| b.cmp(a));
    running.truncate(count.div_ceil(2));
    running.reverse();
    next.sort_unstable();
    next.truncate(count.saturating_sub(running.len()));
    running.extend(next);
    running
}

fn before_a_moment(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_millis(1)).unwrap_or(at)
}

#[cfg(test)]
mod tests;
