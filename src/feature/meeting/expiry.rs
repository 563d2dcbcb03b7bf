//! Forgets, once a day, who came to what is over, and meetings that were removed a month ago.

use super::sql;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, NewJob};
use crate::store::{Tx, millis};
use jiff::{SignedDuration, Timestamp};

/// The job's kind and key.
pub const KIND: &str = "attendance_expiry";

/// Answers are kept for a day after the end of the meeting.
const ANSWERS: SignedDuration = SignedDuration::from_hours(24);
/// Removed meetings are kept for 30 days, so that messages on their way can still name them.
const REMOVED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Does it.
pub const HANDLER: Handler =
    Handler { kind: KIND, work: Work::Inside(|_, tx, _, now| Box::pin(forget(tx, now))) };

async fn forget(tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
    let before = |age: SignedDuration| now.saturating_sub(age).map_or(0, millis);
    sql::answers::forget(tx, before(ANSWERS)).await?;
    sql::forget_removed(tx, before(REMOVED)).await?;
    let next = now.saturating_add(SignedDuration::from_hours(24))?;
    job::put(tx, &NewJob::new(KIND, KIND, 0, "", next)).await?;
    Ok(())
}
