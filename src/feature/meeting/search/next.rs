//! When a meeting begins next at a time that is asked for.
//!
//! Most meetings are plainly weekly: then the next time is a sum, also where clocks change. Everything
//! else is left to the rules of [`Recurrence`].

use super::hours::{Asker, Times};
use super::timetable::{Entry, Timetable, When};
use crate::feature::meeting::model::{MAX_MINUTES, before, end};
use crate::schedule::{Phrase, Recurrence};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// How far ahead dates are tried against the times that are asked for. The next two of a rule are always
/// tried.
const AHEAD: SignedDuration = SignedDuration::from_hours(35 * 24);
/// The most minutes that were ever left out when clocks were put forward: a whole day, on Samoa in 2011.
/// What would have begun in them begins as much later, so long after the change.
const LEFT_OUT: i64 = 24 * 60;
/// How many dates of a rule are tried.
const DATES: usize = 700;
const WEEK: i64 = 7 * 24 * 3600;
/// 1970 began on a Thursday.
const THURSDAY: i64 = 3 * 24 * 3600;

/// Finds the next times of meetings.
pub(super) struct Next<'a> {
    asker: &'a Asker,
    table: &'a Timetable,
    /// The clock of the one who asks.
    own: Clock,
    clocks: HashMap<u16, Clock>,
    /// The next times of slots, as far as they were asked for.
    slots: Vec<Option<(bool, Option<Timestamp>)>>,
}

impl<'a> Next<'a> {
    pub(super) fn new(asker: &'a Asker, table: &'a Timetable) -> Self {
        let own = Clock::around(&asker.zone, asker.at);
        Self { asker, table, own, clocks: HashMap::new(), slots: Vec::new() }
    }

    /// Forgets what was found for other times.
    pub(super) fn other_times(&mut self) {
        self.slots.clear();
    }

    /// The same for all meetings of a slot that have no time of their own: whether they do not take place
    /// for now, and the first time that was asked for.
    pub(super) fn of_slot(&mut self, number: usize, times: &Times) -> (bool, Option<Timestamp>) {
        if self.slots.is_empty() {
            self.slots.resize(self.table.slots.len(), None);
        }
        if let Some(Some(known)) = self.slots.get(number) {
            return *known;
        }
        let entry = self.table.slots.get(number).map(|slot| slot.entry);
        let at = entry.and_then(|entry| self.of(entry, None, None, times));
        let found = (entry.is_some_and(|entry| entry.inactive), at);
        if let Some(known) = self.slots.get_mut(number) {
            *known = Some(found);
        }
        found
    }

    /// The first time of a meeting that was asked for and is not over; none of one that does not take
    /// place for now. `off` are the dates that are left out, `rule` is its phrase if it is not plainly
    /// weekly.
    pub(super) fn of(
        &mut self,
        entry: Entry,
        off: Option<&BTreeSet<Date>>,
        rule: Option<&str>,
        times: &Times,
    ) -> Option<Timestamp> {
        let Entry { zone, minutes, when, inactive } = entry;
        if inactive {
            return None;
        }
        let (asker, table) = (self.asker, self.table);
        let tried = |phrase| tried(asker, table.zone(zone), phrase, minutes, off, times);
        let minute = match when {
            When::Unknown => return None,
            When::Ruled => return tried(Phrase::parse(rule?).ok()?),
            When::Weekly(minute) => minute,
        };
        if off.is_some() || i64::from(minutes) > MAX_MINUTES {
            return tried(weekly(minute)?);
        }
        let clock = self.clocks.entry(zone);
        let clock = clock.or_insert_with(|| Clock::around(&table.zone(zone), asker.at));
        sum(asker.at, &self.own, clock, (minute, minutes), times)
    }
}

/// The clock of a zone as long as dates are tried, in seconds.
struct Clock {
    /// Since when it is how much ahead of UTC. The first holds before that, too.
    spans: Vec<(i64, i64)>,
}

impl Clock {
    fn around(zone: &TimeZone, now: Timestamp) -> Self {
        let since = before(now, MAX_MINUTES + LEFT_OUT);
        let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        let ahead = |offset: Offset| i64::from(offset.seconds());
        let first = (since.as_second(), ahead(zone.to_offset(since)));
        let changes = zone.following(since).take_while(|change| change.timestamp() <= until);
        let changes =
            changes.map(|change| (change.timestamp().as_second(), ahead(change.offset())));
        Self { spans: std::iter::once(first).chain(changes).collect() }
    }

    fn is_steady(&self) -> bool {
        self.spans.len() == 1
    }

    /// What it shows at an instant, as if that were UTC.
    fn shows(&self, at: i64) -> i64 {
        let span = self.spans.iter().rev().find(|(since, _)| *since <= at);
        at + span.or(self.spans.first()).map_or(0, |(_, ahead)| *ahead)
    }

    /// When it shows a civil time: the first time of two. What it leaves out is as long after the change
    /// as it would have been.
    fn instant(&self, civil: i64) -> i64 {
        let mut left_out = None;
        for (place, (since, ahead)) in self.spans.iter().enumerate() {
            let at = civil - ahead;
            match left_out {
                Some(moved) if at < *since => return moved,
                _ if self.spans.get(place + 1).is_none_or(|(until, _)| at < *until) => return at,
                _ => left_out = Some(at),
            }
        }
        civil
    }
}

