//! One step of one destination: read its first row, decide, call the platform, write down the
//! result.

use super::backoff::Jitter;
use super::checkpoint::{Checkpoint, Step};
use super::model::{Reason, State, Waiting};
use super::plan::{self, Certain, Counted, Plan, Verdict};
use super::{notice, sql};
use crate::chat::address::Address;
use crate::chat::message::Message;
use crate::chat::platform::{ChatPlatform, Found, SendError, SendKey};
use crate::chat::platforms::Platforms;
use crate::chat::wire;
use crate::clock::{Clock, within};
use crate::ids::RoomId;
use crate::metric;
use crate::store::{Conn, Store};
use futures_util::FutureExt;
use jiff::Timestamp;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// A row changed; there may be more in this destination.
    Moved,
    /// As `Moved`, and there may be new work in other destinations.
    Elsewhere,
    /// Nothing can go there now.
    Waits,
}

/// Takes one step at a time. At most one step per destination may be under way.
pub(super) struct Delivery {
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) platforms: Platforms,
    pub(super) jitter: Jitter,
    pub(super) patience: Duration,
    pub(super) checkpoint: Option<Arc<dyn Checkpoint>>,
}

impl Delivery {
    /// Moves the first row of `lane` on. An error leaves the row as a crash would.
    pub(super) async fn step(&self, lane: &str, now: Timestamp) -> anyhow::Result<Progress> {
        self.reach(Step::Begun)?;
        let mut tx = self.store.begin().await?;
        let Ok(address) = lane.parse::<Address>() else {
            sql::fail_lane(&mut tx, lane).await?;
            tx.commit().await?;
            return Ok(Progress::Moved);
        };
        let Some(platform) = self.platforms.get(address.platform()) else {
            return Ok(Progress::Waits);
        };
        let Some(row) = sql::head(&mut tx, lane, now).await? else { return Ok(Progress::Waits) };
        let paused_at = match room_of(&address) {
            Some(room) => sql::room_paused_at(&mut tx, room).await?,
            None => None,
        };
        let target = Target { platform: &**platform, address: &address, paused_at };
        let plan = plan::plan(&row, paused_at, &platform.capabilities(), now);
        match plan {
            Plan::Wait => Ok(Progress::Waits),
            Plan::Settle(verdict) => {
                let progress = apply(&mut tx, &row, &target, verdict, now).await?;
                self.reach(Step::Settling)?;
                tx.commit().await?;
                self.reach(Step::Settled)?;
                Ok(progress)
            }
            Plan::Look => {
                drop(tx);
                let found = self.look(&row, &target).await;
                self.reach(Step::Looked)?;
                let after = self.after(now);
                let verdict = plan::judge_look(&row, found, after, self.jitter);
                self.settle(&row, &target, verdict, after).await
            }
            Plan::Send | Plan::Edit(_) => {
                let Ok(message) = wire::decode(&row.message) else {
                    let verdict = Verdict::Fail(Reason::Unreadable);
                    let progress = apply(&mut tx, &row, &target, verdict, now).await?;
                    tx.commit().await?;
                    return Ok(progress);
                };
                sql::mark_sending(&mut tx, row.id, now).await?;
                self.reach(Step::Marking)?;
                tx.commit().await?;
                self.reach(Step::Marked)?;
                let verdict = match plan {
                    Plan::Edit(sent) => {
                        let edit = target.platform.edit(target.address, &sent, &message);
                        let result = self.guard(edit).await;
                        plan::judge_edit(&row, result, self.after(now), self.jitter)
                    }
                    _ => self.send(&row, &target, &message, now).await,
                };
                self.reach(Step::Called)?;
                self.settle(&row, &target, verdict, self.after(now)).await
            }
        }
    }

