//! A time of day by itself.

use super::phrase::PhraseError;
use super::phrase::{error::Expected, lexer, times};
use jiff::civil::Time;

/// Reads a time of day: `04:00`, `7:30 pm`, `noon`.
pub fn time(text: &str) -> Result<Time, PhraseError> {
    if text.len() > 100 {
        return Err(PhraseError::TooLong { most: 100 });
    }
    let words = [text];
    let lexed = lexer::lex(&words);
    let mut cursor = lexer::Cursor::new(&lexed);
    let value = times::read_time(&mut cursor)?.ok_or_else(|| cursor.expected(Expected::Time))?;
    if cursor.at_end() { Ok(value) } else { Err(cursor.expected(Expected::End)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_by_themselves() {
        assert_eq!(time("4:00"), Ok(Time::constant(4, 0, 0, 0)));
        assert_eq!(time("7:30 pm"), Ok(Time::constant(19, 30, 0, 0)));
        for text in ["", "25:00", "9", "09:00 daily"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
