//! The grammar of single times.

use jiff::civil::Time;

use super::{Day, Lapse, TONIGHT, When};
use crate::schedule::phrase::{
    Cursor, Expected, PhraseError, Written, nearest, no_time, read_date, read_time, weekday,
};

/// Reads a single time: `in …`, `DAY TIME`, `TIME DAY` or `TIME`.
pub(super) fn read_when(cursor: &mut Cursor) -> Result<When, PhraseError> {
    if cursor.at_end() {
        return Err(PhraseError::Empty);
    }
    let when = if cursor.eat(&["in"]) { When::In(read_lapse(cursor)?) } else { read_at(cursor)? };
    cursor.eat_trailing();
    Ok(when)
}

fn read_at(cursor: &mut Cursor) -> Result<When, PhraseError> {
    if let Some(time) = read_clock(cursor)? {
        let mut ahead = *cursor;
        let day = read_day(&mut ahead)?;
        if day.is_some() {
            *cursor = ahead;
        }
        return Ok(When::At { day: day.unwrap_or(Day::Next), time });
    }
    let Some(day) = read_day(cursor)? else {
        return Err(match cursor.word_at(0).and_then(|word| Some((word, nearest(word)?))) {
            Some((word, near)) => {
                PhraseError::UnknownWord { word: word.to_owned(), near: Some(near) }
            }
            None => no_when(cursor),
        });
    };
    let mut ahead = *cursor;
    // `2026-12-01T18:00`, and commas as in `fri, 18:00`.
    if ahead.glued_at(0) {
        ahead.eat(&["t"]);
    }
    ahead.eat_separator();
    match read_clock(&mut ahead)? {
        Some(time) => {
            *cursor = ahead;
            Ok(When::At { day, time })
        }
        None if day == Day::Tonight => Ok(When::At { day, time: TONIGHT }),
        None => Err(no_time(cursor)),
    }
}

fn read_clock(cursor: &mut Cursor) -> Result<Option<Time>, PhraseError> {
    let mut ahead = *cursor;
    ahead.eat(&["at"]);
    let time = read_time(&mut ahead)?;
    if time.is_some() {
        *cursor = ahead;
    }
    Ok(time)
}

/// Reads a day. A plural such as `fridays` is none: it repeats.
pub(super) fn read_day(cursor: &mut Cursor) -> Result<Option<Day>, PhraseError> {
    let mut ahead = *cursor;
    ahead.eat_separator();
    ahead.eat(&["on"]);
    let day = if ahead.eat(&["today"]) {
        Day::Today
    } else if ahead.eat(&["tonight"]) {
        Day::Tonight
    } else if ahead.eat(&["tomorrow", "tmrw"]) {
        Day::Tomorrow
    } else if let Some(day) = ahead.word_at(0).and_then(weekday) {
        ahead.advance(1);
        Day::Weekday(day)
    } else {
        ahead.eat(&["the"]);
        match read_date(&mut ahead)? {
            Some(Written::Full(date)) => Day::Date(date),
            Some(Written::MonthDay(month, day)) => Day::MonthDay { month, day },
            None => return Ok(None),
        }
    };
    *cursor = ahead;
    Ok(Some(day))
}

/// At the beginning, any single time would do, not only a time of day.
fn no_when(cursor: &Cursor) -> PhraseError {
    match no_time(cursor) {
        PhraseError::Expected { .. } => cursor.expected(Expected::When),
        other => other,
    }
}

/// Reads amounts with units: `2h 30m`, `2 days and 3 hours`, `half an hour`, `1.5h`.
fn read_lapse(cursor: &mut Cursor) -> Result<Lapse, PhraseError> {
    let mut lapse = Lapse::default();
    let mut any = false;
    loop {
        let mut ahead = *cursor;
        if any {
            ahead.eat_separator();
        }
        if !read_amount(&mut ahead, &mut lapse)? {
            break;
        }
        any = true;
        *cursor = ahead;
    }
    if !any {
        return Err(cursor.expected(Expected::Duration));
    }
    if lapse == Lapse::default() {
        return Err(PhraseError::Expected {
            what: Expected::Duration,
            found: Some("0".to_owned()),
        });
    }
    let mut ahead = *cursor;
    if (lapse.days > 0 || lapse.months > 0)
        && lapse.seconds == 0
        && let Some(time) = read_clock(&mut ahead)?
    {
        lapse.time = Some(time);
        *cursor = ahead;
    }
    Ok(lapse)
}

/// Hundredths, so that `1.5h` needs no floating point.
const HUNDRED: u64 = 100;

/// Reads one amount and adds it. False when there is none.
fn read_amount(cursor: &mut Cursor, lapse: &mut Lapse) -> Result<bool, PhraseError> {
    let Some(hundredths) = read_number(cursor)? else {
        return Ok(false);
    };
    let Some(unit) = cursor.word_at(0) else {
        return Ok(false);
    };
    let seconds = match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        _ => 0,
    };
    if seconds > 0 {
        lapse.seconds = lapse.seconds.saturating_add(hundredths.saturating_mul(seconds) / HUNDRED);
        cursor.advance(1);
        return Ok(true);
    }
    let (months, days) = match unit {
        "d" | "day" | "days" => (0, 1),
        "w" | "wk" | "wks" | "week" | "weeks" => (0, 7),
        "month" | "months" => (1, 0),
        "y" | "yr" | "yrs" | "year" | "years" => (12, 0),
        _ => return Ok(false),
    };
    // Half a day is not a day on the calendar.
    if hundredths % HUNDRED != 0 {
        return Err(cursor.expected(Expected::Duration));
    }
    let whole = u32::try_from(hundredths / HUNDRED).map_err(|_| PhraseError::TooFar)?;
    lapse.months = lapse.months.saturating_add(whole.saturating_mul(months));
    lapse.days = lapse.days.saturating_add(whole.saturating_mul(days));
    cursor.advance(1);
    Ok(true)
}

/// Reads a number in hundredths: digits, `a`, `two`, `half an`.
fn read_number(cursor: &mut Cursor) -> Result<Option<u64>, PhraseError> {
    const NAMES: [(&str, u64); 12] = [
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
    ];
    if cursor.eat(&["half"]) {
        cursor.eat(&["a", "an"]);
        return Ok(Some(HUNDRED / 2));
    }
    if let Some((name, number)) = NAMES.iter().find(|(name, _)| cursor.word_at(0) == Some(name)) {
        cursor.eat(&[name]);
        return Ok(Some(number * HUNDRED));
    }
    let Some(digits) = cursor.number_at(0) else {
        return Ok(None);
    };
    let whole: u64 =
        digits.parse().ok().filter(|whole| *whole < 100_000_000).ok_or(PhraseError::TooFar)?;
    cursor.advance(1);
    let mut hundredths = whole * HUNDRED;
    let fraction = cursor
        .number_at(1)
        .filter(|_| cursor.symbol_at(0, &['.']) && cursor.glued_at(0) && cursor.glued_at(1));
    if let Some(fraction @ ([_] | [_, _])) = fraction.map(str::as_bytes) {
        let digit = |at: usize| fraction.get(at).map_or(0, |digit| u64::from(digit - b'0'));
        hundredths += digit(0) * 10 + digit(1);
        cursor.advance(2);
    }
    Ok(Some(hundredths))
}
