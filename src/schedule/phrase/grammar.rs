//! The grammar of rules: from words to a [`Rule`].

use super::cron::Cron;
use super::dates::{eat_suffix, read_month_day};
use super::error::{Expected, PhraseError};
use super::lexer::Cursor;
use super::rrule::Rrule;
use super::rule::{Days, Nth, Rule};
use super::times::{read_times, require_times};
use super::weekdays::{Weekdays, read_days, require_days};

/// The largest N of `every N days`, `weeks` or `months`.
pub(crate) const MOST_EVERY: u32 = 999;

/// Reads a rule, which may have its times first: `09:00 daily`.
pub(crate) fn read_rule(cursor: &mut Cursor) -> Result<Rule, PhraseError> {
    if cursor.word_at(0) == Some("cron") {
        return Cron::read(cursor).map(Rule::Cron);
    }
    if cursor.word_at(0) == Some("rrule") {
        return Rrule::read(cursor).map(Rule::Rrule);
    }
    let early = read_times(cursor)?;
    let days = read_rule_days(cursor)?;
    cursor.eat_separator();
    let times = match early {
        Some(times) => times,
        None => require_times(cursor)?,
    };
    Ok(Rule::Plain { days, times })
}

fn read_rule_days(cursor: &mut Cursor) -> Result<Days, PhraseError> {
    cursor.eat(&["on"]);
    if cursor.eat(&["daily", "everyday"]) {
        return Ok(Days::Daily { every: 1 });
    }
    if cursor.eat(&["weekly"]) {
        return weekly(cursor, 1);
    }
    if cursor.eat(&["fortnightly"]) {
        return weekly(cursor, 2);
    }
    if cursor.eat(&["monthly"]) {
        return monthly(cursor, 1);
    }
    if cursor.eat(&["yearly", "annually"]) {
        return yearly(cursor);
    }
    if cursor.eat(&["every", "each"]) {
        return every(cursor);
    }
    if let Some(days) = nth_of_month(cursor) {
        return Ok(days);
    }
    match read_days(cursor) {
        Some(on) => Ok(Days::Weekly { every: 1, on }),
        None => Err(cursor.expected(Expected::Rule)),
    }
}

/// What follows `every`.
fn every(cursor: &mut Cursor) -> Result<Days, PhraseError> {
    if let Some(days) = nth_of_month(cursor) {
        return Ok(days);
    }
    let number = read_every(cursor)?;
    let every = number.unwrap_or(1);
    if cursor.eat(&["day", "days"]) {
        return Ok(Days::Daily { every });
    }
    if cursor.eat(&["week", "weeks"]) {
        return weekly(cursor, every);
    }
    if cursor.eat(&["fortnight"]) && number.is_none() {
        return weekly(cursor, 2);
    }
    if cursor.eat(&["month", "months"]) {
        return monthly(cursor, every);
    }
    if every == 1 && cursor.eat(&["year"]) {
        return yearly(cursor);
    }
    // `every 2 tuesdays` may mean two things; `every other tuesday` means one.
    match number {
        None => require_days(cursor).map(|on| Days::Weekly { every: 1, on }),
        Some(2) => match read_days(cursor) {
            Some(on) => Ok(Days::Weekly { every: 2, on }),
            None => Err(cursor.expected(Expected::Unit)),
        },
        Some(_) => Err(cursor.expected(Expected::Unit)),
    }
}

/// Reads the N of `every N`. Nothing when there is none.
fn read_every(cursor: &mut Cursor) -> Result<Option<u32>, PhraseError> {
    const SMALL: [(&str, u32); 6] =
        [("other", 2), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6)];
    if let Some((word, every)) = SMALL.iter().find(|(word, _)| cursor.word_at(0) == Some(word)) {
        cursor.eat(&[word]);
        return Ok(Some(*every));
    }
    let Some(digits) = cursor.number_at(0) else {
        return Ok(None);
    };
    // Digits that a colon follows are a time: `every 9:00` lacks its unit.
    if cursor.symbol_at(1, &[':']) {
        return Ok(None);
    }
    match digits.parse() {
        Ok(every @ 1..=MOST_EVERY) => {
            cursor.advance(1);
            Ok(Some(every))
        }
        _ => Err(PhraseError::Every { asked: digits.to_owned(), most: MOST_EVERY }),
    }
}

fn weekly(cursor: &mut Cursor, every: u32) -> Result<Days, PhraseError> {
    cursor.eat(&["on"]);
    require_days(cursor).map(|on| Days::Weekly { every, on })
}

