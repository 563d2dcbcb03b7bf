//! What is still posted when time has passed: pure.
//!
//! Several missed times become one: the latest, as long as the day that it belongs to has not
//! ended. What is left of the others is a line in the ledger.

use super::beat::Beat;
use crate::outbox::Reason;
use crate::schedule::Occurrence;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;

/// From how much on something is late, and says so.
pub(crate) const LATE: SignedDuration = SignedDuration::from_mins(1);

/// How many missed times are written down one by one; of a rule that fires every five minutes,
/// that is nearly two days. Older ones say nothing that these do not.
const MOST: usize = 500;

/// What follows from what was due.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CatchUp {
    /// What goes out, and whether it is late.
    pub(crate) post: Option<Post>,
    /// What does not, and why.
    pub(crate) dropped: Vec<(Occurrence, Reason)>,
    /// What comes next.
    pub(crate) next: Option<Occurrence>,
}

/// A time whose message goes out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Post {
    /// Which one.
    pub(crate) occurrence: Occurrence,
    /// By how much it is late, if it is.
    pub(crate) late: Option<SignedDuration>,
}

/// Decides about everything due from `from` to `now`, both included. `ends` says from when on a
/// time is too late.
pub(crate) fn catch_up(
    beat: &Beat,
    from: Timestamp,
    skipped: &[DateTime],
    now: Timestamp,
    ends: impl Fn(&Occurrence) -> Timestamp,
) -> CatchUp {
    let mut due = VecDeque::new();
    let mut after = from.checked_sub(SignedDuration::from_millis(1)).unwrap_or(from);
    let next = loop {
        match beat.next(after, skipped) {
            Some(found) if found.at <= now => {
                after = found.at;
                due.push_back(found);
                if due.len() > MOST {
                    due.pop_front();
                }
            }
            other => break other,
        }
    };
    let post = due.pop_back_if(|last| now < ends(last)).map(|occurrence| {
        let behind = now.duration_since(occurrence.at);
        Post { occurrence, late: (behind > LATE).then_some(behind) }
    });
    let dropped = due
        .into_iter()
        .map(|missed| {
            let reason = if now < ends(&missed) { Reason::Withdrawn } else { Reason::TooLate };
            (missed, reason)
        })
        .collect();
    CatchUp { post, dropped, next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::day::{DEFAULT_START, day_ends, day_of};
    use jiff::tz::TimeZone;

    /// The day and hour of what is posted and dropped, as a person would note them.
    fn decided(rule: &str, from: &str, now: &str) -> String {
        let zone = TimeZone::get("Europe/London").unwrap();
        let now = now.parse().unwrap();
        let from = from.parse().unwrap();
        let beat = Beat::kept(rule, &zone, Some(from)).unwrap();
        let ends =
            |o: &Occurrence| day_ends(day_of(o.at, &zone, DEFAULT_START), &zone, DEFAULT_START);
        let done = catch_up(&beat, from, &[], now, ends);
        let name = |o: &Occurrence| o.civil.strftime("%d/%H:%M").to_string();
        let post = done.post.map_or("nothing".to_owned(), |post| {
            let late =
                post.late.map_or("on time".to_owned(), |by| format!("{} min late", by.as_mins()));
            format!("{} {late}", name(&post.occurrence))
        });
        let dropped: Vec<String> =
            done.dropped.iter().map(|(o, why)| format!("{} {}", name(o), why.as_str())).collect();
        let next = done.next.map_or("never".to_owned(), |next| name(&next));
        format!("{post}; [{}]; {next}", dropped.join(", "))
    }

    #[test]
    fn what_goes_out_after_downtime() {
        let table = [
            // On time, and within the minute that counts as on time.
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-01T08:00:00Z",
                "01/09:00 on time; []; 02/09:00",
            ),
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-01T08:01:00Z",
                "01/09:00 on time; []; 02/09:00",
            ),
            // Later the same day, and in the night that still belongs to it.
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-01T11:00:00Z",
                "01/09:00 180 min late; []; 02/09:00",
            ),
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-02T02:59:59Z",
                "01/09:00 1139 min late; []; 02/09:00",
            ),
            // The day is over at four in the morning.
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-02T03:00:00Z",
                "nothing; [01/09:00 too_late]; 02/09:00",
            ),
            // Several become one.
            (
                "daily 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-03T09:00:00Z",
                "03/09:00 60 min late; [01/09:00 too_late, 02/09:00 too_late]; 04/09:00",
            ),
            (
                "daily 09:00,12:00,18:00",
                "2026-06-01T08:00:00Z",
                "2026-06-01T12:00:00Z",
                "01/12:00 60 min late; [01/09:00 withdrawn]; 01/18:00",
            ),
            (
                "daily 09:00,21:00",
                "2026-06-01T08:00:00Z",
                "2026-06-02T07:00:00Z",
                "nothing; [01/09:00 too_late, 01/21:00 too_late]; 02/09:00",
            ),
            // A time before four belongs to the evening before.
            (
                "daily 01:30",
                "2026-06-01T00:30:00Z",
                "2026-06-01T02:30:00Z",
                "01/01:30 120 min late; []; 02/01:30",
            ),
            (
                "daily 01:30",
                "2026-06-01T00:30:00Z",
                "2026-06-01T03:30:00Z",
                "nothing; [01/01:30 too_late]; 02/01:30",
            ),
            // A single time, and a rule that is over.
            (
                "2026-06-01 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-01T10:00:00Z",
                "01/09:00 120 min late; []; never",
            ),
            (
                "2026-06-01 09:00",
                "2026-06-01T08:00:00Z",
                "2026-06-05T10:00:00Z",
                "nothing; [01/09:00 too_late]; never",
            ),
            (
                "daily 09:00 until 2026-06-02",
                "2026-06-02T08:00:00Z",
                "2026-06-02T08:00:00Z",
                "02/09:00 on time; []; never",
            ),
            // The zone's data says now that it is still to come.
            (
                "daily 09:00",
                "2026-06-01T07:00:00Z",
                "2026-06-01T07:00:00Z",
                "nothing; []; 01/09:00",
            ),
        ];
        for (rule, from, now, expected) in table {
            assert_eq!(decided(rule, from, now), expected, "{rule} at {now}");
        }
    }

    #[test]
    fn a_year_away_is_written_down_in_part() {
        let from = "2026-01-01T00:00:00Z".parse().unwrap();
        let beat = Beat::kept("every 1 days 09:00,09:05,09:10", &TimeZone::UTC, None).unwrap();
        let now = "2027-01-01T00:00:00Z".parse().unwrap();
        let done = catch_up(&beat, from, &[], now, |_| Timestamp::MIN);
        assert_eq!((done.post, done.dropped.len()), (None, MOST));
    }
}
