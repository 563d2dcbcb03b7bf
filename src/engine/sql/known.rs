//! What the store knows of who asks, and of where: one query, because each that a turn waits for costs
//! it more than SQLite needs for the answer.

use super::PersonRow;
use crate::store::Conn;

/// What is asked.
pub(in crate::engine) struct Asks<'a> {
    pub(in crate::engine) account: &'a str,
    pub(in crate::engine) platform: &'a str,
    /// What the platform calls the community; none in a direct room.
    pub(in crate::engine) community: Option<&'a str>,
    pub(in crate::engine) room: &'a str,
    /// What was seen since need not be noted again.
    pub(in crate::engine) since: i64,
    /// Under what the outbox has the news that this message was taken back.
    pub(in crate::engine) taken_back: Option<&'a str>,
}

/// What is known.
pub(in crate::engine) struct KnownRow {
    pub(in crate::engine) person: Option<PersonRow>,
    pub(in crate::engine) group: Option<i64>,
    /// What the platform calls the group's places, as a JSON list.
    pub(in crate::engine) places: String,
    /// The group's settings, as a JSON list of `[key, value]`.
    pub(in crate::engine) settings: String,
    /// Whether account, room and membership are known, and nothing waits for the room or the message.
    pub(in crate::engine) there: bool,
    /// Whether besides, they were noted a short while ago.
    pub(in crate::engine) lately: bool,
    /// Whether something did not reach the person of which they may have to be told.
    pub(in crate::engine) missed: bool,
}

/// The group of a direct room is the one in which the person was seen last, or the only one there is.
pub(in crate::engine) async fn known(conn: &mut Conn, asks: &Asks<'_>) -> sqlx::Result<KnownRow> {
    let Asks { account, platform, community, room, since, taken_back } = *asks;
    let row = sqlx::query!(
        r#"with asker as (
               select p.id, p.zone, p.country, p.language, p.day_start, p.discreet, p.history_days,
                      p.coping_line,
                      a.seen_at >= ?5 and not exists (
                          select 1 from account other
                          where other.person_id = p.id and other.seen_at > a.seen_at) as noted
               from account a join person p on p.id = a.person_id
               where a.id = ?1
           ), here as (
               select case when ?3 is not null
                   then (select group_id from place where platform = ?2 and native = ?3)
                   else coalesce(
                       (select group_id from membership where person_id = (select id from asker)
                        order by seen_at desc limit 1),
                       (select min(group_id) from place where platform = ?2
                        having count(distinct group_id) = 1))
               end as id
           )
           select asker.id as "person?: i64", asker.zone as "zone?: String",
                  asker.country as "country?: String", asker.language as "language?: String",
                  asker.day_start as "day_start?: String", asker.discreet as "discreet?: i64",
                  asker.history_days as "history_days?: i64",
                  asker.coping_line as "coping_line?: i64",
                  here.id as "group?: i64",
                  (select json_group_array(native) from (
                       select native from place
                       where group_id = here.id and platform = ?2 order by native))
                      as "places!: String",
                  (select json_group_array(json_array(key, value)) from setting
                   where group_id = here.id) as "settings!: String",
                  asker.id is not null
                  and (?3 is null or (
                      exists (select 1 from room
                              where id = ?4 and group_id = here.id and paused_at is null)
                      and exists (select 1 from membership
                                  where person_id = asker.id and group_id = here.id)))
                  and (?6 is null or not exists (
                      select 1 from outbox
                      where key > ?6 || ' ' and key < ?6 || '!' and state = 'pending'))
                      as "there!: bool",
                  coalesce(asker.noted, 0)
                  and (?3 is null or (
                      exists (select 1 from room where id = ?4 and seen_at >= ?5)
                      and exists (
                          select 1 from membership m
                          where m.person_id = asker.id and m.group_id = here.id
                            and m.seen_at >= ?5
                            and not exists (
                                select 1 from membership other
                                where other.person_id = m.person_id
                                  and other.seen_at > m.seen_at))))
                      as "lately!: bool",
                  exists (select 1 from outbox
                          where person_id = asker.id and state = 'failed' and told_at is null)
                      as "missed!: bool"
           from here left join asker on true"#,
        account,
        platform,
        community,
        room,
        since,
        taken_back
    )
    .fetch_one(conn)
    .await?;
    let person = row.person.zip(row.day_start).map(|(id, day_start)| PersonRow {
        id,
        zone: row.zone,
        country: row.country,
        language: row.language,
        day_start,
        discreet: row.discreet.unwrap_or(0),
        history_days: row.history_days.unwrap_or(0),
        coping_line: row.coping_line.unwrap_or(7),
    });
    Ok(KnownRow {
        person,
        group: row.group,
        places: row.places,
        settings: row.settings,
        there: row.there,
        lately: row.there && row.lately,
        missed: row.missed,
    })
}
