//! Messages that were never put into the queue, because their time had passed: written down in the
//! ledger all the same.

mod sql;

use super::model::Reason;
use crate::chat::address::Address;
use crate::ids::GroupId;
use crate::store::{Conn, millis};
use jiff::Timestamp;
use serde::Serialize;

/// A message that is not sent.
#[derive(Debug, Clone, Serialize)]
pub struct Dropped {
    key: String,
    kind: &'static str,
    group: GroupId,
    to: Address,
    due: i64,
    reason: &'static str,
}

impl Dropped {
    /// One that should have gone `to` a place at `due`.
    pub fn new(
        key: impl Into<String>,
        kind: &'static str,
        group: GroupId,
        to: Address,
        due: Timestamp,
        reason: Reason,
    ) -> Self {
        Self { key: key.into(), kind, group, to, due: millis(due), reason: reason.as_str() }
    }
}

/// Writes them into the ledger; one whose key is there already stays as it is. Whoever calls this
/// tells the admins ([`tell_undelivered`](super::tell_undelivered)). Gives how many were new.
pub async fn note_dropped(conn: &mut Conn, all: &[Dropped], now: Timestamp) -> sqlx::Result<u64> {
    if all.is_empty() {
        return Ok(0);
    }
    let rows = serde_json::to_string(all).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sql::insert(conn, &rows, millis(now)).await
}
