//! From the server to the engine, once.
//!
//! [`mod@sync`] asks the server and stores what came and the new token in one transaction; only then the
//! [`mod@deliver`] hands it on. After a crash the server sends again what was not stored, and the store
//! gives again what was not handled; both go by the name of the event, so that nothing runs twice.

mod batch;
mod deliver;
mod gap;
mod happened;
mod read;
mod sync;
mod unread;

pub(super) use batch::moved;
pub(super) use deliver::{finished, run as deliver};
pub(super) use sync::{Ended, describe, run as sync};
pub(super) use unread::retry as read_again;

use crate::chat::event::RoomKind;

/// For how long what was said before still gets an answer, in milliseconds: six hours. After a night
/// away it would come out of nowhere; what rings later is a schedule's business.
const STALE: i64 = 6 * 60 * 60 * 1000;

/// A turn that is being answered.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The name of the event, from which the ids of its answers are made.
    pub(super) native: String,
    /// Where it was said.
    pub(super) room: String,
    /// Whether others are there.
    pub(super) kind: RoomKind,
    /// Who said it.
    pub(super) account: String,
    /// The message; of a changed one, the first.
    pub(super) source: Option<String>,
    /// Whether it is a change of an earlier message.
    pub(super) changed: bool,
    /// The thread that it stands in.
    pub(super) thread: Option<String>,
    /// Whether it was a tap, which shows itself.
    pub(super) tapped: bool,
    /// How many answers it got.
    pub(super) answers: u32,
}
