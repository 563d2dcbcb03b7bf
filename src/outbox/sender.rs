//! Sends what is due: all of it when told to, or as it becomes due.

use super::backoff::Jitter;
use super::bell::Bell;
use super::checkpoint::Checkpoint;
use super::delivery::{Delivery, Progress};
use super::sql::{self, Head};
use crate::chat::address::Address;
use crate::chat::platforms::Platforms;
use crate::clock::Clock;
use crate::ids::PlatformId;
use crate::store::Store;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// Destinations of one platform that are served at a time. Each platform has its own share, so that
/// one that hangs takes nothing from the others.
const WIDTH: usize = 16;
/// How long a platform's call may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long calls that are under way may take at shutdown. What is cut off is found at the start.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a destination rests after the store did not answer.
const REST: SignedDuration = SignedDuration::from_secs(5);
/// How often what has expired is dropped wherever it stands. What comes first in its destination is
/// looked at anyway; this is for what stands behind another or has no platform, and reads all that
/// waits.
const SWEEP: SignedDuration = SignedDuration::from_mins(1);

/// In which order destinations are served. Within one, rows keep their order always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// Side by side: destinations do not wait for each other.
    #[default]
    SideBySide,
    /// One row after the other, by their numbers: what scripts and tests want.
    InOrder,
}

/// Sends what is due.
///
/// One per store. Start another only after the first has stopped or was dropped.
pub struct Sender {
    delivery: Delivery,
    bell: Bell,
    pace: Pace,
    /// Held by who drives; when all that has expired was last dropped.
    driving: Mutex<Option<Timestamp>>,
}

impl Sender {
    /// A sender with its own random jitter.
    pub fn new(store: Store, clock: Arc<dyn Clock>, platforms: Platforms, bell: Bell) -> Self {
        let jitter = Jitter::new(rand::random());
        let delivery =
            Delivery { store, clock, platforms, jitter, patience: PATIENCE, checkpoint: None };
        Self { delivery, bell, pace: Pace::default(), driving: Mutex::new(None) }
    }

    /// In which order [`send_due`](Self::send_due) serves destinations.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Waits between tries that can be foretold.
    #[must_use]
    pub fn jitter(mut self, jitter: Jitter) -> Self {
        self.delivery.jitter = jitter;
        self
    }

