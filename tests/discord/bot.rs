//! The bot inside the test, on a clock that stands still until it is moved.

use super::home::Home;
use hearth::app::{App, Setup};
use hearth::chat::platform::ChatPlatform;
use hearth::clock::{Clock, ManualClock};
use hearth::engine::ctx::Ctx;
use hearth::outbox::Pace;
use hearth::platform::discord::Discord;
use hearth::store::Store;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running bot.
pub(crate) struct Bot {
    /// Its own, so that it can end as a killed process does: wherever it stands.
    runtime: Option<Runtime>,
    running: JoinHandle<anyhow::Result<()>>,
    stop: CancellationToken,
    ctx: Ctx,
}

impl Bot {
    /// Starts it on a clock that stands still.
    pub(crate) async fn start(home: &Home, clock: &ManualClock) -> Self {
        Self::on(home, Arc::new(clock.clone())).await
    }

    /// Starts it on any clock.
    pub(crate) async fn on(home: &Home, clock: Arc<dyn Clock>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let setup = Setup::new(&home.config(), None);
        let discord = home.config().discord.expect("a section");
        let handle = runtime.handle().clone();
        let building = tokio::task::spawn_blocking(move || {
            handle.block_on(async move {
                let store = Store::open(&setup.store, None).await?;
                let edge = Discord::open(&discord, store.clone(), Arc::clone(&clock), "en")?;
                let edges: Vec<Arc<dyn ChatPlatform>> = vec![Arc::new(edge)];
                App::on(store, &setup, clock, edges, Pace::SideBySide).await
            })
        });
        let app = building.await.expect("no panic").expect("the application");
        let ctx = app.ctx().clone();
        let stop = CancellationToken::new();
        let running = runtime.spawn(app.run(stop.clone()));
        Self { runtime: Some(runtime), running, stop, ctx }
    }

    /// Its handles.
    pub(crate) fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Ends it as SIGTERM does.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        (&mut self.running).await.expect("no panic").expect("an orderly end");
        self.end().await;
    }

    /// Ends it as SIGKILL does: nothing is finished.
    pub(crate) async fn kill(mut self) {
        self.end().await;
    }

    /// Every task is dropped where it waits, and with them the claim on the store.
    async fn end(&mut self) {
        let runtime = self.runtime.take().expect("it ends once");
        let ended = tokio::task::spawn_blocking(move || {
            runtime.shutdown_timeout(Duration::from_secs(30));
        });
        ended.await.expect("no panic");
        self.ctx.store.close().await;
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // A runtime must not be dropped where tasks run.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
