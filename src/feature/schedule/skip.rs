//! `admin schedule skip`: leaves out the next time, and keeps the rest.

use super::find;
use super::view::SHOWN;
use super::{add, fire, sql};
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
use crate::schedule::say;
use crate::store::{instant, millis};
use crate::words::{Arg, Words};
use jiff::SignedDuration;
/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule skip",
    summary: Words::posting_skip_summary,
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
    if schedule.paused_at.is_some() {
        return Err(Failure::mend(words.posting_skip_paused(slug)));
    }
    let mut skipped = schedule.skipped();
    let from = schedule.next_at.map(instant);
    let from = from.and_then(|at| at.checked_sub(SignedDuration::from_millis(1)).ok());
    let found = schedule.beat().zip(from).and_then(|(beat, from)| {
        let left_out = beat.next(from, &skipped)?;
        Some((beat, left_out))
    });
    let Some((beat, left_out)) = found else {
        return Err(Failure::mend(words.posting_skip_ended(slug)));
    };
    sql::skip(&mut tx, schedule.id, &left_out.civil.to_string()).await?;
    skipped.push(left_out.civil);
    let next = beat.coming(left_out.at, &skipped, SHOWN);
    if let Some(first) = next.first() {
        add::stand(&mut schedule, first);
        job::put(&mut tx, &fire::job(&schedule, first)).await?;
    } else {
        schedule.next_at = None;
        schedule.ended_at = Some(millis(turn.now));
        job::cancel(&mut tx, &fire::key(schedule.id)).await?;
    }
    sql::save(&mut tx, &schedule).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule skipped once", &schedule.slug)
        .await?;
    tx.commit().await?;
    ctx.bell.ring();
    let message = Message::say(words.posting_skipped(say::occurrence(words, &left_out)));
    if next.is_empty() {
        return Ok(message.paragraph(words.posting_skipped_last(slug)));
    }
    let items = next.iter().map(|next| say::occurrence(words, next)).collect();
    Ok(message.paragraph(words.posting_skipped_next()).list(items))
}
