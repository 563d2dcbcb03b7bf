//! Keeps what a feed lists in the store.
//!
//! What is there is compared with what was read, and only the difference is written, in statements
//! that take many rows: a feed of 100,000 meetings is kept within seconds. A meeting that vanished
//! stays as a removed row, so that those who set a reminder can be told; should it come back, it is
//! the same row with the same short name.

mod plan;
mod shape;
mod sql;

use super::dates::list;
use super::follow;
use super::search::{Adding, index};
use crate::engine::ctx::Ctx;
use crate::feed::Listing;
use crate::ids::{FeedId, GroupId, MeetingId};
use crate::store::{Conn, millis};
use jiff::{SignedDuration, Timestamp};
use plan::Plan;
use serde::Serialize;
use shape::{Batch, Row};

/// How many rows go into one statement.
const BATCH: usize = 2000;

/// For how long a meeting that vanished from its feed is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Where the meetings of a feed belong.
#[derive(Debug, Clone, Copy)]
pub struct Shelf<'a> {
    /// Whose they are.
    pub group: GroupId,
    /// The feed that lists them.
    pub feed: FeedId,
    /// The IANA zone of meetings that name none.
    pub zone: &'a str,
}

/// How many meetings were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// New, or back again.
    pub added: usize,
    /// With another time, place, link or name: those who set a reminder are told.
    pub changed: usize,
    /// With other details, which nobody is told of.
    pub details: usize,
    /// Exactly as before; not written.
    pub same: usize,
    /// Gone from the feed.
    pub removed: usize,
}

impl Kept {
    /// How many meetings the feed lists now.
    pub fn listed(&self) -> usize {
        self.added + self.changed + self.details + self.same
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The store has what the feed lists.
    Kept(Kept),
    /// The feed suddenly lost most of what it had, which is rather a mistake at its source. Nothing
    /// was written.
    Doubted {
        /// How many meetings there were.
        had: usize,
        /// How many of them would have gone.
        gone: usize,
    },
}

/// Makes the store hold what a feed lists: adds, changes and removes meetings, puts reminders anew
/// and tells those who set one.
///
/// # Errors
///
/// What the store says; then nothing is kept, as long as the caller does not commit.
pub async fn keep(
    ctx: &Ctx,
    conn: &mut Conn,
    shelf: Shelf<'_>,
    listings: &[Listing],
    now: Timestamp,
) -> sqlx::Result<Outcome> {
    let known = sql::known(conn, shelf.feed.0).await?;
    let taken = sql::slugs(conn, shelf.group.0).await?;
    let mut plan = plan::plan(known, taken, listings, shelf.zone, now);
    if let Some((had, gone)) = plan.doubtful() {
        return Ok(Outcome::Doubted { had, gone });
    }
    let added = write(conn, shelf, &plan, now).await?;
    // New ones have no reminders yet; of the others most have none.
    let changed = sql::followed(conn, &list(plan.told())).await?;
    follow::changed(ctx, conn, &ids(&changed), now).await?;
    let removed = sql::followed(conn, &list(plan.remove.iter().copied())).await?;
    follow::removed(ctx, conn, &ids(&removed), now).await?;
    let kept = plan.kept();
    let mut touched: Vec<i64> = plan.write.iter().map(|row| row.id).collect();
    touched.append(&mut plan.remove);
    let old = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    sql::forget(conn, shelf.feed.0, millis(old)).await?;
    added.write(conn, shelf.group).await?;
    index(conn, &ids(&touched)).await?;
    Ok(Outcome::Kept(kept))
}

/// Takes all meetings of a feed out and tells those who set a reminder, before the feed is deleted.
/// Gives how many there were.
pub async fn remove_all(
    ctx: &Ctx,
    conn: &mut Conn,
    feed: FeedId,
    now: Timestamp,
) -> sqlx::Result<usize> {
    let live = sql::live(conn, feed.0).await?;
    let all = list(live.iter().copied());
    sql::remove(conn, &all, millis(now)).await?;
    let followed = sql::followed(conn, &all).await?;
    follow::removed(ctx, conn, &ids(&followed), now).await?;
    index(conn, &ids(&live)).await?;
    Ok(live.len())
}

async fn write(
    conn: &mut Conn,
    shelf: Shelf<'_>,
    plan: &Plan,
    now: Timestamp,
) -> sqlx::Result<Adding> {
    let now = millis(now);
    let mut adding = Adding::new(conn, plan.add.iter().map(|row| row.zone.as_str())).await?;
    let mut chunks = plan.add.chunks(BATCH).peekable();
    let mut ready = chunks.peek().copied().map(Batch::of).transpose()?;
    let mut written: Option<(&[Row], i64)> = None;
    while let Some((batch, rows)) = ready.take().zip(chunks.next()) {
        // SQLite works on a thread of its own: while it writes these, those before go into the search,
        // and the next are made.
        let make = async {
            if let Some((rows, first)) = written {
                search(&mut adding, rows, first)?;
            }
            chunks.peek().copied().map(Batch::of).transpose()
        };
        let put = sql::add(conn, shelf.group.0, shelf.feed.0, &batch, now);
        let (first, next) = futures_util::future::join(put, make).await;
        written = Some((rows, first?));
        ready = next?;
    }
    if let Some((rows, first)) = written {
        search(&mut adding, rows, first)?;
    }
    for rows in plan.write.chunks(BATCH) {
        sql::update(conn, &Batch::of(rows)?, now).await?;
    }
    sql::remove(conn, &list(plan.remove.iter().copied()), now).await?;
    Ok(adding)
}

/// Puts rows into the search that were written under numbers that follow each other.
fn search(adding: &mut Adding, rows: &[Row], first: i64) -> sqlx::Result<()> {
    rows.iter().zip(first..).try_for_each(|(row, id)| adding.meeting(&row.searched(id)))
}

fn ids(rows: &[i64]) -> Vec<MeetingId> {
    rows.iter().copied().map(MeetingId).collect()
}

#[cfg(test)]
mod tests;
