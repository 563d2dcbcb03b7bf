//! The prompt in a room, which anybody can answer with one tap.
//!
//! The room sees a number: how many have taken part. Who they are is kept only so that nobody counts
//! twice, and only while the prompt is open; what they say goes where every check-in goes.

use super::accept::{Cause, accept};
use super::model::{Given, MOODS, mood_name};
use super::{expiry, form, read, sql, undo};
use crate::chat::message::{Line, Message};
use crate::chat::prompt::{Answer, Choice, Expect};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::Asked;
use crate::engine::settings::Settings;
use crate::engine::turn::Turn;
use crate::ids::{GroupId, PersonId};
use crate::outbox;
use crate::store::Conn;
use crate::words::Words;
use jiff::Timestamp;

/// The kind of the prompt's row.
pub const KIND: &str = "checkin_room";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// The choice that opens the form.
const MORE: &str = "more";

/// What the prompt says, without its choices. `text` is the organizer's own question, or empty;
/// `count` is how many have taken part: a number, never names.
pub fn message(words: &Words, text: &str, count: u64) -> Message {
    let text = text.trim();
    let question = if text.is_empty() { words.checkin_room_question() } else { Line::text(text) };
    Message::say(question)
        .paragraph(words.checkin_room_how())
        .maybe((count > 0).then(|| words.checkin_room_count(count)))
}

/// What can be tapped: the five moods by their numbers, and `more`, which opens the form.
pub fn expect(words: &Words) -> Expect {
    let moods =
        (1..=5).zip(MOODS).map(|(mood, _)| Choice::new(mood.to_string(), mood_name(words, mood)));
    Expect::OneOf(moods.chain([Choice::new(MORE, words.checkin_more())]).collect())
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let cause = {
        let mut tx = ctx.store.read().await?;
        Cause::of_room(&mut tx, turn, asked.clone()).await
    };
    let (given, bad) = match answer {
        // Taking back is never too late.
        Answer::Withdrawn => return undo::take_back(ctx, turn, asked, true).await,
        Answer::Choice(key) if key == MORE => return form::open(ctx, turn, cause?).await,
        Answer::Choice(key) => {
            let mood = key.parse().ok().filter(|mood| (1..=5).contains(mood));
            (Given { mood, ..Given::default() }, Vec::new())
        }
        Answer::Form(fields) => read::form(&turn.words, &fields),
    };
    accept(ctx, turn, cause?, given, &bad).await
}

/// Notes that somebody took part, and shows the new number. `false` when the prompt is closed.
pub(super) async fn count_in(
    conn: &mut Conn,
    ctx: &Ctx,
    turn: &Turn,
    asked: &Asked,
) -> sqlx::Result<bool> {
    if !asked.open(turn.now) {
        return Ok(false);
    }
    if sql::take_part(conn, asked.id.0, turn.person.0).await? {
        // Who took part is not kept longer than the count needs it.
        if let Some(end) = asked.expires_at {
            expiry::close_at(conn, asked.id, end).await?;
        }
        show_count(conn, ctx, asked, turn.now).await?;
    }
    Ok(true)
}

/// Takes somebody out of the number again. `false` when they were not in it.
pub(super) async fn count_out(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    asked: &Asked,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let left = sql::leave(conn, asked.id.0, person.0).await?;
    if left {
        show_count(conn, ctx, asked, now).await?;
    }
    Ok(left)
}

async fn show_count(conn: &mut Conn, ctx: &Ctx, asked: &Asked, now: Timestamp) -> sqlx::Result<()> {
    let words = match asked.group {
        Some(group) => group_words(conn, ctx, group).await?,
        None => Words::new(&ctx.defaults.language),
    };
    let text = match asked.subject {
        Some(schedule) => sql::question(conn, schedule).await?.unwrap_or_default(),
        None => String::new(),
    };
    let count = u64::try_from(sql::count(conn, asked.id.0).await?).unwrap_or(0);
    let message = message(&words, &text, count).ask(asked.prompt.clone());
    for row in outbox::rows_of_prompt(conn, asked.id).await? {
        outbox::revise(conn, row, &message, now).await?;
    }
    Ok(())
}

/// The words of a group, for what its rooms read.
pub(super) async fn group_words(conn: &mut Conn, ctx: &Ctx, group: GroupId) -> sqlx::Result<Words> {
    let set = Settings::load(conn, group).await?;
    Ok(Words::new(set.language().unwrap_or(&ctx.defaults.language)))
}
