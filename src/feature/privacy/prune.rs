//! Forgets, once a day, what nobody needs any more: old lines of the ledger, events that no platform
//! delivers again, codes that ran out, questions that were settled long ago, and which message made
//! what once it is gone.

use super::sql;
use crate::engine::interview;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, NewJob};
use crate::outbox;
use crate::store::{Conn, Tx, millis};
use jiff::{SignedDuration, Timestamp};

/// The job's kind and key.
pub const KIND: &str = "prune";

/// Does it.
pub const HANDLER: Handler =
    Handler { kind: KIND, work: Work::Inside(|_, tx, _, now| Box::pin(work(tx, now))) };

/// No platform delivers an event again after that.
const EVENTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// For so long an answer to an old question gets a sentence that fits it.
const PROMPTS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A form that is asked as a conversation is over by then.
const INTERVIEWS: SignedDuration = SignedDuration::from_hours(2 * 24);

async fn work(tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
    prune(tx, now).await?;
    let next = now.checked_add(SignedDuration::from_hours(24))?;
    job::put(tx, &NewJob::new(KIND, KIND, 0, "", next)).await?;
    Ok(())
}

/// Deletes it. Gives how many rows.
pub async fn prune(conn: &mut Conn, now: Timestamp) -> sqlx::Result<u64> {
    let before = |age| millis(now.checked_sub(age).unwrap_or(Timestamp::MIN));
    let mut gone = outbox::prune(conn, now).await?;
    gone += sql::prune::events(conn, before(EVENTS)).await?;
    gone += sql::prune::codes(conn, millis(now)).await?;
    gone += sql::prune::derived(conn, millis(now)).await?;
    gone += interview::end_before(conn, now.checked_sub(INTERVIEWS).unwrap_or(now)).await?;
    gone += sql::prune::prompts(conn, before(PROMPTS)).await?;
    Ok(gone)
}
