//! `admin schedule run`: posts now, besides the usual times.

use super::find;
use super::fire;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::rooms;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::words::Words;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule run",
    summary: Words::posting_run_summary,
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
    let schedule = find::named(&mut tx, turn, &args).await?;
    let language = settings::get(&mut tx, turn.group, "language").await?;
    let language = language.as_deref().unwrap_or(&ctx.defaults.language);
    fire::now(&mut tx, &schedule, language, turn.now).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule run", &schedule.slug).await?;
    tx.commit().await?;
    ctx.bell.ring();
    Ok(Message::say(words.posting_run(rooms::shown(&schedule.rooms()))))
}
