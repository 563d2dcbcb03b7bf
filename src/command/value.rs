//! What a parameter becomes once it is read.

use super::Kind;
use crate::feature::resource::channel::BadChannel;
use crate::feature::resource::country::Country;
use crate::feature::resource::own;
use crate::ids::PlatformId;
use crate::schedule::Timing;
use crate::schedule::once::{Day, When};
use crate::schedule::phrase::{Phrase, PhraseError};
use crate::schedule::zone;
use jiff::civil;

/// A value that has been read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number; a scale's place, from 1.
    Number(i64),
    /// One of the words of a choice.
    Choice(&'static str),
    /// A recurring time.
    Phrase(Phrase),
    /// A single time.
    When(When),
    /// Either.
    Timing(Timing),
    /// A time of day.
    Time(civil::Time),
    /// A day, before it is known when today is.
    Day(Day),
    /// The name of a zone that exists.
    Zone(String),
    /// Two letters of a country that exists.
    Country(String),
}

/// Why a value could not be read.
#[derive(Debug, Clone, PartialEq)]
pub enum BadValue {
    /// Not a whole number in the range.
    Number {
        /// The lowest that is taken.
        lowest: i64,
        /// The highest.
        highest: i64,
    },
    /// Not one of the words.
    Choice {
        /// The words.
        choices: &'static [&'static str],
        /// The nearest of them, if one is near.
        near: Option<&'static str>,
    },
    /// Longer than what is kept.
    TooLong {
        /// The most characters.
        most: usize,
        /// How many there were.
        got: usize,
    },
    /// Nothing where something is needed.
    Empty,
    /// Not a time or a phrase.
    Phrase(PhraseError),
    /// Not a date.
    Date,
    /// Not a zone. Those that are near are looked for when it is said, not at each try.
    Zone,
    /// Not a country; the same.
    Country,
    /// Not a room.
    Room,
    /// Meant as a way to reach somebody, and not one.
    Contact(BadChannel),
    /// Nothing in it looks like a way to reach somebody.
    NoContact,
}

/// Reads the whole text as one value.
pub fn read(kind: Kind, text: &str) -> Result<Value, BadValue> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadValue::Empty);
    }
    match kind {
        Kind::Word => words(text, 1000),
        Kind::Named(_) => words(text, 200),
        Kind::Text { most } => words(text, most),
        Kind::Anything => words(&beginning(text), MOST_ANYTHING),
        Kind::Contact => match own::contacts(text) {
            Ok(_) => words(text, 300),
            Err(why) if own::is_contact(text) => Err(BadValue::Contact(why)),
            Err(_) => Err(BadValue::NoContact),
        },
        Kind::Number { lowest, highest } => match text.parse() {
            Ok(number) if (lowest..=highest).contains(&number) => Ok(Value::Number(number)),
            _ => Err(BadValue::Number { lowest, highest }),
        },
        Kind::Choice(choices) => choice(choices, text).map(Value::Choice),
        Kind::Scale(names) => scale(names, text),
        Kind::Phrase => Phrase::parse(text).map(Value::Phrase).map_err(BadValue::Phrase),
        Kind::When => When::parse(text).map(Value::When).map_err(BadValue::Phrase),
        Kind::Timing => Timing::parse(text).map(Value::Timing).map_err(BadValue::Phrase),
        Kind::Time => crate::schedule::civil::time(text).map(Value::Time).map_err(BadValue::Phrase),
        Kind::Date => Day::parse(text).map(Value::Day).map_err(|_| BadValue::Date),
        Kind::Zone => match zone::known(text) {
            Some(zone) => Ok(Value::Zone(zone::name(&zone).to_owned())),
            None => Err(BadValue::Zone),
        },
        Kind::Country => match Country::known(text) {
            Some(country) => Ok(Value::Country(country.code().to_owned())),
            None => Err(BadValue::Country),
        },
        Kind::Room if rooms(text) => Ok(Value::Text(text.to_owned())),
        Kind::Room => Err(BadValue::Room),
    }
}

/// Whether something may be a room, or several with commas between, on any platform: a name with or
/// without its sign, an alias (`#general:example.org`), an id (`!room:example.org`, a long number), a
/// mention (`<#1234>`), a link (`https://matrix.to/#/…`), or one of these behind a platform's name
/// (`discord:#general`). Which room it is, and whether there is one, the platform knows.
fn rooms(text: &str) -> bool {
    text.chars().count() <= LONGEST_ROOMS
        && text.split(',').all(|room| !own_name(room).trim_matches(['#', ' ']).is_empty())
}

/// Names of rooms with commas between are no longer, in characters.
const LONGEST_ROOMS: usize = 600;

