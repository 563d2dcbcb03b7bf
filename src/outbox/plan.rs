//! What to do with a row, and what to make of the platform's answer. Pure.
//!
//! # Nothing twice
//!
//! A try whose answer never came (a crash, a broken connection, a time limit) may have arrived. The
//! row remembers when the first such try began:
//!
//! - Within the platform's dedupe window from there it is sent again with the same key.
//! - After it, [`find_sent`](crate::chat::platform::ChatPlatform::find_sent) is asked first. A
//!   message that stands there counts as sent; one that is certainly absent is sent anew. Where the
//!   platform cannot tell, the row fails as [`Reason::Unknown`], because the ledger can be read and a message cannot be unsaid.
//! - It moves to its fallback only when it is certain that nothing arrived.

use super::backoff::Jitter;
use super::model::{Reason, Waiting};
use crate::chat::address::Sent;
use crate::chat::platform::{Capabilities, Found, SendError};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Sent this long after its time, a message counts as late.
const PUNCTUAL: SignedDuration = SignedDuration::from_secs(60);
/// How long the platform may be out of reach before a message fails.
const PERSISTENCE: SignedDuration = SignedDuration::from_hours(24);
/// Tries that a message gets even if it is a day old already, because the bot was away.
const LEAST_TRIES: u32 = 10;
/// A paused room gets one try this often, so that it comes back by itself.
const PROBE: SignedDuration = SignedDuration::from_hours(24);
/// No platform keeps us waiting longer than this, whatever it says.
const LONGEST_LIMIT: Duration = Duration::from_hours(24);

/// What to do with a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Not yet.
    Wait,
    /// It needs no platform.
    Settle(Verdict),
    /// Send it.
    Send,
    /// Change what was sent.
    Edit(Sent),
    /// Find out whether it arrived.
    Look,
}

/// What becomes of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The platform shows this revision.
    Sent { sent: Sent, revision: u32, late: bool },
    /// Another try.
    Retry { at: Timestamp, counted: Counted, certain: Certain },
    /// Nothing arrived, though we did not know it: begin anew.
    Afresh,
    /// Not there: to the fallback, or the end.
    Divert(Reason),
    /// Should have been delivered.
    Fail(Reason),
    /// No longer wanted.
    Drop(Reason),
    /// Stays as it was sent, without its last change.
    Keep(Option<Reason>),
}

/// Whether a try counts towards the back-off and the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Yes,
    No,
}

/// Whether a try is known not to have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certain {
    Yes,
    No,
}

/// What to do with a row now. `paused_at` is that of its room.
pub(super) fn plan(
    row: &Waiting,
    paused_at: Option<Timestamp>,
    can: &Capabilities,
    now: Timestamp,
) -> Plan {
    if row.retry_at > now {
        return Plan::Wait;
    }
    if row.sent_revision.is_some() {
        let sent = row.sent.as_deref().and_then(|json| serde_json::from_str::<Sent>(json).ok());
        return match sent {
            _ if row.sent_revision == Some(row.revision) => Plan::Settle(Verdict::Keep(None)),
            Some(sent) if can.edit && !sent.parts.is_empty() => Plan::Edit(sent),
            _ => Plan::Settle(Verdict::Keep(Some(Reason::Unsupported))),
        };
    }
    match row.uncertain_since {
        None if row.expired(now) => Plan::Settle(Verdict::Drop(Reason::TooLate)),
        None if paused_at.is_some_and(|at| within(at, now, PROBE)) => {
            Plan::Settle(Verdict::Divert(Reason::Paused))
        }
        None => Plan::Send,
        Some(_) if row.expired(now) => Plan::Look,
        Some(first) => {
            let window = SignedDuration::try_from(can.dedupe_window).unwrap_or(SignedDuration::MAX);
            if within(first, now, window) { Plan::Send } else { Plan::Look }
        }
    }
}

