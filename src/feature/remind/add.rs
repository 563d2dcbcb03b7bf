//! `remind add`: reminds a person of something.

use super::model::{KIND, MOST, Reminder, TEXT, slug};
use super::{say, sql};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::{Made, Turn};
use crate::error::Failure;
use crate::feature::schedule::beat::Beat;
use crate::ids::ReminderId;
use crate::job;
use crate::schedule::say::error;
use crate::store::millis;
use crate::words::{Arg, Words};
use jiff::SignedDuration;

/// The command.
pub const COMMAND: Command = Command {
    path: "remind add",
    summary: Words::remind_add_summary,
    params: &[
        Param::required("when", Kind::Timing, Words::remind_param_when),
        Param::required("text", Kind::Text { most: TEXT }, Words::remind_param_text),
    ],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// For how long taking back the message takes the reminder back. A longer one can be cancelled.
const NOTED: SignedDuration = SignedDuration::from_hours(365 * 24);

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let (Some(timing), Some(text)) = (args.timing("when"), args.text("text")) else {
        return Ok(Message::new());
    };
    let (beat, timing) = Beat::asked(timing, turn.now, &turn.profile.zone)
        .map_err(|why| Failure::mend(error(words, &why)))?;
    let Some(first) = beat.next(turn.now, &[]) else {
        return Err(Failure::mend(words.schedule_never_again()));
    };
    let mut tx = turn.begin(ctx).await?;
    let all = sql::all(&mut tx, turn.person).await?;
    if all.iter().filter(|known| known.stands()).count() >= MOST {
        return Err(Failure::mend(words.remind_too_many(MOST, Arg::command("remind list"))));
    }
    let taken: Vec<String> = all.into_iter().map(|known| known.slug).collect();
    let mut reminder = Reminder {
        id: ReminderId(0),
        person: turn.person,
        slug: slug(&taken),
        text: text.to_owned(),
        timing,
        zone: turn.zone_name(),
        next_at: millis(first.at),
        next_civil: Some(first.civil.to_string()),
    };
    reminder.id = sql::add(&mut tx, &reminder, millis(turn.now)).await?;
    job::put(&mut tx, &reminder.job()).await?;
    let until = turn.now.checked_add(NOTED).unwrap_or(turn.now);
    turn.made(&mut tx, Made { kind: KIND, subject: reminder.id.0, detail: "", until }).await?;
    tx.commit().await?;
    ctx.bell.ring();

    let at = say::time(&reminder, first.at);
    let line = if beat.repeats() {
        words.remind_added_again(reminder.timing.as_str(), at)
    } else {
        words.remind_added_once(at)
    };
    let cancel = Arg::command(format!("remind cancel {}", reminder.slug));
    Ok(Message::say(line)
        .maybe((!turn.profile.zone_own).then(|| words.remind_zone_unset(reminder.zone.as_str())))
        .paragraph(words.remind_added_undo(cancel)))
}
