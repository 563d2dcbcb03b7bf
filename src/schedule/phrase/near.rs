//! The nearest known word, for "did you mean".

use super::error::PhraseError;
use super::lexer::Cursor;

/// Every word a phrase or a single time may begin or go on with.
const KNOWN: [&str; 45] = [
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "weekdays",
    "weekends",
    "every",
    "other",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "last",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mondays",
    "tuesdays",
    "thursdays",
    "from",
    "until",
    "except",
    "noon",
    "midnight",
    "at",
    "cron",
    "rrule",
    "today",
    "tomorrow",
    "tonight",
    "in",
    "hours",
    "minutes",
];

/// The known word that differs by a slip of the fingers, if there is one.
pub(crate) fn nearest(word: &str) -> Option<&'static str> {
    // No known word is longer than 9 letters.
    let most = match word.chars().take(12).count() {
        0..=2 | 12.. => return None,
        3..=4 => 1,
        _ => 2,
    };
    KNOWN
        .iter()
        .map(|known| (strsim::osa_distance(word, known), *known))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .min()
        .map(|(_, known)| known)
}

/// Turns "expected something" at a mistyped word into "unknown word", which says more.
pub(crate) fn explain(error: PhraseError, cursor: &Cursor) -> PhraseError {
    let PhraseError::Expected { found: Some(found), .. } = &error else {
        return error;
    };
    let word = cursor.word_at(0).filter(|word| word == found).unwrap_or(found);
    match nearest(word) {
        Some(near) if word.chars().all(char::is_alphabetic) => {
            PhraseError::UnknownWord { word: word.to_owned(), near: Some(near) }
        }
        _ => error,
    }
}

/// The error for what follows a complete phrase or time.
pub(crate) fn leftover(cursor: &Cursor) -> PhraseError {
    use super::error::Expected;
    let mut ahead = *cursor;
    if ahead.eat(&["from", "starting", "since", "until", "till", "through", "except", "excluding"])
    {
        return ahead.expected(Expected::Date);
    }
    match cursor.word_at(0) {
        Some(word) => PhraseError::UnknownWord { word: word.to_owned(), near: nearest(word) },
        None => cursor.expected(Expected::End),
    }
}
