//! `remind list`: a person's reminders.

use super::{say, sql};
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
    path: "remind list",
    summary: Words::remind_list_summary,
    params: &[],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, _args: Args) -> Outcome {
    let words = &turn.words;
    let all = {
        let mut tx = ctx.store.read().await?;
        sql::all(&mut tx, turn.person).await?
    };
    let (coming, came): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.stands());
    if all.is_empty() {
        let example = Arg::command("remind add tomorrow 9am Call Sam");
        return Ok(Message::say(words.remind_list_none(example)));
    }
    let coming: Vec<Line> = coming
        .into_iter()
        .map(|one| {
            let (slug, at) = (Arg::code(one.slug.as_str()), say::time(one, one.next_at()));
            match one.beat() {
                Some(beat) if beat.repeats() => {
                    words.remind_item_again(slug, one.timing.as_str(), at, one.text.as_str())
                }
                _ => words.remind_item_once(slug, at, one.text.as_str()),
            }
        })
        .collect();
    let came: Vec<Line> = came
        .into_iter()
        .map(|one| {
            let at = say::time(one, one.came_at());
            words.remind_item_open(Arg::code(one.slug.as_str()), at, one.text.as_str())
        })
        .collect();
    let mut message = Message::new().heading(words.remind_list_title()).list(coming);
    if !came.is_empty() {
        message = message.paragraph(words.remind_list_open()).list(came);
    }
    let cancel = format!("remind cancel {}", all[0].slug);
    Ok(message.paragraph(words.remind_list_cancel(Arg::command(cancel))))
}
