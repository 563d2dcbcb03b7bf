//! The queries behind the list of next meetings: each touches as many rows as it gives, however many
//! meetings there are.

use crate::store::Conn;
use serde::{Deserialize, Serialize};

/// A meeting that may be among the next, with what decides it.
#[derive(Deserialize)]
pub(in crate::feature::meeting) struct Candidate {
    pub id: i64,
    pub phrase: Option<String>,
    pub zone: String,
    pub minutes: i64,
    pub weekday: Option<i64>,
    pub start_minute: Option<i64>,
}

/// The zones that a group's meetings are in: one look-up for each.
pub(in crate::feature::meeting) async fn zones(
    conn: &mut Conn,
    group: i64,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with recursive weekly (zone) as (
               select min(zone) from meeting
               where group_id = ?1 and weekday is not null and removed_at is null
                 and attendance <> 'inactive'
               union all
               select (select min(zone) from meeting
                       where group_id = ?1 and zone > weekly.zone and weekday is not null
                         and removed_at is null and attendance <> 'inactive')
               from weekly where weekly.zone is not null
           ),
           ruled (zone) as (
               select min(zone) from meeting
               where group_id = ?1 and weekday is null and phrase is not null
                 and removed_at is null
               union all
               select (select min(zone) from meeting
                       where group_id = ?1 and zone > ruled.zone and weekday is null
                         and phrase is not null and removed_at is null)
               from ruled where ruled.zone is not null
           )
           select zone as "zone!: String" from weekly where zone is not null
           union select zone from ruled where zone is not null"#,
        group
    )
    .fetch_all(conn)
    .await
}

/// A zone and a length that weekly meetings have. What is under way can only be looked up for
/// meetings of one length.
#[derive(Debug, Serialize)]
pub(in crate::feature::meeting) struct Kind {
    pub zone: String,
    pub minutes: i64,
}

/// The zones and lengths of a group's weekly meetings, in order: one look-up for each.
pub(in crate::feature::meeting) async fn kinds(
    conn: &mut Conn,
    group: i64,
) -> sqlx::Result<Vec<Kind>> {
    sqlx::query_as!(
        Kind,
        r#"with recursive zones (zone) as (
               select min(zone) from meeting
               where group_id = ?1 and weekday is not null and removed_at is null
                 and attendance <> 'inactive'
               union all
               select (select min(zone) from meeting
                       where group_id = ?1 and zone > zones.zone and weekday is not null
                         and removed_at is null and attendance <> 'inactive')
               from zones where zones.zone is not null
           ),
           kinds (zone, minutes) as (
               select zone, (select min(minutes) from meeting
                             where group_id = ?1 and zone = zones.zone and weekday is not null
                               and removed_at is null and attendance <> 'inactive')
               from zones where zone is not null
               union all
               select zone, (select min(minutes) from meeting
                             where group_id = ?1 and zone = kinds.zone
                               and minutes > kinds.minutes and weekday is not null
                               and removed_at is null and attendance <> 'inactive')
               from kinds where kinds.minutes is not null
           )
           select zone as "zone!: String", minutes as "minutes!: i64" from kinds
           where minutes is not null order by zone, minutes"#,
        group
    )
    .fetch_all(conn)
    .await
}

/// The first weekly meetings of each zone and length from a place in the week on, in order, around
/// the end of the week. `places` is a JSON list of `{zone, minutes, day, minute}`.
pub(in crate::feature::meeting) async fn weekly(
    conn: &mut Conn,
    group: i64,
    places: &str,
    limit: i64,
) -> sqlx::Result<Vec<Candidate>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', m.id, 'phrase', null, 'zone', m.zone, 'minutes', m.minutes,
               'weekday', m.weekday, 'start_minute', m.start_minute)) as "list!: String"
           from json_each(?1) z cross join meeting m
           where m.id in (
               select id from (
                   select id from meeting
                   where group_id = ?2 and zone = z.value ->> 'zone'
                     and minutes = z.value ->> 'minutes' and weekday is not null
                     and (weekday, start_minute) >= (z.value ->> 'day', z.value ->> 'minute')
                     and removed_at is null and attendance <> 'inactive'
                   order by weekday, start_minute, id limit ?3)
               union all
               select id from (
                   select id from meeting
                   where group_id = ?2 and zone = z.value ->> 'zone'
                     and minutes = z.value ->> 'minutes' and weekday is not null
                     and (weekday, start_minute) < (z.value ->> 'day', z.value ->> 'minute')
                     and removed_at is null and attendance <> 'inactive'
                   order by weekday, start_minute, id limit ?3)
               limit ?3)"#,
        places,
        group,
        limit
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// The weekly meetings of each zone and length that may be under way, those that began last first.
/// `places` is a JSON list of `{zone, minutes, day, first, last, now}`.
pub(in crate::feature::meeting) async fn running(
    conn: &mut Conn,
    group: i64,
    places: &str,
    limit: i64,
) -> sqlx::Result<Vec<Candidate>> {
    let list = sqlx::query_scalar!(
        r#"select json_group_array(json_object(
               'id', m.id, 'phrase', null, 'zone', m.zone, 'minutes', m.minutes,
               'weekday', m.weekday, 'start_minute', m.start_minute)) as "list!: String"
           from json_each(?1) z cross join meeting m
           where m.id in (
               select id from meeting
               where group_id = ?2 and zone = z.value ->> 'zone'
                 and minutes = z.value ->> 'minutes' and weekday = z.value ->> 'day'
                 and start_minute <= z.value ->> 'last'
                 and start_minute >= max(z.value ->> 'first',
                                         (z.value ->> 'now') - (z.value ->> 'minutes') + 1)
                 and removed_at is null and attendance <> 'inactive'
               order by start_minute desc, id desc limit ?3)"#,
        places,
        group,
        limit
    )
    .fetch_one(conn)
    .await?;
    listed(&list)
}

/// What came in one row: SQLite works on a thread of its own, and each row wakes the one that waits.
fn listed(list: &str) -> sqlx::Result<Vec<Candidate>> {
    serde_json::from_str(list).map_err(|error| sqlx::Error::Decode(error.into()))
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
