//! The next meetings of a group, whether it has three or a hundred thousand.
//!
//! Weekly meetings are read in the order of the week from now on, a few for each zone; the few that
//! are not plainly weekly are evaluated one by one. Each meeting stands once: as under way, or at
//! its next time. So that what is under way does not push out what comes, it takes at most half of
//! the list: what began last.

use super::model::{Held, MAX_MINUTES, Meeting, before, end};
use super::sql::listing::{self, Candidate};
use super::{dates, find};
use crate::ids::{GroupId, MeetingId};
use crate::schedule::{Phrase, Recurrence};
use crate::store::Conn;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// How many are read for each zone near a change of clocks, where the order of the week and the
/// order of time differ by an hour.
const NEAR_A_CHANGE: i64 = 3_000;

/// The next meetings.
#[derive(Debug, Clone)]
pub struct Upcoming {
    /// Under way, then to come, in the order in which they begin.
    pub meetings: Vec<(Meeting, Held)>,
    /// Cancelled occurrences among them, in order.
    pub cancelled: Vec<(Meeting, Timestamp)>,
}

/// A place in the week of a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Place<'a> {
    zone: &'a str,
    day: i64,
    minute: i64,
    least: i64,
}

/// A meeting and when it begins: under way, or next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    at: Timestamp,
    id: i64,
}

/// The next `count` meetings of a group.
pub async fn upcoming(
    conn: &mut Conn,
    group: GroupId,
    count: usize,
    now: Timestamp,
) -> sqlx::Result<Upcoming> {
    let from = now.to_zoned(TimeZone::UTC).date().saturating_sub(3.days());
    let off = dates::cancelled_in(conn, group.0, from).await?;
    let (running, next) = slots(conn, group, count, &off, now).await?;
    let chosen = choose(running, next, count);
    let last = chosen.last().map_or(Timestamp::MAX, |slot| slot.at);
    let ids: Vec<MeetingId> =
        chosen.iter().map(|slot| MeetingId(slot.id)).chain(off.keys().copied()).collect();
    let loaded = find::by_ids(conn, &ids).await?;
    let by_id: HashMap<i64, &Meeting> = loaded.iter().map(|m| (m.id.0, m)).collect();
    let mut meetings = Vec::with_capacity(chosen.len());
    for slot in &chosen {
        let Some(meeting) = by_id.get(&slot.id) else { continue };
        let none = BTreeSet::new();
        let held = meeting.held_after(before_a_moment(slot.at), &none).next();
        if let Some(held) = held.filter(|held| held.occurrence.at == slot.at) {
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
fn choose(mut running: Vec<Slot>, mut next: Vec<Slot>, count: usize) -> Vec<Slot> {
    running.sort_unstable_by(|a, b| b.cmp(a));
    running.dedup();
    running.truncate(count.div_ceil(2));
    running.reverse();
    let taken: BTreeSet<i64> = running.iter().map(|slot| slot.id).collect();
    next.retain(|slot| !taken.contains(&slot.id));
    next.sort_unstable();
    next.dedup();
    next.truncate(count.saturating_sub(running.len()));
    running.extend(next);
    running
}

async fn slots(
    conn: &mut Conn,
    group: GroupId,
    count: usize,
    off: &HashMap<MeetingId, BTreeSet<Date>>,
    now: Timestamp,
) -> sqlx::Result<(Vec<Slot>, Vec<Slot>)> {
    let names = listing::zones(conn, group.0).await?;
    let zones: HashMap<&str, TimeZone> = names
        .iter()
        .map(|name| (name.as_str(), TimeZone::get(name).unwrap_or(TimeZone::UTC)))
        .collect();
    let (mut ahead, mut under_way, mut changing) = (Vec::new(), BTreeSet::new(), false);
    for (name, zone) in &zones {
        let locals = locals(zone, now);
        changing |= locals.len() > 1;
        if let Some(first) = locals.first() {
            let minute = minute_of(*first).saturating_add(1);
            ahead.push(Place { zone: name, day: day_of(first.date()), minute, least: 0 });
        }
        for local in locals {
            let minute = minute_of(local);
            let day = day_of(local.date());
            let yesterday = day_of(local.date().saturating_sub(1.day()));
            let long = MAX_MINUTES + 60;
            let least = (minute - long).max(0);
            under_way.insert(Place { zone: name, day, minute, least });
            if minute < long {
                let (minute, least) = (minute + 1440, minute + 1440 - long);
                under_way.insert(Place { zone: name, day: yesterday, minute, least });
            }
        }
    }
    let most = i64::try_from(count.saturating_mul(2)).unwrap_or(50)
        + i64::try_from(off.len()).unwrap_or(0);
    let limit = if changing { NEAR_A_CHANGE } else { most };
    let json = |places: Vec<Place<'_>>| serde_json::to_string(&places).unwrap_or_default();
    let weekly = listing::weekly(conn, group.0, &json(ahead), limit).await?;
    let under_way = under_way.into_iter().collect();
    let running_now = listing::running(conn, group.0, &json(under_way), limit).await?;
    let ruled = listing::ruled(conn, group.0).await?;

    let (mut running, mut next) = (Vec::new(), Vec::new());
    let none = BTreeSet::new();
    for candidate in weekly.iter().chain(&running_now).chain(&ruled) {
        let Some(zone) = zones.get(candidate.zone.as_str()) else { continue };
        let off = off.get(&MeetingId(candidate.id)).unwrap_or(&none);
        let Some(at) = current_or_next(candidate, zone, off, now) else { continue };
        let slot = Slot { at, id: candidate.id };
        if at <= now { running.push(slot) } else { next.push(slot) }
    }
    Ok((running, next))
}

/// When a candidate that is under way began, else when it begins next.
fn current_or_next(
    candidate: &Candidate,
    zone: &TimeZone,
    off: &BTreeSet<Date>,
    now: Timestamp,
) -> Option<Timestamp> {
    let phrase = match (&candidate.phrase, candidate.weekday, candidate.start_minute) {
        (Some(phrase), _, _) => Phrase::parse(phrase).ok()?,
        (None, Some(day), Some(minute)) => {
            let day = Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()?;
            let hour = i8::try_from(minute / 60).ok()?;
            let time = Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
            Phrase::weekly([day], vec![time])?
        }
        _ => return None,
    };
    let recurrence = Recurrence::new(phrase, zone.clone());
    recurrence
        .after(before(now, candidate.minutes))
        .find(|held| !off.contains(&held.day) && end(held.at, candidate.minutes) > now)
        .map(|held| held.at)
}

/// What clocks show now; near a change of clocks also what they would show without it. In order.
fn locals(zone: &TimeZone, now: Timestamp) -> BTreeSet<DateTime> {
    let around = |hours: i64| {
        let at = now.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(now);
        zone.to_offset(at).to_datetime(now)
    };
    [-13, 0, 3].into_iter().map(around).collect()
}

fn minute_of(local: DateTime) -> i64 {
    i64::from(local.hour()) * 60 + i64::from(local.minute())
}

fn day_of(date: Date) -> i64 {
    i64::from(date.weekday().to_monday_zero_offset())
}

fn before_a_moment(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_millis(1)).unwrap_or(at)
}
