//! Letting go: what was kept for as long as agreed, and who took part in a prompt that is closed.

use super::{consent, form, room, sql, undo};
use crate::engine::ctx::Ctx;
use crate::feature::coping::rate;
use crate::feature::privacy::history;
use crate::ids::PromptId;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::store::{Conn, Tx, millis};
use jiff::{SignedDuration, Timestamp};

/// The daily job, which always stands; key and kind.
pub const DAILY: &str = "checkin_expiry";

/// The job at the end of a prompt that somebody answered.
pub const CLOSE: &str = "checkin_close";

/// Takes the daily job.
pub const DAILY_HANDLER: Handler = Handler {
    kind: DAILY,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(daily(ctx, tx, jobs, now))),
};

/// Takes the job at the end of a prompt.
pub const CLOSE_HANDLER: Handler = Handler {
    kind: CLOSE,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(close(ctx, tx, jobs, now))),
};

/// Deletes check-ins that are older than their owner agreed to, closes prompts in rooms whose time is
/// over, and deletes who took part in them and questions that nobody can answer any more. Gives how
/// many check-ins were deleted.
pub async fn expire(conn: &mut Conn, now: Timestamp) -> sqlx::Result<u64> {
    let gone = sql::delete_expired(conn, millis(now)).await?;
    sql::close_expired(conn, room::KIND, millis(now)).await?;
    let kinds =
        serde_json::json!([form::KIND, undo::KIND, consent::KIND, rate::KIND, history::KIND]);
    let kinds = kinds.to_string();
    let before = now.checked_sub(undo::KEEP).unwrap_or(Timestamp::MIN);
    sql::delete_prompts(conn, &kinds, millis(before)).await?;
    Ok(gone)
}

/// Puts the job that closes a prompt at its end.
pub(super) async fn close_at(
    conn: &mut Conn,
    prompt: PromptId,
    end: Timestamp,
) -> sqlx::Result<()> {
    let job = NewJob::new(format!("{CLOSE}:{prompt}"), CLOSE, prompt.0, "", end);
    job::put(conn, &job).await
}

async fn daily(_ctx: &Ctx, tx: &mut Tx, _jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    expire(tx, now).await?;
    let next = now.checked_add(SignedDuration::from_hours(24))?;
    job::put(tx, &NewJob::new(DAILY, DAILY, 0, "", next)).await?;
    Ok(())
}

async fn close(_ctx: &Ctx, tx: &mut Tx, _jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    sql::close_expired(tx, room::KIND, millis(now)).await?;
    Ok(())
}
