//! Reminders that could not be delivered. Nobody can be told of that where it went wrong, so it is said
//! with the next answer that does reach them, once.

use super::model::KIND;
use crate::chat::message::{Message, TimeStyle};
use crate::engine::turn::Visit;
use crate::feature::meeting::firing::LEDGER_REMINDER;
use crate::ids::{OutboxId, PersonId};
use crate::outbox::{self, Missed, Reason};
use crate::store::Conn;
use crate::words::Arg;
use jiff::Timestamp;

/// What did not reach somebody and of which they do not know.
pub async fn find(conn: &mut Conn, person: PersonId) -> sqlx::Result<Option<Missed>> {
    outbox::missed(conn, person, &[KIND, LEDGER_REMINDER]).await
}

/// They know of it now.
pub async fn told(
    conn: &mut Conn,
    person: PersonId,
    last: OutboxId,
    now: Timestamp,
) -> sqlx::Result<()> {
    outbox::told_missed(conn, person, last, now).await
}

/// What is said about it, below an answer to something else.
pub fn say(visit: &Visit, missed: &Missed) -> Message {
    let words = &visit.words;
    let count = i64::try_from(missed.count).unwrap_or(i64::MAX);
    let at = visit.time(missed.due_at, TimeStyle::Full);
    Message::say(words.remind_missed(count, at))
        .append(why(visit, missed))
        .paragraph(words.remind_missed_see(Arg::command("remind list")))
}

/// Why, and what helps.
pub(super) fn why(visit: &Visit, missed: &Missed) -> Message {
    let words = &visit.words;
    let reason = missed.reason.map_or("unknown", Reason::as_str);
    let line = words.remind_missed_why(Arg::select(reason));
    let closed = matches!(missed.reason, Some(Reason::Forbidden | Reason::Gone));
    let how = missed.platform.filter(|_| closed);
    let how = how.map(|platform| words.remind_missed_how(Arg::select(platform.as_str())));
    Message::say(line).maybe(how.filter(|how| !how.plain().trim().is_empty()))
}
