//! When an entry happens again, in terms that RFC 5545 has.
//!
//! [`Repeat::rule`] turns the days of a schedule phrase into a [`Rule`]. An RFC 5545 rule with
//! several times of day is understood by few calendars, so a phrase with several times makes one
//! [`super::Entry`] for each of them, each with a `uid` of its own.

use jiff::civil::{Date, DateTime, Weekday};
use std::fmt::Write;

/// When an entry happens again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// It does not.
    Once,
    /// By a recurrence rule, over the civil time of the entry's zone.
    Repeats {
        /// The rule, without its end.
        rrule: RruleText,
        /// The last civil time that may be an occurrence, itself included.
        until: Option<DateTime>,
        /// Civil times of occurrences that the rule would name and that are left out.
        except: Vec<DateTime>,
    },
    /// At these civil times. For what RFC 5545 cannot say; the list has to end somewhere.
    Dates(Vec<DateTime>),
}

/// The text of an `RRULE`: known to be one, in upper case, and without `UNTIL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RruleText(String);

impl RruleText {
    /// Takes a rule such as `FREQ=WEEKLY;BYDAY=MO`, with or without `RRULE:` before it. Nothing
    /// when it is not a rule, or holds `UNTIL`, which belongs in [`Rule::Repeats`].
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text).trim_end_matches(';');
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"=;,+-".contains(&b));
        if !plain || text.split(';').any(|part| part.starts_with("UNTIL=")) {
            return None;
        }
        text.parse::<rrule::RRule<rrule::Unvalidated>>().ok()?;
        Some(Self(text.to_owned()))
    }

    /// The rule.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which days. The same shapes and the same meaning as the days of a schedule phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// Each day.
    Daily,
    /// These days of each week; weeks begin on Monday.
    Weekly {
        /// At least one.
        on: Vec<Weekday>,
    },
    /// These days of each month, 1 to 31. A month that ends earlier has its last day instead.
    Monthly {
        /// At least one.
        on: Vec<i8>,
    },
    /// The first (1) to fifth (5) or last (-1) of these days of the week in each month.
    MonthlyNth {
        /// 1 to 5 or -1, at least one.
        nth: Vec<i8>,
        /// At least one.
        on: Vec<Weekday>,
    },
    /// One day of each year. 29 February is 28 February in other years.
    Yearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
}

/// Days that come again, with an end and exceptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Which days.
    pub days: Days,
    /// From one day, week or month to the next; at least 1. Counted from the entry's `start`, which is
    /// right because `start` is an occurrence. No meaning for `Days::Yearly`.
    pub every: u32,
    /// The last day, itself included.
    pub until: Option<Date>,
    /// Days that are left out.
    pub except: Vec<Date>,
}

impl Repeat {
    /// The rule for an entry that starts at `start`. Nothing where RFC 5545 cannot say it (two
    /// days above 28 in a month, an empty list, numbers out of range): use [`Rule::Dates`] then.
    pub fn rule(&self, start: DateTime) -> Option<Rule> {
        let mut text = self.days.rrule()?;
        if self.every > 1 && !matches!(self.days, Days::Yearly { .. }) {
            write!(text, ";INTERVAL={}", self.every).ok()?;
        }
        if matches!(self.days, Days::Weekly { .. }) {
            text.push_str(";WKST=MO");
        }
        Some(Rule::Repeats {
            rrule: RruleText::new(&text)?,
            until: self.until.map(|day| day.at(23, 59, 59, 0)),
            except: self.except.iter().map(|day| day.to_datetime(start.time())).collect(),
        })
    }
}

impl Days {
    fn rrule(&self) -> Option<String> {
        Some(match self {
            Self::Daily => "FREQ=DAILY".to_owned(),
            Self::Weekly { on } => format!("FREQ=WEEKLY;BYDAY={}", names(on, &[None])?),
            Self::Monthly { on } => format!("FREQ=MONTHLY;{}", month_days(on)?),
            Self::MonthlyNth { nth, on } => {
                let nth: Vec<Option<i8>> = nth
                    .iter()
                    .map(|n| matches!(n, -1 | 1..=5).then_some(Some(*n)))
                    .collect::<Option<_>>()?;
                format!("FREQ=MONTHLY;BYDAY={}", names(on, &nth)?)
            }
            Self::Yearly { month: 2, day: 29 } => "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1".to_owned(),
            Self::Yearly { month, day } => {
                // A leap year has every day that some year has.
                Date::new(2024, *month, *day).ok()?;
                format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")
            }
        })
    }
}

/// Days of the month. Above 28 the last of several candidates is meant, which `BYSETPOS` says;
/// 31 is simply the last day.
fn month_days(on: &[i8]) -> Option<String> {
    let mut days = on.to_vec();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() || days.iter().any(|day| !(1..=31).contains(day)) {
        return None;
    }
    let always = days.iter().take_while(|day| **day <= 28).count();
    let (always, late) = days.split_at(always);
    let list = |days: &[i8]| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    Some(match late {
        [] => format!("BYMONTHDAY={}", list(always)),
        [31] if always.is_empty() => "BYMONTHDAY=-1".to_owned(),
        // 28 and the last day are one in February; a set has it once.
        [31] => format!("BYMONTHDAY={},-1", list(always)),
        [late] => {
            let mut all = always.to_vec();
            all.extend((28..=*late).filter(|day| !always.contains(day)));
            let mut places: Vec<String> =
                (1..=always.len()).map(|place| place.to_string()).collect();
            places.push("-1".to_owned());
            format!("BYMONTHDAY={};BYSETPOS={}", list(&all), places.join(","))
        }
        _ => return None,
    })
}

fn names(on: &[Weekday], nth: &[Option<i8>]) -> Option<String> {
    let names: Vec<String> = nth
        .iter()
        .flat_map(|nth| {
            on.iter().map(move |day| {
                format!("{}{}", nth.map_or(String::new(), |n| n.to_string()), name(*day))
            })
        })
        .collect();
    (!names.is_empty()).then(|| names.join(","))
}

/// The two letters of RFC 5545.
pub(super) fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
