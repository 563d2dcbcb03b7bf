//! `admin schedule preview`: when a schedule comes next, with the coming change of clocks.

use super::find;
use super::view;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::words::{Arg, Words};

/// How many times are shown unless somebody asks for more.
const COUNT: usize = 10;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule preview",
    summary: Words::posting_preview_summary,
    params: &[
        Param::required("schedule", Kind::Named(Thing::Schedule), Words::posting_param_schedule),
        Param::optional(
            "count",
            Kind::Number { lowest: 1, highest: 50 },
            Words::posting_param_count,
        ),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let schedule = {
        let mut tx = ctx.store.read().await?;
        find::named(&mut tx, turn, &args).await?
    };
    let count = args.number("count").and_then(|n| usize::try_from(n).ok()).unwrap_or(COUNT);
    let message = Message::new()
        .heading(words.posting_shown_title(Arg::code(schedule.slug.as_str())))
        .paragraph(view::one(words, &schedule));
    let message = if schedule.paused_at.is_some() || schedule.ended_at.is_some() {
        message.paragraph(view::state(words, &schedule))
    } else {
        message
    };
    let Some(beat) = schedule.beat().filter(|_| schedule.ended_at.is_none()) else {
        return Ok(message);
    };
    let next = beat.coming(turn.now, &schedule.skipped(), count);
    Ok(view::coming(message, words, &next, !beat.repeats()))
}
