//! A room is replaced by another, as Matrix does to give it a newer version: all that belonged to it
//! goes along, in one transaction.

use super::sql;
use crate::chat::event::Event;
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::ids::{GroupId, RoomId};
use crate::store::millis;

pub(super) async fn moved(ctx: &Ctx, event: &Event, to: &RoomId) -> anyhow::Result<()> {
    let room = &event.place.room;
    if room == to {
        return Ok(());
    }
    let (old, new) = (room.to_string(), to.to_string());
    let mut tx = ctx.store.begin().await?;
    let known = sql::known(&mut tx, &old).await?;
    let group = match (&known, &event.place.community) {
        (Some(known), _) => GroupId(known.group_id),
        (None, Some(community)) => {
            directory::group_named(&mut tx, room.platform(), community, ctx.now()).await?
        }
        (None, None) => return Ok(()),
    };
    let platform = room.platform().as_str();
    // A room that is a community of its own: the new one is the same community.
    if sql::place(&mut tx, platform, room.native()).await?.is_some() {
        let other = sql::place(&mut tx, platform, to.native()).await?;
        sql::put_place(&mut tx, platform, to.native(), group.0).await?;
        sql::take_room(&mut tx, &new, group.0).await?;
        if let Some(other) = other.filter(|other| *other != group.0) {
            sql::forget_hollow(&mut tx, other).await?;
        }
    }
    let greeted = known.and_then(|known| known.greeted_at).unwrap_or(millis(event.at));
    sql::replace(&mut tx, &new, group.0, greeted, millis(event.at)).await?;
    sql::leave(&mut tx, &old, millis(event.at)).await?;
    sql::not_empty(&mut tx, group.0).await?;
    sql::unsay_greeting(&mut tx, &format!("greeting:{new}:")).await?;
    sql::follow(&mut tx, &old, &new).await?;
    tx.commit().await?;
    tracing::info!(platform, "a room was replaced by another");
    Ok(())
}
