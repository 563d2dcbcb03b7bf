//! Puts the jobs of reminders and announcements: one for each, always for its next occurrence.

use super::model::{Held, Meeting};
use super::{due, sql};
use crate::ids::MeetingId;
use crate::job::{self, NewJob};
use crate::store::Conn;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// The kind of the job that reminds a person.
pub const REMINDER: &str = "meeting_reminder";
/// The kind of the job that announces in a room.
pub const ANNOUNCE: &str = "meeting_announce";

/// The job for an occurrence. What is due already is due in a moment: the runner deletes jobs of the
/// past that were put while their forerunner was handled.
pub(super) fn job(
    kind: &'static str,
    id: i64,
    minutes: i64,
    held: &Held,
    now: Timestamp,
) -> NewJob {
    let soon = now.saturating_add(SignedDuration::from_millis(1)).unwrap_or(now);
    let due = due::due_at(held.occurrence.at, minutes).max(soon);
    NewJob::new(key(kind, id), kind, id, detail(held), due)
}

/// The key of a job: there is one for each reminder.
pub(super) fn key(kind: &str, id: i64) -> String {
    format!("{kind}:{id}")
}

/// How an occurrence is named in jobs and questions: its civil time.
pub(super) fn detail(held: &Held) -> String {
    held.occurrence.civil.to_string()
}

/// The occurrence of that name; none when the schedule no longer has it.
pub(super) fn named(meeting: &Meeting, detail: &str) -> Option<Held> {
    let civil: DateTime = detail.parse().ok()?;
    let at = meeting.zone.to_ambiguous_timestamp(civil).compatible().ok()?;
    let none = BTreeSet::new();
    let after = at.checked_sub(SignedDuration::from_millis(1)).ok()?;
    meeting.held_after(after, &none).next().filter(|held| held.occurrence.civil == civil)
}

/// Puts the job of one reminder or announcement that was set now; gives its occurrence.
pub(super) async fn set(
    conn: &mut Conn,
    kind: &'static str,
    id: i64,
    minutes: i64,
    meeting: &Meeting,
    cancelled: &BTreeSet<Date>,
    now: Timestamp,
) -> sqlx::Result<Option<Held>> {
    let held = due::first(meeting, cancelled, minutes, now);
    match &held {
        Some(held) => job::put(conn, &job(kind, id, minutes, held, now)).await?,
        None => job::cancel(conn, &key(kind, id)).await?,
    }
    Ok(held)
}

/// Puts all jobs of some meetings anew, after their times or dates changed; ends those of meetings
/// that are gone or that nobody is reminded of.
pub(super) async fn anew(
    conn: &mut Conn,
    meetings: &[Meeting],
    cancelled: &HashMap<MeetingId, BTreeSet<Date>>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let by_id: HashMap<MeetingId, &Meeting> = meetings.iter().map(|m| (m.id, m)).collect();
    let list = super::dates::list(meetings.iter().map(|meeting| meeting.id.0));
    let reminders = sql::reminders::of_meetings(conn, &list).await?;
    let announcements = sql::reminders::announcements_of_meetings(conn, &list).await?;
    let all = reminders
        .iter()
        .map(|row| (REMINDER, row.id, row.meeting_id, row.minutes))
        .chain(announcements.iter().map(|row| (ANNOUNCE, row.id, row.meeting_id, row.minutes)));
    let none = BTreeSet::new();
    let mut jobs = Vec::new();
    for (kind, id, meeting, minutes) in all {
        let held = by_id
            .get(&MeetingId(meeting))
            .filter(|meeting| meeting.removed_at.is_none() && meeting.remindable().is_ok())
            .and_then(|meeting| {
                due::first(meeting, cancelled.get(&meeting.id).unwrap_or(&none), minutes, now)
            });
        match held {
            Some(held) => jobs.push(job(kind, id, minutes, &held, now)),
            None => job::cancel(conn, &key(kind, id)).await?,
        }
    }
    job::put_all(conn, &jobs).await
}
