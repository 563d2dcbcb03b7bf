//! `remind list`: a person's reminders.

use super::model::Reminder;
use super::{missed, say, sql};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::store::instant;
use crate::words::{Arg, Words};
use jiff::Timestamp;

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
    let (all, under, missed) = {
        let mut tx = ctx.store.read().await?;
        let all = sql::all(&mut tx, turn.person).await?;
        let under = sql::not_arrived(&mut tx, turn.person).await?;
        (all, under, missed::find(&mut tx, turn.person).await?)
    };
    if all.is_empty() {
        let example = Arg::command("remind add tomorrow 9am Call Sam");
        return Ok(Message::say(words.remind_list_none(example)));
    }
    let coming = all.iter().filter(|one| one.stands()).map(|one| coming(words, one)).collect();
    let item = |one: &Reminder, at: Timestamp| {
        let at = say::time(one, at);
        words.remind_item_open(Arg::code(one.slug.as_str()), at, one.text.as_str())
    };
    let came: Vec<Line> = all
        .iter()
        .filter(|one| !one.stands() && under.iter().all(|under| under.id != one.id))
        .map(|one| item(one, one.came_at()))
        .collect();
    // One that comes again is listed for its next time, and here for the one that did not arrive.
    let not_arrived = |waits: bool| -> Vec<Line> {
        let some =
            under.iter().filter(|under| waits == matches!(&*under.state, "pending" | "sending"));
        some.filter_map(|under| {
            let one = all.iter().find(|one| one.id == under.id)?;
            Some(item(one, instant(under.due_at)))
        })
        .collect()
    };
    let mut message = Message::new().heading(words.remind_list_title()).list(coming);
    for (title, lines) in [
        (words.remind_list_open(), came),
        (words.remind_list_waiting(), not_arrived(true)),
        (words.remind_list_missed(), not_arrived(false)),
    ] {
        if !lines.is_empty() {
            message = message.paragraph(title).list(lines);
        }
    }
    if let Some(missed) = missed {
        message = message.append(missed::why(turn, &missed));
        let mut tx = turn.begin_asking(ctx).await?;
        missed::told(&mut tx, turn.person, missed.last, turn.now).await?;
        tx.commit().await?;
    }
    let cancel = format!("remind cancel {}", all[0].slug);
    Ok(message.paragraph(words.remind_list_cancel(Arg::command(cancel))))
}

fn coming(words: &Words, one: &Reminder) -> Line {
    let (slug, at) = (Arg::code(one.slug.as_str()), say::time(one, one.next_at()));
    match one.beat() {
        Some(beat) if beat.repeats() => {
            words.remind_item_again(slug, one.timing.as_str(), at, one.text.as_str())
        }
        _ => words.remind_item_once(slug, at, one.text.as_str()),
    }
}
