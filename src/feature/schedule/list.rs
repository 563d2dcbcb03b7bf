//! `admin schedule list`: what is posted in the group, and when.

use super::{sql, view};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule list",
    summary: Words::posting_list_summary,
    params: &[],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, _args: Args) -> Outcome {
    let words = &turn.words;
    let (all, closed) = {
        let mut tx = ctx.store.read().await?;
        (sql::all(&mut tx, turn.group).await?, sql::closed(&mut tx, turn.group).await?)
    };
    if all.is_empty() {
        let example = Arg::command("admin schedule add checkin daily 09:00");
        return Ok(Message::say(words.posting_none(example)));
    }
    let items: Vec<Line> = all
        .iter()
        .map(|schedule| {
            words.posting_item(
                Arg::code(schedule.slug.as_str()),
                view::one(words, schedule),
                view::state_and_rooms(words, schedule, &closed),
            )
        })
        .collect();
    Ok(Message::new().heading(words.posting_list_title()).list(items))
}
