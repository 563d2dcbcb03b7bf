//! Questions between the core and a room: shown there, answered there, and asked again where nobody
//! else reads along.

use super::ask::hand::{Hand, Worker};
use super::ask::keep::{self, Again, Meaning, Standing};
use super::ask::{Look, PRIVATELY_TYPED, Where};
use super::edge::{Edge, apart};
use super::render::Piece;
use super::sql::InboxRow;
use super::{rooms, send};
use crate::chat::event::RoomKind;
use crate::chat::message::Message;
use crate::chat::platform::SendError;
use crate::ids::AccountId;
use crate::store::instant;
use async_trait::async_trait;
use matrix_sdk::Room;
use matrix_sdk::ruma::events::poll::unstable_end::UnstablePollEndEventContent;
use matrix_sdk::ruma::events::poll::unstable_start::UnstablePollStartEventContent;
use serde_json::Value;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How a message's question is shown in a room, and what stands below the message for it.
pub(super) async fn shown(
    edge: &Edge,
    room: &Room,
    message: &Message,
) -> (Option<Look>, Vec<Piece>) {
    let Some(prompt) = &message.prompt else { return (None, Vec::new()) };
    let encrypted =
        apart(room.latest_encryption_state()).await.is_ok_and(|state| state.is_encrypted());
    let look = Look::of(prompt, Where { kind: rooms::kind(room).await, encrypted });
    (Some(look), look.pieces(prompt, &edge.words))
}

/// Notes a question that now stands in a room, so that what is tapped below it is understood, and has
/// something to tap put there.
pub(super) async fn stands(
    edge: &Edge,
    room: &Room,
    message: &Message,
    look: Look,
    event: &str,
    origin: Option<&str>,
) -> sqlx::Result<()> {
    let room = room.room_id().as_str();
    let mut tx = edge.store.begin().await?;
    let standing = Standing { event, room, look, message, origin };
    keep::note(&mut tx, standing, edge.clock.now()).await?;
    tx.commit().await?;
    edge.pace.ring();
    Ok(())
}

/// What happened below a question, or in answer to one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tap<'a> {
    /// A reaction to an event.
    Reacted { to: &'a str, key: &'a str },
    /// A vote.
    Voted { poll: &'a str, answers: &'a [String] },
    /// An event taken back.
    TakenBack { event: &'a str },
    /// Something typed.
    Typed { text: &'a str, addressed: bool },
}

/// What a tap means.
#[derive(Debug)]
pub(super) enum Meant {
    /// What the question's row says.
    Known(Meaning),
    /// It is about no question.
    Other,
}

/// What a tap in a row of the inbox means.
pub(super) async fn meant(
    edge: &Edge,
    row: &InboxRow,
    kind: RoomKind,
    tap: Tap<'_>,
    account: &AccountId,
) -> sqlx::Result<Meant> {
    let (native, room, at) = (row.native.as_str(), row.room.as_str(), instant(row.at));
    let mut tx = edge.store.begin_soon().await?;
    let meaning = match tap {
        Tap::Reacted { to, key } => keep::reaction(&mut tx, native, to, key, account, at).await?,
        Tap::Voted { poll, answers } => {
            keep::vote(&mut tx, native, poll, answers, account, at).await?
        }
        Tap::TakenBack { event } => keep::taken_back(&mut tx, event, account, at).await?,
        Tap::Typed { text, .. } if kind == RoomKind::Direct => {
            keep::typed(&mut tx, room, text, at).await?
        }
        Tap::Typed { text, addressed: true }
            if text.trim().eq_ignore_ascii_case(PRIVATELY_TYPED) =>
        {
            match keep::open_in(&mut tx, room, at).await? {
                Some(again) => Meaning::Privately(Box::new(again)),
                None => Meaning::Closed,
            }
        }
        Tap::Typed { .. } => Meaning::Nothing,
    };
    tx.commit().await?;
    Ok(match (meaning, tap) {
        (Meaning::Nothing, Tap::Typed { .. } | Tap::TakenBack { .. }) => Meant::Other,
        (known, _) => Meant::Known(known),
    })
}

/// Asks a question of a room again in somebody's direct room. `native` is what they did to be asked.
pub(super) async fn privately(
    edge: &Edge,
    account: &AccountId,
    again: &Again,
    native: &str,
) -> Result<(), SendError> {
    let room = rooms::direct_room(edge, account).await?;
    let failed = |error: sqlx::Error| SendError::Transport(error.into());
    if let Some(prompt) = &again.message.prompt {
        let mut tx = edge.store.read().await.map_err(failed)?;
        let name = room.room_id().as_str();
        // Somebody who taps ten times is asked once.
        if keep::asked_just_now(&mut tx, name, prompt, edge.clock.now()).await.map_err(failed)? {
            return Ok(());
        }
    }
    send::ask_again(edge, &room, &again.message, &again.origin, native).await
}

/// Puts what can be tapped below questions, until `stop`.
pub(super) async fn work(edge: &Arc<Edge>, stop: CancellationToken) {
    let worker = Worker {
        store: edge.store.clone(),
        clock: Arc::clone(&edge.clock),
        pace: Arc::clone(&edge.pace),
        words: edge.words.clone(),
    };
    worker.run(&EdgeHand(Arc::clone(edge)), stop).await;
}

/// Puts reactions and polls below questions.
struct EdgeHand(Arc<Edge>);

#[async_trait(?Send)]
impl Hand for EdgeHand {
    async fn react(&self, room: &str, event: &str, sign: &str) -> Result<(), SendError> {
        let room = self.0.room(room).await?;
        send::react(&room, event, sign).await
    }

    async fn poll(
        &self,
        room: &str,
        event: &str,
        poll: UnstablePollStartEventContent,
    ) -> Result<String, SendError> {
        let room = self.0.room(room).await?;
        let kind = "org.matrix.msc3381.poll.start";
        send::event(&room, kind, content(&poll)?, &format!("poll-{event}")).await
    }

    async fn end(
        &self,
        room: &str,
        poll: &str,
        end: UnstablePollEndEventContent,
    ) -> Result<(), SendError> {
        let room = self.0.room(room).await?;
        let kind = "org.matrix.msc3381.poll.end";
        send::event(&room, kind, content(&end)?, &format!("end-{poll}")).await.map(drop)
    }
}

fn content(content: &impl serde::Serialize) -> Result<Value, SendError> {
    serde_json::to_value(content).map_err(|error| SendError::Transport(error.into()))
}
