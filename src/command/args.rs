//! The values that a handler gets, by the names of its parameters.

use super::value::Value;
use crate::chat::event::FileRef;
use crate::schedule::Timing;
use crate::schedule::once::{Day, When};
use crate::schedule::phrase::Phrase;
use jiff::civil;

/// Values by the names of parameters. The parser has checked kinds and needs, so a getter of the
/// declared kind answers `None` only for an optional one that was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Args {
    values: Vec<(&'static str, Value)>,
    /// Those that were typed by their place and not by their name.
    in_order: Vec<&'static str>,
    /// Files that came with the command.
    pub files: Vec<FileRef>,
}

impl Args {
    /// No values.
    pub fn new(files: Vec<FileRef>) -> Self {
        Self { values: Vec::new(), in_order: Vec::new(), files }
    }

    /// Sets a value; a later one replaces an earlier one.
    pub fn set(&mut self, name: &'static str, value: Value) {
        self.values.retain(|(other, _)| *other != name);
        self.values.push((name, value));
    }

    /// Sets a value that was typed without its name.
    pub fn set_in_order(&mut self, name: &'static str, value: Value) {
        self.set(name, value);
        self.in_order.push(name);
    }

    /// Whether a value was typed without its name, so that its words may be meant for something else.
    pub fn came_in_order(&self, name: &str) -> bool {
        self.in_order.contains(&name)
    }

    /// Whether a value is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether nothing was given at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Words, a room, or a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Choice(word) => Some(word),
            Value::Zone(name) => Some(name),
            Value::Country(code) => Some(code),
            _ => None,
        }
    }

    /// A number, or a scale's place from 1.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A word of a choice.
    pub fn choice(&self, name: &str) -> Option<&'static str> {
        match self.get(name)? {
            Value::Choice(word) => Some(word),
            _ => None,
        }
    }

    /// A recurring time.
    pub fn phrase(&self, name: &str) -> Option<&Phrase> {
        match self.get(name)? {
            Value::Phrase(phrase) => Some(phrase),
            _ => None,
        }
    }

    /// A single time.
    pub fn when(&self, name: &str) -> Option<&When> {
        match self.get(name)? {
            Value::When(when) => Some(when),
            _ => None,
        }
    }

    /// A recurring or a single time.
    pub fn timing(&self, name: &str) -> Option<&Timing> {
        match self.get(name)? {
            Value::Timing(timing) => Some(timing),
            _ => None,
        }
    }

    /// A time of day.
    pub fn time(&self, name: &str) -> Option<civil::Time> {
        match self.get(name)? {
            Value::Time(time) => Some(*time),
            _ => None,
        }
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Day> {
        match self.get(name)? {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }
}
