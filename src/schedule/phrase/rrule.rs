//! RFC 5545 recurrence rules: checked here part by part, expanded by the `rrule` crate.
//!
//! The crate is given the rule without `UNTIL` and `COUNT`, which end a rule in its zone and
//! from its first day; [`crate::schedule::recurrence`] applies them.

use std::fmt;

use jiff::civil::{Date, DateTime, Time, time};
use jiff::tz::TimeZone;

use super::error::{Expected, PhraseError, RruleProblem};
use super::lexer::Cursor;
use super::times::least_gap;

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
                Some(name) if text.is_empty() && name.eq_ignore_ascii_case("rrule:") => piece.get(6..).unwrap_or_default(),
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
                .ok_or_else(|| PhraseError::Every { asked: value.to_owned(), most: MOST_INTERVAL })?,
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
            anchored: interval == 1 && !matches!(end, Some(End::Count(_))) && parts.has_days(frequency),
            least_gap: lists.least_gap(frequency, interval),
        })
    }
}

impl fmt::Display for Rrule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// `NAME=VALUE` pairs in upper case, each name known and once.
struct Parts(Vec<(String, String)>);

/// The names of RFC 5545, each with the range of its numbers where it is a list of them.
const NAMES: [(&str, Option<(i32, i32)>); 14] = [
    ("FREQ", None),
    ("INTERVAL", None),
    ("COUNT", None),
    ("UNTIL", None),
    ("WKST", None),
    ("BYDAY", None),
    ("BYMONTH", Some((1, 12))),
    ("BYMONTHDAY", Some((-31, 31))),
    ("BYYEARDAY", Some((-366, 366))),
    ("BYWEEKNO", Some((-53, 53))),
    ("BYSETPOS", Some((-366, 366))),
    ("BYHOUR", Some((0, 23))),
    ("BYMINUTE", Some((0, 59))),
    ("BYSECOND", Some((0, 59))),
];