/// A room without the name of its platform before it.
fn own_name(text: &str) -> &str {
    match text.split_once(':') {
        Some((platform, rest)) if platform.trim().parse::<PlatformId>().is_ok() => rest,
        _ => text,
    }
}

/// Whether something cannot be meant as anything but a room, because it has the signs of one: where
/// other words may stand as well, a bare name is not taken for a room.
pub(super) fn are_surely_rooms(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.split(',').all(surely_room)
}

fn surely_room(text: &str) -> bool {
    let text = own_name(text);
    let link = text.strip_prefix("https://matrix.to/#/").or_else(|| text.strip_prefix("matrix:r"));
    let number = text.len() >= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    link.is_some_and(|rest| rest.len() > 1)
        || number
        || text.starts_with(['#', '!', '<']) && text.len() > 1
}

/// How much of a [`Kind::Anything`] is looked at, in characters.
const MOST_ANYTHING: usize = 6000;

fn beginning(text: &str) -> String {
    text.chars().take(MOST_ANYTHING).collect()
}

/// Text without what cannot be seen: control characters except line ends, and marks that turn the
/// reading direction of what stands behind them.
pub(crate) fn tidy(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace("\r\n", "\n").chars().filter(|c| !hidden(*c)).collect::<String>().trim().to_owned()
}

fn words(text: &str, most: usize) -> Result<Value, BadValue> {
    let tidy = tidy(text);
    let got = tidy.chars().count();
    match got {
        0 => Err(BadValue::Empty),
        got if got > most => Err(BadValue::TooLong { most, got }),
        _ => Ok(Value::Text(tidy)),
    }
}

fn choice(choices: &'static [&'static str], text: &str) -> Result<&'static str, BadValue> {
    choices
        .iter()
        .find(|choice| choice.eq_ignore_ascii_case(text))
        .copied()
        .ok_or_else(|| BadValue::Choice { choices, near: nearest(choices.iter().copied(), text) })
}

fn scale(names: &'static [&'static str], text: &str) -> Result<Value, BadValue> {
    let highest = names.len() as i64;
    if let Ok(number) = text.parse::<i64>() {
        return if (1..=highest).contains(&number) {
            Ok(Value::Number(number))
        } else {
            Err(BadValue::Number { lowest: 1, highest })
        };
    }
    let place = names.iter().position(|name| {
        name.eq_ignore_ascii_case(text) || name.replace(' ', "-").eq_ignore_ascii_case(text)
    });
    place.map(|place| Value::Number(place as i64 + 1)).ok_or_else(|| BadValue::Choice {
        choices: names,
        near: nearest(names.iter().copied(), text),
    })
}

/// The nearest of some words, when one is near enough to be what was meant.
pub fn nearest<'a>(words: impl Iterator<Item = &'a str>, typed: &str) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    words
        .filter_map(|word| Some((word, near(word, &typed)?)))
        .min_by_key(|(_, distance)| *distance)
        .map(|(word, _)| word)
}

/// How far a typed word is from a known one, when it is near. Words of quite another length are not
/// compared: that takes time with their length, and they are not near.
pub(crate) fn near(known: &str, typed: &str) -> Option<usize> {
    let length = known.chars().count();
    let allowed = (length / 3).max(1);
    let typed_length = typed.chars().take(length + allowed + 1).count();
    if typed_length.abs_diff(length) > allowed {
        return None;
    }
    Some(strsim::damerau_levenshtein(known, typed)).filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_may_be_any_name_and_is_surely_one_by_its_sign() {
        for (text, may, surely) in [
            ("general", true, false),
            ("Quiet room", true, false),
            ("discord:general", true, false),
            ("general, #lounge", true, false),
            ("#general", true, true),
            ("discord:#general", true, true),
            ("#general,", false, false),
            ("general,,lounge", false, false),
            ("#", false, false),
            ("discord:", false, false),
        ] {
            assert_eq!(read(Kind::Room, text).is_ok(), may, "{text}");
            assert_eq!(are_surely_rooms(text), surely, "{text}");
        }
        assert!(read(Kind::Room, &"x".repeat(LONGEST_ROOMS + 1)).is_err());
    }

    #[test]
    fn a_room_with_its_sign_is_told_from_a_word() {
        for (text, looks) in [
            ("#general", true),
            ("#general:example.org", true),
            ("!abc:example.org", true),
            ("<#123>", true),
            ("123456789012345678", true),
            ("https://matrix.to/#/#general:example.org", true),
            ("discord:#general", true),
            ("#general,discord:#general", true),
            ("general", false),
            ("2026", false),
            ("discord:general", false),
            ("#general,", false),
            ("#", false),
            ("#general #other", false),
            ("https://example.org/", false),
        ] {
            assert_eq!(are_surely_rooms(text), looks, "{text}");
        }
    }
}
