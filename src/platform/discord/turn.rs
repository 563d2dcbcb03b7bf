//! What a turn answers.

use super::edge::Place;
use crate::chat::event::RoomKind;
use crate::ids::AccountId;
use serde_json::Value;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use tokio::sync::Mutex;

/// What a turn answers.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) how: How,
    pub(super) account: AccountId,
    pub(super) channel: String,
    pub(super) kind: RoomKind,
    /// How many answers it got.
    pub(super) answers: AtomicU32,
    /// Lets go of the event when the turn is over.
    pub(super) _place: Option<Place>,
}

/// How a turn is answered.
#[derive(Debug)]
pub(super) enum How {
    /// With an interaction's token.
    Interaction(Asked),
    /// With a message in the channel. It has the number of the message that asked.
    Message(String),
    /// Not at all.
    Quietly,
    /// Not at all; the bot was let into a server, which is noted when the turn is over.
    Entered { guild: String, system: Option<String> },
}

/// An interaction that is being answered.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) token: String,
    pub(super) application: String,
    pub(super) kind: Kind,
    /// Whether the one who asked alone sees the answer. Fixed with the first sign of life.
    pub(super) private: bool,
    pub(super) locale: Option<String>,
    pub(super) sign: Mutex<Sign>,
    /// What can be tapped below the answer, besides what the answer itself asks.
    pub(super) below: OnceLock<Vec<Value>>,
}

/// What kind of interaction it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Command,
    /// A message's menu.
    Offer,
    Tapped,
    Typing,
    Form,
}

/// What was said to an interaction so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing yet; its time is short.
    None,
    /// That an answer comes.
    Deferred,
    /// An answer.
    Answered,
    /// An earlier process has answered, and went before it could note that.
    Earlier,
    /// Its time was over before anything was said.
    Over,
}
