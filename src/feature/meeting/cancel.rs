//! `admin meeting cancel`: one date does not take place.

use super::follow::{self, News};
use super::model::{Held, Meeting};
use super::{calendar, dates, find, say, sql};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::schedule::Occurrence;
use crate::schedule::once::Day;
use crate::store::{Tx, millis};
use crate::words::{Arg, Words};
use jiff::ToSpan;
use jiff::civil::Date;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin meeting cancel",
    summary: Words::meeting_cancel_summary,
    params: &[
        Param::required("meeting", Kind::Named(Thing::Meeting), Words::meeting_param_meeting),
        Param::required("date", Kind::Date, Words::meeting_param_date),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let Some(day) = args.day("date") else { return Ok(Message::new()) };
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    let (day, held) = held(turn, &meeting, day)?;
    let back = format!("admin meeting edit {} --restore {day}", meeting.slug);
    let when = say::when(words, &turn.profile.zone, &meeting, held.occurrence.at);
    if !sql::dates::add(&mut tx, meeting.id.0, &day.to_string()).await? {
        return Err(Failure::mend(words.meeting_cancelled_before(
            meeting.name,
            when,
            Arg::command(back),
        )));
    }
    sql::touch(&mut tx, meeting.id.0, millis(turn.now)).await?;
    let (people, rooms) = tell(ctx, &mut tx, turn, &meeting, &held, News::Cancelled(&held)).await?;
    let slug = meeting.slug.as_str();
    settings::audit(&mut tx, turn.group, turn.person, turn.now, "meeting cancelled", slug).await?;
    calendar::soon(&mut tx, turn.group, turn.now).await?;
    let off = dates::cancelled(&mut tx, meeting.id).await?;
    let next = meeting.held_after(held.occurrence.at, &off).next();
    tx.commit().await?;
    ctx.bell.ring();
    let next = next.map(|next| {
        words.meeting_cancelled_next(say::when(
            words,
            &turn.profile.zone,
            &meeting,
            next.occurrence.at,
        ))
    });
    Ok(Message::say(words.meeting_cancelled(meeting.name.clone(), when))
        .maybe(next)
        .maybe(told(words, people, rooms))
        .paragraph(words.meeting_cancelled_back(Arg::command(back))))
}

/// Brings a cancelled date back.
pub(super) async fn restore(
    ctx: &Ctx,
    tx: &mut Tx,
    turn: &Turn,
    meeting: &Meeting,
    day: Day,
) -> Outcome {
    let words = &turn.words;
    let (day, held) = held(turn, meeting, day)?;
    let when = say::when(words, &turn.profile.zone, meeting, held.occurrence.at);
    if !sql::dates::take_back(tx, meeting.id.0, &day.to_string()).await? {
        return Err(Failure::mend(words.meeting_not_cancelled(meeting.name.clone(), when)));
    }
    sql::touch(tx, meeting.id.0, millis(turn.now)).await?;
    let (people, rooms) = tell(ctx, tx, turn, meeting, &held, News::Restored(&held)).await?;
    Ok(Message::say(words.meeting_restored(meeting.name.clone(), when))
        .maybe(told(words, people, rooms)))
}

async fn tell(
    ctx: &Ctx,
    tx: &mut Tx,
    turn: &Turn,
    meeting: &Meeting,
    held: &Held,
    news: News<'_>,
) -> sqlx::Result<(usize, usize)> {
    let people = follow::follow(ctx, tx, &[meeting.id], news, turn.now).await?;
    let rooms = follow::tell_rooms(ctx, tx, meeting, held, news, turn.now).await?;
    Ok((people, rooms))
}

fn told(words: &Words, people: usize, rooms: usize) -> Option<Line> {
    match (people, rooms) {
        (0, 0) => None,
        (people, 0) => Some(words.meeting_told(people)),
        (0, rooms) => Some(words.meeting_told_rooms(rooms)),
        (people, rooms) => Some(words.meeting_told(people).then(words.meeting_told_rooms(rooms))),
    }
}

/// The occurrence of a day that has not ended, or the sentence that names the nearest ones. What day
/// it is where the meeting is held says what `tomorrow` is.
fn held(turn: &Turn, meeting: &Meeting, day: Day) -> Result<(Date, Held), Failure> {
    let dates = day.dates(meeting.zone.to_datetime(turn.now).date());
    let mut refusal = None;
    for date in dates {
        match held_on(turn, meeting, date) {
            Ok(held) => return Ok((date, held)),
            // Of two that may be meant, the first is the likelier.
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    let bad = || turn.words.meeting_no_date(meeting.name.clone(), turn.words.usage_kind_date());
    Err(refusal.unwrap_or_else(|| Failure::mend(bad())))
}

fn held_on(turn: &Turn, meeting: &Meeting, day: Date) -> Result<Held, Failure> {
    let words = &turn.words;
    let of_day = meeting.of_day(day);
    let found = of_day.iter().find(|found| meeting.end(found.at) > turn.now);
    if let Some(occurrence) = found {
        let ends_at = meeting.end(occurrence.at);
        return Ok(Held { occurrence: occurrence.clone(), ends_at });
    }
    if !of_day.is_empty() {
        return Err(Failure::mend(words.meeting_date_past(meeting.name.clone(), day.to_string())));
    }
    let near = nearest(turn, meeting, day);
    let line = words.meeting_no_date(meeting.name.clone(), date(day));
    let message = Message::say(line);
    Err(Failure::mend(match near.is_empty() {
        true => message,
        false => message.paragraph(words.meeting_nearest_dates()).list(near),
    }))
}

/// The last occurrence before a day, if it is still to come, and the first two after it.
fn nearest(turn: &Turn, meeting: &Meeting, day: Date) -> Vec<Line> {
    let Some(recurrence) = &meeting.recurrence else { return Vec::new() };
    let shown = |found: &Occurrence| {
        turn.words.meeting_nearest_date(date(found.day), Arg::code(found.day.to_string()))
    };
    // A day looked at from at most a year before, so that the search ends.
    let from = day.saturating_sub(1.year()).to_datetime(jiff::civil::Time::MIN);
    let from = meeting.zone.to_ambiguous_timestamp(from).compatible().unwrap_or(turn.now);
    let from = from.max(turn.now);
    let mut before = None;
    let mut after = Vec::new();
    for found in recurrence.after(from).take(2_000) {
        if found.day < day {
            before = Some(found);
        } else {
            after.push(found);
        }
        if after.len() == 2 {
            break;
        }
    }
    before.iter().chain(&after).map(shown).collect()
}

fn date(day: Date) -> Line {
    Line::text(day.strftime("%a %-d %b %Y").to_string())
}
