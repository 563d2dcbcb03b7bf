//! `admin audit`: who changed what. Accounts are named, so that organizers can ask each other; what
//! members do is never in it.

use super::sql;
use crate::chat::message::{Message, Span, TimeStyle};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::ids::AccountId;
use crate::store::instant;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin audit",
    summary: Words::ledger_audit_summary,
    params: &[],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// How many of the newest changes are shown.
const NEWEST: i64 = 25;

async fn run(ctx: &Ctx, turn: &Turn, _args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = ctx.store.read().await?;
    let rows = sql::audit(&mut tx, turn.group, NEWEST).await?;
    if rows.is_empty() {
        return Ok(Message::say(words.ledger_audit_none()));
    }
    let items = rows.into_iter().map(|row| {
        let who = row.account.and_then(|id| id.parse::<AccountId>().ok());
        let who = match who {
            Some(account) => Span::Mention(account).into(),
            None => words.ledger_somebody(),
        };
        let at = turn.time(instant(row.at), TimeStyle::Full);
        words.ledger_audit_row(at, who, row.action, Arg::code(row.subject))
    });
    Ok(Message::new().heading(words.ledger_audit_title()).list(items.collect()))
}
