//! The rooms that a schedule posts in.

use super::sql;
use crate::chat::message::Span;
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
        no_room_is_meant(ctx, turn, args).await?;
        let here = turn.group_room().cloned();
        let here = here.ok_or_else(|| Failure::mend(turn.words.posting_room_needed()))?;
        return Ok(vec![here]);
    };
    let mut found = Vec::new();
    for typed in typed.split(',').map(str::trim) {
        let room = named(ctx, turn, typed).await?;
        if !found.contains(&room) {
            found.push(room);
        }
    }
    Ok(found)
}

/// Asks back where the text begins with the name of a room without its sign: what was meant for one
/// room is not posted in another.
pub(super) async fn no_room_is_meant(ctx: &Ctx, turn: &Turn, args: &Args) -> Result<(), Failure> {
    let text = args.text("text").filter(|_| args.came_in_order("text")).unwrap_or_default();
    let Some(first) = text.split_whitespace().next() else { return Ok(()) };
    let Some(room) = rooms::named(ctx, turn, first).await? else { return Ok(()) };
    let rest = text.trim_start().strip_prefix(first).unwrap_or_default().trim();
    let typed = rooms::typed(ctx, turn, &room).await?;
    let as_room = match rest {
        "" => format!("--room {typed}"),
        rest => format!("--room {typed} --text {rest}"),
    };
    Err(Failure::mend(turn.words.posting_room_or_text(
        Arg::code(first),
        Span::Room(room),
        Arg::code(as_room),
        Arg::code(format!("--text {text}")),
    )))
}

async fn named(ctx: &Ctx, turn: &Turn, typed: &str) -> Result<RoomId, Failure> {
    let Some(room) = rooms::named(ctx, turn, typed).await? else {
        let line = turn.words.posting_room_unknown(Arg::code(typed));
        return Err(rooms::unknown(ctx, turn, typed, line).await?);
    };
    if turn.group_room() == Some(&room) {
        return Ok(room);
    }
    let known = {
        let mut tx = ctx.store.read().await?;
        sql::group_of_room(&mut tx, &room).await?
    };
    match known {
        Some(group) if group == turn.group => return Ok(room),
        Some(_) => return Err(Failure::mend(turn.words.posting_room_elsewhere(Span::Room(room)))),
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
    match role {
        Some(role) if role >= Role::Organizer => Ok(room),
        _ => Err(Failure::mend(turn.words.posting_room_unknown(Span::Room(room)))),
    }
}
