//! What can be wrong with a typed command, and the sentence that mends it.

use super::value::BadValue;
use super::{Command, Kind, Param};
use crate::chat::message::{Line, Message, Span};
use crate::feature::resource::Country;
use crate::words::{Arg, Words};

/// How somebody can be reached, as it is typed.
const CONTACT: &str = "Night line call 0300 555 0100";

/// What is wrong with a typed command.
#[derive(Debug, Clone)]
pub enum UsageError {
    /// No command of that name.
    Unknown {
        /// What was typed.
        typed: String,
        /// Commands that are near.
        near: Vec<&'static str>,
    },
    /// Something that the command needs was not there.
    Missing {
        /// The command.
        command: &'static Command,
        /// What it needs.
        param: &'static Param,
    },
    /// Something was there but could not be read.
    Bad {
        /// The command.
        command: &'static Command,
        /// What it was for.
        param: &'static Param,
        /// What was typed.
        typed: String,
        /// Why it could not be read.
        why: BadValue,
    },
    /// More than the command takes.
    Extra {
        /// The command.
        command: &'static Command,
        /// The first word too many.
        typed: String,
    },
    /// More than is read of one message.
    LineTooLong {
        /// The command.
        command: &'static Command,
        /// The most characters.
        most: usize,
        /// How many there were.
        got: usize,
    },
    /// An option that is there twice.
    Twice {
        /// The command.
        command: &'static Command,
        /// What it sets.
        param: &'static Param,
    },
    /// An option that the command does not have.
    UnknownOption {
        /// The command.
        command: &'static Command,
        /// What was typed.
        typed: String,
        /// The nearest that it has.
        near: Option<&'static str>,
    },
}

impl UsageError {
    /// The sentence that says what to do, with the command's usage below it.
    pub fn say(&self, words: &Words) -> Message {
        match self {
            Self::Unknown { typed, .. } if !typed.contains(char::is_alphanumeric) => {
                Message::say(words.usage_nameless())
            }
            Self::Unknown { typed, near } => {
                let shown: String = typed.chars().take(60).collect();
                let message = Message::say(words.usage_unknown(Arg::code(shown)));
                match near.as_slice() {
                    [] => message.paragraph(words.usage_see_help()),
                    [one] => {
                        message.paragraph(words.usage_did_you_mean(Arg::command(one.to_string())))
                    }
                    several => message.paragraph(words.usage_did_you_mean_one_of()).list(
                        several
                            .iter()
                            .map(|path| Span::Command((*path).to_owned()).into())
                            .collect(),
                    ),
                }
            }
            Self::Missing { command, param } => usage(
                words,
                command,
                words.usage_missing(Arg::code(param.name), (param.summary)(words)),
            ),
            Self::Bad { command, param, typed, why } => {
                usage(words, command, bad(words, param, typed, why))
            }
            Self::Extra { command, typed } => {
                usage(words, command, words.usage_extra(Arg::code(short(typed))))
            }
            Self::LineTooLong { command, most, got } => {
                usage(words, command, words.usage_line_too_long(*got, *most))
            }
            Self::Twice { command, param } => {
                let option = Arg::code(format!("--{}", param.name));
                usage(words, command, words.usage_option_twice(option))
            }
            Self::UnknownOption { command, typed, near } => {
                let line = words.usage_unknown_option(Arg::code(short(typed)));
                let line = match near {
                    Some(near) => {
                        line.then(words.usage_did_you_mean(Arg::code(format!("--{near}"))))
                    }
                    None => line,
                };
                usage(words, command, line)
            }
        }
    }
}

fn usage(words: &Words, command: &Command, line: Line) -> Message {
    Message::say(line).paragraph(words.usage_usage(Arg::command(command.usage())))
}

/// The beginning of what was typed: enough to be recognised.
fn short(typed: &str) -> String {
    let mut short: String = typed.chars().take(40).collect();
    if short.len() < typed.len() {
        short.push('…');
    }
    short
}

/// Why a value could not be read, as a sentence.
pub fn bad(words: &Words, param: &Param, typed: &str, why: &BadValue) -> Line {
    let name = Arg::code(param.name);
    let whole = typed;
    let typed = Arg::code(short(typed));
    match why {
        BadValue::Number { lowest, highest } => {
            words.usage_not_a_number(name, lowest.to_string(), highest.to_string(), typed)
        }
        BadValue::Choice { choices, near } => {
            let listed = choices.join(", ");
            let line = words.usage_not_a_choice(name, listed, typed);
            match near {
                Some(near) => line.then(words.usage_did_you_mean(Arg::code(*near))),
                None => line,
            }
        }
        BadValue::TooLong { most, got } => words.usage_too_long(name, *got, *most),
        BadValue::Empty => words.usage_empty(name),
        BadValue::Phrase(error) => crate::schedule::say::error(words, error),
        BadValue::Date => words.usage_not_a_date(typed),
        BadValue::Zone => {
            let near = crate::schedule::zone::lookup(whole).err().map(|unknown| unknown.near);
            zone(words, whole, &near.unwrap_or_default())
        }
        BadValue::Country => {
            let near = Country::find(whole).err().unwrap_or_default();
            let near: Vec<&str> = near.iter().map(|country| country.name()).collect();
            let line = words.usage_unknown_country(typed);
            if near.is_empty() { line } else { line.then(words.usage_near(near.join(", "))) }
        }
        BadValue::Room => words.usage_not_a_room(typed),
        BadValue::Contact(why) => crate::feature::resource::refusal(&why.clone().into(), words),
        BadValue::NoContact => words.usage_no_contact(typed, Arg::code(CONTACT)),
    }
}

/// A zone that does not exist, with those that are near.
pub fn zone(words: &Words, asked: &str, near: &[String]) -> Line {
    let line = words.usage_unknown_zone(Arg::code(short(asked)));
    if near.is_empty() {
        line.then(words.usage_zone_example())
    } else {
        line.then(words.usage_near(near.join(", ")))
    }
}

/// The name of a kind, for help.
pub fn kind(words: &Words, kind: Kind) -> Option<Line> {
    Some(match kind {
        Kind::Phrase => words.usage_kind_phrase(),
        Kind::When => words.usage_kind_when(),
        Kind::Timing => words.usage_kind_timing(),
        Kind::Zone => words.usage_kind_zone(),
        Kind::Date => words.usage_kind_date(),
        Kind::Time => words.usage_kind_time(),
        Kind::Number { lowest, highest } => {
            words.usage_kind_number(lowest.to_string(), highest.to_string())
        }
        Kind::Choice(choices) | Kind::Scale(choices) => words.usage_kind_choice(choices.join(", ")),
        _ => return None,
    })
}
