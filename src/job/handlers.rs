//! Which feature takes which job.

use super::{Due, NewJob};
use crate::engine::ctx::Ctx;
use crate::store::Tx;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

/// Takes one kind of job.
#[derive(Clone, Copy)]
pub struct Handler {
    /// The kind, as the row says it.
    pub kind: &'static str,
    /// What is done.
    pub work: Work,
}

/// How a job is done.
#[derive(Clone, Copy)]
pub enum Work {
    /// In one transaction: state, messages, the next job. Gets jobs of the kind in batches, in the
    /// order in which they were due. The runner deletes those that were not put again.
    Inside(
        for<'a> fn(&'a Ctx, &'a mut Tx, &'a [Due], Timestamp) -> BoxFuture<'a, anyhow::Result<()>>,
    ),
    /// With the network, and therefore without a transaction; puts its own next job.
    Outside(for<'a> fn(&'a Ctx, &'a Due, Timestamp) -> BoxFuture<'a, anyhow::Result<()>>),
}

/// Every kind of job.
#[rustfmt::skip] // one on each line, so that two branches that add one do not collide
pub const HANDLERS: &[Handler] = &[
    crate::feature::checkin::expiry::DAILY_HANDLER,
    crate::feature::checkin::expiry::CLOSE_HANDLER,
    crate::feature::remind::fire::HANDLER,
    crate::feature::schedule::fire::HANDLER,
    crate::feature::meeting::firing::REMINDERS,
    crate::feature::meeting::firing::ANNOUNCEMENTS,
    crate::feature::meeting::expiry::HANDLER,
    crate::feature::meeting::calendar::HANDLER,
    crate::feature::meeting::calendar::EMPTYING_HANDLER,
    crate::feature::resource::reminder::HANDLER,
    crate::feature::feed::refresh::HANDLER,
    crate::feature::privacy::prune::HANDLER,
    crate::feature::room::expiry::HANDLER,
];

/// Who takes a kind of job.
pub fn handler(kind: &str) -> Option<&'static Handler> {
    HANDLERS.iter().find(|handler| handler.kind == kind)
}

/// Puts the jobs that always stand: the daily tidying-up. Harmless when they stand already.
pub async fn stand(ctx: &Ctx, now: Timestamp) -> anyhow::Result<()> {
    let mut tx = ctx.store.begin().await?;
    for standing in STANDING {
        super::sql::put_if_absent(&mut tx, &NewJob::new(standing.key, standing.kind, 0, "", now))
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A job that always stands.
struct Standing {
    key: &'static str,
    kind: &'static str,
}

#[rustfmt::skip]
const STANDING: &[Standing] = &[
    Standing { key: crate::feature::checkin::expiry::DAILY, kind: crate::feature::checkin::expiry::DAILY },
    Standing { key: "attendance_expiry", kind: "attendance_expiry" },
    Standing { key: crate::feature::resource::reminder::KIND, kind: crate::feature::resource::reminder::KIND },
    Standing { key: crate::feature::privacy::prune::KIND, kind: crate::feature::privacy::prune::KIND },
];
