//! A room is replaced by another, as Matrix does to give it a newer version: all that belonged to it
//! goes along, in one transaction.

use super::sql;
use crate::chat::event::Event;
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::ids::{GroupId, RoomId};
use crate::store::{Tx, millis};

pub(super) async fn moved(
    ctx: &Ctx,
    tx: &mut Tx,
    event: &Event,
    to: &RoomId,
) -> anyhow::Result<()> {
    let room = &event.place.room;
    if room == to {
        return Ok(());
    }
    let (old, new) = (room.to_string(), to.to_string());
    let known = sql::known(tx, &old).await?;
    let group = match (&known, &event.place.community) {
        (Some(known), _) => GroupId(known.group_id),
        (None, Some(community)) => {
            directory::group_named(tx, room.platform(), community, ctx.now()).await?
        }
        (None, None) => return Ok(()),
    };
    let platform = room.platform();
    // A room that is a community of its own: the new one is the same community.
    if directory::group_at(tx, platform, room.native()).await?.is_some() {
        let other = directory::group_at(tx, platform, to.native()).await?;
        sql::put_place(tx, platform.as_str(), to.native(), group.0).await?;
        sql::take_room(tx, &new, group.0).await?;
        if let Some(other) = other.filter(|other| *other != group) {
            sql::forget_hollow(tx, other.0).await?;
        }
    }
    let greeted = known.and_then(|known| known.greeted_at).unwrap_or(millis(event.at));
    sql::replace(tx, &new, group.0, greeted, millis(event.at)).await?;
    sql::leave(tx, &old, millis(event.at)).await?;
    sql::not_empty(tx, group.0).await?;
    sql::unsay_greeting(tx, &format!("greeting:{new}:")).await?;
    sql::follow(tx, &old, &new).await?;
    tracing::info!(%platform, "a room was replaced by another");
    Ok(())
}
