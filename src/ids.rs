//! Names for things: ours as numbers that cannot be mixed up, the platforms' as qualified text.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

numbered! {
    /// A person, who may have several accounts. Says nothing about who they are.
    PersonId,
    /// A community. A Discord guild or a Matrix space belongs to one.
    GroupId,
    /// A schedule of a group.
    ScheduleId,
    /// A meeting, a group's own or one from a feed.
    MeetingId,
    /// A meeting feed.
    FeedId,
    /// A personal reminder.
    ReminderId,
    /// A question that waits for an answer.
    PromptId,
    /// A message on its way out.
    OutboxId,
    /// Something due at an instant.
    JobId,
    /// A check-in: one person, one day.
    CheckinId,
    /// A group's own resource.
    ResourceId,
}

/// Which chat platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlatformId {
    /// The terminal.
    Console,
    /// Discord.
    Discord,
    /// Matrix.
    Matrix,
}

impl PlatformId {
    /// The name used in text forms and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Discord => "discord",
            Self::Matrix => "matrix",
        }
    }
}

impl fmt::Display for PlatformId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text form that names no platform, or one we do not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a qualified id: {0}")]
pub struct BadId(pub String);

impl FromStr for PlatformId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        match text {
            "console" => Ok(Self::Console),
            "discord" => Ok(Self::Discord),
            "matrix" => Ok(Self::Matrix),
            other => Err(BadId(other.to_owned())),
        }
    }
}

macro_rules! qualified {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name {
            platform: PlatformId,
            native: String,
        }

        impl $name {
            /// An id as the platform itself writes it.
            pub fn new(platform: PlatformId, native: impl Into<String>) -> Self {
                Self { platform, native: native.into() }
            }

            /// The platform it belongs to.
            pub fn platform(&self) -> PlatformId {
                self.platform
            }

            /// The id as the platform writes it.
            pub fn native(&self) -> &str {
                &self.native
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:{}", self.platform, self.native)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let (platform, native) =
                    text.split_once(':').ok_or_else(|| BadId(text.to_owned()))?;
                if native.is_empty() {
                    return Err(BadId(text.to_owned()));
                }
                Ok(Self { platform: platform.parse()?, native: native.to_owned() })
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }
    )*};
}

qualified! {
    /// An account on a platform: `discord:1234`, `matrix:@ann:example.org`, `console:ann`.
    AccountId,
    /// A room on a platform: `console:#general`.
    RoomId,
}

/// A message on a platform, in the room where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageId {
    /// The room.
    pub room: RoomId,
    /// The id as the platform writes it.
    pub native: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_come_back_as_they_were() {
        for text in ["discord:1234", "matrix:@ann:example.org", "console:#general"] {
            assert_eq!(text.parse::<AccountId>().map(|id| id.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "ann", "irc:ann", "discord:"] {
            assert!(text.parse::<RoomId>().is_err(), "{text}");
        }
    }
}
