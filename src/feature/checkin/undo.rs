//! The buttons below a reply: more, and taking it back.

use super::accept::Cause;
use super::{belongs, form, room, share, sql};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect, Prompt};
use crate::command::Outcome;
use crate::engine::answer::Taker;
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Turn;
use crate::ids::PromptId;
use crate::store::Conn;
use jiff::SignedDuration;

/// The kind of the prompt's row. Its subject is the room's prompt that was answered.
pub const KIND: &str = "checkin_reply";

/// Takes its answers.
pub const TAKER: Taker =
    Taker { kind: KIND, take: |ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer)) };

/// The choice that takes an answer back.
pub(super) const BACK: &str = "back";

/// After this a row is of no use to anybody.
pub(super) const KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Asks with the buttons below a reply.
pub(super) async fn ask(conn: &mut Conn, turn: &Turn, cause: &Cause) -> sqlx::Result<Prompt> {
    let words = &turn.words;
    let choices =
        vec![Choice::new("more", words.checkin_more()), Choice::new(BACK, words.checkin_back())];
    prompt::ask(conn, &below(turn, cause, KIND, choices), turn.now).await
}

/// A question below a reply.
pub(super) fn below(turn: &Turn, cause: &Cause, kind: &'static str, choices: Vec<Choice>) -> Ask {
    Ask {
        kind,
        group: Some(cause.group),
        person: Some(turn.person),
        subject: cause.prompt.as_ref().map(|asked| asked.id.0),
        detail: belongs::note(cause.day, cause.room.as_ref()),
        expect: Expect::OneOf(choices),
        delicacy: Delicacy::Health,
        expires_at: turn.now.checked_add(KEEP).ok(),
    }
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    match answer {
        Answer::Choice(key) if key == BACK => take_back(ctx, turn, asked, false).await,
        Answer::Choice(_) => {
            let cause = form::cause(ctx, turn, asked).await?;
            form::open(ctx, turn, cause).await
        }
        Answer::Form(_) | Answer::Withdrawn => Ok(Message::new()),
    }
}

/// Takes back the answer of the day that `asked` belongs to: the row is deleted, the number in the
/// room goes down, and what was shared is taken back. Never too late. `quiet` when it was a reaction
/// that was removed, which says enough by itself where there was nothing to take back.
pub(super) async fn take_back(ctx: &Ctx, turn: &Turn, asked: &Asked, quiet: bool) -> Outcome {
    let words = &turn.words;
    let day = belongs::noted(&asked.detail).0.unwrap_or_else(|| turn.today());
    let mut tx = ctx.store.begin().await?;
    let prompt = if asked.kind == room::KIND {
        Some(asked.clone())
    } else {
        match asked.subject {
            Some(id) => prompt::find(&mut tx, PromptId(id)).await?,
            None => None,
        }
    };
    let had = sql::delete_day(&mut tx, turn.person.0, &day.to_string()).await?;
    let left = match prompt {
        Some(prompt) => room::count_out(&mut tx, ctx, turn, &prompt).await?,
        None => false,
    };
    let unshared =
        share::take_back(&mut tx, ctx, turn, asked.group.unwrap_or(turn.group), day).await?;
    tx.commit().await?;
    ctx.bell.ring();
    if quiet && !had && !left && !unshared {
        return Ok(Message::new());
    }
    Ok(Message::say(words.checkin_taken_back())
        .maybe(unshared.then(|| words.checkin_taken_back_room())))
}
