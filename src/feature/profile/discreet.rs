//! `profile discreet`: whether notifications say nothing of what they are about.

use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::words::Words;

/// The command.
pub const COMMAND: Command = Command {
    path: "profile discreet",
    summary: Words::profile_discreet_summary,
    params: &[Param::required(
        "discreet",
        Kind::Choice(&["on", "off"]),
        Words::profile_param_discreet,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, args: Args) -> Outcome {
    let words = &known.words;
    let on = args.choice("discreet") == Some("on");
    let mut tx = known.begin(ctx).await?;
    sql::set_discreet(&mut tx, known.person.0, on).await?;
    tx.commit().await?;
    let line = if on { words.profile_discreet_on() } else { words.profile_discreet_off() };
    Ok(Message::say(line))
}
