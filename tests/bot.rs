//! The bot inside the test, on whatever platform, on a clock that stands still until it is moved.

use hearth::app::{App, Setup};
use hearth::chat::platform::ChatPlatform;
use hearth::clock::Clock;
use hearth::config::Config;
use hearth::engine::ctx::Ctx;
use hearth::outbox::Pace;
use hearth::store::Store;
use jiff::Timestamp;
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
    /// Starts it with the edge that `open` makes.
    pub(crate) async fn start<F>(config: &Config, clock: Arc<dyn Clock>, open: F) -> Self
    where
        F: FnOnce(Store, Arc<dyn Clock>) -> anyhow::Result<Arc<dyn ChatPlatform>> + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let setup = Setup::new(config, None);
        let handle = runtime.handle().clone();
        let building = tokio::task::spawn_blocking(move || {
            handle.block_on(async move {
                let store = Store::open(&setup.store, None).await?;
                let edges = vec![open(store.clone(), Arc::clone(&clock))?];
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

    /// How much is due and not done.
    pub(crate) async fn due(&self) -> i64 {
        let now = self.ctx.clock.now().as_millisecond();
        let mut tx = self.ctx.store.read().await.expect("a view");
        let counts = sqlx::query_scalar(
            "select (select count(*) from job where due_at <= ?1)
                  + (select count(*) from outbox
                     where state in ('pending', 'sending') and retry_at <= ?1)",
        );
        counts.bind(now).fetch_one(&mut *tx).await.expect("a count")
    }

    /// When the next thing is due.
    pub(crate) async fn next_due(&self) -> Option<Timestamp> {
        let mut tx = self.ctx.store.read().await.expect("a view");
        let next: Option<i64> = sqlx::query_scalar(
            "select min(at) from (select min(due_at) as at from job union all
             select min(retry_at) from outbox where state in ('pending', 'sending'))",
        )
        .fetch_one(&mut *tx)
        .await
        .expect("an instant");
        next.map(|at| Timestamp::from_millisecond(at).expect("an instant"))
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
