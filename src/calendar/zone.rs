//! `VTIMEZONE`, derived from the bundled zone database.
//!
//! The database lists changes; a calendar wants rules. Changes of one kind (the same offsets
//! before and after) that come once a year on the same nth weekday of the same month at the same
//! time become a rule; a rule is written only when it names every change of the next
//! [`CYCLE`] years and no other. Changes that no such rule names (Morocco's, which follow the moon;
//! Egypt's and Israel's, which count from another weekday; the past) are written one by one.

use super::write::{File, Place, local, offset};
use super::{Entry, ZONE_YEARS, gap, rule};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Years after which dates fall on the same weekdays again, which a rule has to hold for: Egypt's
/// “day after the last Thursday of October” is the last Friday of October in most years.
const CYCLE: i16 = 28;

/// The last year that RFC 5545 and jiff can write.
const LAST: i16 = 9999;

/// A zone as a calendar needs it.
#[derive(Debug)]
pub(super) struct Described {
    id: String,
    observances: Vec<Observance>,
}

/// One kind of time: which offset, since when, and when again.
#[derive(Debug)]
struct Observance {
    kind: Kind,
    /// On the clock before the change, as RFC 5545 wants it.
    start: DateTime,
    again: Again,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    before: Offset,
    after: Offset,
    name: String,
    daylight: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Again {
    Dates(Vec<DateTime>),
    Yearly { month: i8, nth: i8, day: jiff::civil::Weekday },
}

/// The zones of entries, each once, from the first start to [`ZONE_YEARS`] ahead.
pub(super) fn needed(entries: &[Entry], now: Timestamp) -> Vec<Described> {
    let mut zones: Vec<(String, &TimeZone, Timestamp, Timestamp)> = Vec::new();
    for entry in entries {
        let Some(Place::Zone(id)) = Place::of(&entry.zone) else { continue };
        let dates =
            if let super::Rule::Dates(dates) = &entry.rule { dates.as_slice() } else { &[] };
        let starts =
            dates.iter().chain([&entry.start]).filter_map(|at| gap::instant(&entry.zone, *at));
        for start in starts {
            match zones.iter_mut().find(|(known, ..)| *known == id) {
                Some((_, _, first, last)) => {
                    (*first, *last) = (start.min(*first), start.max(*last))
                }
                None => zones.push((id.clone(), &entry.zone, start.min(now), start.max(now))),
            }
        }
    }
    zones.into_iter().map(|(id, zone, first, last)| describe(id, zone, first, last)).collect()
}

fn describe(id: String, zone: &TimeZone, first: Timestamp, last: Timestamp) -> Described {
    let year = zone.to_datetime(last).year();
    // Whole years, so that a change that is missing in the last year is seen to be missing.
    let last_year = year.saturating_add(CYCLE).min(LAST);
    let mut changes: Vec<(Kind, DateTime)> = Vec::new();
    // The kind of time at the first start began with the change before it.
    let begin = zone.preceding(first).next().map(|change| change.timestamp());
    let mut before = begin.map_or_else(
        || zone.to_offset(first),
        |begin| zone.to_offset(begin.saturating_sub(1.second()).unwrap_or(begin)),
    );
    let from = begin.map_or(first, |begin| begin.saturating_sub(1.second()).unwrap_or(begin));
    if begin.is_none() {
        let info = zone.to_offset_info(first);
        let kind = Kind {
            before,
            after: before,
            name: info.abbreviation().to_owned(),
            daylight: info.dst().is_dst(),
        };
        // Any time before the first start will do.
        let start = zone.to_datetime(first).date().saturating_sub(1.day());
        changes.push((kind, start.min(Date::constant(1970, 1, 1)).at(0, 0, 0, 0)));
    }
    for change in zone.following(from) {
        let at = before.to_datetime(change.timestamp());
        if at.year() > last_year {
            break;
        }
        let kind = Kind {
            before,
            after: change.offset(),
            name: change.abbreviation().to_owned(),
            daylight: change.dst().is_dst(),
        };
        before = change.offset();
        changes.push((kind, at));
    }
    let mut kinds: Vec<(Kind, Vec<DateTime>)> = Vec::new();
    for (kind, at) in changes {
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, times)) => times.push(at),
            None => kinds.push((kind, vec![at])),
        }
    }
    let observances =
        kinds.into_iter().flat_map(|(kind, times)| observances(&kind, &times, year)).collect();
    Described { id, observances }
}

/// A rule for as many of the last changes as it names, and the changes that it does not one by
/// one, to [`ZONE_YEARS`] after `year`.
fn observances(kind: &Kind, times: &[DateTime], year: i16) -> Vec<Observance> {
    // A rule goes on for ever, so it has to name the last change, and it has to hold now.
    let last = year.saturating_add(CYCLE).min(LAST);
    let ruled = (0..times.len())
        .filter_map(|at| Some((at, times.get(at..)?)))
        .filter(|(_, tail)| tail.first().is_some_and(|at| at.year() <= year.saturating_add(1)))
        .filter(|(_, tail)| tail.last().is_some_and(|at| at.year() == last))
        .find_map(|(at, tail)| Some((at, yearly(tail)?)));
    let alone = times.get(..ruled.as_ref().map_or(times.len(), |(at, _)| *at)).unwrap_or_default();
    let alone: Vec<DateTime> =
        alone.iter().copied().filter(|at| at.year() <= year.saturating_add(ZONE_YEARS)).collect();
    let mut observances = Vec::new();
    if let [first, rest @ ..] = alone.as_slice() {
        observances.push(Observance {
            kind: kind.clone(),
            start: *first,
            again: Again::Dates(rest.to_vec()),
        });
    }
    if let Some((at, again)) = ruled
        && let Some(start) = times.get(at)
    {
        observances.push(Observance { kind: kind.clone(), start: *start, again });
    }
    observances
}

/// The rule that names exactly these changes, one a year.
fn yearly(times: &[DateTime]) -> Option<Again> {
    let first = times.first()?;
    let (month, day) = (first.month(), first.weekday());
    [-1, 1, 2, 3, 4].into_iter().find_map(|nth| {
        let named = times.iter().zip(first.year()..).all(|(at, year)| {
            let date =
                Date::new(year, month, 1).and_then(|month| month.nth_weekday_of_month(nth, day));
            date.is_ok_and(|date| *at == date.to_datetime(first.time()))
        });
        named.then_some(Again::Yearly { month, nth, day })
    })
}

impl Described {
    pub(super) fn write(&self, file: &mut File) {
        file.raw("BEGIN", "VTIMEZONE");
        file.raw("TZID", &self.id);
        for Observance { kind, start, again } in &self.observances {
            let component = if kind.daylight { "DAYLIGHT" } else { "STANDARD" };
            file.raw("BEGIN", component);
            file.raw("DTSTART", &local(*start));
            file.raw("TZOFFSETFROM", &offset(kind.before));
            file.raw("TZOFFSETTO", &offset(kind.after));
            file.text("TZNAME", &kind.name);
            match again {
                Again::Dates(dates) => dates.iter().for_each(|at| file.raw("RDATE", &local(*at))),
                Again::Yearly { month, nth, day } => {
                    file.raw(
                        "RRULE",
                        &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{}", rule::name(*day)),
                    );
                }
            }
            file.raw("END", component);
        }
        file.raw("END", "VTIMEZONE");
    }
}
