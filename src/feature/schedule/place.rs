//! The room that a schedule posts in.

use super::sql;
use crate::chat::role::Role;
use crate::command::args::Args;
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::RoomId;
use crate::words::Arg;

/// The room that was named; the one where it was typed when none was. A room of another group is
/// refused: who organizes here may not post there. Asks the platform, so never in a transaction.
pub(super) async fn room(ctx: &Ctx, turn: &Turn, args: &Args) -> Result<RoomId, Failure> {
    match args.text("room") {
        Some(typed) => named(ctx, turn, typed).await,
        None => turn
            .group_room()
            .cloned()
            .ok_or_else(|| Failure::mend(turn.words.posting_room_needed())),
    }
}

async fn named(ctx: &Ctx, turn: &Turn, typed: &str) -> Result<RoomId, Failure> {
    // Discord writes a channel as <#123> and calls it 123.
    let native = typed.strip_prefix("<#").and_then(|t| t.strip_suffix('>')).unwrap_or(typed);
    let room = RoomId::new(turn.place.room.platform(), native);
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
    // Nobody has used a command there: the platform knows whether this person organizes there.
    let communities = {
        let mut tx = ctx.store.read().await?;
        directory::communities_of(&mut tx, turn.group, room.platform()).await?
    };
    let mut role = None;
    if let Some(platform) = ctx.platforms.get(room.platform()) {
        for community in communities {
            role = role.max(platform.role_of(&turn.account, &community, Some(&room)).await.ok());
        }
    }
    if role.is_some_and(|role| role >= Role::Organizer) {
        Ok(room)
    } else {
        Err(Failure::mend(turn.words.posting_room_unknown(Arg::code(typed))))
    }
}
