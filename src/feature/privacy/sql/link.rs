//! Codes, and one person made of two. In the merge `?1` is who goes and `?2` who stays.

use crate::store::Conn;

/// A code that was typed.
pub(in crate::feature::privacy) struct CodeRow {
    pub(in crate::feature::privacy) person_id: i64,
    pub(in crate::feature::privacy) expires_at: i64,
}

pub(in crate::feature::privacy) async fn code(
    conn: &mut Conn,
    code: &str,
) -> sqlx::Result<Option<CodeRow>> {
    sqlx::query_as!(CodeRow, "select person_id, expires_at from link_code where code = ?", code)
        .fetch_optional(conn)
        .await
}

/// `false`: somebody else has that code.
pub(in crate::feature::privacy) async fn add_code(
    conn: &mut Conn,
    code: &str,
    person: i64,
    expires_at: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into link_code (code, person_id, expires_at) values (?, ?, ?) on conflict do nothing",
        code,
        person,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::feature::privacy) async fn delete_codes(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<()> {
    sqlx::query!("delete from link_code where person_id = ?", person).execute(conn).await.map(drop)
}

/// Moves what can be had twice.
pub(in crate::feature::privacy) async fn move_plain(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!("update account set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update audit set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update prompt set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update matrix_tap set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update or ignore interview set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update derived set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    // What was shared in a room has its person's number in its key, which a new person may get.
    // With the new number it can still be taken back; of two for a day that is true of one.
    sqlx::query!(
        "update outbox set key = key || ':linked:' || id
         where person_id = ?1 and kind = 'share' and exists (
             select 1 from outbox other
             where other.key = replace(outbox.key, ':' || ?1 || ':', ':' || ?2 || ':'))",
        from,
        to
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update outbox set person_id = ?2,
             key = case kind when 'share' then replace(key, ':' || ?1 || ':', ':' || ?2 || ':')
                   else key end
         where person_id = ?1",
        from,
        to
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update schedule set created_by = ?2 where created_by = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update resource set created_by = ?2 where created_by = ?1", from, to)
        .execute(conn)
        .await
        .map(drop)
}

/// Moves membership and answers in rooms. An answer about attending has no time of its own: of two
/// to the same date, the one of the person who stays holds.
pub(in crate::feature::privacy) async fn move_presence(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into membership (person_id, group_id, seen_at)
         select ?2, group_id, seen_at from membership where person_id = ?1
         on conflict do update set seen_at = max(seen_at, excluded.seen_at)",
        from,
        to
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update or ignore taking_part set person_id = ?2 where person_id = ?1", from, to)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update or ignore attendance set person_id = ?2 where person_id = ?1", from, to)
        .execute(conn)
        .await
        .map(drop)
}

/// Moves check-ins; of two of the same day the one that was changed last stays.
pub(in crate::feature::privacy) async fn move_checkins(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from checkin where person_id = ?2 and exists (
             select 1 from checkin other
             where other.person_id = ?1 and other.day = checkin.day
               and other.changed_at > checkin.changed_at)",
        from,
        to
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update or ignore checkin set person_id = ?2 where person_id = ?1", from, to)
        .execute(conn)
        .await
        .map(drop)
}

/// Moves reminders before meetings; of two for the same meeting the newer one stays, and the
/// other's jobs go with it.
pub(in crate::feature::privacy) async fn move_meeting_reminders(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from meeting_reminder
         where person_id in (?1, ?2) and exists (
             select 1 from meeting_reminder other
             where other.person_id in (?1, ?2) and other.meeting_id = meeting_reminder.meeting_id
               and (other.created_at, other.id) > (meeting_reminder.created_at, meeting_reminder.id))",
        from,
        to
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from job where kind = 'meeting_reminder'
         and not exists (select 1 from meeting_reminder r where r.id = job.subject_id)"
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update meeting_reminder set person_id = ?2 where person_id = ?1", from, to)
        .execute(conn)
        .await
        .map(drop)
}

/// A reminder's number and name.
pub(in crate::feature::privacy) struct Named {
    pub(in crate::feature::privacy) id: i64,
    pub(in crate::feature::privacy) slug: String,
}

pub(in crate::feature::privacy) async fn reminders(
    conn: &mut Conn,
    person: i64,
) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"select id as "id!", slug from reminder where person_id = ? order by id"#,
        person
    )
    .fetch_all(conn)
    .await
}

pub(in crate::feature::privacy) async fn move_reminder(
    conn: &mut Conn,
    id: i64,
    to: i64,
    slug: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update reminder set person_id = ?, slug = ? where id = ?", to, slug, id)
        .execute(conn)
        .await
        .map(drop)
}

/// Deletes check-ins that the choice about history does not cover.
pub(in crate::feature::privacy) async fn delete_uncovered(
    conn: &mut Conn,
    person: i64,
    now: i64,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from checkin
         where person_id = ?1 and answered_at <= ?2 - 86400000 * (
             select history_days from person where id = ?1)",
        person,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// For how many days check-ins will be kept when two persons become one: as the later of their
/// choices says.
pub(in crate::feature::privacy) async fn history_after(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select history_days as "days!" from person where id in (?1, ?2)
           order by coalesce(history_at, -1) desc, id = ?2 desc limit 1"#,
        from,
        to
    )
    .fetch_one(conn)
    .await
}

/// Fills in what the one who stays has not set. Being discreet is never lost. Of two choices about
/// history the later one holds.
pub(in crate::feature::privacy) async fn merge_settings(
    conn: &mut Conn,
    from: i64,
    to: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update person set
             zone = coalesce(person.zone, other.zone),
             country = coalesce(person.country, other.country),
             language = coalesce(person.language, other.language),
             day_start = iif(person.day_start = '04:00', other.day_start, person.day_start),
             discreet = max(person.discreet, other.discreet),
             coping_line = iif(person.coping_line = 7, other.coping_line, person.coping_line),
             created_at = min(person.created_at, other.created_at),
             history_days = iif(coalesce(other.history_at, -1) > coalesce(person.history_at, -1),
                                other.history_days, person.history_days),
             history_notice = iif(coalesce(other.history_at, -1) > coalesce(person.history_at, -1),
                                  other.history_notice, person.history_notice),
             history_at = nullif(max(coalesce(other.history_at, -1),
                                     coalesce(person.history_at, -1)), -1)
         from (select * from person where id = ?1) as other
         where person.id = ?2",
        from,
        to
    )
    .execute(conn)
    .await
    .map(drop)
}
