//! A time of day or a date by itself.

use super::phrase::PhraseError;
use super::phrase::{dates, error::Expected, lexer, times};
use jiff::civil::{Date, Time};

/// Reads a time of day: `04:00`, `7:30 pm`, `noon`.
pub fn time(text: &str) -> Result<Time, PhraseError> {
    whole(text, Expected::Time, times::read_time)
}

/// Reads a date with its year: `2026-12-25`, `25 dec 2026`.
pub fn date(text: &str) -> Result<Date, PhraseError> {
    whole(text, Expected::Date, dates::read_full_date)
}

fn whole<T>(
    text: &str,
    what: Expected,
    read: impl FnOnce(&mut lexer::Cursor<'_>) -> Result<Option<T>, PhraseError>,
) -> Result<T, PhraseError> {
    if text.len() > 100 {
        return Err(PhraseError::TooLong { most: 100 });
    }
    let words = [text];
    let lexed = lexer::lex(&words);
    let mut cursor = lexer::Cursor::new(&lexed);
    let value = read(&mut cursor)?.ok_or_else(|| cursor.expected(what))?;
    if cursor.at_end() { Ok(value) } else { Err(cursor.expected(Expected::End)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_dates_by_themselves() {
        assert_eq!(time("4:00"), Ok(Time::constant(4, 0, 0, 0)));
        assert_eq!(time("7:30 pm"), Ok(Time::constant(19, 30, 0, 0)));
        assert_eq!(date("2026-12-25"), Ok(Date::constant(2026, 12, 25)));
        for text in ["", "25:00", "9", "09:00 daily"] {
            assert!(time(text).is_err(), "{text}");
        }
        for text in ["", "2026-02-30", "christmas"] {
            assert!(date(text).is_err(), "{text}");
        }
    }
}
