//! `admin schedule resume`: what was paused goes on with its next time.

use super::find;
use super::view::{self, SHOWN};
use super::{add, fire, sql};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::job;
use crate::store::millis;
use crate::words::{Arg, Words};
/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule resume",
    summary: Words::posting_resume_summary,
    params: &[Param::required(
        "schedule",
        Kind::Named(Thing::Schedule),
        Words::posting_param_schedule,
    )],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let mut schedule = find::named(&mut tx, turn, &args).await?;
    let slug = Arg::code(schedule.slug.as_str());
    if schedule.paused_at.is_none() {
        return Err(Failure::mend(words.posting_resumed_before(slug)));
    }
    let beat = schedule.beat();
    let next = beat
        .as_ref()
        .map(|beat| beat.coming(turn.now, &schedule.skipped(), SHOWN))
        .unwrap_or_default();
    if let Some(first) = next.first() {
        add::stand(&mut schedule, first);
        job::put(&mut tx, &fire::job(&schedule, first)).await?;
    } else {
        schedule.paused_at = None;
        schedule.ended_at = Some(millis(turn.now));
    }
    sql::save(&mut tx, &schedule).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule resumed", &schedule.slug).await?;
    tx.commit().await?;
    ctx.bell.ring();
    if next.is_empty() {
        let edit = view::command("edit", &schedule);
        return Ok(Message::say(words.posting_resume_passed(slug, edit)));
    }
    let message = Message::say(words.posting_resumed(slug));
    Ok(view::coming(message, words, &next, !beat.is_some_and(|beat| beat.repeats())))
}
