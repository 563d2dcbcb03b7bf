//! The queries behind the list of next meetings: each touches as many rows as it gives, however many
//! meetings there are.

use crate::store::Conn;

/// A meeting that may be among the next, with what decides it.
pub(in crate::feature::meeting) struct Candidate {
    pub id: i64,
    pub phrase: Option<String>,
    pub zone: String,
    pub minutes: i64,
    pub weekday: Option<i64>,
    pub start_minute: Option<i64>,
}

/// The zones that a group's meetings are in: one look-up for each zone.
pub(in crate::feature::meeting) async fn zones(
    conn: &mut Conn,
    group: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with recursive found (zone) as (
               select min(zone) from meeting where group_id = ?1 and removed_at is null
               union all
               select (select min(zone) from meeting
                       where group_id = ?1 and removed_at is null and zone > found.zone)
               from found where found.zone is not null
           )
           select zone as "zone!: String" from found where zone is not null"#,
        group
    )
    .fetch_all(conn)
    .await
}

/// The first weekly meetings of each zone from a place in the week on, in order, around the end of
/// the week. `zones` is a JSON list of `{zone, day, minute}`.
pub(in crate::feature::meeting) async fn weekly(
    conn: &mut Conn,
    group: i64,
    zones: &str,
    limit: i64,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select m.id as "id!", null as "phrase: String", m.zone, m.minutes, m.weekday,
                  m.start_minute
           from json_each(?1) z cross join meeting m
           where m.id in (
               select id from (
                   select id from meeting
                   where group_id = ?2 and zone = z.value ->> 'zone' and removed_at is null
                     and (weekday, start_minute) >= (z.value ->> 'day', z.value ->> 'minute')
                     and attendance <> 'inactive'
                   order by weekday, start_minute limit ?3)
               union all
               select id from (
                   select id from meeting
                   where group_id = ?2 and zone = z.value ->> 'zone' and removed_at is null
                     and weekday is not null
                     and (weekday, start_minute) < (z.value ->> 'day', z.value ->> 'minute')
                     and attendance <> 'inactive'
                   order by weekday, start_minute limit ?3)
               limit ?3)"#,
        zones,
        group,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The weekly meetings of each zone that may be under way: those of a day that began at most at a
/// minute and end after it, the newest first. `zones` is a JSON list of `{zone, day, minute, least}`:
/// `least` is the earliest minute of that day that is looked at.
pub(in crate::feature::meeting) async fn running(
    conn: &mut Conn,
    group: i64,
    zones: &str,
    limit: i64,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select m.id as "id!", null as "phrase: String", m.zone, m.minutes, m.weekday,
                  m.start_minute
           from json_each(?1) z cross join meeting m
           where m.id in (
               select id from meeting
               where group_id = ?2 and zone = z.value ->> 'zone' and removed_at is null
                 and weekday = z.value ->> 'day'
                 and start_minute <= z.value ->> 'minute'
                 and start_minute >= z.value ->> 'least'
                 and start_minute + minutes > z.value ->> 'minute'
                 and attendance <> 'inactive'
               order by start_minute desc limit ?3)"#,
        zones,
        group,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The meetings that are not plainly weekly.
pub(in crate::feature::meeting) async fn ruled(
    conn: &mut Conn,
    group: i64,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select id as "id!", phrase as "phrase: String", zone, minutes, weekday, start_minute
           from meeting
           where group_id = ? and removed_at is null and weekday is null and phrase is not null
             and attendance <> 'inactive'"#,
        group
    )
    .fetch_all(conn)
    .await
}
