//! Invitations: accepted from whom the configuration allows, declined politely from anybody else.

use super::role::joined;
use super::{direct, kind, sql};
use crate::chat::event::RoomKind;
use crate::config::MatrixConfig;
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::intake::describe;
use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::membership::leave_room;
use matrix_sdk::ruma::{RoomId, UserId};

/// Sees to all invitations; whether some have to be tried again.
pub(in crate::platform::matrix) async fn see_to(
    edge: &Edge,
    client: &Client,
) -> anyhow::Result<bool> {
    let (invitations, moves) = {
        let mut tx = edge.store.read().await?;
        (sql::invitations(&mut tx).await?, sql::moves(&mut tx).await?)
    };
    let (mut again, mut direct) = (false, false);
    for sql::Invitation { room, invited_by } in invitations {
        let Ok(id) = RoomId::parse(&room) else { continue };
        // The room that takes the place of one that the bot is in needs no other leave.
        let expected = moves.iter().any(|one| one.replacement == room);
        let by = invited_by.as_deref().unwrap_or_default();
        let allowed = expected || allows(&edge.config, by) || is_members(client, &id, by).await;
        let alone = is_direct(client, &id).await;
        let done = if allowed { join(client, &id).await } else { decline(edge, client, &id).await };
        match done {
            Done::Joined => {
                tracing::info!(room, "accepted an invitation");
                if let (true, Ok(user)) = (alone, UserId::parse(by)) {
                    direct::opened(edge, &id, &user).await?;
                    direct = true;
                }
            }
            Done::Out => {
                tracing::info!(room, "declined an invitation, or it was taken back");
                let mut tx = edge.store.begin_soon().await?;
                sql::left(&mut tx, &room).await?;
                tx.commit().await?;
            }
            Done::Later => again = true,
        }
    }
    if direct {
        direct::keep_marked(edge, client).await?;
    }
    Ok(again)
}

/// Whether somebody invited the bot to talk with it alone.
async fn is_direct(client: &Client, room: &RoomId) -> bool {
    let Some(room) = client.get_room(room) else { return false };
    apart(room.is_direct()).await.unwrap_or(false)
}

enum Done {
    Joined,
    Out,
    Later,
}

fn allows(config: &MatrixConfig, inviter: &str) -> bool {
    config.allow_invites.iter().any(|allowed| allowed.covers(inviter))
}

/// Whether it is the direct room of somebody who shares a group with the bot. They are told to write
/// to it directly, so that has to work for all of them.
async fn is_members(client: &Client, room: &RoomId, inviter: &str) -> bool {
    let Ok(user) = UserId::parse(inviter) else { return false };
    if !is_direct(client, room).await {
        return false;
    }
    for shared in client.joined_rooms() {
        if kind(&shared).await == RoomKind::Group && joined(&shared, &user).await.unwrap_or(false) {
            return true;
        }
    }
    false
}

async fn join(client: &Client, room: &RoomId) -> Done {
    match apart(client.join_room_by_id(room)).await {
        Ok(_) => Done::Joined,
        Err(error) if is_final(error.as_client_api_error()) => Done::Out,
        Err(error) => later(&error),
    }
}

fn later(error: &matrix_sdk::Error) -> Done {
    tracing::warn!(error = describe(error), "an invitation has to wait");
    Done::Later
}

/// Not with the library's own way of leaving, which leaves a room's predecessors as well.
async fn decline(edge: &Edge, client: &Client, room: &RoomId) -> Done {
    let mut request = leave_room::v3::Request::new(room.to_owned());
    request.reason = Some(edge.words.matrix_refused_invitation().plain());
    match client.send(request).await {
        Ok(_) => Done::Out,
        Err(error) if is_final(error.as_client_api_error()) => Done::Out,
        Err(error) => later(&error.into()),
    }
}

/// Whether the server has said no, and not only “later”.
pub(super) fn is_final(error: Option<&matrix_sdk::ruma::api::error::Error>) -> bool {
    error.is_some_and(|error| {
        let status = error.status_code.as_u16();
        (400..500).contains(&status) && status != 429 && status != 401
    })
}
