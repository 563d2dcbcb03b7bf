//! The gateway: how Discord tells what happens.
//!
//! The connection is ours and not serenity's, whose own ends a session where it could be resumed (a
//! heartbeat that is not answered, an orderly stop), hangs on two close codes, and drops what it cannot
//! read. Here every event is handed on as it came; a session is resumed wherever Discord allows it,
//! also by the next process, from the first event that was not handled.

pub mod close;
mod connection;
mod gate;
pub(super) mod progress;
mod shard;

pub(super) use gate::Gate;
pub(super) use shard::{Dispatch, Shard, run};

/// What we want to be told: guilds and their channels (1), and messages to the bot alone (4096). None
/// of them is privileged: Discord tells us nothing about who else is in a guild, and not what people
/// write to each other.
pub(super) const INTENTS: u64 = 1 | 1 << 12;
