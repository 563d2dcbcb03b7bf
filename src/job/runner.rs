//! Takes what is due.

use super::handlers::{Handler, Work, handler};
use super::{Due, sql};
use crate::engine::ctx::Ctx;
use crate::metric;
use crate::store::millis;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use tokio_util::sync::CancellationToken;

/// How many jobs share one transaction. Each writes the ends of as many queues as there are rooms, so
/// fewer jobs would write the same pages more often; more would let those who talk to the bot wait.
const BATCH: i64 = 4000;

/// How long a job that went wrong waits before it is tried again.
const POSTPONE: SignedDuration = SignedDuration::from_mins(5);

/// Does everything due at `now`, and says when to look again.
///
/// Jobs of one kind that are due one after the other share a transaction. When that fails, each is
/// tried in one of its own, so that one that cannot be done does not hold up the others; it is
/// tried again five minutes later.
pub async fn run_due(ctx: &Ctx, now: Timestamp) -> anyhow::Result<Option<Timestamp>> {
    let mut roomy = false;
    let next = all_due(ctx, now, &mut roomy).await;
    if roomy {
        ctx.store.roomy(false).await?;
    }
    next
}

async fn all_due(ctx: &Ctx, now: Timestamp, roomy: &mut bool) -> anyhow::Result<Option<Timestamp>> {
    loop {
        let mut jobs = {
            let mut tx = ctx.store.read().await?;
            sql::due(&mut tx, millis(now), BATCH).await?
        };
        if jobs.is_empty() {
            let mut tx = ctx.store.read().await?;
            return Ok(super::next_due(&mut tx).await?);
        }
        if jobs.len() >= BATCH as usize && !*roomy {
            ctx.store.roomy(true).await?;
            *roomy = true;
        }
        bring_together(&mut jobs);
        for run in jobs.chunk_by(|a, b| a.kind == b.kind) {
            run_kind(ctx, run, now).await?;
        }
        ctx.bell.ring();
    }
}

/// Puts jobs of one kind that are due at the same instant side by side, in their order: at nine
/// o'clock a schedule, a reminder and a schedule would otherwise be three transactions.
fn bring_together(jobs: &mut [Due]) {
    let mut kinds: HashMap<String, usize> = HashMap::new();
    for job in jobs.iter() {
        let next = kinds.len();
        if !kinds.contains_key(&job.kind) {
            kinds.insert(job.kind.clone(), next);
        }
    }
    jobs.sort_by_key(|job| (job.at, kinds.get(&job.kind).copied()));
}

async fn run_kind(ctx: &Ctx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    let Some(first) = jobs.first() else { return Ok(()) };
    let Some(handler) = handler(&first.kind) else {
        // A store that a newer Hearth has used: leave the work to that one.
        tracing::warn!(kind = %first.kind, "nobody takes this kind of job");
        return postpone(ctx, jobs, now).await;
    };
    // What goes out into the network is never repeated for the sake of a neighbour.
    let together = jobs.len() > 1 && matches!(handler.work, Work::Inside(_));
    if together && attempt(ctx, handler, jobs, now).await.is_ok() {
        metric::jobs(handler.kind, jobs.len());
        return Ok(());
    }
    for job in jobs {
        let one = std::slice::from_ref(job);
        if let Err(error) = attempt(ctx, handler, one, now).await {
            tracing::error!(kind = %job.kind, job = job.id, %error, "a job went wrong");
            metric::job_failed(handler.kind);
            postpone(ctx, one, now).await?;
        } else {
            metric::jobs(handler.kind, 1);
        }
    }
    Ok(())
}

async fn attempt(ctx: &Ctx, handler: &Handler, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    match handler.work {
        Work::Inside(work) => {
            // A machine that loses power before the disk has this finds the jobs due again. Nothing has been
            // sent until then: the outbox waits for the disk before it sends, and this with it.
            let mut tx = ctx.store.begin_soon().await?;
            work(ctx, &mut tx, jobs, now).await?;
            let ids: Vec<i64> = jobs.iter().map(|job| job.id).collect();
            sql::done(&mut tx, &serde_json::to_string(&ids)?, millis(now)).await?;
            tx.commit().await?;
        }
        Work::Outside(work) => {
            for job in jobs {
                work(ctx, job, now).await?;
                let mut tx = ctx.store.begin().await?;
                sql::done(&mut tx, &serde_json::to_string(&[job.id])?, millis(now)).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(())
}

async fn postpone(ctx: &Ctx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    let until = millis(now.saturating_add(POSTPONE)?);
    let mut tx = ctx.store.begin().await?;
    for job in jobs {
        sql::postpone(&mut tx, job.id, until).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Does what is due until `stop`: sleeps until the next job or the bell, and at most a minute, so
/// that a stepped clock or a resumed laptop is noticed.
pub async fn run(ctx: Ctx, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // Before the query, so that a ring between the two is not missed.
        let rung = ctx.bell.heard();
        let now = ctx.now();
        let next = match run_due(&ctx, now).await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "the store did not answer the runner");
                None
            }
        };
        let minute = now.saturating_add(SignedDuration::from_mins(1)).unwrap_or(now);
        let until = next.map_or(minute, |next| next.min(minute));
        tokio::select! {
            () = stop.cancelled() => {}
            () = rung => {}
            () = ctx.clock.sleep_until(until) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_together_and_instants_in_order() {
        let job = |id, kind: &str, at| Due {
            id,
            key: String::new(),
            kind: kind.to_owned(),
            subject: 0,
            detail: String::new(),
            at: Timestamp::from_second(at).expect("an instant"),
        };
        let mut jobs = [
            job(1, "b", 0),
            job(2, "a", 5),
            job(3, "b", 5),
            job(4, "c", 5),
            job(5, "a", 5),
            job(6, "b", 5),
            job(7, "a", 9),
            job(8, "b", 9),
        ];
        bring_together(&mut jobs);
        assert_eq!(jobs.map(|job| job.id), [1, 3, 6, 2, 5, 4, 8, 7]);
    }
}
