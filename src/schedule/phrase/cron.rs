//! Five-field `cron` expressions.
//!
//! The `cron` crate reads the fields. Which days they mean is decided here, by the rules of
//! POSIX and Vixie cron, because the crate counts Sunday as 1 where cron counts it as 0 and
//! 7, and asks for both the day of the month and the day of the week where cron, when both
//! are restricted, asks for either.

use std::fmt;
use std::str::FromStr;

use cron::TimeUnitSpec;
use jiff::civil::{Date, Time, time};

use super::error::{CronField, PhraseError};
use super::lexer::Cursor;
use super::times::Times;
use super::weekdays::{Weekdays, weekday};

/// A `cron` expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    text: String,
    times: Times,
    months: u16,
    days: u32,
    weekdays: Weekdays,
    /// Both the day of the month and the day of the week are restricted: either will do.
    either: bool,
}

impl Cron {
    /// The times of each day that fires.
    pub fn times(&self) -> &Times {
        &self.times
    }

    /// Whether it fires on this day.
    pub fn fires_on(&self, date: Date) -> bool {
        let day = self.days & (1 << date.day().unsigned_abs()) != 0;
        let weekday = self.weekdays.contains(date.weekday());
        self.fires_in(date) && if self.either { day || weekday } else { day && weekday }
    }

    /// Whether it can fire in the month of this day.
    pub fn fires_in(&self, date: Date) -> bool {
        self.months & (1 << date.month().unsigned_abs()) != 0
    }

    /// Reads `cron` and the five fields after it.
    pub(crate) fn read(cursor: &mut Cursor) -> Result<Self, PhraseError> {
        let pieces = cursor.pieces();
        // `cron` alone is a piece; anything that sticks to it makes it another word.
        let fields = match pieces.split_first() {
            Some((name, fields)) if name.eq_ignore_ascii_case("cron") => fields,
            _ => return Err(cursor.expected(super::error::Expected::Rule)),
        };
        let Some(fields) = fields.first_chunk::<5>() else {
            return Err(PhraseError::CronFields { found: fields.len() });
        };
        let cron = Self::parse(fields)?;
        cursor.advance_pieces(6);
        Ok(cron)
    }

    fn parse(fields: &[&str; 5]) -> Result<Self, PhraseError> {
        let fields = fields.map(str::to_ascii_lowercase);
        let [minute, hour, day, month, weekday] = &fields;
        let minutes = ordinals(
            CronField::Minute,
            minute,
            |text| format!("0 {text} * * * *"),
            |schedule| schedule.minutes().iter().collect(),
        )?;
        let hours = ordinals(
            CronField::Hour,
            hour,
            |text| format!("0 0 {text} * * *"),
            |schedule| schedule.hours().iter().collect(),
        )?;
        let days = ordinals(
            CronField::DayOfMonth,
            day,
            |text| format!("0 0 0 {text} * *"),
            |schedule| schedule.days_of_month().iter().collect(),
        )?;
        let months = ordinals(
            CronField::Month,
            month,
            |text| format!("0 0 0 * {text} *"),
            |schedule| schedule.months().iter().collect(),
        )?;
        let weekdays =
            read_weekdays(weekday).ok_or_else(|| wrong(CronField::DayOfWeek, weekday))?;
        let times = hours
            .iter()
            .flat_map(|hour| minutes.iter().filter_map(|minute| clock(*hour, *minute)))
            .collect();
        Ok(Self {
            times: Times::new(times).ok_or(PhraseError::NeverFires)?,
            months: bits(&months) as u16,
            days: bits(&days),
            weekdays,
            // A field that begins with a star does not restrict, even with a step: that is
            // how Vixie cron decides.
            either: !day.starts_with(['*', '?']) && !weekday.starts_with(['*', '?']),
            text: fields.join(" "),
        })
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn wrong(field: CronField, text: &str) -> PhraseError {
    PhraseError::Cron { field, text: text.to_owned() }
}

/// Reads one field with the crate, alone, so that an error names the field.
fn ordinals(
    field: CronField,
    text: &str,
    expression: impl Fn(&str) -> String,
    pick: impl Fn(&cron::Schedule) -> Vec<u32>,
) -> Result<Vec<u32>, PhraseError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | ',' | '-' | '/');
    let any_day = field == CronField::DayOfMonth && text == "?";
    if !any_day && (text.is_empty() || !text.chars().all(allowed)) {
        return Err(wrong(field, text));
    }
    let schedule = cron::Schedule::from_str(&expression(text)).map_err(|_| wrong(field, text))?;
    Ok(pick(&schedule))
}

fn clock(hour: u32, minute: u32) -> Option<Time> {
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| time(hour, minute, 0, 0))
}

fn bits(ordinals: &[u32]) -> u32 {
    ordinals.iter().filter(|ordinal| **ordinal < 32).fold(0, |bits, ordinal| bits | 1 << ordinal)
}

/// Reads the day of the week as cron counts: 0 and 7 are Sunday, names are allowed, and a
/// range of names may run over the end of the week.
fn read_weekdays(field: &str) -> Option<Weekdays> {
    let mut days = Weekdays::default();
    for element in field.split(',') {
        let (range, step) = match element.split_once('/') {
            Some((range, step)) => {
                (range, step.parse::<usize>().ok().filter(|step| (1..=7).contains(step))?)
            }
            None => (element, 1),
        };
        let (first, last) = match range.split_once('-') {
            _ if matches!(range, "*" | "?") => (0, 6),
            Some((first, last)) => {
                let (first, last) = (weekday_number(first)?, weekday_number(last)?);
                let named = range.contains(|c: char| c.is_ascii_alphabetic());
                (first, if last < first && (named || last == 0) { last + 7 } else { last })
            }
            // A step after a single day runs to the end of the week.
            None => {
                let first = weekday_number(range)?;
                (first, if element.contains('/') { 6.max(first) } else { first })
            }
        };
        if last < first {
            return None;
        }
        for number in (first..=last).step_by(step) {
            days.insert(jiff::civil::Weekday::from_sunday_zero_offset(number % 7).ok()?);
        }
    }
    (!days.is_empty()).then_some(days)
}

fn weekday_number(text: &str) -> Option<i8> {
    match text.as_bytes() {
        [digit @ b'0'..=b'7'] => i8::try_from(digit - b'0').ok(),
        _ => weekday(text).map(jiff::civil::Weekday::to_sunday_zero_offset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(field: &str) -> Option<String> {
        read_weekdays(field).map(|days| {
            days.iter().map(super::super::weekdays::short_name).collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn days_of_the_week_are_counted_as_cron_counts_them() {
        let table = [
            ("1-5", "mon tue wed thu fri"),
            ("0", "sun"),
            ("7", "sun"),
            ("0,6", "sat sun"),
            ("5-7", "fri sat sun"),
            ("mon-fri", "mon tue wed thu fri"),
            ("sat-sun", "sat sun"),
            ("fri-mon", "mon fri sat sun"),
            ("*/2", "tue thu sat sun"),
            ("1-5/2", "mon wed fri"),
            ("*", "mon tue wed thu fri sat sun"),
        ];
        for (field, expected) in table {
            assert_eq!(days(field).as_deref(), Some(expected), "{field}");
        }
        for field in ["8", "", "5-1", "xyz", "1-", "*/0", "1//2", "-1", "*/9"] {
            assert_eq!(days(field), None, "{field}");
        }
    }
}
