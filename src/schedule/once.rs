//! Single times: `in 2h 30m`, `tomorrow 9am`, `fri 18:00`, `2026-12-01 18:00`, `18:00`.
//!
//! - `in 2h` is time that passes; `in 2 days` is the same clock time two days later.
//! - `18:00` is the next 18:00, and `fri 18:00` the next Friday at which it is still to come.
//! - `1 dec 18:00` is the next 1 December; with a year it must lie ahead.
//! - `tonight` is 20:00; `tonight 1am` is in the night that follows, so tomorrow's date.
//! - A time in a gap moves forward by the gap; in a fold it is the first pass.

mod read;

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

use crate::schedule::phrase::{
    Cursor, Expected, PhraseError, bounded_prefix, leftover, lex_bounded,
};
use crate::schedule::recurrence::instant_of;

/// A single time as people say it, before it is known when "now" is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// So much from now.
    In(Lapse),
    /// A time of some day.
    At {
        /// Which day.
        day: Day,
        /// The time of this day.
        time: Time,
    },
}

/// An amount of time from now. Not all parts are nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lapse {
    /// Calendar months.
    pub months: u32,
    /// Calendar days.
    pub days: u32,
    /// Seconds that pass, after months and days are counted.
    pub seconds: u64,
    /// The time of the day reached, as in `in 2 days at 9am`.
    pub time: Option<Time>,
}

/// The day of a single time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The first day on which the time is still to come.
    Next,
    /// Today.
    Today,
    /// The evening and night after today.
    Tonight,
    /// Tomorrow.
    Tomorrow,
    /// The first such day of the week on which the time is still to come.
    Weekday(Weekday),
    /// The first such day of the year on which the time is still to come.
    MonthDay {
        /// 1 to 12.
        month: i8,
        /// 1 to 31, a day that the month has in some year.
        day: i8,
    },
    /// This very day.
    Date(Date),
}

/// What `tonight` means without a time.
pub(crate) const TONIGHT: Time = time(20, 0, 0, 0);

/// Up to this time, `tonight` is after midnight.
const NIGHT_ENDS: Time = time(5, 0, 0, 0);

/// Single times lie at most so far ahead, in days: a hundred years.
const FARTHEST_DAYS: i64 = 36_525;

impl When {
    /// Reads a whole text as a single time.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        let words = [text];
        let lexed = lex_bounded(&words)?;
        let mut cursor = Cursor::new(&lexed);
        let when = read::read_when(&mut cursor)?;
        if cursor.at_end() { Ok(when) } else { Err(leftover(&cursor)) }
    }

    /// Reads as many of `words` as make a single time, and returns how many that were. Words
    /// may hold spaces, as quoted ones do.
    pub fn parse_prefix(words: &[&str]) -> Result<(Self, usize), PhraseError> {
        let words = bounded_prefix(words);
        let lexed = lex_bounded(words)?;
        let mut cursor = Cursor::new(&lexed);
        let when = read::read_when(&mut cursor)?;
        match cursor.words_used() {
            Some(used) => Ok((when, used)),
            None => Err(leftover(&cursor)),
        }
    }

    /// The instant meant, for somebody in `zone` who says it at `now`. Always after `now`.
    pub fn resolve(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, PhraseError> {
        let at = match self {
            Self::In(lapse) => lapse.resolve(now, zone)?,
            Self::At { day, time } => day.resolve(*time, now, zone)?,
        };
        let farthest = now.checked_add(SignedDuration::from_hours(FARTHEST_DAYS * 24));
        if farthest.is_ok_and(|farthest| at > farthest) { Err(PhraseError::TooFar) } else { Ok(at) }
    }
}

impl Lapse {
    fn resolve(&self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, PhraseError> {
        let too_far = |_| PhraseError::TooFar;
        let mut at = now;
        if self.months > 0 || self.days > 0 {
            let span = Span::new()
                .try_months(self.months)
                .and_then(|span| span.try_days(self.days))
                .map_err(too_far)?;
            let mut civil = zone.to_datetime(now).checked_add(span).map_err(too_far)?;
            if let Some(time) = self.time {
                civil = civil.date().to_datetime(time);
            }
            at = instant_of(civil, zone).ok_or(PhraseError::TooFar)?;
        }
        let seconds = i64::try_from(self.seconds).map_err(|_| PhraseError::TooFar)?;
        at = at.checked_add(SignedDuration::from_secs(seconds)).map_err(too_far)?;
        if at > now { Ok(at) } else { Err(PhraseError::Past { at: zone.to_datetime(at) }) }
    }
}

impl Day {
    /// Reads a whole text as a day: `2026-12-25`, `25 dec`, `fri`, `tomorrow`.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        let words = [text];
        let lexed = lex_bounded(&words)?;
        let mut cursor = Cursor::new(&lexed);
        let day = read::read_day(&mut cursor)?.ok_or_else(|| cursor.expected(Expected::Date))?;
        if cursor.at_end() { Ok(day) } else { Err(leftover(&cursor)) }
    }

    /// The dates that may be meant by somebody who says it on `today`, the likeliest first: a day of
    /// the week or of the year is the next one, today's included, or the one after that.
    pub fn dates(self, today: Date) -> Vec<Date> {
        let ahead = |days: i64| today.checked_add(days.days()).ok();
        match self {
            Self::Next | Self::Today | Self::Tonight => vec![today],
            Self::Tomorrow => ahead(1).into_iter().collect(),
            Self::Weekday(weekday) => {
                let days = i64::from(weekday.since(today.weekday()));
                [days, days + 7].into_iter().filter_map(ahead).collect()
            }
            Self::MonthDay { month, day } => {
                let years = (0..=8).filter_map(|years| today.year().checked_add(years));
                let dates = years.filter_map(|year| Date::new(year, month, day).ok());
                dates.filter(|date| *date >= today).take(2).collect()
            }
            Self::Date(date) => vec![date],
        }
    }

    fn resolve(
        self,
        time: Time,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Timestamp, PhraseError> {
        let today = zone.to_datetime(now).date();
        let ahead =
            |days: i64| today.checked_add(days.days()).ok().map(|date| date.to_datetime(time));
        let first = |candidates: &mut dyn Iterator<Item = DateTime>| {
            candidates
                .filter_map(|civil| instant_of(civil, zone))
                .find(|at| *at > now)
                .ok_or(PhraseError::TooFar)
        };
        let only = |civil: Option<DateTime>| {
            let civil = civil.ok_or(PhraseError::TooFar)?;
            let at = instant_of(civil, zone).ok_or(PhraseError::TooFar)?;
            if at > now { Ok(at) } else { Err(PhraseError::Past { at: civil }) }
        };
        match self {
            // Two days ahead, because a zone may leave a day out.
            Self::Next => first(&mut (0..=2).filter_map(ahead)),
            Self::Tonight if time < NIGHT_ENDS => only(ahead(1)),
            Self::Today | Self::Tonight => only(ahead(0)),
            Self::Tomorrow => only(ahead(1)),
            Self::Weekday(weekday) => {
                let days = i64::from(weekday.since(today.weekday()));
                first(&mut [days, days + 7].into_iter().filter_map(ahead))
            }
            Self::MonthDay { month, day } => {
                // Eight years hold a 29 February even around 2100.
                let dates = (0..=8).filter_map(|years| {
                    Date::new(today.year().checked_add(years)?, month, day).ok()
                });
                first(&mut dates.map(|date| date.to_datetime(time)))
            }
            Self::Date(date) => only(Some(date.to_datetime(time))),
        }
    }
}

#[cfg(test)]
mod tests;
