//! `remind cancel`: a reminder that is no longer wanted.

use super::model::{KIND, Reminder};
use super::sql;
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::value::nearest;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::derived::{By, Derived, Gone, TakeBack};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::ReminderId;
use crate::job;
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::Timestamp;

/// The command.
pub const COMMAND: Command = Command {
    path: "remind cancel",
    summary: Words::remind_cancel_summary,
    params: &[Param::required(
        "reminder",
        Kind::Named(Thing::Reminder),
        Words::remind_param_reminder,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// Cancels the reminder of a message that its author took back.
pub const TAKE_BACK: TakeBack = TakeBack {
    kind: KIND,
    take_back: |_, conn, derived, now| Box::pin(take_back(conn, derived, now)),
};

async fn take_back(conn: &mut Conn, derived: &Derived, now: Timestamp) -> sqlx::Result<Gone> {
    if derived.by == By::Other {
        return Ok(Gone::Quietly);
    }
    let id = ReminderId(derived.subject);
    let Some(reminder) = sql::find(conn, id, derived.person).await? else {
        return Ok(Gone::Quietly);
    };
    sql::remove(conn, id, millis(now)).await?;
    job::cancel_all(conn, KIND, id.0).await?;
    Ok(if reminder.stands() { Gone::Reminder } else { Gone::Quietly })
}

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let typed = args.text("reminder").unwrap_or_default();
    let mut tx = turn.begin(ctx).await?;
    let all = sql::all(&mut tx, turn.person).await?;
    let Some(reminder) = meant(&all, typed) else {
        let short: String = typed.chars().take(40).collect();
        let mut line = words.remind_unknown(Arg::code(short));
        if all.is_empty() {
            return Err(Failure::mend(line));
        }
        let slugs = || all.iter().map(|one| one.slug.as_str());
        if let Some(near) = nearest(slugs(), typed) {
            line = line.then(words.usage_did_you_mean(Arg::code(near)));
        }
        let known = crate::feature::schedule::codes(slugs());
        return Err(Failure::mend(line.then(words.remind_known(known))));
    };
    sql::remove(&mut tx, reminder.id, millis(turn.now)).await?;
    job::cancel_all(&mut tx, KIND, reminder.id.0).await?;
    tx.commit().await?;
    Ok(Message::say(words.remind_cancelled(reminder.text.as_str())))
}

/// By its name or the number in it, or by the whole of its text.
fn meant<'a>(all: &'a [Reminder], typed: &str) -> Option<&'a Reminder> {
    let name = match typed.parse::<u32>() {
        Ok(number) => format!("r{number}"),
        Err(_) => typed.to_lowercase(),
    };
    all.iter()
        .find(|one| one.slug == name)
        .or_else(|| all.iter().find(|one| one.text.to_lowercase() == name))
}
