//! Rooms: whether others are there, which group they belong to, who may do what.

mod direct;
mod invite;
mod named;
mod role;
mod space;
pub(super) mod sql;
mod upgrade;

pub(super) use direct::{exists as has_direct, open as direct_room, waits_for_them};
pub(super) use invite::see_to as invitations;
pub(super) use named::{named_rooms, room_named};
pub(super) use role::role_of;
pub(super) use space::{community, forget, rooms_of};
pub(super) use upgrade::see_to as upgrades;

use super::edge::{Edge, apart};
use crate::chat::event::RoomKind;
use matrix_sdk::ruma::{RoomId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships};

/// What holds for a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Here {
    /// Whether others are there.
    pub(super) kind: RoomKind,
    /// The space or room that stands for its group; none in direct rooms.
    pub(super) community: Option<String>,
}

/// What holds for a room. One that the bot is not in any more counts as a room of its own group.
pub(super) async fn here(edge: &Edge, client: &Client, room: &str) -> Here {
    let found = RoomId::parse(room).ok().and_then(|id| client.get_room(&id));
    let kind = match &found {
        Some(room) => kind(room).await,
        None => RoomKind::Group,
    };
    let community = match kind {
        RoomKind::Direct => None,
        RoomKind::Group | RoomKind::Whole => Some(community(edge, client, room).await),
    };
    Here { kind, community }
}

/// Whether others than one person are in a room. In doubt there are: what is private must not be
/// said there.
pub(super) async fn kind(room: &Room) -> RoomKind {
    let flagged = !room.direct_targets().is_empty();
    let nameless =
        room.name().is_none() && room.canonical_alias().is_none() && room.is_public() != Some(true);
    if room.is_space() || !(flagged || nameless) || room.active_members_count() > 2 {
        return RoomKind::Group;
    }
    // The server's count may be missing or old; the list of members is neither.
    match apart(room.members(RoomMemberships::ACTIVE)).await {
        Ok(members) if members.len() <= 2 => RoomKind::Direct,
        _ => RoomKind::Group,
    }
}

/// The bot's name in a room; empty where it has none.
pub(super) async fn own_name(room: &Room) -> String {
    let own = apart(room.get_member_no_sync(room.own_user_id())).await.ok().flatten();
    own.and_then(|member| member.display_name().map(str::to_owned)).unwrap_or_default()
}

/// The name of an account in a room, or else that of the account.
pub(super) async fn name_of(client: &Client, room: &str, account: &str) -> String {
    let user = account.strip_prefix("matrix:").unwrap_or(account);
    let named = async {
        let room = client.get_room(&RoomId::parse(room).ok()?)?;
        let user = UserId::parse(user).ok()?;
        let member = apart(room.get_member(&user)).await.ok().flatten()?;
        member.display_name().map(str::to_owned)
    };
    match named.await {
        Some(name) if !name.trim().is_empty() => name.chars().take(80).collect(),
        _ => user.trim_start_matches('@').split(':').next().unwrap_or(user).to_owned(),
    }
}

/// Whether somebody who left a room is in none of its group any more.
pub(super) async fn gone(edge: &Edge, client: &Client, here: &Here, account: &str) -> bool {
    let user = account.strip_prefix("matrix:").and_then(|user| UserId::parse(user).ok());
    let (Some(user), Some(community)) = (user, &here.community) else { return false };
    let mut rooms = rooms_of(edge, client, community).await;
    rooms.extend(RoomId::parse(community).ok().and_then(|id| client.get_room(&id)));
    for room in rooms {
        match role::joined(&room, &user).await {
            Ok(false) => {}
            // In doubt they are still there, and leave some other time.
            Ok(true) | Err(_) => return false,
        }
    }
    true
}
