//! Where in the week of a zone to look, also around a change of its clocks.
//!
//! In the order of the week, times are in the order of their instants, but for two: those in the hour
//! that a change leaves out are held among those of the next hour, and those in the hour that comes
//! twice are over when it comes again. So whoever reads the week begins anew there.

use crate::feature::meeting::model::MAX_MINUTES;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;
use std::collections::BTreeSet;

/// For how long a change matters to those who ask after it: the longest meeting, and what a zone
/// that moves to the other side of the date line leaves out.
const BEHIND: SignedDuration = SignedDuration::from_hours(26 + MAX_MINUTES / 60);
/// Up to where one matters that is to come: no weekly meeting is farther ahead.
const BEFORE: SignedDuration = SignedDuration::from_hours(8 * 24);

/// From where on the week is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct From {
    pub(super) day: i64,
    pub(super) minute: i64,
}

/// Which times of a day may be under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Within {
    pub(super) day: i64,
    /// The first and the last minute of that day.
    pub(super) first: i64,
    pub(super) last: i64,
    /// Now, in minutes from the beginning of that day.
    pub(super) now: i64,
}

/// A change of the clocks.
struct Change {
    at: Timestamp,
    before: Offset,
    after: Offset,
}

impl Change {
    /// What clocks show from then on that they have not shown, and would not have been set back from.
    fn settled(&self) -> DateTime {
        self.before.to_datetime(self.at).max(self.after.to_datetime(self.at))
    }

    fn leaves_out(&self) -> bool {
        self.after > self.before
    }
}

/// From where on to read what is to come.
pub(super) fn ahead(zone: &TimeZone, now: Timestamp) -> BTreeSet<From> {
    let mut starts = BTreeSet::from([behind(zone.to_offset(now).to_datetime(now))]);
    for change in behind_us(zone, now) {
        let old = change.before.to_datetime(now);
        if change.leaves_out() && old < change.settled() {
            // What was left out may still be to come.
            starts.insert(behind(old));
        } else if change.after.to_datetime(now) < change.settled() {
            // What comes again is over.
            starts.insert(from(change.settled()));
        }
    }
    let to_come = ahead_of_us(zone, now).filter(Change::leaves_out);
    starts.extend(to_come.map(|change| from(change.settled())));
    starts
}

/// Where what is under way may have begun.
pub(super) fn under_way(zone: &TimeZone, now: Timestamp) -> BTreeSet<Within> {
    let mut found = BTreeSet::new();
    let mut until: Option<DateTime> = None;
    let changes = behind_us(zone, now);
    for change in &changes {
        let settled = change.settled();
        between(&mut found, change.after.to_datetime(now), Some(settled), until);
        until = Some(settled);
    }
    let oldest = changes.last().map_or_else(|| zone.to_offset(now), |change| change.before);
    between(&mut found, oldest.to_datetime(now), None, until);
    found
}

/// Adds the times from `first` on and before `until` to which clocks that show `now` belong.
fn between(
    found: &mut BTreeSet<Within>,
    now: DateTime,
    first: Option<DateTime>,
    until: Option<DateTime>,
) {
    let today = now.date();
    for date in [today.saturating_sub(1.day()), today] {
        let now = minutes_since(date, now);
        let first = first.map_or(0, |first| minutes_since(date, first)).max(now - MAX_MINUTES);
        let last = until.map_or(now, |until| (minutes_since(date, until) - 1).min(now));
        let (first, last) = (first.max(0), last.min(24 * 60 - 1));
        if first <= last {
            found.insert(Within { day: day_of(date), first, last, now });
        }
    }
}

/// The changes that may still matter, the last one first.
fn behind_us(zone: &TimeZone, now: Timestamp) -> Vec<Change> {
    let oldest = now.saturating_sub(BEHIND).unwrap_or(Timestamp::MIN);
    let just_after = now.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(now);
    zone.preceding(just_after)
        .take_while(|change| change.timestamp() > oldest)
        .map(|change| known(zone, change.timestamp(), change.offset()))
        .collect()
}

fn ahead_of_us(zone: &TimeZone, now: Timestamp) -> impl Iterator<Item = Change> + '_ {
    let last = now.saturating_add(BEFORE).unwrap_or(Timestamp::MAX);
    zone.following(now)
        .take_while(move |change| change.timestamp() < last)
        .map(|change| known(zone, change.timestamp(), change.offset()))
}

fn known(zone: &TimeZone, at: Timestamp, after: Offset) -> Change {
    let just_before = at.saturating_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
    Change { at, before: zone.to_offset(just_before), after }
}

/// From the minute behind a time on: what begins at that minute has begun.
fn behind(local: DateTime) -> From {
    let place = from(local);
    From { minute: place.minute + 1, ..place }
}

fn from(local: DateTime) -> From {
    From { day: day_of(local.date()), minute: minutes_since(local.date(), local) }
}

fn minutes_since(date: Date, local: DateTime) -> i64 {
    let since = local.duration_since(date.to_datetime(jiff::civil::Time::MIN));
    since.as_secs().div_euclid(60)
}

fn day_of(date: Date) -> i64 {
    i64::from(date.weekday().to_monday_zero_offset())
}
