//! A schedule as the store keeps it.

use super::beat::Beat;
use crate::ids::{GroupId, RoomId, ScheduleId};
use crate::schedule::day::{DEFAULT_START, day_ends, day_of};
use crate::schedule::{Occurrence, zone};
use crate::store::instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// What is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// The check-in question.
    Checkin,
    /// A message of the organizers' own.
    Message,
}

impl Kind {
    pub(super) const ALL: &'static [&'static str] = &["checkin", "message"];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Checkin => "checkin",
            Self::Message => "message",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        if text == "checkin" { Self::Checkin } else { Self::Message }
    }
}

/// A schedule.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Schedule {
    pub(super) id: ScheduleId,
    pub(super) group: GroupId,
    pub(super) slug: String,
    pub(super) kind: String,
    pub(super) timing: String,
    pub(super) zone: String,
    pub(super) room: String,
    pub(super) text: String,
    pub(super) paused_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) next_at: Option<i64>,
    pub(super) next_civil: Option<String>,
    /// Civil times that are left out, separated by commas.
    pub(super) skipped: Option<String>,
    /// Further rooms, separated by spaces.
    pub(super) further: Option<String>,
}

impl Schedule {
    pub(super) fn kind(&self) -> Kind {
        Kind::parse(&self.kind)
    }

    /// The zone, unless the tables have lost it.
    pub(super) fn zone(&self) -> Option<TimeZone> {
        TimeZone::get(&self.zone).ok()
    }

    /// The rooms that it posts in; none when the first cannot be read.
    pub(super) fn rooms(&self) -> Vec<RoomId> {
        let Ok(first) = self.room.parse() else { return Vec::new() };
        let further = self.further.as_deref().unwrap_or_default().split(' ');
        [first].into_iter().chain(further.filter_map(|room| room.parse().ok())).collect()
    }

    /// Makes it post in these rooms from now on.
    pub(super) fn post_in(&mut self, rooms: &[RoomId]) {
        let mut names = rooms.iter().map(RoomId::to_string);
        if let Some(first) = names.next() {
            self.room = first;
        }
        self.further = Some(names.collect::<Vec<_>>().join(" "));
    }

    /// When it happens, unless that cannot be read.
    pub(super) fn beat(&self) -> Option<Beat> {
        Beat::kept(&self.timing, &self.zone()?, self.next_at.map(instant))
    }

    pub(super) fn skipped(&self) -> Vec<DateTime> {
        let list = self.skipped.as_deref().unwrap_or_default();
        list.split(',').filter_map(|civil| civil.parse().ok()).collect()
    }

    /// The instant from which on it is due: the one noted, or the one at which its civil time lies
    /// now, should the zone's rules have changed since it was noted.
    pub(super) fn due_from(&self, zone: &TimeZone) -> Option<Timestamp> {
        let noted = instant(self.next_at?);
        let civil = self.next_civil.as_deref().and_then(|text| text.parse::<DateTime>().ok());
        let today = civil.and_then(|civil| crate::schedule::recurrence::instant_of(civil, zone));
        // A fold apart, the two are the same; only a change of the law lies between.
        let near = today.filter(|at| {
            let apart = at.duration_since(noted).abs();
            apart <= SignedDuration::from_hours(3) && self.timing.parse::<DateTime>().is_err()
        });
        Some(near.map_or(noted, |at| at.min(noted)))
    }
}

/// The day that an instant belongs to, and the instant at which that day ends.
pub(super) fn day(at: Timestamp, zone: &TimeZone) -> (Date, Timestamp) {
    let day = day_of(at, zone, DEFAULT_START);
    (day, day_ends(day, zone, DEFAULT_START))
}

/// The zone of a name that was checked when it was read.
pub(super) fn zone_named(name: &str) -> TimeZone {
    TimeZone::get(name).ok().or_else(|| zone::lookup(name).ok()).unwrap_or(TimeZone::UTC)
}

/// Names an occurrence in keys: its civil time with the offset, so that a schedule that was moved
/// to another zone may ask for the same civil time again.
pub(super) fn name(occurrence: &Occurrence) -> String {
    format!("{}{}", occurrence.civil, occurrence.offset)
}
