//! Reads the words behind a command into its parameters.
//!
//! Words fill parameters in order. `--name value` sets one by name. A phrase or a time takes as many
//! words as make one. A name or a text that is not the last takes as few words as let the rest be
//! read; the last text takes the rest of the line, as does a way to reach somebody. An optional parameter that the next word cannot
//! be is passed over.

mod fill;

use super::args::Args;
use super::error::UsageError;
use super::lex::Token;
use super::value::{self, BadValue, Value};
use super::{Command, Kind, Need, Param};
use crate::chat::event::FileRef;
use fill::{Reader, longest, prefix};

/// An error keeps so much of what was typed, in characters.
const MOST_SHOWN: usize = 120;

/// The most characters of a line that are read. More than the longest text of any command by far, so
/// that who writes too long a note is told how long a note may be.
pub const MOST_LINE: usize = 20_000;

/// Reads `tokens`, the words of `line` behind the command's path. Takes a time that grows with the
/// line and not with its square, whatever stands in it.
pub fn typed(
    command: &'static Command,
    line: &str,
    tokens: &[Token],
    files: Vec<FileRef>,
) -> Result<Args, UsageError> {
    let mut args = Args::new(files);
    if takes_anything(command) {
        // Dashes and quotes in a cry for help are no options.
        let said = tokens.first().zip(tokens.last()).and_then(|(a, z)| line.get(a.start..z.end));
        if let (Some(param), Some(said)) = (command.params.first(), said) {
            set_anything(command, param, tokens, said, &mut args);
        }
        return Ok(args);
    }
    check_length(command, [line].into_iter())?;
    let plain = take_options(command, line, tokens, &mut args)?;
    let open: Vec<&'static Param> = command.params.iter().filter(|p| !args.has(p.name)).collect();
    let reader = Reader::new(command, line);
    let mut found = Vec::new();
    reader.fill(&open, &plain, &mut found)?;
    for (name, value) in found {
        args.set_in_order(name, value);
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
    if !takes_anything(command) {
        check_length(command, options.iter().map(|(_, text)| text.as_str()))?;
    }
    for (name, text) in options {
        match param_named(command, name) {
            Ok(param) if param.kind == Kind::Anything => {
                // What has nothing in it is as if it were not there.
                if let Ok(value) = read(command, param, text) {
                    args.set(param.name, value);
                }
            }
            Err(_) if takes_anything(command) => {}
            param => {
                let param = param?;
                once(command, param, &args)?;
                args.set(param.name, read(command, param, text)?);
            }
        }
    }
    check_needs(command, &args)?;
    Ok(args)
}

fn takes_anything(command: &Command) -> bool {
    command.params.iter().any(|param| param.kind == Kind::Anything)
}

fn check_length<'a>(
    command: &'static Command,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), UsageError> {
    let got = texts.map(|text| text.chars().count()).sum();
    match got > MOST_LINE {
        true => Err(UsageError::LineTooLong { command, most: MOST_LINE, got }),
        false => Ok(()),
    }
}

/// An option given twice is refused and not guessed at.
fn once(command: &'static Command, param: &'static Param, args: &Args) -> Result<(), UsageError> {
    if args.has(param.name) { Err(UsageError::Twice { command, param }) } else { Ok(()) }
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
            typed: format!("--{}", shown(name)),
            near: value::nearest(command.params.iter().map(|p| p.name), name),
        }
    })
}

fn read(command: &'static Command, param: &'static Param, text: &str) -> Result<Value, UsageError> {
    value::read(param.kind, text).map_err(|why| bad(command, param, text, why))
}

/// Keeps the beginning of what was typed; no error shows more.
fn bad(command: &'static Command, param: &'static Param, typed: &str, why: BadValue) -> UsageError {
    UsageError::Bad { command, param, typed: shown(typed), why }
}

fn shown(typed: &str) -> String {
    typed.chars().take(MOST_SHOWN).collect()
}

/// Takes all that was said, or the inside of the quotes when it is one quotation.
fn set_anything(
    command: &'static Command,
    param: &'static Param,
    tokens: &[Token],
    said: &str,
    args: &mut Args,
) {
    let said = match tokens {
        [one] => one.text.as_str(),
        _ => said,
    };
    // `--country gb` is how options are written; any other dashes are part of what was said.
    let option = format!("--{}", param.name);
    let said = match said.strip_prefix(option.as_str()) {
        Some(value)
            if value.is_empty() || value.starts_with(|c: char| c == '=' || c.is_whitespace()) =>
        {
            value.trim_start_matches('=')
        }
        _ => said,
    };
    if let Ok(value) = read(command, param, said) {
        args.set(param.name, value);
    }
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
        once(command, param, args)?;
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
                    typed: shown(&token.text),
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

#[cfg(test)]
mod tests;