/// What becomes of a row after a send. `row` is as it was before the try.
///
/// For a row that is uncertain a refusal is not the last word: see [`judge_refused`].
pub(super) fn judge_send(
    row: &Waiting,
    result: Result<Sent, SendError>,
    began: Timestamp,
    now: Timestamp,
    jitter: Jitter,
) -> Verdict {
    match result {
        Ok(sent) if sent.parts.is_empty() => Verdict::Drop(Reason::NoPlace),
        Ok(sent) => arrived(row, sent, began),
        Err(SendError::RateLimited { retry_after }) => limited(row, retry_after, now),
        Err(SendError::Gone) => Verdict::Divert(Reason::Gone),
        Err(SendError::Forbidden) => Verdict::Divert(Reason::Forbidden),
        Err(SendError::Unsupported(_)) => Verdict::Fail(Reason::Unsupported),
        Err(SendError::Transport(_)) => {
            let since = row.due_at.max(row.created_at);
            let tries = row.attempts.saturating_add(1);
            if !within(since, now, PERSISTENCE) && tries >= LEAST_TRIES {
                return Verdict::Fail(Reason::Transport);
            }
            again(row, now, jitter)
        }
    }
}

/// What becomes of a row that may have arrived and was then refused, after a look: `otherwise`, the
/// verdict on the refusal, only when it is certain that nothing stands there.
pub(super) fn judge_refused(
    row: &Waiting,
    found: Result<Found, SendError>,
    otherwise: Verdict,
    now: Timestamp,
) -> Verdict {
    match found {
        Ok(Found::Absent) => otherwise,
        Ok(Found::There(sent)) => arrived(row, sent, row.uncertain_since.unwrap_or(now)),
        Ok(Found::Unknown) | Err(_) => Verdict::Fail(Reason::Unknown),
    }
}

/// What becomes of a row after a look in the room's history.
pub(super) fn judge_look(
    row: &Waiting,
    found: Result<Found, SendError>,
    now: Timestamp,
    jitter: Jitter,
) -> Verdict {
    match found {
        Ok(Found::Absent) => Verdict::Afresh,
        Ok(Found::There(sent)) => arrived(row, sent, row.uncertain_since.unwrap_or(now)),
        Err(SendError::RateLimited { retry_after }) => limited(row, retry_after, now),
        Err(SendError::Transport(_)) => {
            let since = row.due_at.max(row.created_at);
            let spent = !within(since, now, PERSISTENCE) && row.attempts >= LEAST_TRIES;
            if row.expired(now) || spent {
                return Verdict::Fail(Reason::Transport);
            }
            again(row, now, jitter)
        }
        Ok(Found::Unknown)
        | Err(SendError::Gone | SendError::Forbidden | SendError::Unsupported(_)) => {
            Verdict::Fail(Reason::Unknown)
        }
    }
}

/// What becomes of a row after an edit. An edit can be repeated without harm.
pub(super) fn judge_edit(
    row: &Waiting,
    result: Result<Sent, SendError>,
    now: Timestamp,
    jitter: Jitter,
) -> Verdict {
    match result {
        Ok(sent) => Verdict::Sent { sent, revision: row.revision, late: row.late },
        Err(SendError::RateLimited { retry_after }) => limited(row, retry_after, now),
        Err(SendError::Gone) => Verdict::Keep(Some(Reason::Gone)),
        Err(SendError::Forbidden) => Verdict::Keep(Some(Reason::Forbidden)),
        Err(SendError::Unsupported(_)) => Verdict::Keep(Some(Reason::Unsupported)),
        Err(SendError::Transport(_)) => {
            let since = row.uncertain_since.unwrap_or(now);
            if within(since, now, PERSISTENCE) {
                again(row, now, jitter)
            } else {
                Verdict::Keep(Some(Reason::Transport))
            }
        }
    }
}

fn arrived(row: &Waiting, sent: Sent, began: Timestamp) -> Verdict {
    // An earlier try may be the one that arrived, with the content of its time; the edit that
    // follows makes sure.
    let revision = if row.uncertain_since.is_some() { 0 } else { row.revision };
    let late = row.late || began.duration_since(row.due_at) > PUNCTUAL;
    Verdict::Sent { sent, revision, late }
}

