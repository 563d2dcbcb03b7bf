//! The queries about the bot's rooms.

use crate::store::Conn;

/// A room that is known.
pub(super) struct Known {
    pub(super) group_id: i64,
    pub(super) paused_at: Option<i64>,
    pub(super) left_at: Option<i64>,
    pub(super) presence_at: Option<i64>,
    pub(super) greeted_at: Option<i64>,
}

impl Known {
    /// A room of a group, of which nothing else is known.
    pub(super) fn of(group_id: i64) -> Self {
        Self { group_id, paused_at: None, left_at: None, presence_at: None, greeted_at: None }
    }
}

/// The group that has something posted in a room.
pub(super) async fn posted_in(conn: &mut Conn, room: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select coalesce(
               (select group_id from schedule
                where room = ?1 or id in (select schedule_id from schedule_room where room = ?1)
                order by id desc limit 1),
               (select meeting.group_id from meeting_announce
                join meeting on meeting.id = meeting_announce.meeting_id
                where meeting_announce.room = ?1 order by meeting.id desc limit 1)
           ) as "group_id: i64""#,
        room
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn known(conn: &mut Conn, room: &str) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        "select group_id, paused_at, left_at, presence_at, greeted_at from room where id = ?",
        room
    )
    .fetch_optional(conn)
    .await
}

/// The bot is in a room. `whole` is the community that the room stands for, if it stands for one.
pub(super) async fn enter(
    conn: &mut Conn,
    room: &str,
    group: i64,
    whole: Option<&str>,
    at: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into room (id, group_id, whole, presence_at, seen_at) values (?1, ?2, ?3, ?4, ?4)
         on conflict (id) do update set group_id = excluded.group_id, whole = excluded.whole,
             paused_at = null, left_at = null, presence_at = excluded.presence_at",
        room,
        group,
        whole,
        at
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn greeted(conn: &mut Conn, room: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!("update room set greeted_at = ?, refused_at = null where id = ?", at, room)
        .execute(conn)
        .await
        .map(drop)
}

/// Takes the greeting of a community that has found no room: it is somebody's now. Gives the room that
/// stands for the community.
pub(super) async fn take_greeting(
    conn: &mut Conn,
    platform: &str,
    community: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"update room set refused_at = null
           where whole = ?2 and substr(id, 1, length(?1) + 1) = ?1 || ':'
               and refused_at is not null
           returning id as "id!""#,
        platform,
        community
    )
    .fetch_optional(conn)
    .await
}

/// Whether the greeting of a community has found no room and nobody else.
pub(super) async fn waits(conn: &mut Conn, platform: &str, community: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
               select 1 from room
               where whole = ?2 and substr(id, 1, length(?1) + 1) = ?1 || ':'
                   and refused_at is not null) as "any!: bool""#,
        platform,
        community
    )
    .fetch_one(conn)
    .await
}

/// A greeting that was taken did not reach anybody.
pub(super) async fn put_greeting_back(conn: &mut Conn, room: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!("update room set refused_at = ? where id = ?", at, room)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn leave(conn: &mut Conn, room: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update room set left_at = ?1, paused_at = coalesce(paused_at, ?1), presence_at = ?1
         where id = ?2 and left_at is null",
        at,
        room
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whether the bot is in any room of a group.
pub(super) async fn has_room(conn: &mut Conn, group: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from room where group_id = ? and left_at is null) as "any!: bool""#,
        group
    )
    .fetch_one(conn)
    .await
}

/// Whether a room is known and can be written to.
pub(super) async fn is_open(conn: &mut Conn, room: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from room where id = ? and paused_at is null) as "any!: bool""#,
        room
    )
    .fetch_one(conn)
    .await
}

