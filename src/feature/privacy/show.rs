//! `privacy show`: what is kept about somebody, for how long, and how to delete it.

use super::{counts, sql};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Known;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "privacy show",
    summary: Words::privacy_show_summary,
    params: &[],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Known(|ctx, known, args| Box::pin(run(ctx, known, args))),
};

async fn run(ctx: &Ctx, known: &Known, _args: Args) -> Outcome {
    let words = &known.words;
    let kept = {
        let mut tx = ctx.store.read().await?;
        sql::kept(&mut tx, known.person.0).await?
    };
    let mut lines = counts::lines(words, &kept);
    if kept.group_work > 0 {
        lines.push(words.privacy_kept_group_work(kept.group_work));
    }
    Ok(Message::new()
        .heading(words.privacy_title())
        .paragraph(words.privacy_never())
        .list(lines)
        .fields(vec![
            (
                words.privacy_long(),
                words
                    .privacy_long_checkins(known.profile.history_days)
                    .then(words.privacy_long_rest()),
            ),
            (
                words.privacy_change(),
                words.privacy_change_text(
                    Arg::command("privacy history off"),
                    Arg::command("privacy export"),
                    Arg::command("privacy erase"),
                ),
            ),
        ]))
}
