//! `admin schedule show`: one schedule, with its next times.

use super::find;
use super::sql;
use super::view::{self, SHOWN};
use crate::chat::message::Line;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::words::{Arg, Words};
/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule show",
    summary: Words::posting_show_summary,
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
    let mut tx = ctx.store.read().await?;
    let schedule = find::named(&mut tx, turn, &args).await?;
    let closed = sql::closed(&mut tx, turn.group).await?;
    drop(tx);
    let mut message = Message::new()
        .heading(words.posting_shown_title(Arg::code(schedule.slug.as_str())))
        .paragraph(view::one(words, &schedule));
    message = if schedule.text.is_empty() {
        message.paragraph(words.posting_text_default())
    } else {
        message.paragraph(words.posting_text()).quote(Line::text(schedule.text.as_str()))
    };
    let stands = schedule.paused_at.is_none() && schedule.ended_at.is_none();
    match schedule.beat().filter(|_| stands) {
        Some(beat) => {
            let next = beat.coming(turn.now, &schedule.skipped(), SHOWN);
            message = view::coming(message, words, &next, !beat.repeats());
        }
        None => message = message.paragraph(view::state(words, &schedule)),
    }
    let here = schedule.zone().map(|zone| zone.to_datetime(turn.now));
    let left_out: Vec<Line> = schedule
        .skipped()
        .iter()
        .filter(|civil| here.is_some_and(|here| **civil > here))
        .map(|civil| Line::text(civil.strftime("%a %-d %b %Y, %H:%M").to_string()))
        .collect();
    if !left_out.is_empty() {
        message = message.paragraph(words.posting_skipped_list()).list(left_out);
    }
    let shut = view::shut(words, &schedule, &closed);
    Ok(shut
        .into_iter()
        .fold(message, Message::paragraph)
        .paragraph(words.posting_change_only(view::command("edit", &schedule))))
}
