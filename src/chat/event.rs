//! What a platform reports.

use super::prompt::Answer;
use crate::command::Thing;
use crate::ids::{AccountId, MessageId, PromptId, RoomId};
use jiff::Timestamp;

/// Names the turn that an event opened, so that the platform finds what it has to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnId(pub u64);

/// Something that happened on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The platform's own name for it, when it has one: the same event is handled once.
    pub native: Option<String>,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub account: AccountId,
    /// The name they go by there. Used in the moment, never stored.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The message that did it, which its author may take back or change later. None where there
    /// is none (a click, a native command, somebody who came).
    pub source: Option<MessageId>,
    /// The turn that it opens.
    pub turn: TurnId,
    /// What happened.
    pub body: EventBody,
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The room.
    pub room: RoomId,
    /// Whether others are there.
    pub kind: RoomKind,
    /// The platform's name for the community that the room belongs to (a guild, a space).
    /// None in direct rooms.
    pub community: Option<String>,
}

/// Whether others are in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomKind {
    /// Members of a group read along.
    Group,
    /// It stands for a whole community, where a platform lets the bot into that and not into its rooms.
    /// Nobody talks there: what is said there goes where the platform has news about the community, if
    /// anywhere.
    Whole,
    /// Only the account and the bot.
    Direct,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventBody {
    /// A native command with named options.
    Invoked {
        /// `meetings next`
        path: String,
        /// Option names and values as text.
        options: Vec<(String, String)>,
        /// Attached files.
        files: Vec<FileRef>,
    },
    /// Something typed. The platform has taken off its prefix or mention.
    Said {
        /// The text after the prefix.
        text: String,
        /// Whether it was for the bot: after a prefix or a mention, or in a direct room. What was
        /// not can still answer a prompt by number.
        addressed: bool,
        /// Attached files.
        files: Vec<FileRef>,
    },
    /// An answer to a prompt.
    Answered {
        /// The prompt.
        prompt: PromptId,
        /// The answer.
        answer: Answer,
    },
    /// Letters are being typed where the name of something is wanted: the platform is told at once
    /// what it could be, with [`suggest`](super::platform::ChatPlatform::suggest).
    Completing {
        /// What kind of thing.
        thing: Thing,
        /// The letters.
        typed: String,
    },
    /// The bot came into a room; the event's account is the one who let it in. Also after it was
    /// away from the room, and when the room has come to belong to another community.
    Entered,
    /// The bot is no longer in the room, or may not write there any more; the event's account is
    /// the one who did that.
    Removed,
    /// The room was replaced by another, which takes over all that belonged to it. Best reported
    /// before the bot enters that one.
    Moved {
        /// The room that replaces it.
        to: RoomId,
    },
    /// The account left the community.
    Left,
    /// The account took back a message; what was derived from it goes too. A platform reports a
    /// changed message as this, and then as something said.
    Redacted {
        /// The message.
        message: MessageId,
    },
}

/// A file somewhere on a platform, not yet downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRef {
    /// What the platform needs to find it.
    pub native: String,
    /// File name.
    pub name: String,
    /// Size in bytes, when it is known beforehand.
    pub bytes: Option<u64>,
}
