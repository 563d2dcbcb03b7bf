//! The engine's queries: people, places, prompts.

pub(super) mod derived;
pub(super) mod event;
pub(super) mod known;
mod prompt;

pub(super) use prompt::*;

use crate::store::Conn;

/// For so many milliseconds it need not be noted again that somebody was seen.
pub(super) const SEEN: i64 = 3_600_000;

pub(super) struct PersonRow {
    pub id: i64,
    pub zone: Option<String>,
    pub country: Option<String>,
    pub language: Option<String>,
    pub day_start: String,
    pub discreet: i64,
    pub history_days: i64,
    pub coping_line: i64,
}

pub(super) async fn person(conn: &mut Conn, account: &str) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query_as!(
        PersonRow,
        "select p.id, p.zone, p.country, p.language, p.day_start, p.discreet, p.history_days,
                p.coping_line
         from account a join person p on p.id = a.person_id
         where a.id = ?",
        account
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn person_by_id(conn: &mut Conn, id: i64) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query_as!(
        PersonRow,
        "select id, zone, country, language, day_start, discreet, history_days, coping_line
         from person where id = ?",
        id
    )
    .fetch_optional(conn)
    .await
}

/// What a turn looks at again before it writes.
pub(super) struct StandingRow {
    /// For how many days somebody lets check-ins be kept; none when they, or the group, are there no more.
    pub(super) agreed: Option<i64>,
    /// The group's settings, as a JSON list of `[key, value]`.
    pub(super) settings: String,
}

pub(super) async fn standing(
    conn: &mut Conn,
    person: i64,
    group: Option<i64>,
) -> sqlx::Result<StandingRow> {
    sqlx::query_as!(
        StandingRow,
        r#"select (select history_days from person
                   where id = ?1 and (?2 is null or exists (select 1 from community where id = ?2)))
                      as "agreed?: i64",
                  (select json_group_array(json_array(key, value)) from setting where group_id = ?2)
                      as "settings!: String""#,
        person,
        group
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn add_person(conn: &mut Conn, account: &str, now: i64) -> sqlx::Result<i64> {
    let id = sqlx::query_scalar!(
        r#"insert into person (created_at) values (?) returning id as "id!""#,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!("insert into account (id, person_id, seen_at) values (?, ?, ?)", account, id, now)
        .execute(conn)
        .await?;
    Ok(id)
}

pub(super) async fn see_account(conn: &mut Conn, account: &str, now: i64) -> sqlx::Result<()> {
    // At most once an hour, unless the person comes from another account: reading costs nothing,
    // and a turn that writes nothing else needs no disk.
    sqlx::query!(
        "update account set seen_at = ?1
         where id = ?2 and (seen_at < ?1 - ?3 or exists (
             select 1 from account other
             where other.person_id = account.person_id and other.seen_at > account.seen_at))",
        now,
        account,
        SEEN
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn newest_account(conn: &mut Conn, person: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from account where person_id = ? order by seen_at desc, id limit 1"#,
        person
    )
    .fetch_optional(conn)
    .await
}

/// The account that a person last used on a platform. `begins` is the platform with a colon.
pub(super) async fn account_on(
    conn: &mut Conn,
    person: i64,
    begins: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"select id as "id!" from account
           where person_id = ?1 and substr(id, 1, length(?2)) = ?2
           order by seen_at desc, id limit 1"#,
        person,
        begins
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn group_of_place(
    conn: &mut Conn,
    platform: &str,
    native: &str,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select group_id from place where platform = ? and native = ?",
        platform,
        native
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn places_of_group(
    conn: &mut Conn,
    group: i64,
    platform: &str,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select native from place where group_id = ? and platform = ? order by native",
        group,
        platform
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn group_by_slug(conn: &mut Conn, slug: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(r#"select id as "id!" from community where slug = ?"#, slug)
        .fetch_optional(conn)
        .await
}

pub(super) async fn add_group(conn: &mut Conn, slug: &str, now: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into community (slug, created_at) values (?, ?) returning id as "id!""#,
        slug,
        now
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn add_place(
    conn: &mut Conn,
    platform: &str,
    native: &str,
    group: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into place (platform, native, group_id) values (?, ?, ?)",
        platform,
        native,
        group
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn see_room(
    conn: &mut Conn,
    room: &str,
    group: i64,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into room (id, group_id, seen_at) values (?, ?, ?)
         on conflict (id) do update set seen_at = excluded.seen_at
         where seen_at < excluded.seen_at - ?",
        room,
        group,
        now,
        SEEN
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn see_member(
    conn: &mut Conn,
    person: i64,
    group: i64,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into membership (person_id, group_id, seen_at) values (?, ?, ?)
         on conflict do update set seen_at = excluded.seen_at
         where seen_at < excluded.seen_at - ? or exists (
             select 1 from membership other
             where other.person_id = membership.person_id and other.seen_at > membership.seen_at)",
        person,
        group,
        now,
        SEEN
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends a membership, unless the person has another account on a platform that the group is on, or
/// was seen in it since.
pub(super) async fn leave(
    conn: &mut Conn,
    person: i64,
    group: i64,
    account: &str,
    at: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from membership
         where person_id = ?1 and group_id = ?2 and seen_at <= ?4 and not exists (
             select 1 from account a join place p
                 on p.group_id = ?2 and substr(a.id, 1, length(p.platform) + 1) = p.platform || ':'
             where a.person_id = ?1 and a.id <> ?3)",
        person,
        group,
        account,
        at
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn newest_group(conn: &mut Conn, person: i64) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select group_id from membership where person_id = ? order by seen_at desc limit 1",
        person
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn only_group(conn: &mut Conn, platform: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select min(group_id) as "id!: i64" from place where platform = ?
           having count(distinct group_id) = 1"#,
        platform
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn setting(
    conn: &mut Conn,
    group: i64,
    key: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where group_id = ? and key = ?", group, key)
        .fetch_optional(conn)
        .await
}

pub(super) async fn settings(conn: &mut Conn, group: i64) -> sqlx::Result<Vec<(String, String)>> {
    let rows =
        sqlx::query!("select key, value from setting where group_id = ? order by key", group)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

pub(super) async fn set_setting(
    conn: &mut Conn,
    group: i64,
    key: &str,
    value: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into setting (group_id, key, value) values (?, ?, ?)
         on conflict do update set value = excluded.value",
        group,
        key,
        value
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn unset_setting(conn: &mut Conn, group: i64, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from setting where group_id = ? and key = ?", group, key)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn add_audit(
    conn: &mut Conn,
    group: i64,
    person: i64,
    now: i64,
    action: &str,
    subject: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into audit (group_id, person_id, at, action, subject) values (?, ?, ?, ?, ?)",
        group,
        person,
        now,
        action,
        subject
    )
    .execute(conn)
    .await
    .map(drop)
}
