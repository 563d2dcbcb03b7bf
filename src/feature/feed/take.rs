//! Keeps a feed that was brought, and says when it is fetched again.

use super::load::Loaded;
use super::model::{Feed, Report};
use super::trouble::Trouble;
use super::{notice, source, sql};
use crate::engine::ctx::Ctx;
use crate::feature::meeting::keep::{self, Kept, Outcome, Shelf};
use crate::ids::{FeedId, GroupId};
use crate::job::{self, NewJob};
use crate::schedule::{Phrase, Recurrence};
use crate::store::{Conn, millis};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The kind of the job that fetches a feed again.
pub const REFRESH: &str = "feed_refresh";

/// Feeds are fetched within so many minutes after the time that is set, not all at once.
const SPREAD: i64 = 30;

/// A feed to be kept, new or known.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Whose it is.
    pub group: GroupId,
    /// An address, or the name of the file it came from. A group has one feed of a source.
    pub source: &'a str,
    /// The IANA zone of meetings that name none.
    pub zone: &'a str,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The feed as it is kept now.
    pub feed: Feed,
    /// Whether it is new.
    pub new: bool,
    /// What was written, or why nothing was.
    pub kept: Result<Kept, Trouble>,
}

/// Keeps a feed: the same source again updates what is there.
///
/// # Errors
///
/// What the store says.
pub async fn take(
    ctx: &Ctx,
    conn: &mut Conn,
    incoming: Incoming<'_>,
    loaded: &Loaded,
    now: Timestamp,
) -> sqlx::Result<Taken> {
    let before = sql::by_source(conn, incoming.group.0, incoming.source).await?;
    let id = match &before {
        Some(row) => row.id,
        None => add(conn, incoming, &loaded.program, now).await?,
    };
    let shelf = Shelf { group: incoming.group, feed: FeedId(id), zone: incoming.zone };
    let kept = match keep::keep(ctx, conn, shelf, &loaded.reading.meetings, now).await? {
        Outcome::Kept(kept) => {
            let report = serde_json::to_string(&Report::from(&loaded.reading)).unwrap_or_default();
            let good = sql::Good {
                zone: incoming.zone,
                program: &loaded.program,
                etag: loaded.validators.etag.as_deref(),
                last_modified: loaded.validators.last_modified.as_deref(),
                report: &report,
                now: millis(now),
            };
            sql::good(conn, id, &good).await?;
            if let Some(before) = before.clone() {
                notice::over(ctx, conn, &before.into(), now).await?;
            }
            Ok(kept)
        }
        Outcome::Doubted { had, gone } => Err(Trouble::Doubted { had, gone }),
    };
    let feed = sql::by_id(conn, id).await?.map(Feed::from).ok_or(sqlx::Error::RowNotFound)?;
    if let Err(trouble) = &kept {
        note(conn, &feed, trouble, now).await?;
    }
    again(ctx, conn, &feed, now).await?;
    Ok(Taken { feed, new: before.is_none(), kept })
}

/// Notes that the copy that is kept is still the newest.
pub(super) async fn unchanged(
    ctx: &Ctx,
    conn: &mut Conn,
    feed: &Feed,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::unchanged(conn, feed.id.0, millis(now)).await?;
    notice::over(ctx, conn, feed, now).await?;
    again(ctx, conn, feed, now).await
}

/// Notes why a feed brought nothing.
pub(super) async fn note(
    conn: &mut Conn,
    feed: &Feed,
    trouble: &Trouble,
    now: Timestamp,
) -> sqlx::Result<()> {
    sql::trouble(conn, feed.id.0, trouble.code(), millis(now)).await
}

/// Puts the job that fetches a feed again; files are not fetched.
pub(super) async fn again(
    ctx: &Ctx,
    conn: &mut Conn,
    feed: &Feed,
    now: Timestamp,
) -> sqlx::Result<()> {
    if !feed.is_fetched() {
        return Ok(());
    }
    let due = next(&ctx.refresh, feed.id, now);
    job::put(conn, &NewJob::new(key(feed.id), REFRESH, feed.id.0, "", due)).await
}

/// The key of the job of a feed.
pub(super) fn key(feed: FeedId) -> String {
    format!("feed:{feed}")
}

/// When a feed is fetched again: the next time of the phrase, in UTC, and some minutes.
fn next(phrase: &str, feed: FeedId, now: Timestamp) -> Timestamp {
    let today = now.to_zoned(TimeZone::UTC).date();
    let next = Phrase::parse(phrase)
        .ok()
        .and_then(|phrase| Recurrence::new(phrase.anchored(today), TimeZone::UTC).next_after(now));
    let day = SignedDuration::from_hours(24);
    // The configuration has checked the phrase; one that is over falls back to each day.
    let next = next.map_or_else(|| now.saturating_add(day).unwrap_or(now), |next| next.at);
    let spread = SignedDuration::from_mins(feed.0.rem_euclid(SPREAD));
    next.saturating_add(spread).unwrap_or(next)
}

async fn add(
    conn: &mut Conn,
    incoming: Incoming<'_>,
    program: &str,
    now: Timestamp,
) -> sqlx::Result<i64> {
    let all = sql::all(conn, incoming.group.0).await?;
    let base = source::slug(incoming.source);
    let mut slug = base.clone();
    let mut number = 2;
    while all.iter().any(|row| row.slug == slug) {
        slug = format!("{base}-{number}");
        number += 1;
    }
    let add = sql::Add {
        group: incoming.group.0,
        slug: &slug,
        source: incoming.source,
        zone: incoming.zone,
        program,
        now: millis(now),
    };
    sql::add(conn, &add).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_fetched_once_a_day_and_not_all_at_once() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        for (id, now, expected) in [
            (1, "2026-06-01T08:00:00Z", "2026-06-02T03:01:00Z"),
            (1, "2026-06-02T03:01:00Z", "2026-06-03T03:01:00Z"),
            (59, "2026-06-01T02:00:00Z", "2026-06-01T03:29:00Z"),
        ] {
            assert_eq!(next("daily 03:00", FeedId(id), at(now)), at(expected));
        }
        let day_later = next("nonsense", FeedId(30), at("2026-06-01T08:00:00Z"));
        assert_eq!(day_later, at("2026-06-02T08:00:00Z"));
    }
}
