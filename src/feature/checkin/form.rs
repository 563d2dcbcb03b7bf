//! The form: every question, each of which can be left out.

use super::accept::{Cause, accept};
use super::belongs::{self, GRACE};
use super::model::{INTENTION, NEEDS, NOTE, SHARES, WISHES, mood_name};
use super::{read, undo};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect, Field, FieldKind, Prompt};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::PromptId;
use crate::schedule::day;
use crate::store::Conn;
use crate::words::{Arg, Words};

/// The kind of the prompt's row. Its subject is the room's prompt that it was opened from.
pub const KIND: &str = "checkin_form";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// Opens the form.
pub(super) async fn open(ctx: &Ctx, turn: &Turn, cause: Cause) -> Outcome {
    let mut tx = turn.begin_asking(ctx).await?;
    let message = ask(&mut tx, turn, &cause).await?;
    tx.commit().await?;
    Ok(message)
}

/// The message that asks with the form.
pub(super) async fn ask(conn: &mut Conn, turn: &Turn, cause: &Cause) -> sqlx::Result<Message> {
    let words = &turn.words;
    let prompt = keep(conn, turn, cause).await?;
    let text = if cause.late {
        words.checkin_form_late(belongs::date(words, cause.day))
    } else {
        words.checkin_form()
    };
    Ok(Message::say(text).ask(prompt))
}

async fn keep(conn: &mut Conn, turn: &Turn, cause: &Cause) -> sqlx::Result<Prompt> {
    let profile = &turn.profile;
    let end = day::day_ends(cause.day, &profile.zone, profile.day_start);
    let closes = cause.prompt.as_ref().and_then(|asked| asked.expires_at);
    let end = closes.map_or(end, |closes| closes.max(end));
    let ask = Ask {
        kind: KIND,
        group: Some(cause.group),
        person: Some(turn.person),
        subject: cause.prompt.as_ref().map(|asked| asked.id.0),
        detail: belongs::note(cause.day, cause.room.as_ref()),
        expect: Expect::Form(fields(&turn.words)),
        delicacy: Delicacy::Health,
        expires_at: end.checked_add(GRACE).ok(),
    };
    prompt::ask(conn, &ask, turn.now).await
}

/// The fields, all optional.
pub fn fields(words: &Words) -> Vec<Field> {
    let moods = (1..=5).map(|mood: u8| Choice::new(mood.to_string(), mood_name(words, mood)));
    let needs = NEEDS.iter().map(|need| Choice::new(*need, words.checkin_halt(Arg::select(need))));
    let wishes =
        WISHES.iter().map(|wish| Choice::new(*wish, words.checkin_support(Arg::select(wish))));
    let shares =
        SHARES.iter().map(|with| Choice::new(*with, words.checkin_share(Arg::select(with))));
    let field = |key: &str, label, kind| Field { key: key.to_owned(), label, kind };
    vec![
        field("mood", words.checkin_field_mood(), FieldKind::One(moods.collect())),
        field(
            "craving",
            words.checkin_field_craving(),
            FieldKind::Scale { lowest: 0, highest: 10 },
        ),
        field("halt", words.checkin_field_halt(), FieldKind::Many(needs.collect())),
        field("intention", words.checkin_field_intention(), FieldKind::Text { most: INTENTION }),
        field("note", words.checkin_field_note(), FieldKind::Text { most: NOTE }),
        field("support", words.checkin_field_support(), FieldKind::One(wishes.collect())),
        field("share", words.checkin_field_share(), FieldKind::One(shares.collect())),
    ]
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let (given, bad) = match answer {
        Answer::Withdrawn => return undo::take_back(ctx, turn, asked, true).await,
        Answer::Choice(_) => return Err(Failure::mend(turn.words.checkin_form_old())),
        Answer::Form(fields) => read::form(&turn.words, &fields),
    };
    let cause = cause(ctx, turn, asked).await?;
    accept(ctx, turn, cause, given, &bad).await
}

/// What a form, or a button below a reply, belongs to.
pub(super) async fn cause(ctx: &Ctx, turn: &Turn, asked: &Asked) -> Result<Cause, Failure> {
    let (Some(day), room) = belongs::noted(&asked.detail) else {
        return Err(Failure::mend(turn.words.checkin_form_old()));
    };
    let mut tx = ctx.store.read().await?;
    let from = match asked.subject {
        Some(id) => prompt::find(&mut tx, PromptId(id)).await?,
        None => None,
    };
    if let Some(from) = from {
        let mut cause = Cause::of_room(&mut tx, turn, from).await?;
        cause.room = room.or(cause.room);
        return Ok(cause);
    }
    if !asked.open(turn.now) {
        return Err(Failure::mend(turn.words.checkin_form_old()));
    }
    let late = day < turn.today();
    Ok(Cause { day, late, group: asked.group.unwrap_or(turn.group), room, prompt: None })
}
