//! The queries about questions in rooms.

use crate::store::Conn;

pub(super) struct AskRow {
    pub(super) event: String,
    pub(super) room: String,
    pub(super) prompt_id: i64,
    pub(super) origin: Option<String>,
    pub(super) look: String,
    pub(super) question: String,
}

pub(super) async fn add(conn: &mut Conn, ask: &AskRow, signs: &str, now: i64) -> sqlx::Result<()> {
    // Again after a crash between sending and noting, or when the message was changed and asks anew.
    sqlx::query!(
        "insert into matrix_ask (id, room, prompt_id, origin, look, question, signs, asked_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set prompt_id = excluded.prompt_id, look = excluded.look,
             question = case when poll is null then excluded.question else '' end,
             signs_done = case when signs = excluded.signs then signs_done else 0 end,
             signs = excluded.signs, given_up_at = null",
        ask.event,
        ask.room,
        ask.prompt_id,
        ask.origin,
        ask.look,
        ask.question,
        signs,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whether the prompt is still a row: one whose person has erased everything is not.
pub(super) async fn prompt_exists(conn: &mut Conn, prompt: i64) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(r#"select 1 as "one!: i64" from prompt where id = ?"#, prompt)
        .fetch_optional(conn)
        .await?;
    Ok(found.is_some())
}

/// The question of a message, or of the poll below it.
pub(super) async fn by_event(conn: &mut Conn, event: &str) -> sqlx::Result<Option<AskRow>> {
    sqlx::query_as!(
        AskRow,
        r#"select id as "event!", room, prompt_id, origin, look, question from matrix_ask
           where id = ?1 or poll = ?1"#,
        event
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn newest_in(conn: &mut Conn, room: &str) -> sqlx::Result<Option<AskRow>> {
    sqlx::query_as!(
        AskRow,
        r#"select id as "event!", room, prompt_id, origin, look, question from matrix_ask
           where room = ? order by number desc limit 1"#,
        room
    )
    .fetch_optional(conn)
    .await
}

/// The newest question that is asked privately and still open in a room.
pub(super) async fn newest_private(
    conn: &mut Conn,
    room: &str,
    now: i64,
) -> sqlx::Result<Option<AskRow>> {
    sqlx::query_as!(
        AskRow,
        r#"select a.id as "event!", a.room as "room!", a.prompt_id as "prompt_id!", a.origin,
                  a.look as "look!", a.question as "question!"
           from matrix_ask a join prompt p on p.id = a.prompt_id
           where a.room = ?1 and a.look = 'privately' and p.closed_at is null
             and (p.expires_at is null or p.expires_at > ?2)
           order by a.number desc limit 1"#,
        room,
        now
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn asked_last_since(
    conn: &mut Conn,
    room: &str,
    prompt: i64,
    since: i64,
) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"select prompt_id = ? and asked_at > ? as "it!: bool" from matrix_ask
           where room = ? order by number desc limit 1"#,
        prompt,
        since,
        room
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.unwrap_or(false))
}

pub(super) struct TapRow {
    pub(super) event: String,
    pub(super) ask: String,
    pub(super) person_id: i64,
    pub(super) choice: Option<String>,
}

pub(super) async fn add_tap(conn: &mut Conn, tap: &TapRow, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into matrix_tap (event, ask, person_id, choice, tapped_at) values (?, ?, ?, ?, ?)
         on conflict do nothing",
        tap.event,
        tap.ask,
        tap.person_id,
        tap.choice,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that a tap no longer counts. Gives it again when it is taken back again: the server may
/// tell twice.
pub(super) async fn take_back(
    conn: &mut Conn,
    event: &str,
    now: i64,
) -> sqlx::Result<Option<TapRow>> {
    sqlx::query_as!(
        TapRow,
        r#"update matrix_tap set taken_back_at = coalesce(taken_back_at, ?) where event = ?
           returning event as "event!", ask as "ask!", person_id as "person_id!", choice"#,
        now,
        event
    )
    .fetch_optional(conn)
    .await
}

/// What somebody tapped last below a question and did not take back.
pub(super) async fn last_tap(
    conn: &mut Conn,
    ask: &str,
    person: i64,
) -> sqlx::Result<Option<TapRow>> {
    sqlx::query_as!(
        TapRow,
        "select event, ask, person_id, choice from matrix_tap
         where ask = ? and person_id = ? and taken_back_at is null
         order by tapped_at desc, event desc limit 1",
        ask,
        person
    )
    .fetch_optional(conn)
    .await
}

pub(super) struct WorkRow {
    pub(super) event: String,
    pub(super) room: String,
    pub(super) prompt_id: i64,
    pub(super) look: String,
    pub(super) question: String,
    pub(super) signs: String,
    pub(super) signs_done: i64,
    pub(super) poll: Option<String>,
    pub(super) open: i64,
}

/// Questions below which something is missing, or whose poll has to end, oldest first. A poll in which
/// somebody voted is not ended: they know, and clients show the end as one more message.
pub(super) async fn work(conn: &mut Conn, now: i64, most: i64) -> sqlx::Result<Vec<WorkRow>> {
    sqlx::query_as!(
        WorkRow,
        r#"select a.id as "event!", a.room as "room!", a.prompt_id as "prompt_id!",
                  a.look as "look!", a.question as "question!", a.signs as "signs!",
                  a.signs_done as "signs_done!", a.poll,
                  (p.closed_at is null and (p.expires_at is null or p.expires_at > ?1)) as "open!: i64"
           from matrix_ask a join prompt p on p.id = a.prompt_id
           where a.given_up_at is null and a.poll_ended_at is null
             and (a.signs_done < json_array_length(a.signs)
                  or (a.look = 'poll' and (a.poll is null
                      or ((p.closed_at is not null or p.expires_at <= ?1)
                          and not exists (select 1 from matrix_tap t where t.ask = a.id)))))
           order by a.number limit ?2"#,
        now,
        most
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn signs_done(conn: &mut Conn, event: &str, done: i64) -> sqlx::Result<()> {
    sqlx::query!("update matrix_ask set signs_done = ? where id = ?", done, event)
        .execute(conn)
        .await
        .map(drop)
}

/// The poll stands; what it asks need not be kept any longer.
pub(super) async fn poll_done(conn: &mut Conn, event: &str, poll: &str) -> sqlx::Result<()> {
    sqlx::query!("update matrix_ask set poll = ?, question = '' where id = ?", poll, event)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn poll_ended(conn: &mut Conn, event: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!("update matrix_ask set poll_ended_at = ? where id = ?", now, event)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn give_up(conn: &mut Conn, event: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update matrix_ask set given_up_at = ?,
             question = case look when 'poll' then '' else question end
         where id = ?",
        now,
        event
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets who tapped below questions that were closed before an instant.
pub(super) async fn forget_taps(conn: &mut Conn, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from matrix_tap where ask in (
             select a.id from matrix_ask a join prompt p on p.id = a.prompt_id
             where p.closed_at < ?1 or p.expires_at < ?1)",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Counts that something below a question did not go out; gives how often.
pub(super) async fn failed(conn: &mut Conn, event: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"update matrix_ask set failed = failed + 1 where id = ? returning failed as "failed!: i64""#,
        event
    )
    .fetch_one(conn)
    .await
}
