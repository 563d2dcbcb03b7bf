//! Posting: a message as events, each with an id by which the server knows it again.

use super::content::{Relation, message as content};
use super::file;
use super::trouble::{is_duplicate, send_error};
use crate::chat::address::{Address, Sent};
use crate::chat::message::{Line, Message};
use crate::chat::platform::{SendError, SendKey};
use crate::ids::MessageId;
use crate::platform::matrix::ask::Look;
use crate::platform::matrix::edge::{Edge, apart, room_id};
use crate::platform::matrix::render::{self, Names, Part, Rendered, View};
use crate::platform::matrix::{asking, rooms};
use jiff::SignedDuration;
use matrix_sdk::Room;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::{EventId, OwnedTransactionId};
use serde_json::{Value, json};
use std::time::Duration;

/// How long the server may take to accept an event.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends an outbox row's message, once per key.
pub(in crate::platform::matrix) async fn send(
    edge: &Edge,
    to: &Address,
    message: &Message,
    key: SendKey,
) -> Result<Sent, SendError> {
    let room = destination(edge, to).await?;
    let shown = apart(show(edge, &room, message, Rings::Yes)).await;
    let prefix = prefix(key);
    let sending = all(edge, &room, &shown.rendered, message, &Relation::None, &prefix);
    let sent = apart(sending).await?;
    stand(edge, &room, message, &shown, &sent, None)
        .await
        .map_err(|error| SendError::Transport(error.into()))?;
    Ok(sent)
}

/// Asks a question of another room in a direct room. `native` is what somebody did to be asked.
pub(in crate::platform::matrix) async fn ask_again(
    edge: &Edge,
    room: &Room,
    message: &Message,
    origin: &str,
    native: &str,
) -> Result<(), SendError> {
    let shown = apart(show(edge, room, message, Rings::Yes)).await;
    let prefix = format!("{native}-ask");
    let sent = all(edge, room, &shown.rendered, message, &Relation::None, &prefix).await?;
    stand(edge, room, message, &shown, &sent, Some(origin))
        .await
        .map_err(|error| SendError::Transport(error.into()))
}

/// Notes the question of a message that was sent, if it asks one.
pub(super) async fn stand(
    edge: &Edge,
    room: &Room,
    message: &Message,
    shown: &Shown,
    sent: &Sent,
    origin: Option<&str>,
) -> sqlx::Result<()> {
    // The question is at the end of the text; files come after it.
    let last = shown.rendered.parts.len().checked_sub(1).and_then(|at| sent.parts.get(at));
    match (shown.look, last) {
        (Some(look), Some(last)) => {
            asking::stands(edge, room, message, look, &last.native, origin).await
        }
        _ => Ok(()),
    }
}

/// What the transaction ids of a row's events begin with.
pub(super) fn prefix(key: SendKey) -> String {
    format!("hearth-{}-{}", key.outbox.0, key.revision)
}

/// The transaction id of a part.
pub(super) fn txn(prefix: &str, part: usize) -> String {
    format!("{prefix}-{part:02}")
}

/// Whether a message notifies people who look elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rings {
    Yes,
    No,
}

/// Where an address is.
pub(super) async fn destination(edge: &Edge, to: &Address) -> Result<Room, SendError> {
    match to {
        Address::Room(room) => edge.room(room.native()).await,
        Address::Direct(account) => apart(rooms::direct_room(edge, account)).await,
        Address::Ephemeral(..) => Err(SendError::Unsupported("nobody alone sees it here")),
    }
}

/// A message as events of a room.
pub(super) struct Shown {
    pub(super) rendered: Rendered,
    /// How its question is asked, if it has one.
    pub(super) look: Option<Look>,
}

/// A message as events of a room.
pub(super) async fn show(edge: &Edge, room: &Room, message: &Message, rings: Rings) -> Shown {
    let (look, tail) = asking::shown(edge, room, message).await;
    let names = names(edge, room, message).await;
    let direct = rooms::kind(room).await == crate::chat::event::RoomKind::Direct;
    let view = View {
        prefix: if direct { "" } else { &edge.config.prefix },
        rings: rings == Rings::Yes,
        names: &names,
        words: &edge.words,
    };
    Shown { rendered: render::render(message, &tail, &view), look }
}

async fn names(edge: &Edge, room: &Room, message: &Message) -> Names {
    let mut names = Names::default();
    let (accounts, rooms) = render::named(message);
    for account in accounts {
        let id = account.to_string();
        let name = rooms::name_of(&room.client(), room.room_id().as_str(), &id).await;
        names.members.insert(account, name);
    }
    for named in rooms {
        if let Ok(room) = edge.room(named.native()).await
            && let Some(name) = room.name()
        {
            names.rooms.insert(named, name);
        }
    }
    names
}

/// Sends all that a message consists of, in order.
pub(super) async fn all(
    edge: &Edge,
    room: &Room,
    rendered: &Rendered,
    message: &Message,
    relation: &Relation,
    prefix: &str,
) -> Result<Sent, SendError> {
    // What can be tapped below other questions waits for this.
    let _sending = edge.pace.sending();
    let mut sent = Sent::default();
    for part in &rendered.parts {
        let txn = txn(prefix, sent.parts.len());
        let event = event(room, "m.room.message", content(part, relation), &txn).await;
        let event = event.inspect_err(|error| limited(edge, error))?;
        edge.pace.sent(edge.clock.now());
        sent.parts.push(id(room, event));
    }
    files(edge, room, rendered, message, relation, prefix, &mut sent).await?;
    Ok(sent)
}

