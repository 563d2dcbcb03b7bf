//! Messages on their way out: written in the transaction of their cause, sent once.
//!
//! A feature calls [`push`] inside its own transaction and rings the [`Bell`] after the commit. The
//! [`Sender`] does the rest: `pending → sending → sent | failed | dropped`, with a reason in the
//! [`ledger`] for whatever was not delivered.
//!
//! - A row is marked as `sending` in a transaction of its own before the platform is called; no
//!   transaction is open over the call. What came of the call outlives the process at once, and the
//!   machine with the next transaction: until then it is a call that was cut off.
//! - Order is kept per destination, among what is due, by row: a row that has to be tried again
//!   holds back what is behind it, and no other destination.
//! - What is known of a try that was cut off, and what follows: see `outbox/plan.rs`.
//! - The text of a message is erased as soon as it is delivered, or will not be: an edit brings its
//!   whole new text with it, and a question's text is in `prompt.shown`. Rows that were sent are
//!   kept for 30 days, the others for 90.
//! - A platform that is not switched on keeps its rows waiting, until they expire.

mod backoff;
mod bell;
mod checkpoint;
mod delivery;
mod dropped;
pub mod ledger;
mod missed;
mod model;
mod notice;
mod plan;
mod sender;
mod sql;

pub use backoff::Jitter;
pub use bell::Bell;
pub use checkpoint::{Checkpoint, Step};
pub use dropped::{Dropped, note_dropped};
pub use missed::{Missed, missed, told_missed};
pub use model::{Outgoing, Reason, State};
pub use notice::{NOTICE, tell_admins, tell_undelivered};
pub use sender::{Pace, Sender};

use crate::chat::message::Message;
use crate::chat::wire;
use crate::ids::{OutboxId, PersonId, PromptId, RoomId};
use crate::store::Conn;
use jiff::{SignedDuration, Timestamp};

/// How long the ledger keeps what was sent.
const KEEP_SENT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long the ledger keeps what was not.
const KEEP_ENDED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Puts a message into the outbox. `None`: one with that key is there already, which is harmless.
///
/// The prompt of the message, if it has one, must be a row by now.
pub async fn push(
    conn: &mut Conn,
    out: &Outgoing,
    now: Timestamp,
) -> sqlx::Result<Option<OutboxId>> {
    sql::insert(conn, out, now).await
}

/// Puts many messages into the outbox, in their order. Gives how many were new.
pub async fn push_all(conn: &mut Conn, all: &[Outgoing], now: Timestamp) -> sqlx::Result<u64> {
    sql::insert_all(conn, all, now).await
}

/// Changes what a row says. Before it is sent, that is what will be sent; after, the message is
/// edited where the platform can do that, and left alone where it cannot. Several changes become
/// one. `false`: there is nothing to change, as the row is gone, failed or was dropped.
pub async fn revise(
    conn: &mut Conn,
    id: OutboxId,
    message: &Message,
    now: Timestamp,
) -> sqlx::Result<bool> {
    sql::revise(conn, id, &wire::encode(message), now).await
}

/// The rows that ask a question, whether they are sent or still wait.
pub async fn rows_of_prompt(conn: &mut Conn, prompt: PromptId) -> sqlx::Result<Vec<OutboxId>> {
    sql::rows_of_prompt(conn, prompt).await
}

/// When the next message that waits can go, of those that cannot go yet at `now`.
pub async fn next_due(conn: &mut Conn, now: Timestamp) -> sqlx::Result<Option<Timestamp>> {
    sql::next(conn, now).await
}

/// Drops a row that waits. `false`: it is not there, on its way, or sent.
pub async fn withdraw(conn: &mut Conn, id: OutboxId, reason: Reason) -> sqlx::Result<bool> {
    sql::withdraw(conn, id, reason).await
}

/// Drops the rows that wait and whose key is this one, a space, and something.
pub async fn withdraw_under(conn: &mut Conn, key: &str, reason: Reason) -> sqlx::Result<()> {
    sql::withdraw_under(conn, key, reason).await
}

/// Drops all rows that wait for a person. Gives how many.
pub async fn drop_for_person(conn: &mut Conn, person: PersonId) -> sqlx::Result<u64> {
    sql::drop_for_person(conn, person).await
}

/// Ends the pause of a room: somebody has used a command in it. `false`: it was not paused.
pub async fn resume_room(conn: &mut Conn, room: &RoomId) -> sqlx::Result<bool> {
    sql::resume_room(conn, room).await
}

/// Deletes what the ledger need not keep longer; once a day is enough. Gives how many rows.
pub async fn prune(conn: &mut Conn, now: Timestamp) -> sqlx::Result<u64> {
    let ago = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
    sql::prune(conn, ago(KEEP_SENT), ago(KEEP_ENDED), now).await
}
