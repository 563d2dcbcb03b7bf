//! Times of day: `19:00`, `7.30 pm`, `10am`, `noon`, `midnight`.

use std::fmt;

use jiff::civil::Time;

use super::error::{Expected, PhraseError};
use super::lexer::Cursor;

/// Times of day, at least one, sorted, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times(Vec<Time>);

impl Times {
    /// Times from any list; nothing when it is empty.
    pub fn new(mut times: Vec<Time>) -> Option<Self> {
        times.sort_unstable();
        times.dedup();
        (!times.is_empty()).then_some(Self(times))
    }

    /// The times, earliest first.
    pub fn as_slice(&self) -> &[Time] {
        &self.0
    }

    /// The earliest time.
    pub fn first(&self) -> Time {
        self.0.first().copied().unwrap_or(Time::MIN)
    }

    /// The earliest time at or after `from`.
    pub fn at_or_after(&self, from: Time) -> Option<Time> {
        self.0.get(self.0.partition_point(|time| *time < from)).copied()
    }

    /// The least number of seconds between two of these on days that follow each other.
    pub fn least_gap(&self) -> u32 {
        least_gap(self.0.iter().map(|time| seconds(*time)), 86_400)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, time) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{:02}:{:02}", time.hour(), time.minute())?;
        }
        Ok(())
    }
}

/// The least gap between sorted points on a circle of `around` seconds.
pub(crate) fn least_gap(points: impl Iterator<Item = u32>, around: u32) -> u32 {
    let points: Vec<u32> = points.collect();
    let wrap = match (points.first(), points.last()) {
        (Some(first), Some(last)) => first.saturating_add(around).saturating_sub(*last),
        _ => around,
    };
    points.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).fold(wrap, u32::min)
}

fn seconds(time: Time) -> u32 {
    let part = |part: i8, unit: u32| u32::from(part.unsigned_abs()) * unit;
    part(time.hour(), 3_600) + part(time.minute(), 60) + part(time.second(), 1)
}

/// Reads `[at] TIME[,TIME…]`. Nothing when there is no time here.
pub(crate) fn read_times(cursor: &mut Cursor) -> Result<Option<Times>, PhraseError> {
    let mut ahead = *cursor;
    ahead.eat(&["at"]);
    let Some(first) = read_time(&mut ahead)? else {
        return Ok(None);
    };
    *cursor = ahead;
    let mut times = vec![first];
    loop {
        let mut ahead = *cursor;
        if !ahead.eat_separator() {
            break;
        }
        ahead.eat(&["at"]);
        let Some(time) = read_time(&mut ahead)? else {
            break;
        };
        times.push(time);
        *cursor = ahead;
    }
    Ok(Times::new(times))
}

/// Like [`read_times`], and an error when there is no time here.
pub(crate) fn require_times(cursor: &mut Cursor) -> Result<Times, PhraseError> {
    match read_times(cursor)? {
        Some(times) => Ok(times),
        None => Err(no_time(cursor)),
    }
}

/// The error for a place where a time should stand.
pub(crate) fn no_time(cursor: &Cursor) -> PhraseError {
    let mut ahead = *cursor;
    ahead.eat(&["at"]);
    match ahead.number_at(0).and_then(|digits| digits.parse().ok()) {
        Some(hour @ 0..=24) => PhraseError::HourAlone { hour },
        _ => ahead.expected(Expected::Time),
    }
}

