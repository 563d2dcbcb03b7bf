//! Builds everything, owns the tasks, and stops in order.

use crate::chat::event::Event;
use crate::chat::platform::ChatPlatform;
use crate::chat::platforms::Platforms;
use crate::clock::{Clock, ManualClock};
use crate::config::{Config, FeedsConfig};
use crate::engine::ctx::{Ctx, Defaults};
use crate::engine::handle::Engine;
use crate::engine::{directory, live};
use crate::feed::fetch::{Fetcher, Limits};
use crate::ids::PlatformId;
use crate::job::{self, runner};
use crate::outbox::{Bell, Pace, Sender};
use crate::store::{Store, StoreKey};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
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
}

impl Setup {
    /// What a configuration says.
    pub fn new(config: &Config, key: Option<StoreKey>) -> Self {
        Self {
            store: config.store.path.clone(),
            key,
            defaults: config.defaults.clone(),
            feeds: config.feeds.clone(),
        }
    }
}

/// A running Hearth, or one that is stepped by a script.
#[derive(Debug)]
pub struct App {
    engine: Engine,
    sender: Arc<Sender>,
}

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

    /// Connects the parts on a store that is open, for platforms that keep something in it.
    pub async fn on(
        store: Store,
        setup: &Setup,
        clock: Arc<dyn Clock>,
        platforms: Vec<Arc<dyn ChatPlatform>>,
        pace: Pace,
    ) -> anyhow::Result<Self> {
        let platforms = platforms.into_iter().fold(Platforms::new(), Platforms::with);
        let bell = Bell::new();
        let fetcher = Fetcher::new(setup.feeds.allow_private_addresses, Limits::default())?;
        let ctx = Ctx {
            store: store.clone(),
            clock: Arc::clone(&clock),
            defaults: setup.defaults.clone(),
            refresh: setup.feeds.refresh.clone(),
            platforms: platforms.clone(),
            bell: bell.clone(),
            fetcher,
        };
        job::handlers::stand(&ctx, clock.now()).await?;
        let sender = Sender::new(store, clock, platforms, bell).pace(pace);
        Ok(Self { engine: Engine::new(ctx), sender: Arc::new(sender) })
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
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let (inbox, events) = mpsc::channel::<Event>(INBOX);
        let mut tasks: JoinSet<anyhow::Result<()>> = JoinSet::new();
        for platform in self.ctx().platforms.iter().map(Arc::clone) {
            let (inbox, stop) = (inbox.clone(), stop.clone());
            tasks.spawn(async move {
                let id = platform.id();
                if let Err(error) = platform.publish_commands(crate::command::table::COMMANDS).await
                {
                    tracing::error!(platform = %id, %error, "commands were not made known");
                }
                // One that ends does not take the others down.
                if let Err(error) = platform.run(inbox, stop).await {
                    tracing::error!(platform = %id, %error, "a platform ended");
                }
                Ok(())
            });
        }
        drop(inbox);
        let background = CancellationToken::new();
        let (engine, ctx, sender) =
            (self.engine.clone(), self.ctx().clone(), Arc::clone(&self.sender));
        let handling = tokio::spawn(live::run(engine, events, stop.clone()));
        let running = tokio::spawn(runner::run(ctx, background.clone()));
        let sending = {
            let background = background.clone();
            tokio::spawn(async move { sender.run(background).await })
        };
        stop.cancelled().await;
        let orderly = async {
            while tasks.join_next().await.is_some() {}
            let _ = handling.await;
            background.cancel();
            let _ = tokio::join!(running, sending);
        };
        if crate::clock::within(STOP, orderly).await.is_none() {
            tracing::warn!("not everything ended in time; what is not sent waits in the store");
        }
        self.engine.ctx().store.close().await;
        Ok(())
    }
}
