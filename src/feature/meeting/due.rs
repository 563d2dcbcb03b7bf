//! When reminders and announcements are due, and until when they still go out. Pure.

use super::model::{Held, Meeting, before};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// One that is set for the start, or shortly before it, still goes out this long after its time.
const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// More than this after its time it counts as late in the ledger.
const PUNCTUAL: SignedDuration = SignedDuration::from_secs(60);

/// How a message about an occurrence stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctuality {
    /// It goes out at its time.
    OnTime,
    /// It goes out, and the ledger says that it was late.
    Late,
    /// The meeting has begun: it stands in the ledger as too late.
    TooLate,
}

/// When something `minutes` before the start is due.
pub fn due_at(starts: Timestamp, minutes: i64) -> Timestamp {
    before(starts, minutes)
}

/// The first instant at which it is too late: the start, or five minutes after it was due.
pub fn expires_at(starts: Timestamp, minutes: i64) -> Timestamp {
    let grace = due_at(starts, minutes).saturating_add(GRACE).unwrap_or(Timestamp::MAX);
    starts.max(grace)
}

/// How it stands now.
pub fn punctuality(starts: Timestamp, minutes: i64, now: Timestamp) -> Punctuality {
    let due = due_at(starts, minutes);
    if now >= expires_at(starts, minutes) {
        Punctuality::TooLate
    } else if now.duration_since(due) > PUNCTUAL {
        Punctuality::Late
    } else {
        Punctuality::OnTime
    }
}

/// The first occurrence whose time to be told of lies ahead: for what is set or moved now.
pub fn first(
    meeting: &Meeting,
    cancelled: &BTreeSet<Date>,
    minutes: i64,
    now: Timestamp,
) -> Option<Held> {
    meeting.held_after(now, cancelled).find(|held| due_at(held.occurrence.at, minutes) > now)
}

/// The occurrence after one that was handled: the first after it that has not begun, even if its
/// time to be told of has passed meanwhile.
pub fn following(
    meeting: &Meeting,
    cancelled: &BTreeSet<Date>,
    handled: Timestamp,
    now: Timestamp,
) -> Option<Held> {
    meeting.held_after(handled.max(now), cancelled).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_still_goes_out() {
        use Punctuality::{Late, OnTime, TooLate};
        let at = |text: &str| format!("2026-12-01T{text}Z").parse::<Timestamp>().expect(text);
        // A meeting at 19:00: minutes before, the time now, what happens.
        for (minutes, now, expected) in [
            (15, "18:45:00", OnTime),
            (15, "18:46:00", OnTime),
            (15, "18:46:01", Late),
            (15, "18:59:59", Late),
            (15, "19:00:00", TooLate),
            (15, "23:00:00", TooLate),
            (1440, "18:59:00", Late),
            (0, "19:00:00", OnTime),
            (0, "19:04:59", Late),
            (0, "19:05:00", TooLate),
            (3, "19:01:00", Late),
            (3, "19:02:00", TooLate),
        ] {
            assert_eq!(punctuality(at("19:00:00"), minutes, at(now)), expected, "{minutes} {now}");
        }
    }
}
