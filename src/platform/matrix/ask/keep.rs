//! Which event asks what, and what a tap on it means.

use super::sql::{self, AskRow, TapRow};
use super::{Look, poll, sign};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Delicacy, Prompt};
use crate::chat::wire;
use crate::command::lex::lex;
use crate::command::resolve::resolve;
use crate::engine::directory;
use crate::engine::prompt::{self, Asked};
use crate::ids::{AccountId, PromptId};
use crate::store::{Conn, millis};
use jiff::{SignedDuration, Timestamp};

/// How soon a question is not asked again in a direct room, however often somebody taps.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// How long after its end is it known who tapped below a question.
const REMEMBER: SignedDuration = SignedDuration::from_hours(24);

/// A question that now stands in a room.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The event that asks: of a message in several parts, the last one.
    pub event: &'a str,
    /// The room.
    pub room: &'a str,
    /// How it is shown.
    pub look: Look,
    /// What asks it.
    pub message: &'a Message,
    /// The room whose question is asked again here.
    pub origin: Option<&'a str>,
}

/// What a tap means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// An answer.
    Answer {
        /// The prompt.
        prompt: PromptId,
        /// The answer.
        answer: Answer,
        /// The room whose question it is, where that is not the room of the tap.
        origin: Option<String>,
    },
    /// Somebody would like to be asked where nobody else reads along.
    Privately(Box<Again>),
    /// They would like to be asked what is not asked any more.
    Closed,
    /// Nothing.
    Nothing,
}

/// A question of a room, to be asked again in a direct room.
#[derive(Debug, Clone, PartialEq)]
pub struct Again {
    /// The whole message with its prompt.
    pub message: Message,
    /// The room whose question it is.
    pub origin: String,
}

/// Notes a question that stands in a room.
pub async fn note(conn: &mut Conn, standing: Standing<'_>, now: Timestamp) -> sqlx::Result<()> {
    let Some(prompt) = &standing.message.prompt else { return Ok(()) };
    if !sql::prompt_exists(conn, prompt.id.0).await? {
        return Ok(());
    }
    let question = match standing.look {
        Look::Privately => {
            let message = Message { files: Vec::new(), ..standing.message.clone() };
            wire::encode(&message)
        }
        Look::Poll => poll::question(standing.message),
        Look::Typed | Look::Reactions => String::new(),
    };
    let row = AskRow {
        event: standing.event.to_owned(),
        room: standing.room.to_owned(),
        prompt_id: prompt.id.0,
        origin: standing.origin.map(str::to_owned),
        look: standing.look.as_str().to_owned(),
        question,
    };
    let signs = serde_json::to_string(&standing.look.signs(prompt)).unwrap_or_default();
    sql::add(conn, &row, &signs, millis(now)).await
}

/// What somebody's reaction `event` with this `key` means, on an event.
pub async fn reaction(
    conn: &mut Conn,
    event: &str,
    on: &str,
    key: &str,
    account: &AccountId,
    now: Timestamp,
) -> sqlx::Result<Meaning> {
    let Some((ask, asked)) = question(conn, on).await? else { return Ok(Meaning::Nothing) };
    if Look::parse(&ask.look) == Some(Look::Privately) {
        if !sign::is_private(key) {
            return Ok(Meaning::Nothing);
        }
        return Ok(match again(&ask).filter(|_| asked.open(now)) {
            Some(again) => Meaning::Privately(Box::new(again)),
            None => Meaning::Closed,
        });
    }
    // The bot offers no reaction on a question about health, and takes none.
    if asked.prompt.delicacy == Delicacy::Health {
        return Ok(Meaning::Nothing);
    }
    let Some(choice) = sign::choice(&asked.prompt, key).map(str::to_owned) else {
        return Ok(Meaning::Nothing);
    };
    tap(conn, event, &ask, account, Some(choice.clone()), now).await?;
    Ok(answer(&ask, Answer::Choice(choice)))
}

/// What somebody's vote `event` means, in a poll.
pub async fn vote(
    conn: &mut Conn,
    event: &str,
    poll: &str,
    answers: &[String],
    account: &AccountId,
    now: Timestamp,
) -> sqlx::Result<Meaning> {
    let Some((ask, asked)) = question(conn, poll).await? else { return Ok(Meaning::Nothing) };
    if answers.is_empty() {
        return Ok(answer(&ask, Answer::Withdrawn));
    }
    let Some(choice) = poll::choice(&asked.prompt, answers).map(str::to_owned) else {
        return Ok(Meaning::Nothing);
    };
    let kept = (asked.prompt.delicacy == Delicacy::Harmless).then(|| choice.clone());
    tap(conn, event, &ask, account, kept, now).await?;
    Ok(answer(&ask, Answer::Choice(choice)))
}

