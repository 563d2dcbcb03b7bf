//! The queries of reminders and of announcements in rooms.

use crate::store::Conn;

/// A reminder or an announcement that exists.
pub(in crate::feature::meeting) struct Armed {
    pub id: i64,
    pub meeting_id: i64,
    pub minutes: i64,
}

/// A reminder with what its message needs.
pub(in crate::feature::meeting) struct ReminderRow {
    pub id: i64,
    pub meeting_id: i64,
    pub person_id: i64,
    pub minutes: i64,
    pub zone: Option<String>,
    pub language: Option<String>,
    pub discreet: i64,
    pub account: Option<String>,
}

/// An announcement with its room.
pub(in crate::feature::meeting) struct AnnounceRow {
    pub id: i64,
    pub meeting_id: i64,
    pub room: String,
    /// Whether the bot is out of the room.
    pub away: bool,
    pub minutes: i64,
}

/// Sets a reminder, anew if there is one, and gives its number.
pub(in crate::feature::meeting) async fn put(
    conn: &mut Conn,
    meeting: i64,
    person: i64,
    minutes: i64,
    now: i64,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into meeting_reminder (meeting_id, person_id, minutes, created_at)
           values (?, ?, ?, ?)
           on conflict (meeting_id, person_id) do update set minutes = excluded.minutes
           returning id as "id!""#,
        meeting,
        person,
        minutes,
        now
    )
    .fetch_one(conn)
    .await
}

/// Ends a reminder; gives its number if there was one.
pub(in crate::feature::meeting) async fn end(
    conn: &mut Conn,
    meeting: i64,
    person: i64,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"delete from meeting_reminder where meeting_id = ? and person_id = ?
           returning id as "id!""#,
        meeting,
        person
    )
    .fetch_optional(conn)
    .await
}

/// How many minutes before somebody is reminded.
pub(in crate::feature::meeting) async fn minutes(
    conn: &mut Conn,
    meeting: i64,
    person: i64,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select minutes from meeting_reminder where meeting_id = ? and person_id = ?",
        meeting,
        person
    )
    .fetch_optional(conn)
    .await
}

/// The slugs of the meetings somebody is reminded of in a group.
pub(in crate::feature::meeting) async fn slugs(
    conn: &mut Conn,
    person: i64,
    group: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select m.slug from meeting_reminder r join meeting m on m.id = r.meeting_id
         where r.person_id = ? and m.group_id = ? and m.removed_at is null order by m.slug",
        person,
        group
    )
    .fetch_all(conn)
    .await
}

/// The reminders of some meetings.
pub(in crate::feature::meeting) async fn of_meetings(
    conn: &mut Conn,
    meetings: &str,
) -> sqlx::Result<Vec<Armed>> {
    sqlx::query_as!(
        Armed,
        r#"select id as "id!", meeting_id, minutes from meeting_reminder
           where meeting_id in (select value from json_each(?)) order by id"#,
        meetings
    )
    .fetch_all(conn)
    .await
}

/// The announcements of some meetings.
pub(in crate::feature::meeting) async fn announcements_of_meetings(
    conn: &mut Conn,
    meetings: &str,
) -> sqlx::Result<Vec<AnnounceRow>> {
    sqlx::query_as!(
        AnnounceRow,
        r#"select id as "id!", meeting_id, room, minutes,
               exists (select 1 from room r where r.id = meeting_announce.room and r.left_at is not null)
                   as "away!: bool"
           from meeting_announce
           where meeting_id in (select value from json_each(?)) order by id"#,
        meetings
    )
    .fetch_all(conn)
    .await
}

/// Announcements by their numbers.
pub(in crate::feature::meeting) async fn announcements(
    conn: &mut Conn,
    ids: &str,
) -> sqlx::Result<Vec<AnnounceRow>> {
    sqlx::query_as!(
        AnnounceRow,
        r#"select id as "id!", meeting_id, room, minutes,
               exists (select 1 from room r where r.id = meeting_announce.room and r.left_at is not null)
                   as "away!: bool"
           from meeting_announce
           where id in (select value from json_each(?)) order by id"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// Reminders by their numbers, with whom they are for.
pub(in crate::feature::meeting) async fn reminders(
    conn: &mut Conn,
    ids: &str,
) -> sqlx::Result<Vec<ReminderRow>> {
    sqlx::query_as!(
        ReminderRow,
        r#"select r.id as "id!", r.meeting_id, r.person_id, r.minutes, p.zone, p.language,
                  p.discreet,
                  (select a.id from account a where a.person_id = p.id
                   order by a.seen_at desc, a.id limit 1) as "account: String"
           from meeting_reminder r join person p on p.id = r.person_id
           where r.id in (select value from json_each(?)) order by r.id"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// Sets an announcement, anew if there is one, and gives its number.
pub(in crate::feature::meeting) async fn announce(
    conn: &mut Conn,
    meeting: i64,
    room: &str,
    minutes: i64,
    now: i64,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into meeting_announce (meeting_id, room, minutes, created_at)
           values (?, ?, ?, ?)
           on conflict (meeting_id, room) do update set minutes = excluded.minutes
           returning id as "id!""#,
        meeting,
        room,
        minutes,
        now
    )
    .fetch_one(conn)
    .await
}

/// Ends an announcement; gives its number if there was one.
pub(in crate::feature::meeting) async fn silence(
    conn: &mut Conn,
    meeting: i64,
    room: &str,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"delete from meeting_announce where meeting_id = ? and room = ? returning id as "id!""#,
        meeting,
        room
    )
    .fetch_optional(conn)
    .await
}

/// The group that a room belongs to, if it is known.
pub(in crate::feature::meeting) async fn group_of_room(
    conn: &mut Conn,
    room: &str,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select group_id from room where id = ?", room).fetch_optional(conn).await
}
