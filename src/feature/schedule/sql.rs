//! The queries of schedules.

use super::model::Schedule;
use crate::ids::{GroupId, PersonId, PromptId, RoomId, ScheduleId};
use crate::store::Conn;
use serde::Deserialize;

/// A schedule with what firing it needs besides.
#[derive(Deserialize)]
pub(super) struct DueRow {
    pub(super) schedule: Schedule,
    /// The group's language, when it has set one.
    pub(super) language: Option<String>,
    /// Those of its rooms that the bot is out of, separated by spaces.
    pub(super) away: Option<String>,
}

impl DueRow {
    /// Whether the bot is out of one of its rooms.
    pub(super) fn is_away(&self, room: &RoomId) -> bool {
        let name = room.to_string();
        self.away.as_deref().unwrap_or_default().split(' ').any(|away| away == name)
    }
}

/// A group's schedules: those that come next first, then the paused, then those that are over.
pub(super) async fn all(conn: &mut Conn, group: GroupId) -> sqlx::Result<Vec<Schedule>> {
    sqlx::query_as!(
        Schedule,
        r#"
        select s.id as "id!: ScheduleId", s.group_id as "group: GroupId", s.slug, s.kind, s.timing,
            s.zone, s.room, s.text, s.paused_at, s.ended_at, s.next_at, s.next_civil,
            (select group_concat(civil) from schedule_skip k where k.schedule_id = s.id)
                as "skipped: String",
            (select group_concat(room, ' ') from schedule_room k where k.schedule_id = s.id)
                as "further: String"
        from schedule s
        where s.group_id = ?
        order by s.ended_at is not null, s.paused_at is not null, s.next_at, s.slug
        "#,
        group,
    )
    .fetch_all(conn)
    .await
}

/// The schedules of some jobs, whose subjects are given as a JSON array. They come in one row, as jobs
/// do, and without the names of what they have: in the order of [`DueRow`] and [`Schedule`].
pub(super) async fn due(conn: &mut Conn, ids: &str) -> sqlx::Result<Vec<DueRow>> {
    let list = sqlx::query_scalar!(
        r#"
        select json_group_array(json_array(
            json_array(
                s.id, s.group_id, s.slug, s.kind, s.timing, s.zone, s.room, s.text, s.paused_at,
                s.ended_at, s.next_at, s.next_civil,
                (select group_concat(civil) from schedule_skip k where k.schedule_id = s.id),
                (select group_concat(room, ' ') from schedule_room k where k.schedule_id = s.id)),
            (select value from setting g where g.group_id = s.group_id and g.key = 'language'),
            (select group_concat(r.id, ' ') from room r
             where r.left_at is not null and (r.id = s.room or r.id in (
                 select k.room from schedule_room k where k.schedule_id = s.id)))))
            as "list!: String"
        from schedule s
        where s.id in (select value from json_each(?))
        "#,
        ids,
    )
    .fetch_one(conn)
    .await?;
    serde_json::from_str(&list).map_err(|error| sqlx::Error::Decode(error.into()))
}

