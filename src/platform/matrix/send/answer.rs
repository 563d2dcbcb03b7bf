//! Answers to the turn in hand.

use super::content::Relation;
use super::post::{Rings, all, change, files, show, stand};
use crate::chat::address::{Address, Sent};
use crate::chat::event::{RoomKind, TurnId};
use crate::chat::message::{Attention, Message};
use crate::chat::platform::SendError;
use crate::ids::MessageId;
use crate::platform::matrix::edge::{Edge, apart, pause, room_id};
use crate::platform::matrix::intake::Opened;
use crate::platform::matrix::point::{self, Sign};
use crate::platform::matrix::{rooms, sql};
use anyhow::anyhow;
use matrix_sdk::Room;
use std::sync::PoisonError;
use std::time::Duration;

/// How long an answer is tried: nobody asks for it again after a restart, and later it would come out
/// of nowhere.
const PERSISTENCE: Duration = Duration::from_mins(10);

/// Answers a turn. Where the server wants fewer messages, or cannot be reached for a moment, it waits;
/// other answers do not wait for this one.
pub(in crate::platform::matrix) async fn respond(
    edge: &Edge,
    turn: TurnId,
    to: &Address,
    message: &Message,
) -> Result<Sent, SendError> {
    let opened = next(edge, turn)?;
    if shows_itself(edge, &opened, to).await {
        return Ok(Sent::default());
    }
    let mut waited = Duration::ZERO;
    let mut wait = Duration::from_millis(500);
    loop {
        let error = match apart(once(edge, &opened, to, message)).await {
            Ok(sent) => {
                note(edge, &opened, &sent).await;
                return Ok(sent);
            }
            Err(error) => error,
        };
        let pausing = match &error {
            SendError::RateLimited { retry_after } => *retry_after,
            SendError::Transport(_) => wait,
            _ => return Err(error),
        };
        if waited + pausing > PERSISTENCE {
            return Err(error);
        }
        wait = (wait * 2).min(Duration::from_secs(30));
        waited += pausing;
        pause(pausing).await;
    }
}

/// The turn, and that it gets one more answer.
fn next(edge: &Edge, turn: TurnId) -> Result<Opened, SendError> {
    let mut turns = edge.turns.lock().unwrap_or_else(PoisonError::into_inner);
    let opened = turns
        .get_mut(&turn.0)
        .ok_or_else(|| SendError::Transport(anyhow!("an answer to a turn that is over")))?;
    let this = opened.clone();
    opened.answers += 1;
    Ok(this)
}

async fn once(
    edge: &Edge,
    opened: &Opened,
    to: &Address,
    message: &Message,
) -> Result<Sent, SendError> {
    let room = apart(place(edge, opened, to)).await?;
    let here = room.room_id().as_str() == opened.room;
    let relation = match (&opened.source, &opened.thread) {
        (Some(source), Some(root)) if here => {
            Relation::Thread { root: root.clone(), reply: source.clone() }
        }
        // Where many talk it must be clear what is answered; between two it is.
        (Some(source), None) if here && opened.kind == RoomKind::Group => {
            Relation::Reply(source.clone())
        }
        _ => Relation::None,
    };
    // Who asked in a room of several does not look into the direct room yet.
    let moved = opened.kind == RoomKind::Group && !here;
    let rings = match message.attention {
        Attention::Needed => Rings::Yes,
        Attention::Usual if moved && !opened.tapped => Rings::Yes,
        Attention::Usual => Rings::No,
    };
    let shown = apart(show(edge, &room, message, rings)).await;
    let rendered = &shown.rendered;
    let prefix = format!("{}-{}", opened.native, opened.answers);
    let sent = match earlier(edge, opened, &room).await {
        Some(old) => {
            let mut sent = change(&room, &old, &rendered.parts).await?;
            files(edge, &room, rendered, message, &relation, &prefix, &mut sent).await?;
            sent
        }
        None => apart(all(edge, &room, rendered, message, &relation, &prefix)).await?,
    };
    if let Err(error) = stand(edge, &room, message, &shown, &sent, None).await {
        // It stands there and can be answered by typing.
        tracing::warn!(%error, "a question could not be noted");
    }
    Ok(sent)
}

