//! What the admins of a group are told about feeds that bring nothing, and when they do again.

use super::model::Feed;
use super::sql;
use super::trouble::Trouble;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::engine::settings::Settings;
use crate::outbox;
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// For how long a feed may bring nothing before somebody is told: servers have bad days. Three days
/// of daily fetches, and an hour less, because no two of them are a day apart to the second.
const PATIENCE: SignedDuration = SignedDuration::from_hours(3 * 24 - 1);

/// Tells the admins, once until it is over: at once when a feed is not believed, after three days
/// when it does not come or cannot be read.
pub(super) async fn tell(
    ctx: &Ctx,
    conn: &mut Conn,
    feed: &Feed,
    trouble: &Trouble,
    now: Timestamp,
) -> sqlx::Result<()> {
    let since = feed.fetched_at.unwrap_or(now);
    let doubted = matches!(trouble, Trouble::Doubted { .. });
    let news = if doubted { "doubted" } else { "trouble" };
    let early = !doubted && now.duration_since(since) < PATIENCE;
    if early || feed.told.as_deref() == Some(news) {
        return Ok(());
    }
    let words = words(ctx, conn, feed).await?;
    let message = Message::say(words.feed_notice(Arg::code(&feed.slug)))
        .paragraph(trouble.say(&words, &feed.source))
        .paragraph(words.feed_notice_next(Arg::command("admin feed list")));
    let key = format!("feed_{news}:{}:{}", feed.id, millis(now));
    // Without a room to tell them in, it is tried again with the next fetch.
    if outbox::tell_admins(conn, feed.group, &key, message, now).await?.is_some() {
        sql::told(conn, feed.id.0, Some(news)).await?;
    }
    Ok(())
}

/// Tells those who know of a trouble, once, that it is over.
pub(super) async fn over(
    ctx: &Ctx,
    conn: &mut Conn,
    feed: &Feed,
    now: Timestamp,
) -> sqlx::Result<()> {
    if feed.told.is_none() {
        return Ok(());
    }
    let words = words(ctx, conn, feed).await?;
    let message = Message::say(words.feed_notice_over(Arg::code(&feed.slug)));
    let key = format!("feed_over:{}:{}", feed.id, millis(now));
    outbox::tell_admins(conn, feed.group, &key, message, now).await?;
    sql::told(conn, feed.id.0, None).await
}

async fn words(ctx: &Ctx, conn: &mut Conn, feed: &Feed) -> sqlx::Result<Words> {
    let set = Settings::load(conn, feed.group).await?;
    Ok(Words::new(set.language().unwrap_or(&ctx.defaults.language)))
}