/// The first time of what begins at a minute of each week and lasts some minutes.
fn sum(
    now: Timestamp,
    own: &Clock,
    clock: &Clock,
    (minute, minutes): (u16, u16),
    times: &Times,
) -> Option<Timestamp> {
    let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let begun = now.as_millisecond().div_euclid(1000) - i64::from(minutes) * 60;
    // The last civil time that may have passed when what begins now is not over yet.
    let local = clock.shows(begun);
    let first = local - (local + THURSDAY - i64::from(minute) * 60).rem_euclid(WEEK);
    let steady = own.is_steady() && clock.is_steady();
    let weeks = (0..).map(|week| clock.instant(first + week * WEEK));
    for at in weeks.skip_while(|at| *at <= begun) {
        let instant = Timestamp::from_second(at).ok().filter(|at| *at <= until)?;
        let in_week = times.fit_week(own.shows(at));
        if in_week && times.fit_span(instant) {
            return Some(instant);
        }
        if steady && !in_week {
            // Nor is it in any other week.
            return None;
        }
    }
    None
}

/// The same date by date.
fn tried(
    asker: &Asker,
    zone: TimeZone,
    phrase: Phrase,
    minutes: u16,
    off: Option<&BTreeSet<Date>>,
    times: &Times,
) -> Option<Timestamp> {
    let (now, minutes) = (asker.at, i64::from(minutes));
    let until = now.saturating_add(AHEAD).unwrap_or(now);
    let recurrence = Recurrence::new(phrase, zone);
    recurrence
        .after(before(now, minutes))
        .take(DATES)
        .enumerate()
        .take_while(|(number, held)| *number < 2 || held.at <= until)
        .map(|(_, held)| held)
        .find(|held| {
            end(held.at, minutes) > now
                && times.fit(held.at)
                && off.is_none_or(|off| !off.contains(&held.day))
        })
        .map(|held| held.at)
}

fn weekly(minute: u16) -> Option<Phrase> {
    let (day, minute) = (minute / (24 * 60), minute % (24 * 60));
    let day = Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()?;
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    Phrase::weekly([day], vec![Time::new(hour, minute, 0, 0).ok()?])
}

#[cfg(test)]
mod tests {
    use super::super::understand::{Near, Want};
    use super::*;
    use jiff::civil::time;
    use proptest::prelude::*;

    const ZONES: &[&str] = &[
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    ];

    fn wants() -> impl Strategy<Value = Vec<Want>> {
        let day = (0..7_i8).prop_map(|day| {
            Want::Days(Weekday::from_monday_zero_offset(day).into_iter().collect())
        });
        let hours = (0..24_u32, 1..8_u32).prop_map(|(from, many)| {
            Want::Hours((from..(from + many).min(24)).fold(0, |bits, hour| bits | (1 << hour)))
        });
        let near = prop_oneof![
            Just(Near::Now),
            Just(Near::Today),
            Just(Near::Tonight),
            Just(Near::Tomorrow)
        ];
        proptest::collection::vec(prop_oneof![day, hours, near.prop_map(Want::Near)], 0..3)
    }

    fn same(
        now: i64,
        (from, there): (usize, usize),
        (minute, minutes): (u16, u16),
        wants: &[Want],
    ) -> Result<(), TestCaseError> {
        let zone = |place: usize| TimeZone::get(ZONES[place]).expect("a zone");
        let at = Timestamp::from_millisecond(now).expect("an instant");
        let asker = Asker { zone: zone(from), at, day_start: time(4, 0, 0, 0) };
        let times = Times::of(&asker, wants.iter());
        let clock = |zone: &TimeZone| Clock::around(zone, at);
        let (own, other) = (clock(&asker.zone), clock(&zone(there)));
        let found = sum(at, &own, &other, (minute, minutes), &times);
        let phrase = weekly(minute).expect("a rule");
        let expected = tried(&asker, zone(there), phrase, minutes, None, &times);
        prop_assert_eq!(found, expected);
        Ok(())
    }

    /// Samoa had no 30 December 2011: what is at noon on Fridays was at noon on that Saturday, thirteen
    /// hours after the change, and is still going on an hour later.
    #[test]
    fn what_was_put_off_by_a_day_that_was_left_out_is_still_going_on() {
        let now = "2011-12-30T23:00:00Z".parse::<Timestamp>().expect("an instant");
        let friday_noon = 4 * 24 * 60 + 12 * 60 + 1;
        same(now.as_millisecond(), (0, 6), (friday_noon, 60), &[]).expect("the rule's time");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_sum_is_what_the_rule_gives(
            // From 2010 to 2030, Samoa's change of days at the end of 2011 among them.
            now in prop_oneof![1_262_304_000_000..1_893_456_000_000_i64,
                               1_324_000_000_000..1_326_000_000_000_i64],
            from in 0..ZONES.len(),
            there in 0..ZONES.len(),
            minute in 0..(7 * 24 * 60_u16),
            minutes in prop_oneof![Just(0_u16), Just(60), 1..900_u16],
            wants in wants(),
        ) {
            same(now, (from, there), (minute, minutes), &wants)?;
        }
    }
}