fn yearly(cursor: &mut Cursor) -> Result<Days, PhraseError> {
    cursor.eat(&["on"]);
    cursor.eat(&["the"]);
    let (month, day) =
        read_month_day(cursor)?.ok_or_else(|| cursor.expected(Expected::MonthDay))?;
    Ok(Days::Yearly { month, day })
}

/// What follows `monthly`: days of the month, or the nth of days of the week.
fn monthly(cursor: &mut Cursor, every: u32) -> Result<Days, PhraseError> {
    cursor.eat(&["on"]);
    let mut on: Vec<i8> = Vec::new();
    let mut nth: Vec<Nth> = Vec::new();
    loop {
        let mut ahead = *cursor;
        if !on.is_empty() {
            ahead.eat_separator();
        }
        ahead.eat(&["the"]);
        if let Some(which) = ordinal(&mut ahead) {
            nth.push(which);
            on.push(if which == Nth::Last { LAST_DAY } else { which.number() });
        } else if let Some(day) = day_number(&mut ahead)? {
            on.push(day);
        } else {
            break;
        }
        *cursor = ahead;
    }
    if on.is_empty() {
        return Err(cursor.expected(Expected::DayOfMonth));
    }
    if nth.len() == on.len()
        && let Some(weekdays) = read_days(cursor)
    {
        nth.sort_unstable();
        nth.dedup();
        return Ok(Days::MonthlyNth { every, nth, on: weekdays });
    }
    cursor.eat(&["day"]);
    on.sort_unstable();
    on.dedup();
    Ok(Days::Monthly { every, on })
}

/// Reads `first sat [of the month]`, which needs no `monthly` before it.
fn nth_of_month(cursor: &mut Cursor) -> Option<Days> {
    let mut ahead = *cursor;
    ahead.eat(&["the"]);
    let mut nth = vec![ordinal(&mut ahead)?];
    loop {
        let mut further = ahead;
        further.eat_separator();
        further.eat(&["the"]);
        let Some(which) = ordinal(&mut further) else {
            break;
        };
        nth.push(which);
        ahead = further;
    }
    let on: Weekdays = read_days(&mut ahead)?;
    let mut of = ahead;
    if of.eat(&["of", "in"]) {
        of.eat(&["the", "every", "each"]);
        if of.eat(&["month"]) {
            ahead = of;
        }
    }
    *cursor = ahead;
    nth.sort_unstable();
    nth.dedup();
    Some(Days::MonthlyNth { every: 1, nth, on })
}

/// Every month has its last day at 31, because shorter months clamp.
const LAST_DAY: i8 = 31;

/// Reads `first`, `1st`, … `fifth`, `last`.
fn ordinal(cursor: &mut Cursor) -> Option<Nth> {
    let which = match (cursor.word_at(0), cursor.number_at(0)) {
        (Some("first"), _) | (_, Some("1")) => Nth::First,
        (Some("second"), _) | (_, Some("2")) => Nth::Second,
        (Some("third"), _) | (_, Some("3")) => Nth::Third,
        (Some("fourth"), _) | (_, Some("4")) => Nth::Fourth,
        (Some("fifth"), _) | (_, Some("5")) => Nth::Fifth,
        (Some("last"), _) => Nth::Last,
        _ => return None,
    };
    let mut ahead = *cursor;
    ahead.advance(1);
    if cursor.number_at(0).is_some() && !eat_suffix(&mut ahead) {
        return None;
    }
    *cursor = ahead;
    Some(which)
}

/// Reads a day of the month, `15` or `15th`, but not the beginning of a time.
fn day_number(cursor: &mut Cursor) -> Result<Option<i8>, PhraseError> {
    let Some(digits) = cursor.number_at(0) else {
        return Ok(None);
    };
    let clock = cursor.symbol_at(1, &[':', '.', '-', '/'])
        && cursor.glued_at(1)
        && cursor.number_at(2).is_some();
    if clock || matches!(cursor.word_at(1), Some("am" | "pm" | "a" | "p" | "h")) {
        return Ok(None);
    }
    match digits.parse::<u32>() {
        Ok(day @ 1..=31) => {
            cursor.advance(1);
            eat_suffix(cursor);
            Ok(i8::try_from(day).ok())
        }
        Ok(asked) => Err(PhraseError::DayOfMonth { asked }),
        Err(_) => Err(PhraseError::DayOfMonth { asked: u32::MAX }),
    }
}
