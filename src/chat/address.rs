//! Where a message goes.

use crate::ids::{AccountId, BadId, MessageId, PlatformId, RoomId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a message goes. Its text form is the destination within which order is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Address {
    /// A room of a group.
    Room(RoomId),
    /// The direct room with an account.
    Direct(AccountId),
    /// Seen in a room by one account alone, where the platform can do that.
    Ephemeral(RoomId, AccountId),
}

impl Address {
    /// The platform that delivers there.
    pub fn platform(&self) -> PlatformId {
        match self {
            Self::Room(room) | Self::Ephemeral(room, _) => room.platform(),
            Self::Direct(account) => account.platform(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Room(room) => write!(f, "room:{room}"),
            Self::Direct(account) => write!(f, "direct:{account}"),
            Self::Ephemeral(room, account) => write!(f, "only:{account} {room}"),
        }
    }
}

impl FromStr for Address {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.to_owned());
        let (kind, rest) = text.split_once(':').ok_or_else(bad)?;
        match kind {
            "room" => Ok(Self::Room(rest.parse()?)),
            "direct" => Ok(Self::Direct(rest.parse()?)),
            "only" => {
                let (account, room) = rest.split_once(' ').ok_or_else(bad)?;
                Ok(Self::Ephemeral(room.parse()?, account.parse()?))
            }
            _ => Err(bad()),
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

/// What was sent: one message, or several where one was too long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sent {
    /// The parts in order.
    pub parts: Vec<MessageId>,
}
