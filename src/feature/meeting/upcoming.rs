//! The next meetings of a group, whether it has three or a hundred thousand.
//!
//! Weekly meetings are read in the order of the week from now on, a few for each zone and length; the
//! few that are not plainly weekly are evaluated one by one. Each meeting stands once: as under way,
//! or at its next time. So that what is under way does not push out what comes, it takes at most half
//! of the list: what began last.

use super::model::{Held, Meeting, before, end};
use super::sql::listing::{self, Candidate, Kind, Outline, Weekly};
use super::{dates, find};
use crate::ids::{GroupId, MeetingId};
use crate::schedule::{Phrase, Recurrence};
use crate::store::Conn;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

mod places;

/// The next meetings.
#[derive(Debug, Clone)]
pub struct Upcoming {
    /// Under way, then to come, in the order in which they begin.
    pub meetings: Vec<(Meeting, Held)>,
    /// Cancelled occurrences among them, in order.
    pub cancelled: Vec<(Meeting, Timestamp)>,
}

/// What is read: meetings of a zone and length, around a place in the week.
#[derive(Debug, Serialize)]
struct Asked<'a, P> {
    #[serde(flatten)]
    kind: &'a Kind,
    #[serde(flatten)]
    place: P,
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
    let Outline { kinds, ruled, cancelled } =
        listing::outline(conn, group.0, &from.to_string()).await?;
    let off = dates::collect(cancelled);
    let (running, next) = slots(conn, group, count, (kinds, ruled), &off, now).await?;
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
    (kinds, ruled): (Vec<Kind>, Vec<Candidate>),
    off: &HashMap<MeetingId, BTreeSet<Date>>,
    now: Timestamp,
) -> sqlx::Result<(Vec<Slot>, Vec<Slot>)> {
    let mut zones: HashMap<String, TimeZone> = HashMap::new();
    let (mut ahead, mut under_way) = (Vec::new(), Vec::new());
    for alike in kinds.chunk_by(|a, b| a.zone == b.zone) {
        let Some(first) = alike.first() else { continue };
        let zone = zones.entry(first.zone.clone()).or_insert_with(|| zone_of(&first.zone));
        let (from, within) = (places::ahead(zone, now), places::under_way(zone, now));
        for kind in alike {
            ahead.extend(from.iter().map(|place| Asked { kind, place: *place }));
            under_way.extend(within.iter().map(|place| Asked { kind, place: *place }));
        }
    }
    let json = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let (from, within) = (
        serde_json::to_string(&ahead).map_err(json)?,
        serde_json::to_string(&under_way).map_err(json)?,
    );
    let limit = i64::try_from(count.saturating_add(off.len())).unwrap_or(i64::MAX);
    let [first, running] = listing::weekly(conn, group.0, &from, &within, limit).await?;
    let mut candidates = ruled;
    let (ahead, under_way) = (ahead.iter().map(|a| a.kind), under_way.iter().map(|a| a.kind));
    candidates.extend(of_kinds(&ahead.collect::<Vec<_>>(), first));
    candidates.extend(of_kinds(&under_way.collect::<Vec<_>>(), running));

    let (mut running, mut next) = (Vec::new(), Vec::new());
    let none = BTreeSet::new();
    // Many meetings begin at the same time of the same day.
    let mut known: HashMap<(String, i64, Option<i64>, Option<i64>), Option<Timestamp>> =
        HashMap::new();
    for candidate in candidates {
        let Candidate { id, minutes, weekday, start_minute, .. } = candidate;
        let zone = zones.entry(candidate.zone.clone()).or_insert_with(|| zone_of(&candidate.zone));
        let cancelled = off.get(&MeetingId(id));
        let at = if cancelled.is_some() || candidate.phrase.is_some() {
            current_or_next(&candidate, zone, cancelled.unwrap_or(&none), now)
        } else {
            let time = (candidate.zone.clone(), minutes, weekday, start_minute);
            *known.entry(time).or_insert_with(|| current_or_next(&candidate, zone, &none, now))
        };
        let Some(at) = at else { continue };
        let slot = Slot { at, id };
        if at <= now { running.push(slot) } else { next.push(slot) }
    }
    Ok((running, next))
}

/// Weekly meetings with the zones and lengths by which they were asked for.
fn of_kinds(kinds: &[&Kind], found: Vec<(usize, Vec<Weekly>)>) -> impl Iterator<Item = Candidate> {
    let known = found.into_iter().filter_map(|(place, found)| Some((*kinds.get(place)?, found)));
    let each = known.flat_map(|(kind, found)| found.into_iter().map(move |weekly| (kind, weekly)));
    each.map(|(kind, (id, weekday, start_minute))| Candidate {
        id,
        phrase: None,
        zone: kind.zone.clone(),
        minutes: kind.minutes,
        weekday: Some(weekday),
        start_minute: Some(start_minute),
    })
}

fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
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

fn before_a_moment(at: Timestamp) -> Timestamp {
    at.checked_sub(SignedDuration::from_millis(1)).unwrap_or(at)
}

#[cfg(test)]
mod tests;
