//! What a parameter becomes once it is read.

use super::Kind;
use crate::feature::resource::channel::BadChannel;
use crate::feature::resource::country::Country;
use crate::feature::resource::own;
use crate::schedule::Timing;
use crate::schedule::once::When;
use crate::schedule::phrase::{Phrase, PhraseError};
use crate::schedule::zone::{self, UnknownZone};
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
    /// A civil date.
    Date(civil::Date),
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
    /// Not a zone.
    Zone(UnknownZone),
    /// Not a country.
    Country {
        /// Names that are near.
        near: Vec<String>,
    },
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
        Kind::Date => {
            crate::schedule::civil::date(text).map(Value::Date).map_err(|_| BadValue::Date)
        }
        Kind::Zone => match zone::lookup(text) {
            Ok(zone) => Ok(Value::Zone(zone.iana_name().unwrap_or("UTC").to_owned())),
            Err(unknown) => Err(BadValue::Zone(unknown)),
        },
        Kind::Country => Country::find(text)
            .map(|country| Value::Country(country.code().to_owned()))
            .map_err(|near| BadValue::Country {
                near: near.iter().map(|country| country.name().to_owned()).collect(),
            }),
        Kind::Room => {
            let looks = text.starts_with(['#', '!', '<']) && !text.contains(char::is_whitespace);
            if looks { Ok(Value::Text(text.to_owned())) } else { Err(BadValue::Room) }
        }
    }
}

fn words(text: &str, most: usize) -> Result<Value, BadValue> {
    let tidy: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let tidy = tidy.trim();
    let got = tidy.chars().count();
    match got {
        0 => Err(BadValue::Empty),
        got if got > most => Err(BadValue::TooLong { most, got }),
        _ => Ok(Value::Text(tidy.to_owned())),
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
        .map(|word| (word, strsim::damerau_levenshtein(word, &typed)))
        .filter(|(word, distance)| *distance <= (word.chars().count() / 3).max(1))
        .min_by_key(|(_, distance)| *distance)
        .map(|(word, _)| word)
}
