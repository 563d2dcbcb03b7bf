//! Fills parameters in order: which words belong to which.

use super::{bad, read, shown};
use crate::command::error::UsageError;
use crate::command::lex::Token;
use crate::command::value::{self, BadValue, Value};
use crate::command::{Command, Kind, Need, Param};
use crate::schedule::Timing;
use crate::schedule::once::When;
use crate::schedule::phrase::Phrase;
use std::cell::RefCell;
use std::collections::HashMap;

/// Names of several words are tried up to this length; longer ones go in quotes.
const LONGEST_NAME: usize = 16;

/// A phrase, a time or what could have been one is no longer, in words.
const LONGEST_PHRASE: usize = 24;

pub(super) fn prefix(kind: Kind, words: &[Token]) -> Result<(Value, usize), BadValue> {
    if let Some(first) = words.first().filter(|w| w.quoted) {
        return value::read(kind, &first.text).map(|value| (value, 1));
    }
    let until = words.iter().position(|w| w.quoted).unwrap_or(words.len()).min(LONGEST_PHRASE);
    let texts: Vec<&str> = words[..until].iter().map(|w| w.text.as_str()).collect();
    let read = match kind {
        Kind::Phrase => Phrase::parse_prefix(&texts).map(|(p, used)| (Value::Phrase(p), used)),
        Kind::When => When::parse_prefix(&texts).map(|(w, used)| (Value::When(w), used)),
        _ => Timing::parse_prefix(&texts).map(|(t, used)| (Value::Timing(t), used)),
    };
    read.map_err(BadValue::Phrase)
}

/// The longest run of words, up to six, that is one value: `on the 5th of january 2027`.
pub(super) fn longest(kind: Kind, words: &[Token]) -> Option<(Value, usize)> {
    (1..=words.len().min(6)).rev().find_map(|used| {
        let text = words[..used].iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        value::read(kind, &text).ok().map(|value| (value, used))
    })
}

/// Whether a parameter takes any words.
fn in_words(param: &Param) -> bool {
    matches!(
        param.kind,
        Kind::Word | Kind::Text { .. } | Kind::Anything | Kind::Contact | Kind::Named(_)
    )
}