    /// Drops everything whose time has passed, also for platforms that are not switched on.
    pub(super) async fn sweep(&self, now: Timestamp) -> anyhow::Result<()> {
        let mut tx = self.store.begin().await?;
        for group in sql::drop_expired(&mut tx, notice::NOTICE, now).await? {
            notice::tell_undelivered(&mut tx, group, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn send(
        &self,
        row: &Waiting,
        target: &Target<'_>,
        message: &Message,
        now: Timestamp,
    ) -> Verdict {
        let key = key(row);
        let result = self.guard(target.platform.send(target.address, message, key)).await;
        let after = self.after(now);
        let verdict = plan::judge_send(row, result, now, after, self.jitter);
        match verdict {
            Verdict::Divert(_) | Verdict::Fail(Reason::Unsupported)
                if row.uncertain_since.is_some() =>
            {
                let found = self.look(row, target).await;
                plan::judge_refused(row, found, verdict, self.after(now))
            }
            _ => verdict,
        }
    }

    async fn look(&self, row: &Waiting, target: &Target<'_>) -> Result<Found, SendError> {
        self.guard(target.platform.find_sent(target.address, key(row))).await
    }

    async fn settle(
        &self,
        row: &Waiting,
        target: &Target<'_>,
        verdict: Verdict,
        now: Timestamp,
    ) -> anyhow::Result<Progress> {
        // It need not wait for the disk: a machine that loses power before it is there finds the row as
        // a crash after the call would leave it, and asks the platform what became of it.
        let mut tx = self.store.begin_soon().await?;
        let progress = apply(&mut tx, row, target, verdict, now).await?;
        self.reach(Step::Settling)?;
        tx.commit().await?;
        self.reach(Step::Settled)?;
        Ok(progress)
    }

    /// A platform's call that neither hangs nor panics: both become errors that another try may
    /// mend, as nobody knows what had been done by then.
    async fn guard<T>(
        &self,
        call: impl Future<Output = Result<T, SendError>>,
    ) -> Result<T, SendError> {
        match within(self.patience, AssertUnwindSafe(call).catch_unwind()).await {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(SendError::Transport(anyhow::anyhow!("the platform panicked"))),
            None => Err(SendError::Transport(anyhow::anyhow!("no answer in time"))),
        }
    }

    /// The time after a call; never before the call, even if the clock went back.
    fn after(&self, before: Timestamp) -> Timestamp {
        self.clock.now().max(before)
    }

    fn reach(&self, step: Step) -> anyhow::Result<()> {
        self.checkpoint.as_ref().map_or(Ok(()), |checkpoint| checkpoint.reach(step))
    }
}

struct Target<'a> {
    platform: &'a dyn ChatPlatform,
    address: &'a Address,
    paused_at: Option<Timestamp>,
}

/// The message keeps one key for all its tries; edits need none, as they can be repeated.
fn key(row: &Waiting) -> SendKey {
    SendKey { outbox: row.id, revision: 0 }
}

fn room_of(address: &Address) -> Option<&RoomId> {
    match address {
        Address::Room(room) => Some(room),
        Address::Direct(_) | Address::Ephemeral(..) => None,
    }
}

async fn apply(
    conn: &mut Conn,
    row: &Waiting,
    target: &Target<'_>,
    verdict: Verdict,
    now: Timestamp,
) -> sqlx::Result<Progress> {
    tracing::debug!(row = row.id.0, kind = row.kind, verdict = verdict.name(), "delivery");
    metric::delivery(target.address.platform(), verdict.name());
    match verdict {
        Verdict::Sent { sent, revision, late } => {
            let sent = serde_json::to_string(&sent).unwrap_or_default();
            sql::set_sent(conn, row.id, &sent, revision, late, now).await?;
            if row.sent_revision.is_none() {
                metric::lateness(target.address.platform(), now.duration_since(row.due_at));
            }
            if let (Some(_), Some(room)) = (target.paused_at, room_of(target.address)) {
                sql::resume_room(conn, room).await?;
            }
        }
        Verdict::Retry { at, counted, certain } => {
            let counts = u32::from(counted == Counted::Yes);
            let attempts = row.attempts.saturating_add(counts);
            sql::set_waiting(conn, row.id, at, attempts, certain).await?;
        }
        Verdict::Afresh => {
            sql::set_waiting(conn, row.id, now, row.attempts, Certain::Yes).await?;
        }
        Verdict::Keep(reason) => sql::set_kept(conn, row.id, reason).await?,
        Verdict::Divert(reason) => return divert(conn, row, target, reason, now).await,
        Verdict::Fail(reason) => {
            sql::set_ended(conn, row.id, State::Failed, reason).await?;
            return undelivered(conn, row, target, now).await;
        }
        Verdict::Drop(reason) => {
            sql::set_ended(conn, row.id, State::Dropped, reason).await?;
            // Nobody misses what has no place.
            if reason == Reason::NoPlace {
                if let Some(room) = room_of(target.address) {
                    sql::refused_by_whole(conn, room, now).await?;
                }
                return Ok(Progress::Moved);
            }
            return undelivered(conn, row, target, now).await;
        }
    }
    Ok(Progress::Moved)
}

/// To the fallback, or the end. A room that refused is paused, and its admins are told once.
async fn divert(
    conn: &mut Conn,
    row: &Waiting,
    target: &Target<'_>,
    reason: Reason,
    now: Timestamp,
) -> sqlx::Result<Progress> {
    match &row.fallback {
        Some(fallback) => sql::set_destination(conn, row.id, fallback, reason, now).await?,
        None if reason == Reason::Paused => {
            sql::set_ended(conn, row.id, State::Dropped, reason).await?;
        }
        None => sql::set_ended(conn, row.id, State::Failed, reason).await?,
    }
    if let Some(room) = room_of(target.address)
        && reason != Reason::Paused
        // A community as such is nothing that could be paused.
        && !sql::refused_by_whole(conn, room, now).await?
    {
        sql::pause_room(conn, room, row.group, now).await?;
        if let (Some(group), None) = (row.group, target.paused_at) {
            notice::tell_paused(conn, group, room, now).await?;
        }
    }
    Ok(Progress::Elsewhere)
}

async fn undelivered(
    conn: &mut Conn,
    row: &Waiting,
    target: &Target<'_>,
    now: Timestamp,
) -> sqlx::Result<Progress> {
    let (Some(group), Some(_)) = (row.group, room_of(target.address)) else {
        return Ok(Progress::Moved);
    };
    if row.kind == notice::NOTICE {
        return Ok(Progress::Moved);
    }
    notice::tell_undelivered(conn, group, now).await?;
    Ok(Progress::Elsewhere)
}