/// What it means that somebody takes a reaction or a vote back. What they tapped before counts again.
/// Of a tap that somebody else removes the answer stays.
pub async fn taken_back(
    conn: &mut Conn,
    event: &str,
    account: &AccountId,
    now: Timestamp,
) -> sqlx::Result<Meaning> {
    let Some(tapped) = sql::take_back(conn, event, millis(now)).await? else {
        return Ok(Meaning::Nothing);
    };
    let person = directory::person_of(conn, account).await?;
    let Some(ask) = sql::by_event(conn, &tapped.ask).await? else { return Ok(Meaning::Nothing) };
    if person.is_none_or(|person| person.0 != tapped.person_id) {
        return Ok(Meaning::Nothing);
    }
    let before = sql::last_tap(conn, &tapped.ask, tapped.person_id).await?;
    Ok(match before.map(|tap| tap.choice) {
        // The earlier one that counts is the answer that stands: nothing changes, or it comes back.
        Some(Some(choice)) => answer(&ask, Answer::Choice(choice)),
        Some(None) | None => answer(&ask, Answer::Withdrawn),
    })
}

/// What a text in a direct room means, when the newest question there is one of another room. The
/// core knows the others by itself.
pub async fn typed(
    conn: &mut Conn,
    room: &str,
    text: &str,
    now: Timestamp,
) -> sqlx::Result<Meaning> {
    if text.len() > 200 || resolve(&lex(text)).is_ok() {
        return Ok(Meaning::Nothing);
    }
    let Some(ask) = sql::newest_in(conn, room).await?.filter(|ask| ask.origin.is_some()) else {
        return Ok(Meaning::Nothing);
    };
    let Some(asked) = prompt::find(conn, PromptId(ask.prompt_id)).await? else {
        return Ok(Meaning::Nothing);
    };
    match asked.prompt.choice_meant(text) {
        Some(choice) if asked.open(now) => Ok(answer(&ask, Answer::Choice(choice.to_owned()))),
        _ => Ok(Meaning::Nothing),
    }
}

/// The open question of a room that is asked privately, for those who type instead of tapping.
pub async fn open_in(conn: &mut Conn, room: &str, now: Timestamp) -> sqlx::Result<Option<Again>> {
    Ok(sql::newest_private(conn, room, millis(now)).await?.as_ref().and_then(again))
}

/// Whether a question was asked in a direct room a moment ago, and nothing since. What was asked
/// since would be what a number answers.
pub async fn asked_just_now(
    conn: &mut Conn,
    room: &str,
    prompt: &Prompt,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let since = now.checked_sub(AGAIN).unwrap_or(Timestamp::MIN);
    sql::asked_last_since(conn, room, prompt.id.0, millis(since)).await
}

/// Forgets who tapped below questions that are over; once a day is enough.
pub async fn forget(conn: &mut Conn, now: Timestamp) -> sqlx::Result<u64> {
    let before = now.checked_sub(REMEMBER).unwrap_or(Timestamp::MIN);
    sql::forget_taps(conn, millis(before)).await
}

async fn question(conn: &mut Conn, event: &str) -> sqlx::Result<Option<(AskRow, Asked)>> {
    let Some(ask) = sql::by_event(conn, event).await? else { return Ok(None) };
    let asked = prompt::find(conn, PromptId(ask.prompt_id)).await?;
    Ok(asked.map(|asked| (ask, asked)))
}

fn answer(ask: &AskRow, answer: Answer) -> Meaning {
    Meaning::Answer { prompt: PromptId(ask.prompt_id), answer, origin: ask.origin.clone() }
}

fn again(ask: &AskRow) -> Option<Again> {
    match wire::decode(&ask.question) {
        Ok(message) => Some(Again { message, origin: ask.room.clone() }),
        Err(error) => {
            tracing::error!(%error, prompt = ask.prompt_id, "a question cannot be asked again");
            None
        }
    }
}

async fn tap(
    conn: &mut Conn,
    event: &str,
    ask: &AskRow,
    account: &AccountId,
    choice: Option<String>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let person = directory::meet(conn, account, now).await?;
    let row =
        TapRow { event: event.to_owned(), ask: ask.event.clone(), person_id: person.0, choice };
    sql::add_tap(conn, &row, millis(now)).await
}
