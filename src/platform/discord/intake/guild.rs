//! The bot's life in servers: let in, put out, and channels that are deleted.
//!
//! The server itself is a room, too, in which the bot is for as long as it is in the server: what is
//! said there goes to the system channel.

use super::{Read, hand};
use crate::chat::event::{Event, EventBody, Place as Where, RoomKind, TurnId};
use crate::chat::platform::Inbox;
use crate::platform::discord::edge::{Edge, Place};
use crate::platform::discord::read::{account, room, text};
use crate::platform::discord::sql;
use crate::platform::discord::turn::{How, Opened};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, PoisonError};

/// The session begins with a list of all servers. Those that the store knows and that are not in it
/// have put the bot out while it was away.
pub(super) async fn ready(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let Some(guilds) = data["guilds"].as_array() else { return Read::Unreadable };
    let there: HashSet<&str> = guilds.iter().filter_map(|guild| guild["id"].as_str()).collect();
    let shard = |index: usize| data["shard"][index].as_u64();
    let (id, total) = (shard(0).unwrap_or(0), shard(1).unwrap_or(1).max(1));
    let of_shard = |guild: &str| guild.parse::<u64>().is_ok_and(|n| (n >> 22) % total == id);
    let gone: Vec<String> = {
        let known = edge.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        known.keys().filter(|g| of_shard(g) && !there.contains(g.as_str())).cloned().collect()
    };
    for guild in gone {
        if out(edge, &guild, "away", inbox).await == Read::Closed {
            return Read::Closed;
        }
    }
    drop(place);
    Read::Taken
}

/// The bot is in a server: since now, or all along.
pub(super) async fn joined(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let guild = text(&data["id"]);
    if guild.is_empty() {
        return Read::Unreadable;
    }
    if data["unavailable"].as_bool() == Some(true) {
        return Read::Passed;
    }
    let system = data["system_channel_id"].as_str().map(str::to_owned);
    let before = {
        let mut known = edge.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(guild.clone(), system.clone())
    };
    if let Some(before) = before {
        // It may have another system channel by now.
        if before != system {
            entered(edge, &guild, system.as_deref()).await;
        }
        return Read::Passed;
    }
    tracing::info!("let into a server");
    let joined = text(&data["joined_at"]);
    let owner = text(&data["owner_id"]);
    let native = format!("guild:{guild}:{joined}");
    let channel = server_room(&guild);
    // Noted once the engine has done with it: until then it may come again.
    let how = How::Entered { guild: guild.clone(), system };
    let event = event(edge, &guild, &channel, &owner, native, EventBody::Entered, how, Some(place));
    hand(inbox, event).await
}

/// The bot is out of a server. One that cannot be reached for a while says so.
pub(super) async fn left(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let guild = text(&data["id"]);
    if guild.is_empty() {
        return Read::Unreadable;
    }
    if data["unavailable"].as_bool() == Some(true) {
        return Read::Passed;
    }
    let taken = out(edge, &guild, "out", inbox).await;
    drop(place);
    taken
}

/// A channel or thread is no longer there.
pub(super) async fn closed(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let (channel, guild) = (text(&data["id"]), text(&data["guild_id"]));
    if channel.is_empty() {
        return Read::Unreadable;
    }
    if guild.is_empty() {
        return Read::Passed;
    }
    let native = format!("channel:{channel}");
    let owner = edge.user();
    let event = event(
        edge,
        &guild,
        &channel,
        &owner,
        native,
        EventBody::Removed,
        How::Quietly,
        Some(place),
    );
    hand(inbox, event).await
}

/// Reports that the bot is out of a server, and with it out of all its channels.
async fn out(edge: &Arc<Edge>, guild: &str, how: &str, inbox: &Inbox) -> Read {
    let rooms = async {
        let mut tx = edge.store.begin().await?;
        let rooms = sql::rooms(&mut tx, guild).await?;
        sql::leave_guild(&mut tx, guild).await?;
        tx.commit().await?;
        Ok::<_, sqlx::Error>(rooms)
    };
    let rooms = rooms.await.unwrap_or_else(|error| {
        tracing::error!(%error, "the channels of a server could not be read");
        Vec::new()
    });
    edge.guilds.lock().unwrap_or_else(PoisonError::into_inner).remove(guild);
    tracing::info!("put out of a server");
    let owner = edge.user();
    let channels = rooms.iter().filter_map(|room| room.strip_prefix("discord:"));
    let server = server_room(guild);
    for channel in channels.filter(|channel| *channel != server).chain([server.as_str()]) {
        let native = format!("guild:{channel}:{how}:{}", edge.millis());
        let body = EventBody::Removed;
        let event = event(edge, guild, channel, &owner, native, body, How::Quietly, None);
        if hand(inbox, event).await == Read::Closed {
            return Read::Closed;
        }
    }
    Read::Taken
}

/// Something about a server has changed.
pub(super) async fn changed(edge: &Arc<Edge>, data: &Value, place: Place) -> Read {
    let guild = text(&data["id"]);
    let system = data["system_channel_id"].as_str().map(str::to_owned);
    let moved = {
        let mut known = edge.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        known.get_mut(&guild).is_some_and(|before| {
            let moved = *before != system;
            before.clone_from(&system);
            moved
        })
    };
    if moved {
        entered(edge, &guild, system.as_deref()).await;
    }
    drop(place);
    Read::Taken
}

/// Notes that the bot is in a server, and where news about it go.
pub(in crate::platform::discord) async fn entered(edge: &Edge, guild: &str, system: Option<&str>) {
    let noting = async {
        let mut tx = edge.store.begin_soon().await?;
        sql::enter_guild(&mut tx, guild, system, edge.millis()).await?;
        tx.commit().await
    };
    if let Err(error) = noting.await {
        tracing::error!(%error, "a server could not be noted");
    }
}

/// A server as a room.
fn server_room(guild: &str) -> String {
    format!("{SERVER}{guild}")
}

/// What the room that stands for a server begins with. Channels are numbers, and some old ones have the
/// same as their server.
pub(in crate::platform::discord) const SERVER: &str = "server:";

#[expect(clippy::too_many_arguments, reason = "what an event is made of, all of it different")]
fn event(
    edge: &Edge,
    guild: &str,
    channel: &str,
    who: &str,
    native: String,
    body: EventBody,
    how: How,
    place: Option<Place>,
) -> Event {
    let who = account(if who.is_empty() { guild } else { who });
    let (turn, _) = edge.open(Opened {
        how,
        account: who.clone(),
        channel: channel.to_owned(),
        kind: RoomKind::Group,
        answers: AtomicU32::new(0),
        _place: place,
    });
    Event {
        native: Some(native),
        at: edge.clock.now(),
        account: who,
        name: String::new(),
        place: Where {
            room: room(channel),
            kind: if channel.starts_with(SERVER) { RoomKind::Whole } else { RoomKind::Group },
            community: Some(guild.to_owned()),
        },
        source: None,
        turn: TurnId(turn),
        body,
    }
}
