//! One step of the story: what somebody does, and what everybody sees of it.

use super::stagecraft::{Attachment, Seen, Stop, Utterance, Where};
use jiff::SignedDuration;
use std::fmt;

/// What somebody does, or what happens.
#[derive(Clone)]
pub(crate) enum Act {
    Command(Where, String, Vec<(String, String)>, Vec<Attachment>),
    Say(Where, String),
    TakeBack(Utterance),
    Change(Utterance, String),
    Choose(Seen, String),
    Fill(Seen, Vec<(String, String)>),
    Advance(SignedDuration),
    Restart(Stop, SignedDuration),
}

/// A step. What is not expected must not be seen: by nobody but those named in [`alone`](Self::alone),
/// and in the room not at all without [`room`](Self::room).
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) who: String,
    pub(crate) act: Act,
    /// Who sees something that nobody else does, and words that stand in it.
    pub(crate) alone: Vec<(String, Vec<String>)>,
    /// Words that the room sees; each message there has some of them.
    pub(crate) room: Vec<String>,
    /// Words that nobody sees.
    pub(crate) never: Vec<String>,
    /// Words that the room does not see, though one person does.
    pub(crate) not_in_room: Vec<String>,
    /// Who is named in the room.
    pub(crate) named: Vec<String>,
}

impl Step {
    fn new(who: &str, act: Act) -> Self {
        Self {
            who: who.to_owned(),
            act,
            alone: Vec::new(),
            room: Vec::new(),
            never: Vec::new(),
            not_in_room: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Somebody gives a command in the room.
    pub(crate) fn command(who: &str, path: &str, options: &[(&str, &str)]) -> Self {
        Self::new(who, Act::Command(Where::Room, path.to_owned(), owned(options), Vec::new()))
    }

    /// Somebody gives a command to the bot alone.
    pub(crate) fn directly(who: &str, path: &str, options: &[(&str, &str)]) -> Self {
        Self::new(who, Act::Command(Where::Direct, path.to_owned(), owned(options), Vec::new()))
    }

    /// A file goes with the command.
    pub(crate) fn attach(mut self, file: Attachment) -> Self {
        match &mut self.act {
            Act::Command(_, _, _, files) => files.push(file),
            other => panic!("no file goes with {other:?}"),
        }
        self
    }

    /// Somebody says something.
    pub(crate) fn says(who: &str, at: Where, text: &str) -> Self {
        Self::new(who, Act::Say(at, text.to_owned()))
    }

    /// Somebody takes back what they said.
    pub(crate) fn takes_back(who: &str, said: &Utterance) -> Self {
        Self::new(who, Act::TakeBack(said.clone()))
    }

    /// Somebody makes what they said say something else.
    pub(crate) fn changes(
        who: &str,
        said: &Utterance,
        path: &str,
        options: &[(&str, &str)],
    ) -> Self {
        let line = super::stagecraft::typed(path, &owned(options));
        Self::new(who, Act::Change(said.clone(), line))
    }

    /// Somebody answers.
    pub(crate) fn chooses(who: &str, seen: &Seen, label: &str) -> Self {
        Self::new(who, Act::Choose(seen.clone(), label.to_owned()))
    }

    /// Somebody fills in a form.
    pub(crate) fn fills(who: &str, seen: &Seen, fields: &[(&str, &str)]) -> Self {
        Self::new(who, Act::Fill(seen.clone(), owned(fields)))
    }

    /// Time passes.
    pub(crate) fn passes(span: SignedDuration) -> Self {
        Self::new("", Act::Advance(span))
    }

    /// The bot ends, and begins again.
    pub(crate) fn restarts(stop: Stop, down: SignedDuration) -> Self {
        Self::new("", Act::Restart(stop, down))
    }

    /// Somebody, and nobody else, sees all of these words.
    pub(crate) fn alone(mut self, who: &str, words: &[&str]) -> Self {
        self.alone.push((who.to_owned(), words.iter().map(|&word| word.to_owned()).collect()));
        self
    }

    /// Everybody in the room sees these words.
    pub(crate) fn room(mut self, words: &[&str]) -> Self {
        self.room.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// Nobody sees these words.
    pub(crate) fn never(mut self, words: &[&str]) -> Self {
        self.never.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// Whoever sees these words, the room does not.
    pub(crate) fn not_in_room(mut self, words: &[&str]) -> Self {
        self.not_in_room.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// What the room sees names this person, because they asked for it.
    pub(crate) fn names(mut self, who: &str) -> Self {
        self.named.push(who.to_owned());
        self
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(at, path, options, _) => {
                write!(f, "gives the command “{path}” ({at:?}) with {options:?}")
            }
            Self::Say(at, text) => write!(f, "says “{text}” ({at:?})"),
            Self::TakeBack(_) => f.write_str("takes back what they said"),
            Self::Change(_, line) => write!(f, "changes what they said to “{line}”"),
            Self::Choose(seen, label) => write!(f, "answers “{label}” to “{}”", seen.text),
            Self::Fill(_, fields) => write!(f, "fills in {fields:?}"),
            Self::Advance(span) => write!(f, "time passes: {span:#}"),
            Self::Restart(stop, down) => write!(f, "the bot is {stop:?} and away for {down:#}"),
        }
    }
}
