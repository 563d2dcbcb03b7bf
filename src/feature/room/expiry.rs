//! A group with no room left: kept for the configured days, then erased.
//!
//! What goes is the group's own: rooms, settings, schedules, meetings, resources, ledger. What
//! belongs to persons stays theirs, under their own rules.

use super::sql;
use crate::engine::ctx::Ctx;
use crate::ids::GroupId;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::store::{Conn, Tx, instant};
use jiff::{SignedDuration, Timestamp};

/// The job's kind.
const KIND: &str = "group_expiry";

/// Does it.
pub const HANDLER: Handler = Handler {
    kind: KIND,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(work(ctx, tx, jobs, now))),
};

/// Looks again when a group that has been without a room since `empty` has been so for too long.
pub(super) async fn put(
    conn: &mut Conn,
    ctx: &Ctx,
    group: GroupId,
    empty: Timestamp,
) -> anyhow::Result<()> {
    let key = format!("{KIND}:{group}");
    Ok(job::put(conn, &NewJob::new(key, KIND, group.0, "", end(ctx, empty)?)).await?)
}

fn end(ctx: &Ctx, empty: Timestamp) -> anyhow::Result<Timestamp> {
    let days = SignedDuration::from_hours(ctx.defaults.keep_days.saturating_mul(24));
    Ok(empty.saturating_add(days)?)
}

async fn work(ctx: &Ctx, tx: &mut Tx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    for job in jobs {
        let group = GroupId(job.subject);
        // It has a room again, or is gone.
        let Some(empty) = sql::empty_since(tx, group.0).await? else { continue };
        if end(ctx, instant(empty))? > now {
            put(tx, ctx, group, instant(empty)).await?;
            continue;
        }
        erase(tx, group).await?;
        tracing::info!(group = group.0, "a group without rooms was erased");
    }
    Ok(())
}

/// Deletes a group with all that is its own.
async fn erase(conn: &mut Conn, group: GroupId) -> sqlx::Result<()> {
    sql::erase(conn, group.0).await
}
