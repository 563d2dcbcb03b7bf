//! Dates: `2026-12-01`, `1 dec 2026`, `dec 1`.

use jiff::civil::Date;

use super::error::{Expected, PhraseError};
use super::lexer::Cursor;

/// A date as people write it, with or without the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A full date.
    Full(Date),
    /// A month, 1 to 12, and a day that this month has in some year.
    MonthDay(i8, i8),
}

/// The first year that is taken; before it no zone is to be trusted.
const FIRST_YEAR: i16 = 1970;

/// Reads a date. Nothing when what stands here does not look like one.
pub(crate) fn read_date(cursor: &mut Cursor) -> Result<Option<Written>, PhraseError> {
    if let Some(first) = cursor.number_at(0) {
        let dashed =
            cursor.symbol_at(1, &['-', '/', '.']) && cursor.glued_at(1) && cursor.glued_at(2);
        let dashed_twice =
            cursor.symbol_at(3, &['-', '/', '.']) && cursor.glued_at(3) && cursor.glued_at(4);
        if first.len() == 4
            && dashed
            && dashed_twice
            && let (Some(month), Some(day)) = (cursor.number_at(2), cursor.number_at(4))
        {
            let date = full(first, month.parse().ok(), day)?;
            cursor.advance(5);
            return Ok(Some(Written::Full(date)));
        }
        // `1 dec`, `1st december 2026`, `1st of december`
        let mut ahead = *cursor;
        ahead.advance(1);
        eat_suffix(&mut ahead);
        ahead.eat(&["of"]);
        if first.len() <= 2
            && let Some(month) = read_month(&mut ahead)
        {
            return written(cursor, ahead, month, first).map(Some);
        }
        return Ok(None);
    }
    // `dec 1`, `december 1st, 2026`
    let mut ahead = *cursor;
    let Some(month) = read_month(&mut ahead) else {
        return Ok(None);
    };
    let Some(day) = ahead.number_at(0).filter(|digits| digits.len() <= 2) else {
        return Ok(None);
    };
    // `dec 1:30` is a month and a time, which is no date.
    if ahead.symbol_at(1, &[':']) && ahead.glued_at(1) {
        return Ok(None);
    }
    ahead.advance(1);
    eat_suffix(&mut ahead);
    written(cursor, ahead, month, day).map(Some)
}

/// Reads a date that must have a year, as `from`, `until` and `except` need.
pub(crate) fn read_full_date(cursor: &mut Cursor) -> Result<Option<Date>, PhraseError> {
    let mut ahead = *cursor;
    match read_date(&mut ahead)? {
        Some(Written::Full(date)) => {
            *cursor = ahead;
            Ok(Some(date))
        }
        Some(Written::MonthDay(..)) => Err(cursor.expected(Expected::Date)),
        // Digits after `from` are meant as a date, whatever they look like.
        None if cursor.number_at(0).is_some() => Err(cursor.expected(Expected::Date)),
        None => Ok(None),
    }
}

/// Reads a month and a day, such as `12-31`, `dec 31` or `31 december`, for `yearly`.
pub(crate) fn read_month_day(cursor: &mut Cursor) -> Result<Option<(i8, i8)>, PhraseError> {
    let dashed = cursor.symbol_at(1, &['-', '/']) && cursor.glued_at(1) && cursor.glued_at(2);
    if dashed && let (Some(month), Some(day)) = (cursor.number_at(0), cursor.number_at(2)) {
        let pair = month_day(month.parse().ok(), day)?;
        cursor.advance(3);
        return Ok(Some(pair));
    }
    let mut ahead = *cursor;
    match read_date(&mut ahead)? {
        Some(Written::MonthDay(month, day)) => {
            *cursor = ahead;
            Ok(Some((month, day)))
        }
        _ => Ok(None),
    }
}

/// Moves over `st`, `nd`, `rd` or `th` if it touches the number before it.
pub(crate) fn eat_suffix(cursor: &mut Cursor) -> bool {
    cursor.glued_at(0) && cursor.eat(&["st", "nd", "rd", "th"])
}

fn written<'a>(
    cursor: &mut Cursor<'a>,
    mut ahead: Cursor<'a>,
    month: i8,
    day: &str,
) -> Result<Written, PhraseError> {
    let mut with_year = ahead;
    if with_year.symbol_at(0, &[',']) {
        with_year.advance(1);
    }
    let year = with_year.number_at(0).filter(|digits| digits.len() == 4);
    let result = if let Some(year) = year {
        with_year.advance(1);
        ahead = with_year;
        Written::Full(full(year, Some(month), day)?)
    } else {
        let (month, day) = month_day(Some(month), day)?;
        Written::MonthDay(month, day)
    };
    *cursor = ahead;
    Ok(result)
}

fn full(year: &str, month: Option<i8>, day: &str) -> Result<Date, PhraseError> {
    let text = format!("{year}-{:02}-{day:0>2}", month.unwrap_or_default());
    let impossible = |nearest| PhraseError::ImpossibleDate { text: text.clone(), nearest };
    let year: i16 =
        year.parse().ok().filter(|year| *year >= FIRST_YEAR).ok_or_else(|| impossible(None))?;
    let first =
        month.and_then(|month| Date::new(year, month, 1).ok()).ok_or_else(|| impossible(None))?;
    let nearest = Some(first.last_of_month());
    let day: i8 = day.parse().map_err(|_| impossible(nearest))?;
    Date::new(year, first.month(), day)
        .map_err(|_| impossible(if day < 1 { Some(first) } else { nearest }))
}

/// A leap year, in which every day that any year has exists.
const LEAP: &str = "2024";

fn month_day(month: Option<i8>, day: &str) -> Result<(i8, i8), PhraseError> {
    match full(LEAP, month, day) {
        Ok(date) => Ok((date.month(), date.day())),
        Err(_) => Err(PhraseError::ImpossibleDate {
            text: format!("{:02}-{day:0>2}", month.unwrap_or_default()),
            nearest: None,
        }),
    }
}

fn read_month(cursor: &mut Cursor) -> Option<i8> {
    let word = cursor.word_at(0)?;
    let month = MONTHS.iter().position(|full| {
        word == *full
            || (word.len() >= 3 && word == full.get(..3).unwrap_or(full))
            || (word == "sept" && *full == "september")
    })?;
    cursor.advance(1);
    if cursor.symbol_at(0, &['.']) && cursor.glued_at(0) {
        cursor.advance(1);
    }
    i8::try_from(month + 1).ok()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
