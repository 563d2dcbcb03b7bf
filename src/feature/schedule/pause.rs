//! `admin schedule pause`: nothing is posted until it is resumed.

use super::find;
use super::{fire, sql, view};
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
    path: "admin schedule pause",
    summary: Words::posting_pause_summary,
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
    let resume = view::command("resume", &schedule);
    if schedule.ended_at.is_some() {
        return Err(Failure::mend(words.posting_pause_ended(slug)));
    }
    if schedule.paused_at.is_some() {
        return Err(Failure::mend(words.posting_paused_before(slug, resume)));
    }
    schedule.paused_at = Some(millis(turn.now));
    // The civil time stays, so that a single time still ahead can be resumed.
    schedule.next_at = None;
    sql::save(&mut tx, &schedule).await?;
    job::cancel(&mut tx, &fire::key(schedule.id)).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule paused", &schedule.slug).await?;
    tx.commit().await?;
    Ok(Message::say(words.posting_paused(slug, resume)))
}
