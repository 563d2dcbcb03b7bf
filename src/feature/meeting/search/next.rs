//! When a meeting begins next at a time that is asked for.
//!
//! Most meetings are plainly weekly, and hardly ever do clocks change in the days that matter: then the
//! next time is a sum. Everything else is left to the rules of [`Recurrence`].

use super::hours::{Asker, Times};
use super::timetable::{Entry, Timetable, When};
use crate::feature::meeting::model::{MAX_MINUTES, before, end};
use crate::schedule::{Phrase, Recurrence};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// How far ahead the dates of a rule are tried against the times that are asked for. Its next two
/// are always tried.
const AHEAD: SignedDuration = SignedDuration::from_hours(35 * 24);
/// The most minutes that were ever left out when clocks were put forward: a whole day, on Samoa in 2011.
/// What would have begun in them begins as much later, so long after the change.
const LEFT_OUT: i64 = 24 * 60;
/// How many dates of a rule are tried.
const DATES: usize = 700;
/// The next time of what is weekly is in this time.
const NEXT: SignedDuration = SignedDuration::from_hours(8 * 24);
const WEEK: i64 = 7 * 24 * 3600;
/// 1970 began on a Thursday.
const THURSDAY: i64 = 3 * 24 * 3600;

/// The clocks of a zone around now.
struct Clocks {
    zone: TimeZone,
    /// Seconds by which they are ahead, if they are until the next time of all that is weekly.
    steady: Option<i64>,
    /// By how many hours at most they, or those of the one who asks, are put forward or back as long as
    /// dates are tried.
    moved: i64,
}

/// Finds the next times of meetings.
pub(super) struct Next<'a> {
    asker: &'a Asker,
    table: &'a Timetable,
    clocks: HashMap<u16, Clocks>,
    /// Of what is weekly: many meetings begin at the same time of the same day.
    known: HashMap<(u16, u16, u16), Option<Timestamp>>,
}

impl<'a> Next<'a> {
    pub(super) fn new(asker: &'a Asker, table: &'a Timetable) -> Self {
        Self { asker, table, clocks: HashMap::new(), known: HashMap::new() }
    }

    /// Forgets what was found for other times.
    pub(super) fn other_times(&mut self) {
        self.known.clear();
    }

    /// The first time of a meeting that was asked for and is not over. `off` are the dates on which it
    /// does not take place, `rule` is its phrase if it is not plainly weekly.
    pub(super) fn of(
        &mut self,
        entry: Entry,
        off: Option<&BTreeSet<Date>>,
        rule: Option<&str>,
        times: &Times,
    ) -> Option<Timestamp> {
        let Entry { zone, minutes, when, .. } = entry;
        let (asker, table) = (self.asker, self.table);
        let clocks =
            self.clocks.entry(zone).or_insert_with(|| Clocks::around(asker, table.zone(zone)));
        let minute = match when {
            When::Unknown => return None,
            When::Ruled => {
                let phrase = Phrase::parse(rule?).ok()?;
                return tried(asker, clocks, phrase, minutes, off, times);
            }
            When::Weekly(minute) => minute,
        };
        let slow = || tried(asker, clocks, weekly(minute)?, minutes, off, times);
        if off.is_some() {
            return slow();
        }
        let slot = (zone, minutes, minute);
        if let Some(known) = self.known.get(&slot) {
            return *known;
        }
        let at = match clocks.sum(asker, minute, minutes, times) {
            Sum::At(at) => at,
            Sum::Unsure => slow(),
        };
        self.known.insert(slot, at);
        at
    }
}

/// What a sum gives.
enum Sum {
    /// This.
    At(Option<Timestamp>),
    /// Clocks change.
    Unsure,
}

impl Clocks {
    fn around(asker: &Asker, zone: TimeZone) -> Self {
        let now = asker.at;
        let since = before(now, MAX_MINUTES + LEFT_OUT);
        let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        let soon = now.saturating_add(NEXT).unwrap_or(Timestamp::MAX);
        let next = zone.following(since).next().map(|change| change.timestamp());
        let steady = next.is_none_or(|change| change > soon);
        let moved = moved(&zone, since, until) + moved(&asker.zone, since, until);
        let offset = i64::from(zone.to_offset(now).seconds());
        Self { steady: steady.then_some(offset), moved: (moved + 3599) / 3600, zone }
    }

    /// The first time of what begins at a minute of each week.
    fn sum(&self, asker: &Asker, minute: u16, minutes: u16, times: &Times) -> Sum {
        let lasts = i64::from(minutes);
        let Some(offset) = self.steady.filter(|_| lasts <= MAX_MINUTES) else {
            return Sum::Unsure;
        };
        let now = asker.at.as_second();
        let place = (now + offset + THURSDAY).rem_euclid(WEEK);
        let over = lasts * 60;
        // From the first second at which what begins is not over.
        let ahead = (i64::from(minute) * 60 - place + over - 1).rem_euclid(WEEK) + 1 - over;
        let week = |number: i64| Timestamp::from_second(now + ahead + number * WEEK).ok();
        let Some(first) = week(0) else { return Sum::At(None) };
        if times.fit(first) {
            return Sum::At(Some(first));
        }
        if !times.week_near(first, self.moved) {
            return Sum::At(None);
        }
        if self.moved != 0 {
            return Sum::Unsure;
        }
        let until = asker.at.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        let later = (1..).map_while(week).enumerate();
        let mut later = later.take_while(|(number, at)| *number == 0 || *at <= until);
        Sum::At(later.find(|(_, at)| times.fit(*at)).map(|(_, at)| at))
    }
}

/// The most seconds by which clocks are put forward or back in a span of time.
fn moved(zone: &TimeZone, since: Timestamp, until: Timestamp) -> i64 {
    let mut offset = zone.to_offset(since);
    let changes = zone.following(since).take_while(|change| change.timestamp() <= until);
    changes
        .map(|change| {
            let moved = i64::from(change.offset().seconds() - offset.seconds()).abs();
            offset = change.offset();
            moved
        })
        .sum()
}

/// The same date by date.
fn tried(
    asker: &Asker,
    clocks: &Clocks,
    phrase: Phrase,
    minutes: u16,
    off: Option<&BTreeSet<Date>>,
    times: &Times,
) -> Option<Timestamp> {
    let (now, minutes) = (asker.at, i64::from(minutes));
    let until = now.saturating_add(AHEAD).unwrap_or(now);
    let recurrence = Recurrence::new(phrase, clocks.zone.clone());
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
        let clocks = Clocks::around(&asker, zone(there));
        if let Sum::At(found) = clocks.sum(&asker, minute, minutes, &times) {
            let phrase = weekly(minute).expect("a rule");
            let expected = tried(&asker, &clocks, phrase, minutes, None, &times);
            prop_assert_eq!(found, expected);
        }
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
