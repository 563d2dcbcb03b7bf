//! Builds everything, owns the tasks, and stops in order.

mod supervise;

use crate::chat::event::Event;
use crate::chat::platform::ChatPlatform;
use crate::chat::platforms::Platforms;
use crate::clock::{Clock, ManualClock};
use crate::config::{Config, FeedsConfig};
use crate::engine::ctx::{Ctx, Defaults};
use crate::engine::handle::Engine;
use crate::engine::interview::Interviews;
use crate::engine::{directory, live};
use crate::feature::meeting::search::Timetables;
use crate::feed::fetch::{Fetcher, Limits};
use crate::health::Health;
use crate::ids::PlatformId;
use crate::job::{self, runner};
use crate::outbox::{Bell, Pace, Sender};
use crate::store::{Store, StoreKey};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// What an application is built from.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The store's file.
    pub store: PathBuf,
    /// Its key.
    pub key: Option<StoreKey>,
    /// What holds where a group has set nothing.
    pub defaults: Defaults,
    /// How feeds are fetched.
    pub feeds: FeedsConfig,
    /// What a fetch may cost.
    pub limits: Limits,
}

impl Setup {
    /// What a configuration says.
    pub fn new(config: &Config, key: Option<StoreKey>) -> Self {
        Self {
            store: config.store.path.clone(),
            key,
            defaults: config.defaults.clone(),
            feeds: config.feeds.clone(),
            limits: Limits::default(),
        }
    }
}

/// A running Hearth, or one that is stepped by a script.
#[derive(Debug)]
pub struct App {
    engine: Engine,
    sender: Arc<Sender>,
    health: Health,
    listener: Option<TcpListener>,
}

/// Every platform has ended for good. The log says why each did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every chat platform has ended")]
pub struct AllEnded;

/// How long an orderly stop may take.
const STOP: Duration = Duration::from_secs(10);

/// How many events wait at the door before platforms have to.
const INBOX: usize = 1024;

impl App {
    /// Opens the store and connects the parts; starts nothing.
    pub async fn build(
        setup: &Setup,
        clock: Arc<dyn Clock>,
        platforms: Vec<Arc<dyn ChatPlatform>>,
        pace: Pace,
    ) -> anyhow::Result<Self> {
        let store = Store::open(&setup.store, setup.key.as_ref()).await?;
        Self::on(store, setup, clock, platforms, pace).await
    }

    /// The same, on a store that is open: platforms may keep what they need in it.
    pub async fn on(
        store: Store,
        setup: &Setup,
        clock: Arc<dyn Clock>,
        platforms: Vec<Arc<dyn ChatPlatform>>,
        pace: Pace,
    ) -> anyhow::Result<Self> {
        let platforms = platforms.into_iter().fold(Platforms::new(), Platforms::with);
        let bell = Bell::new();
        let fetcher = Fetcher::new(setup.feeds.allow_private_addresses, setup.limits)?;
        let ctx = Ctx {
            store: store.clone(),
            clock: Arc::clone(&clock),
            defaults: setup.defaults.clone(),
            interviews: Interviews::default(),
            timetables: Timetables::default(),
            refresh: setup.feeds.refresh.clone(),
            platforms: platforms.clone(),
            bell: bell.clone(),
            fetcher,
        };
        job::handlers::stand(&ctx, clock.now()).await?;
        let sender = Sender::new(store, clock, platforms, bell).pace(pace);
        Ok(Self {
            engine: Engine::new(ctx),
            sender: Arc::new(sender),
            health: Health::default(),
            listener: None,
        })
    }

    /// Tells whoever asks there how it is, while it runs.
    #[must_use]
    pub fn listen(mut self, listener: TcpListener) -> Self {
        self.listener = Some(listener);
        self
    }

    /// The handles.
    pub fn ctx(&self) -> &Ctx {
        self.engine.ctx()
    }

    /// The engine, for whoever steps it by hand.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Makes sure that a community of the terminal exists.
    pub async fn community(&self, native: &str) -> anyhow::Result<()> {
        let ctx = self.ctx();
        let mut tx = ctx.store.begin().await?;
        directory::group_named(&mut tx, PlatformId::Console, native, ctx.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Does and sends everything that is due now; says when the next thing is due.
    pub async fn settle(&self) -> anyhow::Result<Option<Timestamp>> {
        let ctx = self.ctx();
        loop {
            let now = ctx.now();
            let job = runner::run_due(ctx, now).await?;
            let message = self.sender.send_due(now).await?;
            let next = [job, message].into_iter().flatten().min();
            // Sending may have made something due (a note to the admins), and the other way round.
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
        }
    }

    /// Moves a manual clock to `target`; everything due on the way happens, in order, at its time.
    pub async fn walk_to(&self, clock: &ManualClock, target: Timestamp) -> anyhow::Result<()> {
        let mut next = self.settle().await?;
        while let Some(at) = next.filter(|at| *at <= target) {
            clock.set(at.max(clock.now()));
            next = self.settle().await?;
        }
        clock.set(target);
        self.settle().await?;
        Ok(())
    }

    /// Ends as a killed process does: nothing is finished.
    pub async fn abandon(self) {
        self.engine.ctx().store.close().await;
    }

    /// Runs until `stop`: platforms, engine, runner and sender. Then stops in order: platforms take
    /// no more, what was begun is finished, and what is not sent waits in the store.
    ///
    /// Fails with [`AllEnded`] when no platform is left.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let (inbox, events) = mpsc::channel::<Event>(INBOX);
        let ctx = self.ctx().clone();
        let mut platforms = JoinSet::new();
        for platform in ctx.platforms.iter().map(Arc::clone) {
            let (inbox, clock) = (inbox.clone(), Arc::clone(&ctx.clock));
            let (health, stop) = (self.health.clone(), stop.clone());
            platforms.spawn(supervise::supervise(platform, inbox, clock, health, stop));
        }
        drop(inbox);
        let background = CancellationToken::new();
        let handling = tokio::spawn(live::run(self.engine.clone(), events, stop.clone()));
        let running = tokio::spawn(runner::run(ctx.clone(), background.clone()));
        let sending = {
            let (sender, background) = (Arc::clone(&self.sender), background.clone());
            tokio::spawn(async move { sender.run(background).await })
        };
        let serving = tokio::spawn(serve(self.listener, ctx, self.health, background.clone()));
        let ended = async { while platforms.join_next().await.is_some() {} };
        // A stop that was asked for ends them too.
        let none_left = tokio::select! {
            () = stop.cancelled() => false,
            () = ended => !stop.is_cancelled(),
        };
        stop.cancel();
        let orderly = async {
            while platforms.join_next().await.is_some() {}
            let _ = handling.await;
            background.cancel();
            let _ = tokio::join!(running, sending, serving);
        };
        if crate::clock::within(STOP, orderly).await.is_none() {
            tracing::warn!("not everything ended in time; what is not sent waits in the store");
        }
        self.engine.ctx().store.close().await;
        if none_left { Err(AllEnded.into()) } else { Ok(()) }
    }
}

/// Answers on the listener, where there is one.
#[cfg(feature = "health")]
async fn serve(listener: Option<TcpListener>, ctx: Ctx, health: Health, stop: CancellationToken) {
    let Some(listener) = listener else { return };
    if let Err(error) = crate::health::server::serve(listener, ctx, health, stop).await {
        tracing::error!(%error, "health and metrics are not served any more");
    }
}

/// A build without the server has nobody who answers; the command line says so before it comes here.
#[cfg(not(feature = "health"))]
async fn serve(_: Option<TcpListener>, _: Ctx, _: Health, _: CancellationToken) {}
