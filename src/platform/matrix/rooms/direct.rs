//! The direct room with somebody: opened once, found again, encrypted.
//!
//! Which room that is stands in our own store. The account's list of them (`m.direct`) lies with the
//! server as one value, which the library replaces from a copy that may be old: of two invitations
//! that are accepted close together, the second takes the first off the list.

use super::{kind, sql};
use crate::chat::event::RoomKind;
use crate::chat::platform::SendError;
use crate::ids::AccountId;
use crate::platform::matrix::edge::{self, Edge, apart};
use crate::platform::matrix::send::send_error;
use matrix_sdk::ruma::events::direct::{DirectEventContent, OwnedDirectUserIdentifier};
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{OwnedUserId, RoomId, UserId};
use matrix_sdk::{Client, Room, RoomState};

/// The direct room with an account. Who has not accepted the invitation yet finds what was said when
/// they do. A room that they left is not used any more: they are invited to a new one.
pub(in crate::platform::matrix) async fn open(
    edge: &Edge,
    account: &AccountId,
) -> Result<Room, SendError> {
    let client = edge.client().await.map_err(SendError::Transport)?;
    let user = UserId::parse(account.native()).map_err(|_| SendError::Gone)?;
    let _one_at_a_time = edge.opening.lock().await;
    let name = account.to_string();
    let known = async {
        let mut tx = edge.store.read().await?;
        sql::direct(&mut tx, &name).await
    };
    let known = known.await.map_err(|error| SendError::Transport(error.into()))?;
    let known = known.and_then(|room| client.get_room(&RoomId::parse(room).ok()?));
    if let Some(room) = known
        && usable(&room, &user).await
    {
        return Ok(room);
    }
    let room = match found(&client, &user).await {
        Some(room) => room,
        None => apart(created(&client, &user)).await?,
    };
    let keeping = async {
        let mut tx = edge.store.begin().await?;
        sql::joined(&mut tx, room.room_id().as_str()).await?;
        sql::set_direct(&mut tx, &name, room.room_id().as_str()).await?;
        tx.commit().await
    };
    keeping.await.map_err(|error| SendError::Transport(error.into()))?;
    Ok(room)
}

/// A new one. Known to have the other in it before anything is said there: the news of a room may
/// come, and its members be asked for, while the server still makes it and has not invited anybody.
/// To whom the library does not know, it gives no key, and they could never read what is said first.
async fn created(client: &Client, user: &OwnedUserId) -> Result<Room, SendError> {
    let room = client.create_dm(user).await.map_err(|error| send_error(&error))?;
    for _ in 0..ASKED_AGAIN {
        let member = room.get_member(user).await.map_err(|error| send_error(&error))?;
        if member.is_some_and(|member| is_there(member.membership())) {
            return Ok(room);
        }
        room.mark_members_missing();
    }
    Err(SendError::Transport(anyhow::anyhow!("a new direct room is without the other")))
}

/// Keeps the direct room that somebody has opened, unless they are in the one that is known.
pub(super) async fn opened(edge: &Edge, room: &RoomId, user: &UserId) -> anyhow::Result<()> {
    let account = edge::account(user);
    let _one_at_a_time = edge.opening.lock().await;
    if membership(edge, &account).await == Some(MembershipState::Join) {
        return Ok(());
    }
    let mut tx = edge.store.begin().await?;
    sql::set_direct(&mut tx, &account.to_string(), room.as_str()).await?;
    Ok(tx.commit().await?)
}

/// Puts those back on the account's list that the library took off it. The list tells a direct room
/// from a group's one when it has a name.
pub(super) async fn keep_marked(edge: &Edge, client: &Client) -> anyhow::Result<()> {
    let known = {
        let mut tx = edge.store.read().await?;
        sql::directs(&mut tx).await?
    };
    // From the server, because what the library has read may be older than what it has written.
    let listed = client.account().fetch_account_data_static::<DirectEventContent>().await?;
    let mut list = listed.map(|listed| listed.deserialize()).transpose()?.unwrap_or_default();
    let mut missing = false;
    for (account, room) in known {
        let user = account.strip_prefix("matrix:").unwrap_or(&account);
        let (Ok(user), Ok(room)) = (OwnedUserId::try_from(user), RoomId::parse(room)) else {
            continue;
        };
        if !client.get_room(&room).is_some_and(|room| room.state() == RoomState::Joined) {
            continue;
        }
        let rooms = list.entry(OwnedDirectUserIdentifier::from(user)).or_default();
        if !rooms.contains(&room) {
            rooms.push(room);
            missing = true;
        }
    }
    if missing {
        client.account().set_account_data(list).await?;
    }
    Ok(())
}

/// How often a server is asked who is in a room that it has just made. The second answer is right:
/// the first may have been on its way already.
const ASKED_AGAIN: u32 = 5;

fn is_there(membership: &MembershipState) -> bool {
    matches!(membership, MembershipState::Join | MembershipState::Invite)
}

/// Whether somebody has a direct room with the bot.
pub(in crate::platform::matrix) async fn exists(edge: &Edge, account: &AccountId) -> bool {
    membership(edge, account).await.is_some()
}

/// Whether somebody has not accepted the invitation to their direct room yet.
pub(in crate::platform::matrix) async fn waits_for_them(edge: &Edge, account: &AccountId) -> bool {
    membership(edge, account).await == Some(MembershipState::Invite)
}

/// How somebody is in their direct room, if they have one.
async fn membership(edge: &Edge, account: &AccountId) -> Option<MembershipState> {
    let client = edge.client().await.ok()?;
    let user = UserId::parse(account.native()).ok()?;
    let known = async {
        let mut tx = edge.store.read().await?;
        sql::direct(&mut tx, &account.to_string()).await
    };
    let known = known.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a direct room could not be looked up");
        None
    });
    let room = match known.and_then(|room| client.get_room(&RoomId::parse(room).ok()?)) {
        Some(room) if usable(&room, &user).await => room,
        _ => found(&client, &user).await?,
    };
    let member = apart(room.get_member(&user)).await.ok().flatten()?;
    Some(member.membership().clone())
}

/// Another direct room with them, such as one that they opened; first those on the account's list.
async fn found(client: &Client, user: &OwnedUserId) -> Option<Room> {
    let listed = client.get_dm_rooms(user);
    let others = client.joined_rooms().into_iter().filter(|room| {
        // The server names the others of a small room, where it says anything of them.
        let named = room.heroes();
        room.active_members_count() <= 2
            && (named.is_empty() || named.iter().any(|other| other.user_id == *user))
    });
    let mut plain = None;
    for room in listed.chain(others) {
        if usable(&room, user).await {
            let encrypted =
                apart(room.latest_encryption_state()).await.is_ok_and(|e| e.is_encrypted());
            if encrypted {
                return Some(room);
            }
            plain.get_or_insert(room);
        }
    }
    plain
}

/// Whether the bot and they, and nobody else, are in a room or invited to it.
async fn usable(room: &Room, user: &OwnedUserId) -> bool {
    if room.state() != RoomState::Joined || kind(room).await != RoomKind::Direct {
        return false;
    }
    let member = apart(room.get_member(user)).await.ok().flatten();
    member.is_some_and(|member| is_there(member.membership()))
}