fn limited(edge: &Edge, error: &SendError) {
    if let SendError::RateLimited { retry_after } = error {
        let wait = SignedDuration::try_from(*retry_after).unwrap_or_default();
        edge.pace.limited(edge.clock.now(), wait);
    }
}

/// Sends the files of a message after what was sent of it.
pub(super) async fn files(
    edge: &Edge,
    room: &Room,
    rendered: &Rendered,
    message: &Message,
    relation: &Relation,
    prefix: &str,
    sent: &mut Sent,
) -> Result<(), SendError> {
    for upload in rendered.whole.iter().chain(&message.files) {
        let txn = txn(prefix, sent.parts.len());
        let event = file::upload(edge, room, upload, relation, &txn).await?;
        sent.parts.push(id(room, event));
    }
    Ok(())
}

pub(super) fn id(room: &Room, event: String) -> MessageId {
    MessageId { room: room_id(room.room_id().as_str()), native: event }
}

/// Sends one event; encrypted where the room is. The library does not try again by itself, so that a
/// room that has to wait does not keep the others waiting.
pub(in crate::platform::matrix) async fn event(
    room: &Room,
    kind: &str,
    content: Value,
    txn: &str,
) -> Result<String, SendError> {
    let sent = room
        .send_raw(kind, content)
        .with_transaction_id(&OwnedTransactionId::from(txn))
        .with_request_config(RequestConfig::new().disable_retry().timeout(PATIENCE))
        .await;
    match sent {
        Ok(sent) => Ok(sent.response.event_id.to_string()),
        Err(error) => Err(send_error(&error)),
    }
}

/// Puts one reaction below an event, once.
pub(in crate::platform::matrix) async fn react(
    room: &Room,
    event: &str,
    sign: &str,
) -> Result<(), SendError> {
    let relates = json!({ "rel_type": "m.annotation", "event_id": event, "key": sign });
    let letter = sign.chars().next().map_or(0, u32::from);
    let txn = OwnedTransactionId::from(format!("sign-{letter:x}-{event}"));
    let sent = room
        .send_raw("m.reaction", json!({ "m.relates_to": relates }))
        .with_transaction_id(&txn)
        .with_request_config(RequestConfig::new().disable_retry().timeout(PATIENCE))
        .await;
    match sent {
        Err(error) if !is_duplicate(&error) => Err(send_error(&error)),
        _ => Ok(()),
    }
}

/// One quiet line in answer to a message.
pub(in crate::platform::matrix) async fn line(
    edge: &Edge,
    room: &str,
    to: &str,
    line: Line,
    txn: &str,
) -> Result<(), SendError> {
    let room = edge.room(room).await?;
    let rendered = show(edge, &room, &Message::say(line), Rings::No).await.rendered;
    let relation = Relation::Reply(to.to_owned());
    for (number, part) in rendered.parts.iter().enumerate() {
        let txn = self::txn(txn, number);
        event(&room, "m.room.message", content(part, &relation), &txn).await?;
    }
    Ok(())
}

/// Makes what was sent say something else. Parts that are too many are taken back; files stay.
pub(in crate::platform::matrix) async fn edit(
    edge: &Edge,
    to: &Address,
    sent: &Sent,
    message: &Message,
) -> Result<Sent, SendError> {
    let room = match sent.parts.first() {
        Some(first) => edge.room(first.room.native()).await?,
        None => destination(edge, to).await?,
    };
    let rendered = show(edge, &room, message, Rings::Yes).await.rendered;
    change(&room, &sent.parts, &rendered.parts).await
}

/// Puts new parts in place of old ones, one by one.
pub(super) async fn change(
    room: &Room,
    old: &[MessageId],
    new: &[Part],
) -> Result<Sent, SendError> {
    let mut sent = Sent::default();
    for (number, part) in new.iter().enumerate() {
        let relation = match old.get(number) {
            Some(first) => Relation::Replaces(first.native.clone()),
            None => Relation::None,
        };
        // The same edit twice looks the same, so any id will do.
        let txn = matrix_sdk::ruma::TransactionId::new();
        let event = event(room, "m.room.message", content(part, &relation), txn.as_str()).await?;
        sent.parts.push(old.get(number).cloned().unwrap_or_else(|| id(room, event)));
    }
    for surplus in old.iter().skip(new.len()) {
        if !take_back(room, surplus).await? {
            sent.parts.push(surplus.clone());
        }
    }
    Ok(sent)
}

/// Takes back a part that has no text any more. Files stay; false for them.
async fn take_back(room: &Room, part: &MessageId) -> Result<bool, SendError> {
    let Ok(id) = EventId::parse(&part.native) else { return Ok(false) };
    let event = apart(room.event(&id, None)).await.map_err(|error| send_error(&error))?;
    let content = event.raw().get_field::<Value>("content").ok().flatten().unwrap_or_default();
    if !matches!(content["msgtype"].as_str(), Some("m.text" | "m.notice")) {
        return Ok(false);
    }
    let txn = OwnedTransactionId::from(format!("over-{id}"));
    match apart(room.redact(&id, None, Some(txn))).await {
        Ok(_) => Ok(true),
        Err(error) => Err(send_error(&error.into())),
    }
}
