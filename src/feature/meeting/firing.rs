//! What happens when a reminder or an announcement is due.

use super::due::{self, Punctuality};
use super::model::{Held, Meeting};
use super::person::{self, Groups, Reader};
use super::{announce, arm, dates, find, rsvp, say, sql};
use crate::chat::address::Address;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::ids::MeetingId;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::outbox::{self, Dropped, Outgoing, Reason};
use crate::store::{Conn, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// The kind of what goes to a person, in the ledger.
pub const LEDGER_REMINDER: &str = "meeting";
/// The kind of what goes to a room, in the ledger.
pub const LEDGER_ANNOUNCE: &str = "meeting";

/// Reminds people.
pub const REMINDERS: Handler = Handler {
    kind: arm::REMINDER,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(remind(ctx, tx, jobs, now))),
};

/// Announces in rooms.
pub const ANNOUNCEMENTS: Handler = Handler {
    kind: arm::ANNOUNCE,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(announce_in_rooms(ctx, tx, jobs, now))),
};

/// The meetings that some due jobs are about.
struct Meetings {
    all: HashMap<MeetingId, Meeting>,
    cancelled: HashMap<MeetingId, BTreeSet<Date>>,
    none: BTreeSet<Date>,
}

/// What is to be done with a job.
struct Step<'a> {
    meeting: &'a Meeting,
    /// What is told of now; none when it is cancelled or no longer in the schedule.
    told: Option<Held>,
    next: Option<Held>,
}

impl Meetings {
    async fn load(conn: &mut Conn, ids: &[MeetingId]) -> sqlx::Result<Self> {
        let all = find::by_ids(conn, ids).await?;
        let list = dates::list(ids.iter().map(|id| id.0));
        let cancelled = dates::cancelled_of(conn, &list).await?;
        let all = all.into_iter().map(|meeting| (meeting.id, meeting)).collect();
        Ok(Self { all, cancelled, none: BTreeSet::new() })
    }

    fn step(&self, meeting: i64, detail: &str, now: Timestamp) -> Option<Step<'_>> {
        let meeting = self.all.get(&MeetingId(meeting))?;
        if meeting.removed_at.is_some() || meeting.remindable().is_err() {
            return None;
        }
        let cancelled = self.cancelled.get(&meeting.id).unwrap_or(&self.none);
        let named = arm::named(meeting, detail);
        let after = named.as_ref().map_or(now, |held| held.occurrence.at);
        let next = due::following(meeting, cancelled, after, now);
        let told = named.filter(|held| !cancelled.contains(&held.occurrence.day));
        Some(Step { meeting, told, next })
    }
}

async fn remind(ctx: &Ctx, tx: &mut Tx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    let list = dates::list(jobs.iter().map(|job| job.subject));
    let rows = sql::reminders::reminders(tx, &list).await?;
    let mut ids: Vec<MeetingId> = rows.iter().map(|row| MeetingId(row.meeting_id)).collect();
    ids.dedup();
    let meetings = Meetings::load(tx, &ids).await?;
    let details: HashMap<i64, &str> =
        jobs.iter().map(|job| (job.subject, job.detail.as_str())).collect();
    let mut groups = Groups::default();
    let (mut out, mut next) = (Vec::new(), Vec::<NewJob>::new());
    for row in &rows {
        let detail = details.get(&row.id).copied().unwrap_or_default();
        let Some(step) = meetings.step(row.meeting_id, detail, now) else { continue };
        if let Some(held) = &step.next {
            next.push(arm::job(arm::REMINDER, row.id, row.minutes, held, now));
        }
        let Some(held) = step.told else { continue };
        let group = groups.of(tx, step.meeting.group).await?;
        let Some(reader) = person::reader(ctx, row, group) else { continue };
        let message = reminder(tx, &reader, step.meeting, &held, row.minutes, now).await?;
        let key = format!("{}:{}:{detail}", arm::REMINDER, row.id);
        let message =
            Outgoing::new(key, LEDGER_REMINDER, reader.to, message, held_due(&held, row.minutes))
                .person(reader.person);
        out.push(timed(message, step.meeting, &held, row.minutes, now));
    }
    outbox::push_all(tx, &out, now).await?;
    job::put_all(tx, &next).await?;
    Ok(())
}

