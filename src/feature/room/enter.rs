//! Let into a room, for the first time or again.

use super::sql::{self, Known};
use super::whole;
use crate::chat::address::Address;
use crate::chat::event::Event;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::engine::{directory, settings};
use crate::ids::{GroupId, RoomId};
use crate::outbox::{self, Outgoing};
use crate::store::{Conn, Tx, instant, millis};
use crate::words::Words;
use jiff::{SignedDuration, Timestamp};

/// The kind of a greeting in the ledger.
const KIND: &str = "greeting";

/// Away for longer than this, the bot is new to most who are there now.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A greeting that comes later than this greets nobody.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

pub(super) async fn entered(ctx: &Ctx, tx: &mut Tx, event: &Event) -> anyhow::Result<()> {
    let Some(community) = &event.place.community else { return Ok(()) };
    let (now, room) = (ctx.now(), &event.place.room);
    let name = room.to_string();
    let known = sql::known(tx, &name).await?;
    if known.as_ref().is_some_and(|known| known.presence_at > Some(millis(event.at))) {
        return Ok(());
    }
    let group = group_of(tx, known.as_ref(), room, community, now).await?;
    sql::enter(tx, &name, group.0, whole(event), millis(event.at)).await?;
    sql::not_empty(tx, group.0).await?;
    if is_new(known.as_ref(), event.at) {
        let language = settings::get(tx, group, "language").await?;
        let words = Words::new(language.as_deref().unwrap_or(&ctx.defaults.language));
        let key = format!("greeting:{room}:{}", millis(event.at));
        let to = Address::Room(room.clone());
        let out = Outgoing::new(key, KIND, to, greeting(&words), now)
            .group(group)
            .expires_at(now.saturating_add(FRESH)?);
        outbox::push(tx, &out, now).await?;
        sql::greeted(tx, &name, millis(event.at)).await?;
    }
    tracing::info!(platform = %room.platform(), "let into a room");
    Ok(())
}

/// The group of the community. A room that was a community of its own, and has come into one that is
/// new, brings its group; into one that has a group already, it brings its schedules.
async fn group_of(
    conn: &mut Conn,
    known: Option<&Known>,
    room: &RoomId,
    community: &str,
    now: Timestamp,
) -> sqlx::Result<GroupId> {
    let platform = room.platform();
    let own = directory::group_at(conn, platform, room.native()).await?;
    let (Some(before), true) = (
        known.map(|known| GroupId(known.group_id)).filter(|id| own == Some(*id)),
        community != room.native(),
    ) else {
        return directory::group_named(conn, platform, community, now).await;
    };
    match directory::group_at(conn, platform, community).await? {
        None => sql::put_place(conn, platform.as_str(), community, before.0).await?,
        Some(group) if group != before => {
            sql::bring_schedules(conn, &room.to_string(), before.0, group.0).await?;
            return Ok(group);
        }
        Some(_) => {}
    }
    Ok(before)
}

/// Whether the room is to be greeted: never was, or the bot was away for long.
fn is_new(known: Option<&Known>, at: Timestamp) -> bool {
    let Some(known) = known else { return true };
    match (known.greeted_at, known.left_at) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(_), Some(left)) => at.duration_since(instant(left)) > FORGOTTEN,
    }
}

/// Three first steps, and privacy in a sentence.
pub(super) fn greeting(words: &Words) -> Message {
    Message::say(words.room_greeting())
        .paragraph(words.room_greeting_steps())
        .list(vec![
            words.room_greeting_help(),
            words.room_greeting_checkin(),
            words.room_greeting_crisis(),
        ])
        .paragraph(words.room_greeting_privacy())
}