pub(super) async fn add(
    conn: &mut Conn,
    schedule: &Schedule,
    person: PersonId,
    now: i64,
) -> sqlx::Result<ScheduleId> {
    sqlx::query_scalar!(
        r#"
        insert into schedule (group_id, slug, kind, timing, zone, room, text, next_at, next_civil,
            created_by, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        returning id as "id!: ScheduleId"
        "#,
        schedule.group,
        schedule.slug,
        schedule.kind,
        schedule.timing,
        schedule.zone,
        schedule.room,
        schedule.text,
        schedule.next_at,
        schedule.next_civil,
        person,
        now,
    )
    .fetch_one(conn)
    .await
}

/// Writes the further rooms.
pub(super) async fn set_rooms(conn: &mut Conn, schedule: &Schedule) -> sqlx::Result<()> {
    sqlx::query!("delete from schedule_room where schedule_id = ?", schedule.id)
        .execute(&mut *conn)
        .await?;
    for room in schedule.rooms().iter().skip(1).map(RoomId::to_string) {
        sqlx::query!(
            "insert into schedule_room (schedule_id, room) values (?, ?) on conflict do nothing",
            schedule.id,
            room
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Writes everything that can change.
pub(super) async fn save(conn: &mut Conn, schedule: &Schedule) -> sqlx::Result<()> {
    sqlx::query!(
        "
        update schedule
        set timing = ?, zone = ?, room = ?, text = ?, paused_at = ?, ended_at = ?, next_at = ?,
            next_civil = ?
        where id = ?
        ",
        schedule.timing,
        schedule.zone,
        schedule.room,
        schedule.text,
        schedule.paused_at,
        schedule.ended_at,
        schedule.next_at,
        schedule.next_civil,
        schedule.id,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// When a schedule comes next, as an instant and a civil time, or since when it is over.
pub(super) type Moved = (ScheduleId, Option<i64>, Option<String>, Option<i64>);

/// Moves many on; `rows` is a JSON list of [`Moved`].
pub(super) async fn move_on(conn: &mut Conn, rows: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "
        with list (row) as materialized (select value from json_each(?))
        update schedule
        set next_at = row ->> 1, next_civil = row ->> 2, ended_at = row ->> 3
        from list
        where schedule.id = row ->> 0
        ",
        rows,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets what was to be left out and has passed; `ids` is a JSON list of schedules.
pub(super) async fn forget_passed_skips(conn: &mut Conn, ids: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "
        delete from schedule_skip
        where schedule_id in (select value from json_each(?))
            and civil < (select coalesce(next_civil, '9999') from schedule s
                         where s.id = schedule_skip.schedule_id)
        ",
        ids,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn remove(conn: &mut Conn, id: ScheduleId) -> sqlx::Result<()> {
    sqlx::query!("delete from schedule where id = ?", id).execute(conn).await.map(drop)
}

pub(super) async fn skip(conn: &mut Conn, id: ScheduleId, civil: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into schedule_skip (schedule_id, civil) values (?, ?) on conflict do nothing",
        id,
        civil,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets what was to be left out; true when there was something.
pub(super) async fn forget_skips(conn: &mut Conn, id: ScheduleId) -> sqlx::Result<bool> {
    let done =
        sqlx::query!("delete from schedule_skip where schedule_id = ?", id).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// The highest number of a prompt.
pub(super) async fn last_prompt(conn: &mut Conn) -> sqlx::Result<PromptId> {
    sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!: PromptId" from prompt"#)
        .fetch_one(conn)
        .await
}

/// A prompt for rooms: its number, the group, the schedule, the day, and until when.
pub(super) type NewPrompt = (PromptId, GroupId, ScheduleId, String, i64);

/// Puts many prompts of one kind that are shown alike; `rows` is a JSON list of [`NewPrompt`].
pub(super) async fn add_prompts(
    conn: &mut Conn,
    kind: &str,
    shown: &str,
    rows: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "
        with list (row) as materialized (select value from json_each(?1))
        insert into prompt (id, kind, group_id, subject_id, detail, shown, expires_at, created_at)
        select row ->> 0, ?2, row ->> 1, row ->> 2, row ->> 3, ?3, row ->> 4, ?4
        from list
        ",
        rows,
        kind,
        shown,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The group that a room was seen in; nothing when it is not known.
pub(super) async fn group_of_room(conn: &mut Conn, room: &RoomId) -> sqlx::Result<Option<GroupId>> {
    let room = room.to_string();
    sqlx::query_scalar!(r#"select group_id as "group: GroupId" from room where id = ?"#, room)
        .fetch_optional(conn)
        .await
}

/// A room in which nothing can be posted at present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) room: RoomId,
    /// Whether the bot is out of it; otherwise it may not write there.
    pub(super) left: bool,
}

/// The rooms of a group in which nothing can be posted at present.
pub(super) async fn closed(conn: &mut Conn, group: GroupId) -> sqlx::Result<Vec<Closed>> {
    let rows = sqlx::query!(
        r#"select id, left_at is not null as "left!: bool" from room
           where group_id = ? and paused_at is not null order by id"#,
        group,
    )
    .fetch_all(conn)
    .await?;
    let read = |id: &str| id.parse().ok();
    Ok(rows
        .into_iter()
        .filter_map(|row| Some(Closed { room: read(&row.id)?, left: row.left }))
        .collect())
}

/// The names of the schedules of the group that an account was last seen in.
pub(super) async fn names(conn: &mut Conn, account: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "
        select slug from schedule
        where group_id = (
            select m.group_id from membership m join account a on a.person_id = m.person_id
            where a.id = ? order by m.seen_at desc limit 1
        )
        order by slug
        ",
        account,
    )
    .fetch_all(conn)
    .await
}