impl Parts {
    fn split(text: &str) -> Result<Self, PhraseError> {
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let part = part.to_ascii_uppercase();
            let problem = |problem| PhraseError::Rrule { part: part.clone(), problem };
            let (name, value) = part.split_once('=').ok_or_else(|| problem(RruleProblem::Unknown))?;
            let (_, range) = NAMES.iter().find(|(known, _)| *known == name).ok_or_else(|| problem(RruleProblem::Unknown))?;
            if parts.iter().any(|(earlier, _)| earlier == name) {
                return Err(problem(RruleProblem::Conflict));
            }
            if value.is_empty() || !value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b',' | b'+' | b'-')) {
                return Err(problem(RruleProblem::Value));
            }
            if let Some((least, most)) = range {
                let fits = |number: &str| {
                    let zero_allowed = name.starts_with("BYHOUR") || name.starts_with("BYMINUTE") || name.starts_with("BYSECOND");
                    number.parse::<i32>().is_ok_and(|n| (*least..=*most).contains(&n) && (n != 0 || zero_allowed))
                };
                if !value.split(',').all(fits) {
                    return Err(problem(RruleProblem::Value));
                }
            }
            parts.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self(parts))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn wrong(&self, name: &str) -> PhraseError {
        let part = format!("{name}={}", self.get(name).unwrap_or_default());
        PhraseError::Rrule { part, problem: RruleProblem::Value }
    }

    fn join(&self, keep: impl Fn(&str) -> bool) -> String {
        let parts: Vec<String> =
            self.0.iter().filter(|(name, _)| keep(name)).map(|(name, value)| format!("{name}={value}")).collect();
        parts.join(";")
    }

    fn frequency(&self) -> Result<Frequency, PhraseError> {
        Ok(match self.get("FREQ") {
            None => return Err(PhraseError::Rrule { part: "FREQ".to_owned(), problem: RruleProblem::Missing }),
            Some("YEARLY") => Frequency::Yearly,
            Some("MONTHLY") => Frequency::Monthly,
            Some("WEEKLY") => Frequency::Weekly,
            Some("DAILY") => Frequency::Daily,
            Some("HOURLY") => Frequency::Hourly,
            Some("MINUTELY") => Frequency::Minutely,
            Some("SECONDLY") => return Err(PhraseError::TooOften { least_minutes: super::LEAST_MINUTES }),
            Some(_) => return Err(self.wrong("FREQ")),
        })
    }

    /// Whether the rule names its days itself, or leaves them to its first day.
    fn has_days(&self, frequency: Frequency) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| self.get(name).is_some());
        match frequency {
            Frequency::Yearly => has(&["BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"]),
            Frequency::Monthly => has(&["BYDAY", "BYMONTHDAY"]),
            Frequency::Weekly => has(&["BYDAY"]),
            _ => true,
        }
    }

    fn end(&self) -> Result<Option<End>, PhraseError> {
        match (self.get("COUNT"), self.get("UNTIL")) {
            (Some(_), Some(_)) => Err(PhraseError::Rrule { part: "COUNT".to_owned(), problem: RruleProblem::Conflict }),
            (None, None) => Ok(None),
            (Some(count), None) => match count.parse::<u64>() {
                Ok(0) | Err(_) => Err(self.wrong("COUNT")),
                Ok(asked) => match u32::try_from(asked) {
                    Ok(count) if count <= MOST_COUNT => Ok(Some(End::Count(count))),
                    _ => Err(PhraseError::TooMany { asked, most: MOST_COUNT }),
                },
            },
            (None, Some(until)) => read_until(until).map(Some).ok_or_else(|| self.wrong("UNTIL")),
        }
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
            let (number, name) = (day.get(..at).unwrap_or_default(), day.get(at..).unwrap_or_default());
            let nth = number.is_empty()
                || (matches!(frequency, Frequency::Monthly | Frequency::Yearly)
                    && number.parse::<i32>().is_ok_and(|n| n != 0 && (-53..=53).contains(&n)));
            if weekday(name).is_none() || !nth {
                return Err(parts.wrong("BYDAY"));
            }
        }
        let list = |name| {
            let mut list: Vec<u32> = parts.get(name).map(|v| v.split(',').filter_map(|n| n.parse().ok()).collect()).unwrap_or_default();
            list.sort_unstable();
            list.dedup();
            list
        };
        let lists = Self { hours: list("BYHOUR"), minutes: list("BYMINUTE"), seconds: list("BYSECOND") };
        let by_the_day = !matches!(frequency, Frequency::Hourly | Frequency::Minutely);
        if by_the_day && lists.hours.is_empty() {
            return Err(PhraseError::Rrule { part: "BYHOUR".to_owned(), problem: RruleProblem::Missing });
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
                let points = self.hours.iter().flat_map(|hour| minutes.iter().map(move |minute| hour * 3_600 + minute * 60));
                least_gap(points, 86_400)
            }
        }
    }
}

fn weekday(name: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday as W;
    Some(match name {
        "MO" => W::Monday,
        "TU" => W::Tuesday,
        "WE" => W::Wednesday,
        "TH" => W::Thursday,
        "FR" => W::Friday,
        "SA" => W::Saturday,
        "SU" => W::Sunday,
        _ => return None,
    })
}

/// Reads `20261231`, `20261231T200000` or `20261231T200000Z`. A bare date includes its day.
fn read_until(text: &str) -> Option<End> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| i8::try_from(number(from, to)?).ok();
    let date = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    let rest = text.get(8..)?;
    if rest.is_empty() {
        return Some(End::Civil(date.to_datetime(time(23, 59, 59, 0))));
    }
    let clock = Time::new(small(9, 11)?, small(11, 13)?, small(13, 15)?, 0).ok()?;
    let at = date.to_datetime(clock);
    match (rest.get(..1)?, text.get(15..)?) {
        ("T", "") => Some(End::Civil(at)),
        ("T", "Z") => TimeZone::UTC.to_timestamp(at).ok().map(End::Instant),
        _ => None,
    }
}
