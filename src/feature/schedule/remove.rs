//! `admin schedule remove`: it is no longer posted.

use super::find;
use super::{fire, sql, view};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::rooms;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::job;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule remove",
    summary: Words::posting_remove_summary,
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
    sql::remove(&mut tx, schedule.id).await?;
    job::cancel(&mut tx, &fire::key(schedule.id)).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule removed", &schedule.slug).await?;
    tx.commit().await?;
    let mut named = Vec::new();
    for room in schedule.rooms() {
        named.push(rooms::typed(ctx, turn, &room).await?);
    }
    let add = Arg::command(view::again(&schedule, &named));
    Ok(Message::say(words.posting_removed(Arg::code(schedule.slug.as_str()), add)))
}
