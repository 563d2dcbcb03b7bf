//! What the outbox keeps.

use crate::chat::address::Address;
use crate::chat::message::Message;
use crate::ids::{GroupId, OutboxId, PersonId};
use jiff::Timestamp;

/// A message to be sent without being asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Names the cause: `schedule:7:2026-03-29`. A second message with the same key is not kept.
    pub key: String,
    /// What it is, for the ledger: `checkin`, `reminder`.
    pub kind: &'static str,
    /// The group in whose ledger it stands; none for what is a person's own.
    pub group: Option<GroupId>,
    /// Whom it is for, if it is one person: it goes when their data goes.
    pub person: Option<PersonId>,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub message: Message,
    /// Where it goes when that place is gone or closed to the bot. Never more public than `to`.
    pub fallback: Option<Address>,
    /// When it should go. In the past: at once.
    pub due_at: Timestamp,
    /// The first instant at which it is too late.
    pub expires_at: Option<Timestamp>,
    /// Whether it is already late when it is put here.
    pub late: bool,
}

impl Outgoing {
    /// A message with a key, and neither group, person, fallback nor end.
    pub fn new(
        key: impl Into<String>,
        kind: &'static str,
        to: Address,
        message: Message,
        due_at: Timestamp,
    ) -> Self {
        Self {
            key: key.into(),
            kind,
            group: None,
            person: None,
            to,
            message,
            fallback: None,
            due_at,
            expires_at: None,
            late: false,
        }
    }

    /// Stands in this group's ledger.
    #[must_use]
    pub fn group(mut self, group: GroupId) -> Self {
        self.group = Some(group);
        self
    }

    /// Is for this person.
    #[must_use]
    pub fn person(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// Goes there when its first destination is gone or forbidden.
    #[must_use]
    pub fn fallback(mut self, address: Address) -> Self {
        self.fallback = Some(address);
        self
    }

    /// Is dropped from this instant on.
    #[must_use]
    pub fn expires_at(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Is late already, and says so in the ledger.
    #[must_use]
    pub fn late(mut self) -> Self {
        self.late = true;
        self
    }
}

macro_rules! named {
    ($($(#[$doc:meta])* $enum:ident { $($(#[$inner:meta])* $name:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $enum { $($(#[$inner])* $name),* }

        impl $enum {
            /// The name in the store, and the one that is typed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// The one with that name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)* _ => None }
            }
        }
    )*};
}

named! {
    /// How far a message has come.
    State {
        /// Waits for its time, or for the next try.
        Pending = "pending",
        /// The platform has been asked; the answer is not there yet.
        Sending = "sending",
        /// Delivered.
        Sent = "sent",
        /// Not delivered, though it should have been.
        Failed = "failed",
        /// Not delivered, because it was no longer wanted.
        Dropped = "dropped",
    }

    /// Why a message was not delivered, or not where or as it should have been.
    Reason {
        /// Its time had passed.
        TooLate = "too_late",
        /// The room or account is no longer there.
        Gone = "gone",
        /// The bot may not write there.
        Forbidden = "forbidden",
        /// An earlier message found the room gone or forbidden.
        Paused = "paused",
        /// The platform cannot carry such a message.
        Unsupported = "unsupported",
        /// The platform could not be reached for a day, or until its time had passed. Nothing says
        /// that it arrived, and nobody could look.
        Transport = "transport",
        /// It may have arrived, and the platform cannot tell: saying it twice would be worse.
        Unknown = "unknown",
        /// The store's text could not be read back.
        Unreadable = "unreadable",
        /// The place has no room for such news, and nobody has wished for one.
        NoPlace = "no_place",
        /// Its cause no longer holds.
        Withdrawn = "withdrawn",
        /// The person it was for erased their data.
        Erased = "erased",
    }
}

/// A row that waits, as the sender reads it.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) id: OutboxId,
    pub(super) kind: String,
    pub(super) group: Option<GroupId>,
    pub(super) message: String,
    pub(super) fallback: Option<String>,
    pub(super) late: bool,
    pub(super) due_at: Timestamp,
    pub(super) retry_at: Timestamp,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) attempts: u32,
    pub(super) revision: u32,
    /// The revision that the platform has: set as soon as the message itself is delivered, so that
    /// what is left to do is an edit.
    pub(super) sent_revision: Option<u32>,
    pub(super) created_at: Timestamp,
    /// When the first try began of which we do not know whether it arrived. A row has it while it
    /// is being sent, keeps it over a crash or a broken connection, and loses it when the platform
    /// has said that nothing arrived.
    pub(super) uncertain_since: Option<Timestamp>,
    /// The platform's ids, as JSON.
    pub(super) sent: Option<String>,
}

impl Waiting {
    pub(super) fn expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }
}
