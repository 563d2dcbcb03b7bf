//! The rooms that a schedule posts in.

use super::sql;
use crate::chat::role::Role;
use crate::command::args::Args;
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::engine::{directory, rooms};
use crate::error::Failure;
use crate::ids::RoomId;
use crate::words::Arg;

/// The rooms that were named, with commas between; the one where it was typed when none was. A room
/// of another group is refused: who organizes here may not post there. Asks the platform, so never
/// in a transaction.
pub(super) async fn rooms(ctx: &Ctx, turn: &Turn, args: &Args) -> Result<Vec<RoomId>, Failure> {
    let Some(typed) = args.text("room") else {
        let here = turn.group_room().cloned();
        let here = here.ok_or_else(|| Failure::mend(turn.words.posting_room_needed()))?;
        return Ok(vec![here]);
    };
    let mut found = Vec::new();
    for typed in typed.split(',') {
        let room = named(ctx, turn, typed).await?;
        if !found.contains(&room) {
            found.push(room);
        }
    }
    Ok(found)
}

async fn named(ctx: &Ctx, turn: &Turn, typed: &str) -> Result<RoomId, Failure> {
    let unknown = || Failure::mend(turn.words.posting_room_unknown(Arg::code(typed)));
    let room = rooms::named(ctx, turn, typed).await?.ok_or_else(unknown)?;
    if turn.group_room() == Some(&room) {
        return Ok(room);
    }
    let known = {
        let mut tx = ctx.store.read().await?;
        sql::room(&mut tx, &room).await?
    };
    match known {
        Some((group, _)) if group == turn.group => return Ok(room),
        Some(_) => return Err(Failure::mend(turn.words.posting_room_elsewhere(Arg::code(typed)))),
        None => {}
    }
    // Nobody has used a command there: the platform knows whether this person organizes there. On
    // another platform that is another account of theirs.
    let (communities, account) = {
        let mut tx = ctx.store.read().await?;
        let communities = directory::communities_of(&mut tx, turn.group, room.platform()).await?;
        let account = directory::account_on(&mut tx, turn.person, room.platform()).await?;
        (communities, account)
    };
    let mut role = None;
    if let (Some(platform), Some(account)) = (ctx.platforms.get(room.platform()), account) {
        for community in communities {
            role = role.max(platform.role_of(&account, &community, Some(&room)).await.ok());
        }
    }
    if role.is_some_and(|role| role >= Role::Organizer) { Ok(room) } else { Err(unknown()) }
}
