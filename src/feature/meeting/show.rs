//! `meetings show`: one meeting with its calendar file; `mine` for all that somebody goes to.

use super::model::Meeting;
use super::{dates, find, ics, say, sql};
use crate::calendar::Entry;
use crate::chat::message::{Line, Message, Span};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::MeetingId;
use crate::store::{Conn, instant};
use crate::words::{Arg, Words};

/// The word that stands for all meetings somebody goes to. No meeting is called so.
pub(super) const MINE: &str = "mine";

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings show",
    summary: Words::meeting_show_summary,
    params: &[Param::required(
        "meeting",
        Kind::Named(Thing::Meeting),
        Words::meeting_param_meeting_or_mine,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let typed = args.text("meeting").unwrap_or_default();
    let mut tx = ctx.store.read().await?;
    if typed.trim().eq_ignore_ascii_case(MINE) {
        return mine(&mut tx, turn).await;
    }
    let meeting = find::meant(&mut tx, turn, typed).await?;
    let words = &turn.words;
    let off = dates::cancelled(&mut tx, meeting.id).await?;
    let minutes = sql::reminders::minutes(&mut tx, meeting.id.0, turn.person.0).await?;
    let next = meeting.current_or_next(turn.now, &off);
    let mut fields = vec![(words.meeting_field_rule(), say::rule(words, &meeting))];
    let mut coming = None;
    if let Some(held) = &next {
        let when = say::when(words, &turn.profile.zone, &meeting, held.occurrence.at);
        let name = if held.occurrence.at <= turn.now {
            words.meeting_field_now()
        } else {
            words.meeting_field_next()
        };
        fields.push((name, when));
        let day = held.occurrence.day.to_string();
        coming = say::counts(words, sql::answers::counts(&mut tx, meeting.id.0, &day).await?);
        if let Some(own) = sql::answers::of(&mut tx, meeting.id.0, &day, turn.person.0).await? {
            let own = super::rsvp::ANSWERS.iter().find(|answer| **answer == own).copied();
            fields.extend(own.map(|own| {
                (words.meeting_field_own(), words.meeting_answer_kept(Arg::select(own)))
            }));
        }
    }
    fields.push((words.meeting_field_length(), words.meeting_length(meeting.minutes)));
    fields.push((words.meeting_field_how(), say::how(words, &meeting)));
    fields.extend(say::joining(words, &meeting));
    fields.extend(details(words, &meeting));
    if let Some(minutes) = minutes {
        fields.push((words.meeting_field_reminder(), say::lead(words, minutes)));
    }
    let message = Message::new().heading(Line::text(meeting.name.clone())).fields(fields);
    let message = say::with_notes(message, words, &meeting).maybe(coming);
    let message = match meeting.remindable() {
        Err(why) => message.append(say::unremindable(words, &meeting, why)),
        Ok(_) if minutes.is_none() => {
            let remind = Arg::command(format!("meetings remind {}", meeting.slug));
            message.paragraph(words.meeting_show_remind(remind))
        }
        Ok(_) => message,
    };
    let message = message.maybe(age(&mut tx, turn, &meeting).await?);
    let entries = ics::entries(words, &meeting, &off, minutes, turn.now);
    let file = ics::file(words, &meeting.name, &meeting.slug, &entries, turn.now);
    Ok(file.into_iter().fold(message, Message::file))
}

/// What a feed says of it besides.
fn details(words: &Words, meeting: &Meeting) -> Vec<(Line, Line)> {
    let listing = &meeting.listing;
    let mut fields = Vec::new();
    let types = listing.type_labels();
    if !types.is_empty() {
        fields.push((words.meeting_field_types(), Line::text(types.join(", "))));
    }
    if let Some(group) = &listing.group {
        fields.push((words.meeting_field_group(), Line::text(group.as_str())));
    }
    if !listing.regions.is_empty() {
        fields.push((words.meeting_field_region(), Line::text(listing.regions.join(", "))));
    }
    if let Some(url) = &listing.url {
        let link = Span::Link { text: url.clone(), url: url.clone() };
        fields.push((words.meeting_field_page(), link.into()));
    }
    fields
}

/// How old the feed's copy is.
async fn age(conn: &mut Conn, turn: &Turn, meeting: &Meeting) -> sqlx::Result<Option<Line>> {
    let Some(feed) = meeting.feed else { return Ok(None) };
    let Some((slug, Some(fetched))) = sql::feed(conn, feed.0).await? else { return Ok(None) };
    let days = turn.now.duration_since(instant(fetched)).as_hours() / 24;
    Ok(Some(turn.words.meeting_age(slug, days.max(0))))
}

/// One calendar file of all that somebody has a reminder for, or said yes or maybe to.
async fn mine(conn: &mut Conn, turn: &Turn) -> Outcome {
    let words = &turn.words;
    let ids = sql::answers::mine(conn, turn.person.0, turn.group.0).await?;
    let list = dates::list(ids.iter().copied());
    let off = dates::cancelled_of(conn, &list).await?;
    let ids: Vec<MeetingId> = ids.into_iter().map(MeetingId).collect();
    let none = std::collections::BTreeSet::new();
    let (mut items, mut entries) = (Vec::new(), Vec::<Entry>::new());
    for meeting in find::by_ids(conn, &ids).await? {
        let off = off.get(&meeting.id).unwrap_or(&none);
        let minutes = sql::reminders::minutes(conn, meeting.id.0, turn.person.0).await?;
        entries.extend(ics::entries(words, &meeting, off, minutes, turn.now));
        let rule = say::rule(words, &meeting);
        items.push(words.meeting_choice(Arg::code(&meeting.slug), meeting.name.clone(), rule));
    }
    if items.is_empty() {
        let remind = Arg::command("meetings remind");
        return Err(Failure::mend(words.meeting_mine_none(remind)));
    }
    let title = crate::words::plain(&words.meeting_mine_title());
    let file = ics::file(words, &title, "meetings", &entries, turn.now);
    let message = Message::new().heading(words.meeting_mine_title()).list(items);
    Ok(file.into_iter().fold(message.paragraph(words.meeting_mine_file()), Message::file))
}
