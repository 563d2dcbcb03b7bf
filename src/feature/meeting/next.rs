//! `meetings next`: the group's next meetings.

use super::model::{Held, Meeting};
use super::{say, upcoming};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings next",
    summary: Words::meeting_next_summary,
    params: &[Param::optional(
        "count",
        Kind::Number { lowest: 1, highest: 25 },
        Words::meeting_param_count,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let count = args.number("count").and_then(|count| usize::try_from(count).ok()).unwrap_or(5);
    // Each statement by itself: a meeting that changes between them is left out or shown as it is now.
    let mut conn = ctx.store.glance().await?;
    let found = upcoming::upcoming(&mut conn, &ctx.timetables, turn.group, count, turn.now).await?;
    let cancelled = found.cancelled.iter().map(|(meeting, at)| {
        let when = say::when(words, &turn.profile.zone, meeting, *at);
        words.meeting_next_cancelled(meeting.name.clone(), when)
    });
    let Some((first, _)) = found.meetings.first() else {
        let none = Message::say(words.meeting_next_none());
        let cancelled = cancelled.collect();
        return Ok(none.list(cancelled).maybe(organizer_hint(turn)));
    };
    let show = Arg::command(format!("meetings show {}", first.slug));
    let items = found.meetings.iter().map(|(meeting, held)| item(turn, meeting, held));
    let message = Message::new().heading(words.meeting_next_title()).list(items.collect());
    Ok(message.list(cancelled.collect()).paragraph(words.meeting_next_more(show)))
}

fn item(turn: &Turn, meeting: &Meeting, held: &Held) -> Line {
    let words = &turn.words;
    let when = say::when(words, &turn.profile.zone, meeting, held.occurrence.at);
    let (name, how) = (meeting.name.clone(), say::how(words, meeting));
    let slug = Arg::code(&meeting.slug);
    if held.occurrence.at <= turn.now {
        words.meeting_next_now(name, when, how, slug)
    } else {
        words.meeting_next_item(name, when, how, slug)
    }
}

fn organizer_hint(turn: &Turn) -> Option<Line> {
    let add = Arg::command("admin meeting add");
    (turn.role >= Role::Organizer).then(|| turn.words.meeting_next_none_organizer(add))
}
