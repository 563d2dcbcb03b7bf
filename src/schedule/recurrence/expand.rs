//! `rrule` rules over civil time, with the `rrule` crate.
//!
//! The crate walks a rule from its first day. Here it begins at the period that holds the
//! time asked for, so that a rule of ten years costs what a new one does. chrono stays
//! inside this file.

use chrono::{DateTime as ChronoDateTime, Datelike, TimeZone as _, Timelike};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::DEFAULT_ANCHOR;
use super::days::{add_days, days_between};
use crate::schedule::phrase::{End, Frequency, Phrase, Rrule, Rule};

/// The calendar, days of the week included, repeats after so many years.
const CYCLE: i32 = 400;

/// The crate looks for a rule that never fires until the year 10000. Every walk is shifted by
/// whole cycles to begin at most a cycle before this year, so that it is over after 400 to
/// 800 years rather than 8000.
const LAST_START: i32 = 9_599;

/// A parsed rule with its first day.
#[derive(Debug)]
pub(super) struct Expander {
    rule: RRule,
    frequency: Frequency,
    interval: i64,
    week_start: jiff::civil::Weekday,
    anchor: Date,
    /// The last civil time, included.
    last: Option<DateTime>,
}

impl Expander {
    /// The expander of a phrase; nothing when its rule is no `rrule`, or the crate does not
    /// take it.
    pub(super) fn of(phrase: &Phrase) -> Option<Self> {
        let Rule::Rrule(rrule) = phrase.rule() else {
            return None;
        };
        Self::new(rrule, phrase.from().unwrap_or(DEFAULT_ANCHOR))
    }

    fn new(rrule: &Rrule, anchor: Date) -> Option<Self> {
        let unchecked: RRule<Unvalidated> = rrule.bare.parse().ok()?;
        // Fills in the days that the rule leaves to its first day.
        let rule = unchecked.validate(to_chrono(anchor.to_datetime(Time::MIN), 0)?).ok()?;
        let mut expander = Self {
            rule,
            frequency: rrule.frequency,
            interval: i64::from(rrule.interval),
            week_start: rrule.week_start,
            anchor,
            last: None,
        };
        expander.last = match rrule.end {
            None | Some(End::Instant(_)) => None,
            Some(End::Civil(last)) => Some(last),
            Some(End::Count(count)) => {
                let first = anchor.to_datetime(Time::MIN);
                // A rule that runs out before its count ends by itself.
                expander.walk(first).take(count as usize).last()
            }
        };
        Some(expander)
    }

    /// The first civil time at or after `from`.
    pub(super) fn next(&self, from: DateTime) -> Option<DateTime> {
        let first = self.anchor.to_datetime(Time::MIN);
        let from = from.max(first);
        if self.last.is_some_and(|last| from > last) {
            return None;
        }
        let start = self.period_start(from)?.max(first);
        let found = self.walk(start).find(|civil| *civil >= from)?;
        self.last.is_none_or(|last| found <= last).then_some(found)
    }

    /// Everything from the first day on, as the crate walks it.
    #[cfg(test)]
    pub(super) fn walk_all(&self) -> impl Iterator<Item = DateTime> {
        self.walk(self.anchor.to_datetime(Time::MIN))
    }

    fn walk(&self, start: DateTime) -> impl Iterator<Item = DateTime> {
        let shift = (LAST_START - i32::from(start.year())).div_euclid(CYCLE) * CYCLE;
        let set = to_chrono(start, shift)
            .map(|start| RRuleSet::new(start).rrule(self.rule.clone()).limit());
        let mut walk = set.map(|set| (&set).into_iter());
        std::iter::from_fn(move || from_chrono(walk.as_mut()?.next()?, shift))
    }

    /// The beginning of the period that holds `from`, or of the next one that counts.
    fn period_start(&self, from: DateTime) -> Option<DateTime> {
        let every = self.interval;
        let anchor = self.anchor;
        let date = from.date();
        // Periods from the one that holds `from` to the next that counts.
        let ahead = |periods: i64| match periods.rem_euclid(every) {
            0 => 0,
            past => every - past,
        };
        let month_number = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
        let month = |number: i64| {
            Date::new(
                i16::try_from(number.div_euclid(12)).ok()?,
                i8::try_from(number.rem_euclid(12)).ok()? + 1,
                1,
            )
            .ok()
        };
        match self.frequency {
            Frequency::Yearly => {
                let years = ahead(i64::from(date.year()) - i64::from(anchor.year()));
                if years == 0 {
                    return Some(from);
                }
                let year = i16::try_from(i64::from(date.year()) + years).ok()?;
                Some(Date::new(year, 1, 1).ok()?.to_datetime(Time::MIN))
            }
            Frequency::Monthly => match ahead(month_number(date) - month_number(anchor)) {
                0 => Some(from),
                months => Some(month(month_number(date) + months)?.to_datetime(Time::MIN)),
            },
            Frequency::Weekly => {
                let week =
                    |date: Date| add_days(date, -i64::from(date.weekday().since(self.week_start)));
                let (first, this) = (week(anchor)?, week(date)?);
                let weeks = ahead(days_between(first, this) / 7);
                Some(add_days(this, weeks * 7)?.to_datetime(Time::MIN))
            }
            Frequency::Daily => {
                Some(add_days(date, ahead(days_between(anchor, date)))?.to_datetime(Time::MIN))
            }
            Frequency::Hourly => {
                let hours = ahead(days_between(anchor, date) * 24 + i64::from(from.hour()));
                let hour = date.at(from.hour(), 0, 0, 0);
                hour.checked_add(hours.hours()).ok()
            }
            Frequency::Minutely => {
                let minutes = ahead(
                    (days_between(anchor, date) * 24 + i64::from(from.hour())) * 60
                        + i64::from(from.minute()),
                );
                let minute = date.at(from.hour(), from.minute(), 0, 0);
                minute.checked_add(minutes.minutes()).ok()
            }
        }
    }
}

fn to_chrono(civil: DateTime, shift: i32) -> Option<ChronoDateTime<Tz>> {
    let part = |part: i8| u32::from(part.unsigned_abs());
    Tz::UTC
        .with_ymd_and_hms(
            i32::from(civil.year()) + shift,
            part(civil.month()),
            part(civil.day()),
            part(civil.hour()),
            part(civil.minute()),
            part(civil.second()),
        )
        .single()
}

fn from_chrono(at: ChronoDateTime<Tz>, shift: i32) -> Option<DateTime> {
    let part = |part: u32| i8::try_from(part).ok();
    let date =
        Date::new(i16::try_from(at.year() - shift).ok()?, part(at.month())?, part(at.day())?)
            .ok()?;
    Some(
        date.to_datetime(
            Time::new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0).ok()?,
        ),
    )
}
