//! The queries of profiles.

use crate::store::Conn;

/// What a person has set themselves, as far as [`Profile`](crate::engine::turn::Profile) does not
/// tell it from what their group has set.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub(super) country: Option<String>,
    pub(super) language: Option<String>,
}

pub(super) async fn own(conn: &mut Conn, person: i64) -> sqlx::Result<Own> {
    let row = sqlx::query_as!(Own, "select country, language from person where id = ?", person)
        .fetch_optional(conn)
        .await?;
    Ok(row.unwrap_or_default())
}

pub(super) async fn set_zone(conn: &mut Conn, person: i64, zone: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set zone = ? where id = ?", zone, person)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn set_country(conn: &mut Conn, person: i64, country: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set country = ? where id = ?", country, person)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn set_language(conn: &mut Conn, person: i64, language: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set language = ? where id = ?", language, person)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn set_day_start(conn: &mut Conn, person: i64, time: &str) -> sqlx::Result<()> {
    sqlx::query!("update person set day_start = ? where id = ?", time, person)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn set_discreet(conn: &mut Conn, person: i64, discreet: bool) -> sqlx::Result<()> {
    sqlx::query!("update person set discreet = ? where id = ?", discreet, person)
        .execute(conn)
        .await
        .map(drop)
}

/// How many reminders that are still to come were made in another zone.
pub(super) async fn reminders_elsewhere(
    conn: &mut Conn,
    person: i64,
    zone: &str,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "select count(*) from reminder
         where person_id = ? and next_civil is not null and zone <> ?",
        person,
        zone
    )
    .fetch_one(conn)
    .await
}
