//! The trait that each chat platform implements.

use super::address::{Address, Sent};
use super::event::{Event, FileRef, TurnId};
use super::message::Message;
use super::role::Role;
use crate::command::Command;
use crate::ids::{AccountId, OutboxId, PlatformId, RoomId};
use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Something that could be meant by the letters that are being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What stands in the command.
    pub value: String,
    /// What people know it by, where that is something else.
    pub shown: Option<String>,
}

impl From<String> for Suggestion {
    fn from(value: String) -> Self {
        Self { value, shown: None }
    }
}

/// A room, and the name that members see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRoom {
    /// The room.
    pub room: RoomId,
    /// Its name, without a sign before it.
    pub name: String,
}

/// Where a platform puts events. Bounded: a flood waits at the platform's door.
pub type Inbox = mpsc::Sender<Event>;

/// A chat platform: an edge that can be replaced.
#[async_trait]
pub trait ChatPlatform: Send + Sync + 'static {
    /// Which one it is.
    fn id(&self) -> PlatformId;

    /// What it can do. Read in one place, [`route`](super::route::route).
    fn capabilities(&self) -> Capabilities;

    /// Delivers events until `stop`; reconnects by itself; returns only on stop or an error. It is
    /// called again some time after an error, unless that is [`Fatal`].
    async fn run(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()>;

    /// Whether it hears and can be heard at present; read for the health of the whole.
    fn is_connected(&self) -> bool {
        true
    }

    /// Makes the commands known, where the platform has such a thing. Called beside each `run`; may
    /// wait for the connection that `run` makes.
    async fn publish_commands(&self, commands: &'static [&'static Command]) -> anyhow::Result<()>;

    /// Answers the turn in hand, quickly; not repeated after a restart. `visible` says who sees it.
    async fn respond(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError>;

    /// Says where a turn was asked that its answer went to the direct room. `notice` is the sentence
    /// for it. A platform may say it less often, or with less than a sentence: the room need not see
    /// twenty of them.
    async fn answered_elsewhere(
        &self,
        turn: TurnId,
        room: &Address,
        notice: &Message,
    ) -> Result<(), SendError> {
        self.respond(turn, room, notice).await.map(drop)
    }

    /// Says something besides the answer to a turn, to the one who asked alone, when their answer has
    /// reached them. Only now: it is not kept for later, and goes nowhere else.
    async fn say_besides(
        &self,
        turn: TurnId,
        to: &Address,
        message: &Message,
    ) -> Result<Sent, SendError> {
        self.respond(turn, to, message).await
    }

    /// Shows what could be meant by the letters that are being typed, best first. Only asked for by
    /// [`Completing`](super::event::EventBody::Completing).
    async fn suggest(&self, _turn: TurnId, _names: &[Suggestion]) -> Result<(), SendError> {
        Ok(())
    }

    /// Makes the calendar that the platform shows in a community hold these entries of ours, and no
    /// others of ours.
    async fn show_calendar(
        &self,
        _community: &str,
        _entries: &[CalendarEntry],
    ) -> Result<(), SendError> {
        Err(SendError::Unsupported("there is no calendar here"))
    }

    /// The engine has done all that it will do for a turn. A platform that keeps what it has
    /// received until it is answered lets go of it now.
    async fn finished(&self, _turn: TurnId) {}

    /// Sends once per `key`, however often it is called. Without parts nothing was posted: the place has
    /// no room for such news, and nobody has wished for one.
    async fn send(&self, to: &Address, message: &Message, key: SendKey) -> Result<Sent, SendError>;

    /// Makes what was sent say `message`.
    async fn edit(&self, to: &Address, sent: &Sent, message: &Message) -> Result<Sent, SendError>;

    /// After a crash, outside the dedupe window: whether a message with this key stands in the
    /// destination's recent history.
    async fn find_sent(&self, to: &Address, key: SendKey) -> Result<Found, SendError>;

    /// What an account may do in a community; in a room of it, where the platform gives roles by
    /// room. Not being able to find out is an error, not a guest.
    async fn role_of(
        &self,
        account: &AccountId,
        community: &str,
        room: Option<&RoomId>,
    ) -> anyhow::Result<Role>;

    /// The room of a community that somebody means by what they typed: a name, an alias, a mention
    /// as the platform writes it. None where there is no such room, or the bot is not in it.
    async fn room_named(&self, community: &str, typed: &str) -> anyhow::Result<Option<RoomId>>;

    /// The rooms of a community in which the bot can post, by their names.
    async fn rooms(&self, _community: &str) -> anyhow::Result<Vec<NamedRoom>> {
        Ok(Vec::new())
    }

    /// A room as it can be written in a command there when its name will not do.
    fn written(&self, room: &RoomId) -> String {
        room.native().to_owned()
    }

    /// Fetches a file that came with an event; an error when it is longer than `limit` bytes.
    async fn download(&self, file: &FileRef, limit: u64) -> anyhow::Result<Bytes>;
}

/// Why a platform ended for good: trying again would not help, or would do harm (a refused password,
/// a token that was withdrawn). Whoever runs Hearth has to do something; `why` says what, without
/// the secret.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct Fatal {
    /// What is wrong, and what to do.
    pub why: String,
}

/// An entry of a calendar that a platform shows to everybody in a community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// What it is called.
    pub name: String,
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Where it is.
    pub place: String,
}

/// What a platform can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// An answer in a room that one person alone sees.
    pub ephemeral: bool,
    /// Direct rooms that the bot may open.
    pub direct: bool,
    /// Messages can be changed after they were sent.
    pub edit: bool,
    /// Buttons and selects.
    pub native_choices: bool,
    /// Forms.
    pub forms: bool,
    /// The largest file, in bytes.
    pub upload_bytes: u64,
    /// How long the platform itself refuses a second message with the same key.
    pub dedupe_window: Duration,
}

/// The idempotency key of a send: the outbox row and how often its content was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SendKey {
    /// The row.
    pub outbox: OutboxId,
    /// 0 for the message, more for its edits.
    pub revision: u32,
}

/// What a look into a destination's history brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The message stands there.
    There(Sent),
    /// The history reaches back far enough, and it is not there.
    Absent,
    /// The platform cannot tell.
    Unknown,
}

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Too many; this destination alone waits.
    #[error("rate limited for {retry_after:?}")]
    RateLimited {
        /// How long.
        retry_after: Duration,
    },
    /// The room or account is no longer there.
    #[error("the destination is gone")]
    Gone,
    /// The bot may not write there, or the person does not take direct messages.
    #[error("not allowed to write there")]
    Forbidden,
    /// The platform cannot carry such a message at all.
    #[error("not possible here: {0}")]
    Unsupported(&'static str),
    /// Anything that another try may mend.
    #[error("transport: {0}")]
    Transport(anyhow::Error),
}
