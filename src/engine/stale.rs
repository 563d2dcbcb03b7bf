//! What a turn knew when it began, and whether it still holds when the turn writes.
//!
//! Events of one account are handled one after the other. But a person may have several accounts: what
//! is erased, or switched off, with one of them must not come back with a check-in that the other is
//! about to keep. An admin may change what the group has set, such as that nothing is kept; or make two
//! groups one while somebody writes in the one that goes. So the transaction that writes looks again
//! first; where something is different, the turn starts over.

use super::once::EventKey;
use super::settings::Settings;
use super::sql::{self, StandingRow};
use super::turn::Known;
use crate::error::Failure;
use crate::store::Conn;

/// How often a turn starts over before it is given up.
pub(super) const TRIES: u32 = 3;

#[derive(Debug, thiserror::Error)]
#[error("it is different from when the turn began")]
struct Stale;

/// Fails when what the turn knew holds no longer.
pub(super) async fn check(conn: &mut Conn, known: &Known) -> sqlx::Result<()> {
    let group = known.here.group.map(|group| group.0);
    same(known, &sql::standing(conn, known.person.0, group).await?)
}

/// The same, and marks the turn of an event as done.
pub(super) async fn check_and_mark(
    conn: &mut Conn,
    known: &Known,
    event: &EventKey,
) -> sqlx::Result<()> {
    same(known, &event.done(conn, Some(known.person), known.here.group).await?)
}

fn same(known: &Known, now: &StandingRow) -> sqlx::Result<()> {
    let set = Settings::read(&now.settings)?;
    if now.agreed == Some(known.profile.history_days) && set == known.here.set {
        return Ok(());
    }
    Err(sqlx::Error::Decode(Box::new(Stale)))
}

/// Whether a turn should start over.
pub(super) fn is_stale(failure: &Failure) -> bool {
    match failure {
        Failure::Database(sqlx::Error::Decode(error)) => error.is::<Stale>(),
        // What is written belongs to a person or a group that has gone.
        Failure::Database(sqlx::Error::Database(error)) => error.is_foreign_key_violation(),
        _ => false,
    }
}
