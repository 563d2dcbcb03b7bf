//! What became of messages: read by `/admin deliveries`.
//!
//! The ledger has neither text nor people: who got a direct message is nobody's business.

use super::model::{Reason, State};
use super::sql;
use crate::ids::{GroupId, OutboxId, RoomId};
use crate::store::Conn;
use jiff::Timestamp;

/// A message in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The row.
    pub id: OutboxId,
    /// What it is: `checkin`, `reminder`.
    pub kind: String,
    /// Where it went last.
    pub to: Destination,
    /// How far it has come.
    pub state: State,
    /// Why it was not delivered, or why not where or as it was meant to be.
    pub reason: Option<Reason>,
    /// Whether it went out more than a minute after its time.
    pub late: bool,
    /// When it should have gone.
    pub due_at: Timestamp,
    /// When the next try is, while it waits.
    pub retry_at: Timestamp,
    /// How often it was tried, rate limits apart, and how often a change of it failed.
    pub attempts: u32,
    /// How often it was changed after it was sent.
    pub revision: u32,
    /// When it was delivered.
    pub sent_at: Option<Timestamp>,
}

/// Where a message in the ledger went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A room.
    Room(RoomId),
    /// One person; the ledger does not say who.
    Person,
}

/// How many messages are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not yet gone.
    pub waiting: u64,
    /// Delivered.
    pub sent: u64,
    /// Not delivered, though they should have been.
    pub failed: u64,
    /// Not delivered, because they were no longer wanted.
    pub dropped: u64,
    /// Of those delivered, more than a minute after their time.
    pub late: u64,
    /// Of all, those tried more than once.
    pub retried: u64,
}

/// A group's messages, newest first, at most `limit`; `before` continues an earlier list after its
/// last row.
pub async fn list(
    conn: &mut Conn,
    group: GroupId,
    filter: Option<State>,
    limit: u32,
    before: Option<OutboxId>,
) -> sqlx::Result<Vec<Entry>> {
    sql::list(conn, group, filter, limit, before).await
}

/// A group's messages, counted.
pub async fn counts(conn: &mut Conn, group: GroupId) -> sqlx::Result<Counts> {
    sql::counts(conn, group).await
}

/// All messages, counted: for metrics, health and the end of a script.
pub async fn totals(conn: &mut Conn) -> sqlx::Result<Counts> {
    sql::totals(conn).await
}