/// Says where a turn was asked that its answer went to the direct room: once an hour in words, then
/// with a reaction to their message.
pub(in crate::platform::matrix) async fn elsewhere(
    edge: &Edge,
    turn: TurnId,
    room: &Address,
    notice: &Message,
) -> Result<(), SendError> {
    let (Some(opened), Address::Room(id)) = (edge.turn(turn.0), room) else { return Ok(()) };
    // A question of the room that was answered in the direct room, or a tap: nobody has to be told.
    if opened.kind == RoomKind::Direct || opened.tapped {
        return Ok(());
    }
    let Ok(account) = opened.account.parse() else { return Ok(()) };
    match edge.told.sign(id, &account, opened.source.is_some(), edge.clock.now()) {
        Sign::Line if rooms::waits_for_them(edge, &account).await => {
            let invited = Message::say(edge.words.matrix_answered_invited());
            apart(respond(edge, turn, room, &invited)).await.map(drop)
        }
        Sign::Line => apart(respond(edge, turn, room, notice)).await.map(drop),
        Sign::Reaction => {
            let Some(source) = &opened.source else { return Ok(()) };
            let room = edge.room(id.native()).await?;
            match super::post::react(&room, source, point::DONE).await {
                // It is a courtesy, which waits for nothing.
                Err(SendError::RateLimited { .. }) => Ok(()),
                other => other,
            }
        }
        Sign::Nothing => Ok(()),
    }
}

/// A tap shows itself: nobody gets a direct room only to read that it has arrived.
async fn shows_itself(edge: &Edge, opened: &Opened, to: &Address) -> bool {
    match to {
        Address::Direct(account) if opened.tapped && opened.kind == RoomKind::Group => {
            !rooms::has_direct(edge, account).await
        }
        _ => false,
    }
}

/// Where an answer goes. The direct room of who asks in a direct room is that room.
async fn place(edge: &Edge, opened: &Opened, to: &Address) -> Result<Room, SendError> {
    match to {
        Address::Direct(account)
            if opened.kind == RoomKind::Direct && account.to_string() == opened.account =>
        {
            // Somebody may have come in since.
            let room = edge.room(&opened.room).await?;
            match rooms::kind(&room).await {
                RoomKind::Direct => Ok(room),
                RoomKind::Group | RoomKind::Whole => rooms::direct_room(edge, account).await,
            }
        }
        other => super::post::destination(edge, other).await,
    }
}

/// What was answered before the message was changed: that is changed, too.
async fn earlier(edge: &Edge, opened: &Opened, room: &Room) -> Option<Vec<MessageId>> {
    let source = opened.source.as_ref().filter(|_| opened.changed && opened.answers == 0)?;
    let name = room.room_id().as_str();
    let found = async {
        let mut tx = edge.store.read().await?;
        sql::answers(&mut tx, source, name).await
    };
    let events = found.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "an earlier answer is not known");
        Vec::new()
    });
    let id = |native| MessageId { room: room_id(name), native };
    (!events.is_empty()).then(|| events.into_iter().map(id).collect())
}

/// Remembers the answer, so that it can change with the message.
async fn note(edge: &Edge, opened: &Opened, sent: &Sent) {
    let Some(source) = opened.source.as_ref().filter(|_| opened.answers == 0) else { return };
    let noting = async {
        let mut tx = edge.store.begin_soon().await?;
        if let Some(first) = sent.parts.first() {
            sql::drop_answers(&mut tx, source, first.room.native()).await?;
        }
        for part in &sent.parts {
            let room = part.room.native();
            sql::answered(&mut tx, source, room, &part.native, edge.millis()).await?;
        }
        tx.commit().await
    };
    if let Err(error) = noting.await {
        tracing::warn!(%error, "an answer could not be remembered");
    }
}
