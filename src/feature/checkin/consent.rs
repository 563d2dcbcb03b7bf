//! Whether check-ins are kept, and for how long: a person's own, explicit choice.
//!
//! The question comes after an answer, at most once a day, and never again after a yes or a no. It
//! names what is kept, why, who sees it, how long, and how to delete it. The answer given before it
//! is not kept: there was no consent then.

use super::accept::Cause;
use super::{form, sql, undo};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::interview;
use crate::engine::prompt::{self, Asked};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::{PersonId, PlatformId};
use crate::schedule::day;
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// The kind of the prompt's row.
pub const KIND: &str = "checkin_consent";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(take(ctx, turn, asked, answer))),
};

/// The version of the notice. A new one, with a new name, whenever what is kept, why, or who sees
/// it changes.
pub const NOTICE: &str = "2026-11";

/// For how many days check-ins can be kept; 0 is not at all.
pub const DAYS: &[i64] = &[0, 30, 90, 365];

/// What is kept, why, who sees it, how long, how it is deleted, and what else there is to know where
/// it is typed.
pub fn notice(words: &Words, platform: PlatformId) -> Message {
    let way = words.checkin_consent_way_text(Arg::select(platform.as_str()));
    let mut fields = vec![
        (words.checkin_consent_what(), words.checkin_consent_what_text()),
        (words.checkin_consent_why(), words.checkin_consent_why_text()),
        (words.checkin_consent_who(), words.checkin_consent_who_text()),
        (words.checkin_consent_long(), words.checkin_consent_long_text()),
        (words.checkin_consent_delete(), words.checkin_consent_delete_text()),
    ];
    if !way.plain().trim().is_empty() {
        fields.push((words.checkin_consent_way(), way));
    }
    Message::new().fields(fields)
}

/// Whether somebody was shown the notice as it is now: they chose by it, or were asked lately by a prompt
/// of one of these kinds.
pub async fn was_shown(conn: &mut Conn, person: PersonId, kind: &str) -> sqlx::Result<bool> {
    let kinds = serde_json::json!([KIND, kind]).to_string();
    sql::read_notice(conn, person.0, NOTICE, &kinds).await
}

/// Sets for how many days somebody's check-ins are kept, one of [`DAYS`], with the version of the
/// notice that they read. What is older than that is deleted at once; with 0 that is everything.
/// Gives how many check-ins were deleted. A number that is not one of [`DAYS`] is refused by the
/// store.
pub async fn set_history(
    conn: &mut Conn,
    person: PersonId,
    days: i64,
    now: Timestamp,
) -> sqlx::Result<u64> {
    // Who wants nothing kept need not have read anything.
    let notice = (days > 0).then_some(NOTICE);
    sql::set_history(conn, person.0, days, notice, millis(now)).await?;
    // Which message was a check-in is of use for as long as the check-in is there, or what it shows
    // in a room is news.
    let age = SignedDuration::from_hours(days.saturating_mul(24)).max(undo::KEEP);
    let until = now.checked_add(age).unwrap_or(Timestamp::MAX);
    sql::forget_messages(conn, person.0, undo::MADE, millis(until)).await?;
    if days <= 0 {
        interview::forget(conn, person).await?;
        return sql::delete_all(conn, person.0).await;
    }
    let age = SignedDuration::from_hours(days.saturating_mul(24));
    let before = now.checked_sub(age).unwrap_or(Timestamp::MIN);
    sql::delete_before(conn, person.0, millis(before)).await
}

/// The question, where it is time for it: nothing is kept, nothing was chosen, and it was not asked
/// today.
pub(super) async fn offer(
    conn: &mut Conn,
    turn: &Turn,
    cause: &Cause,
    something_to_undo: bool,
) -> sqlx::Result<Option<Message>> {
    let profile = &turn.profile;
    if profile.history_days > 0 || sql::has_chosen(conn, turn.person.0).await? {
        return Ok(None);
    }
    let today = day::day_begins(turn.today(), &profile.zone, profile.day_start);
    if sql::asked_since(conn, KIND, turn.person.0, millis(today)).await? {
        return Ok(None);
    }
    let words = &turn.words;
    let choice = |days: i64| Choice::new(key(days), words.checkin_consent_choice(days));
    let mut choices: Vec<Choice> = [30, 90, 365, 0].into_iter().map(choice).collect();
    if something_to_undo {
        choices.push(Choice::new(undo::BACK, words.checkin_back()));
    }
    let prompt = prompt::ask(conn, &undo::below(turn, cause, KIND, choices), turn.now).await?;
    let message = Message::say(words.checkin_consent_opening())
        .heading(words.checkin_consent())
        .append(notice(words, turn.account.platform()))
        .ask(prompt);
    Ok(Some(message))
}

fn key(days: i64) -> String {
    if days == 0 { "no".to_owned() } else { days.to_string() }
}

async fn take(ctx: &Ctx, turn: &Turn, asked: &Asked, answer: Answer) -> Outcome {
    let words = &turn.words;
    let Answer::Choice(typed) = answer else { return Ok(Message::new()) };
    if typed == undo::BACK {
        return undo::take_back(ctx, turn, asked, false).await;
    }
    let Some(days) = DAYS.iter().copied().find(|days| key(*days) == typed) else {
        return Err(Failure::mend(words.checkin_consent_old()));
    };
    let mut tx = turn.begin(ctx).await?;
    // A yes that comes late may be to a notice that has changed since.
    if asked.closed_at.is_none() && !asked.open(turn.now) {
        return Err(Failure::mend(words.checkin_consent_old()));
    }
    if !prompt::close(&mut tx, asked.id, turn.now).await? {
        return Err(Failure::mend(words.checkin_consent_done()));
    }
    set_history(&mut tx, turn.person, days, turn.now).await?;
    let message = if days == 0 {
        Message::say(words.checkin_consent_no())
    } else {
        let form = form::ask(&mut tx, turn, &Cause::free(turn)).await?;
        Message::say(words.checkin_consent_yes(days)).append(form)
    };
    tx.commit().await?;
    Ok(message)
}
