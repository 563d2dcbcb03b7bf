//! The queries of what a group owns. None reads a table that knows members.

use crate::store::Conn;

/// A meeting that is listed.
pub(super) struct MeetingRow {
    pub slug: String,
    pub name: String,
    pub phrase: Option<String>,
    pub zone: String,
    pub minutes: i64,
    pub listing: String,
    /// The short name of its feed; none for the group's own.
    pub feed: Option<String>,
    /// Dates, as a JSON list.
    pub cancelled: String,
    /// Rooms and minutes, as a JSON list.
    pub announced: String,
}

pub(super) async fn meetings(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<MeetingRow>> {
    sqlx::query_as!(
        MeetingRow,
        r#"select m.slug, m.name, m.phrase, m.zone, m.minutes, m.listing,
                  f.slug as "feed?: String",
                  (select json_group_array(c.day) from meeting_cancel c where c.meeting_id = m.id)
                      as "cancelled!: String",
                  (select json_group_array(json_object('room', a.room, 'minutes', a.minutes))
                   from meeting_announce a where a.meeting_id = m.id) as "announced!: String"
           from meeting m left join feed f on f.id = m.feed_id
           where m.group_id = ? and m.removed_at is null
           order by m.feed_id is not null, m.id"#,
        group
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn settings(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select key from setting where group_id = ? order by key", group)
        .fetch_all(conn)
        .await
}

pub(super) async fn schedules(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select json_object('slug', s.slug, 'kind', s.kind, 'timing', s.timing, 'zone', s.zone,
                              'room', s.room, 'text', s.text,
                              'paused', json(iif(s.paused_at is null, 'false', 'true')),
                              'ended', json(iif(s.ended_at is null, 'false', 'true')),
                              'skipped', json((select json_group_array(k.civil)
                                               from schedule_skip k where k.schedule_id = s.id)))
                  as "json!: String"
           from schedule s where s.group_id = ? order by s.id"#,
        group
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn resources(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select json_object('slug', slug, 'name', name, 'country', country, 'topics', topics,
                              'channels', iif(json_valid(channels), json(channels), channels),
                              'hours', hours, 'url', url, 'source', source,
                              'checked_on', checked_on) as "json!: String"
           from resource where group_id = ? order by slug"#,
        group
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn feeds(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select json_object('slug', slug, 'source', source, 'zone', zone, 'program', program)
                  as "json!: String"
           from feed where group_id = ? order by slug"#,
        group
    )
    .fetch_all(conn)
    .await
}

/// The short names of all groups, in alphabetical order.
pub async fn known_groups(conn: &mut Conn) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select slug from community order by slug").fetch_all(conn).await
}
