//! How strong an urge is before a tool and after it.
//!
//! Below a tool stand the numbers from 0 to 10. The first tap is held in memory for two hours, the
//! second shows both. No number is stored: a restart forgets it, and then the next tap is a first
//! one again.

use super::{Tool, after};
use crate::chat::message::{Line, Message};
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect, Prompt};
use crate::command::Outcome;
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::{Known, Visit};
use crate::error::Failure;
use crate::ids::PromptId;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::future::ready;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The kind of the prompt's row; its detail is the tool's name, and never a number.
pub const KIND: &str = "coping_rate";

/// Takes its answers.
pub const TAKER: Taker = Taker {
    kind: KIND,
    take: Take::Known(|ctx, known, asked, answer| Box::pin(ready(take(ctx, known, asked, answer)))),
};

/// For how long a first number is held, and the buttons answer.
const HOLD: SignedDuration = SignedDuration::from_hours(2);

/// More first numbers than these are not held.
const MOST: usize = 10_000;

/// First numbers by their prompts; by store too, because tests run several in one process.
static HELD: LazyLock<Mutex<HashMap<Place, (u8, Timestamp)>>> = LazyLock::new(Mutex::default);

type Place = (Option<PathBuf>, PromptId);

/// The numbers to tap below an exercise, for somebody the store knows. Without a store, and for
/// guests, there are none: the page says what to do all the same.
pub(super) async fn offer(ctx: &Ctx, visit: &Visit, tool: Tool) -> Option<Prompt> {
    if tool.is_safety_page() {
        return None;
    }
    match ask(ctx, visit, tool).await {
        Ok(prompt) => prompt,
        Err(error) => {
            tracing::warn!(%error, "no numbers below a tool");
            None
        }
    }
}

async fn ask(ctx: &Ctx, visit: &Visit, tool: Tool) -> sqlx::Result<Option<Prompt>> {
    let person = {
        let mut tx = ctx.store.read().await?;
        directory::person_of(&mut tx, &visit.account).await?
    };
    let Some(person) = person else { return Ok(None) };
    let numbers =
        (0..=10).map(|number: u8| Choice::new(number.to_string(), Line::text(number.to_string())));
    let ask = Ask {
        kind: KIND,
        group: None,
        person: Some(person),
        subject: None,
        detail: tool.id().to_owned(),
        expect: Expect::OneOf(numbers.collect()),
        delicacy: Delicacy::Health,
        expires_at: visit.now.checked_add(HOLD).ok(),
    };
    let mut tx = ctx.store.begin().await?;
    let prompt = prompt::ask(&mut tx, &ask, visit.now).await?;
    tx.commit().await?;
    Ok(Some(prompt))
}

fn take(ctx: &Ctx, known: &Known, asked: &Asked, answer: Answer) -> Outcome {
    let words = &known.words;
    let Answer::Choice(typed) = answer else { return Ok(Message::new()) };
    let number = typed.parse::<u8>().ok().filter(|number| *number <= 10);
    let (Some(now), Some(tool)) = (number, Tool::named(&asked.detail)) else {
        return Err(Failure::mend(words.coping_rate_over()));
    };
    if !asked.open(known.now) {
        return Err(Failure::mend(words.coping_rate_over()));
    }
    let place = (ctx.store.path().map(PathBuf::from), asked.id);
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((before, _)) = held.remove(&place) {
        return Ok(after(tool, words, before, now));
    }
    held.retain(|_, (_, at)| known.now.duration_since(*at) < HOLD);
    if held.len() < MOST {
        held.insert(place, (now, known.now));
    }
    Ok(Message::say(words.coping_rated(now)))
}
