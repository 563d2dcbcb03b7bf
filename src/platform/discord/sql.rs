//! The tables of the edge.

use crate::store::Conn;

/// A session of the gateway.
pub(super) struct SessionRow {
    pub(super) application: String,
    pub(super) bot_user: String,
    pub(super) session: String,
    pub(super) url: String,
    pub(super) seq: i64,
}

pub(super) async fn session(
    conn: &mut Conn,
    shard: &str,
    bot: &str,
    since: i64,
) -> sqlx::Result<Option<SessionRow>> {
    sqlx::query_as!(
        SessionRow,
        "select application, bot_user, session, url, seq from discord_session
         where shard = ? and bot = ? and at >= ?",
        shard,
        bot,
        since
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn keep_session(
    conn: &mut Conn,
    shard: &str,
    bot: &str,
    row: &SessionRow,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into discord_session (shard, bot, application, bot_user, session, url, seq, at)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (shard) do update set bot = excluded.bot,
             application = excluded.application, bot_user = excluded.bot_user,
             session = excluded.session, url = excluded.url, seq = excluded.seq,
             at = excluded.at",
        shard,
        bot,
        row.application,
        row.bot_user,
        row.session,
        row.url,
        row.seq,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn drop_session(conn: &mut Conn, shard: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from discord_session where shard = ?", shard).execute(conn).await.map(drop)
}

/// What was declared last, and the numbers that Discord gave.
pub(super) struct CommandsRow {
    pub(super) declared: String,
    pub(super) numbers: String,
}

pub(super) async fn commands(
    conn: &mut Conn,
    application: &str,
) -> sqlx::Result<Option<CommandsRow>> {
    sqlx::query_as!(
        CommandsRow,
        "select declared, numbers from discord_commands where application = ?",
        application
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn keep_commands(
    conn: &mut Conn,
    application: &str,
    row: &CommandsRow,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into discord_commands (application, declared, numbers, at) values (?, ?, ?, ?)
         on conflict (application) do update set declared = excluded.declared,
             numbers = excluded.numbers, at = excluded.at",
        application,
        row.declared,
        row.numbers,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The servers that the bot is in, with their system channels.
pub(super) async fn guilds(conn: &mut Conn) -> sqlx::Result<Vec<(String, Option<String>)>> {
    let rows = sqlx::query!("select guild, system from discord_guild").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.guild, row.system)).collect())
}

pub(super) async fn enter_guild(
    conn: &mut Conn,
    guild: &str,
    system: Option<&str>,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into discord_guild (guild, system, at) values (?, ?, ?)
         on conflict (guild) do update set system = excluded.system",
        guild,
        system,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn leave_guild(conn: &mut Conn, guild: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from discord_guild where guild = ?", guild).execute(conn).await.map(drop)
}

/// The system channel of a guild; none where the guild is not known, an empty one where it has none.
pub(super) async fn system_channel(
    conn: &mut Conn,
    guild: &str,
) -> sqlx::Result<Option<Option<String>>> {
    sqlx::query_scalar!("select system from discord_guild where guild = ?", guild)
        .fetch_optional(conn)
        .await
}

/// The channels of a guild that the core knows.
pub(super) async fn rooms(conn: &mut Conn, guild: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select room.id from room join place on place.group_id = room.group_id
         where place.platform = 'discord' and place.native = ? and room.id like 'discord:%'
             and room.left_at is null
             -- Of a group on two servers it is not known which channel is on which.
             and 1 = (select count(*) from place other
                      where other.group_id = place.group_id and other.platform = 'discord')",
        guild
    )
    .fetch_all(conn)
    .await
}

/// A part of a message of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SendingRow {
    pub(super) part: i64,
    pub(super) channel: String,
    pub(super) look: i64,
    pub(super) message: Option<String>,
    pub(super) at: i64,
}

/// Notes a part; gives what Discord calls it if it was sent before.
pub(super) async fn begin_sending(
    conn: &mut Conn,
    outbox: i64,
    revision: u32,
    row: &SendingRow,
) -> sqlx::Result<Option<String>> {
    sqlx::query!(
        "insert into discord_sending (outbox_id, revision, part, channel, look, at)
         values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        outbox,
        revision,
        row.part,
        row.channel,
        row.look,
        row.at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        "select message from discord_sending where outbox_id = ? and revision = ? and part = ?
             and channel = ?",
        outbox,
        revision,
        row.part,
        row.channel
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

pub(super) async fn sending_done(
    conn: &mut Conn,
    outbox: i64,
    revision: u32,
    part: i64,
    message: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update discord_sending set message = ?
         where outbox_id = ? and revision = ? and part = ?",
        message,
        outbox,
        revision,
        part
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn sending(
    conn: &mut Conn,
    outbox: i64,
    revision: u32,
) -> sqlx::Result<Vec<SendingRow>> {
    sqlx::query_as!(
        SendingRow,
        "select part, channel, look, message, at from discord_sending
         where outbox_id = ? and revision = ? order by part",
        outbox,
        revision
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn forget_sending(conn: &mut Conn, before: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from discord_sending where at < ?", before).execute(conn).await.map(drop)
}