async fn reminder(
    conn: &mut Conn,
    reader: &Reader,
    meeting: &Meeting,
    held: &Held,
    minutes: i64,
    now: Timestamp,
) -> sqlx::Result<Message> {
    let words = &reader.words;
    if reader.discreet {
        return Ok(person::neutral(words));
    }
    let when = say::when(words, &reader.zone, meeting, held.occurrence.at);
    let message = Message::say(words.meeting_reminder(meeting.name.clone(), when))
        .fields(say::joining(words, meeting));
    let message = say::with_notes(message, words, meeting);
    if due::punctuality(held.occurrence.at, minutes, now) == Punctuality::TooLate {
        // It only stands in the ledger: nobody is asked.
        return Ok(message);
    }
    Ok(message.ask(rsvp::ask(conn, words, meeting, held, Some(reader.person), now).await?))
}

async fn announce_in_rooms(
    ctx: &Ctx,
    tx: &mut Tx,
    jobs: &[Due],
    now: Timestamp,
) -> anyhow::Result<()> {
    let list = dates::list(jobs.iter().map(|job| job.subject));
    let rows = sql::reminders::announcements(tx, &list).await?;
    let ids: Vec<MeetingId> = rows.iter().map(|row| MeetingId(row.meeting_id)).collect();
    let meetings = Meetings::load(tx, &ids).await?;
    let details: HashMap<i64, &str> =
        jobs.iter().map(|job| (job.subject, job.detail.as_str())).collect();
    let mut groups = Groups::default();
    for row in &rows {
        let detail = details.get(&row.id).copied().unwrap_or_default();
        let Some(step) = meetings.step(row.meeting_id, detail, now) else { continue };
        if let Some(held) = &step.next {
            job::put(tx, &arm::job(arm::ANNOUNCE, row.id, row.minutes, held, now)).await?;
        }
        let (Some(held), Ok(room)) = (step.told, row.room.parse()) else { continue };
        let key = format!("{}:{}:{detail}", arm::ANNOUNCE, row.id);
        let due_at = held_due(&held, row.minutes);
        if row.away {
            // The admins have been told that the bot is out of the room; the ledger has the rest.
            let (group, to) = (step.meeting.group, Address::Room(room));
            let held_back = Dropped::new(key, LEDGER_ANNOUNCE, group, to, due_at, Reason::Paused);
            outbox::note_dropped(tx, &[held_back], now).await?;
            continue;
        }
        let (words, zone) = groups.room(ctx, tx, step.meeting.group).await?;
        let day = held.occurrence.day.to_string();
        let counts = sql::answers::counts(tx, row.meeting_id, &day).await?;
        let mut message = announce::message(&words, &zone, step.meeting, &held, counts);
        if due::punctuality(held.occurrence.at, row.minutes, now) != Punctuality::TooLate {
            message = message.ask(rsvp::ask(tx, &words, step.meeting, &held, None, now).await?);
        }
        let out = Outgoing::new(key, LEDGER_ANNOUNCE, Address::Room(room), message, due_at);
        outbox::push(tx, &timed(out, step.meeting, &held, row.minutes, now), now).await?;
    }
    Ok(())
}

fn held_due(held: &Held, minutes: i64) -> Timestamp {
    due::due_at(held.occurrence.at, minutes)
}

/// The late policy: until the meeting begins. After that the sender drops it, and the ledger says
/// why.
fn timed(out: Outgoing, meeting: &Meeting, held: &Held, minutes: i64, now: Timestamp) -> Outgoing {
    let starts = held.occurrence.at;
    let out = out.group(meeting.group).expires_at(due::expires_at(starts, minutes));
    match due::punctuality(starts, minutes, now) {
        Punctuality::OnTime | Punctuality::TooLate => out,
        Punctuality::Late => out.late(),
    }
}
