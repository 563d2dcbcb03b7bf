//! What the admins of a group are told about feeds that bring nothing.

use super::model::Feed;
use super::trouble::Trouble;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::engine::settings::Settings;
use crate::outbox;
use crate::store::{Conn, millis};
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// For how long a feed may bring nothing before somebody is told: servers have bad days.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// Tells the admins, once for each good copy: at once when a feed is not believed, after three days
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
    if !doubted && now.duration_since(since) < PATIENCE {
        return Ok(());
    }
    let set = Settings::load(conn, feed.group).await?;
    let words = Words::new(set.language().unwrap_or(&ctx.defaults.language));
    let message = Message::say(words.feed_notice(Arg::code(&feed.slug)))
        .paragraph(trouble.say(&words, &feed.source))
        .paragraph(words.feed_notice_next(Arg::command("admin feed list")));
    let cause = if doubted { "feed_doubted" } else { "feed_trouble" };
    let key = format!("{cause}:{}:{}", feed.id, millis(since));
    outbox::tell_admins(conn, feed.group, &key, message, now).await.map(drop)
}