pub(super) type Found = Vec<(&'static str, Value)>;

/// Fills the parameters of a command in order.
pub(super) struct Reader<'a> {
    command: &'static Command,
    line: &'a str,
    /// The last text of the command, or its way to reach somebody, which takes the rest of the line.
    last_text: Option<&'static str>,
    /// What could not be read, by how many parameters and words were left. Names of several words
    /// are tried at every length, and without this each try would try all behind it again.
    failed: RefCell<HashMap<(usize, usize), UsageError>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(command: &'static Command, line: &'a str) -> Self {
        let contact = command.params.iter().find(|p| p.kind == Kind::Contact);
        let mut texts = command.params.iter().filter(|p| matches!(p.kind, Kind::Text { .. }));
        let last_text = contact.or_else(|| texts.next_back()).map(|p| p.name);
        Self { command, line, last_text, failed: RefCell::default() }
    }

    /// Reads `words`, the last of the line, into `params`, the last of the command.
    pub(super) fn fill(
        &self,
        params: &[&'static Param],
        words: &[Token],
        found: &mut Found,
    ) -> Result<(), UsageError> {
        let place = (params.len(), words.len());
        if let Some(error) = self.failed.borrow().get(&place) {
            return Err(error.clone());
        }
        let filled = self.fill_anew(params, words, found);
        if let Err(error) = &filled {
            self.failed.borrow_mut().insert(place, error.clone());
        }
        filled
    }

    fn fill_anew(
        &self,
        params: &[&'static Param],
        words: &[Token],
        found: &mut Found,
    ) -> Result<(), UsageError> {
        let Some((param, behind)) = params.split_first() else {
            return match words.first() {
                None => Ok(()),
                Some(word) => {
                    let command = self.command;
                    Err(UsageError::Extra { command, typed: shown(&word.text) })
                }
            };
        };
        if words.is_empty() {
            return match params.iter().find(|p| p.need == Need::Required) {
                Some(param) => Err(UsageError::Missing { command: self.command, param }),
                None => Ok(()),
            };
        }
        let before = found.len();
        let taken = self.take(param, behind, words, found);
        if taken.is_err() {
            // What it had taken belongs to whatever is read in its place.
            found.truncate(before);
        }
        match taken {
            Err(error) if param.need == Need::Optional && Self::may_pass(param, words, &error) => {
                let mut without = Vec::new();
                match self.fill(behind, words, &mut without) {
                    Ok(()) => {
                        found.extend(without);
                        Ok(())
                    }
                    // What was meant for this one says more than that nothing else took it.
                    Err(UsageError::Extra { .. }) => Err(error),
                    Err(other) => Err(other),
                }
            }
            other => other,
        }
    }

    /// An optional parameter is passed over when the word cannot have been meant for it: a number
    /// out of range was.
    fn may_pass(param: &Param, words: &[Token], error: &UsageError) -> bool {
        let numeric = words.first().is_some_and(|w| w.text.parse::<f64>().is_ok());
        match error {
            UsageError::Bad {
                why: BadValue::TooLong { .. } | BadValue::Contact(_) | BadValue::NoContact,
                ..
            } => false,
            UsageError::Bad { param: bad, .. } if std::ptr::eq(*bad, param) => {
                !(numeric && matches!(param.kind, Kind::Number { .. } | Kind::Scale(_)))
            }
            UsageError::Extra { .. } => true,
            _ => false,
        }
    }

    fn take(
        &self,
        param: &'static Param,
        behind: &[&'static Param],
        words: &[Token],
        found: &mut Found,
    ) -> Result<(), UsageError> {
        match param.kind {
            Kind::Text { .. } | Kind::Contact if self.last_text == Some(param.name) => {
                let text = self.slice(words);
                found.push((param.name, read(self.command, param, &text)?));
                match behind.iter().find(|p| p.need == Need::Required) {
                    Some(param) => Err(UsageError::Missing { command: self.command, param }),
                    None => Ok(()),
                }
            }
            Kind::Text { .. } | Kind::Named(_) => self.take_words(param, behind, words, found),
            Kind::Phrase | Kind::When | Kind::Timing => {
                let (value, used) = prefix(param.kind, words).map_err(|why| {
                    let typed = self.slice(&words[..words.len().min(LONGEST_PHRASE)]);
                    bad(self.command, param, &typed, why)
                })?;
                found.push((param.name, value));
                self.fill(behind, &words[used..], found)
            }
            Kind::Date | Kind::Zone | Kind::Country | Kind::Time | Kind::Scale(_) => {
                let (value, used) = match longest(param.kind, words) {
                    Some(read) => read,
                    None => (read(self.command, param, &words[0].text)?, 1),
                };
                found.push((param.name, value));
                self.fill(behind, &words[used..], found)
            }
            // Without its sign it may be the first word of what stands behind.
            Kind::Room
                if !value::are_surely_rooms(&words[0].text)
                    && behind.iter().any(|param| in_words(param)) =>
            {
                Err(bad(self.command, param, &words[0].text, BadValue::Room))
            }
            _ => {
                found.push((param.name, read(self.command, param, &words[0].text)?));
                self.fill(behind, &words[1..], found)
            }
        }
    }

    /// As few words as let the rest be read.
    fn take_words(
        &self,
        param: &'static Param,
        behind: &[&'static Param],
        words: &[Token],
        found: &mut Found,
    ) -> Result<(), UsageError> {
        let most = if words[0].quoted { 1 } else { words.len().min(LONGEST_NAME) };
        let (mut first_error, mut telling) = (None, None);
        for used in 1..=most {
            let mut rest = Vec::new();
            match self.fill(behind, &words[used..], &mut rest) {
                Ok(()) => {
                    let text = self.slice(&words[..used]);
                    found.push((param.name, read(self.command, param, &text)?));
                    found.extend(rest);
                    return Ok(());
                }
                // A number that is not one says more than that a word of the name is none.
                Err(error @ UsageError::Bad { why: BadValue::Contact(_), .. }) => {
                    telling.get_or_insert(error);
                }
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        Err(telling.or(first_error).unwrap_or(UsageError::Missing { command: self.command, param }))
    }

    /// The words as they stood in the line, or the inside of the quotes when they are one.
    fn slice(&self, words: &[Token]) -> String {
        match words {
            [] => String::new(),
            [one] => one.text.clone(),
            [first, .., last] => {
                self.line.get(first.start..last.end).unwrap_or_default().to_owned()
            }
        }
    }
}
