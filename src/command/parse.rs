//! Reads the words behind a command into its parameters.
//!
//! Words fill parameters in order. `--name value` sets one by name. A phrase or a time takes as many
//! words as make one. A name or a text that is not the last takes as few words as let the rest be
//! read; the last text takes the rest of the line, as does a way to reach somebody. An optional parameter that the next word cannot
//! be is passed over.

use super::args::Args;
use super::error::UsageError;
use super::lex::Token;
use super::value::{self, BadValue, Value};
use super::{Command, Kind, Need, Param};
use crate::chat::event::FileRef;
use crate::schedule::Timing;
use crate::schedule::once::When;
use crate::schedule::phrase::Phrase;

/// Names of several words are tried up to this length; longer ones go in quotes.
const LONGEST_NAME: usize = 16;

/// Reads `tokens`, the words of `line` behind the command's path.
pub fn typed(
    command: &'static Command,
    line: &str,
    tokens: &[Token],
    files: Vec<FileRef>,
) -> Result<Args, UsageError> {
    let mut args = Args::new(files);
    let plain = take_options(command, line, tokens, &mut args)?;
    let open: Vec<&'static Param> = command.params.iter().filter(|p| !args.has(p.name)).collect();
    let reader = Reader { command, line, last_text: last_text(command) };
    let mut found = Vec::new();
    reader.fill(&open, &plain, &mut found)?;
    for (name, value) in found {
        args.set(name, value);
    }
    check_needs(command, &args)?;
    Ok(args)
}

/// Reads named options as a platform with native commands sends them.
pub fn named(
    command: &'static Command,
    options: &[(String, String)],
    files: Vec<FileRef>,
) -> Result<Args, UsageError> {
    let mut args = Args::new(files);
    for (name, text) in options {
        let param = param_named(command, name)?;
        args.set(param.name, read(command, param, text)?);
    }
    check_needs(command, &args)?;
    Ok(args)
}

fn check_needs(command: &'static Command, args: &Args) -> Result<(), UsageError> {
    match command.params.iter().find(|p| p.need == Need::Required && !args.has(p.name)) {
        Some(param) => Err(UsageError::Missing { command, param }),
        None => Ok(()),
    }
}

fn param_named(command: &'static Command, name: &str) -> Result<&'static Param, UsageError> {
    command.params.iter().find(|p| p.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        UsageError::UnknownOption {
            command,
            typed: format!("--{name}"),
            near: value::nearest(command.params.iter().map(|p| p.name), name),
        }
    })
}

fn read(command: &'static Command, param: &'static Param, text: &str) -> Result<Value, UsageError> {
    value::read(param.kind, text).map_err(|why| UsageError::Bad {
        command,
        param,
        typed: text.to_owned(),
        why,
    })
}

fn last_text(command: &Command) -> Option<&'static str> {
    let contact = command.params.iter().find(|p| p.kind == Kind::Contact);
    let mut texts = command.params.iter().filter(|p| matches!(p.kind, Kind::Text { .. }));
    contact.or_else(|| texts.next_back()).map(|p| p.name)
}

/// Takes the `--name value` pairs out; what is left fills parameters in order.
fn take_options(
    command: &'static Command,
    line: &str,
    tokens: &[Token],
    args: &mut Args,
) -> Result<Vec<Token>, UsageError> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let Some(option) = option_name(token) else {
            plain.push(token.clone());
            continue;
        };
        let (name, joined) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let param = param_named(command, name)?;
        let rest = &tokens[at..];
        let until = rest.iter().position(|t| option_name(t).is_some()).unwrap_or(rest.len());
        let used = match joined {
            Some(_) => 0,
            None => words_of_value(param.kind, &rest[..until]),
        };
        let text = match (joined, rest[..used].first(), rest[..used].last()) {
            (Some(value), _, _) => value.to_owned(),
            (None, Some(one), Some(_)) if used == 1 => one.text.clone(),
            (None, Some(first), Some(last)) => line[first.start..last.end].to_owned(),
            _ => {
                return Err(UsageError::Bad {
                    command,
                    param,
                    typed: token.text.clone(),
                    why: BadValue::Empty,
                });
            }
        };
        args.set(param.name, read(command, param, &text)?);
        at += used;
    }
    Ok(plain)
}

fn option_name(token: &Token) -> Option<&str> {
    let name = token.text.strip_prefix("--")?;
    (!token.quoted && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(name)
}

/// How many of the words belong to an option's value.
fn words_of_value(kind: Kind, words: &[Token]) -> usize {
    match kind {
        _ if words.first().is_some_and(|w| w.quoted) => 1,
        Kind::Text { .. } | Kind::Contact | Kind::Named(_) => words.len(),
        Kind::Phrase | Kind::When | Kind::Timing => {
            prefix(kind, words).map_or(words.len(), |(_, used)| used)
        }
        Kind::Date | Kind::Zone | Kind::Country | Kind::Time | Kind::Scale(_) => {
            longest(kind, words).map_or(1, |(_, used)| used).min(words.len())
        }
        _ => words.len().min(1),
    }
}

fn prefix(kind: Kind, words: &[Token]) -> Result<(Value, usize), BadValue> {
    if let Some(first) = words.first().filter(|w| w.quoted) {
        return value::read(kind, &first.text).map(|value| (value, 1));
    }
    let until = words.iter().position(|w| w.quoted).unwrap_or(words.len()).min(24);
    let texts: Vec<&str> = words[..until].iter().map(|w| w.text.as_str()).collect();
    let read = match kind {
        Kind::Phrase => Phrase::parse_prefix(&texts).map(|(p, used)| (Value::Phrase(p), used)),
        Kind::When => When::parse_prefix(&texts).map(|(w, used)| (Value::When(w), used)),
        _ => Timing::parse_prefix(&texts).map(|(t, used)| (Value::Timing(t), used)),
    };
    read.map_err(BadValue::Phrase)
}

/// The longest run of words, up to four, that is one value.
fn longest(kind: Kind, words: &[Token]) -> Option<(Value, usize)> {
    (1..=words.len().min(4)).rev().find_map(|used| {
        let text = words[..used].iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        value::read(kind, &text).ok().map(|value| (value, used))
    })
}

type Found = Vec<(&'static str, Value)>;

struct Reader<'a> {
    command: &'static Command,
    line: &'a str,
    last_text: Option<&'static str>,
}

impl Reader<'_> {
    fn fill(
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
                    Err(UsageError::Extra { command, typed: word.text.clone() })
                }
            };
        };
        if words.is_empty() {
            return match params.iter().find(|p| p.need == Need::Required) {
                Some(param) => Err(UsageError::Missing { command: self.command, param }),
                None => Ok(()),
            };
        }
        let taken = self.take(param, behind, words, found);
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
        let bad = |typed: &str, why| UsageError::Bad {
            command: self.command,
            param,
            typed: typed.to_owned(),
            why,
        };
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
                let (value, used) =
                    prefix(param.kind, words).map_err(|why| bad(&self.slice(words), why))?;
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

#[cfg(test)]
mod tests;