/// The person who set up what is posted in a room, or who last changed something in the group.
pub(super) async fn caretaker(
    conn: &mut Conn,
    group: i64,
    room: &str,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select coalesce(
               (select created_by from schedule
                where group_id = ?1 and created_by is not null and (room = ?2 or id in (
                    select schedule_id from schedule_room where room = ?2))
                order by id desc limit 1),
               (select person_id from audit
                where group_id = ?1 and person_id is not null order by id desc limit 1)
           ) as "person: i64""#,
        group,
        room
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn empty(conn: &mut Conn, group: i64, at: i64) -> sqlx::Result<()> {
    sqlx::query!("update community set empty_at = ? where id = ?", at, group)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn not_empty(conn: &mut Conn, group: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update community set empty_at = null where id = ? and empty_at is not null",
        group
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn empty_since(conn: &mut Conn, group: i64) -> sqlx::Result<Option<i64>> {
    let since = sqlx::query_scalar!("select empty_at from community where id = ?", group)
        .fetch_optional(conn)
        .await?;
    Ok(since.flatten())
}

pub(super) async fn erase(conn: &mut Conn, group: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from community where id = ?", group).execute(conn).await.map(drop)
}

/// A platform's community is this group's from now on.
pub(super) async fn put_place(
    conn: &mut Conn,
    platform: &str,
    native: &str,
    group: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into place (platform, native, group_id) values (?, ?, ?)
         on conflict do update set group_id = excluded.group_id",
        platform,
        native,
        group
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What is posted in a room is from now on another group's; a name that is taken there stays.
pub(super) async fn bring_schedules(
    conn: &mut Conn,
    room: &str,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update or ignore schedule set group_id = ? where room = ? and group_id = ?",
        to,
        room,
        from
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A room that is known already belongs to this group from now on.
pub(super) async fn take_room(conn: &mut Conn, room: &str, group: i64) -> sqlx::Result<()> {
    sqlx::query!("update room set group_id = ? where id = ?", group, room)
        .execute(conn)
        .await
        .map(drop)
}

/// Forgets a group that was made for a room before anybody knew whose it is: no place, no room, and
/// nobody has set anything up in it.
pub(super) async fn forget_hollow(conn: &mut Conn, group: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from community where id = ?1
             and not exists (select 1 from place where group_id = ?1)
             and not exists (select 1 from room where group_id = ?1)
             and not exists (select 1 from schedule where group_id = ?1)
             and not exists (select 1 from meeting where group_id = ?1)
             and not exists (select 1 from resource where group_id = ?1)
             and not exists (select 1 from audit where group_id = ?1)",
        group
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The room that takes over from another.
pub(super) async fn replace(
    conn: &mut Conn,
    room: &str,
    group: i64,
    greeted: i64,
    at: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into room (id, group_id, greeted_at, seen_at) values (?1, ?2, ?3, ?4)
         on conflict (id) do update set greeted_at = coalesce(greeted_at, excluded.greeted_at)",
        room,
        group,
        greeted,
        at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Drops a greeting that has not gone out, by the beginning of its key.
pub(super) async fn unsay_greeting(conn: &mut Conn, key: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update outbox set state = 'dropped', reason = 'withdrawn', message = ''
         where substr(key, 1, length(?1)) = ?1 and state = 'pending' and sending_at is null
             and sent_revision is null",
        key
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Everything that names a room names another from now on.
pub(super) async fn follow(conn: &mut Conn, old: &str, new: &str) -> sqlx::Result<()> {
    sqlx::query!("update schedule set room = ?2 where room = ?1", old, new)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update or ignore schedule_room set room = ?2 where room = ?1", old, new)
        .execute(&mut *conn)
        .await?;
    // What posts in both already posts once.
    sqlx::query!(
        "delete from schedule_room where room = ?1
             or exists (select 1 from schedule s where s.id = schedule_id and s.room = schedule_room.room)",
        old
    )
    .execute(&mut *conn)
    .await?;
    // A meeting that is announced in both already is announced once.
    sqlx::query!("update or ignore meeting_announce set room = ?2 where room = ?1", old, new)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from meeting_announce where room = ?", old).execute(&mut *conn).await?;
    sqlx::query!("update setting set value = ?2 where key = 'admin-room' and value = ?1", old, new)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "update prompt set detail = substr(detail, 1, length(detail) - length(?1)) || ?2
         where substr(detail, -length(?1) - 1) = ' ' || ?1",
        old,
        new
    )
    .execute(&mut *conn)
    .await?;
    // What is on its way may arrive in the old room, so it is tried and looked for there; where that
    // room refuses, it goes to the new one.
    sqlx::query!(
        "update outbox set fallback = 'room:' || ?2
         where destination = 'room:' || ?1 and state in ('pending', 'sending')
             and sending_at is not null and sent_revision is null",
        old,
        new
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update outbox set destination = 'room:' || ?2
         where destination = 'room:' || ?1 and sending_at is null",
        old,
        new
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update outbox set destination = substr(destination, 1, length(destination) - length(?1)) || ?2
         where substr(destination, 1, 5) = 'only:' and substr(destination, -length(?1) - 1) = ' ' || ?1
             and sending_at is null",
        old,
        new
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update outbox set fallback = 'room:' || ?2 where fallback = 'room:' || ?1",
        old,
        new
    )
    .execute(conn)
    .await
    .map(drop)
}