/// Reads one time. Nothing when what stands here does not look like one; a bare number does
/// not, because it may be morning or evening.
pub(crate) fn read_time(cursor: &mut Cursor) -> Result<Option<Time>, PhraseError> {
    if cursor.eat(&["noon", "midday"]) {
        return Ok(Some(jiff::civil::time(12, 0, 0, 0)));
    }
    if cursor.eat(&["midnight"]) {
        return Ok(Some(Time::midnight()));
    }
    let Some(hours) = cursor.number_at(0) else {
        return Ok(None);
    };
    if hours.len() > 2 {
        return Ok(None);
    }
    let mut ahead = *cursor;
    ahead.advance(1);
    let mut text = hours.to_owned();

    let colon = ahead.symbol_at(0, &[':', '.']) || ahead.word_at(0) == Some("h");
    let mut minutes = None;
    if colon
        && ahead.glued_at(0)
        && ahead.glued_at(1)
        && let Some(digits) = ahead.number_at(1)
    {
        text.push(':');
        text.push_str(digits);
        minutes = Some(digits);
        ahead.advance(2);
        // Seconds are read so that `09:00:00` is a time, and must be nothing.
        if ahead.symbol_at(0, &[':'])
            && ahead.glued_at(0)
            && let Some(digits) = ahead.number_at(1)
        {
            if digits != "00" {
                return Err(PhraseError::ImpossibleTime { text: format!("{text}:{digits}") });
            }
            ahead.advance(2);
        }
    }
    let half = read_half(&mut ahead);
    if minutes.is_none() && half.is_none() {
        return Ok(None);
    }
    if let Some(half) = half {
        text.push_str(half.text());
    }
    let time = build(hours, minutes, half).ok_or(PhraseError::ImpossibleTime { text })?;
    *cursor = ahead;
    Ok(Some(time))
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Morning,
    Evening,
}

impl Half {
    fn text(self) -> &'static str {
        match self {
            Self::Morning => "am",
            Self::Evening => "pm",
        }
    }
}

/// Reads `am`, `pm`, `a.m.` or `p.m.`.
fn read_half(cursor: &mut Cursor) -> Option<Half> {
    let (half, length) = match cursor.word_at(0)? {
        "am" => (Half::Morning, 1),
        "pm" => (Half::Evening, 1),
        letter @ ("a" | "p") => {
            let dotted = cursor.symbol_at(1, &['.'])
                && cursor.glued_at(1)
                && cursor.word_at(2) == Some("m")
                && cursor.glued_at(2);
            if !dotted {
                return None;
            }
            let last = usize::from(cursor.symbol_at(3, &['.']) && cursor.glued_at(3));
            (if letter == "a" { Half::Morning } else { Half::Evening }, 3 + last)
        }
        _ => return None,
    };
    cursor.advance(length);
    Some(half)
}

fn build(hours: &str, minutes: Option<&str>, half: Option<Half>) -> Option<Time> {
    let hour: i8 = hours.parse().ok()?;
    let minute: i8 = match minutes {
        Some(digits) if digits.len() == 2 => digits.parse().ok()?,
        Some(_) => return None,
        None => 0,
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour % 12,
        Some(Half::Evening) => hour % 12 + 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::phrase::lexer::lex;

    fn read(text: &str) -> Result<Option<Time>, PhraseError> {
        read_time(&mut Cursor::new(&lex(&[text])))
    }

    #[test]
    fn clocks_of_every_kind() {
        let table = [
            ("19:00", "19:00:00"),
            ("9:05", "09:05:00"),
            ("7:30 pm", "19:30:00"),
            ("7.30PM", "19:30:00"),
            ("7.30 p.m.", "19:30:00"),
            ("10am", "10:00:00"),
            ("12am", "00:00:00"),
            ("12 pm", "12:00:00"),
            ("12:15 am", "00:15:00"),
            ("noon", "12:00:00"),
            ("midnight", "00:00:00"),
            ("19h30", "19:30:00"),
            ("09:00:00", "09:00:00"),
        ];
        for (text, time) in table {
            assert_eq!(read(text), Ok(Some(time.parse().unwrap())), "{text}");
        }
    }

    #[test]
    fn clocks_that_cannot_be() {
        for text in ["25:00", "24:00", "9:60", "13pm", "0am", "9:5", "7:123", "09:00:30"] {
            assert!(matches!(read(text), Err(PhraseError::ImpossibleTime { .. })), "{text}");
        }
        for text in ["9", "930", "", "x", "2026", "7 things"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }
}
