//! Rooms that are paused, and what a group has set about them.

use crate::ids::{AccountId, GroupId, RoomId};
use crate::store::{Conn, instant, millis};
use jiff::Timestamp;

pub(in crate::outbox) async fn room_paused_at(
    conn: &mut Conn,
    room: &RoomId,
) -> sqlx::Result<Option<Timestamp>> {
    let room = room.to_string();
    let at = sqlx::query_scalar!("select paused_at from room where id = ?", room)
        .fetch_optional(conn)
        .await?;
    Ok(at.flatten().map(instant))
}

/// Pauses a room; a room that the store does not know yet is written down with its group.
pub(in crate::outbox) async fn pause_room(
    conn: &mut Conn,
    room: &RoomId,
    group: Option<GroupId>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let (room, now) = (room.to_string(), millis(now));
    sqlx::query!("update room set paused_at = ?2 where id = ?1", room, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "
        insert into room (id, group_id, paused_at, seen_at)
        select ?1, id, ?3, 0 from community where id = ?2
        on conflict (id) do nothing
        ",
        room,
        group,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the pause of a room. Where the bot writes or is spoken to, it is, so its group has a room.
pub(in crate::outbox) async fn resume_room(conn: &mut Conn, room: &RoomId) -> sqlx::Result<bool> {
    let room = room.to_string();
    let done = sqlx::query!(
        "update room set paused_at = null, left_at = null where id = ? and paused_at is not null",
        room,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "
        update community set empty_at = null
        where id = (select group_id from room where id = ?) and empty_at is not null
        ",
        room,
    )
    .execute(conn)
    .await?;
    Ok(true)
}

pub(in crate::outbox) async fn setting(
    conn: &mut Conn,
    group: GroupId,
    key: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where group_id = ? and key = ?", group, key)
        .fetch_optional(conn)
        .await
}

/// Notes that there was no room for what was to be said to a whole community. False when the room does
/// not stand for one.
pub(in crate::outbox) async fn refused_by_whole(
    conn: &mut Conn,
    room: &RoomId,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let (room, now) = (room.to_string(), millis(now));
    let done = sqlx::query!(
        "update room set refused_at = ?2 where id = ?1 and whole is not null",
        room,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The room of a group that was used last and is not paused. What stands for a whole community is none:
/// nobody reads what is said there, or everybody does.
pub(in crate::outbox) async fn open_room(
    conn: &mut Conn,
    group: GroupId,
) -> sqlx::Result<Option<RoomId>> {
    let room = sqlx::query_scalar!(
        "
        select id from room where group_id = ? and paused_at is null and whole is null
        order by seen_at desc, id limit 1
        ",
        group,
    )
    .fetch_optional(conn)
    .await?;
    Ok(room.and_then(|room| room.parse().ok()))
}

/// The account of the person who set up what the group's schedules post, or who last changed something
/// in the group.
pub(in crate::outbox) async fn caretaker(
    conn: &mut Conn,
    group: GroupId,
) -> sqlx::Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        r#"
        select id from account where person_id = coalesce(
            (select created_by from schedule
             where group_id = ?1 and created_by is not null order by id desc limit 1),
            (select person_id from audit
             where group_id = ?1 and person_id is not null order by id desc limit 1)
        )
        order by seen_at desc, id limit 1
        "#,
        group,
    )
    .fetch_optional(conn)
    .await?;
    Ok(account.and_then(|id| id.parse().ok()))
}
