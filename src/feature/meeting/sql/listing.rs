//! The queries behind the list of next meetings: each touches as many rows as it gives, however many
//! meetings there are.

use crate::store::Conn;
use serde::de::DeserializeOwned;
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

/// A zone and a length that weekly meetings have. What is under way can only be looked up for
/// meetings of one length.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::feature::meeting) struct Kind {
    pub zone: String,
    pub minutes: i64,
}

/// What has to be known of a group's meetings before its next ones are read.
pub(in crate::feature::meeting) struct Outline {
    /// The zones and lengths of its weekly meetings, in order: one look-up for each.
    pub kinds: Vec<Kind>,
    /// Its meetings that are not plainly weekly.
    pub ruled: Vec<Candidate>,
    /// Its cancelled dates.
    pub cancelled: Vec<(i64, String)>,
}

/// The outline of a group, with what is cancelled from a day on; one query, because each that is waited
/// for costs more than what it asks. `cross` keeps SQLite from looking through all meetings for the few
/// that are cancelled.
pub(in crate::feature::meeting) async fn outline(
    conn: &mut Conn,
    group: i64,
    from: &str,
) -> sqlx::Result<Outline> {
    let row = sqlx::query!(
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
           select
               (select json_group_array(json_object('zone', zone, 'minutes', minutes))
                from (select zone, minutes from kinds where minutes is not null
                      order by zone, minutes)) as "kinds!: String",
               (select json_group_array(json_object(
                    'id', id, 'phrase', phrase, 'zone', zone, 'minutes', minutes,
                    'weekday', weekday, 'start_minute', start_minute))
                from meeting
                where group_id = ?1 and removed_at is null and weekday is null
                  and phrase is not null and attendance <> 'inactive') as "ruled!: String",
               (select json_group_array(json_array(c.meeting_id, c.day))
                from meeting_cancel c cross join meeting m
                where c.day >= ?2 and m.id = c.meeting_id and m.group_id = ?1
                  and m.removed_at is null) as "cancelled!: String""#,
        group,
        from
    )
    .fetch_one(conn)
    .await?;
    Ok(Outline {
        kinds: listed(&row.kinds)?,
        ruled: listed(&row.ruled)?,
        cancelled: listed(&row.cancelled)?,
    })
}

/// A weekly meeting of a place that was asked for: its number, its day, its minute.
pub(in crate::feature::meeting) type Weekly = (i64, i64, i64);

/// The first weekly meetings of each zone and length from a place in the week on, in order, around
/// the end of the week; and those that may be under way, those that began last first. `ahead` is a
/// JSON list of `{zone, minutes, day, minute}`, `under_way` of `{zone, minutes, day, first, last, now}`;
/// what is given has the places in them, counted from 0. All of it stands in one index.
pub(in crate::feature::meeting) async fn weekly(
    conn: &mut Conn,
    group: i64,
    ahead: &str,
    under_way: &str,
    limit: i64,
) -> sqlx::Result<[Vec<(usize, Vec<Weekly>)>; 2]> {
    let row = sqlx::query!(
        r#"select (select json_group_array(json_array(z.key, json((
               select json_group_array(json_array(id, weekday, start_minute)) from (
                   select id, weekday, start_minute from (
                       select id, weekday, start_minute from meeting
                       where group_id = ?2 and zone = z.value ->> 'zone'
                         and minutes = z.value ->> 'minutes' and weekday is not null
                         and (weekday, start_minute) >= (z.value ->> 'day', z.value ->> 'minute')
                         and removed_at is null and attendance <> 'inactive'
                       order by weekday, start_minute, id limit ?3)
                   union all
                   select id, weekday, start_minute from (
                       select id, weekday, start_minute from meeting
                       where group_id = ?2 and zone = z.value ->> 'zone'
                         and minutes = z.value ->> 'minutes' and weekday is not null
                         and (weekday, start_minute) < (z.value ->> 'day', z.value ->> 'minute')
                         and removed_at is null and attendance <> 'inactive'
                       order by weekday, start_minute, id limit ?3)
                   limit ?3))))) from json_each(?1) z) as "ahead!: String",
           (select json_group_array(json_array(z.key, json((
               select json_group_array(json_array(id, weekday, start_minute)) from (
                   select id, weekday, start_minute from meeting
                   where group_id = ?2 and zone = z.value ->> 'zone'
                     and minutes = z.value ->> 'minutes' and weekday = z.value ->> 'day'
                     and start_minute <= z.value ->> 'last'
                     and start_minute >= max(z.value ->> 'first',
                                             (z.value ->> 'now') - (z.value ->> 'minutes') + 1)
                     and removed_at is null and attendance <> 'inactive'
                   order by start_minute desc, id desc limit ?3)
               )))) from json_each(?4) z) as "running!: String""#,
        ahead,
        group,
        limit,
        under_way
    )
    .fetch_one(conn)
    .await?;
    Ok([listed(&row.ahead)?, listed(&row.running)?])
}

/// What came in one row: SQLite works on a thread of its own, and each row wakes the one that waits.
fn listed<T: DeserializeOwned>(list: &str) -> sqlx::Result<Vec<T>> {
    serde_json::from_str(list).map_err(|error| sqlx::Error::Decode(error.into()))
}
