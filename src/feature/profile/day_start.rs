//! `profile day-start`: when somebody’s day begins, for check-ins after midnight.

use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::words::Words;
use jiff::civil::Time;

/// The command.
pub const COMMAND: Command = Command {
    path: "profile day-start",
    summary: Words::profile_day_start_summary,
    params: &[Param::required("time", Kind::Time, Words::profile_param_day_start)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let time = args.time("time").unwrap_or(Time::constant(4, 0, 0, 0));
    let shown = time.strftime("%H:%M").to_string();
    let mut tx = known.begin(ctx).await?;
    sql::set_day_start(&mut tx, known.person.0, &shown).await?;
    tx.commit().await?;
    Ok(Message::say(known.words.profile_day_start_set(shown)))
}
