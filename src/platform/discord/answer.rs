//! Answers to the turn in hand.
//!
//! Discord gives three seconds for a first sign and a quarter of an hour for the rest. Whoever sees the
//! answer is fixed with the first sign, so it is decided when the event arrives. An answer that comes
//! too late for both is not lost: it goes through the outbox, to the same person.

mod late;

use super::edge::Edge;
use super::render::{self, View};
use super::rest::{RestError, pause};
use super::send::{self, Body, EPHEMERAL};
use super::turn::{Asked, How, Kind, Opened, Sign};
use super::{form, intake};
use crate::chat::address::{Address, Sent};
use crate::chat::event::TurnId;
use crate::chat::message::{Line, Message};
use crate::chat::platform::SendError;
use crate::chat::prompt::Expect;
use anyhow::anyhow;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// After which a sign is given that an answer comes, of the three seconds that there are.
const DEFER: Duration = Duration::from_millis(1_500);

/// Answers a turn.
pub(super) async fn respond(
    edge: &Edge,
    turn: TurnId,
    to: &Address,
    message: &Message,
) -> Result<Sent, SendError> {
    let opened = edge
        .turn(turn.0)
        .ok_or_else(|| SendError::Transport(anyhow!("an answer to a turn that is over")))?;
    let number = opened.answers.fetch_add(1, Ordering::Relaxed);
    match &opened.how {
        How::Interaction(asked) if !elsewhere(&opened, to) => {
            interaction(edge, &opened, asked, to, message, number).await
        }
        How::Interaction(Asked { id, .. }) | How::Message(id) => {
            let channel = match to {
                Address::Direct(account)
                    if *account == opened.account && !elsewhere(&opened, to) =>
                {
                    opened.channel.clone()
                }
                other => match send::channel_of(edge, other).await? {
                    Some(channel) => channel,
                    None => return Ok(Sent::default()),
                },
            };
            let id: u64 = id.parse().unwrap_or(0);
            post(edge, &channel, message, &format!("a{id:x}-{number:x}")).await
        }
        How::Quietly | How::Entered { .. } => Ok(Sent::default()),
    }
}

/// Whether an answer goes somewhere else than the question came from.
fn elsewhere(opened: &Opened, to: &Address) -> bool {
    use crate::chat::event::RoomKind;
    match to {
        Address::Direct(account) => opened.kind == RoomKind::Group || *account != opened.account,
        Address::Room(room) | Address::Ephemeral(room, _) => room.native() != opened.channel,
    }
}

/// Posts an answer in a channel, for as long as somebody waits for it.
async fn post(
    edge: &Edge,
    channel: &str,
    message: &Message,
    nonce: &str,
) -> Result<Sent, SendError> {
    let mut wait = Duration::from_secs(1);
    loop {
        let pausing = match send::post(edge, channel, message, nonce, None).await {
            Err(SendError::RateLimited { retry_after }) if retry_after < PERSISTENCE => retry_after,
            Err(SendError::Transport(_)) if wait < PERSISTENCE => wait,
            other => return other,
        };
        wait *= 2;
        pause(pausing).await;
    }
}

/// How long an answer to a message is tried; later it would come out of nowhere.
const PERSISTENCE: Duration = Duration::from_mins(5);

async fn interaction(
    edge: &Edge,
    opened: &Opened,
    asked: &Asked,
    to: &Address,
    message: &Message,
    number: u32,
) -> Result<Sent, SendError> {
    let mut sign = asked.sign.lock().await;
    let is_form = message.prompt.as_ref().is_some_and(|p| matches!(p.expect, Expect::Form(_)));
    // A window cannot open from a window, nor after a sign was given.
    if is_form
        && *sign == Sign::None
        && asked.kind != Kind::Form
        && form::at_once(edge, asked, &opened.account, message).await
    {
        *sign = Sign::Answered;
        return Ok(Sent::default());
    }
    let commands = edge.commands();
    let words = edge.words_in(asked.locale.as_deref());
    let view = View { commands: &commands, words: &words };
    let offered = (asked.kind == Kind::Offer)
        .then(|| Message::say(words.discord_offer_support_text()).append(message.clone()));
    let whole = offered.as_ref().unwrap_or(message);
    let mut bodies = send::bodies(whole, &view);
    if let (Some(last), Some(below)) = (bodies.last_mut(), asked.below.get()) {
        last.rows_above(below);
    }
    for (said, body) in bodies.iter().enumerate() {
        let Err(error) = say(edge, asked, &mut sign, body).await else { continue };
        let over = *sign == Sign::Over || error.is_over() || error.did_not_arrive();
        // Of a part that may have arrived, nobody knows: better twice than not at all.
        let broken_off = said > 0 && matches!(error, RestError::Transport { .. });
        let closed = error.is_closed_to_all();
        if !(over || broken_off || closed) {
            return Err(error.into());
        }
        if *sign == Sign::None {
            *sign = Sign::Over;
        }
        drop(sign);
        let rest = render::rest(whole, said, &view);
        // A thread that nobody can write in any more would not take it from the outbox either.
        let to = if closed { Address::Direct(opened.account.clone()) } else { to.clone() };
        return late::keep(edge, asked, opened, &to, &rest, number).await;
    }
    Ok(Sent::default())
}

