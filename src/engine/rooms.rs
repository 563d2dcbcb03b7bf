//! The rooms that somebody names, and how rooms are shown.

use super::ctx::Ctx;
use super::directory;
use super::turn::Turn;
use crate::chat::message::{Line, Span};
use crate::error::Failure;
use crate::ids::{PlatformId, RoomId};

/// The room of the turn's group that somebody means: a name, a mention, an alias, as it is typed on
/// their platform. A room on another platform that the group is on has the platform's name and a
/// colon before it: `discord:#general`. None where there is no such room. Asks the platform, so never
/// in a transaction.
pub async fn named(ctx: &Ctx, turn: &Turn, typed: &str) -> Result<Option<RoomId>, Failure> {
    let own = turn.account.platform();
    let (on, typed) = match typed.split_once(':') {
        Some((platform, rest)) => match platform.parse::<PlatformId>() {
            Ok(platform) => (platform, rest),
            Err(_) => (own, typed),
        },
        None => (own, typed),
    };
    let Some(platform) = ctx.platforms.get(on) else { return Ok(None) };
    let mut communities: Vec<String> = match (&turn.place.community, on == own) {
        (Some(community), true) => vec![community.clone()],
        _ => Vec::new(),
    };
    {
        let mut tx = ctx.store.read().await?;
        let others = directory::communities_of(&mut tx, turn.group, on).await?;
        communities.extend(
            others
                .into_iter()
                .filter(|other| on != own || turn.place.community.as_ref() != Some(other)),
        );
    }
    for community in communities {
        match platform.room_named(&community, typed).await {
            Ok(Some(room)) => return Ok(Some(room)),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a room was not found out"),
        }
    }
    Ok(None)
}

/// Rooms by the names that members see, with commas between.
pub fn shown<'a>(rooms: impl IntoIterator<Item = &'a RoomId>) -> Line {
    let mut spans = Vec::new();
    for room in rooms {
        if !spans.is_empty() {
            spans.push(Span::Text(", ".to_owned()));
        }
        spans.push(Span::Room(room.clone()));
    }
    Line(spans)
}
