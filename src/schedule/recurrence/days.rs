//! The next day of a rule, found by arithmetic rather than by trying days.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::schedule::phrase::{Cron, Days, Weekdays};

/// The calendar repeats after 400 years; what has not fired by then never does.
const CYCLE_MONTHS: u32 = 4_800;

/// The first day at or after `from`. `anchor` is the day from which `every` counts.
pub(super) fn next_day(days: &Days, anchor: Date, from: Date) -> Option<Date> {
    match days {
        Days::Daily { every: 1 } => Some(from),
        Days::Daily { every } => {
            let past = days_between(anchor, from).rem_euclid(i64::from(*every));
            if past == 0 { Some(from) } else { add_days(from, i64::from(*every) - past) }
        }
        Days::Weekly { every, on } => next_week_day(i64::from(*every), *on, anchor, from),
        Days::Monthly { every, on } => months(*every, anchor, from).find_map(|first| {
            let last = first.last_of_month().day();
            on.iter()
                .filter_map(|day| first.with().day(last.min(*day)).build().ok())
                .find(|date| *date >= from)
        }),
        Days::MonthlyNth { every, nth, on } => months(*every, anchor, from).find_map(|first| {
            let dates = nth.iter().flat_map(|nth| {
                on.iter()
                    .filter_map(|weekday| first.nth_weekday_of_month(nth.number(), weekday).ok())
            });
            dates.filter(|date| *date >= from).min()
        }),
        Days::Yearly { month, day } => {
            let in_year = |year| {
                let first = Date::new(year, *month, 1).ok()?;
                first.with().day(first.last_of_month().day().min(*day)).build().ok()
            };
            in_year(from.year())
                .filter(|date| *date >= from)
                .or_else(|| in_year(from.year().checked_add(1)?))
        }
    }
}

/// The first day at or after `from` on which a `cron` expression fires.
pub(super) fn next_cron_day(cron: &Cron, from: Date) -> Option<Date> {
    months(1, from, from).filter(|first| cron.fires_in(*first)).find_map(|first| {
        let start = first.max(from);
        (start.day()..=first.last_of_month().day())
            .filter_map(|day| first.with().day(day).build().ok())
            .find(|date| cron.fires_on(*date))
    })
}

fn next_week_day(every: i64, on: Weekdays, anchor: Date, from: Date) -> Option<Date> {
    let in_week = |from: Date| {
        let left = 7 - from.weekday().to_monday_zero_offset();
        (0..left)
            .filter_map(|ahead| add_days(from, i64::from(ahead)))
            .find(|date| on.contains(date.weekday()))
    };
    let (anchor_monday, from_monday) = (monday(anchor)?, monday(from)?);
    let weeks = days_between(anchor_monday, from_monday) / 7;
    let past = weeks.rem_euclid(every);
    if past == 0
        && let Some(found) = in_week(from)
    {
        return Some(found);
    }
    in_week(add_days(from_monday, (every - past) * 7)?)
}

/// The first days of the months that count, from the month of `from` on.
fn months(every: u32, anchor: Date, from: Date) -> impl Iterator<Item = Date> {
    let number = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let every = i64::from(every);
    let past = (number(from) - number(anchor)).rem_euclid(every);
    let start = number(from) + if past == 0 { 0 } else { every - past };
    (0..i64::from(CYCLE_MONTHS)).map_while(move |step| {
        let month = start + step * every;
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        Date::new(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()
    })
}

fn monday(date: Date) -> Option<Date> {
    add_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

pub(super) fn days_between(earlier: Date, later: Date) -> i64 {
    later.duration_since(earlier).as_hours() / 24
}

pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}