    /// How long a platform's call may take, of real time; 60 s unless told otherwise.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.delivery.patience = patience;
        self
    }

    /// Somebody who is told about each step, and may stop the sender there.
    #[must_use]
    pub fn checkpoint(mut self, checkpoint: Arc<dyn Checkpoint>) -> Self {
        self.delivery.checkpoint = Some(checkpoint);
        self
    }

    /// Does everything that is due at `now`, and gives when to look again; `None`: not before
    /// something is put into the outbox. Also finishes what an earlier process left half done.
    ///
    /// Fails when the store does not answer; the next call goes on where this one stopped.
    pub async fn send_due(&self, now: Timestamp) -> anyhow::Result<Option<Timestamp>> {
        let mut swept = self.driving.lock().await;
        if sweep_is_due(*swept, now) {
            self.delivery.sweep(now).await?;
            *swept = Some(now);
        }
        match self.pace {
            Pace::InOrder => self.in_order(now).await?,
            Pace::SideBySide => self.side_by_side(now).await?,
        }
        self.next(now).await
    }

    /// Sends what is due as it becomes due, until `stop`; then waits up to 5 s for the calls that
    /// are under way. A store that does not answer is asked again a little later.
    pub async fn run(&self, stop: CancellationToken) {
        let mut swept = self.driving.lock().await;
        let mut lanes = FuturesUnordered::new();
        let mut busy = Busy::default();
        let mut resting: BTreeMap<String, Timestamp> = BTreeMap::new();
        let mut ready: VecDeque<String> = VecDeque::new();
        loop {
            let heard = self.bell.heard();
            let now = self.delivery.clock.now();
            if sweep_is_due(*swept, now) {
                *swept = Some(now);
                if let Err(error) = self.delivery.sweep(now).await {
                    tracing::error!("the outbox cannot be swept: {error:#}");
                }
            }
            resting.retain(|_, until| *until > now);
            let mut wake = match self.look(now, &mut ready).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!("the outbox cannot be read: {error:#}");
                    now.checked_add(REST).ok()
                }
            };
            wake = wake.into_iter().chain(resting.values().copied()).min();
            ready.retain(|lane| !resting.contains_key(lane));
            for lane in busy.admit(&mut ready) {
                lanes.push(self.drain(lane));
            }
            // Until something is heard or due: lanes that end make room for those that are ready,
            // without another look at the store.
            let deadline = wake.unwrap_or(Timestamp::MAX);
            let sleep = self.delivery.clock.sleep_until(deadline);
            tokio::pin!(heard, sleep);
            loop {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {
                        let rest = async { while lanes.next().await.is_some() {} };
                        if crate::clock::within(FAREWELL, rest).await.is_none() {
                            tracing::warn!("some messages were on their way at the end");
                        }
                        return;
                    }
                    Some((lane, result)) = lanes.next(), if !lanes.is_empty() => {
                        busy.leave(&lane);
                        if let Err(error) = result {
                            tracing::error!("a delivery stopped: {error:#}");
                            let now = self.delivery.clock.now();
                            resting.insert(lane, now.checked_add(REST).unwrap_or(now));
                        }
                        if ready.is_empty() {
                            break;
                        }
                        for lane in busy.admit(&mut ready) {
                            lanes.push(self.drain(lane));
                        }
                    }
                    () = &mut heard => break,
                    () = &mut sleep => break,
                }
            }
        }
    }

    /// Which destinations have something that can go, and when the next of the others has.
    async fn look(
        &self,
        now: Timestamp,
        ready: &mut VecDeque<String>,
    ) -> anyhow::Result<Option<Timestamp>> {
        ready.clear();
        ready.extend(self.heads(now).await?.into_iter().map(|head| head.lane));
        self.next(now).await
    }

    async fn heads(&self, now: Timestamp) -> anyhow::Result<Vec<Head>> {
        let mut tx = self.delivery.store.read().await?;
        let mut heads = sql::heads(&mut tx, now).await?;
        // A destination that cannot be read is served: that is how its rows end.
        heads.retain(|head| {
            platform_of(&head.lane).is_none_or(|id| self.delivery.platforms.get(id).is_some())
        });
        Ok(heads)
    }

    async fn next(&self, now: Timestamp) -> anyhow::Result<Option<Timestamp>> {
        let mut tx = self.delivery.store.read().await?;
        Ok(sql::next(&mut tx, now).await?)
    }

    async fn in_order(&self, now: Timestamp) -> anyhow::Result<()> {
        loop {
            let mut heads: BinaryHeap<Reverse<Head>> =
                self.heads(now).await?.into_iter().map(Reverse).collect();
            if heads.is_empty() {
                return Ok(());
            }
            while let Some(Reverse(head)) = heads.pop() {
                match self.delivery.step(&head.lane, self.begins(now)).await? {
                    Progress::Waits => {}
                    // What moved to another destination may be the first of all.
                    Progress::Elsewhere => break,
                    Progress::Moved => {
                        let mut tx = self.delivery.store.read().await?;
                        if let Some(row) = sql::head(&mut tx, &head.lane, now).await? {
                            heads.push(Reverse(Head { id: row.id, lane: head.lane }));
                        }
                    }
                }
            }
        }
    }

    async fn side_by_side(&self, now: Timestamp) -> anyhow::Result<()> {
        loop {
            let heads = self.heads(now).await?;
            if heads.is_empty() {
                return Ok(());
            }
            let mut ready: VecDeque<String> = heads.into_iter().map(|head| head.lane).collect();
            let mut busy = Busy::default();
            let mut lanes = FuturesUnordered::new();
            loop {
                for lane in busy.admit(&mut ready) {
                    lanes.push(async move {
                        let result = self.drain_at(&lane, now).await;
                        (lane, result)
                    });
                }
                let Some((lane, result)) = lanes.next().await else { break };
                busy.leave(&lane);
                result?;
            }
        }
    }

    /// Serves a destination until nothing can go there, by the clock.
    async fn drain(&self, lane: String) -> (String, anyhow::Result<()>) {
        loop {
            match self.delivery.step(&lane, self.delivery.clock.now()).await {
                Ok(Progress::Moved) => {}
                Ok(Progress::Elsewhere) => self.bell.ring(),
                Ok(Progress::Waits) => return (lane, Ok(())),
                Err(error) => return (lane, Err(error)),
            }
        }
    }

    async fn drain_at(&self, lane: &str, now: Timestamp) -> anyhow::Result<()> {
        while self.delivery.step(lane, self.begins(now)).await? != Progress::Waits {}
        Ok(())
    }

    /// When a step begins: calls before it may have taken long, and whether a platform still knows an
    /// earlier try depends on it.
    fn begins(&self, now: Timestamp) -> Timestamp {
        self.delivery.clock.now().max(now)
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let platforms = &self.delivery.platforms;
        f.debug_struct("Sender")
            .field("platforms", platforms)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// Which destinations are being served. Never one twice at a time: that is what keeps their order.
#[derive(Default)]
struct Busy {
    lanes: BTreeSet<String>,
    width: BTreeMap<Option<PlatformId>, usize>,
}

impl Busy {
    /// Takes those that may begin out of `ready`; the others stay in it.
    fn admit(&mut self, ready: &mut VecDeque<String>) -> Vec<String> {
        let mut admitted = Vec::new();
        ready.retain(|lane| {
            if self.lanes.contains(lane) {
                return true;
            }
            let width = self.width.entry(platform_of(lane)).or_default();
            if *width >= WIDTH {
                return true;
            }
            *width += 1;
            self.lanes.insert(lane.clone());
            admitted.push(lane.clone());
            false
        });
        admitted
    }

    fn leave(&mut self, lane: &str) {
        if self.lanes.remove(lane) {
            let width = self.width.entry(platform_of(lane)).or_default();
            *width = width.saturating_sub(1);
        }
    }
}

fn sweep_is_due(swept: Option<Timestamp>, now: Timestamp) -> bool {
    swept.is_none_or(|at| now.duration_since(at).abs() >= SWEEP)
}

fn platform_of(lane: &str) -> Option<PlatformId> {
    lane.parse::<Address>().ok().map(|address| address.platform())
}
