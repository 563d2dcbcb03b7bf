//! What the admins of a group are told, once, about messages that do not go out.

use super::model::Outgoing;
use super::{push, sql};
use crate::chat::address::Address;
use crate::chat::message::{Message, Span};
use crate::engine::settings::ADMIN_ROOM;
use crate::ids::{GroupId, OutboxId, RoomId};
use crate::store::{Conn, millis};
use crate::words::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The kind of all notes to admins in the ledger. A note that does not go out causes no other note.
pub const NOTICE: &str = "notice";

/// Tells the admins of a group something, once per `key`.
///
/// It goes to the room of the group's setting `admin-room` (`matrix:!room:example.org`), or, while
/// that is not set or paused, to the group's open room that was used last. Others may read it
/// there: a note names no person. Without an open room it goes to whoever set the group's schedules
/// up, alone. Where nobody is known either nothing is written, and the ledger alone has it.
pub async fn tell_admins(
    conn: &mut Conn,
    group: GroupId,
    key: &str,
    message: Message,
    now: Timestamp,
) -> sqlx::Result<Option<OutboxId>> {
    let to = match admin_room(conn, group).await? {
        Some(room) => Some(Address::Room(room)),
        None => sql::caretaker(conn, group).await?.map(Address::Direct),
    };
    let Some(to) = to else { return Ok(None) };
    let out = Outgoing::new(key, NOTICE, to, message, now).group(group);
    push(conn, &out, now).await
}

/// Tells the admins of a group, once a day (in UTC), that the ledger has messages that did not go
/// out. The sender calls it; whoever drops a message before it reaches the outbox does too.
pub async fn tell_undelivered(
    conn: &mut Conn,
    group: GroupId,
    now: Timestamp,
) -> sqlx::Result<Option<OutboxId>> {
    let words = words(conn, group).await?;
    let message =
        Message::say(words.delivery_undelivered()).paragraph(words.delivery_undelivered_next());
    let day = now.to_zoned(TimeZone::UTC).date();
    tell_admins(conn, group, &format!("undelivered:{group}:{day}"), message, now).await
}

/// Tells the admins of a group that a room was paused.
pub(super) async fn tell_paused(
    conn: &mut Conn,
    group: GroupId,
    room: &RoomId,
    now: Timestamp,
) -> sqlx::Result<Option<OutboxId>> {
    let words = words(conn, group).await?;
    let message = Message::say(words.delivery_paused(Span::Room(room.clone())))
        .paragraph(words.delivery_paused_next());
    tell_admins(conn, group, &format!("paused:{room}:{}", millis(now)), message, now).await
}

async fn words(conn: &mut Conn, group: GroupId) -> sqlx::Result<Words> {
    let language = sql::setting(conn, group, "language").await?;
    Ok(Words::new(language.as_deref().unwrap_or("en")))
}

async fn admin_room(conn: &mut Conn, group: GroupId) -> sqlx::Result<Option<RoomId>> {
    let set = sql::setting(conn, group, ADMIN_ROOM).await?;
    if let Some(room) = set.and_then(|text| text.parse::<RoomId>().ok())
        && sql::room_paused_at(conn, &room).await?.is_none()
    {
        return Ok(Some(room));
    }
    sql::open_room(conn, group).await
}
