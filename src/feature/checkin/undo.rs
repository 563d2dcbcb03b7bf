//! The buttons below a reply: more, and taking it back.

use super::accept::Cause;
use super::share::Who;
use super::{belongs, form, room, share, sql};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect, Prompt};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::derived::{By, Derived, Gone, TakeBack};
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::{Made, Turn};
use crate::ids::{GroupId, PromptId};
use crate::store::Conn;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// The kind of the prompt's row. Its subject is the room's prompt that was answered.
pub const KIND: &str = "checkin_reply";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// The choice that takes an answer back.
pub(super) const BACK: &str = "back";

/// After this a row is of no use to anybody.
pub(super) const KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Asks with the buttons below a reply.
pub(super) async fn ask(conn: &mut Conn, turn: &Turn, cause: &Cause) -> sqlx::Result<Prompt> {
    let words = &turn.words;
    let choices =
        vec![Choice::new("more", words.checkin_change()), Choice::new(BACK, words.checkin_back())];
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
    let mut tx = turn.begin(ctx).await?;
    let prompt = if asked.kind == room::KIND {
        Some(asked.clone())
    } else {
        match asked.subject {
            Some(id) => prompt::find(&mut tx, PromptId(id)).await?,
            None => None,
        }
    };
    let group = asked.group.unwrap_or(turn.group);
    let who = Who::of(turn);
    let back = day_back(&mut tx, ctx, &who, group, day, prompt.as_ref(), turn.now).await?;
    tx.commit().await?;
    ctx.bell.ring();
    if quiet && !back.anything {
        return Ok(Message::new());
    }
    Ok(Message::say(words.checkin_taken_back())
        .maybe(back.unshared.then(|| words.checkin_taken_back_room())))
}

/// What was taken back.
struct Back {
    anything: bool,
    unshared: bool,
}

async fn day_back(
    conn: &mut Conn,
    ctx: &Ctx,
    who: &Who<'_>,
    group: GroupId,
    day: Date,
    prompt: Option<&Asked>,
    now: Timestamp,
) -> sqlx::Result<Back> {
    let had = sql::delete_day(conn, who.person.0, &day.to_string()).await?;
    let left = match prompt {
        Some(prompt) => room::count_out(conn, ctx, who.person, prompt, now).await?,
        None => false,
    };
    let unshared = share::take_back(conn, ctx, who, group, day, now).await?;
    Ok(Back { anything: had || left || unshared, unshared })
}

/// Notes that a message was a check-in, for as long as there is something to take back.
pub(super) async fn note_made(conn: &mut Conn, turn: &Turn, cause: &Cause) -> sqlx::Result<()> {
    let kept = SignedDuration::from_hours(24 * turn.profile.history_days);
    let made = Made {
        kind: MADE,
        subject: cause.prompt.as_ref().map_or(0, |asked| asked.id.0),
        detail: &cause.day.to_string(),
        until: turn.now.checked_add(kept.max(KEEP)).unwrap_or(turn.now),
    };
    turn.made(conn, made).await
}

/// What came of a message that was a check-in.
pub(super) const MADE: &str = "checkin";

/// Takes it back. A day has one check-in: what other messages added to it goes with it, because what
/// each of them said is not kept, and its author is told so. Somebody else takes back no more than
/// what a room shows.
pub const TAKE_BACK: TakeBack = TakeBack {
    kind: MADE,
    take_back: |ctx, conn, derived, now| Box::pin(message_back(ctx, conn, derived, now)),
};

async fn message_back(
    ctx: &Ctx,
    conn: &mut Conn,
    derived: &Derived,
    now: Timestamp,
) -> sqlx::Result<Gone> {
    let Ok(day) = derived.detail.parse::<Date>() else { return Ok(Gone::Quietly) };
    let who = Who { person: derived.person, account: &derived.account };
    if derived.by == By::Other {
        share::take_back(conn, ctx, &who, derived.group, day, now).await?;
        sql::set_shared(conn, derived.person.0, &derived.detail, false).await?;
        return Ok(Gone::Quietly);
    }
    let prompt = prompt::find(conn, PromptId(derived.subject)).await?;
    let back = day_back(conn, ctx, &who, derived.group, day, prompt.as_ref(), now).await?;
    Ok(if back.anything && derived.joined { Gone::Day } else { Gone::Quietly })
}
