//! When a fact was last checked, as exactly as is known.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day, month or year of a check. Sources are not always exact, and inventing the day would be
/// inventing a fact.
///
/// Text forms: `2026-10-01`, `2026-10`, `2026`, `undated`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Checked {
    /// On this day.
    Day(Date),
    /// Some time in the month that begins on this day.
    Month(Date),
    /// Some time in the year that begins on this day.
    Year(Date),
    /// Nobody wrote it down.
    Undated,
}

/// How far a resource can still be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// Checked within twelve months.
    Fresh,
    /// Checked longer ago, or on an unknown day: shown with a note.
    Flagged,
    /// Checked more than twenty-four months ago: not shown until somebody confirms it.
    Hidden,
}

/// A text that is no such date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date such as 2026-10-01, 2026-10 or 2026: {0}")]
pub struct BadChecked(pub String);

impl Checked {
    /// The earliest day it can mean. Age counts from here, so that doubt makes a resource older and
    /// never younger.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Month(day) | Self::Year(day) => Some(day),
            Self::Undated => None,
        }
    }

    /// Whole months since the earliest day it can mean; 0 when that day is to come; `None` when
    /// undated.
    pub fn age(self, today: Date) -> Option<u32> {
        let from = self.earliest()?;
        let months = (i32::from(today.year()) - i32::from(from.year())) * 12
            + i32::from(today.month())
            - i32::from(from.month())
            - i32::from(today.day() < from.day());
        Some(u32::try_from(months).unwrap_or(0))
    }

    /// Whether more than so many months have passed; `None` when undated. The day on which they are
    /// full is not more.
    fn older_than(self, months: i32, today: Date) -> Option<bool> {
        let limit = self.earliest()?.checked_add(months.months());
        // A limit past the end of the calendar has not been reached.
        Some(limit.is_ok_and(|limit| today > limit))
    }

    /// How far a fact of this date can be relied on. An undated one is flagged.
    pub fn freshness(self, today: Date) -> Freshness {
        match (self.older_than(12, today), self.older_than(24, today)) {
            (_, Some(true)) => Freshness::Hidden,
            (Some(false), _) => Freshness::Fresh,
            _ => Freshness::Flagged,
        }
    }
}

impl FromStr for Checked {
    type Err = BadChecked;

    fn from_str(text: &str) -> Result<Self, BadChecked> {
        let bad = || BadChecked(text.to_owned());
        let text = text.trim();
        if text == "undated" {
            return Ok(Self::Undated);
        }
        let mut numbers = Vec::new();
        for (part, digits) in text.split('-').zip([4, 2, 2]) {
            if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(bad());
            }
            numbers.push(part.parse::<i16>().map_err(|_| bad())?);
        }
        let date = |year, month: i16, day: i16| {
            let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
                return Err(bad());
            };
            Date::new(year, month, day).map_err(|_| bad())
        };
        match (numbers.as_slice(), text.split('-').count()) {
            ([year], 1) => Ok(Self::Year(date(*year, 1, 1)?)),
            ([year, month], 2) => Ok(Self::Month(date(*year, *month, 1)?)),
            ([year, month, day], 3) => Ok(Self::Day(date(*year, *month, *day)?)),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Self::Year(day) => write!(f, "{:04}", day.year()),
            Self::Undated => f.write_str("undated"),
        }
    }
}

impl From<Checked> for String {
    fn from(checked: Checked) -> Self {
        checked.to_string()
    }
}

impl TryFrom<String> for Checked {
    type Error = BadChecked;

    fn try_from(text: String) -> Result<Self, BadChecked> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn checked(text: &str) -> Checked {
        text.parse().expect("a date of the test")
    }

    #[test]
    fn age_counts_from_the_earliest_day_it_can_mean() {
        for (text, today, months, freshness) in [
            ("2025-11-22", date(2026, 11, 22), 12, Freshness::Fresh),
            ("2025-11-21", date(2026, 11, 22), 12, Freshness::Flagged),
            ("2025-11", date(2026, 11, 1), 12, Freshness::Fresh),
            ("2025-11", date(2026, 11, 2), 12, Freshness::Flagged),
            ("2025", date(2026, 1, 1), 12, Freshness::Fresh),
            ("2025", date(2026, 11, 22), 22, Freshness::Flagged),
            ("2024-11-22", date(2026, 11, 22), 24, Freshness::Flagged),
            ("2024-11-21", date(2026, 11, 22), 24, Freshness::Hidden),
            ("2024-02-29", date(2025, 2, 28), 11, Freshness::Fresh),
            ("2024-02-29", date(2025, 3, 1), 12, Freshness::Flagged),
            ("2027-01-01", date(2026, 11, 22), 0, Freshness::Fresh),
        ] {
            assert_eq!(checked(text).age(today), Some(months), "{text} on {today}");
            assert_eq!(checked(text).freshness(today), freshness, "{text} on {today}");
        }
        assert_eq!(Checked::Undated.age(date(2026, 1, 1)), None);
        assert_eq!(Checked::Undated.freshness(date(2026, 1, 1)), Freshness::Flagged);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026-13",
            "2026-02-30",
            "26-10-01",
            "2026-1-1",
            "2026-10-01-01",
            "c. 2018",
            "-",
            "+026",
        ] {
            assert!(text.parse::<Checked>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_forms_come_back_as_they_were(text in "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?") {
            prop_assert_eq!(checked(&text).to_string(), text);
        }

        #[test]
        fn nothing_panics(text in "\\PC*", year in 1i16..=9999, month in 1i8..=12) {
            if let Ok(checked) = text.parse::<Checked>() {
                let _ = checked.freshness(date(year, month, 1));
            }
            let late = Checked::Day(Date::MAX);
            prop_assert_eq!(late.freshness(date(year, month, 1)), Freshness::Fresh);
        }
    }
}
