//! Days of the week: sets of them and the words for them.

use jiff::civil::Weekday;

use super::error::{Expected, PhraseError};
use super::lexer::Cursor;

/// A set of days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);

    /// Adds a day.
    pub fn insert(&mut self, day: Weekday) {
        self.0 |= bit(day);
    }

    /// Whether the day is one of these.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Whether there is no day here.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        MONDAY_FIRST.into_iter().filter(move |day| self.contains(*day))
    }

    fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        let mut set = Self::default();
        days.into_iter().for_each(|day| set.insert(day));
        set
    }
}

/// The short name that the canonical text uses.
pub fn short_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

/// The day that a word in lower case names, in the singular.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" => Weekday::Monday,
        "tue" | "tues" | "tuesday" => Weekday::Tuesday,
        "wed" | "weds" | "wednesday" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thursday,
        "fri" | "friday" => Weekday::Friday,
        "sat" | "saturday" => Weekday::Saturday,
        "sun" | "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// Reads one day of the week, singular or plural.
pub(crate) fn read_day(cursor: &mut Cursor) -> Option<Weekday> {
    let word = cursor.word_at(0)?;
    let day = weekday(word).or_else(|| weekday(word.strip_suffix('s')?))?;
    cursor.advance(1);
    // `sat.` as an abbreviation, but not the stop of a sentence.
    if cursor.symbol_at(0, &['.']) && cursor.glued_at(0) {
        cursor.advance(1);
    }
    Some(day)
}

/// Reads days, groups and ranges: `mon,wed and fri`, `mon-fri`, `weekdays`. Nothing when
/// there is no day here.
pub(crate) fn read_days(cursor: &mut Cursor) -> Option<Weekdays> {
    let mut days = read_group(cursor)?;
    loop {
        let mut ahead = *cursor;
        ahead.eat_separator();
        let Some(more) = read_group(&mut ahead) else {
            return Some(days);
        };
        days.extend(more);
        *cursor = ahead;
    }
}

/// Like [`read_days`], and an error when there is no day here.
pub(crate) fn require_days(cursor: &mut Cursor) -> Result<Weekdays, PhraseError> {
    read_days(cursor).ok_or_else(|| cursor.expected(Expected::Weekday))
}

fn read_group(cursor: &mut Cursor) -> Option<Weekdays> {
    if cursor.eat(&["weekdays", "weekday", "workdays"]) {
        return Some(Weekdays::WORKING);
    }
    if cursor.eat(&["weekends", "weekend"]) {
        return Some(Weekdays::WEEKEND);
    }
    let first = read_day(cursor)?;
    let mut ahead = *cursor;
    let range = if ahead.symbol_at(0, &['-', '–', '—']) {
        ahead.advance(1);
        true
    } else {
        ahead.eat(&["to", "through", "thru"])
    };
    if range && let Some(last) = read_day(&mut ahead) {
        *cursor = ahead;
        return Some(through(first, last));
    }
    Some(Weekdays::from_iter([first]))
}

/// The days from one to another, both included, over the end of the week where needed.
fn through(first: Weekday, last: Weekday) -> Weekdays {
    let days = usize::from(last.since(first).unsigned_abs()) + 1;
    first.cycle_forward().take(days).collect()
}

const MONDAY_FIRST: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}
