//! Who comes to an occurrence: the question, and what becomes of an answer. Counts are public,
//! names never.

use super::model::{Held, Meeting};
use super::person::Groups;
use super::{announce, arm, dates, say, sql};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect, Prompt};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::derived::{By, Derived, Gone, TakeBack};
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::{Made, Turn};
use crate::error::Failure;
use crate::ids::{PersonId, PromptId};
use crate::outbox;
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::Timestamp;

/// The kind of the question.
pub const KIND: &str = "meeting_rsvp";

/// Takes the answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// The answers, as they are typed and kept.
pub const ANSWERS: &[&str] = &["yes", "no", "maybe"];

/// Asks whether somebody comes: one person, or everybody in a room. Takes answers until it ends.
pub(super) async fn ask(
    conn: &mut Conn,
    words: &Words,
    meeting: &Meeting,
    held: &Held,
    person: Option<PersonId>,
    now: Timestamp,
) -> sqlx::Result<Prompt> {
    let ask = Ask {
        kind: KIND,
        group: Some(meeting.group),
        person,
        subject: Some(meeting.id.0),
        detail: arm::detail(held),
        expect: Expect::OneOf(vec![
            Choice::new("yes", words.meeting_answer_yes()),
            Choice::new("maybe", words.meeting_answer_maybe()),
            Choice::new("no", words.meeting_answer_no()),
        ]),
        delicacy: Delicacy::Harmless,
        expires_at: Some(held.ends_at),
    };
    prompt::ask(conn, &ask, now).await
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let words = &turn.words;
    let gone = || Failure::mend(words.usage_prompt_gone());
    let mut tx = turn.begin(ctx).await?;
    let subject = asked.subject.unwrap_or_default();
    let meeting: Meeting = sql::by_id(&mut tx, subject).await?.ok_or_else(gone)?.into();
    let held = arm::named(&meeting, &asked.detail).filter(|_| meeting.removed_at.is_none());
    let held = held.ok_or_else(gone)?;
    if !asked.open(turn.now) {
        return Err(Failure::mend(words.meeting_over(meeting.name)));
    }
    if dates::cancelled(&mut tx, meeting.id).await?.contains(&held.occurrence.day) {
        return Err(Failure::mend(words.meeting_not_held(meeting.name)));
    }
    let message = match answer {
        Answer::Withdrawn => {
            let day = held.occurrence.day.to_string();
            sql::answers::take_back(&mut tx, subject, &day, turn.person.0).await?;
            refresh(ctx, &mut tx, &meeting, &held, turn.now).await?;
            Message::say(words.meeting_answer_taken_back())
        }
        Answer::Choice(choice) => {
            let choice = ANSWERS.iter().find(|answer| **answer == choice).ok_or_else(gone)?;
            record(ctx, &mut tx, turn, &meeting, &held, choice).await?
        }
        Answer::Form(_) => return Err(gone()),
    };
    tx.commit().await?;
    ctx.bell.ring();
    Ok(message)
}

/// Keeps an answer, changes the counts that rooms show, and says so.
pub(super) async fn record(
    ctx: &Ctx,
    conn: &mut Conn,
    turn: &Turn,
    meeting: &Meeting,
    held: &Held,
    answer: &'static str,
) -> sqlx::Result<Message> {
    let words = &turn.words;
    let day = held.occurrence.day.to_string();
    let ends_at = millis(held.ends_at);
    sql::answers::put(conn, meeting.id.0, &day, turn.person.0, answer, ends_at).await?;
    let detail = arm::detail(held);
    let made = Made { kind: KIND, subject: meeting.id.0, detail: &detail, until: held.ends_at };
    turn.made(conn, made).await?;
    refresh(ctx, conn, meeting, held, turn.now).await?;
    let counts = sql::answers::counts(conn, meeting.id.0, &day).await?;
    let when = say::when(words, &turn.profile.zone, meeting, held.occurrence.at);
    let said = words.meeting_attending(Arg::select(answer), meeting.name.clone(), when);
    let number = say::counts(words, counts).map(|line| line.then(words.meeting_only_number()));
    Ok(Message::say(said).maybe(number))
}

/// Takes back the answer of a message that its author took back.
pub const TAKE_BACK: TakeBack = TakeBack {
    kind: KIND,
    take_back: |ctx, conn, derived, now| Box::pin(take_back(ctx, conn, derived, now)),
};

async fn take_back(
    ctx: &Ctx,
    conn: &mut Conn,
    derived: &Derived,
    now: Timestamp,
) -> sqlx::Result<Gone> {
    if derived.by == By::Other || derived.renewed {
        return Ok(Gone::Quietly);
    }
    let meeting: Option<Meeting> = sql::by_id(conn, derived.subject).await?.map(Into::into);
    let held = meeting.as_ref().and_then(|meeting| arm::named(meeting, &derived.detail));
    if let (Some(meeting), Some(held)) = (meeting, held) {
        let day = held.occurrence.day.to_string();
        sql::answers::take_back(conn, meeting.id.0, &day, derived.person.0).await?;
        refresh(ctx, conn, &meeting, &held, now).await?;
    }
    Ok(Gone::Quietly)
}

/// Writes the messages in rooms about an occurrence anew: with the counts as they are now, or that
/// it does not take place.
pub(super) async fn refresh(
    ctx: &Ctx,
    conn: &mut Conn,
    meeting: &Meeting,
    held: &Held,
    now: Timestamp,
) -> sqlx::Result<()> {
    let detail = arm::detail(held);
    let questions = sql::answers::questions(conn, KIND, meeting.id.0, &detail).await?;
    if questions.is_empty() {
        return Ok(());
    }
    let (words, zone) = Groups::default().room(ctx, conn, meeting.group).await?;
    let day = held.occurrence.day.to_string();
    let counts = sql::answers::counts(conn, meeting.id.0, &day).await?;
    let off = dates::cancelled(conn, meeting.id).await?.contains(&held.occurrence.day);
    for id in questions.into_iter().map(PromptId) {
        let Some(asked) = prompt::find(conn, id).await? else { continue };
        let message = if off {
            announce::cancelled(&words, &zone, meeting, held)
        } else {
            announce::message(&words, &zone, meeting, held, counts).ask(asked.prompt)
        };
        for row in outbox::rows_of_prompt(conn, id).await? {
            outbox::revise(conn, row, &message, now).await?;
        }
    }
    Ok(())
}
