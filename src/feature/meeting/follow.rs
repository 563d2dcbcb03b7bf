//! What follows when meetings change: reminders are set anew, and those who set one are told.

use super::model::Meeting;
use super::person::{self, Groups};
use super::{arm, dates, find, firing, rsvp, say, sql};
use crate::chat::address::Address;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::ids::MeetingId;
use crate::outbox::{self, Outgoing};
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What people are told.
#[derive(Clone, Copy)]
pub(super) enum News<'a> {
    /// Its time, place or name is another now.
    Changed,
    /// It is gone.
    Removed,
    /// One date does not take place.
    Cancelled(&'a super::model::Held),
    /// That date takes place after all.
    Restored(&'a super::model::Held),
}

/// Meetings that are new, or whose time, place or name changed: their reminders and announcements
/// are put at the new times, and people with a reminder are told, once for each `changed_at`.
pub async fn changed(
    ctx: &Ctx,
    conn: &mut Conn,
    changed: &[MeetingId],
    now: Timestamp,
) -> sqlx::Result<()> {
    follow(ctx, conn, changed, News::Changed, now).await.map(drop)
}

/// Meetings that were removed or vanished from their feed (`removed_at` is set already): people with
/// a reminder are told, reminders and announcements end. Should a meeting come back to its feed,
/// [`changed`] sets them again.
pub async fn removed(
    ctx: &Ctx,
    conn: &mut Conn,
    removed: &[MeetingId],
    now: Timestamp,
) -> sqlx::Result<()> {
    follow(ctx, conn, removed, News::Removed, now).await.map(drop)
}

/// Puts jobs anew and tells people; gives how many were told.
pub(super) async fn follow(
    ctx: &Ctx,
    conn: &mut Conn,
    ids: &[MeetingId],
    news: News<'_>,
    now: Timestamp,
) -> sqlx::Result<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    let meetings = find::by_ids(conn, ids).await?;
    let list = dates::list(ids.iter().map(|id| id.0));
    let cancelled = dates::cancelled_of(conn, &list).await?;
    arm::anew(conn, &meetings, &cancelled, now).await?;
    let by_id: HashMap<MeetingId, &Meeting> = meetings.iter().map(|m| (m.id, m)).collect();
    let reminders = sql::reminders::of_meetings(conn, &list).await?;
    let reminders = dates::list(reminders.iter().map(|row| row.id));
    let mut groups = Groups::default();
    let mut out = Vec::new();
    for row in sql::reminders::reminders(conn, &reminders).await? {
        let Some(meeting) = by_id.get(&MeetingId(row.meeting_id)) else { continue };
        let group = groups.of(conn, meeting.group).await?;
        let Some(reader) = person::reader(ctx, &row, group) else { continue };
        let message = match reader.discreet {
            true => person::neutral(&reader.words),
            false => told(&reader.words, &reader.zone, meeting, news),
        };
        let key = format!("{}:{}", cause(meeting, news, now), reader.person);
        out.push(
            Outgoing::new(key, firing::LEDGER_REMINDER, reader.to, message, now)
                .group(meeting.group)
                .person(reader.person),
        );
    }
    outbox::push_all(conn, &out, now).await?;
    Ok(out.len())
}

/// Tells the rooms in which a meeting is announced of a cancelled date, or of one that was brought
/// back; the messages that stand there already are changed.
pub(super) async fn tell_rooms(
    ctx: &Ctx,
    conn: &mut Conn,
    meeting: &Meeting,
    held: &super::model::Held,
    news: News<'_>,
    now: Timestamp,
) -> sqlx::Result<usize> {
    rsvp::refresh(ctx, conn, meeting, held, now).await?;
    let list = dates::list([meeting.id.0]);
    let (words, zone) = Groups::default().room(ctx, conn, meeting.group).await?;
    let mut out = Vec::new();
    for row in sql::reminders::announcements_of_meetings(conn, &list).await? {
        let Ok(room) = row.room.parse() else { continue };
        let key = format!("{}:{}", cause(meeting, news, now), row.room);
        let message = told(&words, &zone, meeting, news);
        let to = Address::Room(room);
        let message = Outgoing::new(key, firing::LEDGER_ANNOUNCE, to, message, now);
        out.push(message.group(meeting.group));
    }
    outbox::push_all(conn, &out, now).await?;
    Ok(out.len())
}

/// Names one change, so that it is told once.
fn cause(meeting: &Meeting, news: News<'_>, now: Timestamp) -> String {
    let id = meeting.id;
    match news {
        News::Changed => format!("meeting_changed:{id}:{}", millis(meeting.changed_at)),
        News::Removed => {
            format!("meeting_removed:{id}:{}", millis(meeting.removed_at.unwrap_or(now)))
        }
        News::Cancelled(held) => {
            format!("meeting_cancelled:{id}:{}:{}", held.occurrence.day, millis(now))
        }
        News::Restored(held) => {
            format!("meeting_restored:{id}:{}:{}", held.occurrence.day, millis(now))
        }
    }
}

fn told(words: &Words, zone: &TimeZone, meeting: &Meeting, news: News<'_>) -> Message {
    let name = meeting.name.clone();
    let show = Arg::command(format!("meetings show {}", meeting.slug));
    match news {
        News::Changed => {
            let rule = say::rule(words, meeting);
            let message = Message::say(words.meeting_told_changed(name, rule))
                .fields(say::joining(words, meeting));
            match meeting.remindable() {
                Ok(_) => message.paragraph(words.meeting_told_changed_next(show)),
                Err(why) => message.append(say::unremindable(words, meeting, why)),
            }
        }
        News::Removed => Message::say(match meeting.feed {
            Some(_) => words.meeting_told_gone(name),
            None => words.meeting_told_removed(name),
        })
        .paragraph(words.meeting_told_removed_next(Arg::command("meetings find"))),
        News::Cancelled(held) => {
            let when = say::when(words, zone, meeting, held.occurrence.at);
            Message::say(words.meeting_told_cancelled(name, when))
        }
        News::Restored(held) => {
            let when = say::when(words, zone, meeting, held.occurrence.at);
            Message::say(words.meeting_told_restored(name, when))
        }
    }
}
