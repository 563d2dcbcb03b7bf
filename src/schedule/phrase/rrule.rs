//! RFC 5545 recurrence rules: checked here part by part, expanded by the `rrule` crate.
//!
//! The crate is given the rule without `UNTIL` and `COUNT`, which end a rule in its zone and
//! from its first day; [`crate::schedule::recurrence`] applies them.

mod parts;

use std::fmt;

use jiff::civil::DateTime;

use super::error::{Expected, PhraseError, RruleProblem};
use super::lexer::Cursor;
use super::times::least_gap;
use parts::{Parts, weekday};

/// A recurrence rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rrule {
    text: String,
    pub(crate) bare: String,
    pub(crate) frequency: Frequency,
    pub(crate) interval: u32,
    pub(crate) week_start: jiff::civil::Weekday,
    pub(crate) end: Option<End>,
    anchored: bool,
    least_gap: u32,
}

/// How often the period of a rule begins. `SECONDLY` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
}

/// What ends a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// After so many occurrences.
    Count(u32),
    /// With this civil time, included.
    Civil(DateTime),
    /// With this instant, included: `UNTIL` with a `Z`.
    Instant(jiff::Timestamp),
}

/// The largest `COUNT` that is taken.
pub(crate) const MOST_COUNT: u32 = 2_000;
const MOST_INTERVAL: u32 = 9_999;

impl Rrule {
    /// Whether the meaning depends on a first day.
    pub fn needs_anchor(&self) -> bool {
        !self.anchored
    }

    /// The least number of seconds between two occurrences.
    pub fn least_gap(&self) -> u32 {
        self.least_gap
    }

    /// Reads `rrule` and the rule after it, which may have spaces after its semicolons.
    pub(crate) fn read(cursor: &mut Cursor) -> Result<Self, PhraseError> {
        let pieces = cursor.pieces();
        let mut text = String::new();
        let mut used = 0;
        for (index, piece) in pieces.iter().enumerate() {
            let piece = match piece.get(..6) {
                Some(name) if text.is_empty() && name.eq_ignore_ascii_case("rrule:") => {
                    piece.get(6..).unwrap_or_default()
                }
                _ if index == 0 => "",
                _ => piece,
            };
            if !text.is_empty() && !text.ends_with(';') && !piece.starts_with(';') {
                break;
            }
            text.push_str(piece);
            used = index + 1;
        }
        if text.is_empty() {
            cursor.advance_pieces(1);
            return Err(cursor.expected(Expected::Rrule));
        }
        let rrule = Self::parse(&text)?;
        cursor.advance_pieces(used);
        Ok(rrule)
    }

    fn parse(text: &str) -> Result<Self, PhraseError> {
        let parts = Parts::split(text)?;
        let frequency = parts.frequency()?;
        let interval = match parts.get("INTERVAL") {
            None => 1,
            Some(value) => value
                .parse()
                .ok()
                .filter(|interval| (1..=MOST_INTERVAL).contains(interval))
                .ok_or_else(|| PhraseError::Every {
                    asked: value.to_owned(),
                    most: MOST_INTERVAL,
                })?,
        };
        let week_start = match parts.get("WKST") {
            None => jiff::civil::Weekday::Monday,
            Some(value) => weekday(value).ok_or_else(|| parts.wrong("WKST"))?,
        };
        let lists = Lists::read(&parts, frequency)?;
        let end = parts.end()?;
        Ok(Self {
            text: parts.join(|_| true),
            bare: parts.join(|name| !matches!(name, "UNTIL" | "COUNT")),
            frequency,
            interval,
            week_start,
            end,
            anchored: interval == 1
                && !matches!(end, Some(End::Count(_)))
                && parts.has_days(frequency),
            least_gap: lists.least_gap(frequency, interval),
        })
    }
}

impl fmt::Display for Rrule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The lists that decide how often a day fires.
struct Lists {
    hours: Vec<u32>,
    minutes: Vec<u32>,
    seconds: Vec<u32>,
}

impl Lists {
    fn read(parts: &Parts, frequency: Frequency) -> Result<Self, PhraseError> {
        let days = parts.get("BYDAY").map(|value| value.split(',')).into_iter().flatten();
        for day in days {
            let at = day.len().saturating_sub(2);
            let (number, name) =
                (day.get(..at).unwrap_or_default(), day.get(at..).unwrap_or_default());
            let nth = number.is_empty()
                || (matches!(frequency, Frequency::Monthly | Frequency::Yearly)
                    && number.parse::<i32>().is_ok_and(|n| n != 0 && (-53..=53).contains(&n)));
            if weekday(name).is_none() || !nth {
                return Err(parts.wrong("BYDAY"));
            }
        }
        let list = |name| {
            let mut list: Vec<u32> = parts
                .get(name)
                .map(|v| v.split(',').filter_map(|n| n.parse().ok()).collect())
                .unwrap_or_default();
            list.sort_unstable();
            list.dedup();
            list
        };
        let lists =
            Self { hours: list("BYHOUR"), minutes: list("BYMINUTE"), seconds: list("BYSECOND") };
        let by_the_day = !matches!(frequency, Frequency::Hourly | Frequency::Minutely);
        // Hour by hour, such days would be looked for through centuries; `FREQ=DAILY` with
        // `BYHOUR` says the same.
        let slow = ["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"]
            .into_iter()
            .find(|name| parts.get(name).is_some());
        if let Some(name) = slow.filter(|_| !by_the_day) {
            return Err(PhraseError::Rrule {
                part: name.to_owned(),
                problem: RruleProblem::Conflict,
            });
        }
        if by_the_day && lists.hours.is_empty() {
            return Err(PhraseError::Rrule {
                part: "BYHOUR".to_owned(),
                problem: RruleProblem::Missing,
            });
        }
        Ok(lists)
    }

    /// The least gap in seconds. Errs on the side of less: it does not ask which days.
    fn least_gap(&self, frequency: Frequency, interval: u32) -> u32 {
        let seconds: &[u32] = if self.seconds.is_empty() { &[0] } else { &self.seconds };
        let within_minute = least_gap(seconds.iter().copied(), 60);
        if seconds.len() > 1 {
            return within_minute;
        }
        let minutes = |around| least_gap(self.minutes.iter().map(|minute| minute * 60), around);
        match frequency {
            Frequency::Minutely if self.minutes.is_empty() => interval.saturating_mul(60),
            Frequency::Minutely | Frequency::Hourly => minutes(3_600),
            _ => {
                let minutes: &[u32] = if self.minutes.is_empty() { &[0] } else { &self.minutes };
                let points = self
                    .hours
                    .iter()
                    .flat_map(|hour| minutes.iter().map(move |minute| hour * 3_600 + minute * 60));
                least_gap(points, 86_400)
            }
        }
    }
}
