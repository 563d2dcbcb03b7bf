//! `meetings remind`: a personal reminder before each occurrence.

use super::{arm, dates, due, find, say, sql};
use crate::chat::message::{Message, TimeStyle};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::{Made, Turn};
use crate::error::Failure;
use crate::store::millis;
use crate::words::{Arg, Words};
use jiff::SignedDuration;

/// How long before, when nothing is said.
const DEFAULT_MINUTES: i64 = 15;

/// For how long taking back the message takes the reminder back. After that it can be ended.
const NOTED: SignedDuration = SignedDuration::from_hours(365 * 24);

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings remind",
    summary: Words::meeting_remind_summary,
    params: &[
        Param::required("meeting", Kind::Named(Thing::Meeting), Words::meeting_param_meeting),
        Param::optional(
            "minutes",
            Kind::Number { lowest: 0, highest: 1440 },
            Words::meeting_param_before_default,
        ),
    ],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let minutes = args.number("minutes").unwrap_or(DEFAULT_MINUTES);
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    if let Err(why) = meeting.remindable() {
        return Err(Failure::mend(say::unremindable(words, &meeting, why)));
    }
    let off = dates::cancelled(&mut tx, meeting.id).await?;
    let (person, now) = (turn.person.0, turn.now);
    let id = sql::reminders::put(&mut tx, meeting.id.0, person, minutes, millis(now)).await?;
    let held = arm::set(&mut tx, arm::REMINDER, id, minutes, &meeting, &off, now).await?;
    let Some(held) = held else {
        // Nothing was written: the transaction ends with the turn.
        return Err(Failure::mend(words.meeting_never_again(meeting.name)));
    };
    let until = now.checked_add(NOTED).unwrap_or(now);
    let made = Made { kind: arm::REMINDER, subject: meeting.id.0, detail: "", until };
    turn.made(&mut tx, made).await?;
    tx.commit().await?;
    ctx.bell.ring();
    let lead = say::lead(words, minutes);
    let at = due::due_at(held.occurrence.at, minutes);
    let first = words.meeting_remind_first(
        turn.time(at, TimeStyle::Full),
        say::when(words, &turn.profile.zone, &meeting, held.occurrence.at),
    );
    let remark = meeting.listing.pattern_note.then(|| words.meeting_remind_pattern());
    let end = Arg::command(format!("meetings unremind {}", meeting.slug));
    Ok(Message::say(words.meeting_reminded(meeting.name, lead))
        .paragraph(first)
        .maybe(remark)
        .paragraph(words.meeting_remind_end(end)))
}
