//! `meetings unremind`: ends a personal reminder.

use super::{arm, find, sql};
use crate::chat::message::{Line, Message, Span};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::derived::{By, Derived, Gone, TakeBack};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::job;
use crate::store::Conn;
use crate::words::Words;

/// The command.
pub const COMMAND: Command = Command {
    path: "meetings unremind",
    summary: Words::meeting_unremind_summary,
    params: &[Param::required(
        "meeting",
        Kind::Named(Thing::Meeting),
        Words::meeting_param_meeting,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// Ends the reminder of a message that its author took back.
pub const TAKE_BACK: TakeBack = TakeBack {
    kind: arm::REMINDER,
    take_back: |_, conn, derived, _| Box::pin(take_back(conn, derived)),
};

async fn take_back(conn: &mut Conn, derived: &Derived) -> sqlx::Result<Gone> {
    if derived.by == By::Other || derived.renewed {
        return Ok(Gone::Quietly);
    }
    let ended = sql::reminders::end(conn, derived.subject, derived.person.0).await?;
    let Some(id) = ended else { return Ok(Gone::Quietly) };
    job::cancel(conn, &arm::key(arm::REMINDER, id)).await?;
    Ok(Gone::Reminder)
}

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let meeting = find::meant(&mut tx, turn, args.text("meeting").unwrap_or_default()).await?;
    let Some(id) = sql::reminders::end(&mut tx, meeting.id.0, turn.person.0).await? else {
        let others = sql::reminders::slugs(&mut tx, turn.person.0, turn.group.0).await?;
        let none = Message::say(words.meeting_unremind_none(meeting.name));
        let none = match others.is_empty() {
            true => none,
            false => none
                .paragraph(words.meeting_unremind_others())
                .list(others.into_iter().map(|slug| Line::from(Span::Code(slug))).collect()),
        };
        return Err(Failure::mend(none));
    };
    job::cancel(&mut tx, &arm::key(arm::REMINDER, id)).await?;
    tx.commit().await?;
    Ok(Message::say(words.meeting_unreminded(meeting.name)))
}
