//! Which day an answer belongs to.

use crate::chat::message::Line;
use crate::ids::RoomId;
use crate::schedule::day;
use crate::words::{Arg, Words};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// For how long after a day's end an answer still counts for it.
pub(super) const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// How an answer stands to the day it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The member's day is not over.
    InTime,
    /// It is over, but not for longer than [`GRACE`].
    Late,
    /// It is too long over.
    TooLate,
}

/// How an answer at `now` stands to `asked`, the civil day that a prompt belongs to. The member's
/// own day of that date decides; where the prompt itself closed later than that, its end does.
pub(super) fn fit(
    asked: Date,
    closes: Option<Timestamp>,
    now: Timestamp,
    zone: &TimeZone,
    day_start: Time,
) -> Fit {
    let own = day::day_ends(asked, zone, day_start);
    if now < own {
        return Fit::InTime;
    }
    let end = closes.map_or(own, |closes| closes.max(own));
    let limit = end.checked_add(GRACE).unwrap_or(Timestamp::MAX);
    if now < limit { Fit::Late } else { Fit::TooLate }
}

/// What a prompt's row notes: the day, and the room that an answer may be shared in.
pub(super) fn note(day: Date, room: Option<&RoomId>) -> String {
    match room {
        Some(room) => format!("{day} {room}"),
        None => day.to_string(),
    }
}

/// Reads a [`note`], or the day alone, as a schedule's prompt has it.
pub(super) fn noted(detail: &str) -> (Option<Date>, Option<RoomId>) {
    let (day, room) = detail.split_once(' ').unwrap_or((detail, ""));
    (day.parse().ok(), room.parse().ok())
}

/// A date in words, without its year.
pub(super) fn date(words: &Words, day: Date) -> Line {
    let weekday = match day.weekday() {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    };
    words.checkin_date(Arg::select(weekday), i64::from(day.day()), i64::from(day.month()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn a_late_answer_belongs_to_the_day_it_was_asked_for() {
        let start = time(4, 0, 0, 0);
        let table = [
            // After midnight, before the day start: still that day.
            ("Europe/London", "2026-03-28", None, "2026-03-29T01:30:00Z", Fit::InTime),
            // The clocks go forward in that night; the day ends at 04:00 BST, 03:00Z.
            ("Europe/London", "2026-03-28", None, "2026-03-29T02:59:59Z", Fit::InTime),
            ("Europe/London", "2026-03-28", None, "2026-03-29T03:00:00Z", Fit::Late),
            ("Europe/London", "2026-03-28", None, "2026-03-30T02:59:59Z", Fit::Late),
            ("Europe/London", "2026-03-28", None, "2026-03-30T03:00:00Z", Fit::TooLate),
            // Back: the night of 24 October is an hour longer.
            ("Europe/London", "2026-10-24", None, "2026-10-25T03:30:00Z", Fit::InTime),
            ("Europe/London", "2026-10-24", None, "2026-10-25T04:00:00Z", Fit::Late),
            // Far from the group: their own day of that date has not even begun, or ends later.
            ("Pacific/Auckland", "2026-03-28", None, "2026-03-28T14:59:59Z", Fit::InTime),
            ("Pacific/Honolulu", "2026-03-28", None, "2026-03-28T05:00:00Z", Fit::InTime),
            // The prompt stayed open longer than the member's day.
            (
                "Pacific/Auckland",
                "2026-03-28",
                Some("2026-03-29T03:00:00Z"),
                "2026-03-30T02:00:00Z",
                Fit::Late,
            ),
        ];
        for (zone, day, closes, now, expected) in table {
            let zone = TimeZone::get(zone).expect("a zone");
            let closes = closes.map(|at: &str| at.parse().expect("an instant"));
            let got = fit(
                day.parse().expect("a day"),
                closes,
                now.parse().expect("an instant"),
                &zone,
                start,
            );
            assert_eq!(got, expected, "{day} {now}");
        }
    }

    #[test]
    fn the_ends_of_time_are_no_panic() {
        for day in [Date::MIN, Date::MAX] {
            for now in [Timestamp::MIN, Timestamp::MAX] {
                let _ = fit(day, Some(Timestamp::MAX), now, &TimeZone::UTC, time(4, 0, 0, 0));
            }
        }
        assert_eq!(noted("rubbish"), (None, None));
        let (day, room) = noted("2026-03-28 console:#general");
        assert_eq!(day, Some(Date::constant(2026, 3, 28)));
        assert_eq!(room.map(|room| room.to_string()).as_deref(), Some("console:#general"));
    }
}
