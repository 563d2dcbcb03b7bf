//! The rule inside a phrase: which days, at which times.

use std::fmt;

use jiff::civil::Weekday;

use super::cron::Cron;
use super::rrule::Rrule;
use super::times::Times;
use super::weekdays::{Weekdays, short_name};

/// Which days, at which times, without bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Days at given times.
    Plain {
        /// Which days.
        days: Days,
        /// At which times of these days.
        times: Times,
    },
    /// Five fields of `cron`.
    Cron(Cron),
    /// An RFC 5545 recurrence rule.
    Rrule(Rrule),
}

/// Which days. Every `every` is at least 1; above 1 it counts from the phrase's `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Each `every`th day.
    Daily {
        /// Days from one to the next.
        every: u32,
    },
    /// These days of each `every`th week. Weeks begin on Monday.
    Weekly {
        /// Weeks from one to the next.
        every: u32,
        /// Days of the week, at least one.
        on: Weekdays,
    },
    /// These days of each `every`th month. A month that ends earlier has its last day
    /// instead: who says `monthly 31` expects the last day, not a silent February.
    Monthly {
        /// Months from one to the next.
        every: u32,
        /// Days of the month, 1 to 31, sorted, at least one.
        on: Vec<i8>,
    },
    /// The first, second, … or last of these days of the week in each `every`th month. A
    /// month without a fifth has none.
    MonthlyNth {
        /// Months from one to the next.
        every: u32,
        /// Which of them, sorted, at least one.
        nth: Vec<Nth>,
        /// Days of the week, at least one.
        on: Weekdays,
    },
    /// One day of each year. 29 February is 28 February in other years, so that a
    /// recovery birthday is not four years away.
    Yearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 31, a day that the month has in some year.
        day: i8,
    },
}

impl Days {
    /// Whether the meaning depends on a first day.
    pub(crate) fn needs_anchor(&self) -> bool {
        match self {
            Self::Daily { every }
            | Self::Weekly { every, .. }
            | Self::Monthly { every, .. }
            | Self::MonthlyNth { every, .. } => *every > 1,
            Self::Yearly { .. } => false,
        }
    }
}

/// Which one of the like-named days of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The fifth, which most months do not have.
    Fifth,
    /// The last.
    Last,
}

impl Nth {
    /// The number that jiff and RFC 5545 use: 1 to 5, and -1 for the last.
    pub fn number(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Fifth => 5,
            Self::Last => -1,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Fifth => "fifth",
            Self::Last => "last",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain { days, times } => write!(f, "{days} {times}"),
            Self::Cron(cron) => write!(f, "cron {cron}"),
            Self::Rrule(rrule) => write!(f, "rrule {rrule}"),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Daily { every: 1 } => f.write_str("daily"),
            Self::Daily { every } => write!(f, "every {every} days"),
            Self::Weekly { every: 1, on } => match *on {
                Weekdays::WORKING => f.write_str("weekdays"),
                Weekdays::WEEKEND => f.write_str("weekends"),
                // A single day alone would read as a single time: `fri 18:00`.
                on if on.iter().nth(1).is_none() => {
                    write!(f, "every {}", list(on.iter().map(short_name)))
                }
                on => f.write_str(&list(on.iter().map(short_name))),
            },
            Self::Weekly { every, on } => {
                write!(f, "every {every} weeks {}", list(on.iter().map(short_name)))
            }
            Self::Monthly { every, on } => {
                let on: Vec<String> = on.iter().map(ToString::to_string).collect();
                write!(f, "{} {}", months(*every), on.join(","))
            }
            Self::MonthlyNth { every, nth, on } => {
                let nth = list(nth.iter().map(|nth| nth.name()));
                write!(f, "{} {nth} {}", months(*every), list(on.iter().map(short_name)))
            }
            Self::Yearly { month, day } => write!(f, "yearly {month:02}-{day:02}"),
        }
    }
}

fn months(every: u32) -> String {
    if every == 1 { "monthly".to_owned() } else { format!("every {every} months") }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(",")
}

/// The rule for a weekly meeting.
pub(crate) fn weekly(days: impl IntoIterator<Item = Weekday>, times: Times) -> Option<Rule> {
    let on: Weekdays = days.into_iter().collect();
    (!on.is_empty()).then_some(Rule::Plain { days: Days::Weekly { every: 1, on }, times })
}