fn limited(row: &Waiting, retry_after: Duration, now: Timestamp) -> Verdict {
    let at = after(now, retry_after.min(LONGEST_LIMIT));
    let certain = if row.uncertain_since.is_some() { Certain::No } else { Certain::Yes };
    Verdict::Retry { at, counted: Counted::No, certain }
}

fn again(row: &Waiting, now: Timestamp, jitter: Jitter) -> Verdict {
    let wait = jitter.delay(row.id, row.attempts.saturating_add(1));
    Verdict::Retry { at: after(now, wait), counted: Counted::Yes, certain: Certain::No }
}

/// Later than `now`, even by a wait of nothing: a try that is to be repeated at once repeats for ever.
fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait.max(Duration::from_millis(1))).unwrap_or(Timestamp::MAX)
}

/// Whether less than `span` has passed since `start`. A clock that went back says no.
fn within(start: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    let passed = now.duration_since(start);
    !passed.is_negative() && passed < span
}

impl Verdict {
    /// For the log.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Retry { .. } => "retry",
            Self::Afresh => "afresh",
            Self::Divert(_) => "divert",
            Self::Fail(_) => "fail",
            Self::Drop(_) => "drop",
            Self::Keep(_) => "keep",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OutboxId;

    const CAN: Capabilities = Capabilities {
        ephemeral: false,
        direct: false,
        edit: true,
        native_choices: false,
        forms: false,
        upload_bytes: 0,
        dedupe_window: Duration::from_mins(5),
    };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("an instant")
    }

    fn row() -> Waiting {
        Waiting {
            id: OutboxId(1),
            kind: "test".into(),
            group: None,
            message: String::new(),
            fallback: None,
            late: false,
            due_at: at(1_000),
            retry_at: at(1_000),
            expires_at: Some(at(2_000)),
            attempts: 0,
            revision: 0,
            sent_revision: None,
            created_at: at(1_000),
            uncertain_since: None,
            sent: None,
        }
    }

    #[test]
    fn a_row_is_sent_looked_for_or_settled_by_what_is_known_of_it() {
        let settle = |verdict| Plan::Settle(verdict);
        // Uncertain since, paused since, now: the plan.
        let table = [
            (None, None, 999, Plan::Wait),
            (None, None, 1_000, Plan::Send),
            (None, None, 1_999, Plan::Send),
            (None, None, 2_000, settle(Verdict::Drop(Reason::TooLate))),
            (None, Some(900), 1_000, settle(Verdict::Divert(Reason::Paused))),
            (None, Some(1_000 - 86_400), 1_000, Plan::Send),
            (Some(1_000), None, 1_299, Plan::Send),
            (Some(1_000), None, 1_300, Plan::Look),
            (Some(1_000), Some(900), 1_299, Plan::Send),
            (Some(1_900), None, 2_000, Plan::Look),
            // The clock went back: the window is not to be trusted.
            (Some(1_500), None, 1_400, Plan::Look),
        ];
        for (uncertain, paused, now, expected) in table {
            let row = Waiting { uncertain_since: uncertain.map(at), ..row() };
            let found = plan(&row, paused.map(at), &CAN, at(now));
            assert_eq!(found, expected, "{uncertain:?} {paused:?} {now}");
        }
    }

    #[test]
    fn a_limit_without_end_or_without_length_does_not_stop_the_clock() {
        for (wait, least, most) in
            [(0, 1, 1), (60, 60_000, 60_000), (u64::MAX, 86_400_000, 86_400_000)]
        {
            let limit = Err(SendError::RateLimited { retry_after: Duration::from_secs(wait) });
            let verdict = judge_send(&row(), limit, at(1_000), at(1_000), Jitter::new(1));
            let Verdict::Retry { at: next, counted, certain } = verdict else {
                panic!("{verdict:?}")
            };
            let waited = next.duration_since(at(1_000)).as_millis();
            assert!((least..=most).contains(&waited), "{waited}");
            assert_eq!((counted, certain), (Counted::No, Certain::Yes));
        }
    }
}
