//! Put out of a room.

use super::sql::{self, Known};
use super::{expiry, whole};
use crate::chat::address::Address;
use crate::chat::event::Event;
use crate::chat::message::{Message, Span};
use crate::engine::ctx::Ctx;
use crate::engine::{directory, settings};
use crate::ids::{GroupId, PersonId, RoomId};
use crate::outbox::{self, NOTICE, Outgoing};
use crate::store::{Conn, Tx, millis};
use crate::words::{Arg, Words};

pub(super) async fn removed(ctx: &Ctx, tx: &mut Tx, event: &Event) -> anyhow::Result<()> {
    let (now, room) = (ctx.now(), &event.place.room);
    let name = room.to_string();
    let known = match sql::known(tx, &name).await? {
        Some(known) => known,
        None => match sql::posted_in(tx, &name).await? {
            // Nobody has talked to the bot there, but it was to post there.
            Some(group) => {
                sql::enter(tx, &name, group, whole(event), millis(event.at)).await?;
                Known::of(group)
            }
            // Nothing of a room is kept in which the bot was never of use.
            None => return Ok(()),
        },
    };
    if known.left_at.is_some() || known.presence_at > Some(millis(event.at)) {
        return Ok(());
    }
    sql::leave(tx, &name, millis(event.at)).await?;
    let group = GroupId(known.group_id);
    let last = !sql::has_room(tx, group.0).await?;
    if last {
        sql::empty(tx, group.0, millis(event.at)).await?;
        expiry::put(tx, ctx, group, event.at).await?;
    }
    // A room that refused a message before was told of then.
    if (known.paused_at.is_none() || last)
        && let Some(to) = caretaker(tx, group, room).await?
    {
        let language = settings::get(tx, group, "language").await?;
        let words = Words::new(language.as_deref().unwrap_or(&ctx.defaults.language));
        let message = Message::say(words.room_left(Arg::from(Span::Room(room.clone()))))
            .maybe(last.then(|| words.room_left_last(ctx.defaults.keep_days)));
        let key = format!("left:{room}:{}", millis(event.at));
        let out = Outgoing::new(key, NOTICE, to, message, now).group(group);
        outbox::push(tx, &out, now).await?;
    }
    tracing::info!(platform = %room.platform(), "put out of a room");
    Ok(())
}

/// Who is told: the room of the group's admins, or the one who set up what was posted there, or who
/// last looked after the group. Nobody else: it is none of the other rooms' business.
async fn caretaker(
    conn: &mut Conn,
    group: GroupId,
    room: &RoomId,
) -> sqlx::Result<Option<Address>> {
    let set = settings::get(conn, group, settings::ADMIN_ROOM).await?;
    if let Some(admins) = set.and_then(|text| text.parse::<RoomId>().ok())
        && sql::is_open(conn, &admins.to_string()).await?
    {
        return Ok(Some(Address::Room(admins)));
    }
    let Some(person) = sql::caretaker(conn, group.0, &room.to_string()).await? else {
        return Ok(None);
    };
    Ok(directory::account_of(conn, PersonId(person)).await?.map(Address::Direct))
}
