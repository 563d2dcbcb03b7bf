//! Rooms that were replaced by a newer one: the bot follows, and everything that belonged to the old
//! room with it.

use super::invite::is_final;
use super::sql;
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::intake;
use matrix_sdk::ruma::{OwnedServerName, RoomId, RoomOrAliasId};
use matrix_sdk::{Client, RoomState};

/// Follows all moves; whether some have to be tried again.
pub(in crate::platform::matrix) async fn see_to(
    edge: &Edge,
    client: &Client,
) -> anyhow::Result<bool> {
    let moves = {
        let mut tx = edge.store.read().await?;
        sql::moves(&mut tx).await?
    };
    let mut again = false;
    for sql::Move { room, replacement } in moves {
        let (Ok(old), Ok(new)) = (RoomId::parse(&room), RoomId::parse(&replacement)) else {
            let mut tx = edge.store.begin_soon().await?;
            sql::moved(&mut tx, &room).await?;
            tx.commit().await?;
            continue;
        };
        let there = client.get_room(&new).is_some_and(|room| room.state() == RoomState::Joined);
        if !there {
            match apart(
                client.join_room_by_id_or_alias(<&RoomOrAliasId>::from(&*new), &via(client, &old)),
            )
            .await
            {
                Ok(_) => {}
                // Only who is invited may come in: an invitation may still arrive.
                Err(error) if is_final(error.as_client_api_error()) => {
                    tracing::warn!(
                        room,
                        "a room was replaced, and the bot is not let into the new one yet"
                    );
                    continue;
                }
                Err(_) => {
                    again = true;
                    continue;
                }
            }
        }
        let mut tx = edge.store.begin().await?;
        intake::moved(&mut tx, edge, &room, &replacement).await?;
        tx.commit().await?;
        edge.arrived.notify_one();
        super::forget(edge);
        tracing::info!(room, replacement, "followed a room to the one that replaces it");
    }
    Ok(again)
}

/// Servers that know the new room: those of who was in the old one, as far as the names of accounts
/// tell. The room's own id names none any more.
fn via(client: &Client, old: &RoomId) -> Vec<OwnedServerName> {
    let mut via: Vec<OwnedServerName> = Vec::new();
    let creators = client.get_room(old).and_then(|room| room.creators()).unwrap_or_default();
    let own = client.user_id().map(ToOwned::to_owned);
    for user in creators.into_iter().chain(own) {
        let server = user.server_name().to_owned();
        if !via.contains(&server) {
            via.push(server);
        }
    }
    via
}
