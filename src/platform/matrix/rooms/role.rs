//! Power levels as roles.

use super::space::rooms_of;
use crate::chat::role::Role;
use crate::ids::{AccountId, RoomId};
use crate::platform::matrix::edge::{Edge, apart};
use anyhow::Context as _;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::power_levels::UserPowerLevel;
use matrix_sdk::ruma::{OwnedUserId, RoomId as MatrixRoom, UserId};
use matrix_sdk::{Client, Room};

/// What an account may do in a group: by its power level in the space or room that stands for the
/// group. Who has power only in one room of a space organizes, there; a whole group is run by who
/// has power in the space.
pub(in crate::platform::matrix) async fn role_of(
    edge: &Edge,
    client: &Client,
    account: &AccountId,
    community: &str,
    room: Option<&RoomId>,
) -> anyhow::Result<Role> {
    let user = UserId::parse(account.native()).context("not a Matrix account")?;
    let whole = find(client, community);
    let in_whole = match &whole {
        Some(whole) => role_in(whole, &user).await?,
        None => Role::Guest,
    };
    let in_room = match room.filter(|room| room.native() != community) {
        Some(room) => match find(client, room.native()) {
            Some(room) => role_in(&room, &user).await?.min(Role::Organizer),
            None => Role::Guest,
        },
        None => Role::Guest,
    };
    let role = in_whole.max(in_room);
    if role > Role::Guest || room.is_some() || !whole.is_some_and(|whole| whole.is_space()) {
        return Ok(role);
    }
    for room in rooms_of(edge, client, community).await {
        if joined(&room, &user).await? {
            return Ok(Role::Member);
        }
    }
    Ok(Role::Guest)
}

fn find(client: &Client, room: &str) -> Option<Room> {
    client.get_room(&MatrixRoom::parse(room).ok()?)
}

/// Whether somebody is in a room.
pub(super) async fn joined(room: &Room, user: &OwnedUserId) -> matrix_sdk::Result<bool> {
    let member = apart(room.get_member(user)).await?;
    Ok(member.is_some_and(|member| *member.membership() == MembershipState::Join))
}

async fn role_in(room: &Room, user: &OwnedUserId) -> anyhow::Result<Role> {
    if !joined(room, user).await.context("the members of a room are not known")? {
        return Ok(Role::Guest);
    }
    let level =
        apart(room.get_user_power_level(user)).await.context("power levels are not known")?;
    Ok(role(level))
}

/// The levels that every client gives names to: 100 is an admin, 50 a moderator. The creator of a
/// newer room has no number.
fn role(level: UserPowerLevel) -> Role {
    match level {
        UserPowerLevel::Infinite => Role::Admin,
        UserPowerLevel::Int(level) if i64::from(level) >= 100 => Role::Admin,
        UserPowerLevel::Int(level) if i64::from(level) >= 50 => Role::Organizer,
        _ => Role::Member,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::int;

    #[test]
    fn power_levels_are_roles() {
        let table = [
            (UserPowerLevel::Infinite, Role::Admin),
            (UserPowerLevel::Int(int!(100)), Role::Admin),
            (UserPowerLevel::Int(int!(99)), Role::Organizer),
            (UserPowerLevel::Int(int!(50)), Role::Organizer),
            (UserPowerLevel::Int(int!(49)), Role::Member),
            (UserPowerLevel::Int(int!(0)), Role::Member),
            (UserPowerLevel::Int(int!(-10)), Role::Member),
        ];
        for (level, expected) in table {
            assert_eq!(role(level), expected, "{level:?}");
        }
    }
}
