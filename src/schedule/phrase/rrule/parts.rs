//! The parts of a recurrence rule, each checked alone.

use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;

use super::super::LEAST_MINUTES;
use super::super::error::{PhraseError, RruleProblem};
use super::{End, Frequency, MOST_COUNT};

/// `NAME=VALUE` pairs in upper case, each name known and once.
pub(super) struct Parts(Vec<(String, String)>);

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
    pub(super) fn split(text: &str) -> Result<Self, PhraseError> {
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let part = part.to_ascii_uppercase();
            let problem = |problem| PhraseError::Rrule { part: part.clone(), problem };
            let (name, value) =
                part.split_once('=').ok_or_else(|| problem(RruleProblem::Unknown))?;
            let (_, range) = NAMES
                .iter()
                .find(|(known, _)| *known == name)
                .ok_or_else(|| problem(RruleProblem::Unknown))?;
            if parts.iter().any(|(earlier, _)| earlier == name) {
                return Err(problem(RruleProblem::Conflict));
            }
            if value.is_empty()
                || !value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b',' | b'+' | b'-'))
            {
                return Err(problem(RruleProblem::Value));
            }
            if let Some((least, most)) = range {
                let fits = |number: &str| {
                    let zero_allowed = name.starts_with("BYHOUR")
                        || name.starts_with("BYMINUTE")
                        || name.starts_with("BYSECOND");
                    number
                        .parse::<i32>()
                        .is_ok_and(|n| (*least..=*most).contains(&n) && (n != 0 || zero_allowed))
                };
                if !value.split(',').all(fits) {
                    return Err(problem(RruleProblem::Value));
                }
            }
            parts.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self(parts))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn wrong(&self, name: &str) -> PhraseError {
        let part = format!("{name}={}", self.get(name).unwrap_or_default());
        PhraseError::Rrule { part, problem: RruleProblem::Value }
    }

    pub(super) fn join(&self, keep: impl Fn(&str) -> bool) -> String {
        let parts: Vec<String> = self
            .0
            .iter()
            .filter(|(name, _)| keep(name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        parts.join(";")
    }

    pub(super) fn frequency(&self) -> Result<Frequency, PhraseError> {
        Ok(match self.get("FREQ") {
            None => {
                return Err(PhraseError::Rrule {
                    part: "FREQ".to_owned(),
                    problem: RruleProblem::Missing,
                });
            }
            Some("YEARLY") => Frequency::Yearly,
            Some("MONTHLY") => Frequency::Monthly,
            Some("WEEKLY") => Frequency::Weekly,
            Some("DAILY") => Frequency::Daily,
            Some("HOURLY") => Frequency::Hourly,
            Some("MINUTELY") => Frequency::Minutely,
            Some("SECONDLY") => {
                return Err(PhraseError::TooOften { least_minutes: LEAST_MINUTES });
            }
            Some(_) => return Err(self.wrong("FREQ")),
        })
    }

    /// Whether the rule names its days itself, or leaves them to its first day.
    pub(super) fn has_days(&self, frequency: Frequency) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| self.get(name).is_some());
        match frequency {
            Frequency::Yearly => has(&["BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"]),
            Frequency::Monthly => has(&["BYDAY", "BYMONTHDAY"]),
            Frequency::Weekly => has(&["BYDAY"]),
            _ => true,
        }
    }

    pub(super) fn end(&self) -> Result<Option<End>, PhraseError> {
        match (self.get("COUNT"), self.get("UNTIL")) {
            (Some(_), Some(_)) => Err(PhraseError::Rrule {
                part: "COUNT".to_owned(),
                problem: RruleProblem::Conflict,
            }),
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

/// The day that two letters name.
pub(super) fn weekday(name: &str) -> Option<jiff::civil::Weekday> {
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
