//! How the bot is: each platform, the store, and whether due work is done in time.
//!
//! [`Health`] is what the parts note; [`Report`] is what whoever runs Hearth reads, over HTTP on this
//! machine alone. It says nothing about people or groups.

#[cfg(feature = "health")]
pub mod server;

use crate::clock::within;
use crate::engine::ctx::Ctx;
use crate::ids::PlatformId;
use crate::outbox::ledger;
use crate::{job, metric};
use jiff::SignedDuration;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How each platform is, as far as the supervisor knows. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Mutex<BTreeMap<PlatformId, Standing>>>);

/// How a platform is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It runs and is connected.
    Connected,
    /// It runs, and is not connected at present.
    Connecting,
    /// It ended in an error and is started again after a while.
    Waiting,
    /// It ended for good: somebody has to do something. The log says what.
    Stopped,
}

/// How all is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Whether everything is as it should be.
    pub healthy: bool,
    /// The version of this Hearth.
    pub version: &'static str,
    /// Each platform.
    pub platforms: BTreeMap<PlatformId, Standing>,
    /// The store.
    pub store: Answering,
    /// Due work.
    pub scheduler: Scheduler,
    /// Messages on their way out.
    pub outbox: Outbox,
}

/// Whether the store answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Answering {
    /// It does, in time.
    pub answers: bool,
}

/// Due work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scheduler {
    /// How long the work that has been due longest has been waiting.
    pub lag_seconds: u64,
}

/// Messages on their way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Outbox {
    /// How many wait.
    pub waiting: u64,
}

/// Due work that waits for longer than this is not done in time.
const MOST_LAG: Duration = Duration::from_mins(2);

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

impl Health {
    /// Notes how a platform is.
    pub fn set(&self, platform: PlatformId, standing: Standing) {
        self.lock().insert(platform, standing);
    }

    /// How a platform is; waiting until it was ever started.
    pub fn of(&self, platform: PlatformId) -> Standing {
        self.lock().get(&platform).copied().unwrap_or(Standing::Waiting)
    }

    /// Asks everything how it is.
    pub async fn report(&self, ctx: &Ctx) -> Report {
        let mut platforms = BTreeMap::new();
        for platform in ctx.platforms.iter() {
            let standing = match self.of(platform.id()) {
                Standing::Connected if !platform.is_connected() => Standing::Connecting,
                standing => standing,
            };
            metric::up(platform.id(), standing == Standing::Connected);
            platforms.insert(platform.id(), standing);
        }
        let stored = within(PATIENCE, stored(ctx)).await.and_then(|stored| {
            stored.inspect_err(|error| tracing::warn!(%error, "the store does not answer")).ok()
        });
        let (lag, waiting) = stored.unwrap_or_default();
        metric::levels(waiting, lag);
        let well = platforms.values().all(|standing| *standing == Standing::Connected);
        Report {
            healthy: well && stored.is_some() && lag <= MOST_LAG,
            version: env!("CARGO_PKG_VERSION"),
            platforms,
            store: Answering { answers: stored.is_some() },
            scheduler: Scheduler { lag_seconds: lag.as_secs() },
            outbox: Outbox { waiting },
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<PlatformId, Standing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For how long due work has been waiting, and how many messages wait.
async fn stored(ctx: &Ctx) -> sqlx::Result<(Duration, u64)> {
    let mut tx = ctx.store.read().await?;
    let due = job::next_due(&mut tx).await?;
    let lag = due.map_or(SignedDuration::ZERO, |due| ctx.now().duration_since(due));
    let waiting = ledger::totals(&mut tx).await?.waiting;
    Ok((Duration::try_from(lag).unwrap_or_default(), waiting))
}