/// Says something to one person alone below the answer to their interaction, while that can be done.
pub(super) async fn besides(
    edge: &Edge,
    turn: TurnId,
    message: &Message,
) -> Result<Sent, SendError> {
    let opened = edge.turn(turn.0).ok_or(SendError::Gone)?;
    let How::Interaction(asked) = &opened.how else { return Err(SendError::Gone) };
    let mut sign = asked.sign.lock().await;
    if *sign != Sign::Answered || !asked.private {
        return Err(SendError::Gone);
    }
    let commands = edge.commands();
    let words = edge.words_in(asked.locale.as_deref());
    let view = View { commands: &commands, words: &words };
    for body in send::bodies(message, &view) {
        say(edge, asked, &mut sign, &body).await?;
    }
    Ok(Sent::default())
}

/// Says one part, in the way that the signs given so far leave.
async fn say(edge: &Edge, asked: &Asked, sign: &mut Sign, body: &Body) -> Result<(), RestError> {
    match *sign {
        Sign::None => {
            let mut data = body.json.clone();
            if asked.private {
                data["flags"] = json!(EPHEMERAL);
            }
            let answer = json!({ "type": 4, "data": data });
            match send::callback(edge, asked, answer, &body.files).await {
                Ok(()) => {
                    *sign = Sign::Answered;
                    Ok(())
                }
                // An earlier process, or a try whose answer was lost, gave a sign: that is filled in.
                // What it has said already stays, as that somebody may have read.
                Err(error) if error.is_acknowledged() => {
                    let stands = stands(edge, asked).await;
                    *sign = Sign::Answered;
                    match stands {
                        Sign::Earlier => Ok(()),
                        _ => send::fill_in(edge, asked, body).await,
                    }
                }
                // It may have arrived: then it can be filled in, and otherwise Discord says so.
                Err(RestError::Transport { arrived: true, .. }) => {
                    let filled = send::fill_in(edge, asked, body).await;
                    *sign = if filled.is_ok() { Sign::Answered } else { Sign::Over };
                    filled
                }
                Err(error) => {
                    if error.is_over() {
                        *sign = Sign::Over;
                    }
                    Err(error)
                }
            }
        }
        Sign::Deferred => {
            send::fill_in(edge, asked, body).await?;
            *sign = Sign::Answered;
            Ok(())
        }
        Sign::Earlier => {
            *sign = Sign::Answered;
            Ok(())
        }
        Sign::Answered => send::follow_up(edge, asked, body).await,
        Sign::Over => Err(RestError::Refused { status: 404, code: 10062 }),
    }
}

/// How far an earlier process, or an earlier try, had come with an interaction that it gave a sign to.
async fn stands(edge: &Edge, asked: &Asked) -> Sign {
    if send::is_answered(edge, asked).await { Sign::Earlier } else { Sign::Deferred }
}

/// Says one line, privately, in answer to something that the core does not hear of.
pub(super) async fn line(edge: &Edge, asked: &Asked, line: Line, rows: &[Value]) {
    say_all(edge, asked, &Message::say(line), rows).await;
}

/// The same with more than a line. What can be tapped stands below it.
pub(super) async fn say_all(edge: &Edge, asked: &Asked, message: &Message, rows: &[Value]) {
    let commands = edge.commands();
    let view = View { commands: &commands, words: &edge.words };
    let mut bodies = send::bodies(message, &view);
    if let Some(last) = bodies.last_mut() {
        last.rows_above(rows);
    }
    let mut sign = asked.sign.lock().await;
    for body in &bodies {
        if let Err(error) = say(edge, asked, &mut sign, body).await {
            tracing::warn!(%error, "an answer of the edge did not reach somebody");
            return;
        }
    }
}

/// Gives a sign that an answer comes, if there is none in time.
pub(super) async fn defer(edge: Arc<Edge>, opened: Arc<Opened>) {
    pause(DEFER).await;
    let How::Interaction(asked) = &opened.how else { return };
    let mut sign = asked.sign.lock().await;
    if *sign != Sign::None {
        return;
    }
    let flags = if asked.private { EPHEMERAL } else { 0 };
    let deferred = json!({ "type": 5, "data": { "flags": flags } });
    match send::callback(&edge, asked, deferred, &[]).await {
        Ok(()) => *sign = Sign::Deferred,
        Err(error) if error.is_acknowledged() => *sign = stands(&edge, asked).await,
        Err(error) if error.is_over() => *sign = Sign::Over,
        Err(error) => tracing::warn!(%error, "no sign could be given that an answer comes"),
    }
}

/// The turn is over: what is still open is closed, so that nobody looks at a sign for ever.
pub(super) async fn finished(edge: &Edge, turn: TurnId) {
    let Some(opened) = edge.close(turn.0) else { return };
    if let How::Entered { guild, system } = &opened.how {
        intake::entered(edge, guild, system.as_deref()).await;
    }
    let How::Interaction(asked) = &opened.how else { return };
    if asked.kind == Kind::Typing {
        return;
    }
    let sign = *asked.sign.lock().await;
    let done = match (sign, asked.kind) {
        (Sign::None, Kind::Tapped | Kind::Form) => {
            send::callback(edge, asked, json!({ "type": 6 }), &[]).await
        }
        (Sign::Deferred, Kind::Tapped | Kind::Form) => send::take_back(edge, asked).await,
        // It came again, and the process before this one had answered it.
        (Sign::None, _) if send::is_answered(edge, asked).await => Ok(()),
        (Sign::None | Sign::Deferred, _) => {
            let words = edge.words_in(asked.locale.as_deref());
            line(edge, asked, words.discord_no_answer(), &[]).await;
            Ok(())
        }
        (Sign::Answered | Sign::Earlier | Sign::Over, _) => Ok(()),
    };
    if let Err(error) = done
        && !error.is_acknowledged()
    {
        tracing::warn!(%error, "a turn without an answer could not be closed");
    }
}
