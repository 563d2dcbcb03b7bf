//! Reminders that did not reach the person they were for, until that person has been told.

use super::model::Reason;
use super::sql;
use crate::chat::address::Address;
use crate::ids::{OutboxId, PersonId, PlatformId};
use crate::store::Conn;
use jiff::Timestamp;

/// What did not reach somebody, and what they have not been told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// How many.
    pub count: u64,
    /// The last of them.
    pub last: OutboxId,
    /// For when that was.
    pub due_at: Timestamp,
    /// Why it did not arrive.
    pub reason: Option<Reason>,
    /// Where it was to be delivered.
    pub platform: Option<PlatformId>,
}

/// What did not reach a person and of which they do not know; only messages of these kinds.
pub async fn missed(
    conn: &mut Conn,
    person: PersonId,
    kinds: &[&str],
) -> sqlx::Result<Option<Missed>> {
    sql::missed(conn, person, kinds).await
}

/// The person has been told of all that was missed, up to this one.
pub async fn told_missed(
    conn: &mut Conn,
    person: PersonId,
    last: OutboxId,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::told_missed(conn, person, last, now).await
}

pub(super) fn platform_of(destination: &str) -> Option<PlatformId> {
    destination.parse::<Address>().ok().map(|address| address.platform())
}
