//! `admin deliveries`.

use crate::chat::message::{Line, Message, Span, TimeStyle};
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Turn;
use crate::ids::OutboxId;
use crate::outbox::State;
use crate::outbox::ledger::{self, Destination, Entry};
use crate::words::{Arg, Words};

const STATUSES: &[&str] = &["waiting", "sent", "late", "retried", "failed", "dropped"];

/// The command.
pub const COMMAND: Command = Command {
    path: "admin deliveries",
    summary: Words::ledger_deliveries_summary,
    params: &[Param::optional("status", Kind::Choice(STATUSES), Words::ledger_param_status)],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// Takes the click on `More`.
pub const TAKER: Taker = Taker {
    kind: "deliveries_more",
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(more(ctx, turn, asked, answer))),
};

const PAGE: usize = 10;

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    page(ctx, turn, args.choice("status").unwrap_or_default(), None).await
}

async fn more(ctx: &Ctx, turn: &Turn, asked: &Asked, _answer: Answer) -> Outcome {
    if turn.role < COMMAND.needs {
        let needs = Arg::select(COMMAND.needs.as_str());
        return Err(crate::error::Failure::mend(turn.words.usage_not_allowed(needs)));
    }
    let (status, before) = asked.detail.split_once(' ').unwrap_or((&asked.detail, ""));
    page(ctx, turn, status, before.parse().ok().map(OutboxId)).await
}

/// The newest rows of a status before a row. `late` and `retried` are looked for among all.
async fn rows(
    ctx: &Ctx,
    turn: &Turn,
    status: &str,
    mut before: Option<OutboxId>,
) -> sqlx::Result<Vec<Entry>> {
    let filter = match status {
        "waiting" => Some(State::Pending),
        "sent" => Some(State::Sent),
        "failed" => Some(State::Failed),
        "dropped" => Some(State::Dropped),
        _ => None,
    };
    let wanted = |entry: &Entry| match status {
        "late" => entry.late,
        "retried" => entry.attempts > 1,
        _ => true,
    };
    let mut tx = ctx.store.read().await?;
    let mut found = Vec::new();
    while found.len() <= PAGE {
        let some = ledger::list(&mut tx, turn.group, filter, 200, before).await?;
        let Some(last) = some.last() else { break };
        before = Some(last.id);
        found.extend(some.into_iter().filter(wanted));
    }
    found.truncate(PAGE + 1);
    Ok(found)
}

async fn page(ctx: &Ctx, turn: &Turn, status: &str, before: Option<OutboxId>) -> Outcome {
    let words = &turn.words;
    let counts = {
        let mut tx = ctx.store.read().await?;
        ledger::counts(&mut tx, turn.group).await?
    };
    let mut entries = rows(ctx, turn, status, before).await?;
    let further = entries.len() > PAGE;
    entries.truncate(PAGE);
    let mut message = Message::new().heading(words.ledger_title()).paragraph(words.ledger_counts(
        counts.waiting,
        counts.sent,
        counts.late,
        counts.retried,
        counts.failed,
        counts.dropped,
    ));
    if entries.is_empty() {
        return Ok(message.paragraph(words.ledger_none()));
    }
    message = message.list(entries.iter().map(|entry| line(turn, entry)).collect());
    if let Some(last) = entries.last().filter(|_| further) {
        let ask = Ask {
            kind: TAKER.kind,
            group: Some(turn.group),
            person: Some(turn.person),
            subject: None,
            detail: format!("{status} {}", last.id),
            expect: Expect::OneOf(vec![Choice::new("more", words.resource_more())]),
            delicacy: Delicacy::Harmless,
            expires_at: None,
        };
        let mut tx = turn.begin_asking(ctx).await?;
        let prompt = prompt::ask(&mut tx, &ask, turn.now).await?;
        tx.commit().await?;
        message = message.ask(prompt);
    }
    Ok(message)
}

fn line(turn: &Turn, entry: &Entry) -> Line {
    let words = &turn.words;
    let place = match &entry.to {
        Destination::Room(room) => Span::Room(room.clone()).into(),
        Destination::Person => words.ledger_person(),
    };
    let due = turn.time(entry.due_at, TimeStyle::Full);
    let state = words.delivery_state(Arg::select(entry.state.as_str()));
    let mut line = words.ledger_row(due, entry.kind.as_str(), place, state);
    if let Some(sent) = entry.sent_at.filter(|_| entry.late) {
        line = line.then(words.ledger_late(turn.time(sent, TimeStyle::Full)));
    }
    if let Some(reason) = entry.reason {
        let why = words.delivery_reason(Arg::select(reason.as_str()));
        line = line.then(words.ledger_why(why));
    }
    if entry.attempts > 1 {
        line = line.then(words.ledger_attempts(entry.attempts));
    }
    line
}
