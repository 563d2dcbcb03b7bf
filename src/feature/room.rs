//! The bot's life in rooms: let in, put out, and moved when a room is replaced by another.
//!
//! A room belongs to the group of its community. In a room that it is let into for the first time
//! the bot greets, once; where there is no room for that, [`alone`] tells somebody. Out of a room it posts
//! nothing there, tells those who look after the group, and deletes nothing; let in again it goes on. A group with no room left is kept for a while and
//! then erased. News may come twice, late, and in the wrong order: what is older than what is known
//! changes nothing.

pub mod alone;
mod enter;
pub mod expiry;
mod follow;
mod leave;
mod sql;

use crate::chat::event::{Event, EventBody, RoomKind};
use crate::engine::ctx::Ctx;
use crate::store::Tx;

/// The community that the event's room stands for, where it stands for one.
fn whole(event: &Event) -> Option<&str> {
    let community = event.place.community.as_deref();
    community.filter(|_| event.place.kind == RoomKind::Whole)
}

/// Takes what a platform reports about the bot and a room, in one transaction.
pub async fn note(ctx: &Ctx, tx: &mut Tx, event: &Event) -> anyhow::Result<()> {
    if event.place.kind == RoomKind::Direct {
        return Ok(());
    }
    match &event.body {
        EventBody::Entered => enter::entered(ctx, tx, event).await,
        EventBody::Removed => leave::removed(ctx, tx, event).await,
        EventBody::Moved { to } => follow::moved(ctx, tx, event, to).await,
        _ => Ok(()),
    }
}
