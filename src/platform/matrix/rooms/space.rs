//! A space with its rooms is one group; a room in no space is a group of its own.

use super::sql;
use crate::engine::directory;
use crate::ids::PlatformId;
use crate::platform::matrix::edge::{Edge, apart};
use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::RoomId;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::{Client, Room};
use serde_json::Value;
use std::sync::PoisonError;

/// How deep spaces may lie in spaces.
const DEPTH: usize = 8;

/// The space or room that stands for the group of a room: the outermost space that has it and that the
/// bot is in, or else the room itself.
pub(in crate::platform::matrix) async fn community(
    edge: &Edge,
    client: &Client,
    room: &str,
) -> String {
    let known = edge.communities.lock().unwrap_or_else(PoisonError::into_inner).get(room).cloned();
    if let Some(known) = known {
        return known;
    }
    let before = before(edge, room).await;
    let mut top = room.to_owned();
    for _ in 0..DEPTH {
        let parents = parents(client, &top).await;
        // Of several, the one that it was so far: a group does not change because a second space
        // lists its room.
        let kept = before.as_ref().filter(|before| parents.contains(before));
        match kept.or(parents.first()) {
            Some(parent) if *parent != room => top.clone_from(parent),
            _ => break,
        }
    }
    if before.as_ref() != Some(&top) {
        settle(edge, room, before.as_deref(), &top).await;
    }
    edge.communities
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(room.to_owned(), top.clone());
    top
}

/// Spaces have changed: what was known of them is found out again.
pub(in crate::platform::matrix) fn forget(edge: &Edge) {
    edge.communities.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// The rooms of a group that the bot is in, without spaces and direct rooms.
pub(in crate::platform::matrix) async fn rooms_of(
    edge: &Edge,
    client: &Client,
    named: &str,
) -> Vec<Room> {
    let mut rooms = Vec::new();
    for room in client.joined_rooms() {
        if !room.is_space() && community(edge, client, room.room_id().as_str()).await == named {
            rooms.push(room);
        }
    }
    rooms
}

/// The spaces that the bot is in and that have a room, in the order of their ids.
async fn parents(client: &Client, room: &str) -> Vec<String> {
    let mut parents = Vec::new();
    for space in client.joined_rooms() {
        if space.is_space() && has(&space, room).await {
            parents.push(space.room_id().to_string());
        }
    }
    parents.sort();
    parents
}

/// Whether a space has a room. A child without servers to reach it by was taken out again.
async fn has(space: &Room, room: &str) -> bool {
    let child = apart(space.get_state_event(StateEventType::SpaceChild, room)).await;
    let Ok(Some(RawAnySyncOrStrippedState::Sync(raw))) = child else { return false };
    let content = raw.get_field::<Value>("content").ok().flatten().unwrap_or_default();
    content["via"].as_array().is_some_and(|via| !via.is_empty())
}

async fn before(edge: &Edge, room: &str) -> Option<String> {
    let asked = async {
        let mut tx = edge.store.read().await?;
        sql::community(&mut tx, room).await
    };
    asked.await.unwrap_or_else(|error| {
        tracing::error!(%error, "the group of a room is not known");
        None
    })
}

/// Keeps which one it is now. A room that was a group of its own takes its group along into a space
/// that has none yet.
async fn settle(edge: &Edge, room: &str, before: Option<&str>, now: &str) {
    let settling = async {
        let mut tx = edge.store.begin_soon().await?;
        if before.is_none_or(|before| before == room) && now != room {
            directory::adopt(&mut tx, PlatformId::Matrix, room, now).await?;
        }
        sql::set_community(&mut tx, room, now).await?;
        tx.commit().await
    };
    if let Err(error) = settling.await {
        tracing::error!(%error, "the group of a room could not be kept");
    }
}

/// Whether a text is a room's id.
pub(super) fn is_room(text: &str) -> bool {
    RoomId::parse(text).is_ok()
}
