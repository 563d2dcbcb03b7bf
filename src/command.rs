//! Commands: one declaration each, from which parsing, help, completion, permissions, native
//! registration and the README table are read.
//!
//! A command is a plain `const` beside its handler, and [`COMMANDS`](table::COMMANDS) lists them in
//! help order: the only registration there is.

pub mod args;
pub mod complete;
pub mod error;
pub mod help;
pub mod lex;
pub mod parse;
pub mod resolve;
pub mod table;
pub mod value;

use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::engine::ctx::Ctx;
use crate::engine::turn::{Known, Turn, Visit};
use crate::error::Failure;
use crate::words::Words;
use args::Args;
use futures_util::future::BoxFuture;
use std::fmt;

/// A sentence without arguments, in the language at hand.
pub type Say = fn(&Words) -> Line;

/// What a handler brings: an answer, or why there is none.
pub type Outcome = Result<Message, Failure>;

/// A command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// What is typed, in lower case: `meetings next`.
    pub path: &'static str,
    /// One line for lists, at most 100 characters.
    pub summary: Say,
    /// What is taken, in the order in which it is typed.
    pub params: &'static [Param],
    /// Who may use it.
    pub needs: Role,
    /// Who sees the answer.
    pub visibility: Visibility,
    /// What it does.
    pub run: Run,
}

/// Something a command takes.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name, in lower case: `minutes`.
    pub name: &'static str,
    /// One line for help, at most 100 characters.
    pub summary: Say,
    /// What it takes.
    pub kind: Kind,
    /// Whether the command does without.
    pub need: Need,
    /// What it usually names, where its kind takes any other words as well.
    pub usually: Option<Thing>,
}

/// Whether a command does without a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It does not.
    Required,
    /// It does.
    Optional,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One word, or several in quotes.
    Word,
    /// Words up to `most` characters. The last one of a command takes the rest of the line.
    Text {
        /// The most characters.
        most: usize,
    },
    /// Any words at all: whatever somebody types there, it is taken, and if it is long, its
    /// beginning. For what must answer everybody. The last and only parameter of its command.
    Anything,
    /// How somebody can be reached: a number, an address, or several. Takes the rest of the line.
    Contact,
    /// A whole number, both ends included.
    Number {
        /// The lowest.
        lowest: i64,
        /// The highest.
        highest: i64,
    },
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A number from 1, or the word that stands for it.
    Scale(&'static [&'static str]),
    /// A recurring time.
    Phrase,
    /// A single time.
    When,
    /// A recurring or a single time.
    Timing,
    /// A time of day.
    Time,
    /// A day: a date, a day of the week, `tomorrow`.
    Date,
    /// An IANA time zone.
    Zone,
    /// A country.
    Country,
    /// A room of the group, as the platform writes it.
    Room,
    /// The name of something that exists.
    Named(Thing),
}

/// Kinds of things that have names to complete and to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A meeting of the group or of its feeds.
    Meeting,
    /// A meeting of the group's own.
    OwnMeeting,
    /// A resource, shipped or the group's.
    Resource,
    /// A resource of the group's own.
    OwnResource,
    /// A topic of resources.
    Topic,
    /// A schedule of the group.
    Schedule,
    /// A reminder of the person.
    Reminder,
    /// A meeting feed.
    Feed,
    /// A coping tool.
    Tool,
    /// A command.
    Command,
    /// A setting of the group.
    Setting,
    /// A country.
    Country,
}

/// What a command does.
#[derive(Clone, Copy)]
pub enum Run {
    /// Answers anybody, leaves no trace, and works when the store does not.
    Visit(for<'a> fn(&'a Ctx, &'a Visit, Args) -> BoxFuture<'a, Outcome>),
    /// Answers a person known to the store about what is theirs alone, also where no group is known.
    Known(for<'a> fn(&'a Ctx, &'a Known, Args) -> BoxFuture<'a, Outcome>),
    /// Answers a person known to the store, in a group.
    Turn(for<'a> fn(&'a Ctx, &'a Turn, Args) -> BoxFuture<'a, Outcome>),
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Visit(_) => "Visit",
            Self::Known(_) => "Known",
            Self::Turn(_) => "Turn",
        })
    }
}

impl Command {
    /// Whether a file can go with it.
    pub fn takes_file(&self) -> bool {
        self.path == crate::feature::feed::add::COMMAND.path
    }

    /// The line that shows how it is typed: `meetings remind <meeting> [minutes]`.
    pub fn usage(&self) -> String {
        let mut line = self.path.to_owned();
        for param in self.params {
            line.push(' ');
            let name = match param.kind {
                Kind::Choice(choices) if param.need == Need::Required && choices.len() <= 5 => {
                    choices.join("/")
                }
                _ => param.name.to_owned(),
            };
            match param.need {
                Need::Required => line.extend(["<", &name, ">"]),
                Need::Optional => line.extend(["[", &name, "]"]),
            }
        }
        line
    }
}

impl Param {
    /// A parameter that the command cannot do without.
    pub const fn required(name: &'static str, kind: Kind, summary: Say) -> Self {
        Self { name, summary, kind, need: Need::Required, usually: None }
    }

    /// A parameter that can be left out.
    pub const fn optional(name: &'static str, kind: Kind, summary: Say) -> Self {
        Self { name, summary, kind, need: Need::Optional, usually: None }
    }

    /// The same, with names to offer to somebody who types; other words are taken as before.
    #[must_use]
    pub const fn usually(self, thing: Thing) -> Self {
        Self { usually: Some(thing), ..self }
    }

    /// The things whose names can be offered to somebody who types.
    pub fn thing(&self) -> Option<Thing> {
        self.usually.or(match self.kind {
            Kind::Named(thing) => Some(thing),
            Kind::Country => Some(Thing::Country),
            _ => None,
        })
    }
}
