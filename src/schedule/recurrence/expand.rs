//! `rrule` rules over civil time, with the `rrule` crate.
//!
//! The crate walks a rule from its first day. Here it begins at the period that holds the
//! time asked for, so that a rule of ten years costs what a new one does. chrono stays
//! inside this file.

use chrono::{DateTime as ChronoDateTime, Datelike, Month, TimeZone as _, Timelike};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use rrule::{NWeekday, RRule, RRuleSet, Tz, Unvalidated};
use std::collections::BTreeSet;

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
    /// It asks for nothing but days of each year, and times.
    by_year_days: bool,
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
        let by_year_days = asks_for_year_days(&unchecked);
        let unchecked = narrowed(unchecked);
        let first = to_chrono(anchor.to_datetime(Time::MIN), 0)?;
        // Fills in the days that the rule leaves to its first day.
        let rule = unchecked.clone().validate(first).ok()?;
        let (rule, frequency) = match by_months(unchecked, &rule, first) {
            Some(rule) => (rule, Frequency::Monthly),
            None => (rule, rrule.frequency),
        };
        let mut expander = Self {
            rule,
            frequency,
            interval: i64::from(rrule.interval),
            week_start: rrule.week_start,
            anchor,
            by_year_days,
            last: None,
        };
        expander.last = match rrule.end {
            None | Some(End::Instant(_)) => None,
            Some(End::Civil(last)) => Some(last),
            Some(End::Count(count)) => {
                let first = anchor.to_datetime(Time::MIN);
                // A rule that runs out before its count ends by itself.
                walk(&expander.rule, first).take(count as usize).last()
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
        let found = match self.by_year_days {
            true => self.next_year_day(from)?,
            false => {
                let start = self.period_start(self.month_start(from)?)?.max(first);
                walk(&self.rule, start).find(|civil| *civil >= from)?
            }
        };
        self.last.is_none_or(|last| found <= last).then_some(found)
    }

    /// The next of a rule that asks for days of the year alone: looking for these is no walk.
    fn next_year_day(&self, from: DateTime) -> Option<DateTime> {
        let part = |list: &[u8]| list.iter().filter_map(|part| i8::try_from(*part).ok()).min();
        let (hours, minutes) = (self.rule.get_by_hour(), self.rule.get_by_minute());
        let (hour, minute) = (part(hours)?, part(minutes)?);
        let second = part(self.rule.get_by_second())?;
        let first = Time::new(hour, minute, second, 0).ok()?;
        let on = |date: Date| {
            // Most rules have one time, or it is not the day that goes on.
            let begin = from.max(date.to_datetime(Time::MIN));
            if begin <= date.to_datetime(first) {
                return Some(date.to_datetime(first));
            }
            walk(&self.rule, begin).next().filter(|found| found.date() == date)
        };
        // A leap day comes after eight years at the latest.
        (0..=8).find_map(|ahead| {
            let year = Date::new(from.year().checked_add(ahead)?, 1, 1).ok()?;
            let days = self.rule.get_by_year_day().iter();
            let mut dates: Vec<Date> = days
                .filter_map(|day| add_days(year, year_day(year, *day)))
                .filter(|date| date.year() == year.year() && *date >= from.date())
                .collect();
            dates.sort_unstable();
            dates.into_iter().find_map(on)
        })
    }

    /// `from`, or the beginning of the next month that the rule names: the crate would walk there day by
    /// day.
    fn month_start(&self, from: DateTime) -> Option<DateTime> {
        let named = self.rule.get_by_month();
        let is_named = |date: &Date| named.contains(&date.month().unsigned_abs());
        if named.is_empty() || is_named(&from.date()) {
            return Some(from);
        }
        let ahead = (1..12).map_while(|months: i32| {
            from.date().first_of_month().checked_add(months.months()).ok()
        });
        ahead.into_iter().find(is_named).map(|date| date.to_datetime(Time::MIN))
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

fn walk(rule: &RRule, start: DateTime) -> impl Iterator<Item = DateTime> + use<> {
    let shift = (LAST_START - i32::from(start.year())).div_euclid(CYCLE) * CYCLE;
    let set = to_chrono(start, shift).map(|start| RRuleSet::new(start).rrule(rule.clone()).limit());
    let mut walk = set.map(|set| (&set).into_iter());
    std::iter::from_fn(move || from_chrono(walk.as_mut()?.next()?, shift))
}

/// Everything from the first day on, as the crate walks the rule that was typed.
#[cfg(test)]
pub(super) fn walk_all(phrase: &Phrase) -> impl Iterator<Item = DateTime> + use<> {
    let Rule::Rrule(rrule) = phrase.rule() else { panic!("{phrase:?} is no rrule") };
    let first = phrase.from().unwrap_or(DEFAULT_ANCHOR).to_datetime(Time::MIN);
    let typed: RRule<Unvalidated> = rrule.bare.parse().expect("a rule");
    let typed = typed.validate(to_chrono(first, 0).expect("a day")).expect("a valid rule");
    walk(&typed, first)
}

/// How many days a day of the year is after the first one: it is counted from there, or back from the end.
fn year_day(year: Date, day: i16) -> i64 {
    match day > 0 {
        true => i64::from(day) - 1,
        false => i64::from(year.days_in_year()) + i64::from(day),
    }
}

/// Whether a rule is yearly and asks for days of the year, and for times on them, alone.
fn asks_for_year_days(rule: &RRule<Unvalidated>) -> bool {
    rule.get_freq() == rrule::Frequency::Yearly
        && rule.get_interval() == 1
        && !rule.get_by_year_day().is_empty()
        && rule.get_by_month().is_empty()
        && rule.get_by_week_no().is_empty()
        && rule.get_by_weekday().is_empty()
        && rule.get_by_set_pos().is_empty()
        && rule.get_by_month_day().is_empty()
}

/// A yearly rule of days or weeks of the year, with the months in which these are: of the other months the
/// crate then looks at nothing else. A second Monday, though, would be one of those months.
fn narrowed(rule: RRule<Unvalidated>) -> RRule<Unvalidated> {
    let counted = |day: &NWeekday| matches!(day, NWeekday::Nth(..));
    let other = rule.get_freq() != rrule::Frequency::Yearly
        || !rule.get_by_month().is_empty()
        || rule.get_by_weekday().iter().any(counted);
    let years = [jiff::civil::date(2023, 1, 1), jiff::civil::date(2024, 1, 1)];
    let dates: Vec<Option<Date>> = match (rule.get_by_year_day(), rule.get_by_week_no()) {
        ([], weeks) => {
            let [year, _] = years;
            // The first week begins up to three days before or after the year; so does the last end. The
            // days between these two are fewer than those of any month.
            let around = |week: &i8| {
                let day = year_day(year, i16::from(*week) * 7 - 6 * i16::from(week.signum()));
                [add_days(year, day - 10), add_days(year, day + 14)]
            };
            weeks.iter().flat_map(around).collect()
        }
        (days, _) => {
            let each = |day: &i16| years.map(|year| add_days(year, year_day(year, *day)));
            days.iter().flat_map(each).collect()
        }
    };
    let months: BTreeSet<i8> = dates.into_iter().flatten().map(Date::month).collect();
    let months: Vec<Month> =
        months.iter().filter_map(|month| Month::try_from(month.unsigned_abs()).ok()).collect();
    if other || months.is_empty() { rule } else { rule.by_month(&months) }
}

/// A yearly rule that names months, as the monthly rule that says the same: the crate looks through all
/// days of a year, but only through those of one month.
fn by_months(
    unchecked: RRule<Unvalidated>,
    rule: &RRule,
    first: ChronoDateTime<Tz>,
) -> Option<RRule> {
    let named: Option<Vec<Month>> =
        rule.get_by_month().iter().map(|month| Month::try_from(*month).ok()).collect();
    let named = named.filter(|named| !named.is_empty())?;
    let same = rule.get_freq() == rrule::Frequency::Yearly
        && rule.get_interval() == 1
        && rule.get_by_set_pos().is_empty()
        && rule.get_by_week_no().is_empty()
        && rule.get_by_year_day().is_empty();
    let monthly = same.then(|| unchecked.freq(rrule::Frequency::Monthly).by_month(&named))?;
    monthly.validate(first).ok()
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
